"""What may be wrong with one entry of the catalogue: its references, the roles of its clauses, its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from corpus.hazards import HazardCriterion
from corpus.industries import IndustryLexicon
from corpus.library import Library
from corpus.model import GROUPS, Outline, Penalty, Provision, Role, Status
from corpus.violations import Violation
from ingest.joining import Dangling
from ingest.penalty_reach import article_of, penalties_on
from ingest.roles import RoleReader

Severity = Literal["error", "warning"]

#: A spoken line must not share so many letters with a clause it is about.
LONGEST_SHARED = 6
CRIMINAL_LAW = "刑法"

_STANDING = (Status.IN_FORCE, Status.UNVERIFIED)
_NO_DUTY = frozenset({Role.PENALTY, Role.CLOSING, Role.DEFINITION})
_SENTENCES = frozenset({"有期徒刑", "拘役", "管制", "无期徒刑", "死刑"})
#: 依照前款的规定处罚: the sentence stands elsewhere in the article.
_BY_RULE = "依照规定处罚"
#: The punishment is another law's.
_HANDED_ON = re.compile(r"(?:依照|按照|依据|依法)[^。；]{0,60}?(?:处罚|处分|处理|追究|限制从业|撤销|吊销)")
_MARKS = re.compile(r"\W")


class ProblemKind(StrEnum):
    """Which rule is broken."""

    VERSION = "version"
    REFERENCE = "reference"
    ROLE = "role"
    LEAF = "leaf"
    COVERAGE = "coverage"
    EXCLUSION = "exclusion"
    CRITERION = "criterion"
    SPOKEN = "spoken"
    INDUSTRY = "industry"
    CASE = "case"
    AMOUNT = "amount"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to look at.

    Attributes:
        kind: the rule.
        severity: an error must be put right, a warning wants a look.
        file: the law or the standard whose file it is about; ``案例`` for cases.
        entry: id of the violation, criterion or case; empty where it is about the whole file.
        reference: the clause or criterion, as the file writes it; empty where it is about none.
        reason: in Chinese.
        place: the data file and the line, ``corpus/cases/dev.yaml:12``; empty where it was not looked up.
    """

    kind: ProblemKind
    severity: Severity
    file: str
    entry: str
    reference: str
    reason: str
    place: str = ""


