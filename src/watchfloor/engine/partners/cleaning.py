"""Shares after words went: what was taken down, erased or let go by age leaves their files by itself.

Nothing new is given by it: rows that stand and were not given yet wait for whoever writes the share.
"""

from __future__ import annotations

from dataclasses import dataclass

from watchfloor.config import Config
from watchfloor.engine.partners.giving import Giving
from watchfloor.errors import WatchfloorError
from watchfloor.model import MACHINE
from watchfloor.store import Shares, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCleaner:
    """Writes the shares of a floor again that still hold words which the floor holds no more."""

    config: Config

    def clean(self, store: Store, *, now: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of the shares that are written again, and what kept others from it."""
        giving = Giving(store, self.config)
        written: list[str] = []
        failed: list[str] = []
        for share in Shares(store).all():
            if not giving.holds_emptied(share):
                continue
            try:
                giving.write(share, by=MACHINE, at=now, emptied_only=True)
            except (OSError, WatchfloorError) as error:
                failed.append(f"share {share.name} holds words that went, and cannot be written: {error}")
            else:
                written.append(share.name)
        return tuple(written), tuple(failed)
