"""Penalty clauses of digests, brought into the order of words that laws use.

Digests are terse: 没有许可就经营：责令停止，罚款5万元以上50万元以下；情节严重，吊销许可证。 The grammar of penalties reads
…的，责令停止，处5万元以上50万元以下罚款；情节严重的，吊销许可证。 One grammar is enough; this is the way to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.amounts import AMOUNT

#: An amount of money or a share; 上一年 is none.
_SUM = rf"{AMOUNT}(?<![年月日])(?![年月日个])"
_MAY = r"(?:并|还|另|同时|可以|可|各|分别|再|也)*"
_WHO = r"[^，；。：]{0,40}?(?:人员|单位|企业|负责人|机构|经营者|公司|个人|当事人|人|者|矿长|法人)"
_BEGIN = r"(?:^|(?<=[，；。：]))"
_STAGE = r"(?:逾期|过期|期满|拒不|仍不|仍未|情节|构成犯罪|触犯刑律|再次|造成[^，；。：]{0,24}(?:事故|后果|损失|伤亡|死亡|污染))"
_GAIN = r"(?:有违法所得|没有违法所得|没有所得|所得\d|违法所得\d|违法所得不足|所得不足)"

#: What is rewritten, in this order: a pattern, and the pieces put in its place (names of groups, or words of ours).
_RULES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"(?P<told>[^的：]|^)的?：(?=.)"), ("<told>", "的，")),
    (
        re.compile(
            rf"(?:{_BEGIN}(?P<stage>{_STAGE}[^，；。：]*?)|(?:^|(?<=[；。]))(?P<gain>{_GAIN}[^，；。：]*?))的?，"
        ),
        ("<stage>", "<gain>", "的，"),
    ),
    (re.compile(r"(?P<case>构成犯罪的|造成损失的|违反治安管理的)(?=[^，；。])"), ("<case>", "，")),
    (re.compile(r"有违法所得的?，?没收(?=[；。，]|$)"), ("有违法所得的，没收违法所得",)),
    (re.compile(rf"{_BEGIN}违法所得没收(?=[；。，]|$)"), ("没收违法所得",)),
    (
        re.compile(
            rf"{_BEGIN}(?P<may>{_MAY})(?P<whom>对?)(?P<who>(?:{_WHO})?)(?P<may2>{_MAY})罚款"
            rf"(?P<base>[^，；。：\d]{{0,16}}?)(?P<amount>{_SUM})(?!的?罚款)"
        ),
        ("<may>", "<may2>", "<对>", "<who>", "处", "<base>", "<amount>", "罚款"),
    ),
    (
        re.compile(rf"{_BEGIN}(?P<may>{_MAY})罚(?P<base>(?:违法)?所得的?)(?P<amount>{_SUM})"),
        ("<may>", "处", "<base>", "<amount>", "罚款"),
    ),
    (
        re.compile(rf"{_BEGIN}(?P<may>{_MAY})罚(?P<who>{_WHO})(?P<may2>各?)(?P<amount>{_SUM})"),
        ("<may>", "<对>", "<who>", "处", "<amount>", "罚款"),
    ),
    (
        re.compile(r"(?:依照?|按照?|照)(?P<rule>[^，；。：]{2,40}?)(?:处罚|罚)(?=[；。，]|$)"),
        ("依照", "<rule>", "处罚"),
    ),
)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text in the order of words of a law, and where each of its characters stood.

    Attributes:
        text: as rewritten.
        origin: offset in the digest of every character of ``text``; of a word put in, of what follows it.
    """

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the digest of ``text[start:end]``: the smallest stretch that holds all its characters."""
        places = self.origin[start:end]
        return (min(places), max(places) + 1) if places else (start, end)


def as_law(text: str) -> Rewritten:
    """A penalty clause of a digest as a law would put it; other texts come back as they are but for a colon."""
    letters = [(character, place) for place, character in enumerate(text)]
    for pattern, pieces in _RULES:
        letters = list(_apply(pattern, pieces, letters))
    return Rewritten("".join(c for c, _ in letters), tuple(min(place, len(text) - 1) for _, place in letters))


def _apply(
    pattern: re.Pattern[str], pieces: Sequence[str], letters: list[tuple[str, int]]
) -> Iterator[tuple[str, int]]:
    text = "".join(character for character, _ in letters)
    done = 0
    for match in pattern.finditer(text):
        yield from letters[done : match.start()]
        here = letters[match.start()][1] if match.start() < len(letters) else 0
        for piece in pieces:
            if piece == "<对>":
                if match["who"]:
                    yield "对", here
            elif piece.startswith("<"):
                start, end = match.span(piece[1:-1])
                if start >= 0:
                    yield from letters[start:end]
                    here = letters[end - 1][1] if end > start else here
            else:
                yield from ((character, here) for character in piece)
        done = match.end()
    yield from letters[done:]
