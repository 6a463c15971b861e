"""The tables of a floor's own as they are held, now or as of a moment."""

from __future__ import annotations

import sqlalchemy as sa

from watchfloor.model import OwnTable, OwnTableName, OwnTables
from watchfloor.own_tables import SourceLabels
from watchfloor.store import schema
from watchfloor.store.held_values import AsOf
from watchfloor.store.ledger import open_in
from watchfloor.store.store import Store


def own_table_of(store: Store, name: OwnTableName, *, as_of: AsOf = None) -> OwnTable:
    """Return a table of the floor's own, one without rows where it never had any."""
    held = store.held_values("own_table", OwnTable, [name], as_of=as_of)
    return held.get(name, OwnTable(name=name))


def are_held(store: Store, own: OwnTables) -> bool:
    """Tell whether texts are to be read with these tables still."""
    table = schema.own_table
    rows = store.rows(sa.select(table.c.id, table.c.digest).where(open_in(table, None)))
    held = {row.id: row.digest for row in rows}
    return all(held.get(it.name, "") == it.digest for it in (own.places, own.actors))


def source_labels_of(store: Store, *, as_of: AsOf = None) -> SourceLabels:
    """Return what the floor calls its sources."""
    return SourceLabels(own_table_of(store, "labels", as_of=as_of).labels)


def own_tables_of(store: Store, *, as_of: AsOf = None) -> OwnTables:
    """Return the tables of the floor's own that texts are read with."""
    return OwnTables(
        places=own_table_of(store, "places", as_of=as_of), actors=own_table_of(store, "actors", as_of=as_of)
    )
