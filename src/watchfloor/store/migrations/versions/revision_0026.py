"""What lies in a region is asked for by the region: each place that a thing is in scope by tells its own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from watchfloor.gazetteer.places import regions_around

revision = "0026"
down_revision = "0025"

_NUMBERS = """
SELECT DISTINCT term FROM scope
WHERE kind IN ('event', 'report', 'story', 'change') AND term >= 'place:0' AND term < 'place::'
"""
_OF_PLACE = """
SELECT kind, id, unit, basis, born, known_from, known_until FROM scope
WHERE kind IN ('event', 'report', 'story', 'change') AND term = :term
"""
_INSERT = sa.text(
    "INSERT INTO scope (kind, id, unit, term, basis, born, known_from, known_until)"
    " VALUES (:kind, :id, :unit, :term, :basis, :born, :known_from, :known_until)"
)
_EVER = 1 << 62  # later than any admission


def upgrade() -> None:
    """Add the regions of all places that were told so far, for as long as these were."""
    connection = op.get_bind()
    inside: dict[int, list[str]] = defaultdict(list)
    for term in connection.scalars(sa.text(_NUMBERS)).all():
        number = term.removeprefix("place:")
        if number.isdecimal():
            for region in regions_around(int(number)):
                if region.geonames:
                    inside[region.geonames].append(term)
    for region_number, terms in sorted(inside.items()):
        if rows := list(_of_region(connection, f"region:{region_number}", terms)):
            connection.execute(_INSERT, rows)


def _of_region(connection: sa.Connection, term: str, places: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a region: of two places of it that a thing has, the time of either."""
    held: dict[tuple[str, str, str, str, int], list[tuple[int, int]]] = defaultdict(list)
    for place in places:
        for row in connection.execute(sa.text(_OF_PLACE), {"term": place}):
            until = _EVER if row.known_until is None else row.known_until
            held[row.kind, row.id, row.unit, row.basis, row.born].append((row.known_from, until))
    names = ("kind", "id", "unit", "basis", "born")
    for key, spans in sorted(held.items()):
        for begun, ended in _joined(spans):
            until = None if ended == _EVER else ended
            yield {
                **dict(zip(names, key, strict=True)),
                "term": term,
                "known_from": begun,
                "known_until": until,
            }


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans of admissions, those that meet or overlap as one."""
    begun = ended = -1
    for first, last in sorted(spans):
        if first > ended:
            if begun >= 0:
                yield begun, ended
            begun, ended = first, last
        else:
            ended = max(ended, last)
    if begun >= 0:
        yield begun, ended
