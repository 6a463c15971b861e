"""What a floor's own tables of many places and actors cost: when a command starts, and with each text.

CPU, in turns with the same work without tables. The names are invented, and so that many begin alike.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.annotate import WATCHFLOOR, articles
from benchmarks.pairs import PAIRS, Spread, in_turns
from benchmarks.process import measured
from watchfloor.engine.prepare.reading import prepare
from watchfloor.ingest import rendition_of_line
from watchfloor.model import NO_OWN_TABLES, OwnTables, Rendition
from watchfloor.own_tables import read_own_table

PLACES, ACTORS = 20_000, 5_000
START, SLOWER = 1.0, 1.05  # seconds more; a text with tables by one without, at most (issue 15)
TEXTS = 60
_AT = "2026-03-03T00:00:00Z"
_SYLLABLES = (
    "tar", "vel", "mir", "oum", "dar", "fa", "bren", "holm", "kes", "sa", "rine", "dol", "net", "zar",
    "qa", "lu",
)  # fmt: skip


def figures() -> Iterator[tuple[str, float, str, bool]]:
    """Yield figure, value, what it is held against, and whether it holds."""
    places, actors = _places(), _actors()
    own = OwnTables(
        places=read_own_table("places", places.encode()).table,
        actors=read_own_table("actors", actors.encode()).table,
    )
    texts = [rendition_of_line(row, arrived=_AT) for row in articles(TEXTS)]
    for tables in (own, NO_OWN_TABLES):
        _read(texts, tables)
    pairs = in_turns(partial(_read, texts, NO_OWN_TABLES), partial(_read, texts, own), PAIRS)
    told = f"{PLACES:,} places, {ACTORS:,} actors"
    yield Spread.of(there / here for here, there in pairs).at_most(
        "reading with own tables / without", SLOWER, told
    )
    with tempfile.TemporaryDirectory() as name:
        with_tables, without = (_floor(Path(name) / it) for it in ("with", "without"))
        (with_tables / "places.csv").write_text(places)
        (with_tables / "actors.csv").write_text(actors)
        measured([WATCHFLOOR, "tables", "--floor", str(with_tables)])
        starts = in_turns(partial(_added, without), partial(_added, with_tables), PAIRS)
    yield Spread.of(there - here for here, there in starts).at_most(
        "`add` of one text with own tables, more seconds", START, told
    )


def _read(texts: Sequence[Rendition], own: OwnTables) -> float:
    before = time.process_time()
    for text in texts:
        prepare(text, signed=False, own=own)
    return time.process_time() - before


def _floor(folder: Path) -> Path:
    measured([WATCHFLOOR, "init", str(folder)])
    return folder


def _added(floor: Path) -> float:
    """Return what it costs to add one text that the floor has not seen."""
    text = floor.with_suffix(".jsonl")
    text.write_text(
        json.dumps({"text": f"Nothing was seen at {time.monotonic_ns()}.", "outlet": "Post"}) + "\n"
    )
    return measured([WATCHFLOOR, "add", str(text), "--floor", str(floor)]).cpu


def _places() -> str:
    chance = random.Random(1)  # noqa: S311 - no secret
    lines = ["name,aliases,code,parents,lat,lon", "Tarvel district,,NL,Norland,14.1,21.3"]
    for number in range(PLACES - 1):
        lat, lon = 10 + number % 141 / 20, 18 + number // 141 / 20
        lines.append(f"{_name(chance)} {number:05},{_name(chance)},NL{number:05},NL,{lat:.3f},{lon:.3f}")
    return "\n".join(lines) + "\n"


def _actors() -> str:
    chance = random.Random(2)  # noqa: S311 - no secret
    lines = ["name,aliases,kind,party,country,from,until"]
    for number in range(ACTORS):
        kind = ("person", "group", "organisation")[number % 3]
        lines.append(f"{_name(chance)} {_name(chance)} {number:04},,{kind},Northern Pact,Norland,,")
    return "\n".join(lines) + "\n"


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 4))).title()
