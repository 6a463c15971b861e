"""What analysts decided, who may enter, and whose things are."""

from __future__ import annotations

import sqlalchemy as sa

from watchfloor.store.schema.columns import metadata, needed, sequence, string

# What analysts decided, beside what the machine says; never closed, never changed.
judgement = sa.Table(
    "judgement",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    needed("kind"),
    needed("about_kind"),
    needed("about_id"),
    needed("value"),
    sequence("known_from"),
    sa.Index("judgement_about", "about_kind", "about_id"),
    sa.Index("judgement_known", "known_from", "id"),
)

# Who may enter with a password (of which a hash is kept), until deactivated; `stamp` counts the passwords.
person = sa.Table(
    "person",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    needed("role"),
    string("zone"),
    needed("secret"),
    sa.Column("stamp", sa.Integer, nullable=False),
    needed("added"),
    string("deactivated"),
)

# Keys of programs, by the digest of each.
access_key = sa.Table(
    "access_key",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    needed("role"),
    needed("digest"),
    needed("added"),
    needed("added_by"),
)

# Whose a watch, a situation or a channel is; what is not named here is nobody's.
owned = sa.Table(
    "owned",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    needed("owner"),
)
