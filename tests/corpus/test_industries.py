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


HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix anfa: <urn:anfa:> .
@prefix i: <urn:anfa:industry:> .
"""
A = 'i:a a skos:Concept; skos:prefLabel "甲"@zh, "A"@en; skos:notation "C13"%s .\n'
B = 'i:b a skos:Concept; skos:prefLabel "%s"@zh%s .\n'


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "industries.ttl"
    path.write_text(HEAD + content, "utf-8")
    return path


def test_reading_a_data_file(tmp_path: Path) -> None:
    more = '; skos:broader i:a; skos:altLabel "乙业"@zh; skos:hiddenLabel "、乙、"@zh; anfa:exceptLabel "乙醇"@zh'
    path = written(tmp_path, A % "" + B % ("乙", more))
    assert read_industries(path) == (
        Industry("a", "甲", ("甲",), english="A", codes=("C13",)),
        Industry("b", "乙", ("乙", "乙业", "、乙、"), "a", ("乙醇",), ("乙业",)),
    )


def test_a_name_too_common_is_only_shown(tmp_path: Path) -> None:
    path = written(tmp_path, B % ("学校", '; anfa:displayOnly true; skos:altLabel "校园安全"@zh'))
    assert read_industries(path)[0].words == ("校园安全",)


def test_a_sector_brings_those_above_it() -> None:
    lexicon = industry_lexicon()
    assert lexicon.with_broader(["tailings-pond"]) == {"tailings-pond", "non-coal-mine", "mining"}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("i:a a [", "读不出来"),
        ("", "没有 skos:Concept"),
        ('i:a a skos:Concept; skos:prefLabel "A"@en .', "@zh"),
        (B % ("学校", "; anfa:displayOnly true"), "没有可供识别的词"),
        (A % "" + B % ("甲", ""), "“甲”同属 a 和 b"),
        (A % "; skos:broader i:z", "上级 z 不存在"),
        (A % "; skos:broader i:a", "上级成环"),
        (A % "; skos:broader i:b" + B % ("乙", "; skos:broader i:a"), "上级成环"),
        (A % "; skos:broader i:b, i:c" + B % ("乙", ""), "几个上级"),
    ],
)
def test_a_broken_data_file_is_named(tmp_path: Path, content: str, problem: str) -> None:
    with pytest.raises(CorpusError, match=problem):
        read_industries(written(tmp_path, content))


def test_a_missing_data_file(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="读不出来"):
        read_industries(tmp_path / "absent.ttl")
