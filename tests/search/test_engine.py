from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.cases import EnforcementCase
from corpus.errors import LibraryError, QueryError
from corpus.library import Library, write_library
from corpus.model import Status
from corpus.violations import Violation
from search.encoder import load_encoder
from search.engine import MAX_QUERY, Answer, SearchEngine
from search.filters import Filters
from search.hub import NO_VOTES, Hub
from search.index import SearchIndex
from search.passages import passages_of
from tests.samples import provision, workshop_rules
from tests.search.hub_samples import OLD_RULE, RECORD, RULE, WELDER, case, catalogue, clause, violation

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    folder = tmp_path_factory.mktemp("generation")
    old = workshop_rules(date(2020, 1, 1), ended=date(2024, 1, 1), ended_as=Status.AMENDED)
    texts = [old, workshop_rules(date(2023, 10, 1), effective=date(2024, 1, 1))]
    write_library(folder / "library.sqlite", texts)
    (folder / "search").mkdir()
    passages = [p for text in texts for p in passages_of(text)]
    SearchIndex.build(passages, load_encoder(), folder / "search", batch=3)
    Hub.build((), (), load_encoder()).save(folder / "search" / "hub")
    return SearchEngine.open(folder)


def test_passages_are_provisions_with_words_and_know_their_article() -> None:
    found = {p.provision_id.partition("#")[2]: p for p in passages_of(workshop_rules())}
    assert list(found) == ["1.1", "1.2", "2.1", "2.1.1", "2.1.2"]
    item = found["2.1.2"]
    assert item.anchor_id.endswith("#2")
    assert item.context == "车间安全试行规定 车间"
    assert item.lead == "有下列情形之一的，罚款一千元："
    assert item.lexical_text == "车间安全试行规定 车间 焊工无证作业的。"


def test_a_finding_gets_the_item_with_version_label_and_marks(engine: SearchEngine) -> None:
    hit = engine.search("焊工无证", Filters(DAY)).hits[0]
    assert hit.provision.id == "车间安全试行规定@2023-10-01#2.1.2"
    assert hit.provision.label == "第二条第二项"
    assert hit.anchor.id == "车间安全试行规定@2023-10-01#2"
    assert hit.status is Status.IN_FORCE
    assert [hit.provision.full_text[a:b] for a, b in hit.highlights] == ["焊工无证"]


def test_one_hit_an_article_the_rest_of_it_under_also(engine: SearchEngine) -> None:
    hits = engine.search("清扫粉尘", Filters(DAY)).hits
    assert len({h.anchor.id for h in hits}) == len(hits) == 2
    assert [p.locator for p in next(h for h in hits if h.provision.locator.startswith("1")).also] == ["1.2"]


@pytest.mark.parametrize(
    ("filters", "versions"),
    [
        (Filters(DAY), {"2023-10-01"}),
        (Filters(date(2022, 1, 1)), {"2020-01-01"}),
        (Filters(DAY, standing_only=False), {"2020-01-01", "2023-10-01"}),
        (Filters(date(2019, 1, 1)), set()),
    ],
)
def test_the_version_of_the_day(engine: SearchEngine, filters: Filters, versions: set[str]) -> None:
    found = engine.search("车间清扫粉尘", filters).hits
    assert {str(hit.document.version) for hit in found} == versions
    if not filters.standing_only:
        assert {h.status for h in found} == {Status.AMENDED, Status.IN_FORCE}


def test_a_provision_that_ended_before_its_document_is_left_out_or_labelled(tmp_path: Path) -> None:
    text = workshop_rules()
    ended = provision(
        text.document.id,
        "1.1",
        text.provisions[2].unit,
        2,
        parent="1",
        text="车间每周清扫一次粉尘。",
        ended=date(2025, 1, 1),
    )
    changed = type(text)(text.document, (*text.provisions[:2], ended, *text.provisions[3:]))
    write_library(tmp_path / "library.sqlite", [changed])
    index = SearchIndex.build(list(passages_of(changed)), load_encoder(), tmp_path)
    hub = Hub.build((), (), load_encoder())
    engine = SearchEngine(Library(tmp_path / "library.sqlite"), index, hub, load_encoder())
    shown = [h.provision.id for h in engine.search("每周清扫粉尘", Filters(DAY)).hits]
    assert ended.id not in shown
    before = engine.search("每周清扫粉尘", Filters(date(2024, 12, 31))).hits[0]
    assert (before.provision.id, before.status) == (ended.id, Status.IN_FORCE)
    after = engine.search("每周清扫粉尘", Filters(DAY, standing_only=False)).hits[0]
    assert (after.provision.id, after.status) == (ended.id, Status.AMENDED)


