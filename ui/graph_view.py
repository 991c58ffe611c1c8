"""HTML of the graph view: where to begin, the card of the middle, the drawing with its legend, and the same as tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from corpus.library import Library
from graph.neighbourhood import Neighbourhood, Node, Tie
from ui.cards import graph_address
from ui.graph_drawing import drawing, stamp, unsure
from ui.graph_layout import laid_out
from ui.graph_middle import card
from ui.graph_start import Start
from ui.graph_words import ORIGINS, RELATIONS, SORTS, name_of

EXAMPLES = ("安全生产法#97.1.7", "无证上岗", "工贸")
_EXAMPLES = "".join(f'<a href="{escape(graph_address(text))}" data-node>{text}</a>' for text in EXAMPLES)
#: The form works as a plain address too; the script fills ``#around``.
PAGE = (
    '<form class="start" action="./" role="search"><input type="hidden" name="view" value="graph">'
    '<label for="start">从哪里看起</label><div><input id="start" name="node" autocomplete="off" maxlength="2000" '
    'placeholder="条款或案例编号、文件、机关、行业的名称，或用自己的话写违法行为"><button>查看</button></div></form>'
    f'<p class="start-examples">例如：{_EXAMPLES}</p><div id="around"></div>'
)
_CAVEAT = "“推算”的关系由程序得出，可信度不足 80% 的也画成虚线，请自行核对。没有连线不等于没有关系。"


def view(found: Start, library: Library, day: date) -> str:
    """Everything below the form.

    Args:
        found: what stands around the middle, and how it was found.
        library: the texts of the same build.
        day: the day of the page.
    """
    around = found.around
    middle = around.nodes[0]
    own = [tie for tie in around.ties if middle.id in (tie.source, tie.target)]
    rest = [tie for tie in around.ties if middle.id not in (tie.source, tie.target)]
    return (
        f"{_led(found)}{card(middle, library, day)}"
        f'<h3 id="drawing-title">图 <small>{len(around.nodes)} 个节点，{len(around.ties)} 条关系 · '
        '<a href="#ties" data-jump>看表格</a></small></h3>'
        f'{_legend(around)}<div class="canvas">{drawing(around, laid_out(around))}</div>'
        f'<h3 id="ties">表格：与“{escape(name_of(middle))}”直接相关的 {len(own)} 条关系</h3>'
        f"{_own_table(own, around)}{_hidden(around)}{_rest_table(rest, around)}"
        f'<p class="caveat">{_CAVEAT}</p>'
    )


def _led(found: Start) -> str:
    """Says that words led to the middle, and where else they might have."""
    if not found.words:
        return ""
    others = "、".join(
        f'<a href="{escape(graph_address(key))}" data-node>{escape(name)}</a>' for key, name in found.others
    )
    return (
        f'<p class="led" role="status">按“{escape(found.words)}”找到的最接近的违法行为如下，不一定就是。'
        + (f"也可能是：{others}。" if others else "")
        + "</p>"
    )


def _legend(around: Neighbourhood) -> str:
    labels = {node.label for node in around.nodes}
    kinds = "".join(
        f'<li><svg class="kind-{sort.shape}" width="26" height="26" viewBox="-13 -13 26 26" aria-hidden="true">'
        f"{stamp(label)}</svg>{sort.word}</li>"
        for label, sort in SORTS.items()
        if label in labels
    )
    edges = {tie.edge for tie in around.ties}
    relations = "".join(
        f"<li><b>{relation.sign}</b>{relation.word}</li>" for edge, relation in RELATIONS.items() if edge in edges
    )
    if any(map(unsure, around.ties)):
        relations += '<li><svg width="30" height="8" aria-hidden="true"><path class="dashes" d="M0 4H30"/></svg>推算或可信度低</li>'
    return (
        f'<ul class="legend" aria-label="图例：节点">{kinds}</ul>'
        f'<ul class="legend relations" aria-label="图例：关系，箭头从前者指向后者">{relations}</ul>'
    )


def _own_table(ties: Iterable[Tie], around: Neighbourhood) -> str:
    nodes = {node.id: node for node in around.nodes}
    middle = around.nodes[0]
    order = list(RELATIONS)
    rows = []
    for tie in sorted(ties, key=lambda tie: (order.index(tie.edge), tie.source != middle.id)):
        outward = tie.source == middle.id
        other = nodes[tie.target if outward else tie.source]
        cells = (
            RELATIONS[tie.edge].word,
            "→ 指向对方" if outward else "← 对方指来",
            SORTS[other.label].word,
            _linked(other),
            *_grounds(tie),
        )
        rows.append(cells)
    return _table(("关系", "方向", "类别", "名称", "来源", "可信度"), rows, "ties")


def _rest_table(ties: Iterable[Tie], around: Neighbourhood) -> str:
    """The ties among the others, folded away."""
    nodes = {node.id: node for node in around.nodes}
    order = list(RELATIONS)
    rows = [
        (
            f"{SORTS[nodes[tie.source].label].word} {_linked(nodes[tie.source])}",
            RELATIONS[tie.edge].word,
            f"{SORTS[nodes[tie.target].label].word} {_linked(nodes[tie.target])}",
            *_grounds(tie),
        )
        for tie in sorted(ties, key=lambda tie: order.index(tie.edge))
    ]
    if not rows:
        return ""
    table = _table(("从", "关系", "到", "来源", "可信度"), rows, "rest")
    return f'<details><summary id="rest">其余节点之间的 {len(rows)} 条关系</summary>{table}</details>'


def _linked(node: Node) -> str:
    return f'<a href="{escape(graph_address(node.id))}" data-node>{escape(name_of(node))}</a>'


def _grounds(tie: Tie) -> tuple[str, str]:
    return ORIGINS[tie.origin], f"{tie.confidence:.0%}"


def _table(names: tuple[str, ...], rows: Iterable[tuple[str, ...]], title: str) -> str:
    """Cells are HTML already; roles are spelled out because narrow windows stack the cells."""
    heads = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in names)
    body = "".join(
        '<tr role="row">'
        + "".join(f'<td role="cell" data-name="{name}">{cell}</td>' for name, cell in zip(names, row, strict=True))
        + "</tr>"
        for row in rows
    )
    return (
        f'<table class="cited ties" role="table" aria-labelledby="{title}"><thead role="rowgroup"><tr role="row">{heads}'
        f'</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _hidden(around: Neighbourhood) -> str:
    if not around.hidden:
        return ""
    parts = "，".join(f"{RELATIONS[edge].word} {number} 个" for edge, number in around.hidden.items())
    return f'<p class="hidden-count">未画出的相邻节点共 {sum(around.hidden.values())} 个：{parts}。</p>'
