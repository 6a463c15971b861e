"""Claims of numbers -> series: one role, one scope, one happening, and what of it still stands.

A number belongs to the happening whose clause tells it, else to the one that its story's reports tell most
of and that has such numbers at all. Numbers of another place than the happening's are a series of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from watchfloor.model import (
    Disagreement,
    Event,
    Findings,
    NumberPoint,
    NumberSeries,
    Place,
    PlaceMention,
    Quantity,
    QuantityClaim,
    SeriesState,
    Span,
    Subject,
    digest,
)
from watchfloor.track.days import day_of, days_of, year_told
from watchfloor.track.events.disagreements import versions_of
from watchfloor.track.events.numbers import PEOPLE, age_of, claimant_of, compatible

_HAPPENINGS: Mapping[str, frozenset[str]] = {
    "protesting": frozenset({"PROTEST"}),
    "attended": frozenset({"PROTEST", "CONSULT"}),
    "arrested": frozenset({"COERCE"}),
    "jailed": frozenset({"COERCE"}),
    "abducted": frozenset({"COERCE", "ASSAULT"}),
    "expelled": frozenset({"COERCE", "SANCTION"}),
    "freed": frozenset({"RETREAT", "CONCEDE", "AID"}),
}
_HARM = frozenset({"ASSAULT", "DISASTER", "ACCIDENT"})
_COUNTED_APART = frozenset({"protesting", "attended"})
_ENOUGH_TO_LOWER = 2  # separately written texts
_WIDE = re.compile(
    r"\b(?:(?:across|around|throughout) (?P<area>the (?:country|nation|continent|world))"
    r"|nationwide|countrywide)\b",
    re.I,
)
_SPEECH = re.compile(
    r"\W*\b(?:said|says|say|told|tells|report(?:s|ed)?|according to|announced|confirmed|counted|put"
    r"|estimated)\b",
    re.I,
)
_BYLINE = 12  # characters behind a place in which its speaker's verb stands: "officials in Lirn said"
_OTHER_YEAR = 90  # days between what is told and the happening, from which it is another time's
_APART_DAYS = 1  # what is told of another day than the happening's is a number of something else


@dataclass(frozen=True, slots=True)
class ReportNumbers:
    """What a report tells in numbers: its findings, and the claim that each quantity is (None for some)."""

    report_id: str
    text: str
    findings: Findings
    claims: tuple[QuantityClaim | None, ...]


class _Told(NamedTuple):
    claim: QuantityClaim
    day: str | None


def number_series(
    story_id: str, reports: Sequence[ReportNumbers], events: Sequence[Event]
) -> tuple[NumberSeries, ...]:
    """Return the series of a story in order of their first telling; `events` are those of the story."""
    homes = {
        (member.report, member.text_id, member.span): event for event in events for member in event.members
    }
    told: dict[tuple[Subject, str, str | None], list[_Told]] = defaultdict(list)
    for report in reports:
        for quantity, claim in zip(report.findings.quantities, report.claims, strict=True):
            if claim is None or quantity.role is None or not _makes_series(quantity):
                continue
            home = _home(quantity, report, events, homes)
            about = Subject("event", home.id) if home else Subject("story", story_id)
            key = about, quantity.role, _scope(quantity, report, home.place if home else None)
            told[key].append(_Told(claim, _day(quantity, report.findings)))
    return tuple(_series(about, role, scope, claims) for (about, role, scope), claims in told.items())


def without_series(event: Event) -> Event:
    """Return an event with those of its numbers alone that no series tells: money, shares, things."""
    return replace(event, quantities=tuple(it for it in event.quantities if not _makes_series(it)))


def _makes_series(number: Quantity | QuantityClaim) -> bool:
    return number.role in PEOPLE and number.unit is None


def _home(
    quantity: Quantity,
    report: ReportNumbers,
    events: Sequence[Event],
    homes: Mapping[tuple[str, str, Span], Event],
) -> Event | None:
    """Return the happening that a number is of; None where none of the story's can be."""
    sentence = next((span for span in report.findings.sentences if span.contains(quantity.span)), None)
    types = _HAPPENINGS.get(quantity.role or "", _HARM)
    own = homes.get((report.report_id, report.findings.text_id, sentence)) if sentence else None
    if own is not None and own.type in types and not _is_of_other_year(sentence, report, own):
        return own
    fitting = [event for event in events if event.type in types and _same_day(quantity, report, event)]
    return max(fitting, key=_weight, default=None)


def _weight(event: Event) -> tuple[int, int, str]:
    voices = event.origins
    return len({*voices.own_voice, *voices.attributed}), len(event.members), event.id


def _same_day(quantity: Quantity, report: ReportNumbers, event: Event) -> bool:
    """Tell whether a number may be of the time of an event; one that tells no time may be of any."""
    sentence = next((span for span in report.findings.sentences if span.contains(quantity.span)), None)
    if _is_of_other_year(sentence, report, event):
        return False
    if quantity.time is None:
        return True
    told = days_of(report.findings.times[quantity.time].value)
    held = days_of(event.date.start) if event.date and event.date.start else None
    if told is None or held is None:
        return True
    return told[0] <= held[1] + _APART_DAYS and held[0] <= told[1] + _APART_DAYS


def _is_of_other_year(sentence: Span | None, report: ReportNumbers, event: Event) -> bool:
    """Tell whether a sentence tells of another year than an event's: "in 2015 floods killed 103"."""
    held = days_of(event.date.start) if event.date and event.date.start else None
    if sentence is None or held is None:
        return False
    told = [
        days
        for time in report.findings.times
        if sentence.contains(time.span) and time.type == "DATE" and (days := days_of(time.value)) is not None
    ]
    year = year_told(sentence.of(report.text))
    if year is not None and not told:
        told = [days for value in (year,) if (days := days_of(value)) is not None]
    return bool(told) and all(
        days[1] < held[0] - _OTHER_YEAR or days[0] > held[1] + _OTHER_YEAR for days in told
    )


