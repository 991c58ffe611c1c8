"""Penalty clauses as typed penalties: who, when, what, how much, for which items of the list.

A sentence of a penalty clause tells the conduct (…的，), then measures between commas; after a semicolon a further
case (逾期未改正的，) and its measures. What the grammar does not cover is handed back as unparsed, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from corpus.model import Outline, Penalty, Provision, Stage, Unit, Wording
from ingest.amounts import to_decimal
from ingest.digest_wording import Rewritten, as_law
from ingest.penalty_grammar import Draft, Reading, read_segment
from ingest.penalty_stages import ONLY_WHEN, ORDER_REFUSED, OVERDUE, graded, plainly_a_stage, stage_of
from ingest.penalty_subjects import several, sort_of, subject_of
from ingest.penalty_words import EARLIER, MARKER, THREAT, TO_SOMEBODY, WEAK, listed, sentences


@dataclass(frozen=True, slots=True)
class Unparsed:
    """Text of a penalty clause that is not understood.

    Attributes:
        provision: id of the provision it stands in.
        span: start and end offset in the provision's ``full_text``.
        text: the words; of a digest, as a law would put them.
    """

    provision: str
    span: tuple[int, int]
    text: str


_Found = TypeVar("_Found", Penalty, Unparsed)


@dataclass(frozen=True, slots=True)
class PenaltyClause:
    """What a paragraph (with its list) threatens, and what of it is not understood."""

    penalties: tuple[Penalty, ...] = ()
    unparsed: tuple[Unparsed, ...] = ()

    def __add__(self, other: PenaltyClause) -> PenaltyClause:
        return PenaltyClause(self.penalties + other.penalties, self.unparsed + other.unparsed)


def parse_penalties(text: str, items: Sequence[str] = (), *, provision: str = "") -> PenaltyClause:
    """Penalties of one paragraph printed alone.

    Args:
        text: the paragraph, with its marker if it has one.
        items: the texts of its list, in order, with their markers or without.
        provision: id of the paragraph; its items get ``provision.1``, ``provision.2`` and so on.
    """
    listed = [(f"{provision}.{number}", number, item) for number, item in enumerate(items, 1)]
    return _Paragraph(provision, text, listed).read()


def read_penalties(outline: Outline, article: str) -> PenaltyClause:
    """Penalties of a whole article (or of any provision with all below it), its paragraphs read one after another.

    Digests are read as a law would put them; their spans mean the digest's own words.
    """
    result = PenaltyClause()
    before: list[_Paragraph] = []
    digests: dict[str, Rewritten] = {}

    def text_of(provision: Provision) -> str:
        if provision.wording is not Wording.DIGEST:
            return provision.full_text
        digests[provision.id] = as_law(provision.full_text)
        return digests[provision.id].text

    for provision in _paragraphs(outline, article):
        items = [
            (item.id, _item_number(item), text_of(item))
            for item in outline.children(provision.id)
            if item.unit in {Unit.ITEM, Unit.SUBITEM, Unit.SUBPOINT, Unit.POINT}
        ]
        paragraph = _Paragraph(provision.id, text_of(provision), items, tuple(before))
        result += paragraph.read()
        if provision.unit is Unit.PARAGRAPH:
            before.append(paragraph)
    return PenaltyClause(
        tuple(_placed(each, digests) for each in result.penalties),
        tuple(_placed(each, digests) for each in result.unparsed),
    )


def _placed(found: _Found, digests: Mapping[str, Rewritten]) -> _Found:
    """With the span in the digest's own words where it was read in others."""
    rewritten = digests.get(found.provision)
    return found if rewritten is None else replace(found, span=rewritten.span(*found.span))


def _paragraphs(outline: Outline, article: str) -> Iterator[Provision]:
    for provision in outline.subtree(article):
        if provision.unit not in {Unit.ITEM, Unit.SUBITEM, Unit.SUBPOINT, Unit.POINT} or provision.id == article:
            yield provision


def _item_number(item: Provision) -> int:
    last = re.match(r"\d+", item.locator.rpartition(".")[2])
    return int(last.group()) if last else 0


