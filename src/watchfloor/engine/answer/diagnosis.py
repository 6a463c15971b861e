"""What is wrong with a floor: its settings, channels and watches, and its store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from watchfloor.config import Config
from watchfloor.engine.backup import backup_age, is_old
from watchfloor.errors import ConfigError, StoreError
from watchfloor.store import Diagnosis, Store, diagnose
from watchfloor.watch import floor_watches, read_channels_apart

__all__ = ["Diagnosis", "diagnose", "diagnose_backup", "diagnose_settings"]

_WORTH_A_BACKUP = 100  # admissions: fewer are added again in a minute


def diagnose_settings(config: Config, environment: Mapping[str, str]) -> Iterator[Diagnosis]:
    """Yield what is wrong with channels and watches; each stops itself only, and nobody is told by it."""
    channels = read_channels_apart(config.channels, folder=config.folder, environment=environment)
    for channel in channels.values():
        if isinstance(channel, ConfigError):
            yield Diagnosis("error", str(channel), "until then nothing goes out on this channel")
    for error in floor_watches(config).broken:
        yield Diagnosis("error", str(error), "until then this watch opens no alert")


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
