"""The hub of the graph: violations, criteria of hazards and cases, tied to provisions, sectors and agencies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from corpus.cases import CaseClause, CaseLink, EnforcementCase
from corpus.hazards import HazardCriterion
from corpus.policies import PolicyDuty
from corpus.thresholds import Threshold
from corpus.violations import Violation
from graph.rows import BY_ALIAS, BY_NAME, BY_WORD, edge, iso
from graph.schema import Edge, Label, Origin
from graph.store import GraphStore, Row


class Likeness(Protocol):
    """Two cases that are alike, as search finds them."""

    @property
    def one(self) -> str: ...  # noqa: D102
    @property
    def other(self) -> str: ...  # noqa: D102
    @property
    def score(self) -> float: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What joins the texts, with ids for references.

    Attributes:
        violations: references made ids (:mod:`ingest.joining`).
        criteria: all, in force or not.
        cases: clauses resolved.
        links: which case is an instance of which violation.
        alike: pairs of similar cases.
        out_of_scope: penalty clauses that are no violation on purpose: id of the provision, and why.
        duties: what policy documents demand; those of documents that are not in the store are left out.
    """

    violations: Sequence[Violation] = ()
    criteria: Sequence[HazardCriterion] = ()
    cases: Sequence[EnforcementCase] = ()
    links: Sequence[CaseLink] = ()
    alike: Sequence[Likeness] = ()
    out_of_scope: Mapping[str, str] = field(default_factory=dict)
    duties: Sequence[PolicyDuty] = ()


def merge_catalogue(
    store: GraphStore, catalogue: Catalogue, provisions: frozenset[str], documents: frozenset[str]
) -> None:
    """Merge the hub into a store that has the texts and the sectors.

    Args:
        store: where to.
        catalogue: what to merge.
        provisions: ids of the provisions in the store; references to others are left out.
        documents: ids of the documents in the store.
    """
    excluded = [{"id": p, "out_of_scope": why} for p, why in catalogue.out_of_scope.items() if p in provisions]
    store.merge_nodes(Label.PROVISION, excluded)
    _criteria(store, catalogue.criteria, documents)
    _violations(store, catalogue.violations, provisions)
    _cases(store, catalogue, provisions)
    _duties(store, catalogue.duties, provisions)


def _criteria(store: GraphStore, criteria: Sequence[HazardCriterion], documents: frozenset[str]) -> None:
    known = {c.title: {"id": c.title, "title": c.title, "held": False, "number": c.number} for c in criteria}
    store.merge_nodes(Label.DOCUMENT, [row for title, row in known.items() if title not in documents])
    store.merge_nodes(Label.CRITERION, [_criterion(criterion) for criterion in criteria])
    part_of = [edge(c.id, c.title, Origin.AUTHORED) for c in criteria]
    store.merge_edges(Edge.PART_OF, Label.CRITERION, Label.DOCUMENT, part_of)
    _sectors(store, Label.CRITERION, ((c.id, c.industries, Origin.AUTHORED) for c in criteria))


def _criterion(criterion: HazardCriterion) -> Row:
    return {
        "id": criterion.id,
        "title": f"{criterion.object}：{criterion.condition}",
        "document": criterion.title,
        "locator": criterion.locator,
        "object": criterion.object,
        "condition": criterion.condition,
        "thresholds": _figures(criterion.thresholds),
        "number": criterion.number,
        "version": iso(criterion.version),
        "effective": iso(criterion.effective),
        "ended": iso(criterion.ended),
        "source": criterion.source,
        "checked": iso(criterion.checked),
    }


def _figures(thresholds: Iterable[Threshold]) -> list[str] | None:
    return [f"{t.quantity} {t.comparison} {t.value:g} {t.unit}" for t in thresholds] or None


def _violations(store: GraphStore, violations: Sequence[Violation], provisions: frozenset[str]) -> None:
    store.merge_nodes(Label.VIOLATION, [_violation(violation) for violation in violations])
    breaches, penalised, crimes, hazards = list[Row](), list[Row](), list[Row](), list[Row]()
    for violation in violations:
        stated = [d for d in violation.duties if d in provisions]
        breaches += [edge(violation.id, d, Origin.AUTHORED, place=n) for n, d in enumerate(stated, 1)]
        held = [p for p in violation.penalties if p in provisions]
        first = _prevailing(violation)
        penalised += [
            edge(violation.id, p, Origin.AUTHORED, place=n, prevails=first.get(p)) for n, p in enumerate(held, 1)
        ]
        crimes += [edge(violation.id, c, Origin.AUTHORED, BY_WORD) for c in violation.crimes if c in provisions]
        hazards += [edge(violation.id, c, Origin.AUTHORED, BY_WORD) for c in violation.criteria]
    store.merge_edges(Edge.BREACHES, Label.VIOLATION, Label.PROVISION, breaches)
    store.merge_edges(Edge.PENALISED_BY, Label.VIOLATION, Label.PROVISION, penalised)
    store.merge_edges(Edge.MAY_BE, Label.VIOLATION, Label.PROVISION, crimes)
    store.merge_edges(Edge.MAY_BE, Label.VIOLATION, Label.CRITERION, hazards)
    _sectors(store, Label.VIOLATION, ((v.id, v.industries, Origin.AUTHORED) for v in violations))


def _duties(store: GraphStore, duties: Sequence[PolicyDuty], provisions: frozenset[str]) -> None:
    held = [duty for duty in duties if duty.provision in provisions]
    store.merge_nodes(Label.DUTY, [_duty(duty) for duty in held])
    imposes = [edge(duty.provision, duty.id, Origin.AUTHORED) for duty in held]
    store.merge_edges(Edge.IMPOSES, Label.PROVISION, Label.DUTY, imposes)


