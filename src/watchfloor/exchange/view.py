"""What the terminal and the page both show of a situation report, as plain lines in people's words.

Wording follows docs/wording.md: "reported", by whom, machine-read and not verified; never fact or confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from watchfloor.disclosure import LONGEST_EXCERPT, UNSHOWN, excerpt
from watchfloor.exchange.brief_words import BEHIND_WHOM
from watchfloor.exchange.coverage import coverage_lines
from watchfloor.exchange.judgements import standing
from watchfloor.exchange.schema import Situation
from watchfloor.exchange.wording import alert_words, ours_words, record_words, told_by
from watchfloor.model import (
    INTERNAL,
    OPEN,
    UNTITLED,
    WITHHELD,
    Actor,
    ActorChain,
    ActorId,
    Alert,
    Change,
    Chapter,
    Event,
    EventId,
    Judgement,
    Quote,
    Report,
    ReportId,
    ReportReading,
    SituationReport,
    Span,
    Story,
    TextId,
    to_the_minute,
)

_MOST_PASSAGES = 5  # of one version on the page; `explain` lists all


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a story's list."""

    id: str
    published: str
    outlet: str
    title: str
    note: str
    url: str | None
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A part of a story: the days, a headline of its own, and its reports."""

    span: str
    title: str
    reports: tuple[ReportLine, ...]


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event as one line, with the words it rests on."""

    id: str
    when: str
    what: str
    who: str
    where: str
    told: str
    words: str
    outlet: str
    numbers: str
    judged: str = ""


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """Somebody's words, or what is said of them."""

    speaker: str
    act: str
    words: str
    outlet: str
    direct: bool


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story with everything that hangs on it; `chapters` where it has more than one."""

    id: str
    title: str
    span: str
    counts: str
    reports: tuple[ReportLine, ...]
    events: tuple[EventLine, ...]
    quotes: tuple[QuoteLine, ...]
    disagreements: tuple[str, ...]
    chapters: tuple[ChapterView, ...] = ()
    judged: str = ""


@dataclass(frozen=True, slots=True)
class SituationView:
    """The whole report in reading order."""

    head: str
    coverage: str
    stories: tuple[StoryView, ...]
    alerts: tuple[tuple[str, str, str], ...]
    changes: tuple[tuple[str, str, str], ...]
    timeline: tuple[tuple[str, str, str], ...]
    quarantined: tuple[tuple[str, str], ...]


_OPENING_WORDS = 9  # of a story without a headline
_MOST_NAMES = 3  # of one side of an event; --json holds all


def view_of(disclosed: Situation) -> SituationView:
    """Return what people are shown of a situation, in the order of its stories."""
    situation = disclosed.value
    readings = {reading.report.id: reading for reading in situation.reports}
    names = {actor.id: actor for actor in situation.actors}
    titles: dict[str, str] = {story.id: story.title for story in situation.stories}
    titles |= {id_: _report_title(reading.report) for id_, reading in readings.items()}
    events = {event.id: event for event in situation.events}
    outlets = {reading.report.outlet for reading in situation.reports if reading.report.outlet}
    return SituationView(
        head=f"machine-read from {_count(len(readings), 'report')}"
        + (f" by {_count(len(outlets), 'outlet')}" if outlets else "")
        + ", not verified",
        coverage=_coverage(situation),
        stories=tuple(_story(story, disclosed, readings, names) for story in situation.stories),
        alerts=tuple(_alert(alert, titles, events, disclosed) for alert in situation.alerts),
        changes=tuple(_change(change, titles, events, names, disclosed) for change in situation.changes),
        timeline=tuple(_entries(disclosed, readings)),
        quarantined=tuple((item.where, item.reason) for item in situation.quarantined),
    )


def _count(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1] + 'ies' if noun.endswith('ry') else noun + 's'}"


def _coverage(situation: SituationReport) -> str:
    days = sorted(r.report.published.value[:10] for r in situation.reports if r.report.published)
    languages = sorted({_language(reading) for reading in situation.reports})
    undated = len(situation.reports) - len(days)
    parts = [f"published {days[0]} to {days[-1]}" if days else "no dated report"]
    if undated and days:
        parts.append(f"{undated} undated")
    parts.append(f"languages: {', '.join(languages) or 'none'}")
    failed = sum(bool(reading.findings.failed) for reading in situation.reports)
    if failed:
        parts.append(f"in {_count(failed, 'report')} a finder failed (flags in --json)")
    read = situation.coverage
    if read is None or not (read.followed or read.paused):
        return "; ".join(parts)
    return f"{'; '.join(parts)}. {' '.join(coverage_lines(read)[:2])}".removesuffix(".")


def _language(reading: ReportReading) -> str:
    code = reading.report.language or "und"
    return f"{code} (not read)" if reading.findings.unread else code


def _story(
    story: Story,
    disclosed: Situation,
    readings: Mapping[ReportId, ReportReading],
    names: Mapping[ActorId, Actor],
) -> StoryView:
    situation = disclosed.value
    mine = sorted(
        (readings[report] for report in story.reports if report in readings),
        key=lambda reading: (reading.report.published is None, _published(reading)),
    )
    events = [event for event in situation.events if event.story == story.id]
    first_of_origin: dict[str, ReportId] = {}
    for reading in mine:
        first_of_origin.setdefault(reading.report.origin, reading.report.id)
    originals = [r for r in mine if first_of_origin[r.report.origin] == r.report.id]
    lines = {reading.report.id: _report(reading, first_of_origin, readings, disclosed) for reading in mine}
    said = _said(situation)
    return StoryView(
        id=story.id,
        title=_title(story.title, disclosed.text(mine[0].report.text_id).text if mine else ""),
        span=_span(story),
        counts=f"{_count(len(mine), 'report')}, {_told_by(story)}"
        + (f"; {ours_words(story.ours)}" if story.ours else "")
        + ("; independence not established" if story.origins > 1 else ""),
        reports=tuple(lines.values()),
        events=tuple(
            replace(
                _event(event, disclosed, readings, names), judged=standing(said.get(("event", event.id), ()))
            )
            for event in sorted(events, key=_chronological)
        ),
        quotes=tuple(
            shown
            for reading in originals
            for quote in reading.findings.quotes
            if quote.grade == "strong" and quote.speaker and quote.within is None
            if UNSHOWN not in (shown := _quote(quote, reading, disclosed)).words
        ),
        disagreements=tuple(
            f"{item.about}: "
            + "; ".join(
                f"{v.value} ({', '.join(_name(who, names) for who in v.says)})" for v in item.versions
            )
            for item in situation.disagreements
            if item.event in {event.id for event in events}
        ),
        chapters=_chapters(story, lines) if len(story.chapters) > 1 else (),
        judged=standing(said.get(("story", story.id), ())),
    )


def _said(situation: SituationReport) -> dict[tuple[str, str], list[Judgement]]:
    """Return what people said of each subject, oldest first."""
    said: dict[tuple[str, str], list[Judgement]] = {}
    for act in situation.judgements:
        said.setdefault((act.about.kind, act.about.id), []).append(act)
    return said


def _title(title: str, text: str) -> str:
    """Return a story's title; without a headline, the first words of its first report."""
    words = text.split()[:_OPENING_WORDS]
    return f"{UNTITLED} {' '.join(words)[:LONGEST_EXCERPT]} …" if title == UNTITLED and words else title


