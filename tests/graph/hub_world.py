"""A world small enough to be known by heart: laws of lantern fairs, their violations, criteria and cases. All invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from corpus.cases import CaseClause, CaseLink, EnforcementCase
from corpus.hazards import HazardCriterion
from corpus.industries import Industry, IndustryLexicon
from corpus.library import Library, write_library
from corpus.model import Document, DocumentText, Kind, Provision, Status, Unit, document_id
from corpus.violations import Prevailing, Subject, Violation
from graph.builder import build_graph
from graph.catalogue import Catalogue
from graph.store import GraphStore
from ingest.articles import outline_articles

S = TypeVar("S", bound=GraphStore)

DAY = date(2026, 6, 1)
OLD, NEW = "灯会法@2010-05-01", "灯会法@2021-10-01"
FERRY, CRIMINAL, DECISION = "渡船条例@2018-03-01", "刑法@2019-01-01", "关于修改《灯会法》的决定@2021-10-01"
NATION, PROVINCE, CITY = "应急〔2098〕7号", "苏应急〔2098〕3号", "宁灯发〔2098〕2号"
STANDARD, FERRY_STANDARD = "灯会重大隐患判定标准", "渡船重大隐患判定标准"
LAMP, OLD_LAMP, OAR = f"{STANDARD}@2023-01-01#1", f"{STANDARD}@2015-01-01#1", f"{FERRY_STANDARD}@2020-01-01#2"
UNCHECKED, FORGED, ROPE = "lantern/rack-unchecked", "lantern/book-forged", "lantern/wet-rope"
NINGBO, SUZHOU, JIANGSU = "宁波市鄞州区应急管理局", "苏州市应急管理局", "江苏省应急管理厅"
FIRST, SECOND, THIRD, FOURTH = "案例-1", "案例-2", "案例-3", "案例-4"

LEXICON = IndustryLexicon(
    [
        Industry("fair", "庙会", ("庙会",)),
        Industry("lantern", "灯会", ("大灯会",), broader="fair"),
        Industry("river-lantern", "水灯", ("水灯",), broader="lantern"),
        Industry("ferry", "渡船", ("渡船",)),
    ]
)

OLD_LAW = """第一条 为了灯会平安，制定本法。
第二条 企业应当每晚点验灯架并且写入灯簿。
第三条 企业有下列行为之一的，处五千元以上一万元以下的罚款：
（一）没有点验灯架的；
（二）灯簿写假的。"""
NEW_LAW = """第一章 总则
第一条 为了灯会平安，制定本法。
第二条 企业应当每晚点验灯架并且写入灯簿。
第三条 企业不得用湿绳捆扎灯架。
第二章 法律责任
第四条 企业有下列行为之一的，处一万元以上二万元以下的罚款；有第二项行为的，吊销灯照：
（一）没有点验灯架的；
（二）灯簿写假的。
第四条之一 企业违反本法第三条规定，使用湿绳的，处五千元罚款。
第五条 企业灯簿写假，骗取奖金的，处三万元罚款；情节严重的，责令停产停业整顿。
第六条 看客偷灯油的，处五百元罚款。
第三章 附则
第七条 本法自2022年1月1日起施行。"""
FERRY_LAW = """第一条 企业用渡船运灯的，应当遵守《灯会法》第二条的规定。
第二条 渡船每船只准载灯十盏。"""
CRIMINAL_LAW = "第九条 灯匠故意松绳，造成他人死伤的，处二年以下有期徒刑。"


def statute(name: str, version: date, words: str, kind: Kind = Kind.STATUTE, **more: Any) -> DocumentText:
    identifier = document_id(name, version)
    facts = {"effective": version, "status_as_of": date(2026, 5, 1), **more}
    document = Document(identifier, name, name, kind, version, "自拟", **facts)
    return DocumentText(document, outline_articles(identifier, words.splitlines()))


def policy(name: str, title: str, region: str, words: str, **more: Any) -> DocumentText:
    """A text of one unnumbered paragraph."""
    identifier = document_id(name, date(2098, 3, 1))
    facts = {"kind": Kind.POLICY, "number": name, "region": region, "effective": date(2098, 3, 1), **more}
    document = Document(identifier, name, title, version=date(2098, 3, 1), source="自拟", **facts)
    paragraph = Provision(f"{identifier}#p1", identifier, None, Unit.TEXT, "p1", "第一段", 0, text=words)
    return DocumentText(document, (paragraph,))


def texts() -> list[DocumentText]:
    """Two versions of a law with the decision between them, two other laws, a chain of policies and an explanation."""
    opinion = "应急管理部关于灯会工作的意见"
    ferry = statute("渡船条例", date(2018, 3, 1), FERRY_LAW, Kind.REGULATION)
    ended = tuple(replace(p, ended=date(2024, 2, 2)) if p.locator == "2.1" else p for p in ferry.provisions)
    return [
        statute("灯会法", date(2010, 5, 1), OLD_LAW, ended=date(2022, 1, 1), ended_as=Status.AMENDED),
        statute("灯会法", date(2021, 10, 1), NEW_LAW, effective=date(2022, 1, 1)),
        statute(
            "关于修改《灯会法》的决定", date(2021, 10, 1), "第一条 将第三条改为第四条，修改为：“甲。”",
            Kind.AMENDING_DECISION, effective=date(2022, 1, 1),
        ),
        replace(ferry, provisions=ended),
        statute("刑法", date(2019, 1, 1), CRIMINAL_LAW),
        policy(
            NATION, opinion, "全国", "为加强工作，根据《灯会法》，现提出以下意见：", issuers=("应急管理部",)
        ),
        policy(
            PROVINCE, "省应急管理厅关于灯会工作的实施意见", "江苏",
            f"根据《{opinion}》（{NATION}），现提出以下实施意见：", issuers=(JIANGSU,),
        ),
        policy(
            CITY, "关于灯会工作的实施细则", "江苏南京",
            f"根据《省应急管理厅关于灯会工作的实施意见》（{PROVINCE}），制定本细则。",
        ),
        policy(
            "灯会意见解读", "灯会意见解读", "全国", "问答。", kind=Kind.EXPLANATION, number=None, explains=NATION
        ),
    ]  # fmt: skip


def violation(identifier: str, name: str, duty: str, *penalties: str, **more: Any) -> Violation:
    facts: dict[str, Any] = {
        "subjects": (Subject.UNIT,),
        "spoken": (f"{name}啦", f"{name}嘛"),
        "evidence": ("灯簿",),
        "law": "灯会法",
        "version": date(2021, 10, 1),
        "source": "自拟",
        "checked": date(2026, 1, 1),
    }
    return Violation(id=identifier, name=name, duties=(duty,), penalties=penalties, **{**facts, **more})


def criterion(identifier: str, industry: str, **more: Any) -> HazardCriterion:
    title, _, rest = identifier.partition("@")
    version = date.fromisoformat(rest.partition("#")[0])
    facts: dict[str, Any] = {
        "object": "灯架",
        "condition": "一推就倒",
        "thresholds": (),
        "number": None,
        "issuers": (),
        "version": version,
        "effective": version,
        "ended": None,
        "superseded_by": None,
        "status_as_of": date(2026, 1, 1),
        "missing": None,
        "source": "自拟",
        "checked": date(2026, 1, 1),
    }
    locator = rest.partition("#")[2]
    return HazardCriterion(identifier, title, locator, industries=(industry,), **{**facts, **more})


def clause(printed: str, provision: str | None, today: str | None = None) -> CaseClause:
    return CaseClause(printed, 0, len(printed), "灯会法", 1, provision=provision, today=today)


def case(key: str, punished: CaseClause, **more: Any) -> EnforcementCase:
    return EnforcementCase(f"第{key}案", f"第{key}案", "自拟", key=key, penalized_under=(punished,), **more)


@dataclass(frozen=True, slots=True)
class Alike:
    one: str
    other: str
    score: float


def catalogue() -> Catalogue:
    return Catalogue(
        violations=(
            violation(
                UNCHECKED, "不点验灯架", f"{NEW}#2.1", f"{NEW}#4.1.1", crimes=(f"{CRIMINAL}#9.1",), criteria=(LAMP,),
                industries=("lantern",), subjects=(Subject.UNIT, Subject.HEAD), evidence=("灯簿", "证词"), note="当晚补验的不算",
            ),
            violation(
                FORGED, "灯簿写假", f"{NEW}#2.1", f"{NEW}#4.1.2", f"{NEW}#5.1",
                prevails=(Prevailing(f"{NEW}#5.1", "数额高"), Prevailing(f"{NEW}#5.1", "在后")),
            ),
            violation(ROPE, "湿绳捆灯架", f"{NEW}#3.1", f"{NEW}#4-1.1", criteria=(OAR,)),
        ),
        criteria=(
            criterion(LAMP, "lantern", effective=date(2023, 3, 1)),
            criterion(OLD_LAMP, "river-lantern", ended=date(2023, 3, 1)),
            criterion(OAR, "ferry"),
        ),
        cases=(
            case(
                "1", clause("《灯会法》第四条第一项", f"{NEW}#4.1.1"), date="2023-02-10", agency=NINGBO, place="浙江宁波",
                violated=(clause("《灯会法》第二条", f"{NEW}#2"),), fine_unit=15_000, fine_person=(1_000,),
                industries=("lantern",), criminal_transfer=False,
            ),
            case(
                "2", clause("《灯会法》第三条第（一）项", f"{OLD}#3.1.1", f"{NEW}#4.1.1"), date="2021-03", agency=SUZHOU,
                place="江苏苏州",
            ),
            case("3", clause("《灯会法》第四条之一", f"{NEW}#4-1"), date="2024", agency=JIANGSU, place="江苏"),
            case("4", clause("《灯会法》第四条第二项", f"{NEW}#4.1.2"), agency="应急管理部", criminal_transfer=True),
        ),
        links=(
            CaseLink(FIRST, UNCHECKED, 1.0, True, "有人对过"),
            CaseLink(SECOND, UNCHECKED, 0.8, False, "引用同一条款"),
            CaseLink(THIRD, ROPE, 0.7, False, "用词相近"),
            CaseLink(FOURTH, FORGED, 1.0, True, "有人对过"),
        ),
        alike=(Alike(SECOND, FIRST, 0.87654),),
        out_of_scope={f"{NEW}#6.1": "只罚看客"},
    )  # fmt: skip


@contextmanager
def library_of(held: list[DocumentText]) -> Iterator[Library]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "library.sqlite"
        write_library(path, held)
        yield Library(path)


def build(store: S, held: list[DocumentText] | None = None, joined: Catalogue | None = None) -> S:
    """The world, or a changed one, built into ``store``."""
    held = texts() if held is None else held
    with library_of(held) as library:
        build_graph(store, held, catalogue=joined or catalogue(), library=library, day=DAY, lexicon=LEXICON)
    return store


#: Everything there is, whatever it is called.
EVERYTHING = (
    "MATCH (n) RETURN labels(n)[0] AS label, n.id AS id, properties(n) AS properties ORDER BY label, id",
    "MATCH (a)-[e]->(b) RETURN type(e) AS edge, labels(a)[0] AS from, a.id AS source, labels(b)[0] AS to, b.id AS target, "
    "properties(e) AS properties ORDER BY edge, from, source, to, target",
)


def dump(store: GraphStore) -> list[list[Mapping[str, object]]]:
    return [list(store.query(statement)) for statement in EVERYTHING]
