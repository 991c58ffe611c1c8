"""The keeper's desk: build the library, take in files, take them out, say what is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corpus.cases import EnforcementCase
from corpus.cases.authored import load_cases
from corpus.digests import load_digests
from corpus.errors import AnfaError, DuplicateDocumentError, IngestError, LibraryError, NotFoundError
from corpus.hazards import load_criteria
from corpus.home import FORMAT, Home, Manifest, Original, Reading
from corpus.library import Library, write_catalogue, write_library
from corpus.merge import merge_official
from corpus.model import DocumentText, Wording
from corpus.policies import load_policy_duties
from corpus.replacements import with_replacements
from corpus.statutes import load_selection
from corpus.versions import chained
from corpus.violations import load_catalogue

if TYPE_CHECKING:
    from graph.catalogue import Catalogue
    from search.encoder import Encoder
    from search.hub import Hub

Scope = Literal["default", "all"]
#: Called with (stage in Chinese, steps done, steps in all); 0 in all means unknown.
Progress = Callable[[str, int, int], None]


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made.

    Attributes:
        generation: folder that now serves.
        manifest: what it was made from, with counts.
        seconds: wall time by stage (in Chinese), and ``合计``.
        warnings: one Chinese line each.
    """

    generation: Path
    manifest: Manifest
    seconds: dict[str, float]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What one file holds: documents, or published cases."""

    texts: tuple[DocumentText, ...] = ()
    cases: tuple[EnforcementCase, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Ids of all documents and cases."""
        return frozenset((*(text.document.id for text in self.texts), *(case.id for case in self.cases)))


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file.

    Attributes:
        name: the path as given.
        texts: documents taken from it.
        cases: published cases taken from it.
        problems: one Chinese line each; a file may give a new document and a duplicate at once.
    """

    name: str
    texts: tuple[DocumentText, ...] = ()
    cases: tuple[EnforcementCase, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def taken(self) -> bool:
        """Whether anything in the file was new and readable."""
        return bool(self.texts or self.cases)


@dataclass(frozen=True, slots=True)
class IngestReport:
    """Outcomes in the order given; ``build`` is None when nothing was taken."""

    outcomes: tuple[FileOutcome, ...]
    build: BuildReport | None


@dataclass
class Stages:
    """Seconds spent in each named stage, the progress told as they go; an empty name ends the last one."""

    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)
    _name: str = ""
    _since: float = 0.0

    def start(self, name: str) -> None:
        """The stage before is over, this one begins."""
        now = time.perf_counter()
        if self._name:
            self.seconds[self._name] = round(now - self._since, 2)
        self._name, self._since = name, now
        if name:
            self.progress(name, 0, 0)

    def step(self, done: int, total: int) -> None:
        """So much of the stage is done."""
        self.progress(self._name, done, total)


def build(home: Home, scope: Scope = "default", progress: Progress = silent) -> BuildReport:
    """Build the library anew: statutes, digests, and every file taken in so far; then let it serve.

    Raises:
        AnfaError: the data package is wrong, the disk is full, another build runs. The old library keeps serving.
    """
    return _build(home, scope, lambda originals: originals, {}, progress)


def needs_build(home: Home, scope: Scope = "default") -> bool:
    """Whether the serving library is absent, made by another version or encoder, or narrower than asked."""
    from search.encoder import load_encoder

    try:
        manifest = home.manifest()
    except LibraryError:
        return True
    return manifest.encoder != load_encoder().name or (scope == "all" and manifest.scope != "all")


def ingest(
    home: Home, paths: Sequence[Path], progress: Progress = silent, reading: Reading = "document"
) -> IngestReport:
    """Take files into the library; folders are walked. A bad file is reported and the rest go on.

    Args:
        home: where the library is.
        paths: files and folders.
        progress: told of every file and stage.
        reading: ``case`` for files of published cases.

    Raises:
        AnfaError: the build after reading failed; nothing was taken then.
    """
    from ingest.files import load

    held = _held(home)
    known = {original.sha256 for original in home.originals()}
    added: list[Original] = []
    parsed: dict[str, Content] = {}
    outcomes: list[FileOutcome] = []
    files = list(_walk(paths))
    for done, path in enumerate(files):
        progress("读入文件", done, len(files))
        try:
            data = load(path)
            original = home.keep_original(data, path.name, reading)
            if original.sha256 in known:
                raise DuplicateDocumentError(f"{path.name}：与已收录的文件内容完全相同", "无需重复收录")
            outcome = _accept(str(path), _read(data, original), held)
        except AnfaError as error:
            outcome = FileOutcome(str(path), problems=(str(error),))
        outcomes.append(outcome)
        if outcome.taken:
            known.add(original.sha256)
            added.append(original)
            parsed[original.sha256] = Content(outcome.texts, outcome.cases)
            held.update((t.document.id, Wording.OFFICIAL) for t in outcome.texts)
            held.update((case.id, Wording.OFFICIAL) for case in outcome.cases)
    progress("读入文件", len(files), len(files))
    if not added:
        return IngestReport(tuple(outcomes), None)
    built = _build(home, _scope(home), lambda before: (*before, *added), parsed, progress)
    return IngestReport(tuple(outcomes), built)


def remove(home: Home, document_id: str, progress: Progress = silent) -> BuildReport:
    """Take the file that gave ``document_id``, a document or a case, out of the library and build anew.

    Raises:
        NotFoundError: no file of the user's gave it.
    """
    gave = next((o for o in home.manifest().originals if document_id in _reread(home, o, []).ids), None)
    if gave is None:
        advice = "随程序提供的法律不能移除；请用 anfa status 查看已收录的文件"
        raise NotFoundError(f"收录的文件中没有 {document_id}", advice)
    return _build(home, _scope(home), lambda before: tuple(o for o in before if o != gave), {}, progress)


def _scope(home: Home) -> Scope:
    try:
        return "all" if home.manifest().scope == "all" else "default"
    except LibraryError:
        return "default"


def _held(home: Home) -> dict[str, Wording]:
    """The wording in which the serving library holds each document; cases by id."""
    try:
        library = Library(home.current() / "library.sqlite")
    except LibraryError:
        return {d.text.document.id: Wording.DIGEST for d in load_digests()}
    held = {document.id: document.wording for document in library.documents()}
    return held | dict.fromkeys((case.id for case in library.cases()), Wording.OFFICIAL)


def _accept(name: str, content: Content, held: Mapping[str, Wording]) -> FileOutcome:
    problems = []
    texts, cases = [], []
    for text in content.texts:
        if held.get(text.document.id) is Wording.OFFICIAL:
            advice = "如要换用此文本，请先 anfa remove"
            problems.append(f"{name}：《{text.document.title}》（{text.document.id}）已在库中。{advice}。")
        else:
            texts.append(text)
    for case in content.cases:
        if case.id in held:
            problems.append(f"{name}：案例“{case.name}”（{case.id}）已在库中。无需重复收录。")
        else:
            cases.append(case)
    return FileOutcome(name, tuple(texts), tuple(cases), tuple(problems))


def _walk(paths: Sequence[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        else:
            yield path


def _read(data: bytes, original: Original) -> Content:
    if original.reading == "case":
        from ingest.cases import read_cases

        return Content(cases=tuple(read_cases(data, original.name)))
    from ingest.files import read_bytes

    return Content(texts=tuple(read_bytes(data, original.name)))


def _reread(home: Home, original: Original, warnings: list[str]) -> Content:
    try:
        return _read(home.read_original(original), original)
    except (IngestError, LibraryError) as error:
        warnings.append(f"{original.name}：{error}")
        return Content()


def _build(
    home: Home,
    scope: Scope,
    change: Callable[[tuple[Original, ...]], tuple[Original, ...]],
    parsed: Mapping[str, Content],
    progress: Progress,
) -> BuildReport:
    """One build; ``change`` makes the new list of originals of the old, once no other build can come between."""
    from graph.builder import build_graph
    from graph.kglite_store import KgliteStore
    from search.encoder import load_encoder
    from search.index import SearchIndex
    from search.passages import passages_of

    began = time.perf_counter()
    stages, warnings = Stages(progress), list[str]()
    with home.building() as folder:
        encoder = load_encoder()
        originals = change(home.originals())
        stages.start("读取法律")
        texts, cases = _collect(home, scope, originals, parsed, stages, warnings)
        stages.start("写入法规库")
        write_library(folder / "library.sqlite", texts)
        library = Library(folder / "library.sqlite")
        stages.start("关联违法行为和案例")
        hub, catalogue = _join(library, texts, cases, encoder, warnings)
        write_catalogue(
            folder / "library.sqlite",
            violations=catalogue.violations,
            criteria=catalogue.criteria,
            cases=catalogue.cases,
            links=catalogue.links,
        )
        counts = Library(folder / "library.sqlite").counts()
        stages.start("建立图谱")
        with KgliteStore() as store:
            stats = build_graph(store, texts, catalogue=catalogue, library=library)
            store.save(folder / "graph.kgl")
        counts |= {"nodes": sum(stats.counts.nodes.values()), "edges": sum(stats.counts.edges.values())}
        stages.start("建立索引")
        passages = [p for text in texts for p in passages_of(text)]
        (folder / "search").mkdir()
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            stages.step(done, len(passages))

        SearchIndex.build(passages, encoder, folder / "search", progress=advance)
        hub.save(folder / "search" / "hub")
        counts["passages"] = len(passages)
        stages.start("切换")
        manifest = Manifest(FORMAT, scope, encoder.name, originals, counts, _now())
        generation = home.publish(folder, manifest)
        stages.start("")
    stages.seconds["合计"] = round(time.perf_counter() - began, 2)
    return BuildReport(generation, manifest, stages.seconds, tuple(warnings))


def _join(
    library: Library,
    texts: Sequence[DocumentText],
    cases: Sequence[EnforcementCase],
    encoder: Encoder,
    warnings: list[str],
) -> tuple[Hub, Catalogue]:
    """The shipped catalogue and all cases with ids for references, indexed and linked."""
    from graph.catalogue import Catalogue
    from ingest.joining import CaseJoiner, join_exclusions, join_violations
    from search.hub import Hub
    from search.linking import alike_cases, link_cases

    criteria = load_criteria()
    violations, dangling = join_violations(load_catalogue(), library, criteria)
    warnings.extend(f"{d.violation} 的 {d.field}：{d.reference}（{d.reason}）" for d in dangling)
    joiner = CaseJoiner(library, date.today())
    joined = tuple({case.id: joiner.join(case) for case in (*load_cases(), *cases)}.values())
    hub = Hub.build(violations, joined, encoder)
    labels = {p.id: p.label for text in texts for p in text.provisions}
    links = link_cases(joined, violations, hub, encoder, labels)
    alike = alike_cases(joined, hub, encoder)
    excluded = join_exclusions(load_catalogue(), library)
    return hub, Catalogue(violations, criteria, joined, links, alike, excluded, load_policy_duties())


def _collect(
    home: Home,
    scope: Scope,
    originals: tuple[Original, ...],
    parsed: Mapping[str, Content],
    stages: Stages,
    warnings: list[str],
) -> tuple[list[DocumentText], list[EnforcementCase]]:
    """All texts and cases of a build by arrival: statutes, digests, the user's files.

    Official wording replaces a digest; a new version, a replacement or a repeal ends what came before it.
    """
    from ingest.repeals import with_repeals
    from ingest.statutes import read_statutes

    texts: dict[str, DocumentText] = {}
    selection = load_selection()
    for done, text in enumerate(read_statutes(None if scope == "all" else selection), 1):
        texts[text.document.id] = text
        stages.step(done, 0)
    for digest in load_digests():
        texts.setdefault(digest.text.document.id, digest.text)
    cases: list[EnforcementCase] = []
    for original in originals:
        content = parsed.get(original.sha256) or _reread(home, original, warnings)
        cases.extend(content.cases)
        for text in content.texts:
            held = texts.get(text.document.id)
            if held is None:
                texts[text.document.id] = text
            elif held.document.wording is Wording.DIGEST:
                texts[text.document.id] = merged = merge_official(held, text)
                warnings.extend(f"{original.name}：{w}" for w in merged.warnings if w not in text.warnings)
    return with_repeals(with_replacements(chained(texts.values()))), cases


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
