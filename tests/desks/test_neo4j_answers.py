"""A published library answers from a real Neo4j as its files do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import NotFoundError
from corpus.home import Home
from corpus.model import Kind
from desks import publishing
from desks.serving import FilesServing, ServerServing
from graph.neo4j_cypher import Slot
from graph.neo4j_store import Neo4jStore
from graph.rows import own_properties
from graph.schema import Label
from search.candidates import POOL, Asked
from search.filters import Filters
from search.index import SearchIndex
from search.served import ServedPassages, escaped, lucene
from tests.graph.hub_world import dump
from tests.neo4j_server import emptied

DAY = date(2026, 6, 1)
QUESTIONS = (
    "除尘器的布袋破了没人换", "矿长没有培训就上岗", "井下没有两个出口", "粉尘车间没有定期清扫",
    "工人没经过安全教育就下井", "通风机坏了还在生产", "没有安全设施就投产", "矿山事故隐瞒不报",
)  # fmt: skip


@pytest.fixture(scope="module")
def home(_built: Path) -> Home:
    """The small library; nothing here writes to it."""
    return Home(_built)


@pytest.fixture(scope="module")
def served(home: Home, server: Neo4jStore) -> Neo4jStore:
    publishing.publish(home, emptied(server))
    return server


def comparable(row: Mapping[str, Any]) -> str:
    """A row of ``dump``, whatever the order of its properties, without the ``type`` that the embedded engine adds."""
    return json.dumps({**row, "properties": own_properties(row)}, sort_keys=True, ensure_ascii=False)


def test_the_server_holds_what_the_files_hold(home: Home, served: Neo4jStore) -> None:
    here, there = FilesServing(home).open(), ServerServing(served).open()
    assert there.manifest == here.manifest
    assert list(there.library.texts()) == list(here.library.texts())
    assert there.library.violations() == here.library.violations()
    assert there.library.criteria() == here.library.criteria()
    assert there.library.links() == here.library.links()
    assert there.library.counts() == here.library.counts()
    case = here.library.cases()[3]
    assert there.library.case(case.id) == case
    with pytest.raises(NotFoundError):
        there.library.case("案例-无")
    assert there.graph.counts() == here.graph.counts()
    for local, remote in zip(dump(here.graph), dump(there.graph), strict=True):
        of_graph = [row for row in remote if row.get("label") in {None, *Label}]  # records and passages stand beside it
        assert sorted(map(comparable, of_graph)) == sorted(map(comparable, local))


def test_it_answers_like_the_files(home: Home, served: Neo4jStore) -> None:
    here, there = FilesServing(home).open().engine, ServerServing(served).open().engine
    found, asked = 0, 0
    for question in QUESTIONS:
        expected, answer = (engine.search(question, Filters(DAY)) for engine in (here, there))
        (first,) = here.library.provisions_by_id([answer.hits[0].provision.id]).values()
        assert answer.hits[0].provision == first
        found += len({h.anchor.id for h in answer.hits} & {h.anchor.id for h in expected.hits})
        asked += len(expected.hits)
        assert answer.votes.because == expected.votes.because
    assert asked >= 70
    assert found / asked >= 0.98


@pytest.mark.parametrize(
    "filters",
    [
        Filters(DAY, kinds=frozenset({Kind.STATUTE})),
        Filters(DAY, region="江苏"),
        Filters(date(2000, 1, 1)),
        Filters(DAY, standing_only=False),
    ],
)
def test_limits_hold_on_the_server(home: Home, served: Neo4jStore, filters: Filters) -> None:
    here, there = FilesServing(home).open().engine, ServerServing(served).open().engine
    for question in QUESTIONS[:3]:
        expected, answer = (engine.search(question, filters) for engine in (here, there))
        assert {h.document.id for h in answer.hits} == {h.document.id for h in expected.hits}
        assert [h.status for h in answer.hits[:3]] == [h.status for h in expected.hits[:3]]


def test_candidates_are_scored_alike(home: Home, served: Neo4jStore) -> None:
    engine = FilesServing(home).open().engine
    local = engine.index
    assert isinstance(local, SearchIndex)
    remote = ServedPassages(served, Slot.A, local.dimension)
    scope = engine.scope(Filters(DAY))
    for terms in ((), ("特种作业人员", "安全培训")):
        asked = Asked("矿长没培训", terms, engine.query_vector("矿长没培训", terms))
        here, there = local.candidates(asked, scope), remote.candidates(asked, scope)
        both = sorted(set(here.numbers.tolist()) & set(there.numbers.tolist()))
        assert len(both) > POOL
        for name, near in (("cosines", 1e-3), ("words", 0.6), ("lexical", 0.8)):
            mine = dict(zip(here.numbers.tolist(), getattr(here, name).tolist(), strict=True))
            theirs = dict(zip(there.numbers.tolist(), getattr(there, name).tolist(), strict=True))
            assert [theirs[n] for n in both] == pytest.approx([mine[n] for n in both], abs=near)
        assert remote.places(both[:9]) == local.places(both[:9])
    clauses = [p.id for p in engine.library.provisions("矿山安全法@2009-08-27")]
    assert remote.placed([*clauses, "无此法#1"], scope) == local.placed(clauses, scope) != {}


@pytest.mark.parametrize(
    "question", ['+ - && || ! ( ) { } [ ] ^ " ~ * ? : \\ / AND OR NOT', "words:粉尘 OR key:*", "粉" * 2000]
)
def test_text_of_users_is_only_text(served: Neo4jStore, question: str) -> None:
    engine = ServerServing(served).open().engine
    assert engine.search(question + "粉尘"[: 2000 - len(question)], Filters(DAY)).hits


def test_words_that_stand_nowhere_find_nothing(served: Neo4jStore) -> None:
    engine = ServerServing(served).open().engine
    assert engine.search("zzzz", Filters(DAY)).hits == ()


def test_lucene_gets_terms_and_nothing_else() -> None:
    assert lucene({"电焊": 1.5, "a:b": 1.0}) == r"words:(a\:b^1 电焊^1.5)"
    assert escaped('a"b') == r"a\"b"
    assert escaped("OR") == r"\OR"
    assert len(lucene({f"w{i}": 1.0 for i in range(5000)}).split()) == 500
