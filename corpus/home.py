"""``ANFA_HOME``: generations of the built library, the user's originals, and the pointer that says which one serves.

A build writes a new generation beside the old one and moves the pointer last, so that a crash at any moment leaves
the previous library whole. Layout::

    current                 name of the generation that serves
    originals/<sha256>      the user's files as they came
    generations/<name>/     manifest.json, library.sqlite, graph, indexes
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from corpus.errors import LibraryError

#: Raised with every change of what a generation holds or means.
FORMAT = 5
Reading = Literal["document", "case"]
_REBUILD = "请运行 anfa build 重建（已收录的文件会自动重新读入）"


@dataclass(frozen=True, slots=True)
class Original:
    """A file of the user's, kept as it came so that every rebuild reads it again.

    Attributes:
        sha256: hash of the content, and its name in ``originals``.
        name: file name as given.
        added: day of arrival, ISO.
        reading: ``document``, or ``case`` for published cases.
    """

    sha256: str
    name: str
    added: str
    reading: Reading = "document"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made from.

    Attributes:
        format: layout of the generation, see ``FORMAT``.
        scope: ``default`` or ``all``: which statutes were taken.
        encoder: identity of the sentence encoder whose vectors are stored.
        originals: the user's files in the order of arrival.
        counts: documents, provisions, passages, nodes, edges.
        built: UTC time, ISO 8601.
    """

    format: int
    scope: str
    encoder: str
    originals: tuple[Original, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    built: str = ""


class Home:
    """The folder that ``ANFA_HOME`` names; made when first written to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pointer = path / "current"
        self._generations = path / "generations"
        self._originals = path / "originals"

    def current_name(self) -> str | None:
        """Name of the generation that serves, or None before the first build."""
        try:
            return self._pointer.read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def current(self) -> Path:
        """Folder of the generation that serves.

        Raises:
            LibraryError: nothing built yet, the generation is gone, or another version of anfa made it.
        """
        name = self.current_name()
        if name is None:
            raise LibraryError(f"还没有建库（{self.path}）", "请先运行 anfa build")
        folder = self._generations / name
        found = _format_of(folder)
        if found is None:
            raise LibraryError(f"法规库已损坏或缺失（{folder.name}）", _REBUILD)
        if found != FORMAT:
            raise LibraryError(f"法规库由另一版本的 anfa 建成（格式 {found}，本程序用 {FORMAT}）", _REBUILD)
        return folder

    def manifest(self) -> Manifest:
        """Manifest of the generation that serves; raises like :meth:`current`."""
        return read_manifest(self.current())

    def originals(self) -> tuple[Original, ...]:
        """The user's files of the serving generation, whatever version of anfa made it."""
        name = self.current_name()
        if name is None:
            return ()
        try:
            return read_manifest(self._generations / name).originals
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise LibraryError(
                f"收录清单无法读取（{name}：{error}）", "原件仍在 originals 文件夹，请重新 anfa ingest"
            ) from error

    def keep_original(self, data: bytes, name: str, reading: Reading = "document") -> Original:
        """Store a file under its content's hash; harmless until a manifest names it."""
        digest = hashlib.sha256(data).hexdigest()
        self._originals.mkdir(parents=True, exist_ok=True)
        _write_atomically(self._originals / digest, data)
        return Original(digest, name, datetime.now(UTC).date().isoformat(), reading)

    def read_original(self, original: Original) -> bytes:
        """Content of a kept file.

        Raises:
            LibraryError: it is gone or was altered.
        """
        path = self._originals / original.sha256
        data = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(data).hexdigest() != original.sha256:
            raise LibraryError(f"收录的原件缺失或被改动：{original.name}", "请重新 anfa ingest 该文件")
        return data

    @contextmanager
    def building(self) -> Iterator[Path]:
        """An empty folder for the next generation; one builder at a time.

        Leftovers of builders that died are cleared first.

        Raises:
            LibraryError: another build is under way, or the folder cannot be written.
        """
        from filelock import FileLock, Timeout

        try:
            self._generations.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / "build.lock")
            with lock.acquire(timeout=0):
                for leftover in self._generations.glob("building-*"):
                    shutil.rmtree(leftover, ignore_errors=True)
                folder = self._generations / f"building-{os.getpid()}"
                folder.mkdir()
                try:
                    yield folder
                finally:
                    shutil.rmtree(folder, ignore_errors=True)
        except Timeout:
            raise LibraryError("另一个建库任务正在进行", "请等它结束后再试") from None
        except OSError as error:
            raise LibraryError(
                f"无法写入 {self.path}（{error.strerror or error}）", "请检查磁盘空间和文件夹权限"
            ) from error

    def publish(self, folder: Path, manifest: Manifest) -> Path:
        """Finish a folder given by :meth:`building` and let it serve; the one before it is kept for open readers."""
        body = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
        _write_atomically(folder / "manifest.json", body.encode())
        previous = self.current_name()
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        final = self._generations / stamp
        folder.rename(final)
        _write_atomically(self._pointer, stamp.encode())
        for old in self._generations.iterdir():
            if old.name not in (stamp, previous) and not old.name.startswith("building-"):
                shutil.rmtree(old, ignore_errors=True)
        return final


def manifest_of(body: dict[str, Any]) -> Manifest:
    """A manifest from the mapping that ``dataclasses.asdict`` makes of it."""
    return Manifest(**body | {"originals": tuple(Original(**entry) for entry in body["originals"])})


def read_manifest(folder: Path) -> Manifest:
    """Manifest of a generation."""
    return manifest_of(json.loads((folder / "manifest.json").read_text(encoding="utf-8")))


def _format_of(folder: Path) -> int | None:
    try:
        found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["format"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, int) else None


def _write_atomically(path: Path, data: bytes) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
