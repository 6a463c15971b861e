"""What partners are given, and what they gave."""

from __future__ import annotations

import sqlalchemy as sa

from watchfloor.store.schema.columns import dated, metadata, needed, open_index, row, sequence, string

# What is given to others, as it was set up: acts in the log, like what is followed.
share = dated("share")

# Which row of which share was given when, and until when the receiver holds it so. `value` are its cells,
# gone with the words that stand in them (`emptied`), which are those of `report`; `ended` tells why it was
# taken back, where that is known.
given = sa.Table(
    "given",
    metadata,
    row(),
    needed("share"),
    needed("kind"),
    needed("id"),
    string("report"),
    string("value"),
    string("ended"),
    sequence("known_from"),
    sequence("known_until", nullable=True),
    sequence("emptied", nullable=True),
    sa.Index("given_id", "id"),
    sa.Index("given_report", "report"),
    sa.Index("given_from", "share", "known_from"),
    sa.Index("given_until", "share", "known_until"),
    open_index("given", "share", "kind", "id"),
)

# Which row of which share of a partner was read when, and until when the partner stands by it; `rendition_id`
# is what was made of it.
received = sa.Table(
    "received",
    metadata,
    row(),
    needed("partner"),
    needed("share"),
    needed("kind"),
    needed("id"),
    sa.Column("rendition_id", sa.Text, sa.ForeignKey("rendition.id"), nullable=False, index=True),
    sequence("known_from"),
    sequence("known_until", nullable=True),
    open_index("received", "partner", "share", "kind", "id"),
)
