"""What both browser tests do by keyboard."""

from __future__ import annotations

from typing import Any

import pytest


def reach(page: Any, selector: str, key: str = "Tab", *, at_most: int) -> None:
    """Press ``key`` until the focus is on ``selector``; fail after ``at_most`` presses."""
    for _ in range(at_most):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press(key)
    pytest.fail(f"the keyboard never reached {selector}")
