"""What every admission leaves in the tables that questions are answered from, and how to make it anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import sqlalchemy as sa

from watchfloor import model
from watchfloor.store import schema
from watchfloor.store.derived_rows import Rows
from watchfloor.store.report_parts import hold_parts
from watchfloor.store.scoping import Scoping
from watchfloor.store.touched import Touched
from watchfloor.store.values import unpacked


def derive(connection: sa.Connection, sequence: int, touched: Touched, *, as_of: int | None = None) -> None:
    """Bring the derived tables up to date with an admission; `as_of` reads the others as they were then."""
    if touched:
        rows = Rows(connection, sequence, as_of)
        if touched.read:
            hold_parts(rows, touched.read)
        Scoping(rows, touched).derive()


def touched_by(connection: sa.Connection) -> dict[int, Touched]:
    """Return what every admission of a floor touched, to derive everything anew."""
    found: dict[int, Touched] = defaultdict(Touched)
    _mentions_touched(connection, found)
    for table, name in ((schema.report, "read"), (schema.story, "stories"), (schema.actor, "actors")):
        for id_, sequence in _written(connection, table):
            getattr(found[sequence], name).add(id_)
    for event_id, sequence in _written(connection, schema.event):
        found[sequence].events[event_id].extend(())
    member, change = schema.member, schema.change
    of_reports = sa.select(member.c.member, member.c.whole, member.c.known_from, member.c.known_until)
    for report, story, begun, ended in connection.execute(of_reports.where(member.c.kind == "report")):
        found[begun].reports.add(report)
        if ended is not None:
            found[ended].left.add(story)
            found[ended].reports.add(report)
    changes = sa.select(change.c.id, change.c.known_from).order_by(change.c.known_from, change.c.position)
    for id_, sequence in connection.execute(changes):
        found[sequence].changes.append(id_)
    return found


def _written(connection: sa.Connection, table: sa.Table) -> Iterator[tuple[str, int]]:
    """Yield the ids of a table with each admission that began or ended a row of them."""
    for id_, begun, ended in connection.execute(
        sa.select(table.c.id, table.c.known_from, table.c.known_until)
    ):
        yield id_, begun
        if ended is not None:
            yield id_, ended


def _mentions_touched(connection: sa.Connection, found: dict[int, Touched]) -> None:
    table = schema.mention
    columns = (table.c.event, table.c.report, table.c.value, table.c.known_from, table.c.known_until)
    for event, report, value, begun, ended in connection.execute(sa.select(*columns)):
        found[begun].events[event].append(unpacked(model.EventMember, value))
        found[begun].reports.add(report)
        if ended is not None:
            found[ended].events[event].extend(())
            found[ended].ended.add(event)
            found[ended].reports.add(report)


def derive_anew(connection: sa.Connection) -> None:
    """Make the derived tables again from everything that the floor was told."""
    for table in (schema.scope, schema.quote, schema.statement):
        connection.execute(sa.delete(table))
    found = touched_by(connection)
    for sequence in sorted(found):
        derive(connection, sequence, found[sequence], as_of=sequence)
