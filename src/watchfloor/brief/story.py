"""The brief of a story: what happened, its numbers, what is new and contested, who says what, what is due."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from watchfloor.brief.agenda import dues_of
from watchfloor.brief.material import Material, published
from watchfloor.brief.news import news_of
from watchfloor.brief.value import news_value
from watchfloor.model import (
    ActorChain,
    Brief,
    BriefLayout,
    Event,
    EventId,
    Evidence,
    Missing,
    NumberSeries,
    Quote,
    ReportReading,
    Saying,
    TakenBack,
    as_moment,
    is_own,
)
from watchfloor.plover import type_facts

_ROLES = (
    *("killed", "wounded", "casualties", "missing", "displaced", "evacuated"),
    *("infected", "abducted", "arrested"),
)
_HARM = frozenset(
    {"killed", "wounded", "casualties", "missing"}
)  # those of another happening are not the lead's
_MOST_SAID = 5
_FEWEST_WORDS = 3  # of a quote that tells something by itself
_MOST_TAKEN_BACK = 3
_FUNCTION = 3  # letters up to which a word claims nothing by itself
_DENIAL = re.compile(r"\b(?:not?|never|none|nobody|neither|nor|without)\b|n['’]t\b", re.I)
_KILLED = re.compile(r"\b(?:kill|slay|slain|murder|dead|death|die|execut|behead)", re.I)
_MOST_AHEAD = 6
_ACTS = {"denial": 0, "accusation": 1, "threat": 1, "demand": 2, "promise": 2, "statement": 3}
_OTHER_ACT = 4
_UNMARKED = 24  # hours that are new where the asker has no mark


def brief_of(
    material: Material, moment: str, *, since: str | None = None, fresh: Collection[str] | None = None
) -> Brief:
    """Return the brief of a story as it stands at `moment`.

    `fresh` are the reports that are new to whoever asks, `since` when they began to be; without them what was
    published in the 24 hours before is new.
    """
    since = since or _day_before(moment)
    if fresh is None:
        fresh = {it.report.id for it in material.readings if published(it.report) > since}
    lead = material.lead
    layout = type_facts(lead.type).layout if lead else "attack"
    shown = _numbers(material, lead)
    said = _said(material, lead)
    events = [event for event in material.events if lead is None or event.id != lead.id]
    changes = {change.id for change in material.changes if change.known > since}
    return Brief(
        story=material.story.id,
        layout=layout,
        value=news_value(material, moment),
        lead=lead.id if lead else None,
        texts=sum(not is_own(it.report.outlet) for it in material.originals),
        noted=sum(is_own(it.report.outlet) for it in material.readings),
        handling=material.story.handling,
        copies=len(material.readings) - len(material.originals),
        first=material.readings[0].report.id if material.readings else None,
        outlets=len({it.report.outlet for it in material.readings if it.report.outlet}),
        labels=material.story.labels,
        ours=material.story.ours,
        unread=tuple(sorted(it.report.language or "und" for it in material.readings if it.findings.unread)),
        since=since,
        news=tuple(it for it in news_of(material, fresh, changes) if it.event != _quiet(it.kind, lead)),
        numbers=shown,
        disputed=tuple(it for it in material.disagreements if _is_of_story(it.event, material)),
        took_back=tuple(_taken_back(material))[:_MOST_TAKEN_BACK],
        said=tuple(said[:_MOST_SAID]),
        sides=tuple(_sides(material, lead)) if layout == "deal" else (),
        access=tuple(event.id for event in events if event.type == "ACCESS"),
        terms=tuple(event.id for event in events if type_facts(event.type).terms) if layout == "deal" else (),
        ahead=dues_of(material, moment)[:_MOST_AHEAD],
        background=tuple(event.id for event in events if material.is_background(event)),
        missing=tuple(_missing(material, layout, shown)),
    )


def _quiet(kind: str, lead: Event | None) -> str | None:
    """Return the event whose first telling is no news of the brief: the lead stands above it already."""
    return lead.id if lead and kind == "happening" else ""


def _day_before(moment: str) -> str:
    if not moment:
        return ""
    at = datetime.fromisoformat(moment[:10] + (moment[10:16] if len(moment) > 10 else "T23:59") + "Z")
    return as_moment(at - timedelta(hours=_UNMARKED))


def _is_of_story(event: EventId, material: Material) -> bool:
    held = next((it for it in material.events if it.id == event), None)
    return held is not None and not material.is_background(held)


def _numbers(material: Material, lead: Event | None) -> tuple[NumberSeries, ...]:
    """Return the series of the lead and of what came with it, harm first; none twice, none of the past."""
    apart = {event.id for event in material.events if material.is_background(event)}
    own = [series for series in material.numbers if lead and series.about.id == lead.id]
    roles = {series.role for series in own}
    other = [
        series
        for series in material.numbers
        if series not in own
        and series.about.id not in apart
        and series.role not in roles
        and (series.role not in _HARM or series.about.kind == "story")
    ]
    return tuple(sorted((*own, *other), key=_weight))


def _weight(series: NumberSeries) -> tuple[int, bool, str]:
    place = _ROLES.index(series.role) if series.role in _ROLES else len(_ROLES)
    return place, series.scope is not None, series.id


def _taken_back(material: Material) -> Iterator[TakenBack]:
    """Yield the words that earlier versions of a report had and the shown one lacks."""
    for reading in material.readings:
        report = reading.report
        for member in report.earlier:
            for span in member.added:
                if not _claims(span.of(material.texts.get(member.text_id, ""))):
                    continue
                evidence = Evidence(report=report.id, text_id=member.text_id, span=span)
                yield TakenBack(outlet=report.outlet, evidence=evidence)


def _claims(words: str) -> bool:
    """Tell whether words that were taken out may have claimed something: a number, a denial, a phrase."""
    if _DENIAL.search(words) or any(map(str.isdigit, words)):
        return True
    return len([it for it in words.split() if len(it) > _FUNCTION]) > 1


def _said(material: Material, lead: Event | None) -> list[Saying]:
    """Return one quote of each speaker who wrote or was heard first, the weightiest first."""
    found: dict[tuple[str, str], tuple[tuple[int, str, int], Saying]] = {}
    for reading, chain, index, quote in _quotes(material):
        if chain.kind == "person" and not chain.public:
            continue  # passers-by and victims: a desk wants who answers for something
        told = lead is not None and any(_overlaps(quote, it, reading) for it in lead.evidence)
        if told and quote.act != "denial":
            continue  # it stands above already
        rank = (_ACTS.get(quote.act, _OTHER_ACT), published(reading.report), index)
        key = chain.name, chain.kind
        if key not in found or rank < found[key][0]:
            found[key] = rank, Saying(report=reading.report.id, quote=index)
    return [saying for _, saying in sorted(found.values(), key=lambda it: it[0])]


def _quotes(material: Material) -> Iterator[tuple[ReportReading, ActorChain, int, Quote]]:
    for reading in material.originals:
        chains = {chain.id: chain for chain in reading.findings.actors}
        for index, quote in enumerate(reading.findings.quotes):
            said = " ".join(
                span.of(material.texts.get(reading.findings.text_id, "")) for span in quote.content
            )
            strong = quote.grade == "strong" and quote.within is None
            if strong and quote.speaker in chains and len(said.split()) >= _FEWEST_WORDS:
                yield reading, chains[quote.speaker], index, quote


def _overlaps(quote: Quote, evidence: Evidence, reading: ReportReading) -> bool:
    return evidence.text_id == reading.findings.text_id and any(
        evidence.span.contains(span) for span in quote.content
    )


def _sides(material: Material, lead: Event | None) -> Iterator[Saying]:
    """Yield the first direct words of each country that the deal is between, where more than one speaks."""
    found: dict[str, Saying] = {}
    for reading, chain, index, quote in _quotes(material):
        if chain.country and quote.kind == "direct":
            found.setdefault(chain.country, Saying(report=reading.report.id, quote=index))
    if lead is not None and len(found) > 1:
        yield from found.values()


def _missing(material: Material, layout: BriefLayout, numbers: tuple[NumberSeries, ...]) -> Iterator[Missing]:
    """Yield what a reader asks of such a story and no report that was read tells."""
    lead = material.lead
    if lead is None:
        return
    roles = {series.role for series in numbers}
    asks = type_facts(lead.type).asks
    if "doer" in asks and not lead.source:
        yield "doer"
    if lead.place is None and "place" in asks:
        yield "place"
    if lead.date is None:
        yield "day"
    if lead.target and any(
        _KILLED.search(span.of(material.texts.get(member.text_id, "")))
        for member in lead.members
        for span in member.trigger
    ):
        roles |= {"killed"}  # who was killed is told, though not as a number
    yield from (role for role in asks if role not in ("doer", "place") and role not in roles)
    if layout == "deal" and lead.modality == "planned":
        yield "start"