def _span(part: Story | Chapter) -> str:
    return " to ".join(dict.fromkeys(day[:10] for day in (part.first, part.last) if day)) or "undated"


def _chapters(story: Story, lines: Mapping[ReportId, ReportLine]) -> tuple[ChapterView, ...]:
    return tuple(
        ChapterView(
            span=_span(chapter),
            title=chapter.title,
            reports=tuple(lines[report] for report in chapter.reports if report in lines),
        )
        for chapter in story.chapters
    )


def _chronological(event: Event) -> tuple[str, str]:
    told = min((member.published for member in event.members if member.published), default="~")
    return (event.date.start if event.date and event.date.start else told, event.id)


def _published(reading: ReportReading) -> str:
    return reading.report.published.value if reading.report.published else ""


def _report(
    reading: ReportReading,
    first_of_origin: Mapping[str, ReportId],
    readings: Mapping[ReportId, ReportReading],
    disclosed: Situation,
) -> ReportLine:
    report = reading.report
    notes = []
    first = first_of_origin[report.origin]
    if first != report.id:
        source = readings[first].report
        notes.append(f"copy of {source.outlet or report.origin_name or 'an earlier text'}")
    if len(report.renditions) > 1:
        notes.append(_count(len(report.renditions), "rendition"))
    if len(report.versions) > 1:
        notes.append(_count(len(report.versions), "version"))
    if report.origin_name:
        notes.append(f"names {report.origin_name} as its author")
    return ReportLine(
        id=report.id,
        published=report.published.value[:10] if report.published else "undated",
        outlet=report.outlet or "unknown outlet",
        title=report.title.value if report.title else UNTITLED,
        note=", ".join(notes),
        url=next(
            (m.url for m in report.renditions if m.url and m.url.startswith(("http://", "https://"))), None
        ),
        differs=tuple(_differing(report, disclosed)),
    )


