"""What is wrong with a floor's memory, and how to mend it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import sqlalchemy as sa

from watchfloor import model
from watchfloor.errors import StoreError
from watchfloor.rights import is_open_to_all
from watchfloor.store import moments, upgrade
from watchfloor.store.bodies import weights
from watchfloor.store.chain import breaks, head_of
from watchfloor.store.connection import LOCK_NAME, connect, failures_named, located
from watchfloor.store.lock import holder, is_held

Level = Literal["error", "warning", "note"]

_MEGABYTE = 1 << 20
_LEAST_FREE = 50 * _MEGABYTE  # a checkpoint of a full log and some hundred articles
_LARGE_LOG = 64 * _MEGABYTE  # sixteen times what SQLite keeps its log at when nobody is in the way
_SOUND_SQLITE = (3, 51, 3)
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that is wrong ("error"), may go wrong ("warning") or is good to know ("note")."""

    level: Level
    what: str
    remedy: str


def diagnose(folder_or_url: str | Path, *, clock: Callable[[], str] = moments.now) -> list[Diagnosis]:
    """Return what is wrong with a floor, worst first; an empty list is a healthy one. Nothing is changed."""
    path = located(folder_or_url)
    if path is None:
        return []
    if not path.is_file():
        return [Diagnosis("error", f"there is no floor at {path}", "make one with `watchfloor init`")]
    found = [*_surroundings(path)]
    try:
        with failures_named(str(path)), connect(path, write=False) as connection:
            found += _damage(connection, path) or [*_contents(connection, path, clock())]
    except StoreError as error:
        found.append(Diagnosis("error", error.cause, error.remedy))
    order = ("error", "warning", "note")
    return sorted(found, key=lambda diagnosis: order.index(diagnosis.level))


def _surroundings(path: Path) -> Iterator[Diagnosis]:
    """Look at everything around the file: the machine, the disk, the lock and the log."""
    if sqlite3.sqlite_version_info < _SOUND_SQLITE:
        yield Diagnosis(
            "note",
            f"SQLite {sqlite3.sqlite_version} can damage its log when two connections write it back at once",
            "let no other program write to the floor, or use SQLite 3.51.3 or newer",
        )
    for copy in upgrade.copies_beside(path):
        yield Diagnosis(
            "note",
            f"{copy.name} is the floor as it was before an upgrade; what is withheld or erased stays in it",
            f"remove it when you are content with the upgrade: {copy}",
        )
    free = shutil.disk_usage(path.parent).free
    if free < _LEAST_FREE:
        yield Diagnosis(
            "error",
            f"only {free // _MEGABYTE} MB are free in {path.parent}",
            "free some space before adding more",
        )
    elif free < path.stat().st_size:
        yield Diagnosis(
            "warning",
            f"{free // _MEGABYTE} MB are free in {path.parent}, too few for a backup",
            "free some space, or move the floor to a larger disk",
        )
    if is_open_to_all(path):
        yield Diagnosis(
            "warning",
            f"every user of this machine can read {path}, with what was withheld since the last backup",
            f"take the right away: chmod o= {path.parent} {path}",
        )
    lock = path.parent / LOCK_NAME
    if is_held(lock):
        yield Diagnosis("note", f"{holder(lock)} is writing to the floor", "nothing to do: readers may go on")
    log = path.with_name(path.name + "-wal")
    if log.is_file() and log.stat().st_size > _LARGE_LOG:
        yield Diagnosis(
            "warning",
            f"the log has grown to {log.stat().st_size // _MEGABYTE} MB: a reader holds it open",
            "close readers that stay open for long; the next writer makes it small again",
        )


def _damage(connection: sa.Connection, path: Path) -> list[Diagnosis]:
    """Look for pages that cannot be read and for tables of another version."""
    with connection.begin():
        lines = [row[0] for row in connection.exec_driver_sql(f"PRAGMA quick_check({_MOST_SHOWN})")]
    if lines != ["ok"]:
        return [
            Diagnosis(
                "error",
                f"{path} is damaged: {'; '.join(lines)}",
                "stop writing, keep the file, and put back your last backup of the folder",
            )
        ]
    try:
        upgrade.check(connection)
    except StoreError as error:
        return [Diagnosis("error", error.cause, error.remedy)]
    return []


