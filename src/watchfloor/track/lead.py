"""Which happening of a story stands first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watchfloor.model import Event

# How much a deed of a type moves, from words to force as PLOVER orders them; types not listed are words.
_WEIGHT: Mapping[str, int] = {
    "DISASTER": 5, "ASSAULT": 5, "ACCIDENT": 5, "COERCE": 4, "AGREE": 4, "SANCTION": 4, "MOBILIZE": 4,
    "PROTEST": 4, "RETREAT": 3, "AID": 3, "SUPPORT": 3, "COOPERATE": 3, "CONSULT": 2, "CONCEDE": 2,
    "REJECT": 2,
}  # fmt: skip


def lead_of(events: Sequence[Event]) -> str | None:
    """Return the id of the event that most separately written texts tell, the weightier of equals.

    What did not happen, or may happen, leads only where nothing else is told.
    """
    lead = max((event for event in events if event.members), key=_rank, default=None)
    return lead.id if lead else None


def _rank(event: Event) -> tuple[bool, int, int, int, str]:
    voices = event.origins
    origins = len({*voices.own_voice, *voices.attributed})
    real = event.modality in ("actual", "alleged") and event.polarity == "asserted"
    return real, origins, _WEIGHT.get(event.type, 1), len(event.members), event.id
