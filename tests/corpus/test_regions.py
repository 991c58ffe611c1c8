from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from corpus import regions
from corpus.regions import find_region, province_of, province_of_number, provinces, region_of


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("达州市应急管理局", "四川达州"),
        ("四川省达州市通川区应急管理局", "四川达州"),
        ("江苏省应急管理厅", "江苏"),
        ("江苏省南京市人民政府", "江苏南京"),
        ("江苏南京应急", "江苏南京"),
        ("郑州市人民代表大会常务委员会", "河南郑州"),
        ("深圳经济特区安全生产监督管理条例", "广东深圳"),
        ("《深圳经济特区消防条例》", "广东深圳"),
        ("国家矿山安全监察局山西局", "山西"),
        ("国家矿山安全监察局", "全国"),
        ("国家税务总局江苏省税务局", "江苏"),
        ("山西煤矿安全监察局", "山西"),
        ("中华人民共和国江苏海事局", "江苏"),
        ("应急管理部", "全国"),
        ("中华人民共和国应急管理部", "全国"),
        ("应急管理部办公厅关于江苏响水事故的通报", "全国"),
        ("中华人民共和国海南自由贸易港法", "全国"),
        ("中华人民共和国香港特别行政区基本法", "全国"),
        ("国务院安全生产委员会办公室", "全国"),
        ("全国人民代表大会常务委员会", "全国"),
        ("工贸企业粉尘防爆安全规定", "全国"),
        ("新疆生产建设兵团应急管理局", "新疆兵团"),
        ("兵团第八师应急管理局", "新疆兵团"),
        ("新疆维吾尔自治区应急管理厅", "新疆"),
        ("石河子市应急管理局", "新疆石河子"),
        ("北京市朝阳区应急管理局", "北京"),
        ("重庆市万州区应急管理局", "重庆"),
        ("天津市河北区应急管理局", "天津"),
        ("浦东新区应急管理局", "上海"),
        ("朝阳市应急管理局", "辽宁朝阳"),
        ("长春市朝阳区应急管理局", "吉林长春"),
        ("吉林省应急管理厅", "吉林"),
        ("吉林市应急管理局", "吉林吉林"),
        ("吉林省吉林市应急管理局", "吉林吉林"),
        ("吉林煤矿安全监察局", "吉林"),
        ("海南省应急管理厅", "海南"),
        ("海南州应急管理局", "青海海南"),
        ("青海省海南藏族自治州人民政府", "青海海南"),
        ("青海省海南州人民政府", "青海海南"),
        ("乌海市海南区应急管理局", "内蒙古乌海"),
        ("上海南站", "上海"),
        ("巴州应急管理局", "新疆巴音郭楞"),
        ("巴中市巴州区应急管理局", "四川巴中"),
        ("凉山州应急管理局", "四川凉山"),
        ("峨眉山市应急管理局", "四川乐山"),
        ("四川省峨眉山市消防救援大队", "四川乐山"),
        ("眉山市应急管理局", "四川眉山"),
        ("凉山彝族自治州人民政府", "四川凉山"),
        ("延边朝鲜族自治州应急管理局", "吉林延边"),
        ("锡林郭勒盟应急管理局", "内蒙古锡林郭勒"),
        ("阿克苏地区应急管理局", "新疆阿克苏"),
        ("毕节地区安全生产监督管理局", "贵州毕节"),
        ("济源市应急管理局", "河南济源"),
        ("神农架林区应急管理局", "湖北神农架"),
        ("雄安新区应急管理局", "河北雄安"),
        ("莱芜市安全生产监督管理局", "山东济南"),
        ("中山市应急管理局", "广东中山"),
        ("北京市实施《中华人民共和国矿山安全法》办法", "北京"),
        ("辽宁省人民政府转发国务院关于进一步加强安全生产工作的通知", "辽宁"),
        ("内蒙古自治区应急管理厅", "内蒙古"),
        ("广西壮族自治区应急厅", "广西"),
        ("宁夏回族自治区人大常委会", "宁夏"),
        ("关于四川省危险化学品事故的通报", "四川"),
    ],
)
def test_region_of(text: str, region: str) -> None:
    assert region_of(text) == region