# What a person should look at: level, query that counts it, what it counts, remedy.
_REPORT_IT = "report this with what was done before; the floor can be read meanwhile"
_COUNTS: tuple[tuple[Level, str, str, str], ...] = (
    (
        "error",
        """SELECT count(*) FROM placement WHERE known_until IS NULL
           AND NOT EXISTS (SELECT 1 FROM report WHERE report.id = placement.report)""",
        "placements in a report that was never held",
        _REPORT_IT,
    ),
    (
        "error",
        """SELECT count(*) FROM rendition
           WHERE NOT EXISTS (SELECT 1 FROM placement WHERE placement.id = rendition.id)""",
        "renditions without a placement",
        _REPORT_IT,
    ),
    (
        "error",
        """SELECT count(*) FROM event WHERE known_until IS NULL
           AND NOT EXISTS (SELECT 1 FROM story WHERE story.id = event.story)""",
        "events in a story that was never held",
        _REPORT_IT,
    ),
    (
        "error",
        """SELECT count(*) FROM delivery
           WHERE NOT EXISTS (SELECT 1 FROM alert WHERE alert.id = delivery.alert)""",
        "deliveries of an alert that was never held",
        _REPORT_IT,
    ),
    (
        "error",
        """SELECT count(*) FROM text WHERE words IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM searchable JOIN words ON words.rowid = searchable.row
           WHERE searchable.text_id = text.id)""",
        "texts that search cannot find",
        "run `watchfloor doctor --mend`: it makes the search index again",
    ),
    (
        "error",
        "SELECT max(sequence) - count(*) FROM admission",
        "numbers are missing from the log",
        "something else wrote to the file: put back your last backup of the folder",
    ),
    (
        "error",
        """SELECT count(*) FROM admission AS one JOIN admission AS next ON next.sequence = one.sequence + 1
           WHERE next.known < one.known""",
        "entries of the log are known earlier than what was before them",
        "something else wrote to the file: put back your last backup of the folder",
    ),
    (
        "error",
        """SELECT count(*) FROM text WHERE removed IS NOT NULL AND (words IS NOT NULL
           OR EXISTS (SELECT 1 FROM searchable WHERE text_id = text.id)
           OR EXISTS (SELECT 1 FROM fetched WHERE text_id = text.id)
           OR EXISTS (SELECT 1 FROM read_in WHERE text_id = text.id))""",
        "withheld texts of which something is left",
        "report this; withhold them again with `watchfloor withhold ID --reason …`",
    ),
    (
        "warning",
        "SELECT count(*) FROM quarantine WHERE known_until IS NULL",
        "inputs in quarantine",
        "read the reasons with `watchfloor show quarantine`",
    ),
    (
        "warning",
        "SELECT count(*) FROM delivery WHERE state = 'dead'",
        "deliveries given up",
        "read the reasons with `watchfloor outbox list`, then `watchfloor outbox retry` or `drop`",
    ),
    (
        "warning",
        "SELECT count(*) FROM delivery WHERE state = 'uncertain'",
        "deliveries that may have arrived",
        "ask the receivers (`watchfloor outbox list`), then `watchfloor outbox retry` or `drop`",
    ),
    (
        "warning",
        """SELECT count(*) FROM delivery WHERE state IN ('pending', 'failed')
           AND EXISTS (SELECT 1 FROM channel_off WHERE channel_off.name = delivery.channel)""",
        "deliveries kept for channels that are switched off",
        "see `watchfloor channels list`, then `watchfloor channels on NAME`, or `watchfloor outbox drop`",
    ),
)


def _altered(connection: sa.Connection) -> int:
    """Return how many texts are not what their ids say."""
    rows = connection.exec_driver_sql("SELECT id, words FROM text WHERE words IS NOT NULL")
    return sum(model.digest(words) != id_ for id_, words in rows)


def _size(count: int) -> str:
    return f"{count / _MEGABYTE:,.1f} MB" if count >= _MEGABYTE else f"{count / 1024:,.0f} kB"


def _contents(connection: sa.Connection, path: Path, present: str) -> Iterator[Diagnosis]:
    """Look at what the floor holds."""
    with connection.begin():
        broken = len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
        if broken:
            yield Diagnosis(
                "error",
                f"{broken} rows of {path} point at rows that are not there",
                "something else wrote to the file: put back your last backup of the folder",
            )
        for level, query, what, remedy in _COUNTS:
            if count := connection.exec_driver_sql(query).scalar_one():
                yield Diagnosis(level, f"{count} {what}", remedy)
        if altered := _altered(connection):
            yield Diagnosis(
                "error",
                f"{altered} texts hold other words than those they were kept with",
                "something else wrote to the file: put back your last backup of the folder",
            )
        for broken_at in breaks(connection):
            yield Diagnosis(
                "error",
                f"the chain of the log is broken: {broken_at}",
                "something else wrote to the file: put back your last backup of the folder",
            )
        if begun := head_of(connection).begun:
            yield Diagnosis(
                "note",
                f"the chain of the log begins after entry {begun}, with an upgrade",
                "nothing to do: what was before it cannot be checked for changes",
            )
        if held := weights(connection):
            told = (
                f"{it.bodies} {it.kind}s in {_size(it.packed)} ({_size(it.size)} as they came)" for it in held
            )
            yield Diagnosis(
                "note",
                f"fetched bytes are kept: {', '.join(told)}",
                "bytes_days of [retention] in watchfloor.toml says for how long",
            )
        last = connection.exec_driver_sql("SELECT max(known) FROM admission").scalar_one()
        if last is not None and last > present:
            yield Diagnosis(
                "warning",
                f"the last admission is dated {moments.shown(last)}, which is still to come",
                "check this machine's clock; until then everything new is known as of that moment",
            )
