"""Which happening of a story stands first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from watchfloor.dated import happened_before
from watchfloor.model import Event, EventId, EventMember
from watchfloor.plover import type_facts

_LIGHTEST = 1  # the weight of mere words
_BEGINNING = 400  # characters within which a report tells what it is about


def lead_of(events: Sequence[Event], began: str | None = None) -> EventId | None:
    """Return the id of the event that most separately written texts tell, the one told first of equals.

    What did not happen, or may happen, leads only where nothing else is told; so does what happened before
    the story `began`. A deed told only inside another ("arrested a man for the killings of 1967") is what
    the other is about: a text counts for it where a sentence of its beginning has no deed before it.
    """
    firsts = _first_triggers(events)

    def rank(event: Event) -> tuple[bool, bool, int, int, int, int, str]:
        voices = event.origins
        origins = len({*voices.own_voice, *voices.attributed})
        real = event.modality in ("actual", "alleged") and event.polarity == "asserted"
        opening = {
            member.origin
            for member in event.members
            if member.span.start < _BEGINNING and _begins(member) <= firsts[_sentence(member)]
        }
        return (
            real, not happened_before(event, began), origins, len(opening), _weight(event),
            len(event.members), event.id,
        )  # fmt: skip

    lead = max((event for event in events if event.members), key=rank, default=None)
    return lead.id if lead else None


def _weight(event: Event) -> int:
    return type_facts(event.type).weight


def _first_triggers(events: Sequence[Event]) -> Mapping[tuple[str, int], int]:
    """Return where the first deed of each sentence is told; sentences that tell of none have no bound."""
    found: dict[tuple[str, int], int] = defaultdict(lambda: 1 << 40)
    for event in events:
        if _weight(event) > _LIGHTEST:
            for member in event.members:
                key = _sentence(member)
                found[key] = min(found[key], _begins(member))
    return found


def _sentence(member: EventMember) -> tuple[str, int]:
    return member.text_id, member.span.start


def _begins(member: EventMember) -> int:
    return min((span.start for span in member.trigger), default=member.span.start)
