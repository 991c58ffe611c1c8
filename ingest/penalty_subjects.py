"""Whom a conduct is told of (生产经营单位有下列行为之一的 -> 生产经营单位), and which of the usual sorts that is."""

from __future__ import annotations

import re

UNIT = "生产经营单位"
HEAD = "主要负责人"
LEADERS = "直接负责的主管人员和其他直接责任人员"
BODY = "机构"
PERSON = "个人"
OTHER = "其他"

#: The sort is told by the last word: 承担…职责的机构, 危险化学品生产企业、经营企业, 个人经营的投资人.
_LEADERS = re.compile(
    r"(?:直接(?:负责|负有责任)的|负有(?:直接)?责任的)?(?:(?:主管人员|领导人员|董事|监事|高级管理人员)(?:、|和|以及|及|或者)?)*(?:其他|其它)?"
    r"(?:负有)?直接责任(?:的)?[\u4e00-\u9fff]{0,4}人员"
    r"|直接负责的主管人员"
)
_UNIT = re.compile(
    r"单位|企业|公司|集团|工厂|矿山|商店|商场|旅店|宾馆|饭店|旅馆(?!业|经营)|公共场所|旅行社|合作社|银行(?!业)"
)
_OFFICIAL = re.compile(r"部门|机关|政府|管理机构|工作人员|公职|国家机关|公务员|监察")
_PERSON = re.compile(
    r"(?:个人|投资人|行为人|公民|自然人|组成人员|驾驶人|乘车人|行人|旅客|从业人员|作业人员|船长|船员|机长|当事人|首要分子|组织者|劳动者|专家|人员|责任者|外国人|监护人|引航员|居民|村民|乘客|用户本人|(?:医|律|教|药|工程|建造)师|护士|公证员|驾驶员)$"
)
#: Between two bodies or persons, not within 生产、储存危险物品的单位.
_PEOPLE_JOINT = re.compile(
    r"(?<=单位|机构|企业|人员|个人)(?:、|和|或者|以及|与|及其?)|(?<=负责人|投资人|所有人|经营人)(?:、|和|或者|以及|与|及其?)"
)
_JOINT = re.compile(r"[、和及与]|以及|或者")
_PREFACE = re.compile(
    r"(?:违反(?:本法|本条例|本办法|本规定|国家|法律|有关|前款|第)[^，]{0,60}?(?:规定|要求|义务|制度)[，的]?|以上|上述|其中[，]?|但是[，]?|同时[，]?|未经[^，]{0,14}(?:批准|许可|同意|备案)，|(?:发生|在)[^，]{0,30}(?:时|中|后|期间)，)+"
)
_ENTITY = (
    r"(?:单位|企业|公司|机构|部门|机关|政府|委员会|人员(?!密集)|负责人|投资人|经营者|经营人|所有人|使用人|占有人|管理人|代理人|托运人|承运人|发包人|承包人|出租人|持有人|个人(?!经营的|信息)|公民|自然人|法人|组织|当事人|责任人|使用者|生产者|销售者|所有者|(?<![或再])者|纳税人|义务人|收购人|发行人|采购人|保证人|执行人|请求人|债务人|投保人|委托人|受托人|拍卖人|竞买人|商店|商场|旅店|宾馆|饭店|旅馆(?!业|经营)|旅行社|合作社|银行(?!业)|广告主|权人|出资人|(?:医|律|教|药|工程|建造)师|护士|公证员|驾驶员|行为人|申请人|被许可人|专家|学校|医院|监护人|驾驶人|船长|船员|旅客|乘客|劳动者|矿长|监理|投标人|中标人|招标人|村民|居民|雇主|用户|军人|消费者|设计者|供应商|制造者|开发者|运营者|船舶|"
    r"码头|海上设施|港口经营人|引航员|外国人|境外人员|罪犯|被监管人|证人|鉴定人|辩护人)"
)
_PREDICATE = r"(?=$|，|有下列|存在|有前款|有本条|有(?!关|限)|未|不|没有|擅自|违反|违法|违规|拒|将|对(?!外)|在|与(?=从业|承包|他人|劳动)|从事|发生|出具|销售|伪造|涂改|倒卖|以|因|向|无|超|使用(?!单位|人)|采取|利用|隐瞒|谎报|迟报|故意|滥用|玩忽|徇私|泄露|挪用|侵占|收受|索取|生产(?!经营|单位|者)|经营(?!单位|者|人)|转让|出租|出借|要求|强令|弄虚|为|依照前款|实施|租借|同时|应当|知道|明知|经|逾期|到期|阻碍|妨碍|破坏|损坏|被|给|按照|提供|冒用|购买|接受|委托|允许|聘用|雇用|招用|聘请|指使|授意|利用|进行|进入|逃匿|逃逸|属于|仍|指定|在本单位|允|安排|编造|传播|泄漏|拖欠|克扣|解除|强迫|扣押|非法|参与|遇险|改变|载运|携带|单独|酒后|饮酒|醉酒|丢失|毁|私自|可能|把|让|受|虚|造|构成|触犯|犯|贪|索|履行|需|终止|停止|中止|关闭|发现|怠|贻|串|行贿|围|互|变|更|包庇|打击|报复|诬|打|妨|抗|暴|擅|不服从|转产|停产|停业|解散|破产|合并|分立)"
_ANY_ENTITY = re.compile(_ENTITY)
_ENTITY_END = re.compile(_ENTITY + _PREDICATE)
#: Beginnings of a conduct that names nobody.
_NOBODY = re.compile(
    r"(?:未|不|擅自|违反|拒|将|对(?![^，]{2,20}负有责任的)|在|从事(?![^，]{1,30}的(?:机构|单位|企业|人员|个人))|以|因|向|非法|伪造|冒用|隐瞒|故意|有(?!关)|没有|情节|逾期|构成|造成|导致|发生|给|经|为|违法所得|被|属于|采取|利用|涂改|倒卖|销售(?!单位|者|企业)|无(?!人|线)|明知|知道|强令|超|依照|依据|以上|盗窃|损坏|破坏|扰乱|阻碍|拖欠|虽|拒绝"
    # verbs at the head, unless they only describe somebody: 提供中介服务的机构
    r"|(?:提供|提交|虚报|骗取|编造|安排|授意|指使|通过|组织(?!者)|聘用|聘请|招用|雇用|转让|购买|买卖|传播|煽动|携带|驾驶|泄露|挪用|截留|克扣|侵占|窃取|进口|出口|制造|运输|收集|使用|生产|经营|设立|处理(?!者))"
    r"(?![^，]{0,40}(?:单位|企业|机构|公司|人员|组织|个人|经营者|提供者|所有人|经营人|船舶|者(?:未|不|有|违))))"
)
#: 对违反规定，造成污染事故的单位，除…外，由…
_HIT = re.compile(r"对(?:违反[^，]{0,30}规定，)([^，]{2,40}的(?:单位|企业|机构|个人))(?:，|$)")
#: What no name contains: the head found is a stretch of a sentence (标签会对消费者…).
_VERB_IN = re.compile(
    r"对(?!外)|(?<!面|方|导|志)向|未|不符合|不准|不按|骗取|阻挠|拒绝|载运|授意|指使|诱导|允许|瑕疵|逃避"
)
#: 企业的设施不符合标准: told of whom the thing belongs to.
_OWNER = re.compile(r"([^，的]{0,20}?(?:单位|企业|公司|机构))的([^，]{1,30}?)(?:不符合|未|没有|达不到|不具备)")
#: 单位购买…，或者个人购买…的: the second half is told of another.
_OR_OTHER = re.compile(r"，(?:或者|以及)(个人|单位)(?![、的和])")
_JOINED_ON = re.compile(r"[、和与及或]|以及|或者|的")


