from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.lexicon import Lexicon, Term, expand, load_lexicon
from ingest.statute_data import locate_database

#: National statutes that the library holds from the start and that govern what an inspector sees.
SAFETY_STATUTES = (
    *("安全生产法", "消防法", "特种设备安全法", "矿山安全法", "职业病防治法", "建筑法", "危险化学品安全法"),
    *("突发事件应对法", "行政处罚法", "行政强制法", "行政许可法", "煤炭法", "劳动法", "刑法"),
)


@pytest.fixture(scope="module")
def statutes() -> dict[str, str]:
    path = locate_database()
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        rows = connection.execute("SELECT law_name, group_concat(article_text, char(10)) FROM articles GROUP BY law_id")
        texts = {name.removeprefix("中华人民共和国"): text for name, text in rows}
    return {name: texts[name] for name in SAFETY_STATUTES}


def test_every_legal_term_stands_verbatim_in_a_statute(statutes: dict[str, str]) -> None:
    legal = {term for terms in load_lexicon().synonyms.values() for term in terms}
    assert len(statutes) == len(SAFETY_STATUTES)
    assert [term for term in sorted(legal) if not any(term in text for text in statutes.values())] == []


def test_sizes_and_form() -> None:
    lexicon = load_lexicon()
    assert len(lexicon.terms) >= 500
    assert 120 <= len(lexicon.synonyms) <= 700
    assert not [t for t in lexicon.terms if any(mark in t.word for mark in "，。；：！？、《》“”")]
    assert max(len(t.word) for t in lexicon.terms) <= 30
    assert {"特种作业人员", "重大事故隐患", "有限空间", "受限空间", "动火作业", "双重预防机制"} <= lexicon.words
    assert {"的", "了", "和"} <= lexicon.stopwords
    assert not lexicon.stopwords & lexicon.words
    assert load_lexicon() is lexicon


def test_no_spoken_form_points_only_to_itself() -> None:
    assert [spoken for spoken, legal in load_lexicon().synonyms.items() if legal == (spoken,)] == []


@pytest.mark.parametrize(
    ("query", "legal"),
    [
        ("电焊工没有证就上岗", ("特种作业人员", "未取得", "相应资格")),
        ("叉车司机无证上岗", ("特种设备作业人员", "作业人员", "未取得相应资格", "上岗作业")),
        ("培训一直没做", ("安全生产教育和培训",)),
        ("员工的培训没做", ("从业人员", "安全生产教育和培训")),
        ("厂里消防通道堵了", ("消防车通道", "疏散通道", "占用", "堵塞")),
        ("车间楼上住人", ("同一座建筑物", "员工宿舍")),
        ("把厂房租给别人，是厂中厂", ("发包或者出租", "安全生产管理协议", "统一协调、管理")),
        ("老板不知道安全员是谁", ("主要负责人", "生产经营单位", "安全生产管理人员")),
        ("今天天气很好", ()),
        ("", ()),
        ("执法人员骑自行车做气体检测", ()),
    ],
)
def test_expand(query: str, legal: tuple[str, ...]) -> None:
    assert set(expand(query)) == set(legal)
    assert len(expand(query)) == len(legal)


def test_the_longest_spoken_form_wins_and_shorter_ones_elsewhere_still_count() -> None:
    lexicon = Lexicon(
        terms=(),
        synonyms={"灭火器过期": ("失效",), "灭火 过期": ("检查",), "灭火器": ("器材",)},
        stopwords=frozenset(),
    )
    assert lexicon.expand("灭火器过期") == ("失效", "检查")
    assert lexicon.expand("灭火器过期，另一个灭火器丢失") == ("失效", "检查", "器材")


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("terms.txt", "动火作业 5\n", "第 1 行"),
        ("terms.txt", "动火作业 5 nonsense\n", "第 1 行"),
        ("terms.txt", "动火作业 5 work\n动火作业 6 work\n", "第 2 行重复"),
        ("synonyms.yaml", "老板: 主要负责人\n", "老板"),
        ("synonyms.yaml", "老板: 主要负责人\n", "老板"),
        ("synonyms.yaml", "老板: ['']\n", "老板"),
        ("synonyms.yaml", "- 老板\n", "对照"),
        ("synonyms.yaml", "老板: [主要\n", "YAML"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, name: str, content: str, problem: str) -> None:
    files = {"terms.txt": "动火作业 5 work\n", "synonyms.yaml": "老板: [主要负责人]\n", "stopwords.txt": "的\n"}
    for file, text in {**files, name: content}.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=problem) as caught:
        load_lexicon(tmp_path)
    assert name in caught.value.problem


def test_a_folder_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "terms.txt").write_text("动火作业 5 work\n", encoding="utf-8")
    (tmp_path / "synonyms.yaml").write_text("老板: [主要负责人]\n大老板: [投资人]\n", encoding="utf-8")
    (tmp_path / "stopwords.txt").write_text("的\n", encoding="utf-8")
    lexicon = load_lexicon(tmp_path)
    assert lexicon.terms == (Term("动火作业", 5, "work"),)
    assert list(lexicon.synonyms) == ["大老板", "老板"]
    assert lexicon.expand("大老板") == ("投资人",)
