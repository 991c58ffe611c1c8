from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.library import Library, write_library
from corpus.model import DocumentText, Status
from corpus.replacements import KnownVersion, load_replacements, successors, with_replacements
from corpus.versions import chained
from desks.versions import compare, version_in_force, versions_of
from ingest.files import read_file
from ingest.repeals import find_repeals, with_repeals
from tests.ingest.test_concordance import law
from tests.samples import workshop_rules

D = date.fromisoformat
NAME = "车间安全试行规定"
FIRST, SECOND, THIRD = D("2015-01-01"), D("2020-01-01"), D("2025-11-27")
KNOWN = {
    NAME: (
        KnownVersion(NAME, "试验部令第1号", "题注", version=FIRST, effective=D("2015-03-01")),
        KnownVersion(NAME, "试验部令第1号", "题注", version=SECOND, amended_by="试验部令第4号"),
        KnownVersion(NAME, "试验部令第8号", "公布令", version=THIRD, effective=D("2026-02-01"), ends=Status.REPEALED),
    )
}


def old(version: date, **more: object) -> DocumentText:
    return workshop_rules(version, effective=None, status_as_of=None, number="试验部令第1号", **more)


def library(tmp_path: Path, texts: Sequence[DocumentText]) -> Library:
    write_library(tmp_path / "library.sqlite", texts)
    return Library(tmp_path / "library.sqlite")


@pytest.mark.parametrize(
    ("version", "day", "status"),
    [
        (SECOND, "2019-12-31", Status.NOT_YET),
        (SECOND, "2020-01-01", Status.IN_FORCE),
        (SECOND, "2026-01-31", Status.IN_FORCE),
        (SECOND, "2026-02-01", Status.REPEALED),
        (FIRST, "2015-02-28", Status.NOT_YET),
        (FIRST, "2019-12-31", Status.IN_FORCE),
        (FIRST, "2020-01-01", Status.AMENDED),  # the amendment says no first day: its own day counts
        (FIRST, "2026-02-01", Status.AMENDED),
    ],
)
def test_an_old_text_ends_when_its_missing_successor_begins(version: date, day: str, status: Status) -> None:
    (text,) = with_replacements([old(version)], KNOWN)
    assert text.document.status_on(D(day)) is status


def test_the_note_names_the_text_in_force_and_says_that_it_is_missing() -> None:
    (second,) = with_replacements([old(SECOND)], KNOWN)
    assert second.document.notes == (
        "自2026-02-01起已被试验部令第8号（2025-11-27公布，2026-02-01起施行）废止；其文本没有收录，请核对官方原文",
    )
    (first,) = with_replacements([old(FIRST)], KNOWN)
    assert "自2020-01-01起已被试验部令第4号" in first.document.notes[0]
    assert "最新文本是试验部令第8号" in first.document.notes[0] and "没有收录" in first.document.notes[0]


def test_where_the_new_text_is_held_nothing_is_missing_and_it_is_left_alone() -> None:
    new = workshop_rules(THIRD, effective=D("2026-02-01"), number="试验部令第8号")
    before, after = with_replacements(chained([old(SECOND), new]), KNOWN)
    assert (before.document.ended, before.document.ended_as) == (D("2026-02-01"), Status.REPEALED)
    assert "没有收录" not in before.document.notes[0]
    assert after == new


def test_an_end_that_comes_earlier_is_kept_and_other_documents_are_untouched() -> None:
    ended = old(SECOND, ended=D("2021-01-01"), ended_as=Status.REPEALED)
    other = law("试验法", "2020-01-01", ["车间应当清扫。"])
    kept, same = with_replacements([ended, other], KNOWN)
    assert (kept.document.ended, kept.document.ended_as) == (D("2021-01-01"), Status.REPEALED)
    assert same == other
    undated = workshop_rules(None, effective=None)  # type: ignore[arg-type]
    assert with_replacements([undated], KNOWN) == [undated]


