"""PDF with a text layer."""

from __future__ import annotations

from collections import Counter
from typing import Any

from corpus.errors import IngestError
from ingest.readers.lines import Line, RawText, normalise

_PASSWORD = 4  # FPDF_ERR_PASSWORD


def read_pdf(data: bytes, name: str) -> RawText:
    """Lines of every page; lines repeated at the edge of most pages are marked 页眉页脚.

    Raises:
        IngestError: encrypted, damaged, or scanned without a text layer.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise IngestError(f"“{name}”是加密的 PDF", "请用口令打开后另存为不加密的 PDF 再导入") from error
        raise IngestError(f"“{name}”不是完好的 PDF，无法打开", "请重新下载，或用阅读器打开后另存一份再导入") from error
    try:
        pages = [_page_lines(document, number, name) for number in range(len(document))]
    finally:
        document.close()
    blank = [number for number, lines in enumerate(pages, 1) if not lines]
    if len(blank) == len(pages):
        raise IngestError(f"“{name}”没有文字层，可能是扫描件", "请先做文字识别（OCR），或改用 .docx 原稿")
    warnings = tuple(f"第{number}页没有文字，可能是扫描页，未能读取" for number in blank)
    return RawText(_mark_running_heads(pages), {}, wrapped=True, warnings=warnings)


def _page_lines(document: Any, number: int, name: str) -> list[str]:
    import pypdfium2

    try:
        page = document[number]
        textpage = page.get_textpage()
        text: str = textpage.get_text_range()
        indents = _indents(textpage, text)
        textpage.close()
        page.close()
    except pypdfium2.PdfiumError as error:
        raise IngestError(f"“{name}”第{number + 1}页已损坏，无法读取", "请重新下载或另存一份再导入") from error
    # PDFium prints U+FFFE where a word was hyphenated at the line end.
    lines = text.replace("\ufffe", "-").splitlines()
    return [("\u3000\u3000" if at in indents else "") + line for at, line in enumerate(lines) if line.strip()]


def _indents(textpage: Any, text: str) -> set[int]:
    """Indices of lines that begin to the right of the left edge: by their indent paragraphs are told apart."""
    if textpage.count_chars() != len(text):
        return set()  # characters beyond 16 bits shift the positions: do without
    starts: dict[int, tuple[float, float]] = {}
    place = 0
    for at, line in enumerate(text.splitlines(keepends=True)):
        if line.strip():
            left, _, right, _ = textpage.get_charbox(place + len(line) - len(line.lstrip()), loose=True)
            starts[at] = (left, right - left)
        place += len(line)
    lefts = Counter(round(left) for left, _ in starts.values())
    edge = min((left for left, count in lefts.items() if count >= 2), default=0)
    return {at for at, (left, size) in starts.items() if left > edge + 1.2 * max(size, 6)}


def _mark_running_heads(pages: list[list[str]]) -> tuple[Line, ...]:
    """A first or last line that stands alike on at least three pages and on most of them is a running head."""
    edges = Counter(normalise(line) for lines in pages if lines for line in {lines[0], lines[-1]})
    heads = {text for text, count in edges.items() if count >= 3 and count * 2 > len(pages)}
    result: list[Line] = []
    for lines in pages:
        last = len(lines) - 1
        result.extend(
            Line(line, "页眉页脚" if at in {0, last} and normalise(line) in heads else "")
            for at, line in enumerate(lines)
        )
    return tuple(result)
