"""Plain text: find the encoding, refuse what is no text."""

from __future__ import annotations

import codecs

from corpus.errors import IngestError
from ingest.readers.lines import RawText, split_lines

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CONTROLS = frozenset(chr(code) for code in range(32)) - frozenset("\t\n\r\f\v\x1a")


def decode(data: bytes, name: str) -> str:
    """``data`` as text: by its byte order mark, else UTF-8, else GB18030.

    Raises:
        IngestError: it is none of these, or it is binary (NUL and other control characters).
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            candidates: tuple[str, ...] = (encoding,)
            break
    else:
        candidates = ("utf-8", "gb18030")
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and _mostly_utf8(data):
                # GB18030 would accept most of these bytes and print other characters.
                raise IngestError(
                    f"“{name}”是 UTF-8 文本，但第 {error.start + 1} 字节损坏", "请重新下载或重新导出后再导入"
                ) from error
            continue
        if any(char in _CONTROLS for char in text):
            break
        return text.removeprefix("\ufeff")
    raise IngestError(
        f"“{name}”不是文本：编码不是 UTF-8 或 GB18030，或者含有二进制内容",
        "请确认文件类型，按真实格式改回扩展名，或另存为 UTF-8 编码的 .txt",
    )


def _mostly_utf8(data: bytes) -> bool:
    """Whether nine in ten of the bytes beyond ASCII are good UTF-8."""
    beyond = sum(byte > 0x7F for byte in data)
    good = sum(byte > 0x7F for byte in data.decode("utf-8", errors="ignore").encode())
    return beyond > 0 and good > 0.9 * beyond


def read_text(data: bytes, name: str) -> RawText:
    """Lines of a ``.txt`` file."""
    return RawText(tuple(split_lines(decode(data, name))))
