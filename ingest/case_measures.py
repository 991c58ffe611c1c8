"""What was done about a published case: measures in their kinds, and whether it went on as a crime."""

from __future__ import annotations

import re

from ingest.case_fields import ELSEWHERE, clause_before
from ingest.readers.lines import half_width

_MEASURES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("罚款", r"罚款|罚单|[并各]罚\d|处(?:人民币)?\s*[\d.]+万?元"),
        ("警告", r"(?:给予|予以|处|处以|作出)[^,。;]{0,12}警告|[、,]警告"),
        ("通报批评", r"通报批评"),
        ("没收违法所得", r"没收[^,。;]{0,8}(?:违法|非法)所得"),
        ("没收非法财物", r"没收[^,。;所]{0,12}(?:财物|设备|产品|器材|烟花|爆竹|气瓶|危险化学品|工具)"),
        ("责令停产停业", r"责令[^。;]{0,16}(?:停产|停业|停止(?:建设|施工|生产|经营))|停产停业|停产整顿|停业整顿"),
        ("责令停止违法行为", r"责令[^。;]{0,8}(?:停止(?!建设|施工|生产|经营)|停用|停运)|暂停使用"),
        ("责令改正", r"责令[^。;]{0,16}(?:改正|整改|清理|排除|消除)|限期(?:改正|整改)"),
        ("查封扣押", r"查封|扣押"),
        ("停止供电", r"停产断电|停止供电|停止供应"),
        ("吊销许可证件", r"吊销"),
        ("暂扣许可证件", r"暂扣"),
        ("降低资质等级", r"降低资质|资质[^。;]{0,8}降为"),
        ("关闭取缔", r"予以(?:关闭|取缔)|依法(?:关闭|取缔)|关闭取缔|责令关闭"),
        ("行政拘留", r"行政拘留|拘留[一二三四五六七八九十\d]+[日天]"),
        ("行业禁入", r"(?:终身|[一二三四五\d]+年内)不得(?:担任|从事)"),
        ("联合惩戒", r"联合惩戒|失信(?:名单|主体)"),
        ("移送公安机关", r"移送[^。;]{0,12}(?:公安|司法|检察)"),
        ("立案查处", r"立案(?:查处|调查)|(?:当日|当天|据此|日)立案"),
        ("行政处罚", r"(?:作出|给予|予以|处以)[^,。;]{0,8}行政处罚(?!告知)|作出处罚决定|出具处罚决定|开出处罚"),
    )
)
_NEGATED = re.compile(r"(?:未|不予|免于|没有|撤销|不再|可|或者?)(?:行政|被|作出)?$")


def find_measures(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """(kind, start, end) of each kind of measure taken, at its first words, in printed order."""
    plain = half_width(text)
    found = []
    for name, pattern in _MEASURES:
        for match in pattern.finditer(plain, start, end):
            clause = clause_before(plain[:end], match.end())
            if not _NEGATED.search(plain[: match.start()]) and not ELSEWHERE.search(clause):
                found.append((name, match.start(), match.end()))
                break
    return sorted(found, key=lambda row: row[1])


_TRANSFER = re.compile(
    r"移送(?:至|给|到)?[^,。;]{0,14}(?:公安|司法|检察|监察委)[^,。;]{0,10}|移送[^,。;]{0,6}(?:立案侦查|审查起诉)|(?:公安机关|公安局|警方)[^,。;]{0,12}(?:刑事立案|立案侦查)"
    r"|刑事(?:拘留|立案|强制措施)|追究(?:其|相关人员)?(?:的)?刑事责任|采取(?:了)?刑事|被?判处|以危险作业罪|提起公诉|批准逮捕|依法逮捕|判(?:刑|处有期)"
)
_CONDITIONAL = re.compile(r"可|应当|如|将|若|要|须|构成犯罪的|不|未|没有|尚|或|建议|依法依规")
_NO_TRANSFER = re.compile(
    r"(?:不|未|尚未|尚不|没有)(?:构成|涉嫌|够成)犯罪|(?:未|没有|不予)(?:移送|追究刑事责任)|不需要?移送"
)


def criminal_transfer(text: str, start: int = 0, end: int | None = None) -> tuple[bool, int, int] | None:
    """(answer, start, end): whether the case went on as a crime; None where the text says nothing of it."""
    plain = half_width(text)
    stop = len(text) if end is None else end
    for match in _TRANSFER.finditer(plain, start, stop):
        before = re.split(r"[,。;\n]", plain[: match.start()])[-1]
        threat = re.search(r"的,[^,。;]{0,12}$", plain[: match.start()])
        if not threat and not _CONDITIONAL.search(before[-14:]) and not re.match(r"的[,，]", plain[match.end() :]):
            return True, match.start(), match.end()
    none = _NO_TRANSFER.search(plain, start, stop)
    return (False, none.start(), none.end()) if none else None
