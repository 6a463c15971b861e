"""Changes -> alerts and outbox rows, inside the admission that made the changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from watchfloor.exchange.wording import alert_subject, alert_words, reason_words
from watchfloor.gazetteer.places import regions_of
from watchfloor.model import (
    INTERNAL,
    Actor,
    ActorId,
    Alert,
    Change,
    ChangeScope,
    Delivery,
    Event,
    EventId,
    Evidence,
    Held,
    Reason,
    Report,
    ReportId,
    Story,
    Subject,
    as_moment,
    instant_of,
    is_rejected,
    scope_of_event,
    urgency,
)
from watchfloor.own_tables import SourceLabels
from watchfloor.store import Admission, Store
from watchfloor.store.own_tables import source_labels_of
from watchfloor.watch import (
    AlertMessage,
    ChangeContext,
    ChangeWords,
    Quoted,
    Watch,
    alert_id,
    context_of,
    corrects,
    deliveries,
    evaluate,
    told_at,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around the changes of one admission, as it is after it."""

    story: Story
    story_reports: int
    events: Mapping[EventId, Event]
    reports: Mapping[ReportId, Report]
    actors: Mapping[ActorId, Actor]
    words: Callable[[Evidence], str]


def save_alerts(
    store: Store,
    admission: Admission,
    changes: Sequence[Change],
    *,
    watches: Sequence[Watch],
    around: Surroundings,
) -> tuple[Alert, ...]:
    """Save the alerts that `changes` open or alter, and an outbox row for each of their channels.

    The outbox rows are saved with them or not at all. Of what a person rejected there is no news, until
    somebody gives it a status again.
    """
    changes = [
        change for change in changes if corrects(change) or not is_rejected(store.judgements(change.about))
    ]
    if not changes:
        return ()
    held = _held_alerts(store, watches, changes)
    if not watches and not held:
        return ()
    labels = source_labels_of(store)
    contexts = {change.id: _context_of(change, around, labels) for change in changes}
    alerts = evaluate(changes, contexts, watches, held, admission.arrived)
    if (
        around.story.handling == INTERNAL
    ):  # the desk sees it; a channel leads out of the desk, so none is told
        for alert in alerts:
            admission.save_alert(replace(alert, handling=INTERNAL))
        return alerts
    asking = {watch.name: watch for watch in watches}
    before = {alert.id: alert for alert in held}
    _save_tellings(
        admission,
        [_telling(store, asking.get(it.watch), it, before.get(it.id), changes) for it in alerts],
        changes,
        around,
    )
    return alerts


def _save_tellings(
    admission: Admission, tellings: Sequence[_Telling], changes: Sequence[Change], around: Surroundings
) -> None:
    for told in tellings:
        admission.save_alert(told.alert)
    for about in dict.fromkeys(told.alert.about for told in tellings):
        _save_together(admission, [it for it in tellings if it.alert.about == about], changes, around)


def _save_together(
    admission: Admission, tellings: Sequence[_Telling], changes: Sequence[Change], around: Surroundings
) -> None:
    """Save what is told of one thing: on each channel once, whichever watches it is told for."""
    for channel in dict.fromkeys(name for told in tellings for name in told.channels):
        here = [told for told in tellings if channel in told.channels]
        # What takes back is not to drown in news, and what cannot wait does not wait for what can.
        first = min(here, key=lambda told: (not told.alert.corrects, told.due, -urgency(told.alert.level)))
        others = [told for told in here if told is not first]
        teller = _save_delivery(admission, first, channel, changes, around, others=others)
        for told in others:
            _save_delivery(admission, told, channel, changes, around, within=teller)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    """An alert that is told now: on which channels, and when."""

    alert: Alert
    channels: tuple[str, ...]
    due: str

    @property
    def held(self) -> Held | None:
        """Why it waits until it is due, where it does."""
        return "quiet hours" if instant_of(self.due) > instant_of(self.alert.updated) else None


def _telling(
    store: Store, watch: Watch | None, fired: Alert, before: Alert | None, changes: Sequence[Change]
) -> _Telling:
    """Return an alert as it is told: where it went before, whatever became of its watch."""
    sent = store.deliveries(alert=fired.id)
    went = [row.channel for row in sent]
    if watch is None:
        return _Telling(alert=fired, channels=tuple(dict.fromkeys(went)), due=fired.updated)
    due = _due(watch, fired)
    alert = _awaiting(watch, fired, before, due)
    channels = tuple(dict.fromkeys((*watch.channels, *watch.rota[:1], *went)))
    still = _is_too_soon(watch, alert, before, changes, sent)
    return _Telling(alert=alert, channels=() if still else channels, due=due)


