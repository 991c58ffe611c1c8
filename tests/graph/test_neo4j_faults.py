"""What happens to a real server happens here: killed in the middle of a load, restarted under questions."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from corpus.errors import GraphError
from graph.copying import copy_graph, prune_graph
from graph.kglite_store import KgliteStore
from graph.neo4j_store import Neo4jStore
from tests.graph.hub_world import build, dump

Control = Callable[[str], None]


def test_killed_in_the_middle_of_a_load_the_next_one_makes_it_whole(
    empty_server: Neo4jStore, control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.neo4j_store._RETRY", 1.0)
    told: list[str] = []

    def tell(kind: str, _: int) -> None:
        told.append(kind)
        if len(told) == 9:  # after some nodes, before any edge
            control("kill")

    with KgliteStore() as source:
        build(source)
        with pytest.raises(GraphError, match=r"连不上 Neo4j.*ANFA_NEO4J_URI"):
            copy_graph(source, empty_server, tell)
        control("start")
        part = empty_server.counts()
        assert 0 < part.total_nodes < source.counts().total_nodes
        copy_graph(source, empty_server, lambda *_: None)
        assert prune_graph(source, empty_server) == (0, 0)
        assert empty_server.counts() == source.counts()
        assert len(dump(empty_server)[1]) == source.counts().total_edges


def test_restarted_under_questions_it_answers_again(empty_server: Neo4jStore, control: Control) -> None:
    build(empty_server)
    expected = dump(empty_server)
    answers: list[object] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            try:
                answers.append(empty_server.counts().total_nodes)
            except GraphError as error:
                answers.append(error)
            time.sleep(0.05)

    thread = threading.Thread(target=ask)
    thread.start()
    control("stop")
    control("start")
    time.sleep(1)
    over.set()
    thread.join(60)
    refused = [answer for answer in answers if isinstance(answer, GraphError)]
    assert all("连不上" in str(error) or "不可用" in str(error) for error in refused)
    assert {answer for answer in answers if not isinstance(answer, GraphError)} == {len(expected[0])}
    assert isinstance(answers[-1], int)
    assert dump(empty_server) == expected
