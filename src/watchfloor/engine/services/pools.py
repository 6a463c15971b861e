"""Where texts are read, as somebody asked for it."""

from __future__ import annotations

import re

from watchfloor.engine.prepare.choice import HERE, PoolChoice, processes_or_here
from watchfloor.errors import UsageError

__all__ = ["HERE", "PoolChoice", "pool_asked"]

_ASKED = re.compile(r"here|processes(?::(?P<count>[0-9]{1,2}))?|ray(?::(?P<address>\S+))?")
_PROCESSES = 2  # where nobody said how many
_MOST_PROCESSES = 64


def pool_asked(words: str | None, processes: int) -> PoolChoice:
    """Return the pool that `words` (`here`, `processes:4`, `ray:ADDRESS`) or a number of processes mean."""
    if words is None:
        return processes_or_here(processes)
    if processes:
        raise UsageError("--pool and --processes both say where to read: give one of them")
    asked = _ASKED.fullmatch(words)
    if asked is None:
        raise UsageError(f"--pool {words}: it is none of here, processes, processes:N, ray and ray:ADDRESS")
    if words == "here":
        return HERE
    if words.startswith("ray"):
        return PoolChoice("ray", address=asked["address"] or "")
    count = int(asked["count"] or _PROCESSES)
    if not 0 < count <= _MOST_PROCESSES:
        raise UsageError(f"--pool {words}: worker processes are 1 to {_MOST_PROCESSES}")
    return processes_or_here(count)
