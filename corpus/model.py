"""The ground floor: the vocabulary every room speaks (see docs/architecture.md for the terms in Chinese)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What sort of document it is."""

    STATUTE = "法律"
    STATUTE_INTERPRETATION = "立法解释"
    AMENDMENT = "修正案"
    AMENDING_DECISION = "修改决定"
    REGULATION = "行政法规"
    RULE = "部门规章"
    LOCAL_REGULATION = "地方性法规"
    JUDICIAL_INTERPRETATION = "司法解释"
    CRITERIA = "判定标准"
    POLICY = "规范性文件"
    EXPLANATION = "解读"
    NEWS = "新闻"
    OTHER = "其他"


class Wording(StrEnum):
    """Whose words a provision carries."""

    OFFICIAL = "官方原文"
    DIGEST = "要点"


class Status(StrEnum):
    """Standing of a version on a given day."""

    NOT_YET = "尚未施行"
    IN_FORCE = "现行有效"
    AMENDED = "已修改"
    REPEALED = "已废止"
    UNVERIFIED = "效力待核"


class Unit(StrEnum):
    """What a provision is within its document."""

    BOOK = "编"
    SUBBOOK = "分编"
    CHAPTER = "章"
    SECTION = "节"
    ARTICLE = "条"
    PARAGRAPH = "款"
    ITEM = "项"
    SUBITEM = "目"
    # Policy documents: 一、 / （一） / 1. / （1）
    PART = "部分"
    MEASURE = "措施"
    POINT = "点"
    SUBPOINT = "小点"
    # Unnumbered text
    TEXT = "段"
    FRONT = "文首"
    BACK = "文尾"


#: Units that only group others and carry at most a heading.
GROUPS = frozenset({Unit.BOOK, Unit.SUBBOOK, Unit.CHAPTER, Unit.SECTION})
#: Furniture of the document itself (title, addressee, signature): kept and shown, never a search result.
MARGINS = frozenset({Unit.FRONT, Unit.BACK})


@dataclass(frozen=True, slots=True)
class Document:
    """One dated text of one document (文件的一个版本).

    Attributes:
        id: ``name@version``, for example ``安全生产法@2021-06-10``.
        name: short stable name: statutes without 中华人民共和国, policy documents by their 文号.
        title: the full official title.
        kind: what sort of document it is.
        version: the day this text was adopted or last amended; None when the text does not say.
        number: 文号 or 令号 as printed, for example ``应急〔2021〕23号``.
        issuers: issuing bodies in printed order.
        region: ``全国``, a province (``江苏``) or province and city (``四川达州``).
        published: the day of publication, when it differs from or is known beside ``version``.
        effective: first day in force; None when no source says.
        ended: first day on which this version is no longer in force.
        ended_as: ``Status.AMENDED`` or ``Status.REPEALED`` from ``ended`` on.
        status_as_of: the day on which a source last called this version 现行有效; None means nobody was asked.
        wording: official text or our digest.
        source: where the text came from, readable by a user.
        checked: the day a digest was last compared with its source.
        explains: identifier, name or title of the document that this one explains (解读).
        notes: warnings a reader must see beside the text, in Chinese.
    """

    id: str
    name: str
    title: str
    kind: Kind
    version: date | None
    source: str
    number: str | None = None
    issuers: tuple[str, ...] = ()
    region: str = "全国"
    published: date | None = None
    effective: date | None = None
    ended: date | None = None
    ended_as: Status | None = None
    status_as_of: date | None = None
    wording: Wording = Wording.OFFICIAL
    checked: date | None = None
    explains: str | None = None
    notes: tuple[str, ...] = ()

    def status_on(self, day: date) -> Status:
        """Standing on ``day``, from dates alone; a text nobody vouches for is 效力待核, never 现行有效."""
        begins = self.effective or self.version or self.published
        if begins is not None and day < begins:
            return Status.NOT_YET
        if self.ended is not None and day >= self.ended:
            return self.ended_as or Status.AMENDED
        return Status.IN_FORCE if self.status_as_of is not None else Status.UNVERIFIED