def _duty(duty: PolicyDuty) -> Row:
    return {
        "id": duty.id,
        "title": f"{duty.subject}{duty.force}{duty.action}",
        "modality": str(duty.force),
        "subject": duty.subject,
        "action": duty.action,
        "cycle": str(duty.cycle),
        "deadline": str(duty.deadline) if duty.deadline else None,
        "measures": _figures(duty.measures),
        "conditions": [condition.text for condition in duty.conditions] or None,
        "applies_from": iso(duty.applies_from),
        "applies_to": iso(duty.applies_to),
        "note": duty.note,
        "source": duty.source,
        "checked": iso(duty.checked),
    }


def _prevailing(violation: Violation) -> dict[str, str]:
    """Why a penalty goes before the other ones, by its id."""
    reasons: dict[str, list[str]] = {}
    for prevailing in violation.prevails:
        reasons.setdefault(prevailing.penalty, []).append(prevailing.reason)
    return {penalty: "；".join(dict.fromkeys(given)) for penalty, given in reasons.items()}


def _violation(violation: Violation) -> Row:
    return {
        "id": violation.id,
        "title": violation.name,
        "law": violation.law,
        "subjects": [str(subject) for subject in violation.subjects],
        "spoken": violation.spoken,
        "evidence": violation.evidence,
        "note": violation.note,
        "source": violation.source,
        "checked": iso(violation.checked),
    }


def _cases(store: GraphStore, catalogue: Catalogue, provisions: frozenset[str]) -> None:
    cases = catalogue.cases
    store.merge_nodes(Label.CASE, [_case(case) for case in cases])
    handled = [edge(case.id, case.agency, Origin.PARSED) for case in cases if case.agency]
    store.merge_edges(Edge.HANDLED_BY, Label.CASE, Label.AGENCY, handled)
    _cited(store, Edge.VIOLATES, ((case.id, case.violated) for case in cases), provisions)
    _cited(store, Edge.PENALISED_UNDER, ((case.id, case.penalized_under) for case in cases), provisions)
    instances = [
        edge(
            link.case,
            link.violation,
            Origin.AUTHORED if link.authored else Origin.DERIVED,
            link.confidence,
            reason=link.reason,
        )
        for link in catalogue.links
    ]
    store.merge_edges(Edge.INSTANCE_OF, Label.CASE, Label.VIOLATION, instances)
    origin = {case.id: Origin.AUTHORED if case.key else Origin.DERIVED for case in cases}
    _sectors(store, Label.CASE, ((case.id, case.industries, origin[case.id]) for case in cases))
    _likeness(store, catalogue)


def _case(case: EnforcementCase) -> Row:
    return {
        "id": case.id,
        "title": case.name,
        "facts": case.facts,
        "outcome": case.outcome or None,
        "date": case.date,
        "place": case.place,
        "agency": case.agency,
        "agency_level": str(case.agency_level) if case.agency_level else None,
        "fine_unit": case.fine_unit,
        "fine": case.fine,
        "persons_fined": len(case.fine_person),
        "criminal_transfer": case.criminal_transfer,
        "wording": str(case.wording),
        "source": case.source,
        "split": case.split,
        "notes": case.notes or None,
    }


def _cited(
    store: GraphStore,
    relation: Edge,
    cited: Iterable[tuple[str, tuple[CaseClause, ...]]],
    provisions: frozenset[str],
) -> None:
    rows: dict[tuple[str, str], Row] = {}
    for case, clauses in cited:
        for row in (row for clause in clauses for row in _clause(case, clause, provisions)):
            rows.setdefault((case, str(row["target"])), row)
    store.merge_edges(relation, Label.CASE, Label.PROVISION, list(rows.values()))


def _clause(case: str, clause: CaseClause, provisions: frozenset[str]) -> Iterable[Row]:
    """The provision as cited, and the one that stands in its place today."""
    if clause.provision is not None and clause.provision in provisions:
        current = clause.today is None
        yield edge(case, clause.provision, Origin.PARSED, cited=clause.text, current=current)
    if clause.today is not None and clause.today in provisions:
        yield edge(case, clause.today, Origin.DERIVED, BY_ALIAS, cited=clause.text, current=True)


def _likeness(store: GraphStore, catalogue: Catalogue) -> None:
    of_case: dict[str, set[str]] = {}
    for link in catalogue.links:
        of_case.setdefault(link.case, set()).add(link.violation)
    rows: dict[tuple[str, str], Row] = {}
    for pair in catalogue.alike:
        one, other = sorted((pair.one, pair.other))
        shared = sorted(of_case.get(one, set()) & of_case.get(other, set()))
        score = round(pair.score, 4)
        rows.setdefault((one, other), edge(one, other, Origin.DERIVED, score, score=score, shared=shared or None))
    store.merge_edges(Edge.SIMILAR_TO, Label.CASE, Label.CASE, list(rows.values()))


def _sectors(store: GraphStore, label: Label, tagged: Iterable[tuple[str, tuple[str, ...], Origin]]) -> None:
    rows = [
        edge(identifier, industry, origin, BY_NAME if origin is Origin.AUTHORED else BY_WORD)
        for identifier, industries, origin in tagged
        for industry in dict.fromkeys(industries)
    ]
    store.merge_edges(Edge.IN_INDUSTRY, label, Label.INDUSTRY, rows)
