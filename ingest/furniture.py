"""What stands around a text and is not the text: page numbers, website tables and footers, imprints, editors' names.

Each function takes lines and gives lines, the furniture marked with its reason; nothing is taken away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.readers.lines import Line, half_width

PAGE_NUMBER = "页码"
BOOKMARK = "书签"
INFO_TABLE = "发文信息表"
REPEATED_TITLE = "网页重复标题"
IMPRINT = "印发栏"
FOOTER = "网站页脚"
NAVIGATION = "网页导航"
EDITOR = "编辑署名（姓名不留存）"

# --- inside a line ---------------------------------------------------------------------------------------------------

_BOOKMARK = re.compile(r"\[bookmark:\s*[^\]\n]{0,60}\]")
_PERSON = re.compile(
    r"^(\s*[（(\[【]?\s*(?:责任编辑|编辑|责编|实习编辑|作者|记者|通讯员|撰稿|供稿人?|审核|校对|摄影|文/图?)\s*[：:]\s*)([^）)\]】]+)"
)
_AUTHOR_KEY = re.compile(r"^(\s*(?:author|editor|作者|编辑)\s*:\s*)(.+)$", re.I)
_MEDIUM = re.compile(r"网|报|社|台|财经|新闻|频道|中心|编辑部|部$|局|厅|委|政府|客户端|公众号")


def mask_names(lines: Sequence[Line]) -> list[Line]:
    """Editors' and journalists' names are not kept, not even among what was dropped."""
    result = []
    for line in lines:
        found = _PERSON.match(line.text) or (_AUTHOR_KEY.match(line.text) if line.reason else None)
        if found and len(found[2]) <= 40 and not _MEDIUM.search(found[2]):
            masked = found[1] + "〔略〕" + line.text[found.end(2) :]
            line = Line(masked, line.reason or EDITOR, line.heading)
        result.append(line)
    return result


def split_bookmarks(lines: Sequence[Line]) -> list[Line]:
    """Cut ``[bookmark: …]`` out of the lines it stands in; it comes before the line as furniture."""
    result: list[Line] = []
    for line in lines:
        if not line.reason and (marks := _BOOKMARK.findall(line.text)):
            if line.text.lstrip().startswith("["):
                result.extend(Line(mark, BOOKMARK) for mark in marks)
                result.append(replace(line, text=_BOOKMARK.sub("", line.text)))
            else:
                result.append(replace(line, text=_BOOKMARK.sub("", line.text)))
                result.extend(Line(mark, BOOKMARK) for mark in marks)
        else:
            result.append(line)
    return result


# --- page numbers ----------------------------------------------------------------------------------------------------

_PAGE = re.compile(
    r"[-—–―－─·•]+\s*\d{1,4}\s*[-—–―－─·•]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)
_BARE_NUMBER = re.compile(r"\d{1,4}")


def mark_page_numbers(lines: Sequence[Line], wrapped: bool) -> list[Line]:
    """``- 3 -`` and its like; a number alone on its line only where lines are broken as on paper."""
    return [
        replace(line, reason=PAGE_NUMBER)
        if not line.reason
        and (_PAGE.fullmatch(text := half_width(line.text).strip()) or (wrapped and _BARE_NUMBER.fullmatch(text)))
        else line
        for line in lines
    ]


# --- the table that government sites print above a document ----------------------------------------------------------

#: Labels as printed, without spaces, and the hint each gives ("" for none).
_LABELS: Mapping[str, str] = {
    **dict.fromkeys(("发文字号", "文号", "文件号", "发文文号", "文件编号"), "number"),
    **dict.fromkeys(("发文单位", "发文机关", "发布机构", "发文机构", "制发机关", "发布单位", "公开机构"), "issuer"),
    **dict.fromkeys(("成文日期", "制发日期", "生成日期", "发文日期", "印发日期", "签发日期"), "written"),
    **dict.fromkeys(("发布日期", "公开日期", "发布时间", "公开时间", "公布日期"), "published"),
    **dict.fromkeys(("效力状态", "有效性", "时效性", "是否有效", "文件状态", "时效"), "status"),
    **dict.fromkeys(("施行日期", "生效日期", "实施日期"), "effective"),
    **dict.fromkeys(("标题", "名称", "文件名称", "信息名称"), "title"),
    **dict.fromkeys(("来源", "信息来源", "文章来源"), "site"),
    **dict.fromkeys(
        (
            "索引号",
            "文件类型",
            "文件种类",
            "信息分类",
            "主题分类",
            "公文种类",
            "体裁分类",
            "组配分类",
            "主题词",
            "关键词",
            "分类",
            "失效日期",
            "废止日期",
            "公开方式",
            "公开形式",
            "服务对象",
            "浏览次数",
            "点击数",
            "访问量",
            "字体",
            "字号",
        ),
        "",
    ),
}
#: A table has at least one of these: 标题 or 来源 alone may begin a sentence of the text.
_SURE = frozenset(label for label, hint in _LABELS.items() if hint not in {"title", "site"}) - {"分类", "关键词"}
_LABEL = re.compile(
    "(" + "|".join(r"\s*".join(label) for label in sorted(_LABELS, key=len, reverse=True)) + r")\s*[：:]"
)
_CELLS = re.compile(r"\s*[|\t｜]\s*")
_HEAD = 60


def _label(text: str) -> str | None:
    plain = "".join(text.split()).strip("：:【】[]")
    return plain if plain in _LABELS else None


def mark_info_table(lines: Sequence[Line]) -> tuple[list[Line], dict[str, str]]:
    """Mark the table of 索引号, 发文字号, 发布日期… at the head of a web page.

    Three forms are known: ``label | value | label | value``, ``label：value``, and label and value on lines in turn.

    Returns:
        The lines, and the hints that the table gives.
    """
    result = list(lines)
    head = [at for at, line in enumerate(lines) if not line.reason and line.text.strip()][:_HEAD]
    pairs: list[tuple[str, str]] = []
    marked: list[int] = []
    place = 0
    while place < len(head):
        at = head[place]
        text = lines[at].text.strip()
        if re.match(r"[一二三四五六七八九十]+、|第[一二三四五六七八九十]+[章条]", text):
            break
        cells = _CELLS.split(text.strip("|｜ \t"))
        inline = _inline_pairs(text)
        if len(cells) > 1 and any(_label(cell) for cell in cells):
            found = zip(cells, [*cells[1:], ""], strict=True)
            pairs += [(label, value) for cell, value in found if (label := _label(cell)) and not _label(value)]
            marked.append(at)
        elif inline:
            pairs += inline
            marked.append(at)
        elif label := _label(text):
            marked.append(at)
            following = lines[head[place + 1]].text.strip() if place + 1 < len(head) else ""
            if following and not _label(following) and not _inline_pairs(following):
                pairs.append((label, following))
                marked.append(head[place + 1])
                place += 1
        place += 1
    if len(pairs) < 2 or not any(label in _SURE for label, _ in pairs):
        return result, {}
    for at in marked:
        result[at] = replace(result[at], reason=INFO_TABLE)
    hints: dict[str, str] = {}
    for label, value in pairs:
        if (key := _LABELS[label]) and value:
            hints.setdefault(key, value)
    # The page prints the title above the table and again above the text.
    below = {_plain(line.text) for line in lines[marked[-1] + 1 : marked[-1] + 12]} if marked else set()
    for at in range(marked[0]):
        if not result[at].reason and (plain := _plain(result[at].text)) and plain in below:
            result[at] = replace(result[at], reason=REPEATED_TITLE)
            hints.setdefault("title", result[at].text.strip())
    return result, hints


def _inline_pairs(text: str) -> list[tuple[str, str]]:
    """``label：value`` pairs of a line that holds nothing else."""
    found = list(_LABEL.finditer(text))
    if not found or text[: found[0].start()].strip(" 【[") or len(text) > 200:
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [
        ("".join(match[1].split()), text[match.end() : end].strip(" 】]\u3000"))
        for match, end in zip(found, ends, strict=True)
    ]


def _plain(text: str) -> str:
    return "".join(half_width(text).split())


# --- imprint ---------------------------------------------------------------------------------------------------------

_COPY_TO = re.compile(r"\s*(?:抄送|抄报|主送|分送|主题词)\s*[：:]")
_PRINTED = re.compile(r"(?P<date>\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*印\s*(?:发|制)?\s*$")


def mark_imprint(lines: Sequence[Line]) -> tuple[list[Line], dict[str, str]]:
    """Mark 抄送：… and …办公室 2023年1月11日印发 at the foot of the last page.

    Returns:
        The lines, and the hints ``printed`` (day) and ``printed_by`` (body) where the imprint gives them.
    """
    result = list(lines)
    hints: dict[str, str] = {}
    kept = [at for at, line in enumerate(lines) if not line.reason and line.text.strip()]
    tail = kept[max(len(kept) - 40, len(kept) // 3) :]
    for place, at in enumerate(tail):
        starts = _COPY_TO.match(lines[at].text)
        printed = _PRINTED.search(half_width(lines[at].text))
        if not starts and not (printed and len(lines[at].text.strip()) <= 60):
            continue
        # 抄送 runs over a few lines, at most to the line that says when it was printed.
        stop = place
        if not printed:
            ahead = range(place + 1, min(place + 8, len(tail)))
            stop = next((i for i in ahead if _PRINTED.search(half_width(lines[tail[i]].text))), place)
            while stop == place and (more := _continued(lines, tail, place)):
                stop, place = more, more
            printed = _PRINTED.search(half_width(lines[tail[stop]].text))
        for index in range(tail.index(at), stop + 1):
            result[tail[index]] = replace(lines[tail[index]], reason=IMPRINT)
        if printed:
            hints["printed"] = printed["date"]
            if office := re.fullmatch(r"\s*(\S{4,30}?)(?:办公室|秘书处)\s*", printed.string[: printed.start()]):
                hints["printed_by"] = office[1]
    return result, hints


def _continued(lines: Sequence[Line], tail: Sequence[int], place: int) -> int:
    """Index of the next line of an imprint without a date, 0 where it has ended."""
    more = place + 1 < len(tail) and lines[tail[place]].text.strip().endswith(("，", "；", "、", ",", ";"))
    return place + 1 if more else 0


# --- websites --------------------------------------------------------------------------------------------------------

_NAVIGATION = re.compile(
    r"(?:您?(?:现在)?(?:的|所在)?(?:当前)?位置|当前位置|您所在的位置)\s*[：:].*|首页\s*[>»›].*|【?\s*(?:字体|字号)\s*[：:]?.{0,14}"
    r"|[【\[]?\s*(?:打印(?:本页|此页)?|关闭(?:窗口|本页|此页)?|返回顶部|返回列表|收藏本?页?|分享到?\s*[：:]?|我要纠错|扫一扫.{0,20}|分享让更多人看到)"
    r"(?:[\s|｜】\]]*(?:打印(?:本页|此页)?|关闭(?:窗口|本页|此页)?|收藏|分享到?|返回))*\s*[】\]]?"
    r"|(?:上一篇|下一篇|上一条|下一条)\s*[：:]?.*|相关(?:链接|文档|阅读|新闻|解读|稿件|文章)\s*[：:]?|浏览次数\s*[：:]?\s*\d*.{0,4}"
    r"|.{0,24}(?:尽在.{2,12}(?:APP|客户端)|扫描(?:上方|下方)?二维码.{0,20}|扫码.{0,16})|(?:附件|文件)下载\s*[：:]?"
)
_FOOT = re.compile(
    r"ICP\s*[备证]|公网安备|网站标识码|版权所有|Copyright|©|主\s*办\s*(?:单位)?\s*[：:]|承\s*办\s*(?:单位)?\s*[：:]|技术支持\s*[：:]"
    r"|增值电信业务|网站地图|建议使用.{0,20}浏览器|政府网站找错",
    re.I,
)
_FOOT_MAYBE = re.compile(
    r"(?:联系)?(?:电话|传真|邮箱|邮编|邮政编码|地址|会员服务部|信息部|值班电话|网址|联系我们|友情链接|E-?mail)\s*[：:]?.*",
    re.I,
)
_BODY_NAME = re.compile(
    r"[\u4e00-\u9fff（）()]{2,}(?:部|厅|局|委|委员会|会|协会|联合会|学会|政府|网|办公室|中心|院|署|银行)"
)


def mark_website(lines: Sequence[Line]) -> list[Line]:
    """Mark navigation anywhere and the block of links, addresses and licences at the foot of a page."""
    result = [
        replace(line, reason=NAVIGATION) if not line.reason and _NAVIGATION.fullmatch(line.text.strip()) else line
        for line in lines
    ]
    kept = [at for at, line in enumerate(result) if not line.reason and line.text.strip()]
    # An address may belong to the text (联系电话): only a block that also holds a licence or a copyright is a footer.
    start = len(kept)
    while start > 0 and _may_be_footer(result[kept[start - 1]].text.strip()):
        start -= 1
    if any(_FOOT.search(result[at].text) for at in kept[start:]):
        for at in kept[start:]:
            result[at] = replace(result[at], reason=FOOTER)
    return result


def _may_be_footer(text: str) -> bool:
    names = text.split()
    links = len(names) >= 3 and all(_BODY_NAME.fullmatch(name) for name in names)
    return (
        links or bool(len(text) <= 200 and _FOOT.search(text)) or bool(len(text) <= 80 and _FOOT_MAYBE.fullmatch(text))
    )
