"""What is looked at once and not kept: articles of files are read, annotated, grouped or made a report of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchfloor.model import Quarantined, Rendition, SituationReport

# Each call imports what it needs: reading files needs neither the stages nor the store.
if TYPE_CHECKING:
    from watchfloor.engine.prepare.pool import Prepared
    from watchfloor.model import Uncoded

__all__ = ["Prepared", "annotated", "grouped", "looked_at", "read_articles", "uncoded"]

_AHEAD = 64  # articles of a file that are read before the first is grouped


def read_articles(
    paths: Sequence[str], *, arrived: str, tell: Callable[[str], None] | None = None
) -> Iterator[Rendition | Quarantined]:
    """Yield the articles of files, folders and stdin, and what was refused; `tell` hears what was passed."""
    from watchfloor.ingest import read_guarded
    from watchfloor.ingest.formats.pieces import tell_nobody

    return read_guarded(paths, arrived=arrived, tell=tell or tell_nobody)


def annotated(
    items: Iterable[Rendition | Quarantined], *, processes: int = 0
) -> Iterator[Prepared | Quarantined]:
    """Yield what is found in each article, in their order."""
    from watchfloor.engine.prepare.pool import prepare_all

    return prepare_all(items, processes=processes, signed=False)


def uncoded(prepared: Prepared) -> tuple[Uncoded, ...]:
    """Return which possible events of an article were not told, and why."""
    from watchfloor.engine.prepare.pool import reasons_of

    return reasons_of(prepared)


def grouped(
    renditions: Iterable[Rendition], *, final: bool, state: Path | None, are_files: bool
) -> Iterator[dict[str, Any]]:
    """Yield to which report, story and origin each article belongs; files are read ahead of that."""
    from watchfloor.engine.window.streams import group_stream

    # Nobody waits for single lines of a file; from a pipe they may come one an hour.
    return group_stream(renditions, final=final, state=state, ahead=_AHEAD if are_files else 1)


def looked_at(
    items: Iterable[Rendition | Quarantined], *, now: str, watch_file: Path | None, processes: int
) -> SituationReport:
    """Return the situation report of articles, in a floor that is forgotten afterwards."""
    from watchfloor.engine.answer.one_off import look

    return look(items, watch_file=watch_file, processes=processes, now=now)
