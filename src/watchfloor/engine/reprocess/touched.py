"""What a change of the floor's own tables touches, read again with the tables as they are held now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from watchfloor.config import Config
from watchfloor.engine.prepare.choice import HERE, PoolChoice
from watchfloor.engine.reprocess.run import ReprocessedText, ReprocessingRun
from watchfloor.errors import FloorLockedError
from watchfloor.journal import FileJournal
from watchfloor.model import RenditionId
from watchfloor.store import Store
from watchfloor.store.reader_versions import save_reader, touched_renditions
from watchfloor.watch import floor_watches

_UNREAD = ("unread", "withheld")


def reread_touched(
    config: Config, *, clock: Callable[[], str], pool: PoolChoice = HERE, most: int | None = None
) -> Iterator[ReprocessedText]:
    """Read again what is marked as touched, at most so many; yield what became of each.

    Where somebody else reads the floor again, it is left to them.
    """
    with Store.open(config.store) as store:
        touched = touched_renditions(store)[:most]
    if not touched:
        return
    run = ReprocessingRun(
        place=config.store,
        clock=clock,
        ids=tuple(touched),
        watches=floor_watches(config).watches,
        pool=pool,
        journal=FileJournal(config.folder),
        zone_of=config.zone_of,
    )
    with suppress(FloorLockedError):
        for became in run.run():
            if became.became in _UNREAD:
                _let_go(config, became.rendition)
            yield became


def _let_go(config: Config, rendition: RenditionId) -> None:
    """Take the mark from what cannot be read now, lest it stands before all others for ever."""
    with Store.open(config.store, turns=True) as store, store.turn(), store.transaction() as connection:
        save_reader(connection, rendition, None)
