"""What a document is called, who made it and when: from its own head and foot, the site's table, the file's front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import PurePath

from corpus.model import Document, Kind, Wording, document_id, short_title
from ingest.dates import (
    at_once,
    checked_on,
    effective_in,
    has_zone,
    is_history_line,
    parse_date,
    read_history,
)
from ingest.frame import Frame, find_frame, find_number, find_order
from ingest.kinds import issuers_of, kind_of, region_for
from ingest.readers.lines import normalise

#: Kinds that are known by their 文号; the others by their title.
_BY_NUMBER = frozenset({Kind.POLICY})
#: Kinds whose last paragraphs say when they come into force.
_TAIL = 12
_FILE_DATE = re.compile(r"[（(](\d{4}-\d{2}-\d{2})[）)]\s*$")
_BODY_BEGINS = re.compile(r"第[一1][章条]|[一1][、.．]|[（(]一[）)]")
#: Lines of a news item that name its source.
_CREDIT = re.compile(r"原标题\s*[：:]|(?:文章|信息)?来源\s*[：:]|“.{2,30}”微信公众?号")
_DIGEST = re.compile(r"[（(]非原文[）)]|[）)]要点$")
_EDITION = re.compile(r"\s*[（(][^（）()]*(?:修订|修正|节录|\d{4}\s*年?版?)[^（）()]*[）)]")


@dataclass(frozen=True, slots=True)
class Description:
    """A document's metadata, and where its head and foot are."""

    document: Document
    frame: Frame


def describe(
    lines: Sequence[str],
    hints: Mapping[str, str],
    file_name: str,
    articles: bool,
    explains: Document | None = None,
) -> Description:
    """Metadata of one document.

    Args:
        lines: its paragraphs.
        hints: what the file says about it outside the text, see ``RawText.hints``.
        file_name: a day in brackets at its end dates a text that prints none later.
        articles: the text is one of 第X条.
        explains: the document that this one explains.
    """
    frame = find_frame(lines, hints.get("title", ""))
    if explains is not None:
        frame = _explanation_frame(lines, frame)
    title = _printed(lines, _title(frame, hints, file_name))
    head = _head(lines, frame, title)
    number = _number(hints, frame, head, lines)
    issuers = issuers_of(hints.get("issuer", ""), title, head, frame.signed_by)
    if not issuers and explains is not None:
        issuers = explains.issuers
    kind = Kind.EXPLANATION if explains is not None else kind_of(title, number, issuers, articles, lines)
    if kind is Kind.REGULATION and not issuers:
        issuers = ("国务院",)  # only the State Council's regulations are called 条例 without a place before it
    if kind is Kind.POLICY and not issuers and "printed_by" in hints:
        issuers = (hints["printed_by"],)
    notes: list[str] = []
    history = read_history([*head, hints.get("number", "")])
    published = parse_date(hints.get("published", ""))
    version = _version(kind, hints, frame, history.last, published, file_name, notes)
    amended = history.amended or (history.last is not None and version is not None and version > history.last)
    effective = _effective(lines, hints, head, history.effective, version, amended)
    if has_zone(hints.get("published", "")):
        notes.append(f"发布日期按北京时间换算，来源写作“{hints['published']}”")
    status_as_of = _status(hints, published, notes)
    if note := hints.get("note"):
        notes.append(f"来源附注：{note}")
    if hints.get("completeness", "").startswith("partial"):
        notes.append("来源称文本不全，缺漏之处未补")
    if kind is Kind.NEWS:
        credits = next((at for at, line in enumerate(lines) if not _CREDIT.match(line)), len(lines))
        frame = replace(frame, front_end=max(frame.front_end, credits))
    name = number if number and kind in _BY_NUMBER else short_title(_plain_name(title))
    return Description(
        Document(
            id=document_id(name, version),
            name=name,
            title=title,
            kind=kind,
            version=version,
            source=_source(kind, hints, lines, file_name),
            number=number,
            issuers=issuers,
            region=region_for(kind, title, issuers, number),
            published=published,
            effective=effective,
            status_as_of=status_as_of,
            wording=Wording.DIGEST if _is_digest(title, lines) else Wording.OFFICIAL,
            explains=explains.id if explains else _explained(kind, title),
            notes=tuple(notes),
        ),
        frame,
    )


def _title(frame: Frame, hints: Mapping[str, str], file_name: str) -> str:
    if frame.title and (not hints.get("title") or normalise(hints["title"]) == normalise(frame.title)):
        return frame.title
    if title := hints.get("title"):
        return title.strip()
    return frame.title or _FILE_DATE.sub("", PurePath(file_name).stem).strip() or file_name


def _printed(lines: Sequence[str], title: str) -> str:
    """关于印发《某某办法》的通知 is known by what it prints, where the text of that follows under its own title."""
    match = re.search(r"(?:印发|公布|发布)《(.+)》的(?:通知|公告|决定)$", title)
    if match is None:
        return title
    at = next((at for at, line in enumerate(lines) if normalise(line) == normalise(match[1])), None)
    follows = at is not None and any(_BODY_BEGINS.match(line) for line in lines[at + 1 :])
    return match[1] if follows else title


