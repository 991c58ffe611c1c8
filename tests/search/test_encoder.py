"""The encoder: numpy alone must say what sentence-transformers says, and a replaced one must be obeyed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from corpus.errors import EncoderError
from search.distill.ship import model_card, quantise, save
from search.distill.texts import clause_pairs, passages
from search.distill.vocabulary import build_tokenizer, choose_pieces
from search.encoder import SHIPPED, SentenceTransformerEncoder, StaticEncoder, load_encoder

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    "电焊工没有操作证就上岗",
    "电焊工",
    "特种作业人员未经专门培训即上岗，责令限期改正，处１０万元以下罚款。",
    "",
    "   ",
    "。，！？——（）",
    "MSDS of LNG tank, 2.5 MPa",
    "龘𠮷㐀",
    "한국어 текст ﷽",
    "\u200b\ufeff",
    "1",
    "有限空间作业先通风、再检测、后作业；" * 400,
]
UNKNOWN_ONLY = {"", "   ", "。，！？——（）", "\u200b\ufeff"}


@pytest.fixture(scope="module")
def shipped() -> StaticEncoder:
    return StaticEncoder(SHIPPED)


def tiny_model(folder: Path, tensors: dict[str, np.ndarray] | None = None, path: str = "") -> Path:
    """A word-level static model of three words, width 2, written by hand."""
    home = folder / path
    home.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "动火": 1, "审批": 2}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(home / "tokenizer.json"))
    table = np.array([[0, 0], [3, 0], [0, 4]], np.float32)
    save_file(tensors or {"embedding.weight": table}, home / "model.safetensors")
    module = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
    modules = [{"idx": 0, "name": "0", "path": path, "type": module}]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    return folder


def write_bag_of_words(folder: Path) -> Path:
    """A model that is not static: sentence-transformers' own bag of words, with prompts."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import BoW

    prompts = {"query": "query: ", "passage": "passage: "}
    model = SentenceTransformer(modules=[BoW(["query:", "passage:", "gas", "fire"])], prompts=prompts, device="cpu")
    model.save(str(folder))
    return folder


@pytest.mark.own_process
def test_numpy_agrees_with_sentence_transformers(shipped: StaticEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(SHIPPED), device="cpu", local_files_only=True)
    expected = model.encode(TEXTS, show_progress_bar=False)
    assert expected.shape == (len(TEXTS), shipped.dimension)
    # Both multiply the same 8-bit table by the same float32 steps; only the order of summing differs.
    assert np.abs(shipped.encode_queries(TEXTS) - expected).max() < 1e-5
    assert np.abs(shipped.encode_passages(TEXTS) - expected).max() < 1e-5


def test_default_encoder_leaves_torch_alone() -> None:
    program = (
        "import sys; from search.encoder import load_encoder; "
        "v = load_encoder().encode_queries(['没有操作证上岗']); "
        "heavy = [m for m in ('torch', 'sentence_transformers', 'transformers', 'jieba') if m in sys.modules]; "
        "assert v.any(); print(heavy)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_texts_without_words_are_zero_and_others_unit(shipped: StaticEncoder) -> None:
    vectors = shipped.encode_passages(TEXTS)
    lengths = np.linalg.norm(vectors, axis=1)
    for text, length in zip(TEXTS, lengths, strict=True):
        if text in UNKNOWN_ONLY:
            assert length == 0, repr(text)
        elif text not in {"龘𠮷㐀", "한국어 текст ﷽"}:
            assert length == pytest.approx(1, abs=1e-5), repr(text)
    assert shipped.encode_queries([]).shape == (0, shipped.dimension)


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=8))
def test_every_vector_is_unit_or_zero_whatever_its_neighbours(texts: list[str]) -> None:
    encoder = load_encoder(str(SHIPPED))
    together = encoder.encode_queries(texts)
    assert together.dtype == np.float32
    assert np.isfinite(together).all()
    lengths = np.linalg.norm(together, axis=1)
    assert np.all((lengths == 0) | (np.abs(lengths - 1) < 1e-5))
    for text, vector in zip(texts, together, strict=True):
        assert np.allclose(encoder.encode_queries([text])[0], vector, atol=1e-6)


def test_batches_do_not_mix_texts(shipped: StaticEncoder) -> None:
    texts = [t for i in range(300) for t in (f"第{i}号动火作业票", "")]
    together = shipped.encode_passages(texts)
    assert np.allclose(together[598], shipped.encode_passages(["第299号动火作业票"])[0], atol=1e-6)
    assert not together[1::2].any()