class Reader:
    """Outlines, roles and penalties of a library, each document read once.

    Args:
        library: the documents held.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self._read: dict[str, tuple[Outline, RoleReader]] = {}

    def outline(self, document: str) -> Outline:
        """Outline of a document."""
        return self._document(document)[0]

    def role(self, provision: str) -> Role:
        """What a provision does."""
        outline, roles = self._of(provision)
        return roles.role(outline[provision])

    def penalties(self, provision: str) -> tuple[Penalty, ...]:
        """What is read of the penalties that hit a provision."""
        outline, roles = self._of(provision)
        article = article_of(outline, outline[provision])
        return penalties_on(outline, outline[provision], roles.penalties(article.id)).penalties

    def measures(self, provision: str) -> frozenset[str]:
        """Names of the measures on a provision; those of its article where it only points there."""
        found = frozenset(p.measure for p in self.penalties(provision))
        if _BY_RULE in found:
            outline = self._of(provision)[0]
            found |= {p.measure for p in self.penalties(article_of(outline, outline[provision]).id)}
        return found

    def is_leaf(self, provision: str) -> bool:
        """Whether nothing stands below a provision."""
        return not self._of(provision)[0].children(provision)

    def words(self, provision: str) -> str:
        """A provision as it is printed, with the sentence that introduces it and with all below it."""
        outline = self._of(provision)[0]
        above = [p for p in outline.ancestors(provision) if p.unit not in GROUPS]
        parts: list[Provision] = [*reversed(above), *outline.subtree(provision)]
        return "\n".join(p.full_text for p in parts)

    def _of(self, provision: str) -> tuple[Outline, RoleReader]:
        return self._document(provision.partition("#")[0])

    def _document(self, identifier: str) -> tuple[Outline, RoleReader]:
        if identifier not in self._read:
            outline = self.library.outline(identifier)
            self._read[identifier] = outline, RoleReader(outline, self.library.document(identifier))
        return self._read[identifier]


class EntryChecker:
    """Tries entries against the rules.

    Args:
        reader: of the library.
        criteria: of major hazards.
        industries: the sectors known.
        day: the day as of which things stand.
    """

    def __init__(
        self, reader: Reader, criteria: Sequence[HazardCriterion], industries: IndustryLexicon, day: date
    ) -> None:
        self._reader = reader
        self._criteria = {criterion.id: criterion for criterion in criteria}
        self._industries = industries
        self._day = day

    def check(self, written: Violation, joined: Violation, dangling: Sequence[Dangling]) -> Iterator[Problem]:
        """Problems of one entry.

        Args:
            written: the entry as the file has it.
            joined: the same with ids for references.
            dangling: its references that lead nowhere.
        """

        def problem(kind: ProblemKind, severity: Severity, reference: str, reason: str) -> Problem:
            return Problem(kind, severity, written.law, written.id, reference, reason)

        for lost in dangling:
            kind = ProblemKind.CRITERION if lost.field == "criteria" else ProblemKind.REFERENCE
            yield problem(kind, "error", lost.reference, f"{lost.field} 所指不存在：{lost.reason}")
        lost_ones = {(lost.field, lost.reference) for lost in dangling}
        for field, rule in (("penalties", self._penalty), ("duties", self._duty), ("crimes", self._crime)):
            held = [r for r in getattr(written, field) if (field, r) not in lost_ones]
            for reference, provision in zip(held, getattr(joined, field), strict=True):
                for kind, severity, reason in (*self._text(provision, written), *rule(provision, written)):
                    yield problem(kind, severity, reference, reason)
        for identifier in joined.criteria:
            criterion = self._criteria[identifier]
            if criterion.status_on(written.checked) not in _STANDING:
                yield problem(
                    ProblemKind.CRITERION,
                    "error",
                    criterion.reference,
                    f"判定情形所在的标准在核对日（{written.checked}）{criterion.status_on(written.checked)}",
                )
        for industry in written.industries:
            if industry not in self._industries:
                yield problem(ProblemKind.INDUSTRY, "error", "", f"行业 {industry} 不在行业词表里")
        for line, run, reference in self._copied(joined):
            reason = f"口语“{line}”与条文连续 {LONGEST_SHARED + 1} 字相同：{run}，请换成自己的说法"
            yield problem(ProblemKind.SPOKEN, "error", _without_version(reference), reason)

    def _text(self, provision: str, entry: Violation) -> Iterator[tuple[ProblemKind, Severity, str]]:
        """The text that a reference means is the one to be read."""
        document = self._reader.library.document(provision.partition("#")[0])
        if document.name != entry.law and document.status_on(entry.checked) not in _STANDING:
            standing = document.status_on(entry.checked)
            yield ProblemKind.VERSION, "error", f"库中只有 {document.id}，在核对日（{entry.checked}）{standing}"
        ended = self._reader.outline(document.id)[provision].ended
        if ended is not None and ended <= self._day:
            yield ProblemKind.VERSION, "error", f"这一条自 {ended} 起已改，库中是改前的文字"

    def _penalty(self, provision: str, entry: Violation) -> Iterator[tuple[ProblemKind, Severity, str]]:
        if not self._reader.is_leaf(provision):
            yield ProblemKind.LEAF, "error", "下面还有款、项，罚则要写到最末一级"
            return
        role, read = self._reader.role(provision), bool(self._reader.penalties(provision))
        if role is Role.PENALTY and read:
            return
        if _HANDED_ON.search(self._reader.words(provision)):
            if entry.note is None:
                yield ProblemKind.ROLE, "warning", "处罚由别的规定来定，请在 note 里说明"
        elif role is Role.PENALTY:
            yield ProblemKind.ROLE, "warning", "是罚则，但没有读出一项处罚，请核对"
        elif read:
            yield ProblemKind.ROLE, "warning", f"读出了处罚，但条文像是{role}，请核对"
        else:
            yield ProblemKind.ROLE, "error", f"既不像罚则（像是{role}），也没有读出一项处罚"

    def _duty(self, provision: str, _entry: Violation) -> Iterator[tuple[ProblemKind, Severity, str]]:
        role = self._reader.role(provision)
        if role in _NO_DUTY:
            yield ProblemKind.ROLE, "warning", f"写作义务条款，条文像是{role}，请核对"

    def _crime(self, provision: str, _entry: Violation) -> Iterator[tuple[ProblemKind, Severity, str]]:
        if self._reader.library.document(provision.partition("#")[0]).name != CRIMINAL_LAW:
            yield ProblemKind.ROLE, "error", f"crimes 只能引{CRIMINAL_LAW}的条款"
        elif not self._reader.measures(provision) & _SENTENCES:
            yield ProblemKind.ROLE, "error", "没有读出刑罚，不是罪名条款"

    def _copied(self, joined: Violation) -> Iterator[tuple[str, str, str]]:
        """Spoken lines that take their words from a clause: line, words, clause; each line once."""
        cited = dict.fromkeys((*joined.penalties, *joined.duties, *joined.crimes))
        texts = {provision: _letters(self._reader.words(provision)) for provision in cited}
        size = LONGEST_SHARED + 1
        for line in joined.spoken:
            said = _letters(line)
            runs = (said[start : start + size] for start in range(len(said) - LONGEST_SHARED))
            found = next(((run, p) for run in runs for p, text in texts.items() if run in text), None)
            if found is not None:
                yield line, *found


def _letters(text: str) -> str:
    return _MARKS.sub("", text)


def _without_version(provision: str) -> str:
    document, _, locator = provision.partition("#")
    return f"{document.partition('@')[0]}#{locator}"
