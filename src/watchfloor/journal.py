"""What happened, as typed facts: for a person on stderr, for programs in `journal.jsonl` of the floor.

A fact holds ids, counts, names of sources, channels and watches, and reasons: never words of an article nor
its address, for both can tell of people who are to be forgotten. Writing a fact never stops the work it is
about.
"""

from __future__ import annotations

import fcntl
import os
import re
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from watchfloor.rights import make_file

FILE_NAME = "journal.jsonl"
LARGEST = 50_000_000  # bytes of one file; then it is put aside
FILES = 5  # the newest and four put aside
_LOCK = "journal.lock"
_LONGEST_REASON = 120  # characters
_REASON_ENDS = re.compile(r"[:;\"'“‘(]")  # behind these a reason may quote what it is about

# Seconds beyond which a piece of work is told of as slow, by what it is.
SLOW: Mapping[str, float] = {"reading": 10.0, "admission": 1.0, "visit": 60.0, "delivery": 10.0}


class Fact(msgspec.Struct, frozen=True, kw_only=True, tag_field="fact", omit_defaults=True):
    """One thing that happened at a moment (ISO 8601, UTC)."""

    at: str


class RenditionAdmitted(Fact, frozen=True, kw_only=True, tag="admitted"):
    """A rendition was taken in, or seen again."""

    rendition: str
    report: str | None = None
    seen_before: bool = False
    changes: int = 0


class SourceVisited(Fact, frozen=True, kw_only=True, tag="visited"):
    """A visit of a source is over and recorded."""

    source: str
    url: str
    status: str
    found: int = 0
    fresh: int = 0
    error: str | None = None
    remedy: str | None = None
    seconds: float = 0.0


class PagesAskedAgain(Fact, frozen=True, kw_only=True, tag="asked again"):
    """Pages of a source were asked again, of which it had told nothing new; `gone` are those not there."""

    source: str
    unchanged: int = 0
    edited: int = 0
    gone: int = 0
    not_had: int = 0


class InputRefused(Fact, frozen=True, kw_only=True, tag="refused"):
    """An input was put in quarantine, or kept away; `id` is that of the quarantine."""

    id: str
    reason: str


class DeliveryTried(Fact, frozen=True, kw_only=True, tag="delivered"):
    """A delivery was tried, and is `state` now."""

    delivery: str
    channel: str
    state: str
    error: str | None = None
    seconds: float = 0.0


class HeartbeatSent(Fact, frozen=True, kw_only=True, tag="heartbeat"):
    """Another machine was told that this one lives, or could not be."""

    error: str | None = None
    seconds: float = 0.0


class RuleFired(Fact, frozen=True, kw_only=True, tag="rule fired"):
    """A watch opened an alert or altered one."""

    watch: str
    alert: str
    level: str


class WorkSlow(Fact, frozen=True, kw_only=True, tag="slow"):
    """A piece of work took longer than it should."""

    what: str
    id: str
    seconds: float


class WorkFailed(Fact, frozen=True, kw_only=True, tag="failed"):
    """An error that nobody foresaw: its kind, and where in the code it rose. Its words stay out."""

    what: str
    id: str
    error: str
    frames: tuple[str, ...] = ()


class _Totals(Fact, frozen=True, kw_only=True, tag="totals"):
    """What was counted in files that are no more; the first line of a file."""

    counts: dict[str, int]


AnyFact = (
    RenditionAdmitted
    | SourceVisited
    | PagesAskedAgain
    | InputRefused
    | DeliveryTried
    | HeartbeatSent
    | RuleFired
    | WorkSlow
    | WorkFailed
    | _Totals
)


FactKind = TypeVar("FactKind", bound=Fact)


class Journal(Protocol):
    """Takes facts. It must not raise, whatever becomes of them."""

    def write(self, fact: Fact) -> None:
        """Keep a fact, or tell it."""


class NoJournal:
    """Forgets every fact."""

    def write(self, fact: Fact) -> None:
        """Do nothing."""


class Journals:
    """Gives each fact to several journals."""

    def __init__(self, *journals: Journal) -> None:
        self._journals = journals

    def write(self, fact: Fact) -> None:
        """Give the fact to each."""
        for journal in self._journals:
            journal.write(fact)


