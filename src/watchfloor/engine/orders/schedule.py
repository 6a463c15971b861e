"""When a briefing is due: at a time of day in a zone, on some days of the week."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watchfloor.errors import ConfigError, nearest
from watchfloor.watch.written import Value

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {"daily": tuple(range(7)), "weekdays": tuple(range(5)), "weekends": (5, 6)}
_WORDS = (*_GROUPS, *_DAYS)
_WRITTEN = re.compile(r"(?P<days>[A-Za-z][A-Za-z, ]*?)\s+(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)")
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingSchedule:
    """The days of the week (Monday is 0) and the time at which something is due, in a zone.

    A time that the clocks leave out is due as much later as they are put forward; one that they show twice is
    due the first time.
    """

    days: tuple[int, ...]
    at: time
    zone: ZoneInfo

    def last(self, moment: datetime) -> datetime:
        """Return the last time that it was due at a moment or before, in UTC."""
        day = moment.astimezone(self.zone).date()
        slots = (self._slot(day - timedelta(days=back)) for back in range(_WEEK + 2))
        return next(slot for slot in slots if slot is not None and slot <= moment)

    def next(self, moment: datetime) -> datetime:
        """Return the next time that it is due after a moment, in UTC."""
        day = moment.astimezone(self.zone).date()
        slots = (self._slot(day + timedelta(days=on)) for on in range(-1, _WEEK + 2))
        return next(slot for slot in slots if slot is not None and slot > moment)

    def _slot(self, day: date) -> datetime | None:
        if day.weekday() not in self.days:
            return None
        return datetime.combine(day, self.at, self.zone).astimezone(UTC)


def read_schedule(value: Value, zone: ZoneInfo) -> BriefingSchedule:
    """Return what is written: "weekdays 07:00", "monday, thursday 18:30"; raise ConfigError with its line."""
    written = ", ".join(value.values)
    found = _WRITTEN.fullmatch(written.strip())
    if not found:
        raise ConfigError(f"{value.where}: schedule {written!r} is none; write weekdays 07:00")
    days: list[int] = []
    for word in re.split(r"[,\s]+", found["days"].strip().lower()):
        if word not in _WORDS:
            raise ConfigError(f"{value.where}: schedule has {word!r}; {nearest(word, _WORDS)}")
        days.extend(_GROUPS.get(word) or (_DAYS.index(word),))
    return BriefingSchedule(
        days=tuple(sorted(set(days))), at=time(int(found["hour"]), int(found["minute"])), zone=zone
    )
