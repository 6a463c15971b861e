"""Watches as files that people write, try and turn on; what may be done with them is asked first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.config import Config
from watchfloor.errors import NotAllowedError
from watchfloor.model import Owned, PersonId, Principal
from watchfloor.permissions import Action, allowed, require
from watchfloor.store import Store

# As for the other desks: a list of sources needs none of the rules.
if TYPE_CHECKING:
    from watchfloor.engine.answer.backtest import Backtest
    from watchfloor.watch import Watch
    from watchfloor.watch.watch_files import RuleFile

__all__ = ["RuleFile", "TriedWatch", "WatchDesk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedWatch:
    """A watch that was tried: what it would have told, and the places that nothing is ever read at."""

    watch: Watch
    backtest: Backtest | None
    unknown_places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchDesk:
    """The watches of a floor as people write them; `clock` gives the present moment."""

    config: Config
    clock: Callable[[], str]

    def watch_files(self, principal: Principal) -> Sequence[RuleFile]:
        """Return the files of watches, those that are off too."""
        from watchfloor.watch import floor_names
        from watchfloor.watch.watch_files import watch_files

        require(principal, Action.READ)
        return tuple(watch_files(self.config.watches, floor_names(self.config)))

    def watch_file(self, principal: Principal, name: str) -> RuleFile:
        """Return a file of watches by its name."""
        from watchfloor.watch import floor_names
        from watchfloor.watch.watch_files import watch_file

        require(principal, Action.READ)
        return watch_file(self.config.watches, name, floor_names(self.config))

    def try_watch(self, principal: Principal, text: str, *, since: str | None = None) -> list[TriedWatch]:
        """Check what is written, and try it on what the floor came to know; nothing is kept."""
        from watchfloor.engine.answer.backtest import backtest
        from watchfloor.engine.answer.diagnosis import unknown_places
        from watchfloor.store.own_tables import own_table_of
        from watchfloor.watch import floor_names
        from watchfloor.watch.watch_files import read_watch

        require(principal, Action.READ)
        watches = read_watch(text, "this", floor_names(self.config))
        with Store.open(self.config.store) as store:
            known = store.moment_of(1) is not None
            own = own_table_of(store, "places")
            return [
                TriedWatch(
                    watch=it,
                    backtest=backtest(store, it, since=since, until=None, now=self.clock())
                    if known
                    else None,
                    unknown_places=tuple(unknown_places(it, own)),
                )
                for it in watches
            ]

    def write_watch(self, principal: Principal, name: str, text: str, *, before: str) -> RuleFile:
        """Write a file of watches; a new one is off. `before` is the digest of what was edited.

        A watch is of whom it names as its author; whoever writes one that tells a channel must be allowed to.
        """
        from watchfloor.watch import floor_names
        from watchfloor.watch.watch_files import read_watch, write_watch

        require(principal, Action.CHANGE_WATCH)
        names = floor_names(self.config)
        _require_for(principal, name, self._held(name))
        _require_for(principal, name, read_watch(text, name, names))
        file = write_watch(self.config.watches, name, text, names, before=before)
        self._log(f"watch {name} is written by {principal.id}")
        return file

    def switch_watch(self, principal: Principal, name: str, *, on: bool) -> RuleFile:
        """Turn a file of watches on or off."""
        from watchfloor.watch import floor_names
        from watchfloor.watch.watch_files import switch_watch

        require(principal, Action.CHANGE_WATCH)
        _require_for(principal, name, self._held(name))
        file = switch_watch(self.config.watches, name, floor_names(self.config), on=on)
        self._log(f"watch {name} is turned {'on' if on else 'off'} by {principal.id}")
        return file

    def _held(self, name: str) -> Sequence[Watch]:
        """Return the watches of a file; none where it is not there or cannot be read."""
        from watchfloor.watch import floor_names
        from watchfloor.watch.watch_files import watch_files

        files = watch_files(self.config.watches, floor_names(self.config))
        return next((it.watches for it in files if it.name == name), ())

    def _log(self, what: str) -> None:
        with (
            Store.open(self.config.store, write=True) as store,
            store.admission(arrived=self.clock(), kind="act", what=what) as admission,
        ):
            admission.log()


def _require_for(principal: Principal, name: str, watches: Sequence[Watch]) -> None:
    """Raise NotAllowedError where a watch is somebody else's, or tells channels they may not use."""
    for watch in watches:
        theirs = Owned(kind="watch", id=name, owner=PersonId(watch.notes.author))
        if (
            not watch.notes.author
            and not (decision := allowed(principal, Action.CHANGE_WATCH, theirs)).allowed
        ):
            raise NotAllowedError(
                f"{decision.reason}; of your own it is with `author: {principal.name}` in it"
            )
        require(principal, Action.CHANGE_WATCH, theirs)
        if watch.channels or watch.rota:
            require(principal, Action.USE_CHANNEL)
