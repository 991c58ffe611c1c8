from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from corpus.model import Document, Kind, Status, Unit, Wording
from ingest.dates import checked_on, find_dates, is_date_line, is_history_line, parse_date, read_history
from ingest.files import read_bytes, read_file
from ingest.frame import find_number, find_order
from ingest.kinds import issuers_of, kind_of


def first(text: str, name: str = "a.txt") -> Document:
    return read_bytes(text.encode(), name)[0].document


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021年3月29日", date(2021, 3, 29)),
        ("２０１２年１２月１９日", date(2012, 12, 19)),
        ("2015 年 12 月 3 日", date(2015, 12, 3)),
        ("2021年03月30日 16:00:00", date(2021, 3, 30)),
        ("2021-05-31", date(2021, 5, 31)),
        ("2021/5/1", date(2021, 5, 1)),
        ("2021.05.01", date(2021, 5, 1)),
        ("二〇一二年四月十七日", date(2012, 4, 17)),
        ("二○○六年十月三十一日", date(2006, 10, 31)),
        ("Wed, 01 Sep 2021 03:03:09 GMT", date(2021, 9, 1)),
        ("Tue, 31 Aug 2021 17:00:00 GMT", date(2021, 9, 1)),
        ("2021-08-31T23:30:00Z", date(2021, 9, 1)),
        ("2021-09-01T00:30:00+08:00", date(2021, 9, 1)),
        ("2017", None),
        ("2017年", None),
        ("2026-10", None),
        ("2021年2月30日", None),
        ("第2021号", None),
        ("", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert parse_date(text) == day


def test_positions_of_dates() -> None:
    text = "自２０１３年１月１日起施行"
    ((start, end, _),) = find_dates(text)
    assert text[start:end] == "２０１３年１月１日"


@pytest.mark.parametrize(
    ("text", "yes"),
    [("2021年3月29日", True), ("（2021年3月29日）", True), ("2021年3月29日印发", False), ("甲局", False)],
)
def test_date_lines(text: str, yes: bool) -> None:
    assert is_date_line(text) is yes


@pytest.mark.parametrize(
    ("lines", "last", "effective", "amended"),
    [
        (["2018年12月5日 国务院第33次常务会议通过", "2019年2月17日 国务院令第708号公布", "2019年4月1日 施行"], "2019-02-17", "2019-04-01", False),
        (["（2012年1月19日某局令第4号公布，自2012年3月1日起施行；根据2015年5月29日某局令第8号修正）"], "2015-05-29", "2012-03-01", True),
        (["2007年4月5日 国务院令第492号公布", "2019年4月3日 国务院令第711号修订　"], "2019-04-03", None, True),
        (["1990年1月11日 国务院批准", "1990年3月3日 交通部令第14号发布"], "1990-03-03", None, False),
        (["国务院令第352号（2024-12-06修订）"], "2024-12-06", None, True),
        ([], None, None, False),
    ],
)  # fmt: skip
def test_histories(lines: list[str], last: str | None, effective: str | None, amended: bool) -> None:
    history = read_history(lines)
    assert history.last == (date.fromisoformat(last) if last else None)
    assert history.effective == ((date.fromisoformat(effective),) if effective else ())
    assert history.amended is amended


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("2010年10月1日 施行", True),
        ("（2011年8月5日某局令第41号公布，自2011年12月1日起施行）", True),
        ("根据2018年12月29日第十三届全国人民代表大会常务委员会第七次会议修正", True),
        ("2021年3月29日", False),
        ("2020年9月，某办印发了改革的意见。", False),
        ("第一条 自2019年4月1日起施行。", False),
    ],
)
def test_history_lines(text: str, yes: bool) -> None:
    assert is_history_line(text) is yes


@pytest.mark.parametrize(
    ("status", "day"),
    [
        ("现行有效（某题录，2026-09-09 核验：截至当日未见废止）", date(2026, 9, 9)),
        ("现行有效（某包，2026-10 标注）", date(2026, 10, 1)),
        ("现行有效（截至2026年9月9日未发现被废止）", date(2026, 9, 9)),
        ("现行有效（自 2026-07-01 起施行；见某索引）", None),
        ("现行有效（某页所载2021年9月13日公布；2026年是否修改未核验）", None),
        ("现行有效", None),
    ],
)
def test_the_day_a_source_checked(status: str, day: date | None) -> None:
    assert checked_on(status) == day