def _differing(report: Report, disclosed: Situation) -> Iterator[str]:
    """Yield what an instrument measured, and what earlier versions and other copies say otherwise."""
    if report.record is not None:
        yield record_words(report.record)
    for member in report.earlier:
        number = report.versions.index(member.text_id) + 1
        had = _passages(member.added, member.text_id, report.id, disclosed)
        lacked = _passages(member.missing, report.text_id, report.id, disclosed)
        told = "; ".join(
            f"{verb} {words}" for verb, words in (("said", had), ("did not yet say", lacked)) if words
        )
        if told:
            yield f"Version {number} of {len(report.versions)} {told}"
    for name, part in report.conflicts:
        yield f"Another copy gives the {name} as “{excerpt(part.value)}”"


def _passages(spans: Sequence[Span], text_id: TextId, report: ReportId, disclosed: Situation) -> str:
    """Return the first passages of a text, each in quotation marks; nothing of a text that is not here."""
    words = [disclosed.said(text_id, [span], report=report) for span in spans[:_MOST_PASSAGES]]
    return ", ".join(f"“{word}”" for word in words if word)


def _event(
    event: Event,
    disclosed: Situation,
    readings: Mapping[ReportId, ReportReading],
    names: Mapping[ActorId, Actor],
) -> EventLine:
    evidence = event.evidence[0] if event.evidence else None
    return EventLine(
        id=event.id,
        when=_when(event),
        what=_what(event),
        who=who(event, names),
        where=event.place.name if event.place else "",
        told=_told(event, names),
        words=disclosed.words(evidence.text_id, evidence.span, report=evidence.report) if evidence else "",
        outlet=(readings[evidence.report].report.outlet or "")
        if evidence and evidence.report in readings
        else "",
        numbers=_numbers(event),
    )


def event_cells(event: Event, names: Mapping[ActorId, Actor]) -> tuple[str, str, str, str, str]:
    """Return an event for a table: when, what, who, where, as told by whom."""
    place = event.place.name if event.place else ""
    return _when(event), _what(event), who(event, names), place, _told(event, names)


def beside_words(noted: Sequence[Event]) -> str:
    """Return what our own people tell of a happening of others: how often, and where it stands."""
    if not noted:
        return ""
    handling = INTERNAL if any(it.handling == INTERNAL for it in noted) else OPEN
    return f"{told_by(0, len(noted), handling=handling)} ({', '.join(it.id for it in noted)})"


def _told_by(story: Story) -> str:
    """Return by how many a story is told, "1 separately written text" where it stands in a count."""
    told = told_by(story.origins, story.noted, handling=story.handling, labels=story.labels)
    return told.replace("one text", "1 separately written text")


def _when(event: Event) -> str:
    if event.date is None or event.date.start is None or event.date.basis == "report":
        told = min((member.published for member in event.members if member.published), default=None)
        return f"told {told[:10]}" if told else "undated"
    if event.date.end is None:
        return f"since {event.date.start}"
    return (
        event.date.start if event.date.end == event.date.start else f"{event.date.start} to {event.date.end}"
    )


def _what(event: Event) -> str:
    words = [event.type.value + (f" ({event.mode})" if event.mode else "")]
    if event.by_desk:
        words.append(f"{', '.join(event.by_desk)} by the desk")
    if event.modality != "actual":
        words.append(event.modality)
    if event.polarity == "negated":
        words.append("denied")
    return ", ".join(words)


def who(event: Event, names: Mapping[ActorId, Actor]) -> str:
    """Return the sides of an event: "Spain → Ireland", "Ireland, Spain" where they act together."""
    together = set(event.target) <= set(event.source)
    source = _some(event.source, names)
    target = "" if together else _some(event.target, names)
    return " → ".join(filter(None, (source or ("?" if target else ""), target)))


def _some(actors: Sequence[ActorId], names: Mapping[ActorId, Actor]) -> str:
    """Return the first names of a side, and how many more there are."""
    shown = ", ".join(_name(actor, names) for actor in actors[:_MOST_NAMES])
    return f"{shown} and {len(actors) - _MOST_NAMES} more" if len(actors) > _MOST_NAMES else shown


def _name(who: str, names: Mapping[ActorId, Actor]) -> str:
    """Return the name of an actor; what is no actor, as an outlet, is called as it stands."""
    actor = names.get(ActorId(who))
    return actor.name if actor else who


def _told(event: Event, names: Mapping[ActorId, Actor]) -> str:
    voices = event.origins
    parts = [told_by(0, len(voices.noted), handling=event.handling)] * bool(voices.noted)
    if voices.own_voice:
        parts.append(f"reported by {_count(len(voices.own_voice), 'separately written text')}")
    if voices.attributed:
        claimants = ", ".join(_name(actor, names) for actor in event.attributed_to) or "an unnamed source"
        parts.append(
            "alleged"
            if not event.attributed_to and event.modality == "alleged"
            else f"according to {claimants}"
        )
    if voices.denied:
        deniers = dict.fromkeys(m.claimant for m in event.members if m.denied and m.claimant)
        named = ", ".join(_name(actor, names) for actor in deniers)
        parts.append(f"denied by {named}" if named else f"denied in {_count(len(voices.denied), 'text')}")
    return "; ".join(parts)


