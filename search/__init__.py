"""Passages, lexical and dense indexes, the encoder, fusion, filters and evaluation."""
