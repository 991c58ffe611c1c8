from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from corpus.digests import load_digests
from corpus.library import Library, write_library
from corpus.model import Kind
from corpus.versions import chained
from desks.citing import as_json, cite
from ingest.citations import segments
from ingest.statutes import read_statutes
from tests.samples import workshop_rules

DAY = date(2026, 11, 22)
LAWS = ["安全生产法", "刑法", "刑法修正案（十一）", "民用航空法", "消防法", "行政处罚法"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """National statutes as shipped, our digests, and two small texts of our own."""
    trial = workshop_rules()
    document = replace(
        trial.document, name="车间安全规定（试行）", title="车间安全规定（试行）", id="车间安全规定（试行）@2020-01-01"
    )
    trial = replace(trial, document=document, provisions=())
    file = tmp_path_factory.mktemp("citing") / "library.sqlite"
    write_library(file, chained([*read_statutes(LAWS), *(d.text for d in load_digests()), workshop_rules(), trial]))
    return Library(file)


def one(library: Library, text: str, day: date = DAY, context: str | None = None) -> tuple[str, str | None]:
    """Standing and provision of the only citation."""
    citations = cite(library, text, day, context)
    assert len(citations) == 1, citations
    return citations[0].status, citations[0].provision


@pytest.mark.parametrize(
    ("text", "provision"),
    [
        ("《安全生产法》第九十七条第（七）项", "安全生产法@2021-06-10#97.1.7"),
        ("安全生产法第二十条", "安全生产法@2021-06-10#20"),
        ("新安法第97条第7项", "安全生产法@2021-06-10#97.1.7"),
        ("安法97条7项", "安全生产法@2021-06-10#97.1.7"),
        ("《中华人民共和国安全生产法》（2021修正）第21条", "安全生产法@2021-06-10#21"),
        ("《安全生产法》第三十八条第一款", "安全生产法@2021-06-10#38.1"),
        ("刑法第一百三十四条之一第（三）项", "刑法@2020-12-26#134-1.1.3"),
        ("刑修十一第四条", "刑法修正案（十一）@2020-12-26#4"),
        ("《车间安全试行规定》第二条第二项", "车间安全试行规定@2020-01-01#2.1.2"),
    ],
)
def test_found(library: Library, text: str, provision: str) -> None:
    assert one(library, text) == ("found", provision)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("《安全生产法》第一百二十条", "没有第一百二十条"),
        ("《安全生产法》第四条第九款", "第四条没有所引的款、项"),
        ("《安全生产法》第九十七条第八项", "第九十七条没有所引的款、项"),
        ("《安全生产法》第一百零五条第二款", "第一百零五条没有所引的款、项；有第二项"),
        ("刑法第一百三十四条之二", "没有第一百三十四条之二"),
    ],
)
def test_no_such_provision(library: Library, text: str, note: str) -> None:
    citation = cite(library, text, DAY)[0]
    assert (citation.status, citation.provision, citation.wording) == ("no_provision", None, None)
    assert citation.note == note


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("《厂区叉车夜间停放管理规定》第七条", "厂区叉车夜间停放管理规定"),
        ("《中华人民共和国海岛保护法》第三条", "海岛保护法"),
        ("违反山东省消防法第三条", "山东省消防法"),
        ("依据民法通则第三条", "民法通则"),
        ("依照本法第三条", None),
        ("前款规定", None),
    ],
)
def test_unknown_documents(library: Library, text: str, law: str | None) -> None:
    citation = cite(library, text, DAY)[0]
    assert (citation.status, citation.law, citation.provision) == ("unknown_document", law, None)
    assert citation.note


