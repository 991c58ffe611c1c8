"""Who stands above whom, by names and places alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.regions import full_province, provinces
from ingest.agencies import line_above, superior

#: Agency, its region where one is known, the agency above it.
TABLE: list[tuple[str, str | None, str | None]] = [
    # Ministries have none above them here.
    ("应急管理部", None, None),
    ("国家消防救援局", None, None),
    ("国家市场监督管理总局", None, None),
    ("国家矿山安全监察局", None, None),
    # Provinces, municipalities and autonomous regions.
    ("江苏省应急管理厅", None, "应急管理部"),
    ("江苏省应急管理厅", "江苏", "应急管理部"),
    ("北京市应急管理局", None, "应急管理部"),
    ("广西壮族自治区应急管理厅", None, "应急管理部"),
    ("新疆生产建设兵团应急管理局", "新疆兵团", "应急管理部"),
    ("江苏省消防救援总队", "江苏", "国家消防救援局"),
    ("上海市消防救援总队", "上海", "国家消防救援局"),
    ("浙江省市场监督管理局", None, "国家市场监督管理总局"),
    ("国家矿山安全监察局山西局", "山西", "国家矿山安全监察局"),
    # Cities, leagues and prefectures.
    ("宁波市应急管理局", "浙江宁波", "浙江省应急管理厅"),
    ("苏州市应急管理局", None, "江苏省应急管理厅"),
    ("江苏省苏州市应急管理局", None, "江苏省应急管理厅"),
    ("吉林市应急管理局", None, "吉林省应急管理厅"),
    ("呼和浩特市应急管理局", "内蒙古呼和浩特", "内蒙古自治区应急管理厅"),
    ("锡林郭勒盟应急管理局", "内蒙古锡林郭勒", "内蒙古自治区应急管理厅"),
    ("恩施土家族苗族自治州应急管理局", "湖北恩施", "湖北省应急管理厅"),
    ("海南藏族自治州应急管理局", None, "青海省应急管理厅"),
    ("宁波市应急管理局", "江苏", "浙江省应急管理厅"),  # the name knows better than the place
    ("苏州市消防救援支队", "江苏苏州", "江苏省消防救援总队"),
    ("苏州市市场监督管理局", "江苏苏州", "江苏省市场监督管理局"),
    # Counties and districts whose name has the city in it.
    ("宁波市鄞州区应急管理局", "浙江宁波", "宁波市应急管理局"),
    ("宁波市鄞州区应急管理局", None, "宁波市应急管理局"),
    ("江苏省苏州市吴江区应急管理局", None, "苏州市应急管理局"),
    ("苏州市昆山市应急管理局", "江苏苏州", "苏州市应急管理局"),
    ("荆州市沙市区应急管理局", "湖北荆州", "荆州市应急管理局"),
    ("广西壮族自治区南宁市青秀区应急管理局", None, "南宁市应急管理局"),
    ("苏州市吴江区消防救援大队", "江苏苏州", "苏州市消防救援支队"),
    ("苏州市吴江区市场监督管理局", "江苏苏州", "苏州市市场监督管理局"),
    # Districts of the municipalities, above which stand bodies of provincial rank.
    ("上海市浦东新区应急管理局", "上海", "上海市应急管理局"),
    ("重庆市綦江区应急管理局", None, "重庆市应急管理局"),
    ("上海市浦东新区消防救援支队", "上海", "上海市消防救援总队"),
    # No city in the name: the nearest that is known.
    ("昆山市应急管理局", "江苏", "江苏省应急管理厅"),
    ("临沭县应急管理局", "山东", "山东省应急管理厅"),
    # Nothing tells.
    ("昆山市应急管理局", None, None),
    ("临沭县应急管理局", None, None),
    ("应急管理局", "江苏", None),
    ("朝阳区应急管理局", "全国", None),
    ("苏州市住房和城乡建设局", "江苏苏州", None),
    ("苏州市公安局", "江苏苏州", None),
    ("某某技术服务公司", "江苏", None),
    ("", None, None),
]


@pytest.mark.parametrize(("name", "place", "above"), TABLE)
def test_the_agency_above(name: str, place: str | None, above: str | None) -> None:
    assert superior(name, place) == above


MINISTRIES = {"应急管理部", "国家消防救援局", "国家市场监督管理总局", "国家矿山安全监察局"}
PLACES = (
    "",
    "某县",
    "苏州市",
    "苏州市吴江区",
    "江苏省",
    "上海市",
    "上海市浦东新区",
    "海南藏族自治州",
    "吉林市",
    "昆山市",
)
BODIES = (
    "应急管理局",
    "应急管理厅",
    "应急管理部",
    "消防救援支队",
    "消防救援大队",
    "消防救援总队",
    "市场监督管理局",
    "住房和城乡建设局",
)


@given(st.sampled_from(PLACES), st.sampled_from(BODIES), st.sampled_from([None, "全国", *provinces()]))
def test_the_line_ends_at_a_ministry_or_where_nothing_tells(place: str, body: str, region: str | None) -> None:
    line = [f"{place}{body}"]
    while (above := superior(line[-1], region)) is not None:
        assert above not in line
        line.append(above)
        assert len(line) <= 4
    assert line[-1] in MINISTRIES or len(line) == 1


@pytest.mark.parametrize("short", [p for p in provinces() if p not in ("香港", "澳门", "台湾")])
def test_every_province_stands_under_the_ministry(short: str) -> None:
    full = full_province(short)
    ending = "局" if full.endswith(("市", "兵团")) else "厅"
    assert superior(f"{full}应急管理{ending}", short) == "应急管理部"


@pytest.mark.parametrize(
    ("name", "place", "line"),
    [
        ("宁波市鄞州区应急管理局", None, ("宁波市应急管理局", "浙江省应急管理厅", "应急管理部")),
        ("上海市浦东新区消防救援支队", None, ("上海市消防救援总队", "国家消防救援局")),
        ("昆山市应急管理局", "江苏苏州", ("江苏省应急管理厅", "应急管理部")),
        ("昆山市应急管理局", None, ()),
        ("应急管理部", None, ()),
    ],
)
def test_the_whole_line(name: str, place: str | None, line: tuple[str, ...]) -> None:
    assert line_above(name, place) == line
