"""The entry of the room: a file in, its documents out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.errors import IngestError
from corpus.model import Document, DocumentText, Kind, Wording
from ingest.articles import is_article_text, outline_articles
from ingest.clean import clean, dropped
from ingest.frame import Frame, find_frame
from ingest.metadata import describe
from ingest.outline import outline_policy
from ingest.readers import check_size, read_raw
from ingest.readers.lines import Line, texts
from ingest.split import split_documents

#: Kinds that number their changes 一、二、 and quote whole articles below them.
_CHANGES = frozenset({Kind.AMENDMENT, Kind.AMENDING_DECISION})


def read_file(path: Path) -> list[DocumentText]:
    """Documents of one file.

    Args:
        path: ``.txt``, ``.md``, ``.html``, ``.htm``, ``.docx`` or ``.pdf``.

    Returns:
        At least one; an official explanation printed under the text is a document of its own after it.

    Raises:
        IngestError: the file cannot be read, or is no document; says why and what to do.
    """
    return read_bytes(load(path), path.name)


def load(path: Path) -> bytes:
    """Content of a file that is not too large to be a document.

    Raises:
        IngestError: absent, unreadable or too large.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise IngestError(f"找不到或无法打开“{path.name}”", "请检查路径和读取权限") from error
    check_size(size, path.name)
    try:
        return path.read_bytes()
    except OSError as error:
        raise IngestError(f"无法读取“{path.name}”", "请检查读取权限，或确认它不是文件夹") from error


def read_bytes(data: bytes, name: str) -> list[DocumentText]:
    """Documents of a file's content; the same bytes and name always give the same result.

    Args:
        data: the content.
        name: file name with its suffix, which tells the format; a day in brackets before it may date the text.

    Raises:
        IngestError: as ``read_file``.
    """
    cleaned = clean(read_raw(data, name))
    if all(line.reason for line in cleaned.lines):
        raise IngestError(f"“{name}”里没有文字可收录，只有页码、页眉页脚或网页导航", "请确认文件内容是否完整")
    result: list[DocumentText] = []
    for part in split_documents(cleaned.lines):
        first = result[0].document if result else None
        hints: Mapping[str, str] = {} if result else cleaned.hints
        document = _document(part, hints, name, first)
        result.append(replace(document, warnings=document.warnings if result else cleaned.warnings + document.warnings))
    return result


def _document(part: Sequence[Line], hints: Mapping[str, str], name: str, explains: Document | None) -> DocumentText:
    kept = [line for line in part if not line.reason]
    if explains is None:
        kept = _with_joined_title(kept, hints)
    paragraphs = texts(kept)
    articles = is_article_text(paragraphs)
    description = describe(paragraphs, hints, name, articles, explains)
    document = description.document
    warnings: tuple[str, ...] = ()
    if articles or document.kind in _CHANGES:
        provisions = outline_articles(document.id, paragraphs)
    else:
        provisions, warnings = outline_policy(document.id, kept, description.frame)
    if document.wording is Wording.DIGEST:
        provisions = tuple(replace(provision, wording=Wording.DIGEST) for provision in provisions)
    return DocumentText(document, provisions, dropped(part), warnings)


def _with_joined_title(kept: list[Line], hints: Mapping[str, str]) -> list[Line]:
    """The lines with a title that was broken over several in one."""
    frame: Frame = find_frame(texts(kept), hints.get("title", ""))
    start, stop = frame.title_lines
    if stop - start < 2:
        return kept
    return [*kept[:start], replace(kept[start], text=frame.title), *kept[stop:]]