def subject_of(conduct: str) -> str:
    """The person or body that the conduct is told of, as printed; empty where none is named.

    Args:
        conduct: printed text up to the measures, for example ``生产经营单位未建立制度的``.
    """
    preface = _PREFACE.match(conduct)
    start = preface.end() if preface else 0
    rest = conduct[start:].lstrip("，, ")
    if hit := _HIT.match(conduct):
        return hit[1]
    if not rest or _NOBODY.match(rest):
        return ""
    sentence = rest.partition("，")[0]
    head = next((sentence[: m.end()] for m in _ENTITY_END.finditer(sentence) if _stands(sentence, m.end())), "")
    if not head:
        head = _before_any_verb(sentence)
    if not head or len(head) > 60 or re.search("被|违反|未经", head) or _VERB_IN.search(head.rpartition("的")[2]):
        owner = _OWNER.match(sentence)
        return owner[1] if owner and not _ANY_ENTITY.search(owner[2]) else ""
    other = _OR_OTHER.search(conduct, start)
    return f"{head}或者{other[1]}" if other and not head.endswith(other[1]) else head


def _stands(sentence: str, end: int) -> bool:
    return _JOINED_ON.match(sentence, end) is None


def _before_any_verb(sentence: str) -> str:
    """A body or person at the head of the sentence, where no other is named close behind (企业|瞒报, not 企业|负责人)."""
    for match in _ANY_ENTITY.finditer(sentence):
        if sentence.startswith(("规定", "批准", "依法", "确定", "核准", "制定", "指定", "公布"), match.end()):
            continue
        if _stands(sentence, match.end()) and not _ANY_ENTITY.search(sentence, match.end(), match.end() + 10):
            return sentence[: match.end()]
    return ""


