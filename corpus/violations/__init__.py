"""The catalogue of violations (违法行为目录): the hub between what is seen, the duty breached and the penalty.

One file a law, ``corpus/violations/*.yaml``, all in our own words; only numbers carry over from the law::

    law: 安全生产法               # whose penalty clauses the file covers
    version: 2021-06-10           # the text its references to that law were read in
    prefix: work-safety           # of every id in the file
    checked: 2026-11-25           # the day it was last compared with its source
    source: readable citation
    industries: [fire-safety]     # optional: of every entry that names none
    articles: {from: "131", to: "139-1"}   # optional: all that is covered of a law too wide to be covered whole
    violations:
      - id: work-safety/exit-blocked      # stable: words, no numbers of clauses
        name: 占用、锁闭、封堵出口            # at most 30 characters
        subjects: [生产经营单位]            # who can commit it: values of Subject
        duties: ["安全生产法#42.2"]         # clauses that state the duty; [] with a note where the penalty clause alone does
        penalties: ["安全生产法#105.1.2"]   # clauses that punish it, the main one first, to the leaf
        criteria: []              # optional: 判定情形 it may meet, "title#locator" of corpus/hazards
        crimes: ["刑法#134.1"]    # optional: crimes it may become
        industries: [commerce]    # optional: ids of corpus/industries.ttl; none means any
        spoken: [...]             # at least five ways an inspector says it, never the clause's own words
        evidence: [...]           # what usually proves it
        note: ...                 # optional
        prevails: {penalty: "安全生产法#105.1.2", reason: ...}   # where several documents punish it: which goes first, and why
    joins:                        # acts whose entry stands in another file: what this law adds to them
      - violation: fire/exit-blocked
        duties: [...]             # clauses of this law alone, like the penalties and the criteria
        penalties: [...]
        prevails: {penalty: ..., reason: ...}   # wherever penalties are added
    out_of_scope:
      - {provision: "安全生产法#90.2", reason: ...}   # penalty clauses that are no violation of this catalogue

References carry no version: those to ``law`` mean the file's ``version``, others the text that stood on ``checked``.
Whether they exist and fit is checked against a library (``desks/upkeep.py``); here only the form is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from corpus.datafile import BreachError, Fields, read_data_file
from corpus.errors import CorpusError

FOLDER = Path(__file__).resolve().parent
LEAST_SPOKEN = 5

_ADVICE = "请对照 corpus/violations/__init__.py 开头的格式说明改正这个文件"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ARTICLE = re.compile(r"[1-9]\d*(?:-[1-9]\d*)?")
_REFERENCE = re.compile(r"[^#@\s]+#[a-z0-9.~-]+")
_LONGEST_NAME = 30


class Subject(StrEnum):
    """Who can commit a violation."""

    UNIT = "生产经营单位"
    HEAD = "主要负责人"
    MANAGER = "安全生产管理人员"
    RESPONSIBLE = "直接责任人员"
    WORKER = "从业人员"
    SERVICE_BODY = "服务机构"
    PERSON = "个人"


@dataclass(frozen=True, slots=True)
class Prevailing:
    """Which of several penalties for one act goes first (法条竞合), and why.

    Attributes:
        penalty: reference to it; one of the violation's penalties.
        reason: in Chinese, our own words.
    """

    penalty: str
    reason: str


@dataclass(frozen=True, slots=True)
class Violation:
    """One punishable act (违法行为), in our own words.

    Attributes:
        id: ``prefix/slug``, stable whatever the clause's number.
        name: short name in Chinese.
        subjects: who can commit it.
        duties: references to the clauses that state the duty or ban; may be empty.
        penalties: references to the clauses that punish it, the main one first.
        spoken: how an inspector would say it.
        evidence: what usually proves it.
        criteria: references to criteria of major hazards that it may meet.
        crimes: references to provisions of criminal law that it may meet.
        industries: ids of the sectors it is peculiar to; empty for any.
        note: a limit or distinction worth knowing.
        prevails: which penalty goes first where several documents punish the act; one for each that joined.
        law: name of the law whose penalty clause the entry belongs to.
        version: the text of that law in which the references were read.
        source: where the facts were read.
        checked: the day they were compared with it.
    """

    id: str
    name: str
    subjects: tuple[Subject, ...]
    duties: tuple[str, ...]
    penalties: tuple[str, ...]
    spoken: tuple[str, ...]
    evidence: tuple[str, ...]
    law: str
    version: date
    source: str
    checked: date
    criteria: tuple[str, ...] = ()
    crimes: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    note: str | None = None
    prevails: tuple[Prevailing, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """What a law adds to a violation whose entry stands in another law's file.

    Attributes:
        violation: id of the entry.
        duties: references to clauses of this law that state the duty too.
        penalties: references to clauses of this law that punish it too.
        criteria: further criteria of major hazards.
        prevails: which penalty goes first; None where no penalty is added.
    """

    violation: str
    duties: tuple[str, ...] = ()
    penalties: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    prevails: Prevailing | None = None

    def added_to(self, violation: Violation) -> Violation:
        """The entry with everything this one adds behind its own."""
        return replace(
            violation,
            duties=_without_repeats(violation.duties, self.duties),
            penalties=_without_repeats(violation.penalties, self.penalties),
            criteria=_without_repeats(violation.criteria, self.criteria),
            prevails=(*violation.prevails, *([self.prevails] if self.prevails else [])),
        )


def _without_repeats(own: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*own, *more)))


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A penalty clause that gives no violation, and why (``provision`` without its version)."""

    provision: str
    reason: str


