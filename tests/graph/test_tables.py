"""GraphML that Gephi opens, CSV that a spreadsheet shows and never runs."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from corpus.errors import GraphError
from corpus.spreadsheet import inert
from graph.kglite_store import KgliteStore
from graph.schema import Edge, Label
from graph.snapshot import Snapshot
from graph.tables import write_csv, write_graphml
from graph.writing import whole_file, whole_folder
from tests.graph import hub_world
from tests.graph.hub_world import DAY, NEW, OLD, UNCHECKED

FORMULA = "=cmd|' /C calc'!A0"
DIRTY = "乱\x00码\x0b😀"


@pytest.fixture(scope="module")
def store() -> Iterator[KgliteStore]:
    """The world, with a violation whose name is a formula and whose note XML cannot hold."""
    known = hub_world.catalogue()
    first = replace(known.violations[0], name=FORMULA, note=DIRTY, evidence=("-1+1", "灯簿"))
    with KgliteStore() as made:
        yield hub_world.build(made, joined=replace(known, violations=(first, *known.violations[1:])))


@pytest.fixture(scope="module")
def graphml(store: KgliteStore) -> bytes:
    out = io.BytesIO()
    counts = store.counts()
    assert write_graphml(Snapshot.of(store, DAY), out) == (counts.total_nodes, counts.total_edges)
    return out.getvalue()


def test_graphml_holds_the_same_graph(store: KgliteStore, graphml: bytes) -> None:
    graph: Any = networkx.read_graphml(io.BytesIO(graphml), force_multigraph=True)
    counts = store.counts()
    assert Counter(node["type"] for _, node in graph.nodes(data=True)) == counts.nodes
    assert Counter(edge["label"] for _, _, edge in graph.edges(data=True)) == counts.edges
    clause = graph.nodes[f"Provision/{NEW}#4.1.1"]
    assert (clause["label"], clause["id"], clause["force"]) == ("第四条第一项", f"{NEW}#4.1.1", "有效")
    assert (type(clause["position"]), "text" in clause) == (int, False)
    violation = graph.nodes[f"Violation/{UNCHECKED}"]
    assert (violation["label"], violation["note"], violation["subjects"]) == (
        FORMULA,
        "乱码😀",
        "生产经营单位；主要负责人",
    )
    penalised = graph.get_edge_data(f"Violation/{UNCHECKED}", f"Provision/{NEW}#4.1.1")
    [edge] = penalised.values()
    assert (edge["label"], edge["place"], edge["confidence"]) == ("PENALISED_BY", 1, 1.0)


def test_graphml_is_as_gephi_wants_it(graphml: bytes) -> None:
    root = etree.fromstring(graphml)
    space = "{http://graphml.graphdrawing.org/xmlns}"
    keys = [
        (key.get("id"), key.get("for"), key.get("attr.name"), key.get("attr.type")) for key in root.iter(f"{space}key")
    ]
    assert len({key[0] for key in keys}) == len(keys)
    # One column, one type.
    assert len({key[1:3] for key in keys}) == len(keys)
    assert {("node", "label", "string"), ("edge", "label", "string"), ("edge", "confidence", "double")} <= {
        k[1:] for k in keys
    }
    edges = [edge.get("id") for edge in root.iter(f"{space}edge")]
    assert len(set(edges)) == len(edges)


def test_csv_has_a_file_for_each_label_and_one_for_edges(store: KgliteStore, tmp_path: Path) -> None:
    counts = store.counts()
    files = write_csv(Snapshot.of(store, DAY), tmp_path)
    assert files == {**{f"{label}.csv": counts.nodes[label] for label in Label}, "edges.csv": counts.total_edges}
    assert {path.name for path in tmp_path.iterdir()} == set(files)
    assert (tmp_path / "Agency.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = read(tmp_path / "edges.csv")
    assert {row["edge"] for row in rows} == set(Edge)
    assert ("BREACHES", "Violation", UNCHECKED, "Provision", f"{NEW}#2.1", "1") in {
        (r["edge"], r["from"], r["source"], r["to"], r["target"], r["place"]) for r in rows
    }
    texts = {row["id"]: row for row in read(tmp_path / "Version.csv")}
    assert (texts[NEW]["force"], texts[OLD]["force"]) == ("有效", "未施行或已失效")
    assert {row["wording"] for row in read(tmp_path / "HazardCriterion.csv")} == {"要点"}


def test_no_cell_runs(store: KgliteStore, tmp_path: Path) -> None:
    write_csv(Snapshot.of(store, DAY), tmp_path)
    first = next(row for row in read(tmp_path / "Violation.csv") if row["id"] == UNCHECKED)
    assert (first["title"], first["evidence"]) == (f"'{FORMULA}", "'-1+1；灯簿")
    cells = [cell for path in tmp_path.iterdir() for row in read(path) for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@given(st.text(max_size=8))
def test_an_inert_cell_keeps_its_words(cell: str) -> None:
    safe = inert(cell)
    assert safe.removeprefix("'") == cell or safe == cell
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x.nt"
    path.write_text("旧", encoding="utf-8")
    with pytest.raises(RuntimeError), whole_file(path) as out:
        out.write("新".encode())
        raise RuntimeError
    assert [(p.name, p.read_text(encoding="utf-8")) for p in tmp_path.iterdir()] == [("x.nt", "旧")]
    with whole_file(path) as out:
        out.write("新".encode())
    assert [(p.name, p.read_text(encoding="utf-8")) for p in tmp_path.iterdir()] == [("x.nt", "新")]


def test_a_folder_is_filled_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "csv"
    with pytest.raises(RuntimeError), whole_folder(path) as inside:
        (inside / "a").write_text("新", encoding="utf-8")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    with whole_folder(path) as inside:
        (inside / "a").write_text("新", encoding="utf-8")
    assert [p.name for p in path.iterdir()] == ["a"]
    with pytest.raises(GraphError, match="已经存在"), whole_folder(path):
        pass


def test_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "none" / "x", tmp_path / "file" / "x"):
        with pytest.raises(GraphError, match="写不到"), whole_file(path):
            pass
        with pytest.raises(GraphError, match="写不到"), whole_folder(path):
            pass


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