def _awaiting(watch: Watch, alert: Alert, before: Alert | None, due: str) -> Alert:
    """Return an alert that somebody of a rota is to acknowledge: one that opened, or was woken, just now."""
    woken = before is None or before.state != "open"
    if not watch.rota or not woken:
        return alert
    return replace(alert, asked=due, acknowledged=None)


def _held_alerts(store: Store, watches: Sequence[Watch], changes: Sequence[Change]) -> list[Alert]:
    about = {change.about for change in changes}
    # An alert keeps its id when it goes on about what its subject was merged into.
    own_ids = {alert_id(watch.name, subject) for watch in watches for subject in about}
    return store.alerts(about=about, or_ids=own_ids)


def _save_delivery(
    admission: Admission,
    told: _Telling,
    channel: str,
    changes: Sequence[Change],
    around: Surroundings,
    *,
    others: Sequence[_Telling] = (),
    within: str | None = None,
) -> str:
    """Save an outbox row of an alert, with the words that its changes rest on, and return its id.

    It is told for `others` too, or by the row `within` which it is.
    """
    alert = told.alert
    evidence = [item for change in changes if change.id in alert.changes for item in change.evidence]
    quotes = [_quoted(item, around) for item in dict.fromkeys(evidence)]
    unusual = [it.reason for it in changes if it.id in alert.changes and it.type == "unusual"]
    message = replace(
        _message(alert, evidence, around, unusual),
        also=tuple(other.alert.watch for other in others),
        level=max((alert.level, *(other.alert.level for other in others)), key=urgency),
    )
    [row] = deliveries(alert, [channel], message=message, quotes=quotes, due=told.due)
    row = replace(row, held=told.held)
    if within is not None:
        row = replace(row, state="gathered", due=None, held=None, within=within)
    admission.save_delivery(row, quotes=[quoted.text_id for quoted in quotes])
    return row.id


def follow_alerts(
    store: Store,
    admission: Admission,
    leads: Mapping[Subject, Subject],
    revived: Mapping[Subject, Subject],
) -> None:
    """Let open alerts go with what they are about: to what it was merged into, and back when that is undone.

    `revived` maps ids that are held again to where they led. Where a watch has an alert about both, the one
    about the merged id is closed.
    """
    now = admission.arrived
    subjects = {*leads, *leads.values(), *revived, *revived.values()}
    held = [alert for alert in store.alerts(about=subjects) if alert.is_live]
    about = {(alert.watch, alert.about) for alert in held}
    for alert in held:
        new = leads.get(alert.about)
        back = next((one for one in revived if alert_id(alert.watch, one) == alert.id), None)
        if new is not None and (alert.watch, new) in about:
            admission.save_alert(replace(alert, state="closed", dismissed=None, updated=now))
        elif new is not None or (back is not None and back != alert.about):
            admission.save_alert(replace(alert, about=new or back or alert.about))
    _open_again(store, admission, revived)


def _open_again(store: Store, admission: Admission, revived: Collection[Subject]) -> None:
    """Open what was closed because its own subject was merged, where that is held again."""
    for alert in store.alerts(state="closed", about=revived):
        if alert_id(alert.watch, alert.about) == alert.id and alert.dismissed is None:
            admission.save_alert(replace(alert, state="open", updated=admission.arrived))


def close_unfounded(store: Store, admission: Admission, subjects: Sequence[Subject]) -> None:
    """Close the open alerts about subjects of which no words are left."""
    for alert in store.alerts(about=subjects):
        admission.save_alert(replace(alert, state="closed", dismissed=None, updated=admission.arrived))


def _context_of(change: Change, around: Surroundings, labels: SourceLabels) -> ChangeContext:
    """Return what a watch may ask of a change; one about a story or report knows its title only."""
    words = tuple(around.words(item) for item in change.evidence)
    event = around.events.get(EventId(change.about.id)) if change.about.kind == "event" else None
    reports = (around.reports[it.report] for it in change.evidence if it.report in around.reports)
    told = ChangeWords(
        title=around.story.title,
        words=words,
        labels=tuple(sorted({label for report in reports for label in labels.of_report(report)})),
        reports=around.story_reports,
        outlet=_outlet(change, around),
    )
    if event is None:
        return context_of(ChangeScope(origins=around.story.origins), told)
    countries = {country for member in event.members for country in member.countries}
    if event.place and event.place.country:
        countries.add(event.place.country)
    told = replace(
        told,
        places=_place_names(event),
        claimants=_names(event.claimants, around),
        sources=_names(event.source, around),
        targets=_names(event.target, around),
        reports=len({member.report for member in event.members}),
        claimant=_claimant(change, event, around),
    )
    return context_of(scope_of_event(event, countries=sorted(countries)), told)


