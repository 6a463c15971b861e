"""Where texts are read: in this process, in others of this machine, or on a Ray cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PoolKind = Literal["here", "processes", "ray"]


@dataclass(frozen=True, slots=True)
class PoolChoice:
    """A kind of pool, how many workers it has, and the address of a cluster, "" for one of this machine."""

    kind: PoolKind
    workers: int = 0
    address: str = ""


HERE = PoolChoice("here")


def processes_or_here(processes: int) -> PoolChoice:
    """Return the choice of so many worker processes, of this one where there are none."""
    return PoolChoice("processes", processes) if processes > 0 else HERE
