from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cases import AgencyLevel, CaseClause, EnforcementCase, FieldSpan, case_to_json
from corpus.errors import NotFoundError
from corpus.library import Library, write_catalogue, write_library

CASE = EnforcementCase(
    "某公司案",
    "某县应急管理局罚款二万元。",
    "测试",
    agency="某县应急管理局",
    agency_level=AgencyLevel.COUNTY,
    violated=(CaseClause("第三十条", 0, 4, "安全生产法", 30),),
    fine_unit=20_000,
    fine_person=(1_000,),
    spans=(FieldSpan("agency", 0, 7),),
)


def test_a_case_as_plain_data() -> None:
    body = json.loads(json.dumps(case_to_json(CASE)))
    assert (body["id"], body["agency_level"], body["violated"][0]["article"]) == (CASE.id, "县", 30)
    assert CASE.fine == 21_000
    assert CASE.quotes("agency") == ("某县应急管理局",)


@given(st.text(min_size=1), st.text(min_size=1))
def test_the_same_text_has_the_same_id_and_another_another(one: str, other: str) -> None:
    ids = [EnforcementCase("案", text, "测试").id for text in (one, one, other)]
    assert ids[0] == ids[1]
    assert (ids[0] == ids[2]) is (one == other)


def test_cases_lie_in_the_library_once(tmp_path: Path) -> None:
    write_library(tmp_path / "library.sqlite", [])
    write_catalogue(tmp_path / "library.sqlite", cases=[CASE, CASE])
    library = Library(tmp_path / "library.sqlite")
    assert library.cases() == (CASE,)
    assert library.case(CASE.id) == CASE
    with pytest.raises(NotFoundError, match="不等于不存在"):
        library.case("案例-没有")
