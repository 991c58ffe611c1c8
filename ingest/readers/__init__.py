"""Bytes to printed lines: one reader a file format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from corpus.errors import IngestError
from ingest.readers.docx import read_docx
from ingest.readers.html import read_html
from ingest.readers.lines import Line, RawText, ink, normalise
from ingest.readers.markdown import read_markdown
from ingest.readers.pdf import read_pdf
from ingest.readers.text import read_text

__all__ = ["MAX_BYTES", "SUFFIXES", "Line", "RawText", "check_size", "ink", "normalise", "read_raw"]

#: Larger files are refused before they are read.
MAX_BYTES = 100 * 1024 * 1024

_READERS: dict[str, Callable[[bytes, str], RawText]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
    ".pdf": read_pdf,
}
#: Suffixes that can be read.
SUFFIXES = frozenset(_READERS)
_OFFICE = frozenset({".doc", ".wps", ".ofd", ".rtf", ".odt", ".ceb"})


def check_size(size: int, name: str) -> None:
    """Refuse a file by its size in bytes alone.

    Raises:
        IngestError: it is empty or larger than ``MAX_BYTES``.
    """
    if size == 0:
        raise IngestError(f"“{name}”是空文件", "请重新下载或重新导出后再导入")
    if size > MAX_BYTES:
        raise IngestError(f"“{name}”超过 {MAX_BYTES // 1024 // 1024} MB", "请拆分文件，或只保留正文后再导入")


def read_raw(data: bytes, name: str) -> RawText:
    """Printed lines of a file; ``name`` gives the format by its suffix.

    Raises:
        IngestError: unknown suffix, empty, too large, damaged, encrypted, or without any text.
    """
    check_size(len(data), name)
    suffix = PurePath(name).suffix.lower()
    reader = _READERS.get(suffix)
    if reader is None:
        advice = "请另存为 .docx 或 .pdf 后再导入" if suffix in _OFFICE else "请改用 .docx、.pdf、.html、.md 或 .txt"
        raise IngestError(f"不支持“{name}”的文件类型（{suffix or '无扩展名'}）", advice)
    raw = reader(data, name)
    if not any(ink(line.text) for line in raw.lines if not line.reason):
        raise IngestError(f"“{name}”里没有文字", "请确认文件内容；图片和扫描件请先做文字识别（OCR）")
    return raw