@dataclass(slots=True)
class _Case:
    """Where the sentence stands: whom it is about, at what stage, under what condition, for which items."""

    subject: str = ""
    stage: Stage = Stage.FIRST
    condition: str = ""
    items: tuple[int, ...] = ()
    governs: str = ""
    settled: tuple[Stage, str] = (Stage.FIRST, "")
    general: tuple[Stage, str] = (Stage.FIRST, "")


@dataclass(slots=True)
class _Paragraph:
    provision: str
    text: str
    items: Sequence[tuple[str, int, str]]
    before: tuple[_Paragraph, ...] = ()
    subject: str = ""
    found: list[Penalty] = field(default_factory=list)
    unread: list[Unparsed] = field(default_factory=list)

    def read(self) -> PenaltyClause:
        case = _Case(governs=self.provision)
        case = self._read_text(self.provision, self.text, case, item=0)
        for identifier, number, text in self.items:
            head = replace(case, items=(number,), governs=self.provision, settled=(Stage.FIRST, ""), stage=Stage.FIRST)
            self._read_text(identifier, text, replace(head, subject=self.subject, condition=""), item=number)
        found = (
            sorted(self.found, key=lambda p: (p.provision != self.provision, p.items, p.span))
            if self.items
            else self.found
        )
        if all(penalty.measure in WEAK for penalty in found):
            return PenaltyClause((), tuple(each for each in self.unread if THREAT.search(each.text)))
        return PenaltyClause(tuple(found), tuple(self.unread))

    def _read_text(self, identifier: str, text: str, case: _Case, item: int) -> _Case:
        marker = MARKER.match(text)
        start = marker.end() if marker else 0
        for number, sentence in enumerate(sentences(text, start)):
            case = _Sentence(self, identifier, text, case, number == 0, item).read(sentence)
        return case


