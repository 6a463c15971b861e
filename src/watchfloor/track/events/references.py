"""Words that point at a happening which is told elsewhere: "the bombing", "the men arrested in Lirn".

A report that only points at a happening tells of it all the same. What points opens no event: it joins the
one of its story that fits best, and none where two fit as well or where what it states is otherwise.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Annotated, Literal

from watchfloor.model import (
    ActorId,
    DateRange,
    EventId,
    EventMember,
    EventMention,
    EventType,
    Findings,
    Place,
    Report,
    Span,
    digest,
)
from watchfloor.plover import type_facts
from watchfloor.tables import Parted, read_table
from watchfloor.track.days import begun_by, days_of
from watchfloor.track.events.identity import UNREAL, bears_nothing_out, names_town, same_place, words_of
from watchfloor.track.events.identity import days_of as days_told
from watchfloor.track.events.members import member_begun
from watchfloor.track.homes import place_of_mention

POINTS_AT = 1.5  # what has to speak for it that words point at a happening
LINKS_AT = 1.0  # less where it tells only how two happenings hang together
_AHEAD = 0.5  # of the next best: else it is not known which
_DEFINITE = 0.5
_ONLY = 0.5  # no other happening of the story is of that kind
_KIND = 0.5  # the word names the mode
_PLACE = 1.0
_DAY = 1.0
_COUNT = 1.0
_CAST = 1.0
_WORD_WORTH = 0.4
_MOST_WORDS = 1.5
_DATE_LINE = 1  # days by which reports of one moment differ
_OLD_DAYS = (
    60  # what happened so long before its report is background, and pointed at only by two of the following
)
_ENOUGH_OF_OLD = 2  # of its place, its day or month, and a person of it
_FIRMLY = 3.0  # from which a report's first sentence is of a happening of another story
_MOST_OF_REPORT = 24  # passages of one report that are looked at

_POINTING = re.compile(
    r"(?:\b(?:the|this|that|these|those|his|her|their|its|our|both)|[’']s?)(?:\s+[\w-]+){0,3}\s*$"
    r"|\b(?:accus|blam|suspect)\w*\b[^.;]{1,60}\b(?:of|for)\s+$",
    re.I,
)
_INDEFINITE = re.compile(
    r"\b(?:an?|any|no|every|another|such|future|possible|more|other|new)(?:\s+[\w-]+){0,2}\s*$", re.I
)
_MAY = re.compile(
    r"\b(?:can|could|may|might|will|would|shall|should|must|if|to|not|never|no one|nobody|none|without|"
    r"threaten(?:s|ed|ing)?|plan(?:s|ned|ning)?|(?:call|ask|appeal|press|pray)(?:s|ed|ing)? for"
    r"|demand(?:s|ed|ing)?|urg(?:e|es|ed|ing)|await(?:s|ed|ing)?)\b(?:\W+\w+){0,3}\W*$",
    re.I,
)
_IDIOM = re.compile(
    r"(?:taken|took|held|seized)\s+(?:part|place|over|off|on|up|to|office|charge|advantage|care|note|steps|action"
    r"|control|aim|responsibility|into account|talks|a meeting|the chance|an election|elections)\b",
    re.I,
)
_OWNER = re.compile(r"[’']s?\s*$")
_SAID = re.compile(
    r"\b(?:said|told|says|announced|added|confirmed)\b", re.I
)  # what follows dates the telling
_LOOKED_BACK = 160  # characters before a word that tell how it stands there
_KEPT_SENTENCES = 20_000  # whose words were looked up: links, doers and each page ask of the same ones
_BESIDE = 12  # characters between a day and the word that it dates
_FIRST = 4  # characters before a day that a sentence begins with: "On Friday a blast …"
_WHERE = re.compile(r"\b(?:in|at|near|across|outside|inside|throughout|around)\s+(?:the\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class _Row:
    type: EventType
    mode: str | None
    kind: Literal["noun", "verb"]
    words: Annotated[tuple[str, ...], Parted(";")]


@cache
def _lexicon() -> tuple[re.Pattern[str], Mapping[str, tuple[_Row, ...]]]:
    """Return what finds any of the words, and what each may point at."""
    rows: dict[str, list[_Row]] = defaultdict(list)
    for row in read_table("track/references.tsv", _Row):
        for word in row.words:
            rows[word].append(row)
    longest_first = sorted(rows, key=lambda word: (-len(word), word))
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.I)
    return pattern, {word: tuple(found) for word, found in rows.items()}


@dataclass(frozen=True, slots=True)
class Pointing:
    """A mention that points, and what of it is no value of an event: how, and what its sentence names."""

    member: EventMember
    definite: bool
    cast: frozenset[str]
    counts: frozenset[float]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A report with what was read in it; `ids` maps local actors to the floor's."""

    report: Report
    findings: Findings
    text: str
    ids: Mapping[str, ActorId]


