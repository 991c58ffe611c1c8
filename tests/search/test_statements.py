from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import search.statements
from corpus.errors import LibraryError
from search.encoder import load_encoder
from search.statements import StatementIndex, Told

TOLD = (
    Told("a", ("梁上的灰有一指厚", "机器底下踩出个灰印"), ("照片",), {"规定#2.1.1": 1.0, "规定#1.1": 0.5}),
    Told("b", ("师傅掏不出本本",), ("询问笔录",), {"规定#2.1.2": 1.0}),
    Told("c", ("台账翻开没有一个字", "台账是今早补抄的", "台账锁在柜里")),
)
SAYINGS = ("梁上的灰有一指厚", "师傅掏不出本本", "台账是今早补抄的", "配电箱敞着门", "灭火器针掉到红区", "LNG")


def vector(text: str) -> np.ndarray:
    made: np.ndarray = load_encoder().encode_queries([text])[0]
    return made


@pytest.fixture(scope="module")
def index() -> StatementIndex:
    return StatementIndex.build(TOLD, load_encoder())


def test_a_saved_index_answers_alike(index: StatementIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "new" / "folder")
    loaded = StatementIndex.load(tmp_path / "new" / "folder")
    assert loaded.told == TOLD
    assert np.array_equal(loaded.owner_of, index.owner_of)
    asked = vector("灰有多厚")
    assert np.array_equal(loaded.lexical_scores("灰有多厚"), index.lexical_scores("灰有多厚"))
    assert np.array_equal(loaded.cosines(asked), index.cosines(asked))
    assert loaded.nearest_statement(2, asked) == index.nearest_statement(2, asked)


def test_an_index_of_nothing_is_saved_and_says_nothing(tmp_path: Path) -> None:
    StatementIndex.build((), load_encoder()).save(tmp_path / "empty")
    empty = StatementIndex.load(tmp_path / "empty")
    assert empty.told == ()
    assert empty.lexical_scores("灰").shape == empty.cosines(vector("灰")).shape == (0,)


@pytest.mark.parametrize(
    ("query", "best"),
    [("灰印", "a"), ("掏本本", "b"), ("补抄", "c"), ("询问笔录", "b")],
)
def test_words_of_any_statement_and_of_the_evidence_find_the_owner(
    index: StatementIndex, query: str, best: str
) -> None:
    scores = index.lexical_scores(query)
    assert scores.shape == (len(TOLD),)
    assert TOLD[int(np.argmax(scores))].id == best


def test_evidence_has_no_vector(index: StatementIndex) -> None:
    without = StatementIndex.build([Told(t.id, t.statements) for t in TOLD], load_encoder())
    asked = vector("询问笔录")
    assert np.array_equal(index.cosines(asked), without.cosines(asked))


@pytest.mark.parametrize(("owner", "place"), [(o, p) for o, t in enumerate(TOLD) for p in range(len(t.statements))])
def test_the_nearest_statement_is_the_one_that_was_said(index: StatementIndex, owner: int, place: int) -> None:
    said = TOLD[owner].statements[place]
    found, cosine = index.nearest_statement(owner, vector(said))
    assert found == said
    assert cosine == pytest.approx(1, abs=1e-3)


@hypothesis_settings(deadline=None, max_examples=40)
@given(
    st.lists(st.lists(st.sampled_from(SAYINGS), min_size=1, max_size=3), min_size=1, max_size=5),
    st.sampled_from(SAYINGS),
)
def test_an_owner_is_as_near_as_its_nearest_statement(owners: list[list[str]], query: str) -> None:
    index = StatementIndex.build([Told(str(i), tuple(said)) for i, said in enumerate(owners)], load_encoder())
    asked = vector(query)
    cosines = index.cosines(asked)
    for number, said in enumerate(owners):
        exact = float((load_encoder().encode_passages(said) @ asked).max())
        assert cosines[number] == pytest.approx(exact, abs=2e-3)
        statement, cosine = index.nearest_statement(number, asked)
        assert statement in said
        assert cosine == pytest.approx(exact, abs=2e-3)


def test_an_owner_beyond_the_nearest_has_the_least_of_them(
    index: StatementIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = vector("台账是今早补抄的")
    exact = index.cosines(asked)
    monkeypatch.setattr(search.statements, "_NEAREST", 1)
    assert index.cosines(asked) == pytest.approx(np.full(3, exact.max()))


DAMAGES: list[tuple[str, Callable[[bytes], bytes | None]]] = [
    ("absent", lambda _: None),
    ("empty", lambda _: b""),
    ("half", lambda data: data[: len(data) // 2]),
    ("other bytes", lambda data: b"\0\1 not ours" * (1 + len(data) // 10)),
]


@pytest.mark.parametrize("damage", [d for _, d in DAMAGES], ids=[name for name, _ in DAMAGES])
def test_any_damaged_file_offers_the_rebuild(
    index: StatementIndex, tmp_path: Path, damage: Callable[[bytes], bytes | None]
) -> None:
    index.save(tmp_path / "index")
    files = sorted(p for p in (tmp_path / "index").rglob("*") if p.is_file())
    assert len(files) >= 5
    for path in files:
        whole = path.read_bytes()
        path.unlink()
        if (left := damage(whole)) is not None:
            path.write_bytes(left)
        with pytest.raises(LibraryError, match=r"违法行为和案例.*anfa build"):
            StatementIndex.load(tmp_path / "index")
        path.unlink(missing_ok=True)
        path.write_bytes(whole)
    assert StatementIndex.load(tmp_path / "index").told == TOLD


@pytest.mark.parametrize("rows", ['[["a"]]', "[1]", '[["a", ["灰"], [], [], []]]', "null"])
def test_rows_of_another_form_offer_the_rebuild(index: StatementIndex, tmp_path: Path, rows: str) -> None:
    index.save(tmp_path / "index")
    (tmp_path / "index" / "told.json").write_text(rows, encoding="utf-8")
    with pytest.raises(LibraryError, match="anfa build"):
        StatementIndex.load(tmp_path / "index")
