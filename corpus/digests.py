"""Digests (要点): what a rule below statute level demands, in our own words, until its official text is ingested.

One file a rule, ``corpus/rules/*.yaml``::

    title: 工贸企业粉尘防爆安全规定
    name: 粉尘防爆规定           # optional: short stable name, default the title without 中华人民共和国
    number: 应急管理部令第6号      # 文号 or 令号, null when there is none
    issuers: [应急管理部]
    kind: 部门规章                # a value of corpus.model.Kind
    region: 全国                  # as corpus.regions writes it
    version: 2021-07-25           # adopted or last amended: the date in the identifier
    published: 2021-07-25         # optional
    effective: 2021-09-01         # null when no source says
    in_force: {as_of: 2026-09-09, basis: ...}   # optional: who last called it 现行有效; without it 效力待核
    ended: {day: 2024-01-01, as: 已废止, basis: ...}   # optional: first day no longer in force, and who says so
    completeness: full            # every article with a duty, prohibition, penalty or threshold; or partial
    missing: 第三章               # partial only: what is not there
    sources: [{text: readable citation, checked: 2026-11-22}]
    notes: []                     # optional: warnings shown with the document
    last_article: "44"            # optional: number of the last article of the official text; no entry lies behind it
    paragraphs: {6: 2, 27: 1}     # how many 款 the official article has, as far as known
    articles:
      - locator: "6"              # the whole article in one entry, 款 not told apart
        role: 义务                # optional, a value of Role
        text: ...                 # our wording, never a sentence of the official text
      - {locator: "6.1", ...}     # 第六条第一款; article 6 must stand under paragraphs
      - {locator: "15.1.2", ...}  # 第十五条第二项, or 第十五条第一款第二项 where article 15 has several 款
      - {locator: "134-1.1", source: ..., note: ...}  # 第一百三十四条之一; own source and warning are optional

Identifiers, labels and markers are those the official text gets, so that it can take the digest's place
(``corpus.merge``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import cn2an

from corpus.datafile import BreachError, Fields, read_data_file
from corpus.errors import CorpusError
from corpus.model import (
    Document,
    DocumentText,
    Kind,
    Provision,
    Role,
    Status,
    Unit,
    Wording,
    document_id,
    provision_id,
    short_title,
)
from corpus.regions import NATIONAL, province_of

FOLDER = Path(__file__).resolve().parent / "rules"

_ADVICE = "请对照 corpus/digests.py 开头的格式说明改正这个文件"
_LOCATOR = re.compile(r"[1-9]\d*(?:-[1-9]\d*)?(?:\.[1-9]\d*){0,3}")
_ARTICLE = re.compile(r"[1-9]\d*(?:-[1-9]\d*)?")
_UNITS = (Unit.ARTICLE, Unit.PARAGRAPH, Unit.ITEM, Unit.SUBITEM)
_ENDINGS = ("条", "款", "项", "目")


@dataclass(frozen=True, slots=True)
class Digest:
    """One rule.

    Attributes:
        text: the document and its provisions, all marked 要点.
    """

    text: DocumentText

    @property
    def roles(self) -> dict[str, Role]:
        """Provision id -> role, for the entries that state one."""
        return {p.id: p.role for p in self.text.provisions if p.role is not None}


@cache
def load_digests(folder: Path = FOLDER) -> tuple[Digest, ...]:
    """All digests of a folder by file name; the shipped ones by default.

    Raises:
        CorpusError: a file breaks the schema, or two files are the same version of one rule.
    """
    digests: dict[str, Digest] = {}
    for path in sorted(folder.glob("*.yaml")):
        digest = read_digest(path)
        identifier = digest.text.document.id
        if identifier in digests:
            raise CorpusError(f"{path.name}：与另一个文件重复（{identifier}）", _ADVICE)
        digests[identifier] = digest
    return tuple(digests.values())


def read_digest(path: Path) -> Digest:
    """One file.

    Raises:
        CorpusError: naming the file and what is wrong in it.
    """
    return read_data_file(path, _digest, _ADVICE)


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    source: str | None = None
    note: str | None = None
    role: Role | None = None


@dataclass(slots=True)
class _Outline:
    """Turns entries into provisions: adds the enclosing ones nobody wrote and puts all in reading order."""

    document: Document
    paragraphs: Mapping[str, int]
    last: str | None = None
    entries: dict[str, _Entry] = field(default_factory=dict)

    def provisions(self) -> tuple[Provision, ...]:
        wanted = dict.fromkeys(
            ".".join(parts[:depth])
            for parts in (locator.split(".") for locator in self.entries)
            for depth in range(1, len(parts) + 1)
        )
        return tuple(self._provision(locator, order) for order, locator in enumerate(sorted(wanted, key=_sort_key)))

    def _provision(self, locator: str, order: int) -> Provision:
        parts = locator.split(".")
        entry = self.entries.get(locator, _Entry(""))
        parent = ".".join(parts[:-1])
        return Provision(
            id=provision_id(self.document.id, locator),
            document_id=self.document.id,
            parent_id=provision_id(self.document.id, parent) if parent else None,
            unit=_UNITS[len(parts) - 1],
            locator=locator,
            label=self._label(parts),
            order=order,
            marker=_marker(parts),
            text=entry.text,
            wording=Wording.DIGEST,
            source=entry.source or self.document.source,
            checked=self.document.checked,
            note=entry.note,
            role=entry.role,
        )

    def _label(self, parts: list[str]) -> str:
        """第十六条第二项; the 款 is named only where the article has several."""
        label = ""
        for depth, (part, ending) in enumerate(zip(parts, _ENDINGS, strict=False)):
            if depth == 1 and self.paragraphs[parts[0]] == 1:
                continue
            label += _ordinal(part, ending)
        return label


def _ordinal(number: str, ending: str) -> str:
    main, _, sub = number.partition("-")
    return f"第{cn2an.an2cn(main)}{ending}" + (f"之{cn2an.an2cn(sub)}" if sub else "")


def _marker(parts: list[str]) -> str:
    match len(parts):
        case 1:
            return _ordinal(parts[0], "条")
        case 3:
            return f"（{cn2an.an2cn(parts[2])}）"
        case 4:
            return f"{parts[3]}."
        case _:
            return ""


def _sort_key(locator: str) -> list[tuple[int, int]]:
    numbers = (part.partition("-") for part in locator.split("."))
    return [(int(main), int(sub or 0)) for main, _, sub in numbers]


def _digest(fields: Fields) -> Digest:
    document = _document(fields)
    last = fields.take("last_article", str, optional=True)
    if last is not None and not _ARTICLE.fullmatch(last):
        raise BreachError(f'{fields.at("last_article")} 应是条号，如 "44"：{last}')
    outline = _Outline(document, _paragraphs(fields), last)
    for entry in fields.entries("articles"):
        locator = _locator(entry, outline)
        outline.entries[locator] = _Entry(
            text=entry.take("text", str),
            source=entry.take("source", str, optional=True),
            note=entry.take("note", str, optional=True),
            role=entry.choice("role", Role, optional=True),
        )
        entry.done()
    if not outline.entries:
        raise BreachError(f"{fields.at('articles')} 是空的")
    return Digest(DocumentText(document, outline.provisions()))


def _locator(entry: Fields, outline: _Outline) -> str:
    locator: str = entry.take("locator", str)
    if not _LOCATOR.fullmatch(locator):
        raise BreachError(f'{entry.at("locator")} 不对：{locator}（例："6"、"6.1"、"15.1.2"、"134-1.1"）')
    if locator in outline.entries:
        raise BreachError(f"{entry.at('locator')} 重复：{locator}")
    article, *rest = locator.split(".")
    if outline.last is not None and _sort_key(article) > _sort_key(outline.last):
        raise BreachError(f"{entry.at('locator')} 不存在：{locator}，这个文件只到第 {outline.last} 条")
    if rest:
        count = outline.paragraphs.get(article)
        if count is None:
            raise BreachError(
                f"{entry.at('locator')} 写到了款（{locator}），但 paragraphs 没有说明第 {article} 条有几款"
            )
        if int(rest[0]) > count:
            raise BreachError(f"{entry.at('locator')} 超出：{locator}，第 {article} 条只有 {count} 款")
    return locator


def _paragraphs(fields: Fields) -> dict[str, int]:
    raw = fields.take("paragraphs", dict, optional=True) or {}
    counts = {str(article): count for article, count in raw.items()}
    for article, count in counts.items():
        if not _ARTICLE.fullmatch(article) or type(count) is not int or count < 1:
            raise BreachError(f"{fields.at('paragraphs')} 里“{article}: {count}”应是“条号: 款数”")
    return counts


def _document(fields: Fields) -> Document:
    title = fields.take("title", str)
    name = fields.take("name", str, optional=True) or short_title(title)
    version = fields.take("version", date)
    sources = list(fields.entries("sources"))
    if not sources:
        raise BreachError(f"{fields.at('sources')} 是空的：没有来源的要点不能收")
    cited = [(source.take("text", str), source.take("checked", date)) for source in sources]
    for source, (_, checked) in zip(sources, cited, strict=True):
        source.in_order(("version", version), ("checked", checked))
        source.done()
    notes = fields.texts("notes", optional=True)
    missing = fields.completeness()
    ended, ended_as = _ended(fields)
    effective, vouched = fields.take("effective", date, type(None)), fields.in_force()
    fields.in_order(("version", version), ("in_force", vouched))
    fields.in_order(("version", version), ("ended", ended))
    fields.in_order(("effective", effective), ("ended", ended))
    fields.one_state(ended, vouched)
    region = fields.take("region", str)
    if region != NATIONAL and province_of(region) is None:
        raise BreachError(f"{fields.at('region')} 不认识：{region}")
    return Document(
        id=document_id(name, version),
        name=name,
        title=title,
        kind=fields.choice("kind", Kind),
        version=version,
        source="；".join(text for text, _ in cited),
        number=fields.take("number", str, type(None)),
        issuers=fields.texts("issuers"),
        region=region,
        published=fields.take("published", date, optional=True),
        effective=effective,
        status_as_of=vouched,
        ended=ended,
        ended_as=ended_as,
        wording=Wording.DIGEST,
        checked=max(checked for _, checked in cited),
        notes=(*notes, *([f"要点不全，缺：{missing}"] if missing else [])),
    )


def _ended(fields: Fields) -> tuple[date | None, Status | None]:
    said = fields.part("ended")
    if said is None:
        return None, None
    day: date = said.take("day", date)
    how: Status = said.choice("as", Status)
    if how not in (Status.AMENDED, Status.REPEALED):
        raise BreachError(f"{said.at('as')} 应是 {Status.AMENDED} 或 {Status.REPEALED}")
    said.take("basis", str)
    said.done()
    return day, how
