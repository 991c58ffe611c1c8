"""The drawing of a neighbourhood: inline SVG in which every node is a link and every tie says what it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from html import escape

from graph.neighbourhood import Neighbourhood, Node, Tie
from graph.schema import Origin
from ui.cards import graph_address
from ui.graph_layout import LINE, WIDTH, Box, Layout
from ui.graph_words import ORIGINS, RELATIONS, SORTS, lines_of, name_of

#: Of the labels in the boxes, in pixels; where they begin and end.
FONT, _INDENT, _END = 13, 16, 6
#: How far the stamp stands out of its box, to the left.
_STAMP = 13
#: Below this a tie is dashed, as derived ones are.
SURE = 0.8
#: No line begins with one of these.
_CLOSING = "、，。；：？！）》〉”’"
_SHAPES = {
    "square": '<rect x="-9" y="-9" width="18" height="18"/>',
    "circle": '<circle r="10.5"/>',
    "diamond": '<path d="M0-13 13 0 0 13-13 0Z"/>',
    "shield": '<path d="M-9.5-9.5h19V4L0 12-9.5 4Z"/>',
    "hexagon": '<path d="M-6-10.5H6L12 0 6 10.5H-6L-12 0Z"/>',
}


def stamp(label: str) -> str:
    """Shape and sign of a kind of node, around the origin."""
    sort = SORTS[label]
    return f'<g class="stamp">{_SHAPES[sort.shape]}<text y="4" text-anchor="middle">{sort.sign}</text></g>'


def unsure(tie: Tie) -> bool:
    """Whether a tie is drawn dashed."""
    return tie.origin == Origin.DERIVED or tie.confidence < SURE


def drawing(around: Neighbourhood, layout: Layout) -> str:
    """The SVG, as wide as ``WIDTH``; ties first, so that boxes cover what runs behind them."""
    nodes = {node.id: node for node in around.nodes}
    numbers = {key: number for number, key in enumerate(layout.boxes)}
    middle = around.nodes[0]
    pen = _Pen(nodes, numbers, layout, middle.id)
    ordered = sorted(around.ties, key=lambda tie: middle.id in (tie.source, tie.target))
    ties = "".join(map(pen.tie, ordered))
    words = "".join(map(pen.word, reversed(ordered)))
    boxes = "".join(_box(nodes[key], box, numbers[key], layout.lines) for key, box in layout.boxes.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {layout.height:g}" width="{WIDTH}" '
        f'height="{layout.height:g}" role="group" aria-label="{escape(name_of(middle))}的图谱，下方有表格">'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8Z" fill="context-stroke"/></marker></defs>'
        f'<g aria-hidden="true">{ties}</g>{boxes}<g class="words" aria-hidden="true">{words}</g></svg>'
    )


class _Pen:
    """Draws ties; remembers where words stand, so that none is written over another."""

    def __init__(self, nodes: Mapping[str, Node], numbers: Mapping[str, int], layout: Layout, middle: str) -> None:
        self._nodes = nodes
        self._numbers = numbers
        self._layout = layout
        self._middle = middle
        self._written: list[tuple[float, float, float, str]] = []

    def tie(self, tie: Tie) -> str:
        """A curve from source to target; the wide unseen one below it is easier to point at."""
        path = f'd="{_path(_points(self._box(tie.source), self._box(tie.target), self._layout.gap))}"'
        names = [name_of(self._nodes[key]) for key in (tie.source, tie.target)]
        title = (
            f"{names[0]} —{RELATIONS[tie.edge].word}→ {names[1]}（{ORIGINS[tie.origin]}，可信度 {tie.confidence:.0%}）"
        )
        return (
            f'<g class="tie{self._classes(tie)}" data-ends="{self._ends(tie)}"><title>{escape(title)}</title>'
            f'<path class="reach" {path}/><path {path} marker-end="url(#tip)"/></g>'
        )

    def word(self, tie: Tie) -> str:
        """What the tie is, beside a box where the curve runs free; ties alike and close together share it."""
        own = self._middle in (tie.source, tie.target)
        relation = RELATIONS[tie.edge]
        text = relation.word if own else relation.sign
        half = len(text) * 5.5
        points = _points(self._box(tie.source), self._box(tie.target), self._layout.gap)
        spots = [_at(points, x) for x in self._free(tie)]
        for x, y in spots:
            if any(text == said and abs(x - a) < 60 and abs(y - b) < 40 for a, b, _, said in self._written):
                return ""
        clear = [
            (x, y) for x, y in spots if all(abs(x - a) > half + h or abs(y - b) > 13 for a, b, h, _ in self._written)
        ]
        x, y = (clear or spots)[0]
        self._written.append((x, y, half, text))
        return (
            f'<text class="{self._classes(tie).strip()}" data-ends="{self._ends(tie)}" x="{x:.1f}" y="{y + 4:.1f}" '
            f'text-anchor="middle">{text}</text>'
        )

    def _box(self, key: str) -> Box:
        return self._layout.boxes[key]

    def _ends(self, tie: Tie) -> str:
        return f"{self._numbers[tie.source]} {self._numbers[tie.target]}"

    def _classes(self, tie: Tie) -> str:
        return (" own" if self._middle in (tie.source, tie.target) else "") + (" unsure" if unsure(tie) else "")

    def _free(self, tie: Tie) -> list[float]:
        """Places between columns, those next to the end that is not the middle first."""
        source, target = self._box(tie.source), self._box(tie.target)
        gap = self._layout.gap
        if source.column == target.column:
            return [source.x + source.width + 0.6 * _bulge(source, target, gap)]
        far, near = (source, target) if tie.target == self._middle else (target, source)
        inward = far.x - gap if far.x > near.x else far.x + far.width
        outward = near.x + near.width if far.x > near.x else near.x - gap
        return [start + share * (gap - _STAMP) for start in (inward, outward) for share in (0.5, 0.35, 0.65)]


Point = tuple[float, float]


def _points(source: Box, target: Box, gap: float) -> tuple[Point, Point, Point, Point]:
    """Cubic curve from box to box, leaving and arriving level; within a column it bends out to the right."""
    if source.column == target.column:
        x, out = source.x + source.width, 4 / 3 * _bulge(source, target, gap)
        return (x, source.middle), (x + out, source.middle), (x + out, target.middle), (x, target.middle)
    rightward = source.x < target.x
    start = source.x + source.width if rightward else source.x
    end = target.x if rightward else target.x + target.width
    if rightward:
        end -= _STAMP
    else:
        start -= _STAMP
    half = (start + end) / 2
    return (start, source.middle), (half, source.middle), (half, target.middle), (end, target.middle)


def _bulge(source: Box, target: Box, gap: float) -> float:
    return min(gap * 0.7, 14 + abs(source.middle - target.middle) / 12)


def _path(points: tuple[Point, Point, Point, Point]) -> str:
    (x0, y0), *rest = points
    return f"M{x0:.1f} {y0:.1f}C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in rest)


def _at(points: tuple[Point, Point, Point, Point], wanted: float) -> Point:
    """The point of a curve at a given ``x``; for one that bends back, its outermost point."""
    xs, ys = zip(*points, strict=True)
    if xs[0] == xs[3]:
        return wanted, _bezier(ys, 0.5)
    low, high = 0.0, 1.0
    for _ in range(20):
        t = (low + high) / 2
        if (_bezier(xs, t) < wanted) == (xs[0] < xs[3]):
            low = t
        else:
            high = t
    return wanted, _bezier(ys, low)


def _bezier(values: Iterable[float], t: float) -> float:
    a, b, c, d = values
    u = 1 - t
    return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d


def _box(node: Node, box: Box, number: int, most: int) -> str:
    full = f"{SORTS[node.label].word}：{name_of(node)}"
    lines = fitted(*lines_of(node), (box.width - _INDENT - _END) / FONT, most)
    first = box.middle + 4.5 - (len(lines) - 1) * LINE / 2
    spans = "".join(
        f'<tspan x="{box.x + _INDENT:g}" y="{first + LINE * place:g}">{escape(line)}</tspan>'
        for place, line in enumerate(lines)
    )
    centre = ' aria-current="true"' if node.ring == 0 else ""
    return (
        f'<a class="node kind-{SORTS[node.label].shape} ring-{node.ring}" href="{escape(graph_address(node.id))}" '
        f'data-node="" data-at="{number}" aria-label="{escape(full)}"{centre}><title>{escape(full)}</title>'
        f'<rect class="box" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="5"/>'
        f'<text class="name">{spans}</text>'
        f'<g transform="translate({box.x:g} {box.middle:g})">{stamp(node.label)}</g></a>'
    )


def fitted(lead: str, rest: str, room: float, most: int) -> list[str]:
    """A name in few lines.

    Args:
        lead: what comes first, in a line of its own: shortened as much as the rest needs; may be empty.
        rest: shortened only where it does not fit without the lead.
        room: length of a line, in widths of a Chinese character.
        most: how many lines at most.
    """
    lines = _wrapped(rest, room)
    free = most - len(lines)
    if not lead or free < 1:
        return _cut(lines, room, most)
    return _cut(_wrapped(lead, room), room, free) + lines


def _wrapped(text: str, room: float) -> list[str]:
    lines = []
    while text:
        line = _prefix(text, room)
        text = text[len(line) :].lstrip()
        lines.append(line.rstrip())
    return lines


def _cut(lines: list[str], room: float, most: int) -> list[str]:
    """The first lines; the last of them ends in … where others follow."""
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"{_prefix(lines[most - 1], room - 1)}…"]


def _measure(text: str) -> float:
    """Width of a text in widths of a Chinese character."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.6 for c in text)


def _prefix(text: str, room: float) -> str:
    """As much of a text as stands well in a line, one character at least."""
    end = 1
    while end < len(text) and _measure(text[: end + 1]) <= room:
        end += 1
    if end == len(text):
        return text
    if text[0] == "第" and (unit := text.rfind("第", 1, end + 1)) > 0:
        return text[:unit]  # 第九十七条 / 第七项
    while end > 1 and text[end] in _CLOSING:
        end -= 1
    return text[:end]
