"""Reports: how renditions were placed, what was found in them, and what they tell in words."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from watchfloor.store.schema.columns import (
    dated,
    metadata,
    needed,
    newest_index,
    row,
    sought,
    string,
    text_id,
)

placement = dated("placement", sought("report"), sought("origin"), sought("story"), needed("relation"))

findings = dated(
    "findings", text_id(), string("published"), string("outlet"), needed("language"), needed("extractor")
)

report = dated(
    "report",
    sought("origin"),
    text_id(),
    string("outlet"),
    string("published"),
    string("language"),
    newest=("published",),
)
sa.Index("report_published", report.c.published)
sa.Index("report_text", report.c.text_id, report.c.known_until, report.c.known_from, report.c.id)
sa.Index("report_read", report.c.known_until, report.c.language, report.c.published, report.c.known_from)

quarantine = dated("quarantine", needed("where"), string("text_id"))

_LATE = sa.text("late IS NOT NULL")


def _found_in_report(name: str, *columns: sa.Column[Any], newest: tuple[str, ...]) -> sa.Table:
    """A table of what reports tell, derived from what was read in them; words stay in `text`.

    `late` is the admission that first knew of a row, where that was after its report or its text became
    known.
    """
    return sa.Table(
        name,
        metadata,
        row(),
        needed("id"),
        needed("report"),
        needed("text_id"),
        *columns,
        sa.Column("born", sa.BigInteger, nullable=False),
        sa.Column("late", sa.BigInteger),
        sa.Column("known_from", sa.BigInteger, nullable=False),
        sa.Column("known_until", sa.BigInteger),
        sa.Index(f"{name}_id", "id"),
        # What the newest reports do not lead to, where what is newest is sought by them.
        sa.Index(f"{name}_late", sa.text("late DESC"), "id", sqlite_where=_LATE, postgresql_where=_LATE),
        # What a few reports or texts tell is sorted without touching the rows.
        sa.Index(f"{name}_report", "report", "known_until", "known_from", "born", "id", *newest),
        sa.Index(f"{name}_text", "text_id", "known_until", "known_from", "born", "id", *newest),
        newest_index(name, *newest, "report"),
    )


# The quotes of reports: `position` is that in the findings of the text, `speaker` an actor, `said` the day of
# the saying or else the moment of publication.
quote = _found_in_report(
    "quote",
    sa.Column("position", sa.BigInteger, nullable=False),
    string("speaker"),
    string("said"),
    needed("grade"),
    newest=("grade", "said"),
)
sa.Index(
    "quote_speaker",
    quote.c.speaker,
    quote.c.born,
    quote.c.known_until,
    quote.c.known_from,
    quote.c.id,
    quote.c.grade,
    quote.c.said,
    quote.c.report,
)
sa.Index(
    "quote_said",
    quote.c.said,
    quote.c.known_until,
    quote.c.known_from,
    quote.c.born,
    quote.c.id,
    quote.c.grade,
)

# The dated statements of reports, which timelines are made of: `id` is the same for the same words and date.
statement = _found_in_report(
    "statement",
    needed("date"),
    needed("precision"),
    sa.Column("start", sa.BigInteger, nullable=False),
    sa.Column("end", sa.BigInteger, nullable=False),
    newest=("date",),
)
sa.Index(
    "statement_date",
    statement.c.date,
    sa.text("born DESC"),
    statement.c.id,
    statement.c.known_until,
    statement.c.known_from,
)
