"""The heartbeat: another machine is told that this one lives, and notices when it is told no more."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from watchfloor.config import Heartbeat
from watchfloor.errors import WatchfloorError
from watchfloor.journal import HeartbeatSent, Journal
from watchfloor.model import as_moment, instant_of
from watchfloor.network import Client

_SECONDS = 10.0  # that a round waits for the other machine


@dataclass(slots=True, kw_only=True)
class Heart:
    """Beats when a beat is due, as often as it is asked; what fails is a fact, and tried again when due."""

    journal: Journal
    _due: str = field(default="")

    def beat(self, heartbeat: Heartbeat | None, client: Client, *, now: str) -> bool:
        """Tell the other machine at `now`, where that is due; a clock that is set back makes it due."""
        if heartbeat is None:
            return False
        later = as_moment(instant_of(now) + heartbeat.every)
        if self._due and now < self._due <= later:
            return False
        self._due = later
        began = time.monotonic()
        error = _sent(heartbeat, client)
        seconds = round(time.monotonic() - began, 3)
        self.journal.write(HeartbeatSent(at=now, error=error, seconds=seconds))
        return error is None


def _sent(heartbeat: Heartbeat, client: Client) -> str | None:
    """Return what went wrong, in words without the address: who has it could speak for us."""
    brief = replace(client, limits=replace(client.limits, seconds=_SECONDS))
    try:
        answer = brief.get(heartbeat.url, follow=False)
    except WatchfloorError as error:
        return type(error).__name__
    return None if 200 <= answer.status < 300 else f"status {answer.status}"
