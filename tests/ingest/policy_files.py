"""A policy document of our own making, and the ways in which such a text arrives: Word, PDF, web page, plain text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

TITLE = "某省应急管理厅关于开展有限空间作业执法检查的意见"
NUMBER = "川应急〔2022〕7号"
PARAGRAPHS: tuple[str, ...] = (
    TITLE,
    NUMBER,
    "各市（州）应急管理局，厅机关各处室：",
    "为了规范有限空间作业执法检查，防止中毒和窒息事故，结合工作实际，现提出以下意见：",
    "一、总体要求",
    "坚持问题导向，把检查力量放在风险高的企业，做到检查一家、规范一家。检查结果应当在三日内录入系统，并告知被检查的企业。",
    "二、检查重点",
    "（一）作业审批。检查作业前是否办理审批手续，审批人员是否到场核对现场条件，审批单是否与现场一致，没有审批的应当立即停止作业。",
    "（二）通风检测。重点检查下列内容：",
    "1.作业前是否先通风、再检测，检测记录是否由检测人员签字；",
    "2.检测仪器是否在检定有效期内，报警值是否按照规定设置。",
    "（三）应急准备。现场应当配备下列器材：",
    "（1）呼吸防护用品；",
    "（2）通风、照明和通讯器材。",
    "三、工作保障",
    "（四）落实责任。各地要明确专人负责，按月汇总检查情况，对发现的重大隐患逐项跟踪，直到整改完毕，不得以口头提醒代替处理。",
    "（五）强化培训。执法人员每年参加有限空间专题培训不少于8学时，培训情况记入个人档案，作为年度考核的依据之一，未参加的不得上岗。",
    "各市（州）应急管理局要将落实情况于12月底前报告省厅。",
    "某省应急管理厅",
    "2022年3月15日",
)
#: Locators that every rendering of ``PARAGRAPHS`` must give, in order.
LOCATORS: tuple[str, ...] = (
    *("h1", "h2", "h3", "p1", "1", "1.p1", "2", "2.1", "2.2", "2.2.1", "2.2.2", "2.3", "2.3.1", "2.3.2"),
    *("3", "3.4", "3.5", "p2", "t1", "t2"),
)


def as_txt(paragraphs: Sequence[str] = PARAGRAPHS, encoding: str = "utf-8") -> bytes:
    """Plain text, one line a paragraph."""
    return "\n\n".join(paragraphs).encode(encoding)


def as_html(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    """A government page: navigation, information table, text, comment, footer."""
    body = "\n".join(f"<p>\u3000\u3000{text}</p>" for text in paragraphs)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{paragraphs[0]}_某省应急管理厅</title>
<meta name="PubDate" content="2022-03-16 09:30"><style>p{{margin:0}}</style></head><body>
<nav><a href="/">首页</a></nav><p>当前位置：首页 &gt; 政务公开 &gt; 文件</p>
<table><tr><td>索引号</td><td>00812/2022-7</td><td>发布机构</td><td>某省应急管理厅</td></tr>
<tr><td>文号</td><td>{NUMBER}</td><td>成文日期</td><td>2022-03-15</td></tr></table>
<div>{body}</div><!-- 正文结束 --><script>count();</script>
<p>责任编辑：张某某</p>
<footer><p>主办：某省应急管理厅</p><p>蜀ICP备00000000号</p></footer></body></html>""".encode()


def as_docx(paragraphs: Sequence[str] = PARAGRAPHS, broken_title: bool = True) -> bytes:
    """A Word file with a header and a page-number footer, the title broken in two lines where wished."""
    import docx

    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "内部资料"
    section.footer.paragraphs[0].text = "- 1 -"
    half = len(paragraphs[0]) // 2 if broken_title else 0
    for text in (paragraphs[0][:half], paragraphs[0][half:], *paragraphs[1:]):
        document.add_paragraph(text)
    return _saved(document)


