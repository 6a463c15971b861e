"""Actors, events with their mentions, and what changed."""

from __future__ import annotations

import sqlalchemy as sa

from watchfloor.store.schema.columns import (
    dated,
    json_value,
    metadata,
    needed,
    open_index,
    row,
    sequence,
    sought,
    string,
    text_id,
)

actor = dated(
    "actor",
    sought("key"),
    needed("name"),
    needed("kind"),
    string("country"),
    sa.Column("public", sa.Boolean),
    newest=("public",),
)
sa.Index("actor_named", sa.func.lower(actor.c.name))

event = dated(
    "event",
    needed("type"),
    sought("story"),
    string("country"),
    string("start"),
    string("end"),
    string("grade"),
    newest=("grade", "start", "end"),
)
sa.Index(
    "event_start",
    event.c.start,
    event.c.end,
    event.c.known_until,
    event.c.known_from,
    event.c.born,
    event.c.id,
    event.c.grade,
)

# The mentions that an event holds, each with the text it stands in: a member of one event at a time.
mention = sa.Table(
    "mention",
    metadata,
    row(),
    needed("event"),
    needed("member"),
    needed("report"),
    text_id(),
    sa.Column("position", sa.BigInteger, nullable=False),
    json_value(),
    sequence("known_from"),
    sequence("known_until", nullable=True),
    sa.Index("mention_event", "event", "known_until", "known_from"),
    sa.Index("mention_text", "text_id", "known_until", "event", "known_from"),
    sa.Index("mention_report", "report"),
    open_index("mention", "event", "member"),
)

# What the events of a story are found by, as they are held now: their types, with the days that are told of,
# and the sentences that tell of them. `told` is the admission that wrote the event. Derived.
event_key = sa.Table(
    "event_key",
    metadata,
    row(),
    needed("event"),
    needed("story"),
    needed("key"),
    sa.Column("first", sa.BigInteger),
    sa.Column("last", sa.BigInteger),
    sa.Column("told", sa.BigInteger, nullable=False),
    sa.Index("event_key_event", "event"),
    sa.Index("event_key_days", "story", "key", "last", "first", "event"),
    sa.Index("event_key_told", "story", "key", sa.text("told DESC"), "event"),
)

# `scope` is what a watch saw of the change, without words, so that it can be replayed; `grade` that of the
# event which it is about.
change = sa.Table(
    "change",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    needed("type"),
    needed("about_kind"),
    needed("about_id"),
    json_value(),
    sa.Column("position", sa.BigInteger, nullable=False),
    sequence("known_from"),
    string("at"),
    string("scope"),
    string("grade"),
    sa.Index("change_newest", sa.text("known_from DESC"), "id", "grade", "at"),
    sa.Index("change_about", "about_kind", "about_id", "known_from", "id", "grade", "at"),
    sa.Index("change_known", "known_from"),
    sa.Index("change_at", "at", "known_from", "id", "grade"),
)
