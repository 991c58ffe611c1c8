"""A small catalogue and small cases over the invented rule of ``tests.samples``."""

from __future__ import annotations

from datetime import date
from typing import Any

from corpus.cases import CaseClause, EnforcementCase
from corpus.violations import Subject, Violation

RULE = "车间安全试行规定@2023-10-01"
OLD_RULE = "车间安全试行规定@2020-01-01"
#: Ids of the violations below.
DUST, WELDER, RECORD = "workshop/dust-left", "workshop/welder", "workshop/no-record"


def violation(
    identifier: str, name: str, spoken: tuple[str, ...], penalties: tuple[str, ...], **more: Any
) -> Violation:
    facts = {"subjects": (Subject.UNIT,), "duties": (), "evidence": ("照片",), **more}
    return Violation(
        identifier,
        name,
        penalties=penalties,
        spoken=spoken,
        law="车间安全试行规定",
        version=date(2023, 10, 1),
        source="测试",
        checked=date(2026, 1, 1),
        **facts,
    )


def catalogue(rule: str = RULE) -> tuple[Violation, ...]:
    """Three violations told in words that the rule does not use."""
    return (
        violation(
            DUST,
            "地面积灰不管",
            ("机器底下一脚踩出个灰印", "梁上的灰有一指厚"),
            (f"{rule}#2.1.1",),
            duties=(f"{rule}#1.1",),
        ),
        violation(
            WELDER,
            "师傅没考过试就烧电焊",
            ("烧电焊的师傅掏不出本本", "师傅说本本还在老家考着"),
            (f"{rule}#2.1.2",),
            evidence=("询问笔录",),
        ),
        violation(
            RECORD,
            "台账空白",
            ("台账翻开一页字都没有", "上个月的台账是今早补抄出来的"),
            (f"{rule}#2.1",),
            duties=(f"{rule}#1.2",),
        ),
    )


def clause(provision: str | None, today: str | None = None, article: int = 2) -> CaseClause:
    return CaseClause("《规定》某条", 0, 6, "车间安全试行规定", article, provision=provision, today=today)


def case(key: str, facts: str, **more: Any) -> EnforcementCase:
    return EnforcementCase(f"{key}案", f"{key}案\n{facts}", "测试", facts=facts, key=key, **more)