def sort_of(printed: str) -> str:
    """Which of the usual sorts a printed subject is: a unit, its head, those responsible, a body, a person; else 其他."""
    who = printed.replace("其它", "其他").strip()
    if _LEADERS.fullmatch(who.removeprefix("单位").lstrip("的、")) or re.search(rf"(?<=单位|企业|机构){LEADERS}$", who):
        return LEADERS
    sorts = {_one_sort(part) for part in _PEOPLE_JOINT.split(who)}
    return sorts.pop() if len(sorts) == 1 else OTHER


def _one_sort(who: str) -> str:
    tail = who.rpartition("的")[2]
    parts = [part for part in _JOINT.split(tail) if part]
    # 特种设备生产、经营、使用单位: only the last names anybody
    parts = [part for part in parts[:-1] if _ends(part, _ANY_ENTITY)] + parts[-1:]
    if not parts or any(_OFFICIAL.search(part) for part in parts):
        return OTHER
    if len(parts) == 1 and tail.endswith(HEAD):
        return HEAD
    if all(_ends(part, _UNIT) for part in parts):
        return UNIT
    if all(part.endswith("机构") for part in parts):
        return BODY
    if (
        all(_PERSON.search(part) for part in parts)
        and (len(parts) == 1 or "负责人" not in who)
        and "管理人员" not in who
    ):
        return PERSON
    return OTHER


def several(printed: str) -> tuple[str, ...]:
    """对主要负责人、个人经营的投资人处…: two persons of different sorts, each with the whole penalty."""
    parts = [part for part in re.split(r"、|和(?!其他)", printed) if part]
    sorts = [sort_of(part) for part in parts]
    named = {HEAD, PERSON, UNIT, BODY, LEADERS}
    if len(parts) == 2 and len(set(sorts)) == 2 and set(sorts) <= named and "直接负责" not in printed:
        return tuple(parts)
    pair = re.fullmatch(r"(.{0,40}?(?:机构|单位|企业))及其((?:直接|其他).{2,20}人员|主要负责人)", printed)
    return (pair[1], pair[2]) if pair else (printed,)


def _ends(part: str, pattern: re.Pattern[str]) -> bool:
    return any(match.end() == len(part) for match in pattern.finditer(part))
