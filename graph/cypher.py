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

#: By label and by type, so that a server answers from its own counters and leaves out what it holds beside the graph.
NODE_COUNTS = " UNION ALL ".join(
    f"MATCH (n:{label}) WITH count(n) AS amount WHERE amount > 0 RETURN '{label}' AS kind, amount"
    for label in sorted(Label)
)
EDGE_COUNTS = " UNION ALL ".join(
    f"MATCH ()-[e:{edge}]->() WITH count(e) AS amount WHERE amount > 0 RETURN '{edge}' AS kind, amount"
    for edge in sorted(Edge)
)
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
#: The same with what a reader is shown.
NODE = " UNION ALL ".join(
    f"MATCH (n:{label} {{id: $id}}) RETURN '{label}' AS label, n.title AS title" for label in Label
)


def neighbours(label: Label) -> str:
    """Edges out of and into the node ``$id`` of ``label``, in no order."""
    columns = "labels(m)[0] AS label, m.id AS id, m.title AS title, e.origin AS origin, e.confidence AS confidence"
    return (
        f"MATCH (:{label} {{id: $id}})-[e]->(m) RETURN type(e) AS edge, true AS outgoing, {columns} "
        f"UNION ALL MATCH (:{label} {{id: $id}})<-[e]-(m) RETURN type(e) AS edge, false AS outgoing, {columns}"
    )


# --- the hub ---------------------------------------------------------------------------------------------------------

#: ``$id`` is a provision; what is said of a part of it, or of the whole it is part of, is said of it too.
_OF_PROVISION = "(p.id = $id OR p.id STARTS WITH $id + '.' OR $id STARTS WITH p.id + '.')"

PENALTIES_OF_DUTY = f"""
MATCH (v:Violation)-[:BREACHES]->(p:Provision)
WHERE {_OF_PROVISION}
MATCH (v)-[b:PENALISED_BY]->(q:Provision)
RETURN DISTINCT p.id AS duty, v.id AS violation, v.title AS violation_title, q.id AS penalty, q.title AS penalty_title,
       b.place AS place
ORDER BY duty, violation, place, penalty
"""

DUTIES_OF_PENALTY = f"""
MATCH (v:Violation)-[b:PENALISED_BY]->(p:Provision)
WHERE {_OF_PROVISION}
MATCH (v)-[:BREACHES]->(d:Provision)
RETURN DISTINCT d.id AS duty, v.id AS violation, v.title AS violation_title, p.id AS penalty, p.title AS penalty_title,
       b.place AS place
ORDER BY duty, violation, place, penalty
"""

IMPOSED_BY = """
MATCH (:Provision {id: $id})-[:IMPOSES]->(x:Penalty)
RETURN x.id AS id, x.title AS title, x.subject AS subject, x.stage AS stage, x.measure AS measure, x.low AS low,
       x.high AS high, x.unit AS unit, x.condition AS condition
ORDER BY id
"""

VIOLATION = """
MATCH (v:Violation {id: $id})
RETURN v.id AS id, v.title AS title, v.law AS law, v.subjects AS subjects, v.spoken AS spoken, v.evidence AS evidence,
       v.note AS note
"""

VIOLATION_CLAUSES = """
MATCH (:Violation {id: $id})-[b:BREACHES]->(p:Provision)
RETURN '义务' AS part, b.place AS place, p.id AS id, p.title AS title, p.text AS text, p.version AS version, null AS prevails
UNION ALL
MATCH (:Violation {id: $id})-[b:PENALISED_BY]->(p:Provision)
RETURN '罚则' AS part, b.place AS place, p.id AS id, p.title AS title, p.text AS text, p.version AS version,
       b.prevails AS prevails
UNION ALL
MATCH (:Violation {id: $id})-[:MAY_BE]->(p:Provision)
RETURN '可能构成的犯罪' AS part, 0 AS place, p.id AS id, p.title AS title, p.text AS text, p.version AS version, null AS prevails
"""

VIOLATION_CRITERIA = """
MATCH (:Violation {id: $id})-[:MAY_BE]->(c:HazardCriterion)
RETURN c.id AS id, c.title AS title, c.document AS document, c.locator AS locator, c.ended AS ended
ORDER BY id
"""

