from __future__ import annotations

from itertools import combinations

import pytest

from graph.neighbourhood import Neighbourhood, Node, Tie
from graph.schema import Edge, Label, Origin
from ui.graph_layout import WIDTH, Box, laid_out


def node(key: str, label: Label, ring: int = 1, title: str = "") -> Node:
    return Node(key, label, title or key, ring)


def tie(source: str, target: str, edge: Edge = Edge.BREACHES) -> Tie:
    return Tie(source, target, edge, Origin.AUTHORED, 1.0)


def around(nodes: list[Node], *ties: Tie) -> Neighbourhood:
    return Neighbourhood(tuple(nodes), ties, {})


def overlap(one: Box, other: Box) -> bool:
    apart = 13  # the stamp stands out to the left
    across = one.x < other.x + other.width + apart and other.x < one.x + one.width + apart
    return across and one.y < other.y + other.height and other.y < one.y + one.height


LABELS = list(Label)
MIXED = around(
    [node("0", Label.PROVISION, 0), *(node(str(n), LABELS[n % len(LABELS)]) for n in range(1, 50))],
    *(tie("0", str(n)) for n in range(1, 50)),
)
ALIKE = around([node("0", Label.AGENCY, 0), *(node(str(n), Label.AGENCY) for n in range(1, 50))])


@pytest.mark.parametrize("hood", [MIXED, ALIKE, around([node("0", Label.CASE, 0)])])
def test_no_boxes_overlap_and_all_lie_within(hood: Neighbourhood) -> None:
    found = laid_out(hood)
    assert set(found.boxes) == {n.id for n in hood.nodes}
    assert not any(overlap(a, b) for a, b in combinations(found.boxes.values(), 2))
    for box in found.boxes.values():
        assert box.x >= 13
        assert box.x + box.width <= WIDTH
        assert box.y >= 0
        assert box.y + box.height <= found.height


def test_fifty_nodes_fit_a_screen() -> None:
    assert laid_out(MIXED).height <= 900  # 15 of 50 in a column that must stay one
    assert laid_out(ALIKE).height <= 800
    assert min(box.width for box in laid_out(MIXED).boxes.values()) >= 110


def test_kinds_stand_in_columns_from_left_to_right_and_the_middle_alone() -> None:
    boxes = laid_out(MIXED).boxes
    column = {n.id: boxes[n.id].column for n in MIXED.nodes}
    assert [key for key, at in column.items() if at == column["0"]] == ["0"]
    for left, right in ((Label.AGENCY, Label.CASE), (Label.CASE, Label.VIOLATION), (Label.PROVISION, Label.PENALTY)):
        of = {label: [column[n.id] for n in MIXED.nodes[1:] if n.label == label] for label in (left, right)}
        assert max(of[left]) < min(of[right])


@pytest.mark.parametrize(("other", "side"), [(Label.PENALTY, 1), (Label.CASE, -1)])
def test_the_middle_stands_where_its_ties_lead(other: Label, side: int) -> None:
    nodes = [node("middle", Label.PROVISION, 0), node("like", Label.PROVISION), node("other", other)]
    boxes = laid_out(around(nodes, tie("middle", "other"))).boxes
    assert (boxes["middle"].x - boxes["like"].x) * side > 0


def test_ties_that_need_not_cross_do_not() -> None:
    nodes = [node("m", Label.AGENCY, 0)]
    nodes += [node(f"v{n}", Label.VIOLATION) for n in range(4)] + [node(f"p{n}", Label.PROVISION) for n in range(4)]
    boxes = laid_out(around(nodes, *(tie(f"v{n}", f"p{3 - n}") for n in range(4)))).boxes
    assert all(boxes[f"v{n}"].middle == boxes[f"p{3 - n}"].middle for n in range(4))


def test_boxes_are_walked_column_by_column_downwards() -> None:
    walked = [(box.column, box.y) for box in laid_out(MIXED).boxes.values()]
    assert walked == sorted(walked)
    assert list(laid_out(MIXED).boxes) == list(laid_out(MIXED).boxes)
