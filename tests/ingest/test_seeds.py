"""The five real documents that the reader must read well."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.model import DocumentText, Kind, Outline, Unit
from ingest.files import read_bytes, read_file
from ingest.readers import normalise
from tests.ingest import policy_files as sample


@pytest.fixture(scope="module")
def seeds(shared: Path) -> Path:
    return shared / "data" / "official" / "seeds"


def children(text: DocumentText, unit: Unit) -> dict[str, list[str]]:
    """Locators of the parts, and of the nodes of ``unit`` in each."""
    outline = Outline(text.provisions)
    parts = [p for p in text.provisions if p.unit is Unit.PART]
    return {part.locator: [p.locator for p in outline.children(part.id) if p.unit is unit] for part in parts}


def by_locator(text: DocumentText, locator: str) -> str:
    return next(p.full_text for p in text.provisions if p.locator == locator)


SEVENTEEN = {
    "1": [],
    "2": ["2.1", "2.2", "2.3"],
    "3": ["3.4", "3.5", "3.6", "3.7", "3.8"],
    "4": ["4.9", "4.10", "4.11"],
    "5": ["5.12", "5.13", "5.14"],
    "6": ["6.15", "6.16", "6.17"],
}


def test_ministry_page(seeds: Path) -> None:
    opinion, explanation = read_file(seeds / "mem-2021-23-web.txt")
    document = opinion.document
    assert document.id == "应急〔2021〕23号@2021-03-29"
    assert document.title == "应急管理部关于加强安全生产执法工作的意见"
    assert (document.name, document.number) == ("应急〔2021〕23号", "应急〔2021〕23号")
    assert (document.kind, document.region, document.issuers) == (Kind.POLICY, "全国", ("应急管理部",))
    assert (document.version, document.published) == (date(2021, 3, 29), date(2021, 3, 30))
    assert document.status_as_of == date(2021, 3, 30)
    assert children(opinion, Unit.MEASURE) == SEVENTEEN
    fifth = next(p for p in opinion.provisions if p.locator == "3.5")
    assert (fifth.marker, fifth.heading) == ("(五)", "建立典型执法案例定期报告制度。")
    assert fifth.label == "三（五）"
    assert fifth.text.startswith("各省级、市级、县级应急管理部门")
    assert by_locator(opinion, "p2").startswith("各省级应急管理部门要将落实本意见")
    assert [by_locator(opinion, at) for at in ("t1", "t2")] == ["应急管理部", "2021年3月29日"]
    table = next(d.text for d in opinion.dropped if d.reason == "发文信息表")
    assert table.startswith("索引号\n737134716/2022-16246")
    assert table.endswith("效力状态\n有效")
    assert opinion.warnings == ()
    assert explanation.document.kind is Kind.EXPLANATION
    assert explanation.document.explains == document.id
    assert explanation.document.title.startswith("切实加强安全生产执法工作 有效防范遏制生产安全事故发生")
    assert explanation.document.issuers == ("应急管理部",)
    assert explanation.document.version is None
    questions = [p for p in explanation.provisions if p.unit is Unit.PART]
    assert [p.label for p in questions] == [f"问答{number}" for number in range(1, 8)]
    assert all(p.heading.endswith("?") for p in questions)
    assert by_locator(explanation, "1.p1").startswith("答:安全生产是应急管理事业")


def test_the_same_document_out_of_word(seeds: Path) -> None:
    (word,) = read_file(seeds / "mem-2021-23-docx.txt")
    page, _ = read_file(seeds / "mem-2021-23-web.txt")
    assert word.document.id == page.document.id
    assert word.document.title == page.document.title
    assert [(d.text, d.reason) for d in word.dropped] == [("[bookmark: _GoBack]", "书签")]
    assert [p.id for p in word.provisions] == [p.id for p in page.provisions]
    for one, other in zip(word.provisions, page.provisions, strict=True):
        assert normalise(one.full_text) == normalise(other.full_text)
        assert (one.unit, one.label) == (other.unit, other.label)
    assert by_locator(word, "2.1") != by_locator(page, "2.1"), "the published width stays"


def test_provincial_page(seeds: Path) -> None:
    (found,) = read_file(seeds / "jiangsu-2021-18-web.txt")
    document = found.document
    assert document.id == "苏应急〔2021〕18号@2021-05-31"
    assert document.title == "省应急管理厅关于加强安全生产执法工作的实施意见"
    assert (document.kind, document.region) == (Kind.POLICY, "江苏")
    assert document.issuers == ("江苏省应急管理厅",)
    front = [p.full_text for p in found.provisions if p.unit is Unit.FRONT]
    assert front[0] == "各设区市应急管理局:"
    assert front[2:] == ["江苏省应急管理厅", "2021年5月31日", document.title]
    measures = children(found, Unit.MEASURE)
    assert list(measures) == ["1", "2", "3", "4", "5", "6"]
    numbers = [locator.rpartition(".")[2] for part in measures.values() for locator in part]
    assert numbers == [str(number) for number in range(1, 16)]
    assert by_locator(found, "3.5").startswith("(五)着力提高执法办案质量。")
    reasons = {d.reason: d.text for d in found.dropped}
    assert set(reasons) == {"发文信息表", "网站页脚"}
    assert "苏ICP备" in reasons["网站页脚"]
    assert reasons["网站页脚"].startswith("中华人民共和国国家发展和改革委员会")


def test_municipal_pdf(seeds: Path) -> None:
    (found,) = read_file(seeds / "dazhou-2023-pdf.txt")
    document = found.document
    assert document.title == "达州市应急管理局2023年安全生产监察执法工作意见"
    assert (document.number, document.version) == (None, date(2023, 1, 11))
    assert (document.issuers, document.region) == (("达州市应急管理局",), "四川达州")
    measures = children(found, Unit.MEASURE)
    assert [len(measures[part]) for part in ("1", "2", "3", "4")] == [0, 0, 8, 4]
    assert "每单月底前报送2件典型案例" in by_locator(found, "3.5")
    assert "控制较大事故，减少一般事故" in by_locator(found, "2.p1")
    assert [d.reason for d in found.dropped] == ["页码", "印发栏"]
    assert all(p.full_text.endswith(("。", "：")) for p in found.provisions if p.unit is Unit.TEXT)


def test_news_page(seeds: Path) -> None:
    (found,) = read_file(seeds / "sac-2021-08-31-news.html.md")
    document = found.document
    assert document.kind is Kind.NEWS
    assert (document.published, document.number) == (date(2021, 9, 1), None)
    assert document.source.startswith("新浪财经；原标题：国务院安委办部署")
    assert any("北京时间" in note for note in document.notes)
    assert [p.locator for p in found.provisions] == ["h1", "h2", "p1", "p2", "p3", "p4"]
    assert by_locator(found, "p1").startswith("新修改的安全生产法于9月1日起正式施行")
    reasons = {d.reason for d in found.dropped}
    assert reasons == {"题录信息", "网页注释", "网页样式", "网页导航", "编辑署名（姓名不留存）"}
    editor = next(d.text for d in found.dropped if d.reason.startswith("编辑署名"))
    assert editor == "责任编辑：〔略〕"


SAVED = ["mem-2021-23-docx.txt", "mem-2021-23-web.txt", "jiangsu-2021-18-web.txt", "dazhou-2023-pdf.txt"]


@pytest.mark.parametrize("name", SAVED)
@pytest.mark.parametrize("form", ["docx", "pdf", "html", "gb18030", "copied"])
def test_real_texts_saved_in_another_form(seeds: Path, name: str, form: str) -> None:
    """Their paragraphs set anew as Word, PDF, web page or GB18030 give the same outline."""
    first = read_file(seeds / name)[0]
    paragraphs = [p.full_text for p in first.provisions]
    if form == "docx":
        again = read_bytes(sample.as_docx(paragraphs, broken_title=False), "a.docx")[0]
    elif form == "pdf":
        again = read_bytes(sample.as_pdf(paragraphs), "a.pdf")[0]
    elif form == "html":
        body = "".join(f"<p>{text}</p>" for text in paragraphs)
        again = read_bytes(f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode(), "a.html")[0]
    elif form == "gb18030":
        again = read_bytes(sample.as_txt(paragraphs, "gb18030"), "a.txt")[0]
    else:
        again = read_bytes(sample.as_wrapped_txt(paragraphs), "a.txt")[0]
    assert [(p.locator, normalise(p.full_text)) for p in again.provisions] == [
        (p.locator, normalise(p.full_text)) for p in first.provisions
    ]
