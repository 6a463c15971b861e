"""What few texts, ids or readers lead to is found in indexes alone; so are the newest acts and alerts."""

import sqlalchemy as sa
from alembic import op

from watchfloor.store.backends.sqlite_statistics import write_statistics

revision = "0034"
down_revision = "0033"

_HELD = ("known_until", "known_from", "born")
# Made anew with more columns: each by its name, its table and its columns now.
_WIDENED = (
    ("rendition_text", "rendition", ("text_id", "id")),
    ("member_member", "member", ("kind", "member", "known_until", "whole", "known_from")),
    ("mention_event", "mention", ("event", "known_until", "known_from")),
    ("mention_text", "mention", ("text_id", "known_until", "event", "known_from")),
    ("scope_thing", "scope", ("id", "unit", "kind", "term", "known_until")),
    ("report_id", "report", ("id", *_HELD, "published")),
    ("story_id", "story", ("id", *_HELD, "first", "last")),
    ("actor_id", "actor", ("id", *_HELD, "public")),
    ("event_id", "event", ("id", *_HELD, "grade", "start", "end")),
    ("alert_id", "alert", ("id", *_HELD, "state")),
)


def upgrade() -> None:
    """Make the indexes, and write what they leave of their tables."""
    for name, table, columns in _WIDENED:
        op.drop_index(name, table)
        op.create_index(name, table, list(columns))
    op.create_index(
        "alert_newest", "alert", [sa.text("born DESC"), "id", "known_from", "known_until", "state"]
    )
    op.create_index("judgement_known", "judgement", ["known_from", "id"])
    op.create_index("read_by_reader", "read_by", ["reader", "rendition_id"])
    write_statistics(op.get_bind())
