"""What was read again, by which versions of the finders, and the floor's own tables."""

from __future__ import annotations

import sqlalchemy as sa

from watchfloor.store.schema.columns import dated, metadata, needed, sought, text_id

# How a rendition is read since it was read again: `alias` is the id that it would have were it new.
reading = dated("reading", text_id(), sought("alias"))
sa.Index("reading_text", reading.c.text_id)

# The reading-again that is under way, so that one that was killed goes on where it was; work, not the world.
rereading = sa.Table(
    "rereading",
    metadata,
    sa.Column("scope", sa.Text, primary_key=True),
    needed("reader"),
    needed("begun"),
    needed("counts"),
    sa.Column("known_from", sa.BigInteger, nullable=False),
    needed("rendition_id"),
)

# The floor's own tables of places, actors and labels, by their names: which rows were known when.
own_table = dated("own_table", needed("digest"))

# Which versions of the finders read a rendition last, and which those are: of the code, not of the world.
reader = sa.Table("reader", metadata, sa.Column("id", sa.Text, primary_key=True), needed("versions"))

read_by = sa.Table(
    "read_by",
    metadata,
    sa.Column("rendition_id", sa.Text, primary_key=True),
    needed("reader"),
    sa.Index("read_by_reader", "reader", "rendition_id"),
)
