"""Why something is where it is, in people's words: the decisions as they were recorded, and acts since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from watchfloor.disclosure import Disclosed, disclose, excerpt
from watchfloor.exchange.judgements import act_json
from watchfloor.exchange.renditions import ReportHistory, history_json, history_lines
from watchfloor.exchange.schema import out
from watchfloor.exchange.wording import (
    act_words,
    alert_words,
    decision_words,
    evidence_words,
    is_comparison,
    is_story_decision,
    reason_words,
    told_by,
)
from watchfloor.model import (
    MACHINE,
    Alert,
    Change,
    ChangeId,
    Delivery,
    Event,
    EventMember,
    EvidenceKind,
    Judgement,
    Placement,
    Report,
    ReportId,
    SituationReport,
    Story,
    StoryId,
    Text,
    TextReading,
)

_MOST_COMPARED = 5  # texts that a report was compared with; --json holds all
_RELATIONS = {
    "original": "a text of its own",
    "rendition": "another rendition of the same article",
    "revision": "a later version of the same article",
    "copy": "a copy: another outlet's use of the same text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsideredText:
    """A story that was looked at for a report, and what was measured, by kind of evidence."""

    story: StoryId
    title: str
    scores: dict[EvidenceKind, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A text that a rendition was compared with: the report that has it, and the share of words in common."""

    report: ReportId
    label: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedDecision:
    """Where a rendition was put when it arrived, with everything that was weighed.

    `rejoined` are reasons added since, by floors that kept no acts of the machine.
    """

    at: str
    placement: Placement
    label: str
    candidates: tuple[ConsideredText, ...] = ()
    compared: tuple[Compared, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSentence:
    """One sentence that an event rests on, with who prints it and who says it."""

    member: EventMember
    words: str
    claimant: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What there is to say of one id as of a moment.

    `author` is who an origin's text names as its author, `flood` by how many outlets it was carried within an
    hour, 0 for few; `leads_to` is the id that it was merged into by then; `held` what the id stands for, None
    where it stood for nothing then; `story` is where it belongs. `labels` name the ids in it for people,
    `wordings` are the words that an event's changes rest on, by the change's id; `texts` are those that
    evidence points into, `readings` what each version of the extractor read in a rendition or report. Where
    the id is of an `alert` the rest is of what that is about, and `changes` are those that it told.
    """

    kind: str
    id: str
    known: str
    held: Story | Report | Event | Judgement | None
    leads_to: str | None = None
    story: StoryId | None = None
    reports: tuple[ReportId, ...] = ()
    decisions: tuple[RecordedDecision, ...] = ()
    acts: tuple[Judgement, ...] = ()
    undone: dict[str, str] = field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()
    told: tuple[ToldSentence, ...] = ()
    changes: tuple[Change, ...] = ()
    wordings: dict[ChangeId, tuple[str, ...]] = field(default_factory=dict)
    alerts: tuple[Alert, ...] = ()
    alert: Alert | None = None
    deliveries: tuple[Delivery, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    history: ReportHistory | None = None
    author: str | None = None
    flood: int = 0
    texts: tuple[Text, ...] = ()
    readings: tuple[TextReading, ...] = ()


def _decision_json(decision: RecordedDecision) -> dict[str, Any]:
    placement = decision.placement
    return {
        "at": decision.at,
        "rendition": placement.rendition,
        "report": placement.report,
        "origin": placement.origin,
        "story": placement.story,
        "relation": placement.relation,
        "reasons": [reason_words(it) for it in placement.reasons],
        "because": msgspec.to_builtins(placement.reasons),
        "candidates": [
            {"story": it.story, "title": it.title, "scores": it.scores} for it in decision.candidates
        ],
        "compared": [{"report": it.report, "share": it.share} for it in decision.compared],
    }


def _told_json(told: ToldSentence) -> dict[str, Any]:
    return {
        "report": told.member.report,
        "text_id": told.member.text_id,
        "span": list(told.member.span),
        "text": excerpt(told.words),
        "claimant": told.claimant,
        "denied": told.member.denied,
    }


def explanation_json(explained: Disclosed[Explained]) -> dict[str, Any]:
    """Return an explanation with the keys of docs/judging.md; what it holds is of the interchange's types."""
    found = explained.value
    words = disclose(SituationReport(texts=found.texts), explained.audience)
    return {
        "kind": found.kind,
        "id": found.id,
        "known": found.known,
        "leads_to": found.leads_to,
        "held": msgspec.to_builtins(out(found.held, words)) if found.held else None,
        "reports": list(found.reports),
        "decisions": [_decision_json(decision) for decision in found.decisions],
        "acts": [{**act_json(act), "undone_by": found.undone.get(act.id)} for act in found.acts],
        "judgements": [act_json(act) for act in found.judgements],
        "told": [_told_json(told) for told in found.told],
        "changes": msgspec.to_builtins([out(change, words) for change in found.changes]),
        "wordings": {change: [excerpt(it) for it in words] for change, words in found.wordings.items()},
        "making": history_json(found.history) if found.history else None,
        "alerts": [{"id": it.id, "watch": it.watch, "state": it.state} for it in found.alerts],
        "alert": msgspec.to_builtins(out(found.alert, words)) if found.alert else None,
        "deliveries": [_delivery_json(it) for it in found.deliveries],
        "readings": [msgspec.to_builtins(it) for it in found.readings],
    }


def explanation_lines(explained: Disclosed[Explained], *, as_of: str | None = None) -> Iterator[str]:
    """Yield the lines of an explanation; `as_of` is the moment that was asked for."""
    found = explained.value
    if found.alert is not None:
        yield from _alert_lines(found.alert, found.deliveries)
    yield from _head(found, as_of)
    if found.kind == "event":
        yield from _event(found)
    elif found.kind == "story":
        yield from _growth(found)
    elif found.kind != "act":
        if found.history:
            yield from history_lines(found.history)
        for decision in found.decisions:
            yield from _decision(decision, found)
    if found.acts and found.kind != "act":
        yield "Acts on it since:"
    for act in found.acts:
        yield from _act(act, found)
    yield from _said(found.judgements)
    yield from map(_alerted, found.alerts)
    yield from _readings(found.readings)


def _alerted(alert: Alert) -> str:
    seen = f", acknowledged by {alert.acknowledged.by}" if alert.acknowledged else ""
    closed = f", closed by {alert.dismissed.by}" if alert.dismissed else ""
    since = f"Alerted by watch “{alert.watch}” since {alert.opened[:16]} ({alert.state}{seen}{closed})"
    return f"{since}: {alert_words(alert)}"


def _said(judgements: Sequence[Judgement]) -> Iterator[str]:
    if judgements:
        yield "What people said of it:"
    for act in judgements:
        said = {"status": act.value or "", "reject": "rejected"}.get(act.kind, act.kind)
        yield f"  {act.at[:16]}  {said} by {act.by}{f': {act.reason}' if act.reason else ''}"


def _delivery_json(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "channel": delivery.channel,
        "state": delivery.state,
        "error": delivery.error,
        "within": delivery.within,
    }


def _alert_lines(alert: Alert, deliveries: Iterable[Delivery]) -> Iterator[str]:
    """Yield what an alert is: of which watch, why it opened or was told again, and on which channels."""
    yield f"alert {alert.id} of watch “{alert.watch}” ({alert.level}, {alert.state})"
    yield f"  opened {alert.opened[:16]}, last told of {alert.updated[:16]}: {alert_words(alert)}"
    if alert.acknowledged:
        yield f"  acknowledged by {alert.acknowledged.by} at {alert.acknowledged.at[:16]}"
    if alert.dismissed:
        yield f"  closed by {alert.dismissed.by} at {alert.dismissed.at[:16]}, until there is news of it"
    for delivery in deliveries:
        yield f"  told on {delivery.channel}: {delivery.state}  [{delivery.id}]"
    yield f"What it is about, and the {_count(len(alert.changes), 'change')} that it told:"


def _story_head(found: Explained, story: Story, then: str) -> Iterator[str]:
    days = " to ".join(dict.fromkeys(day[:10] for day in (story.first, story.last) if day))
    yield f"{then}story {found.id} “{story.title}”{f', {days}' if days else ''}"
    texts = _count(story.origins, "separately written text")
    if story.noted:
        texts = told_by(story.origins, story.noted, handling=story.handling)
    yield f"  {_count(len(found.reports), 'report')}, {texts}; the floor knows it since {found.known}"


def _event_head(found: Explained, event: Event, then: str) -> Iterator[str]:
    when = event.date.start if event.date else None
    where = event.place.name if event.place else None
    facts = ", ".join(part for part in (event.mode, where, when) if part)
    yield f"{then}event {found.id} {event.type.value}{f' ({facts})' if facts else ''}"
    yield f"  in story {_named(event.story, found.labels)}; the floor knows it since {found.known}"


def _origin_head(found: Explained) -> Iterator[str]:
    named = f"written by {found.author}, by its own account" if found.author else "names no author"
    if found.flood:
        yield f"  flood: {found.flood} outlets within an hour; copies add no weight"
    yield f"  {_count(len(found.reports), 'report')} of one text, which {named}:"
    yield from (f"    {found.labels.get(it, '')}  [{it}]" for it in found.reports)


def _head(found: Explained, as_of: str | None) -> Iterator[str]:
    then = f"as of {as_of}, " if as_of else ""
    if found.held is None and found.kind not in ("origin",) and not found.leads_to:
        yield f"{found.kind} {found.id}: not known as of {as_of}; the floor knows it since {found.known}"
        return
    match found.held:
        case Story() as story:
            yield from _story_head(found, story, then)
        case Report() as report:
            yield f"{then}report {found.id} {found.labels.get(report.id, '')}"
            yield f"  the floor knows it since {found.known}; {_count(len(report.renditions), 'rendition')}"
            if found.story:
                yield f"  it is in story {_named(found.story, found.labels)}"
        case Event() as event:
            yield from _event_head(found, event, then)
        case Judgement() as act:
            yield f"act {act.id}"
        case _:
            yield f"{then}{found.kind} {found.id}"
            if found.kind == "origin":
                yield from _origin_head(found)
    if found.leads_to:
        yield f"  {found.id} was merged: it leads to {found.kind} {_named(found.leads_to, found.labels)}"


def _growth(found: Explained) -> Iterator[str]:
    """Yield one line for each report of a story: when it came, and what decided."""
    name = partial(_named, labels=found.labels)
    if found.decisions:
        yield "How it grew:"
    for decision in found.decisions:
        placement = decision.placement
        yield f"  {decision.at[:16]}  {decision.label}  [{placement.report}]"
        reasons = placement.reasons if placement.relation == "original" else placement.reasons[:1]
        shown = reasons[-1:] if placement.relation == "original" else reasons
        for reason in shown:
            yield f"      {decision_words(reason, name, own=found.id)}"


def _decision(decision: RecordedDecision, found: Explained) -> Iterator[str]:
    placement = decision.placement
    places = {copy.id: copy.where for copy in found.history.copies} if found.history else {}
    what = places.get(placement.rendition, "rendition")
    yield f"When {what} [{placement.rendition}] arrived ({decision.at[:16]}):"
    yield f"  it was {_RELATIONS[placement.relation]}"
    labels: dict[str, str] = {**found.labels, **{it.report: it.label for it in decision.compared}, **places}
    name = partial(_named, labels=labels)
    beside = "set apart from" if placement.relation == "original" else "beside"
    for reason in placement.reasons:
        how = "it" if is_story_decision(reason) else beside if is_comparison(reason) else "because"
        yield f"  {how} {decision_words(reason, name)}"
    others = [it for it in decision.compared if it.report != placement.report]
    if others:
        yield "  texts that it was compared with:"
    for compared in others[:_MOST_COMPARED]:
        yield f"    {compared.share:4.0%} of the words shared with {compared.label}  [{compared.report}]"
    yield from _looked_at(decision)


def _looked_at(decision: RecordedDecision) -> Iterator[str]:
    if decision.candidates:
        yield "  stories that were looked at:"
    for candidate in sorted(decision.candidates, key=lambda it: -it.scores.get(EvidenceKind.TOTAL, 0.0)):
        total = candidate.scores.get(EvidenceKind.TOTAL)
        reached = f"{total:.2f}  " if total is not None else ""
        chosen = " (chosen)" if candidate.story == decision.placement.story else ""
        yield f"    {reached}“{candidate.title}”  [{candidate.story}]{chosen}"
        yield f"        {evidence_words(candidate.scores)}"


def _voice(told: ToldSentence) -> Iterator[str]:
    """Yield whether words deny an event, and whose words they are."""
    if told.member.denied:
        yield "denied"
    if told.claimant:
        yield f"according to {told.claimant}"
    elif told.member.attributed:
        yield "attributed"


def _event(found: Explained) -> Iterator[str]:
    if found.told:
        yield "The words that it rests on (machine-read, not verified):"
    for told in found.told:
        member = told.member
        label = found.labels.get(member.report, member.report)
        yield f"  {', '.join(filter(None, (label, *_voice(told))))}  [{member.report}]"
        yield f"      “{excerpt(' '.join(told.words.split()))}”"
    if found.changes:
        yield "What changed, and why:"
    for change in found.changes:
        values = " → ".join(value for value in (change.before, change.after) if value)
        what = f"{change.type}{f' ({values})' if values else ''}"
        yield f"  {change.known[:16]}  {what}: {reason_words(change.reason)}"
        yield from (f"      “{excerpt(words)}”" for words in found.wordings.get(change.id, ()))


def _act(act: Judgement, found: Explained) -> Iterator[str]:
    who = "the machine" if act.by == MACHINE else act.by
    count = _count(len(act.members), "report")
    one, other = (_named(id_, found.labels) for id_ in (act.about.id, act.value or ""))
    did = {
        "merge": f"story {one} became part of {other} ({count})",
        "split": f"{count} of story {one} went to {other}",
    }[act.kind]
    yield f"  {act.at[:16]}  {did}"
    undoing = f", undoing act {act.undoes}" if act.undoes else ""
    yield f"      by {who}{undoing}: {act_words(act)}  [act {act.id}]"
    if act.id in found.undone:
        yield f"      undone by act {found.undone[act.id]}"


def _readings(readings: Sequence[TextReading]) -> Iterator[str]:
    """Yield what each version read; nothing where there was but one version of one text."""
    if len({(it.text_id, it.extractor) for it in readings}) > 1:
        yield "read by more than one version:"
        told: dict[tuple[str | None, ...], TextReading] = {}
        for it in readings:
            told.setdefault((it.known, it.until, it.extractor, it.text_id), it)
        for it in told.values():
            found = ", ".join(f"{count} {kind}" for kind, count in it.found.items() if count) or "nothing"
            shown = "shown now" if it.now and it.until is None else "kept for the past"
            which = "withheld" if it.withheld else shown
            extractor = f"extractor {it.extractor}, text {it.text_id} ({which})"
            yield f"    {it.known} to {it.until or 'now'}  {extractor}: {found}"


def _named(id_: str, labels: Mapping[str, str]) -> str:
    title = labels.get(id_)
    if not title:
        return id_
    return f"{title} [{id_}]" if title.startswith("“") else f"“{title}” [{id_}]"


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
