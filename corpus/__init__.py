"""The vocabulary, the shipped data files and the on-disk library of what was ingested."""
