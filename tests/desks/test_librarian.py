from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import LibraryError, NotFoundError
from corpus.hazards import load_criteria
from corpus.home import FORMAT, Home
from corpus.library import Library
from corpus.model import Kind, Wording
from corpus.violations import LawCatalogue, Subject, Violation
from desks import librarian
from search.engine import Answer, SearchEngine
from search.filters import Filters

NOTICE = """某省应急管理厅关于开展叉车专项检查的通知
某应急〔2024〕7号

各市应急管理局：
为规范叉车使用，现就有关事项通知如下。
一、检查重点
（一）驾驶人员持证。叉车驾驶人员应当持有效证件上岗。
（二）车辆检验。叉车应当定期检验。
二、工作要求
各市于每季度末报送检查情况。

某省应急管理厅
2024年3月5日
"""
NOTICE_ID = "某应急〔2024〕7号@2024-03-05"
DAY = date(2026, 6, 1)


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


def documents(home: Home) -> list[str]:
    return [d.id for d in Library(home.current() / "library.sqlite").documents()]


def test_a_build_counts_what_it_made(home: Home) -> None:
    counts = home.manifest().counts
    library = Library(home.current() / "library.sqlite")
    assert counts == {**library.counts(), **{k: counts[k] for k in ("nodes", "edges", "passages")}}
    assert all(counts.values())
    violations = [violation for law in librarian.load_catalogue() for violation in law.violations]
    shipped = {"violations": violations, "criteria": load_criteria(), "cases": librarian.load_cases()}
    assert {k: counts[k] for k in shipped} == {k: len(v) for k, v in shipped.items()}
    assert library.counts()["articles"] >= 50
    assert not librarian.needs_build(home)
    assert librarian.needs_build(home, "all")


def test_an_ingested_file_is_found_and_survives_the_next_build(home: Home, notice: Path) -> None:
    report = librarian.ingest(home, [notice])
    assert [o.problems for o in report.outcomes] == [()]
    [text] = report.outcomes[0].texts
    assert (text.document.id, text.document.kind) == (NOTICE_ID, Kind.POLICY)
    notice.unlink()
    librarian.build(home)
    engine = SearchEngine.open(home.current(), home.manifest().encoder)
    answer = engine.search("叉车驾驶人员证件", Filters(DAY), 3)
    assert answer.hits[0].provision.id == f"{NOTICE_ID}#1.1"


def test_the_same_file_twice_and_the_same_document_twice(home: Home, notice: Path, tmp_path: Path) -> None:
    librarian.ingest(home, [notice])
    before = home.current_name()
    other = tmp_path / "另存.txt"
    other.write_text(NOTICE + "\n", encoding="gb18030")
    report = librarian.ingest(home, [notice, other])
    same, again = report.outcomes
    assert "内容完全相同" in same.problems[0]
    assert NOTICE_ID in again.problems[0]
    assert report.build is None
    assert home.current_name() == before


def test_bad_files_are_reported_and_the_rest_goes_on(home: Home, notice: Path, tmp_path: Path) -> None:
    bad = {
        "空.txt": b"",
        "程序.txt": bytes(range(256)) * 8,
        "表格.xlsx": b"PK\3\4",
        "假.docx": "不是压缩包".encode(),
        "坏.pdf": b"%PDF-1.7 broken",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    paths = [tmp_path / name for name in bad] + [tmp_path / "没有.txt", notice]
    report = librarian.ingest(home, paths)
    *failed, taken = report.outcomes
    for outcome in failed:
        [problem] = outcome.problems
        assert problem.endswith("。")
        assert "\n" not in problem
        assert Path(outcome.name).name in problem
    assert taken.taken
    assert NOTICE_ID in documents(home)


def test_a_folder_is_walked(home: Home, notice: Path, tmp_path: Path) -> None:
    inner = tmp_path / "folder" / "inner"
    inner.mkdir(parents=True)
    notice.rename(inner / "通知.txt")
    assert librarian.ingest(home, [tmp_path / "folder"]).outcomes[0].taken


def test_remove_takes_a_document_out(home: Home, notice: Path) -> None:
    librarian.ingest(home, [notice])
    librarian.remove(home, NOTICE_ID)
    assert NOTICE_ID not in documents(home)
    with pytest.raises(NotFoundError, match="不能移除"):
        librarian.remove(home, "矿山安全法@2009-08-27")


def test_a_library_of_another_version_is_rebuilt_from_the_originals(home: Home, notice: Path) -> None:
    librarian.ingest(home, [notice])
    path = home.current() / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "format": FORMAT - 1}), encoding="utf-8")
    with pytest.raises(LibraryError, match="另一版本"):
        home.current()
    assert librarian.needs_build(home)
    librarian.build(home)
    assert NOTICE_ID in documents(home)


