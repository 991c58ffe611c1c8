"""Every statement of ``graph.cypher``, and a world in which each has something to say."""

from __future__ import annotations

from dataclasses import replace

from graph import cypher
from graph.schema import Label
from graph.store import GraphStore
from tests.graph.hub_world import (
    DAY,
    FERRY,
    NATION,
    NEW,
    OLD,
    STANDARD,
    UNCHECKED,
    build,
    case,
    catalogue,
    clause,
    criterion,
    violation,
)

UNTRIED = violation("lantern/untried", "没人管", f"{NEW}#3.1", f"{NEW}#5.1")
UNTIED = criterion(f"{STANDARD}@2023-01-01#2", "lantern")

#: Every statement of ``graph.cypher``, with values for which it must answer in the broken world below.
STATEMENTS: dict[str, dict[str, object]] = {
    "NODE_COUNTS": {},
    "EDGE_COUNTS": {},
    "HELD_COUNT": {},
    "VERSIONS_OF": {"document": "灯会法"},
    "OUTLINE": {"version": NEW},
    "ISSUERS": {},
    "AMENDED_BY": {"id": "灯会法"},
    "SUPERSEDED": {"id": "灯会法"},
    "CITES_FROM_VERSION": {"id": FERRY},
    "CITES_FROM_DOCUMENT": {"id": "渡船条例"},
    "CITED_BY": {"id": "灯会法"},
    "BASED_ON": {"id": NATION},
    "GROUND_OF": {"id": "灯会法"},
    "EXPLAINED_BY": {"id": NATION},
    "LABELS_OF": {"id": NEW},
    "NODE": {"id": NEW},
    "PENALTIES_OF_DUTY": {"id": f"{NEW}#2"},
    "DUTIES_OF_PENALTY": {"id": f"{NEW}#4"},
    "IMPOSED_BY": {"id": f"{NEW}#5.1"},
    "VIOLATION": {"id": UNCHECKED},
    "VIOLATION_CLAUSES": {"id": UNCHECKED},
    "VIOLATION_CRITERIA": {"id": UNCHECKED},
    "VIOLATION_INDUSTRIES": {"id": UNCHECKED},
    "PRECEDENTS_OF_VIOLATION": {"id": UNCHECKED},
    "PRECEDENTS_OF_PROVISION": {"id": f"{NEW}#4"},
    "CRITERIA_OF_INDUSTRY": {"id": "fair"},
    "IMPLEMENTERS": {"id": "灯会法"},
    "CITED_BY_PROVISIONS": {"id": f"{NEW}#2"},
    "BEGAN_OR_ENDED": {"since": "2021-01-01", "until": "2024-01-01"},
    "VIOLATIONS_WITHOUT_DUTY": {},
    "VIOLATIONS_WITHOUT_PENALTY": {},
    "VIOLATIONS_WITHOUT_CASE": {},
    "CASES_WITHOUT_VIOLATION": {},
    "CASES_WITHOUT_CLAUSE": {},
    "CRITERIA_WITHOUT_VIOLATION": {"day": DAY.isoformat()},
    "PENALTY_CLAUSES_WITHOUT_VIOLATION": {"versions": [NEW]},
    "PENALISED_WITHOUT_PENALTY": {},
    "AMOUNTS_REVERSED": {},
    "ENDED_STILL_LINKED": {"day": DAY.isoformat()},
    "PUNISHED_OTHERWISE": {},
    "CATALOGUED_VERSIONS": {},
    "ENDED_PROVISIONS": {"day": DAY.isoformat()},
    "PARTLY_ENDED": {"day": DAY.isoformat()},
}


def break_everything(store: GraphStore) -> None:
    """The world with everything wrong at once."""
    usual = catalogue()
    joined = replace(
        usual,
        violations=(
            *usual.violations,
            replace(UNTRIED, id="lantern/a", duties=()),
            replace(UNTRIED, id="lantern/b", penalties=()),
            replace(UNTRIED, id="lantern/c", duties=(f"{OLD}#2.1",), penalties=(f"{NEW}#3.1",)),
        ),
        criteria=(*usual.criteria, UNTIED),
        cases=(*usual.cases, case("5", clause("？", None))),
        out_of_scope={},
    )
    build(store, joined=joined)
    store.merge_nodes(Label.PENALTY, [{"id": "x", "title": "倒置", "low": 3, "high": 2}])


def constants() -> dict[str, str]:
    return {n: v for n, v in vars(cypher).items() if isinstance(v, str) and not n.startswith("_")}
