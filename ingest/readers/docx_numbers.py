"""Automatic numbers of Word paragraphs, as Word prints them: （一）, 第三条, 1.2."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from docx.oxml.ns import nsmap, qn
from docx.oxml.xmlchemy import BaseOxmlElement

from ingest.numerals import to_chinese

_TAIWANESE = {"taiwaneseCounting", "taiwaneseCountingThousand"}
_CHINESE = _TAIWANESE | {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographTraditional"}
_DIGITAL = frozenset({"ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital2"})
_IDEOGRAPHS = str.maketrans("0123456789", "〇一二三四五六七八九")
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_LARGEST_START = 32767  # of Word


@dataclass(frozen=True, slots=True)
class _Level:
    """How one depth of a list is numbered; it begins anew after each number of a depth smaller than ``restart``."""

    restart: int
    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """One list: its levels by depth, the depths that begin anew at its first number, the counters it shares."""

    levels: dict[int, _Level]
    anew: set[int]
    counts: dict[int, int]


class Numbering:
    """Definitions of ``numbering.xml`` and the running counters of one document.

    Args:
        root: root element of the part; None gives one without definitions.

    Attributes:
        unknown: number formats met that are printed as plain digits for want of a better rule.
    """

    def __init__(self, root: BaseOxmlElement | None) -> None:
        self.unknown: set[str] = set()
        self._lists: dict[int, _List] = {}
        if root is None:
            return
        abstracts = {each.get(qn("w:abstractNumId")): each for each in root.iterchildren(qn("w:abstractNum"))}
        # A definition may stand for another one, both named after a style.
        styled = {link: each for each in abstracts.values() if (link := _value(each, "w:styleLink"))}
        counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for num in root.iterchildren(qn("w:num")):
            abstract = abstracts.get(_value(num, "w:abstractNumId"))
            if abstract is not None:
                abstract = styled.get(_value(abstract, "w:numStyleLink"), abstract)
                levels, anew = _read_levels(abstract), set()
                for override in num.iterchildren(qn("w:lvlOverride")):
                    levels |= _read_levels(override)
                    depth, start = int(override.get(qn("w:ilvl"), "0")), integer(override, "w:startOverride")
                    if start is not None and depth in levels:
                        levels[depth] = replace(levels[depth], start=min(start, _LARGEST_START))
                        anew.add(depth)
                shared = counts[abstract.get(qn("w:abstractNumId"))]
                self._lists[int(num.get(qn("w:numId"), "0"))] = _List(levels, anew, shared)

    def next(self, number_id: int | None, depth: int) -> str:
        """The number printed before the next paragraph of list ``number_id`` at ``depth`` (from 0); '' for bullets."""
        found = self._lists.get(number_id or 0)
        if found is None or depth not in found.levels:
            return ""
        levels, counts = found.levels, found.counts
        level = levels[depth]
        counts[depth] = level.start if depth in found.anew or depth not in counts else counts[depth] + 1
        found.anew.discard(depth)
        for deeper in [key for key in counts if depth < (levels[key].restart if key in levels else key)]:
            del counts[deeper]
        if level.format in {"bullet", "none"}:
            return ""

        def shown(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            other = levels.get(at, _Level(at))
            return self._format(counts.get(at, other.start), "decimal" if level.legal else other.format)

        return re.sub("%([1-9])", shown, level.text)

    def _format(self, value: int, style: str) -> str:
        if style in _CHINESE:
            return to_chinese(value)
        if style in _DIGITAL:
            return str(value).translate(_IDEOGRAPHS)
        match style:
            case "decimal" | "decimalHalfWidth":
                return str(value)
            case "decimalZero":
                return f"{value:02d}"
            case "decimalFullWidth" | "decimalFullWidth2":
                return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))
            case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 1 <= value <= 20:
                return chr(ord("①") + value - 1)
            case "chineseLegalSimplified" | "ideographLegalTraditional":
                return to_chinese(value).translate(_LEGAL)
            case "lowerLetter" | "upperLetter":
                letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
                return letter if style == "lowerLetter" else letter.upper()
            case "lowerRoman" | "upperRoman":
                return _roman(value) if style == "upperRoman" else _roman(value).lower()
            case _:
                self.unknown.add(style)
                return str(value)


def integer(element: BaseOxmlElement, path: str) -> int | None:
    """The whole number at ``path`` (``w:numPr/w:ilvl``) below an element; None where there is none."""
    text = _value(element, path)
    return int(text) if text.isdecimal() else None


def _value(element: BaseOxmlElement, path: str) -> str:
    child = element.find(path, nsmap)
    return "" if child is None else str(child.get(qn("w:val"), ""))


def _read_levels(holder: BaseOxmlElement) -> dict[int, _Level]:
    """Levels by depth, of a definition or of a list's departure from it."""
    levels: dict[int, _Level] = {}
    for level in holder.iterchildren(qn("w:lvl")):
        depth, restart, start = (
            int(level.get(qn("w:ilvl"), "0")),
            integer(level, "w:lvlRestart"),
            integer(level, "w:start"),
        )
        levels[depth] = _Level(
            restart=depth if restart is None else min(restart, depth),
            start=1 if start is None else min(start, _LARGEST_START),
            format=_value(level, "w:numFmt") or "decimal",
            text=_value(level, "w:lvlText"),
            legal=level.find("w:isLgl", nsmap) is not None,
        )
    return levels


def _roman(value: int) -> str:
    signs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    result = ""
    for size, sign in signs:
        result += sign * (value // size)
        value %= size
    return result
