"""Chinese numbers, both ways: 一百三十四 -> 134, 97 -> 九十七."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import cn2an

#: Regular-expression class of every character that a printed article, item or chapter number may use.
DIGITS = "零〇○一二三四五六七八九十百千两0-9０-９"

_LIMIT = 100_000


@lru_cache(maxsize=8192)
def to_int(text: str) -> int | None:
    """Value of a printed number (``一百〇五``, ``百二十``, ``１２``, ``12``); None where it is not a whole number."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("○", "〇")
    if plain.isdecimal():
        return int(plain) if plain.isascii() and len(plain) < 9 else None
    if plain.startswith(("百", "千")):  # 百二十: the leading 一 is often left out
        plain = "一" + plain
    try:
        value = cn2an.cn2an(plain, "smart")
    except ValueError:
        return None
    return int(value) if value == int(value) else None


@lru_cache(maxsize=8192)
def to_chinese(number: int) -> str:
    """Chinese reading as laws print it: 10 -> 十, 12 -> 十二, 105 -> 一百零五.

    Raises:
        ValueError: for a negative number or one of 100,000 and more, which no law uses as an ordinal.
    """
    if not 0 <= number < _LIMIT:
        raise ValueError(f"not an ordinal of a law: {number}")
    return str(cn2an.an2cn(number))


def ordinal(number: int, unit: str) -> str:
    """第N<unit>: ``ordinal(97, "条")`` -> 第九十七条."""
    return f"第{to_chinese(number)}{unit}"
