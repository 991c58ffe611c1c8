"""The checker's desk: every reference of the shipped catalogue holds, and every penalty clause is accounted for."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from corpus.cases import EnforcementCase
from corpus.cases.authored import load_cases
from corpus.digests import Digest, load_digests
from corpus.errors import NotFoundError
from corpus.hazards import HazardCriterion, load_criteria
from corpus.industries import IndustryLexicon, industry_lexicon
from corpus.library import Library, write_library
from corpus.model import GROUPS, Role, Status, Unit, short_title
from corpus.policies import PolicyDuty, load_policy_duties
from corpus.replacements import with_replacements
from corpus.statutes import load_selection
from corpus.versions import chained
from corpus.violations import LawCatalogue, Violation, load_catalogue
from desks.upkeep_age import Age, ages, overdue
from desks.upkeep_cases import CASES, CaseCount, check_cases
from desks.upkeep_digests import check_digests
from desks.upkeep_entries import EntryChecker, Problem, ProblemKind, Reader, Severity
from desks.upkeep_places import placed
from ingest.joining import Dangling, join_violations
from ingest.repeals import with_repeals
from ingest.statutes import read_statutes

_PENAL_CHAPTER = re.compile(r"法律责任|罚\s*则")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one law is covered.

    Attributes:
        law: its name.
        version: the text read.
        penal: penalty clauses of the law (of the articles the file answers for), to the leaf.
        covered: those that an entry of the catalogue names.
        excluded: those listed as out of scope.
        missing: ids of those that are neither.
        parsed: of the covered ones, those of which at least one penalty is read.
        entries: violations of the file.
        spoken: their spoken lines.
        duties: different clauses they name as duties.
    """

    law: str
    version: date
    penal: int
    covered: int
    excluded: int
    missing: tuple[str, ...]
    parsed: int
    entries: int
    spoken: int
    duties: int


@dataclass(frozen=True, slots=True)
class Report:
    """Outcome of a check.

    Attributes:
        day: as of which things were judged.
        coverage: one row a law, in the order of the catalogue.
        cases: what became of the clauses that cases cite.
        problems: by file, in the order found.
    """

    day: date
    coverage: tuple[Coverage, ...]
    cases: CaseCount
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be put right."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    def of_law(self, law: str) -> Report:
        """The part about one law, by its short or full name.

        Raises:
            NotFoundError: the catalogue has no file of that law.
        """
        name = short_title(law.strip("《》"))
        rows = tuple(row for row in self.coverage if row.law == name)
        problems = tuple(problem for problem in self.problems if problem.file == name)
        if not rows and not problems:
            listed = "、".join(row.law for row in self.coverage)
            raise NotFoundError(f"违法行为目录里没有《{name}》", f"目录收有：{listed}")
        return replace(self, coverage=rows, cases=CaseCount(), problems=problems)


def check_catalogue(
    library: Library,
    catalogue: Sequence[LawCatalogue],
    criteria: Sequence[HazardCriterion],
    cases: Sequence[EnforcementCase],
    industries: IndustryLexicon,
    day: date,
    digests: Sequence[Digest] = (),
    duties: Sequence[PolicyDuty] = (),
) -> Report:
    """Try every reference and count what is covered.

    Args:
        library: the documents to check against.
        catalogue: violations by law.
        criteria: of major hazards.
        cases: the shipped ones, as loaded.
        industries: the sectors known.
        day: as of which versions stand and entries grow old.
        digests: of rules.
        duties: of policy documents.
    """
    problems: list[Problem] = []
    reader = Reader(library)
    held = [each for each in catalogue if _version_stands(library, each, day, problems)]
    joined, dangling = join_violations(held, library, criteria)
    by_id, lost = {v.id: v for v in joined}, _by_entry(dangling)
    entries = EntryChecker(reader, criteria, industries, day)
    cited = frozenset(reference for violation in joined for reference in violation.penalties)
    coverage = []
    for law in held:
        for violation in law.violations:
            problems.extend(entries.check(violation, by_id[violation.id], lost.get(violation.id, ())))
        mine = [by_id[violation.id] for violation in law.violations]
        coverage.append(_coverage(reader, law, mine, cited, problems))
    problems.extend(_bad_criteria(criteria, industries))
    known = frozenset(violation.id for each in catalogue for violation in each.violations)
    counted, of_cases = check_cases(library, cases, known, industries, criteria, day)
    problems.extend(of_cases)
    problems.extend(check_digests(digests))
    problems.extend(_stale(age, day) for age in overdue(ages(catalogue, criteria, digests, duties, cases), day))
    order = [law.law for law in catalogue]
    order += dict.fromkeys(c.title for c in criteria)
    order += dict.fromkeys([*(d.text.document.name for d in digests), *(duty.title for duty in duties), CASES])
    return Report(day, tuple(coverage), counted, tuple(sorted(problems, key=lambda p: order.index(p.file))))