@pytest.mark.parametrize(
    ("query", "says"),
    [("", "没有输入"), (" \n", "没有输入"), ("？！…", "没有文字"), ("长" * (MAX_QUERY + 1), "超过上限")],
)
def test_a_query_that_cannot_be_answered_says_why(engine: SearchEngine, query: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        engine.search(query, Filters(DAY))


@pytest.mark.parametrize("query", ["zzzz", "鼺鼷"])
def test_words_that_stand_nowhere_find_nothing(engine: SearchEngine, query: str) -> None:
    assert engine.search(query, Filters(DAY)).hits == ()


def test_the_longest_query_is_answered(engine: SearchEngine) -> None:
    assert engine.search("焊工无证" * (MAX_QUERY // 4), Filters(DAY)).hits


def test_spoken_words_bring_their_legal_terms(engine: SearchEngine) -> None:
    assert "特种作业人员" in engine.search("电焊工", Filters(DAY)).legal_terms


def test_the_same_question_gives_the_same_answer(engine: SearchEngine) -> None:
    assert engine.search("粉尘清扫记录", Filters(DAY)) == engine.search("粉尘清扫记录", Filters(DAY))


def test_an_index_of_another_encoder_is_refused(engine: SearchEngine, tmp_path: Path) -> None:
    class Narrow:
        name = "narrow"
        dimension = 8

        def encode_queries(self, texts: list[str]) -> np.ndarray:
            return np.ones((len(texts), 8), np.float32)

        encode_passages = encode_queries

    with pytest.raises(LibraryError, match="8 维"):
        SearchEngine(engine.library, engine.index, engine.hub, Narrow())


def test_a_damaged_index_offers_the_rebuild(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="anfa build"):
        SearchIndex.load(tmp_path)


# With a hub -----------------------------------------------------------------------------------------------------------

#: A finding whose words stand in article 1 (每周, 一次), while its violation is punished by 2.1.2.
WELDING = "师傅每周都说本本还在老家，一次也没见着"
STORY = case("c1", "焊工掏不出本本。", penalized_under=(clause(f"{OLD_RULE}#2.1.2", f"{RULE}#2.1.2"),))


def with_hub(engine: SearchEngine, violations: tuple[Violation, ...], *cases: EnforcementCase) -> SearchEngine:
    hub = Hub.build(violations, cases, load_encoder())
    return SearchEngine(engine.library, engine.index, hub, load_encoder())


def locators(answer: Answer) -> list[str]:
    return [hit.provision.locator for hit in answer.hits]


def test_the_hub_leads_to_the_item_and_says_why(engine: SearchEngine) -> None:
    helped = with_hub(engine, catalogue(), STORY)
    assert locators(engine.search(WELDING, Filters(DAY)))[0] == "1.1"
    answer = helped.search(WELDING, Filters(DAY))
    first, second = answer.hits
    assert (first.provision.id, first.anchor.id) == (f"{RULE}#2.1.2", f"{RULE}#2")
    assert (first.because, first.status) == (WELDER, Status.IN_FORCE)
    assert second.anchor.id == f"{RULE}#1"
    assert answer.votes.violations[0].id == WELDER
    assert [r.id for r in answer.votes.cases] == [STORY.id]
    assert 0.5 < answer.votes.gate <= 1


@pytest.mark.parametrize(
    ("without", "because"),
    [
        ((), WELDER),
        ((STORY.id,), WELDER),
        ((WELDER,), None),  # the case still leads to the item, but no violation does
    ],
)
def test_what_is_left_out_does_not_help(engine: SearchEngine, without: tuple[str, ...], because: str | None) -> None:
    helped = with_hub(engine, catalogue()[1:2], STORY)
    hit = helped.search(WELDING, Filters(DAY), without=frozenset(without)).hits[0]
    assert (hit.provision.locator, hit.because) == ("2.1.2", because)


@pytest.mark.parametrize("query", [WELDING, "焊工无证", "清扫应当记录"])
def test_without_anybody_to_vote_the_words_decide(engine: SearchEngine, query: str) -> None:
    everybody = frozenset({v.id for v in catalogue()} | {STORY.id})
    hushed = with_hub(engine, catalogue(), STORY).search(query, Filters(DAY), without=everybody)
    assert hushed.hits == engine.search(query, Filters(DAY)).hits
    assert (hushed.votes.violations, hushed.votes.cases, dict(hushed.votes.clauses)) == ((), (), {})


def test_a_question_of_procedure_keeps_the_ranking_of_the_words(engine: SearchEngine) -> None:
    query = "车间安全试行规定 车间 清扫应当记录"
    plain, helped = engine.search(query, Filters(DAY)), with_hub(engine, catalogue(), STORY).search(query, Filters(DAY))
    assert helped.votes.gate < 0.05
    assert locators(helped) == locators(plain)
    assert [h.score for h in helped.hits] == pytest.approx([h.score for h in plain.hits], abs=0.05)


def test_a_clause_of_an_ended_version_gets_no_vote_on_a_later_day(engine: SearchEngine) -> None:
    helped = with_hub(engine, catalogue(OLD_RULE))
    assert helped.search(WELDING, Filters(DAY)).hits == engine.search(WELDING, Filters(DAY)).hits
    before = helped.search(WELDING, Filters(date(2022, 1, 1))).hits[0]
    assert (before.provision.id, before.because) == (f"{OLD_RULE}#2.1.2", WELDER)
    either = helped.search(WELDING, Filters(DAY, standing_only=False)).hits[0]
    assert (either.provision.id, either.because, either.status) == (f"{OLD_RULE}#2.1.2", WELDER, Status.AMENDED)


def test_a_violation_that_names_a_whole_article_is_named_at_its_first_words(engine: SearchEngine) -> None:
    whole = violation(RECORD, "台账空白", ("台账翻开一页字都没有",), (f"{RULE}#2",))
    hit = with_hub(engine, (whole,)).search("罚款的台账翻开没有字", Filters(DAY)).hits[0]
    assert (hit.provision.locator, hit.because) == ("2.1", RECORD)


def test_words_that_stand_in_no_clause_find_nothing_even_if_somebody_says_them(engine: SearchEngine) -> None:
    odd = violation("x/odd", "怪话", ("zzzz",), (f"{RULE}#2.1.2",))
    answer = with_hub(engine, (odd,)).search("zzzz", Filters(DAY))
    assert (answer.hits, answer.votes) == ((), NO_VOTES)


def test_a_generation_opens_with_its_hub(engine: SearchEngine, tmp_path: Path) -> None:
    texts = [workshop_rules(date(2023, 10, 1))]
    write_library(tmp_path / "library.sqlite", texts)
    (tmp_path / "search").mkdir()
    SearchIndex.build([p for text in texts for p in passages_of(text)], load_encoder(), tmp_path / "search")
    with pytest.raises(LibraryError, match="anfa build"):
        SearchEngine.open(tmp_path)  # the hub is missing
    Hub.build(catalogue(), (), load_encoder()).save(tmp_path / "search" / "hub")
    assert SearchEngine.open(tmp_path).search(WELDING, Filters(DAY)).hits[0].because == WELDER


@pytest.mark.parametrize("damage", [None, b"", b"\0 not ours"])
def test_any_damaged_file_of_the_index_offers_the_rebuild(tmp_path: Path, damage: bytes | None) -> None:
    SearchIndex.build(list(passages_of(workshop_rules())), load_encoder(), tmp_path)
    files = sorted(p for p in tmp_path.rglob("*") if p.is_file())
    assert len(files) >= 6
    for path in files:
        whole = path.read_bytes()
        path.unlink()
        if damage is not None:
            path.write_bytes(damage)
        with pytest.raises(LibraryError, match="anfa build"):
            SearchIndex.load(tmp_path)
        path.unlink(missing_ok=True)
        path.write_bytes(whole)
    assert len(SearchIndex.load(tmp_path).table.provisions) == 5
