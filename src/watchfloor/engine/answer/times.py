"""The times that people write and read: in the zone of their floor, where what is kept is in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from watchfloor.errors import UsageError
from watchfloor.model import Moment, TimeBound, as_moment, instant_of

_AGO = re.compile(r"(\d{1,5})([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_REMEDY = "write a day (2026-01-27), a moment (2026-01-27T06:00), today, yesterday, monday, 24h or 7d"
DayEdge = Literal["begin", "end"]


@dataclass(frozen=True, slots=True)
class Clock:
    """The present moment, in the zone in which people name days."""

    now: datetime
    zone: ZoneInfo

    def bound(self, written: str, end: DayEdge) -> TimeBound:
        """Return what a person wrote as the first or last instant that is meant, and its day.

        A day is the whole day in this zone; "24h" and "7d" end now. Raises UsageError.
        """
        asked = written.strip().lower()
        day = self._day(asked)
        if day is not None:
            at = datetime.combine(day, time.min if end == "begin" else time.max, self.zone)
            return TimeBound(_instant(at), day.isoformat())
        at = self._moment(written.strip(), asked)
        return TimeBound(_instant(at), at.astimezone(self.zone).date().isoformat())

    def _day(self, asked: str) -> date | None:
        today = self.now.astimezone(self.zone).date()
        if asked in ("today", "yesterday"):
            return today - timedelta(days=asked == "yesterday")
        if asked in _WEEKDAYS:  # the last one; today, where today is one
            return today - timedelta(days=(today.weekday() - _WEEKDAYS.index(asked)) % 7)
        try:
            return date.fromisoformat(asked)
        except ValueError:
            return None

    def _moment(self, written: str, asked: str) -> datetime:
        ago = _AGO.fullmatch(asked)
        try:
            if ago is not None:
                return self.now - int(ago[1]) * _UNITS[ago[2]]
            found = datetime.fromisoformat(written)
            return found.replace(tzinfo=self.zone) if found.tzinfo is None else found
        except (ValueError, OverflowError) as error:
            raise UsageError(f"{written!r} is no time; {_REMEDY}") from error


def _instant(at: datetime) -> Moment:
    """Return a moment in UTC, with a fraction only where it has one."""
    try:
        return as_moment(at, "microseconds" if at.microsecond else "seconds")
    except OverflowError as error:
        raise UsageError(f"{at.isoformat()} is no time that can be asked about; {_REMEDY}") from error


def moment_shown(moment: str | None, zone: ZoneInfo) -> str:
    """Return a moment as people of a zone read it, to the minute and with the zone; a bare day stays."""
    if not moment or len(moment) <= 10:
        return moment or ""
    try:
        local = instant_of(moment).astimezone(zone)
    except (ValueError, OverflowError):
        return moment
    return f"{local:%Y-%m-%d %H:%M %Z}"
