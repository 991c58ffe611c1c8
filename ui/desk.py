"""What stands between the page and the rooms below: the serving library, limits as typed, failures as one Chinese line."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from corpus.errors import AnfaError, LibraryError, QueryError
from corpus.library import Library
from corpus.model import Kind
from desks.serving import Served, Serving
from search.filters import Filters, checked_region
from ui import cards, checking, graph_view
from ui.graph_start import start
from ui.reading import reading

if TYPE_CHECKING:
    from graph.store import GraphStore
    from search.engine import Answer, SearchEngine

#: The choice of no particular region.
ANYWHERE = ""
logger = logging.getLogger(__name__)


class Desk:
    """What serves now: opened when first needed, and anew once another build is published."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._lock = threading.Lock()
        self._served: tuple[str, Served] | None = None

    def engine(self) -> SearchEngine:
        """Search over what serves now.

        Raises:
            AnfaError: nothing is built yet, or it cannot be opened.
        """
        with self._lock:
            return self._now().engine

    def library(self) -> Library:
        """Texts of what serves now, without loading an encoder; raises like :meth:`engine`."""
        with self._lock:
            return self._now().library

    def graph(self) -> GraphStore:
        """The graph of what serves now; raises like :meth:`engine`."""
        with self._lock:
            return self._now().graph

    def _now(self) -> Served:
        current = self._serving.current()
        if self._served is None or self._served[0] != current:
            self._served = (current, self._serving.open())
        return self._served[1]

    def status(self) -> str:
        """HTML of what the current generation holds; raises like :meth:`engine`."""
        with self._lock:
            served = self._now()
        return cards.library_status(served.manifest, served.library.documents())

    def kinds(self) -> list[str]:
        """Kinds of document that the library holds, in the order of their rank; none before the first build."""
        try:
            held = {document.kind for document in self.library().documents()}
        except LibraryError:
            return []
        return [kind.value for kind in Kind if kind in held]

    def answer(
        self, query: str, kinds: list[str], region: str, day: str, standing_only: bool
    ) -> tuple[Answer, Library]:
        """Search with the limits as the page gives them; the answer, and the library that it came from."""
        limits = Filters(
            day=read_day(day),
            kinds=frozenset(_kind(kind) for kind in kinds),
            region=checked_region(region),
            standing_only=standing_only,
        )
        engine = self.engine()
        return engine.search(query, limits), engine.library

    def results(self, query: str, kinds: list[str], region: str, day: str, standing_only: bool) -> str:
        """HTML of an answer; arguments and errors as for :meth:`answer`."""
        answer, library = self.answer(query, kinds, region, day, standing_only)
        return cards.results(
            answer, cards.leads_of(answer, library), date.today(), cards.violations_of(answer, library)
        )

    def checked(self, text: str, day: str, source: str = "") -> str:
        """HTML of a text with its citations marked and listed.

        Args:
            text: as pasted.
            day: ``YYYY-MM-DD``, as of which versions are chosen; empty for today.
            source: where the text stands, for 本法 and 前款: a document's name or a citation (安全生产法第九十七条).

        Raises:
            QueryError: text, day or source cannot be worked with.
        """
        from desks.citing import cite

        text = text.encode("utf-8", "replace").decode("utf-8")  # half a character pair could not be sent back
        if not text.strip():
            raise QueryError("没有要核验的文字", "请把文字粘贴到框里，再点“核验”")
        if len(text) > checking.LONGEST:
            raise QueryError(f"文字有 {len(text)} 字，超过上限 {checking.LONGEST} 字", "请分段粘贴，分几次核验")
        on, library = read_day(day), self.library()
        found = cite(library, text, on, _standing_place(library, source.strip(), on))
        if len(found) > checking.MOST:
            raise QueryError(f"引用有 {len(found)} 处，超过一次核验的上限 {checking.MOST} 处", "请分段粘贴，分几次核验")
        return checking.checked(text, found, checking.places_of(found, library), on, date.today())

    def around(self, wanted: str) -> str:
        """HTML of the graph around a node; empty where nothing is wanted yet.

        Args:
            wanted: id of a node, name of one, or words that tell of a violation.

        Raises:
            AnfaError: nothing is built, or nothing is found.
        """
        library, store, today = self.library(), self.graph(), date.today()
        text = wanted.encode("utf-8", "replace").decode("utf-8").strip()
        return graph_view.view(start(text, store, library, today, self._told), library, today) if text else ""

    def _told(self, words: str) -> tuple[str, ...]:
        """Ids of the violations that words tell of, the likeliest first."""
        answer, _ = self.answer(words, [], ANYWHERE, "", True)
        return tuple(ranked.id for ranked in answer.votes.violations)

    def reading(self, show: str, day: str) -> str:
        """HTML of a document at a provision.

        Args:
            show: a document id or provision id, with or without version.
            day: ``YYYY-MM-DD``; empty for today.
        """
        library, on = self.library(), read_day(day)
        name, _, locator = show.partition("#")
        target = None
        if locator:
            provision = library.resolve(show, on)
            document, target = library.document(provision.document_id), provision.id
        else:
            held = next((d for d in library.documents() if d.id == name.strip()), None)
            document = held or library.version_on(name, on)
        text = library.text(document.id)
        return reading(text, target, on, date.today(), library.versions(document.name))


def _standing_place(library: Library, source: str, day: date) -> str | None:
    """The provision or document that the user names as the place of a text; None where none is named.

    Raises:
        QueryError: the library holds no such document.
    """
    from desks.citing import cite

    if not source:
        return None
    named = next(iter(cite(library, source[:400], day)), None)
    if named and named.provision:
        return named.provision
    # A short name (安法) is understood in front of an article.
    alias = next(iter(cite(library, f"{source[:400]}第一条", day)), None)
    for name in (source, named.law if named else None, alias.law if alias else None):
        if name and (held := library.versions(name)):
            return held[0].name
    raise QueryError(f"库中没有“{source[:40]}”这个文件", "请填写库中文件的名称，或者不填")


def read_day(text: str) -> date:
    """A day as ``YYYY-MM-DD``; empty is today.

    Raises:
        QueryError: it is not such a day.
    """
    written = text.strip()
    if not written:
        return date.today()
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", written, re.ASCII)
    try:
        if found is None:
            raise ValueError(written)
        return date(*map(int, found.groups()))
    except ValueError:
        advice = f"请按 年-月-日 填写，例如 {date.today().isoformat()}"
        raise QueryError(f"日期“{written[:20]}”无法识别", advice) from None


def _kind(value: str) -> Kind:
    try:
        return Kind(value)
    except ValueError:
        raise QueryError(f"没有“{value[:20]}”这种文件类型", "请从列出的文件类型中选择") from None


def guarded(function: Callable[[], str]) -> tuple[str, str]:
    """(result, problem in one Chinese line); of the two one is empty. No failure reaches the page as a traceback."""
    try:
        return function(), ""
    except AnfaError as error:
        return "", str(error)
    except Exception:
        logger.exception("页面请求失败")
        return "", "程序内部出错，已记入日志。请重试；若仍出错，请把日志交给维护人员。"
