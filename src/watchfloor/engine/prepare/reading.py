"""Rendition -> Prepared in this process: signature and findings, and what went wrong on the way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from msgspec.structs import replace

from watchfloor.extract import Extractor
from watchfloor.extract.article import Context
from watchfloor.journal import WorkFailed, WorkSlow, failure_of, slow
from watchfloor.merge import fingerprint
from watchfloor.model import (
    NO_OWN_TABLES,
    Findings,
    OwnTables,
    Quarantined,
    Rendition,
    Signature,
    Uncoded,
    digest,
)

_extractor: Extractor | None = None
_failures: list[WorkFailed] = []  # of the finders, in the text that this process reads now
# One text at a time, whichever thread asks: two in the parser lose words of its vocabulary, and with them
# texts or findings; a parser a thread would take 150 MB each.
_one_text = threading.RLock()

Tell = Callable[[WorkFailed | WorkSlow], None]  # is told a fact without its moment


def tell_nobody(fact: WorkFailed | WorkSlow) -> None:
    """Let what went wrong be told by findings and refusals only."""


@dataclass(frozen=True, slots=True)
class ReadingOutcome:
    """What became of a rendition, and what the journal is to be told of it: a worker has none."""

    item: Prepared | Quarantined
    facts: tuple[WorkFailed | WorkSlow, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rendition with what was read in it; `signature` is None where nobody is going to place it."""

    rendition: Rendition
    findings: Findings
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """A rendition that needs no reading: it keeps its place among the others."""

    rendition: Rendition


def prepare(rendition: Rendition, *, signed: bool, own: OwnTables = NO_OWN_TABLES) -> Prepared:
    """Return a rendition's findings and, where `signed`, its signature; `own` are the floor's own tables."""
    context = context_of(rendition, own)
    with _one_text:
        findings = _reader().read(rendition.text, rendition.paragraphs, context=context)
    return Prepared(rendition, findings, fingerprint(rendition) if signed else None)


def reasons_of(prepared: Prepared) -> tuple[Uncoded, ...]:
    """Return the words of a rendition that look like events but were not coded, each with the reason."""
    rendition = prepared.rendition
    with _one_text:
        return _reader().reasons(rendition.text, rendition.paragraphs, prepared.findings)


def _reader() -> Extractor:
    global _extractor  # noqa: PLW0603 - one parser per process: it takes 150 MB and a second to load
    if _extractor is None:
        _extractor = Extractor(tell=_note)
    return _extractor


def _note(part: str, error: Exception) -> None:
    _failures.append(failure_of(error, at="", what=f"finder {part}", id=""))


def context_of(rendition: Rendition, own: OwnTables = NO_OWN_TABLES) -> Context:
    """Return what the extractor is told of a text besides its words."""
    return Context(
        title=rendition.title,
        standfirst=rendition.standfirst,
        byline=rendition.byline,
        outlet=rendition.outlet,
        published=rendition.published,
        language=rendition.language or "und",
        url=rendition.url,
        own=own,
    )


def guarded(rendition: Rendition, *, signed: bool, own: OwnTables) -> ReadingOutcome:
    """Return what became of a rendition, whatever it does to the finders, after those of other threads."""
    with _one_text:
        return _guarded(rendition, signed=signed, own=own)


def _guarded(rendition: Rendition, *, signed: bool, own: OwnTables) -> ReadingOutcome:
    began = time.monotonic()
    _failures.clear()
    item: Prepared | Quarantined
    try:
        item = prepare(rendition, signed=signed, own=own)
    except Exception as error:  # noqa: BLE001 - whatever one text does to the finders costs that text only
        item = refused(rendition, f"reading failed: {type(error).__name__}: {error}")
        _failures.append(failure_of(error, at="", what="reading", id=""))
    facts: list[WorkFailed | WorkSlow] = [replace(fact, id=rendition.id) for fact in _failures]
    if fact := slow("reading", rendition.id, began, at=""):
        facts.append(fact)
    return ReadingOutcome(item, tuple(facts))


def quarantine_id(rendition: Rendition) -> str:
    """Return the id under which a rendition is refused, until it can be read."""
    return digest("quarantined", rendition.id)


def refused(rendition: Rendition, reason: str) -> Quarantined:
    """Return the record of a rendition that could not be read."""
    where = rendition.path or rendition.url or rendition.given_id or rendition.id
    return Quarantined(
        id=quarantine_id(rendition),
        where=where,
        reason=reason,
        arrived=rendition.arrived or "",
        text_id=rendition.text_id,
    )


def killed(rendition: Rendition, times: int) -> ReadingOutcome:
    """Return the refusal of a rendition that ended so many of the processes that read it."""
    fact = WorkFailed(at="", what="reading", id=rendition.id, error=BrokenProcessPool.__name__)
    return ReadingOutcome(refused(rendition, f"its text ended the reading process {times} times"), (fact,))
