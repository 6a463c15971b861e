"""What people choose: a value for a slot of an event, a number of a series; and the taking back of either.

The chosen value is what the floor holds from then on, in lists, briefs, exports, alerts and rules; the
machine's stays beside it in the act.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from watchfloor.disclosure import name_of
from watchfloor.engine.admit.unit import Unit
from watchfloor.engine.answer.numbers import series_of
from watchfloor.engine.decide.acknowledging import Acknowledgements
from watchfloor.engine.decide.desk_work import WORK_KINDS, DeskWork
from watchfloor.engine.decide.slot_values import read_slot
from watchfloor.engine.decide.unsharing import Unsharing
from watchfloor.engine.decide.verdicts import Judged, Verdicts
from watchfloor.errors import UsageError
from watchfloor.model import (
    ALERT_KINDS,
    STORY_KINDS,
    UNDOABLE_KINDS,
    Actor,
    Change,
    Event,
    EventId,
    EventSlot,
    Judgement,
    Reason,
    ReasonCode,
    SlotValue,
    Subject,
    change_id,
    digest,
)
from watchfloor.store import Store
from watchfloor.track import keys_of_event
from watchfloor.track.events.decided import decided, filled, machine_value, slot_of, standing_choices


class DecidedChoices(Verdicts):
    """Verdicts, and what people choose instead of what the machine read."""

    def choose(
        self, event_id: EventId, slot: EventSlot, written: str, *, reason: str, by: str, at: str
    ) -> Judged:
        """Let a slot of an event hold what a person says."""
        _needs_reason(reason)
        event = self._event(event_id)
        chosen = read_slot(self.store, slot, written)
        acts = self.store.judgements(Subject("event", event.id))
        held = standing_choices(acts).get(slot)
        if held is not None and (held.chosen, held.by) == (chosen, by):
            return Judged(act=None, said=(f"event {event.id}: that was said already",))
        machine = held.machine if held is not None and held.machine else slot_of(event, slot)
        return self._fill(event, slot, chosen, machine, reason=reason, by=by, at=at)

    def use(self, number_id: str, written: str | None, *, reason: str, by: str, at: str) -> Judged:
        """Let the desk use a number of a series, the latest one where none is named."""
        _needs_reason(reason)
        series = series_of(self.store, number_id)
        value = series.latest if written is None else _number(written)
        told = tuple(dict.fromkeys(point.claim.evidence.report for point in series.points))
        about = Subject("number", series.id)
        return self._say("use", about, f"{value:.15g}", reason=reason, by=by, at=at, members=told)

    def take_back(self, act: Judgement, *, reason: str, by: str, at: str) -> Judged:
        """Take back a choice: what the machine says now, or what was chosen before, stands again."""
        _needs_reason(reason)
        if act.kind in ALERT_KINDS:
            return Acknowledgements(self.store).take_back(act, reason=reason, by=by, at=at)
        if act.kind in WORK_KINDS:
            return DeskWork(self.store).take_back(act, reason=reason, by=by, at=at)
        if act.kind == "unshare":
            return Unsharing(self.store).take_back(act, reason=reason, by=by, at=at)
        if act.slot is None:
            return self._say("use", act.about, None, reason=reason, by=by, at=at, undoes=act.id)
        event = self._event(EventId(act.about.id))
        left = [it for it in self.store.judgements(act.about) if it.id != act.id]
        before = standing_choices(left).get(act.slot)
        value = before.chosen if before is not None and before.chosen else machine_value(event, act.slot)
        return self._fill(event, act.slot, value, None, reason=reason, by=by, at=at, undoes=act.id)

    def _fill(
        self,
        event: Event,
        slot: EventSlot,
        value: SlotValue,
        machine: SlotValue | None,
        *,
        reason: str,
        by: str,
        at: str,
        undoes: str | None = None,
    ) -> Judged:
        about = Subject("event", event.id)
        story = self.store.story(event.story)
        assert story is not None, "an event is of a story"
        what = f"{slot} of event {event.id}{' taken back' if undoes else ''}"
        with self.store.admission(arrived=at, kind="judgement", what=what) as admission:
            act = Judgement(
                id=digest("act", str(admission.sequence), "replace", slot, event.id),
                kind="replace",
                about=about,
                value=slot_words(self.store, value, slot) if undoes is None else None,
                by=by,
                at=at,
                reason=reason,
                slot=slot,
                chosen=value if undoes is None else None,
                machine=machine,
                undoes=undoes,
            )
            admission.act(act)
            acts = [*self.store.judgements(about), act]
            told = decided(filled(event, slot, value), acts)
            admission.save_event(told, keys_of_event(told))
            change = _change(self.store, event, told, act)
            Unit(self.store, admission, self.watches).tell([change], story=story, events=[told])
        return Judged(act=act, said=(f"kept: {what}: {change.after or 'nobody'}",), changes=(change,))

    def _event(self, event_id: EventId) -> Event:
        event = self.store.event(event_id)
        if event is None or not event.members:  # its texts may have been taken down since
            raise UsageError(f"{event_id} is no event here; list them with: watchfloor show events")
        return event


def chosen_act(store: Store, act_id: str, own: Collection[str]) -> Judgement | None:
    """Return the choice of an id, or the last act of one of `own` signatures, where it is a choice."""
    acts = [act for act in store.judgements() if act.kind in UNDOABLE_KINDS]
    undone = {act.undoes for act in acts if act.undoes}
    meant = _last(acts, own, undone) if act_id == "last" else {act.id: act for act in acts}.get(act_id)
    if meant is None or meant.kind in STORY_KINDS:
        return None
    if meant.id in undone:
        raise UsageError(f"act {act_id} was undone already")
    return meant


def _last(acts: Sequence[Judgement], own: Collection[str], undone: Collection[str]) -> Judgement | None:
    """Return the last of one's own acts that stands."""
    mine = (act for act in reversed(acts) if act.by in own and not act.undoes)
    return next((act for act in mine if act.id not in undone), None)


def slot_words(store: Store, value: SlotValue, slot: EventSlot) -> str:
    """Return the value of an event's slot in words for a list; "" for an empty slot."""
    if slot in ("doer", "target"):
        ids = [*value.source, *value.target]
        held = store.held_values("actor", Actor, ids)
        return ", ".join(name_of(held[id_]) for id_ in ids if id_ in held)
    if slot == "type":
        return "/".join(filter(None, (value.type.value if value.type else "", value.mode or "")))
    if slot == "place":
        return value.place.name if value.place else ""
    return (value.date.start or "") if value.date else ""


def _change(store: Store, before: Event, after: Event, act: Judgement) -> Change:
    assert act.slot is not None
    reason = Reason(code=ReasonCode.DECIDED_BY_PERSON, by=act.by, words=act.reason, details=(act.slot,))
    return Change(
        id=change_id("decided", act.id),
        type="decided",
        at=after.date.start if after.date else None,
        known=act.at,
        about=act.about,
        before=slot_words(store, slot_of(before, act.slot), act.slot) or None,
        after=slot_words(store, slot_of(after, act.slot), act.slot) or None,
        score=1.0,
        reason=reason,
        evidence=after.evidence[:1],
    )


def _number(written: str) -> float:
    try:
        value = float(written.replace(",", ""))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1e12:
        raise UsageError(f"{written!r} is no number of people or things; write digits: 11")
    return value


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise UsageError("a choice needs its reason; give it with --note")
