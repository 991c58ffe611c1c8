"""Digests in the order of words of a law, and the penalties read of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Outline, Provision, Stage, Unit, Wording
from ingest.digest_wording import as_law
from ingest.penalties import read_penalties

ID = "样例办法@2020-01-02"


@pytest.mark.parametrize(
    ("digest", "law"),
    [
        ("没装护栏：责令改正，罚款1万元以下。", "没装护栏的，责令改正，处1万元以下罚款。"),
        ("没装护栏的，可以罚款500元以上1000元以下。", "没装护栏的，可以处500元以上1000元以下罚款。"),
        (
            "没装护栏：责令改正；逾期不改，单位罚款3万元，主要负责人罚款1万元。",
            "没装护栏的，责令改正；逾期不改的，对单位处3万元罚款，对主要负责人处1万元罚款。",
        ),
        (
            "偷着复工：没收违法所得，并罚所得的1倍以上5倍以下。",
            "偷着复工的，没收违法所得，并处所得的1倍以上5倍以下罚款。",
        ),
        ("偷着复工：负责人罚款上一年年收入的30%。", "偷着复工的，对负责人处上一年年收入的30%罚款。"),
        ("偷着复工：停产；构成犯罪的追究刑事责任。", "偷着复工的，停产；构成犯罪的，追究刑事责任。"),
        ("台账造假：依安全生产法第九十七条罚。", "台账造假的，依照安全生产法第九十七条处罚。"),
        ("没装护栏的，处1万元以下罚款。", "没装护栏的，处1万元以下罚款。"),
        ("每班检查一次护栏并且记账。", "每班检查一次护栏并且记账。"),
        ("", ""),
    ],
)
def test_a_digest_is_put_as_a_law_would(digest: str, law: str) -> None:
    assert as_law(digest).text == law


@given(st.text("没装护栏：，；。的处罚款可并1万元以下上逾期不改单位人员情节严重有违法所得收", max_size=60))
def test_every_character_knows_where_it_stood(digest: str) -> None:
    rewritten = as_law(digest)
    assert len(rewritten.origin) == len(rewritten.text)
    for start in range(len(rewritten.text)):
        low, high = rewritten.span(start, len(rewritten.text))
        assert 0 <= low < high <= len(digest)


def outline(wording: Wording, text: str, *items: str) -> Outline:
    rows = [("3", Unit.ARTICLE, None, ""), ("3.1", Unit.PARAGRAPH, "3", text)]
    rows += [(f"3.1.{n}", Unit.ITEM, "3.1", item) for n, item in enumerate(items, 1)]
    return Outline(
        tuple(
            Provision(
                id=f"{ID}#{locator}",
                document_id=ID,
                parent_id=f"{ID}#{above}" if above else None,
                unit=unit,
                locator=locator,
                label=locator,
                order=order,
                text=words,
                wording=wording,
            )
            for order, (locator, unit, above, words) in enumerate(rows)
        )
    )


def test_penalties_of_a_digest_are_read_with_their_places() -> None:
    text = "企业有下列两项之一：责令限期改正，罚款5万元以下；逾期不改，罚款5万元以上20万元以下，直接负责的主管人员罚款1万元以上2万元以下；情节严重，责令停产停业整顿。"
    read = read_penalties(outline(Wording.DIGEST, text, "没装护栏。", "护栏坏了没修。"), f"{ID}#3")
    assert [(p.stage, p.subject, p.measure, p.low, p.high) for p in read.penalties] == [
        (Stage.FIRST, "生产经营单位", "责令改正", None, None),
        (Stage.FIRST, "生产经营单位", "罚款", None, 50_000),
        (Stage.OVERDUE, "生产经营单位", "罚款", 50_000, 200_000),
        (Stage.OVERDUE, "直接负责的主管人员和其他直接责任人员", "罚款", 10_000, 20_000),
        (Stage.SERIOUS, "生产经营单位", "责令停产停业整顿", None, None),
    ]
    assert read.unparsed == ()
    assert [text[slice(*p.span)] for p in read.penalties[1:3]] == ["罚款5万元以下", "罚款5万元以上20万元以下"]


def test_official_words_are_read_as_they_stand() -> None:
    text = "企业没装护栏：罚款1万元以下。"
    assert read_penalties(outline(Wording.OFFICIAL, text), f"{ID}#3").penalties == ()
    assert read_penalties(outline(Wording.DIGEST, text), f"{ID}#3").penalties[0].high == 10_000
