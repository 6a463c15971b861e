"""When a page that was read is asked again, whatever its source says of it. Pure.

Of the world's news articles 19.5 % change title or text within a week (GDELT Global Difference Graph), and
their feeds mostly say nothing of it. So the looks lie close at first and far apart later, and after a week
there are none. What was found unchanged twice in a row is asked half as often, and so is what gives no
validators: there each look costs the site the whole page.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from watchfloor.model import RevisitRhythm, as_moment, digest
from watchfloor.store import Revisit

LOOKS = tuple(timedelta(hours=hours) for hours in (1, 3, 8, 24, 48, 96, 168))  # by the age of an article
FEWER_LOOKS = tuple(timedelta(hours=hours) for hours in (3, 24, 96))  # of sites without validators
_STEADY = 2  # looks in a row that found nothing; every second one is left out from then on
_MOST_MISSED = 3  # looks in a row that brought no page: it is asked no more
_TOO_LATE = timedelta(days=30)  # age at which a look that was missed is not made up for
_JITTER = 0.1  # of the time to wait, on top: fifty items that were read together part company


def begins(first_seen: str, published: str | None) -> str:
    """Return the moment from which a page's age counts: its publication, where that is known and earlier."""
    if published is None:
        return first_seen
    try:
        told = datetime.fromisoformat(published)
    except ValueError:
        return first_seen
    if "T" not in published:
        told += timedelta(days=1)  # a bare day is over at its end
    told = told if told.tzinfo else told.replace(tzinfo=UTC)
    return min(as_moment(told), first_seen, key=_read)


def next_look(revisit: Revisit, now: str, *, rhythm: RevisitRhythm, wait: int | None = None) -> str | None:
    """Return when a page is asked next, not before `wait` seconds; None where it is asked no more."""
    if rhythm == "never" or revisit.missed >= _MOST_MISSED:
        return None
    age = _read(now) - _read(revisit.since)
    fewer = rhythm == "seldom" or not (revisit.etag or revisit.modified)
    ahead = [look for look in (FEWER_LOOKS if fewer else LOOKS) if look > age]
    if not ahead:
        return None
    spared = revisit.steady >= _STEADY and not fewer and len(ahead) > 1
    left = (ahead[1] if spared else ahead[0]) - age
    share = int(digest("look", revisit.url, now)[:8], 16) / 0xFFFFFFFF
    seconds = left.total_seconds() * (1 + _JITTER * share)
    return as_moment(_read(now) + timedelta(seconds=max(seconds, wait or 0)))


def is_too_late(revisit: Revisit, now: str) -> bool:
    """Tell whether a look was due so long ago that it is skipped instead of made now."""
    return _read(now) - _read(revisit.since) > _TOO_LATE


def first_look(fresh: Revisit, known: Revisit | None, now: str, *, rhythm: RevisitRhythm) -> Revisit:
    """Return what is kept of a page that was read because its source listed it as new or changed.

    `known` is what was kept of it before: since when it is known, and by which source.
    """
    if known is not None:
        fresh = replace(fresh, source=known.source, first_seen=known.first_seen, since=known.since)
        fresh = replace(fresh, edits=known.edits + (known.text_id != fresh.text_id))
    return replace(fresh, due=next_look(fresh, now, rhythm=rhythm))


def _read(moment: str) -> datetime:
    found = datetime.fromisoformat(moment)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
