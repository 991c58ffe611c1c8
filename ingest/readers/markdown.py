"""Markdown: CommonMark to HTML to lines; front matter and our header lines become hints."""

from __future__ import annotations

import yaml
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

from ingest.readers.html import parse_html
from ingest.readers.lines import Line, RawText
from ingest.readers.text import decode

_KEYS = {
    "title": "title",
    "date": "published",
    "author": "site",
    "文号": "number",
    "发布机关": "issuer",
    "发布日期": "published",
    "施行日期": "effective",
    "状态": "status",
    "source": "source",
    "note": "note",
    "completeness": "completeness",
}


def read_markdown(data: bytes, name: str) -> RawText:
    """Lines of a ``.md`` file.

    The rules that would eat printed characters are off: ``1.`` stays a number, indented text is no code,
    ``---`` under a line is no heading, ``[1]: …`` is no definition.
    """
    text = decode(data, name).lstrip()
    parser = MarkdownIt("commonmark", {"breaks": True, "html": True}).enable("table").use(front_matter_plugin)
    parser.disable(["list", "code", "lheading", "reference"])
    tokens = parser.parse(text)
    front = next((token.content for token in tokens if token.type == "front_matter"), "")
    page = parse_html(parser.renderer.render(tokens, parser.options, {}))
    hints = dict(page.hints) | _front_hints(front)
    lines = tuple(Line(line, "题录信息") for line in front.splitlines() if line.strip()) + page.lines
    return RawText(lines, hints)


def _front_hints(front: str) -> dict[str, str]:
    """Known keys of the front matter; a header that is no YAML is read as ``key: value`` lines."""
    try:
        loaded = yaml.load(front, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        loaded = None
    if not isinstance(loaded, dict):
        pairs = (line.partition(":") for line in front.splitlines())
        loaded = {key.strip(): value.strip() for key, _, value in pairs}
    return {
        _KEYS[key]: value.strip().strip("'\"")
        for key, value in loaded.items()
        if key in _KEYS and isinstance(value, str) and value.strip()
    }