def pointings_of(
    report: Report, findings: Findings, *, text: str, ids: Mapping[str, ActorId], told_too: bool = False
) -> tuple[Pointing, ...]:
    """Return the passages of a report that may point at happenings, each once for every kind it may be.

    Sentences that tell of a happening of that kind are left out, but for `told_too`, and so are those where
    it may be none.
    """
    reading = _Reading(report, findings, text, ids)
    told: dict[Span, list[EventMention]] = defaultdict(list)
    for mention in findings.events:
        if bears_nothing_out(mention) or (mention.grade == "strong" and not told_too):
            told[mention.sentence].append(mention)
    found: dict[tuple[Span, EventType, str | None], Pointing] = {}
    for sentence in findings.sentences:
        for head, row in _heads(sentence.of(text)):
            key = (sentence, row.type, row.mode)
            at = Span(sentence.start + head.start, sentence.start + head.end)
            if key not in found and len(found) < _MOST_OF_REPORT and not _is_told(told[sentence], row, at):
                found[key] = _pointing(reading, sentence, at, row)
    return tuple(found.values())


def _is_told(told: Sequence[EventMention], row: _Row, head: Span) -> bool:
    """Tell whether a sentence tells in full what a word of it may point at.

    One kind of deed in two ways is two, but for violence: "recalled him in answer to the tariff it imposed".
    """
    return any(
        mention.type == row.type
        and (
            type_facts(row.type).harmful
            or row.mode is None
            or mention.mode == row.mode
            or any(span.overlaps(head) for span in mention.trigger)
        )
        for mention in told
    )


@lru_cache(maxsize=_KEPT_SENTENCES)
def _heads(sentence: str) -> tuple[tuple[Span, _Row], ...]:
    return tuple(_heads_in(sentence))


def _heads_in(sentence: str) -> Iterator[tuple[Span, _Row]]:
    pattern, rows = _lexicon()
    for match in pattern.finditer(sentence):
        before = sentence[max(0, match.start() - _LOOKED_BACK) : match.start()]
        if _MAY.search(before) or _IDIOM.match(sentence, match.start()):
            continue
        for row in rows[match[0].casefold()]:
            if row.kind == "verb" or not _INDEFINITE.search(before):
                yield Span(match.start(), match.end()), row


def kinds_pointed_at(text: str) -> set[EventType]:
    """Return the types of the happenings that words of a text may point at."""
    return {row.type for _, row in _heads_in(text)}


def _pointing(reading: _Reading, sentence: Span, head: Span, row: _Row) -> Pointing:
    report, findings, text, ids = reading.report, reading.findings, reading.text, reading.ids
    words = " ".join(sentence.of(text).split())
    published = report.published.value if report.published else None
    telling = digest("event", "points", row.type, row.mode or "", words)
    member = replace(
        member_begun(
            report,
            findings.text_id,
            sentence,
            member_id=digest(report.id, telling),
            kind=row.type,
            mode=row.mode,
        ),
        trigger=(head,),
        place=_place(findings, text, sentence, head),
        date=begun_by(sentence.of(text), published) or _date(findings, text, sentence, head),
        grade="weak",
        pointing=True,
        terms=words_of(text, sentence, ()),
    )
    named = {
        ids[chain.id]
        for chain in findings.actors
        if chain.noun is None and any(sentence.contains(span) for span in chain.mentions) and chain.id in ids
    }
    counts = {q.value for q in findings.quantities if q.unit is None and sentence.contains(q.span)}
    definite = bool(_POINTING.search(text[sentence.start : head.start]))
    return Pointing(member, definite, frozenset(named), frozenset(counts))


