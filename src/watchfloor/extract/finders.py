"""The one place where finders are called: what one raises costs its own findings, and is flagged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from watchfloor.model import Flag, FlagCode

Found = TypeVar("Found")
Nothing = TypeVar("Nothing")


class Finders:
    """Calls the finders of one text, in order; `flags` name those that failed, each once."""

    def __init__(self) -> None:
        self.flags: list[Flag] = []

    def found(self, name: str, nothing: Nothing, find: Callable[[], Found]) -> Found | Nothing:
        """Return what `find` finds, or `nothing` and a flag with the finder's name where it raises."""
        try:
            return find()
        except Exception as error:  # noqa: BLE001 - whatever a text does to one finder costs its findings only
            self.flags.append(Flag(FlagCode.FINDER_FAILED, type(error).__name__, part=name))
            return nothing
