"""The lines of a brief, each with what it rests on: one making for terminal, page, mail, message and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten

from watchfloor.exchange.brief_words import (
    BOUNDS,
    DUE,
    MISSING,
    STATES,
    STATUS,
    called,
    day_words,
    moment_words,
    number,
    role_word,
    status,
)
from watchfloor.exchange.news import Names, news_line
from watchfloor.exchange.schema import BriefLineOut, BriefOut, Situation, evidence_out
from watchfloor.exchange.wording import ours_words, told_by
from watchfloor.model import (
    INTERNAL,
    UNTITLED,
    Brief,
    Due,
    Event,
    EventId,
    Evidence,
    NumberSeries,
    QuantityClaim,
    Report,
    Saying,
    is_own,
)

_MATTER = 80  # characters of the words that something is disputed in
NOTHING_DISPUTED = "no second version in what was read"
NOTHING_MISSING = "what such a story is asked for is told"
_NOT_VERIFIED = "machine-read, not verified"


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One thing that a brief says."""

    text: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class BriefLines:
    """A brief in words: title, status and lead, then its parts in reading order, by their names."""

    title: BriefLine
    status: BriefLine
    lead: BriefLine
    parts: Mapping[str, tuple[BriefLine, ...]] = field(default_factory=dict)


def brief_lines(brief: Brief, disclosed: Situation) -> BriefLines:
    """Return what a brief says, in the words that its audience may see."""
    writer = _Writer(brief, disclosed)
    return BriefLines(
        title=writer.title(),
        status=writer.status(),
        lead=writer.lead(),
        parts={name: tuple(lines(writer)) for name, lines in _PARTS.items()},
    )


def brief_out(brief: Brief, disclosed: Situation) -> BriefOut:
    """Return a brief in the interchange."""
    lines = brief_lines(brief, disclosed)

    def out(line: BriefLine) -> BriefLineOut:
        return BriefLineOut(text=line.text, evidence=evidence_out(line.evidence, disclosed))

    return BriefOut(
        title=out(lines.title),
        status=out(lines.status),
        lead=out(lines.lead),
        **{name: [out(line) for line in part] for name, part in lines.parts.items()},
    )


class _Writer:
    """Words one brief."""

    def __init__(self, brief: Brief, disclosed: Situation) -> None:
        situation = disclosed.value
        self.brief = brief
        self._disclosed = disclosed
        self._story = next(story for story in situation.stories if story.id == brief.story)
        self._events = {event.id: event for event in situation.events if event.story == brief.story}
        readings = {reading.report.id: reading for reading in situation.reports}
        self._readings = {id_: readings[id_] for id_ in self._story.reports if id_ in readings}
        self._names = Names(disclosed)
        self._lead = self._events.get(brief.lead or EventId(""))

    # ------------------------------------------------------------------------------------- what stands first

    def title(self) -> BriefLine:
        lead = self._lead
        place = lead.place.name if lead and lead.place else ""
        day = day_words(lead.date.start) if lead and lead.date and lead.date.start else ""
        if lead and lead.date and lead.date.basis == "report" and day:
            day = f"about {day}"
        if place and place.casefold() in self._story.title.casefold():
            place = ""
        headline = "" if self._story.title == UNTITLED else self._story.title
        words = "   ".join(filter(None, (headline, place, day)))
        return BriefLine(f"{called(lead)}  {words}".rstrip(), tuple(lead.evidence[:1]) if lead else ())

    def status(self) -> BriefLine:
        states = [STATUS[series.state] for series in self.brief.numbers]
        others = [it for it in self.brief.disputed if not _is_number(it.about, self.brief.numbers)]
        chosen = [f"{slot.upper()} BY THE DESK" for slot in (self._lead.by_desk if self._lead else ())]
        parts = [
            *(["OUR OWN, INTERNAL"] if self.brief.handling == INTERNAL else []),
            status(self._lead),
            *chosen,
            *dict.fromkeys(filter(None, states)),
            *(["DISPUTED"] if others else []),
        ]
        return BriefLine(", ".join(parts))

    def lead(self) -> BriefLine:
        if self._lead is None or not self._lead.evidence:
            return BriefLine("no happening was read in it; see its reports")
        evidence = self._lead.evidence[0]
        return BriefLine(self._names.words(evidence), (evidence,))

    # --------------------------------------------------------------------------------------------- the lines

    def new(self) -> Iterator[BriefLine]:
        for news in self.brief.news:
            if not news.background and (line := news_line(news, self._names, self._events)):
                yield BriefLine(line, news.evidence)

    def numbers(self) -> Iterator[BriefLine]:
        counted = Counter((series.role, series.scope) for series in self.brief.numbers)
        for series in self.brief.numbers:
            alone = counted[series.role, series.scope] == 1
            shown = _number_line(series, self._names, dated=not alone)
            yield BriefLine(shown, tuple(point.claim.evidence for point in series.points))

    def disputed(self) -> Iterator[BriefLine]:
        for item in self.brief.disputed:
            versions = " | ".join(
                f"{version.value} ({', '.join(self._names.of(who) for who in version.says)})"
                for version in item.versions
            )
            evidence = tuple(it for version in item.versions for it in version.evidence)
            about = role_word(item.about) if " in " not in item.about else item.about
            if not _is_number(item.about, self.brief.numbers) and evidence:
                about = f"{about} (“{shorten(self._names.words(evidence[0]), _MATTER, placeholder=' …')}”)"
            yield BriefLine(f"{about}: {versions}", evidence)
        if not self.brief.disputed:
            yield BriefLine(NOTHING_DISPUTED)

    def took_back(self) -> Iterator[BriefLine]:
        for item in self.brief.took_back:
            words = self._names.words(item.evidence)
            yield BriefLine(f"{item.outlet or 'a text'} no longer has: “{words}”", (item.evidence,))

    def said(self) -> Iterator[BriefLine]:
        yield from map(self._saying, self.brief.said)

    def sides(self) -> Iterator[BriefLine]:
        yield from map(self._saying, self.brief.sides)

    def _saying(self, saying: Saying) -> BriefLine:
        findings = self._readings[saying.report].findings
        quote = findings.quotes[saying.quote]
        chain = next(it for it in findings.actors if it.id == quote.speaker)
        words = self._disclosed.said(findings.text_id, quote.content, report=saying.report)
        act = "" if quote.act == "statement" else f" ({quote.act})"
        evidence = tuple(
            Evidence(report=saying.report, text_id=findings.text_id, span=span) for span in quote.content
        )
        return BriefLine(f"{chain.name}{act}: {words}", evidence)

    def access(self) -> Iterator[BriefLine]:
        yield from self._told(self.brief.access)

    def terms(self) -> Iterator[BriefLine]:
        yield from self._told(self.brief.terms)

    def background(self) -> Iterator[BriefLine]:
        yield from self._told(self.brief.background)

    def _told(self, ids: Iterable[EventId]) -> Iterator[BriefLine]:
        for event in (self._events[id_] for id_ in ids if id_ in self._events):
            evidence = event.evidence[:1]
            by = ", ".join(filter(None, (self._names.outlet(evidence[0].report), _alone(event))))
            yield BriefLine(self._names.words(evidence[0]) + (f" ({by})" if by else ""), evidence)

    def ahead(self) -> Iterator[BriefLine]:
        for due in self.brief.ahead:
            yield BriefLine(due_line(due, self._names), (due.evidence,))

    def not_told(self) -> Iterator[BriefLine]:
        words = "; ".join(MISSING[missing] for missing in self.brief.missing)
        yield BriefLine(words or NOTHING_MISSING)

    def rests_on(self) -> Iterator[BriefLine]:
        brief = self.brief
        copies = f" + {brief.copies} {'copy' if brief.copies == 1 else 'copies'}" if brief.copies else ""
        outlets = f" by {brief.outlets} outlets" if brief.outlets > 1 else ""
        told = told_by(brief.texts, brief.noted, handling=brief.handling, labels=brief.labels)
        parts = [f"{told}{copies}{outlets}"]
        if brief.ours is not None:
            parts.append(ours_words(brief.ours))
        if brief.texts > 1:
            parts.append("independence not established")
        if brief.first in self._readings:
            parts.append(f"first {_first(self._readings[brief.first].report)}")
        if brief.unread:
            languages = ", ".join(sorted(set(brief.unread)))
            parts.append(f"{len(brief.unread)} not read ({languages})")
        yield BriefLine(f"{'; '.join(parts)}; {_NOT_VERIFIED}")


