"""Where the head of a document ends and its foot begins: title, 文号, addressee, covering notice; signature, date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.dates import is_date_line, is_history_line
from ingest.readers.lines import half_width, normalise

_NUMBER = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{1,14}?)\s*[〔﹝［\[（(【]\s*(?P<year>(?:19|20)\d\d)\s*年?\s*[〕﹞］\]）)】]\s*第?\s*(?P<n>\d{1,5})\s*号"
)
_ORDER = re.compile(
    r"(?P<body>[\u4e00-\u9fff、\s]{2,40}?(?:部|总局|局|委员会|署|院|政府|银行))\s*(?P<kind>令|公告)\s*"
    r"(?:[（(〔]?\s*(?P<year>\d{4})\s*年?\s*[）)〕]?\s*)?第?\s*(?P<n>\d{1,4}|[〇零一二三四五六七八九十百]{1,6})\s*号"
)
_TITLE_END = re.compile(
    r"(?:意见|通知|通报|办法|规定|条例|法|细则|标准|准则|导则|决定|决议|方案|公告|通告|规程|规则|规范|函|批复|答复|解释|要点|计划"
    r"|规划|制度|目录|清单|指南|指引|纲要|修正案|预案|基准|手册|报告|说明|措施|责任制|解读|答记者问|问答)(?:[（(][^（）()]{1,16}[）)])*$"
)
_BODY_END = re.compile(r"(?:部|厅|局|委|委员会|政府|办公厅|办公室|院|总局|署|中心|总队|支队|大队|集团|公司|协会|党组)$")
_RED_HEAD = re.compile(r"(?:部|厅|局|委|委员会|政府|办公厅|办公室|院|总局)文件$")
_ADDRESSEE = re.compile(r"[^。；]{2,400}[：:]$")
_ASKS = re.compile(r"(?:如下|意见|通知|规定|要求|措施|下列|以下|方面|职责|工作|情形|之一|条件)[：:]$")
_STOPS = "。；：！？，;:!?,"
_ATTACHED = re.compile(r"附\s*件\s*[：:]|附\s*[：:]\s*\S")
_ATTACHMENT = re.compile(r"附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十]+)?\s*[：:]?\s*$")
_LISTED = re.compile(r"\s*\d{1,2}\s*[.．、].{2,60}$|.{2,50}\.(?:docx?|pdf|xlsx?|wps|zip)$")
_CLOSING = re.compile(
    r"[（(](?:此件|此文|信息公开|公开方式|联系人|联系电话).{0,60}[）)]|(?:联系人|联系电话|联系方式)[^。]{2,60}|特此(?:通知|公告|函复|批复)。?"
)
_FIRST_MARK = re.compile(
    r"[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+[编章节条]|1[.．、](?!\d)"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a document around its body, as ranges of lines (end exclusive).

    Attributes:
        title: as printed, joined where it was broken; empty where none was found.
        title_lines: the lines that hold it.
        numbers: every 文号 or 令号 that stands on a line of its own, or in the header.
        front_end: first line of the body.
        back_start: first line of the signature; ``len(lines)`` without one.
        back_end: first line after it: attachments may follow.
        signed_by: issuing bodies of the signature, or of the covering notice.
        signed_on: its date line, as printed.
    """

    title: str
    title_lines: tuple[int, int]
    numbers: tuple[str, ...]
    front_end: int
    back_start: int
    back_end: int
    signed_by: tuple[str, ...] = ()
    signed_on: str = ""


def find_number(text: str) -> str | None:
    """First 文号 in ``text`` in one spelling: 应急〔2021〕23号; None without one."""
    match = _NUMBER.search(half_width(text))
    return f"{match['code']}〔{match['year']}〕{match['n']}号" if match else None


def find_order(text: str) -> str | None:
    """First 令号 or 公告号 in ``text``: 国家安全生产监督管理总局令第41号; None without one."""
    match = _ORDER.search(half_width(text))
    if match is None:
        return None
    body = "".join(match["body"].split()).removeprefix("中华人民共和国")
    year = f"{match['year']}年" if match["year"] else ""
    return f"{body}{match['kind']}{year}第{match['n']}号"


