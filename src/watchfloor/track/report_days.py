"""The day that a report is about: when its deed happened if nothing says otherwise.

Local news tells the day where the police were called, or where "it" or "the shooting" happened, and seldom
in the clause that says who was hurt. Days of other things (of an arrest, a hearing, of what somebody said, of
the page itself) are passed over, and so is an hour without its day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from watchfloor.model import DateRange, EventMember, EventMention, Findings, TimeMention
from watchfloor.plover import type_facts
from watchfloor.track.days import day_of, days_of, days_of_range
from watchfloor.track.events.identity import UNREAL

_HEAD = 2000  # characters at the head of a text that tell what it is about
_WEEK = 7  # days that news reach back
_BEFORE = 45  # characters before a day that tell what happened on it
_AFTER = 30
_OF_DAY = 2  # what a night or an hour is worth: deeds have them, hearings seldom
_HAPPENED = 2
_NAMES_A_DAY = re.compile(
    r"\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d"
    r"|\b(?:yesterday|today|tonight|overnight|last night|this (?:morning|afternoon|evening))\b",
    re.I,
)
_HAPPENING = re.compile(
    r"\b(?:happen\w*|occur\w*|took place|unfolded|began|broke out|erupt\w*|rang out|incident|shootings?|shot"
    r"|gun(?:shots?|fire|man)|stabb\w*|kill\w*|murder\w*|homicides?|attack\w*|bomb\w*|blasts?|explo\w+"
    r"|fires?|crash\w*|collid\w*|collaps\w*|wound\w*|injur\w*|hurt|hit|struck|robb\w*|quake|calls?|called"
    r"|reports? of|respon\w*|dispatch\w*|rushed|found|discovered)\b",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:said|says|told|tells|according|announc\w*|posted|updated?|published|press|releas\w*|identif\w*"
    r"|arrest\w*|charg\w*|court|arraign\w*|appear\w*|hearing|judge|bond|bail|jail\w*|custody|sentenc\w*"
    r"|convict\w*|plead\w*|indict\w*|turned (?:him|her|them)sel\w+|warrants?|vigils?|funerals?|buried"
    r"|remember\w*|memorial|autops\w*|died|dies|die|dead (?:on|at)|pronounced|succumbed|passed away|surgery"
    r"|schedul\w*|expected|plan\w*|will|wanted|search\w*|interview\w*|confirmed|photo|file|condition"
    r"|hospital\w*|another|separate|earlier|previous\w*|last)\b[^.!?;]{0,45}$",
    re.I,
)
_TRIAL = re.compile(
    r"\b(?:sentenced|convicted|acquitted|pleaded|pleads|guilty|trial|verdict|jury|jurors|appealed)\b",
    re.I,
)  # a deed that is tried was done long before
_LEAD = 500  # characters in which a text tells that it is of a trial
_SAID_AFTER = re.compile(r"^[^.!?;]{0,12}\b(?:court|hearing|vigil|funeral|arraignment|conference)\b", re.I)
_END = re.compile(r"[.!?;]\s")


def day_of_report(findings: Findings, text: str) -> str | None:
    """Return the day, of the week before a report, on which most of its head sets a happening.

    None where two days contend, where the report has no date of its own, or where it is of a trial.
    """
    published = day_of(findings.published)
    if published is None or _TRIAL.search(text[:_LEAD]):
        return None
    told: Counter[str] = Counter()
    for time, day in _days(findings, text):
        first = days_of(day)
        if first is not None and published - _WEEK <= first[0] <= published:
            told[day] += _weight(time, text)
    ranked = [pair for pair in told.most_common(2) if pair[1] > 0]
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _days(findings: Findings, text: str) -> Iterator[tuple[TimeMention, str]]:
    """Yield the times of a text's head whose words name a day, each with it."""
    for time in findings.times:
        if time.span.start >= _HEAD or time.type not in ("DATE", "TIME"):
            continue
        day = time.value.partition("T")[0]
        if len(day) == len("2026-01-01") and _NAMES_A_DAY.search(time.span.of(text)):
            yield time, day


def _weight(time: TimeMention, text: str) -> int:
    """Return how much the words around a day make it that of a happening: 0 where it is another thing's."""
    before = text[max(0, time.span.start - _BEFORE) : time.span.start]
    before = _END.split(before)[-1]
    after = _END.split(text[time.span.end : time.span.end + _AFTER])[0]
    if _OTHER.search(before) or _SAID_AFTER.search(after):
        return 0
    happened = _HAPPENING.search(before) or _HAPPENING.search(after)
    return 1 + _OF_DAY * (time.type == "TIME") + _HAPPENED * bool(happened)


def may_be_on(mention: EventMention, findings: Findings) -> bool:
    """Tell whether a deed may be of the day of its report: its sentence tells no time of its own."""
    if not type_facts(mention.type).incident or mention.modality in UNREAL:
        return False
    return not any(
        mention.sentence.contains(time.span) and time.type in ("DATE", "TIME") and time.value != "PRESENT_REF"
        for time in findings.times
    )


def dated(sides: Sequence[EventMember], members: Sequence[EventMember]) -> DateRange | None:
    """Return the finest date told; where none tells the day, that which most reports of it are about."""
    told = _finest([member.date for member in sides if member.date])
    if told is not None and told.basis == "stated" and told.precision in ("day", "time"):
        return told
    day = _day(members)
    if day is None or not _is_within(day, told):
        return told
    return DateRange(start=day, end=day, precision="day", basis="report")


def _finest(dates: Sequence[DateRange]) -> DateRange | None:
    order = {"time": 0, "day": 0, "week": 1, "month": 2, "season": 3, "year": 4}
    return min(dates, key=lambda when: (when.basis == "report", order.get(when.precision, 9)), default=None)


def _day(members: Sequence[EventMember]) -> str | None:
    """Return the day that most of the separately written texts are about; of equals the first told."""
    about = {member.origin: member.home_day for member in members if member.home_day is not None}
    return Counter(about.values()).most_common(1)[0][0] if about else None


def _is_within(day: str, told: DateRange | None) -> bool:
    days, around = days_of(day), days_of_range(told)
    return days is not None and (around is None or around[0] - 1 <= days[0] <= around[1] + 1)