def _number_line(series: NumberSeries, names: Names, *, dated: bool) -> str:
    """Return a series in one line: what is counted, each value with who says it, what stood before."""
    points = [point for point in series.points if not point.superseded]
    claims = [point.claim for point in points]
    day = f"({moment_words(points[0].day)})" if dated and points[0].day else ""
    what = " ".join(filter(None, (role_word(series.role, series.scope), day, STATES[series.state])))
    now = {_value(claim) for claim in claims}
    before = dict.fromkeys(it for point in series.points if (it := _value(point.claim)) not in now)
    ends = [f"before: {', '.join(before)}"] if before else []
    if series.used is not None:
        ends.append(
            f"desk uses {number(series.used.value)} ({series.used.by} {moment_words(series.used.at)})"
        )
    if len({claim.origin for claim in claims}) == 1 and not is_own(claims[0].outlet):
        ends.append("one text")
    return "; ".join((f"{what}: {names.versions(claims)}", *ends))


def due_line(due: Due, names: Names) -> str:
    """Return what is due in one line: the day, what kind of time, the words, and who has them."""
    by = f" ({due.outlet})" if due.outlet else ""
    return f"{moment_words(due.day)} - {DUE[due.kind]}{names.words(due.evidence)}{by}"


def _first(report: Report) -> str:
    at = moment_words(report.published.value) if report.published else "undated"
    return " ".join(filter(None, (report.outlet, at)))


def _alone(event: Event) -> str:
    if event.is_noted:
        return ""
    origins = {member.origin for member in event.members}
    return "one text" if len(origins) == 1 else ""


def _value(claim: QuantityClaim) -> str:
    return BOUNDS[claim.bound] + number(claim.value)


def _is_number(about: str, numbers: Sequence[NumberSeries]) -> bool:
    return about.partition(" in ")[0] in {series.role for series in numbers}


_PARTS: Mapping[str, Callable[[_Writer], Iterator[BriefLine]]] = {
    "new": _Writer.new,
    "numbers": _Writer.numbers,
    "disputed": _Writer.disputed,
    "took_back": _Writer.took_back,
    "access": _Writer.access,
    "terms": _Writer.terms,
    "sides": _Writer.sides,
    "said": _Writer.said,
    "ahead": _Writer.ahead,
    "background": _Writer.background,
    "not_told": _Writer.not_told,
    "rests_on": _Writer.rests_on,
}
