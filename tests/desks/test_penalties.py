from __future__ import annotations

import json
from datetime import date

import pytest

from corpus.errors import NotFoundError
from corpus.library import Library, write_library
from corpus.model import Document, DocumentText, Kind
from desks.penalties import as_json, clause_of, penalties_of
from ingest.articles import outline_articles

DAY = date(2026, 1, 1)
LAW = """第一条 企业有下列行为之一的，处一万元以上二万元以下的罚款：
（一）未设台账的；
（二）未设标志的；
（三）未作培训的。
个人有前款第一项、第三项行为的，处警告，罚抄规程。
第二条 企业应当设台账。"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    document = Document("样例法@2020-01-01", "样例法", "样例法", Kind.STATUTE, date(2020, 1, 1), "test")
    path = tmp_path_factory.mktemp("library") / "library.sqlite"
    write_library(path, [DocumentText(document, outline_articles(document.id, LAW.splitlines()))])
    return Library(path)


@pytest.mark.parametrize(
    ("provision", "measures"),
    [
        ("样例法#1", ["罚款", "警告"]),
        ("样例法@2020-01-01#1.1", ["罚款", "警告"]),
        ("样例法#1.2", ["警告"]),
        ("样例法#1.1.1", ["罚款", "警告"]),
        ("样例法#1.1.2", ["罚款"]),
        ("样例法#2", []),
    ],
)
def test_penalties_of(library: Library, provision: str, measures: list[str]) -> None:
    assert [p.measure for p in penalties_of(library, provision, DAY)] == measures


def test_what_is_not_understood_is_shown(library: Library) -> None:
    assert [u.text for u in clause_of(library, "样例法#1.2", DAY).unparsed] == ["罚抄规程"]


def test_json(library: Library) -> None:
    first = json.loads(json.dumps(as_json(penalties_of(library, "样例法#1.1", DAY)[0])))
    assert first["subject"] == "生产经营单位"
    assert first["stage"] == "first"
    assert (first["low"], first["high"], first["unit"]) == (10_000, 20_000, "元")
    assert first["span"] == [11, 25]


def test_unknown_provision(library: Library) -> None:
    with pytest.raises(NotFoundError):
        penalties_of(library, "样例法#9", DAY)