# --- numbers, kinds, issuers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("应急〔2021〕23号", "应急〔2021〕23号"),
        ("苏应急[2021]18号", "苏应急〔2021〕18号"),
        ("安监总管三（２０１７）１２１号", "安监总管三〔2017〕121号"),
        ("法释【2022】 19 号", "法释〔2022〕19号"),
        ("达市应急﹝2023﹞第5号", "达市应急〔2023〕5号"),
        ("第23号", None),
        ("2021年23号", None),
    ],
)
def test_document_numbers(text: str, number: str | None) -> None:
    assert find_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("中华人民共和国国务院令第397号公布", "国务院令第397号"),
        ("中华人民共和国公安部令第１２５号", "公安部令第125号"),
        ("国家安全生产监督管理总局令 第86号", "国家安全生产监督管理总局令第86号"),
        ("水利部公告2025年第11号", "水利部公告2025年第11号"),
        ("命令第五号", None),
    ],
)
def test_order_numbers(text: str, number: str | None) -> None:
    assert find_order(text) == number


@pytest.mark.parametrize(
    ("title", "number", "issuers", "articles", "kind"),
    [
        ("中华人民共和国安全生产法", None, ("全国人民代表大会常务委员会",), True, Kind.STATUTE),
        ("中华人民共和国刑法修正案（十一）", None, (), False, Kind.AMENDMENT),
        (
            "全国人民代表大会常务委员会关于修改《中华人民共和国安全生产法》的决定",
            None,
            (),
            False,
            Kind.AMENDING_DECISION,
        ),
        (
            "全国人民代表大会常务委员会关于《中华人民共和国刑法》第一条的解释",
            None,
            (),
            False,
            Kind.STATUTE_INTERPRETATION,
        ),
        ("安全生产许可证条例", "国务院令第397号", ("国务院",), True, Kind.REGULATION),
        ("国务院关于某类事故的特别规定", "国务院令第446号", ("国务院",), True, Kind.REGULATION),
        ("江苏省安全生产条例", None, (), True, Kind.LOCAL_REGULATION),
        (
            "广东省实施《中华人民共和国消防法》办法",
            None,
            ("广东省人民代表大会常务委员会",),
            True,
            Kind.LOCAL_REGULATION,
        ),
        ("最高人民法院关于某类案件的解释", "法释〔2022〕1号", (), True, Kind.JUDICIAL_INTERPRETATION),
        ("生产安全事故应急预案管理办法", "应急管理部令第2号", ("应急管理部",), True, Kind.RULE),
        (
            "市场监督管理行政处罚信息公示规定",
            "国家市场监督管理总局令第45号",
            ("国家市场监督管理总局",),
            True,
            Kind.RULE,
        ),
        ("煤矿重大事故隐患判定标准", "应急管理部令第4号", ("应急管理部",), True, Kind.CRITERIA),
        ("工贸企业重大事故隐患判定标准（试行）", "某安〔2017〕1号", (), False, Kind.CRITERIA),
        ("防治煤矿冲击地压细则", None, ("国家煤矿安全监察局",), True, Kind.POLICY),
        ("某部负责人就某意见答记者问", None, (), False, Kind.EXPLANATION),
        ("应急管理部关于检查的意见", "应急〔2021〕23号", ("应急管理部",), False, Kind.POLICY),
        ("江苏省某管理办法", "江苏省人民政府令第1号", ("江苏省人民政府",), True, Kind.OTHER),
    ],
)
def test_kinds(title: str, number: str | None, issuers: tuple[str, ...], articles: bool, kind: Kind) -> None:
    assert kind_of(title, number, issuers, articles, ()) is kind


