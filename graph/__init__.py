"""Node and edge types, the store protocol, the embedded store, the builder and all Cypher."""
