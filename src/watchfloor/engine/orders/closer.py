"""While an urgent alert is open the sources that told it are asked every minute, within politeness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from watchfloor.engine.orders.outlets import sources_of
from watchfloor.model import Alert, EventId, ReportId, StoryId, as_moment, instant_of
from watchfloor.store import HeldSource, Sources, Store

_EVERY = timedelta(minutes=1)
_LIVELY = timedelta(hours=6)  # without news for so long, an alert is no cause for haste any more
_MOST = 20  # alerts that are looked at, the newest
_ASKED = frozenset(("feed", "sitemap", "page"))


def ask_closely(store: Store, *, now: str) -> int:
    """Let the sources that told open `high` alerts be due a minute after their last visit; return how many.

    Only those that are well, and for which nobody set how often they are asked; the pauses that a host asks
    for hold as ever.
    """
    with store.snapshot():
        since = store.sequence_at(as_moment(instant_of(now) - _LIVELY)) + 1
        alerts = [it for it in store.alerts(state="open", since=since) if it.level == "high"]
        urls = [url for alert in alerts[-_MOST:] for url in _told_at(store, alert)]
        close = sources_of(_may_be_asked(store), urls) if urls else []
        hastened = [it for it in (_sooner(one, now) for one in close) if it is not None]
    if hastened:
        with store.turn():
            for one in hastened:
                Sources(store).postpone(one)
    return len(hastened)


def _told_at(store: Store, alert: Alert) -> Iterator[str | None]:
    """Yield the addresses of the articles that tell what an alert is about."""
    if alert.about.kind == "event":
        event = store.event(EventId(alert.about.id))
        ids = dict.fromkeys(member.report for member in event.members) if event else {}
        reports = [store.report(ReportId(id_)) for id_ in ids]
    else:
        reports = [*store.reports(story=StoryId(alert.about.id))]
    for report in filter(None, reports):
        yield from (member.url for member in report.renditions)


def _may_be_asked(store: Store) -> list[HeldSource]:
    return [
        it
        for it in Sources(store).all()
        if it.source.kind in _ASKED
        and not it.source.paused
        and it.source.every is None
        and it.health.status == "healthy"
    ]


def _sooner(held: HeldSource, now: str) -> HeldSource | None:
    """Return a source as due a minute after its last visit; None where it is due by then anyway."""
    due = as_moment(instant_of(held.health.tried or now) + _EVERY)
    if held.health.due is None or held.health.due <= due:
        return None
    return replace(held, health=replace(held.health, due=due))
