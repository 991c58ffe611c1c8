"""Small documents written for the tests; they resemble law, they are not law."""

from __future__ import annotations

from datetime import date
from typing import Any

from corpus.model import Document, DocumentText, Kind, Provision, Unit, Wording, document_id


def provision(document: str, locator: str, unit: Unit, order: int, **more: Any) -> Provision:
    parent = more.pop("parent", None)
    parent_id = f"{document}#{parent}" if parent else None
    label = more.pop("label", locator)
    return Provision(f"{document}#{locator}", document, parent_id, unit, locator, label, order, **more)


def workshop_rules(version: date = date(2020, 1, 1), wording: Wording = Wording.OFFICIAL, **more: Any) -> DocumentText:
    """A rule of two articles: a duty in two paragraphs, and a penalty with a list of two items."""
    name = "车间安全试行规定"
    i = document_id(name, version)
    document = Document(
        **{
            "id": i,
            "name": name,
            "title": name,
            "kind": Kind.RULE,
            "version": version,
            "source": "测试",
            "issuers": ("试验部",),
            "effective": version,
            "status_as_of": date(2026, 1, 1),
            "wording": wording,
            **more,
        }
    )
    rows = (
        provision(i, "c1", Unit.CHAPTER, 0, label="第一章", marker="第一章", heading="车间", wording=wording),
        provision(i, "1", Unit.ARTICLE, 1, parent="c1", label="第一条", marker="第一条", wording=wording),
        provision(
            i,
            "1.1",
            Unit.PARAGRAPH,
            2,
            parent="1",
            label="第一条第一款",
            text="车间每周清扫一次粉尘。",
            wording=wording,
        ),
        provision(
            i, "1.2", Unit.PARAGRAPH, 3, parent="1", label="第一条第二款", text="清扫应当记录。", wording=wording
        ),
        provision(i, "2", Unit.ARTICLE, 4, parent="c1", label="第二条", marker="第二条", wording=wording),
        provision(
            i,
            "2.1",
            Unit.PARAGRAPH,
            5,
            parent="2",
            label="第二条",
            text="有下列情形之一的，罚款一千元：",
            wording=wording,
        ),
        provision(
            i,
            "2.1.1",
            Unit.ITEM,
            6,
            parent="2.1",
            label="第二条第一项",
            marker="（一）",
            text="未清扫粉尘的；",
            wording=wording,
        ),
        provision(
            i,
            "2.1.2",
            Unit.ITEM,
            7,
            parent="2.1",
            label="第二条第二项",
            marker="（二）",
            text="焊工无证作业的。",
            wording=wording,
        ),
    )
    return DocumentText(document, rows)
