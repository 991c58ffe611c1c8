"""Questions to the hub of the graph: violations, their clauses, criteria and precedents; what implements and cites what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.errors import NotFoundError
from graph import cypher
from graph.store import GraphStore


@dataclass(frozen=True, slots=True)
class Pairing:
    """A duty and a penalty that one violation ties together; ``place`` is 1 for its main penalty clause."""

    duty: str
    violation: str
    violation_title: str
    penalty: str
    penalty_title: str
    place: int


@dataclass(frozen=True, slots=True)
class PenaltyRow:
    """A penalty that a provision imposes (see ``corpus.model.Penalty``)."""

    id: str
    title: str
    subject: str
    stage: str
    measure: str
    low: int | None
    high: int | None
    unit: str | None
    condition: str | None


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause of a violation.

    Attributes:
        part: 义务, 罚则 or 可能构成的犯罪.
        place: 1 for the main duty or penalty clause; 0 where nothing is counted.
        prevails: why this penalty goes before those of other documents; None where nothing says so.
    """

    part: str
    place: int
    id: str
    title: str
    text: str
    version: str
    prevails: str | None = None


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion of major hazards; ``ended`` is an ISO day, None while it stands."""

    id: str
    title: str
    document: str
    locator: str
    ended: str | None


@dataclass(frozen=True, slots=True)
class PrecedentRow:
    """A case, how it is tied to what was asked, and why.

    Attributes:
        id: of the case.
        title: its name.
        date: as printed; None where unknown.
        agency: who decided.
        fine: all fines in 元; None where none is known.
        criminal_transfer: whether it went on as a crime; None where nothing is said.
        origin: ``authored``, ``parsed`` or ``derived``.
        confidence: of the tie.
        reason: of the tie; for a provision the clause as the case cites it.
    """

    id: str
    title: str
    date: str | None
    agency: str | None
    fine: int | None
    criminal_transfer: bool | None
    origin: str
    confidence: float
    reason: str | None


@dataclass(frozen=True, slots=True)
class ViolationView:
    """Everything about one violation."""

    id: str
    title: str
    law: str
    subjects: tuple[str, ...]
    spoken: tuple[str, ...]
    evidence: tuple[str, ...]
    note: str | None
    clauses: tuple[ClauseRow, ...]
    penalties: tuple[PenaltyRow, ...]
    criteria: tuple[CriterionRow, ...]
    industries: tuple[str, ...]
    precedents: tuple[PrecedentRow, ...]


@dataclass(frozen=True, slots=True)
class ImplementerRow:
    """A text that carries out a document, directly (depth 1) or through another; ``target`` is what it carries out."""

    document: str
    version: str
    title: str
    region: str
    provision: str | None
    target: str
    depth: int


@dataclass(frozen=True, slots=True)
class ProvisionCitation:
    """A provision that cites another one; ``text`` as printed."""

    provision: str
    title: str
    version: str
    cited: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Something that began or ended on a day; ``change`` is 施行, 已修改 or 已废止."""

    day: str
    change: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit: ``kind`` says what, in Chinese; the rest says where."""

    kind: str
    id: str
    detail: str


#: Deep enough for 中央 -> 部 -> 省 -> 市 -> 县.
_CHAIN = 6


def penalties_of_duty(store: GraphStore, provision: str) -> tuple[Pairing, ...]:
    """Penalty clauses for breaking the duty of a provision, its parts, or the whole it is part of."""
    return tuple(Pairing(**row) for row in _rows(store, cypher.PENALTIES_OF_DUTY, provision))


def duties_of_penalty(store: GraphStore, provision: str) -> tuple[Pairing, ...]:
    """Duties whose breach a penalty clause punishes."""
    return tuple(Pairing(**row) for row in _rows(store, cypher.DUTIES_OF_PENALTY, provision))


def imposed_by(store: GraphStore, provision: str) -> tuple[PenaltyRow, ...]:
    """Penalties that hit the conduct of a provision."""
    return tuple(PenaltyRow(**row) for row in _rows(store, cypher.IMPOSED_BY, provision))


def violation(store: GraphStore, key: str) -> ViolationView:
    """Everything about a violation: clauses with penalties, criteria, sectors, precedents.

    Raises:
        NotFoundError: no such violation.
    """
    found = _rows(store, cypher.VIOLATION, key)
    if not found:
        raise NotFoundError(f"违法行为目录中没有“{key}”", "请核对编号；可用 anfa search 用自己的话描述来找")
    row = found[0]
    clauses = sorted(
        (ClauseRow(**each) for each in _rows(store, cypher.VIOLATION_CLAUSES, key)),
        key=lambda c: (("义务", "罚则").index(c.part) if c.part in ("义务", "罚则") else 2, c.place, c.id),
    )
    penalties = {p.id: p for clause in clauses if clause.part == "罚则" for p in imposed_by(store, clause.id)}
    return ViolationView(
        id=row["id"],
        title=row["title"],
        law=row["law"],
        subjects=tuple(row["subjects"]),
        spoken=tuple(row["spoken"]),
        evidence=tuple(row["evidence"]),
        note=row["note"],
        clauses=tuple(clauses),
        penalties=tuple(penalties.values()),
        criteria=tuple(CriterionRow(**each) for each in _rows(store, cypher.VIOLATION_CRITERIA, key)),
        industries=tuple(str(each["id"]) for each in _rows(store, cypher.VIOLATION_INDUSTRIES, key)),
        precedents=precedents(store, key),
    )


def precedents(store: GraphStore, key: str) -> tuple[PrecedentRow, ...]:
    """Cases of a violation (``prefix/slug``), or that cite a provision (``document#locator``); the surest first."""
    statement = cypher.PRECEDENTS_OF_PROVISION if "#" in key else cypher.PRECEDENTS_OF_VIOLATION
    found: dict[str, PrecedentRow] = {}
    for row in _rows(store, statement, key):
        found.setdefault(row["id"], PrecedentRow(**row))
    return tuple(found.values())


def criteria_of_industry(store: GraphStore, industry: str) -> tuple[CriterionRow, ...]:
    """Criteria of major hazards of a sector and the narrower ones in it."""
    return tuple(CriterionRow(**row) for row in _rows(store, cypher.CRITERIA_OF_INDUSTRY, industry))


def implementing_chain(store: GraphStore, document: str) -> tuple[ImplementerRow, ...]:
    """What carries out a document, and what carries that out: 23号 -> 苏18号 -> 达州; nearest first, each once."""
    chain: list[ImplementerRow] = []
    seen, level = {document}, [document]
    for depth in range(1, _CHAIN + 1):
        following = []
        for target in level:
            for row in _rows(store, cypher.IMPLEMENTERS, target):
                if row["document"] not in seen:
                    seen.add(row["document"])
                    chain.append(ImplementerRow(**row, target=target, depth=depth))
                    following.append(row["document"])
        level = following
    return tuple(chain)


def cited_by_provisions(store: GraphStore, provision: str) -> tuple[ProvisionCitation, ...]:
    """Provisions that cite a provision, its parts, or the whole it is part of."""
    return tuple(ProvisionCitation(**row) for row in _rows(store, cypher.CITED_BY_PROVISIONS, provision))


def changes_between(store: GraphStore, since: date, until: date) -> tuple[ChangeRow, ...]:
    """Texts, criteria and single provisions that began or ended after ``since`` and not after ``until``."""
    rows = store.query(cypher.BEGAN_OR_ENDED, {"since": since.isoformat(), "until": until.isoformat()})
    changes = {ChangeRow(**_typed(row)) for row in rows}
    return tuple(sorted(changes, key=lambda c: (c.day, c.change, c.id)))


_ORPHANS = (
    ("违法行为没有义务条款", cypher.VIOLATIONS_WITHOUT_DUTY),
    ("违法行为没有罚则", cypher.VIOLATIONS_WITHOUT_PENALTY),
    ("违法行为没有案例", cypher.VIOLATIONS_WITHOUT_CASE),
    ("案例没有对应的违法行为", cypher.CASES_WITHOUT_VIOLATION),
    ("案例所引条款都不在库中", cypher.CASES_WITHOUT_CLAUSE),
    ("作为罚则的条款没有解析出处罚", cypher.PENALISED_WITHOUT_PENALTY),
    ("处罚幅度下限高于上限", cypher.AMOUNTS_REVERSED),
)


def orphans_and_contradictions(store: GraphStore, day: date) -> tuple[Finding, ...]:
    """What hangs loose and what contradicts itself on ``day``, by kind and then by id."""
    found = [
        Finding(kind, row["id"], str(row["title"]))
        for kind, statement in _ORPHANS
        for row in map(_typed, store.query(statement))
    ]
    # Of 刑法 only the crimes against work safety are in the catalogue.
    laws = [str(row["version"]) for row in store.query(cypher.CATALOGUED_VERSIONS)]
    wanted = {"versions": [law for law in laws if not law.startswith("刑法@")]}
    on_day = {"day": day.isoformat()}
    for kind, statement, parameters in (
        ("现行判定情形没有对应的违法行为", cypher.CRITERIA_WITHOUT_VIOLATION, on_day),
        ("罚则没有对应的违法行为", cypher.PENALTY_CLAUSES_WITHOUT_VIOLATION, wanted),
        ("违法行为指向已失效的文本", cypher.ENDED_STILL_LINKED, on_day),
    ):
        rows = sorted((row["id"], str(row["title"])) for row in map(_typed, store.query(statement, parameters)))
        found.extend(Finding(kind, *row) for row in rows)
    for row in map(_typed, store.query(cypher.PUNISHED_OTHERWISE)):
        cited, expected = row["cited"], row["expected"]
        if not any(_overlap(c, e) for c in cited for e in expected):
            detail = f"{row['violation']}：案例的处罚依据 {'、'.join(sorted(cited))} 不在其罚则之中"
            found.append(Finding("案例的处罚依据与所属违法行为不合", row["found"], detail))
    return tuple(found)


def _overlap(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _rows(store: GraphStore, statement: str, key: str) -> list[dict[str, Any]]:
    return [_typed(row) for row in store.query(statement, {"id": key})]


def _typed(row: Mapping[str, object]) -> dict[str, Any]:
    """The one place where what an engine returns is taken at its word."""
    return dict(row)
