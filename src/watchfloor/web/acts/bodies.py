"""What is sent with acts of several kinds, and what is answered to them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from watchfloor.exchange.schema import ActOut
from watchfloor.model import Asked

Id = Annotated[str, Meta(min_length=1, max_length=100)]
Name = Annotated[str, Meta(min_length=1, max_length=100)]
WrittenWords = Annotated[str, Meta(max_length=2_000)]
WrittenReason = Annotated[
    str, Meta(min_length=1, max_length=2_000, description="Why; it is kept with the act.")
]
WrittenValue = Annotated[str, Meta(min_length=1, max_length=500)]
WrittenValues = Annotated[tuple[WrittenValue, ...], Meta(max_length=100)]
Ids = Annotated[tuple[Id, ...], Meta(min_length=1, max_length=100)]


class ConditionsIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What must hold of what is meant; within a list of conditions, one is enough."""

    country: WrittenValues = ()
    place: WrittenValues = ()
    actor: WrittenValues = ()
    type: WrittenValues = ()
    context: WrittenValues = ()
    outlet: WrittenValues = ()
    label: WrittenValues = ()
    language: WrittenValues = ()
    words: WrittenValue | None = None

    def asked(self, *, situation: str | None = None) -> Asked:
        """Return the question that holds them, within a situation where one is named."""
        return Asked(
            situation=situation,
            countries=self.country,
            places=self.place,
            actors=self.actor,
            types=self.type,
            contexts=self.context,
            outlets=self.outlet,
            labels=self.label,
            languages=self.language,
            words=self.words,
        )


class Because(Struct, forbid_unknown_fields=True, kw_only=True):
    """Why something is done."""

    reason: WrittenReason


class MergeIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Into which story another is put, or which event, and why."""

    into: Id
    reason: WrittenReason


class PartIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Which reports are taken out, and why."""

    reports: Ids
    reason: WrittenReason


class NoteIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What there is to say of it."""

    note: WrittenWords = ""


class AlteredOut(Struct, kw_only=True):
    """A change that an act made."""

    id: str
    type: str


class JudgedOut(Struct, kw_only=True):
    """What became of an act; `act` is null where all was so already."""

    act: ActOut | None
    said: tuple[str, ...]
    changes: list[AlteredOut]


class DoneOut(Struct, kw_only=True):
    """What became of acts, in order."""

    done: list[JudgedOut]


class GoneOut(Struct, kw_only=True):
    """What is there no more."""

    removed: str
