"""What few texts, reports or speakers tell, and some days, is found by indexes that hold the order."""

import sqlalchemy as sa
from alembic import op

from watchfloor.store.backends.sqlite_statistics import write_statistics

revision = "0025"
down_revision = "0024"

_HELD = ("known_until", "known_from", "born", "id")
_INDEXES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("quote_report", "quote", ("report", *_HELD, "grade", "said")),
    ("quote_text", "quote", ("text_id", *_HELD, "grade", "said")),
    (
        "quote_speaker",
        "quote",
        ("speaker", "born", "known_until", "known_from", "id", "grade", "said", "report"),
    ),
    ("statement_report", "statement", ("report", *_HELD, "date")),
    ("statement_text", "statement", ("text_id", *_HELD, "date")),
    ("change_about", "change", ("about_kind", "about_id", "known_from", "id", "grade", "at")),
    ("event_start", "event", ("start", "end", *_HELD, "grade")),
    ("report_read", "report", ("known_until", "language", "published", "known_from")),
)
_NEWEST = {"quote": ("grade", "said", "report"), "statement": ("date", "report")}


def upgrade() -> None:
    """Let the indexes hold more, make those of texts, and write what each leaves of its table."""
    for name, table, columns in _INDEXES:
        op.drop_index(name, table)
        op.create_index(name, table, list(columns))
    for table, more in _NEWEST.items():
        op.drop_index(f"{table}_newest", table)
        newest: list[str | sa.TextClause] = [sa.text("born DESC"), "id", "known_from", "known_until", *more]
        op.create_index(f"{table}_newest", table, newest)
    op.create_index("report_text", "report", ["text_id", "known_until", "known_from", "id"])
    op.create_index("reading_text", "reading", ["text_id"])
    write_statistics(op.get_bind())
