"""Claims of numbers -> series: one role, one scope, one happening, and what of it still stands.

A number belongs to the happening whose clause tells it, else to the one that its story's reports tell most
of and that has such numbers at all. Numbers of another place than the happening's are a series of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from watchfloor.model import (
    Disagreement,
    Event,
    EventId,
    EventMember,
    EventType,
    Findings,
    NumberPoint,
    NumberSeries,
    Quantity,
    QuantityClaim,
    ReportId,
    Span,
    StoryId,
    Subject,
    digest,
)
from watchfloor.plover import type_facts
from watchfloor.track.days import day_of, days_of, year_told
from watchfloor.track.events.disagreements import versions_of
from watchfloor.track.events.numbers import PEOPLE, age_of, victims_of
from watchfloor.track.scopes import scope_of, several_deeds
from watchfloor.track.standing import (
    Telling,
    is_correction,
    is_rise,
    standing,
    state_of,
    totals,
    with_those_who_died,
)
from watchfloor.track.wholes import (
    counts_of,
    is_earlier,
    is_part,
    may_be_dead,
    own_past,
    tells_of_death,
)

_CASUALTIES = "casualties"
_OPENING = 120  # characters within which a text's first sentence begins
_OTHER_YEAR = 90  # days between what is told and the happening, from which it is another time's
_CONTEXT = 300  # characters before a number in which a time told last is still that of the number
_WAR = re.compile(
    r"\b(?:civil war|war|conflict|uprising|insurgency|revolt|rebellion|genocide|crackdown|decades?)\b", re.I
)  # whose toll is not that of one deed in it
_APART = frozenset({"civilians", "soldiers", "attackers"})  # whose numbers are never one
_APART_DAYS = 1  # what is told of another day than the happening's is a number of something else


_Homes = dict[tuple[str, str, Span], list[tuple[EventMember, Event]]]
"""The events that a sentence of a report's text tells of."""

_Key = tuple[Subject, str, str | None]
"""A happening or story, a role and a scope."""

_Told = dict[_Key, list[Telling]]
"""What is told of a happening or story in one role and scope."""


@dataclass(frozen=True, slots=True)
class ReportNumbers:
    """What a report tells in numbers: its findings, and the claim that each quantity is (None for some)."""

    report_id: ReportId
    text: str
    findings: Findings
    claims: tuple[QuantityClaim | None, ...]


def number_series(
    story_id: StoryId, reports: Sequence[ReportNumbers], events: Sequence[Event]
) -> tuple[NumberSeries, ...]:
    """Return the series of a story in order of their first telling; `events` are those of the story."""
    homes: _Homes = defaultdict(list)
    for event in events:
        for member in event.members:
            homes[member.report, member.text_id, member.span].append((member, event))
    told: _Told = defaultdict(list)
    for report in reports:
        past = own_past(report.text)
        for quantity, claim in counts_of(report.findings, report.text, report.claims):
            if _makes_series(quantity):
                about, scope = _subject(quantity, report, story_id, events, homes)
                told[about, quantity.role or "", scope].append(_telling_of(quantity, claim, report, past))
    counted = _by_victims(_with_the_hit(told, _deadly(story_id, reports, events)))
    return tuple(_series(*key, _as_it_moved(key, counted)) for key in counted)


def _as_it_moved(key: _Key, told: _Told) -> Sequence[Telling]:
    """Return the tellings of a series; of the hurt, as those who died since are told of."""
    about, role, scope = key
    if role != "wounded":
        return told[key]
    return with_those_who_died(told[key], told.get((about, "killed", scope), ()))


def _subject(
    quantity: Quantity, report: ReportNumbers, story_id: StoryId, events: Sequence[Event], homes: _Homes
) -> tuple[Subject, str | None]:
    """Return what a number is of, and the scope in which; the toll of several deeds is the story's."""
    home, own = _home(quantity, report, events, homes)
    several = several_deeds(_sentence(quantity, report).of(report.text))
    if several is not None and not (home and type_facts(home.type).covering):
        return Subject("story", story_id), several
    scope = scope_of(quantity.span, report.findings, report.text, home, own=own)
    return (Subject("event", home.id) if home else Subject("story", story_id)), scope