def _place(findings: Findings, text: str, sentence: Span, head: Span) -> Place | None:
    """Return the place that stands nearest to a word in its sentence, those behind it first.

    A country that acts, or is acted on, is no place: "France condemned the bombing".
    """
    near = [
        place
        for place in findings.places
        if sentence.contains(place.span)
        and place.grade == "strong"
        and (place.precision != "country" or _WHERE.search(text[sentence.start : place.span.start]))
    ]
    place = min(near, key=lambda it: _distance(head, it.span), default=None)
    return place_of_mention(place) if place else None


def _date(findings: Findings, text: str, sentence: Span, head: Span) -> DateRange | None:
    """Return the day, or longer time, that stands nearest to a word in its sentence and dates it.

    What stands before it dates another deed ("on Monday accused them of the attack"), but at the head of
    the sentence or as its owner ("Tuesday's bombing").
    """
    near = [
        time
        for time in findings.times
        if sentence.contains(time.span)
        and time.type in ("DATE", "TIME")
        and days_of(time.value) is not None
        and (
            time.span.start >= head.end
            or head.start - time.span.end <= _BESIDE
            or time.span.start - sentence.start <= _FIRST
            or _OWNER.search(text[time.span.start : time.span.end + 2]) is not None
        )
        and not _SAID.search(text[head.end : time.span.start])
    ]
    time = min(near, key=lambda it: _distance(head, it.span), default=None)
    if time is None:
        return None
    value = time.value.partition("T")[0]
    precision = {10: "day", 7: "month", 4: "year"}.get(len(value), "week")
    return DateRange(start=value, end=value, precision=precision)  # type: ignore[arg-type]


def _distance(head: Span, other: Span) -> int:
    return other.start - head.end if other.start >= head.end else 2 * (head.start - other.end)


def pointed_at(
    pointing: Pointing, events: Mapping[EventId, Sequence[EventMember]], *, links: bool = False
) -> EventId | None:
    """Return the id of the event that words point at, None where none is, or more than one may be.

    What stands alone is meant sooner. Where only a link hangs on it (`links`), less has to speak for it, and
    what more texts tell than any other is meant sooner too.
    """
    enough = LINKS_AT if links else POINTS_AT
    scores = {id_: fit for id_, members in events.items() if (fit := _fits(pointing, members)) > 0}
    scores = _of_its_mode(pointing.member, scores, events)
    meant = _meant_sooner(scores, events, links=links)
    scored = sorted(((fit + _ONLY * (id_ == meant), id_) for id_, fit in scores.items()), reverse=True)
    if not scored:
        return None
    second = scored[1][0] if len(scored) > 1 else 0.0
    best, id_ = scored[0]
    return id_ if best >= enough and best - second >= _AHEAD else None


def _meant_sooner(
    scores: Mapping[EventId, float], events: Mapping[EventId, Sequence[EventMember]], *, links: bool
) -> EventId | None:
    """Return the event that is meant sooner than any other: the only one, but for those that were one more.

    "Police also arrested a man" tells of one more. For `links` that is also what more texts tell.
    """
    first = [id_ for id_ in scores if not all(it.another for it in events[id_] if not it.pointing)]
    if len(first) == 1 or len(scores) == 1:
        return (first or list(scores))[0]
    texts = {id_: len({member.origin for member in events[id_]}) for id_ in scores}
    ranked = sorted(texts, key=lambda id_: texts[id_], reverse=True)[:2]
    return ranked[0] if links and len(ranked) > 1 and texts[ranked[1]] < texts[ranked[0]] else None


def _of_its_mode(
    member: EventMember, scores: dict[EventId, float], events: Mapping[EventId, Sequence[EventMember]]
) -> dict[EventId, float]:
    """Return those of the scored events that are told in the way that words name, where some are.

    An ambassador who was recalled points at no tariff; but violence that is told without its way may be any.
    """
    if member.mode is None or type_facts(member.type).harmful:
        return scores
    named = {id_ for id_ in scores if any(it.mode == member.mode for it in events[id_] if not it.pointing)}
    return {id_: fit for id_, fit in scores.items() if id_ in named} if named else scores