@pytest.mark.parametrize(
    ("query", "near", "far"),
    [
        ("电焊工没有证就上岗", "特种作业人员未取得相应资格，上岗作业", "民用航空器的国籍登记"),
        ("老板拖欠工资", "用人单位未及时足额支付劳动报酬", "著作权的保护期"),
        ("消防通道被堵住了", "占用、堵塞、封闭疏散通道、安全出口", "公司债券的发行"),
    ],
)
def test_meaning_beats_chance(shipped: StaticEncoder, query: str, near: str, far: str) -> None:
    asked, (close, distant) = shipped.encode_queries([query])[0], shipped.encode_passages([near, far])
    assert asked @ close > asked @ distant + 0.1


def test_shipped_folder_is_small_and_names_its_teacher() -> None:
    assert sum(f.stat().st_size for f in SHIPPED.rglob("*") if f.is_file()) < 15_000_000
    card = (SHIPPED / "README.md").read_text(encoding="utf-8")
    assert "multilingual-e5-small" in card
    assert "MIT" in card


def test_name_follows_content_not_place(tmp_path: Path, shipped: StaticEncoder) -> None:
    copy = shutil.copytree(SHIPPED, tmp_path / "elsewhere")
    assert StaticEncoder(copy).name == shipped.name
    assert StaticEncoder(tiny_model(tmp_path / "tiny")).name != shipped.name


@pytest.mark.parametrize("path", ["", "0_StaticEmbedding"])
def test_replaced_by_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setenv("ANFA_ENCODER", str(tiny_model(tmp_path, path=path)))
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    assert encoder.dimension == 2
    assert encoder.encode_queries(["动火 审批", "动火"]).tolist() == pytest.approx(np.array([[0.6, 0.8], [1, 0]]))


def test_compact_layouts_say_the_same(tmp_path: Path) -> None:
    plain = StaticEncoder(tiny_model(tmp_path / "plain"))
    half = {"embedding.weight": np.array([[0, 0], [3, 0], [0, 4]], np.float16)}
    eight = {"embeddings": np.array([[0, 0], [1, 0], [0, 1]], np.int8), "weights": np.array([1, 3, 4], np.float32)}
    mapped = {
        "embeddings": np.array([[0, 1], [1, 0], [0, 0]], np.float32),
        "mapping": np.array([2, 1, 0], np.int64),
        "weights": np.array([1, 3, 4], np.float32),
    }
    texts = ["动火 审批 审批", "动火 别的", "别的"]
    for name, tensors in {"half": half, "eight": eight, "mapped": mapped}.items():
        other = StaticEncoder(tiny_model(tmp_path / name, tensors))
        assert np.allclose(other.encode_queries(texts), plain.encode_queries(texts), atol=1e-6), name


@pytest.mark.own_process
def test_other_models_go_through_sentence_transformers_with_their_prompts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_bag_of_words(tmp_path / "bow")
    encoder = load_encoder(str(folder))
    assert isinstance(encoder, SentenceTransformerEncoder)
    query, passage = encoder.encode_queries(["gas fire"])[0], encoder.encode_passages(["gas fire"])[0]
    assert np.flatnonzero(query).tolist() == [0, 2, 3]
    assert np.flatnonzero(passage).tolist() == [1, 2, 3]
    assert np.linalg.norm(query) == pytest.approx(1, abs=1e-5)
    assert not encoder.encode_queries(["", " "]).any()
    assert encoder.name.startswith("bow-")

    config = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    config["prompts"] = {}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config), encoding="utf-8")
    bare = load_encoder(str(folder))
    assert np.flatnonzero(bare.encode_queries(["gas"])[0]).tolist() == [2]
    monkeypatch.setenv("ANFA_ENCODER_QUERY_PROMPT", "query: ")
    asked = load_encoder(str(folder))
    assert np.flatnonzero(asked.encode_queries(["gas"])[0]).tolist() == [0, 2]
    assert asked.name != bare.name


@pytest.mark.parametrize("spec", ["./no/such/folder", "/no/such/folder", "~/no-such-folder-of-anfa", "a/b/c"])
def test_wrong_path_says_which_setting(monkeypatch: pytest.MonkeyPatch, spec: str) -> None:
    monkeypatch.setenv("ANFA_ENCODER", spec)
    with pytest.raises(EncoderError, match="ANFA_ENCODER") as caught:
        load_encoder()
    assert spec in caught.value.problem


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("content", [None, b"not a model"])
def test_damaged_static_folder(tmp_path: Path, name: str, content: bytes | None) -> None:
    folder = tiny_model(tmp_path)
    (folder / name).unlink() if content is None else (folder / name).write_bytes(content)
    with pytest.raises(EncoderError, match="ANFA_ENCODER"):
        load_encoder(str(folder))


