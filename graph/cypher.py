"""All Cypher of the project: one text for the embedded engine and for Neo4j 5.26.

Every read states a complete order, so that both engines give the same rows in the same order. Reads that start from
an id name a label, because only then does an engine use its index.
"""

from __future__ import annotations

from graph.schema import Edge, Label

# --- writing ---------------------------------------------------------------------------------------------------------


def unique_id(label: Label) -> str:
    """The constraint that makes ``id`` the key of ``label``; to be run before its first node."""
    return f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"


def merge_nodes(label: Label) -> str:
    """``$rows``: maps of properties, ``id`` among them."""
    return f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n += row"


def merge_edges(edge: Edge, source: Label, target: Label) -> str:
    """``$rows``: maps ``source``, ``target`` (ids) and ``properties``; gives ``merged``, short where an end is missing."""
    return (
        f"UNWIND $rows AS row MATCH (s:{source} {{id: row.source}}) MATCH (t:{target} {{id: row.target}}) "
        f"MERGE (s)-[e:{edge}]->(t) SET e += row.properties RETURN count(e) AS merged"
    )


# --- counting --------------------------------------------------------------------------------------------------------

NODE_COUNTS = "MATCH (n) RETURN labels(n)[0] AS kind, count(*) AS amount ORDER BY kind"
EDGE_COUNTS = "MATCH ()-[e]->() RETURN type(e) AS kind, count(*) AS amount ORDER BY kind"
HELD_COUNT = "MATCH (d:Document) WHERE d.held RETURN count(*) AS amount"

# --- documents and their texts ---------------------------------------------------------------------------------------

_VERSION_COLUMNS = (
    "v.id AS id, v.document AS document, v.title AS title, v.kind AS kind, v.number AS number, v.version AS version, "
    "v.effective AS effective, v.ended AS ended, v.ended_as AS ended_as"
)

VERSIONS_OF = f"""
MATCH (v:Version)-[:VERSION_OF]->(:Document {{id: $document}})
RETURN {_VERSION_COLUMNS}
ORDER BY coalesce(version, '') DESC, id
"""

OUTLINE = """
MATCH (p:Provision)-[:PART_OF*1..12]->(:Version {id: $version})
RETURN p.id AS id, p.title AS title, p.unit AS unit, p.heading AS heading, p.parent AS parent, p.position AS position
ORDER BY position, id
"""

ISSUERS = """
MATCH (a:Agency)<-[:ISSUED_BY]-(v:Version)-[:VERSION_OF]->(d:Document)
RETURN a.id AS agency, count(DISTINCT v) AS versions, count(DISTINCT d) AS documents
ORDER BY documents DESC, agency
"""

AMENDED_BY = """
MATCH (v:Version)-[a:AMENDS]->(:Document {id: $id})
RETURN v.id AS version, v.title AS title, a.effective AS effective, a.articles AS articles, a.added AS added,
       a.version AS changed
ORDER BY coalesce(effective, ''), version
"""

SUPERSEDED = """
MATCH (newer:Version)-[s:SUPERSEDES]->(older:Version)-[:VERSION_OF]->(:Document {id: $id})
RETURN newer.id AS newer, older.id AS older, s.effective AS effective
ORDER BY newer DESC, older
"""

# --- who cites whom --------------------------------------------------------------------------------------------------

_CITATION_COLUMNS = (
    "p.id AS provision, p.title AS provision_title, v.id AS version, v.document AS citing, "
    "d.id AS document, d.title AS title, d.held AS held, c.text AS text, c.basis AS basis, p.position AS position"
)

CITES_FROM_VERSION = f"""
MATCH (v:Version {{id: $id}})<-[:PART_OF*1..12]-(p:Provision)-[c:CITES]->(d:Document)
RETURN {_CITATION_COLUMNS}
ORDER BY version, position, document
"""

CITES_FROM_DOCUMENT = f"""
MATCH (:Document {{id: $id}})<-[:VERSION_OF]-(v:Version)<-[:PART_OF*1..12]-(p:Provision)-[c:CITES]->(d:Document)
RETURN {_CITATION_COLUMNS}
ORDER BY version, position, document
"""

CITED_BY = f"""
MATCH (d:Document {{id: $id}})<-[c:CITES]-(p:Provision)-[:PART_OF*1..12]->(v:Version)
RETURN {_CITATION_COLUMNS}
ORDER BY citing, version, position
"""

BASED_ON = """
MATCH (:Document {id: $id})<-[:VERSION_OF]-(v:Version)-[b:BASED_ON]->(d:Document)
RETURN DISTINCT d.id AS target, d.title AS title, d.held AS held, v.id AS version, b.provision AS provision
ORDER BY version, target
"""

GROUND_OF = """
MATCH (d:Document {id: $id})<-[b:BASED_ON]-(v:Version)
RETURN v.document AS document, v.id AS version, v.title AS title, b.provision AS provision
ORDER BY document, version
"""

EXPLAINED_BY = """
MATCH (v:Version)-[e:EXPLAINS]->(:Document {id: $id})
RETURN v.id AS version, v.title AS title
ORDER BY version
"""

# --- around a node ---------------------------------------------------------------------------------------------------

#: Which labels bear an id.
LABELS_OF = " UNION ALL ".join(f"MATCH (n:{label} {{id: $id}}) RETURN '{label}' AS label" for label in Label)


def neighbours(label: Label) -> str:
    """Edges out of and into the node ``$id`` of ``label``."""
    columns = "labels(m)[0] AS label, m.id AS id, m.title AS title, e.origin AS origin, e.confidence AS confidence"
    return (
        f"MATCH (:{label} {{id: $id}})-[e]->(m) RETURN type(e) AS edge, true AS outgoing, {columns} "
        f"UNION ALL MATCH (:{label} {{id: $id}})<-[e]-(m) RETURN type(e) AS edge, false AS outgoing, {columns}"
    )
