"""A desk's set-up given to another desk, as people ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from watchfloor.config import Config
from watchfloor.model import Principal
from watchfloor.permissions import Action, require
from watchfloor.store import Store

if TYPE_CHECKING:
    from watchfloor.engine.partners.kits import FloorKit

__all__ = ["KitDesk", "opened_kit"]

STARTER = "starter"  # the kit that comes with the package


@dataclass(frozen=True, slots=True, kw_only=True)
class KitDesk:
    """The set-up of a floor; `clock` gives the moment of an act."""

    config: Config
    clock: Callable[[], str]

    def export_kit(self, principal: Principal, folder: Path) -> FloorKit:
        """Write the set-up of the floor into a new folder, without texts or secrets; return what it holds."""
        from watchfloor.engine.partners.kits import kit_of, write_kit

        require(principal, Action.OPERATE)
        with Store.open(self.config.store) as store:
            kit = kit_of(store, self.config)
        write_kit(folder, kit, at=self.clock())
        return kit

    def put_up(self, principal: Principal, kit: FloorKit) -> Mapping[str, int]:
        """Put a kit into a floor; return how much of what."""
        from watchfloor.engine.partners.kits import put_up

        require(principal, Action.OPERATE)
        with Store.open(self.config.store, write=True) as store:
            return put_up(store, self.config, kit, at=self.clock())


def opened_kit(folder: Path, *, only: Sequence[str] = (), at: str) -> FloorKit:
    """Return what a kit holds, or the one of the package by its name; no floor is asked."""
    from watchfloor.engine.partners.kits import read_kit

    if str(folder) == STARTER and not folder.exists():
        folder = Path(str(files("watchfloor").joinpath("data", "kits", STARTER)))
    return read_kit(folder, only=only, at=at)
