"""What is wrong with a floor's memory, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import sqlalchemy as sa

from watchfloor import model
from watchfloor.errors import StoreError
from watchfloor.store import moments, schema, upgrade
from watchfloor.store.backends import Backend, Diagnosis, Level, backend_at
from watchfloor.store.bodies import weights
from watchfloor.store.chain import breaks, head_of

_MEGABYTE = 1 << 20
_MOST_SHOWN = 5


def diagnose(folder_or_url: str | Path, *, clock: Callable[[], str] = moments.now) -> list[Diagnosis]:
    """Return what is wrong with a floor, worst first; an empty list is a healthy one. Nothing is changed."""
    backend = backend_at(folder_or_url)
    if backend.is_fleeting:
        return []
    if not backend.exists():
        return [
            Diagnosis("error", f"there is no floor at {backend.where}", "make one with `watchfloor init`")
        ]
    found = [*backend.surroundings()]
    try:
        with backend.failures_named(), backend.connect(write=False) as connection:
            found += _damage(connection, backend) or [*_contents(connection, backend, clock())]
    except StoreError as error:
        found.append(Diagnosis("error", error.cause, error.remedy))
    order = ("error", "warning", "note")
    return sorted(found, key=lambda diagnosis: order.index(diagnosis.level))


def _damage(connection: sa.Connection, backend: Backend) -> list[Diagnosis]:
    """Look for what cannot be read and for tables of another version."""
    with connection.begin():
        lines = backend.damage(connection, _MOST_SHOWN)
    if lines:
        return [
            Diagnosis(
                "error",
                f"{backend.where} is damaged: {'; '.join(lines)}",
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


def _unfindable(connection: sa.Connection, backend: Backend) -> int:
    """Return how many texts the search index does not hold."""
    text, searchable = schema.text, schema.searchable
    found = sa.select(sa.literal(1)).where(
        searchable.c.text_id == text.c.id, backend.index.row == searchable.c.row
    )
    missing = sa.select(sa.func.count()).select_from(text).where(text.c.words.is_not(None), ~found.exists())
    return connection.scalar(missing) or 0


def _altered(connection: sa.Connection) -> int:
    """Return how many texts are not what their ids say."""
    rows = connection.exec_driver_sql("SELECT id, words FROM text WHERE words IS NOT NULL")
    return sum(model.digest(words) != id_ for id_, words in rows)


def _size(count: int) -> str:
    return f"{count / _MEGABYTE:,.1f} MB" if count >= _MEGABYTE else f"{count / 1024:,.0f} kB"


def _contents(connection: sa.Connection, backend: Backend, present: str) -> Iterator[Diagnosis]:
    """Look at what the floor holds."""
    with connection.begin():
        broken = backend.dangling(connection)
        if broken:
            yield Diagnosis(
                "error",
                f"{broken} rows of {backend.where} point at rows that are not there",
                "something else wrote to the file: put back your last backup of the folder",
            )
        for level, query, what, remedy in _COUNTS:
            if count := connection.exec_driver_sql(query).scalar_one():
                yield Diagnosis(level, f"{count} {what}", remedy)
        if unfindable := _unfindable(connection, backend):
            yield Diagnosis(
                "error",
                f"{unfindable} texts that search cannot find",
                "run `watchfloor doctor --mend`: it makes the search index again",
            )
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
                "until then everything new is known as of that moment: check this machine's clock, and "
                "where it is right now run `watchfloor doctor --mend-clock`",
            )
