"""What only Word files have: merged cells, notes, revisions, text boxes, automatic numbers, packages with flaws."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.errors import IngestError
from ingest.readers import RawText, read_raw
from tests.ingest import policy_files as sample


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def par(text: str, settings: str = "") -> str:
    return f"<w:p><w:pPr>{settings}</w:pPr>{run(text)}</w:p>"


def cell(*blocks: str, settings: str = "") -> str:
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{''.join(blocks)}</w:tc>"


def table(*rows: list[str]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in rows) + "</w:tbl>"


def raw_of(body: str, **parts: str) -> RawText:
    return read_raw(sample.word_of(body, **parts), "a.docx")


def lines_of(body: str, **parts: str) -> list[str]:
    return [line.text.strip() for line in raw_of(body, **parts).lines if not line.reason and line.text.strip()]


def furniture_of(body: str, **parts: str) -> list[tuple[str, str]]:
    return [(line.reason, line.text) for line in raw_of(body, **parts).lines if line.reason]


# --- tables ----------------------------------------------------------------------------------------------------------

UPPER, LOWER, WIDE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
EMPTY = "<w:p/>"


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([[cell(par("甲"), settings=WIDE), cell(par("乙"))]], ["甲\t乙"]),
        (
            [
                [cell(par("甲"), settings=UPPER), cell(par("一"))],
                [cell(EMPTY, settings=LOWER), cell(par("二"))],
            ],
            ["甲\t一", "二"],
        ),
        ([[cell(EMPTY, settings=LOWER), cell(par("甲"))]], ["甲"]),  # nothing above to be merged with
        ([[cell(par("甲"))], [cell(par("乙")), cell(par("丙")), cell(par("丁"))]], ["甲", "乙\t丙\t丁"]),
        ([[cell(par("甲"), par("乙")), cell(par("丙"))]], ["甲", "乙", "丙"]),
        (
            [[cell(par("甲"), table([cell(par("乙")), cell(par("丙"))]), EMPTY), cell(par("丁"))]],
            ["甲", "乙\t丙", "丁"],
        ),
        ([[cell(table([cell(par("甲")), cell(par("乙"))]), EMPTY), cell(par("丙"))]], ["甲\t乙", "丙"]),
        ([[f"<w:sdt><w:sdtPr/><w:sdtContent>{cell(par('甲'))}</w:sdtContent></w:sdt>", cell(par("乙"))]], ["甲\t乙"]),
    ],
    ids=["wide", "tall", "tall without top", "ragged", "two paragraphs", "nested", "only nested", "content control"],
)
def test_every_cell_is_printed_once(rows: list[list[str]], lines: list[str]) -> None:
    assert lines_of(table(*rows)) == lines


# --- notes, page headers and footers, revisions ----------------------------------------------------------------------


def test_footnotes_and_endnotes_follow_the_text() -> None:
    rule = f'<w:footnote w:type="separator" w:id="-1">{par("线")}</w:footnote>'
    note = f'<w:footnote w:id="2">{par("注一")}{par("续")}</w:footnote>'
    typed = f'<w:footnote w:type="normal" w:id="3">{table([cell(par("甲")), cell(par("乙"))])}</w:footnote>'
    end = f'<w:endnote w:id="1">{par("注三")}</w:endnote>'
    body = f'<w:p>{run("正文")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    lines = lines_of(body, endnotes=end, footnotes=rule + note + typed)
    assert lines == ["正文", "脚注2：注一", "续", "脚注3：甲\t乙", "尾注1：注三"]


def test_page_headers_and_footers_and_comments_are_furniture() -> None:
    parts = {
        "footer1": par("- 1 -"),
        "header2": table([cell(par("某局")), cell(par("文件"))]),
        "header1": EMPTY + par("内部资料"),
        "comments": f'<w:comment w:id="0">{par("意见")}</w:comment><w:comment w:id="1">{par("答复")}</w:comment>',
    }
    assert furniture_of(par("正文"), **parts) == [
        ("页眉", "内部资料"),
        ("页眉", "某局\t文件"),
        ("批注", "意见"),
        ("批注", "答复"),
        ("页脚", "- 1 -"),
    ]
    assert lines_of(par("正文"), **parts) == ["正文"]


@pytest.mark.parametrize(
    ("content", "text", "struck"),
    [
        (f"{run('正')}<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>{run('新')}</w:ins>", "正新", ["旧"]),
        (f"<w:moveFrom>{run('搬')}</w:moveFrom>{run('正')}", "正", ["搬"]),
        (f"{run('正')}<w:moveTo>{run('搬')}</w:moveTo>", "正搬", []),
        ("<w:ins><w:del><w:r><w:delText>废</w:delText></w:r></w:del></w:ins>" + run("正"), "正", ["废"]),
    ],
)
def test_struck_out_words_are_furniture(content: str, text: str, struck: list[str]) -> None:
    body = f"<w:p>{content}</w:p>"
    assert lines_of(body) == [text]
    assert furniture_of(body) == [("修订时删去的文字", words) for words in struck]


# --- text boxes and other wrappers -----------------------------------------------------------------------------------


def box(*blocks: str, before: str = "", after: str = "") -> str:
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    drawing = (
        f"<mc:Choice><w:drawing>{content}</w:drawing></mc:Choice><mc:Fallback><w:pict>{content}</w:pict></mc:Fallback>"
    )
    return f"<w:p>{before}<w:r><mc:AlternateContent>{drawing}</mc:AlternateContent></w:r>{after}</w:p>"


def test_text_boxes_are_printed_once_after_their_paragraph() -> None:
    struck = "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    inner = box(par("里"), before=run("外"))
    body = box(inner, struck, table([cell(par("甲")), cell(par("乙"))]), before=run("前"), after=run("后"))
    assert lines_of(body) == ["前后", "外", "里", "甲\t乙"]
    assert furniture_of(body) == [("修订时删去的文字", "旧")]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{par('目录')}</w:sdtContent></w:sdt>{par('正文')}", ["目录", "正文"]),
        (
            f"<w:p><w:smartTag>{run('某')}<w:sdt><w:sdtContent>{run('省')}</w:sdtContent></w:sdt></w:smartTag></w:p>",
            ["某省"],
        ),
        (f"<w:p><w:hyperlink><w:ins>{run('安全')}</w:ins></w:hyperlink>{run('生产')}</w:p>", ["安全生产"]),
        (f"<w:p><w:fldSimple>{run('第1页')}</w:fldSimple><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>", ["第1页"]),
        (
            '<w:p><w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r></w:p>',
            ["甲", "乙", "丙"],
        ),
        ('<w:p><w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t><w:tab/><w:sym w:char="2103"/></w:r></w:p>', ["A-1\t℃"]),
        ('<w:p><w:r><w:t>甲</w:t><w:sym w:char="D800"/><w:sym w:char="FFFFFFFFF"/><w:sym/></w:r></w:p>', ["甲"]),
        (
            f"<w:p>{run('安')}<w:r><w:ruby><w:rubyBase>{run('全')}</w:rubyBase></w:ruby></w:r>{run('法')}</w:p>",
            ["安全法"],
        ),
        ("<w:p><w:r><w:t>甲<!-- 注 -->乙</w:t></w:r></w:p>", ["甲乙"]),
        (f"<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>{run('甲')}</w:p>", ["甲"]),
    ],
)
def test_wrapped_text_is_found(body: str, lines: list[str]) -> None:
    assert lines_of(body) == lines


# --- automatic numbers -----------------------------------------------------------------------------------------------


def level(depth: int, text: str, style: str = "chineseCounting", more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def define(*levels: str, key: int = 1, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def num(key: int, abstract: int = 1, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def at(key: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{key}"/></w:numPr>'


def test_a_second_list_goes_on_unless_it_is_told_to_begin_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    later = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = define(level(0, "%1、")) + num(1) + num(2) + num(3, more=anew) + num(4, more=later)
    body = "".join(par("条", at(key)) for key in (1, 1, 2, 3, 3, 1, 4, 4))
    shown = [line.removesuffix("条") for line in lines_of(body, numbering=numbering)]
    assert shown == ["一、", "二、", "三、", "一、", "二、", "三、", "五、", "六、"]


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ("", ["第一章", "第一条", "第二条", "第二章", "第一条"]),
        ('<w:lvlRestart w:val="0"/>', ["第一章", "第一条", "第二条", "第二章", "第三条"]),  # articles of a law
        ('<w:lvlRestart w:val="1"/>', ["第一章", "第一条", "第二条", "第二章", "第一条"]),
    ],
)
def test_deeper_levels_begin_anew_unless_they_run_through(more: str, shown: list[str]) -> None:
    numbering = define(level(0, "第%1章"), level(1, "第%2条", more=more)) + num(1)
    body = "".join(par("", at(1, depth)) for depth in (0, 1, 1, 0, 1))
    assert lines_of(body, numbering=numbering) == shown


def test_a_list_may_depart_from_its_definition() -> None:
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "（%1）")}</w:lvlOverride>'
    numbering = define(level(0, "%1、")) + num(1) + num(2, more=other)
    assert lines_of(par("甲", at(1)) + par("乙", at(2)), numbering=numbering) == ["一、甲", "（二）乙"]


def test_legal_levels_are_printed_in_digits() -> None:
    numbering = define(level(0, "第%1章"), level(1, "%1.%2", "decimal", more="<w:isLgl/>")) + num(1)
    assert lines_of(par("甲", at(1)) + par("乙", at(1, 1)), numbering=numbering) == ["第一章甲", "1.1乙"]


@pytest.mark.parametrize(("start", "shown"), [("3", "3."), ("-3", "1."), ("", "1."), ("9" * 4000, "32767.")])
def test_a_list_starts_where_word_lets_it_start(start: str, shown: str) -> None:
    first = level(0, "%1.", "decimal").replace('w:start w:val="1"', f'w:start w:val="{start}"')
    assert lines_of(par("甲", at(1)), numbering=define(first) + num(1)) == [f"{shown}甲"]


def test_numbers_inside_a_nested_table_are_counted_once() -> None:
    numbering = define(level(0, "%1、")) + num(1)
    inner = table([cell(par("乙", at(1)))])
    body = table([cell(par("甲", at(1)), inner, EMPTY)]) + par("丙", at(1))
    assert lines_of(body, numbering=numbering) == ["一、甲", "二、乙", "三、丙"]


STYLES = (
    f'<w:style w:type="paragraph" w:styleId="a"><w:pPr>{at(1)}<w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="c"><w:basedOn w:val="d"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="d"><w:basedOn w:val="c"/></w:style>'
)


@pytest.mark.parametrize(
    ("settings", "text", "heading"),
    [
        ('<w:pStyle w:val="a"/>', "二、甲", 1),
        ('<w:pStyle w:val="b"/>', "（一）甲", 2),  # the list of its base, a level of its own
        ('<w:pStyle w:val="a"/><w:numPr><w:numId w:val="0"/></w:numPr>', "甲", 1),  # taken off by hand
        ('<w:pStyle w:val="a"/><w:outlineLvl w:val="9"/>', "二、甲", 0),
        ('<w:pStyle w:val="c"/>', "甲", 0),  # styles that go round in circles
        ('<w:pStyle w:val="x"/>', "甲", 0),
        (f'<w:pPrChange><w:pPr><w:pStyle w:val="a"/>{at(1)}</w:pPr></w:pPrChange>', "甲", 0),  # as it was before
    ],
)
def test_numbers_and_headings_come_from_styles(settings: str, text: str, heading: int) -> None:
    numbering = define(level(0, "%1、"), level(1, "（%2）")) + num(1)
    raw = raw_of(par("首", '<w:pStyle w:val="a"/>') + par("甲", settings), styles=STYLES, numbering=numbering)
    assert [(line.text, line.heading) for line in raw.lines] == [("一、首", 1), (text, heading)]


def test_a_list_named_after_a_style_is_numbered_as_defined_there() -> None:
    numbering = define(level(0, "%1、"), more='<w:styleLink w:val="s"/>')
    numbering += define(key=2, more='<w:numStyleLink w:val="s"/>') + num(1) + num(2, abstract=2)
    assert lines_of(par("甲", at(1)) + par("乙", at(2)), numbering=numbering) == ["一、甲", "二、乙"]


# --- the package -----------------------------------------------------------------------------------------------------


def changed(data: bytes, **members: tuple[str, str, str]) -> bytes:
    """The package with (name, old, new) replaced."""
    source = zipfile.ZipFile(io.BytesIO(data))
    files = {name: source.read(name).decode() for name in source.namelist()}
    for name, old, new in members.values():
        assert old in files[name]
        files[name] = files[name].replace(old, new)
    return sample.zip_of(files)


def test_links_to_absent_parts_are_passed_over() -> None:
    links = (
        '<Relationship Id="a" Type="x" Target="NULL"/><Relationship Id="b" Type="x" Target="#_top"/></Relationships>'
    )
    data = changed(
        sample.word_of(par("正文"), header1=par("页眉文字")),
        links=("word/_rels/document.xml.rels", "</Relationships>", links),
    )
    assert [(line.reason, line.text) for line in read_raw(data, "a.docx").lines] == [("页眉", "页眉文字"), ("", "正文")]


def test_the_title_among_the_properties_is_a_hint_where_there_is_one() -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("正文")
    document.core_properties.title = " 某办法 "
    buffer = io.BytesIO()
    document.save(buffer)
    assert read_raw(buffer.getvalue(), "a.docx").hints == {"property_title": "某办法"}
    assert raw_of(par("正文")).hints == {}


DATA = sample.word_of(par("正文"), styles="", numbering="", footnotes="", header1="")
FLAWS = {
    "no package": (sample.zip_of({"word/document.xml": "<a/>"}), "不是完好的"),
    "entity": (
        changed(
            DATA,
            head=("word/document.xml", "<w:document", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///x">]><w:document'),
            text=("word/document.xml", "正文", "正&x;文"),
        ),
        "不是完好的",
    ),
    "no main part": (changed(DATA, main=("_rels/.rels", "word/document.xml", "word/absent.xml")), "不是完好的"),
    "no document": (changed(DATA, type=("[Content_Types].xml", "document.main", "other")), "不是完好的"),
    "no body": (changed(DATA, body=("word/document.xml", "w:body", "w:other")), "没有文字"),
    **{
        part: (changed(DATA, part=(f"word/{part}.xml", "<w:", "<w")), "不是完好的")
        for part in ("document", "styles", "numbering", "footnotes", "header1")
    },
}


@pytest.mark.parametrize(("data", "words"), FLAWS.values(), ids=FLAWS)
def test_a_flawed_package_is_refused_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(IngestError, match=words):
        read_raw(data, "a.docx")


def test_a_small_zip_that_holds_much_is_refused_before_it_is_unpacked() -> None:
    buffer = io.BytesIO()
    archive = zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with archive, archive.open("word/media/image1.bmp", "w") as member:
        for _ in range(201):
            member.write(bytes(1024 * 1024))
    with pytest.raises(IngestError, match="解压后过大"):
        read_raw(buffer.getvalue(), "a.docx")


@pytest.mark.parametrize("cut", range(1, 20))
def test_a_file_cut_short_or_overwritten_is_refused_or_read(cut: int) -> None:
    good = sample.as_docx()
    place = len(good) * cut // 20
    for bad in (good[:place], good[:place] + b"\xff" * 40 + good[place + 40 :]):
        try:
            assert read_raw(bad, "a.docx").lines
        except IngestError as error:
            assert "a.docx" in str(error)
