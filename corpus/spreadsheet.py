"""Cells that a spreadsheet shows and never runs."""

from __future__ import annotations

#: A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def inert(cell: str) -> str:
    """The cell, with an apostrophe before it where it would run as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
