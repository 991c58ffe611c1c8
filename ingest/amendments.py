"""What an amending document changes: the articles that its items name, outside the words they quote.

Articles are numbered as in the text that was changed, those added as in the text that came of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import DocumentText, Kind, Mention, Provision, Unit
from ingest.mentions import find_mentions
from ingest.numerals import DIGITS, to_int

_AMENDING = frozenset({Kind.AMENDMENT, Kind.AMENDING_DECISION})
_ARTICLE = rf"第(?P<n>[{DIGITS}]+)条(?:之(?P<s>[一二三四五六七八九十]+))?"
_FIND = re.compile(_ARTICLE)
#: What stands between two references of one list: 第二款第三项、
_LISTED = re.compile(rf"(?:第[{DIGITS}]+[款项目](?:、|和|至)?)*\s*(?:、|和|及|以及)?\s*")
_TARGET = re.compile(r"(?:改为|作为|移至|成为|列为)\s*(?:[两二三四]条[，,])?\s*(?:分别)?(?:作为)?\s*$")
_REMOVING = re.compile(r"删去[^，,]*$")
_PLACE = re.compile(r"\s*(?:之?后|之?前)(?:面)?增加")
_MOVED_ONLY = re.compile(rf"\s*改为第[{DIGITS}]+条(?:之[一二三四五六七八九十]+)?\s*")
#: The whole article is meant: nothing follows but further articles.
_WHOLE = re.compile(rf"(?:\s*(?:、|和|及|至)\s*第[{DIGITS}]+条(?:之[一二三四五六七八九十]+)?)*\s*(?:$|[，,])")
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|「[^「」]*」")
#: 第一百二十三条　…: new wording that is printed without quotation marks.
_NEW_WORDING = re.compile(_ARTICLE.replace("?P<n>", "").replace("?P<s>", "") + r"[\s\u3000]")
_OPENING, _CLOSING = '“"「', '”"」'
_AMENDMENT_OF = re.compile(r"^(?:中华人民共和国)?(?P<law>.+?)修正案(?:[（(].*)?$")


class Action(StrEnum):
    """What is done to an article."""

    CHANGED = "修改"
    ADDED = "增加"
    REMOVED = "删去"
    RENUMBERED = "改条号"


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """One article that an item of an amendment touches.

    Attributes:
        action: what is done.
        article: locator in the older text (``134-1``); of an added article, in the newer one.
        became: locator in the newer text, where the item says it moved.
        provision: id of the provision of the amendment that says so.
    """

    action: Action
    article: str
    provision: str
    became: str | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """What one document does to another.

    Attributes:
        document: the amended document as the amending one names it.
        changes: in reading order.
    """

    document: Mention
    changes: tuple[ArticleChange, ...]

    def articles(self) -> tuple[str, ...]:
        """Locators of the articles changed, removed or moved, each once, as numbered before."""
        return tuple(dict.fromkeys(c.article for c in self.changes if c.action is not Action.ADDED))

    def added(self) -> tuple[str, ...]:
        """Locators of the articles added, as numbered since."""
        return tuple(dict.fromkeys(c.article for c in self.changes if c.action is Action.ADDED))


def read_amendments(text: DocumentText) -> tuple[Amendment, ...]:
    """What ``text`` changes, one entry for each document; empty for a text that amends nothing.

    An item that names a document in title marks (一、对《甲法》作出修改) speaks of that one until another is named;
    before the first, the document in the title is meant.
    """
    if text.document.kind not in _AMENDING:
        return ()
    target = _in_title(text)
    found: dict[str, tuple[Mention, list[ArticleChange]]] = {}
    if target is not None and target.title is not None:
        found[target.title] = (target, [])
    for provision, words in _outside_quotations(text):
        named = _named(words)
        if named is not None and named.title is not None:
            target = named
            found.setdefault(named.title, (named, []))
        if target is not None and target.title is not None:
            found[target.title][1].extend(_changes(words, provision.id))
    return tuple(Amendment(mention, tuple(changes)) for mention, changes in found.values() if changes)


def _in_title(text: DocumentText) -> Mention | None:
    title = text.document.title
    if match := _AMENDMENT_OF.match(title):
        law = match["law"]
        if text.document.kind is Kind.AMENDMENT and "《" not in law:
            return Mention(law, law, None, 0, 0)
    named = [m for m in find_mentions(title) if m.title]
    return named[0] if len(named) == 1 and "等" not in title[named[0].end : named[0].end + 1] else None


def _named(words: str) -> Mention | None:
    """The document whose amendment a heading announces: （一）对《甲法》作出修改, 将《甲法》第三条修改为."""
    for mention in find_mentions(words):
        if mention.title and re.search(r"(?:对|将|在|[、．.）)])?\s*$", words[: mention.start]):
            before = words[: mention.start].rstrip()
            after = words[mention.end : mention.end + 24]
            if re.match(r"[^。；]{0,8}(?:修改|第)", after) and not before.endswith(("根据", "依照", "按照", "本")):
                return mention
    return None


def _outside_quotations(text: DocumentText) -> Iterator[tuple[Provision, str]]:
    """Each provision of the body with its own words, less what it quotes of the new wording."""
    quoting = False
    for provision in text.provisions:
        if provision.unit is Unit.ARTICLE:
            quoting = False  # the next item begins
        if provision.unit in (Unit.FRONT, Unit.BACK):
            continue
        words: list[str] = []
        for line in (provision.heading + provision.text).split("\n"):
            if not quoting and _NEW_WORDING.match(line.strip()):
                break
            own, quoting = _own_words(line.strip(), quoting)
            words.append(own)
        if any(words):
            yield provision, "\n".join(words)


def _own_words(line: str, quoting: bool) -> tuple[str, bool]:
    """(the words outside quotation marks, whether the quotation goes on in the next line)."""
    if not line:
        return "", quoting
    if quoting or line[0] in _OPENING:
        body = line.rstrip("。；;，, ")
        closed = body[-1:] in _CLOSING and len(body) > 1
        if not closed and (tail := re.search(r"[”」](?P<own>[^“”「」]*)$", line)):
            return tail["own"], False  # …罚款。”原第二款作为第三款
        return "", not closed
    plain = _QUOTED.sub("□", line)
    opened = min((at for at in map(plain.find, _OPENING) if at >= 0), default=-1)
    return (plain, False) if opened < 0 else (plain[:opened], True)


def _changes(words: str, provision: str) -> Iterator[ArticleChange]:
    """Read the references in one stretch of the amendment's own words, clause by clause."""
    for clause in re.split(r"[。；;\n]", words):
        found = [(m, _locator(m)) for m in _FIND.finditer(clause)]
        if not found or re.search(r"(?:本决定|本修正案|本法|本条例|本办法).{0,4}自.*施行", clause):
            continue
        yield from _of_clause(clause, [(m, key) for m, key in found if key is not None], provision)