def _telling_of(quantity: Quantity, claim: QuantityClaim, report: ReportNumbers, past: int) -> Telling:
    """Return a number as it is told; `past` is where its text goes on with what it told before."""
    sentence = _sentence(quantity, report)
    words = sentence.of(report.text)
    return Telling(
        claim,
        _day(quantity, report.findings),
        corrects=is_correction(words),
        rose=is_rise(report.text[sentence.start : quantity.span.start]),
        hit=may_be_dead(words),
        part=is_part(
            claim, words[: quantity.span.start - sentence.start], words[quantity.span.end - sentence.start :]
        ),
        first=is_earlier(words) or quantity.span.start > past,
        dead_beside=_dead_beside(sentence, report),
    )


def _dead_beside(sentence: Span, report: ReportNumbers) -> float:
    """Return how many dead a sentence counts."""
    counted = (it for it in report.findings.quantities if it.role == "killed")
    return max((it.value for it in counted if sentence.contains(it.span)), default=0.0)


def _deadly(story_id: StoryId, reports: Sequence[ReportNumbers], events: Sequence[Event]) -> set[str]:
    """Return the events of which a report tells that people died, and the story where one does."""
    dead = {report.report_id for report in reports if tells_of_death(report.text)}
    deadly: set[str] = {event.id for event in events if dead & {member.report for member in event.members}}
    return deadly | ({story_id} if dead else set())


def _with_the_hit(told: _Told, deadly: set[str]) -> _Told:
    """Return numbers with those as casualties who were hit, where some of them may be dead (`deadly`)."""
    found: _Told = defaultdict(list)
    for (about, role, scope), tellings in told.items():
        for it in tellings:
            open_ = role == "wounded" and it.hit and about.id in deadly
            claim = replace(it.claim, role=_CASUALTIES) if open_ else it.claim
            found[about, claim.role or "", scope].append(it._replace(claim=claim))
    return found


def _by_victims(told: _Told) -> _Told:
    """Return numbers, those of soldiers and of civilians apart where both are counted of one happening."""
    found: _Told = defaultdict(list)
    for (about, role, scope), tellings in told.items():
        kinds = [victims_of((it.claim.what or "").casefold()) for it in tellings]
        apart = scope is None and len(_APART & set(kinds)) > 1
        for it, kind in zip(tellings, kinds, strict=True):
            found[about, role, kind if apart and kind in _APART else scope].append(it)
    return found


def without_series(event: Event) -> Event:
    """Return an event with those of its numbers alone that no series tells: money, shares, things."""
    return replace(event, quantities=tuple(it for it in event.quantities if not _makes_series(it)))


def _sentence(quantity: Quantity, report: ReportNumbers) -> Span:
    """Return the sentence of a number; the number's own words where no sentence holds them."""
    sentences = report.findings.sentences
    return next((span for span in sentences if span.contains(quantity.span)), quantity.span)


def _makes_series(number: Quantity | QuantityClaim) -> bool:
    return number.role in PEOPLE and number.unit is None and number.value == int(number.value)


def _home(
    quantity: Quantity,
    report: ReportNumbers,
    events: Sequence[Event],
    homes: _Homes,
) -> tuple[Event | None, bool]:
    """Return the happening that a number is of, None where none of the story's can be.

    With it stands whether the number's own clause tells of it.
    """
    sentence = _sentence(quantity, report)
    types = _types_of(quantity.role)
    told = homes.get((report.report_id, report.findings.text_id, sentence), ())
    for member, own in sorted(told, key=lambda pair: _far(quantity, pair[0], report.findings)):
        if own.type in types and not _is_of_other_year(sentence, report, own):
            return own, not _far(quantity, member, report.findings)[0]
    words = sentence.of(report.text)
    fitting = [
        event
        for event in events
        if event.type in types
        and _same_day(quantity, report, event)
        and (
            type_facts(event.type).covering or not (_WAR.search(words) or _goes_back(quantity, report, event))
        )
    ]

    def rank(event: Event) -> tuple[bool, bool, tuple[int, int, str]]:
        named = event.place is not None and event.place.name in words
        return named, _opens_with(event, report), _weight(event)

    return max(fitting, key=rank, default=None), False


def _opens_with(event: Event, report: ReportNumbers) -> bool:
    """Tell whether a report begins with an event: what it goes on to count is of that rather."""
    return any(
        it.report == report.report_id
        and it.text_id == report.findings.text_id
        and it.span.start < _OPENING
        and it.grade == "strong"
        and not it.pointing
        for it in event.members
    )


