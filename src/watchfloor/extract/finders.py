"""The one place where finders are called: what one raises, or takes too long for, costs its own findings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from watchfloor.extract.pace import Pace
from watchfloor.model import Flag, FlagCode

Found = TypeVar("Found")
Nothing = TypeVar("Nothing")


TellFailure = Callable[[str, Exception], None]  # is told the name of a finder that failed, and how


def tell_nobody(part: str, error: Exception) -> None:
    """Let a failure be a flag of the findings only."""


class Finders:
    """Calls the finders of one text, in order; `flags` name those that failed, each once."""

    def __init__(self, pace: Pace | None = None, tell: TellFailure = tell_nobody) -> None:
        self.flags: list[Flag] = []
        self._pace = pace or Pace()
        self._tell = tell

    def found(self, name: str, nothing: Nothing, find: Callable[[], Found]) -> Found | Nothing:
        """Return what `find` finds, or `nothing` and a flag with the finder's name where it raises."""
        self._pace.begin()
        try:
            return find()
        except Exception as error:  # noqa: BLE001 - whatever a text does to one finder costs its findings only
            self.flags.append(Flag(FlagCode.FINDER_FAILED, type(error).__name__, part=name))
            self._tell(name, error)
            return nothing
        finally:
            self._pace.end()
