"""Published cases: the texts were written for these tests in the manner of published ones; firms and persons are invented."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cases import AgencyLevel, CaseClause, EnforcementCase
from corpus.errors import IngestError
from ingest.case_agency import find_agencies, level_of
from ingest.case_clauses import find_clauses, part_clauses
from ingest.case_days import find_days
from ingest.case_fields import amounts_in, find_fines
from ingest.case_measures import criminal_transfer
from ingest.case_names import mask_persons
from ingest.cases import MASKED_NOTE, read_case, read_cases

FORM = """【案例名称】江北市某铸造公司特种作业人员无证上岗案
【关键词】特种作业 机械制造；一案双罚
【基本案情】2024年3月12日，扬州市应急管理局执法人员对某铸造公司检查时发现，该公司电焊工李大勇未取得特种作业操作证上岗作业。上述行为违反了《安全生产法》第三十条第一款的规定。
【处理结果】2024年4月2日，扬州市应急管理局依据《安全生产法》第九十七条第（七）项的规定，责令限期改正，对该公司处4.9万元罚款，对主要负责人孙建平处以罚款1.2万元，合计罚款6.1万元。
【典型意义】全市累计查处无证上岗案件88起，罚款300万元。本案提醒企业，根据《刑法》第一百三十四条，情节严重的将被追究刑事责任。"""


def read(text: str, **more: Any) -> EnforcementCase:
    case = read_case(text, "测试.txt", **more)
    assert case is not None
    return case


def test_form() -> None:
    case = read(FORM)
    assert case.name == "江北市某铸造公司特种作业人员无证上岗案"
    assert case.keywords == ("特种作业", "机械制造", "一案双罚")
    assert case.agency == "扬州市应急管理局"
    assert case.agency_level is AgencyLevel.CITY
    assert case.place == "江苏扬州"
    assert case.date == "2024-04-02"
    assert (case.fine_unit, case.fine_person, case.fine) == (49_000, (12_000,), 61_000)
    assert case.measures == ("责令改正", "罚款")
    assert [(c.law, c.article, c.paragraph) for c in case.violated] == [("安全生产法", 30, 1)]
    assert [(c.law, c.article, c.item) for c in case.penalized_under] == [("安全生产法", 97, 7)]
    assert case.facts.startswith("2024年3月12日")
    assert case.outcome.startswith("2024年4月2日")
    assert case.significance.startswith("全市累计")
    assert case.criminal_transfer is None
    assert "machinery" in case.industries
    assert case.notes == (MASKED_NOTE,)


def test_spans_show_what_was_read() -> None:
    case = read(FORM)
    assert case.quotes("fine_unit") == ("4.9万元",)
    assert case.quotes("fine_person") == ("1.2万元",)
    assert case.quotes("agency") == ("扬州市应急管理局",)
    assert case.quotes("date") == ("2024年4月2日",)
    assert case.quotes("facts") == (case.facts,)
    names = {f.name for f in fields(EnforcementCase)}
    for span in case.spans:
        assert span.field in names
        assert 0 <= span.start < span.end <= len(case.text)
    filled = {"name", "agency", "agency_level", "place", "date", "industries", "facts", "violated", "penalized_under"}
    filled |= {"fine_unit", "fine_person", "measures", "outcome", "keywords", "significance"}
    assert {span.field for span in case.spans} == filled
    for clause in (*case.violated, *case.penalized_under):
        assert case.text[clause.start : clause.end] == clause.text


#: id, text, expected attributes (fine_unit, fine_person and criminal_transfer are checked in every row).
STORIES: list[tuple[str, str, dict[str, Any]]] = [
    (
        "plain",
        "2023年5月8日，临沭县应急管理局检查某木业公司，发现干式除尘系统未采取泄爆措施。该局依法责令限期改正，并处罚款3万元。",
        {
            "fine_unit": 30_000,
            "agency": "临沭县应急管理局",
            "agency_level": AgencyLevel.COUNTY,
            "date": "2023-05-08",
            "industries": ("combustible-dust",),
        },
    ),
    (
        "decided later, year left out",
        "2022年11月30日，昆山市消防救援大队在检查中发现，某酒店堵塞疏散通道。次年1月5日，该大队对酒店作出罚款1.5万元的处罚。",
        {"fine_unit": 15_000, "date": "2023-01-05", "agency": "昆山市消防救援大队", "agency_level": AgencyLevel.COUNTY},
    ),
    (
        "both fined",
        "贵阳市应急管理局查明，某化工公司未对承包单位统一协调管理。对该公司及其法定代表人分别罚款5万元、1万元。",
        {"fine_unit": 50_000, "fine_person": (10_000,), "agency_level": AgencyLevel.CITY, "place": "贵州贵阳"},
    ),
    (
        "both fined, the person first",
        "常熟市应急管理局检查发现某纺织公司隐患未整改，对安全总监陆某罚款0.7万元，对该公司罚款4万元。",
        {"fine_unit": 40_000, "fine_person": (7_000,)},
    ),
    (
        "each of several persons",
        "某危货运输公司伪造记录，交通运输执法支队检查发现后，责令停业整顿，对两名责任人各罚款2.5万元。",
        {"fine_person": (25_000, 25_000)},
    ),
    (
        "persons in a list",
        "太原市应急管理局查处某加油站动火作业未审批一案，对站长韩某、安全员钱某分别罚款8000元、3000元。",
        {"fine_person": (8_000, 3_000), "industries": ("gas-station",)},
    ),
    (
        "several firms",
        "合肥市应急管理局检查发现，甲机械公司将场所发包给不具备条件的乙安装公司，对甲公司、乙公司各罚款3万元。",
        {"fine_unit": 60_000},
    ),
    (
        "total without parts",
        "东莞市应急管理局虎门分局检查某五金公司，发现三项违法行为，合并处罚，合计罚款人民币52,000元。",
        {"fine_unit": 52_000, "agency": "东莞市应急管理局虎门分局", "agency_level": AgencyLevel.COUNTY},
    ),
    (
        "parts and total",
        "长沙市消防救援支队检查某商场，发现四项违法行为各罚款5000元，合并罚款2万元。",
        {"fine_unit": 20_000, "agency_level": AgencyLevel.CITY},
    ),
    (
        "total over unit and person",
        "滁州市应急管理局对某建材公司罚款6万元，对其主要负责人罚款2万元，共计罚款8万元。该公司检查中被发现未建立制度。",
        {"fine_unit": 60_000, "fine_person": (20_000,)},
    ),
    (
        "order only",
        "2021年7月1日，芜湖市应急管理局检查某食品公司，发现有限空间未设置警示标志，责令限期改正。该公司按期完成整改。",
        {"measures": ("责令改正",), "date": "2021-07-01", "industries": ("confined-space",)},
    ),
    (
        "warning and fine",
        "石家庄市应急管理局检查某印刷厂，发现未如实记录培训，给予警告，并处1万元罚款。",
        {"fine_unit": 10_000, "measures": ("警告", "罚款")},
    ),
    (
        "crime",
        "衡阳市应急管理局查获一处非法储存烟花爆竹的窝点，当事人贺某涉嫌危险作业罪，案件移送公安机关立案侦查。",
        {"criminal_transfer": True, "industries": ("fireworks",), "measures": ("移送公安机关",)},
    ),
    (
        "detained as a crime",
        "某公司加油站私自改装，温州市应急管理局检查发现。公安机关对经营者林某刑事拘留。",
        {"criminal_transfer": True},
    ),
    (
        "no crime, says the text",
        "绍兴市应急管理局检查某化工公司，发现关闭报警设备，因不构成犯罪，依法对该公司罚款2万元。",
        {"fine_unit": 20_000, "criminal_transfer": False},
    ),
    (
        "the law only threatens",
        "舟山市应急管理局检查某船厂，发现未持证动火，罚款2万元。构成犯罪的，依法追究刑事责任。",
        {"fine_unit": 20_000},
    ),
    (
        "about and range are no amounts",
        "古丈县消防救援大队检查某网吧，发现疏散通道堆满杂物，罚款五千余元。此类行为可处五千元以上五万元以下罚款。",
        {"agency": "古丈县消防救援大队"},
    ),
    (
        "reward and gain are no fines",
        "接群众举报，肇庆市市场监管局检查某燃气公司，没收违法所得1.58万元，罚款十四万元，并奖励举报人3000元。",
        {
            "fine_unit": 140_000,
            "agency": "肇庆市市场监督管理局",
            "measures": ("没收违法所得", "罚款"),
        },
    ),
    (
        "another case and statistics",
        "永州市应急管理局检查某生物颗粒公司，发现粉尘隐患，罚款二万元。同批另一件罚款九万元。前三季度全市共立案43起，罚款566万元。",
        {"fine_unit": 20_000},
    ),
    (
        "told twice",
        "金华市应急管理局检查发现某五金厂电工无证，决定罚款1.2万元。该厂缴纳罚款1.2万元后完成整改。",
        {"fine_unit": 12_000},
    ),
    (
        "Chinese capitals",
        "三明市应急管理局检查某采石场，发现边坡超高，处人民币贰万伍仟元整罚款。",
        {"fine_unit": 25_000, "industries": ("quarry",)},
    ),
    (
        "full width",
        "２０２３年６月１日，淮安市应急管理局检查某公司，发现未设警示标志，罚款４．９万元。",
        {"fine_unit": 49_000, "date": "2023-06-01"},
    ),
    (
        "half-width commas",
        "2023年6月,句容市应急管理局检查一家公司,发现隐患未消除,依安全生产法第一百零二条罚款4.5万元。",
        {"fine_unit": 45_000, "date": "2023-06"},
    ),
    (
        "a person alone",
        "2023年7月26日，执法人员在一处民房发现，当事人在疏散通道给电动自行车充电，责令立即改正，罚款50元。",
        {"fine_person": (50,), "industries": ("fire-safety",)},
    ),
    (
        "detention",
        "2025年9月16日，某自建房起火。昆明市公安局官渡分局查明，租户违规充电，对租户行政拘留十日。",
        {"measures": ("行政拘留",), "agency": "昆明市公安局官渡分局", "agency_level": AgencyLevel.COUNTY},
    ),
    (
        "body of the state in a province",
        "2022年3月8日，国家矿山安全监察局山西局检查某煤业公司，发现超能力生产，责令停产整顿，罚款150万元。",
        {
            "fine_unit": 1_500_000,
            "agency": "国家矿山安全监察局山西局",
            "agency_level": AgencyLevel.PROVINCE,
            "place": "山西",
            "industries": ("coal-mine",),
        },
    ),
    (
        "two levels together, one decides",
        "湖北省应急管理厅与钟祥市应急管理局联合检查某矿业公司，发现未配备防治水人员。钟祥市应急管理局责令限期改正并罚款5万元。",
        {"fine_unit": 50_000, "agency": "钟祥市应急管理局", "agency_level": AgencyLevel.COUNTY},
    ),
    (
        "the publisher does not decide",
        "广安市应急管理局检查某化工公司，发现动火作业未审批，罚款3万元。应急管理部将本案列为典型案例公布。",
        {"fine_unit": 30_000, "agency": "广安市应急管理局", "significance": "应急管理部将本案列为典型案例公布。"},
    ),
    (
        "short name of the body",
        "山东省应急管理厅接到举报，反映临沭县一家化工公司违规储存。县应急管理局核查属实，责令限期整改，罚款2万元。",
        {"fine_unit": 20_000, "agency": "临沭县应急管理局", "place": "山东"},
    ),
    (
        "fine under proposal",
        "2023年6月27日，阜新市某煤矿发生事故后瞒报。调查组建议对该矿罚款1815万元。",
        {"fine_unit": 18_150_000, "notes": ("文中罚款含建议或拟处数额，是否作出决定待核",)},
    ),
    (
        "overturned",
        "2023年11月24日，某市应急管理局检查某食品公司，发现隐患，罚款4.5万元。公司申请复议，复议机关变更为不予行政处罚。",
        {"fine_unit": 45_000, "notes": ("文中写有撤销、变更或确认违法，所列处罚未必最终生效",)},
    ),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in STORIES], ids=[row[0] for row in STORIES])
def test_story(text: str, expected: dict[str, Any]) -> None:
    case = read(text)
    found = {key: getattr(case, key) for key in expected}
    assert found == expected
    assert case.fine_unit == expected.get("fine_unit")
    assert case.fine_person == expected.get("fine_person", ())
    assert case.criminal_transfer == expected.get("criminal_transfer")


def test_story_parts() -> None:
    case = read(STORIES[0][1])
    assert case.facts == "2023年5月8日，临沭县应急管理局检查某木业公司，发现干式除尘系统未采取泄爆措施。"
    assert case.outcome == "该局依法责令限期改正，并处罚款3万元。"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("对该公司法定代表人王海军罚款2万元", "对该公司法定代表人王某罚款2万元"),
        ("电工李强未取得证书", "电工李某未取得证书"),
        ("张建国、李志刚、王芳三人分别罚款", "张某、李某、王某三人分别罚款"),
        ("安全总监吕志强（男，45岁）", "安全总监吕某（男，45岁）"),
        ("吕某强罚款0.7万元", "吕某罚款0.7万元"),
        ("张**系该厂厂长", "张某系该厂厂长"),
        ("欧阳建国担任矿长", "欧阳某担任矿长"),
        ("主要负责人买买提·艾力罚款", "主要负责人买某罚款"),
        ("当事人王海军、王芳", "当事人王某甲、王某乙"),
        ("法定代表人：赵敏", "法定代表人：赵某"),
        ("王海军作为负责人失职。后王海军被罚款", "王某作为负责人失职。后王某被罚款"),
        ("员工方某、李雷无证", "员工方某、李某无证"),
        ("身份证号320106197001011234，电话13812345678", "身份证号〔证件号略〕，电话〔电话略〕"),
        ("王小二食品厂负责人王小二", "王某食品厂负责人王某"),
        ("造成1人死亡（张建国）", "造成1人死亡（张某）"),
        ("包某与宋小宝系夫妻", "包某与宋某系夫妻"),
        ("委托代理人孙鹏，车主何勇，民警赵刚", "委托代理人孙某，车主何某，民警赵某"),
        ("李大勇在无证的情况下焊接", "李某在无证的情况下焊接"),
        # No names
        ("钟祥市、古丈县、张家港、连云港的花岗岩", "钟祥市、古丈县、张家港、连云港的花岗岩"),
        ("店主于次日整改，申请人取得许可证", "店主于次日整改，申请人取得许可证"),
        ("主要负责人高度重视安全", "主要负责人高度重视安全"),
        ("当事人陈述申辩", "当事人陈述申辩"),
        ("从业人员马上撤离", "从业人员马上撤离"),
        ("吕某未按规定操作，吕某某在场", "吕某未按规定操作，吕某某在场"),
        ("主要负责人常年不在", "主要负责人常年不在"),
        ("该站对高新区分局作出的处罚不服", "该站对高新区分局作出的处罚不服"),
    ],
)
def test_names(text: str, masked: str) -> None:
    assert mask_persons(text) == (masked, masked != text)


def test_no_name_is_kept_anywhere() -> None:
    names = ("李大勇", "孙建平", "贾志宏")
    data = f"典型案例\n案例一：贾志宏无证经营案\n{FORM}\n当事人贾志宏被罚款1万元。".encode()
    for case in read_cases(data, "贾志宏案.txt"):
        assert not [name for name in names if name in repr(case)]


@given(
    st.sampled_from(["王海军", "李志刚", "孙建平", "欧阳建国", "赵敏"]),
    st.sampled_from(["罚款2万元", "，男", "未取得证书"]),
)
def test_masking_twice_changes_nothing(name: str, behind: str) -> None:
    once, changed = mask_persons(f"法定代表人{name}{behind}")
    assert changed
    assert name not in once
    assert mask_persons(once) == (once, False)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("罚款4.9万元", [49_000]),
        ("人民币20,000元（贰万元整）", [20_000, 20_000]),
        ("三万元", [30_000]),
        ("1万5千元", [15_000]),
        ("15万2000元", [152_000]),
        ("二百万元", [2_000_000]),
        ("1.5795万元", [15_795]),
        ("罚款5万，", [50_000]),
        ("５万元", [50_000]),
        ("五千余元", []),
        ("约3万元", []),
        ("5000元以上2万元以下", []),
        ("12.345元", []),
        ("库容5万立方米", []),
    ],
)
def test_amounts(text: str, yuan: list[int]) -> None:
    assert [amount[2] for amount in amounts_in(text)] == yuan


def test_fines_have_their_places() -> None:
    text = "对某公司罚款4万元，主管人员吕某罚款0.7万元"
    assert [(text[f.start : f.end], f.person) for f in find_fines(text)] == [("4万元", False), ("0.7万元", True)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2023年5月23日检查，8月1日立案", ["2023-05-23", "2023-08-01"]),
        ("2021年12月22日检查，次年1月26日合格", ["2021-12-22", "2022-01-26"]),
        ("2024年3月接到举报", ["2024-03"]),
        ("2024年查处", ["2024"]),
        ("2024-05-06作出决定", ["2024-05-06"]),
        ("8月4日下达", []),
        ("应急罚〔2024〕8号", []),
        ("2023年2月30日", []),
    ],
)
def test_days(text: str, days: list[str]) -> None:
    assert [day.iso for day in find_days(text)] == days


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("应急管理部", AgencyLevel.MINISTRY),
        ("国家矿山安全监察局", AgencyLevel.MINISTRY),
        ("国家矿山安全监察局山西局", AgencyLevel.PROVINCE),
        ("广东省应急管理厅", AgencyLevel.PROVINCE),
        ("北京市应急管理局", AgencyLevel.PROVINCE),
        ("广西壮族自治区应急管理厅", AgencyLevel.PROVINCE),
        ("贵阳市应急管理局", AgencyLevel.CITY),
        ("塔城地区应急管理局", AgencyLevel.CITY),
        ("恩施州应急管理局", AgencyLevel.CITY),
        ("嵊州市应急管理局", AgencyLevel.COUNTY),
        ("北京市西城区市场监督管理局", AgencyLevel.COUNTY),
        ("江华瑶族自治县应急管理局", AgencyLevel.COUNTY),
        ("东莞市应急管理局虎门分局", AgencyLevel.COUNTY),
        ("天津港保税区应急管理局", AgencyLevel.COUNTY),
        ("应急管理局", None),
    ],
)
def test_levels(name: str, level: AgencyLevel | None) -> None:
    assert level_of(name) is level


def test_agency_names_stand_apart_from_the_sentence() -> None:
    text = "执法人员会同泗阳县市场监管局到场，由江华瑶族自治县应急管理局处罚"
    assert [a.name for a in find_agencies(text)] == ["泗阳县市场监督管理局", "江华瑶族自治县应急管理局"]


@pytest.mark.parametrize(
    ("text", "breached", "applied"),
    [
        (
            "违反了《安全生产法》第四十一条第二款、《工贸企业粉尘防爆安全规定》第十五条的规定，依据《安全生产法》第一百零二条，给予罚款",
            [("安全生产法", 41), ("工贸企业粉尘防爆安全规定", 15)],
            [("安全生产法", 102)],
        ),
        ("根据《某标准》第五条，构成重大事故隐患", [("某标准", 5)], []),
        (
            "违反浙江省消防条例第三十一条第三款，依第六十四条第二款责令改正，罚款50元",
            [("浙江省消防条例", 31)],
            [("浙江省消防条例", 64)],
        ),
        ("依据《安全生产法》第九十七条第（一）项和第（七）项的规定，作出处罚", [], [("安全生产法", 97)]),
        ("《安全生产法》第三条提出安全第一", [], []),
        ("涉嫌触犯《刑法》第一百三十四条之一", [("刑法", 134)], []),
    ],
)
def test_clauses(text: str, breached: list[tuple[str, int]], applied: list[tuple[str, int]]) -> None:
    found = part_clauses(text)
    assert [(c.law, c.article) for c in found[0]] == breached
    assert [(c.law, c.article) for c in found[1]] == applied


def test_clause_numbers_and_places() -> None:
    text = "《中华人民共和国刑法》第一百三十四条之一第（二）项"
    (clause,) = find_clauses(text)
    assert clause == CaseClause(text, 0, len(text), "刑法", 134, 1, None, 2)


def test_a_finder_of_citations_can_be_plugged_in() -> None:
    def find(text: str) -> list[CaseClause]:
        at = text.index("安法30条")
        return [CaseClause("安法30条", at, at + 5, "安全生产法", 30, provision="安全生产法@2021-06-10#30")]

    case = read("合肥市应急管理局检查某公司，发现违反安法30条，罚款1万元。", find_citations=find)
    assert [c.provision for c in case.violated] == ["安全生产法@2021-06-10#30"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("移送公安机关处理", True),
        ("案件已移送司法机关", True),
        ("被采取刑事强制措施", True),
        ("未移送公安机关", False),
        ("尚不构成犯罪", False),
        ("构成犯罪的，依法追究刑事责任", None),
        ("将依法追究刑事责任", None),
        ("罚款二万元", None),
    ],
)
def test_criminal_transfer(text: str, answer: bool | None) -> None:
    found = criminal_transfer(text)
    assert (found[0] if found else None) is answer


SEVERAL = """安全生产典型执法案例
为加强警示教育，现公布下列案例。
案例一：某化工公司未审批动火案
2024年5月6日，安庆市应急管理局检查某化工公司，发现动火作业未审批，罚款3万元。
案例二
某印染公司有限空间作业案
芜湖市应急管理局检查发现，该公司未配备监护人，责令限期改正。
3.某酒店堵塞疏散通道案
2024年6月1日，宁国市消防救援大队检查发现，某酒店堵塞疏散通道，罚款5000元。
四、某加油站无证操作案
六安市应急管理局检查某加油站，发现操作工无证，罚款1万元。
"""


def test_a_document_of_several_cases() -> None:
    cases = read_cases(SEVERAL.encode(), "通报.txt")
    assert [case.name for case in cases] == [
        "某化工公司未审批动火案",
        "某印染公司有限空间作业案",
        "某酒店堵塞疏散通道案",
        "某加油站无证操作案",
    ]
    assert [case.fine_unit for case in cases] == [30_000, None, 5_000, 10_000]
    assert [case.source for case in cases] == ["通报.txt"] * 4
    assert "现公布" not in cases[0].text


def test_several_forms() -> None:
    second = FORM.replace("4.9万元", "2万元").replace("合计罚款6.1万元", "合计罚款3.2万元")
    cases = read_cases(f"案例汇编\n{FORM}\n{second}".encode(), "汇编.md")
    assert [case.fine_unit for case in cases] == [49_000, 20_000]


def test_form_with_labels_at_line_starts() -> None:
    text = "某公司未培训案\n一、基本案情\n池州市应急管理局检查发现，某公司未培训员工。\n二、处理结果：\n罚款1万元。\n三、典型意义\n以案释法。"
    case = read(text)
    assert case.name == "某公司未培训案"
    assert case.facts == "池州市应急管理局检查发现，某公司未培训员工。"
    assert case.outcome == "罚款1万元。"
    assert case.significance == "以案释法。"


@pytest.mark.parametrize(
    "text",
    [
        "第一章 总则\n第一条 为了安全，制定本办法。\n第二条 本办法适用于检查。\n第三条 违反规定的，处一万元罚款。",
        "各区县应急管理局：\n现将有关事项通知如下。\n（一）加强检查，发现问题责令改正。\n（二）依法处以罚款。\n（三）及时报告。",
        "今天天气很好。",
    ],
)
def test_what_is_no_case_is_refused(text: str) -> None:
    with pytest.raises(IngestError, match="案例") as error:
        read_cases(text.encode(), "文件.txt")
    assert "--as case" in error.value.advice


def test_unreadable_file() -> None:
    with pytest.raises(IngestError, match="不支持"):
        read_cases(b"x", "案例.xyz")


def test_real_stories(shared: Path) -> None:
    """Restated real cases: what is said is right nearly always, and most is found."""
    fines: list[tuple[int | None, int | None]] = []
    levels: list[tuple[str | None, str]] = []
    for line in (shared / "data/typical/dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        case = read_case(row["text"], "案例.txt")
        fines.append((case.fine if case else None, row["fine_yuan"]))
        levels.append((case.agency_level if case else None, row["agency_level"]))
    for pairs, recall in ((fines, 0.75), (levels, 0.6)):
        said = [pair for pair in pairs if pair[0] is not None]
        known = [pair for pair in pairs if pair[1] is not None]
        right = [pair for pair in said if pair[0] == pair[1]]
        assert len(right) >= 0.9 * len(said)
        assert len(right) >= recall * len(known)
