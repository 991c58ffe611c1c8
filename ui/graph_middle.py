"""The card of the middle node: what it is, its id, and the few things that a reader wants before following ties."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from html import escape

from corpus.errors import NotFoundError
from corpus.library import Library
from corpus.model import Provision
from corpus.policies import load_policy_duties
from graph.neighbourhood import Node
from graph.schema import Label
from ui.cards import address, badge, lead_of, provenance, warnings_of, wording_badge
from ui.graph_words import SORTS, name_of

_OURS = '<span class="badge digest">要点 · 非官方原文</span>'


def card(node: Node, library: Library, day: date) -> str:
    """HTML of the card; ``day`` decides on standing."""
    about = _ABOUT.get(node.label)
    return (
        f'<section class="middle" aria-labelledby="middle-title"><h2 id="middle-title" tabindex="-1">'
        f'<span class="badge plain">{SORTS[node.label].word}</span> <span>{escape(name_of(node))}</span></h2>'
        f'<p class="also">编号 <code>{escape(node.id)}</code></p>{about(node, library, day) if about else ""}</section>'
    )


def _provision(node: Node, library: Library, day: date) -> str:
    provision = library.provisions_by_id([node.id])[node.id]
    return _wording(provision, library, day)


def _of_provision(node: Node, library: Library, day: date) -> str:
    """A duty or penalty: the words it was read from."""
    key = node.id.rpartition("!")[0]
    provision = library.provisions_by_id([key]).get(key)
    return f'<p class="also">读自下面的条款</p>{_wording(provision, library, day)}' if provision else ""


def _duty(node: Node, library: Library, day: date) -> str:
    """A duty that a policy document lays on somebody, else one read from a clause."""
    duty = next((each for each in load_policy_duties() if each.id == node.id), None)
    if duty is None:
        return _of_provision(node, library, day)
    facts = {
        "谁": duty.subject,
        "多久一次": str(duty.cycle),
        "期限": str(duty.deadline or ""),
        "衡量": "；".join(map(str, duty.measures)),
        "情形": "；".join(condition.text for condition in duty.conditions),
        "注意": duty.note,
    }
    provision = library.provisions_by_id([duty.provision]).get(duty.provision)
    return f'<p class="badges">{_OURS}</p>{_facts(facts)}' + (_wording(provision, library, day) if provision else "")


def _wording(provision: Provision, library: Library, day: date) -> str:
    document = library.document(provision.document_id)
    lead = lead_of(provision, library)
    return (
        f'<p class="badges">{badge(document.status_on(day), document)}{wording_badge(provision.wording)}</p>'
        + (f'<p class="lead">{escape(lead)}</p>' if lead else "")
        + (f'<p class="words">{escape(provision.full_text)}</p>' if provision.full_text else "")
        + (provenance(provision, document) if provision.source else "")
        + warnings_of(provision, document.notes)
        + _read(provision.id, day)
    )


def _document(node: Node, library: Library, day: date) -> str:
    try:
        document = library.find(node.id, day)
    except NotFoundError:
        return "<p>库中没有这个文件的全文，只知道别的文件提到它。</p>"
    return (
        f'<p class="badges">{badge(document.status_on(day), document)}{wording_badge(document.wording)}</p>'
        f"{_read(document.id, day)}"
    )


def _violation(node: Node, library: Library, day: date) -> str:
    violation = library.violation(node.id)
    facts = {
        "谁会犯": "、".join(violation.subjects),
        "怎么说": "；".join(violation.spoken),
        "证据": "；".join(violation.evidence),
        "注意": violation.note,
    }
    return f'<p class="badges">{_OURS}</p>{_facts(facts)}'


def _case(node: Node, library: Library, day: date) -> str:
    case = library.case(node.id)
    facts = {
        "机关": case.agency,
        "日期": case.date,
        "事实": case.facts,
        "结果": case.outcome,
        "罚款": f"合计 {case.fine:,} 元" if case.fine else None,
        "来源": case.source,
        "注意": "；".join(case.notes),
    }
    return f'<p class="badges">{wording_badge(case.wording)}</p>{_facts(facts)}'


def _criterion(node: Node, library: Library, day: date) -> str:
    criterion = next(each for each in library.criteria() if each.id == node.id)
    facts = {
        "出自": f"《{criterion.title}》（{criterion.status_on(day).value}）",
        "数值": "；".join(map(str, criterion.thresholds)),
        "依据": criterion.source,
    }
    return f'<p class="badges">{_OURS}</p>{_facts(facts)}'


def _facts(facts: Mapping[str, str | None]) -> str:
    rows: Iterable[str] = (
        f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts.items() if value
    )
    return f'<dl class="facts">{"".join(rows)}</dl>'


def _read(identifier: str, day: date) -> str:
    return f'<p><a href="{escape(address(identifier, day, day))}" data-show>看原文</a></p>'


_ABOUT: Mapping[str, Callable[[Node, Library, date], str]] = {
    Label.PROVISION: _provision,
    Label.DUTY: _duty,
    Label.PENALTY: _of_provision,
    Label.DOCUMENT: _document,
    Label.VERSION: _document,
    Label.VIOLATION: _violation,
    Label.CASE: _case,
    Label.CRITERION: _criterion,
}
