"""What the graph's labels, edges and origins are called, and by which sign each is told from the others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.model import short_title
from graph.neighbourhood import Node
from graph.schema import Edge, Label, Origin


@dataclass(frozen=True, slots=True)
class Sort:
    """How nodes of one label are shown.

    Attributes:
        word: what they are called.
        sign: one character that no other label has.
        shape: outline around the sign, one a column: the eye finds a column without its colour.
        column: where they stand, from the left.
    """

    word: str
    sign: str
    shape: str
    column: int


@dataclass(frozen=True, slots=True)
class Relation:
    """How edges of one type are shown: the word on those of the middle, the sign on the others."""

    word: str
    sign: str


SORTS: Mapping[str, Sort] = {
    Label.AGENCY: Sort("机关", "机", "square", 0),
    Label.DOCUMENT: Sort("文件", "文", "square", 0),
    Label.VERSION: Sort("版本", "版", "square", 0),
    Label.CASE: Sort("案例", "案", "circle", 1),
    Label.VIOLATION: Sort("违法行为", "违", "diamond", 2),
    Label.PROVISION: Sort("条款", "条", "shield", 3),
    Label.DUTY: Sort("义务", "义", "hexagon", 4),
    Label.PENALTY: Sort("处罚", "罚", "hexagon", 4),
    Label.CRITERION: Sort("判定情形", "判", "hexagon", 4),
    Label.INDUSTRY: Sort("行业", "业", "hexagon", 4),
}
RELATIONS: Mapping[str, Relation] = {
    Edge.BREACHES: Relation("违反", "违"),
    Edge.PENALISED_BY: Relation("罚则", "罚"),
    Edge.MAY_BE: Relation("可能构成", "构"),
    Edge.INSTANCE_OF: Relation("属于", "属"),
    Edge.IMPOSES: Relation("规定", "规"),
    Edge.VIOLATES: Relation("认定违反", "认"),
    Edge.PENALISED_UNDER: Relation("处罚依据", "据"),
    Edge.CITES: Relation("引用", "引"),
    Edge.BASED_ON: Relation("依据", "依"),
    Edge.IMPLEMENTS: Relation("落实", "落"),
    Edge.EXPLAINS: Relation("解释", "释"),
    Edge.AMENDS: Relation("修改", "改"),
    Edge.SUPERSEDES: Relation("取代", "代"),
    Edge.PART_OF: Relation("位于", "位"),
    Edge.VERSION_OF: Relation("文本", "文"),
    Edge.ISSUED_BY: Relation("制定机关", "制"),
    Edge.HANDLED_BY: Relation("办案机关", "办"),
    Edge.SUBORDINATE_TO: Relation("上级", "上"),
    Edge.SIMILAR_TO: Relation("相似", "似"),
    Edge.IN_INDUSTRY: Relation("行业", "业"),
    Edge.BROADER: Relation("归入", "归"),
}
ORIGINS: Mapping[str, str] = {Origin.PARSED: "原文", Origin.AUTHORED: "人工", Origin.DERIVED: "推算"}

#: Labels whose ids begin with the name of a law and say little without it.
_IN_LAW = frozenset({Label.PROVISION, Label.DUTY})


def law_of(node: Node) -> str:
    """Short name of the law that a provision or duty stands in; empty for any other node."""
    return node.id.partition("@")[0] if node.label in _IN_LAW else ""


def name_of(node: Node) -> str:
    """The node's name in full, as lists give it."""
    if law := law_of(node):
        return f"{law} {node.title}"
    if node.label == Label.VERSION:
        return f"{node.title}（{node.id.partition('@')[2]}）"
    return node.title


def lines_of(node: Node) -> tuple[str, str]:
    """What leads and what matters of the node's name, to be fitted into a box; the first may be empty."""
    if law := law_of(node):
        return law, node.title
    if node.label == Label.VERSION:
        return short_title(node.title), node.id.partition("@")[2]
    if node.label == Label.PENALTY:
        whom, _, what = node.title.partition("：")
        return whom, re.sub(r"(?<=\d)0000(?!\d)( (?=元))?", "万", what)
    return "", short_title(node.title)
