"""Stories, who belongs to what, which ids became which, and what is in scope by what."""

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
    string,
)

# What is counted of a story's reports, for the story as it is held since the admission `known_from`.
story_tally = sa.Table(
    "story_tally",
    metadata,
    sa.Column("story_id", sa.Text, primary_key=True),
    json_value(),
    sa.Column("known_from", sa.BigInteger, nullable=False),
)

story = dated("story", string("first"), string("last"), newest=("first", "last"))
sa.Index("story_first", story.c.first)

redirect = dated("redirect", needed("kind"), needed("old_id"), needed("new_id"))

# Who belongs to what: a member has one whole of each kind at a time ("rendition" in a report, "report" in a
# story, "origin" of a report, "actor" of a mention chain). `position` keeps the order within the whole.
member = sa.Table(
    "member",
    metadata,
    row(),
    needed("kind"),
    needed("member"),
    needed("whole"),
    sa.Column("position", sa.BigInteger, nullable=False),
    sequence("known_from"),
    sequence("known_until", nullable=True),
    sa.Index("member_whole", "kind", "whole", "position"),
    sa.Index("member_member", "kind", "member", "known_until", "whole", "known_from"),
    open_index("member", "kind", "member"),
)

# What is in scope by what, so that questions are answered from an index: one row for each thing ("event",
# "report", "story", "actor", "change"), each `term` that it can be asked by ("country:IE", "type:PROTEST", …)
# and the `unit` that says so: an event, or nothing. `basis` tells why: by "strong" or "weak" events, by the
# places of the "lead", or by what is its "own" (outlet, language, story). Derived, written with what it is
# derived from.
scope = sa.Table(
    "scope",
    metadata,
    row(),
    needed("kind"),
    needed("id"),
    needed("unit"),
    needed("term"),
    needed("basis"),
    sa.Column("born", sa.BigInteger, nullable=False),
    sa.Column("known_from", sa.BigInteger, nullable=False),
    sa.Column("known_until", sa.BigInteger),
    sa.Index(
        "scope_term", "kind", "term", sa.text("born DESC"), "id", "unit", "basis", "known_from", "known_until"
    ),
    sa.Index("scope_thing", "id", "unit", "kind", "term", "known_until"),
    sa.Index("scope_unit", "unit", "kind"),
)
