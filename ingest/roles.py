"""What a provision does: 义务, 禁止, 罚则, 定义, 程序, 职责, 附则 or none of these, by the words that say so.

An item does what the sentence that introduces its list does. Rules are tried in order; the first that fits decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.model import GROUPS, Document, Outline, Provision, Role, Unit
from ingest.penalties import PenaltyClause, read_penalties

_Reader = Callable[[str], PenaltyClause]

_CLOSING_CHAPTER = re.compile(r"附\s*则|附件|施行日期")
_PENAL_CHAPTER = re.compile(r"法律责任|罚\s*则|违反治安管理的行为和处罚|处分的适用|违法行为及其适用")
#: Chapters of codes of procedure, and of those parts of other laws that are about procedure.
_PROCEDURE_CHAPTER = re.compile(
    r"程序|管辖|适用|立案|调查|决定|听证|执行|送达|受理|审理|复议|诉讼|证据|强制措施|许可的实施|登记"
)
_PROCEDURE_LAW = re.compile(r"处罚法|许可法|强制法|复议法|诉讼法|赔偿法|程序规定|听证规则|处罚办法|处罚程序")
_DATES = re.compile(r"自[\d一二三四五六七八九十〇零年月日公布]+之?日?起(?:施行|实施|生效)|自公布之日起施行|同时废止")
_DEFINITION = re.compile(
    r"本(?:法|条例|办法|规定|章|条|标准|规则|解释)(?:所称|中的|中下列|下列)|前款所称|所称[^，。]{1,20}[，]?(?:是指|包括|为)|，?是指|的含义[：:是]|用语的含义|(?:以下)?统称|之一的，为[^，。：]{1,12}[：:]?$|“[^”]{1,20}”[，]?(?:是指|包括)"
)
_GOAL = re.compile(r"为了?[^。]{4,}(?:制定|修订)本|^[^。]{0,40}适用本(?:法|条例|办法|规定)|根据[^。]{2,60}制定本")
_POLICY = re.compile(
    r"^(?P<state>国家|各级)?(?:鼓励|支持|提倡|保护|推行|建立|实行|制定|对|保障|加强|依法保护|采取|发展|扶持|统一|禁止(?!)|加大)|(?P<principle>工作(?:应当)?(?:坚持|贯彻|遵循|实行|以)|^[^，。]{2,12}(?:工作|事业)(?:，)?应当(?:坚持|遵循|与|适应|贯彻))"
)
_MODAL = re.compile(r"应当|必须|不得")
_PRAISE = re.compile(r"表彰|奖励|表扬")
_BAN = re.compile(r"不得|禁止|严禁|不准|不允许|不应当")
_DUTY = re.compile(r"应当|必须|须|有义务|负责|应(?=[\u4e00-\u9fff])|不少于|不低于")
_RIGHT = re.compile(r"有权(?!.{0,4}(?:部门|机关|依法))|享有|可以(?:向|依法申请|申请|提起)|受法律保护|依法享受")
_DAMAGES = re.compile(
    r"(?:承担|负)(?:相应的|连带|民事|赔偿|补偿|的)*(?:赔偿|民事|连带|补偿)?责任|赔偿(?:损失|责任)|依法予以赔偿"
)
_AUTHORITY = re.compile(
    r"(?:国务院|人民政府|政府|部门|机关|管理机构|监察|监督检查人员|执法人员|人民警察|公安|海关|交通警察|救援机构|消防队|消防救援|街道办事处|委员会|"
    r"人民法院|人民检察院|派出所|海事管理机构|搜救中心|管理局|监督管理职责|工作人员|指挥机构|军事机关|应急管理部|解放军|武装警察部队|领导机构)"
)
#: 主管部门规定的标准, 经机关批准的单位: an authority named, not acting.
_BY_RULE = re.compile(r"[^，。；的]*(?:规定|批准|确定|制定|认定|核准|许可|指定|公布|同意|授权)的")
_ENTITY = re.compile(
    r"(?:单位|企业|公司|机构|人员|负责人|个人|公民|经营者|经营人|所有人|管理人|当事人|驾驶人|船舶|承运人|托运人|用户|矿业权人|生产者|销售者|使用者|船长|船员|学校|学员|乘车人|行人|机动车)"
)
_UNIT_FIRST = re.compile(
    r"[\u4e00-\u9fff、]{0,12}?(?:生产经营|用人|建设|施工|使用|设计|监理)单位|[\u4e00-\u9fff、]{0,12}?企业(?!主管)"
)
_DELEGATION = re.compile(r"(?:办法|标准|目录|规定|细则|名录|范围|程序)[，]?由[^。]{2,60}(?:制定|规定|公布|确定|另行)")
_PROCEDURE = re.compile(
    r"(?:提出|递交|提交)(?:书面)?[^，。]{0,10}申请|申请(?:书|人|材料|条件)|申请[^，。]{0,20}(?:许可|登记|审批|批准|核准)|自[^，。]{2,30}之日起[^，。]{1,10}日内|受理|审批(?!手续)|颁发[^，。]{0,16}(?:证|许可)|"
    r"听证|复议|诉讼|起诉|送达|回避|陈述|申辩|管辖|证据|登记(?!建档|制度)|变更手续|注销手续|有效期|延续|吊销后|具备下列条件|符合下列条件|核准(?!的)|验收|出具凭证|告知|期限(?=为|自|内|由|届|的计算)|裁量|从轻|减轻|不予(?:行政)?处罚|折抵"
)
#: 主管部门接到报告，需要核实的，应当…: the authority stands first.
_ACTS_FIRST = re.compile(
    r"([^，的]{0,30}(?:部门|机关|政府|机构))(?:接到|收到|发现|在|对(?!外)|为|认为|进行|实施|采取|作出|决定|依法)"
)
#: An authority answers an application within so many days.
_TIMED_ANSWER = re.compile(
    r"(?:申请|异议|复议)[^。]{0,20}之日起[^，。]{1,10}日内|(?:作出|不予)[^，。]{0,12}(?:许可|复议)[^，。]{0,6}决定"
)
_PUNISHES = re.compile(
    r"(?:依照|按照|依据)[^。]{0,60}(?:处罚|追究)|(?:依法|从重)?给予[^，。]{0,14}(?:处分|处罚)|追究[^，。]{0,10}责任|处[^，。]{0,20}(?:罚款|拘留|有期徒刑)|责令(?:限期)?(?:改正|停)"
)


#: Punishments of criminal law.
_SENTENCE = re.compile(r"处[^，。；]{0,20}(?:有期徒刑|拘役|管制|无期徒刑|死刑|罚金)")


class RoleReader:
    """Roles of the provisions of one document; the penalties of each article are read once.

    Args:
        outline: of the document.
        document: the version.
    """

    def __init__(self, outline: Outline, document: Document) -> None:
        self._outline = outline
        self._document = document
        self._penalties: dict[str, PenaltyClause] = {}

    def penalties(self, article: str) -> PenaltyClause:
        """What ``read_penalties`` says of an article or other provision."""
        if article not in self._penalties:
            self._penalties[article] = read_penalties(self._outline, article)
        return self._penalties[article]

    def role(self, provision: Provision) -> Role:
        """See :func:`role_of`."""
        return _role_of(provision, self._outline, self._document, self.penalties)


def role_of(provision: Provision, outline: Outline, document: Document) -> Role:
    """The role of one provision.

    Args:
        provision: any node of ``outline``; one without words of its own (an article of several paragraphs) has the
            role of its first paragraph.
        outline: of the document.
        document: the version it stands in.
    """
    return RoleReader(outline, document).role(provision)


def _role_of(provision: Provision, outline: Outline, document: Document, penalties: _Reader) -> Role:
    if provision.role is not None:
        return provision.role
    ancestors = list(outline.ancestors(provision.id))
    if provision.unit in {Unit.ITEM, Unit.SUBITEM} and ancestors:
        parent = ancestors[0]
        if parent.unit in {Unit.PARAGRAPH, Unit.ITEM, Unit.ARTICLE} and parent.text.strip():
            return _role_of(parent, outline, document, penalties)
    if provision.unit in GROUPS:
        closing = _CLOSING_CHAPTER.search(provision.heading)
        return Role.CLOSING if closing else Role.PENALTY if _PENAL_CHAPTER.search(provision.heading) else Role.OTHER
    text = (provision.heading + provision.text).strip()
    if not text:
        first = next((c for c in outline.children(provision.id) if c.text.strip()), None)
        return _role_of(first, outline, document, penalties) if first is not None else Role.OTHER
    chapters = [a.heading for a in ancestors if a.unit in {Unit.BOOK, Unit.SUBBOOK, Unit.CHAPTER, Unit.SECTION}]
    article = (
        provision if provision.unit is Unit.ARTICLE else next((a for a in ancestors if a.unit is Unit.ARTICLE), None)
    )
    return _role(text, chapters, provision, article, document, penalties)


def _role(
    text: str,
    chapters: list[str],
    provision: Provision,
    article: Provision | None,
    document: Document,
    penalties: _Reader,
) -> Role:
    if _DEFINITION.search(re.sub(r"（[^（）]*）", "", text).partition("。")[0]) and not _PUNISHES.search(text):
        return Role.DEFINITION
    if any(_CLOSING_CHAPTER.search(c) for c in chapters) or _DATES.search(text):
        return Role.BAN if re.search("任何(?:单位|个人)[^，。；]{0,8}不得", text) else Role.CLOSING
    penal = any(_PENAL_CHAPTER.search(c) for c in chapters)
    if _threatens(provision, article, penalties, penal):
        return Role.PENALTY
    if _GOAL.search(text):
        return Role.OTHER
    first = re.split(r"[。；]", text)[0]
    procedural = bool(_PROCEDURE_LAW.search(document.title)) and any(_PROCEDURE_CHAPTER.search(c) for c in chapters)
    if procedural and not re.match(r"禁止|严禁", first):
        return Role.MANDATE if _DELEGATION.search(first) else Role.PROCEDURE
    if penal and _DAMAGES.search(first):
        return Role.OTHER
    return _by_words(first, text)


def _threatens(provision: Provision, article: Provision | None, read: _Reader, penal: bool) -> bool:
    text = provision.text
    criminal = _SENTENCE.search(text) is not None
    if not _PUNISHES.search(text) and not penal and not criminal:
        return False
    found = read(article.id if article else provision.id).penalties
    own = any(p.provision == provision.id or p.provision.startswith(f"{provision.id}.") for p in found)
    told = "的，" in text or "之一" in text or "依照下列规定" in text
    return own and (
        penal
        or criminal
        or (told and re.search(r"罚款|处罚|处分|刑事责任|拘留|吊销|由[^，。]{2,40}责令(?:限期)?改正", text) is not None)
    )


def _by_words(first: str, text: str) -> Role:
    """Role by the first normative clause."""
    if _DELEGATION.search(first):
        return Role.MANDATE
    if re.search(r"受法律保护|不受(?:侵犯|侵害)", first):
        return Role.OTHER
    policy = _POLICY.search(first)
    if policy and (policy["state"] or policy["principle"] or _PRAISE.search(first) or not _MODAL.search(first)):
        return Role.OTHER
    subject = _subject(first)
    authority = _AUTHORITY.search(subject) is not None and not _UNIT_FIRST.match(first)
    ban, duty = _BAN.search(first), _DUTY.search(first)
    if ban and (duty is None or ban.start() < duty.start()):
        return Role.BAN
    if not authority and _RIGHT.search(first):
        return Role.OTHER
    if _DAMAGES.search(first):
        return Role.OTHER
    if authority and _is_actor(subject):
        return Role.PROCEDURE if _TIMED_ANSWER.search(first) else Role.MANDATE
    if _PROCEDURE.search(first) and not re.search(r"备案|报告|培训|验收合格后|建立|制定", first):
        return Role.PROCEDURE
    if duty:
        return Role.DUTY
    if _AUTHORITY.search(_BY_RULE.sub("", first)):
        return Role.MANDATE
    if _BAN.search(text):
        return Role.BAN
    return Role.DUTY if _ENTITY.search(first) and _DUTY.search(text) else Role.OTHER


def _subject(sentence: str) -> str:
    """The words before the first 应当, 必须, 负责, 可以, 依法, 不得; of the last comma part, 由… if somebody is named so."""
    sentence = re.sub(r"^对[^，]*，", "", sentence)  # 对被污染的物品，有关单位应当…
    modal = re.search(
        r"应当|必须|负责|可以|依法|不得|有权|主管|根据|按照|依照|组织|会同|对(?=[\u4e00-\u9fff])|应(?!急|对|用|力|答)|须|为",
        sentence,
    )
    head = sentence[: modal.start()] if modal else sentence
    by = re.search(r"由([^，。；]{2,40}?)(?:依法|负责|组织|制定|会同|按照|根据|统一|规定|决定|$|[，。])", sentence)
    if by and (modal is None or by.start() < modal.start() or not head.strip("，")):
        return by[1]
    if head.endswith("的，") and (acts := _ACTS_FIRST.match(head)):
        return acts[1]
    return head if "，以及" in head else head.rpartition("，")[2] or head


def _is_actor(subject: str) -> bool:
    """The authority acts itself: 应急管理部门, not 经应急管理部门批准的单位."""
    if re.search(r"(?:政府|部门|机关|机构)的?(?:主要)?负责人", subject):
        return True
    tail = subject.rpartition("的")[2] if not subject.endswith("的") else ""
    return _AUTHORITY.search(tail) is not None and not re.match(r"经|向|报|未经|取得|持", subject)
