"""``anfa export`` and ``anfa sparql``; the ten worked queries and the shapes over the real default library."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, Store

from corpus.home import FORMAT, Home, Manifest
from graph.asking import Table
from graph.kglite_store import KgliteStore
from graph.rdf import triples, write
from graph.schema import Label
from graph.snapshot import Snapshot
from graph.sparql import answer, check
from tests.graph import hub_world
from tests.graph.test_rdf_shapes import SHAPES
from ui.cli import main

QUERIES = Path(__file__).resolve().parents[2] / "docs" / "sparql"
BASE = "https://law.example/"
DAY = date(2026, 11, 25)
SAFETY_LAW = "安全生产法@2021-06-10"
#: Real texts for the shapes: a statute, a digest of a rule, an amendment.
SOME = (SAFETY_LAW, "工贸企业有限空间作业安全规定@2023-11-29", "刑法修正案（十二）@2023-12-29")


@pytest.fixture(scope="module")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A library with the graph of the little world alone."""
    home = Home(tmp_path_factory.mktemp("small"))
    with home.building() as folder:
        with KgliteStore() as store:
            hub_world.build(store).save(folder / "graph.kgl")
        home.publish(folder, Manifest(FORMAT, "default", "none"))
    return home


@pytest.fixture(autouse=True)
def _home(small_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANFA_HOME", str(small_home.path))


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=text)


