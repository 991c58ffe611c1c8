from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from corpus.errors import IngestError
from ingest.files import read_bytes, read_file
from ingest.readers import MAX_BYTES, check_size, read_raw
from ingest.readers.lines import ink
from tests.ingest import policy_files as sample


def printed(name: str, data: bytes) -> list[str]:
    return [line.text.strip() for line in read_raw(data, name).lines if not line.reason and line.text.strip()]


def furniture(name: str, data: bytes) -> list[tuple[str, str]]:
    return [(line.reason, line.text.strip()) for line in read_raw(data, name).lines if line.reason]


# --- the same text in every format -----------------------------------------------------------------------------------

FORMATS = {
    "plain.txt": sample.as_txt(),
    "bom.txt": codecs.BOM_UTF8 + sample.as_txt(),
    "gb.txt": sample.as_txt(encoding="gb18030"),
    "utf16.txt": sample.as_txt(encoding="utf-16"),
    "copied.txt": sample.as_wrapped_txt(),
    "page.html": sample.as_html(),
    "gb.htm": sample.as_html().decode().replace("utf-8", "gb2312").encode("gb18030"),
    "note.md": sample.as_txt(),
    "word.docx": sample.as_docx(),
    "paper.pdf": sample.as_pdf(),
    "narrow.pdf": sample.as_pdf(width=24, rows=9),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_document(name: str) -> None:
    (found,) = read_bytes(FORMATS[name], name)
    document = found.document
    assert document.id == "川应急〔2022〕7号@2022-03-15"
    assert (document.title, document.number) == (sample.TITLE, sample.NUMBER)
    assert document.issuers == ("某省应急管理厅",)
    assert document.region == "四川"
    assert tuple(p.locator for p in found.provisions) == sample.LOCATORS
    assert tuple(p.full_text for p in found.provisions) == sample.PARAGRAPHS
    assert found.warnings == ()


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "word.docx"
    path.write_bytes(sample.as_docx())
    assert read_file(path) == read_file(path) == read_bytes(path.read_bytes(), path.name)


# --- files that are no documents -------------------------------------------------------------------------------------

PDF = sample.as_pdf()
DOCX = sample.as_docx()
BAD = [
    ("empty.txt", b"", "空文件"),
    ("blank.txt", "\n \u3000\ufeff\n".encode(), "没有文字"),
    ("binary.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, "不是文本"),
    ("cut.txt", "执法检查发现的问题应当及时处理".encode()[:-1], "字节损坏"),
    ("odd.txt", b"\xff\xfe\xff\xff\x81", "不是文本"),
    ("locked.pdf", sample.as_pdf(password="secret"), "加密的 PDF"),
    ("scan.pdf", sample.blank_pdf(), "没有文字层"),
    ("half.pdf", PDF[: len(PDF) // 2], "不是完好的 PDF"),
    ("text.pdf", "一、总体要求".encode(), "不是完好的 PDF"),
    ("text.docx", "一、总体要求".encode(), "不是完好的 .docx"),
    ("half.docx", DOCX[: len(DOCX) // 2], "不是完好的 .docx"),
    ("sheet.docx", sample.zip_of({"xl/workbook.xml": "<a/>"}), "不是 Word 文档"),
    ("broken.docx", sample.zip_of({"word/document.xml": "<w:document"}), "不是完好的 .docx"),
    ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 .doc"),
    (
        "entity.docx",
        sample.zip_of({"word/document.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'}),
        "不是完好的 .docx",
    ),
    ("script.html", b"<html><script>var a=1</script><!-- x --></html>", "没有文字"),
    ("old.doc", b"text", "另存为 .docx 或 .pdf"),
    ("form.wps", b"text", "另存为 .docx 或 .pdf"),
    ("seal.ofd", b"text", "另存为 .docx 或 .pdf"),
    ("table.xlsx", b"text", "请改用 .docx"),
    ("README", b"text", "无扩展名"),
]


@pytest.mark.parametrize(("name", "data", "words"), BAD, ids=[name for name, _, _ in BAD])
def test_a_bad_file_is_refused_in_one_line(name: str, data: bytes, words: str) -> None:
    with pytest.raises(IngestError) as caught:
        read_bytes(data, name)
    message = str(caught.value)
    assert words in message
    assert name in message
    assert "\n" not in message
    assert caught.value.advice


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)  # a sparse file: no space on disk
    with pytest.raises(IngestError, match="超过 100 MB"):
        read_file(path)
    check_size(MAX_BYTES, "just.txt")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="找不到"):
        read_file(tmp_path / "absent.txt")


def test_a_page_without_text_is_reported() -> None:
    import pypdfium2

    joined = pypdfium2.PdfDocument.new()
    for data in (PDF, sample.blank_pdf()):
        joined.import_pages(pypdfium2.PdfDocument(data))
    import io

    buffer = io.BytesIO()
    joined.save(buffer)
    (found,) = read_bytes(buffer.getvalue(), "joined.pdf")
    assert len(found.warnings) == 1
    assert "没有文字" in found.warnings[0]


# --- HTML ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<p>甲</p><p>乙</p>", ["甲", "乙"]),
        ("<p>安全<b>生产</b>法</p>", ["安全生产法"]),
        ("<p>安全\n  生产</p>", ["安全生产"]),
        ("<p>see\n  also</p>", ["see also"]),
        ("甲<br>乙<br/>丙", ["甲", "乙", "丙"]),
        ("<p>甲<!-- 注释 -->乙</p>", ["甲乙"]),
        ("<p>甲<script>x()</script>乙</p>", ["甲乙"]),
        ("<ol><li>甲</li><li>乙</li></ol>", ["1.甲", "2.乙"]),
        ('<ol start="4"><li>甲</li></ol>', ["4.甲"]),
        ("<ul><li>甲</li></ul>", ["甲"]),
        ("<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>", ["甲\t乙", "丙\t丁"]),
        ("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", ["甲", "乙"]),
        ("<article><header><h1>题目</h1></header><p>正文</p></article>", ["题目", "正文"]),
        ("<p>修改&lt;矿山安全法&gt;的决定&nbsp;&#8194;</p>", ["修改<矿山安全法>的决定"]),
        ('<div style="display:none">藏</div><p>甲</p>', ["甲"]),
    ],
)
def test_html_lines(body: str, lines: list[str]) -> None:
    data = f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()
    assert printed("a.html", data) == lines


def test_html_furniture_is_marked_and_kept() -> None:
    reasons = dict(furniture("a.html", sample.as_html()))
    assert {"网页标题", "网页样式", "网页导航", "网页注释", "网页脚本", "网站页脚"} <= set(reasons)
    assert reasons["网页脚本"] == "count();"


# --- Markdown --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("**第一条**　为了安全。", ["第一条　为了安全。"]),
        ("## 第一章 总则\n\n第一条 甲。", ["第一章 总则", "第一条 甲。"]),
        ("1. 甲\n2. 乙", ["1. 甲", "2. 乙"]),
        ("3）甲", ["3）甲"]),
        ("- 1 -", ["- 1 -"]),
        ("    缩进的一段", ["缩进的一段"]),
        ("甲\n---\n乙", ["甲", "乙"]),
        ("[bookmark: _GoBack]正文", ["[bookmark: _GoBack]正文"]),
        ("关于修改<矿山安全法>的决定", ["关于修改<矿山安全法>的决定"]),
        ("甲\n乙", ["甲", "乙"]),
        ("| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |", ["甲\t乙", "丙\t丁"]),
        ("甲 <!-- INFO END --> 乙", ["甲  乙"]),
    ],
)
def test_markdown_keeps_what_is_printed(text: str, lines: list[str]) -> None:
    assert printed("a.md", text.encode()) == lines


def test_front_matter_gives_hints_even_where_it_is_no_yaml() -> None:
    raw = read_raw("---\ntitle: 甲办法\n文号: 令第1号（[注: 未核]\n状态: 未核验\n---\n\n第一条 乙。".encode(), "a.md")
    assert raw.hints["title"] == "甲办法"
    assert raw.hints["status"] == "未核验"
    assert [line.text for line in raw.lines if not line.reason] == ["第一条 乙。"]


# --- Word ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "text", "first", "eleventh"),
    [
        ("chineseCounting", "%1、", "一、", "十一、"),
        ("chineseCountingThousand", "（%1）", "（一）", "（十一）"),
        ("japaneseCounting", "第%1条 ", "第一条 ", "第十一条 "),
        ("decimal", "%1.", "1.", "11."),
        ("decimalZero", "%1)", "01)", "11)"),
        ("decimalFullWidth", "%1．", "１．", "１１．"),
        ("decimalEnclosedCircle", "%1", "①", "⑪"),
        ("ideographDigital", "%1、", "一、", "一一、"),
        ("chineseLegalSimplified", "%1、", "壹、", "拾壹、"),
        ("lowerLetter", "%1)", "a)", "k)"),
        ("upperRoman", "%1.", "I.", "XI."),
        ("bullet", "●", "", ""),
    ],
)
def test_automatic_numbers_are_printed_as_word_prints_them(style: str, text: str, first: str, eleventh: str) -> None:
    data = sample.numbered_docx([(style, text)], [(0, f"第{at}项内容") for at in range(1, 12)])
    lines = printed("a.docx", data)
    assert (lines[0], lines[10]) == (f"{first}第1项内容", f"{eleventh}第11项内容")


def test_automatic_numbers_of_several_levels() -> None:
    levels = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "%1.%4")]
    steps = [
        (0, "甲"),
        (1, "乙"),
        (2, "丙"),
        (2, "丁"),
        (1, "戊"),
        (2, "己"),
        (-1, "庚"),
        (0, "辛"),
        (1, "壬"),
        (3, "癸"),
    ]
    lines = printed("a.docx", sample.numbered_docx(levels, steps))
    assert lines == ["一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "1.己", "庚", "二、辛", "（一）壬", "二.1癸"]


def test_an_unknown_number_format_is_reported() -> None:
    raw = read_raw(sample.numbered_docx([("hebrew1", "%1.")], [(0, "甲")]), "a.docx")
    assert raw.lines[0].text == "1.甲"
    assert "hebrew1" in raw.warnings[0]


def test_word_tables_notes_and_struck_out_words() -> None:
    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    row = f"<w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr>"
    body = (
        f"<w:p><w:r><w:t>正</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        f"<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:r><w:tab/><w:t>文</w:t></w:r></w:p><w:tbl>{row}</w:tbl>"
    )
    data = sample.word_of(
        body,
        footnotes=f'<w:footnote w:type="separator" w:id="-1"/><w:footnote w:id="1">{paragraph("注文")}</w:footnote>',
        header1=paragraph("页眉文字"),
        comments=f'<w:comment w:id="0">{paragraph("意见")}</w:comment>',
    )
    assert printed("a.docx", data) == ["正新\t文", "甲\t乙", "脚注1：注文"]
    assert furniture("a.docx", data) == [("页眉", "页眉文字"), ("修订时删去的文字", "旧"), ("批注", "意见")]


# --- PDF -------------------------------------------------------------------------------------------------------------


def test_running_heads_are_marked() -> None:
    pages = ["某局执法手册", *[f"第{at}段文字写在这里" for at in range(8)]] * 4
    raw = read_raw(sample.as_pdf(pages, rows=9), "a.pdf")
    heads = [line for line in raw.lines if line.reason == "页眉页脚"]
    assert len(heads) == 4
    assert {ink(line.text) for line in heads} == {"某局执法手册"}
