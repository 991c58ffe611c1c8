"""A small library written for these tests: nothing in it is a real text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from corpus.model import Document, DocumentText, Kind, Provision, Unit, document_id, provision_id
from graph.builder import GraphStats, build_graph
from graph.kglite_store import KgliteStore

Line = tuple[str, Unit, str, str, str | None]


def make(
    name: str,
    title: str,
    kind: Kind,
    version: date | None,
    lines: list[Line],
    *,
    number: str | None = None,
    issuers: tuple[str, ...] = (),
    explains: str | None = None,
) -> DocumentText:
    """Lines are (locator, unit, marker, text, locator of the parent)."""
    doc = document_id(name, version)
    document = Document(
        id=doc, name=name, title=title, kind=kind, version=version, source="自拟", number=number,
        issuers=issuers, explains=explains,
    )  # fmt: skip
    provisions = tuple(
        Provision(
            id=provision_id(doc, locator),
            document_id=doc,
            parent_id=provision_id(doc, parent) if parent else None,
            unit=unit,
            locator=locator,
            label=f"{marker}" or unit.value,
            order=order,
            marker=marker,
            text=text,
        )
        for order, (locator, unit, marker, text, parent) in enumerate(lines)
    )
    return DocumentText(document, provisions)


def library() -> list[DocumentText]:
    """A statute in two versions, an opinion, its local counterpart, an explanation."""
    statute = [
        ("1", Unit.ARTICLE, "第一条", "为了试验，制定本法。", None),
        ("2", Unit.ARTICLE, "第二条", "煤矿企业的下列行为，依照《中华人民共和国刑法》的规定追究刑事责任：", None),
        ("2.0.1", Unit.ITEM, "（一）", "在有限空间内冒险作业的。", "2"),
    ]
    return [
        make("安全试验法", "中华人民共和国安全试验法", Kind.STATUTE, date(2014, 8, 31), statute[:2]),
        make(
            "安全试验法", "中华人民共和国安全试验法", Kind.STATUTE, date(2021, 6, 10), statute,
            issuers=("全国人民代表大会常务委员会",),
        ),
        make(
            "应急〔2099〕23号", "应急管理部关于加强试验工作的意见", Kind.POLICY, date(2099, 3, 29),
            [
                ("0", Unit.FRONT, "", "应急管理部关于加强试验工作的意见", None),
                ("0-1", Unit.TEXT, "", "为加强工作，根据《安全试验法》（2021修正），现提出以下意见：", None),
                ("1", Unit.PART, "一、", "聚焦非煤矿山和粉尘涉爆企业，参照《试验日报》的报道。", None),
            ],
            number="应急〔2099〕23号", issuers=("应急管理部",),
        ),
        make(
            "苏应急〔2099〕18号", "省应急管理厅关于加强试验工作的实施意见", Kind.POLICY, date(2099, 5, 31),
            [
                ("0", Unit.TEXT, "", "现将我省《关于加强试验工作的实施意见》印发你们。", None),
                (
                    "0-1", Unit.TEXT, "",
                    "根据中央《关于深化试验改革的意见》“突出试验”要求，应急管理部印发了《关于加强试验工作的意见》"
                    "(应急[2099]23号)。为加强我省工作，现提出以下实施意见：",
                    None,
                ),
                ("1", Unit.PART, "一、", "按照《关于深化试验改革的意见》和《试验失信备忘录》（发改财金〔2096〕1001号）办理。", None),
                ("2", Unit.PART, "二、", "执行发改财金（2096）1001 号文件和令第125号。", None),
            ],
            number="苏应急〔2099〕18号", issuers=("江苏省应急管理厅", "应急管理部"),
        ),
        make(
            "试验意见解读", "《关于加强试验工作的意见》解读", Kind.EXPLANATION, date(2099, 4, 8),
            [
                (
                    "0", Unit.TEXT, "",
                    "近日印发了《关于加强试验工作的意见》（以下简称《试验意见》），根据《刑法》，现就有关问题解答如下：",
                    None,
                ),
                ("1", Unit.TEXT, "", "问：《试验意见》的背景是什么？", None),
            ],
            explains="应急〔2099〕23号@2099-03-29",
        ),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def built() -> Iterator[tuple[KgliteStore, GraphStats]]:
    with KgliteStore() as store:
        yield store, build_graph(store, library())


@pytest.fixture(scope="session")
def store(built: tuple[KgliteStore, GraphStats]) -> KgliteStore:
    return built[0]
