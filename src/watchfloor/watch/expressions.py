"""Conditions of watches as programs of CEL."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def compiled(expression: str) -> Any:
    """Return the program of an expression; raise ValueError where it is none."""
    import cel  # noqa: PLC0415 - takes a third of a second, wanted only where a watch is asked or checked

    return cel.compile(expression)
