"""Clauses that a published case cites, parted by the words around them into those breached and those applied."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from corpus.cases import CaseClause
from ingest.numerals import DIGITS, to_int
from ingest.readers.lines import half_width


class Cited(Protocol):
    """What a finder of citations gives for each."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def law(self) -> str | None: ...  # noqa: D102
    @property
    def article(self) -> int | None: ...  # noqa: D102
    @property
    def sub(self) -> int | None: ...  # noqa: D102
    @property
    def paragraph(self) -> int | None: ...  # noqa: D102
    @property
    def item(self) -> int | None: ...  # noqa: D102
    @property
    def provision(self) -> str | None: ...  # noqa: D102


#: Finds the citations of a text; offsets refer to it.
CitationFinder = Callable[[str], Sequence[Cited]]

_NUMBER = rf"[{DIGITS}]+"
_PLACE = (
    rf"第\s*(?P<article>{_NUMBER})\s*条(?:之(?P<sub>{_NUMBER}))?(?:\s*第?(?P<paragraph>{_NUMBER})\s*款)?"
    rf"(?:\s*第?[（(]?(?P<item>{_NUMBER})[）)]?\s*项)?"
)
_TITLE = (
    r"(?:《(?P<quoted>[^《》\n]{2,60})》(?:[（(][^（）()]{1,16}[）)])?"
    r"|(?P<bare>(?:[\u4e00-\u9fff]{2,24}?)(?:法|条例|规定|办法|规程|标准|细则))(?=第\s*[\d一二三四五六七八九十百]))"
)
_CITED = re.compile(rf"{_TITLE}?(?:的)?{_PLACE}|《(?P<alone>[^《》\n]{{2,60}}(?:法|条例|规定|办法|规程|标准|细则))》")
_BEFORE_BARE = re.compile(
    r".*(?:违反了?|依据|根据|依照|按照|适用|援引|符合|和|与|及|依|按|以|照|其|该行为|款|项|条)(?=[\u4e00-\u9fff]{2})"
)


def find_clauses(text: str) -> list[CaseClause]:
    """Plain forms only: 《法》第X条第Y款第（Z）项, the name also unquoted or taken from the citation before.

    A name without an article is a citation too; 本法 and ranges are left to the full grammar of citations.
    """
    found: list[CaseClause] = []
    law: str | None = None
    ended = -1
    for match in _CITED.finditer(text):
        start = match.start()
        named = match["quoted"] or match["alone"]
        if match["bare"]:
            cut = _BEFORE_BARE.match(match["bare"])
            start += cut.end() if cut else 0
            named = match["bare"][cut.end() :] if cut else match["bare"]
        if named:
            law = named.removeprefix("中华人民共和国")
        elif re.search(r"[。\n]", text[max(ended, 0) : start]) or ended < 0:
            continue
        ended = match.end()
        article, sub, paragraph, item = (
            to_int(match[part]) if match[part] else None for part in ("article", "sub", "paragraph", "item")
        )
        found.append(CaseClause(text[start:ended], start, ended, law, article, sub, paragraph, item))
    return found


_BREACHED = re.compile(r"违反|违背|不符合|不按照?|未按照?|没有按照?|涉嫌|触犯")
_APPLIED = re.compile(r"依据|根据|依照|按照|参照|适用|对照|依(?!法|然|旧|次)|按")
_MEETS = re.compile(r"构成|属于|属|判定|认定|列为")
_IMPOSES = re.compile(r"给予|予以|处以?|作出|罚|决定|责令|吊销|没收|拘留|取缔|警告|从[轻重]|减轻")


def part_clauses(
    text: str, find: CitationFinder = find_clauses, end: int | None = None
) -> tuple[tuple[CaseClause, ...], tuple[CaseClause, ...]]:
    """(breached, applied) clauses of a case, each in the order of the text and once.

    违反… before a citation makes it breached; 依据…, 根据… with a measure behind it applied; 根据… with 构成 or 属于 behind
    it (criteria of hazards) breached. What nothing in the sentence parts is left out.

    Args:
        text: the case.
        find: the finder of citations.
        end: offset from which on citations no longer count (the field 【典型意义】).
    """
    breached: dict[tuple[object, ...], CaseClause] = {}
    applied: dict[tuple[object, ...], CaseClause] = {}
    plain = half_width(text)
    cited = [c for c in find(text) if end is None or c.start < end]
    for at, citation in enumerate(cited):
        # Words of a measure count only up to the next citation of another sentence part.
        until = next((c.start for c in cited[at + 1 :] if _APPLIED.search(plain[citation.end : c.start])), len(plain))
        side = _side(plain, citation.start, citation.end, until)
        if side is None:
            continue
        clause = CaseClause(
            citation.text,
            citation.start,
            citation.end,
            citation.law,
            citation.article,
            citation.sub,
            citation.paragraph,
            citation.item,
            citation.provision,
        )
        key = (clause.law, clause.article, clause.sub, clause.paragraph, clause.item)
        (breached if side == "breached" else applied).setdefault(key, clause)
    return tuple(breached.values()), tuple(applied.values())


def _side(plain: str, start: int, end: int, until: int) -> str | None:
    sentence = re.split(r"[。\n]", plain[max(0, start - 300) : start])[-1]
    before = max(_ends(_BREACHED, sentence), default=(-1, "")), max(_ends(_APPLIED, sentence), default=(-1, ""))
    if before[0][0] < 0 and before[1][0] < 0:
        return None
    if before[0][0] >= before[1][0]:
        return "breached"
    behind = re.split(r"[。\n]", plain[end:until])[0][:120]
    meets, imposes = _MEETS.search(behind), _IMPOSES.search(behind)
    if imposes and (not meets or imposes.start() < meets.start()):
        return "applied"
    return "breached" if meets else None


def _ends(pattern: re.Pattern[str], text: str) -> list[tuple[int, str]]:
    return [(m.end(), m.group()) for m in pattern.finditer(text)]
