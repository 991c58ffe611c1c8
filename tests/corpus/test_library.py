from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import LibraryError, NotFoundError
from corpus.library import Library, write_library
from corpus.model import Status, Wording
from tests.samples import workshop_rules

TODAY = date(2026, 6, 1)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    old = workshop_rules(date(2020, 1, 1), ended=date(2024, 1, 1), ended_as=Status.AMENDED)
    new = workshop_rules(date(2023, 10, 1), effective=date(2024, 1, 1), number="试令〔2023〕7号", notes=("注意一处",))
    write_library(tmp_path / "library.sqlite", [old, new])
    return Library(tmp_path / "library.sqlite")


def test_what_goes_in_comes_out(library: Library) -> None:
    texts = list(library.texts())
    assert [t.document.id for t in texts] == ["车间安全试行规定@2020-01-01", "车间安全试行规定@2023-10-01"]
    assert texts[0].provisions == workshop_rules(date(2020, 1, 1)).provisions
    assert texts[1].document.notes == ("注意一处",)
    assert texts[0].document.ended_as is Status.AMENDED
    assert texts[0].document.wording is Wording.OFFICIAL
    assert library.counts() == {
        "documents": 2,
        "provisions": 16,
        "articles": 4,
        **dict.fromkeys(("cases", "violations", "criteria"), 0),
    }


@pytest.mark.parametrize(
    ("reference", "day", "expected"),
    [
        ("车间安全试行规定#2.1.2", TODAY, "车间安全试行规定@2023-10-01#2.1.2"),
        ("车间安全试行规定#2.1.2", date(2022, 1, 1), "车间安全试行规定@2020-01-01#2.1.2"),
        ("车间安全试行规定@2020-01-01#1", TODAY, "车间安全试行规定@2020-01-01#1"),
        ("《车间安全试行规定》# 1.2 ", TODAY, "车间安全试行规定@2023-10-01#1.2"),
        ("试令〔2023〕7号#c1", TODAY, "车间安全试行规定@2023-10-01#c1"),
    ],
)
def test_a_reference_without_version_takes_the_one_in_force(
    library: Library, reference: str, day: date, expected: str
) -> None:
    assert library.resolve(reference, day).id == expected


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        ("车间安全试行规定#99", "没有 #99"),
        ("车间安全试行规定@1999-01-01#1", "库中有：车间安全试行规定@2023-10-01、车间安全试行规定@2020-01-01"),
        ("不存在法#1", "不等于不存在"),
    ],
)
def test_what_is_not_there_is_said_so(library: Library, reference: str, says: str) -> None:
    with pytest.raises(NotFoundError, match=says):
        library.resolve(reference, TODAY)


def test_threads_share_a_library(library: Library) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(library.resolve("车间安全试行规定#1.1", TODAY).text))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["车间每周清扫一次粉尘。"] * 8


def test_the_same_identifier_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="编号重复"):
        write_library(tmp_path / "library.sqlite", [workshop_rules(), workshop_rules()])


def test_a_file_that_is_no_library_offers_the_rebuild(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(LibraryError, match="anfa build"):
        Library(tmp_path / "library.sqlite")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 12, 31), Status.NOT_YET),
        (date(2020, 1, 1), Status.IN_FORCE),
        (date(2023, 12, 31), Status.IN_FORCE),
        (date(2024, 1, 1), Status.REPEALED),
    ],
)
def test_standing_follows_from_dates(day: date, expected: Status) -> None:
    document = workshop_rules(ended=date(2024, 1, 1), ended_as=Status.REPEALED).document
    assert document.status_on(day) is expected


def test_a_text_nobody_vouches_for_is_never_called_in_force() -> None:
    assert workshop_rules(status_as_of=None).document.status_on(TODAY) is Status.UNVERIFIED
