"""Forty texts about villages that no packaged table knows: located with the desk's own table, and without it.

All villages, texts and codes in `villages` were invented for this test. What is scored are towns that are
located: right within 25 km of where the table has the village of that name.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from watchfloor.extract import Extractor
from watchfloor.extract.article import Context
from watchfloor.model import NO_OWN_TABLES, OwnPlace, OwnTables
from watchfloor.own_tables import read_own_table

_FOLDER = Path(__file__).parent / "villages"
_NEAR = 25.0  # kilometres

Located = tuple[int, str]  # the number of a text, and the name as it stands there


@pytest.fixture(scope="module")
def own() -> OwnTables:
    read = read_own_table("places", (_FOLDER / "places.csv").read_bytes())
    assert not read.left_out
    return OwnTables(places=read.table)


def _texts() -> Iterator[tuple[int, str, dict[str, str]]]:
    for number, line in enumerate((_FOLDER / "texts.jsonl").read_text("utf-8").splitlines()):
        held = json.loads(line)
        yield number, f"{held['title']}\n\n{held['text']}", held["places"]


def _score(extractor: Extractor, own: OwnTables, rows: dict[str | None, OwnPlace]) -> float:
    right: set[Located] = set()
    found: set[Located] = set()
    wanted: set[Located] = set()
    for number, text, places in _texts():
        wanted |= {(number, name) for name in places}
        for mention in extractor.read(text, context=Context(own=own)).places:
            if mention.lat is None or mention.lon is None or mention.precision not in ("town", "point"):
                continue
            name = mention.span.of(text)
            found.add((number, name))
            row = rows.get(places.get(name))
            if row is not None and _kilometres(mention.lat, mention.lon, row) < _NEAR:
                right.add((number, name))
    return 2 * len(right) / (len(found) + len(wanted))


def _kilometres(lat: float, lon: float, row: OwnPlace) -> float:
    return 111.2 * math.hypot(lat - row.lat, (lon - row.lon) * math.cos(math.radians(lat)))


def test_villages_of_the_own_table_are_located_and_without_it_hardly_one(
    extractor: Extractor, own: OwnTables
) -> None:
    rows: dict[str | None, OwnPlace] = {row.code: row for row in own.places.places}

    assert _score(extractor, own, rows) >= 0.95
    assert _score(extractor, NO_OWN_TABLES, rows) < 0.1
