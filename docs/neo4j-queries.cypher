// 1. A violation with everything it joins: duties, penalties, criteria, crimes, cases (违法行为的一圈)
MATCH path = (v:Violation {id: 'work-safety/exit-blocked'})-[]-(n) RETURN path LIMIT 60;

// 2. From a clause of duty to the penalties for its breach (义务条款的罚则)
MATCH path = (:Provision)<-[:BREACHES]-(:Violation)-[:PENALISED_BY]->(:Provision)-[:IMPOSES]->(:Penalty)
WHERE any(n IN nodes(path) WHERE n.id STARTS WITH '安全生产法@2021-06-10#36.1') RETURN path LIMIT 40;

// 3. Acts that several documents punish, and which penalty goes first (数法同罚，先用哪一条)
MATCH path = (v:Violation)-[b:PENALISED_BY]->(p:Provision) WHERE EXISTS { (v)-[x:PENALISED_BY]->() WHERE x.prevails IS NOT NULL }
RETURN path LIMIT 60;

// 4. Cases of one sector, their violations and agencies (一个行业的案例)
MATCH path = (:Industry {id: 'fireworks'})<-[:IN_INDUSTRY]-(c:EnforcementCase)-[:INSTANCE_OF|HANDLED_BY]->()
RETURN path LIMIT 60;

// 5. Documents that carry out another, down the line (文件的落实)
MATCH path = (:Version)-[:IMPLEMENTS]->(:Document) RETURN path LIMIT 80;
