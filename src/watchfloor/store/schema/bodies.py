"""The bytes of pages, feeds and files as they came, and what was read in them."""

from __future__ import annotations

import sqlalchemy as sa

from watchfloor.store.schema.columns import metadata, needed, string

# The bytes of pages, feeds and files as they came, packed, once each. Those of a feed may be packed as what
# they have beyond others: `base` are these.
body = sa.Table(
    "body",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("packed", sa.LargeBinary, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    string("base"),
    sa.Index("body_base", "base"),
)

fetched = sa.Table(
    "fetched",
    metadata,
    needed("url"),
    needed("body_id"),
    needed("text_id"),
    needed("at"),
    string("kind"),
    string("content_type"),
    string("final"),
    sa.PrimaryKeyConstraint("url", "body_id"),
    sa.Index("fetched_text", "text_id"),
    sa.Index("fetched_at", "at"),
    sa.Index("fetched_body", "body_id"),
)

# Which renditions were read in which bytes; `item` is what a feed calls the one that was read from it.
read_in = sa.Table(
    "read_in",
    metadata,
    needed("rendition_id"),
    needed("url"),
    needed("body_id"),
    needed("text_id"),
    string("item"),
    sa.PrimaryKeyConstraint("rendition_id", "url", "body_id"),
    sa.Index("read_in_text", "text_id"),
    sa.Index("read_in_body", "body_id"),
)
