from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Outline, Provision, Unit
from corpus.statutes import load_selection
from ingest.articles import outline_articles
from ingest.penalties import parse_penalties, read_penalties
from ingest.penalty_subjects import sort_of, subject_of
from ingest.statutes import read_statutes
from tests.penalty_rows import Row, fine, other, rows

UNIT, HEAD, BODY, PERSON, OTHER = "生产经营单位", "主要负责人", "机构", "个人", "其他"
LEADERS = "直接负责的主管人员和其他直接责任人员"

CASES: list[tuple[str, list[Row]]] = [
    ("生产经营单位未设台账的，处一万元以上三万元以下的罚款。", [fine(UNIT, "first", 10_000, 30_000)]),
    ("生产经营单位未设台账的，处1万元以上3万元以下罚款。", [fine(UNIT, "first", 10_000, 30_000)]),
    ("生产经营单位未设台账的，可以处三万元以下的罚款。", [fine(UNIT, "first", None, 30_000)]),
    ("生产经营单位未设台账的，并处三万元以上罚款。", [fine(UNIT, "first", 30_000, None)]),
    ("施工单位未设围挡的，由住建部门处以罚款。", [fine(UNIT, "first", None, None, None)]),
    ("未设台账的，处五千元罚款。", [fine(OTHER, "first", 5_000, 5_000)]),
    (
        "企业未设台账的，责令限期改正；逾期未改正的，处二万元以下的罚款。",
        [other(UNIT, "first", "责令改正"), fine(UNIT, "overdue", None, 20_000)],
    ),
    (
        "企业未设台账的，责令改正；拒不改正的，处二万元以下罚款；对其直接负责的主管人员和其他直接责任人员处一千元罚款。",
        [
            other(UNIT, "first", "责令改正"),
            fine(UNIT, "overdue", None, 20_000),
            fine(LEADERS, "overdue", 1_000, 1_000),
        ],
    ),
    (
        "企业未设台账的，处二万元罚款，对其直接负责的主管人员和其他直接责任人员处一千元罚款；情节严重的，责令停产停业整顿。",
        [
            fine(UNIT, "first", 20_000, 20_000),
            fine(LEADERS, "first", 1_000, 1_000),
            other(UNIT, "serious", "责令停产停业整顿"),
        ],
    ),
    (
        "企业非法转让证书的，没收违法所得；违法所得八万元以上的，并处违法所得三倍以上六倍以下的罚款；没有违法所得或者违法所得不足八万元的，"
        "单处或者并处十万元以上二十万元以下的罚款；对主要负责人处一万元罚款。",
        [
            other(UNIT, "first", "没收违法所得"),
            fine(UNIT, "first", 3, 6, "倍违法所得"),
            fine(UNIT, "first", 100_000, 200_000),
            fine(HEAD, "first", 10_000, 10_000),
        ],
    ),
    (
        "检测机构出具假报告的，并处违法所得2倍以上5倍以下罚款，没有违法所得的，处三万元罚款。",
        [fine(BODY, "first", 2, 5, "倍违法所得"), fine(BODY, "first", 30_000, 30_000)],
    ),
    (
        "企业的主要负责人瞒报的，处上一年年收入百分之四十至百分之八十的罚款。",
        [fine(HEAD, "first", 40, 80, "百分比年收入")],
    ),
    ("企业销售假货的，处货值金额等值以上三倍以下的罚款。", [fine(UNIT, "first", 1, 3, "倍货值金额")]),
    ("企业销售假货的，并处货值金额百分之五十以上三倍以下的罚款。", [fine(UNIT, "first", 50, 300, "百分比货值金额")]),
    ("企业多收押金的，以每人五百元以上二千元以下的标准处以罚款。", [fine(UNIT, "first", 500, 2_000, "元每人")]),
    ("航空企业超载飞行的，处每次飞行一万元以上五万元以下的罚款。", [fine(UNIT, "first", 10_000, 50_000, "元每次")]),
    (
        "当事人到期不缴的，每日按罚款数额的百分之三加处罚款。",
        [(PERSON, "overdue", "加处罚款", 3, 3, "百分比罚款每日")],
    ),
    (
        "企业被责令改正并受罚款，拒不改正的，主管部门可以自责令改正之日的次日起，按照原处罚数额按日连续处罚。",
        [(UNIT, "overdue", "按日连续处罚", None, None, "元每日")],
    ),
    (
        "伤人的，处五日以上十日以下拘留，可以并处五百元以下罚款；情节较轻的，处警告或者二百元以下罚款。",
        [
            (OTHER, "first", "拘留", 5, 10, "日"),
            fine(OTHER, "first", None, 500),
            other(OTHER, "other", "警告"),
            fine(OTHER, "other", None, 200),
        ],
    ),
    (
        "因而引起伤亡的，处三年以下有期徒刑、拘役或者管制，并处或者单处罚金；情节特别恶劣的，处三年以上七年以下有期徒刑。",
        [
            (OTHER, "first", "有期徒刑", None, 3, "年"),
            other(OTHER, "first", "拘役"),
            other(OTHER, "first", "管制"),
            other(OTHER, "first", "罚金"),
            (OTHER, "other", "有期徒刑", 3, 7, "年"),
        ],
    ),
    (
        "单位犯前款罪的，对单位判处罚金，并对其直接负责的主管人员和其他直接责任人员，处五年以下有期徒刑。",
        [other(UNIT, "first", "罚金"), (LEADERS, "first", "有期徒刑", None, 5, "年")],
    ),
    (
        "建设单位擅自开工的，责令停止施工或者停产停业整顿，限期改正。",
        [other(UNIT, "first", "责令停止"), other(UNIT, "first", "责令停产停业整顿"), other(UNIT, "first", "责令改正")],
    ),
    (
        "企业无证经营的，责令停业整顿直至由原发证机关吊销其许可证。",
        [other(UNIT, "first", "责令停产停业整顿"), other(UNIT, "first", "吊销")],
    ),
    (
        "矿山企业仍不合格的，由劳动部门提请县级以上人民政府决定责令停产整顿或者由有关部门吊销其许可证。",
        [other(UNIT, "overdue", "责令停产停业整顿"), other(UNIT, "overdue", "吊销")],
    ),
    (
        "船长擅离的，对船长处一千元罚款，暂扣其适任证书三个月至六个月。",
        [fine(PERSON, "first", 1_000, 1_000), (PERSON, "first", "暂扣", 3, 6, "月")],
    ),
    (
        "企业造假的，没收违法所得和非法财物，吊销许可证；构成犯罪的，依法追究刑事责任。",
        [
            other(UNIT, "first", "没收违法所得"),
            other(UNIT, "first", "没收"),
            other(UNIT, "first", "吊销"),
            other(OTHER, "other", "追究刑事责任"),
        ],
    ),
    (
        "企业未设台账的，责令改正；给他人造成损害的，依法承担赔偿责任；情节严重的，处一万元罚款。",
        [other(UNIT, "first", "责令改正"), fine(UNIT, "serious", 10_000, 10_000)],
    ),
    (
        "企业的主要负责人逃匿的，给予撤职处分，五年内不得担任任何企业的主要负责人。",
        [other(HEAD, "first", "处分"), (HEAD, "first", "禁入", 5, 5, "年")],
    ),
    (
        "企业造假的，予以关闭。企业主要负责人五年内不得担任任何企业的负责人；情节严重的，终身不得从事本行业。",
        [
            other(UNIT, "first", "关闭"),
            (HEAD, "first", "禁入", 5, 5, "年"),
            (HEAD, "serious", "禁入", None, None, "终身"),
        ],
    ),
    (
        "企业的主要负责人擅离的，给予降级的处分；对逃匿的处十五日以下拘留。",
        [other(HEAD, "first", "处分"), (HEAD, "other", "拘留", None, 15, "日")],
    ),
    ("企业瞒报的，依照前款规定处罚。", [other(UNIT, "first", "依照规定处罚")]),
    ("个人扰乱秩序的，依法给予治安管理处罚。", [other(PERSON, "first", "治安管理处罚")]),
    ("管理部门的工作人员玩忽职守的，依法给予处分。", [other(OTHER, "first", "处分")]),
    (
        "企业不具备条件的责令限期改正，处一万元罚款。",  # the comma after 的 is missing
        [other(UNIT, "first", "责令改正"), fine(UNIT, "first", 10_000, 10_000)],
    ),
    (
        "企业未设台账的，责令改正。以上企业转让资质的，处二万元罚款。",
        [other(UNIT, "first", "责令改正"), fine(UNIT, "first", 20_000, 20_000)],
    ),
    (
        "企业有过错的，对主要负责人、个人经营的投资人处二万元罚款。",
        [fine(HEAD, "first", 20_000, 20_000), fine(PERSON, "first", 20_000, 20_000)],
    ),
    (
        "违法搭建的，对单位处一万元罚款，对个人处一千元罚款；对违法修建的设施限期拆除。",
        [
            fine(UNIT, "first", 10_000, 10_000),
            fine(PERSON, "first", 1_000, 1_000),
            other(OTHER, "first", "限期拆除"),
        ],
    ),
    (
        "饮酒后驾车的，处一千元罚款。因饮酒后驾车被处罚，再次饮酒后驾车的，处二千元罚款。",
        [fine(OTHER, "first", 1_000, 1_000), fine(OTHER, "other", 2_000, 2_000)],
    ),
    (
        "用人单位欠缴的，由征收机构责令限期缴纳；逾期仍不缴纳的，由行政部门处欠缴数额一倍以上三倍以下的罚款。",
        [other(UNIT, "first", "责令缴纳"), fine(UNIT, "overdue", 1, 3, "倍欠缴数额")],
    ),
    (
        "企业拒不整改的，强制执行，所需费用由违法行为人承担。",
        [other(UNIT, "overdue", "强制执行")],
    ),
    # No penalty of this paragraph:
    ("罚款的种类包括：警告、罚款、拘留。", []),
    ("生产经营单位应当建立台账，如实记录罚款情况。", []),
    ("吊销驾驶证后重新申请的期限，按照有关规定办理。", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:24] or "empty" for text, _ in CASES])
