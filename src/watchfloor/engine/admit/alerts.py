"""Changes -> alerts and outbox rows, inside the admission that made the changes; and the outbox's work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watchfloor.model import Actor, Alert, Change, Delivery, Event, Evidence, Report, Story, Subject
from watchfloor.store import Admission, Store
from watchfloor.watch import (
    ChangeContext,
    Channel,
    Outcome,
    Quoted,
    Watch,
    alert_id,
    corrects,
    deliver,
    deliveries,
    evaluate,
    settle,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What stands around the changes of one admission, as it is after it."""

    story: Story
    events: Mapping[str, Event]
    reports: Mapping[str, Report]
    actors: Mapping[str, Actor]
    words: Callable[[Evidence], str]


def save_alerts(
    admission: Admission,
    changes: Sequence[Change],
    *,
    watches: Sequence[Watch],
    held: Sequence[Alert],
    known: Known,
    sent: Callable[[Alert], Sequence[str]],
    now: str,
) -> tuple[Alert, ...]:
    """Save the alerts that `changes` open or alter, and an outbox row for each of their channels.

    `sent` gives the channels that an alert went to before: corrections go there whatever became of the watch.
    """
    contexts = {change.id: context_of(change, known) for change in changes}
    alerts = evaluate(changes, contexts, watches, held, now)
    channels = {watch.name: watch.channels for watch in watches}
    for alert in alerts:
        admission.save_alert(alert)
        evidence = [item for change in changes if change.id in alert.changes for item in change.evidence]
        quotes = [_quoted(item, known) for item in dict.fromkeys(evidence)]
        rows = deliveries(
            alert,
            (*channels.get(alert.watch, ()), *sent(alert)),
            title=known.story.title,
            reports=_reports(alert.about, known),
            quotes=quotes,
        )
        for row in rows:
            admission.save_delivery(row, quotes=[quoted.text_id for quoted in quotes])
    return alerts


def alert_on(
    store: Store,
    admission: Admission,
    changes: Sequence[Change],
    *,
    watches: Sequence[Watch],
    actors: Mapping[str, Actor],
    story: Story,
    events: Sequence[Event],
    reports: Sequence[Report],
    now: str,
    texts: dict[str, str] | None = None,
) -> None:
    """Open, update and correct alerts; the outbox rows are saved with them or not at all.

    `texts` holds words by text id that are at hand already. Of what a person rejected there is no news, until
    somebody gives it a status again.
    """
    changes = [change for change in changes if corrects(change) or not _rejected(store, change.about)]
    at_hand = {} if texts is None else texts

    def words(evidence: Evidence) -> str:
        text = at_hand.get(evidence.text_id)
        if text is None:
            stored = store.text(evidence.text_id)
            text = at_hand[evidence.text_id] = stored.text if stored else ""
        return evidence.span.of(text)

    save_alerts(
        admission,
        changes,
        watches=watches,
        held=store.alerts(state="open"),
        known=Known(
            story=story,
            events={event.id: event for event in events},
            reports={report.id: report for report in reports},
            actors=actors,
            words=words,
        ),
        sent=lambda alert: [row.channel for row in store.deliveries(alert=alert.id)],
        now=now,
    )


def _rejected(store: Store, about: Subject) -> bool:
    verdicts = [act.kind for act in store.judgements(about) if act.kind in ("status", "reject")]
    return verdicts[-1:] == ["reject"]


def follow_alerts(
    store: Store,
    admission: Admission,
    leads: Mapping[Subject, Subject],
    revived: Sequence[Subject],
    *,
    now: str,
) -> None:
    """Let open alerts go with what they are about: to what it was merged into, and back when that is undone.

    Where a watch has an alert about both, the one about the merged id is closed.
    """
    held = store.alerts(state="open")
    about = {(alert.watch, alert.about) for alert in held}
    for alert in held:
        new = leads.get(alert.about)
        back = next((one for one in revived if alert_id(alert.watch, one) == alert.id), None)
        if new is not None and (alert.watch, new) in about:
            admission.save_alert(replace(alert, state="closed", updated=now))
        elif new is not None or (back is not None and back != alert.about):
            admission.save_alert(replace(alert, about=new or back or alert.about))
    for alert in store.alerts(state="closed"):
        if any(alert_id(alert.watch, one) == alert.id and one == alert.about for one in revived):
            admission.save_alert(replace(alert, state="open", updated=now))


def context_of(change: Change, known: Known) -> ChangeContext:
    """Return what a watch may ask of a change; one about a story or report knows its title only."""
    words = tuple(known.words(item) for item in change.evidence)
    event = known.events.get(change.about.id) if change.about.kind == "event" else None
    if event is None:
        return ChangeContext(
            title=known.story.title,
            words=words,
            origins=known.story.origins,
            reports=len(known.story.reports),
        )
    sources, targets = _names(event.source, known), _names(event.target, known)
    place = event.place
    countries = {country for member in event.members for country in member.countries}
    if place and place.country:
        countries.add(place.country)
    return ChangeContext(
        type=event.type.value,
        mode=event.mode,
        countries=tuple(sorted(countries)),
        place_names=tuple(dict.fromkeys(m.place.name for m in event.members if m.place)),
        actor_names=tuple(dict.fromkeys((*sources, *targets))),
        source_names=sources,
        target_names=targets,
        origins=len({*event.origins.own_voice, *event.origins.attributed}),
        reports=len({member.report for member in event.members}),
        title=known.story.title,
        words=words,
        polarity=event.polarity,
        modality=event.modality,
        grade=event.grade,
    )


def _names(actors: Sequence[str], known: Known) -> tuple[str, ...]:
    return tuple(known.actors[actor].name for actor in actors if actor in known.actors)


def _reports(about: Subject, known: Known) -> int:
    event = known.events.get(about.id)
    return len({member.report for member in event.members}) if event else len(known.story.reports)


def _quoted(evidence: Evidence, known: Known) -> Quoted:
    report = known.reports.get(evidence.report)
    url = next((member.url for member in report.renditions if member.url), None) if report else None
    return Quoted(
        text_id=evidence.text_id,
        words=known.words(evidence),
        outlet=report.outlet if report else None,
        url=url,
    )


def work_outbox(
    store: Store, channels: Mapping[str, Channel], *, clock: Callable[[], datetime]
) -> Iterator[tuple[Delivery, Outcome]]:
    """Try every delivery that is due, oldest first, and record what came of it; yield both.

    Each try is recorded at once: a kill between the act and its record repeats the act with the same id.
    """
    gone: set[str] = set()
    now = clock().strftime("%Y-%m-%dT%H:%M:%SZ")
    for delivery in store.deliveries(due_before=now):
        channel = channels.get(delivery.channel)
        if channel is None:
            outcome = Outcome(
                error=f"no channel {delivery.channel!r} in watchfloor.toml; add it or drop the row"
            )
        elif delivery.channel in gone:
            outcome = Outcome(error="the channel was switched off: its receiver is gone", retry=False)
        else:
            outcome = deliver(delivery, channel, clock=clock)
        settled = settle(delivery, outcome, now)
        if settled.disable_channel:
            gone.add(delivery.channel)
        store.record_attempt(
            delivery.id,
            at=now,
            state=settled.delivery.state,
            due=settled.delivery.due,
            error=settled.delivery.error,
        )
        yield delivery, outcome
