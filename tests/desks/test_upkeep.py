"""The checker of the shipped catalogue, over two small laws of our own; and the shipped catalogue itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.cases import CaseClause, EnforcementCase
from corpus.digests import Digest
from corpus.errors import NotFoundError
from corpus.hazards import HazardCriterion
from corpus.industries import Industry, IndustryLexicon
from corpus.library import Library, write_library
from corpus.model import Document, DocumentText, Kind, Provision, Status, Unit, Wording
from corpus.violations import ArticleRange, Exclusion, LawCatalogue, Subject, Violation
from desks.upkeep import Report, check_catalogue, check_shipped
from desks.upkeep_age import ages, overdue, shipped_ages
from desks.upkeep_cases import CaseCount
from desks.upkeep_entries import Problem, ProblemKind
from desks.upkeep_places import placed
from ingest.articles import outline_articles

DAY = date(2026, 6, 1)
CHECKED = date(2026, 1, 1)
VERSION = date(2020, 1, 1)

LAW = """第一章 要求
第一条 企业应当每班清点钥匙并且逐把点名。
第二条 本法所称钥匙，是指能开门的物件。
第三条 主管机关可以吊销证书。
第二章 罚则
第四条 企业有下列行为之一的，处一万元以上二万元以下的罚款：
（一）钥匙没有清点的；
（二）钥匙外借不记账的。
第五条 丢了钥匙又酿成损失的，依照锁业规定追究。
第六条 主管机关应当把锁具熔掉。
第七条 有下列行为之一的，对第一项行为处五千元罚款：
（一）锁具带缺口的；
（二）锁具生锈的。
第三章 附则
第八条 旧锁在一年内换完。"""
CRIMINAL = """第九条 锁匠故意留下缺口，造成他人死伤的，处二年以下有期徒刑。
仓管有前款行为的，依照前款的规定处罚。
第十条 锁具应当登记。
第十一条 锁匠私配钥匙的，处一年以下有期徒刑。
第十二条 锁匠偷卖钥匙的，处一年以下有期徒刑。"""
SPOKEN = ("钥匙乱成一团", "数都没数过", "谁拿走没人知道", "柜子里少了三把", "本子上一片空白")
INDUSTRIES = IndustryLexicon([Industry("locks", "锁业", ("锁业",))])


def text(name: str, words: str, version: date = VERSION, **more: Any) -> DocumentText:
    identifier = f"{name}@{version}"
    facts = {"effective": version, "status_as_of": date(2026, 5, 1), **more}
    document = Document(identifier, name, name, Kind.STATUTE, version, "test", **facts)
    return DocumentText(document, outline_articles(identifier, words.splitlines()))


def stored(folder: Path, *texts: DocumentText) -> Library:
    path = folder / "library.sqlite"
    write_library(path, texts)
    return Library(path)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    former = text("旧锁法", "第一条 企业应当备锁。", ended=date(2025, 1, 1), ended_as=Status.REPEALED)
    digest = text("锁具办法", "第一条 锁具要登记。", wording=Wording.DIGEST)
    criminal = text("刑法", CRIMINAL)
    changed = tuple(
        replace(p, ended=date(2026, 3, 1)) if p.locator.startswith("12") else p for p in criminal.provisions
    )
    return stored(
        tmp_path_factory.mktemp("library"),
        text("锁法", LAW),
        replace(criminal, provisions=changed),
        former,
        digest,
    )


def violation(identifier: str = "locks/not-counted", penalties: tuple[str, ...] = (), **more: Any) -> Violation:
    facts: dict[str, Any] = {
        "name": "钥匙没清点",
        "subjects": (Subject.UNIT,),
        "duties": ("锁法#1.1",),
        "penalties": penalties,
        "spoken": SPOKEN,
        "evidence": ("登记本",),
        "law": "锁法",
        "version": VERSION,
        "source": "test",
        "checked": CHECKED,
    }
    return Violation(id=identifier, **{**facts, **more})


#: Covers the law: the two items, the clause that another law punishes, the list of which one item is not read.
NOT_COUNTED = violation(penalties=("锁法#4.1.1", "锁法#4.1.2"), crimes=("刑法#9.1", "刑法#9.2"))
LOST = violation("locks/lost", ("锁法#5.1", "锁法#7.1.1"), note="怎么罚看锁业规定")
OUT = (Exclusion("锁法#6.1", "对主管机关"), Exclusion("锁法#7.1.2", "没有处罚"))
CATALOGUE = LawCatalogue("锁法", VERSION, (NOT_COUNTED, LOST), OUT)


def criterion(**more: Any) -> HazardCriterion:
    facts: dict[str, Any] = {
        "id": "锁具隐患标准@2020-01-01#1.1",
        "title": "锁具隐患标准",
        "locator": "1.1",
        "object": "锁具",
        "condition": "一把能开百门",
        "thresholds": (),
        "industries": ("locks",),
        "number": None,
        "issuers": (),
        "version": VERSION,
        "effective": VERSION,
        "ended": None,
        "superseded_by": None,
        "status_as_of": CHECKED,
        "missing": None,
        "source": "test",
        "checked": CHECKED,
    }
    return HazardCriterion(**{**facts, **more})


def case(*clauses: CaseClause, **more: Any) -> EnforcementCase:
    facts: dict[str, Any] = {"date": "2025-03-02", "industries": ("locks",), "violations": ("locks/lost",)}
    return EnforcementCase("案", "案", "test", key="t1", penalized_under=clauses, **{**facts, **more})


def clause(law: str, article: int | None, paragraph: int | None = None) -> CaseClause:
    return CaseClause("条", 0, 1, law, article, paragraph=paragraph)


Check = Callable[..., Report]


@pytest.fixture
def check(library: Library) -> Check:
    """Checks what is given in place of the sound catalogue."""

    def checked(
        *catalogue: LawCatalogue,
        criteria: tuple[HazardCriterion, ...] = (criterion(),),
        cases: tuple[EnforcementCase, ...] = (),
        held: Library = library,
        day: date = DAY,
        digests: tuple[Digest, ...] = (),
    ) -> Report:
        return check_catalogue(held, catalogue or (CATALOGUE,), criteria, cases, INDUSTRIES, day, digests)

    return checked


#: Rules with a file whose digest has no penalty clause: no source shows one.
NO_PENALTY_KNOWN = {
    "危险货物道路运输安全管理办法",
    "小型露天采石场安全管理与监督检查规定",
    "江苏省消防条例",
    "特种设备使用单位落实使用安全主体责任监督管理规定",
    "非煤矿山外包工程安全管理暂行办法",
}


def told(report: Report) -> list[tuple[str, str, str, str]]:
    return [(p.kind.value, p.severity, p.entry, p.reference) for p in report.problems]


def with_first(**more: Any) -> LawCatalogue:
    """The sound catalogue with something else in its first entry."""
    return replace(CATALOGUE, violations=(replace(NOT_COUNTED, **more), LOST))


def test_a_sound_catalogue_has_no_problem_and_is_counted(check: Check) -> None:
    report = check(cases=(case(clause("锁法", 4), clause("没有的法", 1)),))
    assert report.problems == ()
    [row] = report.coverage
    assert (row.law, row.version, row.penal, row.covered, row.excluded, row.missing) == ("锁法", VERSION, 6, 4, 2, ())
    assert (row.parsed, row.entries, row.spoken, row.duties) == (3, 2, 10, 1)
    assert report.cases == CaseCount(cases=1, clauses=2, found=1, unheld=1)


ME = "locks/not-counted"


@pytest.mark.parametrize(
    ("change", "problem", "reason"),
    [
        ({"duties": ("锁法#99",)}, ("reference", "error", ME, "锁法#99"), "duties 所指不存在"),
        ({"duties": ("没有的法#1",)}, ("reference", "error", ME, "没有的法#1"), "没有的法"),
        ({"crimes": ("刑法#99.1",)}, ("reference", "error", ME, "刑法#99.1"), "crimes 所指不存在"),
        ({"duties": ("旧锁法#1.1",)}, ("version", "error", ME, "旧锁法#1.1"), "在核对日（2026-01-01）已废止"),
        ({"crimes": ("刑法#12.1",)}, ("version", "error", ME, "刑法#12.1"), "自 2026-03-01 起已改"),
        ({"duties": ("锁法#2.1",)}, ("role", "warning", ME, "锁法#2.1"), "定义"),
        ({"duties": ("锁法#4.1.1",)}, ("role", "warning", ME, "锁法#4.1.1"), "罚则"),
        ({"duties": ("锁法#8.1",)}, ("role", "warning", ME, "锁法#8.1"), "附则"),
        ({"crimes": ("刑法#10.1",)}, ("role", "error", ME, "刑法#10.1"), "没有读出刑罚"),
        ({"crimes": ("锁法#4.1.1",)}, ("role", "error", ME, "锁法#4.1.1"), "只能引刑法"),
        ({"criteria": ("锁具隐患标准#2",)}, ("criterion", "error", ME, "锁具隐患标准#2"), "没有这一判定情形"),
        ({"industries": ("bakery",)}, ("industry", "error", ME, ""), "bakery"),
        (
            {"spoken": ("他们说每班清点，钥匙并没有", *SPOKEN[1:])},
            ("spoken", "error", ME, "锁法#1.1"),
            "每班清点钥匙并，请换成自己的说法",
        ),
        (
            {"spoken": ("老板讲企业有下列行为就算了", *SPOKEN[1:])},
            ("spoken", "error", ME, "锁法#4.1.1"),
            "企业有下列行为",
        ),
    ],
)
def test_an_entry_that_breaks_a_rule(
    check: Check, change: dict[str, Any], problem: tuple[str, ...], reason: str
) -> None:
    report = check(with_first(**change))
    assert told(report) == [problem]
    assert reason in report.problems[0].reason
    assert report.problems[0].file == "锁法"


@pytest.mark.parametrize(
    "change",
    [
        {"spoken": ("上面叫每班清点钥匙，没人理", *SPOKEN[1:])},  # six letters of the clause
        {"criteria": ("锁具隐患标准#1",)},  # stands for the points below it
        {"criteria": ("锁具隐患标准#1.1",)},
        {"crimes": ("刑法#9.2",)},  # the sentence stands in the paragraph before
    ],
)
def test_what_is_just_allowed(check: Check, change: dict[str, Any]) -> None:
    assert check(with_first(**change)).problems == ()


@pytest.mark.parametrize(
    ("extra", "note", "problem", "reason"),
    [
        ("锁法#5.1", None, ("role", "warning", ME, "锁法#5.1"), "请在 note 里说明"),
        ("锁法#3.1", None, ("role", "warning", ME, "锁法#3.1"), "读出了处罚，但条文像是职责"),
        ("锁法#3.1", "有说明", ("role", "warning", ME, "锁法#3.1"), "读出了处罚"),
        ("锁法#1.1", "有说明", ("role", "error", ME, "锁法#1.1"), "既不像罚则（像是义务）"),
        ("锁法#4", None, ("leaf", "error", ME, "锁法#4"), "最末一级"),
        ("锁法#4.1", None, ("leaf", "error", ME, "锁法#4.1"), "最末一级"),
    ],
)
def test_a_penalty_must_punish(
    check: Check, extra: str, note: str | None, problem: tuple[str, ...], reason: str
) -> None:
    report = check(with_first(penalties=(*NOT_COUNTED.penalties, extra), note=note))
    assert told(report) == [problem]
    assert reason in report.problems[0].reason


def test_a_penal_item_that_nothing_hits_is_a_warning(check: Check) -> None:
    report = check(replace(with_first(penalties=(*NOT_COUNTED.penalties, "锁法#7.1.2")), out_of_scope=OUT[:1]))
    assert told(report) == [("role", "warning", ME, "锁法#7.1.2")]
    assert "没有读出一项处罚" in report.problems[0].reason


def test_every_penal_leaf_is_covered_or_listed_and_not_both(check: Check) -> None:
    report = check(replace(CATALOGUE, out_of_scope=(OUT[0], Exclusion("锁法#4.1.2", "不收"))))
    assert told(report) == [
        ("coverage", "error", "", "锁法#4.1.2"),
        ("coverage", "error", "", "锁法#7.1.2"),
    ]
    assert "又列在 out_of_scope" in report.problems[0].reason
    assert "没有对应的违法行为" in report.problems[1].reason
    assert report.coverage[0].missing == ("锁法@2020-01-01#7.1.2",)


def test_a_penalty_outside_the_penal_chapter_counts_too(check: Check, tmp_path: Path) -> None:
    words = LAW.replace("可以吊销证书。", "可以吊销证书。\n企业偷换锁芯的，处三千元罚款。")
    held = stored(tmp_path, text("锁法", words), text("刑法", CRIMINAL))
    assert told(check(held=held)) == [("coverage", "error", "", "锁法#3.2")]


def test_another_file_may_cover_a_clause(check: Check) -> None:
    elsewhere = violation("crime/lock", ("刑法#11.1", "锁法#4.1.2"), law="刑法")
    criminal = LawCatalogue("刑法", VERSION, (elsewhere,), (), ArticleRange("11", "11"))
    own = with_first(penalties=("锁法#4.1.1",))
    assert check(own, criminal).problems == ()


def test_a_range_of_articles_is_covered_whole(check: Check) -> None:
    elsewhere = violation("crime/lock", ("刑法#11.1",), law="刑法")
    criminal = LawCatalogue("刑法", VERSION, (elsewhere,), (), ArticleRange("10", "11"))
    report = check(CATALOGUE, criminal)
    assert told(report) == [("coverage", "error", "", "刑法#10.1")]
    assert (report.coverage[1].penal, report.coverage[1].covered) == (2, 1)


@pytest.mark.parametrize(
    ("provision", "reason"),
    [
        ("锁法#99.1", "不存在"),
        ("刑法#1.1", "不存在"),
        ("锁法#4.1", "最末一级"),
        ("锁法#1.1", "不是要对应的罚则"),
    ],
)
def test_what_is_listed_as_out_of_scope_is_a_penal_leaf(check: Check, provision: str, reason: str) -> None:
    report = check(replace(CATALOGUE, out_of_scope=(*OUT, Exclusion(provision, "不收"))))
    assert told(report) == [("exclusion", "error", "", provision)]
    assert reason in report.problems[0].reason


def test_the_version_of_the_file_is_held_and_stands(check: Check, tmp_path: Path) -> None:
    report = check(replace(CATALOGUE, version=date(2019, 1, 1)))
    assert told(report) == [("version", "error", "", "锁法@2019-01-01")]
    assert "没有这一版本（2020-01-01）" in report.problems[0].reason
    assert report.coverage == ()
    assert told(report.of_law("锁法")) == told(report)

    repealed = text("锁法", LAW, ended=date(2025, 12, 1), ended_as=Status.REPEALED)
    (tmp_path / "a").mkdir()
    report = check(held=stored(tmp_path / "a", repealed, text("刑法", CRIMINAL)))
    assert told(report) == [("version", "error", "", "锁法@2020-01-01")]
    assert "在 2026-06-01 已废止" in report.problems[0].reason

    later = text("锁法", LAW, date(2026, 5, 1))
    (tmp_path / "b").mkdir()
    report = check(held=stored(tmp_path / "b", text("锁法", LAW), later, text("刑法", CRIMINAL)))
    assert told(report) == [("version", "warning", "", "锁法@2020-01-01")]
    assert "已有新版本 锁法@2026-05-01（2026-05-01起施行）" in report.problems[0].reason


def test_a_criterion_that_was_superseded_on_the_day_of_checking(check: Check) -> None:
    catalogue = with_first(criteria=("锁具隐患标准#1",))
    ended = criterion(ended=date(2025, 12, 1), superseded_by="新标准")
    report = check(catalogue, criteria=(ended,))
    assert told(report) == [("criterion", "error", ME, "锁具隐患标准#1.1")]
    assert "在核对日（2026-01-01）已废止" in report.problems[0].reason
    newer = criterion(id="锁具隐患标准@2025-12-01#1.1", version=date(2025, 12, 1), effective=date(2025, 12, 1))
    assert check(catalogue, criteria=(ended, newer)).problems == ()


def test_sectors_of_criteria(check: Check) -> None:
    report = check(criteria=(criterion(industries=("locks", "bakery")),))
    assert told(report) == [("industry", "error", "锁具隐患标准@2020-01-01#1.1", "")]
    assert report.problems[0].file == "锁具隐患标准"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"violations": ("locks/unknown",)}, "违法行为 locks/unknown 不在目录里"),
        ({"industries": ("bakery",)}, "行业 bakery 不在行业词表里"),
        ({"date": "2026-06-02"}, "还没有到"),
        ({"date": "1989-12-31"}, "早于 1990 年"),
        ({"date": "2025-02-30"}, "没有 2025-02-30 这一天"),
    ],
)
def test_a_case_that_cannot_be(check: Check, change: dict[str, Any], reason: str) -> None:
    report = check(cases=(case(**change),))
    assert told(report) == [("case", "error", "案例-t1", "")]
    assert reason in report.problems[0].reason


def test_dates_of_cases_that_can_be(check: Check) -> None:
    cases = (case(date="1990"), replace(case(date=str(DAY)), key="t2"), replace(case(date=None), key="t3"))
    assert check(cases=cases).problems == ()


def test_clauses_of_cases(check: Check) -> None:
    cited = [("锁法", 4), ("锁法", None), ("锁法", 40), ("没有的法", 1), ("没有的法", None), ("锁具办法", 7)]
    now = case(*(clause(law, article) for law, article in cited))
    before = replace(case(clause("锁法", 40), date="2012-01"), key="t2")
    report = check(cases=(now, before))
    assert report.cases == CaseCount(cases=2, clauses=7, found=2, absent=1, other_version=1, unheld=3)
    assert told(report) == [("case", "error", "案例-t1", "条")]
    assert "所引条款在当时的文本中没有：没有第四十条" in report.problems[0].reason


def test_every_clause_counts_once(check: Check) -> None:
    """One that is shown through its counterpart, or as a criterion, is one clause like any other."""
    cited = case(clause("锁具隐患标准", 1), clause("锁法", 4))
    counted = check(cases=(cited,)).cases
    assert (counted.clauses, counted.criteria, counted.found, counted.unheld) == (2, 1, 1, 1)
    assert counted.shown == 2


def test_a_clause_that_the_source_has_wrong_is_said_to_be_wrong(check: Check) -> None:
    wrong = replace(clause("锁法", 40), text="《锁法》第四十条第二款")
    assert told(check(cases=(case(wrong),))) == [("case", "error", "案例-t1", "《锁法》第四十条第二款")]
    assert told(check(cases=(case(wrong, notes=("罚款未写明",)),)))
    assert check(cases=(case(wrong, notes=("来源写第四十条，应为第四条",)),)).problems == ()


def test_a_case_that_cites_a_repealed_text_says_so(check: Check, tmp_path: Path) -> None:
    ended = text("锁令", "第一条 锁要上油。", ended=date(2024, 5, 1), ended_as=Status.REPEALED)
    amended = text("门令", "第一条 门要上漆。", ended=date(2024, 5, 1), ended_as=Status.AMENDED)
    held = stored(tmp_path, text("锁法", LAW), text("刑法", CRIMINAL), ended, amended)
    cited = case(clause("锁令", 1), clause("门令", 1))  # in 2025
    report = check(cases=(cited,), held=held)
    assert told(report) == [("case", "error", "案例-t1", "条")]
    assert "锁令@2020-01-01 自 2024-05-01 起已废止" in report.problems[0].reason
    assert check(cases=(replace(cited, notes=("锁令已被新令取代",)),), held=held).problems == ()
    assert check(cases=(replace(cited, date="2024-04-30"),), held=held).problems == ()


def test_a_fine_that_runs_backwards(check: Check) -> None:
    document = text("锁则", "").document
    words = (
        "锁没上油：处五万元以上三万元以下罚款；逾期不改，处3万元以上5万元以下罚款。",
        "钥匙没挂：罚10万元至2万元。",
    )
    provisions = tuple(
        Provision(f"{document.id}#{n}", document.id, None, Unit.ARTICLE, str(n), f"第{n}条", n, text=each)
        for n, each in enumerate(words, 1)
    )
    report = check(digests=(Digest(DocumentText(document, provisions)),))
    assert [(p.kind.value, p.severity, p.file, p.entry) for p in report.problems] == [
        ("amount", "error", "锁则", "锁则@2020-01-01#1"),
        ("amount", "error", "锁则", "锁则@2020-01-01#2"),
    ]
    assert "五万元以上三万元以下" in report.problems[0].reason
    assert "10万元至2万元" in report.problems[1].reason


def test_what_nobody_has_compared_for_a_year(check: Check) -> None:
    year = date(2027, 1, 1)  # 365 days after CHECKED
    assert check(day=year).problems == ()
    late = check(day=date(2027, 1, 2), criteria=(criterion(), criterion(id="b", industries=("bakery",))))
    assert [(p.kind.value, p.severity, p.file) for p in late.problems] == [
        ("stale", "warning", "锁法"),
        ("industry", "error", "锁具隐患标准"),  # file by file
        ("stale", "warning", "锁具隐患标准"),
    ]
    assert "判定情形 2 条上次核对是 2026-01-01，已过 366 天" in late.problems[2].reason

    old, told_case = criterion(checked=date(2025, 1, 1)), case(checked="2025-06-01")
    listed = ages([CATALOGUE], [old], cases=[told_case, case()])
    assert [(a.kind, a.file, a.days(DAY), a.entries) for a in overdue(listed, DAY, days=100)] == [
        ("判定情形", "锁具隐患标准", 516, 1),
        ("案例", "案例", 365, 1),
        ("违法行为", "锁法", 151, 2),
    ]
    assert [a.file for a in overdue(listed, DAY, days=151)] == ["锁具隐患标准", "案例"]


def test_everything_shipped_grows_old() -> None:
    assert {age.kind for age in shipped_ages()} == {"违法行为", "判定情形", "要点", "任务", "案例"}


def test_a_problem_names_its_file_and_line(tmp_path: Path) -> None:
    files = {
        "violations/锁法.yaml": "law: 锁法\nviolations:\n  - id: locks/lost\nout_of_scope:\n  - {provision: 锁法#6.1}\n",
        "hazards/标准.yaml": 'title: 锁具标准\nversion: 2020-01-02\ncriteria:\n\n  - locator: "1.1"\n',
        "rules/a.yaml": 'title: 锁则\nversion: 2020-01-02\narticles:\n  - {locator: "1"}\n  - {locator: "2.1"}\n',
        "cases/batch.yaml": "cases:\n  - key: t1\n    name: 案\n  - key: t2\n",
    }
    for name, words in files.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(words, encoding="utf-8")

    def place(file: str, entry: str = "", reference: str = "") -> str:
        [found] = placed([Problem(ProblemKind.CASE, "error", file, entry, reference, "")], tmp_path)
        return found.place

    assert place("锁法", "locks/lost", "锁法#9.1") == "corpus/violations/锁法.yaml:3"
    assert place("锁法", "", "锁法#6.1") == "corpus/violations/锁法.yaml:5"
    assert place("锁法", "", "锁法#4.1") == "corpus/violations/锁法.yaml:1"
    assert place("锁具标准", "锁具标准@2020-01-02#1.1") == "corpus/hazards/标准.yaml:5"
    assert place("锁则", "锁则@2020-01-02#2.1") == "corpus/rules/a.yaml:5"
    assert place("案例", "案例-t2") == "corpus/cases/batch.yaml:4"
    assert place("没有的法") == ""
    assert placed([]) == ()


def test_the_part_about_one_law(check: Check) -> None:
    elsewhere = violation("crime/lock", ("刑法#11.1",), law="刑法", industries=("bakery",))
    criminal = LawCatalogue("刑法", VERSION, (elsewhere,), (), ArticleRange("11", "11"))
    report = check(CATALOGUE, criminal, cases=(case(clause("锁法", 40)),))
    assert len(report.problems) == len(report.errors) == 2
    part = report.of_law("《中华人民共和国刑法》")
    assert [row.law for row in part.coverage] == ["刑法"]
    assert told(part) == [("industry", "error", "crime/lock", "")]
    assert part.cases == CaseCount()
    assert report.of_law("锁法").problems == ()
    with pytest.raises(NotFoundError, match="没有《面包法》。目录收有：锁法、刑法"):
        report.of_law("面包法")


# The shipped catalogue: this is where CI runs the checker.


@pytest.fixture(scope="module")
def shipped() -> Report:
    return check_shipped(date.today())


def test_the_shipped_catalogue_has_no_errors(shipped: Report) -> None:
    assert [f"{p.file} {p.entry} {p.reference} {p.reason}" for p in shipped.errors] == []
    assert len(shipped.coverage) >= 12
    assert shipped.cases.cases > 0


def test_every_penalty_clause_of_the_listed_laws_is_accounted_for(shipped: Report) -> None:
    for row in shipped.coverage:
        assert row.missing == ()
        assert row.covered + row.excluded == row.penal, row.law
    without = {row.law for row in shipped.coverage if row.penal == 0}
    assert without == NO_PENALTY_KNOWN