def is_number_line(text: str) -> bool:
    """A line of a 文号 and nothing else."""
    return bool(_NUMBER.fullmatch(half_width(text).strip()))


def ends_like_title(text: str) -> bool:
    """…的意见, …办法（试行）: a title is complete here, no sentence has begun."""
    return bool(_TITLE_END.search(text.strip())) and not re.search(r"[，。；：,;:]", text)


def is_body_line(line: str) -> bool:
    """A line of one or more issuing bodies and nothing else."""
    text = line.strip()
    return (
        len(text) <= 60 and not re.search(r"[。，；：,;:、]", text) and all(_BODY_END.search(n) for n in _names(text))
    )


def is_attachment_head(text: str) -> bool:
    """附件1 alone on its line: an attachment begins."""
    return bool(_ATTACHMENT.fullmatch(text.strip()))


def find_frame(lines: Sequence[str], title_hint: str = "") -> Frame:
    """Read the head and the foot of a document.

    Args:
        lines: its paragraphs.
        title_hint: the title by another source; where the text prints the same words, that is the place.
    """
    first = next((at for at, line in enumerate(lines) if _FIRST_MARK.match(line)), len(lines))
    limit = min(first, 25, len(lines))
    cover = next((at for at in range(limit) if is_date_line(lines[at])), None)
    span = _find_title(lines, (cover + 1) if cover is not None else limit, limit, title_hint)
    if span is None:
        if first == len(lines):
            cover = None  # nothing is attached: it is the signature of the document itself
        span = _find_title(lines, 0, limit, title_hint)
    title = join_title([lines[at] for at in range(*span)]) if span else ""
    numbers, number_lines = _find_numbers(lines, limit)
    ends = [*number_lines, *(range(*span) if span else ()), *_addressee(lines, limit, span)]
    if cover is not None:
        ends.append(cover)
    ends += [at for at in range(limit) if is_history_line(lines[at]) and span and at >= span[1]]
    front_end = max(ends, default=-1) + 1
    start, stop = _find_back(lines, front_end)
    signed_on = next((lines[at] for at in range(start, stop) if is_date_line(lines[at])), "")
    bodies = [lines[at] for at in range(start, stop) if is_body_line(lines[at])]
    if not bodies and cover is not None:
        signed_on = signed_on or lines[cover]
        bodies = [line for line in lines[max(cover - 4, 0) : cover] if is_body_line(line)]
    signed = tuple(name for line in bodies for name in _names(line))
    return Frame(title, span or (0, 0), numbers, front_end, start, stop, signed, signed_on)


def join_title(parts: Sequence[str]) -> str:
    """A title broken over lines in one: spaces beside Chinese characters go; 主标题——副标题 keeps its dash."""
    joined = "".join(part.strip() for part in parts)
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", joined)


def _find_title(lines: Sequence[str], start: int, limit: int, hint: str) -> tuple[int, int] | None:
    wanted = normalise(hint)
    for at in range(start, limit):
        for stop in range(at + 1, min(at + 4, limit) + 1):
            if wanted and normalise("".join(lines[at:stop])) == wanted:
                return at, stop
    for at in range(start, limit):
        if not _may_be_title(lines[at]):
            continue
        for stop in range(at + 1, min(at + 4, limit) + 1):
            if not _may_be_title(lines[stop - 1]):
                break
            # A line that goes on with 的… is not over although it ends like a title (…印发管理办法 / 的通知).
            goes_on = stop < limit and re.match(r"\s*(?:的|[（(](?:试行|暂行|修订)[）)])", lines[stop])
            joined = "".join("".join(lines[at:stop]).split())  # 通　　知
            if _TITLE_END.search(joined) and len(joined) >= 4 and not goes_on:
                return at, stop
    return None