def _day(quantity: Quantity, findings: Findings) -> str | None:
    """Return the day that a number is of: as told, else that of the report."""
    value = findings.times[quantity.time].value if quantity.time is not None else None
    if value and day_of(value) is not None:
        return value[:10]
    return findings.published[:10] if findings.published else None


def _scope(quantity: Quantity, report: ReportNumbers, at: Place | None) -> str | None:
    """Return the place of a number where it is another than the happening's own."""
    findings = report.findings
    sentence = next((span for span in findings.sentences if span.contains(quantity.span)), None)
    if sentence and (wide := _WIDE.search(sentence.of(report.text))):
        return wide["area"] or "the country"
    named = [
        place
        for place in findings.places
        if sentence and sentence.contains(place.span) and not _is_of_speech(quantity.span, place.span, report)
    ]
    if not named:
        return None
    nearest = min(named, key=lambda place: _distance(quantity.span, place.span))
    return None if _is_at(nearest, at) else nearest.name


def _is_of_speech(number: Span, place: Span, report: ReportNumbers) -> bool:
    """Tell whether a place is that of who speaks: "teams in Labutta report 70,000", "said a monk in Lirn"."""
    first, last = sorted((number, place))
    between = report.text[first.end : last.start]
    rest = report.text[last.end : last.end + _BYLINE]
    behind = place == last and "," in between and _SPEECH.match(rest) is not None
    return _SPEECH.search(between) is not None or behind


def _distance(one: Span, other: Span) -> int:
    return other.start - one.end if other.start >= one.end else 2 * (one.start - other.end)


def _is_at(place: PlaceMention, at: Place | None) -> bool:
    """Tell whether a place is that of the happening, as far as known."""
    if at is None:
        return True
    if place.precision == "country" or at.precision == "country":
        return place.precision == at.precision and place.country == at.country
    return place.geonames == at.geonames or place.name == at.name


def _series(about: Subject, role: str, scope: str | None, told: Sequence[_Told]) -> NumberSeries:
    ordered = sorted(_totals(told), key=lambda it: age_of(it.claim))
    standing = _standing([it.claim for it in ordered], role)
    points = tuple(
        NumberPoint(claim=it.claim, day=it.day, superseded=it.claim not in standing) for it in ordered
    )
    low = min(claim.low if claim.low is not None else claim.value for claim in standing)
    high = max(claim.high if claim.high is not None else claim.value for claim in standing)
    return NumberSeries(
        id=digest("series", about.kind, about.id, role, scope or ""),
        about=about,
        role=role,
        scope=scope,
        unit=None,
        points=points,
        low=low,
        high=high,
        latest=standing[-1].value,
        state=_state(standing, [it.claim for it in ordered]),
    )


def _totals(told: Iterable[_Told]) -> list[_Told]:
    """Return the largest number of each claimant in each text: the others are parts of it ("one of four")."""
    found: dict[tuple[str, str], _Told] = {}
    for it in told:
        key = it.claim.evidence.text_id, claimant_of(it.claim)
        if key not in found or found[key].claim.value < it.claim.value:
            found[key] = it
    return list(found.values())


def _standing(claims: Sequence[QuantityClaim], role: str) -> list[QuantityClaim]:
    """Return the claims that nothing newer replaced; `claims` are in order of time."""
    return [
        claim
        for place, claim in enumerate(claims)
        if not _replaced(claim, claims[: place + 1], claims[place + 1 :], role)
    ]


def _replaced(
    claim: QuantityClaim, until: Sequence[QuantityClaim], later: Sequence[QuantityClaim], role: str
) -> bool:
    """Tell whether a later claim took the place of one.

    Who said it says otherwise now; or a toll rose; or two later texts give a smaller one. A value that was
    told before is no news, what somebody repeats stands beside what is new, and the crowds of two who counted
    never replace each other.
    """
    others = [it for it in later if it.value != claim.value and it.evidence.text_id != claim.evidence.text_id]
    if any(claimant_of(it) == claimant_of(claim) for it in others):
        return True
    if role in _COUNTED_APART:
        return False
    told = {it.value for it in until}
    repeated = max((it.at or "" for it in later if it.value == claim.value), default="")
    newer = [it for it in others if (it.at or "") > repeated and it.value not in told]
    fewer = {it.origin for it in newer if it.value < claim.value}
    return any(it.value > claim.value for it in newer) or len(fewer) >= _ENOUGH_TO_LOWER


def _state(standing: Sequence[QuantityClaim], claims: Iterable[QuantityClaim]) -> SeriesState:
    if any(not compatible(one, other) for one in standing for other in standing):
        return "disputed"
    latest = standing[-1].value
    earlier = {claim.value for claim in claims} - {claim.value for claim in standing}
    if not earlier:
        return "agreed"
    return "rising" if max(earlier) < latest else "corrected"


def series_disagreements(series: NumberSeries) -> tuple[Disagreement, ...]:
    """Return the numbers of a series that stand against each other, each with who says it."""
    if series.state != "disputed" or series.about.kind != "event":
        return ()
    standing = [point.claim for point in series.points if not point.superseded]
    about = f"{series.role} in {series.scope}" if series.scope else series.role
    return (Disagreement(about=about, event=series.about.id, versions=versions_of(standing)),)
