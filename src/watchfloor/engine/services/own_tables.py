"""The tables of a floor's own: checked, held as they are from now on, and what they touch read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.config import Config
from watchfloor.engine.prepare.choice import HERE, PoolChoice
from watchfloor.errors import TableError
from watchfloor.model import OwnTable, Principal
from watchfloor.own_tables import FILES, ReadTable, file_of, read_own_table
from watchfloor.permissions import Action, require
from watchfloor.store import Store
from watchfloor.store.own_tables import own_table_of

# Each call imports what it needs: the stages cost a second of a core.
if TYPE_CHECKING:
    from watchfloor.engine.reprocess.own_tables import TakenTable
    from watchfloor.engine.reprocess.run import ReprocessedText

__all__ = ["CheckedTable", "TableDesk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedTable:
    """A table of the floor: how many rows it holds and since when, and what its file says now.

    `read` is None where `refused` says why the file is no table.
    """

    file: str
    held: int
    since: str | None
    digest: str
    read: ReadTable | None = None
    refused: str | None = None

    @property
    def differs(self) -> bool:
        """Whether the file says something else than the floor holds."""
        return self.read is not None and self.read.table.digest != self.digest


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDesk:
    """The tables of a floor's own as who keeps them uses them; `clock` gives the present moment."""

    config: Config
    clock: Callable[[], str]

    def check_tables(self, principal: Principal) -> list[CheckedTable]:
        """Return what the floor holds of each table, and what its file says; nothing is changed."""
        require(principal, Action.READ)
        with Store.open(self.config.store) as store:
            return [
                checked
                for name in FILES
                if (checked := _checked(store, self.config, own_table_of(store, name))) is not None
            ]

    def take_tables(self, principal: Principal) -> list[TakenTable]:
        """Hold the tables as their files are; return those that changed, or are refused."""
        from watchfloor.engine.reprocess.own_tables import take_own_tables

        require(principal, Action.REREAD)
        with Store.open(self.config.store, turns=True) as store:
            return list(take_own_tables(store, self.config.folder, at=self.clock()))

    def reread_touched(
        self, principal: Principal, *, pool: PoolChoice = HERE, most: int | None = None
    ) -> Iterator[ReprocessedText]:
        """Read again what changes of the tables touch, at most so many; yield what became of each."""
        from watchfloor.engine.reprocess.touched import reread_touched

        require(principal, Action.REREAD)
        return reread_touched(self.config, clock=self.clock, pool=pool, most=most)


def _checked(store: Store, config: Config, held: OwnTable) -> CheckedTable | None:
    """Return how a table stands; None where there never was one."""
    file, read, refused = FILES[held.name], None, None
    try:
        data = file_of(config.folder, held.name)
        read = read_own_table(held.name, data, held=held)
    except TableError as error:
        refused = str(error)
    else:
        if not data and not held.digest:
            return None
    told = store.history("own_table", held.name)
    return CheckedTable(
        file=file,
        held=held.count,
        since=told[-1].known if told else None,
        digest=held.digest,
        read=read,
        refused=refused,
    )
