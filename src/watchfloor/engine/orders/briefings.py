"""Briefings: what is new in a situation, story by story, sent when it is due, also when nothing is.

A briefing is an order of `tick`, given once for each time that it is due: what was sent stands in the outbox.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from watchfloor.config import Config, Retention
from watchfloor.disclosure import disclose
from watchfloor.engine.answer.coverage import coverage
from watchfloor.engine.answer.morning import story_news
from watchfloor.engine.answer.times import Clock
from watchfloor.engine.orders.briefing_files import BriefingPlan, read_briefings
from watchfloor.exchange.briefings import BriefingText, briefing_text
from watchfloor.model import Audience, as_moment, digest, instant_of
from watchfloor.store import Store
from watchfloor.watch import briefing_message

_LATE = timedelta(hours=6)  # after that a floor that was switched off waits for the next time
_MOST_STORIES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefer:
    """Sends the briefings of a floor; `audiences` say what the receivers of each channel may see."""

    plans: Mapping[str, BriefingPlan] = field(default_factory=dict)
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    licences: Retention = field(default_factory=Retention)

    def give(self, store: Store, *, now: str) -> int:
        """Put what is due at `now`, and was not sent, into the outbox; return how many briefings that are."""
        return sum(self._give(store, plan, now) for plan in self.plans.values())

    def _give(self, store: Store, plan: BriefingPlan, now: str) -> bool:
        moment = instant_of(now)
        due = plan.schedule.last(moment)
        if moment - due > _LATE or _was_sent(store, plan, as_moment(due)):
            return False
        self.send(store, plan, slot=as_moment(due), now=now)
        return True

    def send(self, store: Store, plan: BriefingPlan, *, slot: str, now: str) -> None:
        """Put a briefing into the outbox; `slot` is what it is sent for, once."""
        told = self.text(store, plan, now=now)
        row = briefing_message(
            message_id=_row_id(plan, slot),
            briefing=_briefing_id(plan),
            channel=plan.channel,
            told=told.message,
            now=now,
        )
        what = f"briefing {plan.name} to {plan.channel}"
        with store.turn(), store.admission(arrived=now, kind="tick", what=what) as admission:
            admission.save_delivery(row, quotes=told.texts)

    def text(self, store: Store, plan: BriefingPlan, *, now: str) -> BriefingText:
        """Return what a briefing says at `now`, as the receivers of its channel may see it."""
        clock = Clock(instant_of(now), plan.schedule.zone)
        since = _since(plan, clock.now)
        scope = replace(plan.situation.scope(clock), since=as_moment(since))
        audience = self.audiences.get(plan.channel, Audience.public)
        with store.snapshot():
            every = (
                (disclose(it.known, audience, self.licences), it.brief)
                for it in story_news(store, scope, now=now)
            )
            news = [
                (shown, told) for shown, told in every if shown.value.stories
            ]  # of the others nothing is said
            rests = coverage(store, now=now)
        return briefing_text(
            title=plan.title,
            since=since.astimezone(plan.schedule.zone),
            until=clock.now.astimezone(plan.schedule.zone),
            stories=news[:_MOST_STORIES],
            more=max(0, len(news) - _MOST_STORIES),
            coverage=rests,
        )


def briefer(config: Config) -> Briefer:
    """Return what sends the briefings of a floor; one that cannot be read stops itself only."""
    audiences = {name: _audience(given.get("audience")) for name, given in config.channels.items()}
    return Briefer(plans=read_briefings(config).held, audiences=audiences, licences=config.retention)


def _audience(written: object) -> Audience:
    return Audience.partner if written == Audience.partner.value else Audience.public


def _since(plan: BriefingPlan, moment: datetime) -> datetime:
    """Return from when on a briefing tells: from the time that it was due before the last."""
    last = plan.schedule.last(moment)
    return plan.schedule.last(last - timedelta(minutes=1)) if moment - last <= _LATE else last


def _briefing_id(plan: BriefingPlan) -> str:
    return digest("briefing", plan.name, plan.channel)


def _row_id(plan: BriefingPlan, slot: str) -> str:
    return digest("delivery", _briefing_id(plan), slot)


def _was_sent(store: Store, plan: BriefingPlan, slot: str) -> bool:
    wanted = _row_id(plan, slot)
    return any(row.id == wanted for row in store.deliveries(alert=_briefing_id(plan)))
