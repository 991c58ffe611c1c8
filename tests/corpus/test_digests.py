from __future__ import annotations

import contextlib
import re
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import cn2an
import pytest
import yaml

from corpus.digests import Digest, load_digests, read_digest
from corpus.errors import CorpusError
from corpus.merge import merge_official
from corpus.model import Document, DocumentText, Dropped, Kind, Outline, Provision, Role, Status, Unit, Wording
from ingest.files import load, read_bytes
from ingest.roles import RoleReader

RULE = """
title: 中华人民共和国样例办法
number: 样例令第1号
issuers: [样例部]
kind: 部门规章
region: 四川达州
version: 2020-01-02
published: 2020-01-03
effective: 2020-03-01
completeness: full
sources:
  - {text: 样例公报第3期, checked: 2026-01-05}
  - {text: 样例部网站, checked: 2026-02-06}
paragraphs: {7: 2, 16: 1, 134-1: 1}
articles:
  - {locator: "134-1.1", role: 罚则, text: 罚款5万元以下。, source: 样例公报第9期, note: 金额待核}
  - {locator: "16.1.12", role: 义务, text: 第十二件事。}
  - {locator: "16.1.2", text: 第二件事。}
  - {locator: "7.2.1.3", role: 禁止, text: 不许做。}
  - {locator: "20", role: 职权, text: 由县级部门管。}
"""


