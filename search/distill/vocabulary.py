"""The student's vocabulary: whole words of legal Chinese, single characters for everything else.

A ``Unigram`` model whose scores are log frequencies of words finds the most probable cut of a sentence, as jieba does,
but inside a plain ``tokenizer.json``: both our numpy encoder and sentence-transformers read it, and jieba is needed
only while the vocabulary is made.
"""

from __future__ import annotations

import json
import math
import re
import string
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.lexicon import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokenizers import Tokenizer

UNKNOWN = "<unk>"
_UNKNOWN_SCORE = -30.0
_RUN = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+\Z")
_LATIN = re.compile(r"[a-z]{2,12}\Z")
_LONGEST_WORD = 6
# A word of the general dictionary that the legal texts lack is worth keeping for lay questions; its dictionary count
# (a corpus of other texts) is scaled down to be comparable.
_GENERAL_WEIGHT = 0.05
_PHRASE_COUNT = 30
_PHRASE_BOND = 0.45


def _general_words() -> dict[str, int]:
    """The dictionary of jieba: word -> frequency in general Chinese."""
    import jieba

    words: dict[str, int] = {}
    with jieba.get_dict_file() as lines:
        for raw in lines:
            word, count, *_ = raw.decode("utf-8").split()
            words[word] = int(count)
    return words


def field_words() -> set[str]:
    """Terms of the project's lexicon and the workshop's words for them, those of one run of Han characters."""
    lexicon = load_lexicon()
    spoken = {part for key in lexicon.synonyms for part in key.split()}
    return {word for word in lexicon.words | spoken if _HAN.match(word) and 1 < len(word) <= _LONGEST_WORD}


def cut_words(texts: Iterable[str]) -> list[list[str]]:
    """Words of jieba, lower-cased and NFKC-folded; one list for each run of text without punctuation."""
    import jieba

    jieba.setLogLevel("ERROR")
    cutter = jieba.Tokenizer()
    for word in field_words():
        cutter.add_word(word)
    runs = (run for text in texts for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()))
    return [list(cutter.cut(run, HMM=False)) for run in runs]


def find_phrases(runs: Iterable[list[str]], counts: Counter[str]) -> dict[str, int]:
    """Neighbouring words that belong together (特种+作业), with their count: normalised mutual information."""
    pairs = Counter(pair for run in runs for pair in pairwise(run))
    total = sum(counts.values())
    phrases: Counter[str] = Counter()
    for (left, right), n in pairs.items():
        phrase = left + right
        if n < _PHRASE_COUNT or len(phrase) > _LONGEST_WORD or min(len(left), len(right)) < 2 or not _HAN.match(phrase):
            continue
        mutual = math.log(n * total / (counts[left] * counts[right])) / -math.log(n / total)
        if mutual > _PHRASE_BOND:
            phrases[phrase] += n
    return dict(phrases)


def choose_pieces(texts: Iterable[str], size: int) -> list[tuple[str, float]]:
    """About ``size`` pieces with their log probability, the unknown piece first.

    Every character of the texts and of GB 2312 is kept, so that hardly anything is unknown; then the most frequent
    words and phrases of the texts and words of general Chinese. The words of the lexicon come first.
    """
    general, field = _general_words(), field_words()
    runs = cut_words(texts)
    counts = Counter(word for run in runs for word in run)
    total, total_general = sum(counts.values()), sum(general.values())
    counts.update(find_phrases(runs, counts))
    score: dict[str, float] = {}
    for word in counts.keys() | general.keys() | field:
        if (_HAN.match(word) and len(word) <= _LONGEST_WORD) or _LATIN.match(word):
            score[word] = counts[word] / total + _GENERAL_WEIGHT * general.get(word, 0) / total_general
    singles = {w for w in score if len(w) == 1 and (counts[w] or _common(w))}
    singles |= set(string.ascii_lowercase + string.digits)
    words = sorted(
        (w for w in score if len(w) > 1 and (score[w] > 0 or w in field)), key=lambda w: (w not in field, -score[w], w)
    )
    words = words[: max(1, size - 1 - len(singles))]
    floor = score[words[-1]]
    kept = sorted(singles) + words
    return [(UNKNOWN, _UNKNOWN_SCORE)] + [(w, round(math.log(max(score.get(w, 0.0), floor)), 3)) for w in kept]


def _common(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def build_tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """The tokenizer of ``pieces``: NFKC, lower case, punctuation dropped, digits one by one, most probable cut."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.Unigram([(p, s) for p, s in pieces], unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), behavior="removed"),
            pre_tokenizers.Digits(individual_digits=True),
        ]
    )
    return tokenizer


def pieces_json(tokenizer: Tokenizer) -> str:
    """``tokenizer.json`` without indentation, to keep the shipped folder small."""
    return json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))
