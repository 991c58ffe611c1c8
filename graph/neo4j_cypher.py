"""Cypher for what only a server holds beside the graph: what is published, the library's records, the passages.

Records and passages stand in one of two slots. A publication fills the one that does not serve and then points to it,
so that readers never see half of one. Everything in a slot bears the slot's own labels and indexes.
"""

from __future__ import annotations

from enum import StrEnum

from graph.schema import Edge, Label


class Slot(StrEnum):
    """One of two places for records and passages."""

    A = "A"
    B = "B"

    @property
    def other(self) -> Slot:
        """The one that this is not."""
        return Slot.B if self is Slot.A else Slot.A


# --- the graph, whole ------------------------------------------------------------------------------------------------


def replace_nodes(label: Label) -> str:
    """``$rows``: all properties of each node, ``id`` among them; those it had before are gone."""
    return f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n = row"


def replace_edges(edge: Edge, source: Label, target: Label) -> str:
    """``$rows``: maps ``source``, ``target`` (ids) and ``properties``, which take the place of those before."""
    return (
        f"UNWIND $rows AS row MATCH (s:{source} {{id: row.source}}) MATCH (t:{target} {{id: row.target}}) "
        f"MERGE (s)-[e:{edge}]->(t) SET e = row.properties"
    )


def ids_of(label: Label) -> str:
    """Ids of all nodes of ``label``."""
    return f"MATCH (n:{label}) RETURN n.id AS id"


def ends_of(edge: Edge, source: Label, target: Label) -> str:
    """Ids of both ends of all edges of one type between two labels."""
    return f"MATCH (s:{source})-[:{edge}]->(t:{target}) RETURN s.id AS source, t.id AS target"


def delete_nodes(label: Label) -> str:
    """``$rows``: maps ``id``; their edges go with them."""
    return f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) DETACH DELETE n"


def delete_edges(edge: Edge, source: Label, target: Label) -> str:
    """``$rows``: maps ``source`` and ``target``."""
    return (
        f"UNWIND $rows AS row MATCH (:{source} {{id: row.source}})-[e:{edge}]->(:{target} {{id: row.target}}) DELETE e"
    )


SERVER_VERSION = "CALL dbms.components() YIELD versions RETURN versions[0] AS version LIMIT 1"
#: Indexes called like the constraints ``$names`` that belong to none.
ORPHANED_INDEXES = (
    "SHOW INDEXES YIELD name, owningConstraint WHERE name IN $names AND owningConstraint IS NULL RETURN name"
)

# --- what is published -----------------------------------------------------------------------------------------------

UNIQUE_PUBLICATION = "CREATE CONSTRAINT publication_id IF NOT EXISTS FOR (n:Publication) REQUIRE n.id IS UNIQUE"
PUBLICATION = "MATCH (n:Publication {id: 'serving'}) RETURN properties(n) AS properties"
#: ``$token`` marks the publication under way; the last to begin wins.
BEGIN = "MERGE (n:Publication {id: 'next'}) SET n.token = $token"
#: Lets ``$serving`` serve; no row where another publication began since.
SWITCH = """
MATCH (n:Publication {id: 'next', token: $token})
MERGE (s:Publication {id: 'serving'}) SET s = $serving, s.id = 'serving'
RETURN s.generation AS generation
"""
#: After the old slot was cleared.
FINISH = "MATCH (n:Publication {id: 'serving'}) SET n.cleared = true WITH n MATCH (t:Publication {id: 'next'}) DELETE t"

# --- records of the library ------------------------------------------------------------------------------------------


def record_indexes(slot: Slot) -> tuple[str, ...]:
    """Statements that make the indexes of records; harmless where they are made."""
    name = f"record_{slot.lower()}"
    return (
        f"CREATE CONSTRAINT {name}_key IF NOT EXISTS FOR (n:Record{slot}) REQUIRE n.key IS UNIQUE",
        f"CREATE INDEX {name}_owner IF NOT EXISTS FOR (n:Record{slot}) ON (n.owner)",
        f"CREATE INDEX {name}_kind IF NOT EXISTS FOR (n:Record{slot}) ON (n.kind)",
    )


def write_records(slot: Slot) -> str:
    """``$rows``: maps ``key``, ``kind``, ``position``, ``body``; of a provision ``owner`` (its version) and ``unit``."""
    return f"UNWIND $rows AS row MERGE (n:Record{slot} {{key: row.key}}) SET n = row"


def records(slot: Slot) -> str:
    """Bodies of all records of ``$kind`` in order."""
    return f"MATCH (n:Record{slot} {{kind: $kind}}) RETURN n.body AS body ORDER BY n.position"


def records_of(slot: Slot) -> str:
    """Bodies of all records whose owner is ``$owner``, in order."""
    return f"MATCH (n:Record{slot} {{owner: $owner}}) RETURN n.body AS body ORDER BY n.position"


def records_by_key(slot: Slot) -> str:
    """Bodies of the records that bear one of ``$keys``."""
    return f"UNWIND $keys AS key MATCH (n:Record{slot} {{key: key}}) RETURN n.body AS body"


def tally(slot: Slot) -> str:
    """How many records there are of each kind and unit."""
    return f"MATCH (n:Record{slot}) RETURN n.kind AS kind, n.unit AS unit, count(*) AS amount"


