"""Word files through python-docx.

Body, tables, text boxes and notes are text; page headers and footers, comments and struck-out words are furniture.
Our own is what the library lacks: automatic numbers, text boxes, struck-out words, a limit on the unpacked size.
"""

from __future__ import annotations

import contextlib
import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.exceptions import XmlchemyError
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.oxml.table import CT_Row, CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from lxml import etree  # type: ignore[import-untyped]

from corpus.errors import IngestError
from ingest.readers.docx_numbers import Numbering, integer
from ingest.readers.lines import Line, RawText, split_lines

#: No document is larger once unpacked (a small zip can hold gigabytes).
_MAX_UNPACKED = 200 * 1024 * 1024
#: What a damaged zip, damaged XML or XML that is no Word document raises, here or in the library.
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError),
    *(OpcError, XmlchemyError, etree.LxmlError, LookupError, ValueError, TypeError, AttributeError),
)
#: Elements around text that the library does not look into, taken off so that it finds the text.
_WRAPPERS = [
    *(qn(f"w:{tag}") for tag in ("body", "comment", "sdt", "sdtContent", "customXml", "smartTag", "fldSimple")),
    *(qn(f"w:{tag}") for tag in ("ins", "moveTo", "dir", "bdo")),
    *(f"{{*}}{tag}" for tag in ("AlternateContent", "Choice")),
]


def read_docx(data: bytes, name: str) -> RawText:
    """Lines of a ``.docx`` file, automatic numbers printed out.

    Raises:
        IngestError: not a zip, encrypted, damaged, too large once unpacked, or no Word document inside.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise IngestError(f"“{name}”是加密的 .docx 或旧版 .doc", "请用 Word 或 WPS 打开，去掉口令后另存为 .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
        if not any(member.filename.startswith("word/") for member in members):
            raise IngestError(f"“{name}”不是 Word 文档", "请用 Word 或 WPS 打开后另存为 .docx")
        if sum(member.file_size for member in members) > _MAX_UNPACKED:
            raise IngestError(f"“{name}”解压后过大", "请只保留正文后另存为 .docx")
        try:
            word = docx.Document(io.BytesIO(data))
        except KeyError:
            word = docx.Document(_without_dead_links(data))
        return _Reader(word).read()
    except _DAMAGE as error:
        raise IngestError(f"“{name}”不是完好的 .docx，无法打开", "请重新下载，或用 Word、WPS 打开后另存一份") from error


def _without_dead_links(data: bytes) -> io.BytesIO:
    """The package without its links to absent parts: Word writes some and passes over them, python-docx does not."""
    mended = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(mended, "w") as target:
        names = set(source.namelist())
        for name in names:
            blob = source.read(name)
            if name.endswith(".rels"):
                links, base = parse_xml(blob), "/" + posixpath.dirname(posixpath.dirname(name))
                for link in list(links):
                    part = PackURI.from_rel_ref(base, link.get("Target", ""))
                    if link.get("TargetMode") != "External" and part.membername not in names:
                        links.remove(link)
                blob = etree.tostring(links)
            target.writestr(name, blob)
    return mended


class _Reader:
    """The lines of one Word document."""

    def __init__(self, word: Document) -> None:
        self._word = word
        self._numbering = Numbering(next(self._roots(RELATIONSHIP_TYPE.NUMBERING), None))
        self._styles: dict[str | None, list[BaseOxmlElement]] = {}

    def read(self) -> RawText:
        lines = (
            *self._furniture(RELATIONSHIP_TYPE.HEADER, "页眉"),
            *self._blocks(_plain(self._word.element)),
            *self._notes(RELATIONSHIP_TYPE.FOOTNOTES, "脚注"),
            *self._notes(RELATIONSHIP_TYPE.ENDNOTES, "尾注"),
            *self._furniture(RELATIONSHIP_TYPE.COMMENTS, "批注"),
            *self._furniture(RELATIONSHIP_TYPE.FOOTER, "页脚"),
        )
        warnings = tuple(
            f"自动编号格式“{style}”不认识，已按阿拉伯数字打印，请核对" for style in sorted(self._numbering.unknown)
        )
        return RawText(lines, self._hints(), warnings=warnings)

    def _hints(self) -> dict[str, str]:
        package = self._word.part.package
        # The library answers with a title of its own making where the file has no properties.
        if package is None or all(rel.reltype != RELATIONSHIP_TYPE.CORE_PROPERTIES for rel in package.rels.values()):
            return {}
        title = package.core_properties.title.strip()
        # Word fills this field with whatever the first saved line was: only a weak hint.
        return {"property_title": title} if title else {}

    def _roots(self, kind: str) -> Iterator[BaseOxmlElement]:
        """Root elements of the document's parts of one relationship type."""
        links = self._word.part.rels.values()
        parts = [link.target_part for link in links if link.reltype == kind and not link.is_external]
        for part in sorted(parts, key=lambda part: part.partname):
            yield part.element if isinstance(part, XmlPart) else parse_xml(part.blob)

    def _furniture(self, kind: str, reason: str) -> Iterator[Line]:
        for root in self._roots(kind):
            yield from (Line(line.text, reason) for line in self._blocks(_plain(root)) if line.text.strip())

    def _notes(self, kind: str, label: str) -> Iterator[Line]:
        for root in self._roots(kind):
            for note in _plain(root).iterchildren(qn("w:footnote"), qn("w:endnote")):
                # Other types are the rules between text and notes.
                if note.get(qn("w:type"), "normal") == "normal":
                    found = list(self._blocks(note))
                    number = note.get(qn("w:id"), "")
                    yield from (Line(f"{label}{number}：{line.text.strip()}") for line in found[:1])
                    yield from found[1:]

    def _blocks(self, holder: BaseOxmlElement) -> Iterator[Line]:
        """``iter_inner_content()`` of the library, for notes and text boxes too, which it does not know."""
        for block in holder.iterchildren(qn("w:p"), qn("w:tbl")):
            if isinstance(block, CT_Tbl):
                for row in block.tr_lst:
                    yield from self._row(row)
            else:
                yield from self._paragraph(Paragraph(block, self._word))

    def _row(self, row: CT_Row) -> Iterator[Line]:
        """A row whose cells hold one line each is one line, cells apart by tabs; otherwise cell after cell.

        ``_Row.cells`` would repeat a merged cell in every row and column that it covers, and fail on a ragged table.
        """
        cells = [[line for line in self._blocks(cell) if line.text.strip()] for cell in row.tc_lst]
        nested = any(cell.tbl_lst for cell in row.tc_lst)
        if nested or any(len(cell) > 1 or any(line.reason for line in cell) for cell in cells):
            for cell in cells:
                yield from cell
        else:
            yield Line("\t".join(cell[0].text.strip() if cell else "" for cell in cells))

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Line]:
        deleted = "".join(node.text or "" for node in _own(paragraph, "w:delText"))
        if deleted.strip():
            yield Line(deleted, "修订时删去的文字")
        heading, number = self._style(paragraph)
        yield from split_lines(number + paragraph.text, heading=heading)
        for box in _own(paragraph, "w:txbxContent"):
            yield from self._blocks(box)

    def _style(self, paragraph: Paragraph) -> tuple[int, str]:
        """Heading depth and automatic number of a paragraph; its own settings go before those of its style."""
        element: CT_P = paragraph._p
        if element.style not in self._styles:
            self._styles[element.style] = _inherited(paragraph)
        settings = [element.pPr, *self._styles[element.style]]

        def first(path: str) -> int | None:
            found = (integer(setting, path) for setting in settings if setting is not None)
            return next((value for value in found if value is not None), None)

        outline = first("w:outlineLvl")
        number = self._numbering.next(first("w:numPr/w:numId"), first("w:numPr/w:ilvl") or 0)
        return (outline + 1 if outline is not None and outline < 9 else 0), number


