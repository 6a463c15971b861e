"""Words, the copies they were read in, what they are found by, and what is not taken in any more."""

from __future__ import annotations

import sqlalchemy as sa

from watchfloor.store.schema.columns import json_value, metadata, needed, row, sequence, string, text_id

_HERE = sa.text("removed IS NULL")

# A removed text keeps its row: the words go, `length`, `removed` and `reason` stay.
text = sa.Table(
    "text",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    string("words"),
    sa.Column("length", sa.BigInteger, nullable=False),
    sequence("known_from"),
    sequence("removed", nullable=True),
    string("reason"),
    sa.Index("text_here", "known_from", sqlite_where=_HERE, postgresql_where=_HERE),
)

rendition = sa.Table(
    "rendition",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    text_id(),
    string("url"),
    string("outlet"),
    string("published"),
    string("raw"),
    json_value(),
    needed("last_seen"),
    sequence("known_from"),
    sa.Index("rendition_text", "text_id", "id"),
    sa.Index("rendition_url", "url"),
    sa.Index("rendition_known", "known_from"),
)

signature = sa.Table(
    "signature",
    metadata,
    sa.Column("rendition_id", sa.Text, sa.ForeignKey("rendition.id"), primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    json_value(),
    sequence("known_from"),
    sa.Index("signature_known", "known_from"),
)

# What the grouping window keeps of its renditions beyond their signatures, by their numbers in the stream;
# rows go with the slice of the window.
remembered = sa.Table(
    "remembered",
    metadata,
    sa.Column("rendition_id", sa.Text, sa.ForeignKey("rendition.id"), primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("value", sa.LargeBinary, nullable=False),
    sa.Index("remembered_number", "number"),
)

# What can be found by words: one row for each text under each heading it was seen with. The search index
# has its own tables, which point here by `row`.
searchable = sa.Table(
    "searchable",
    metadata,
    row(),
    text_id(),
    needed("rendition_id"),
    needed("heading"),
    sequence("known_from"),
    sa.UniqueConstraint("text_id", "heading"),
)

# What is not taken in any more. `key` is a digest: what is erased is not kept in the list of what was erased.
# `sample` holds some of the shingles of a text whose like is not taken in from the same address.
kept_away = sa.Table(
    "kept_away",
    metadata,
    row(),
    needed("kind"),
    needed("key"),
    sa.Column("words", sa.Integer, nullable=False),
    string("sample"),
    string("shown"),
    needed("reason"),
    sequence("known_from"),
    sequence("known_until", nullable=True),
    sa.Index("kept_away_key", "kind", "key"),
)