def _written(folder: Path, text: str = RULE, name: str = "rule.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    return read_digest(_written(tmp_path))


def test_document(digest: Digest) -> None:
    assert digest.text.document == Document(
        id="样例办法@2020-01-02",
        name="样例办法",
        title="中华人民共和国样例办法",
        kind=Kind.RULE,
        version=date(2020, 1, 2),
        source="样例公报第3期；样例部网站",
        number="样例令第1号",
        issuers=("样例部",),
        region="四川达州",
        published=date(2020, 1, 3),
        effective=date(2020, 3, 1),
        wording=Wording.DIGEST,
        checked=date(2026, 2, 6),
    )
    assert digest.text.document.status_on(date(2026, 1, 1)) is Status.UNVERIFIED


def test_provisions_carry_the_ids_and_labels_of_the_official_text(digest: Digest) -> None:
    assert [(p.locator, p.unit, p.label, p.marker) for p in digest.text.provisions] == [
        ("7", Unit.ARTICLE, "第七条", "第七条"),
        ("7.2", Unit.PARAGRAPH, "第七条第二款", ""),
        ("7.2.1", Unit.ITEM, "第七条第二款第一项", "（一）"),
        ("7.2.1.3", Unit.SUBITEM, "第七条第二款第一项第三目", "3."),
        ("16", Unit.ARTICLE, "第十六条", "第十六条"),
        ("16.1", Unit.PARAGRAPH, "第十六条", ""),
        ("16.1.2", Unit.ITEM, "第十六条第二项", "（二）"),
        ("16.1.12", Unit.ITEM, "第十六条第十二项", "（十二）"),
        ("20", Unit.ARTICLE, "第二十条", "第二十条"),
        ("134-1", Unit.ARTICLE, "第一百三十四条之一", "第一百三十四条之一"),
        ("134-1.1", Unit.PARAGRAPH, "第一百三十四条之一", ""),
    ]
    provisions = digest.text.provisions
    assert [p.order for p in provisions] == list(range(11))
    assert {p.wording for p in provisions} == {Wording.DIGEST}
    assert provisions[6].id == "样例办法@2020-01-02#16.1.2"
    assert provisions[6].parent_id == "样例办法@2020-01-02#16.1"
    assert provisions[4].parent_id is None
    assert provisions[5].text == ""
    assert (provisions[10].source, provisions[10].note) == ("样例公报第9期", "金额待核")
    assert (provisions[6].source, provisions[6].checked) == ("样例公报第3期；样例部网站", date(2026, 2, 6))
    assert digest.roles["样例办法@2020-01-02#7.2.1.3"] is Role.BAN
    assert "样例办法@2020-01-02#16.1.2" not in digest.roles


def test_a_partial_digest_says_what_is_missing(tmp_path: Path) -> None:
    text = RULE.replace("completeness: full", "completeness: partial\nmissing: 第三章\nname: 样例")
    document = read_digest(_written(tmp_path, text)).text.document
    assert document.id == "样例@2020-01-02"
    assert document.notes == ("要点不全，缺：第三章",)


def test_in_force_needs_somebody_who_said_so(tmp_path: Path) -> None:
    text = RULE + "in_force: {as_of: 2026-09-09, basis: 样例题录}\n"
    document = read_digest(_written(tmp_path, text)).text.document
    assert document.status_on(date(2026, 10, 1)) is Status.IN_FORCE
    assert document.status_on(date(2020, 2, 1)) is Status.NOT_YET


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("title: 中华人民共和国样例办法", "", "缺少 title"),
        ("title: 中华人民共和国样例办法", "title: ''", "title 是空的"),
        ("kind: 部门规章", "kind: 规章", "kind 不认识"),
        ("region: 四川达州", "region: 达州", "region 不认识"),
        ("version: 2020-01-02", "version: '2020-01-02'", "version 类型不对"),
        ("version: 2020-01-02", "version: null", "version 类型不对"),
        ("issuers: [样例部]", "issuers: []", "issuers"),
        ("completeness: full", "completeness: partial", "missing"),
        ("completeness: full", "completeness: full\nmissing: 第三章", "missing"),
        ("completeness: full", "completeness: most", "completeness"),
        ("completeness: full", "completeness: full\nsubject: 企业", "不认识的键：subject"),
        ("text: 样例部网站, checked: 2026-02-06", "text: 样例部网站", "checked"),
        ("text: 样例部网站, checked", "text: 样例部网站, page: 3, checked", "不认识的键：page"),
        ("paragraphs: {7: 2, 16: 1,", "paragraphs: {7: two, 16: 1,", "条号: 款数"),
        ("paragraphs: {7: 2, 16: 1,", "paragraphs: {7: 1, 16: 1,", "超出"),
        ("paragraphs: {7: 2, 16: 1,", "paragraphs: {16: 1,", "没有说明第 7 条有几款"),
        ('"16.1.2"', '"16.1.12"', "重复"),
        ("completeness: full", 'completeness: full\nlast_article: "134"', "不存在：134-1.1，这个文件只到第 134 条"),
        ("completeness: full", 'completeness: full\nlast_article: "十六"', "last_article 应是条号"),
        (
            "text: 样例部网站, checked: 2026-02-06",
            "text: 样例部网站, checked: 2020-01-01",
            "早于 version（2020-01-02）",
        ),
        ("completeness: full", "completeness: full\nin_force: {as_of: 2020-01-01, basis: 题录}", "早于 version"),
        (
            "completeness: full",
            "completeness: full\nin_force: {as_of: 2024-01-01, basis: 题录}\n"
            "ended: {day: 2024-01-01, as: 已废止, basis: 公布令}",
            "in_force 说 2024-01-01 现行有效，ended 却说 2024-01-01 起失效",
        ),
        (
            "completeness: full",
            "completeness: full\nended: {day: 2020-01-01, as: 已废止, basis: 公布令}",
            "ended（2020-01-01）早于 version（2020-01-02）",
        ),
        ('"16.1.2"', '"16.0.2"', "locator 不对"),
        ('"16.1.2"', '"十六"', "locator 不对"),
        ('"16.1.2"', '"16.1.2.3.4"', "locator 不对"),
        ('"16.1.2"', "16.1", "locator 类型不对"),
        ("text: 第二件事。", "text: ' '", "text 是空的"),
        ("text: 第二件事。", "role: 义务", "缺少 text"),
        ("text: 第二件事。", "text: 第二件事。, sourc: 公报", "不认识的键：sourc"),
        ("role: 禁止", "role: 禁令", "role 不认识"),
    ],
)
def test_a_breach_names_the_file_and_the_reason(tmp_path: Path, before: str, after: str, reason: str) -> None:
    assert RULE.count(before) == 1
    with pytest.raises(CorpusError) as caught:
        read_digest(_written(tmp_path, RULE.replace(before, after)))
    assert "rule.yaml" in caught.value.problem
    assert reason in caught.value.problem


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- 一", "键"),
        ("title: [", "YAML"),
        (re.sub(r"sources:\n(?:  - .*\n)+", "sources: []\n", RULE), "没有来源"),
        (re.sub(r"articles:\n(?:  - .*\n)+", "articles: []\n", RULE), "articles 是空的"),
        (re.sub(r"articles:\n(?:  - .*\n)+", "articles: [第一条]\n", RULE), "articles 第 1 项"),
    ],
)
def test_a_broken_file(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(CorpusError, match=reason):
        read_digest(_written(tmp_path, text))


def test_two_files_of_one_version(tmp_path: Path) -> None:
    _written(tmp_path, name="a.yaml")
    _written(tmp_path, name="b.yaml")
    with pytest.raises(CorpusError, match=r"b\.yaml：与另一个文件重复"):
        load_digests(tmp_path)


# The official text takes the place of the digest


def _official(digest: DocumentText, *texts: tuple[str, str]) -> DocumentText:
    document = Document(
        id=digest.document.id,
        name="样例办法",
        title="样例办法",
        kind=Kind.OTHER,
        version=date(2020, 1, 2),
        source="用户文件 样例办法.docx",
        number="样例令第0号",
    )
    provisions = tuple(
        Provision(
            id=f"{document.id}#{locator}",
            document_id=document.id,
            parent_id=None,
            unit=Unit.ARTICLE,
            locator=locator,
            label=locator,
            order=order,
            text=text,
        )
        for order, (locator, text) in enumerate(texts)
    )
    return DocumentText(document, provisions, (Dropped("第 1 页", "页码"),), ("缺页",))


def test_official_wording_takes_the_place_of_the_digest(digest: Digest) -> None:
    official = _official(
        digest.text, ("h1", "样例办法"), ("16", ""), ("16.1", "应当："), ("16.1.2", "原文二"), ("134-1.1", "处罚款")
    )
    merged = merge_official(digest.text, official)
    assert [(p.locator, p.text, p.order) for p in merged.provisions] == [
        ("h1", "样例办法", 0),
        ("16", "", 1),
        ("16.1", "应当：", 2),
        ("16.1.2", "原文二", 3),
        ("134-1.1", "处罚款", 4),
    ]
    assert {p.wording for p in merged.provisions} == {Wording.OFFICIAL}
    assert merged.provisions[4].note == "金额待核"
    document = merged.document
    assert document.wording is Wording.OFFICIAL
    assert (document.kind, document.number, document.region) == (Kind.RULE, "样例令第1号", "四川达州")
    assert document.effective == date(2020, 3, 1)
    assert document.source == "用户文件 样例办法.docx；要点来源：样例公报第3期；样例部网站"
    assert merged.dropped == official.dropped


def test_what_the_official_text_does_not_have_is_reported_with_its_words(digest: Digest) -> None:
    merged = merge_official(digest.text, _official(digest.text, ("16", ""), ("16.1", "应当："), ("16.1.2", "二")))
    assert merged.warnings[0] == "缺页"
    lost = "\n".join(merged.warnings[1:])
    assert len(merged.warnings) == 5
    for words in ("第七条第二款第一项第三目", "不许做。", "16.1.12", "由县级部门管。", "罚款5万元以下。"):
        assert words in lost
    assert "第七条第二款”" not in lost  # only an enclosing provision: it said nothing


def test_merging_again_changes_nothing(digest: Digest) -> None:
    merged = merge_official(digest.text, _official(digest.text, ("16", "甲"), ("17", "乙")))
    assert merge_official(digest.text, merged) == merged


def test_merge_refuses_other_documents_and_digests(digest: Digest) -> None:
    official = _official(digest.text, ("16", "甲"))
    other = replace(official, document=replace(official.document, id="别的@2020-01-02"))
    with pytest.raises(ValueError, match="not the same document"):
        merge_official(digest.text, other)
    with pytest.raises(ValueError, match="not an official text"):
        merge_official(digest.text, digest.text)


# The shipped digests


def test_shipped_digests_load() -> None:
    digests = {d.text.document.id: d for d in load_digests()}
    assert {"工贸企业粉尘防爆安全规定@2021-07-25", "烟花爆竹经营许可实施办法@2013-10-16"} <= set(digests)
    for digest in digests.values():
        said = [p for p in digest.text.provisions if p.text]
        assert {p.id for p in said} == set(digest.roles)  # every shipped entry says what it does
        assert all(p.source and p.checked for p in said)


SHIPPED = sorted((Path(__file__).parents[2] / "corpus" / "rules").glob("*.yaml"), key=lambda p: p.name)


def _shared_text(shared: Path, document: Document) -> dict[str, Provision]:
    """Provisions of the official text of this version, by locator; files may bear the day of the first version."""
    found = [p for p in (shared / "data/official").rglob("*.md") if p.name.split("(")[0] == document.name]
    others = [d.text.document.version for d in load_digests() if d.text.document.name == document.name]
    undecided = [p for p in found if not any(f"({version})" in p.name for version in others)]
    dated = [p for p in found if f"({document.version})" in p.name] or undecided
    if not dated:
        pytest.skip(f"no official text of {document.name} in the shared folder")
    [text] = read_bytes(load(dated[0]), dated[0].name)
    return {p.locator: p for p in text.provisions}


def _figures(text: str) -> set[float]:
    """Every number in a text, 5万 and 五万 alike; not one and two, which are words too."""
    found = set()
    for printed in re.findall(r"[0-9]+(?:\.[0-9]+)?万?|[一二三四五六七八九十百千万零〇两]+", text):
        plain = printed.replace("两", "二").replace("〇", "零")
        with contextlib.suppress(ValueError):
            ten_thousands = plain[0].isdigit() and plain.endswith("万")
            value = float(plain[:-1]) * 10_000 if ten_thousands else float(cn2an.cn2an(plain, "smart"))
            found.add(value)
    return {value for value in found if value > 2}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_digest_against_the_official_text(path: Path, shared: Path) -> None:
    """Same ids and labels; every number stands in the official article; no copied run of over 14 characters."""
    digest = read_digest(path).text
    official = _shared_text(shared, digest.document)
    last = [p.locator for p in official.values() if p.unit is Unit.ARTICLE][-1]
    assert yaml.safe_load(path.read_text(encoding="utf-8")).get("last_article", last) == last
    articles: dict[str, str] = {}
    for provision in official.values():
        article = provision.locator.split(".")[0]
        articles[article] = articles.get(article, "") + provision.full_text
    plain = re.sub(r"\s", "", "".join(p.full_text for p in official.values()))
    for ours in digest.provisions:
        theirs = official[ours.locator]
        assert (ours.label, ours.unit) == (theirs.label, theirs.unit)
        assert ours.marker == theirs.marker.translate({ord("("): "（", ord(")"): "）"})
        article = articles[ours.locator.split(".")[0]]
        assert _figures(ours.text) <= _figures(unicodedata.normalize("NFKC", article)), ours.label
        # Names of documents and what is merely listed carry over.
        own = re.split("、", re.sub(r"《[^》]*》|\s", "", ours.text))
        runs = (run[i : i + 15] for run in own for i in range(len(run) - 14))
        copied = [run for run in runs if run in plain and not re.search(r"\d", run)]
        assert copied == [], ours.label


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_a_full_digest_has_every_penalty_and_most_of_the_rest(path: Path, shared: Path) -> None:
    """Purpose, tasks of authorities and closing words may be left out; a penalty never."""
    if yaml.safe_load(path.read_text(encoding="utf-8"))["completeness"] != "full":
        pytest.skip("partial by its own word")
    digest = read_digest(path).text
    written = {p.locator for p in digest.provisions}
    whole = {p.locator for p in digest.provisions if p.unit is Unit.ARTICLE and p.text}
    official = _shared_text(shared, digest.document)
    reader = RoleReader(Outline(tuple(official.values())), digest.document)
    parts = [p for p in official.values() if p.unit in {Unit.PARAGRAPH, Unit.ITEM}]
    absent = [p for p in parts if p.locator not in written and p.locator.split(".")[0] not in whole]
    assert [p.label for p in absent if reader.role(p) is Role.PENALTY] == []
    assert len(absent) <= 0.25 * len(parts), [p.label for p in absent]