VIOLATION_INDUSTRIES = """
MATCH (:Violation {id: $id})-[:IN_INDUSTRY]->(i:Industry)
RETURN i.id AS id, i.title AS title
ORDER BY id
"""

_PRECEDENT_COLUMNS = (
    "c.id AS id, c.title AS title, c.date AS date, c.agency AS agency, c.fine AS fine, "
    "c.criminal_transfer AS criminal_transfer"
)

PRECEDENTS_OF_VIOLATION = f"""
MATCH (c:EnforcementCase)-[i:INSTANCE_OF]->(:Violation {{id: $id}})
RETURN {_PRECEDENT_COLUMNS}, i.origin AS origin, i.confidence AS confidence, i.reason AS reason
ORDER BY confidence DESC, coalesce(date, '') DESC, id
"""

PRECEDENTS_OF_PROVISION = f"""
MATCH (c:EnforcementCase)-[e:VIOLATES|PENALISED_UNDER]->(p:Provision)
WHERE {_OF_PROVISION}
RETURN DISTINCT {_PRECEDENT_COLUMNS}, e.origin AS origin, e.confidence AS confidence, e.cited AS reason
ORDER BY confidence DESC, coalesce(date, '') DESC, id, reason
"""

CRITERIA_OF_INDUSTRY = """
MATCH (i:Industry {id: $id})<-[:BROADER*0..5]-(n:Industry)<-[:IN_INDUSTRY]-(c:HazardCriterion)
RETURN DISTINCT c.id AS id, c.title AS title, c.document AS document, c.locator AS locator, c.ended AS ended
ORDER BY id
"""

IMPLEMENTERS = """
MATCH (v:Version)-[e:IMPLEMENTS]->(:Document {id: $id})
RETURN v.document AS document, v.id AS version, v.title AS title, v.region AS region, e.provision AS provision
ORDER BY document, version
"""

CITED_BY_PROVISIONS = f"""
MATCH (s:Provision)-[c:CITES]->(p:Provision)
WHERE {_OF_PROVISION}
RETURN DISTINCT s.id AS provision, s.title AS title, s.version AS version, p.id AS cited, c.text AS text
ORDER BY provision, cited
"""

BEGAN_OR_ENDED = """
MATCH (v:Version)
WHERE coalesce(v.effective, v.version) > $since AND coalesce(v.effective, v.version) <= $until
RETURN coalesce(v.effective, v.version) AS day, '施行' AS change, v.id AS id, v.title AS title
UNION ALL
MATCH (v:Version)
WHERE v.ended > $since AND v.ended <= $until
RETURN v.ended AS day, coalesce(v.ended_as, '已修改') AS change, v.id AS id, v.title AS title
UNION ALL
MATCH (c:HazardCriterion)
WHERE coalesce(c.effective, c.version) > $since AND coalesce(c.effective, c.version) <= $until
RETURN DISTINCT coalesce(c.effective, c.version) AS day, '施行' AS change, c.document AS id, c.document AS title
UNION ALL
MATCH (c:HazardCriterion)
WHERE c.ended > $since AND c.ended <= $until
RETURN DISTINCT c.ended AS day, '已废止' AS change, c.document AS id, c.document AS title
UNION ALL
MATCH (p:Provision)
WHERE p.ended > $since AND p.ended <= $until
RETURN p.ended AS day, '已修改' AS change, p.id AS id, p.title AS title
"""

# --- what does not fit -----------------------------------------------------------------------------------------------