@pytest.mark.parametrize(
    ("hint", "title", "head", "signed", "issuers"),
    [
        ("应急管理部（修正）；原国家安全生产监督管理总局", "", [], [], ("应急管理部", "国家安全生产监督管理总局")),
        (
            "",
            "",
            ["2021年6月10日 第十三届全国人民代表大会常务委员会第二十九次会议修正"],
            [],
            ("全国人民代表大会常务委员会",),
        ),
        ("", "", ["1979年7月1日 第五届全国人民代表大会第二次会议通过"], [], ("全国人民代表大会",)),
        (
            "",
            "",
            ["2017年12月12日 烟台市第十七届人民代表大会常务委员会第六次会议通过"],
            [],
            ("烟台市人民代表大会常务委员会",),
        ),
        ("", "", ["2012年12月19日 中华人民共和国公安部令第125号发布"], [], ("公安部",)),
        ("", "省应急管理厅关于检查的意见", [], ["江苏省应急管理厅"], ("江苏省应急管理厅",)),
        ("", "达州市应急管理局2023年工作意见", [], [], ("达州市应急管理局",)),
        ("", "最高人民法院、最高人民检察院关于某问题的解释", [], [], ("最高人民法院", "最高人民检察院")),
        ("", "检查工作办法", [], [], ()),
    ],
)
def test_issuers(hint: str, title: str, head: list[str], signed: list[str], issuers: tuple[str, ...]) -> None:
    assert issuers_of(hint, title, head, signed) == issuers


# --- whole documents -------------------------------------------------------------------------------------------------

LAW = "# 中华人民共和国某某法\n\n2002年6月29日 第九届全国人民代表大会常务委员会第二十八次会议通过\n\n{history}<!-- INFO END -->\n\n第一条 为了安全，制定本法。\n\n第二条 本法自2002年11月1日起施行。\n"


def test_an_amended_law_restates_its_first_day_in_force() -> None:
    amended = first(
        LAW.format(history="2021年6月10日 第十三届全国人民代表大会常务委员会第二十九次会议修正\n\n"), "a.md"
    )
    assert amended.id == "某某法@2021-06-10"
    assert amended.effective is None
    original = first(LAW.format(history=""), "a.md")
    assert (original.version, original.effective) == (date(2002, 6, 29), date(2002, 11, 1))
    assert original.status_on(date(2002, 8, 1)) is Status.NOT_YET
    assert original.status_on(date(2003, 1, 1)) is Status.UNVERIFIED


def test_a_later_day_in_the_file_name_is_believed_with_a_note() -> None:
    text = "某某条例\n2004年1月13日 中华人民共和国国务院令第397号公布\n第一条 甲。\n第二条 本条例自公布之日起施行。"
    later = first(text, "某某条例(2014-07-29).txt")
    assert later.version == date(2014, 7, 29)
    assert later.effective is None
    assert "文件名" in later.notes[0]
    earlier = first(text, "某某条例(2003-01-01).txt")
    assert (earlier.version, earlier.effective, earlier.notes) == (date(2004, 1, 13), date(2004, 1, 13), ())
    assert earlier.number == "国务院令第397号"


def test_front_matter_of_a_rule() -> None:
    text = (
        "---\ntitle: 某某许可证实施办法\n文号: 国家某某总局令第57号（2015-05-27 第79号修正、2017-03-06 第89号修正）\n"
        "发布机关: 国家某某总局\n发布日期: 2012-11-16\n施行日期: 2013-05-01\n状态: 已修改（见某公告）\nsource: 某汇编\n---\n\n"
        "第一条 甲。\n\n第二条 本办法自2013年5月1日起施行。\n"
    )
    document = first(text, "a.md")
    assert document.id == "某某许可证实施办法@2017-03-06"
    assert document.kind is Kind.RULE
    assert document.number == "国家某某总局令第57号"
    assert (document.published, document.effective) == (date(2012, 11, 16), None)
    assert document.status_as_of is None
    assert document.notes == ("来源所载状态：已修改（见某公告）",)
    assert document.source == "某汇编"


@pytest.mark.parametrize("order", ["公安部令第104号", "公安部第69号令"])
def test_a_text_that_replaces_an_order_is_one(order: str) -> None:
    last = f"第二条 本规定自2018年5月1日起施行。2008年发布的《处理程序规定》（{order}）同时废止。"
    document = first(f"处理程序规定\n第一条 为了处理，制定本规定。\n{last}")
    assert (document.kind, document.issuers) == (Kind.RULE, ())


