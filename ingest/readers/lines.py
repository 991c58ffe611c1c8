"""What a reader gives: the printed lines of a file, and what the file says about itself outside its text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

#: Widths only: full-width ASCII and the ideographic space, nothing that changes a character's meaning (①, ㎡ stay).
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source.

    Attributes:
        text: the characters as printed; leading white space is kept until lines are joined.
        reason: empty for text; otherwise why this line is furniture and no text (页码, 网站页脚…).
        heading: depth of a heading where the file format says so (``<h2>`` is 2), else 0.
    """

    text: str
    reason: str = ""
    heading: int = 0


@dataclass(frozen=True, slots=True)
class RawText:
    """What a reader found.

    Attributes:
        lines: every line in reading order, furniture known to the format (comments, headers) already marked.
        hints: what the file says about itself, by key: ``title``, ``number``, ``issuer``, ``written``,
            ``published``, ``effective``, ``status``, ``site``, ``note``; values as printed.
        wrapped: True where the format breaks lines at the page width (PDF).
        warnings: in Chinese, for the user.
    """

    lines: tuple[Line, ...]
    hints: Mapping[str, str] = field(default_factory=dict)
    wrapped: bool = False
    warnings: tuple[str, ...] = ()


def split_lines(text: str, reason: str = "", heading: int = 0) -> list[Line]:
    """One ``Line`` for each printed line of ``text``."""
    return [Line(line, reason, heading) for line in text.splitlines()]


def invisible(char: str) -> bool:
    """White space, and characters without a glyph: zero-width marks, byte order mark, controls."""
    return char.isspace() or unicodedata.category(char) in {"Cf", "Cc"}


def ink(text: str) -> str:
    """The characters of ``text`` that leave ink on paper, in order."""
    return "".join(char for char in text if not invisible(char))


def normalise(text: str) -> str:
    """``text`` for comparing only: half-width, without white space and invisible characters."""
    return ink(text).translate(_WIDTH)


def half_width(text: str) -> str:
    """``text`` with full-width digits, letters and punctuation made half-width; length unchanged."""
    return text.translate(_WIDTH)


def texts(lines: Iterable[Line]) -> list[str]:
    """The texts of those lines that are not furniture."""
    return [line.text for line in lines if not line.reason]
