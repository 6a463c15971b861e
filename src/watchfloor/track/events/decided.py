"""What people decided of an event in its slots: theirs stands, the machine's stays beside it in the act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from watchfloor.model import (
    Change,
    Event,
    EventSlot,
    Judgement,
    Reason,
    ReasonCode,
    SlotValue,
    change_id,
)
from watchfloor.track.events.events import fold_event, slots_by_hand

SLOTS: Mapping[EventSlot, tuple[str, ...]] = {
    "doer": ("source",),
    "target": ("target",),
    "place": ("place",),
    "day": ("date",),
    "type": ("type", "mode"),
}


def standing_choices(acts: Iterable[Judgement]) -> dict[EventSlot, Judgement]:
    """Return the last choice of each slot that nobody took back; `acts` are oldest first."""
    acts = list(acts)
    undone = {act.undoes for act in acts if act.undoes}
    return {
        act.slot: act for act in acts if act.slot and act.chosen and act.id not in undone and not act.undoes
    }


def slot_of(event: Event, slot: EventSlot) -> SlotValue:
    """Return the value of a slot of an event, such as its place or day."""
    return SlotValue(**{name: getattr(event, name) for name in SLOTS[slot]})


def machine_value(event: Event, slot: EventSlot) -> SlotValue:
    """Return what the machine makes of a slot by what tells of the event now."""
    return slot_of(fold_event(event.id, event.story, event.members), slot)


def filled(event: Event, slot: EventSlot, value: SlotValue) -> Event:
    """Return an event with another value in a slot."""
    fields: dict[str, Any] = {name: getattr(value, name) for name in SLOTS[slot]}
    return replace(event, **fields)


def decided(event: Event, acts: Iterable[Judgement]) -> Event:
    """Return an event with what people chose in its slots; the same one where nobody did."""
    choices = standing_choices(acts)
    for slot, act in choices.items():
        if act.chosen is not None:
            event = filled(event, slot, act.chosen)
    by_desk = tuple(dict.fromkeys((*slots_by_hand(event.members), *choices)))
    return event if event.by_desk == by_desk else replace(event, by_desk=by_desk)


def contradicted(event: Event, acts: Iterable[Judgement]) -> list[Judgement]:
    """Return the choices that the machine contradicts now, and did not when they were made."""
    return [
        act
        for slot, act in standing_choices(acts).items()
        if slot_of(event, slot) not in (act.chosen, act.machine)
    ]


def contradiction(event: Event, act: Judgement, *, known: str) -> Change:
    """Return the change that what is told now contradicts a choice: once for each value."""
    assert act.slot is not None
    now = slot_of(event, act.slot)
    return Change(
        id=change_id("contradicted", act.id, repr(now)),
        type="contradicted",
        at=event.date.start if event.date else None,
        known=known,
        about=act.about,
        before=act.value,
        after=None,
        score=1.0,
        reason=Reason(code=ReasonCode.CONTRADICTS_DESK, by=act.by, details=(act.slot,)),
        evidence=event.evidence[-1:],
    )