def test_clause(text: str, expected: list[Row]) -> None:
    clause = parse_penalties(text)
    assert rows(clause.penalties) == expected
    assert not clause.unparsed


def test_threshold_is_kept_as_printed() -> None:
    text = "企业转让证书的，没收违法所得；违法所得三万元以上的，并处违法所得一倍罚款；没有违法所得的，处一千元罚款；吊销证书。"
    assert [p.condition for p in parse_penalties(text).penalties] == ["", "违法所得三万元以上的", "没有违法所得的", ""]


def test_spans_are_the_printed_words() -> None:
    text = "（一）企业未设台账的，责令改正，并处一万元以上三万元以下的罚款。"
    clause = parse_penalties(text)
    assert [text[slice(*p.span)] for p in clause.penalties] == ["责令改正", "处一万元以上三万元以下的罚款"]


def test_what_is_not_understood_is_handed_back() -> None:
    clause = parse_penalties("企业未设台账的，责令改正，罚抄规程三遍；逾期未改正的，处一万元罚款。")
    assert rows(clause.penalties) == [other(UNIT, "first", "责令改正"), fine(UNIT, "overdue", 10_000, 10_000)]
    assert [u.text for u in clause.unparsed] == ["罚抄规程三遍"]


def test_an_amount_that_runs_backwards_is_unparsed() -> None:
    clause = parse_penalties("企业未设台账的，责令改正，处九万元以上三万元以下的罚款。")
    assert rows(clause.penalties) == [other(UNIT, "first", "责令改正")]
    assert [u.text for u in clause.unparsed] == ["处九万元以上三万元以下的罚款"]


