"""What is due as iCalendar (RFC 5545): all-day entries, each with who tells it and a UID that stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from watchfloor.exchange.brief_words import DUE_NAMES
from watchfloor.exchange.schema import Situation
from watchfloor.model import DueTold
from watchfloor.printable import printable

_LONGEST = 75  # octets of a line, without its end
_PRODUCT = "-//Watchfloor//What is due//EN"


def calendar(dues: Iterable[DueTold], known: Situation) -> str:
    """Return a calendar of what is due; the words are those that the audience of `known` may see."""
    reports = {reading.report.id: reading.report for reading in known.value.reports}
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN"]
    for due in dues:
        first = due.evidence[0]
        words = " ".join(known.words(first.text_id, first.span, report=first.report).split())
        report = reports.get(first.report)
        addresses = [member.url for member in report.renditions if member.url] if report else []
        lines += _entry(due, words, next(iter(addresses), None))
    return "".join(f"{folded}\r\n" for line in (*lines, "END:VCALENDAR") for folded in _folded(line))


def _entry(due: DueTold, words: str, url: str | None) -> Iterator[str]:
    day = date.fromisoformat(due.day)
    kind = DUE_NAMES.get(due.kind, due.kind)
    outlet = f"in {due.outlet}" if due.outlet else ""
    told = ", ".join(filter(None, (due.by, outlet))) or "an unknown outlet"
    yield "BEGIN:VEVENT"
    yield f"UID:{due.id}@watchfloor"
    yield f"DTSTAMP:{_moment(due.known)}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(words)}"
    yield f"DESCRIPTION:{_escaped(f'{kind}: told by {told}. Machine-read, not verified.')}"
    yield f"CATEGORIES:{_escaped(kind.upper())}"
    if url and url.startswith(("https://", "http://")) and url.isascii():
        yield f"URL:{url}"
    yield "STATUS:TENTATIVE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(moment: str) -> str:
    """Return a moment in UTC as calendars write it."""
    return f"{moment[:19].replace('-', '').replace(':', '')}Z"


def _escaped(words: str) -> str:
    shown = printable(words, keep="\n")
    return shown.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 octets, those after the first behind a space, no letter split."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _LONGEST:
            yield piece
            piece, size = " ", 1
        piece += letter
        size += width
    yield piece