def _inherited(paragraph: Paragraph) -> list[BaseOxmlElement]:
    """Paragraph settings of its style and of every style that this one is based on, nearest first."""
    found: dict[str, BaseOxmlElement] = {}
    style = paragraph.style
    while style is not None and style.style_id not in found:  # a damaged file may go round in circles
        found[style.style_id] = style.element.pPr
        style = style.base_style
    return list(found.values())


def _own(paragraph: Paragraph, tag: str) -> list[BaseOxmlElement]:
    """Elements inside a paragraph, those of other paragraphs in its text boxes left out."""
    element = paragraph._p
    return [node for node in element.iter(qn(tag)) if next(node.iterancestors(qn("w:p"))) is element]


def _plain(root: BaseOxmlElement) -> BaseOxmlElement:
    """The same part, changed in place so that ``Paragraph.text`` gives all its text, and that text once.

    Raises:
        ValueError: it declares a document type, which the format forbids; the text of its entities would be lost.
    """
    if root.getroottree().docinfo.doctype:
        raise ValueError("document type declared")
    etree.strip_elements(root, "{*}Fallback", with_tail=False)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction, *_WRAPPERS)
    for moved in list(root.iter(qn("w:moveFrom"))):
        for text in list(moved.iter(qn("w:t"))):
            text.tag = qn("w:delText")
    for ruby in list(root.iter(qn("w:ruby"))):
        etree.strip_tags(ruby.getparent(), *(qn(f"w:{tag}") for tag in ("ruby", "rt", "rubyBase", "r")))
    for line_break in root.iter(qn("w:br")):
        line_break.attrib.pop(qn("w:type"), None)  # the library prints no page breaks
    for symbol in list(root.iter(qn("w:sym"))):
        char: BaseOxmlElement = OxmlElement("w:t")
        with contextlib.suppress(ValueError, OverflowError):  # no character, or none that XML can hold
            char.text = chr(int(symbol.get(qn("w:char"), ""), 16))
        symbol.getparent().replace(symbol, char)
    return root
