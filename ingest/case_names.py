"""Private persons in published cases: only the surname is kept (吕某), whatever the publisher printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from corpus.regions import find_region
from ingest.readers.lines import half_width
from ingest.segment import tokenizer  # the one with the words of the field

if TYPE_CHECKING:
    from jieba.posseg import POSTokenizer

_COMPOUND_TEXT = """
欧阳 太史 上官 端木 司马 东方 独孤 南宫 夏侯 诸葛 尉迟 公孙 皇甫 慕容 长孙 宇文 司徒 司空 令狐
轩辕 澹台 申屠
"""
_COMPOUND = frozenset(_COMPOUND_TEXT.split())
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元顾孟黄穆萧肖尹姚邵汪祁毛狄米贝臧计成戴谈宋庞熊纪舒屈项祝"
    "董梁杜阮蓝闵季贾路江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房丁洪左石崔吉龚程邢裴陆荣翁荀甄曲封储靳段焦侯全"
    "班宫宁仇甘武符刘景龙叶黎白蒲邓蓟鄂索赖卓蔺屠蒙池乔谭申冉雍桑桂牛边燕冀尚农温庄晏柴瞿阎连习艾向古易廖耿匡文寇广欧"
    "沃关荆游盖岳帅亢况郁单丘闫辛付代覃佟涂苟敖仝包麻巫仲伊栾厉戎祖解粟车谷原修晋楚阳冼岳鞠丛隋逯巩战苑訾母丰巴"
)
#: Words of these texts that jieba takes for names.
_NO_NAMES_TEXT = """
陈述 申辩 高达 查明 许可 张贴 易燃 白水 许可证 安监 连铸 段时间 施工图 花名册 高新区 安全 严格 全部
左右 平安 江北 江南 高温 金属 方案 常规 文明 白天 任意 管道 管理 成立 成本 古建 黄金 石油 石化
汤料 马达 路灯 康达 计量 于是 时任 单位 单独 封闭 连续 全程 申请人 申请书 安全性 安全观 安全门
古文化 古建筑 高水平 高素质 严肃性 许可权 向左转 向右转 牛鼻子 储存库 房式仓 安监总 桑拿浴 章判定
孔布置 伍应当 安置费 万分之 施用于 孔洞口 梁之间 花岗岩 池没有 房屋里 张家港 苏尼特 王煤业 麻黄素
麻醉剂 麻醉品 仲裁庭 麻黄 战略性
"""
_NO_NAMES = frozenset(_NO_NAMES_TEXT.split())
#: What ends the name of a place.
_PLACE_END = tuple("省市县区镇乡旗")
#: Posts and parts that a person plays, as far as they stand directly before the name.
_ROLE = re.compile(
    r"(?:法定代表人|处罚人|法人代表|法人|负责人|实际控制人|实控人|控制人|总监|经理|矿长|厂长|站长|店长|校长|院长|场长|井长|船长|段长|老板(?:娘)?|业主|店主|户主"
    r"|经营者|投资人|合伙人|股东|董事长|董事|主任|主管|人员|安全员|监护人|责任人|操作工|工人|员工|职工|民工|学徒|电工|焊工|司炉工|架子工|叉车工"
    r"|司机|驾驶员|押运员|值班员|评价师|工程师|技术员|当事人|行为人|嫌疑人|被告人|房东|租户|租客|承租人|出租人|住户|居民|村民|市民"
    r"|死者|伤者|[理害诉报护属保系请纳托管办查]人|承包人|承包商|包工头|个体户|班长|组长|队长|科长|处长|局长|所长|民警|辅警|交警|记者|车主|机主|姓名|领导|群众|老师|医生|护士|原告|被告|上诉人|申请人|第三人|证人|举报人|父亲|母亲|丈夫|妻子|儿子)"
    r"(?:\([^()]{0,12}\))?(?:为|系|是|叫|名叫|:|\s)?$"
)
_TITLE_BEHIND = re.compile(
    r"\(?(?:男|女)[,、)]|作为|担任|身为|等\S{0,2}人|[两二三四五六七]人|(?:先生|女士|师傅|老板|经理|厂长|矿长|站长|法定代表人)"
    r"|(?:分别)?(?:被)?(?:罚款|处以|处\d|处[一二三四五六七八九十]|行政拘留|行政处罚|处罚|处警告|警告|刑事拘留|依法刑拘|采取刑事|采取强制)"
)
_PENALTY_BEFORE = re.compile(r"(?:对|给予|将|由|向|与|为|其中|[,。;、:和及\s]|^)$")
_LISTED = re.compile(r"、|和|与|及|以及|,")
#: What makes a name that of a place or a firm: 张家港市, 钟祥市.
_OTHER_BEHIND = re.compile(r"[省市县区镇乡村路街山河江湖港湾岛]")
_MASK = "某"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
#: 吕某强, 吕**, 吕XX, 吕×: masked by the publisher in another way; 吕某甲 and 吕某某 only tell two persons apart.
_HALF_MASKED = re.compile(r"(?P<surname>[\u4e00-\u9fff])(?:[*＊]{1,3}|[×✕╳]{1,3}|[xXＸ]{2,3}|[〇○]{2})(?![A-Za-z0-9])")
_GIVEN_LEFT = re.compile(
    r"(?P<masked>[\u4e00-\u9fff]某)(?P<given>[\u4e00-\u9fff])(?=[,.。;:、()\[\]\s“”\"]|$|的|和|与|及|等|罚款|处|给予|作为|因|未|在|于|被|将)"
)
_MASKED = re.compile(r"[\u4e00-\u9fff]某(?:[甲乙丙丁戊己庚辛壬癸某])?")
_NOT_GIVEN = frozenset(
    "某甲乙丙丁戊己庚辛壬癸的和与及等处因未在于被将为是系有称说死伤逃人县市区镇村乡局厂矿店站所路街号家省州司"
)
_IDENTITY = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0\d|1[0-2])[0-3]\d\d{3}[\dXx](?!\d)")
_TELEPHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_DOTTED = re.compile(
    r"(?<=[\u4e00-\u9fff])[·•‧][\u4e00-\u9fff]{1,8}?(?=[,，.。;；:：、()（）\s]|$|等|和|罚款|处|给予|未|在|的)"
)


#: A name that the tagger cut with the next word (李四处罚款): after a post, before what was done to the person.
_BEFORE_MEASURE = re.compile(
    rf"[{''.join(sorted(_SURNAMES))}][\u4e00-\u9fff]{{1,2}}?(?=处(?:以|罚|人民币|\d|[一二三四五六七八九十])|被|给予|罚款|作出)"
)


class _Word(NamedTuple):
    text: str
    flag: str
    start: int


def mask_persons(text: str) -> tuple[str, bool]:
    """``text`` with the names of persons cut down to the surname and 某, and whether anything was changed.

    Two full names of one surname become 王某甲 and 王某乙. Numbers of identity cards and mobile telephones go too. A name
    is found by the post before it (法定代表人王海军), the list it stands in, or what follows it (罚款, 作为, 男).
    """
    masked = _IDENTITY.sub("〔证件号略〕", text)
    masked = _TELEPHONE.sub("〔电话略〕", masked)
    masked = _HALF_MASKED.sub(lambda m: m["surname"] + _MASK if m["surname"] in _SURNAMES else m.group(), masked)
    masked = _GIVEN_LEFT.sub(
        lambda m: m.group() if m["given"] in _NOT_GIVEN or m["masked"][0] not in _SURNAMES else m["masked"], masked
    )
    masked = _mask_dotted(masked)
    replaced = _replacements(masked)
    for name in sorted(replaced, key=len, reverse=True):
        masked = masked.replace(name, replaced[name])
    return masked, masked != text


def _mask_dotted(text: str) -> str:
    """买买提·艾力 after a post: the name of another language keeps its first character."""
    plain = half_width(text)
    result, done = [], 0
    for match in _DOTTED.finditer(text):
        begins = (match.start() - length for length in range(1, min(7, match.start() + 1)))
        start = next((at for at in begins if _ROLE.search(plain[max(0, at - 24) : at])), None)
        if start is not None and start >= done:
            result += [text[done:start], text[start], _MASK]
            done = match.end()
    return "".join([*result, text[done:]])


def _replacements(text: str) -> dict[str, str]:
    names: dict[str, list[str]] = {}
    for name in dict.fromkeys(_persons(text)):
        surname = name[:2] if name[:2] in _COMPOUND and len(name) > 2 else name[0]
        names.setdefault(surname, []).append(name)
    result: dict[str, str] = {}
    for surname, full in names.items():
        # 甲 for the second person of that name whom the publisher itself calls 王某, and so on.
        taken = (stem for stem in _STEMS if f"{surname}{_MASK}{stem}" not in text)
        several = len(full) > 1 or f"{surname}{_MASK}" in text
        for name, number in zip(full, count(1), strict=False):
            result[name] = f"{surname}{_MASK}{next(taken, str(number))}" if several else surname + _MASK
    return result


def _persons(text: str) -> Iterator[str]:
    """Full names in reading order; a name found once is masked everywhere."""
    words = list(_words(text))
    plain = half_width(text)
    found: list[tuple[str, int, int, bool]] = []  # name, start, end, sure
    for at, word in enumerate(words):
        masked = _MASKED.match(plain, word.start)
        name = masked.group() if masked and plain[word.start] in _SURNAMES else _name_at(words, at)
        if name is None:
            continue
        start, end = word.start, word.start + len(name)
        before, behind = plain[max(0, start - 24) : start], plain[end : end + 8]
        titled = _TITLE_BEHIND.match(behind) and _PENALTY_BEFORE.search(before)
        whole = name == word.text and len(name) >= 3 and word.flag.startswith("nr") and not _OTHER_BEHIND.match(behind)
        found.append((name, start, end, bool(masked or _ROLE.search(before) or titled or whole)))
    # A list is of one kind: 张某、李志刚和王芳.
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for at in order:
            other = at - 1 if order.step > 0 else at + 1
            left, right = found[min(at, other)], found[max(at, other)]
            if found[other][3] and _LISTED.fullmatch(plain[left[2] : right[1]]):
                found[at] = (*found[at][:3], True)
    yield from (name for name, _, _, sure in found if sure and _MASK not in name)
    for match in _BEFORE_MEASURE.finditer(plain):
        name = text[match.start() : match.end()]
        if (
            _ROLE.search(plain[max(0, match.start() - 24) : match.start()])
            and _MASK not in name
            and name not in _NO_NAMES
        ):
            yield name


def _name_at(words: list[_Word], at: int) -> str | None:
    """The name that begins with this word, if it can be one."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    if following is not None and following.start != word.start + len(word.text):
        following = None
    surname = next((s for s in _COMPOUND if word.text.startswith(s)), word.text[:1])
    if surname not in _COMPOUND and surname not in _SURNAMES:
        return None
    if word.text == surname and following is not None and (word.flag.startswith("nr") or surname in _COMPOUND):
        given = following.text
        # One character that is a function word is no given name: 张未, 吴在.
        fits = len(given) <= 2 and not following.flag.startswith(("x", "p", "c", "u", "d", "m", "r", "eng"))
        return word.text + given if fits and re.fullmatch(r"[\u4e00-\u9fff]+", given) and _MASK not in given else None
    if not word.flag.startswith("nr") or not len(surname) < len(word.text) <= len(surname) + 2:
        return None
    if word.text in _NO_NAMES or _MASK in word.text or word.text.endswith(_PLACE_END) or find_region(word.text + "市"):
        return None
    # 李强强: the tagger takes only the first two.
    doubled = following is not None and following.text == word.text[-1] and len(word.text) == 2
    return word.text + word.text[-1] if doubled else word.text


def _words(text: str) -> Iterator[_Word]:
    start = 0
    for pair in _tagger().cut(text, HMM=True):
        yield _Word(pair.word, pair.flag, start)
        start += len(pair.word)


@cache
def _tagger() -> POSTokenizer:
    from jieba.posseg import POSTokenizer

    return POSTokenizer(tokenizer())