def check_shipped(day: date) -> Report:
    """:func:`check_catalogue` of the shipped data, over a library made of the shipped texts alone.

    Raises:
        AnfaError: the data package is wrong, or a data file breaks its form.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        library = _shipped_library(Path(folder) / "library.sqlite")
        made = check_catalogue(
            library,
            load_catalogue(),
            load_criteria(),
            load_cases(),
            industry_lexicon(),
            day,
            load_digests(),
            load_policy_duties(),
        )
    return replace(made, problems=placed(made.problems))


def _stale(age: Age, day: date) -> Problem:
    reason = f"{age.kind} {age.entries} 条上次核对是 {age.checked}，已过 {age.days(day)} 天，请重新核对"
    file, version, _ = age.file.partition("@")
    return Problem(ProblemKind.STALE, "warning", file, age.file if version else "", "", reason)


def _shipped_library(path: Path) -> Library:
    texts = {text.document.id: text for text in read_statutes(load_selection())}
    for digest in load_digests():
        texts.setdefault(digest.text.document.id, digest.text)
    write_library(path, with_repeals(with_replacements(chained(texts.values()))))
    return Library(path)


def _by_entry(dangling: Iterable[Dangling]) -> dict[str, list[Dangling]]:
    grouped: dict[str, list[Dangling]] = {}
    for each in dangling:
        grouped.setdefault(each.violation, []).append(each)
    return grouped


def _version_stands(library: Library, law: LawCatalogue, day: date, problems: list[Problem]) -> bool:
    """Whether the version that the file was read in is held; that it is not the one to read is told."""
    versions = {document.version: document for document in library.versions(law.law)}
    document = versions.get(law.version)

    def tell(severity: Severity, reason: str) -> None:
        problems.append(Problem(ProblemKind.VERSION, severity, law.law, "", f"{law.law}@{law.version}", reason))

    if document is None:
        held = "、".join(str(version) for version in versions) or "没有这个文件"
        tell("error", f"库中没有这一版本（{held}），整个文件没有核对")
        return False
    if later := [each for each in versions.values() if (each.version or date.min) > law.version]:
        newest = max(later, key=lambda d: d.version or date.min)
        tell("warning", f"已有新版本 {newest.id}（{newest.effective or '施行日期不明'}起施行），请对照修订")
    elif (status := document.status_on(day)) not in (Status.IN_FORCE, Status.UNVERIFIED):
        tell("error", f"这一版本在 {day} {status}")
    return True


def _coverage(
    reader: Reader, law: LawCatalogue, mine: Sequence[Violation], cited: frozenset[str], problems: list[Problem]
) -> Coverage:
    document = f"{law.law}@{law.version}"
    penal = _penal_leaves(reader, document, law)
    excluded = set(_excluded(reader, document, law, penal, problems))

    def tell(provision: str, reason: str) -> None:
        reference = f"{law.law}#{provision.partition('#')[2]}"
        problems.append(Problem(ProblemKind.COVERAGE, "error", law.law, "", reference, reason))

    for provision in sorted(excluded & cited):
        tell(provision, "既写在条目的 penalties 里，又列在 out_of_scope 里")
    missing = tuple(p for p in penal if p not in cited and p not in excluded)
    for provision in missing:
        tell(provision, "罚则没有对应的违法行为，也没有列在 out_of_scope 里")
    covered = [p for p in penal if p in cited]
    return Coverage(
        law=law.law,
        version=law.version,
        penal=len(penal),
        covered=len(covered),
        excluded=len(excluded.intersection(penal)),
        missing=missing,
        parsed=sum(bool(reader.penalties(p)) for p in covered),
        entries=len(mine),
        spoken=sum(len(violation.spoken) for violation in mine),
        duties=len({duty for violation in mine for duty in violation.duties}),
    )


def _penal_leaves(reader: Reader, document: str, law: LawCatalogue) -> dict[str, None]:
    """Penalty clauses the file answers for: of its articles all, else of the penal chapter and whatever else punishes."""
    outline = reader.outline(document)
    leaves = [p for p in outline.provisions if p.unit not in GROUPS and not outline.children(p.id)]
    if law.articles is not None:
        return dict.fromkeys(p.id for p in leaves if p.locator in law.articles)
    chapters = {p.id for p in outline.provisions if p.unit is Unit.CHAPTER and _PENAL_CHAPTER.search(p.heading)}
    return dict.fromkeys(
        p.id
        for p in leaves
        if any(a.id in chapters for a in outline.ancestors(p.id)) or reader.role(p.id) is Role.PENALTY
    )


def _excluded(
    reader: Reader, document: str, law: LawCatalogue, penal: dict[str, None], problems: list[Problem]
) -> Iterator[str]:
    """Ids of the clauses listed as out of scope; those that cannot be are told."""
    outline = reader.outline(document)
    for exclusion in law.out_of_scope:
        name, _, locator = exclusion.provision.partition("#")
        provision = f"{document}#{locator}"
        if name != law.law or provision not in outline:
            reason = "out_of_scope 所列条款不存在"
        elif not reader.is_leaf(provision):
            reason = "out_of_scope 所列条款下面还有款、项，要写到最末一级"
        elif provision not in penal:
            reason = "out_of_scope 所列条款不是要对应的罚则"
        else:
            yield provision
            continue
        problems.append(Problem(ProblemKind.EXCLUSION, "error", law.law, "", exclusion.provision, reason))


def _bad_criteria(criteria: Iterable[HazardCriterion], industries: IndustryLexicon) -> Iterator[Problem]:
    for criterion in criteria:
        for industry in criterion.industries:
            if industry not in industries:
                reason = f"行业 {industry} 不在行业词表里"
                yield Problem(ProblemKind.INDUSTRY, "error", criterion.title, criterion.id, "", reason)
