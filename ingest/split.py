"""Several documents in one file: the official explanation that a site prints under the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.dates import is_date_line
from ingest.readers.lines import Line

_HEADING = re.compile(
    r"(?:政策|文件|官方|权威|相关|图文|专家)?解读\s*[：:]?|.{0,60}(?:答记者问|政策解读|权威解读)|《.{4,60}》(?:的)?解读"
)
_STOPS = "。；！？;!?"


def split_documents(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """The lines of each document; all but the first explain the first.

    An explanation begins after the date line of a signature, at 解读： or at the title of a 答记者问; a title of more than one
    line is taken whole.
    """
    kept = [at for at, line in enumerate(lines) if not line.reason]
    for place, at in enumerate(kept):
        if place < 4 or not _HEADING.fullmatch(lines[at].text.strip()):
            continue
        start = place
        while start > 0 and len(text := lines[kept[start - 1]].text) <= 40 and not text.endswith(tuple(_STOPS)):
            if is_date_line(text):
                break
            start -= 1
        if start > 0 and is_date_line(lines[kept[start - 1]].text) and place + 1 < len(kept):
            cut = kept[start]
            return [tuple(lines[:cut]), tuple(lines[cut:])]
    return [tuple(lines)]
