"""Rows of events counted: who did how much to whom, and where how much happened, by day, week or month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from watchfloor.exchange.tables import Column, Row

Period = Literal["day", "week", "month"]


@dataclass(slots=True)
class _Sum:
    row: dict[str, object]
    events: int = 0
    origins: int = 0
    low: float = 0
    high: float = 0
    days: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SummedTable:
    """A table that counts events: its columns, and what rows are put together by."""

    means: str
    columns: tuple[Column, ...]
    keys: Callable[[Row], Iterator[dict[str, object]]]


def summed(rows: Iterable[Row], table: SummedTable, period: Period | None) -> Iterator[Row]:
    """Yield the rows of a table that counts, by period and then by what they are put together by.

    What happened on an unknown day stands in no period, under its own row.
    """
    sums: dict[tuple[str, ...], _Sum] = {}
    for row in rows:
        for key in table.keys(row):
            full: dict[str, object] = {"period": _period(row.get("day"), period), **key}
            found = sums.setdefault(tuple(str(full[name] or "") for name in full), _Sum(full))
            found.events += 1
            found.origins += int(row.get("origins") or 0)
            found.low += float(row.get("fatalities_low") or 0)
            found.high += float(row.get("fatalities_high") or 0)
            if row.get("day"):
                found.days.append(str(row["day"]))
    for _, one in sorted(sums.items()):
        yield {
            **one.row,
            "events": one.events,
            "origins": one.origins,
            "fatalities_low": one.low,
            "fatalities_high": one.high,
            "first": min(one.days, default=None),
            "last": max(one.days, default=None),
        }


def _period(day: object, period: Period | None) -> str | None:
    """Return the first day of a period; None for all time, or where the day is unknown."""
    if period is None or not isinstance(day, str):
        return None
    if period == "month":
        return day[:7] if len(day) >= len("2026-01") and day[4:5] == "-" and day[5:7].isdigit() else None
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return None
    return (found - timedelta(days=found.weekday()) if period == "week" else found).isoformat()


def _dyads(row: Row) -> Iterator[dict[str, object]]:
    """Yield who did it to whom: a country for all of its parties, else the name."""
    doers = row.get("doer_countries") or row.get("doer")
    targets = row.get("target_countries") or row.get("target")
    if doers and targets and row.get("polarity") == "asserted":
        yield {"doer": doers, "target": targets, "type": row["type"]}


def _places(row: Row) -> Iterator[dict[str, object]]:
    if row.get("place"):
        names = ("place", "country", "admin1", "lat", "lon", "geonames", "place_precision", "place_code")
        yield {name: row.get(name) for name in names}


_COUNTS = (
    Column("events", "integer", "happenings"),
    Column("origins", "integer", "separately written texts that tell of them"),
    Column("fatalities_low", "number", "the sum of the least told"),
    Column("fatalities_high", "number", "the sum of the most told"),
    Column("first", "string", "the day of the first"),
    Column("last", "string", "the day of the last"),
)
_PERIOD = Column(
    "period", "string", "the day, the week by its first day, or the month; empty: all, or unknown"
)

SUMMED_TABLES: Mapping[str, SummedTable] = {
    "dyads": SummedTable(
        "a row a pair of parties and type of deed",
        (
            _PERIOD,
            Column("doer", "string", "the countries of those who did it, else their names"),
            Column("target", "string", "the countries of those to whom it was done, else their names"),
            Column("type", "string", "the type of deed"),
            *_COUNTS,
        ),
        _dyads,
    ),
    "places": SummedTable(
        "a row a place",
        (
            _PERIOD,
            Column("place", "string", "the place"),
            Column("country", "string", "its country, ISO 3166-1 alpha-2"),
            Column("admin1", "string", "the first-level region that holds it"),
            Column("lat", "number", "degrees north, WGS 84"),
            Column("lon", "number", "degrees east, WGS 84"),
            Column("geonames", "integer", "its number in GeoNames"),
            Column("place_precision", "string", "point, town, region or country"),
            Column("place_code", "string", "its code in the floor's own table of places"),
            *_COUNTS,
        ),
        _places,
    ),
}