def _may_be_title(line: str) -> bool:
    text = line.strip()
    return not (
        len(text) > 60
        or text.endswith(tuple(_STOPS))
        or is_date_line(text)
        or is_history_line(text)
        or _RED_HEAD.search(text)
        or _NUMBER.fullmatch(half_width(text))
        or _ORDER.fullmatch(half_width(text))
    )


def _find_numbers(lines: Sequence[str], limit: int) -> tuple[tuple[str, ...], list[int]]:
    numbers, places = [], []
    for at in range(limit):
        text = half_width(lines[at]).strip()
        if _NUMBER.fullmatch(text) and (number := find_number(text)):
            numbers.append(number)
            places.append(at)
        elif at and re.fullmatch(r"第\s*\S{1,6}\s*号", text) and lines[at - 1].strip().endswith(("令", "公告")):
            if number := find_order(lines[at - 1] + text):
                numbers.append(number)
                places.append(at)
        elif _ORDER.fullmatch(text) and (number := find_order(text)):
            numbers.append(number)
            places.append(at)
    return tuple(numbers), places


def _addressee(lines: Sequence[str], limit: int, span: tuple[int, int] | None) -> list[int]:
    """Line that names whom the document is sent to (主送)."""
    start = 0 if span is None or span[0] > 0 else span[1]
    for at in range(start, min(limit, start + 8)):
        text = lines[at].strip()
        if (
            _ADDRESSEE.fullmatch(text)
            and not _ASKS.search(text)
            and re.search(r"[局厅部委府院司办处会队企业位市县区]", text)
        ):
            return [at]
    return []


def _names(line: str) -> list[str]:
    """Bodies printed side by side on a line; the spaces inside 应 急 管 理 部 part nothing."""
    parts = [part for part in re.split(r"[\s\u3000]{1,}", line.strip()) if part]
    return parts if all(len(part) > 2 for part in parts) else ["".join(parts)]


def _find_back(lines: Sequence[str], front_end: int) -> tuple[int, int]:
    """Signature, date and list of attachments."""
    dates = [at for at in range(front_end, len(lines)) if is_date_line(lines[at])]
    end = len(lines)
    date_at = next((at for at in dates if at + 1 == end or _may_follow(lines, at + 1)), None)
    if date_at is None:
        start = end
        while start > front_end and (_CLOSING.fullmatch(lines[start - 1].strip()) or _LISTED.match(lines[start - 1])):
            start -= 1
        listed = start < end and any(_ATTACHED.match(line.strip()) for line in lines[max(start - 1, front_end) : end])
        head = start - 1 if start and _ATTACHED.match(lines[start - 1].strip()) else start
        return (head, end) if listed else (end, end)
    start = date_at
    while start > front_end and (is_body_line(lines[start - 1]) or _CLOSING.fullmatch(lines[start - 1].strip())):
        start -= 1
    # 附件：1.… 2.… stands above the signature.
    for at in range(start - 1, max(start - 15, front_end) - 1, -1):
        if _ATTACHED.match(lines[at].strip()):
            start = at
            break
        if not (_LISTED.match(lines[at]) or len(lines[at].strip()) <= 40):
            break
    stop = date_at + 1
    while (
        stop < end
        and not is_attachment_head(lines[stop])
        and (_CLOSING.fullmatch(lines[stop].strip()) or _is_list(lines, stop))
    ):
        stop += 1
    return start, stop


def _may_follow(lines: Sequence[str], at: int) -> bool:
    """Whether what comes after a date line still lets it be the signature's."""
    text = lines[at].strip()
    rest = lines[at:]
    return bool(is_attachment_head(text) or _ATTACHED.match(text) or _CLOSING.fullmatch(text)) or all(
        _CLOSING.fullmatch(line.strip()) or _LISTED.match(line) for line in rest
    )


def _is_list(lines: Sequence[str], at: int) -> bool:
    text = lines[at].strip()
    return bool(_ATTACHED.match(text) or _LISTED.match(text)) and all(len(line) <= 80 for line in lines[at:])
