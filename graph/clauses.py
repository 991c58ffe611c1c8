"""What provisions do: duties they state, penalties they impose, provisions they cite."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from corpus.library import Library
from corpus.model import GROUPS, MARGINS, DocumentText, Kind, Outline, Penalty, Role, Stage
from graph.rows import BY_NAME, edge
from graph.schema import Edge, Label, Origin
from graph.store import GraphStore, Row
from ingest.citations import Resolver
from ingest.penalty_reach import article_of, penalties_on
from ingest.roles import RoleReader

#: Roles are right for some 85 of 100 provisions of texts not seen before (docs/penalties.md).
_BY_ROLE = 0.85
_MAY_CITE = re.compile("[条款项]")
_MODALITY = {Role.DUTY: "义务", Role.BAN: "禁止"}
_STAGES = {
    "first": "",
    "overdue": "逾期",
    "serious": "情节严重",
    "accident": "发生事故",
    "accident_general": "一般事故",
    "accident_major": "较大事故",
    "accident_serious": "重大事故",
    "accident_very_serious": "特别重大事故",
    "other": "其他情形",
}


@dataclass(slots=True)
class _Clauses:
    duties: list[Row] = field(default_factory=list)
    penalties: dict[str, Row] = field(default_factory=dict)
    states: list[Row] = field(default_factory=list)
    imposes: dict[tuple[str, str], Row] = field(default_factory=dict)


def merge_clauses(store: GraphStore, texts: Iterable[DocumentText]) -> None:
    """Merge duties and penalties of every text, with IMPOSES from the provisions that state or threaten them."""
    found = _Clauses()
    for text in texts:
        _read(text, found)
    store.merge_nodes(Label.DUTY, found.duties)
    store.merge_nodes(Label.PENALTY, list(found.penalties.values()))
    store.merge_edges(Edge.IMPOSES, Label.PROVISION, Label.DUTY, found.states)
    store.merge_edges(Edge.IMPOSES, Label.PROVISION, Label.PENALTY, list(found.imposes.values()))


def _read(text: DocumentText, found: _Clauses) -> None:
    outline = Outline(text.provisions)
    reader = RoleReader(outline, text.document)
    numbers: dict[str, int] = {}
    ids: dict[tuple[str, tuple[int, int], str], str] = {}
    for provision in text.provisions:
        if provision.unit in GROUPS or provision.unit in MARGINS or not provision.text.strip():
            continue
        role = reader.role(provision)
        if role in _MODALITY:
            identifier = f"{provision.id}!duty"
            found.duties.append({"id": identifier, "title": provision.label, "modality": _MODALITY[role]})
            found.states.append(edge(provision.id, identifier, Origin.DERIVED, _BY_ROLE))
        if role is not Role.PENALTY:
            continue
        article = article_of(outline, provision)
        for penalty in penalties_on(outline, provision, reader.penalties(article.id)).penalties:
            key = (penalty.provision, penalty.span, f"{penalty.subject}{penalty.stage}{penalty.measure}{penalty.items}")
            if key not in ids:
                numbers[penalty.provision] = numbers.get(penalty.provision, 0) + 1
                ids[key] = f"{penalty.provision}!{numbers[penalty.provision]}"
                found.penalties[ids[key]] = _penalty(ids[key], penalty)
            row = edge(provision.id, ids[key], Origin.PARSED, BY_NAME)
            found.imposes.setdefault((provision.id, ids[key]), row)


def _penalty(identifier: str, penalty: Penalty) -> Row:
    return {
        "id": identifier,
        "title": penalty_title(penalty),
        "provision": penalty.provision,
        "subject": penalty.subject,
        "printed": penalty.printed or None,
        "stage": str(penalty.stage),
        "measure": penalty.measure,
        "low": penalty.low,
        "high": penalty.high,
        "unit": penalty.unit,
        "condition": penalty.condition or None,
    }


def penalty_title(penalty: Penalty) -> str:
    """A penalty in one line of Chinese: 生产经营单位 逾期：罚款 100000–200000 元."""
    stage = _STAGES[str(penalty.stage)]
    if penalty.stage is Stage.OTHER:
        stage = penalty.condition.removesuffix("的") or stage
    whom = penalty.printed or ("" if penalty.subject == "其他" else penalty.subject)
    ends = [str(n) for n in dict.fromkeys((penalty.low, penalty.high)) if n is not None]
    if len(ends) == 1 and penalty.low is None:
        ends = [f"至多 {ends[0]}"]
    elif len(ends) == 1 and penalty.high is None:
        ends = [f"至少 {ends[0]}"]
    amount = f" {'–'.join(ends)} {penalty.unit or ''}".rstrip() if ends else ""
    return f"{' '.join(filter(None, (whom, stage)))}：{penalty.measure}{amount}".removeprefix("：")


def merge_citations(store: GraphStore, texts: Iterable[DocumentText], library: Library, day: date) -> None:
    """Merge CITES between provisions of ``texts``, references resolved as of ``day``; none cites itself.

    Decisions that amend cite nothing here: half their numbers are those before, half those since (see AMENDS).
    """
    ordered = list(texts)
    held = {text.document.id for text in ordered}
    resolver = Resolver(library, day)
    rows: dict[tuple[str, str], Row] = {}
    citing = (text for text in ordered if text.document.kind is not Kind.AMENDING_DECISION)
    for provision in (p for text in citing for p in text.provisions):
        if provision.unit in GROUPS or provision.unit in MARGINS or not _MAY_CITE.search(provision.text):
            continue
        for citation in resolver.within(provision.id).cite(provision.text):
            target = citation.provision or citation.counterpart
            if target is not None and target != provision.id and target.partition("#")[0] in held:
                row = edge(provision.id, target, Origin.PARSED, text=citation.text)
                rows.setdefault((provision.id, target), row)
    store.merge_edges(Edge.CITES, Label.PROVISION, Label.PROVISION, list(rows.values()))
