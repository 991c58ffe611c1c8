"""How the shipped encoder was made, and how to make it again: ``python -m search.distill`` (docs/encoder.md)."""
