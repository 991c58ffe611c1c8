"""First and last day in force of every statute in the data package, as far as a source shows them."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.model import Status
from corpus.statutes import Selection
from ingest.numerals import to_int
from ingest.statute_data import Law, read_rows

#: The month in which the package last called its texts 现行有效.
AS_OF = date(2026, 10, 1)

_YEAR, _DAY = r"([12]\d{3}|[一二][〇零一二三四五六七八九]{3})", r"([\d一二三四五六七八九十]{1,3})"
_FROM = re.compile(rf"自\s*{_YEAR}年{_DAY}月{_DAY}日起(?:施行|实施|生效)")


@dataclass(frozen=True, slots=True)
class Life:
    """Dates of one version, in the terms of ``Document``."""

    effective: date | None = None
    ended: date | None = None
    ended_as: Status | None = None
    status_as_of: date | None = None
    notes: tuple[str, ...] = ()


def read_lives(connection: sqlite3.Connection, laws: list[Law], curated: Selection) -> dict[str, Life]:
    """First and last day of every version, as far as a source shows them."""
    begins = {law.key: _effective(connection, law, laws, curated) for law in laws}
    repeals = _repeals(connection, laws)
    lives: dict[str, Life] = {}
    for law in laws:
        life = Life(begins[law.key], status_as_of=AS_OF)
        ending = curated.ending(law.id)
        if ending is not None:
            life = replace(life, ended=ending.ended, ended_as=ending.ended_as)
        elif law.status == "历史版本":
            later = min(
                (other for other in laws if other.title == law.title and other.version > law.version),
                key=lambda x: x.version,
            )
            life = replace(life, ended=begins[later.key], ended_as=Status.AMENDED)
        elif (by := _repealed_by(law, laws, repeals)) and begins[by.key]:
            life = replace(
                life,
                ended=begins[by.key],
                ended_as=Status.REPEALED,
                notes=(f"自《{by.name}》施行之日（{begins[by.key]}）起废止",),
            )
        if life.ended is not None:
            life = replace(life, status_as_of=min(AS_OF, life.ended - timedelta(days=1)))
        elif law.status in ("历史版本", "已废止"):
            life = replace(
                life, status_as_of=None, notes=(f"数据包标为{law.status}，但失效日期没有查到依据，效力待核",)
            )
        lives[law.key] = life
    return lives


def _effective(connection: sqlite3.Connection, law: Law, laws: list[Law], curated: Selection) -> date | None:
    """First day in force, from the best source.

    Curated, else that of the amending decision in the package, else the package's own date
    if it is not that of an older version, else that of the last article.
    """
    known = curated.effective(law.id)
    if known is not None:
        return known
    for decision in laws:
        if decision.doc_type == "修改决定" and decision.version == law.version and f"《{law.title}》" in decision.title:
            return decision.stated
    if law.stated >= law.version:
        return law.stated
    stated = (_stated_in(row.text) for row in reversed(read_rows(connection, law.key)[-3:]))
    return next((day for day in stated if day and day >= law.version), None)


def _stated_in(text: str) -> date | None:
    """本法自2021年9月1日起施行 -> that day."""
    match = _FROM.search("".join(text.split()))
    values = [to_int(part) for part in match.groups()] if match else []
    return date(*(value or 0 for value in values)) if values else None


def _repeals(connection: sqlite3.Connection, laws: list[Law]) -> list[tuple[Law, str]]:
    """(law, sentence) for every sentence that repeals something when the law takes effect."""
    by_key = {law.key: law for law in laws}
    query = "SELECT law_id, article_text FROM articles WHERE article_text LIKE '%废止%'"
    return [
        (by_key[key], sentence)
        for key, text in connection.execute(query)
        for sentence in "".join(text.split()).split("。")
        if re.search(r"同时废止|(?:本法|本条例)施行之日起[，,]?(?:即行)?废止|予以废止", sentence)
    ]


def _repealed_by(law: Law, laws: list[Law], repeals: list[tuple[Law, str]]) -> Law | None:
    return next((by for by, sentence in repeals if by.version > law.version and f"《{law.title}》" in sentence), None)
