"""What is drawn around a node: few nodes, every kind of tie among them, nothing hidden unsaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import NotFoundError
from graph.kglite_store import KgliteStore
from graph.neighbourhood import Neighbourhood, Tie, neighbourhood
from graph.queries import neighbours
from graph.rows import edge
from graph.schema import Edge, Label, Origin
from tests.graph.hub_world import (
    CRIMINAL,
    FIRST,
    FORGED,
    LAMP,
    NEW,
    NINGBO,
    ROPE,
    STANDARD,
    SUZHOU,
    UNCHECKED,
    build,
)


@pytest.fixture(scope="module")
def hub() -> Iterator[KgliteStore]:
    with KgliteStore() as store:
        yield build(store)


@pytest.fixture(scope="module")
def crowd() -> Iterator[KgliteStore]:
    """A violation with twenty neighbours of each of five kinds; every case was handled by an agency of its own."""
    with KgliteStore() as store:
        store.merge_nodes(Label.VIOLATION, [{"id": "v", "title": "挤"}])
        kinds = {
            "d": (Label.PROVISION, Edge.BREACHES),
            "p": (Label.PROVISION, Edge.PENALISED_BY),
            "h": (Label.CRITERION, Edge.MAY_BE),
            "i": (Label.INDUSTRY, Edge.IN_INDUSTRY),
        }
        for letter, (label, relation) in kinds.items():
            ids = [f"{letter}{n:02}" for n in range(20)]
            store.merge_nodes(label, [{"id": i, "title": i} for i in ids])
            store.merge_edges(relation, Label.VIOLATION, label, [edge("v", i, Origin.AUTHORED) for i in ids])
        numbers = [f"{n:02}" for n in range(20)]
        store.merge_nodes(Label.CASE, [{"id": f"c{n}", "title": n} for n in numbers])
        store.merge_nodes(Label.AGENCY, [{"id": f"a{n}", "title": n} for n in numbers])
        rows = [edge(f"c{n}", "v", Origin.DERIVED, 0.5 + int(n) / 100) for n in numbers]
        store.merge_edges(Edge.INSTANCE_OF, Label.CASE, Label.VIOLATION, rows)
        handled = [edge(f"c{n}", f"a{n}", Origin.PARSED) for n in numbers]
        store.merge_edges(Edge.HANDLED_BY, Label.CASE, Label.AGENCY, handled)
        yield store


def drawn(found: Neighbourhood, ring: int) -> set[str]:
    return {node.id for node in found.nodes if node.ring == ring}


FIVE = ("BREACHES", "INSTANCE_OF", "IN_INDUSTRY", "MAY_BE", "PENALISED_BY")


@pytest.mark.parametrize(
    ("most", "shown"),
    [
        (31, {"BREACHES": 6, "PENALISED_BY": 6, "MAY_BE": 6, "INSTANCE_OF": 6, "IN_INDUSTRY": 6}),  # a turn of six each
        (35, {"BREACHES": 10, "PENALISED_BY": 6, "MAY_BE": 6, "INSTANCE_OF": 6, "IN_INDUSTRY": 6}),  # the second begins
        (61, {"BREACHES": 12, "PENALISED_BY": 12, "MAY_BE": 12, "INSTANCE_OF": 12, "IN_INDUSTRY": 12}),
        (101, dict.fromkeys(FIVE, 20)),
        (7, {"BREACHES": 6}),  # what tells most stands first
        (1, {}),
    ],
)
def test_every_kind_of_tie_has_its_turn(crowd: KgliteStore, most: int, shown: dict[str, int]) -> None:
    found = neighbourhood(crowd, "v", most)
    assert Counter(tie.edge for tie in found.ties if "v" in (tie.source, tie.target)) == shown
    assert found.hidden == {kind: 20 - shown.get(kind, 0) for kind in FIVE if shown.get(kind, 0) < 20}
    assert len(found.nodes) == most


def test_the_surest_of_a_kind_comes_first(crowd: KgliteStore) -> None:
    cases = {node.id for node in neighbourhood(crowd, "v", 31).nodes if node.label == "EnforcementCase"}
    assert cases == {f"c{n}" for n in range(14, 20)}


def test_the_second_ring_takes_what_room_is_left(crowd: KgliteStore) -> None:
    assert drawn(neighbourhood(crowd, "v", 101), 2) == set()
    found = neighbourhood(crowd, "v", 105)
    assert len(found.nodes) == 105
    assert len(drawn(found, 2)) == 4
    assert all(node.label == "Agency" for node in found.nodes if node.ring == 2)
    assert drawn(neighbourhood(crowd, "v", 500), 2) == {f"a{n:02}" for n in range(20)}


def test_around_a_violation(hub: KgliteStore) -> None:
    found = neighbourhood(hub, UNCHECKED)
    middle = found.nodes[0]
    assert (middle.id, middle.label, middle.title, middle.ring) == (UNCHECKED, "Violation", "不点验灯架", 0)
    duty, penalty, crime = f"{NEW}#2.1", f"{NEW}#4.1.1", f"{CRIMINAL}#9.1"
    assert drawn(found, 1) == {duty, penalty, crime, LAMP, "lantern", FIRST, "案例-2"}
    assert drawn(found, 2) == {
        FORGED,  # breaches the same duty
        f"{duty}!duty",
        f"{NEW}#4.1!1",
        f"{CRIMINAL}#9.1!1",
        NINGBO,
        SUZHOU,
    }
    assert found.hidden == {}
    assert Tie(FORGED, duty, "BREACHES", "authored", 1.0) in found.ties
    assert Tie(FIRST, penalty, "PENALISED_UNDER", "parsed", 1.0) in found.ties
    assert Tie("案例-2", UNCHECKED, "INSTANCE_OF", "derived", 0.8) in found.ties
    assert Tie(FIRST, "案例-2", "SIMILAR_TO", "derived", 0.8765) in found.ties  # between neighbours
    assert Tie(FIRST, f"{NEW}#2", "VIOLATES", "parsed", 1.0) not in found.ties  # the article is not drawn


def test_sectors_and_documents_bring_nothing_along(hub: KgliteStore) -> None:
    found = neighbourhood(hub, LAMP)
    assert drawn(found, 1) == {STANDARD, "lantern", UNCHECKED}
    assert drawn(found, 2) == {f"{NEW}#2.1", f"{NEW}#4.1.1", f"{CRIMINAL}#9.1"}


def test_two_ties_to_one_neighbour_take_one_place() -> None:
    with KgliteStore() as store:
        store.merge_nodes(Label.CASE, [{"id": "c", "title": "案"}])
        store.merge_nodes(Label.PROVISION, [{"id": i, "title": i} for i in ("p", "q")])
        for relation in (Edge.VIOLATES, Edge.PENALISED_UNDER):
            store.merge_edges(relation, Label.CASE, Label.PROVISION, [edge("c", "p", Origin.PARSED)])
        store.merge_edges(Edge.PENALISED_UNDER, Label.CASE, Label.PROVISION, [edge("c", "q", Origin.PARSED)])
        found = neighbourhood(store, "c", 3)
    assert [(node.id, node.ring) for node in found.nodes] == [("c", 0), ("p", 1), ("q", 1)]
    assert found.hidden == {}
    assert len(found.ties) == 3


def test_both_directions_of_one_kind_are_seen() -> None:
    with KgliteStore() as store:
        ids = ["m", *(f"up{n}" for n in range(9)), *(f"down{n}" for n in range(9))]
        store.merge_nodes(Label.AGENCY, [{"id": i, "title": i} for i in ids])
        rows = [edge("m", i, Origin.DERIVED) if i[0] == "u" else edge(i, "m", Origin.DERIVED) for i in ids[1:]]
        store.merge_edges(Edge.SUBORDINATE_TO, Label.AGENCY, Label.AGENCY, rows)
        found = neighbourhood(store, "m", 13)
    assert Counter(node.id[0] for node in found.nodes[1:]) == {"u": 6, "d": 6}
    assert found.hidden == {"SUBORDINATE_TO": 6}


@pytest.mark.parametrize("key", ["无此编号", "", "lantern/rack", f"{NEW}#", "' OR 1=1 //"])
def test_an_unknown_node(hub: KgliteStore, key: str) -> None:
    with pytest.raises(NotFoundError, match=r"^图谱中没有“"):
        neighbourhood(hub, key)


def test_a_node_without_ties_stands_alone() -> None:
    with KgliteStore() as store:
        store.merge_nodes(Label.AGENCY, [{"id": "a", "title": "孤"}])
        found = neighbourhood(store, "a")
    assert ([node.title for node in found.nodes], found.ties, found.hidden) == (["孤"], (), {})


@settings(max_examples=120, deadline=None)
@given(data=st.data(), most=st.integers(1, 60))
def test_what_holds_around_any_node(hub: KgliteStore, data: st.DataObject, most: int) -> None:
    ids = sorted({str(row["id"]) for row in hub.query("MATCH (n) RETURN n.id AS id")})
    key = data.draw(st.sampled_from(ids))
    found = neighbourhood(hub, key, most)
    around = neighbours(hub, key)
    names = [node.id for node in found.nodes]
    assert (names[0], found.nodes[0].ring) == (key, 0)
    assert [node.ring for node in found.nodes] == sorted(node.ring for node in found.nodes)
    assert len(set(names)) == len(names) <= most
    assert {end for tie in found.ties for end in (tie.source, tie.target)} <= set(names)
    assert all(tie.origin in set(Origin) and 0 < tie.confidence <= 1 for tie in found.ties)
    shown = Counter(tie.edge for tie in found.ties if key in (tie.source, tie.target))
    assert shown + Counter(found.hidden) == Counter(row.edge for row in around)
    direct = {row.id for row in around}
    assert drawn(found, 1) == direct & set(names)
    assert not drawn(found, 2) or direct <= set(names)  # the second ring only where the first is whole
    assert neighbourhood(hub, key, most) == found


@pytest.mark.parametrize("key", [UNCHECKED, ROPE, NEW, f"{NEW}#4"])
def test_more_room_never_hides_more(hub: KgliteStore, key: str) -> None:
    hidden = [sum(neighbourhood(hub, key, most).hidden.values()) for most in range(1, 40)]
    assert hidden == sorted(hidden, reverse=True)
    assert hidden[0] == len(neighbours(hub, key))
