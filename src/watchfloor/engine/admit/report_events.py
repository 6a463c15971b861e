"""What a later text of a report says that the one before did not, and what it tells in other words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from watchfloor.disclosure import name_of
from watchfloor.exchange import ChangedQuote
from watchfloor.merge.difference import aligned, edits
from watchfloor.model import (
    ActorId,
    Event,
    EventId,
    EventMember,
    Evidence,
    Findings,
    Quote,
    Rendition,
    Report,
    ReportId,
    Span,
    StoryId,
)
from watchfloor.model.event_search import EventSearch, type_key
from watchfloor.store import Store
from watchfloor.track import (
    IN_PLACE,
    Retelling,
    Waiting,
    dated_claims,
    folded,
    joined_by_waiting,
    may_wait,
    members_of,
    pointings_of,
    retellings,
    rewritten,
    search_for,
    track_events,
    waiting_reports,
)

_MARKS = " \n\"'“”„‟«»‹›‘’‚"
_MOST = 5  # places of a version that a change points to; `explain` shows all


def is_revised(before: Report | None, after: Report) -> bool:
    """Tell whether a report has a version that it had not before."""
    return before is not None and len(before.versions) < len(after.versions)


def changed_at(before: Report | None, after: Report) -> str | None:
    """Return when the version was written that a report has and had not before; None where none is dated."""
    return after.modified.value if after.modified and is_revised(before, after) else None


def new_words(before: Report | None, after: Report, members: Sequence[Rendition]) -> tuple[Evidence, ...]:
    """Return the words of a report's latest version that are new in it; none where it has no new version."""
    if before is None or not is_revised(before, after):
        return ()
    texts = {member.text_id: member.text for member in members}
    old, new = texts.get(before.text_id), texts.get(after.text_id)
    if old is None or new is None:
        return ()
    spans = [edit.after for edit in edits(old, new) if edit.after is not None]
    return tuple(Evidence(report=after.id, text_id=after.text_id, span=span) for span in spans[:_MOST])


@dataclass(frozen=True, slots=True)
class EventUpdate:
    """The events that a report may tell of, before and after its text was read, and what is edited in them.

    `edits` are the mentions of it that are edits of earlier ones; `rewritten` are the words that stand now
    where mentions stood that are no more, by the member's id.
    """

    before: list[Event]
    events: list[Event]
    edits: tuple[Retelling, ...]
    rewritten: Mapping[str, Evidence]


@dataclass(frozen=True, slots=True)
class ReportText:
    """What a report shows now: its text, what was read in it, and the floor's actors by their local ids.

    `countries` are those that the actors are known to be of, by local id.
    """

    report: Report
    findings: Findings
    text: str
    ids: Mapping[str, ActorId]
    countries: Mapping[str, str] = field(default_factory=dict)


def update_events(
    store: Store, shown: ReportText, *, story: StoryId, changed: str | None = None
) -> EventUpdate:
    """Return what becomes of a story's events with what a report tells now: of those that it may tell of.

    `changed` is when a version was written that the report had not before.
    """
    report, findings, text = shown.report, shown.findings, shown.text
    own = store.events_told_by(report.id, story=story)
    told = [member for event in own for member in event.members if member.report == report.id]
    held = [member for member in told if not member.by_desk]
    read = members_of(report, findings, text=text, ids=shown.ids, countries=shown.countries)
    members = dated_claims(read, held, changed=changed)
    # What is taken back whole is worded otherwise nowhere.
    found, words = _edits(store, shown, held, members) if report.is_actual else ((), {})
    pointings = pointings_of(report, findings, text=text, ids=shown.ids)
    search = search_for(members, pointings)
    search = replace(search, ids=(*search.ids, *(event.id for event in own)))
    before = store.events_like(story, search)
    earlier = {pair.after.id: EventId(pair.before.id) for pair in found}
    after = track_events(before, members, report=report.id, story=story, pointings=pointings, earlier=earlier)
    before, after = _joined_by_waiting(store, report.id, story, before, after)
    return EventUpdate(before, after, found, words)


def _joined_by_waiting(
    store: Store, report_id: ReportId, story: StoryId, before: list[Event], after: list[Event]
) -> tuple[list[Event], list[Event]]:
    """Return events before and after with what earlier reports have that waited for those that are new.

    Others of their types are read besides, for one of them may be meant rather.
    """
    known = {event.id for event in before}
    fresh = [event for event in after if event.id not in known]
    earlier = [it for it in store.members("report", story) if it != report_id] if fresh else []
    waiting = [
        held for it in waiting_reports(earlier, fresh) if (held := _waiting(store, it, fresh)) is not None
    ]
    if not waiting:
        return before, after
    kinds = tuple(dict.fromkeys(type_key(event.type.value) for event in fresh))
    there = {event.id for event in after}
    rivals = [it for it in store.events_like(story, EventSearch(latest=kinds)) if it.id not in there]
    joined = joined_by_waiting([*after, *rivals], {event.id for event in fresh}, waiting)
    return [*before, *rivals], joined


