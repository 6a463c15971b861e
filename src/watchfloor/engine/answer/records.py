"""What was known of a story at a moment, whom it had been told to, what people had decided and said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from watchfloor.engine.answer.numbers import story_numbers
from watchfloor.errors import UsageError
from watchfloor.model import (
    Alert,
    GivenOnce,
    MessageTold,
    StoryId,
    StoryRecord,
    Subject,
    instant_of,
)
from watchfloor.store import Shares, Store
from watchfloor.store.newest import acts_about


def story_record(store: Store, story_id: StoryId, *, as_of: str | None, now: str) -> StoryRecord:
    """Return the record of a story as of a moment; raise UsageError for one that was not known then."""
    with store.snapshot():
        story = store.story(story_id, as_of=as_of)
        if story is None:
            when = f" at {as_of}" if as_of else ""
            raise UsageError(
                f"{story_id} was no story of the floor{when}; list them with: watchfloor show stories"
            )
        events = [event for event in store.events(story=story.id, as_of=as_of) if event.members]
        reports = store.reports(story=story.id, as_of=as_of)
        numbers = story_numbers(store, story, as_of=as_of)
        about = [Subject("story", story.id), *(Subject("event", event.id) for event in events)]
        alerts = store.alerts(about=about, as_of=as_of)
        subjects = [
            *about,
            *(Subject("report", report.id) for report in reports),
            *(Subject("number", series.id) for series in numbers),
            *(Subject("alert", alert.id) for alert in alerts),
        ]
        acts = acts_about(store, subjects, as_of=as_of)
        given = _given(store, [*(event.id for event in events), *(report.id for report in reports)], as_of)
    undone = {act.undoes for act in acts if act.undoes}
    return StoryRecord(
        story=story,
        as_of=as_of or now,
        reports=tuple(reports),
        events=tuple(events),
        numbers=tuple(numbers),
        told=tuple(sorted(_tellings(store, alerts, as_of), key=lambda it: (it.at or "~", it.channel))),
        given=tuple(given),
        acts=tuple(acts),
        undone=frozenset(undone),
    )


def _given(store: Store, ids: Iterable[str], as_of: str | None) -> Iterator[GivenOnce]:
    """Yield what was given of a story by a moment; what was taken back only later stood then."""
    shares = Shares(store)
    seen = set()
    for any_id in ids:
        for given in shares.given_once(any_id):
            key = (given.share, given.table, given.id, given.given)
            if key not in seen and (as_of is None or _is_by(given.given, as_of)):
                seen.add(key)
                yield given


def _tellings(store: Store, alerts: Iterable[Alert], as_of: str | None) -> Iterator[MessageTold]:
    for alert in alerts:
        seen = alert.acknowledged
        for delivery in store.deliveries(alert=alert.id, as_of=as_of):
            tried = store.attempts(delivery.id)
            arrived = [it["at"] for it in tried if it["state"] == "delivered"]
            at = next((moment for moment in arrived if as_of is None or _is_by(moment, as_of)), None)
            yield MessageTold(
                channel=delivery.channel,
                alert=alert.id,
                watch=alert.watch,
                level=alert.level,
                at=at,
                state="delivered"
                if at
                else "not sent yet"
                if delivery.state == "delivered"
                else delivery.state,
                seen_by=seen.by if seen else None,
                seen_at=seen.at if seen else None,
            )


def _is_by(moment: str, as_of: str) -> bool:
    """Tell whether a moment is not after another; of a bare day, all of it counts."""
    if len(as_of) == 10:
        return moment[:10] <= as_of
    return instant_of(moment) <= instant_of(as_of)
