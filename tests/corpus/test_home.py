from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import LibraryError
from corpus.home import FORMAT, Home, Manifest


def manifest(**more: object) -> Manifest:
    return Manifest(**{"format": FORMAT, "scope": "default", "encoder": "e", **more})  # type: ignore[arg-type]


def publish(home: Home, content: str) -> Path:
    with home.building() as folder:
        (folder / "file").write_text(content, encoding="utf-8")
        return home.publish(folder, manifest())


def test_before_the_first_build_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="anfa build"):
        Home(tmp_path / "absent").current()


def test_a_build_serves_once_published(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.building() as folder:
        (folder / "file").write_text("一", encoding="utf-8")
        assert home.current_name() is None
        home.publish(folder, manifest(counts={"documents": 1}))
    assert (home.current() / "file").read_text(encoding="utf-8") == "一"
    assert home.manifest().counts == {"documents": 1}


def test_a_crash_in_the_middle_leaves_the_previous_build(tmp_path: Path) -> None:
    home = Home(tmp_path)
    publish(home, "旧")
    with pytest.raises(RuntimeError), home.building() as folder:
        (folder / "file").write_text("新", encoding="utf-8")
        raise RuntimeError
    assert (home.current() / "file").read_text(encoding="utf-8") == "旧"
    assert not list((tmp_path / "generations").glob("building-*"))


def test_leftovers_of_a_killed_build_are_cleared(tmp_path: Path) -> None:
    home = Home(tmp_path)
    publish(home, "旧")
    (tmp_path / "generations" / "building-1").mkdir()
    publish(home, "新")
    assert [p.name for p in (tmp_path / "generations").iterdir() if p.name.startswith("building")] == []


def test_the_generation_before_is_kept_for_open_readers_and_older_ones_go(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first, second, third = publish(home, "1"), publish(home, "2"), publish(home, "3")
    assert (first.exists(), second.exists(), third.exists()) == (False, True, True)


def test_one_builder_at_a_time(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.building(), pytest.raises(LibraryError, match="另一个建库任务"), Home(tmp_path).building():
        pass


@pytest.mark.parametrize("found", [FORMAT + 1, FORMAT - 1])
def test_a_library_of_another_version_offers_the_rebuild_and_keeps_its_originals(tmp_path: Path, found: int) -> None:
    home = Home(tmp_path)
    with home.building() as folder:
        original = home.keep_original("原文".encode(), "甲.txt")
        generation = home.publish(folder, manifest(originals=(original,)))
    path = generation / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "format": found}), encoding="utf-8")
    with pytest.raises(LibraryError, match=r"另一版本.*anfa build"):
        home.current()
    assert home.originals() == (original,)
    assert home.read_original(original).decode() == "原文"


def test_a_damaged_generation_is_named(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (publish(home, "1") / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(LibraryError, match="损坏"):
        home.current()


def test_an_altered_original_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path)
    original = home.keep_original(b"abc", "a.txt")
    (tmp_path / "originals" / original.sha256).write_bytes(b"abd")
    with pytest.raises(LibraryError, match=r"a\.txt"):
        home.read_original(original)