@dataclass(slots=True)
class _Sentence:
    paragraph: _Paragraph
    identifier: str
    text: str
    case: _Case
    opens: bool
    item: int
    base: str = ""
    opening: str = ""
    ordering: bool = False
    measured: bool = False
    told: bool = False
    threshold: bool = False

    def read(self, segments: list[tuple[int, int, str]]) -> _Case:
        """All segments (start, end, closing mark) of one sentence."""
        self.base = self.case.subject
        if not self.opens:
            self.case.stage, self.case.condition = Stage.FIRST, ""
        pending: list[tuple[int, int]] = []
        fresh = True
        if self.item and self._is_conduct(segments):
            return self.case
        for start, end, mark in segments:
            if start == end:
                continue
            told = self.told or bool(pending and self.text[pending[-1][1] - 1] == "的")
            reading = read_segment(self.text, start, end, ordering=self.ordering, told=told)
            if fresh and not pending and reading is not None and TO_SOMEBODY.match(self.text, start):
                self._back_to_general()
            if reading is not None and reading.tells:
                if not reading.drafts and self.told and pending:
                    self._leave_untold(pending)
                if reading.drafts or not self.told:
                    self._take_up(pending, fresh)
                if reading.drafts:
                    self._items(self.text[start:end])
                    self._add(reading)
                pending, fresh = [], False
            elif reading is not None and (not pending or self._ends_condition(pending, end)):
                self._take_up(pending, fresh)
                pending, fresh = [], False
                self._items(self.text[start:end])
                self._turn_to(reading)
                self.told = True
            elif glued := self._glued(start, end):
                cut, reading = glued
                self._take_up([*pending, (start, cut)], fresh)
                pending, fresh = [], False
                self._add(reading)
            else:
                pending.append((start, end))
            if mark in "；;：:":
                if pending:
                    self._leave(pending, fresh, mark)
                    pending = []
                fresh = True
                self._next_clause()
                if mark in "：:" and not self.measured:
                    break  # what follows is listed (处罚种类包括：警告、罚款), not threatened
        if pending:
            self._leave(pending, fresh, "。")
        return replace(self.case, subject=self.base or self.case.subject)

    def _is_conduct(self, segments: list[tuple[int, int, str]]) -> bool:
        """An item of a list that only tells a conduct: its last words are …的."""
        start, end, _ = [s for s in segments if s[0] < s[1]][-1] if any(s[0] < s[1] for s in segments) else (0, 0, "")
        return self.text[start:end].endswith("的") and read_segment(self.text, start, end) is None

    def _ends_condition(self, pending: list[tuple[int, int]], end: int) -> bool:
        """…的，对直接责任人员，… and 对…单位除…外，…: the conduct is told before."""
        return self.text[pending[-1][1] - 1] == "的" or self.text[end - 1] == "外"

    def _back_to_general(self) -> None:
        """；对直接责任人员… without a case of its own: the grave case (情节严重的) before it ended with its clause."""
        if self.measured and not self.threshold and self.case.stage in {Stage.SERIOUS, Stage.OTHER}:
            self.case.stage, self.case.condition = self.case.settled = self.case.general

    def _leave_untold(self, pending: list[tuple[int, int]]) -> None:
        """Before costs and damages stand cases (…的，); other words are a measure that is not understood."""
        start, end = pending[-1]
        if self.measured and len(pending) > 1 and not self.text[start:end].endswith(("的", "时", "后", "外")):
            self._unread(start, end)

    def _next_clause(self) -> None:
        self.case.subject = self.base
        if self.threshold:
            self.case.condition, self.threshold = self.case.settled[1], False

    # Conditions

    def _take_up(self, pending: list[tuple[int, int]], fresh: bool) -> None:
        """The segments before a measure are its conduct or case; what is neither is unparsed."""
        if not pending:
            return
        self.ordering = False
        start, end = pending[0][0], pending[-1][1]
        condition = self.text[start:end]
        if not (
            condition.endswith(("的", "时", "后", "间", "中", "外", "行为", "情形", "之一"))
            or (fresh and not self.measured)
        ):
            self._unread(start, end)
            return
        who = subject_of(condition)
        self._items(condition)
        if not self.told:
            self.told = True
            if not who and plainly_a_stage(condition) and self.paragraph.before:
                who = self.paragraph.before[-1].subject
            if who:
                self.base = self.opening = who
            if self.opens and not self.item:
                self.paragraph.subject = self.base
            self.case.subject = self.base
            self._open(condition)
            return
        if fresh:
            self.case.subject = who or self.base
        stage = (
            Stage.FIRST
            if any(listed(condition)) and condition.endswith(("之一的", "行为的", "情形的", "之一", "行为", "情形"))
            else stage_of(condition)
        )
        if stage is None:
            self.threshold = True
            if re.search("不构成犯罪|刑事处罚", condition):
                self.case.stage = self.case.settled[0]
            self.case.condition = condition
        else:
            self.threshold = False
            if stage not in {Stage.SERIOUS, Stage.OTHER}:
                self.case.general = (stage, condition)
            self.case.stage, self.case.condition = stage, condition
            if not re.search(r"构成犯罪|造成.{0,8}损害|造成.{0,8}损失", condition):
                self.case.settled = (stage, condition)

    def _open(self, condition: str) -> None:
        """The first condition of a sentence is the conduct itself, unless it is plainly a later stage."""
        parts = re.split(r"[，,]", condition)
        refused = OVERDUE.match(condition) is not None and ORDER_REFUSED.match(condition) is not None
        carried = bool(EARLIER.search(parts[0])) and len(parts) > 1
        plain = len(parts) == 1 and (self.item or not self.opens or refused or graded(condition))
        stage: Stage | None = Stage.FIRST
        if carried or plain:
            found = stage_of(parts[-1])
            stage = Stage.FIRST if found is None or (found is Stage.OTHER and not self.item) else found
            if self.item and found is Stage.OTHER:
                stage = Stage.FIRST
        elif all(ONLY_WHEN.match(part) for part in parts) and len(parts) > 1:
            stage = stage_of(parts[-1])
        elif re.search("再次|两次以上|三次以上|多次被", parts[-1]):
            stage = Stage.OTHER
        elif OVERDUE.search(parts[-1]) and ORDER_REFUSED.search(parts[-1]):
            stage = Stage.OVERDUE
        elif not self.item and re.fullmatch(r"(?:导致|因而|致使)?发生生产安全事故的", parts[-1]):
            stage = Stage.ACCIDENT
        assert stage is not None
        if len(parts) > 1 and parts[-1] == "构成犯罪的" and not self.item:
            self.case.stage, self.case.condition = Stage.OTHER, condition
            return
        self.case.stage = stage
        self.case.condition = condition if stage is not Stage.FIRST or self.item or not self.opens else ""
        self.case.settled = self.case.general = (self.case.stage, self.case.condition)

    def _items(self, condition: str) -> None:
        """前款第一项、第三项: items of an earlier paragraph; 第（二）项 of the list of this one."""
        numbers = tuple(listed(condition))
        earlier = EARLIER.search(condition)
        target = self._earlier(earlier) if earlier else None
        if target is not None:
            self.case.governs = target.provision
            self.case.items = numbers
            if subject_of(condition) == "" and not self.measured and target.subject:
                self.base = self.case.subject = target.subject
        elif numbers and not re.search(r"第[一二三四五六七八九十百零]+条", condition):
            self.case.items = numbers

    def _earlier(self, match: re.Match[str]) -> _Paragraph | None:
        before = self.paragraph.before
        if match["k"]:
            number = to_decimal(match["k"])
            return before[int(number) - 1] if number is not None and 1 <= number <= len(before) else None
        return before[-1] if before and match["n"] in {"", "一"} else None

    def _leave(self, pending: list[tuple[int, int]], fresh: bool, mark: str) -> None:
        """Segments that no measure follows."""
        start, end = pending[0][0], pending[-1][1]
        text = self.text[start:end]
        if mark in "：:" and not self.measured:
            who = subject_of(text)
            self.base = self.case.subject = who or self.base
            if self.opens and not self.item:
                self.paragraph.subject = self.base
            return
        if self.item and mark in "；;。" and not self.measured and not THREAT.search(text):
            return
        if self.item and not self.measured and text.endswith("的"):
            return  # conduct of the list
        if self.measured or THREAT.search(text):
            self._unread(start, end)

    # Measures

    def _glued(self, start: int, end: int) -> tuple[int, Reading] | None:
        """致使不具备条件的责令改正: the comma after 的 is missing."""
        for cut in (
            m.end()
            for m in re.finditer("(?<!规定)的(?=由|责令|处|给予|没收|吊销|予以|应当|可以|依法)", self.text[start:end])
        ):
            reading = read_segment(self.text, start + cut, end)
            if reading is not None and reading.drafts:
                return start + cut, reading
        return None

    def _turn_to(self, reading: Reading) -> None:
        if reading.subject is None:
            return
        self.case.subject = reading.subject
        if reading.topic or not self.told:
            self.base = reading.subject
        if not self.measured and self.opens and not self.item:
            self.paragraph.subject = self.paragraph.subject or reading.subject

    def _add(self, reading: Reading) -> None:
        for draft in reading.drafts:
            who = self._who(draft)
            self.paragraph.found += [
                self._penalty(draft, each) for each in (several(who) if who != self.opening else (who,))
            ]
        self.ordering = reading.ordering
        self._turn_to(reading)
        self.measured = True

    def _who(self, draft: Draft) -> str:
        if draft.subject is not None:
            return draft.subject
        if draft.measure == "责令停产停业整顿" and "人员" in self.case.subject:
            return self.base  # only a unit can be closed
        if draft.measure == "追究刑事责任" and self.case.condition.endswith("构成犯罪的"):
            return ""  # whoever it is
        return self.case.subject

    def _penalty(self, draft: Draft, subject: str) -> Penalty:
        condition, stage = self.case.condition, self.case.stage
        if draft.condition:
            condition = f"{condition}，{draft.condition}" if condition else draft.condition
            stage = stage_of(draft.condition) or stage
        return Penalty(
            provision=self.identifier,
            subject=sort_of(subject),
            printed=subject,
            stage=stage,
            measure=draft.measure,
            low=draft.low,
            high=draft.high,
            unit=draft.unit,
            items=self.case.items,
            span=(draft.start, draft.end),
            condition=condition,
            governs=self.case.governs or self.identifier,
        )

    def _unread(self, start: int, end: int) -> None:
        self.paragraph.unread.append(Unparsed(self.identifier, (start, end), self.text[start:end]))