def test_a_bare_document_is_no_citation(library: Library) -> None:
    assert cite(library, "依据《安全生产法》和《消防法》的有关规定", DAY) == ()


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        # the numbering of 2014 and of 2002 is not that of the text held
        ("《安全生产法》第九十四条", date(2019, 5, 1), ("other_version", None)),
        ("《安全生产法》（2014修正）第九十四条", DAY, ("other_version", None)),
        ("2014年版《安全生产法》第九十四条", DAY, ("other_version", None)),
        ("修订前的安全生产法第九十四条", DAY, ("other_version", None)),
        ("《安全生产法》第九十四条", date(2021, 8, 31), ("other_version", None)),
        ("《安全生产法》第九十四条", date(2021, 9, 1), ("found", "安全生产法@2021-06-10#94")),
        # two versions held
        ("《民用航空法》第三条", date(2026, 6, 30), ("found", "民用航空法@2021-04-29#3")),
        ("《民用航空法》第三条", date(2026, 7, 1), ("found", "民用航空法@2025-12-27#3")),
        ("《民用航空法》（2021修正）第三条", date(2026, 6, 30), ("found", "民用航空法@2021-04-29#3")),
        ("《民用航空法》（2021修正）第三条", DAY, ("other_version", "民用航空法@2021-04-29#3")),
        ("原《民用航空法》第三条", DAY, ("other_version", "民用航空法@2021-04-29#3")),
        ("《民用航空法》（2025修订）第三条", date(2026, 6, 30), ("other_version", "民用航空法@2025-12-27#3")),
    ],
)
def test_versions(library: Library, text: str, day: date, expected: tuple[str, str | None]) -> None:
    assert one(library, text, day) == expected
    assert all(c.counterpart is None for c in cite(library, text, day) if c.status != "other_version")


def test_wording_of_a_later_amendment_is_noted(library: Library) -> None:
    citation = cite(library, "刑法第三百九十条", DAY)[0]
    assert (citation.status, citation.provision) == ("found", "刑法@2020-12-26#390")
    assert "刑法修正案（十二）" in (citation.note or "")


def test_an_item_in_several_paragraphs(library: Library) -> None:
    held = library.provisions_by_id(["消防法@2021-04-29#17.1.1", "消防法@2021-04-29#17.2.1"])
    assert list(held) == ["消防法@2021-04-29#17.2.1"]  # the only paragraph with a list
    assert one(library, "《消防法》第十七条第（一）项") == ("found", "消防法@2021-04-29#17.2.1")


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("依照本法第九十四条", "安全生产法@2021-06-10#95.1", ("found", "安全生产法@2021-06-10#94")),
        ("依照第九十四条", "安全生产法@2021-06-10#95.1", ("found", "安全生产法@2021-06-10#94")),
        ("依照本法第九十四条", "安全生产法", ("found", "安全生产法@2021-06-10#94")),
        ("前款规定", "安全生产法@2021-06-10#116.2", ("found", "安全生产法@2021-06-10#116.1")),
        ("前款规定", "安全生产法@2021-06-10#116.1", ("no_provision", None)),
        ("本条第一款", "安全生产法@2021-06-10#38.3", ("found", "安全生产法@2021-06-10#38.1")),
        ("按照本条规定", "安全生产法@2021-06-10#99.1.5", ("found", "安全生产法@2021-06-10#99")),
        ("有前项情形", "安全生产法@2021-06-10#99.1.5", ("found", "安全生产法@2021-06-10#99.1.4")),
        ("按照前条规定", "刑法@2020-12-26#134.1", ("found", "刑法@2020-12-26#133-2")),
        ("按照前条规定", "刑法@2020-12-26#135.1", ("found", "刑法@2020-12-26#134-1")),
        ("按照前条规定", "刑法@2020-12-26#134-1.1", ("found", "刑法@2020-12-26#134")),
        ("按照前条规定", "安全生产法@2021-06-10#1.1", ("no_provision", None)),
        # the context is a version that is not held
        ("依照本法第九十四条", "安全生产法@2014-08-31#95.1", ("other_version", None)),
        # held, though it no longer stands: the text speaks of its own version
        ("依照本法第三条", "民用航空法@2021-04-29#5.1", ("found", "民用航空法@2021-04-29#3")),
        ("依照本规定第三条", "无人知晓的规定@2001-01-01#2.1", ("unknown_document", None)),
        # an amendment speaks of the law it changes
        ("删去第一百三十五条", "刑法修正案（十一）@2020-12-26#3.1", ("found", "刑法@2020-12-26#135")),
        ("本修正案第一条", "刑法修正案（十一）@2020-12-26#3.1", ("found", "刑法修正案（十一）@2020-12-26#1")),
    ],
)
def test_context(library: Library, text: str, context: str, expected: tuple[str, str | None]) -> None:
    assert one(library, text, DAY, context) == expected


def test_where_two_paragraphs_before_are_meant(library: Library) -> None:
    citations = cite(library, "违反前两款规定的", DAY, "安全生产法@2021-06-10#38.3")
    assert [c.provision for c in citations] == ["安全生产法@2021-06-10#38.1", "安全生产法@2021-06-10#38.2"]
    assert {c.text for c in citations} == {"前两款"}