@dataclass(frozen=True, slots=True)
class Provision:
    """One node of a document's outline.

    ``marker + heading + text`` is exactly what stands in the document at this place; the text of children is
    theirs alone, so the provisions of a document in ``order`` give back its cleaned text.

    Attributes:
        id: ``document_id#locator``, for example ``安全生产法@2021-06-10#97.1.7``.
        document_id: the version it belongs to.
        parent_id: the enclosing provision; None at the top.
        unit: what it is.
        locator: the part of the id after ``#``.
        label: how an inspector cites it, for example ``第九十七条第七项``.
        marker: the printed number with its punctuation, for example ``（七）``.
        heading: chapter title, or the leading title sentence of a measure.
        text: its own words after marker and heading.
        order: position in reading order, from 0.
        wording: official text or our digest.
        source: for a digest, where the facts were read.
        checked: for a digest, the day it was compared with the source.
        ended: first day this one provision is no longer in force though its document is (a later amendment
            whose text is not at hand).
        note: a warning a reader must see beside this provision, in Chinese.
        role: for a digest, what its author says the provision does; None where it is to be read from the words.
    """

    id: str
    document_id: str
    parent_id: str | None
    unit: Unit
    locator: str
    label: str
    order: int
    marker: str = ""
    heading: str = ""
    text: str = ""
    wording: Wording = Wording.OFFICIAL
    source: str | None = None
    checked: date | None = None
    ended: date | None = None
    note: str | None = None
    role: Role | None = None

    @property
    def full_text(self) -> str:
        """Everything printed at this node, without its children."""
        return self.marker + self.heading + self.text


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch of the source that is furniture, not text: reported, never lost silently."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document with its outline in reading order, and what was taken off on the way."""

    document: Document
    provisions: tuple[Provision, ...]
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[str, ...] = ()

    def cleaned_text(self) -> str:
        """The whole cleaned text, one line a provision."""
        return "\n".join(p.full_text for p in self.provisions)


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named inside a provision, by 《title》 or by 文号.

    Attributes:
        text: as printed.
        title: the title without its marks, or None when only a 文号 was printed.
        number: the 文号, or None.
        start: offset of ``text`` in the provision's ``full_text``.
        end: offset one past its last character.
        basis: True where the sentence names it as its ground (根据、依据、按照…制定).
    """

    text: str
    title: str | None
    number: str | None
    start: int
    end: int
    basis: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """Parent, children and lookup over the provisions of one document."""

    provisions: tuple[Provision, ...]
    _by_id: dict[str, Provision] = field(init=False, repr=False, compare=False, default_factory=dict)
    _children: dict[str | None, list[Provision]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for provision in self.provisions:
            self._by_id[provision.id] = provision
            self._children.setdefault(provision.parent_id, []).append(provision)

    def __getitem__(self, provision_id: str) -> Provision:
        return self._by_id[provision_id]

    def __contains__(self, provision_id: object) -> bool:
        return provision_id in self._by_id

    def children(self, provision_id: str | None) -> tuple[Provision, ...]:
        """Direct children in reading order; of None, the top level."""
        return tuple(self._children.get(provision_id, ()))

    def ancestors(self, provision_id: str) -> Iterator[Provision]:
        """Enclosing provisions, nearest first, the provision itself not included."""
        parent = self._by_id[provision_id].parent_id
        while parent is not None:
            provision = self._by_id[parent]
            yield provision
            parent = provision.parent_id

    def subtree(self, provision_id: str) -> Iterator[Provision]:
        """The provision and everything under it, in reading order."""
        provision = self._by_id[provision_id]
        yield provision
        for child in self._children.get(provision_id, ()):
            yield from self.subtree(child.id)


def document_id(name: str, version: date | None) -> str:
    """``name@2021-06-10``; a text without any date is ``name@未载日期``."""
    return f"{name}@{version.isoformat() if version else '未载日期'}"


def provision_id(document: str, locator: str) -> str:
    """``document#locator``."""
    return f"{document}#{locator}"


def short_title(title: str) -> str:
    """Statute name as practitioners write it: 中华人民共和国安全生产法 -> 安全生产法."""
    return title.removeprefix("中华人民共和国")


class Role(StrEnum):
    """What a provision does."""

    DUTY = "义务"
    BAN = "禁止"
    PENALTY = "罚则"
    DEFINITION = "定义"
    PROCEDURE = "程序"
    MANDATE = "职责"
    CLOSING = "附则"
    PERMIT = "许可"
    THRESHOLD = "标准"
    AUTHORITY = "职权"
    SCOPE = "适用"
    OTHER = "其他"


class Stage(StrEnum):
    """When a penalty falls due."""

    FIRST = "first"
    OVERDUE = "overdue"
    ACCIDENT = "accident"
    ACCIDENT_GENERAL = "accident_general"
    ACCIDENT_MAJOR = "accident_major"
    ACCIDENT_SERIOUS = "accident_serious"
    ACCIDENT_VERY_SERIOUS = "accident_very_serious"
    SERIOUS = "serious"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Penalty:
    """One consequence that a provision attaches to a conduct.

    Attributes:
        provision: id of the provision in whose text it is printed.
        subject: whom it hits: 生产经营单位, 主要负责人, 直接负责的主管人员和其他直接责任人员, 机构, 个人 or 其他.
        printed: the subject as printed; empty where the text names nobody.
        stage: when; ``accident`` is an accident without a printed grade (general 一般, major 较大, serious 重大).
        measure: 罚款, 没收违法所得, 责令停产停业整顿, 吊销, 拘留, 有期徒刑 and so on.
        low: lower end in ``unit``; None where none is printed.
        high: upper end in ``unit``; None where none is printed.
        unit: ``元``, ``元每人``, ``倍违法所得``, ``百分比年收入`` (of last year), ``元每日``, ``年``, ``月``, ``日``,
            ``终身``; None where no amount is printed.
        items: numbers of the list items whose conduct it punishes; empty means all of ``governs``.
        span: start and end offset in the provision's ``full_text``.
        condition: what must be the case, as printed (违法所得十万元以上的); empty for the conduct alone.
        governs: id of the paragraph or item whose conduct it punishes (前款); the provision itself where not said.
    """

    provision: str
    subject: str
    stage: Stage
    measure: str
    low: int | None
    high: int | None
    unit: str | None
    items: tuple[int, ...]
    span: tuple[int, int]
    printed: str = ""
    condition: str = ""
    governs: str = ""
