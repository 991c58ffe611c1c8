"""SPARQL over the export: reading only, nothing fetched, in a process of its own that is ended when its time is up."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
)

from corpus.errors import AnfaError, GraphError
from graph.asking import Table

#: By the ending of a file.
_FORMATS: Mapping[str, RdfFormat] = {
    ".nt": RdfFormat.N_TRIPLES,
    ".ttl": RdfFormat.TURTLE,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}
#: Reading the largest library takes a minute; a process that is silent for longer is lost.
_LOADING_SECONDS = 600
_ADVICE = "请对照 SPARQL 1.1 改正；docs/sparql 里有十个例子"


@dataclass(frozen=True, slots=True)
class Source:
    """What is asked: the graph file of a library, turned into triples on the way, or a file of RDF.

    Attributes:
        path: ``graph.kgl``, or a file ending in .nt, .ttl, .jsonld or .rdf.
        base: what the IRIs of a library's export begin with.
        day: the day that its ``eli:in_force`` refers to.
        only_standing: only what stood on that day.
    """

    path: Path
    base: str
    day: date
    only_standing: bool = False


def load(source: Source) -> Store:
    """The triples of a source, in memory.

    Raises:
        GraphError: the file is absent or is not what its name says.
    """
    store = Store()
    if source.path.suffix == ".kgl":
        from graph.kglite_store import KgliteStore
        from graph.rdf import triples
        from graph.snapshot import Snapshot

        with KgliteStore.open(source.path) as graph:
            snapshot = Snapshot.of(graph, source.day, only_standing=source.only_standing)
            store.bulk_extend(Quad(*triple) for triple in triples(snapshot, source.base))
        return store
    form = _FORMATS.get(source.path.suffix)
    if form is None:
        raise GraphError(f"“{source.path.name}”不是可查询的 RDF 文件", f"请给出 {'、'.join(_FORMATS)} 文件")
    try:
        store.bulk_load(path=source.path, format=form)
    except (OSError, SyntaxError) as error:
        raise GraphError(
            f"“{source.path}”读不出来（{_first_line(error)}）", "请核对路径，或用 anfa export rdf 重新导出"
        ) from error
    return store


def check(query: str) -> None:
    """Refuse what is not a reading query over the data at hand.

    Raises:
        GraphError: it is wrong, it writes, or it asks another service.
    """
    from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
    from rdflib.plugins.sparql.parserutils import CompValue

    try:
        parsed = parseQuery(query)
    except Exception as error:  # the parser lets many kinds through
        if _writes(parseUpdate, query):
            raise GraphError("这里只能查询，不能改动数据", "请改用 SELECT、ASK、CONSTRUCT 或 DESCRIBE") from None
        raise GraphError(f"SPARQL 语句有误：{_first_line(error)}", _ADVICE) from error
    waiting: list[Any] = [parsed]
    while waiting:
        part = waiting.pop()
        if isinstance(part, CompValue):
            if part.name == "ServiceGraphPattern":
                raise GraphError("查询不能访问外部服务", "请去掉 SERVICE；要查别处的数据，请先下载，再用 --data")
            waiting.extend(part.values())
        elif not isinstance(part, str) and isinstance(part, Iterable):
            waiting.extend(part)


def answer(store: Store, query: str, rows: int) -> Table:
    """The answer to a query that :func:`check` let through; no more than ``rows`` rows.

    IRIs and literals are given as text, numbers and truth as such. A yes or no is one row ``ask``; triples are rows
    ``subject``, ``predicate``, ``object``.

    Raises:
        GraphError: the engine does not understand it.
    """
    try:
        found = store.query(query)
        if isinstance(found, QueryBoolean):
            return Table(({"ask": bool(found)},), cut=False)
        made: list[dict[str, object]] = []
        names = [variable.value for variable in found.variables] if isinstance(found, QuerySolutions) else []
        for each in found:
            if len(made) == rows:
                return Table(tuple(made), cut=True)
            if isinstance(each, Triple):
                made.append({k: _plain(v) for k, v in zip(("subject", "predicate", "object"), each, strict=True)})
            else:
                made.append({name: _plain(each[name]) for name in names})
    except (SyntaxError, ValueError, OSError) as error:
        raise GraphError(f"SPARQL 语句有误：{_first_line(error)}", _ADVICE) from error
    return Table(tuple(made), cut=False)


def ask(source: Source, query: str, *, rows: int = 1000, seconds: float = 10) -> Table:
    """Check, load and answer in a process of its own.

    Args:
        source: what is asked.
        query: one reading query.
        rows: most rows handed over.
        seconds: most time the answer may take, the loading not counted.

    Raises:
        GraphError: as :func:`check`, :func:`load` and :func:`answer` say, or the time was up.
    """
    check(query)
    context = multiprocessing.get_context("spawn")  # a fork would inherit threads of the engines half alive
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, source, query, rows), daemon=True)
    process.start()
    there.close()
    try:
        _receive(here, _LOADING_SECONDS)
        table = _receive(here, seconds)
    finally:
        process.kill()
        process.join()
        here.close()
    assert isinstance(table, Table)
    return table


def _receive(here: Connection, seconds: float) -> object:
    if not here.poll(seconds):
        raise GraphError(f"查询超过 {seconds:g} 秒，已停止", "请缩小范围（加条件或 LIMIT），或用 --seconds 放宽")
    try:
        got = here.recv()
    except EOFError:
        raise GraphError("查询进程意外结束，多半是内存不足", "请缩小范围（加条件或 LIMIT）后再试") from None
    if isinstance(got, tuple):
        raise GraphError(*got)
    return got


def _work(there: Connection, source: Source, query: str, rows: int) -> None:
    """In the child: say when the data is loaded, then give the table; a failure as its two lines."""
    try:
        store = load(source)
        there.send(None)
        there.send(answer(store, query, rows))
    except AnfaError as error:
        there.send((error.problem, error.advice))


def _plain(value: object) -> object:
    match value:
        case None:
            return None
        case Literal():
            kind = value.datatype.value.rpartition("#")[2]
            if kind in ("integer", "decimal", "double"):
                return int(value.value) if kind == "integer" else float(value.value)
            return value.value == "true" if kind == "boolean" else value.value
        case NamedNode():
            return value.value
        case BlankNode():
            return f"_:{value.value}"
        case _:
            return str(value)


def _writes(parser: Any, text: str) -> bool:
    """Whether a text is an update; one without any word is none."""
    try:
        return bool(parser(text).request)
    except Exception:  # noqa: BLE001 - see check
        return False


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
