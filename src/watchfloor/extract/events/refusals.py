"""What rules refuse: told to whoever listens (evals/rules.py), and at no cost where nobody does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from watchfloor.extract.events.lexicon import Entry

if TYPE_CHECKING:
    from spacy.tokens import Token


class DropReason(StrEnum):
    """Why what an entry of the lexicon found is no event, though its conditions and needs hold."""

    BY_ILLNESS = "death by illness"
    HURTS_NOBODY = "hurts nobody"
    NO_ACT = "ready for no act"
    NEEDS_A_VERB = "needs a light verb"
    NOBODY_BESIDE = "nobody beside the noun"
    OTHER_FIELD = "other field"
    SPELLED_OUT = "spells out another"
    NOT_DONE = "not done"
    NOBODY_NAMED = "nobody named"
    ANYONE = "done by anyone"
    IN_PASSING = "told in passing"
    NOT_SURE = "only asked for or possible"
    SAME_HAPPENING = "same happening"
    PLOT = "plot of a story"


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """An entry that was refused in a sentence, and every rule of that step that refused it."""

    entry: Entry
    word: str
    sentence: str
    rules: tuple[str, ...]


_LISTENER: ContextVar[list[RefusedEntry] | None] = ContextVar("refusals", default=None)


@contextmanager
def refusals_heard() -> Iterator[list[RefusedEntry]]:
    """Collect the refusals of the `with` block into the list that is given."""
    heard: list[RefusedEntry] = []
    token = _LISTENER.set(heard)
    try:
        yield heard
    finally:
        _LISTENER.reset(token)


def refuse(trigger: Token, entry: Entry, rules: Callable[[], Iterable[str]]) -> None:
    """Tell a listener, if there is one, what refused an entry; `rules` is called for it only."""
    heard = _LISTENER.get()
    if heard is not None:
        heard.append(RefusedEntry(entry, trigger.text, trigger.sent.text, tuple(rules())))


def drop(trigger: Token, entry: Entry, reason: DropReason) -> None:
    """Record why a trigger of a lexicon entry is no event, where somebody listens."""
    refuse(trigger, entry, lambda: (f"reason {reason}",))