def test_who_decides_is_no_penalty() -> None:
    assert not parse_penalties("本法规定的责令停业整顿、吊销证书的行政处罚，由发证机关决定。").penalties


def test_items_with_amounts_of_their_own() -> None:
    head = "企业的主要负责人失职，导致发生生产安全事故的，由主管部门依照下列规定处以罚款："
    items = [
        "（一）发生一般事故的，处一万元罚款；",
        "（二）发生较大事故的，处二万元罚款；",
        "（三）发生重大事故的，处三万元罚款；",
    ]
    clause = parse_penalties(head, [*items, "（四）发生特别重大事故的，处四万元罚款。"], provision="x#9.1")
    assert rows(clause.penalties) == [
        fine(HEAD, f"accident_{grade}", amount, amount)
        for grade, amount in zip(
            ("general", "major", "serious", "very_serious"), (10**4, 2 * 10**4, 3 * 10**4, 4 * 10**4), strict=True
        )
    ]
    assert [(p.items, p.provision, p.governs) for p in clause.penalties][3] == ((4,), "x#9.1.4", "x#9.1")


def test_items_that_are_conduct_say_nothing() -> None:
    clause = parse_penalties(
        "企业有下列行为之一的，责令停产停业整顿：",
        ["（一）经停产停业整顿，仍不合格的；", "（二）拒不停止使用，被吊销证书的。"],
    )
    assert rows(clause.penalties) == [other(UNIT, "first", "责令停产停业整顿")]
    assert clause.penalties[0].items == ()


ARTICLE = """第一条 单位有下列行为之一的，责令改正，处一万元以上二万元以下的罚款：
（一）未设台账的；
（二）未设标志的；
（三）未作培训的。
个人有前款第一项、第三项行为的，处警告或者五百元以下罚款。
有本条第一款第一项至第二项行为，拒不改正的，处三万元罚款。
有前款行为，情节严重的，吊销许可证。"""


def article() -> Outline:
    return Outline(outline_articles("样例法@2020-01-01", ARTICLE.splitlines()))


