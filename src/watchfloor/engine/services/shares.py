"""What is given to partners, as people ask for it: set up, looked at, written, ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from watchfloor.config import Config
from watchfloor.model import GivenOnce, PartnerShare, Principal, RowDifference
from watchfloor.permissions import Action, require
from watchfloor.store import Shares, Store

if TYPE_CHECKING:
    from watchfloor.engine.decide.verdicts import Judged
    from watchfloor.engine.partners.giving import Giving, ShareWritten

__all__ = ["ShareDesk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareDesk:
    """The shares of a floor; `clock` gives the moment of an act."""

    config: Config
    clock: Callable[[], str]

    def shares(self, principal: Principal) -> list[PartnerShare]:
        """Return the shares, in the order in which they were set up."""
        require(principal, Action.READ)
        with Store.open(self.config.store) as store:
            return Shares(store).all()

    def add_share(self, principal: Principal, share: PartnerShare) -> Path:
        """Set a share up, by who asks and now; return its folder. Nothing is written yet."""
        require(principal, Action.SHARE)
        with self._giving(write=True) as giving:
            return giving.add(replace(share, by=principal.id, at=self.clock()))

    def remove_share(self, principal: Principal, name: str) -> ShareWritten:
        """End a share: its receiver is told that every row is withdrawn."""
        require(principal, Action.SHARE)
        with self._giving(write=True) as giving:
            return giving.end(giving.share(name), by=principal.id, at=self.clock())

    def preview_share(self, principal: Principal, name: str) -> list[RowDifference]:
        """Return what would be given now that was not given yet."""
        require(principal, Action.READ)
        with self._giving(write=False) as giving:
            return giving.moves(giving.share(name), now=self.clock())

    def write_share(self, principal: Principal, name: str) -> ShareWritten:
        """Give what is new, changed and withdrawn since the share was written last."""
        require(principal, Action.SHARE)
        with self._giving(write=True) as giving:
            return giving.write(giving.share(name), by=principal.id, at=self.clock())

    def given_since(self, principal: Principal, name: str, moment: str) -> list[RowDifference]:
        """Return what was given since a moment, the increments put together."""
        require(principal, Action.READ)
        with self._giving(write=False) as giving:
            return giving.since(giving.share(name), moment)

    def given_once(self, principal: Principal, any_id: str) -> list[GivenOnce]:
        """Return in which shares a row, or what is told by a report, was given when."""
        require(principal, Action.READ)
        with Store.open(self.config.store) as store:
            return Shares(store).given_once(any_id)

    def unshare(self, principal: Principal, what: str, *, reason: str) -> Judged:
        """Let nothing of a report, event, number or place be shared; who did it undoes it."""
        from watchfloor.engine.decide.unsharing import Unsharing

        require(principal, Action.JUDGE)
        with Store.open(self.config.store, write=True) as store:
            return Unsharing(store).unshare(what, reason=reason, by=principal.id, at=self.clock())

    @contextmanager
    def _giving(self, *, write: bool) -> Iterator[Giving]:
        from watchfloor.engine.partners.giving import Giving

        with Store.open(self.config.store, write=write) as store:
            yield Giving(store, self.config)