def test_a_chain_with_a_gap_ends_the_old_text_at_the_known_version_between() -> None:
    new = workshop_rules(THIRD, effective=D("2026-02-01"), number="试验部令第8号")
    before, _ = with_replacements(chained([old(FIRST), new]), KNOWN)
    assert (before.document.ended, before.document.ended_as) == (SECOND, Status.AMENDED)


def test_a_successor_without_any_first_day_does_not_end_the_text_but_nobody_vouches_for_it() -> None:
    known = {
        NAME: (
            KnownVersion(NAME, "试验部令第1号", "题注", version=FIRST, effective=FIRST),
            KnownVersion(NAME, "试验部令第9号", "题录", seen=D("2026-05-28")),
        )
    }
    (text,) = with_replacements([workshop_rules(FIRST, number="试验部令第1号")], known)
    assert text.document.ended is None
    assert text.document.status_on(D("2026-11-22")) is Status.UNVERIFIED
    assert "试验部令第9号（不晚于2026-05-28公布，施行日期没有查到）" in text.document.notes[0]
    newest = workshop_rules(D("2026-05-20"), number="试验部令第9号")
    assert with_replacements([newest], known) == [newest]
    assert successors(newest.document, known[NAME]) == ()


def test_versions_known_only_by_their_dates_are_listed_with_the_held_ones(tmp_path: Path) -> None:
    held = library(tmp_path, with_replacements([old(SECOND)], KNOWN))
    lines = versions_of(held, NAME, D("2026-02-01"), KNOWN)
    assert [(v.held, v.number, v.order, v.status) for v in lines] == [
        (False, "试验部令第8号", None, Status.IN_FORCE),
        (True, "试验部令第1号", "试验部令第4号", Status.REPEALED),
        (False, "试验部令第1号", None, Status.AMENDED),
    ]
    standing = version_in_force(held, NAME, D("2026-02-01"), KNOWN)
    assert standing is not None and not standing.held
    assert standing.sentence() == (
        "《车间安全试行规定》试验部令第8号（2025-11-27公布，2026-02-01起施行）：现行有效；库中没有其文本，请核对官方原文"
    )
    day_before = version_in_force(held, NAME, D("2026-01-31"), KNOWN)
    assert day_before is not None and day_before.id == f"{NAME}@2020-01-01" and day_before.held
    assert version_in_force(held, NAME, D("2014-12-31"), KNOWN) is None
    by_number = versions_of(held, "试验部令第8号", D("2026-02-01"), KNOWN)
    assert [v.number for v in by_number] == [v.number for v in lines]


# --- the shipped facts -----------------------------------------------------------------------------------------------

RULES = [
    ("安全生产违法行为行政处罚办法", "第15号", "第18号", "2026-02-01", Status.REPEALED),
    ("特种作业人员安全技术培训考核管理规定", "第30号", "第19号", "2026-06-01", Status.REPEALED),
    ("煤矿重大事故隐患判定标准", "第4号", "第21号", "2026-07-01", Status.AMENDED),
    ("煤矿安全规程", "第87号", "第17号", "2026-02-01", Status.REPEALED),
]


@pytest.mark.parametrize(("name", "before", "after", "begins", "ends"), RULES)
def test_each_replaced_rule_says_by_what_and_from_when(
    name: str, before: str, after: str, begins: str, ends: Status
) -> None:
    *_, previous, current = load_replacements()[name]
    assert previous.number.endswith(before) and current.number.endswith(after)
    assert (current.effective, current.ends) == (D(begins), ends)
    assert current.basis


def test_where_no_source_gives_a_first_day_none_is_given() -> None:
    previous, current = load_replacements()["安全评价检测检验机构管理办法"]
    assert (previous.number, current.number) == ("应急管理部令第1号", "应急管理部令第20号")
    assert current.effective is None and current.version is None and current.id is None


