from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import IngestError
from corpus.model import DocumentText, Dropped
from ingest.files import read_bytes
from ingest.invariant import lost
from ingest.readers import read_raw
from ingest.readers.lines import ink
from tests.ingest import policy_files as sample

WORDS = st.text(st.sampled_from("安全生产执法检查企业隐患整改，。；：、“”（）《》 　1２3%"), min_size=1, max_size=40)
MARKS = st.sampled_from(
    [
        "",
        "",
        "一、",
        "二、",
        "十一、",
        "（一）",
        "(二)",
        "（十二）",
        "1.",
        "2．",
        "3、",
        "（1）",
        "(2)",
        "①",
        "问：",
        "答：",
    ]
)
ODD = st.sampled_from(
    [
        "- 3 -",
        "—４—",
        "第 2 页 共 9 页",
        "7",
        "索引号",
        "发布日期：2021-03-30",
        "文号 | 某应急〔2021〕1号 | 发布机构 | 某局 |",
        "[bookmark: _GoBack]正文从这里开始",
        "责任编辑：李某",
        "抄送：某厅、某局，",
        "某局办公室 2023年1月11日印发",
        "电话：010-00000000",
        "某ICP备00000000号",
        "版权所有：某局",
        "当前位置：首页 > 文件",
        "某应急〔2021〕1号",
        "某市应急管理局关于加强检查的通知",
        "各县应急管理局：",
        "2021年5月31日",
        "附件：1.名单",
        "附件1",
        "解读：",
        "——某局负责人答记者问",
        "4.1 通用要求",
        "4.1.2 具体要求",
        "a) 一种情形",
        "第一条 为了安全，制定本办法。",
        "第二条 本办法适用于检查。",
        "第一章 总则",
        "\ufeff\u200b零宽\u200d字符",
        "A\u00a0b\u2003c\x0b",
        "𠀀😀①㎡",
    ]
)
LINES = st.lists(st.one_of(st.builds(str.__add__, MARKS, WORDS), WORDS, ODD, st.just("")), min_size=1, max_size=40)


def check(data: bytes, name: str) -> list[DocumentText]:
    documents = read_bytes(data, name)
    assert lost(read_raw(data, name), documents) is None
    for document in documents:
        ids = [provision.id for provision in document.provisions]
        assert len(set(ids)) == len(ids)
        assert [provision.order for provision in document.provisions] == list(range(len(ids)))
        assert all(p.parent_id is None or p.parent_id in ids[: p.order] for p in document.provisions)
        assert all(dropped.reason for dropped in document.dropped)
    return documents


@settings(max_examples=300, deadline=None)
@given(LINES, st.sampled_from(["a.txt", "办法(2021-05-06).txt"]))
def test_nothing_is_lost_from_plain_text(lines: list[str], name: str) -> None:
    text = "\n".join(lines)
    if not ink(text):
        return
    try:
        documents = check(text.encode(), name)
    except IngestError as error:  # a text of furniture alone is no document
        assert "没有文字" in str(error), error
        return
    # Plain text has no markup: what was read is what the file holds, names aside.
    if "责任编辑" not in text:
        kept = sum(len(ink(p.full_text)) for d in documents for p in d.provisions)
        gone = sum(len(ink(x.text)) for d in documents for x in d.dropped)
        assert kept + gone == len(ink(text))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES)
def test_nothing_is_lost_from_a_web_page(lines: list[str]) -> None:
    body = "".join(f"<p>{line.replace('<', '&lt;')}</p><!-- 注 -->" for line in lines)
    data = f'<html><head><meta charset="utf-8"></head><body><p>始</p>{body}</body></html>'.encode()
    check(data, "a.html")


@settings(max_examples=60, deadline=None)
@given(LINES, st.integers(16, 36))
def test_nothing_is_lost_from_broken_lines(lines: list[str], width: int) -> None:
    check(sample.as_wrapped_txt(["开始的一段文字。", *lines], width), "a.txt")


@pytest.mark.parametrize(
    "name", ["a.txt", "a.html", "a.docx", "a.pdf", "narrow.pdf"], ids=["txt", "html", "docx", "pdf", "narrow"]
)
def test_nothing_is_lost_in_any_format(name: str) -> None:
    made = {
        "a.txt": sample.as_txt,
        "a.html": sample.as_html,
        "a.docx": sample.as_docx,
        "a.pdf": sample.as_pdf,
        "narrow.pdf": lambda: sample.as_pdf(width=20, rows=8),
    }
    assert check(made[name](), name)[0].cleaned_text()


def test_the_check_itself_finds_losses() -> None:
    data = sample.as_txt()
    raw = read_raw(data, "a.txt")
    (whole,) = read_bytes(data, "a.txt")
    assert lost(raw, [whole]) is None
    first, *rest = whole.provisions
    assert "kept" in str(lost(raw, [replace(whole, provisions=tuple(rest))]))
    assert "at character" in str(lost(raw, [replace(whole, provisions=(*rest, first))]))
    changed = replace(first, text=first.text.replace("执法", "执发"))
    assert "at character" in str(lost(raw, [replace(whole, provisions=(changed, *rest))]))
    assert lost(raw, [replace(whole, provisions=tuple(rest), dropped=(Dropped(first.full_text, "页眉"),))]) is None


def test_nothing_is_lost_from_any_real_file(shared: Path) -> None:
    root = shared / "data" / "official"
    paths = [path for path in sorted(root.rglob("*")) if path.suffix in {".txt", ".md"}]
    assert len(paths) >= 190
    for path in paths:
        documents = check(path.read_bytes(), path.name)
        assert documents, path


def test_markdown_loses_only_its_marks(shared: Path) -> None:
    """Against the file itself: what the reader gives is the file less the marks of Markdown and HTML."""
    marks = str.maketrans("", "", "#*<!->\\INFOED:`|")
    for path in sorted((shared / "data" / "official" / "lawrefbook").rglob("*.md")):
        source = path.read_text(encoding="utf-8-sig").translate(marks)
        read = "".join(line.text for line in read_raw(path.read_bytes(), path.name).lines).translate(marks)
        assert ink(read) == ink(source), path.name