def test_paragraphs_that_look_back() -> None:
    clause = read_penalties(article(), "样例法@2020-01-01#1")
    assert not clause.unparsed
    found = [
        (p.provision.partition("#")[2], p.governs.partition("#")[2], p.items, p.subject, p.measure)
        for p in clause.penalties
    ]
    assert found == [
        ("1.1", "1.1", (), UNIT, "责令改正"),
        ("1.1", "1.1", (), UNIT, "罚款"),
        ("1.2", "1.1", (1, 3), PERSON, "警告"),
        ("1.2", "1.1", (1, 3), PERSON, "罚款"),
        ("1.3", "1.1", (1, 2), UNIT, "罚款"),
        ("1.4", "1.3", (), UNIT, "吊销"),
    ]
    assert [p.stage.value for p in clause.penalties] == ["first", "first", "first", "first", "overdue", "serious"]


@pytest.mark.parametrize(
    ("conduct", "printed", "sort"),
    [
        ("生产经营单位有下列行为之一的", "生产经营单位", UNIT),
        ("违反本法规定，电梯制造单位未留底的", "电梯制造单位", UNIT),
        ("承担检测职责的机构出具假报告的", "承担检测职责的机构", BODY),
        ("生产、储存危险物品的单位转产的", "生产、储存危险物品的单位", UNIT),
        ("监督管理部门的工作人员有下列行为之一的", "监督管理部门的工作人员", OTHER),
        ("未经批准，擅自施工的", "", OTHER),
        ("向不合格的单位出租场所的", "", OTHER),
        ("单位购买管制物品，或者个人购买管制物品的", "单位或者个人", OTHER),
        (
            "企业的决策机构、主要负责人或者个人经营的投资人不投入的",
            "企业的决策机构、主要负责人或者个人经营的投资人",
            OTHER,
        ),
    ],
)
def test_subject(conduct: str, printed: str, sort: str) -> None:
    assert subject_of(conduct) == printed
    assert sort_of(printed) == sort


PIECES = [
    *"，；。：的处并由对元以上下",
    *(
        "生产经营单位",
        "直接责任人员",
        "有下列行为之一的",
        "责令改正",
        "处一万元以上",
        "三万元以下",
        "的罚款",
        "没收违法所得",
        "违法所得",
        "二倍以上五倍以下",
    ),
    *(
        "逾期未改正的",
        "情节严重的",
        "吊销许可证",
        "（一）",
        "第一项",
        "前款",
        "五年内不得从事",
        "依照",
        "规定",
        "处罚",
        "或者",
        "（",
        "）",
        "“",
        "十日以下拘留",
        " ",
    ),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.lists(st.text(max_size=12), max_size=3))
def test_never_raises_spans_inside_low_before_high(text: str, items: list[str]) -> None:
    clause = parse_penalties(text, items, provision="p")
    texts = {"p": text} | {f"p.{number}": item for number, item in enumerate(items, 1)}
    for provision, (start, end) in [(p.provision, p.span) for p in clause.penalties]:
        assert 0 <= start < end <= len(texts[provision])
    for unread in clause.unparsed:
        assert texts[unread.provision][slice(*unread.span)] == unread.text
    for penalty in clause.penalties:
        assert penalty.low is None or penalty.high is None or penalty.low <= penalty.high


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    assert all(0 <= p.span[0] < p.span[1] <= len(text) for p in parse_penalties(text).penalties)


def test_the_default_statutes(capsys: pytest.CaptureFixture[str]) -> None:
    """Every penalty clause of the default statutes; how much of them is understood is printed and may not fall."""
    clauses: Counter[bool] = Counter()
    full: Counter[bool] = Counter()
    work_safety: list[str] = []
    for text in read_statutes(load_selection()):
        outline = Outline(text.provisions)
        for each in (p for p in text.provisions if p.unit is Unit.ARTICLE):
            clause = read_penalties(outline, each.id)
            unread = {_paragraph(outline[u.provision]) for u in clause.unparsed}
            liability = any("法律责任" in group.heading for group in outline.ancestors(each.id))
            for paragraph in {_paragraph(outline[p.provision]) for p in clause.penalties}:
                clauses[liability] += 1
                full[liability] += paragraph not in unread
            if liability and text.document.name == "安全生产法":
                work_safety += [u.text for u in clause.unparsed]
    share = full.total() / clauses.total()
    under_liability = full[True] / clauses[True]
    with capsys.disabled():
        print(f"\npenalty clauses {clauses.total()}, wholly understood {share:.1%};", end=" ")
        print(f"in chapters of liability {clauses[True]}, {under_liability:.1%}")
    assert work_safety == []
    assert share > 0.92
    assert under_liability > 0.95


def _paragraph(provision: Provision) -> str:
    return provision.parent_id or provision.id if provision.unit is Unit.ITEM else provision.id
