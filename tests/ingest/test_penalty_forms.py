"""Forms of penalty clauses met when reading laws at random; sentences written for the tests."""

from __future__ import annotations

import pytest

from ingest.penalties import parse_penalties
from tests.penalty_rows import Row, fine, other, rows

UNIT, BODY, PERSON, OTHER = "生产经营单位", "机构", "个人", "其他"
LEADERS = "直接负责的主管人员和其他直接责任人员"

CASES: list[tuple[str, list[Row]]] = [
    (
        "旅行社未签合同的，责令改正，处二千元罚款；造成严重后果的，吊销许可证；对直接负责的主管人员和其他直接责任人员，处三百元罚款。",
        [
            other(UNIT, "first", "责令改正"),
            fine(UNIT, "first", 2_000, 2_000),
            other(UNIT, "other", "吊销"),
            fine(LEADERS, "first", 300, 300),
        ],
    ),
    (
        "企业未设台账的，责令改正；拒不改正的，处二万元罚款；情节严重的，责令停产停业整顿；对直接责任人员处一千元罚款。",
        [
            other(UNIT, "first", "责令改正"),
            fine(UNIT, "overdue", 20_000, 20_000),
            other(UNIT, "serious", "责令停产停业整顿"),
            fine(LEADERS, "overdue", 1_000, 1_000),
        ],
    ),
    (
        "擅自开挖渠道的，责令停止违法行为；情节较重的，对单位处一万元罚款；对违法修建的设施限期拆除。",
        [
            other(OTHER, "first", "责令停止"),
            fine(UNIT, "serious", 10_000, 10_000),
            other(OTHER, "first", "限期拆除"),
        ],
    ),
    (
        "企业泄密的，处五十万元以下或者上一年度营业额百分之五以下罚款。",
        [fine(UNIT, "first", None, 500_000), fine(UNIT, "first", None, 5, "百分比上一年度营业额")],
    ),
    (
        "对单位处上一年度销售额百分之一以下的罚款，销售额难以计算的，处五万元以下的罚款；对个人处三千元以下的罚款。",
        [
            fine(UNIT, "first", None, 1, "百分比上一年度销售额"),
            fine(UNIT, "first", None, 50_000),
            fine(PERSON, "first", None, 3_000),
        ],
    ),
    (
        "造成一般或者较大泄漏事故的，按照事故造成的直接损失的百分之二十计算罚款；造成重大或者特大泄漏事故的，按照直接损失的百分之三十计算罚款。",
        [
            fine(OTHER, "accident_general", 20, 20, "百分比直接损失"),
            fine(OTHER, "accident_serious", 30, 30, "百分比直接损失"),
        ],
    ),
    (
        "对违反规定，造成泄漏事故的单位，除依法承担赔偿责任外，由主管部门处以罚款；对直接责任人员可以处上一年度从本单位取得收入百分之五十以下的罚款。",
        [fine(UNIT, "first", None, None, None), fine(LEADERS, "first", None, 50, "百分比年收入")],
    ),
    (
        "企业超标排放的，处二万元罚款；情节严重的，报经有批准权的人民政府批准，责令停业、关闭。",
        [
            fine(UNIT, "first", 20_000, 20_000),
            other(UNIT, "serious", "责令停产停业整顿"),
            other(UNIT, "serious", "关闭"),
        ],
    ),
    (
        "商店出售劣质锁具的，并处货值金额十倍罚款；货值金额不足一万元的，按一万元计算；情节严重的，吊销执照。",
        [fine(UNIT, "first", 10, 10, "倍货值金额"), other(UNIT, "serious", "吊销")],
    ),
    (
        "拒不配合检查的，处二千元以下罚款；造成严重后果的，处五千元罚款。",
        [fine(OTHER, "first", None, 2_000), fine(OTHER, "other", 5_000, 5_000)],
    ),
    ("未向海关备案代理货物的，海关可以处以罚款。", [fine(OTHER, "first", None, None, None)]),
    ("擅自出口锁具的，由国务院对外贸易主管部门处五万元以下罚款。", [fine(OTHER, "first", None, 50_000)]),
    ("未经许可或者批准，仪器营运单位擅自开机的，处二十万元罚款。", [fine(UNIT, "first", 200_000, 200_000)]),
    ("提供虚假样品，骗取检测机构的许可证的，处五万元罚款。", [fine(OTHER, "first", 50_000, 50_000)]),
    ("用人单位的防护设施不符合标准的，处一万元罚款。", [fine(UNIT, "first", 10_000, 10_000)]),
    ("药师未按处方发药的，处一千元罚款。", [fine(PERSON, "first", 1_000, 1_000)]),
    (
        "企业逾期不采取措施的，由主管部门指定有能力的单位代为治理，所需费用由企业承担。",
        [other(UNIT, "overdue", "强制执行")],
    ),
    (
        "认证机构出具假结论的，处认证费用五倍以上十倍以下罚款，认证费用不足一万元的，处五万元罚款。",
        [fine(BODY, "first", 5, 10, "倍认证费用"), fine(BODY, "first", 50_000, 50_000)],
    ),
    (
        "纳入名录的重点排放单位未报告的，处五千元罚款；限期内未完成清缴的，处一万元罚款。",
        [fine(UNIT, "first", 5_000, 5_000), fine(UNIT, "overdue", 10_000, 10_000)],
    ),
    (
        "检测机构造假的，处一万元罚款，对直接负责的主管人员和负有直接责任的检测人员处五千元罚款。",
        [fine(BODY, "first", 10_000, 10_000), fine(LEADERS, "first", 5_000, 5_000)],
    ),
    (
        "企业偷排，构成犯罪的，依法追究刑事责任；尚不构成犯罪的，处一千元以下罚款。",
        [other(OTHER, "other", "追究刑事责任"), fine(UNIT, "first", None, 1_000)],
    ),
    (
        "有下列行为之一的，处一千元罚款；有第一项行为，处所需处置费用一倍以上三倍以下的罚款。",
        [fine(OTHER, "first", 1_000, 1_000), fine(OTHER, "first", 1, 3, "倍所需处置费用")],
    ),
    ("对行人和乘客的罚款，可以当场收缴。", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:24] for text, _ in CASES])
def test_form(text: str, expected: list[Row]) -> None:
    clause = parse_penalties(text)
    assert rows(clause.penalties) == expected
    assert not clause.unparsed


def test_a_measure_before_costs_is_not_dropped() -> None:
    clause = parse_penalties("企业逾期不清理的，责令停止生产；仍不清理的，派人看守，所需费用由企业承担。")
    assert rows(clause.penalties) == [other(UNIT, "overdue", "责令停止")]
    assert [u.text for u in clause.unparsed] == ["派人看守"]
