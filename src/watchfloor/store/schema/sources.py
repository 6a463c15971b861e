"""Sources that are read again and again, how they do, and what sites permit."""

from __future__ import annotations

import sqlalchemy as sa

from watchfloor.store.schema.columns import dated, metadata, needed, row, string

# What is read again and again. `value` is the source as it was added, `state` how it is doing: a state of the
# work, not of the world, written in place like that of the outbox. `due` is empty where no visit is due.
source = sa.Table(
    "source",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    needed("url"),
    needed("value"),
    needed("state"),
    string("due"),
    sa.UniqueConstraint("url"),
    sa.Index("source_due", "due"),
)


def _source_id() -> sa.Column[str]:
    return sa.Column("source_id", sa.Text, sa.ForeignKey("source.id"), primary_key=True)


# Which sources were followed when, as they were set: what analysts add, pause and remove are acts in the log.
watched = dated("watched")

# The items of a source that were taken in: `version` is a digest of what the source said of them, `tries` how
# often a page that should be there was sought in vain (0: all is read), `listed` the day when it last was.
item = sa.Table(
    "item",
    metadata,
    _source_id(),
    sa.Column("key", sa.Text, primary_key=True),
    needed("version"),
    sa.Column("tries", sa.Integer, nullable=False),
    string("listed"),
)

# The pages of items that are asked again for some days, whatever their source says of them: `since` is when
# their age counts from, `text_id` what was read there last. Work, not the world; gone with the words.
revisit = sa.Table(
    "revisit",
    metadata,
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("source_id", sa.Text, sa.ForeignKey("source.id"), nullable=False),
    needed("rendition_id"),
    needed("text_id"),
    needed("first_seen"),
    needed("since"),
    string("due"),
    sa.Column("steady", sa.Integer, nullable=False),
    sa.Column("missed", sa.Integer, nullable=False),
    sa.Column("edits", sa.Integer, nullable=False),
    string("gone"),
    string("etag"),
    string("modified"),
    sa.Index("revisit_due", "due"),
    sa.Index("revisit_source", "source_id"),
    sa.Index("revisit_text", "text_id"),
    sa.Index("revisit_seen", "first_seen"),
)

# How far `backfill` read a file: `key` is a digest of its path, `version` how the file stood and the place in
# it to go on from, `done` whether it was read to its end. Work, not the world.
backfill = sa.Table(
    "backfill",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    needed("version"),
    sa.Column("done", sa.Boolean, nullable=False),
)

# How a source did, one row for as long as it did the same without a pause: what coverage is computed from. It
# outlives the source, whose visits go one by one.
spell = sa.Table(
    "spell",
    metadata,
    row(),
    needed("source_id"),
    needed("status"),
    needed("begun"),
    needed("last"),
    sa.Column("visits", sa.Integer, nullable=False),
    sa.Column("fresh", sa.Integer, nullable=False),
    string("note"),
    sa.Index("spell_source", "source_id", "begun"),
)

# Each visit of a source of the last months, for people who look for what is wrong with it.
visit = sa.Table(
    "visit",
    metadata,
    row(),
    sa.Column("source_id", sa.Text, sa.ForeignKey("source.id"), nullable=False),
    needed("at"),
    needed("status"),
    sa.Column("found", sa.Integer, nullable=False),
    sa.Column("fresh", sa.Integer, nullable=False),
    string("note"),
    sa.Index("visit_source", "source_id", "at"),
    sa.Index("visit_at", "at"),
)

# What a site permits: its robots.txt and its reservation of text and data mining, and when it was asked.
site = sa.Table(
    "site",
    metadata,
    sa.Column("origin", sa.Text, primary_key=True),
    needed("value"),
    string("asked"),
)
