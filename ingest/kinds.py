"""What sort of document it is, who issued it, for where."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Kind, short_title
from corpus.regions import find_region, province_of_number

_COURTS = re.compile(r"最高人民(?:法院|检察院)")
_CRITERIA = re.compile(r"(?:事故)?隐患判定(?:标准|导则|准则|规则)|判定(?:标准|导则|准则)")
_CONGRESS = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,9}?(?:省|市|自治区|自治州|自治县))?(?:第[一二三四五六七八九十]+届)?(?P<body>(?:全国)?人民代表大会(?:常务委员会)?)"
)
_ORDERED_BY = re.compile(
    r"(?:日|^|，|、|根据)\s*(?P<body>[\u4e00-\u9fff]{2,24}?(?:部|总局|局|委员会|署|人民政府|银行))(?:令|公告)"
)
_BEFORE_ABOUT = re.compile(
    r"^(?P<bodies>[\u4e00-\u9fff、，\s]{2,60}?(?:部|厅|局|委|委员会|办公厅|办公室|政府|法院|检察院|国务院|总局))(?=关于|(?:19|20)\d\d年|印发)"
)
_REPEALS_ORDER = re.compile(r"(?:令\s*第.{1,8}号|第.{1,8}号令)[^。]{0,60}同时废止")
_NEWS = re.compile(r"^原标题[：:]|^(?:本报|新华社|人民网|中新网|本网)[^。]{0,20}(?:讯|电)|记者")
_OTHER_ORDERS = "规定|办法|细则|规程|规则|规范|标准|准则"


def issuers_of(hint: str, title: str, head: Sequence[str], signed: Sequence[str]) -> tuple[str, ...]:
    """Issuing bodies in printed order, from the surest source that names any.

    Args:
        hint: what the file or the site's table says.
        title: 应急管理部关于… names its issuer.
        head: lines between the title and the text (通过, 公布, 令).
        signed: bodies of the signature.
    """
    if hint:
        plain = re.sub(r"[（(][^（）()]*[）)]", "", hint)
        names = [name.strip().removeprefix("原") for name in re.split(r"[、；;，,\s]+", plain)]
        if found := [name for name in names if len(name) >= 2]:
            return tuple(dict.fromkeys(found))
    if courts := _COURTS.findall(title):
        return tuple(dict.fromkeys(courts))
    if named := _from_history(head):
        return named
    if signed:
        return tuple(dict.fromkeys(signed))
    if match := _BEFORE_ABOUT.match(title):
        return tuple(name for name in re.split(r"[、，\s]+", match["bodies"]) if name)
    return ()


def _from_history(head: Sequence[str]) -> tuple[str, ...]:
    """The body that first adopted the text; later amendments by another one change nothing in that."""
    for line in head:
        if re.search(r"国务院(?:令|第|发布|公布|批准)|《国务院关于", line):
            return ("国务院",)
        if match := _CONGRESS.search(re.sub(r"第[一二三四五六七八九十]+届", "", line)):
            return ((match["place"] or "") + match["body"],) if match["place"] or "全国" in match["body"] else ()
        if match := _ORDERED_BY.search("".join(line.split())):
            return (match["body"].removeprefix("中华人民共和国"),)
    return ()


def kind_of(title: str, number: str | None, issuers: Sequence[str], articles: bool, texts: Sequence[str]) -> Kind:
    """Kind by title first, then by issuer and number.

    Args:
        title: the full title.
        number: 文号 or 令号.
        issuers: issuing bodies.
        articles: the text is one of 第X条.
        texts: its paragraphs, looked at only for signs of a news item.
    """
    name = re.sub(r"[（(][^（）()]*[）)]$", "", short_title(title)).strip()
    local = _region((*issuers, name), number) != "全国"
    # A text that replaces an order is one, even where its own number is lost.
    order = "令" in (number or "") or (number is None and any(_REPEALS_ORDER.search(text) for text in texts[-6:]))
    if re.search(r"答记者问|解读$|政策解读|问答$", name):
        return Kind.EXPLANATION
    if re.search(r"修正案(?:[（(].{1,3}[）)])?$", title):
        return Kind.AMENDMENT
    if re.search(r"关于修改.*的决定$|关于(?:废止|修改)和(?:修改|废止).*的决定$", name):
        return Kind.AMENDING_DECISION
    if "全国人民代表大会常务委员会关于" in name and name.endswith("解释"):
        return Kind.STATUTE_INTERPRETATION
    if _COURTS.search(name) or any(_COURTS.search(body) for body in issuers):
        return Kind.JUDICIAL_INTERPRETATION
    if _CRITERIA.search(title):
        return Kind.CRITERIA
    if local and articles and any("人民代表大会" in body for body in issuers):
        return Kind.LOCAL_REGULATION
    if name.endswith("条例"):
        return Kind.LOCAL_REGULATION if local else Kind.REGULATION
    if any(body.startswith("全国人民代表大会") for body in issuers) or (
        name.endswith("法") and "中华人民共和国" in title
    ):
        return Kind.STATUTE
    if articles and "国务院" in issuers and (order or number is None):
        return Kind.REGULATION
    if re.search(rf"(?:{_OTHER_ORDERS})$", name) and order:
        # 省政府令 is a local government's rule, for which the vocabulary has no word of its own.
        return Kind.OTHER if local else Kind.RULE
    if number is None and any(_NEWS.search(text[:200]) for text in [*texts[:4], *texts[-3:]]):
        return Kind.NEWS
    return Kind.POLICY


def region_for(kind: Kind, title: str, issuers: Sequence[str], number: str | None) -> str:
    """全国, a province (江苏) or province and city (四川达州), from issuer, title and 文号 in this order."""
    if kind in {Kind.STATUTE, Kind.REGULATION, Kind.RULE, Kind.JUDICIAL_INTERPRETATION, Kind.AMENDMENT}:
        return "全国"
    return _region((*issuers, title), number)


def _region(names: Sequence[str], number: str | None) -> str:
    """First answer wins: a ministry's reply about a province stays 全国."""
    found = next((region for name in names if (region := find_region(name))), None)
    return found or (province_of_number(number) if number else None) or "全国"
