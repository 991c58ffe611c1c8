"""statutes.yaml: its schema, and that it agrees with the texts it speaks of."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.errors import CorpusError
from corpus.model import DocumentText, Status, document_id
from corpus.statutes import FILE, load_selection
from ingest.statutes import read_statutes

GOOD: dict[str, Any] = {
    "statutes": [
        {
            "name": "样例法",
            "why": "样例",
            "aliases": ["样法"],
            "version": date(2020, 1, 2),
            "effective": date(2020, 3, 1),
            "basis": "正文第九条",
        }
    ],
    "corrections": [
        {"document": "旧法@2010-01-01", "ended": date(2020, 3, 1), "ended_as": "已废止", "basis": "样例法"}
    ],
    "supersessions": [
        {
            "document": "样例法@2020-01-02",
            "by": "样例法修正案@2021-01-01",
            "effective": date(2021, 2, 1),
            "locators": ["3", "4.1"],
            "basis": "修正案第一条",
        }
    ],
}


@pytest.fixture(scope="module")
def texts() -> dict[str, DocumentText]:
    return {text.document.id: text for text in read_statutes()}


def written(folder: Path, data: object) -> Path:
    file = folder / "statutes.yaml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return file


def test_a_good_file_is_read(tmp_path: Path) -> None:
    selection = load_selection(written(tmp_path, GOOD))
    assert selection.names() == ("样例法",)
    assert selection.aliases() == {"样法": "样例法"}
    assert selection.effective("样例法@2020-01-02") == date(2020, 3, 1)
    assert selection.effective("样例法@2019-01-02") is None
    ending = selection.ending("旧法@2010-01-01")
    assert ending is not None
    assert ending.ended_as is Status.REPEALED
    assert selection.supersessions[0].locators == ("3", "4.1")


@pytest.mark.parametrize(
    ("part", "change", "reason"),
    [
        ("statutes", {"basis": None}, "basis 应是非空文字"),
        ("statutes", {"why": " "}, "why 应是非空文字"),
        ("statutes", {"effective": "2020年"}, "effective 应是日期"),
        ("statutes", {"effective": date(2019, 1, 1)}, "effective 早于 version"),
        ("statutes", {"aliases": "样法"}, "aliases 应是文字的列表"),
        ("statutes", {"aliases": ["样例法"]}, "名称或别名重复"),
        ("statutes", {"colour": "红"}, "不认识的字段 colour"),
        ("corrections", {"ended_as": "没了"}, "ended_as 只能是"),
        ("corrections", {"document": "旧法"}, "名称@版本日期"),
        ("supersessions", {"locators": []}, "locators 不能为空"),
        ("supersessions", {"locators": [3]}, "数字要加引号"),
        ("supersessions", {"by": "@2021-01-01"}, "名称@版本日期"),
    ],
)
def test_a_breach_is_told_with_file_entry_and_reason(
    tmp_path: Path, part: str, change: dict[str, Any], reason: str
) -> None:
    data = {**GOOD, part: [{**GOOD[part][0], **change}]}
    with pytest.raises(CorpusError, match=re.escape(reason)) as caught:
        load_selection(written(tmp_path, data))
    assert "statutes.yaml" in caught.value.problem


@pytest.mark.parametrize("missing", ["name", "version", "effective", "basis", "why"])
def test_a_missing_field_is_told(tmp_path: Path, missing: str) -> None:
    entry = {key: value for key, value in GOOD["statutes"][0].items() if key != missing}
    with pytest.raises(CorpusError, match=f"缺少 {missing}"):
        load_selection(written(tmp_path, {"statutes": [entry]}))


@pytest.mark.parametrize("data", [{"statutes": []}, {"laws": []}, ["样例法"], {"statutes": ["样例法"]}])
def test_another_shape_is_refused(tmp_path: Path, data: object) -> None:
    with pytest.raises(CorpusError):
        load_selection(written(tmp_path, data))


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "statutes.yaml"
    file.write_text("statutes: [", encoding="utf-8")
    with pytest.raises(CorpusError, match="无法读取"):
        load_selection(file)


# The shipped file


def test_every_law_of_the_selection_is_in_the_package_in_that_version(texts: dict[str, DocumentText]) -> None:
    selection = load_selection()
    newest = {text.document.name: text.document.version for text in texts.values()}
    assert 40 <= len(selection.statutes) <= 50
    for statute in selection.statutes:
        assert newest[statute.name] == statute.version, statute.name
        text = texts[document_id(statute.name, statute.version)]
        assert text.document.effective == statute.effective
        assert text.document.status_on(date(2026, 11, 22)) is Status.IN_FORCE


def test_a_date_said_to_be_in_an_article_stands_in_that_article(texts: dict[str, DocumentText]) -> None:
    checked = 0
    for statute in load_selection().statutes:
        match = re.match(r"正文(第.+条)：(自.+?日起施行)$", statute.basis)
        if match is None:
            continue
        text = texts[document_id(statute.name, statute.version)]
        article = next(p for p in text.provisions if p.label == match[1] and not p.text)
        body = "".join(p.text for p in text.provisions if p.id.startswith(f"{article.id}."))
        day = re.fullmatch(r"自(\d+)年(\d+)月(\d+)日起施行", match[2])
        assert day is not None
        assert date(*map(int, day.groups())) == statute.effective, statute.name
        assert match[2] in "".join(body.split()), statute.name
        checked += 1
    assert checked >= 20


def test_corrections_and_supersessions_speak_of_texts_and_places_that_exist(texts: dict[str, DocumentText]) -> None:
    selection = load_selection()
    for correction in selection.corrections:
        document = texts[correction.document].document
        assert document.version is not None
        assert correction.effective is None or correction.effective >= document.version, correction.document
        assert correction.ended is None or correction.ended == document.ended, correction.document
    assert len({c.document for c in selection.corrections}) == len(selection.corrections)
    for change in selection.supersessions:
        assert change.by in texts
        assert texts[change.by].document.effective == change.effective
        assert set(change.locators) <= {p.locator for p in texts[change.document].provisions}


def test_dates_agree_with_the_index_beside_the_project(shared: Path) -> None:
    selection = load_selection()
    compared = 0
    for line in (shared / "data" / "official" / "INDEX.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        effective = selection.effective(f"{entry['title'].removeprefix('中华人民共和国')}@{entry['date']}")
        if effective is not None and entry.get("effective"):
            assert effective.isoformat() == entry["effective"], entry["title"]
            compared += 1
    assert compared >= 28


def test_the_shipped_file_says_why_and_whence() -> None:
    assert FILE.read_text(encoding="utf-8").startswith("#")
    assert all(len(statute.why) <= 30 for statute in load_selection().statutes)