def test_a_list_goes_on_after_a_semicolon(library: Library) -> None:
    text = "有前款第二项情形的，罚款；有第一项、第三项情形的，拘留。"
    citations = cite(library, text, DAY, "消防法@2021-04-29#60.2")
    assert [c.provision for c in citations] == [f"消防法@2021-04-29#60.1.{n}" for n in (2, 1, 3)]


def test_quoted_articles_belong_to_the_law_that_is_amended(library: Library) -> None:
    text = "三、将刑法第一百三十四条第二款修改为：“犯前款罪的，依照本法第一百三十五条处罚。”"
    provisions = [c.provision for c in cite(library, text, DAY)]
    assert provisions == [f"刑法@2020-12-26#{n}" for n in ("134.2", "134.1", "135")]


def test_trial_rules_may_be_cited_without_saying_so(library: Library) -> None:
    citation = cite(library, "《车间安全规定》第一条", DAY)[0]
    assert citation.law == "车间安全规定（试行）"


def test_digests_are_marked(library: Library) -> None:
    digest = next(d for d in library.documents() if d.kind is Kind.RULE and d.wording.value == "要点")
    first = next(p for p in library.provisions(digest.id) if p.locator.endswith(".1"))
    article = first.locator.split(".")[0]
    citation = cite(library, f"《{digest.title}》第{article}条第1款", DAY)[0]
    assert (citation.status, citation.wording, citation.provision) == ("found", "digest", first.id)
    missing = cite(library, f"《{digest.title}》第九百条", DAY)[0]
    assert missing.status == "no_provision"
    assert "只有要点" in (missing.note or "")


def test_a_published_case(library: Library) -> None:
    text = (
        "【处理结果】该公司上述行为违反了《中华人民共和国安全生产法》第三十五条、第三十六条第一款，"
        "依据第九十九条第一项、第二项，第一百零一条第四项，合并罚款9.5万元。"
    )
    citations = cite(library, text, DAY)
    assert [c.provision for c in citations] == [
        f"安全生产法@2021-06-10#{n}" for n in ("35", "36.1", "99.1.1", "99.1.2", "101.1.4")
    ]
    assert all(text[c.start : c.end] == c.text for c in citations)
    assert "".join(s.text for s in segments(text, citations)) == text


def test_json_keys(library: Library) -> None:
    assert as_json(cite(library, "刑法第一百三十四条之一", DAY)[0]) == {
        "text": "刑法第一百三十四条之一",
        "start": 0,
        "end": 11,
        "law": "刑法",
        "article": 134,
        "sub": 1,
        "paragraph": None,
        "item": None,
        "status": "found",
        "wording": "official",
        "provision": "刑法@2020-12-26#134-1",
    }


def test_own_articles_of_every_statute_are_there(library: Library) -> None:
    """Laws cite themselves rightly: what is not found shows a fault of the outline or of the reading."""
    for name in ("安全生产法", "消防法", "行政处罚法", "民用航空法"):
        for document in library.versions(name):
            for provision in library.provisions(document.id):
                for citation in cite(library, provision.full_text, DAY, provision.id):
                    assert citation.law != name or citation.status == "found", (provision.id, citation)


@pytest.mark.parametrize(
    ("text", "day", "today"),
    [
        ("《安全生产法》第九十四条第（三）项", date(2019, 5, 1), "安全生产法@2021-06-10#97.1.3"),
        ("《安全生产法》第二十五条第一款", date(2019, 5, 1), "安全生产法@2021-06-10#28.1"),
        ("《安全生产法》（2014修正）第九十六条第四项", DAY, "安全生产法@2021-06-10#99.1.5"),
        ("《安全生产法》（2009修正）第九十六条", DAY, None),
        ("《安全生产法》第九百条", date(2019, 5, 1), None),
    ],
)
def test_a_case_under_the_old_numbering_gets_todays_counterpart(
    library: Library, text: str, day: date, today: str | None
) -> None:
    [citation] = cite(library, text, day)
    assert (citation.status, citation.provision, citation.counterpart) == ("other_version", None, today)


def test_the_counterpart_of_an_older_version_that_is_held(library: Library) -> None:
    [citation] = cite(library, "《民用航空法》（2021修正）第一条", DAY)
    assert citation.status == "other_version"
    assert citation.provision == "民用航空法@2021-04-29#1"
    assert citation.counterpart == "民用航空法@2025-12-27#1"