@dataclass(frozen=True, slots=True)
class ArticleRange:
    """Articles from ``first`` to ``last``, both included, as locators write them: ``139-1`` is 第一百三十九条之一."""

    first: str
    last: str

    def __contains__(self, locator: str) -> bool:
        article = locator.partition(".")[0]
        if not _ARTICLE.fullmatch(article):
            return False
        return _article_key(self.first) <= _article_key(article) <= _article_key(self.last)


def _article_key(article: str) -> tuple[int, int]:
    number, _, sub = article.partition("-")
    return int(number), int(sub or 0)


@dataclass(frozen=True, slots=True)
class LawCatalogue:
    """Everything said of one law.

    Attributes:
        law: its name.
        version: the text read.
        violations: in file order, with what other files' joins add to them.
        out_of_scope: penalty clauses left out on purpose.
        articles: where the penalty clauses stand that the file answers for; None means anywhere in the law.
        joins: what it adds to violations of other files.
    """

    law: str
    version: date
    violations: tuple[Violation, ...]
    out_of_scope: tuple[Exclusion, ...]
    articles: ArticleRange | None = None
    joins: tuple[Join, ...] = ()


@cache
def load_catalogue(folder: Path = FOLDER) -> tuple[LawCatalogue, ...]:
    """All files of a folder by file name; the shipped ones by default.

    Raises:
        CorpusError: a file breaks the form, two entries share an id, two say the same words, or one joins an entry
            that no other file has.
    """
    catalogues = tuple(read_data_file(path, _catalogue, _ADVICE) for path in sorted(folder.glob("*.yaml")))
    _refuse_doubles(catalogues)
    return _joined(catalogues)


def load_violations(folder: Path = FOLDER) -> tuple[Violation, ...]:
    """Every violation of :func:`load_catalogue`, in order."""
    return tuple(violation for catalogue in load_catalogue(folder) for violation in catalogue.violations)


def _joined(catalogues: tuple[LawCatalogue, ...]) -> tuple[LawCatalogue, ...]:
    added: dict[str, list[Join]] = {}
    for catalogue in catalogues:
        own = {violation.id for violation in catalogue.violations}
        for join in catalogue.joins:
            if join.violation in own:
                raise CorpusError(f"{catalogue.law}的 joins 指向本文件自己的条目：{join.violation}", _ADVICE)
            added.setdefault(join.violation, []).append(join)
    made = []
    for catalogue in catalogues:
        violations = []
        for violation in catalogue.violations:
            for join in added.pop(violation.id, ()):
                violation = join.added_to(violation)
            _check_prevailing(violation)
            violations.append(violation)
        made.append(replace(catalogue, violations=tuple(violations)))
    if added:
        raise CorpusError(f"joins 指向的违法行为不存在：{'、'.join(added)}", _ADVICE)
    return tuple(made)


def _check_prevailing(violation: Violation) -> None:
    for prevailing in violation.prevails:
        if prevailing.penalty not in violation.penalties:
            raise CorpusError(f"{violation.id} 的 prevails 不是它的罚则：{prevailing.penalty}", _ADVICE)
    punished = dict.fromkeys(penalty.partition("#")[0] for penalty in violation.penalties)
    if len(punished) > 1 and not violation.prevails:
        raise CorpusError(
            f"{violation.id} 有几个文件的罚则（{'、'.join(punished)}），要用 prevails 说明先用哪一条", _ADVICE
        )


def _refuse_doubles(catalogues: tuple[LawCatalogue, ...]) -> None:
    ids: set[str] = set()
    said: dict[str, str] = {}
    for violation in (v for c in catalogues for v in c.violations):
        if violation.id in ids:
            raise CorpusError(f"违法行为编号重复：{violation.id}", _ADVICE)
        ids.add(violation.id)
        for words in violation.spoken:
            if (other := said.setdefault(words, violation.id)) != violation.id:
                raise CorpusError(f"口语说法“{words}”同属 {other} 和 {violation.id}", _ADVICE)


