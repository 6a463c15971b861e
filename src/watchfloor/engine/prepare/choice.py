"""Where texts are read: in this process, or in others of this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PoolKind = Literal["here", "processes"]


@dataclass(frozen=True, slots=True)
class PoolChoice:
    """A kind of pool, and how many workers it has."""

    kind: PoolKind
    workers: int = 0


HERE = PoolChoice("here")


def processes_or_here(processes: int) -> PoolChoice:
    """Return the choice of so many worker processes, of this one where there are none."""
    return PoolChoice("processes", processes) if processes > 0 else HERE
