"""One module per user (inspector, trainer, selector): plain functions over search and graph with typed results."""