def _outlet(change: Change, around: Surroundings) -> str | None:
    """Return the outlet of the words that a change rests on: of the last, which are the new ones."""
    report = around.reports.get(change.evidence[-1].report) if change.evidence else None
    return report.outlet if report else None


def _claimant(change: Change, event: Event, around: Surroundings) -> str | None:
    """Return who says, in the words that a change rests on, what it changes."""
    spans = {(it.text_id, it.span) for it in change.evidence}
    told = (it.claimant for it in event.members if it.claimant and (it.text_id, it.span) in spans)
    actor = around.actors.get(next(told, ActorId("")))
    return actor.name if actor else None


# What tells no new fact: that more wrote of it for themselves.
_NO_NEW_FACTS = frozenset({"corroborated"})


def _is_too_soon(
    watch: Watch, alert: Alert, before: Alert | None, changes: Sequence[Change], sent: Sequence[Delivery]
) -> bool:
    """Tell whether a watch keeps still so shortly after its last message; only a new fact breaks that."""
    if before is None or not sent or not watch.cooldown:
        return False
    new = {
        change.type for change in changes if change.id in alert.changes and change.id not in before.changes
    }
    told = [instant_of(moment) for row in sent if (moment := told_at(row))]
    if not told:
        return False  # the words of all messages were taken away
    last = max(told)
    soon = instant_of(alert.updated) < last + watch.cooldown
    return soon and new <= _NO_NEW_FACTS


def _due(watch: Watch, alert: Alert) -> str:
    """Return when an alert is to be sent: what is not urgent waits for the end of the quiet hours."""
    if watch.quiet_hours is None or alert.level == "high":
        return alert.updated
    end = watch.quiet_hours.end_after(instant_of(alert.updated))
    return as_moment(end) if end else alert.updated


def _message(
    alert: Alert, evidence: Sequence[Evidence], around: Surroundings, unusual: Sequence[Reason]
) -> AlertMessage:
    """Return what a message about an alert tells: what happened, in the words that stand for it.

    Of what is unusual it is how unusual, and the story in which most of it is.
    """
    event = around.events.get(EventId(alert.about.id))
    words = next((around.words(it) for it in event.evidence), "") if event else ""
    latest = around.reports.get(evidence[-1].report) if evidence else None
    return AlertMessage(
        summary=f"{reason_words(unusual[-1])}: {around.story.title}"
        if unusual
        else alert_subject(alert, words or around.story.title, _origins(event, around)),
        reason=alert_words(alert),
        reports=_reports(alert.about, around),
        published=latest.published.value if latest and latest.published else None,
        to_acknowledge=alert.asked is not None and alert.acknowledged is None,
    )


def _origins(event: Event | None, around: Surroundings) -> int:
    """Return how many separately written texts tell of an event; of a story where there is none."""
    if event is None:
        return around.story.origins
    return len({*event.origins.own_voice, *event.origins.attributed, *event.origins.denied})


def _place_names(event: Event) -> tuple[str, ...]:
    """Return the places that an event is told to have happened at, and the regions that hold them."""
    # The event itself may have a place that no mention tells: the town that its reports are about.
    places = [place for place in (*(m.place for m in event.members), event.place) if place]
    regions = regions_of(place.geonames for place in places if place.geonames)
    own = (name for place in places for name in (place.code, *place.within) if name)
    return tuple(dict.fromkeys((*(place.name for place in places), *own, *regions)))


def _names(actors: Sequence[ActorId], around: Surroundings) -> tuple[str, ...]:
    return tuple(actor.name for id_ in actors if (actor := around.actors.get(id_)) is not None)


def _reports(about: Subject, around: Surroundings) -> int:
    event = around.events.get(EventId(about.id))
    return len({member.report for member in event.members}) if event else around.story_reports


def _quoted(evidence: Evidence, around: Surroundings) -> Quoted:
    report = around.reports.get(evidence.report)
    url = next((member.url for member in report.renditions if member.url), None) if report else None
    return Quoted(
        text_id=evidence.text_id,
        words=around.words(evidence),
        outlet=report.outlet if report else None,
        url=url,
    )
