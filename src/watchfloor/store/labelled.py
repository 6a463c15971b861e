"""What bears a label of the desk's own table, as a question asks for it: outlets, and agencies named."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from watchfloor.model import OwnTable
from watchfloor.own_tables import SourceLabels
from watchfloor.store import schema, terms
from watchfloor.store.ledger import open_in
from watchfloor.store.values import unpacked

_NOBODY = "outlet:(no source bears the label)"  # no outlet is called so: what is asked for is told by none


def labelled_terms(connection: sa.Connection, labels: Collection[str], last: int | None) -> tuple[str, ...]:
    """Return the terms of what bears one of some labels, as the table was held then; one of none for none.

    What a source with a label tells is what counts say of it: written by such an outlet, or by an agency.
    """
    if not labels:
        return ()
    table, rendition = schema.own_table, schema.rendition
    written = connection.scalar(sa.select(table.c.value).where(table.c.id == "labels", open_in(table, last)))
    rows = unpacked(OwnTable, written).labels if written else ()
    held = SourceLabels(rows)
    told = sa.select(rendition.c.outlet, sa.func.min(rendition.c.url).label("url"))
    outlets = connection.execute(
        told.where(rendition.c.outlet.is_not(None)).group_by(rendition.c.outlet)
    ).all()
    found = {terms.outlet(it.outlet) for it in outlets if set(held.of(it.outlet, url=it.url)) & set(labels)}
    found |= {terms.author(row.source) for row in rows if row.label in labels}
    return tuple(sorted(found)) or (_NOBODY,)
