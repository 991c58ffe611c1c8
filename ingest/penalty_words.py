"""The words of a penalty clause as patterns: joints, leads and measures; and its cutting into segments. For :mod:`ingest.penalty_grammar`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.amounts import AMOUNT, to_decimal

JOINT = re.compile(
    r"(?:、|并且|并|或者|或|以及|及|和|同时|直至|且|也|还|另|应当|应|可以|可|必须|有权|依法|分别|一律|相应|酌情|随即|立即|予以(?=取缔|关闭|没收|公告|通报|警告|拘留|撤销|吊销|追缴|收缴|扣留)"
    r"|实施(?=代履行|强制)|决定(?=责令|由|予以|吊销|给予|没收|关闭|处)|将(?!来)|直接|一次性|单独)+"
)
VERB = r"(?:并处或者单处|处或者单处|单处或者并处|并处或者单处|并处以?|单处|判处|可处|加处|处以|处|给予|予以|罚)"
YEARS = re.compile(AMOUNT)
FINE = re.compile(
    rf"{VERB}?(?P<base>(?:（[^（）]*）|处(?=置|理)|[^，；。：（）处由]){{0,40}}?){AMOUNT}的?(?P<what>罚款|罚金|滞纳金)"
)
#: 处五万元以下或者年收入百分之五以下罚款: one word for two amounts; this is the first of them.
FIRST_OF_TWO = re.compile(
    rf"(?:并|可以)?(?:处以?|给予)(?P<base>[^，；。：（）处由]{{0,30}}?){AMOUNT}(?=(?:或者|、)[^，；。：处罚责警拘没吊]{{1,40}}?(?:以下|以上|元|倍)的?(?P<what>罚款))"
)
#: 按照直接损失的百分之二十计算罚款
COMPUTED = re.compile(rf"(?:按照?|以)(?P<base>[^，；。]{{1,30}}?)的?{AMOUNT}计算(?P<what>罚款)")
RATED = re.compile(rf"(?:按照?|以)(?P<base>每[^，；。\d]{{1,8}}?){AMOUNT}的标准(?:{VERB}|收取)?(?P<what>罚款|罚金)")
MULTIPLE = re.compile(
    rf"(?:按照?|以)(?P<base>[^，；。]{{0,20}}?罚款(?:数额|金额|幅度|标准)?)的?{AMOUNT}(?:的幅度|的标准)?"
    rf"(?:对(?P<who>[^，；。]{{1,30}}?))?{VERB}?(?P<what>罚款)"
)
ADDED = re.compile(rf"每日按(?:照)?(?P<base>罚款数额)的{AMOUNT}加处(?P<what>罚款)")
BARE = re.compile(rf"{VERB}?(?P<what>罚款|罚金|加处罚款)(?:处罚)?")
DAILY = re.compile(r"(?:按照?原处罚数额)?按日连续(?:处罚|处以罚款|罚款)")
TERM = re.compile(rf"(?:{VERB}以?)?{AMOUNT}的?(?P<what>有期徒刑|拘役|管制|行政拘留|拘留|剥夺政治权利)")
TERMLESS = re.compile(
    rf"(?:{VERB})?(?P<what>有期徒刑|拘役|管制|行政拘留|拘留|剥夺政治权利(?:终身)?|无期徒刑|死刑|警告|通报批评|没收财产|驱逐出境)(?:处罚|处分)?"
    r"(?![的])"
)
BASE = re.compile(
    r"(?:所得|收入|金额|价额|数额|价值|价款|价格|费用|费|税额|税款|损失额?|产值|电费|成本|总额|资金|款项|造价|投资额?|保费|收费|部分|代价|份额|额|佣金|使用金|报酬|报价|应价|成交价|证券)(?:的|总额)?$"
)
EACH = re.compile(r"每(?!日|年|月)[\u4e00-\u9fff]{1,5}$")

ORDER = re.compile(r"责令|勒令")
CARRIED_ORDER = re.compile(
    r"(?:迅速|尽快)恢复|停止|停产|停业|停建|停工|停用|暂停|限期|恢复|退还|退回|退赔|提供|拆除|采取|消除|补办|补种|补缴|召回|收回|清除|清理|改正|改进|治理|赔礼道歉|支付|缴纳|补足|办理"
    r"|重新|纠正|离开|撤离|迁出|迁移|封闭|重建|修复|关闭|更换|交还|予以纠正|具结悔过|追回|返还|公开|交出|撤销(?!.{0,8}许可)"
)
HALT = re.compile(r"停产|停业|停工整顿|停建")
TAKE = re.compile(
    r"(?:并处|处以?|给予|予以)?(?:吊销|暂扣|吊扣|暂停|撤销|撤回|注销|收回|扣留|取消|降低|收缴|追缴|扣押|查封|公告|宣布)"
    r"(?:(?:或者|、|并|和)(?:吊销|暂扣|暂停|撤销|撤回|注销|收回|扣留|取消|降低|收缴|追缴|扣押|查封))*"
)
HEADS = re.compile(r"吊销|暂扣|吊扣|暂停|撤销|撤回|注销|收回|扣留|取消|降低|收缴|追缴|扣押|查封|公告|宣布")
CONFISCATE = re.compile(r"(?:予以|处以?|判处)?没收")
ILLEGAL_GAIN = re.compile(r"违法所得|非法所得|违法收入|非法收入|所获收入")
DISCIPLINE = re.compile(
    r"(?:给予|予以|作出)[^，；。]{0,30}?(?:处分|处理)"
    r"|(?:给予|予以)(?:(?:警告|记过|记大过|降级|撤职|开除|降职|免职|诫勉)(?:、|或者|直至)?)+"
    r"|(?:行政|政务)?处分|(?:降级|撤职|记过|记大过|开除|降职|免职)(?:处分|的处分)?"
)
CRIMINAL = re.compile(r"追究[^，；。]{0,8}?刑事责任|追究刑事责任")
LIABLE = re.compile(r"追究[^，；。]{0,20}?(?:法律|行政|行政法律|纪律|党纪政务|相应|相关|领导)?责任")
PUNISHED = re.compile(
    r"(?:给予|予以)?(?:从重|从轻|减轻|加重|合并|行政|治安管理|治安|相应)*(?:给予|予以)?(?:行政|治安管理)?处罚"
)
LENIENT = re.compile(
    r"(?:给予|予以)?(?:不予|从轻|减轻|免除|免予|从宽)(?:或者|、|及|和)?(?:减轻|免除|从轻|免予|不予)*(?:行政|刑事)?处罚|免予处分|可以免除处罚"
)
OFFENCE = re.compile(r"以[^，；。]{1,20}罪?论处|实行数罪并罚|数罪并罚|定罪处罚")
BAN = re.compile(
    r"(?:(?P<life>终身|终生)|(?P<term>[^，；。]{1,8}?)(?:年|个月|日)(?:之?内|以内|内))?"
    r"(?:不得(?:再次|再|重新)?(?:从事|担任|申请|取得|参加|受聘|录用|进入|录取|聘用|任用|办理|许可)|不予受理|禁止(?:其)?(?:从事|进入|担任|参加|申请)|不受理)"
)
BANNED = re.compile(r"(?:实行|采取|依法实施|依法)?(?:终身)?[^，；。]{0,14}?禁入(?:措施)?|(?:限制|禁止)从业")
SIMPLE = (
    ("取缔", re.compile(r"(?:予以)?取缔")),
    ("关闭", re.compile(r"(?:予以|责令|实行)?关闭")),
    ("批评教育", re.compile(r"(?:给予|进行|予以)?批评教育|(?:给予)?训诫|责令具结悔过|予以训诫|谈话提醒|诫勉")),
    ("通报批评", re.compile(r"(?:予以|给予)?通报批评")),
    ("强制拆除", re.compile(r"(?:强制|强行|组织(?:强制|强行)?)(?:拆除|清除|排除)(?:障碍|[^，；。]{0,6}设施)?")),
    ("限期拆除", re.compile(r"限期(?:拆除|清除)")),
    (
        "强制执行",
        re.compile(
            r"强制(?:执行|拆除|清除|报废|带离|遣送|传唤|整顿|离境|关闭|消除)|强行带离|代履行|(?:指定|委托)[^，；。]{2,20}?(?:代为[^，；。]{1,12}|代履行)|代为[^，；。]{1,20}|组织代为"
        ),
    ),
    ("限期出境", re.compile(r"限期出境|遣送出境")),
    ("扣分", re.compile(r"记分|扣分")),
)
MOVED = re.compile(r"移送|移交")
RECORD = re.compile(
    r"记入[^，；。]{0,20}(?:信用|档案|记录)|纳入[^，；。]{0,30}(?:信用|名单|记录|档案)|向社会公布|予以公告|予以公示|实施联合惩戒|实施惩戒|通报|公示"
)
#: What no object of a measure contains: then the words tell of something else (吊销驾驶证后重新申请的期限).
NO_OBJECT = re.compile(r"后|决定|期限(?!内)|期间(?!自|所|的)|之日|时候|种类|处罚(?!$)|行政处罚|罚款|拒不|仍不|而不|的$")
THING = re.compile(r"(?:建筑物|设施|构筑物|物品|工具|设备|产品|车辆|房屋|材料|场所|土地|证件|资料|部分)$")
#: Consequences that are no penalty: understood, and not listed.
CIVIL = re.compile(
    r"(?:应当|依法)?(?:由[^，；。]{1,30})?(?:与[^，；。]{1,40})?(?:各自)?(?:依法)?(?:承担|负|负担)[^，；。]{0,20}?(?:责任|费用|后果)|(?:依法)?(?:给予|予以|负责)?(?:赔偿|补偿)[^，；。]{0,20}"
    r"|[^，；。]{0,14}(?:费用|开支)由[^，；。]{1,30}(?:承担|负担)|(?:依照|按照)下列规定(?:分别)?(?:处以?|给予|予以)?(?:罚款|处罚)?"
    r"|(?:该|其)[^，；。]{1,12}无效|按[^，；。]{1,12}元计算"
)
LEADS = (
    re.compile(r"(?:由|责成|提请|报请|报经|移送|交由|转由|建议|通知|提交)(?=[\u4e00-\u9fff])"),
    re.compile(r"(?:依照|按照|依据|根据|比照|参照|适用|视|在|除|以|于|按|结合|区别)(?=[\u4e00-\u9fff\d（《〈])"),
)
SINCE = re.compile(r"(?:自|从)[^，；。]{2,40}?起")
#: No lead reaches over a measure.
SWALLOWED = re.compile(r"(?<!被)(?:责令|没收|吊销|暂扣|并处|取缔)|处以|罚款(?!处罚|决定)|处分(?!决定)")
TO = re.compile(r"对于?(?!外(?!国))(?=[\u4e00-\u9fff])")
AGENCY = re.compile(
    r"(?:海关|(?:(?!责令|没收|吊销|或者|由)(?:对外|[^，；。对处])){2,40}?(?:机关|部门|机构|政府|局|委员会|法院|检察院|院|所|海关|银行))(?:(?:或者|和|、)[^，；。对处由]{2,20}(?:部门|机关|机构))?(?:及其[^，；。]{2,12}部门)?(?=可以|应当|有权|必须|依法|责令|给予|予以|将|可|根据|没收|吊销)"
)
LEAD_ALONE = re.compile(
    r"(?:并|还|可以|应当)*(?:报经|报请|报)[^，；。]{2,40}(?:批准|同意|决定)后?|(?:自|从)[^，；。]{2,60}起|(?:并|同时)?(?:由|对于?(?!违反)|除|依照|按照|根据|视)[^，；。]{0,80}?(?:外|内|情节轻重|情节|以后|之后|后|规定|人员|人|者|单位|机构|部门|机关|政府|分子|企业|罪犯|分工|职权|权限)"
)
TO_ALONE = re.compile(r"(?:并|同时)?对[^，；。]{2,60}(?<!的)(?<!行为)")
END_JOINT = re.compile(r"并|或者|直至|以及|和|、|同时|由|及|后")


#: How a measure or another lead can begin; keeps the search for the end of a lead short.
BEGINNING = re.compile(
    rf"{VERB}|责令|勒令|没收|吊销|暂扣|暂停|撤销|撤回|注销|收回|扣留|取消|降低|收缴|追缴|取缔|关闭|追究|从重|从轻|减轻|免予|定罪|数罪|停产|停业|限期"
    r"|由|对|可以|应当|依法|依照|按照|按日|根据|并|单|不予|不得|禁止|终身|强制|强行|代|移送|通报|记入|纳入|批评|训诫|分别|赔偿|承担|公告|实行|采取|[一二三四五六七八九十]+年内|拘留|罚款|警告|向社会|组织|决定|实施|有权|必须|给|提请|报请|宣布|加处|每日|免除|扣|查封|公示"
)

#: Words by which a sentence that is not understood still shows that it threatens something.
THREAT = re.compile(
    r"(?:元|倍|日|年)(?:以下|以上)?的?(?:罚款|罚金|拘留|有期徒刑)|处以罚款|责令(?:限期|立即)?(?:改正|停)|没收违法|给予[^，；。]{0,8}处分|追究刑事责任"
)
#: What authorities also do without a threat: alone it makes no penalty clause.
WEAK = frozenset(
    {"信用惩戒", "移送", "查封", "扣押", "公告", "宣布", "追究责任", "从宽处罚", "撤销", "注销", "取消资格"}
)
MARKER = re.compile(r"\s*(?:第[^\s条]{1,9}条(?:之[一二三四五六七八九十]+)?\s*|[（(][^（）()]{1,4}[）)]|\d+[.．、])\s*")

EARLIER = re.compile(
    r"(?<!依照)(?<!违反)(?<!按照)(?:前(?P<n>[一二两三四]?)款|(?<!条)(?:本条)?第(?P<k>[一二三四五六七八九十]+)款)(?!规定以外)[^，；。]{0,60}?(?:行为|情形|罪|活动|之一)"
)
#: A clause that opens with whom it hits: ；对直接责任人员处…
TO_SOMEBODY = re.compile("(?:并|同时)?(?:可以|应当)?对(?!外)")
LISTED = re.compile(r"第[（(]?([一二三四五六七八九十]+)[）)]?项(?:至第?[（(]?([一二三四五六七八九十]+)[）)]?项)?")

_OPEN, _CLOSE = "（(《〈“[【", "）)》〉”]】"
_ENDS = "，；。：\n,;:！？"


def sentences(text: str, start: int) -> Iterator[list[tuple[int, int, str]]]:
    """Sentences as lists of segments; marks within brackets and quotations do not count."""
    sentence: list[tuple[int, int, str]] = []
    depth, begin = 0, start
    for position in range(start, len(text) + 1):
        char = text[position] if position < len(text) else "。"
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in _ENDS and (depth == 0 or position == len(text)) and not _within_number(text, position):
            sentence.append((begin, position, char))
            begin = position + 1
            if char in "。！？\n":
                yield sentence
                sentence = []


def _within_number(text: str, position: int) -> bool:
    return (
        text[position : position + 1] == ","
        and text[position - 1 : position].isdigit()
        and text[position + 1 : position + 2].isdigit()
    )


def listed(condition: str) -> Iterator[int]:
    """Numbers of the items that a condition names: 第一项、第三项至第五项."""
    for match in LISTED.finditer(condition):
        first, last = to_decimal(match[1]), to_decimal(match[2] or match[1])
        if first is not None and last is not None and first <= last < first + 100:
            yield from range(int(first), int(last) + 1)