def test_the_work_safety_law_of_2014_is_known() -> None:
    law_2014, law_2021 = load_replacements()["安全生产法"][-2:]
    assert (law_2014.id, law_2014.effective) == ("安全生产法@2014-08-31", D("2014-12-01"))
    assert (law_2021.id, law_2021.effective) == ("安全生产法@2021-06-10", D("2021-09-01"))


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ("documents: 3", "无法读取|有误"),
        ("documents:\n- name: 甲\n  versions:\n  - {number: 第1号}", "basis"),
        ("documents:\n- name: 甲\n  versions:\n  - {number: 第1号, basis: 乙, version: 2020}", "日期"),
        ("documents:\n- name: 甲\n  versions:\n  - {number: 第1号, basis: 乙}", "都有日期"),
        (
            "documents:\n- name: 甲\n  versions:\n  - {number: 第2号, basis: 乙, version: 2021-01-01}\n"
            "  - {number: 第1号, basis: 乙, version: 2020-01-01}",
            "由旧到新",
        ),
    ],
)
def test_a_damaged_file_is_named_with_the_reason(tmp_path: Path, entry: str, wrong: str) -> None:
    file = tmp_path / "replacements.yaml"
    file.write_text(entry, encoding="utf-8")
    with pytest.raises(CorpusError, match=wrong):
        load_replacements(file)


# --- real texts ------------------------------------------------------------------------------------------------------

OLD_FILES = [
    ("superseded/安全生产违法行为行政处罚办法(2015-04-02).md", "2026-02-01", Status.REPEALED),
    ("superseded/特种作业人员安全技术培训考核管理规定(2010-05-24).md", "2026-06-01", Status.REPEALED),
    ("superseded/煤矿重大事故隐患判定标准(2020-11-20).md", "2026-07-01", Status.AMENDED),
]


@pytest.mark.parametrize(("file", "end", "status"), OLD_FILES)
def test_a_held_old_text_ends_on_the_day_and_points_to_the_one_in_force(
    shared: Path, tmp_path: Path, file: str, end: str, status: Status
) -> None:
    (text, *_) = read_file(shared / "data/official/rules" / file)
    held = library(tmp_path, with_repeals(with_replacements(chained([text]))))
    (document,) = held.documents()
    assert document.ended == D(end)
    assert document.status_on(D(end)) is status
    assert document.status_on(D(end) - timedelta(days=1)) is Status.IN_FORCE
    assert "没有收录" in document.notes[-1]
    standing = version_in_force(held, document.name, D(end))
    assert standing is not None and not standing.held and standing.effective == D(end)


def test_an_order_of_unknown_first_day_makes_the_held_text_unverified(shared: Path, tmp_path: Path) -> None:
    (text, *_) = read_file(shared / "data/official/rules/安全评价检测检验机构管理办法(2019-03-20).md")
    held = library(tmp_path, with_replacements([text]))
    (document,) = held.documents()
    assert document.status_on(D("2026-11-22")) is Status.UNVERIFIED
    assert "应急管理部令第20号" in document.notes[-1]


def test_only_the_new_text_at_hand_makes_the_old_number_history(shared: Path, tmp_path: Path) -> None:
    (text, *_) = read_file(shared / "data/official/rules/煤矿重大事故隐患判定标准（2026修订）(2026-05-24).md")
    held = library(tmp_path, with_replacements([text]))
    lines = versions_of(held, "应急管理部令第4号", D("2026-07-01"))
    assert [(v.number, v.held, v.status) for v in lines] == [
        ("应急管理部令第21号", True, Status.UNVERIFIED),  # the file does not say when it was checked
        ("应急管理部令第4号", False, Status.AMENDED),
    ]


# --- stated repeals --------------------------------------------------------------------------------------------------


def statute(words: Sequence[str], **more: object) -> DocumentText:
    return law("试验管理条例", "2024-01-24", words, effective=D("2024-05-01"), **more)


