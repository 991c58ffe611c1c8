"""The single cases of a document, and the labelled fields of a case."""

from __future__ import annotations

import re
from collections.abc import Sequence

NUMBER = r"[一二三四五六七八九十百\d]{1,4}"
_HEAD = re.compile(
    rf"\s*[【\[]?\s*(?:典型|执法|警示|曝光)?案例?\s*(?:之)?\s*{NUMBER}\s*[】\]]?\s*(?:[:：、.．]|\s|$)\s*(?P<title>.*)|\s*[【\[]案例{NUMBER}[】\]](?P<bracket>.*)"
)
_NUMBERED_TITLE = re.compile(
    rf"\s*(?:{NUMBER}[、.．]|[（(]{NUMBER}[）)][、.]?)\s*(?P<title>[^。！？]{{4,90}}?案(?:件|例)?(?:[（(][^（）()]*[）)])?)\s*$"
)
_RUN_IN_TITLE = re.compile(
    rf"\s*(?:{NUMBER}[、.．]|[（(]{NUMBER}[）)][、.]?)\s*(?P<title>[^。！？，,]{{4,60}}?案)[。:：](?P<rest>.+)$"
)
_NAME_FIELD = re.compile(r"[【\[](?:案例|案件)?(?:名称|标题)[】\]]")


def split_cases(lines: Sequence[str]) -> list[tuple[str, str]]:
    """(title, text) of each case of a document; the text begins with its title, as printed.

    Cases begin at 【案例名称】, at 案例一, or at a numbered line that ends in 案. What stands before the first one
    introduces all and belongs to none. A document without any of these is one case.
    """
    begins = [at for at, line in enumerate(lines) if _NAME_FIELD.search(line)]
    if begins:
        parts = [(at, "") for at in begins]
    else:
        parts = [(at, title) for at, line in enumerate(lines) if (title := _head(lines, at)) is not None]
    if not parts:
        title = lines[0].strip() if lines and is_title(lines[0]) else ""
        return [(title, "\n".join(lines))]
    ends = [at for at, _ in parts[1:]] + [len(lines)]
    return [(title, "\n".join(lines[at:end])) for (at, title), end in zip(parts, ends, strict=True)]


def _head(lines: Sequence[str], at: int) -> str | None:
    """Title of the case that begins with this line; "" where it begins without one; None where none begins."""
    line = lines[at]
    if match := _NUMBERED_TITLE.match(line) or _RUN_IN_TITLE.match(line):
        return match["title"]
    match = _HEAD.match(line)
    if match is None:
        return None
    title = (match["title"] or match["bracket"] or "").strip()
    if not title and at + 1 < len(lines) and is_title(lines[at + 1]):
        return lines[at + 1].strip()
    return title if len(title) <= 90 and not re.search(r"[。！？]", title) else ""


def is_title(line: str) -> bool:
    """Whether the line can be the title of a case: short, and no sentence."""
    return (
        4 <= len(line.strip()) <= 90
        and not re.search(r"[。！？；]", line.strip())
        and not line.lstrip().startswith("【")
    )


# --- the form --------------------------------------------------------------------------------------------------------

_FIELDS = {
    "name": "案例名称|案件名称|案例标题|名称|案名",
    "keywords": "关键词|关键字",
    "facts": "基本案情|案情简介|案件事实|违法事实|案情|基本情况|简要案情|案件情况|案件概况|主要事实|违法行为",
    "outcome": "处理结果|处罚结果|处罚情况|处理情况|执法结果|处罚内容|查处结果|查处情况|处罚决定|裁判结果|执法处理|处理|结果",
    "law": "法律依据|处罚依据|违反条款|适用法律|法律适用|法条链接",
    "significance": "典型意义|警示意义|案例意义|案件意义|意义|案例启示|案例评析|案例点评|启示|案件警示|警示|执法启示|专家点评",
    "agency": "执法机关|执法单位|办案单位|办案机关|处罚机关|承办单位|查办单位",
    "date": "处罚日期|处罚时间|决定日期|案发时间|查处时间",
}
_LABELS = {label: key for key, labels in _FIELDS.items() for label in labels.split("|")}
_ANY = "|".join(sorted(_LABELS, key=len, reverse=True))
LABEL = re.compile(
    rf"[【\[]\s*(?P<boxed>{_ANY})\s*[】\]]\s*[:：]?\s*"
    rf"|(?:(?<=\n)|^)\s*(?:[（(]?[一二三四五六七八九十\d]{{1,2}}[）)、.．]\s*)?(?P<line>{_ANY})\s*(?:[:：]\s*|\n)"
)


def sections(text: str) -> dict[str, tuple[int, int]]:
    """(start, end) of each field printed with its label, by the names of ``_FIELDS``."""
    labels = list(LABEL.finditer(text))
    spans: dict[str, tuple[int, int]] = {}
    for at, label in enumerate(labels):
        key = _LABELS[label["boxed"] or label["line"]]
        stop = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        start, end = trim(text, label.end(), stop)
        if start < end:
            spans.setdefault(key, (start, end))
    return spans


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
