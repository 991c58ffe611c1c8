from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.industries import Industry, IndustryLexicon, industry_lexicon, read_industries


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("没有行业的话", ()),
        ("煤矿企业", ("coal-mine",)),
        ("非煤矿山企业", ("non-coal-mine",)),
        ("矿山和煤矿", ("mining", "coal-mine")),
        ("涉爆粉尘、粉尘涉爆", ("combustible-dust",)),
        ("森林消防局", ()),
        ("工商贸企业", ()),
        ("燃气轮机", ()),
        ("燃气经营", ("gas",)),
        (
            "冶金、有色、建材、机械、轻工、纺织、烟草、商贸",
            (
                "metallurgy",
                "non-ferrous",
                "building-materials",
                "machinery",
                "light-industry",
                "textiles",
                "tobacco",
                "commerce",
            ),
        ),
        ("机械设备应当保持完好", ()),
        ("危险化学品道路运输", ("hazardous-chemicals", "road-transport")),
    ],
)
def test_words_that_name_a_sector(text: str, found: tuple[str, ...]) -> None:
    assert industry_lexicon().find(text) == found


def test_every_name_is_known_to_the_lexicon_or_is_a_plain_word() -> None:
    lexicon = industry_lexicon()
    assert len(lexicon.industries) > 40
    for industry in lexicon.industries:
        for word in industry.words:
            assert lexicon.find(f"“{word}”") == (industry.id,)
        for phrase in industry.unless:
            assert industry.id not in lexicon.find(phrase)


def test_a_lexicon_without_words_finds_nothing() -> None:
    assert IndustryLexicon([]).find("煤矿") == ()


ROW = "industries:\n  - {id: a, name: 甲, words: [甲]%s}\n%s"


def test_reading_a_data_file(tmp_path: Path) -> None:
    path = tmp_path / "industries.yaml"
    path.write_text(ROW % ("", "  - {id: b, name: 乙, broader: a, words: [乙, 乙业], unless: [乙醇]}\n"), "utf-8")
    assert read_industries(path) == (Industry("a", "甲", ("甲",)), Industry("b", "乙", ("乙", "乙业"), "a", ("乙醇",)))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("industries: [", "读不出来"),
        ("[]", "缺少 industries"),
        (ROW % (", extra: 1", ""), "条目格式不对"),
        ("industries:\n  - {id: 1, name: 甲, words: [甲]}", "须为文字"),
        ("industries:\n  - {id: a, name: 甲, words: 甲}", "须为词的列表"),
        ("industries:\n  - {id: a, name: 甲, words: []}", "没有 words"),
        (ROW % ("", "  - {id: a, name: 乙, words: [乙]}"), "id 有重复"),
        (ROW % ("", "  - {id: b, name: 乙, words: [甲]}"), "“甲”同属 a 和 b"),
        (ROW % (", broader: z", ""), "上级 z 不存在"),
        (ROW % (", broader: a", ""), "上级成环"),
        (ROW % (", broader: b", "  - {id: b, name: 乙, broader: a, words: [乙]}"), "上级成环"),
    ],
)
def test_a_broken_data_file_is_named(tmp_path: Path, content: str, problem: str) -> None:
    path = tmp_path / "industries.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(CorpusError, match=problem):
        read_industries(path)


def test_a_missing_data_file(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="读不出来"):
        read_industries(tmp_path / "absent.yaml")