@pytest.mark.parametrize(
    "text",
    [
        "昆山市应急管理局",
        "朝阳区应急管理局",
        "海南区应急管理局",
        "黄河南岸堤防",
        "巴州区应急管理局",
        "东方电气公司",
        "安全生产条例",
        "",
    ],
)
def test_what_names_no_known_place_is_unknown_not_national(text: str) -> None:
    assert find_region(text) is None


@pytest.mark.parametrize(
    ("number", "province"),
    [
        ("苏应急〔2021〕18号", "江苏"),
        ("川应急〔2022〕5号", "四川"),
        ("川府发〔2020〕1号", "四川"),
        ("鲁应急字〔2023〕10号", "山东"),
        ("京安办发〔2022〕3号", "北京"),
        ("粤应急规〔2021〕2号", "广东"),
        ("黔应急〔2020〕8号", "贵州"),
        ("内应急字〔2021〕9号", "内蒙古"),
        ("苏市监〔2021〕4号", "江苏"),
        ("新兵应急〔2021〕4号", "新疆兵团"),
        ("新应急〔2021〕4号", "新疆"),
        ("四川省人民政府令第350号", "四川"),
        ("苏州市人民政府令第160号", "江苏"),
        ("达市应急〔2023〕7号", None),
        ("吉市政发〔2021〕3号", None),
        ("苏府〔2021〕3号", None),
        ("鄂府发〔2021〕3号", None),
        ("宁应急〔2021〕3号", None),
        ("青政发〔2021〕3号", None),
        ("应急〔2021〕23号", None),
        ("应急厅函〔2021〕92号", None),
        ("国务院令第708号", None),
        ("应急管理部令第6号", None),
        ("安监总管三〔2017〕121号", None),
        ("新材料〔2021〕3号", None),
        ("", None),
    ],
)
def test_province_of_number(number: str, province: str | None) -> None:
    assert province_of_number(number) == province


def _cities(key: str) -> Counter[str]:
    return Counter({e["short"]: len(e.get(key, ())) for e in regions._table()})


def test_counts_of_the_division_codes() -> None:
    names = provinces()
    assert len(names) == 35
    assert names[0] == "北京"
    assert names[-1] == "新疆兵团"
    cities = _cities("cities")
    assert sum(cities.values()) == 333
    expected = {
        "河北": 11,
        "山西": 11,
        "内蒙古": 12,
        "辽宁": 14,
        "吉林": 9,
        "黑龙江": 13,
        "江苏": 13,
        "浙江": 11,
        "安徽": 16,
        "福建": 9,
        "江西": 11,
        "山东": 16,
        "河南": 17,
        "湖北": 13,
        "湖南": 14,
        "广东": 21,
        "广西": 14,
        "海南": 4,
        "四川": 21,
        "贵州": 9,
        "云南": 16,
        "西藏": 7,
        "陕西": 10,
        "甘肃": 14,
        "青海": 8,
        "宁夏": 5,
        "新疆": 14,
    }
    assert {name: n for name, n in cities.items() if n} == expected
    assert {name: n for name, n in _cities("direct").items() if n} == {"河南": 1, "湖北": 4, "海南": 15, "新疆": 12}


def test_every_city_is_found_by_its_full_name() -> None:
    for entry in regions._table():
        assert region_of(f"{entry['name']}应急管理局") == entry["short"]
        for full, short in [*regions._units(entry, "cities"), *regions._units(entry, "direct")]:
            assert region_of(f"{full}应急管理局") == entry["short"] + short, full
            assert region_of(f"{entry['name']}{full}应急管理局") == entry["short"] + short, full
            assert province_of(entry["short"] + short) == entry["short"]


def test_table_has_only_known_keys() -> None:
    text = Path(regions.__file__).with_name("regions.yaml").read_text(encoding="utf-8")
    for entry in yaml.safe_load(text)["provinces"]:
        assert set(entry) <= {"short", "name", "numbers", "cities", "direct", "also"}


def test_real_titles(shared: Path) -> None:
    wrong = []
    for line in (shared / "data/official/INDEX.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("region") and find_region(row["title"]) is not None:
            found = region_of(row["title"])
            if not found.startswith(row["region"]) and not row["region"].startswith(found):
                wrong.append((row["title"], row["region"], found))
    assert wrong == []