def as_pdf(paragraphs: Sequence[str] = PARAGRAPHS, width: int = 30, rows: int = 24, password: str = "") -> bytes:
    """A typeset PDF: lines of ``width`` characters, first lines indented by two, ``- 1 -`` at the foot of each page."""
    from reportlab.lib import pdfencrypt
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    encrypt = pdfencrypt.StandardEncryption(password, ownerPassword="owner") if password else None
    page = canvas.Canvas(buffer, encrypt=encrypt, invariant=1)
    lines = [line for at, text in enumerate(paragraphs) for line in _set(text, width, at)]
    for number, start in enumerate(range(0, len(lines), rows), 1):
        page.setFont("STSong-Light", 14)
        for row, (indent, text) in enumerate(lines[start : start + rows]):
            page.drawString(70 + 14 * indent, 780 - 26 * row, text)
        page.drawString(280, 60, f"- {number} -")
        page.showPage()
    page.save()
    return buffer.getvalue()


def as_wrapped_txt(paragraphs: Sequence[str] = PARAGRAPHS, width: int = 30) -> bytes:
    """Text copied out of a PDF: broken lines, indents lost, an empty line after each."""
    lines = [text for at, paragraph in enumerate(paragraphs) for _, text in _set(paragraph, width, at)]
    return "\n\n".join(lines).encode()


def _set(text: str, width: int, at: int) -> list[tuple[int, str]]:
    """(indent, characters) of the lines of a paragraph, set as a word processor sets it.

    ASCII is half as wide, closing punctuation never begins a line; the first three paragraphs are not indented.
    """
    indent = 2 if at > 2 else 0
    lines: list[tuple[int, str]] = []
    line, room = "", float(width - indent)
    for char in text:
        size = 0.5 if char.isascii() else 1.0
        if room < size and char not in "，。：；、！？）》”,.:;!?)%":
            lines.append((0 if lines else indent, line))
            line, room = "", float(width)
        line += char
        room -= size
    return [*lines, (0 if lines else indent, line)]


def blank_pdf() -> bytes:
    """A PDF without text, as a scanner makes it."""
    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, invariant=1)
    page.rect(100, 100, 200, 200, fill=1)
    page.showPage()
    page.save()
    return buffer.getvalue()


def numbered_docx(levels: Sequence[tuple[str, str]], paragraphs: Sequence[tuple[int, str]]) -> bytes:
    """A Word file with automatic numbers.

    Args:
        levels: (numFmt, lvlText) of each level, for example ``("chineseCounting", "（%1）")``.
        paragraphs: (level or -1 for none, text).
    """
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    numbering = document.part.numbering_part.element
    body = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (style, text) in enumerate(levels)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{body}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level, text in paragraphs:
        paragraph = document.add_paragraph(text)
        if level >= 0:
            properties = paragraph._p.get_or_add_pPr()
            properties.append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
            )
    return _saved(document)


def word_of(body: str, **parts: str) -> bytes:
    """A Word file of the given XML.

    Args:
        body: content of ``w:body``.
        parts: content of further parts by the stem of their names: ``footnotes``, ``header1``, ``numbering``, ``styles``.
    """
    roots = {"header": "hdr", "footer": "ftr"}
    office, package = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.",
        "application/vnd.openxmlformats-package.",
    )
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    spaces = " ".join(
        f'xmlns:{prefix}="http://schemas.openxmlformats.org/{path}"'
        for prefix, path in (("w", "wordprocessingml/2006/main"), ("mc", "markup-compatibility/2006"))
    )
    files = {"word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>"}
    types = f'<Override PartName="/word/document.xml" ContentType="{office}document.main+xml"/>'
    links = ""
    for stem, content in parts.items():
        kind = stem.rstrip("0123456789")
        root = roots.get(kind, kind)
        files[f"word/{stem}.xml"] = f"<w:{root} {spaces}>{content}</w:{root}>"
        types += f'<Override PartName="/word/{stem}.xml" ContentType="{office}{kind}+xml"/>'
        links += f'<Relationship Id="{stem}" Type="{relations}{kind}" Target="{stem}.xml"/>'
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/'
    main = f'<Relationship Id="main" Type="{relations}officeDocument" Target="word/document.xml"/>'
    return zip_of(
        {
            "[Content_Types].xml": f'<Types {space}content-types"><Default Extension="rels" '
            f'ContentType="{package}relationships+xml"/>{types}</Types>',
            "_rels/.rels": f'<Relationships {space}relationships">{main}</Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships {space}relationships">{links}</Relationships>',
            **files,
        }
    )


def zip_of(files: dict[str, str]) -> bytes:
    """A zip with the given members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def _saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()