VIOLATIONS_WITHOUT_DUTY = """
MATCH (v:Violation) WHERE NOT (v)-[:BREACHES]->(:Provision)
RETURN v.id AS id, v.title AS title ORDER BY id
"""
VIOLATIONS_WITHOUT_PENALTY = """
MATCH (v:Violation) WHERE NOT (v)-[:PENALISED_BY]->(:Provision)
RETURN v.id AS id, v.title AS title ORDER BY id
"""
VIOLATIONS_WITHOUT_CASE = """
MATCH (v:Violation) WHERE NOT (:EnforcementCase)-[:INSTANCE_OF]->(v)
RETURN v.id AS id, v.title AS title ORDER BY id
"""
CASES_WITHOUT_VIOLATION = """
MATCH (c:EnforcementCase) WHERE NOT (c)-[:INSTANCE_OF]->(:Violation)
RETURN c.id AS id, c.title AS title ORDER BY id
"""
CASES_WITHOUT_CLAUSE = """
MATCH (c:EnforcementCase) WHERE NOT (c)-[:VIOLATES|PENALISED_UNDER]->(:Provision)
RETURN c.id AS id, c.title AS title ORDER BY id
"""
CRITERIA_WITHOUT_VIOLATION = """
MATCH (c:HazardCriterion) WHERE (c.ended IS NULL OR c.ended > $day) AND NOT (:Violation)-[:MAY_BE]->(c)
RETURN c.id AS id, c.title AS title ORDER BY id
"""
PENALTY_CLAUSES_WITHOUT_VIOLATION = """
MATCH (p:Provision)-[:IMPOSES]->(:Penalty)
WHERE p.version IN $versions AND p.out_of_scope IS NULL AND NOT (:Violation)-[:PENALISED_BY]->(p) AND NOT (:Provision)-[:PART_OF]->(p)
RETURN DISTINCT p.id AS id, p.title AS title ORDER BY id
"""
PENALISED_WITHOUT_PENALTY = """
MATCH (v:Violation)-[:PENALISED_BY]->(p:Provision) WHERE NOT (p)-[:IMPOSES]->(:Penalty)
RETURN DISTINCT p.id AS id, v.title AS title ORDER BY id, title
"""
AMOUNTS_REVERSED = """
MATCH (x:Penalty) WHERE x.low > x.high
RETURN x.id AS id, x.title AS title ORDER BY id
"""
ENDED_STILL_LINKED = """
MATCH (v:Violation)-[:MAY_BE]->(c:HazardCriterion) WHERE c.ended <= $day
RETURN v.id AS id, c.id AS title
UNION ALL
MATCH (v:Violation)-[:BREACHES|PENALISED_BY]->(p:Provision)-[:PART_OF*1..8]->(w:Version) WHERE w.ended <= $day
RETURN DISTINCT v.id AS id, p.id AS title
"""
PUNISHED_OTHERWISE = """
MATCH (c:EnforcementCase)-[:INSTANCE_OF]->(v:Violation)
MATCH (c)-[u:PENALISED_UNDER]->(p:Provision) WHERE u.current
MATCH (v)-[:PENALISED_BY]->(q:Provision)
WITH c, v, p, q ORDER BY p.id, q.id
RETURN c.id AS found, v.id AS violation, collect(DISTINCT p.id) AS cited, collect(DISTINCT q.id) AS expected
ORDER BY found, violation
"""
CATALOGUED_VERSIONS = """
MATCH (v:Violation)-[b:PENALISED_BY]->(p:Provision) WHERE b.place = 1
RETURN DISTINCT p.version AS version ORDER BY version
"""

# --- export ----------------------------------------------------------------------------------------------------------


def nodes_of(label: Label) -> str:
    """Every node of ``label`` with all its properties."""
    return f"MATCH (n:{label}) RETURN properties(n) AS properties ORDER BY n.id"


def edges_of(edge: Edge, source: Label, target: Label) -> str:
    """Every edge of one type between two labels with all its properties."""
    return (
        f"MATCH (s:{source})-[e:{edge}]->(t:{target}) "
        "RETURN s.id AS source, t.id AS target, properties(e) AS properties ORDER BY source, target"
    )


#: Provisions that are no longer in force on ``$day`` though their version is, and all that is part of them.
ENDED_PROVISIONS = """
MATCH (p:Provision)-[:PART_OF*0..12]->(e:Provision) WHERE e.ended <= $day
RETURN DISTINCT p.id AS id ORDER BY id
"""
#: What such a provision is part of.
PARTLY_ENDED = """
MATCH (e:Provision)-[:PART_OF*1..12]->(n) WHERE e.ended <= $day
RETURN DISTINCT n.id AS id ORDER BY id
"""
