"""References of the catalogue and of cases, resolved in a library of invented laws of scales and ferries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cases import CaseClause, EnforcementCase
from corpus.hazards import HazardCriterion
from corpus.library import Library, write_library
from corpus.model import Document, DocumentText, Kind, Status, document_id
from corpus.violations import Exclusion, LawCatalogue, Subject, Violation
from ingest.articles import outline_articles
from ingest.joining import CaseJoiner, Dangling, first_day, join_exclusions, join_violations

OLD, NEW = "秤法@2010-05-01", "秤法@2019-10-01"
FERRY, FERRY_NOW = "渡船条例@2012-01-01", "渡船条例@2023-12-01"
SAFETY = "安全生产法@2021-06-10"
TODAY = date(2026, 1, 1)

CHECK = "集市管理人应当每日核对秤砣和秤杆，并把结果写入秤簿，供买卖双方随时翻看。"
FINE = """集市管理人有下列行为之一的，处{}以上{}以下的罚款：
（一）没有核对秤砣和秤杆的；
（二）秤簿写假的。"""


def law(name: str, version: date, *articles: str, **more: Any) -> DocumentText:
    identifier = document_id(name, version)
    facts: dict[str, Any] = {"effective": version, "status_as_of": date(2025, 12, 1), **more}
    document = Document(identifier, name, f"中华人民共和国{name}", Kind.STATUTE, version, "自拟", **facts)
    numbers = "一二三四五"
    lines = [line for n, words in enumerate(articles) for line in f"第{numbers[n]}条 {words}".split("\n")]
    return DocumentText(document, outline_articles(identifier, lines))


def scales() -> tuple[DocumentText, DocumentText]:
    """The older and the newer version; the newer one has an article before all others."""
    older = law(
        "秤法", date(2010, 5, 1), CHECK, FINE.format("五百元", "一千元"),
        ended=date(2020, 1, 1), ended_as=Status.AMENDED,
    )  # fmt: skip
    newer = law(
        "秤法", date(2019, 10, 1), "为了买卖公平，制定本法。", CHECK, FINE.format("一千元", "二千元"),
        effective=date(2020, 1, 1),
    )  # fmt: skip
    return older, newer


def ferries() -> tuple[DocumentText, DocumentText]:
    older = law("渡船条例", date(2012, 1, 1), "渡船应当漆明水线。", "渡船不得夜航。", ended=date(2024, 1, 1))
    return older, law("渡船条例", date(2023, 12, 1), "渡船应当漆明水线。", effective=date(2024, 1, 1))


Stored = Callable[..., Library]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    def made(*texts: DocumentText) -> Library:
        path = tmp_path_factory.mktemp("library") / "library.sqlite"
        write_library(path, texts)
        return Library(path)

    return made


@pytest.fixture(scope="module")
def library(stored: Stored) -> Library:
    return stored(*scales(), *ferries())


def violation(**more: Any) -> Violation:
    facts: dict[str, Any] = {
        "id": "scales/unchecked",
        "name": "不核对秤砣",
        "subjects": (Subject.UNIT,),
        "duties": (),
        "penalties": (),
        "spoken": ("秤不准",),
        "evidence": ("秤簿",),
        "law": "秤法",
        "version": date(2019, 10, 1),
        "source": "自拟",
        "checked": date(2025, 6, 1),
        **more,
    }
    return Violation(**facts)


def catalogue(*violations: Violation, out_of_scope: tuple[Exclusion, ...] = ()) -> list[LawCatalogue]:
    return [LawCatalogue("秤法", date(2019, 10, 1), violations, out_of_scope)]


def criterion(locator: str, version: date | None, **more: Any) -> HazardCriterion:
    title = more.pop("title", "秤具隐患判定标准")
    identifier = f"{document_id(title, version)}#{locator}"
    facts: dict[str, Any] = {"ended": None, "status_as_of": date(2025, 1, 1), "effective": version, **more}
    return HazardCriterion(
        id=identifier, title=title, locator=locator, object="秤", condition="不准", thresholds=(), industries=(),
        number=None, issuers=(), version=version, superseded_by=None, missing=None, source="自拟",
        checked=date(2025, 6, 1), **facts,
    )  # fmt: skip


# --- violations ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "more", "found"),
    [
        ("秤法#3.1.1", {}, f"{NEW}#3.1.1"),  # the version of the file
        ("秤法#2.1.1", {"version": date(2010, 5, 1)}, f"{OLD}#2.1.1"),  # also where it has ended
        ("秤法#3.1.1", {"checked": date(2015, 1, 1)}, f"{NEW}#3.1.1"),  # whatever the day of checking
        ("渡船条例#1.1", {}, f"{FERRY_NOW}#1.1"),  # another law: as it stood on the day of checking
        ("渡船条例#2.1", {"checked": date(2023, 12, 31)}, f"{FERRY}#2.1"),
        ("渡船条例#1.1", {"checked": date(2024, 1, 1)}, f"{FERRY_NOW}#1.1"),
        ("渡船条例#2", {"checked": date(2013, 1, 1)}, f"{FERRY}#2"),
    ],
)
@pytest.mark.parametrize("field", ["duties", "penalties", "crimes"])
def test_a_reference_becomes_an_id(
    library: Library, field: str, reference: str, more: dict[str, Any], found: str
) -> None:
    (joined,), dangling = join_violations(catalogue(violation(**{field: (reference,), **more})), library, ())
    assert (getattr(joined, field), dangling) == ((found,), ())


@pytest.mark.parametrize(
    ("reference", "more", "reason"),
    [
        ("秤法#9.1", {}, "《中华人民共和国秤法》（2019-10-01）中没有 #9.1"),
        ("秤法#3.1.1", {"version": date(2010, 5, 1)}, "《中华人民共和国秤法》（2010-05-01）中没有 #3.1.1"),
        ("秤法#3.1.1", {"version": date(1999, 1, 1)}, "库中没有文件版本 秤法@1999-01-01"),
        ("渡船条例#2.1", {}, "《中华人民共和国渡船条例》（2023-12-01）中没有 #2.1"),  # gone by the day of checking
        ("无此法#1", {}, "库中没有文件 无此法"),
    ],
)
@pytest.mark.parametrize("field", ["duties", "penalties", "crimes"])
def test_a_reference_that_leads_nowhere_is_left_out_and_reported(
    library: Library, field: str, reference: str, more: dict[str, Any], reason: str
) -> None:
    asked = violation(**{field: ("渡船条例#1.1", reference), **more})
    (joined,), dangling = join_violations(catalogue(asked), library, ())
    assert getattr(joined, field) == (f"{FERRY_NOW}#1.1",)
    assert dangling == (Dangling("scales/unchecked", field, reference, reason),)


def test_order_is_kept_and_all_else_untouched(library: Library) -> None:
    one = violation(penalties=("秤法#3.1.2", "秤法#3.1.1"), note="注", industries=("market",))
    other = violation(id="scales/forged", penalties=("秤法#3.1.2",))
    files = [*catalogue(one), LawCatalogue("渡船条例", date(2023, 12, 1), (other,), ())]
    joined, _ = join_violations(files, library, ())
    assert joined == (
        replace(one, penalties=(f"{NEW}#3.1.2", f"{NEW}#3.1.1")),
        replace(other, penalties=(f"{NEW}#3.1.2",)),
    )


ENDED = date(2022, 1, 1)
FIRST = criterion("1.1", date(2015, 1, 1), ended=ENDED)
FIRST_GONE = criterion("1.3", date(2015, 1, 1), ended=ENDED)
NOW = criterion("1.1", date(2021, 6, 1), effective=ENDED)
NOW_TOO = criterion("1.2", date(2021, 6, 1), effective=ENDED)
NOW_TENTH = criterion("10.1", date(2021, 6, 1), effective=ENDED)
UNVOUCHED = criterion("1", None, title="无日期标准", effective=None, status_as_of=None)
PAST = criterion("1.1", date(2001, 1, 1), title="旧标准", ended=date(2005, 1, 1))
PAST_ONLY = criterion("1.2", date(2001, 1, 1), title="旧标准", ended=date(2005, 1, 1))
PAST_LAST = criterion("1.1", date(2004, 1, 1), title="旧标准", effective=date(2005, 1, 1), ended=date(2009, 1, 1))
CRITERIA = (FIRST, FIRST_GONE, NOW, NOW_TOO, NOW_TENTH, UNVOUCHED, PAST, PAST_ONLY, PAST_LAST)


@pytest.mark.parametrize(
    ("reference", "checked", "found"),
    [
        ("秤具隐患判定标准#1.1", "2025-06-01", [NOW]),  # the ended one is not chosen
        ("秤具隐患判定标准#1.1", "2021-12-31", [FIRST]),  # nor the one to come
        ("秤具隐患判定标准#1.1", "2022-01-01", [NOW]),
        ("秤具隐患判定标准#1", "2025-06-01", [NOW, NOW_TOO]),  # its points; 10.1 is none of them
        ("秤具隐患判定标准#1", "2020-01-01", [FIRST, FIRST_GONE]),
        ("秤具隐患判定标准#1.3", "2025-06-01", [FIRST_GONE]),  # nothing stands: the newest there is
        ("无日期标准#1", "2025-06-01", [UNVOUCHED]),
        ("旧标准#1.1", "2025-06-01", [PAST_LAST]),  # all have ended: the newest alone
        ("旧标准#1", "2025-06-01", [PAST_LAST]),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_criterion_means_the_text_that_stood(
    library: Library, reference: str, checked: str, found: list[HazardCriterion], turned: bool
) -> None:
    asked = violation(criteria=(reference,), checked=date.fromisoformat(checked))
    (joined,), dangling = join_violations(catalogue(asked), library, CRITERIA[::-1] if turned else CRITERIA)
    assert sorted(joined.criteria) == [each.id for each in found]
    assert dangling == ()


def test_criteria_named_twice_over_are_kept_once(library: Library) -> None:
    asked = violation(criteria=("秤具隐患判定标准#1.2", "秤具隐患判定标准#1"))
    (joined,), _ = join_violations(catalogue(asked), library, CRITERIA)
    assert joined.criteria[0] == NOW_TOO.id
    assert sorted(joined.criteria) == [NOW.id, NOW_TOO.id]


@pytest.mark.parametrize("reference", ["秤具隐患判定标准#2", "秤具隐患判定标准#1.1.1", "无此标准#1"])
def test_no_such_criterion(library: Library, reference: str) -> None:
    (joined,), dangling = join_violations(catalogue(violation(criteria=(reference,))), library, CRITERIA)
    assert joined.criteria == ()
    assert dangling == (Dangling("scales/unchecked", "criteria", reference, "没有这一判定情形"),)


def test_clauses_left_out_on_purpose(library: Library) -> None:
    exclusions = (Exclusion("秤法#3.1.2", "小过"), Exclusion("秤法#8.1", "无此条"))
    assert join_exclusions(catalogue(out_of_scope=exclusions), library) == {f"{NEW}#3.1.2": "小过"}
    assert join_exclusions([], library) == {}


# --- cases -----------------------------------------------------------------------------------------------------------


def clause(name: str | None, article: int | None, item: int | None = None, **more: Any) -> CaseClause:
    return CaseClause("条", 0, 1, name, article, item=item, **more)


def case(day: str | None, *punished: CaseClause, **more: Any) -> EnforcementCase:
    return EnforcementCase("案", "案", "自拟", date=day, penalized_under=punished, **more)


@pytest.mark.parametrize(
    ("day", "cited", "provision", "today"),
    [
        # The version that stood when it was decided, and its counterpart today.
        ("2018-03-05", clause("秤法", 2, 1), f"{OLD}#2.1.1", f"{NEW}#3.1.1"),
        ("2018", clause("秤法", 1), f"{OLD}#1", f"{NEW}#2"),
        ("2019-12", clause("秤法", 2, 2), f"{OLD}#2.1.2", f"{NEW}#3.1.2"),
        ("2020-01-01", clause("秤法", 2), f"{NEW}#2", None),
        ("2021", clause("秤法", 3, 2), f"{NEW}#3.1.2", None),
        (None, clause("秤法", 3, 1), f"{NEW}#3.1.1", None),  # undated: as of today
        ("某日", clause("秤法", 3, 1), f"{NEW}#3.1.1", None),
        ("2021", clause("中华人民共和国秤法", 3, 1, paragraph=1), f"{NEW}#3.1.1", None),
        # Nothing stands in its place any more.
        ("2020-06", clause("渡船条例", 2), f"{FERRY}#2", None),
        # Nowhere.
        ("2021", clause("秤法", 9), None, None),
        ("2018", clause("秤法", 3, 1), None, None),  # an article that the old text had not
        ("2021", clause("秤法", 3, 7), None, None),
        ("2021", clause("无此法", 1), None, None),
        ("2021", clause(None, 1), None, None),
        ("2021", clause("秤法", None), None, None),
        ("2005", clause("秤法", 1), None, None),  # before any held version
    ],
)
def test_what_a_case_cites(
    library: Library, day: str | None, cited: CaseClause, provision: str | None, today: str | None
) -> None:
    asked = case(day, cited, violated=(cited,), fine_unit=500)
    joined = CaseJoiner(library, TODAY).join(asked)
    expected = replace(cited, provision=provision, today=today)
    assert joined == replace(asked, penalized_under=(expected,), violated=(expected,))


def test_today_is_the_day_the_joiner_is_told(library: Library) -> None:
    asked = case("2012-05", clause("秤法", 2, 1))
    for today, counterpart in (
        (date(2015, 1, 1), None),
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), f"{NEW}#3.1.1"),
    ):
        (joined,) = CaseJoiner(library, today).join(asked).penalized_under
        assert (joined.provision, joined.today) == (f"{OLD}#2.1.1", counterpart)


def test_the_older_text_is_not_held(stored: Stored) -> None:
    joiner = CaseJoiner(stored(scales()[1]), TODAY)
    (joined,) = joiner.join(case("2018", clause("秤法", 2, 1))).penalized_under
    assert (joined.provision, joined.today) == (None, None)  # no table is shipped for it: nobody knows


def test_a_shipped_table_leads_on_where_the_older_text_is_not_held(stored: Stored) -> None:
    text = law("安全生产法", date(2021, 6, 10), "甲。", effective=date(2021, 9, 1))
    joiner = CaseJoiner(stored(text), TODAY)
    (joined,) = joiner.join(case("2018-03", clause("安全生产法", 94, 7))).penalized_under
    assert (joined.provision, joined.today) == (None, f"{SAFETY}#97.1.7")


def test_a_shipped_table_is_followed_up_to_the_day_told(stored: Stored) -> None:
    def safety(version: date, number: str, **more: Any) -> DocumentText:
        identifier = document_id("安全生产法", version)
        document = Document(identifier, "安全生产法", "安全生产法", Kind.STATUTE, version, "自拟", **more)
        lines = [f"第{number}条 {FINE.format('一两', '二两')}", *(f"（{n}）{n}号秤没有封条的。" for n in "三四五六七")]
        return DocumentText(document, outline_articles(identifier, lines))

    turn = date(2030, 1, 1)
    now = safety(date(2021, 6, 10), "九十七", effective=date(2021, 9, 1), ended=turn)
    later = safety(date(2029, 1, 1), "九十九", effective=turn)
    asked = case("2018-03", clause("安全生产法", 94, 7))
    for today, found in ((date(2026, 1, 1), f"{SAFETY}#97.1.7"), (turn, "安全生产法@2029-01-01#99.1.7")):
        (joined,) = CaseJoiner(stored(now, later), today).join(asked).penalized_under
        assert joined.today == found


def test_one_joiner_serves_cases_of_many_days(library: Library) -> None:
    joiner = CaseJoiner(library, TODAY)
    found = [joiner.join(case(day, clause("秤法", 2))).penalized_under[0].provision for day in ("2018", "2021", "2018")]
    assert found == [f"{OLD}#2", f"{NEW}#2", f"{OLD}#2"]


# --- days ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2021-07-05", date(2021, 7, 5)),
        ("2021-07", date(2021, 7, 1)),
        ("2021", date(2021, 1, 1)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2023-02-29", None),
        ("2021-13", None),
        ("2021-00", None),
        ("2021-07-00", None),
        ("0000", None),
        ("2021-7-5", None),
        ("2021年7月5日", None),
        ("20210705", None),
        ("2021-07-05T10:00", None),
        ("2021-07-05\n", None),
        (" 2021", None),
        ("21", None),
        ("某日", None),
        ("", None),
        (None, None),
    ],
)
def test_first_day(printed: str | None, day: date | None) -> None:
    assert first_day(printed) == day


@given(st.dates(date(1000, 1, 1)))
def test_first_day_of_any_date_as_precise_as_it_is_printed(day: date) -> None:
    printed = day.isoformat()
    assert first_day(printed) == day
    assert first_day(printed[:7]) == day.replace(day=1)
    assert first_day(printed[:4]) == date(day.year, 1, 1)
