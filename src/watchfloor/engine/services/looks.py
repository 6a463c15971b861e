"""What is looked at once and not kept: articles of files are read, annotated, grouped or made a report of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchfloor.model import Quarantined, Rendition, SituationReport

# Each call imports what it needs: reading files needs neither the stages nor the store.
if TYPE_CHECKING:
    from watchfloor.engine.prepare.reading import Prepared
    from watchfloor.model import Uncoded

__all__ = ["Prepared", "annotated", "grouped", "looked_at", "read_articles", "uncoded"]

_AHEAD = 64  # articles of a file that are read before the first is grouped


_MANY = 20_000  # articles of which it is told how long they take
_A_SECOND = 15  # short articles that one processor reads, groups and keeps; measured (58 ms each)
_PASSED_A_SECOND = 200  # that are there already; measured (5 ms each)


def read_articles(
    paths: Sequence[str], *, arrived: str, tell: Callable[[str], None] | None = None
) -> Iterator[Rendition | Quarantined]:
    """Yield the articles of files, folders and stdin, and what was refused; `tell` hears what was passed."""
    from watchfloor.ingest import read_guarded
    from watchfloor.ingest.formats.pieces import tell_nobody

    return read_guarded(paths, arrived=arrived, tell=tell or tell_nobody)


def told_ahead(paths: Sequence[str], *, processes: int = 0) -> str | None:
    """Return how long very many articles take, and that one may stop; None where they are not so many."""
    from watchfloor.ingest.files import lines_ahead

    count = lines_ahead(paths)
    if count < _MANY:
        return None
    hours = max(1, round(count / _A_SECOND / max(1, processes) / 3600))
    return (
        f"{count:,} lines: a processor takes in some {_A_SECOND} short articles a second, so this may take "
        f"{hours} hours or more; --processes N reads on several. What is said to be added is kept: stop with "
        f"Ctrl-C at any time, and the same command passes over it later, some {_PASSED_A_SECOND} a second"
    )


def annotated(
    items: Iterable[Rendition | Quarantined], *, processes: int = 0
) -> Iterator[Prepared | Quarantined]:
    """Yield what is found in each article, in their order."""
    from watchfloor.engine.prepare.choice import processes_or_here
    from watchfloor.engine.prepare.pool import prepare_all

    return prepare_all(items, pool=processes_or_here(processes), signed=False)


def uncoded(prepared: Prepared) -> tuple[Uncoded, ...]:
    """Return which possible events of an article were not told, and why."""
    from watchfloor.engine.prepare.reading import reasons_of

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