def _of_clause(clause: str, found: list[tuple[re.Match[str], str]], provision: str) -> Iterator[ArticleChange]:
    """将A、B改为C: C is where they went; 增加一条，作为C: C is new; 第A条后增加, 包括第A条: only a place."""
    sources: list[str] = []
    going = False  # behind 改为 or 作为, where the numbers are those of the newer text
    before, last = 0, ""
    for match, key in found:
        lead, rest = clause[before : match.start()], clause[match.end() :]
        before = match.end()
        keys = _range(last, key) if lead.strip() == "至" and last else [key]
        last = key
        if _TARGET.search(lead):
            going = True
        elif not (_LISTED.fullmatch(lead) or lead.strip() == "至"):
            going, sources = False, []
        if re.search(r"(?:包括|分为)\s*$", lead) or _PLACE.match(rest):
            going, sources = False, []
            if not _PLACE.match(rest):
                return  # 作为第六章，包括第四十二条至第四十五条: the list says nothing else
        elif going and sources:
            yield from (ArticleChange(Action.RENUMBERED, source, provision, k) for source in sources for k in keys)
        elif going:
            yield from (ArticleChange(Action.ADDED, k, provision) for k in keys)
        else:
            removed = _REMOVING.search(clause[: match.start()]) is not None and _WHOLE.match(rest) is not None
            if _MOVED_ONLY.fullmatch(rest) is None:
                action = Action.REMOVED if removed else Action.CHANGED
                yield from (ArticleChange(action, k, provision) for k in keys)
            sources += keys


def _range(first: str, last: str) -> list[str]:
    """第四十四条至第四十六条, less the first, which was read already; over 之一 the last alone."""
    if first.isdecimal() and last.isdecimal() and 0 < int(last) - int(first) <= 50:
        return [str(number) for number in range(int(first) + 1, int(last) + 1)]
    return [last]


def _locator(match: re.Match[str]) -> str | None:
    number, sub = to_int(match["n"]), to_int(match["s"]) if match["s"] else 0
    if not number or sub is None:
        return None
    return f"{number}-{sub}" if sub else str(number)
