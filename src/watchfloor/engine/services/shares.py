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
    from watchfloor.engine.partners.importing import PartnerRead

__all__ = ["ShareDesk", "ShareWritten"]


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
        with self._giving(write=True) as giving, giving.store.turn():
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
        with Store.open(self.config.store, turns=True) as store:
            return Unsharing(store).unshare(what, reason=reason, by=principal.id, at=self.clock())

    def import_share(
        self, principal: Principal, file: Path, partner: str, *, large: bool = False
    ) -> PartnerRead:
        """Read a partner's share as claims of that partner; what is ours is passed over."""
        from watchfloor.engine.admit.admission import Floor
        from watchfloor.engine.admit.noted import note_alerts
        from watchfloor.engine.partners.importing import (
            PartnerRead,
            check_size,
            keep_rows,
            offered,
            partner_named,
        )
        from watchfloor.ingest.formats.shared import read_shared
        from watchfloor.journal import FileJournal
        from watchfloor.watch import floor_watches

        require(principal, Action.ADMIT)
        named, at = partner_named(partner), self.clock()
        shared = read_shared(file)
        journal = FileJournal(self.config.folder)
        with Store.open(self.config.store, turns=True) as store:
            note_alerts(store, journal)
            if not large:
                check_size(store, shared)
            found = offered(store, shared, named, where=f"{named}: {file.name}", arrived=at)
            watches = floor_watches(self.config).watches
            floor = Floor(
                store,
                watches,
                journal=journal,
                zone_of=self.config.zone_of,
                beside=found.keep_beside(named, shared.share),
            )
            taken = list(floor.take([*found.renditions, *found.refused], arrival=lambda _: at))
            back = keep_rows(store, named, shared, found, by=principal.id, at=at)
        added = [it for it in taken if it.became == "added"]
        refused = tuple(f"{it.what}: {it.refused}" for it in taken if it.refused)
        return PartnerRead(
            added=len(added),
            rows=len(shared.lines),
            ours=found.ours,
            wordless=found.wordless,
            taken_back=back,
            refused=(*shared.refused, *refused),
        )

    @contextmanager
    def _giving(self, *, write: bool) -> Iterator[Giving]:
        from watchfloor.engine.partners.giving import Giving

        with Store.open(self.config.store, turns=write) as store:
            yield Giving(store, self.config)