def _fits(pointing: Pointing, members: Sequence[EventMember]) -> float:
    """Return how much speaks for it that words point at an event with these members; 0: something against."""
    member = pointing.member
    telling = [it for it in members if not it.pointing and it.grade == "strong"]
    if not telling or all(it.modality in UNREAL for it in telling) or not _of_kind(member, telling):
        return 0.0
    place, day = _agrees_in_place(member, telling), _agrees_in_day(member, telling)
    if place is None or day is None:
        return 0.0
    known = bool(place) + bool(day or _tells_month(member)) + _names_one_of(pointing, telling)
    if _is_old(member, telling) and known < _ENOUGH_OF_OLD:
        return 0.0
    shared = place + day + _agrees_besides(pointing, telling)
    if not shared and (member.place or member.date):
        return 0.0  # it names where or when, and nothing of it is known of the event
    kind = member.mode is not None and any(it.mode == member.mode for it in telling)
    return shared + _DEFINITE * pointing.definite + _KIND * kind


def _tells_month(member: EventMember) -> bool:
    """Tell whether words name the month of what they point at: as much as is said of old news."""
    return member.date is not None and member.date.precision == "month"


def _names_one_of(pointing: Pointing, telling: Sequence[EventMember]) -> bool:
    """Tell whether words name somebody who did or suffered what they point at."""
    return bool(pointing.cast & {actor for it in telling for actor in (*it.source, *it.target)})


def _agrees_besides(pointing: Pointing, telling: Sequence[EventMember]) -> float:
    """Return what counts, people and words speak for it."""
    held = {term for it in telling for term in it.terms}
    words = min(_MOST_WORDS, _WORD_WORTH * len(held & set(pointing.member.terms)))
    return (
        words + _COUNT * bool(pointing.counts & _counts(telling)) + _CAST * _names_one_of(pointing, telling)
    )


def points_firmly(pointing: Pointing, members: Sequence[EventMember]) -> bool:
    """Tell whether words can hardly mean another event: its town is named, and more of it."""
    place = pointing.member.place
    telling = [it for it in members if not it.pointing and it.grade == "strong"]
    if not telling or (place is not None and place.precision not in ("town", "point")):
        return False
    return _agrees_in_place(pointing.member, telling) == _PLACE and _fits(pointing, members) >= _FIRMLY


def _of_kind(member: EventMember, telling: Sequence[EventMember]) -> bool:
    alike = [it for it in telling if it.type == member.type]
    modes = {it.mode for it in alike} - {None}
    return bool(alike) and (member.mode is None or not modes or member.mode in modes)


def _agrees_in_place(member: EventMember, telling: Sequence[EventMember]) -> float | None:
    """Return what places speak for it; None where all that tell a place tell another."""
    places = [it.place for it in telling if it.place]
    if member.place is None:
        return _PLACE if any(names_town(member, it) for it in telling) else 0.0
    if not places:
        return 0.0
    if not any(same_place(member.place, place) for place in places):
        return None
    alike = any(place.name == member.place.name or _same_point(place, member.place) for place in places)
    return _PLACE if alike else 0.0


def _same_point(one: Place, other: Place) -> bool:
    same_number = one.geonames is not None and one.geonames == other.geonames
    return same_number or (one.code is not None and one.code == other.code)


def _agrees_in_day(member: EventMember, telling: Sequence[EventMember]) -> float | None:
    """Return what days speak for it; None where all that tell a day tell another."""
    dated = [days for it in telling if it.date and (days := days_told(it))]
    written = days_of((member.published or "")[:10])
    if written is not None and dated and written[1] + _DATE_LINE < min(first for first, _ in dated):
        return None  # nobody points at what is still to come
    if member.date is None or not dated:
        return 0.0
    mine = days_told(member)
    if mine is None:
        return 0.0
    if not any(mine[0] <= days[1] and days[0] <= mine[1] for days in dated):
        return None
    return _DAY if member.date.precision == "day" else 0.0


def _is_old(member: EventMember, telling: Sequence[EventMember]) -> bool:
    """Tell whether an event was long past when words were written that tell no day."""
    dated = [days for it in telling if it.date and (days := days_told(it))]
    written = days_of((member.published or "")[:10])
    if not dated or written is None:
        return False
    return max(days[1] for days in dated) < written[0] - _OLD_DAYS


def _counts(telling: Sequence[EventMember]) -> set[float]:
    counted = {party.count for it in telling for party in it.nameless if party.count is not None}
    return counted | {claim.value for it in telling for claim in it.quantities if claim.unit is None}
