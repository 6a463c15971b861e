"""What happened to the floor, in order, and the chain that seals it."""

from __future__ import annotations

import sqlalchemy as sa

from watchfloor.store.schema.columns import metadata, needed, string

# What happened to the floor, in order. `arrived` is the moment the input was given; `known` never goes
# back, even when clocks or archives do; `recorded` is the real clock, for audits only. Where a clock
# was ahead and was mended, `known` is when that was, and `stated` what the clock had said.
admission = sa.Table(
    "admission",
    metadata,
    sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
    needed("arrived"),
    needed("known"),
    needed("recorded"),
    needed("kind"),
    needed("what"),
    string("seal"),
    string("stated"),
    sa.Index("admission_known", "known"),
)

# The end of the hash chain over the log, in its only row: which admission was sealed last, and after which
# one the chain began (0: with the floor).
chain_head = sa.Table(
    "chain_head",
    metadata,
    sa.Column("only", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("begun", sa.BigInteger, nullable=False),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    needed("seal"),
)
