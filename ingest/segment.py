"""Words of Chinese text, by jieba with the words of the field."""

from __future__ import annotations

import logging
import warnings
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from corpus.lexicon import load_lexicon
from corpus.settings import home

if TYPE_CHECKING:
    from jieba import Tokenizer


def words(text: str, *, search: bool = False) -> list[str]:
    """Words in reading order, without punctuation and space.

    Args:
        text: any text; case and width are kept as they are.
        search: also give the shorter words inside a long one (特种作业人员 -> 特种, 作业, 人员, 特种作业人员), for
            an index that must answer both.

    Returns:
        Words of letters and digits only. Without ``search`` they join up to exactly the letters and digits of
        ``text``, and cutting them again (joined by spaces) changes nothing.
    """
    cutter = tokenizer()
    # No guessing of unknown words (HMM): a query and a passage must be cut alike wherever the word stands.
    cut = cutter.cut_for_search(text, HMM=False) if search else cutter.cut(text, HMM=False)
    kept = ("".join(filter(str.isalnum, word)) for word in cut)
    return [word for word in kept if word]


@cache
def tokenizer() -> Tokenizer:
    """Our own tokenizer: jieba's module-wide one stays as it was."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 imports pkg_resources and has invalid escapes
        import jieba

    made = jieba.Tokenizer()
    _initialize(made)
    for term in load_lexicon().terms:
        made.add_word(term.word, term.frequency, term.tag)
    return made


def _initialize(tokenizer: Tokenizer) -> None:
    """Load jieba's dictionary, quietly, with its cache where nobody else can plant one.

    jieba unmarshals its cache from the shared temporary folder by default; here the cache lies in the user's own
    library folder, and where there is none yet it is thrown away again.
    """
    logger = logging.getLogger("jieba")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        kept = _cache_folder()
        if kept is not None:
            _load(tokenizer, kept)
        else:
            with TemporaryDirectory(prefix="anfa-") as folder:
                _load(tokenizer, Path(folder))
    finally:
        logger.setLevel(level)


def _cache_folder() -> Path | None:
    """A folder of the user's library, or None where there is no library yet or it may not be written to."""
    folder = home().resolve() / "jieba"
    try:
        if home().is_dir():
            folder.mkdir(exist_ok=True)
            return folder
    except OSError:
        pass
    return None


def _load(tokenizer: Tokenizer, folder: Path) -> None:
    tokenizer.tmp_dir = str(folder)
    tokenizer.initialize()
