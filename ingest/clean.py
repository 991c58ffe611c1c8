"""Raw lines to clean paragraphs. The published wording and width stay; what goes is listed with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from corpus.model import Dropped
from ingest.dates import is_date_line
from ingest.frame import ends_like_title, is_body_line, is_number_line
from ingest.furniture import (
    mark_imprint,
    mark_info_table,
    mark_page_numbers,
    mark_website,
    mask_names,
    split_bookmarks,
)
from ingest.readers.lines import Line, RawText, invisible

#: Begins a new paragraph whatever stands before it.
MARKER = re.compile(
    r"\s*(?:[一二三四五六七八九十百]+、|[（(](?:[一二三四五六七八九十百]+|\d{1,2})[)）](?![》，。、；：,;:])|\d{1,2}[.．、](?!\d)|[①-⑳]"
    r"|第[一二三四五六七八九十百千零〇]+[编章节条](?:之[一二三四五六七八九十]+)?[\s\u3000]|附\s*件\s*\d*\s*[：:]?|问[：:]|答[：:])"
)
_STOPS = "。！？；：!?;:"
#: Lines at the beginning among which a title may end at the very edge of the page.
_HEAD = 8
_INDENTS = ("\u3000\u3000", "    ")
_CLOSERS = "”’）)》】\"'"


@dataclass(frozen=True, slots=True)
class CleanText:
    """Paragraphs of a file, furniture among them still in its place, and what the file says about itself."""

    lines: tuple[Line, ...]
    hints: Mapping[str, str]
    warnings: tuple[str, ...] = ()


def clean(raw: RawText) -> CleanText:
    """Every stage in turn; each is a pure function of lines."""
    lines = split_bookmarks(visible(mask_names(raw.lines)))
    width = wrap_width(lines, raw.wrapped)
    lines = mark_page_numbers(lines, bool(width))
    lines, table = mark_info_table(lines)
    lines, imprint = mark_imprint(lines)
    lines = mark_website(lines)
    if width:
        lines = join_wrapped(lines, width)
    lines = [replace(line, text=line.text.strip()) for line in lines if line.text.strip()]
    return CleanText(tuple(lines), dict(raw.hints) | table | imprint, raw.warnings)


def visible(lines: Sequence[Line]) -> list[Line]:
    """Zero-width marks and controls away, every kind of space a plain one (the ideographic space stays)."""
    return [replace(line, text=_visible(line.text)) for line in lines]


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    spaced = "".join(
        char if char in "\t\u3000" else " " if char.isspace() else "" if invisible(char) else char for char in text
    )
    return spaced.rstrip()


def dropped(lines: Sequence[Line]) -> tuple[Dropped, ...]:
    """What was marked as furniture, neighbours of one reason together."""
    kinds = groupby((line for line in lines if line.reason), key=lambda line: line.reason)
    return tuple(Dropped("\n".join(line.text for line in group), reason) for reason, group in kinds)


# --- lines broken at the page width ----------------------------------------------------------------------------------


def display_width(text: str) -> float:
    """Width in Chinese characters: ASCII counts a half."""
    return sum(0.5 if char.isascii() else 1.0 for char in text.strip())


def wrap_width(lines: Sequence[Line], known: bool = False) -> float:
    """Width at which the lines were broken, 0 where each line is a paragraph.

    A broken text shows itself by many lines that are about as wide as the widest and end in mid-sentence.

    Args:
        lines: all lines of the file.
        known: the format breaks lines for certain (PDF).
    """
    kept = [line.text for line in lines if not line.reason and line.text.strip()]
    widths = sorted(display_width(text) for text in kept)
    if len(widths) < 4:
        return 0
    width = widths[int(len(widths) * 0.9)]
    if width < 12 or width > 70:
        return 0
    full = [text for text in kept if width * 0.88 <= display_width(text) <= width * 1.12]
    broken = sum(not _ends_sentence(text) for text in full)
    return width if broken >= (2 if known else 5) and (known or broken >= 0.25 * len(kept)) else 0


def join_wrapped(lines: Sequence[Line], width: float) -> list[Line]:
    """Join lines broken at ``width``; page numbers and other furniture between two halves move behind them.

    A full line goes on in the next one, unless that begins with a marker or an indent of two characters. A full
    line that happens to end a sentence goes on too where paragraphs are not indented: a paragraph too long is
    a smaller fault than a sentence cut in two.
    """
    kept = [line.text for line in lines if not line.reason and line.text.strip()]
    indented = sum(text.startswith(_INDENTS) for text in kept) >= 2
    blanks = sum(not line.text.strip() for line in lines if not line.reason)
    spaced = 0 < blanks < 0.5 * len(kept)
    signers = _signer_lines(lines)
    result: list[Line] = []
    open_at: int | None = None
    read = 0
    for at, line in enumerate(lines):
        if line.reason:
            result.append(line)
            continue
        if not line.text.strip():
            if spaced:
                open_at = None
            continue
        read += 1
        indent = line.text.startswith(_INDENTS)
        begins = MARKER.match(line.text) or (indented and indent) or is_number_line(line.text) or at in signers
        # A sentence that ends with room for one more character ends its paragraph; mid-sentence a long word may
        # have moved to the next line.
        room = 1.1 if _ends_sentence(line.text) else 2.6
        if open_at is not None and not begins and line.heading == result[open_at].heading:
            result[open_at] = replace(result[open_at], text=_glue(result[open_at].text, line.text))
        else:
            result.append(replace(line, text=_close_digits(line.text)))
            open_at = len(result) - 1
            room += 2  # first lines are indented, whether that can still be seen or not
        title = read <= _HEAD and ends_like_title(result[open_at].text)
        if title or display_width(line.text) < width - room:
            open_at = None
    return result


def _signer_lines(lines: Sequence[Line]) -> set[int]:
    """Indices of date lines and of the body's line above each: they begin anew even after a line that is full."""
    kept = [at for at, line in enumerate(lines) if not line.reason and line.text.strip()]
    found: set[int] = set()
    for before, at in pairwise(kept):
        if is_date_line(lines[at].text):
            found |= {before, at} if is_body_line(lines[before].text) else {at}
    return found


def _ends_sentence(text: str) -> bool:
    return text.rstrip().rstrip(_CLOSERS).endswith(tuple(_STOPS))


def _glue(head: str, tail: str) -> str:
    head, tail = head.rstrip(), tail.strip()
    latin = head[-1:].isascii() and head[-1:].isalpha() and tail[:1].isascii() and tail[:1].isalpha()
    return _close_digits(head + (" " if latin else "") + tail)


def _close_digits(text: str) -> str:
    """Typesetting leaves a thin space beside digits (到 10 月底); in running text there is none."""
    return re.sub(
        r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\dA-Za-z])|(?<=[\dA-Za-z%]) (?=[\u3000-\u9fff\uff00-\uffef])", "", text
    )