# --- passages --------------------------------------------------------------------------------------------------------


def _passage_index(slot: Slot, what: str) -> str:
    return f"passage_{slot.lower()}_{what}"


def passage_keys(slot: Slot) -> tuple[str, ...]:
    """Statements that make what finds a passage by its number or place; to be run before writing."""
    label = f"Passage{slot}"
    return (
        f"CREATE CONSTRAINT {_passage_index(slot, 'number')} IF NOT EXISTS FOR (n:{label}) REQUIRE n.number IS UNIQUE",
        f"CREATE INDEX {_passage_index(slot, 'provision')} IF NOT EXISTS FOR (n:{label}) ON (n.provision)",
        f"CREATE INDEX {_passage_index(slot, 'anchor')} IF NOT EXISTS FOR (n:{label}) ON (n.anchor)",
    )


def passage_indexes(slot: Slot, dimension: int) -> tuple[str, ...]:
    """Statements that make the full-text and the vector index; quicker after writing than before."""
    label = f"Passage{slot}"
    return (
        f"CREATE FULLTEXT INDEX {_passage_index(slot, 'words')} IF NOT EXISTS FOR (n:{label}) "
        "ON EACH [n.words, n.key] OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}",
        f"CREATE VECTOR INDEX {_passage_index(slot, 'vector')} IF NOT EXISTS FOR (n:{label}) ON (n.vector) "
        f"OPTIONS {{indexConfig: {{`vector.dimensions`: {dimension}, `vector.similarity_function`: 'cosine', "
        "`vector.quantization.enabled`: false}}",
    )


def write_passages(slot: Slot) -> str:
    """``$rows``: maps ``passage`` (properties, ``number`` among them) and ``vector``."""
    return (
        f"UNWIND $rows AS row MERGE (n:Passage{slot} {{number: row.passage.number}}) SET n = row.passage "
        "WITH n, row CALL db.create.setNodeVectorProperty(n, 'vector', row.vector)"
    )


def clear(slot: Slot) -> tuple[str, ...]:
    """Statements that empty a slot: its large indexes first, then what they held, in transactions of their own."""
    return (
        *(f"DROP INDEX {_passage_index(slot, what)} IF EXISTS" for what in ("words", "vector")),
        *(
            f"MATCH (n:{label}{slot}) CALL (n) {{ DELETE n }} IN TRANSACTIONS OF 5000 ROWS"
            for label in ("Passage", "Record")
        ),
    )


AWAIT_INDEXES = "CALL db.awaitIndexes($seconds)"

_IN_SCOPE = "node.document IN $documents AND ($day IS NULL OR node.ended > $day)"
#: One row of lists, because a driver unpacks hundreds of rows more slowly than the server finds them.
_LISTS = (
    f"WITH node, score, {_IN_SCOPE} AS allowed "
    "RETURN collect(CASE WHEN allowed THEN node.number END) AS numbers, "
    "collect(CASE WHEN allowed THEN score END) AS scores, count(*) AS seen"
)


def by_words(slot: Slot) -> str:
    """The ``$limit`` best passages for the Lucene query ``$words``: those in scope, best first, and how many were seen."""
    return (
        f"CALL db.index.fulltext.queryNodes('{_passage_index(slot, 'words')}', $words, {{limit: $limit}}) "
        f"YIELD node, score {_LISTS}"
    )


def scored_by_words(slot: Slot) -> str:
    """The same whatever the scope."""
    return (
        f"CALL db.index.fulltext.queryNodes('{_passage_index(slot, 'words')}', $words, {{limit: $limit}}) "
        "YIELD node, score RETURN collect(node.number) AS numbers, collect(score) AS scores"
    )


def by_vector(slot: Slot) -> str:
    """The ``$limit`` passages nearest to ``$vector``, told like :func:`by_words`; scores are (1 + cosine) / 2."""
    return (
        f"CALL db.index.vector.queryNodes('{_passage_index(slot, 'vector')}', $limit, $vector) "
        f"YIELD node, score {_LISTS}"
    )


def similarities(slot: Slot) -> str:
    """Likeness of the passages ``$numbers`` to ``$vector``, scaled as above."""
    return (
        f"UNWIND $numbers AS number MATCH (n:Passage{slot} {{number: number}}) "
        "RETURN collect(number) AS numbers, collect(vector.similarity.cosine(n.vector, $vector)) AS scores"
    )


def places(slot: Slot) -> str:
    """Where the passages ``$numbers`` stand."""
    return (
        f"UNWIND $numbers AS number MATCH (n:Passage{slot} {{number: number}}) "
        "RETURN collect(number) AS numbers, collect(n.provision) AS provisions, collect(n.anchor) AS anchors, "
        "collect(n.document) AS documents"
    )


def placed(slot: Slot) -> str:
    """The passage of each of ``$clauses``, of an article without words the first one's, where it is in scope."""
    return (
        "UNWIND $clauses AS clause CALL (clause) { "
        f"MATCH (n:Passage{slot}) WHERE n.provision = clause OR n.anchor = clause "
        "RETURN n AS node ORDER BY n.provision = clause DESC, n.number LIMIT 1 } "
        f"WITH clause, node WHERE {_IN_SCOPE} RETURN clause, node.number AS number"
    )
