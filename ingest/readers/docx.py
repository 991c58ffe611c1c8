"""Word files, read from their XML: no library at hand prints Chinese automatic numbers as Word does.

Body, tables, text boxes and footnotes are text; page headers and footers, comments and struck-out words are furniture.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from corpus.errors import IngestError
from ingest.readers.docx_numbers import Numbering, W
from ingest.readers.lines import Line, RawText, split_lines

#: No part of a document is larger once unpacked (a small zip can hold gigabytes).
_MAX_PART = 200 * 1024 * 1024
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOTES = {"footnotes": "脚注", "endnotes": "尾注"}


def read_docx(data: bytes, name: str) -> RawText:
    """Lines of a ``.docx`` file, automatic numbers printed out.

    Raises:
        IngestError: not a zip, encrypted, damaged, or no Word document inside.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise IngestError(f"“{name}”是加密的 .docx 或旧版 .doc", "请用 Word 或 WPS 打开，去掉口令后另存为 .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            if "word/document.xml" not in parts:
                raise IngestError(f"“{name}”不是 Word 文档", "请用 Word 或 WPS 打开后另存为 .docx")

            def part(path: str) -> Element | None:
                if path not in parts:
                    return None
                if parts[path].file_size > _MAX_PART:
                    raise IngestError(f"“{name}”解压后过大", "请只保留正文后另存为 .docx")
                # Expat resolves no external entities and stops when entities multiply.
                return ElementTree.fromstring(archive.read(path))

            return _Document(part, sorted(parts)).read()
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, RuntimeError, EOFError, zlib.error) as error:
        raise IngestError(f"“{name}”不是完好的 .docx，无法打开", "请重新下载，或用 Word、WPS 打开后另存一份") from error


class _Document:
    """One Word document: its parts, and the styles and lists that its paragraphs refer to."""

    def __init__(self, part: Callable[[str], Element | None], names: list[str]) -> None:
        self._part = part
        self._names = names
        self._numbering = Numbering.read(part("word/numbering.xml"))
        self._styles = _read_styles(part("word/styles.xml"))

    def read(self) -> RawText:
        lines: list[Line] = []
        lines += self._furniture("header", "页眉")
        body = self._part("word/document.xml")
        if body is not None:
            lines += self._blocks(body)
        for notes, label in _NOTES.items():
            root = self._part(f"word/{notes}.xml")
            if root is not None:
                for note in root:
                    # Types are separators; a note without one is a note.
                    if note.get(f"{W}type") is None:
                        found = list(self._blocks(note))
                        number = note.get(f"{W}id", "")
                        lines += [Line(f"{label}{number}：{line.text.strip()}") for line in found[:1]] + found[1:]
        lines += self._furniture("comments", "批注")
        lines += self._furniture("footer", "页脚")
        warnings = tuple(
            f"自动编号格式“{style}”不认识，已按阿拉伯数字打印，请核对" for style in sorted(self._numbering.unknown)
        )
        return RawText(tuple(lines), self._hints(), warnings=warnings)

    def _hints(self) -> dict[str, str]:
        core = self._part("docProps/core.xml")
        title = "" if core is None else (core.findtext("{http://purl.org/dc/elements/1.1/}title") or "").strip()
        # Word fills this field with whatever the first saved line was: only a weak hint.
        return {"property_title": title} if title else {}

    def _furniture(self, kind: str, reason: str) -> Iterator[Line]:
        for path in self._names:
            if re.fullmatch(rf"word/{kind}\d*\.xml", path):
                root = self._part(path)
                if root is not None:
                    for line in self._blocks(root):
                        if line.text.strip():
                            yield Line(line.text, reason)

    def _blocks(self, element: Element) -> Iterator[Line]:
        for child in element:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tr":
                yield from self._row(child)
            elif child.tag in {f"{W}sectPr", f"{W}sdtPr", f"{W}tblPr", _COMPATIBILITY}:
                continue
            else:
                yield from self._blocks(child)

    def _row(self, row: Element) -> Iterator[Line]:
        """A row whose cells hold one line each is one line, cells apart by tabs; otherwise cell after cell."""
        cells = [[line for line in self._blocks(cell) if line.text.strip()] for cell in row.iter(f"{W}tc")]
        if row.find(f".//{W}tbl") is not None:
            yield from self._blocks_of_cells(row)
        elif all(len(cell) <= 1 and not any(line.reason for line in cell) for cell in cells):
            yield Line("\t".join(cell[0].text.strip() if cell else "" for cell in cells))
        else:
            for cell in cells:
                yield from cell

    def _blocks_of_cells(self, row: Element) -> Iterator[Line]:
        for cell in row.findall(f"{W}tc"):
            yield from self._blocks(cell)

    def _paragraph(self, paragraph: Element) -> Iterator[Line]:
        text, deleted = [], []
        boxes: list[Element] = []
        for node in _runs(paragraph, boxes):
            match node.tag.removeprefix(W):
                case "t":
                    text.append(node.text or "")
                case "tab" | "ptab":
                    text.append("\t")
                case "br" | "cr":
                    text.append("\n")
                case "noBreakHyphen":
                    text.append("-")
                case "sym":
                    text.append(_symbol(node))
                case "delText":
                    deleted.append(node.text or "")
        if deleted and "".join(deleted).strip():
            yield Line("".join(deleted), "修订时删去的文字")
        heading, number = self._style(paragraph)
        yield from split_lines(number + "".join(text), heading=heading)
        for box in boxes:
            yield from self._blocks(box)

    def _style(self, paragraph: Element) -> tuple[int, str]:
        """Heading depth and automatic number of a paragraph; its own settings go before those of its style."""
        properties = paragraph.find(f"{W}pPr")
        own = _Style.read(properties)
        style = self._styles.get(own.style, _Style())
        list_id = own.list_id or style.list_id
        depth = own.depth if own.depth is not None else (style.depth or 0)
        if linked := self._numbering.style_link(list_id):
            list_id = self._styles.get(linked, _Style()).list_id
        number = self._numbering.next(list_id, depth) if list_id else ""
        outline = own.outline if own.outline is not None else style.outline
        return (outline + 1 if outline is not None and outline < 9 else 0), number


