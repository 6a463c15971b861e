"""Conditions of watches as programs of CEL."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any


@cache
def compiled(expression: str) -> Any:
    """Return the program of an expression; raise ValueError where it is none."""
    import cel  # noqa: PLC0415 - takes a third of a second, wanted only where a watch is asked or checked

    return cel.compile(expression)


class KnownVariables:
    """What conditions look at, made ready for all of them once the first is asked: that costs most of it."""

    def __init__(self, variables: Mapping[str, Any]) -> None:
        self._variables = dict(variables)

    @cached_property
    def context(self) -> Any:
        """What a program is executed with."""
        import cel  # noqa: PLC0415 - as above

        return cel.Context(variables=self._variables)