@cache
def _types_of(role: str | None) -> frozenset[EventType]:
    """Return the types of happenings that a number in a role can be of: harm where none owns the role."""
    own = frozenset(kind for kind in EventType if role in type_facts(kind).series)
    return own or frozenset(kind for kind in EventType if type_facts(kind).harmful)


def _far(quantity: Quantity, member: EventMember, findings: Findings) -> tuple[bool, int]:
    """Return how far a mention is from a number: whose it is comes first, then whose word stands nearest."""
    trigger = member.trigger[0] if member.trigger else member.span
    own = findings.events[quantity.event].trigger if quantity.event is not None else ()
    apart = max(trigger.start - quantity.span.end, quantity.span.start - trigger.end)
    return member.trigger != own, max(0, apart)


def _weight(event: Event) -> tuple[int, int, str]:
    voices = event.origins
    return len({*voices.own_voice, *voices.attributed}), len(event.members), event.id


def _same_day(quantity: Quantity, report: ReportNumbers, event: Event) -> bool:
    """Tell whether a number may be of the time of an event; one that tells no time may be of any."""
    if _is_of_other_year(_sentence(quantity, report), report, event):
        return False
    if quantity.time is None:
        return True
    told = days_of(report.findings.times[quantity.time].value)
    held = days_of(event.date.start) if event.date and event.date.start else None
    if told is None or held is None:
        return True
    return told[0] <= held[1] + _APART_DAYS and held[0] <= told[1] + _APART_DAYS


def _is_of_other_year(sentence: Span, report: ReportNumbers, event: Event) -> bool:
    """Tell whether a sentence tells of another year than an event's: "in 2015 floods killed 103"."""
    held = days_of(event.date.start) if event.date and event.date.start else None
    if held is None:
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


def _goes_back(quantity: Quantity, report: ReportNumbers, event: Event) -> bool:
    """Tell whether the words before a number are still of a time long before an event."""
    held = days_of(event.date.start) if event.date and event.date.start else None
    begin = quantity.span.start - _CONTEXT
    told = [
        days
        for time in report.findings.times
        if begin <= time.span.start < quantity.span.start
        and time.type == "DATE"
        and (days := days_of(time.value)) is not None
    ]
    return held is not None and bool(told) and told[-1][1] < held[0] - _OTHER_YEAR


def _day(quantity: Quantity, findings: Findings) -> str | None:
    """Return the day that a number is of: as told, else that of the report."""
    value = findings.times[quantity.time].value if quantity.time is not None else None
    if value and day_of(value) is not None:
        return value[:10]
    return findings.published[:10] if findings.published else None


def series_id(about: Subject, role: str, scope: str | None) -> str:
    """Return the id of a series of numbers."""
    return digest("series", about.kind, about.id, role, scope or "")


def _rank_in_time(it: Telling) -> tuple[str, bool, tuple[str, str, Span]]:
    """Return what puts tellings in order of time; of those of one moment whoever is named is heard last."""
    return it.claim.at or "", it.claim.claimant is not None, age_of(it.claim)


def _series(about: Subject, role: str, scope: str | None, told: Sequence[Telling]) -> NumberSeries:
    ordered = sorted(totals(told, role), key=_rank_in_time)
    still = standing(ordered, role)
    points = tuple(
        NumberPoint(claim=it.claim, day=it.day, superseded=it.claim not in still) for it in ordered
    )
    low = min(claim.low if claim.low is not None else claim.value for claim in still)
    high = max(claim.high if claim.high is not None else claim.value for claim in still)
    return NumberSeries(
        id=series_id(about, role, scope),
        about=about,
        role=role,
        scope=scope,
        unit=None,
        points=points,
        low=low,
        high=high,
        latest=still[-1].value,
        # Of the hurt, fewer are left where some died since: that corrects nobody.
        state=state_of(still, [it.claim for it in ordered if not it.since_died]),
    )


def series_disagreements(series: NumberSeries) -> tuple[Disagreement, ...]:
    """Return the numbers of a series that stand against each other, each with who says it."""
    if series.state != "disputed" or series.about.kind != "event":
        return ()
    still = [point.claim for point in series.points if not point.superseded]
    about = f"{series.role} in {series.scope}" if series.scope else series.role
    if series.scope in _APART:
        about = f"{series.scope} {series.role}"
    return (Disagreement(about=about, event=EventId(series.about.id), versions=versions_of(still)),)
