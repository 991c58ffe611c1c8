"""Outline of a policy document: 一、 / （一） / 1. / （1）, questions and answers, or plain paragraphs.

Nothing is lost: every printed character of the lines stands in exactly one provision, in reading order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.model import Provision, Unit, provision_id
from ingest.frame import Frame, find_frame, is_attachment_head
from ingest.numerals import DIGITS, to_int
from ingest.readers.lines import Line

_HAN = "一二三四五六七八九十百"
_LEVELS: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    (Unit.PART, re.compile(rf"(?P<n>[{_HAN}]+)\s*[、．.]\s*|第(?P<m>[{_HAN}]+)部分\s*[：:、]?\s*")),
    (Unit.MEASURE, re.compile(rf"[（(]\s*(?P<n>[{_HAN}]+)\s*[）)]\s*[、.．]?\s*(?![项款目条》，。、；])")),
    (Unit.POINT, re.compile(r"(?P<n>\d{1,3})\s*[.．、]\s*(?!\d)")),
    (Unit.SUBPOINT, re.compile(r"[（(]\s*(?P<n>\d{1,3})\s*[）)]\s*[、.．]?\s*(?![项款目条》，。、；])")),
)
_DECIMAL = re.compile(r"(?P<n>\d{1,2}(?:\.\d{1,2})*)(?:\s+(?=\S)|$)")
_LETTER = re.compile(r"(?P<n>[a-z])\s*[)）]\s*")
_UNITS = (Unit.PART, Unit.MEASURE, Unit.POINT, Unit.SUBPOINT)
_QUESTION = re.compile(r"(?:[\u4e00-\u9fff]{0,6}记者|提)?问\s*[：:]\s*|(?:记者|主持人)\s*[：:]\s*")
_ATTACHMENT = re.compile(rf"附\s*件\s*[{DIGITS}]*\s*[：:]?")
#: Labels are written in one width whatever the source prints.
_LABEL_WIDTH = str.maketrans("()", "（）")
_STOPS = "。；：，？！;:,?!"
#: The longest title sentence of a measure, and the longest heading that is a line of its own.
_TITLE, _HEADING = 40, 60


@dataclass(slots=True, eq=False)
class _Draft:
    unit: Unit
    locator: str
    label: str
    parent: _Draft | None = None
    rank: int = 0
    number: int = 0
    marker: str = ""
    heading: str = ""
    text: str = ""
    children: list[_Draft] = field(default_factory=list)


def outline_policy(
    document_id: str, lines: Sequence[Line], frame: Frame | None = None
) -> tuple[tuple[Provision, ...], tuple[str, ...]]:
    """Provisions of a policy document in reading order, and warnings about its numbering.

    Args:
        document_id: for example ``应急〔2021〕23号@2021-03-29``.
        lines: paragraphs; ``heading`` depths are used for headings without a number.
        frame: head and foot; found here when absent.

    Returns:
        ``#3`` a part, ``#3.5`` measure （五） in it, ``#3.5.1`` point 1., ``#3.5.1.1`` （1）; a marker below an absent level
        hangs on the nearest one above. ``#3.p1`` text without number under part 三, ``#p1`` at the top; ``#h1`` head,
        ``#t1`` foot, ``#a1`` an attachment with its own outline below, ``#s1`` a heading without number. A locator that
        occurs again gets ``~2``.
    """
    outliner = _Outliner(document_id, lines, frame or find_frame([line.text for line in lines]))
    return outliner.run(), tuple(outliner.warnings)


class _Outliner:
    """Reads the lines once; ``stack`` holds the open nodes, outermost first."""

    def __init__(self, document_id: str, lines: Sequence[Line], frame: Frame) -> None:
        self.document_id = document_id
        self.lines = lines
        self.frame = frame
        self.drafts: list[_Draft] = []
        self.stack: list[_Draft] = []
        self.taken: dict[str, int] = {}
        self.last: dict[tuple[str, int], int] = {}
        self.warnings: list[str] = []
        body = [line.text for line in lines[frame.front_end : frame.back_start]]
        self.decimal = sum(bool(re.match(r"\d{1,2}\.\d{1,2}(?:\.\d{1,2})*\s+\S", text)) for text in body) >= 3
        self.dialogue = sum(bool(_QUESTION.match(text)) for text in body) >= 2
        self.numbered = self.dialogue or any(self._marker(text) for text in body)

    def run(self) -> tuple[Provision, ...]:
        closing = self._closing_start()
        for at, line in enumerate(self.lines):
            if at < self.frame.front_end:
                self._margin(Unit.FRONT, "h", "文首", line.text)
            elif self.frame.back_start <= at < self.frame.back_end:
                self._margin(Unit.BACK, "t", "落款", line.text)
            elif at >= closing and at < self.frame.back_start:
                self.stack = []
                self._plain(line.text, "结尾")
            else:
                self._body(line)
        return self._provisions()

    def _body(self, line: Line) -> None:
        text = line.text
        if is_attachment_head(text):
            self._attachment(text)
        elif self.dialogue:
            if match := _QUESTION.match(text):
                number = 1 + sum(draft.unit is Unit.PART for draft in self.drafts)
                self.stack = []
                draft = _Draft(
                    Unit.PART, str(number), f"问答{number}", None, 1, number, match.group(), text[match.end() :]
                )
                self.stack = [self._add(draft)]
            else:
                self._plain(text, "前言")
        elif found := self._marker(text):
            self._node(text, *found)
        elif line.heading > 1 and len(text) <= 2 * _HEADING and self.numbered:
            self._heading(line)
        else:
            self._plain(text, "前言")

    # Markers

    def _marker(self, text: str) -> tuple[int, Unit, str, int, int] | None:
        """(rank, unit, printed number, its value, end of the marker) if the line begins with a marker."""
        if self.decimal:
            if match := _DECIMAL.match(text):
                depth = match["n"].count(".") + 1
                return depth, _UNITS[min(depth, 4) - 1], match["n"], int(match["n"].rpartition(".")[2]), match.end()
            if match := _LETTER.match(text):
                return 9, Unit.SUBPOINT, match["n"], ord(match["n"]) - 96, match.end()
        for rank, (unit, pattern) in enumerate(_LEVELS, 1):
            if match := pattern.match(text):
                printed = match["n"] or match["m"] if rank == 1 else match["n"]
                if value := to_int(printed):
                    return rank, unit, str(value), value, match.end()
        return None

    def _node(self, text: str, rank: int, unit: Unit, printed: str, value: int, end: int) -> None:
        while self.stack and self.stack[-1].rank >= rank:
            self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        base = "" if parent is None else parent.locator + "."
        if self.decimal and rank < 9:
            base = ""  # 4.2.1 is the whole address already
        marker, rest = text[:end].rstrip(), text[end:]
        bare = marker.rstrip("、.．：: ").translate(_LABEL_WIDTH)
        heading, body = _split_heading(rest)
        label = bare if self.decimal and rank < 9 else _under(parent) + bare
        self._check_order(parent, rank, value, label)
        draft = _Draft(unit, base + printed, label, parent, rank, value, marker, heading, body)
        self.stack.append(self._add(draft))

    def _check_order(self, parent: _Draft | None, rank: int, value: int, label: str) -> None:
        """Warn where a number is printed twice, left out or out of order.

        Measures count either through the whole document or anew in each part: both are in order.
        """
        here = (parent.locator if parent else "", rank)
        through = ("*", rank)
        before = self.last.get(here)
        if before is None:
            if value not in {1, self.last.get(through, 0) + 1}:
                self.warnings.append(f"“{label}”之前缺少编号，请核对原文")
        elif value == before:
            self.warnings.append(f"编号重复：“{label}”印了两次，请核对原文")
        elif value != before + 1:
            self.warnings.append(f"编号不连续：“{label}”的前一编号是{before}，请核对原文")
        self.last[here] = self.last[through] = value

    # Text without a marker

    def _plain(self, text: str, where: str) -> None:
        parent = self.stack[-1] if self.stack else None
        siblings = parent.children if parent else [draft for draft in self.drafts if draft.parent is None]
        number = 1 + sum(draft.unit is Unit.TEXT for draft in siblings)
        base = "" if parent is None else parent.locator + "."
        name = parent.label if parent else where if self.numbered else ""
        shown = number
        if where == "结尾":
            shown = 1 + sum(draft.label.startswith("结尾") for draft in siblings)
        self._add(_Draft(Unit.TEXT, f"{base}p{number}", f"{name}第{shown}段", parent, text=text))

    def _margin(self, unit: Unit, letter: str, label: str, text: str) -> None:
        number = 1 + sum(draft.unit is unit for draft in self.drafts)
        self._add(_Draft(unit, f"{letter}{number}", label, text=text))

    def _heading(self, line: Line) -> None:
        """A heading that the file format marks and that has no number."""
        rank = line.heading - 10  # outside every numbered level
        while self.stack and self.stack[-1].rank >= rank and self.stack[-1].locator[0] != "a":
            self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        siblings = parent.children if parent else [draft for draft in self.drafts if draft.parent is None]
        number = 1 + sum(re.search(r"s\d+$", draft.locator) is not None for draft in siblings)
        base = "" if parent is None else parent.locator + "."
        label = _under(parent) + line.text
        draft = _Draft(Unit.PART, f"{base}s{number}", label, parent, rank, heading=line.text)
        self.stack.append(self._add(draft))

    def _attachment(self, text: str) -> None:
        number = 1 + sum(draft.parent is None and draft.locator.startswith("a") for draft in self.drafts)
        match = _ATTACHMENT.match(text)
        marker = match.group() if match else text
        draft = _Draft(Unit.PART, f"a{number}", marker.rstrip("：: "), None, -20, 0, marker, text[len(marker) :])
        self.stack = [self._add(draft)]

    def _closing_start(self) -> int:
        """First line of a closing passage (各省级…要将落实情况及时报告) that is no part of the last measure.

        It is one where a signature follows, at most two paragraphs stand after the last marker, and no other marker of
        that document has a paragraph of its own after its line; otherwise the paragraphs stay with the measure.
        """
        begin, end = self.frame.front_end, self.frame.back_start
        marks = [at for at in range(begin, end) if self._marker(self.lines[at].text)]
        if self.dialogue or not marks or self.frame.back_end <= end or not 1 <= end - marks[-1] - 1 <= 2:
            return len(self.lines)
        last_rank, *_ = self._marker(self.lines[marks[-1]].text) or (0,)
        for at, following in pairwise(marks):
            rank, *_ = self._marker(self.lines[at].text) or (0,)
            if rank == last_rank and following > at + 1:
                return len(self.lines)
        own = self.lines[marks[-1]].text
        return marks[-1] + 1 if own.endswith("。") else len(self.lines)

    # Bookkeeping

    def _add(self, draft: _Draft) -> _Draft:
        count = self.taken[draft.locator] = self.taken.get(draft.locator, 0) + 1
        if count > 1:
            draft.locator += f"~{count}"
        if draft.parent is not None:
            draft.parent.children.append(draft)
        self.drafts.append(draft)
        return draft

    def _provisions(self) -> tuple[Provision, ...]:
        for draft in self.drafts:
            if draft.marker and not draft.text and not draft.children and draft.unit is not Unit.PART:
                draft.heading, draft.text = "", draft.heading  # nothing stands under it: it is the text itself
        return tuple(
            Provision(
                id=provision_id(self.document_id, draft.locator),
                document_id=self.document_id,
                parent_id=provision_id(self.document_id, draft.parent.locator) if draft.parent else None,
                unit=draft.unit,
                locator=draft.locator,
                label=draft.label,
                order=order,
                marker=draft.marker,
                heading=draft.heading,
                text=draft.text,
            )
            for order, draft in enumerate(self.drafts)
        )


def _under(parent: _Draft | None) -> str:
    """Label of ``parent`` as the beginning of a label under it."""
    if parent is None:
        return ""
    return parent.label if parent.marker else parent.label + "·"


def _split_heading(rest: str) -> tuple[str, str]:
    """Heading and text of a marked line: a short line without a stop, or a short first sentence before others."""
    if len(rest) <= _HEADING and rest and not rest.endswith(tuple(_STOPS)) and "。" not in rest:
        return rest, ""
    stop = rest.find("。") + 1
    if 0 < stop <= _TITLE and rest[stop:].strip():
        return rest[:stop], rest[stop:]
    return "", rest