def test_a_digest_is_never_official_text() -> None:
    (found,) = read_bytes("某某隐患判定准则（GB 1-2024）要点（非原文）\n\n4.1 甲\n\na) 乙\n".encode(), "a.txt")
    assert found.document.wording is Wording.DIGEST
    assert {p.wording for p in found.provisions} == {Wording.DIGEST}
    assert found.document.name == "某某隐患判定准则"


COVER = "关于印发《检查办法》的通知\n某应急〔2023〕31号\n各县应急管理局：\n现将《检查办法》印发给你们。\n某局\n2023年4月3日\n"


def test_a_notice_is_known_by_what_it_prints() -> None:
    rules = first(COVER + "检查办法\n第一条 为了检查。\n第二条 自2023年5月1日起施行。")
    assert (rules.title, rules.id) == ("检查办法", "某应急〔2023〕31号@2023-04-03")
    assert rules.effective == date(2023, 5, 1)
    criteria = first(
        COVER.replace("检查办法", "重大事故隐患判定标准") + "重大事故隐患判定标准\n一、没有通风。\n二、没有看守。"
    )
    assert (criteria.kind, criteria.id) == (Kind.CRITERIA, "重大事故隐患判定标准@2023-04-03")
    alone = first(COVER)
    assert alone.title == "关于印发《检查办法》的通知"


def test_an_explanation_in_a_file_of_its_own() -> None:
    document = first("关于《检查办法》的解读\n一、背景\n近年来有变化。\n二、内容\n检查的办法。")
    assert (document.kind, document.explains) == (Kind.EXPLANATION, "检查办法")


def test_a_text_that_says_nothing_of_itself() -> None:
    document = first("作业前应当通风。\n作业时应当有人看守。", "通风要求.txt")
    assert document.id == "通风要求@未载日期"
    assert (document.version, document.number, document.issuers, document.effective) == (None, None, (), None)
    assert document.status_on(date(2026, 1, 1)) is Status.UNVERIFIED


# --- the real files --------------------------------------------------------------------------------------------------

#: Days on which our reading and the index part, and the text bears us out: the index gives the day of the first
#: order where the text is the amended one, or no full date.
INDEX_IS_COARSER = {"化工和危险化学品", "烟花爆竹生产经营单位", "工贸行业重大", "dazhou"}
AMENDED_TEXTS = {
    "危险化学品安全使用许可证",
    "危险化学品建设项目",
    "危险化学品生产企业",
    "危险化学品经营许可证",
    "危险化学品重大危险源",
    "工贸企业有限空间",
    "建设项目安全设施",
    "煤矿安全监察条例(2000",
    "特种作业人员",
    "最高人民法院、最高人民检察院关于检察公益诉讼",
}
#: Its 第四十二条 begins in the middle of a paragraph, and the index does not count it.
ONE_ARTICLE_MORE = "防治煤矿冲击地压细则"


def test_real_files_agree_with_their_index(shared: Path) -> None:
    root = shared / "data" / "official"
    index = [json.loads(line) for line in (root / "INDEX.jsonl").read_text(encoding="utf-8").splitlines()]
    entries = [entry for entry in index if not entry["path"].endswith(".jsonl")]
    wrong: list[str] = []
    for entry in entries:
        found = read_file(root / entry["path"])[0]
        name = entry["path"].rpartition("/")[2]
        if found.document.title != entry["title"]:
            wrong.append(f"{name}: title {found.document.title}")
        version = found.document.version.isoformat() if found.document.version else ""
        if version != entry["date"] and not name.startswith(tuple(INDEX_IS_COARSER | AMENDED_TEXTS)):
            wrong.append(f"{name}: version {version}, index {entry['date']}")
        if not found.document.region.startswith(entry["region"]):
            wrong.append(f"{name}: region {found.document.region}")
        articles = sum(p.unit is Unit.ARTICLE for p in found.provisions)
        if entry["articles"] and articles != entry["articles"] + name.startswith(ONE_ARTICLE_MORE):
            wrong.append(f"{name}: {articles} articles, index {entry['articles']}")
    assert len(entries) >= 190
    assert wrong == []