@pytest.fixture(scope="module")
def exported(default_home: Home, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """The whole library as N-Triples, and what the command said of it."""
    path = tmp_path_factory.mktemp("export") / "anfa.nt"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANFA_HOME", str(default_home.path))
        done = run("export", "rdf", str(path), "--base", BASE, "--json")
    assert done.exit_code == 0, done.output
    return path, json.loads(done.stdout)


@pytest.fixture(scope="module")
def ask(exported: tuple[Path, dict[str, object]]) -> Callable[[str], Table]:
    """Answers of a query in ``docs/sparql`` by its number."""
    store = Store()
    store.bulk_load(path=exported[0], format=RdfFormat.N_TRIPLES)
    assert len(store) == exported[1]["triples"]

    def asked(number: str) -> Table:
        [path] = QUERIES.glob(f"{number}-*.rq")
        query = path.read_text(encoding="utf-8")
        assert query.startswith("# ")
        check(query)
        return answer(store, query, 100_000)

    return asked


def test_export_says_what_it_wrote(exported: tuple[Path, dict[str, object]]) -> None:
    path, said = exported
    assert (said["file"], said["format"], said["bytes"]) == (str(path), "nt", path.stat().st_size)
    assert (said["force_as_of"], said["only_standing"]) == (date.today().isoformat(), False)
    assert int(str(said["triples"])) > 400_000


def test_there_are_ten_queries() -> None:
    assert [path.name[:2] for path in sorted(QUERIES.glob("*.rq"))] == [f"{n:02}" for n in range(1, 11)]


def test_duties_without_penalty(ask: Callable[[str], Table]) -> None:
    clauses = {row["clause"] for row in ask("01").rows}
    assert clauses
    # 第三十条第一款 (special operators) is the duty of a violation, whose penalty is 第九十七条第七项.
    assert f"{SAFETY_LAW}#30.1" not in clauses


def test_violations_that_may_be_crimes(ask: Callable[[str], Table]) -> None:
    rows = ask("02").rows
    assert {str(row["crime"]).partition("#")[0] for row in rows} == {"刑法@2020-12-26"}
    assert any(row["crime"] == "刑法@2020-12-26#134-1.1.2" for row in rows)
    assert any(row["highest"] for row in rows)


def test_penalties_of_a_clause(ask: Callable[[str], Table]) -> None:
    fines = [(r["who"], r["stage"], r["low"], r["high"]) for r in ask("03").rows if r["measure"] == "罚款"]
    assert fines == [
        ("生产经营单位", "first", None, 100_000),
        ("生产经营单位", "overdue", 100_000, 200_000),
        ("直接负责的主管人员和其他直接责任人员", "overdue", 20_000, 50_000),
    ]


def test_clauses_that_cases_cite_most(ask: Callable[[str], Table]) -> None:
    rows = ask("04").rows
    counts = [int(str(row["cases"])) for row in rows]
    assert counts == sorted(counts, reverse=True)
    assert (rows[0]["law"], rows[0]["clause"]) == ("中华人民共和国安全生产法", f"{SAFETY_LAW}#41.2")


def test_criteria_of_a_sector(ask: Callable[[str], Table]) -> None:
    found = {(row["standard"], row["item"]) for row in ask("05").rows}
    assert ("工贸企业重大事故隐患判定标准", "11.1.1") in found


def test_what_leads_to_a_law(ask: Callable[[str], Table]) -> None:
    amending = {str(row["from"]).partition("@")[0] for row in ask("06").rows if row["how"] == "amends"}
    assert amending == {"刑法修正案（六）", "刑法修正案（十一）", "刑法修正案（十二）"}


def test_what_is_cited_though_it_ended(ask: Callable[[str], Table]) -> None:
    found = {(row["citing"], row["cited"]) for row in ask("07").rows}
    assert ("工贸企业有限空间作业安全规定@2023-11-29#22.1", "工贸企业有限空间作业安全管理与监督暂行规定") in found


def test_amendments(ask: Callable[[str], Table]) -> None:
    twelfth = next(row for row in ask("08").rows if str(row["amending"]).startswith("刑法修正案（十二）"))
    assert (twelfth["amended"], twelfth["since"], twelfth["changed"], twelfth["added"]) == ("刑法", "2024-03-01", 7, 0)


def test_official_wording_and_digests(ask: Callable[[str], Table]) -> None:
    found = {(row["kind"], row["wording"]) for row in ask("09").rows}
    assert {("statute", "official"), ("rule", "digest")} <= found
    assert ("rule", "official") not in found


def test_which_penalty_goes_first(ask: Callable[[str], Table]) -> None:
    rows = ask("10").rows
    assert rows
    assert all(row["reason"] and row["clause"] for row in rows)


def test_real_law_conforms_to_the_shapes(default_home: Home) -> None:
    """Some texts with all that hangs on them: the whole library takes minutes (docs/rdf.md)."""
    from pyshacl import validate
    from rdflib import Graph

    with KgliteStore.open(default_home.current() / "graph.kgl") as store:
        whole = Snapshot.of(store, DAY)
        others = {
            label: frozenset(row["id"] for row in whole.nodes(label) if not row["id"].startswith(SOME))
            for label in (Label.VERSION, Label.PROVISION, Label.DUTY, Label.PENALTY)
        }
        out = io.BytesIO()
        write(triples(replace(whole, _dropped=others), BASE), out, "nt")
    data = Graph().parse(data=out.getvalue(), format="nt")
    conforms, _, text = validate(data, shacl_graph=Graph().parse(SHAPES), inference="none")
    assert conforms, text


def test_sparql_for_people_and_for_programs(tmp_path: Path) -> None:
    data, path = str(tmp_path / "x.jsonld"), tmp_path / "q.rq"
    assert run("export", "rdf", data, "--base", BASE).exit_code == 0
    query = 'SELECT ?s { ?s <http://data.europa.eu/eli/ontology#id_local> "灯会法" }'
    shown = run("sparql", "-", "--data", data, text=query)
    assert f"{BASE}eli/灯会法" in shown.output
    path.write_text(query, encoding="utf-8")
    told = json.loads(run("sparql", str(path), "--data", data, "--json").stdout)
    assert told == {"rows": [{"s": f"{BASE}eli/灯会法"}], "cut": False}


def test_sparql_asks_the_library_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANFA_IRI_BASE", "https://other.example/law")
    query = "PREFIX anfa: <https://w3id.org/anfa/ontology#> SELECT ?export ?day { ?export anfa:forceAsOf ?day }"
    told = json.loads(run("sparql", "-", "--as-of", "2024-01-01", "--json", text=query).stdout)
    assert told["rows"] == [{"export": "https://other.example/law/", "day": "2024-01-01"}]


def test_wrong_calls_of_sparql_are_told(tmp_path: Path) -> None:
    assert run("sparql", str(tmp_path / "none.rq")).exit_code == 2
    (tmp_path / "gb.rq").write_bytes("SELECT * { ?s ?p '法' }".encode("gb18030"))
    for text, path, said in (
        (None, str(tmp_path / "gb.rq"), "UTF-8"),
        ("SELECT", "-", "SPARQL 语句有误"),
        ("DROP ALL", "-", "只能查询"),
        ("SELECT * { SERVICE <http://a/> { ?s ?p ?o } }", "-", "SERVICE"),
    ):
        failed = run("sparql", path, text=text)
        assert failed.exit_code == 1
        assert said in failed.stderr


def test_only_what_stood_goes_to_the_table_and_the_picture(tmp_path: Path) -> None:
    done = run("export", "csv", str(tmp_path / "表"), "--as-of", "2020-01-01", "--json")
    files = json.loads(done.stdout)["files"]
    assert set(files) == {*(f"{label}.csv" for label in Label), "edges.csv"}
    standing = (tmp_path / "表" / "Version.csv").read_text(encoding="utf-8-sig")
    assert (hub_world.OLD in standing, hub_world.NEW in standing) == (True, False)
    again = run("export", "csv", str(tmp_path / "表"))
    assert again.exit_code == 1
    assert "已经存在" in again.stderr
    drawn = run("export", "graphml", str(tmp_path / "x.graphml"), "--as-of", "2020-01-01")
    assert "个节点" in drawn.output
    assert (tmp_path / "x.graphml").read_bytes().rstrip().endswith(b"</graphml>")


def test_the_name_of_the_file_gives_the_format_and_a_dash_the_standard_output(tmp_path: Path) -> None:
    arguments = ("--as-of", "1990-01-01")
    assert "ttl" in run("export", "rdf", str(tmp_path / "x.ttl"), *arguments).output
    assert (tmp_path / "x.ttl").read_text(encoding="utf-8").startswith("@prefix")
    shown = run("export", "rdf", "-", "--format", "nt", *arguments)
    assert shown.stdout_bytes.startswith(b"<https://w3id.org/anfa/> ")


def test_where_nothing_can_be_written_nothing_is_left(tmp_path: Path) -> None:
    failed = run("export", "rdf", str(tmp_path / "none" / "x.nt"))
    assert (failed.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert "写不到" in failed.stderr
    wrong = run("export", "rdf", str(tmp_path / "x.nt"), "--base", "安法")
    assert (wrong.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert "IRI" in wrong.stderr
