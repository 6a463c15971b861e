"""What a finder is, and what reads a language: a way to open a text, and its finders in their order.

A finder is given the opened text and what the finders before it found, and returns that with its own part.
Which finders run for which language stands in `languages.py`; how to add one: docs/extending/language.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

from watchfloor.extract.article import Context
from watchfloor.extract.finders import Finders, TellFailure, tell_nobody
from watchfloor.extract.pace import Pace
from watchfloor.model import (
    ActorChain,
    EventMention,
    Findings,
    Flag,
    OwnTableName,
    PlaceMention,
    Quantity,
    Quote,
    Span,
    TextId,
    TimeMention,
    Uncoded,
    digest,
)

EXTRACTOR_VERSION = "2"


class OpenText(Protocol):
    """A text that finders look at; what it is besides is between a language and its finders."""

    @property
    def text(self) -> str:
        """The words, without what cannot be written."""

    @property
    def sentences(self) -> tuple[Span, ...]:
        """Where its sentences stand, in order."""

    @property
    def context(self) -> Context:
        """What is known about it besides its words."""

    @property
    def pace(self) -> Pace:
        """Watches how long each finder looks at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSoFar:
    """What the finders of one text have found; a language may add what its own finders hand on."""

    actors: tuple[ActorChain, ...] = ()
    quotes: tuple[Quote, ...] = ()
    times: tuple[TimeMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    events: tuple[EventMention, ...] = ()


T = TypeVar("T", bound=OpenText)
F = TypeVar("F", bound=FoundSoFar)


@dataclass(frozen=True, slots=True)
class Finder(Generic[T, F]):
    """Finds one part; what it raises, or takes too long for, costs that part only, and is flagged by name.

    Of what was found it reads only the parts that it `takes`: where those change, so may its own. `reads` are
    the tables of the floor's own that it looks things up in.
    """

    part: str
    find: Callable[[T, F], F]
    takes: tuple[str, ...] = ()
    reads: tuple[OwnTableName, ...] = ()


class LanguageReader(Protocol[T, F]):
    """Reads the texts of one language; one a process, so that it may keep what is dear to load."""

    @property
    def finders(self) -> Sequence[Finder[T, F]]:
        """What it finds, in the order of finding."""

    def open(
        self, text: str, paragraphs: Sequence[Span] | None, context: Context
    ) -> AbstractContextManager[T]:
        """Open a text for the length of a `with` block; only `paragraphs` are read where they are given."""

    def nothing(self, opened: T) -> F:
        """Return what was found before the first finder."""

    def flags(self, opened: T) -> tuple[Flag, ...]:
        """Return what whoever uses the findings must know of how they were read."""

    def zone(self, opened: T, found: F) -> str | None:
        """Return the time zone in which the days of a text count, where it tells."""

    def uncoded(self, opened: T, findings: Findings) -> tuple[Uncoded, ...]:
        """Return why words that look like events are none of the findings."""


def read_opened(reader: LanguageReader[T, F], opened: T, tell: TellFailure = tell_nobody) -> Findings:
    """Return what the finders of a language find in an opened text, its times not bound to a day yet."""
    finders = Finders(opened.pace, tell)
    found = reader.nothing(opened)
    for finder in reader.finders:
        found = finders.found(finder.part, found, partial(finder.find, opened, found))
    return Findings(
        text_id=TextId(digest(opened.text)),
        language=opened.context.language,
        extractor=EXTRACTOR_VERSION,
        sentences=opened.sentences,
        actors=found.actors,
        quotes=found.quotes,
        times=found.times,
        places=found.places,
        quantities=found.quantities,
        events=found.events,
        flags=(*reader.flags(opened), *finders.flags),
        zone=reader.zone(opened, found),
    )
