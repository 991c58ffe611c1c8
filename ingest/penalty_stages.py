"""When a penalty falls due, by the words of its case: 逾期未改正的, 情节严重的, 发生较大事故的."""

from __future__ import annotations

import re

from corpus.model import Stage

#: Not put right in time, or refused.
OVERDUE = re.compile(
    r"逾期(?:仍)?(?:不|未|没有|拒)|拒不|(?:仍|仍然)(?:不|未|没有|达不到|拒)|拒绝(?:改正|执行|整改)|经责令|期满(?:不|未)|到期(?:不|未)|(?:期限|限期)内(?:仍)?(?:不|未)"
)
#: 拒不 and its like at the head of a conduct: an order is refused (拒不改正), not an inspection (拒不配合检查).
ORDER_REFUSED = re.compile(
    r"逾期|期满|到期|经责令|期限内|仍|拒(?:不|绝)(?:改正|整改|纠正|执行|履行|停止|采取|消除|拆除|清除|治理|恢复|缴纳|补|退还|撤)"
)
_SERIOUS = re.compile(r"情节(?:严重|较重|恶劣)")
#: A part of a condition that says when, not what: 发生生产安全事故，情节特别严重的.
ONLY_WHEN = re.compile(r"(?:发生|造成|导致)[^，；。]{0,10}事故|情节|影响(?:特别)?恶劣|逾期|拒不")
_ACCIDENT = re.compile(r"(?:发生|造成|导致|引起|酿成)[^，；。]{0,16}事故|事故[^，；。]{0,4}负有责任")
#: The lowest grade named decides (重大、特别重大事故).
_GRADES = (
    (Stage.ACCIDENT_GENERAL, re.compile(r"一般(?:[\u4e00-\u9fff、]{0,16})事故")),
    (Stage.ACCIDENT_MAJOR, re.compile(r"较大(?:[\u4e00-\u9fff、]{0,16})事故")),
    (Stage.ACCIDENT_SERIOUS, re.compile(r"(?<!特别)重大(?:[\u4e00-\u9fff、]{0,16})事故")),
    (
        Stage.ACCIDENT_VERY_SERIOUS,
        re.compile(r"特别重大(?:[\u4e00-\u9fff、]{0,16})事故|特大[\u4e00-\u9fff、]{0,16}事故"),
    ),
)
#: A case within the same stage: how much was gained, whether there was a gain.
_THRESHOLD = re.compile(
    r"(?:违法|非法)(?:所得|收入)|货值金额|没有所得|不构成犯罪|不够刑事处罚|^(?:有|没有|无)[^，]{1,10}的$"
    r"|(?:无法|难以)(?:计算|确定|认定)|明显偏低|(?:没有|未作(?:处罚)?)规定"
    r"|^(?!.*损[失害])(?:.*(?:不足|不满|未达到|超过)[^，]{1,12}元|.*元以(?:上|下)的$)"
)
#: A conduct that is an accident of a named grade: 造成一般或者较大泄漏事故的.
_GRADED = re.compile(
    r"(?:对)?(?:发生|造成|导致|引起)[^，；。]{0,4}(?:一般|较大|重大|特别重大|特大)[^，；。]{0,20}事故的"
)


def graded(conduct: str) -> bool:
    """The conduct is nothing but an accident of a named grade."""
    return _GRADED.fullmatch(conduct) is not None


def plainly_a_stage(condition: str) -> bool:
    """情节严重的，逾期不改正的: says when, and leaves who and what to the words before."""
    return "，" not in condition and re.match("情节|逾期|拒不|构成犯罪", condition) is not None


def stage_of(condition: str) -> Stage | None:
    """The stage that a printed case stands for; None for a threshold (违法所得十万元以上的), which opens no stage."""
    if OVERDUE.search(condition):
        return Stage.OVERDUE
    for stage, pattern in _GRADES:
        if pattern.search(condition):
            return stage
    if _SERIOUS.search(condition):
        return Stage.SERIOUS
    if _ACCIDENT.search(condition):
        return Stage.ACCIDENT
    return None if _THRESHOLD.search(condition) else Stage.OTHER
