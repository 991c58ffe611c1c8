"""Outline of a law: 编 / 分编 / 章 / 节 / 条 / 款 / 项 / 目, from cleaned lines to provisions.

Nothing is lost: every non-space character of the lines stands in exactly one provision, in reading order.
What is ambiguous is decided by the numbering: an article is one because its number is the next one, a list
goes on because its numbers do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.model import Provision, Unit
from ingest.article_draft import Draft, finish
from ingest.article_lines import (
    ANNEX,
    ARTICLE,
    CITED_ITEM,
    FINAL_GROUP,
    HEADING,
    LETTER,
    LISTS,
    NUMBERED,
    ORDER,
    QUOTES,
    SENTENCE_END,
    ArticleNumber,
    article_number,
    close_up,
    follows,
    group_heading,
    is_cited,
    is_signature,
    item_number,
    number_of,
    open_quotation,
    squeeze,
)

_WRAPPED = 15  # a shorter line without a stop is a heading or a list entry, not a line broken by a page


def outline_articles(document_id: str, lines: Sequence[str]) -> tuple[Provision, ...]:
    """Provisions of a law in reading order.

    Args:
        document_id: for example ``安全生产法@2021-06-10``.
        lines: cleaned lines; empty ones are passed over. A decision or amendment without 第X条 of its own is
            read by 一、二、 and those become its articles; a text with neither becomes ``#p1``, ``#p2``, ….

    Returns:
        Articles ``#97`` (container, text empty) with paragraphs ``#97.1``, items ``#97.1.7`` and sub-items
        ``#97.1.7.1``; groups ``#b2``, ``#b2f1``, ``#c6``, ``#c6s1``; front ``#h1``, signature ``#t1``, annexes
        ``#a1`` with lines ``#a1.1``. A locator that occurs again gets ``~2``.
    """
    return finish(document_id, _Outliner([line.strip() for line in lines if line.strip()]).run())


def is_article_text(lines: Sequence[str]) -> bool:
    """Whether the lines are a law by articles: two articles in sequence begin lines."""
    numbers = [number for line in lines if (number := article_number(line.strip()))]
    return any(follows(last, number) for last, number in pairwise(numbers))


class _Outliner:
    """Reads the lines once; the state is what a reader keeps in mind: where in the law, which list, which number."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.drafts: list[Draft] = []
        self.groups: dict[Unit, Draft] = {}
        self.article: Draft | None = None
        self.paragraph: Draft | None = None
        self.lists: list[tuple[str, Draft]] = []  # open lists, outermost first, each with its last item
        self.closed: tuple[str, Draft] | None = None  # the outermost list that a later paragraph ended
        self.last: ArticleNumber = (0, 0)
        self.line_end = ""  # the last line taken, to judge whether the next one goes on with it
        self.quoting = False  # inside articles of another law that an amendment prints without quotation marks
        self.annex: Draft | None = None
        self.pattern = ARTICLE

    def run(self) -> list[Draft]:
        begins = [i for i, line in enumerate(self.lines) if article_number(line)]
        if not begins:
            self.pattern = NUMBERED
            begins = [i for i, line in enumerate(self.lines) if NUMBERED.match(line)]
        first = self._front_end(begins[0]) if begins else 0
        annex = self._annex_start(begins)
        signature = self._signature_start(begins, annex)
        for index, line in enumerate(self.lines):
            if index < first:
                self._add(Draft(Unit.FRONT, f"h{index + 1}", text=line))
            elif index >= annex:
                self._annex_line(line)
            elif index >= signature:
                self._add(Draft(Unit.BACK, f"t{index - signature + 1}", text=line))
            elif begins:
                self._read(line)
            else:
                self._loose(line)
        return self.drafts

    # Where the law begins and ends

    def _front_end(self, first_article: int) -> int:
        """Index of the first line of the law itself; a table of contents before it stays in front."""
        headings = [i for i in range(first_article) if group_heading(self.lines[i])]
        after = {squeeze(line) for line in self.lines[first_article:]}
        before = [squeeze(self.lines[i]) for i in headings]
        if headings and len(set(before)) == len(before) and after.isdisjoint(before):
            return headings[0]
        # The headings that lead to the first article, 编 before 章 before 节; those of a table do not descend so.
        start, rank = first_article, len(ORDER)
        while start > 0 and (found := group_heading(self.lines[start - 1])) and ORDER.index(found[0]) < rank:
            start, rank = start - 1, ORDER.index(found[0])
        return start

    def _annex_start(self, begins: list[int]) -> int:
        """Index of the first annex line after which no further article of the law comes."""
        if not begins:
            return len(self.lines)
        highest = max(begins, key=lambda i: (article_number(self.lines[i], self.pattern) or (0, 0), i))
        later = range(highest + 1, len(self.lines))
        return next((i for i in later if ANNEX.match(self.lines[i])), len(self.lines))

    def _signature_start(self, begins: list[int], annex: int) -> int:
        floor = max((i for i in begins if i < annex), default=annex)
        start = annex
        while start - 1 > floor and is_signature(self.lines[start - 1]):
            start -= 1
        return start

    # One line

    def _read(self, line: str) -> None:
        """Take one line, in which the next article may begin after a full stop."""
        head, rest = self._split_article(line)
        if not (self._open_article(head) or self._open_group(head) or self._open_item(head)):
            self._text(head)
        self.line_end = head
        if rest:
            self._read(rest)

    def _split_article(self, line: str) -> tuple[str, str]:
        if self.pattern is not ARTICLE:
            return line, ""
        own = self._own_article(line)
        last = own[0] if own else self.last
        for match in ARTICLE.finditer(line, 1):
            before, after = line[: match.start()].rstrip(), line[match.end() :]
            number = number_of(match)
            if number and follows(last, number) and before.endswith(("。", "。”")) and after and not is_cited(after):
                return before, line[match.start() :]
        return line, ""

    def _own_article(self, line: str) -> tuple[ArticleNumber, re.Match[str]] | None:
        """Number and match if the line begins an article of this law rather than one that it quotes or cites."""
        number = article_number(line, self.pattern)
        match = self.pattern.match(line)
        if number is None or match is None:
            return None
        if self.last == (0, 0) or follows(self.last, number):
            return number, match
        if self.quoting or self._announces_quotation():
            return None
        after = line[match.end() :]
        if not after or after[0].isspace():
            forward = number >= self.last or number == (1, 0)  # articles may be missing; a second text may begin
        else:
            forward = self.last < number <= (self.last[0] + 5, 0)
        return (number, match) if forward else None

    def _open_article(self, line: str) -> bool:
        own = self._own_article(line)
        if own is None:
            if article_number(line, self.pattern) and self._announces_quotation():
                self.quoting = True
            return False
        (number, sub), match = own
        self.quoting, self.last, self.lists, self.closed, self.paragraph = False, (number, sub), [], None, None
        key = f"{number}-{sub}" if sub else str(number)
        parent = self._group()
        self.article = self._add(
            Draft(Unit.ARTICLE, key, parent, number, sub, marker=match.group().rstrip(), nested=False)
        )
        rest = line[match.end() :].strip()
        if rest and not self._open_item(rest):
            self._new_paragraph(rest)
        return True

    def _open_group(self, line: str) -> bool:
        found = group_heading(line)
        if found and self._announces_quotation():
            self.quoting = True
        if self.quoting:
            return False
        if found:
            unit, number, marker, heading = found
        elif FINAL_GROUP.match(line):
            unit = Unit.BOOK if Unit.BOOK in self.groups else Unit.CHAPTER
            number, marker, heading = 0, "", line
        else:
            return False
        for inner in ORDER[ORDER.index(unit) :]:
            self.groups.pop(inner, None)
        key = f"{LETTER[unit]}{number}" if number else squeeze(heading)
        draft = Draft(unit, key, self._group(), number, marker=marker, heading=close_up(heading))
        self.groups[unit] = self._add(draft)
        self.article, self.paragraph, self.lists, self.closed = None, None, [], None
        return True

    # Lists

    def _open_item(self, line: str) -> bool:
        if self.article is None or self.quoting:
            return False
        for style, pattern in LISTS:
            match = pattern.match(line)
            if match is None or (style == "一、" and self.pattern is NUMBERED):
                continue
            number = item_number(match["n"])
            text = line[match.end() :].strip()
            if not number or CITED_ITEM.match(text) or not self._in_sequence(style, number):
                return False
            self._resume(style, number)
            self._item(self.article, style, number, match.group(), text)
            return True
        return False

    def _in_sequence(self, style: str, number: int) -> bool:
        last = next((draft.number for open_style, draft in self.lists if open_style == style), None)
        return number == 1 or last is None or last < number <= last + 10

    def _item(self, article: Draft, style: str, number: int, marker: str, text: str) -> None:
        depth = next((i for i, (open_style, _) in enumerate(self.lists) if open_style == style), len(self.lists))
        del self.lists[depth:]
        key = f".{number}"
        if depth:
            draft = Draft(Unit.SUBITEM, key, self.lists[-1][1], number, marker=marker, text=text)
        elif self.paragraph:
            draft = Draft(Unit.ITEM, key, self.paragraph, number, marker=marker, text=text)
        else:  # the article begins with its list
            draft = Draft(Unit.ITEM, f".1{key}", article, number, marker=marker, text=text)
        self.lists.append((style, self._add(draft)))

    def _resume(self, style: str, number: int) -> None:
        """（七） after plain paragraphs that followed （六）: those were further paragraphs of item （六）."""
        if self.closed is None or any(open_style == style for open_style, _ in self.lists):
            return
        closed_style, item = self.closed
        if closed_style != style or number != item.number + 1 or item.parent is None or self.article is None:
            return
        start = self.drafts.index(item) + 1
        while start < len(self.drafts) and self.drafts[start].unit is Unit.SUBITEM:
            start += 1
        between = [draft for draft in self.drafts[start:] if draft.unit is Unit.PARAGRAPH]
        if any(draft.children for draft in between[:-1]):
            return  # lists of their own: these are paragraphs of the article after all
        self.drafts[start - 1].text += "".join(f"\n{draft.text}" for draft in between)
        for draft in between:
            self.drafts.remove(draft)
            self.article.children.remove(draft)
            for child in draft.children:
                child.unit, child.parent = Unit.SUBITEM, item
                item.children.append(child)
        self.paragraph = item.parent if item.parent.unit is Unit.PARAGRAPH else None
        self.lists, self.closed = [(style, item)], None

    # Text

    def _text(self, line: str) -> None:
        if self.article is None:
            group = self._group()
            if group is not None and not group.heading and not group.children and len(line) <= HEADING:
                group.heading = line  # 第二章 on one line, its title on the next
            else:
                self._loose(line)
            return
        current = self._current()
        joint = self._joint(current, line) if current else None
        if current is None or joint is None:
            self._new_paragraph(line)
        else:
            current.text += joint + line

    def _joint(self, current: Draft, line: str) -> str | None:
        """What joins the line to the current text: nothing (a broken line), a line feed (a list), None (a new 款)."""
        text = current.text or current.marker
        if self.quoting or (line[0] in QUOTES and open_quotation(text)):
            return "\n"
        end = text[-1]
        if end in "：:":
            # An unnumbered list (委员长，/ 副委员长若干人，) belongs to the sentence that announces it.
            listed = line[-1] in "，,；;" or line[0] in QUOTES or current.unit is not Unit.PARAGRAPH
            return "\n" if listed else None
        if end in "；;":
            return "\n"
        if end in SENTENCE_END:
            return None
        if len(self.line_end) >= (_WRAPPED if current.unit is Unit.PARAGRAPH or end in "，," else 2 * _WRAPPED):
            return ""
        return "\n" if end in "，,、" else None

    def _announces_quotation(self) -> bool:
        current = self._current()
        return current is not None and (current.text.endswith(("：", ":")) or open_quotation(current.text))

    def _new_paragraph(self, text: str) -> None:
        assert self.article is not None
        if self.lists:
            self.closed = self.lists[0]
        self.lists = []
        number = 1 + self.article.count(Unit.PARAGRAPH)
        self.paragraph = self._add(Draft(Unit.PARAGRAPH, f".{number}", self.article, number, text=text))

    def _loose(self, line: str) -> None:
        """Text that stands in no article."""
        parent = self._group()
        number = 1 + (parent.count(Unit.TEXT) if parent else sum(draft.unit is Unit.TEXT for draft in self.drafts))
        self._add(Draft(Unit.TEXT, f"p{number}", parent, number, text=line))

    def _annex_line(self, line: str) -> None:
        match = ANNEX.match(line)
        if match or self.annex is None:
            marker = match["marker"] if match else ""
            number = 1 + (self.annex.number if self.annex else 0)
            self.annex = self._add(
                Draft(Unit.TEXT, f"a{number}", None, number, marker=marker, text=line[len(marker) :])
            )
        else:
            number = 1 + len(self.annex.children)
            self._add(Draft(Unit.TEXT, f".{number}", self.annex, number, text=line))

    # Bookkeeping

    def _current(self) -> Draft | None:
        return self.lists[-1][1] if self.lists else self.paragraph

    def _group(self) -> Draft | None:
        return next((self.groups[unit] for unit in reversed(ORDER) if unit in self.groups), None)

    def _add(self, draft: Draft) -> Draft:
        if draft.parent is not None:
            draft.parent.children.append(draft)
        self.drafts.append(draft)
        return draft