def _numbers(event: Event) -> str:
    shown = dict.fromkeys(
        " ".join(
            filter(
                None,
                (
                    "" if claim.bound == "exact" else claim.bound,
                    f"{claim.value:,.0f}" if claim.value == int(claim.value) else f"{claim.value:g}",
                    claim.unit,
                    claim.what,
                    BEHIND_WHOM.get(claim.role or "", claim.role),
                ),
            )
        )
        for claim in event.quantities
    )
    return "; ".join(shown)


def _quote(quote: Quote, reading: ReportReading, disclosed: Situation) -> QuoteLine:
    chains: dict[str, ActorChain] = {actor.id: actor for actor in reading.findings.actors}
    return QuoteLine(
        speaker=chains[quote.speaker].name if quote.speaker in chains else "?",
        act=quote.act,
        words=disclosed.said(reading.findings.text_id, quote.content, report=reading.report.id),
        outlet=reading.report.outlet or "",
        direct=quote.kind == "direct",
    )


def _subject(
    kind: str,
    id_: str,
    titles: Mapping[str, str],
    events: Mapping[EventId, Event],
    names: Mapping[ActorId, Actor],
) -> str:
    event = events.get(EventId(id_)) if kind == "event" else None
    if event is not None:
        return " ".join(filter(None, (event.type.value, who(event, names))))
    return titles.get(id_, id_)


def _report_title(report: Report) -> str:
    title = report.title.value if report.title else UNTITLED
    return f"{report.outlet}: {title}" if report.outlet else title


def _revised(change: Change, disclosed: Situation) -> str:
    """Return the words that are new: of an event, its old and new telling; of a report, its new passages."""
    if change.about.kind == "event":
        told = (_passages([it.span], it.text_id, it.report, disclosed) for it in change.evidence[:2])
        return " → ".join(passage for passage in told if passage)
    if not change.evidence:
        return ""
    first = change.evidence[0]
    new = [item.span for item in change.evidence if item.text_id == first.text_id]
    return _passages(new, first.text_id, first.report, disclosed)


def _changed(change: Change, titles: Mapping[str, str], disclosed: Situation) -> str:
    """Return what a change changed, in a few words; "" where its type says all."""
    if change.type in ("corroborated", "number revised", "number disputed"):
        return " → ".join(value for value in (change.before, change.after) if value)
    if change.type == "revised":
        return _revised(change, disclosed)
    if change.type in ("merged", "split") and change.about.kind == "story" and change.after:
        other = titles.get(change.after, change.after)
        return f"now part of “{other}”" if change.type == "merged" else f"a part is now “{other}”"
    return ""


def _change(
    change: Change,
    titles: Mapping[str, str],
    events: Mapping[EventId, Event],
    names: Mapping[ActorId, Actor],
    disclosed: Situation,
) -> tuple[str, str, str]:
    subject = _subject(change.about.kind, change.about.id, titles, events, names)
    shown = _changed(change, titles, disclosed)
    return to_the_minute(change.known), change.type, f"{subject}{f': {shown}' if shown else ''}"


def _alert(
    alert: Alert, titles: Mapping[str, str], events: Mapping[EventId, Event], disclosed: Situation
) -> tuple[str, str, str]:
    """Return an alert as a row: since when, of which watch, and what happened in the words of a report."""
    event = events.get(EventId(alert.about.id))
    told = (disclosed.words(it.text_id, it.span, report=it.report) for it in event.evidence) if event else ()
    words = next((" ".join(one.split()) for one in told if one != WITHHELD), "")
    subject = words or titles.get(alert.about.id, "no words of it are left")
    return (
        to_the_minute(alert.updated),
        alert.watch,
        f"{subject} - {alert_words(alert, short=True)}",
    )


def _entries(
    disclosed: Situation, readings: Mapping[ReportId, ReportReading]
) -> Iterator[tuple[str, str, str]]:
    """Yield the dated statements whose words may be shown, with the outlets that have them."""
    for entry in disclosed.value.timeline:
        words = [disclosed.words(it.text_id, it.span, report=it.report) for it in entry.evidence]
        if UNSHOWN not in words:
            outlets = dict.fromkeys(
                chain.from_iterable(_outlet(it.report, readings) for it in entry.evidence)
            )
            yield entry.date, entry.text, ", ".join(outlets)


def _outlet(report: ReportId, readings: Mapping[ReportId, ReportReading]) -> list[str]:
    outlet = readings[report].report.outlet if report in readings else None
    return [outlet] if outlet else []
