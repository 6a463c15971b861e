"""What is wrong with a floor: its settings, channels and watches, and its store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from watchfloor.config import Config
from watchfloor.engine.backup import backup_age, is_old
from watchfloor.errors import ConfigError, StoreError
from watchfloor.gazetteer.names import key_of
from watchfloor.gazetteer.own import own_gazetteer
from watchfloor.model import OwnTable
from watchfloor.store import Diagnosis, Store, diagnose
from watchfloor.store.own_tables import own_table_of
from watchfloor.watch import Watch, floor_watches, read_channels_apart

__all__ = ["Diagnosis", "diagnose", "diagnose_backup", "diagnose_settings", "unknown_places"]

_WORTH_A_BACKUP = 100  # admissions: fewer are added again in a minute


def diagnose_settings(config: Config, environment: Mapping[str, str]) -> Iterator[Diagnosis]:
    """Yield what is wrong with channels and watches; each stops itself only, and nobody is told by it."""
    channels = read_channels_apart(config.channels, folder=config.folder, environment=environment)
    for channel in channels.values():
        if isinstance(channel, ConfigError):
            yield Diagnosis("error", str(channel), "until then nothing goes out on this channel")
        elif not channel.is_guarded:
            told = f"channels.{channel.name} sends through a library, past our guard of addresses"
            yield Diagnosis("note", told, "nothing to do, where only administrators write watchfloor.toml")
    watches = floor_watches(config)
    for error in watches.broken:
        yield Diagnosis("error", str(error), "until then this watch opens no alert")
    own = _own_places(config)
    for watch in watches.watches:
        for name in unknown_places(watch, own):
            told = f"{watch.where}: no place of the gazetteer or of places.csv is called {name!r}"
            yield Diagnosis("warning", told, "no event is read there: write a larger place, or ask for words")


def diagnose_briefings(config: Config) -> Iterator[Diagnosis]:
    """Yield what is wrong with briefings."""
    from watchfloor.engine.orders.briefing_files import read_briefings  # noqa: PLC0415 - needs all answers

    for error in read_briefings(config).broken:
        yield Diagnosis("error", str(error), "until then this briefing is not sent")


def _own_places(config: Config) -> OwnTable:
    """Return the floor's own places; none where its store cannot be read, which is told already."""
    try:
        with Store.open(config.store) as store:
            return own_table_of(store, "places")
    except StoreError:
        return OwnTable(name="places")


def unknown_places(watch: Watch, own: OwnTable) -> list[str]:
    """Return the places that a watch asks for and that no event can have: it never fires for them.

    `own` are the places of the floor's own table, which are found by name and by code.
    """
    asked = [name for part in watch.parts for name in part.places]
    codes = {row.code for row in own.places}
    known = own_gazetteer(own).known([key_of(name) for name in asked])
    return [name for name, it in zip(asked, known, strict=True) if not it and name not in codes]


def diagnose_backup(config: Config, *, now: str) -> Iterator[Diagnosis]:
    """Yield how old the last backup of a floor is, where there is anything to lose."""
    days = backup_age(config.folder, now=now)
    try:
        with Store.open(config.store) as store:
            held = store.last_sequence()
    except StoreError:
        return  # what is wrong with the store is told already
    if is_old(days) and held > _WORTH_A_BACKUP:
        told = "the floor was never backed up" if days is None else f"the last backup is {days} days old"
        yield Diagnosis("warning", told, "make one with `watchfloor backup FOLDER`, on another disk")
    elif days is not None:
        yield Diagnosis("note", f"the last backup is {_days(days)} old", "nothing to do")


def _days(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'}" if days else "less than a day"
