"""Where the nodes of a neighbourhood stand: one column a kind, in an order that lets few ties cross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil
from statistics import fmean

from graph.neighbourhood import Neighbourhood, Node
from ui.graph_words import SORTS

#: Pixels. The whole is as wide as a window of 1280 leaves free.
WIDTH = 1200
_WIDEST, _MARGIN, _RIGHT = 240, 14, 40
#: A column longer than this is set in several, as long as there are no more than so many in all.
_ROWS, _COLUMNS = 12, 7
#: From so many columns on boxes are narrow: they get a line more, and stand closer.
_MANY = 6
_GAP_FEW, _GAP_MANY = 84, 58
_LINES_FEW, _LINES_MANY = 2, 3
#: Of a line of text, and around the lines in a box.
LINE, _PADDING = 15, 9
#: Between boxes; less, down to the second, where the whole would be higher than a window of 800.
_SPACE, _LEAST_SPACE, _HIGHEST = 11, 4, 765
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node is drawn; ``x`` and ``y`` are those of its upper left corner, ``column`` counts from 0."""

    x: float
    y: float
    width: float
    height: float
    column: int

    @property
    def middle(self) -> float:
        """``y`` of its half."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes of all nodes and how they are spaced.

    Attributes:
        boxes: by node id, column by column and downwards.
        height: of the whole.
        gap: between columns.
        lines: of text that a box holds.
    """

    boxes: Mapping[str, Box]
    height: float
    gap: float
    lines: int


def laid_out(around: Neighbourhood) -> Layout:
    """Boxes for all nodes; none overlap."""
    import networkx as nx

    graph = nx.Graph()
    columns = _columns(around)
    for number, column in enumerate(columns):
        graph.add_nodes_from(column, column=number)
    unit = nx.multipartite_layout(graph, subset_key="column")
    left, right = (pick(float(x) for x, _ in unit.values()) for pick in (min, max))
    count, rows = len(columns), max(map(len, columns))
    gap, lines = (_GAP_MANY, _LINES_MANY) if count >= _MANY else (_GAP_FEW, _LINES_FEW)
    width = min(_WIDEST, (WIDTH - _MARGIN - _RIGHT - gap * (count - 1)) / count)
    whole = width * count + gap * (count - 1)
    start = _MARGIN + (WIDTH - _MARGIN - _RIGHT - whole) / 2
    step = (whole - width) / (right - left) if right > left else 0.0
    tall = lines * LINE + _PADDING
    pitch = max(tall + _LEAST_SPACE, min(tall + _SPACE, _HIGHEST / rows))
    height = rows * pitch
    boxes = {}
    for number, column in enumerate(columns):
        apart = min(2 * pitch, height / len(column))  # few nodes stand wider apart
        for row, node in enumerate(column):
            x = start + (float(unit[node][0]) - left) * step
            y = _MARGIN + (height - tall) / 2 + (row - (len(column) - 1) / 2) * apart
            boxes[node] = Box(round(x, 1), round(y, 1), round(width, 1), tall, number)
    return Layout(boxes, height + 2 * _MARGIN, gap, lines)


def _columns(around: Neighbourhood) -> list[list[str]]:
    """Ids by column, top to bottom; the middle has one of its own, on that side of its like where more ties lead."""
    middle, *others = around.nodes
    place = {node.id: SORTS[node.label].column for node in around.nodes}
    own = place[middle.id]
    ends = [
        place[end] for tie in around.ties if middle.id in (tie.source, tie.target) for end in (tie.source, tie.target)
    ]
    side = 1 if sum(end > own for end in ends) > sum(end < own for end in ends) else -1
    groups: dict[tuple[int, int], list[Node]] = {(own, side): [middle]}
    for node in others:
        groups.setdefault((place[node.id], 0), []).append(node)
    ordered = [groups[key] for key in sorted(groups)]
    parts = [1] * len(ordered)

    def rows(number: int) -> int:
        return ceil(len(ordered[number]) / parts[number])

    while sum(parts) < _COLUMNS and rows(longest := max(range(len(ordered)), key=rows)) > _ROWS:
        parts[longest] += 1
    ids = [[node.id for node in group] for group in ordered]
    _untangle(ids, parts, around)
    return list(chain.from_iterable(_dealt(group, part) for group, part in zip(ids, parts, strict=True)))


def _dealt(group: Sequence[str], parts: int) -> list[list[str]]:
    """A group in columns of its own, filled row by row so that neighbours in the order stay at one height."""
    return [list(group[part::parts]) for part in range(parts)]


def _untangle(groups: list[list[str]], parts: Sequence[int], around: Neighbourhood) -> None:
    """Order every group by the mean height of what its nodes are tied to, back and forth; the best order is kept."""
    tied: dict[str, list[str]] = {node.id: [] for node in around.nodes}
    for tie in around.ties:
        tied[tie.source].append(tie.target)
        tied[tie.target].append(tie.source)

    def heights() -> dict[str, float]:
        return {
            node: place // part - (len(group) - 1) // part / 2
            for group, part in zip(groups, parts, strict=True)
            for place, node in enumerate(group)
        }

    def length() -> float:
        at = heights()
        return sum(abs(at[tie.source] - at[tie.target]) for tie in around.ties)

    best, shortest = [list(group) for group in groups], length()
    for sweep in range(_SWEEPS):
        for group in groups if sweep % 2 == 0 else reversed(groups):
            at = heights()
            group.sort(key=lambda node: fmean([at[other] for other in tied[node]] or [at[node]]))
        if (now := length()) < shortest:
            best, shortest = [list(group) for group in groups], now
    groups[:] = best