class LineJournal:
    """Tells a person, in a line, of what went wrong; `say` writes it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    def write(self, fact: Fact) -> None:
        """Tell of a fact that a person wants to know now."""
        line = line_of(fact)
        if line is not None:
            self._say(line)


class FileJournal:
    """Appends facts to `journal.jsonl` in a folder; several processes may write to one.

    A file that is full is put aside as `journal.jsonl.1`, and so on; what the oldest one counted is carried
    over when it goes.
    """

    def __init__(self, folder: Path, *, largest: int = LARGEST, files: int = FILES) -> None:
        self.path = folder / FILE_NAME
        self._largest = largest
        self._files = files

    def write(self, fact: Fact) -> None:
        """Append a fact as one line; on a full disk it is lost."""
        line = msgspec.json.encode(fact) + b"\n"
        try:
            with _alone(self.path.with_name(_LOCK)):
                if self.path.exists() and self.path.stat().st_size + len(line) > self._largest:
                    self._put_aside(fact.at)
                _append(self.path, line)
        except OSError:
            return

    def _put_aside(self, at: str) -> None:
        oldest = self._aside(self._files - 1)
        gone = count_facts([oldest])
        for number in range(self._files - 1, 0, -1):
            newer = self._aside(number - 1)
            if newer.exists():
                newer.replace(self._aside(number))
        if gone:
            _append(self.path, msgspec.json.encode(_Totals(at=at, counts=gone)) + b"\n")

    def _aside(self, number: int) -> Path:
        return self.path.with_name(f"{FILE_NAME}.{number}") if number else self.path


# -------------------------------------------------------------------------------------------------- telling


def line_of(fact: Fact) -> str | None:
    """Return what a person is told of a fact; None where nothing went wrong."""
    match fact:
        case SourceVisited(error=str(error)):
            return f"watchfloor: {fact.url}: {error}; {fact.remedy}"
        case DeliveryTried(error=str(error)):
            return f"watchfloor: {fact.channel}: {error}"
        case HeartbeatSent(error=str(error)):
            return f"watchfloor: the heartbeat was not taken: {error}"
        case WorkSlow():
            return f"watchfloor: {fact.what} of {fact.id} took {fact.seconds:.1f} s"
        case WorkFailed():
            where = f" at {fact.frames[-1]}" if fact.frames else ""
            return f"watchfloor: {fact.what} of {fact.id} failed: {fact.error}{where}; report this"
    return None


def failure_of(error: BaseException, *, at: str, what: str, id: str) -> WorkFailed:  # noqa: A002
    """Return the fact of an error that nobody foresaw, with the lines of code it came through."""
    frames = tuple(frames_of(error))
    return WorkFailed(at=at, what=what, id=id, error=type(error).__name__, frames=frames)


def at_moment(fact: FactKind, at: str) -> FactKind:
    """Return a fact of a worker, which has no clock, with the moment at which it was told."""
    return msgspec.structs.replace(fact, at=at)


def frames_of(error: BaseException) -> list[str]:
    """Return the lines of code that an error came through, outermost first, without their words."""
    return [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]


def slow(what: str, id: str, began: float, *, at: str) -> WorkSlow | None:  # noqa: A002
    """Return the fact that a work begun at `began` (`time.monotonic`) was slow; None where it was not."""
    seconds = time.monotonic() - began
    return WorkSlow(at=at, what=what, id=id, seconds=round(seconds, 3)) if seconds > SLOW[what] else None


def bare_reason(reason: str) -> str:
    """Return what a reason says before it quotes or names anything."""
    return _REASON_ENDS.split(reason, maxsplit=1)[0].strip()[:_LONGEST_REASON]


# -------------------------------------------------------------------------------------------------- reading


def files_of(folder: Path) -> list[Path]:
    """Return the journal's files that are there, oldest first."""
    named = [folder / FILE_NAME, *(folder / f"{FILE_NAME}.{number}" for number in range(1, FILES))]
    return [path for path in reversed(named) if path.exists()]


def read_facts(paths: list[Path]) -> Iterator[AnyFact]:
    """Yield the facts of journal files, in their order; a line that was cut off or is of a later version is
    passed over.
    """
    decoder = msgspec.json.Decoder(AnyFact)
    for path in paths:
        try:
            lines = path.open("rb")
        except FileNotFoundError:
            continue
        with lines:
            for line in lines:
                try:
                    yield decoder.decode(line)
                except msgspec.DecodeError:
                    continue


def count_facts(paths: list[Path]) -> dict[str, int]:
    """Return how often what happened, by the labels that tell it apart ("delivered\\tdesk\\tfailed")."""
    counts: Counter[str] = Counter()
    for fact in read_facts(paths):
        if isinstance(fact, _Totals):
            counts.update(fact.counts)
        else:
            for key, count in _counted(fact):
                counts[key] += count
    return dict(counts)


def _counted(fact: Fact) -> Iterator[tuple[str, int]]:
    match fact:
        case RenditionAdmitted():
            yield f"admitted\t{'seen again' if fact.seen_before else 'added'}", 1
            yield "changes", fact.changes
        case SourceVisited():
            yield f"visited\t{fact.status}", 1
        case PagesAskedAgain():
            found = {"unchanged": fact.unchanged, "edited": fact.edited}
            for name, count in (found | {"gone": fact.gone, "not had": fact.not_had}).items():
                if count:
                    yield f"asked again\t{name}", count
        case InputRefused():
            yield f"refused\t{fact.reason}", 1
        case DeliveryTried():
            yield f"delivered\t{fact.channel}\t{fact.state}", 1
        case HeartbeatSent():
            yield f"heartbeat\t{'failed' if fact.error else 'sent'}", 1
        case RuleFired():
            yield f"rule fired\t{fact.watch}\t{fact.level}", 1
        case WorkSlow():
            yield f"slow\t{fact.what}", 1
        case WorkFailed():
            yield f"failed\t{fact.what}\t{fact.error}", 1


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes away from the files while a line is written; free again however we die."""
    make_file(path)
    with path.open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _append(path: Path, line: bytes) -> None:
    """Append a line; what a full disk left of the one before is ended first."""
    make_file(path)
    with path.open("a+b", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(size - 1)
            if file.read(1) != b"\n":
                line = b"\n" + line
        file.write(line)
