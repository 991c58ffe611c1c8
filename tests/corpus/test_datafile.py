"""Reading the shipped YAML files: what is refused, and how a refusal is worded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.datafile import BreachError, Fields, read_data_file
from corpus.errors import CorpusError

ADVICE = "请看说明改正"
Read = Callable[[str | bytes, Callable[[Fields], Any]], Any]


class Fruit(StrEnum):
    PEAR = "梨"
    PLUM = "李"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def made(words: str | bytes, parse: Callable[[Fields], Any]) -> Any:
        path = tmp_path / "果园.yaml"
        path.write_bytes(words.encode() if isinstance(words, str) else words)
        return read_data_file(path, parse, ADVICE)

    return made


def orchard(fields: Fields) -> tuple[Any, ...]:
    """A form with a bit of everything."""
    title, planted = fields.take("title", str), fields.day("planted")
    trees = []
    for entry in fields.entries("trees", optional=True):
        trees.append((entry.take("name", str), entry.choice("fruit", Fruit, optional=True)))
        entry.done()
    return title, planted, tuple(trees)


SOUND = """title: 东园   # 一句注释
planted: 1999-03-12
trees:
  - name: 甲
    fruit: 梨
  - name: 乙
"""


def test_a_sound_file(read: Read) -> None:
    assert read(SOUND, orchard) == ("东园", date(1999, 3, 12), (("甲", Fruit.PEAR), ("乙", None)))


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        # The line is that of the key, or of the entry where a key is missing.
        ("title: 园\nplanted: null\ntrees:\n  - name: 甲\n  - fruit: 梨\n", "第 5 行，trees 第 2 项缺少 name"),
        ("# 一\n\ntitle: 园\nplanted: null\ntrees:\n\n  - name: 甲\n    fruit: 桃\n", "第 8 行，trees 第 1 项的 fruit 不认识：桃（可用：梨、李）"),
        ("title: 园\nplanted: null\ntrees: [{name: 甲}, {name: 7}]\n", "第 3 行，trees 第 2 项的 name 类型不对：7"),
        ("title: 园\nplanted: null\ntrees:\n  - 甲\n", "trees 第 1 项应是“键: 值”"),
        # Keys written twice.
        ("title: 园\nplanted: null\ntitle: 圃\n", "第 1 行起的一项里有键写了两次"),
        ("title: 园\nplanted: null\ntrees:\n  - name: 甲\n    name: 甲\n", "第 4 行起的一项里有键写了两次"),
        # Keys nobody asked for.
        ("title: 园\nplanted: null\ncolour: 红\n", "第 3 行有不认识的键：colour"),
        ("title: 园\nplanted: null\na: 1\n2: b\n", "第 3 行有不认识的键：a、2"),
        ("title: 园\nplanted: null\ntrees:\n  - name: 甲\n    age: 3\n", "第 4 行，trees 第 1 项有不认识的键：age"),
        # Missing, and of the wrong type.
        ("planted: null\n", "文件缺少 title"),
        ("title: 园\n", "文件缺少 planted"),
        ("title: ''\nplanted: null\n", "第 1 行的 title 是空的"),
        ("title: '  '\nplanted: null\n", "第 1 行的 title 是空的"),
        ("title: null\nplanted: null\n", "第 1 行的 title 类型不对：None"),
        ("title: 12\nplanted: null\n", "第 1 行的 title 类型不对：12"),
        ("title: [园]\nplanted: null\n", "第 1 行的 title 类型不对：['园']"),
        ("title: 园\nplanted: '1999-03-12'\n", "第 2 行的 planted 类型不对：'1999-03-12'"),
        ("title: 园\nplanted: 1999\n", "第 2 行的 planted 类型不对：1999"),
        ("title: 园\nplanted: null\ntrees: 甲\n", "第 3 行的 trees 类型不对：'甲'"),
        ("title: 园\nplanted: null\ntrees: null\n", "第 3 行的 trees 类型不对：None"),
        # No mapping at all.
        ("- 甲\n- 乙\n", "文件应是“键: 值”"),
        ("", "文件应是“键: 值”"),
        ("只是一句话", "文件应是“键: 值”"),
        # No YAML.
        ("title: 园\nplanted: [1\n", "不是 UTF-8 编码的合法 YAML（第 3 行）"),
        ("title: 园\n\tplanted: 1\n", "不是 UTF-8 编码的合法 YAML（第 2 行）"),
        ("title: !!python/object/apply:os.getcwd []\n", "不是 UTF-8 编码的合法 YAML（第 1 行）"),
        ("title: 东园".encode("gb18030"), "不是 UTF-8 编码的合法 YAML"),
    ],
)  # fmt: skip
def test_a_refusal_names_file_line_and_reason(read: Read, words: str | bytes, problem: str) -> None:
    with pytest.raises(CorpusError) as refused:
        read(words, orchard)
    assert (refused.value.problem, refused.value.advice) == (f"果园.yaml：{problem}", ADVICE)


def test_a_moment_is_no_day(read: Read) -> None:
    with pytest.raises(CorpusError, match="第 2 行的 planted 类型不对"):
        read("title: 园\nplanted: 1999-03-12 10:00:00\n", orchard)


@pytest.mark.parametrize("day", ["1999-13-01", "1999-02-30", "1999-00-00"])
def test_a_day_that_is_in_no_calendar(read: Read, day: str) -> None:
    with pytest.raises(CorpusError, match=r"^果园\.yaml："):
        read(f"title: 园\nplanted: {day}\n", orchard)


def test_what_the_parser_refuses_carries_the_name_of_the_file(read: Read) -> None:
    def refuse(fields: Fields) -> None:
        fields.take("title", str)
        raise BreachError("园子太小")

    with pytest.raises(CorpusError, match=r"^果园\.yaml：园子太小。请看说明改正。$"):
        read("title: 园\n", refuse)


# --- single values ---------------------------------------------------------------------------------------------------


def fields(**raw: Any) -> Fields:
    return Fields(raw, "此处")


@pytest.mark.parametrize(
    ("value", "types", "taken"),
    [
        (" 文 ", (str,), "文"),
        (3, (int,), 3),
        (3, (int, float), 3),
        (2.5, (int, float), 2.5),
        (True, (bool,), True),
        (None, (str, type(None)), None),
        ({"a": 1}, (dict,), {"a": 1}),
        ([], (list,), []),
    ],
)
def test_a_value_of_the_right_type(value: object, types: tuple[type, ...], taken: object) -> None:
    assert fields(key=value).take("key", *types) == taken


@pytest.mark.parametrize(
    ("value", "types"),
    [
        (True, (int,)),  # yes is no number
        (False, (int, float)),
        (3, (float,)),
        (3.0, (int,)),
        (1, (bool,)),
        ("3", (int,)),
        (None, (str,)),
        ([1], (dict,)),
        ({"a": 1}, (list,)),
    ],
)
@pytest.mark.parametrize("optional", [False, True])
def test_a_value_of_the_wrong_type(value: object, types: tuple[type, ...], optional: bool) -> None:
    with pytest.raises(BreachError, match=r"^此处的 key 类型不对："):
        fields(key=value).take("key", *types, optional=optional)


def test_what_may_be_absent_is_none() -> None:
    empty = fields()
    assert empty.take("key", str, optional=True) is None
    assert empty.choice("key", Fruit, optional=True) is None
    assert empty.texts("key", optional=True) == ()
    assert list(empty.entries("key", optional=True)) == []
    assert empty.day("key", optional=True) is None
    assert empty.in_force() is None


def test_a_key_is_taken_once() -> None:
    once = fields(key="文")
    once.take("key", str)
    once.done()
    with pytest.raises(BreachError, match=r"^此处缺少 key$"):
        once.take("key", str)


@pytest.mark.parametrize(
    ("value", "optional", "found"),
    [
        (["甲", " 乙 "], False, ("甲", "乙")),
        ([], True, ()),
        ([], False, "应是不空的文字列表"),
        (["甲", ""], False, "应是不空的文字列表"),
        (["甲", " "], True, "应是不空的文字列表"),
        (["甲", 7], False, "应是不空的文字列表"),
        (["甲", None], False, "应是不空的文字列表"),
        ([["甲"]], False, "应是不空的文字列表"),
        (["甲", "乙", "甲"], False, "有重复"),
        ("甲", False, "类型不对：'甲'"),
    ],
)
def test_texts(value: object, optional: bool, found: tuple[str, ...] | str) -> None:
    if isinstance(found, tuple):
        assert fields(key=value).texts("key", optional=optional) == found
    else:
        with pytest.raises(BreachError, match=f"^此处的 key {found}$"):
            fields(key=value).texts("key", optional=optional)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (["李", "梨"], (Fruit.PLUM, Fruit.PEAR)),
        (["李", "桃"], "不认识：桃（可用：梨、李）"),
        (["李", "李"], "有重复"),
        ([], "应是不空的文字列表"),
    ],
)
def test_choices(value: object, found: tuple[Fruit, ...] | str) -> None:
    if isinstance(found, tuple):
        assert fields(key=value).choices("key", Fruit) == found
    else:
        with pytest.raises(BreachError, match=f"^此处的 key {found}$"):
            fields(key=value).choices("key", Fruit)


DAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"as_of": DAY, "basis": "名录"}, DAY),
        ({"as_of": DAY}, "^in_force 缺少 basis$"),
        ({"basis": "名录"}, "^in_force 缺少 as_of$"),
        ({"as_of": None, "basis": "名录"}, "^in_force 的 as_of 类型不对：None$"),
        ({"as_of": "2026-05-01", "basis": "名录"}, "^in_force 的 as_of 类型不对：'2026-05-01'$"),
        ({"as_of": DAY, "basis": ""}, "^in_force 的 basis 是空的$"),
        ({"as_of": DAY, "basis": "名录", "by": "谁"}, "^in_force 有不认识的键：by$"),
        (DAY, "^此处的 in_force 类型不对："),
        (None, "^此处的 in_force 类型不对：None$"),
        ({}, "^in_force 缺少 as_of$"),
    ],
)
def test_in_force(value: object, found: date | str) -> None:
    if isinstance(found, date):
        assert fields(in_force=value).in_force() == found
    else:
        with pytest.raises(BreachError, match=found):
            fields(in_force=value).in_force()


def test_in_force_is_found_by_its_line(read: Read) -> None:
    with pytest.raises(CorpusError, match=r"^果园\.yaml：第 3 行，in_force 缺少 basis。"):
        read("title: 园\nin_force:\n  as_of: 2026-05-01\n", lambda f: (f.take("title", str), f.in_force()))


@pytest.mark.parametrize(
    ("raw", "missing"),
    [
        ({"completeness": "full"}, None),
        ({"completeness": "partial", "missing": "附表"}, "附表"),
    ],
)
def test_completeness(raw: dict[str, str], missing: str | None) -> None:
    said = fields(**raw)
    assert said.completeness() == missing
    said.done()


@pytest.mark.parametrize(
    "raw",
    [
        {"completeness": "partial"},
        {"completeness": "full", "missing": "附表"},
        {"completeness": "most"},
        {"completeness": "most", "missing": "附表"},
        {"completeness": "Full"},
    ],
)
def test_completeness_that_does_not_add_up(raw: dict[str, str]) -> None:
    with pytest.raises(BreachError, match=r"^此处的 completeness 应是 full，或 partial 并在 missing 写明缺什么$"):
        fields(**raw).completeness()


@pytest.mark.parametrize("raw", [{}, {"missing": "附表"}, {"completeness": "partial", "missing": ""}, {"completeness": True}])  # fmt: skip
def test_completeness_left_out(raw: dict[str, Any]) -> None:
    with pytest.raises(
        BreachError, match=r"^此处(?:缺少 completeness|的 missing 是空的|的 completeness 类型不对：True)$"
    ):
        fields(**raw).completeness()


# --- what holds for any file -----------------------------------------------------------------------------------------

KEYS = st.text("abcdefgh", min_size=1, max_size=4)
VALUES = st.one_of(st.integers(), st.booleans(), st.dates(), st.text("甲乙 丙:#-'\"", min_size=1).filter(str.strip))
FILES = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)


def taken(raw: dict[str, Any], keys: list[str]) -> Callable[[Fields], dict[str, Any]]:
    return lambda fields: {key: fields.take(key, type(raw[key])) for key in keys}


@settings(max_examples=80, deadline=None)
@given(raw=FILES)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, raw: dict[str, Any]) -> None:
    path = tmp_path_factory.mktemp("any") / "a.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    expected = {key: value.strip() if isinstance(value, str) else value for key, value in raw.items()}
    assert read_data_file(path, taken(raw, list(raw)), ADVICE) == expected


@settings(max_examples=80, deadline=None)
@given(raw=FILES, data=st.data())
def test_no_key_goes_unread(tmp_path_factory: pytest.TempPathFactory, raw: dict[str, Any], data: st.DataObject) -> None:
    left = data.draw(st.sampled_from(sorted(raw)))
    path = tmp_path_factory.mktemp("any") / "a.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    written = path.read_text(encoding="utf-8").splitlines()
    line = next(n for n, words in enumerate(written, 1) if words.startswith(f"{left}:"))
    with pytest.raises(CorpusError, match=rf"^a\.yaml：第 {line} 行有不认识的键：{left}。"):
        read_data_file(path, taken(raw, [key for key in raw if key != left]), ADVICE)