def _waiting(store: Store, report_id: ReportId, fresh: Sequence[Event]) -> Waiting | None:
    """Return what a report has that may be of new events and opened none."""
    report = store.report(report_id)
    text = store.text(report.text_id) if report is not None else None
    if report is None or text is None or not may_wait(text.text, fresh):
        return None
    findings = store.findings_of(report)
    if findings is None:
        return None
    ids = {
        chain.id: actor
        for chain in findings.actors
        if (actor := store.actor_of(report_id, chain.id)) is not None
    }
    weak = [it for it in members_of(report, findings, text=text.text, ids=ids) if it.grade == "weak"]
    return Waiting(tuple(weak), pointings_of(report, findings, text=text.text, ids=ids))


def _edits(
    store: Store, shown: ReportText, held: Sequence[EventMember], members: Sequence[EventMember]
) -> tuple[tuple[Retelling, ...], Mapping[str, Evidence]]:
    """Return the edits of mentions that a report had, and the words that stand where others stood.

    What stood in words that are withheld by now is not found again.
    """
    found: dict[str, Retelling] = {}
    words: dict[str, Evidence] = {}
    fresh = {member.id for member in members}
    unread = [member for member in held if member.id not in fresh and not member.pointing]
    for text_id in dict.fromkeys(member.text_id for member in unread):
        stored = store.text(text_id)
        if stored is not None:
            former = [member for member in held if member.text_id == text_id]
            pairs, homes = _edits_of_text(stored.text, shown, former, members)
            found |= pairs
            words |= homes
    return tuple(found.values()), words


def _edits_of_text(
    before: str, shown: ReportText, former: Sequence[EventMember], members: Sequence[EventMember]
) -> tuple[Mapping[str, Retelling], Mapping[str, Evidence]]:
    """Return the same of the mentions of one former text: edits by what they are now, words by what was."""
    texts, alike = (before, shown.text), tuple(aligned(before, shown.text))
    pairs = {pair.after.id: pair for pair in retellings(former, members, texts=texts, aligned=alike)}
    kept = {member.id for member in members} | {pair.before.id for pair in pairs.values()}
    gone = [member for member in former if member.id not in kept]
    homes = rewritten(gone, texts=texts, aligned=alike, sentences=shown.findings.sentences)
    return pairs, {id_: _evidence(shown, Span(*span)) for id_, span in homes.items()}


def _evidence(shown: ReportText, span: Span) -> Evidence:
    return Evidence(report=shown.report.id, text_id=shown.findings.text_id, span=span)


def changed_quotes(
    before: Findings | None, after: Findings | None, *, texts: tuple[str, str]
) -> tuple[ChangedQuote, ...]:
    """Return what people are quoted with otherwise in a later version: other words, or another speaker.

    `texts` are the words of the versions. Names of private persons are not repeated.
    """
    if before is None or after is None:
        return ()
    alike = tuple(aligned(*texts))
    found = []
    taken: set[int] = set()
    for old in before.quotes:
        scored = [
            (_shared(old, new, texts, alike), -place)
            for place, new in enumerate(after.quotes)
            if place not in taken
        ]
        share, place = max(scored, default=(0.0, 0))
        if share >= IN_PLACE:
            taken.add(-place)
            new = after.quotes[-place]
            words = _said(old, texts[0]), _said(new, texts[1])
            speakers = _speaker(before, old), _speaker(after, new)
            if all(speakers) and (folded(words[0]) != folded(words[1]) or speakers[0] != speakers[1]):
                found.append(ChangedQuote(speakers=speakers, words=words))
    return tuple(found)


def _shared(old: Quote, new: Quote, texts: tuple[str, str], alike: Sequence[tuple[Span, Span]]) -> float:
    """Return the share of the words of two quotes that stand in the same place."""
    kept = sum(
        any(span.contains(left) for span in old.content) and any(span.contains(right) for span in new.content)
        for left, right in alike
    )
    words = len(_said(old, texts[0]).split()) + len(_said(new, texts[1]).split())
    return 2 * kept / max(1, words)


def _said(quote: Quote, text: str) -> str:
    return " … ".join(span.of(text).strip(_MARKS) for span in quote.content)


def _speaker(findings: Findings, quote: Quote) -> str:
    chain = next((chain for chain in findings.actors if chain.id == quote.speaker), None)
    if chain is None:
        return ""
    return name_of(chain)
