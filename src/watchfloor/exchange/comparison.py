"""Our events beside another list of events: in both, only theirs and what kept ours out, only ours."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from watchfloor.errors import UsageError
from watchfloor.exchange.tables import Row
from watchfloor.model import EventType

Verdict = Literal["both", "only theirs", "only ours"]
_NEAR_KM = 50.0
_NEAR_DAYS = 1
_EARTH_KM = 6371.0
_TOLL_SHARE = 0.5  # two tolls may differ by, of the larger; or by two
_TOLL_LEAST = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMap:
    """Where another list keeps what is compared; `kind` is None where all of it is violence."""

    id: str
    day: str
    place: str
    kind: str | None
    toll: str


MAPS: Mapping[str, ListMap] = {
    "acled": ListMap(
        id="event_id_cnty", day="event_date", place="location", kind="event_type", toll="fatalities"
    ),
    "ucdp": ListMap(id="id", day="date_start", place="where_coordinates", kind=None, toll="best"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedEvent:
    """An event of one or both lists; of one that is only theirs, our nearest, and what kept it out."""

    verdict: Verdict
    theirs: str | None
    ours: str | None
    kept_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Theirs:
    id: str
    day: date | None
    place: str
    at: tuple[float, float] | None
    kind: str | None
    toll: float | None


def compared(file: Path, name: str, ours: Iterable[Row]) -> Iterator[ComparedEvent]:
    """Yield their events in their order, each with ours or our nearest, then those that only we have.

    A pair is of one day or its neighbours, of one place by name or within 50 km, of one type, with tolls that
    are not far apart; the nearest are paired first, each once.
    """
    theirs, mine = _read(file, MAPS[name]), list(ours)
    near = _Near(mine)
    fits = [
        (_distance(one, mine[place]), number, place)
        for number, one in enumerate(theirs)
        for place in near.in_time(one)
        if not _against(one, mine[place])
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, place in sorted(fits):
        if number not in pairs and place not in taken:
            pairs[number] = place
            taken.add(place)
    for number, one in enumerate(theirs):
        if number in pairs:
            yield ComparedEvent(verdict="both", theirs=one.id, ours=str(mine[pairs[number]]["id"]))
        else:
            yield _alone(one, mine, near.somehow(one), taken)
    for place, row in enumerate(mine):
        if place not in taken:
            yield ComparedEvent(verdict="only ours", theirs=None, ours=str(row["id"]))


class _Near:
    """Our events by day and by place: one is looked for among those near it, not among all."""

    def __init__(self, mine: Sequence[Row]) -> None:
        self._days: dict[str, list[int]] = {}
        self._places: dict[str, list[int]] = {}
        for number, row in enumerate(mine):
            self._days.setdefault(str(row.get("day") or row.get("told_on") or ""), []).append(number)
            self._places.setdefault(str(row.get("place") or "").casefold(), []).append(number)

    def in_time(self, one: _Theirs) -> Iterator[int]:
        """Yield those of its day and of the days beside it."""
        for shift in range(-_NEAR_DAYS, _NEAR_DAYS + 1):
            if one.day is not None:
                yield from self._days.get((one.day + timedelta(days=shift)).isoformat(), ())

    def somehow(self, one: _Theirs) -> list[int]:
        """Return those of its time or of its place."""
        return sorted({*self.in_time(one), *self._places.get(one.place.casefold(), ())})


def _alone(one: _Theirs, mine: Sequence[Row], near: Sequence[int], taken: set[int]) -> ComparedEvent:
    """Return an event that only they have, with the one near it that least speaks against."""
    nearest = min(
        near,
        key=lambda it: (len(_against(one, mine[it])), _distance(one, mine[it])),
        default=None,
    )
    if nearest is None:
        return ComparedEvent(verdict="only theirs", theirs=one.id, ours=None)
    against = _against(one, mine[nearest]) or (("taken",) if nearest in taken else ())
    return ComparedEvent(
        verdict="only theirs", theirs=one.id, ours=str(mine[nearest]["id"]), kept_out=tuple(against)
    )


def _against(one: _Theirs, row: Row) -> tuple[str, ...]:
    """Return what keeps two events from being one: the day, place, type or toll."""
    kept = {
        "day": not _same_day(one, row),
        "place": not _same_place(one, row),
        "type": not _same_kind(one, row),
        "toll": not _same_toll(one, row),
    }
    return tuple(name for name, against in kept.items() if against)


def _same_day(one: _Theirs, row: Row) -> bool:
    days = _days_apart(one, row)
    return days is not None and days <= _NEAR_DAYS


def _days_apart(one: _Theirs, row: Row) -> int | None:
    try:
        day = date.fromisoformat(str(row.get("day") or row.get("told_on") or ""))
    except ValueError:
        return None
    return abs((day - one.day).days) if one.day else None


def _same_place(one: _Theirs, row: Row) -> bool:
    if one.place and one.place.casefold() == str(row.get("place") or "").casefold():
        return True
    return _kilometres(one, row) <= _NEAR_KM


def _kilometres(one: _Theirs, row: Row) -> float:
    lat, lon = row.get("lat"), row.get("lon")
    if one.at is None or lat is None or lon is None or row.get("place_precision") in ("country", "region"):
        return math.inf
    a, b = (math.radians(value) for value in (one.at[0], float(lat)))
    turn = math.radians(float(lon) - one.at[1])
    chord = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(chord, 1.0)))


def _same_kind(one: _Theirs, row: Row) -> bool:
    if one.kind is None:
        return row.get("type") == EventType.ASSAULT
    ours = _folded(str(row.get("acled") or "").partition("/")[0])
    theirs = _folded(one.kind)
    violent = {"battles", "violence against civilians", "explosions or remote violence"}
    return ours == theirs or {ours, theirs} <= violent


def _folded(kind: str) -> str:
    return " ".join(kind.casefold().replace("/", " or ").split())


def _same_toll(one: _Theirs, row: Row) -> bool:
    low, high = row.get("fatalities_low"), row.get("fatalities_high")
    if one.toll is None or low is None or high is None:
        return True
    slack = max(_TOLL_LEAST, _TOLL_SHARE * max(one.toll, float(high)))
    return float(low) - slack <= one.toll <= float(high) + slack


def _distance(one: _Theirs, row: Row) -> float:
    days = _days_apart(one, row)
    return (days if days is not None else 9) * _NEAR_KM + min(_kilometres(one, row), 10 * _NEAR_KM)


def _read(file: Path, names: ListMap) -> list[_Theirs]:
    with file.open(encoding="utf-8-sig", newline="") as held:
        rows = csv.DictReader(held)
        missing = {names.id, names.day, names.place} - set(rows.fieldnames or ())
        if missing:
            raise UsageError(f"{file} has no column {', '.join(sorted(missing))}; is --map the right one?")
        return [_theirs(row, names) for row in rows]


def _theirs(row: Mapping[str, str], names: ListMap) -> _Theirs:
    lat, lon = _number(row.get("latitude")), _number(row.get("longitude"))
    try:
        day = date.fromisoformat((row.get(names.day) or "")[:10])
    except ValueError:
        day = None
    return _Theirs(
        id=row[names.id],
        day=day,
        place=(row.get(names.place) or "").strip(),
        at=None if lat is None or lon is None else (lat, lon),
        kind=row.get(names.kind, "") if names.kind else None,
        toll=_number(row.get(names.toll)),
    )


def _number(cell: str | None) -> float | None:
    try:
        return float(cell or "")
    except ValueError:
        return None
