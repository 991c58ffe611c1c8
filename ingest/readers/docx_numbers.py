"""Automatic numbers of Word paragraphs, as Word prints them: （一）, 第三条, 1.2."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingest.numerals import to_chinese

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographTraditional",
    }
)
_DIGITAL = frozenset({"ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital2"})
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """Definitions of ``numbering.xml`` and the running counters of one document.

    Attributes:
        unknown: number formats met that are printed as plain digits for want of a better rule.
    """

    unknown: set[str] = field(default_factory=set)
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _abstract_of: dict[str, str] = field(default_factory=dict)
    _restart: dict[tuple[str, int], int] = field(default_factory=dict)
    _style_link: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, root: Element | None) -> Numbering:
        """From the root of ``numbering.xml``; None gives one without definitions."""
        numbering = cls()
        if root is None:
            return numbering
        for abstract in root.iter(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId", "")
            numbering._levels[key] = {
                int(level.get(f"{W}ilvl", "0")): _read_level(level) for level in abstract.iter(f"{W}lvl")
            }
            if link := _value(abstract, "numStyleLink"):
                numbering._style_link[key] = link
        for num in root.iter(f"{W}num"):
            key = num.get(f"{W}numId", "")
            numbering._abstract_of[key] = _value(num, "abstractNumId")
            for override in num.iter(f"{W}lvlOverride"):
                if (start := _value(override, "startOverride")).isdigit():
                    numbering._restart[key, int(override.get(f"{W}ilvl", "0"))] = int(start)
        return numbering

    def style_link(self, number_id: str) -> str:
        """Name of the style that holds the real list of ``number_id``, or an empty string."""
        return self._style_link.get(self._abstract_of.get(number_id, ""), "")

    def next(self, number_id: str, depth: int) -> str:
        """The number printed before the next paragraph of list ``number_id`` at ``depth`` (from 0); '' for bullets."""
        abstract = self._abstract_of.get(number_id, "")
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None or number_id == "0":
            return ""
        counts = self._counts.setdefault(abstract, {})
        if (number_id, depth) in self._restart and (number_id, depth) not in self._started:
            counts[depth] = self._restart[number_id, depth]
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        self._started.add((number_id, depth))
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        if level.format in {"bullet", "none"}:
            return ""
        text = level.text
        for place in range(9, 0, -1):
            if f"%{place}" in text:
                shown = levels.get(place - 1, _Level())
                value = counts.get(place - 1, shown.start)
                text = text.replace(f"%{place}", self._format(value, "decimal" if level.legal else shown.format))
        return text

    def _format(self, value: int, style: str) -> str:
        if style in _CHINESE:
            return to_chinese(value)
        if style in _DIGITAL:
            return str(value).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
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


def _read_level(level: Element) -> _Level:
    start = _value(level, "start")
    return _Level(
        start=int(start) if start.isdigit() else 1,
        format=_value(level, "numFmt") or "decimal",
        text=_value(level, "lvlText"),
        legal=level.find(f"{W}isLgl") is not None,
    )


def _value(element: Element, tag: str) -> str:
    child = element.find(f"{W}{tag}")
    return "" if child is None else child.get(f"{W}val", "")


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
