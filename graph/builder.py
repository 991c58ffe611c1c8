"""From documents with their outlines to the graph: nodes first, then edges, always in the same order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from corpus.errors import GraphError
from corpus.industries import IndustryLexicon, industry_lexicon
from corpus.library import Library
from corpus.model import Document, DocumentText, Kind, Mention, Provision
from graph.agencies import merge_agencies
from graph.catalogue import Catalogue, merge_catalogue
from graph.clauses import merge_citations, merge_clauses
from graph.implementing import implementing
from graph.rows import BY_ALIAS, BY_NAME, BY_WORD, edge, iso
from graph.schema import Edge, Label, Origin
from graph.store import Counts, GraphStore, Row
from ingest.amendments import read_amendments
from ingest.mentions import (
    MentionIndex,
    anonymous,
    find_aliases,
    find_mentions,
    number_key,
    resolve_mention,
    title_key,
)

#: Their sentences of ground speak of another document.
_NO_GROUND_OF_THEIR_OWN = frozenset({Kind.AMENDMENT, Kind.AMENDING_DECISION, Kind.EXPLANATION, Kind.NEWS})
#: Newspapers, forms and certificates stand in the same marks; a 文件 says what it is at its end.
_IS_DOCUMENT = re.compile(
    r"(?:法|法典|宪法|条例|规定|办法|细则|规则|意见|标准|规程|规范|准则|方案|目录|名录|清单|决定|决议|解释|批复|通知|通告|通报|公告"
    r"|制度|指南|导则|基准|计划|规划|纲要|章程|公约|协定|议定书|指引|要点|通则|总则|修正案|令|备忘录|报告|规章|政策|措施|函|方法|要求)"
    r"(?:\([^()]*\))*$|^关于"
)
#: 《意见》, 《办法》: a short name nobody introduced.
_BARE_KIND = re.compile(
    r"(?:实施|暂行|本)*(?:条例|规定|办法|细则|规则|意见|标准|规程|方案|目录|决定|解释|通知|纲要|公约|规范|基本法|法)"
)


@dataclass(frozen=True, slots=True)
class GraphStats:
    """What a build made.

    Attributes:
        counts: nodes and edges in the store.
        mentions: documents named in the texts, each naming counted.
        resolved: of these, the ones that lead to a document the library holds.
        cited_only: documents that are cited but not held.
        unnamed: namings in title marks that are no documents (newspapers, forms), or orders without a body.
    """

    counts: Counts
    mentions: int
    resolved: int
    cited_only: int
    unnamed: int


def build_graph(
    store: GraphStore,
    texts: Iterable[DocumentText],
    *,
    catalogue: Catalogue | None = None,
    library: Library | None = None,
    day: date | None = None,
    lexicon: IndustryLexicon | None = None,
    progress: Callable[[str], None] | None = None,
) -> GraphStats:
    """Merge ``texts`` into ``store``; the order in which they come makes no difference.

    Args:
        store: where to; empty, or holding an earlier state of the same texts.
        texts: every document that the library holds.
        catalogue: violations, criteria and cases that join them.
        library: the same texts on disk, to resolve citations of provisions; without it none are merged.
        day: as of which day those citations are read; today by default.
        lexicon: words that name industries; the shipped ones by default.
        progress: told in Chinese what is being done.

    Raises:
        GraphError: two texts, or two provisions of one text, share an id, or the store refuses.
    """
    ordered = _ordered(texts)
    tell = progress or (lambda _: None)
    words = lexicon or industry_lexicon()
    tell(f"读取 {len(ordered)} 份文件中的引用")
    reading = _Reading(ordered)
    citations = list(reading.citations())
    explanations = list(reading.explanations())
    amendments = list(reading.amendments())
    tell("写入节点")
    store.merge_nodes(Label.INDUSTRY, [{"id": i.id, "title": i.name} for i in words.industries])
    store.merge_nodes(Label.DOCUMENT, [*_held_documents(ordered), *reading.cited_only()])
    merge_agencies(store, _agencies(ordered, catalogue))
    store.merge_nodes(Label.VERSION, [_version(text.document) for text in ordered])
    store.merge_nodes(Label.PROVISION, [_provision(p) for text in ordered for p in text.provisions])
    tell("写入边")
    broader = [edge(i.id, i.broader, Origin.AUTHORED) for i in words.industries if i.broader]
    store.merge_edges(Edge.BROADER, Label.INDUSTRY, Label.INDUSTRY, broader)
    _merge_outline(store, ordered)
    store.merge_edges(Edge.CITES, Label.PROVISION, Label.DOCUMENT, [c.row() for c in citations])
    store.merge_edges(Edge.BASED_ON, Label.VERSION, Label.DOCUMENT, _grounds(citations))
    store.merge_edges(Edge.EXPLAINS, Label.VERSION, Label.DOCUMENT, explanations)
    store.merge_edges(Edge.AMENDS, Label.VERSION, Label.DOCUMENT, amendments)
    store.merge_edges(Edge.SUPERSEDES, Label.VERSION, Label.VERSION, _successions(ordered))
    grounds = [c for c in citations if c.basis and c.document.kind not in _NO_GROUND_OF_THEIR_OWN]
    carried_out = implementing([text.document for text in ordered], grounds)
    store.merge_edges(Edge.IMPLEMENTS, Label.VERSION, Label.DOCUMENT, carried_out)
    store.merge_edges(Edge.IN_INDUSTRY, Label.PROVISION, Label.INDUSTRY, _industries(ordered, words))
    tell("写入义务和处罚")
    merge_clauses(store, ordered)
    if library is not None:
        tell("写入条款之间的引用")
        merge_citations(store, ordered, library, day or date.today())
    if catalogue is not None:
        tell("写入违法行为、判定情形和案例")
        provisions = frozenset(p.id for text in ordered for p in text.provisions)
        documents = frozenset((*(text.document.name for text in ordered), *reading.cited_names()))
        merge_catalogue(store, catalogue, provisions, documents)
    return GraphStats(
        store.counts(), reading.mentions, reading.resolved, len(list(reading.cited_only())), reading.unnamed
    )


def _agencies(ordered: list[DocumentText], catalogue: Catalogue | None) -> list[tuple[str, str | None]]:
    """Issuers and the bodies that decided cases, with their regions, in a stable order."""
    issuers = {(name, text.document.region) for text in ordered for name in text.document.issuers}
    deciders = {(case.agency, case.place) for case in catalogue.cases if case.agency} if catalogue else set()
    return sorted((*issuers, *deciders), key=lambda pair: (pair[0], pair[1] or ""))


def _ordered(texts: Iterable[DocumentText]) -> list[DocumentText]:
    ordered = sorted(texts, key=lambda text: text.document.id)
    seen: set[str] = set()
    for text in ordered:
        for key in (text.document.id, *(p.id for p in text.provisions)):
            if key in seen:
                raise GraphError(f"编号重复：{key}", "同一版本只能收录一次；请删去其中一份后重建")
            seen.add(key)
    return ordered


# --- rows ------------------------------------------------------------------------------------------------------------


def _held_documents(ordered: list[DocumentText]) -> list[Row]:
    latest: dict[str, Document] = {}
    for text in ordered:
        document = text.document
        known = latest.get(document.name)
        if known is None or (known.version or date.min) <= (document.version or date.min):
            latest[document.name] = document
    return [
        {"id": name, "title": d.title, "held": True, "kind": str(d.kind), "number": d.number, "region": d.region}
        for name, d in latest.items()
    ]


def _version(document: Document) -> Row:
    return {
        "id": document.id,
        "title": document.title,
        "document": document.name,
        "kind": str(document.kind),
        "number": document.number,
        "region": document.region,
        "version": iso(document.version),
        "published": iso(document.published),
        "effective": iso(document.effective),
        "ended": iso(document.ended),
        "ended_as": str(document.ended_as) if document.ended_as else None,
        "status_as_of": iso(document.status_as_of),
        "wording": str(document.wording),
        "source": document.source,
        "notes": document.notes or None,
    }


def _provision(provision: Provision) -> Row:
    return {
        "id": provision.id,
        "title": provision.label,
        "version": provision.document_id,
        "parent": provision.parent_id,
        "unit": str(provision.unit),
        "position": provision.order,
        "heading": provision.heading,
        "text": provision.full_text,
        "wording": str(provision.wording),
        "ended": iso(provision.ended),
        "note": provision.note,
    }


def _merge_outline(store: GraphStore, ordered: list[DocumentText]) -> None:
    documents = [text.document for text in ordered]
    named = [edge(d.id, d.name, Origin.PARSED) for d in documents]
    store.merge_edges(Edge.VERSION_OF, Label.VERSION, Label.DOCUMENT, named)
    issued = [edge(d.id, agency, Origin.PARSED) for d in documents for agency in dict.fromkeys(d.issuers)]
    store.merge_edges(Edge.ISSUED_BY, Label.VERSION, Label.AGENCY, issued)
    provisions = [p for text in ordered for p in text.provisions]
    top = [edge(p.id, p.document_id, Origin.PARSED) for p in provisions if p.parent_id is None]
    store.merge_edges(Edge.PART_OF, Label.PROVISION, Label.VERSION, top)
    under = [edge(p.id, p.parent_id, Origin.PARSED) for p in provisions if p.parent_id is not None]
    store.merge_edges(Edge.PART_OF, Label.PROVISION, Label.PROVISION, under)


def _grounds(citations: list[_Citation]) -> list[Row]:
    rows: dict[tuple[str, str], Row] = {}
    for c in citations:
        if c.basis and c.document.kind not in _NO_GROUND_OF_THEIR_OWN:
            row = edge(c.document.id, c.target, Origin.PARSED, c.confidence, provision=c.provision.id)
            rows.setdefault((c.document.id, c.target), row)
    return list(rows.values())


def _successions(ordered: list[DocumentText]) -> list[Row]:
    """Of one document, each dated text to the one before it."""
    by_name: dict[str, list[Document]] = {}
    for text in ordered:
        if text.document.version is not None:
            by_name.setdefault(text.document.name, []).append(text.document)
    return [
        edge(newer.id, older.id, Origin.DERIVED, effective=iso(older.ended or newer.effective))
        for versions in by_name.values()
        for older, newer in pairwise(sorted(versions, key=lambda d: (str(d.version), d.id)))
    ]


def _industries(ordered: list[DocumentText], lexicon: IndustryLexicon) -> list[Row]:
    return [
        edge(provision.id, industry, Origin.DERIVED, BY_WORD)
        for text in ordered
        for provision in text.provisions
        for industry in lexicon.find(provision.full_text)
    ]


# --- who names whom --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Citation:
    document: Document
    provision: Provision
    target: str
    text: str
    basis: bool
    confidence: float

    @property
    def provision_id(self) -> str:
        return self.provision.id

    def row(self) -> Row:
        return edge(self.provision.id, self.target, Origin.PARSED, self.confidence, text=self.text, basis=self.basis)


class _Reading:
    """Finds what every provision names, and keeps one id for each document that is named but not held."""

    def __init__(self, ordered: list[DocumentText]) -> None:
        self._texts = ordered
        documents = [text.document for text in ordered]
        self._index = MentionIndex.of(documents)
        self._versions = {d.id: d.name for d in documents}
        self._held = {d.name for d in documents}
        self._found = {p.id: find_mentions(p.full_text) for text in ordered for p in text.provisions}
        self._titles: dict[str, str] = {}
        self._numbers_of_title: dict[str, set[str]] = {}
        self._titles_of_number: dict[str, set[str]] = {}
        self.mentions = self.resolved = self.unnamed = 0
        self._learn_pairs()

    def _learn_pairs(self) -> None:
        """Where title and 文号 are printed together once, either alone means the same document elsewhere."""
        for mentions in self._found.values():
            for mention in mentions:
                if mention.title and mention.number and not anonymous(mention.number):
                    title, number = title_key(mention.title), number_key(mention.number)
                    self._numbers_of_title.setdefault(title, set()).add(number)
                    self._titles_of_number.setdefault(number, set()).add(title)

    def citations(self) -> Iterator[_Citation]:
        """One for each provision and document that it names, in reading order; a text naming itself is none."""
        for text in self._texts:
            aliases = self._aliases(text)
            for provision in text.provisions:
                yield from self._of_provision(text.document, provision, aliases)

    def _aliases(self, text: DocumentText) -> dict[str, Mention]:
        aliases: dict[str, Mention] = {}
        for provision in text.provisions:
            if "简称" in provision.full_text:
                for name, mention in find_aliases(provision.full_text).items():
                    aliases.setdefault(title_key(name), mention)
        return aliases

    def _of_provision(
        self, document: Document, provision: Provision, aliases: dict[str, Mention]
    ) -> Iterator[_Citation]:
        found: dict[str, _Citation] = {}
        for mention in self._found[provision.id]:
            self.mentions += 1
            meant = aliases.get(title_key(mention.title)) if mention.title and not mention.number else None
            confidence = BY_NAME if meant is None else BY_ALIAS
            target = self._target(meant or mention)
            if target is None:
                self.unnamed += 1
                continue
            self.resolved += target in self._held
            if target == document.name:
                continue
            before = found.get(target)
            found[target] = _Citation(
                document,
                provision,
                target,
                before.text if before else mention.text,
                mention.basis or (before is not None and before.basis),
                max(confidence, before.confidence) if before else confidence,
            )
        yield from found.values()

    def _target(self, mention: Mention) -> str | None:
        """Id of the document meant: a held one, or one that is kept as cited only; None for no document."""
        if (name := resolve_mention(mention, self._index)) is not None:
            return name
        title = title_key(mention.title) if mention.title else None
        number = number_key(mention.number) if mention.number and not anonymous(mention.number) else None
        if number is None and title is not None:
            number = _only(self._numbers_of_title.get(title))
        if title is None and number is not None:
            title = _only(self._titles_of_number.get(number))
        # Like the held ones: policy documents go by their annual 文号, all others by their title.
        key = number if number is not None and ("〔" in number or title is None) else title
        if key is None or (number is None and (_BARE_KIND.fullmatch(key) or not _IS_DOCUMENT.search(key))):
            return None
        if key not in self._held and self._titles.get(key, key) == key:
            self._titles[key] = mention.title or key
        return key

    def cited_only(self) -> Iterator[Row]:
        """Documents named but not held; complete after ``citations``, ``explanations`` and ``amendments``."""
        for key in sorted(self._titles):
            number = key if key.endswith("号") else _only(self._numbers_of_title.get(key))
            yield {"id": key, "title": self._titles[key], "held": False, "number": number}

    def cited_names(self) -> Iterator[str]:
        """Ids of the documents that :meth:`cited_only` gives."""
        yield from self._titles

    def explanations(self) -> Iterator[Row]:
        """From each 解读 to what it explains, as its source says: an id, a name, a 文号 or a title."""
        for text in self._texts:
            said = text.document.explains
            if not said:
                continue
            version = said if said in self._versions else None
            name = self._versions.get(said) or (said if said in self._held else None)
            if name is None:
                named = next(iter(find_mentions(said)), None)
                name = self._target(named or Mention(said, said, None, 0, len(said)))
            if name is not None and name != text.document.name:
                yield edge(text.document.id, name, Origin.PARSED, version=version)

    def amendments(self) -> Iterator[Row]:
        """From each amending text to what it changes, with the articles that its items name."""
        for text in self._texts:
            for amendment in read_amendments(text):
                name = self._target(amendment.document)
                if name is None or name == text.document.name:
                    continue
                yield edge(
                    text.document.id,
                    name,
                    Origin.PARSED,
                    articles=amendment.articles() or None,
                    added=amendment.added() or None,
                    effective=iso(text.document.effective),
                    version=self._changed(name, text.document),
                )

    def _changed(self, name: str, by: Document) -> str | None:
        """The newest held text of ``name`` that is older than the amending one and stood when that took effect."""
        if by.version is None:
            return None
        day = by.effective or by.version
        older = [
            d
            for d in (text.document for text in self._texts)
            if d.name == name and d.version and d.version < by.version and (d.ended is None or d.ended >= day)
        ]
        return max(older, key=lambda d: (str(d.version), d.id)).id if older else None


def _only(values: set[str] | None) -> str | None:
    return next(iter(values)) if values is not None and len(values) == 1 else None