@pytest.mark.parametrize(
    ("words", "repealed"),
    [
        ("本条例自2024年5月1日起施行。《甲条例》同时废止。", ["甲条例"]),
        (
            "本条例自2024年5月1日起施行。《甲条例》和《国务院关于乙的特别规定》同时废止。",
            ["甲条例", "国务院关于乙的特别规定"],
        ),
        ("本办法自2024年5月1日起施行，2006年8月26日公布的《甲条例》同时废止。", ["甲条例"]),
        ("1960年批准的《甲条例》，1988年发布的《乙办法》，同时废止。", ["甲条例", "乙办法"]),
        ("自本条例施行之日起，《甲条例》即行废止。", ["甲条例"]),
        ("《甲条例》第三条同时废止。", []),
        ("《甲条例》中的有关规定同时废止。", []),
        ("《甲条例》有关处罚的规定同时废止。", []),
        ("与本条例不一致的，依照《甲条例》的规定执行，其他规定同时废止。", []),
        ("根据《国务院关于修改和废止部分行政法规的决定》第一次修订。", []),
        ("依照《甲条例》取得的许可证同时废止。", []),
    ],
)
def test_only_a_whole_document_clearly_named_is_repealed(words: str, repealed: list[str]) -> None:
    assert [repeal.mention.title for repeal in find_repeals(statute(["为了试验，制定本条例。", words]))] == repealed


def test_a_repealed_document_ends_on_the_printed_day_whichever_version_is_held() -> None:
    by = statute(["为了试验，制定本条例。", "本条例自2024年5月1日起施行。《车间安全试行规定》同时废止。"])
    older, kept = workshop_rules(SECOND), workshop_rules(D("2024-06-01"))
    after = {t.document.id: t.document for t in with_repeals([by, older, kept])}
    ended = after[older.document.id]
    assert ended.status_on(D("2024-04-30")) is Status.IN_FORCE
    assert ended.status_on(D("2024-05-01")) is Status.REPEALED
    assert ended.notes == ("自2024-05-01起废止（《试验管理条例》第二条）",)
    assert after[kept.document.id] == kept.document  # made after the repeal
    assert after[by.document.id] == by.document


def test_a_document_that_repeals_its_own_predecessor_of_the_same_name_ends_nothing() -> None:
    texts = [
        law("试验管理条例", "2006-01-01", ["甲。"]),
        statute(["本条例自2024年5月1日起施行。2006年公布的《试验管理条例》同时废止。", "乙。"]),
    ]
    assert with_repeals(texts) == texts


def test_the_day_of_an_amended_text_without_a_printed_day_is_not_guessed() -> None:
    by = law("试验管理条例", "2024-01-24", ["甲。", "本条例自公布之日起施行，《车间安全试行规定》同时废止。"],
             effective=D("2024-01-24"))  # fmt: skip
    assert find_repeals(by)[0].day is None
    assert with_repeals([by, workshop_rules(SECOND)])[1].document.ended is None


def test_the_coal_mine_regulation_of_2024_repeals_two(shared: Path) -> None:
    folder = shared / "data/official/lawrefbook"
    files = [
        "行政法规/煤矿安全生产条例(2024-01-24).md",
        "superseded/行政法规/煤矿安全监察条例(2013-07-18).md",
        "superseded/行政法规/国务院关于预防煤矿生产安全事故的特别规定(2013-07-18).md",
    ]
    texts = with_repeals([read_file(folder / file)[0] for file in files])
    for text in texts[1:]:
        assert (text.document.ended, text.document.ended_as) == (D("2024-05-01"), Status.REPEALED)
        assert text.document.status_on(D("2024-04-30")) is not Status.REPEALED
        assert text.document.status_on(D("2024-05-01")) is Status.REPEALED


def test_comparing_needs_both_texts_or_a_table(tmp_path: Path) -> None:
    from corpus.errors import NotFoundError

    held = library(tmp_path, [old(SECOND)])
    with pytest.raises(NotFoundError, match="2025-11-27"):
        compare(held, f"{NAME}@2020-01-01", f"{NAME}@2025-11-27")
    rows = compare(held, "安全生产法@2021-06-10", "安全生产法@2014-08-31")
    assert len([row for row in rows if row.old]) == 115  # 114 articles, of which one was split
