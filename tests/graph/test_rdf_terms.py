"""IRIs: readable, accepted by every parser, and the id can be read from them again."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, URIRef

from corpus.errors import GraphError
from corpus.model import Unit, Wording
from graph.rdf_terms import ANFA, Iris, term
from graph.schema import Label

IRIS = Iris("https://law.example/anfa/")

EXAMPLES = {
    (Label.DOCUMENT, "安全生产法"): "eli/安全生产法",
    (Label.DOCUMENT, "应急〔2021〕23号"): "eli/应急〔2021〕23号",
    (Label.VERSION, "安全生产法@2021-06-10"): "eli/安全生产法/2021-06-10",
    (Label.VERSION, "试行标准@未载日期"): "eli/试行标准/未载日期",
    (Label.PROVISION, "安全生产法@2021-06-10#97.1.7"): "eli/安全生产法/2021-06-10/97.1.7",
    (Label.PROVISION, "刑法@2020-12-26#134-1.1.1"): "eli/刑法/2020-12-26/134-1.1.1",
    (Label.PENALTY, "安全生产法@2021-06-10#97.1!4"): "penalty/安全生产法/2021-06-10/97.1!4",
    (Label.DUTY, "应急〔2021〕23号@2021-03-29#3.5/省级报送"): "duty/应急〔2021〕23号/2021-03-29/3.5%2F省级报送",
    (Label.CRITERION, "标准（试行）@2023-04-14#1"): "criterion/标准（试行）/2023-04-14/1",
    (Label.VIOLATION, "work-safety/exit-blocked"): "violation/work-safety/exit-blocked",
    (Label.CASE, "案例-c0026"): "case/案例-c0026",
    (Label.AGENCY, "某局 一科"): "agency/某局%20一科",
    (Label.INDUSTRY, "coal-mine"): "industry/coal-mine",
}
#: What an id may be made of; lone surrogates are no text.
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMES = WORDS.map(lambda words: words or "无")


@pytest.mark.parametrize(("node", "path"), EXAMPLES.items(), ids=lambda v: v if isinstance(v, str) else "")
def test_ids_are_seen_in_their_iris(node: tuple[Label, str], path: str) -> None:
    assert IRIS.of(*node) == IRIS.base + path
    assert IRIS.read(IRIS.base + path) == node


@given(st.sampled_from(Label), st.lists(WORDS, min_size=3, max_size=3), NAMES)
def test_every_id_is_read_again_from_an_iri_that_parsers_take(label: Label, parts: list[str], name: str) -> None:
    match label:
        case Label.DOCUMENT | Label.AGENCY | Label.INDUSTRY | Label.CASE:
            key = name
        case Label.VERSION:
            key = f"{name}@{parts[1].replace('@', '')}"
        case Label.VIOLATION:
            key = "/".join(parts)
        case _:
            key = f"{name}@{parts[1].replace('@', '').replace('#', '')}#{parts[2].replace('#', '')}"
    iri = IRIS.of(label, key)
    assert IRIS.read(iri) == (label, key)
    line = f"<{iri}> <{iri}> <{iri}> ."
    (triple,) = pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert triple.subject.value == iri
    turtle = f"@base <http://elsewhere/> . {line}"
    assert (URIRef(iri),) * 3 in Graph().parse(data=turtle, format="turtle")


def test_the_same_words_in_another_place_are_another_iri() -> None:
    # A document may be named like an agency; a name may hold a slash, an at sign, a hash.
    assert IRIS.of(Label.DOCUMENT, "甲") != IRIS.of(Label.AGENCY, "甲")
    assert IRIS.of(Label.DOCUMENT, "甲/乙") != IRIS.of(Label.VERSION, "甲@乙")
    assert IRIS.of(Label.DOCUMENT, "..") == IRIS.base + "eli/%2E%2E"
    assert IRIS.expression("甲@2020-01-01") == IRIS.base + "eli/甲/2020-01-01#zh"
    assert IRIS.source("一") != IRIS.source("二")


@pytest.mark.parametrize(
    "base", ["urn:anfa:", "安法", "http://", "https://a/?q", "https://a/#x", "https://a b/", "ftp://a/", ""]
)
def test_a_bad_base_is_refused_with_advice(base: str) -> None:
    with pytest.raises(GraphError, match="ANFA_IRI_BASE"):
        Iris(base)


def test_a_base_gets_its_slash() -> None:
    assert Iris("https://law.example") == Iris("https://law.example/")


@pytest.mark.parametrize(
    "iri", ["https://other/eli/甲", "https://law.example/anfa/", "https://law.example/anfa/region/江苏", "https://law.example/anfa/eli/甲/乙/丙/丁"]
)  # fmt: skip
def test_what_is_no_node_is_not_read(iri: str) -> None:
    with pytest.raises(GraphError, match="IRI"):
        IRIS.read(iri)


def test_a_broken_id_is_refused() -> None:
    with pytest.raises(GraphError, match="anfa build"):
        IRIS.of(Label.PROVISION, "安全生产法@2021-06-10")


def test_members_of_closed_lists() -> None:
    assert term(Unit.ARTICLE) == f"{ANFA}unit-article"
    assert term(Wording.DIGEST) == f"{ANFA}wording-digest"