def test_a_failing_build_leaves_the_old_library(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = home.current_name()
    monkeypatch.setenv("ANFA_ENCODER", "no-such-folder/at-all")
    with pytest.raises(Exception, match="ANFA_ENCODER"):
        librarian.build(home)
    assert home.current_name() == before
    assert documents(home)


def test_a_build_killed_in_the_middle_leaves_the_old_library(home: Home, notice: Path) -> None:
    librarian.ingest(home, [notice])
    before, held = home.current_name(), documents(home)
    environment = {**os.environ, "ANFA_HOME": str(home.path)}
    process = subprocess.Popen([sys.executable, "-m", "ui.cli", "build", "--all"], env=environment)
    deadline = time.monotonic() + 60
    while not list((home.path / "generations").glob("building-*/library.sqlite")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert home.current_name() == before
    assert documents(home) == held
    librarian.build(home)
    assert documents(home) == held
    assert not list((home.path / "generations").glob("building-*"))


def test_official_text_takes_the_place_of_a_digest(home: Home, shared: Path) -> None:
    [digest] = Library(home.current() / "library.sqlite").versions("工贸企业粉尘防爆安全规定")
    assert digest.wording is Wording.DIGEST
    [path] = (shared / "data/official/rules").glob("工贸企业粉尘防爆安全规定*.md")
    report = librarian.ingest(home, [path])
    assert report.outcomes[0].problems == ()
    library = Library(home.current() / "library.sqlite")
    official = library.document(digest.id)
    assert official.wording is Wording.OFFICIAL
    assert {p.wording for p in library.provisions(digest.id)} == {Wording.OFFICIAL}
    librarian.remove(home, digest.id)
    assert Library(home.current() / "library.sqlite").document(digest.id).wording is Wording.DIGEST


# The hub --------------------------------------------------------------------------------------------------------------

#: Invented; the clauses it cites are there.
CASE = """【案例名称】江北市某采石场新工未培训上岗案
【基本案情】2024年3月12日，扬州市应急管理局检查某采石场时发现，早上才到矿的包工队工人没上过一天课，中午就进了采场。上述行为违反了《矿山安全法》第二十六条第一款的规定。
【处理结果】2024年4月2日，扬州市应急管理局依据《矿山安全法》第四十条第（一）项的规定，责令改正，处罚款1万元。"""
MINING = "矿山安全法@2009-08-27"
UNTRAINED = "mine/untrained-worker-assigned"


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    path = tmp_path / "案例.txt"
    path.write_text(CASE, encoding="utf-8")
    return path


def library_of(home: Home) -> Library:
    return Library(home.current() / "library.sqlite")


def test_a_case_is_joined_to_its_clauses_and_linked_to_its_violation(home: Home, case_file: Path) -> None:
    before = home.manifest().counts
    report = librarian.ingest(home, [case_file], reading="case")
    [case] = report.outcomes[0].cases
    library = library_of(home)
    held = library.case(case.id)
    assert [c.provision for c in held.violated] == [f"{MINING}#26.1"]
    assert [c.provision for c in held.penalized_under] == [f"{MINING}#40.1.1"]
    [link] = [each for each in library.links() if each.case == case.id]
    assert (link.violation, link.authored) == (UNTRAINED, False)
    assert "处罚依据《矿山安全法》第四十条第一项是其罚则" in link.reason
    assert "违反的《矿山安全法》第二十六条第一款是其义务条款" in link.reason
    assert report.build is not None
    counts = report.build.manifest.counts
    assert counts == home.manifest().counts
    assert {k: counts[k] - before[k] for k in ("cases", "violations", "criteria")} == {
        "cases": 1,
        "violations": 0,
        "criteria": 0,
    }
    assert counts["nodes"] > before["nodes"]
    assert "关联违法行为和案例" in report.build.seconds


def test_a_case_helps_the_search_until_it_is_removed(home: Home, case_file: Path) -> None:
    [case] = librarian.ingest(home, [case_file], reading="case").outcomes[0].cases
    question = "包工队早上到矿，没上课，中午就进了采场"

    def answer() -> Answer:
        return SearchEngine.open(home.current(), home.manifest().encoder).search(question, Filters(DAY), 3)

    found = answer()
    assert found.votes.cases[0].id == case.id
    assert found.hits[0].because == UNTRAINED
    assert ("矿山安全法", "40", UNTRAINED) in {(h.document.name, h.anchor.locator, h.because) for h in found.hits}
    again = librarian.ingest(home, [case_file], reading="case")
    assert "内容完全相同" in again.outcomes[0].problems[0]
    librarian.remove(home, case.id)
    assert case.id not in {r.id for r in answer().votes.cases}
    assert not [link for link in library_of(home).links() if link.case == case.id]
    with pytest.raises(NotFoundError):
        librarian.remove(home, case.id)


def test_the_same_case_in_another_file_is_reported(home: Home, case_file: Path, tmp_path: Path) -> None:
    [case] = librarian.ingest(home, [case_file], reading="case").outcomes[0].cases
    other = tmp_path / "另存.txt"
    other.write_text(CASE, encoding="gb18030")
    report = librarian.ingest(home, [other], reading="case")
    assert case.id in report.outcomes[0].problems[0]
    assert report.build is None


@pytest.mark.parametrize("broken", ["search.linking.link_cases", "search.hub.Hub.build", "search.hub.Hub.save"])
def test_a_crash_while_joining_leaves_the_old_library(
    home: Home, case_file: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("试验中断")

    before, manifest = home.current_name(), home.manifest()
    with monkeypatch.context() as patch:
        patch.setattr(broken, crash)
        with pytest.raises(RuntimeError, match="试验中断"):
            librarian.ingest(home, [case_file], reading="case")
    assert (home.current_name(), home.manifest()) == (before, manifest)
    assert len(library_of(home).cases()) == manifest.counts["cases"]
    assert not list((home.path / "generations").glob("building-*"))
    assert librarian.ingest(home, [case_file], reading="case").outcomes[0].problems == ()
    assert len(library_of(home).cases()) == manifest.counts["cases"] + 1


def test_references_that_lead_nowhere_are_warned_of_and_left_out(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Violation(
        id="mine/test",
        name="试验",
        subjects=(Subject.UNIT,),
        duties=("矿山安全法#26.1", "子虚法#1.1"),
        penalties=("矿山安全法#40.1.1", "矿山安全法#40.1.99"),
        spoken=("没上过课就下井",),
        evidence=("签到表",),
        law="矿山安全法",
        version=date(2009, 8, 27),
        source="测试",
        checked=date(2026, 1, 1),
        criteria=("子虚标准#1",),
        crimes=("乌有法#2",),
    )
    small = (LawCatalogue("矿山安全法", entry.version, (entry,), ()),)
    monkeypatch.setattr(librarian, "load_catalogue", lambda: small)
    report = librarian.build(home)
    told = [w.partition("（")[0] for w in report.warnings if w.startswith("mine/test 的 ")]
    assert told == [
        "mine/test 的 duties：子虚法#1.1",
        "mine/test 的 penalties：矿山安全法#40.1.99",
        "mine/test 的 crimes：乌有法#2",
        "mine/test 的 criteria：子虚标准#1",
    ]
    assert all(w.endswith("）") for w in report.warnings)
    [held] = library_of(home).violations()
    assert (held.duties, held.penalties) == ((f"{MINING}#26.1",), (f"{MINING}#40.1.1",))
    assert (held.criteria, held.crimes) == ((), ())
    assert report.manifest.counts["violations"] == 1
