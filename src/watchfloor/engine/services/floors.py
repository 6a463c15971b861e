"""The floor itself: made, filled with articles, looked after, and asked why something is where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from watchfloor.config import Config, place_of_store, set_store
from watchfloor.engine.prepare.choice import HERE, PoolChoice
from watchfloor.model import Principal, Quarantined, Rendition, digest
from watchfloor.permissions import Action, require
from watchfloor.store import AsOf, MovedTable, Store, move

# Each call imports what it needs: the stages cost a second of a core.
if TYPE_CHECKING:
    from watchfloor.engine.admit.admission import Admitted, Floor
    from watchfloor.engine.answer.diagnosis import Diagnosis
    from watchfloor.engine.collect.backfill_plan import BackfillPlan
    from watchfloor.exchange import Explained
    from watchfloor.watch import Watch

__all__ = ["Admitted", "BackfillPlan", "Backfilled", "Diagnosis", "FloorDesk", "Watch"]


@dataclass(frozen=True, slots=True)
class Backfilled:
    """What became of an article of an archive, and how much of the archive is taken in then, of 1."""

    admitted: Admitted
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorDesk:
    """A floor as who runs it uses it; `clock` gives the present moment."""

    config: Config
    clock: Callable[[], str]

    def create(self, principal: Principal) -> bool:
        """Make the store of a new floor; one that is there is left as it is, and False returned."""
        require(principal, Action.OPERATE)
        is_there = Store.is_there(self.config.store)
        Store.create(self.config.store).close()
        return not is_there

    def upgrade(self, principal: Principal) -> None:
        """Bring the store of an older version up to this one."""
        require(principal, Action.OPERATE)
        Store.upgrade(self.config.store).close()

    def move(self, principal: Principal, to: str) -> Iterator[MovedTable]:
        """Copy the store to another database and keep the floor there from then on; readers go on meanwhile.

        `to` is an address, or environment:NAME. A move that was killed goes on where it was.
        """
        require(principal, Action.OPERATE)
        yield from move(self.config.store, place_of_store(to, self.config.folder))
        set_store(self.config.folder, to)

    def rebuild_search(self, principal: Principal) -> None:
        """Build the search index anew from the texts."""
        require(principal, Action.OPERATE)
        with Store.open(self.config.store, write=True) as store:
            store.rebuild_search()

    def set_clock_back(self, principal: Principal) -> int:
        """Let entries of the log that are dated later than now count as known now; return how many."""
        require(principal, Action.OPERATE)
        with Store.open(self.config.store, write=True) as store:
            return store.set_clock_back(at=self.clock())

    def diagnose(self, principal: Principal, environment: Mapping[str, str]) -> list[Diagnosis]:
        """Return what is wrong with the settings, the store and the backups, and how to mend each."""
        from watchfloor.engine.answer.diagnosis import (
            diagnose,
            diagnose_backup,
            diagnose_briefings,
            diagnose_settings,
        )

        require(principal, Action.READ)
        return [
            *diagnose_settings(self.config, environment),
            *diagnose_briefings(self.config),
            *diagnose(self.config.store),
            *diagnose_backup(self.config, now=self.clock()),
        ]

    def metrics(self, principal: Principal) -> str:
        """Return what the journal counted and what waits, in the text format of Prometheus."""
        from watchfloor.engine.answer.metrics import metrics

        require(principal, Action.READ)
        with Store.open(self.config.store) as store:
            return metrics(store, self.config.folder, now=self.clock())

    def explained(self, principal: Principal, any_id: str, *, as_of: AsOf = None) -> Explained | None:
        """Return what was decided about an id; None where the floor never knew it."""
        from watchfloor.engine.answer.explanation import explained

        require(principal, Action.READ)
        with Store.open(self.config.store) as store:
            return explained(store, any_id, as_of=as_of)

    def admit(
        self,
        principal: Principal,
        items: Iterable[Rendition | Quarantined],
        *,
        watches: Sequence[Watch],
        as_published: bool,
        pool: PoolChoice,
    ) -> Iterator[Admitted]:
        """Admit articles in their order; yield what became of each once it is safely kept.

        They count as arrived now or, with `as_published`, when they were published, in order of that.
        """
        from watchfloor.engine.admit.order import in_order_of_time

        require(principal, Action.ADMIT)
        moment = self.clock()
        ordered = in_order_of_time(items) if as_published else items
        with self._filling(watches) as floor:
            yield from floor.take(
                ordered,
                arrival=_arrival(moment, as_published=as_published),
                pool=pool,
                then=_keeping_files(floor.store, moment),
            )

    def backfill(
        self,
        principal: Principal,
        paths: Sequence[str],
        *,
        watches: Sequence[Watch],
        as_published: bool,
        pool: PoolChoice,
        tell: Callable[[str], None],
    ) -> Iterator[Backfilled]:
        """Admit the articles of large archives as `admit` does, file after file, from where the floor was.

        `tell` hears of what was passed over, and of files that changed since they were read.
        """
        from watchfloor.engine.collect.backfill import BackfillRun, archive_of
        from watchfloor.engine.prepare.reader_pool import ReaderPool

        require(principal, Action.ADMIT)
        moment = self.clock()
        with self._filling(watches) as floor, ReaderPool(1) as reading:
            run = BackfillRun(floor.store, archive_of(paths), arrived=moment, reading=reading, tell=tell)
            keep_file = _keeping_files(floor.store, moment)

            def then(admitted: Admitted) -> None:
                keep_file(admitted)
                run.took()

            arrival = _arrival(moment, as_published=as_published)
            for admitted in floor.take(run.items(), arrival=arrival, pool=pool, then=then):
                yield Backfilled(admitted, run.share)
            with floor.store.turn():
                run.end()

    def plan_backfill(self, principal: Principal, paths: Sequence[str], *, pool: PoolChoice) -> BackfillPlan:
        """Return what `backfill` would cost, by a sample; nothing is written."""
        from watchfloor.engine.collect.backfill import archive_of
        from watchfloor.engine.collect.backfill_plan import plan_backfill

        require(principal, Action.ADMIT)
        with Store.open(self.config.store) as store:
            return plan_backfill(
                store, archive_of(paths), folder=self.config.folder, pool=pool, arrived=self.clock()
            )

    def admit_upload(
        self, principal: Principal, file: Path, *, watches: Sequence[Watch], as_published: bool
    ) -> Iterator[Admitted]:
        """Admit the articles of a file that was sent, which is told by its name alone."""
        from watchfloor.engine.services.looks import read_articles

        require(principal, Action.ADMIT)
        items = (_by_name(item, file) for item in read_articles([str(file)], arrived=self.clock()))
        return self.admit(principal, items, watches=watches, as_published=as_published, pool=HERE)

    @contextmanager
    def _filling(self, watches: Sequence[Watch]) -> Iterator[Floor]:
        """Open the floor for being filled, in turns with whoever else writes."""
        from watchfloor.engine.admit.admission import Floor
        from watchfloor.engine.admit.noted import note_alerts
        from watchfloor.journal import FileJournal

        with Store.open(self.config.store, turns=True) as store:
            journal = FileJournal(self.config.folder)
            note_alerts(store, journal)
            yield Floor(store, watches, journal=journal, zone_of=self.config.zone_of)


def _arrival(moment: str, *, as_published: bool) -> Callable[[Rendition], str]:
    """Return what tells when a rendition counts as arrived: at a moment, or when it was published."""

    def arrival(rendition: Rendition) -> str:
        # What an archive holds undated had appeared when it was archived.
        return (as_published and (rendition.published or rendition.arrived)) or moment

    return arrival


def _keeping_files(store: Store, moment: str) -> Callable[[Admitted], None]:
    """Return what keeps the bytes of the files of HTML that were admitted."""
    from watchfloor.engine.collect.page_bytes import keep_file

    def keep(admitted: Admitted) -> None:
        if admitted.rendition:
            keep_file(store, admitted.rendition, at=moment)

    return keep


def _by_name(item: Rendition | Quarantined, file: Path) -> Rendition | Quarantined:
    """Return what a file held, without the folder in which the file lay for a moment."""
    shown = f"upload:{file.name}"
    if isinstance(item, Rendition):
        return replace(item, path=shown if item.path else None)
    where = item.where.replace(str(file), shown)
    return replace(item, where=where, id=digest("quarantined", where, item.reason))