def _explanation_frame(lines: Sequence[str], frame: Frame) -> Frame:
    """Title lines of an explanation: a headline of two parts keeps a space between them, ——副题 its dash."""
    parts: list[str] = []
    front_end = 0
    for line in lines[:6]:
        if not re.fullmatch(r"\S{0,4}解读\s*[：:]?", line):
            if len(line) > 60 or line.endswith(("。", "？", "?", "：", ":")):
                break
            parts.append(line)
        front_end += 1
    title = " ".join(parts).replace(" ——", "——").replace(" --", "——")
    return replace(frame, title=title or lines[0], title_lines=(0, 0), front_end=front_end)


def _plain_name(title: str) -> str:
    """Title without what is no part of the name: 副题, edition in brackets, spaces."""
    main = re.sub(r"——.*$|(?<=[）)])要点(?:[（(]非原文[）)])?$", "", title) or title
    return "".join((_EDITION.sub("", main) or main).split())


def _head(lines: Sequence[str], frame: Frame, title: str) -> list[str]:
    """Lines of history before the text proper."""
    first = next((at for at, line in enumerate(lines) if re.match(r"第[一1]条|[一1]、|（一）", line)), len(lines))
    limit = min(max(first, frame.front_end), 60)
    return [line for line in lines[:limit] if is_history_line(line) and normalise(line) != normalise(title)]


def _number(hints: Mapping[str, str], frame: Frame, head: Sequence[str], lines: Sequence[str]) -> str | None:
    if hint := hints.get("number", ""):
        plain = re.split(r"[（(](?!\d{4}[）)])", hint)[0].strip()
        found = find_number(hint) or find_order(hint)
        if found or re.match(r"[A-Z]{2}", plain):
            return found or plain
    if frame.numbers:
        return frame.numbers[0]
    return next((order for line in head if (order := find_order(re.sub(r"^.*?日\s*", "", line)))), None)


def _version(
    kind: Kind,
    hints: Mapping[str, str],
    frame: Frame,
    made: date | None,
    published: date | None,
    file_name: str,
    notes: list[str],
) -> date | None:
    """The day of this wording: its own word first, then the site's; a later day in the file name is believed with a note."""
    signed = parse_date(frame.signed_on)
    written = parse_date(hints.get("written", ""))
    printed = parse_date(hints.get("printed", ""))
    own = made or signed or written or printed or (published if kind is not Kind.EXPLANATION else None)
    match = _FILE_DATE.search(PurePath(file_name).stem)
    named = parse_date(match[1]) if match else None
    if named is not None and (own is None or named > own):
        notes.append(f"版本日期取自文件名；文中所载最晚日期为{own.isoformat() if own else '无'}，请核对")
        return named
    return own


def _effective(
    lines: Sequence[str],
    hints: Mapping[str, str],
    head: Sequence[str],
    said: Sequence[date],
    version: date | None,
    amended: bool,
) -> date | None:
    """First day in force of this wording.

    The last article of an amended law restates when the *first* text came into force: a day before ``version`` says
    nothing about this one.
    """
    if version is None:
        return next(iter(effective_in(lines[-_TAIL:])), None)
    hinted = parse_date(hints.get("effective", ""))
    cover = [line for line in lines[:8] if "现予" in line or "现印发" in line or "现将" in line]
    days = [*([hinted] if hinted else []), *said, *effective_in(cover), *reversed(effective_in(lines[-_TAIL:]))]
    for day in days:
        if version <= day < version + timedelta(days=1500):
            return day
    return version if not amended and at_once([*head, *cover, *lines[-_TAIL:]]) else None


def _status(hints: Mapping[str, str], published: date | None, notes: list[str]) -> date | None:
    """The day on which the source called the text valid; what else it says becomes a note."""
    status = hints.get("status", "")
    if not status:
        return None
    if re.fullmatch(r"(?:现行)?有效", status):
        return published
    if re.match(r"(?:现行)?有效", status) and (day := checked_on(status)):
        return day
    notes.append(f"来源所载状态：{status}")
    return None


def _source(kind: Kind, hints: Mapping[str, str], lines: Sequence[str], file_name: str) -> str:
    if source := hints.get("source"):
        return source
    parts = [hints["site"]] if hints.get("site") else []
    if kind is Kind.NEWS:
        parts += [line for line in lines[:4] if _CREDIT.match(line)]
    return "；".join(parts) or f"文件“{file_name}”"


def _is_digest(title: str, lines: Sequence[str]) -> bool:
    return bool(_DIGEST.search(title) or any(_DIGEST.search(line) and len(line) < 80 for line in lines[:2]))


def _explained(kind: Kind, title: str) -> str | None:
    match = re.search(r"《(.+?)》", title) if kind is Kind.EXPLANATION else None
    return match[1] if match else None