class _Style:
    """What a style or a paragraph says about lists and headings."""

    __slots__ = ("depth", "list_id", "outline", "parent", "style")

    def __init__(self) -> None:
        self.style = ""
        self.parent = ""
        self.list_id = ""
        self.depth: int | None = None
        self.outline: int | None = None

    @classmethod
    def read(cls, properties: Element | None) -> _Style:
        found = cls()
        if properties is None:
            return found
        for child in properties.iter():
            value = child.get(f"{W}val", "")
            match child.tag.removeprefix(W):
                case "pStyle":
                    found.style = value
                case "numId":
                    found.list_id = value
                case "ilvl" if value.isdigit():
                    found.depth = int(value)
                case "outlineLvl" if value.isdigit():
                    found.outline = int(value)
        return found


def _read_styles(root: Element | None) -> dict[str, _Style]:
    """Styles by id, each with what it inherits."""
    styles: dict[str, _Style] = {}
    if root is None:
        return styles
    for element in root.iter(f"{W}style"):
        style = _Style.read(element.find(f"{W}pPr"))
        based = element.find(f"{W}basedOn")
        style.parent = "" if based is None else based.get(f"{W}val", "")
        styles[element.get(f"{W}styleId", "")] = style
    for style in styles.values():
        parent, seen = styles.get(style.parent), {id(style)}
        while parent is not None and id(parent) not in seen:
            seen.add(id(parent))
            style.list_id = style.list_id or parent.list_id
            style.depth = style.depth if style.depth is not None else parent.depth
            style.outline = style.outline if style.outline is not None else parent.outline
            parent = styles.get(parent.parent)
    return styles


def _runs(element: Element, boxes: list[Element]) -> Iterator[Element]:
    """Character nodes in order; text boxes are put aside, the fallback copy of a drawing is passed over."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            boxes.append(child)
        elif child.tag in {_COMPATIBILITY, f"{W}pPr", f"{W}rPr"}:
            continue
        elif len(child):
            yield from _runs(child, boxes)
        else:
            yield child


def _symbol(node: Element) -> str:
    code = node.get(f"{W}char", "")
    try:
        return chr(int(code, 16))
    except ValueError:
        return ""