@pytest.mark.parametrize(
    "tensors",
    [
        {"something": np.zeros((3, 2), np.float32)},
        {"embedding.weight": np.zeros((2, 2), np.float32)},
        {"embedding.weight": np.zeros(3, np.float32)},
    ],
)
def test_table_that_does_not_fit(tmp_path: Path, tensors: dict[str, np.ndarray]) -> None:
    with pytest.raises(EncoderError):
        StaticEncoder(tiny_model(tmp_path, tensors))


@pytest.mark.own_process
def test_folder_that_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("{", encoding="utf-8")
    with pytest.raises(EncoderError, match="ANFA_ENCODER"):
        load_encoder(str(tmp_path))
    with pytest.raises(EncoderError):
        StaticEncoder(tmp_path)


@given(st.lists(st.lists(st.floats(-50, 50, width=32), min_size=3, max_size=3), min_size=1, max_size=6))
def test_eight_bits_stay_within_half_a_step(rows: list[list[float]]) -> None:
    table = np.array(rows, np.float32)
    numbers, steps = quantise(table)
    assert numbers.dtype == np.int8
    assert np.all(np.abs(numbers * steps[:, None] - table) <= steps[:, None] * 0.501)


def test_passages_lose_no_sentence_and_stay_short() -> None:
    sentence = "企业应当每月检查一次消防设施并做好记录；"
    text = "第一条 短文本应当原样保留。\n" + sentence * 20 + "\n短"
    cut = list(passages(text))
    assert cut[0] == "第一条 短文本应当原样保留。"
    assert "".join(cut[1:]) == sentence * 20
    assert max(map(len, cut)) <= 120


def test_clause_pairs_ask_in_spoken_words() -> None:
    passage = "特种作业人员应当经过专门培训，取得证书，单位应当每年组织复审，不得安排无关人员顶替。"
    pairs = list(clause_pairs([passage], seed=1))
    assert pairs[0][0] in passage
    spoken = [query for query, whole in pairs[1:] if whole == passage]
    assert spoken
    assert all("特种作业人员" not in query for query in spoken)


@pytest.mark.own_process
def test_vocabulary_cuts_words_of_the_field_and_ships(tmp_path: Path) -> None:
    pieces = choose_pieces(["特种作业人员未经培训上岗，责令限期改正。"] * 3, size=9000)
    assert len(pieces) == 9000
    assert len({piece for piece, _ in pieces}) == 9000
    tokenizer = build_tokenizer(pieces)
    assert tokenizer.encode("特种作业人员，上岗 ＡＢ12").tokens[:2] == ["特种作业人员", "上岗"]
    assert tokenizer.encode("１２").tokens == ["1", "2"]
    table = np.random.default_rng(0).normal(size=(9000, 4)).astype(np.float32)
    save(tmp_path / "student", tokenizer, table, model_card(table.shape, 0.5))
    vector = StaticEncoder(tmp_path / "student").encode_queries(["上岗"])[0]
    row = table[tokenizer.get_vocab()["上岗"]]
    assert vector @ row / np.linalg.norm(row) == pytest.approx(1, abs=1e-3)


@pytest.mark.own_process
def test_training_brings_the_student_nearer_to_the_teacher() -> None:
    from search.distill.distill import Bags, Recipe, starting_table, targets, train, unit

    chance = np.random.default_rng(3)
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0} | {f"w{i}": i for i in range(1, 40)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    truth = chance.normal(size=(40, 8)).astype(np.float32)
    words = chance.integers(1, 40, size=(256, 5))
    bags = Bags(tokenizer, [" ".join(f"w{i}" for i in row) for row in words])
    wanted = targets(truth[words].mean(1), np.eye(8, dtype=np.float32))
    recipe = Recipe(dimension=8, epochs=100, batch=64, rate=5e-2, dropout=0.0, pairing=0.0)
    start = starting_table(chance.normal(size=(40, 8)).astype(np.float32), bags, wanted, recipe)
    lines: list[str] = []
    trained = train(start, bags, wanted, recipe, log=lines.append)
    before, after = ((unit(bags.means(table)) * wanted).sum(1).mean() for table in (start, trained))
    assert after > max(before, 0.95)
    assert len(lines) == 100