def _catalogue(fields: Fields) -> LawCatalogue:
    law, version = fields.take("law", str), fields.take("version", date)
    prefix, source = fields.take("prefix", str), fields.take("source", str)
    checked, usual = fields.take("checked", date), fields.texts("industries", optional=True)
    fields.in_order(("version", version), ("checked", checked))
    articles = _articles(fields)
    violations = []
    for entry in fields.entries("violations"):
        identifier = entry.take("id", str)
        head, _, slug = identifier.partition("/")
        if head != prefix or not _SLUG.fullmatch(slug):
            raise BreachError(f"{entry.at('id')} 应是 {prefix}/英文短语：{identifier}")
        violation = Violation(
            id=identifier,
            name=_name(entry),
            subjects=entry.choices("subjects", Subject),
            duties=_references(entry, "duties"),
            penalties=_references(entry, "penalties"),
            spoken=entry.texts("spoken"),
            evidence=entry.texts("evidence"),
            law=law,
            version=version,
            source=source,
            checked=checked,
            criteria=_references(entry, "criteria"),
            crimes=_references(entry, "crimes"),
            industries=entry.texts("industries", optional=True) or usual,
            note=entry.take("note", str, optional=True),
            prevails=tuple(filter(None, [_prevailing(entry)])),
        )
        entry.done()
        _check(violation, entry.where)
        violations.append(violation)
    joins = tuple(_joins(fields, law))
    return LawCatalogue(law, version, tuple(violations), tuple(_exclusions(fields)), articles, joins)


def _joins(fields: Fields, law: str) -> Iterator[Join]:
    for entry in fields.entries("joins", optional=True):
        join = Join(
            violation=entry.take("violation", str),
            duties=_references(entry, "duties"),
            penalties=_references(entry, "penalties"),
            criteria=_references(entry, "criteria"),
            prevails=_prevailing(entry),
        )
        entry.done()
        if foreign := [r for r in (*join.duties, *join.penalties) if r.partition("#")[0] != law]:
            raise BreachError(f"{entry.where}只能补充本文件（{law}）的条款：{foreign[0]}")
        if not (join.duties or join.penalties or join.criteria):
            raise BreachError(f"{entry.where}什么也没有补充")
        if join.penalties and join.prevails is None:
            raise BreachError(f"{entry.where}补充了罚则，要用 prevails 说明先用哪一条")
        yield join


def _prevailing(entry: Fields) -> Prevailing | None:
    said = entry.part("prevails")
    if said is None:
        return None
    made = Prevailing(said.take("penalty", str), said.take("reason", str))
    said.done()
    return made


def _articles(fields: Fields) -> ArticleRange | None:
    ends = fields.part("articles")
    if ends is None:
        return None
    first, last = ends.take("from", str), ends.take("to", str)
    ends.done()
    for article in (first, last):
        if not _ARTICLE.fullmatch(article):
            raise BreachError(f'{ends.where}应写成 {{from: "131", to: "139-1"}}：{article}')
    if _article_key(last) < _article_key(first):
        raise BreachError(f"{ends.at('to')}（{last}）在 from（{first}）之前")
    return ArticleRange(first, last)


def _name(entry: Fields) -> str:
    name: str = entry.take("name", str)
    if len(name) > _LONGEST_NAME:
        raise BreachError(f"{entry.at('name')} 超过 {_LONGEST_NAME} 字：{name}")
    return name


def _references(entry: Fields, key: str) -> tuple[str, ...]:
    references = entry.texts(key, optional=True)
    for reference in references:
        if not _REFERENCE.fullmatch(reference):
            raise BreachError(f"{entry.at(key)} 应写成 文件名#编号：{reference}")
    return references


def _check(violation: Violation, where: str) -> None:
    if not violation.penalties:
        raise BreachError(f"{where}没有 penalties：没有罚则的不是违法行为")
    if not violation.duties and not violation.note:
        raise BreachError(f"{where}没有 duties，又没有 note 说明原因")
    if len(violation.spoken) < LEAST_SPOKEN:
        raise BreachError(f"{where}的 spoken 少于 {LEAST_SPOKEN} 条")


def _exclusions(fields: Fields) -> list[Exclusion]:
    made: dict[str, Exclusion] = {}
    for entry in fields.entries("out_of_scope", optional=True):
        exclusion = Exclusion(entry.take("provision", str), entry.take("reason", str))
        entry.done()
        if exclusion.provision in made:
            raise BreachError(f"{entry.where}重复：{exclusion.provision}")
        made[exclusion.provision] = exclusion
    return list(made.values())
