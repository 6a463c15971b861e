"""Alerts, and what is sent of them: the outbox."""

from __future__ import annotations

import sqlalchemy as sa

from watchfloor.store.schema.columns import dated, metadata, needed, sequence, string

alert = dated(
    "alert",
    needed("watch"),
    needed("about_kind"),
    needed("about_id"),
    needed("state"),
    newest=("state",),
)
sa.Index("alert_about", alert.c.about_kind, alert.c.about_id)
sa.Index("alert_state", alert.c.state, alert.c.known_from)

# The outbox. A row is born in the admission that caused it; its state is that of the work, not of the world,
# and is written in place. `held` says why it is kept back until it is due, `within` what is told for it.
delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    needed("alert"),
    needed("channel"),
    string("payload"),
    needed("payload_digest"),
    needed("state"),
    sa.Column("attempts", sa.Integer, nullable=False),
    string("due"),
    string("error"),
    sequence("known_from"),
    string("held"),
    string("within"),
    sa.UniqueConstraint("alert", "channel", "payload_digest"),
    sa.Index("delivery_due", "state", "due"),
)

# Which texts a payload quotes, so that it goes when they go.
quoted = sa.Table(
    "quoted",
    metadata,
    sa.Column("delivery_id", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
    sa.Column("text_id", sa.Text, sa.ForeignKey("text.id"), primary_key=True),
)

# Each try of a delivery, for the record.
attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("delivery_id", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    needed("at"),
    needed("state"),
    string("error"),
)

# Channels to which nothing is sent until a person turns them on: a state of the work, like the outbox.
channel_off = sa.Table(
    "channel_off",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    needed("since"),
    needed("reason"),
)
