"""Which article of one version answers to which of another: the type, the tables shipped as data, the export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import cn2an
import yaml

from corpus.errors import CorpusError
from corpus.model import provision_id
from corpus.spreadsheet import inert

FOLDER = Path(__file__).with_name("concordances")

#: Pairs of a lower likeness are shown, but no citation is sent from one to the other (see docs/versions.md).
DOUBTFUL = 0.42

_COLUMNS = ("原条", "现条", "变化", "相似度", "说明", "原条编号", "现条编号")


class Change(StrEnum):
    """What became of an article."""

    SAME = "未变"
    RENUMBERED = "改条号"
    CHANGED = "修改"
    NEW = "新增"
    GONE = "删去"


@dataclass(frozen=True, slots=True)
class Row:
    """One article, or one pair of articles; an article that was split or merged stands in several rows.

    Attributes:
        change: ``CHANGED`` means other words, whatever the number; ``RENUMBERED`` the same words under another.
        old: provision id in the older version; None for ``NEW``.
        new: provision id in the newer version; None for ``GONE``.
        old_label: how the older one is cited, ``第九十四条``; empty for ``NEW``.
        new_label: how the newer one is cited; empty for ``GONE``.
        similarity: of the words, 0 to 1; of an article that was merged into another or split off from one, the share
            of its words that stand there. None where a table says so and nothing was measured.
        partial: the newer article holds only some of the older one, whose main part went elsewhere.
        note: what a reader should know, in Chinese.
    """

    change: Change
    old: str | None
    new: str | None
    old_label: str = ""
    new_label: str = ""
    similarity: float | None = None
    partial: bool = False
    note: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether the two have so little in common that a person must look before relying on the pair."""
        return self.old is not None and self.new is not None and (self.similarity or 1.0) < DOUBTFUL


@dataclass(frozen=True, slots=True)
class Concordance:
    """Articles of an older and a newer version of one document, side by side.

    Attributes:
        old: document id of the older version; its text need not be held.
        new: document id of the newer version.
        rows: in the order of the newer version, each article that is gone after the one it followed.
        parts: provision id of a paragraph or item of the older version -> its counterpart in the newer one.
        source: where this comes from, in Chinese.
        checked: the day on which a table was last compared with its source; None where it was computed.
    """

    old: str
    new: str
    rows: tuple[Row, ...]
    source: str
    parts: Mapping[str, str] = field(default_factory=dict)
    checked: date | None = None

    def counterpart(self, provision: str) -> str | None:
        """Id in ``new`` of what ``provision`` of ``old`` became: as fine as is known, at least the article.

        None where the article is gone, its counterpart is doubtful, or neither is known. Of several, the one that
        holds most comes.
        """
        document, _, locator = provision.partition("#")
        article = provision_id(document, locator.partition(".")[0])
        found = [row for row in self.rows if row.old == article and row.new is not None and not row.doubtful]
        if not found:
            return None
        main = max(found, key=lambda row: (not row.partial, row.similarity or 0.0)).new
        return self.parts.get(provision, main)


def concordance_csv(rows: Iterable[Row]) -> str:
    """The rows as CSV with a Chinese header; no cell can run as a formula. Save as UTF-8 with BOM for Excel."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for row in rows:
        similarity = "" if row.similarity is None else f"{row.similarity:.2f}"
        cells = (row.old_label, row.new_label, row.change, similarity, row.note, row.old or "", row.new or "")
        writer.writerow([inert(str(cell)) for cell in cells])
    return out.getvalue()


def shipped_concordances() -> tuple[Concordance, ...]:
    """Tables that come with the program, for older versions whose text does not.

    Raises:
        CorpusError: a file cannot be read or breaks the schema.
    """
    return _shipped()


@lru_cache(maxsize=1)
def _shipped() -> tuple[Concordance, ...]:
    return tuple(load_concordance(path) for path in sorted(FOLDER.glob("*.yaml")))


def load_concordance(path: Path) -> Concordance:
    """A table from its file.

    Schema: ``old``, ``new`` (document ids), ``source``, ``checked``; ``articles``: old locator -> new locator, or a
    list of them where an article was split, the main one first; ``changed``: old locators whose words changed; ``added``: new locators that answer to none; ``gone``: old
    locators that none answers to; ``parts``: old locator -> new locator of paragraphs and items.

    Raises:
        CorpusError: if the file cannot be read or breaks the schema.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return _concordance(data)
    except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise CorpusError(f"条文对照表 {path.name} 有误：{error!r}", "请恢复随程序提供的文件") from error


def _concordance(data: Mapping[str, Any]) -> Concordance:
    if unknown := set(data) - {"old", "new", "source", "checked", "articles", "changed", "added", "gone", "parts"}:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    old, new = str(data["old"]), str(data["new"])
    articles = {
        str(k): [str(each) for each in v] if isinstance(v, list) else [str(v)] for k, v in data["articles"].items()
    }
    changed = {str(each) for each in data.get("changed", ())}
    if strange := changed - set(articles):
        raise ValueError(f"changed but not listed: {sorted(strange)}")
    if type(data["checked"]) is not date or not str(data["source"]).strip():
        raise ValueError("source and checked are needed")
    rows = [
        Row(
            Change.CHANGED if a in changed else Change.SAME if a == b else Change.RENUMBERED,
            provision_id(old, a), provision_id(new, b), article_label(a), article_label(b), partial=b != answers[0],
        )
        for a, answers in articles.items()
        for b in answers
    ]  # fmt: skip
    rows += [Row(Change.NEW, None, provision_id(new, str(b)), "", article_label(str(b))) for b in data.get("added", ())]
    rows += [Row(Change.GONE, provision_id(old, str(a)), None, article_label(str(a))) for a in data.get("gone", ())]
    rows.sort(key=lambda row: _number(row.new or row.old or ""))
    parts = {provision_id(old, str(a)): provision_id(new, str(b)) for a, b in data.get("parts", {}).items()}
    return Concordance(
        old, new, tuple(rows), " ".join(str(data["source"]).split()), MappingProxyType(parts), data["checked"]
    )


def _number(provision: str) -> tuple[int, int]:
    number, _, sub = provision.partition("#")[2].partition("-")
    return int(number), int(sub or 0)


def article_label(locator: str) -> str:
    """``134-1`` as it is cited: 第一百三十四条之一.

    Raises:
        ValueError: not the locator of an article.
    """
    number, _, sub = locator.partition("-")
    return f"第{cn2an.an2cn(int(number))}条" + (f"之{cn2an.an2cn(int(sub))}" if sub else "")
