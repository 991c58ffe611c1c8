"""The keeper's desk, outgrown: the library, the graph and the index put on a Neo4j server for many to read."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import GraphError
from corpus.home import FORMAT, Home, Manifest, manifest_of, read_manifest
from corpus.library import Library, read_records
from desks.librarian import Progress, Stages, silent
from graph import neo4j_cypher as cypher
from graph.neo4j_cypher import Slot
from graph.served_shelf import write_records

if TYPE_CHECKING:
    from graph.neo4j_store import Neo4jStore
    from search.index import SearchIndex

_PUBLISH = "请运行 anfa publish"


@dataclass(frozen=True, slots=True)
class Publication:
    """What a server serves.

    Attributes:
        generation: name of the generation that was published.
        slot: where its records and passages stand.
        manifest: what that generation was made from.
        cleared: whether all that came before it is gone.
    """

    generation: str
    slot: Slot
    manifest: Manifest
    cleared: bool


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What a publication did.

    Attributes:
        publication: what serves now.
        written: nodes and edges by kind, 文本 and 检索单元; empty where this generation served already.
        removed: edges and nodes that were no longer in the graph.
        seconds: wall time by stage (in Chinese), and ``合计``.
    """

    publication: Publication
    written: Mapping[str, int]
    removed: tuple[int, int]
    seconds: Mapping[str, float]


def published(store: Neo4jStore) -> Publication | None:
    """What the server serves; None before the first publication.

    Raises:
        GraphError: another version of anfa published it, or the server cannot be read.
    """
    found = _row(store)
    if found is None:
        return None
    if found.get("format") != FORMAT:
        raise GraphError(
            f"Neo4j 上的内容由另一版本的 anfa 发布（格式 {found.get('format')}，本程序用 {FORMAT}）",
            f"{_PUBLISH} 重新发布",
        )
    return Publication(
        found["generation"],
        Slot(found["slot"]),
        manifest_of(json.loads(found["manifest"])),
        bool(found.get("cleared")),
    )


def _row(store: Neo4jStore) -> dict[str, Any] | None:
    """What is published, by whatever version."""
    rows: list[dict[str, Any]] = store.query(cypher.PUBLICATION)
    return rows[0]["properties"] if rows else None


def publish(home: Home, store: Neo4jStore, progress: Progress = silent) -> PublishReport:
    """Put the serving generation on the server, beside what it serves so far, and then let it serve.

    A run that dies is completed by the next one; until then the server answers from the generation before.

    Raises:
        AnfaError: nothing is built, the server refuses, or another publication began meanwhile.
    """
    from graph.copying import copy_graph, prune_graph
    from graph.kglite_store import KgliteStore

    began, stages = time.perf_counter(), Stages(progress)
    folder = home.current()
    manifest = read_manifest(folder)
    found = _row(store)
    # What another version published is replaced, but goes on serving until then.
    before = published(store) if found and found.get("format") == FORMAT else None
    last = Slot(found["slot"]) if found else Slot.B
    written: dict[str, int] = {}
    with KgliteStore.open(folder / "graph.kgl") as graph:
        if before is None or before.generation != folder.name:
            token = uuid.uuid4().hex
            store.define(cypher.UNIQUE_PUBLICATION)
            store.run(cypher.BEGIN, {"token": token}, write=True)
            stages.start("写入图谱")
            total = sum(manifest.counts.get(key, 0) for key in ("nodes", "edges"))

            def tell(kind: str, count: int) -> None:
                written[kind] = written.get(kind, 0) + count
                stages.step(sum(written.values()), total)

            copy_graph(graph, store, tell)
            _fill(folder, store, last.other, written, stages)
            stages.start("切换")
            _switch(folder.name, manifest, last.other, store, token)
        elif before.cleared:
            return PublishReport(before, {}, (0, 0), {})
        stages.start("清理旧内容")
        removed = prune_graph(graph, store)
    serving = published(store)
    assert serving is not None  # it was switched to just now
    _empty(store, serving.slot.other)
    store.run(cypher.FINISH, write=True)
    stages.start("")
    stages.seconds["合计"] = round(time.perf_counter() - began, 2)
    return PublishReport(serving, written, removed, stages.seconds)


def _fill(folder: Path, store: Neo4jStore, slot: Slot, written: dict[str, int], stages: Stages) -> None:
    """Records and passages of a generation into a slot that does not serve."""
    from search.index import SearchIndex
    from search.passages import passages_of
    from search.served import write_passages

    stages.start("写入文本")
    _empty(store, slot)
    written["文本"] = write_records(store, slot, read_records(folder / "library.sqlite"))
    stages.start("写入检索单元")
    index: SearchIndex = SearchIndex.load(folder / "search")
    passages = [p for text in Library(folder / "library.sqlite").texts() for p in passages_of(text)]
    if [p.provision_id for p in passages] != index.table.provisions:
        raise GraphError("检索索引与法规库不一致", "请先运行 anfa build 重建，再发布")
    written["检索单元"] = 0

    def tell(count: int) -> None:
        written["检索单元"] += count
        stages.step(written["检索单元"], len(passages))

    write_passages(store, slot, passages, index, tell)


def _switch(generation: str, manifest: Manifest, slot: Slot, store: Neo4jStore, token: str) -> None:
    serving = {
        "format": FORMAT,
        "generation": generation,
        "slot": str(slot),
        "manifest": json.dumps(asdict(manifest), ensure_ascii=False),
        "cleared": False,
    }
    if not store.run(cypher.SWITCH, {"token": token, "serving": serving}, write=True):
        raise GraphError("另一个发布任务后来开始，这一次没有切换", "请等它结束后，视需要再次运行 anfa publish")


def _empty(store: Neo4jStore, slot: Slot) -> None:
    for statement in cypher.clear(slot):
        store.run_alone(statement)
