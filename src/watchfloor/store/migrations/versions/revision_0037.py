"""What tells of a text is asked for by the agency that the text names, as by its outlet.

Where a report stands in a story, it is in scope by its agency for as long; so is what it tells.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

from watchfloor.store.compressed import expanded

revision = "0037"
down_revision = "0036"

_COPY = """
INSERT INTO scope (kind, id, unit, term, basis, born, known_from, known_until)
SELECT DISTINCT kind, id, unit, :author, basis, born, known_from, known_until FROM scope
WHERE unit = '' AND term LIKE 'story:%' AND NOT EXISTS (
  SELECT 1 FROM scope AS held WHERE held.kind = scope.kind AND held.id = scope.id AND held.unit = ''
  AND held.term = :author AND held.known_from = scope.known_from
) AND """
_EVENTS = "SELECT event FROM mention WHERE report = :report AND known_until IS NULL"
_STORIES = "SELECT whole FROM member WHERE kind = 'report' AND member = :report AND known_until IS NULL"
_CHANGES = f"""
SELECT change.id FROM change, report WHERE report.id = :report AND report.born <= change.known_from AND (
  change.about_kind = 'report' AND change.about_id = :report
  OR change.about_kind = 'event' AND change.about_id IN ({_EVENTS})
  OR change.about_kind = 'story' AND change.about_id IN ({_STORIES})
)"""  # noqa: S608 - of our own words
_OF_REPORT = (
    "kind = 'report' AND id = :report",
    f"kind = 'event' AND id IN ({_EVENTS})",
    f"kind = 'story' AND id IN ({_STORIES})",
    f"kind = 'change' AND id IN ({_CHANGES})",
)
_BATCH = 500  # reports that are held in memory at a time


def upgrade() -> None:
    """Copy the rows of stories, report by report, under the names of the agencies."""
    connection = op.get_bind()
    copies = [sa.text(_COPY + which) for which in _OF_REPORT]
    for rows in _batches(connection):
        told = [one for row in rows if (one := _author_of(row))]
        for copy in copies if told else ():
            connection.execute(copy, told)


def _batches(connection: sa.Connection) -> Iterator[Sequence[sa.Row[Any]]]:
    """Yield the reports that are held now, some at a time."""
    reports = sa.text(
        'SELECT "row", id, value FROM report WHERE known_until IS NULL AND "row" > :last '
        'ORDER BY "row" LIMIT :most'
    )
    last = 0
    while rows := connection.execute(reports, {"last": last, "most": _BATCH}).all():
        yield rows
        last = rows[-1].row


def _author_of(row: sa.Row[Any]) -> dict[str, str] | None:
    held = msgspec.json.decode(expanded(row.value) if isinstance(row.value, bytes) else row.value)
    name = held.get("origin_name")
    return {"report": row.id, "author": f"author:{name.strip().casefold()}"} if name else None
