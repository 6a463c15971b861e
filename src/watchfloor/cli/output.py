"""What commands share in speaking: lines out, refusals to stderr, progress on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from watchfloor.model import Moment, Quarantined, as_moment
from watchfloor.printable import printable, printable_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

Value = TypeVar("Value")

_UNBROKEN = ("id", "first", "last")  # columns of ids and days: a fold would hide them
_BESIDE = ("story", "outlet", "speaker", "told by")  # they fold first: a row is read for what it tells
_NARROW = 20  # characters
FAILED = 1  # exit code when an input failed and the others were done


def now() -> Moment:
    """Return the moment, in UTC to the second: the only clock of the command line."""
    return as_moment(datetime.now(UTC))


def write_document(document: str) -> None:
    """Write a finished document to stdout without escaping: JSON, a page, an OPML file."""
    sys.stdout.write(document + "\n")
    sys.stdout.flush()


def write_exactly(document: str) -> None:
    """Write a document whose format prescribes its own line ends (CSV, iCalendar)."""
    sys.stdout.buffer.write(document.encode())
    sys.stdout.flush()


def write_line(line: str) -> None:
    """Write one line of data, at once: whoever reads a stream sees it while input still comes."""
    write_document(printable(line))


def write_row(*cells: str) -> None:
    """Write one line of data with tabs between its cells; none within, whatever strangers call a file."""
    write_document("\t".join(map(printable, cells)))


def write_json_line(value: Any) -> None:
    """Write a value as one line of JSON, at once."""
    write_document(printable_json(value))


def write_json(value: Any) -> None:
    """Write a value as indented JSON."""
    write_document(printable_json(value, indent=2))


def say(*lines: str) -> None:
    """Say something about the work, on stderr."""
    sys.stderr.write("".join(f"{printable(line)}\n" for line in lines))


def say_refused(item: Quarantined) -> None:
    """Say which input was refused and why."""
    say(f"watchfloor: {item.where}: {item.reason}")


def say_passed(words: str) -> None:
    """Say what was passed over on the way, which is no failure."""
    say(f"watchfloor: {words}")


def console() -> Console:
    """Return a console for pages; colour and width as the terminal, or NO_COLOR, would have it."""
    from watchfloor.exchange.terminal_text import TerminalConsole

    plain = not sys.stdout.isatty()
    return TerminalConsole(
        highlight=False, soft_wrap=False, width=110 if plain else None, emoji=False, markup=False
    )


def table(columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    """Print rows of words under their columns."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from watchfloor.exchange.terminal_text import TerminalText

    page = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        page.add_column(
            column,
            overflow="fold",
            no_wrap=column in _UNBROKEN,
            max_width=_NARROW if column in _BESIDE else None,
        )
    for row in rows:
        page.add_row(*map(TerminalText, row))
    console().print(page)


class Counting:
    """Shows a count on stderr while work goes on; on a terminal only."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._bar: Progress | None = None

    def begin(self, total: int | None = None) -> None:
        """Set the count to zero; `total` is the number of items, None where it is unknown."""
        if not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        of = f" of {total:,}" if total is not None else ""
        count = TextColumn("{task.description} {task.completed:,.0f}" + of + " {task.fields[told]}")
        columns = (SpinnerColumn(), count, TimeElapsedColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task(self._what, total=total, told="")
        self._bar.start()

    def count(self, told: str = "") -> None:
        """Count one more; `told` are words that stand behind the count."""
        if self._bar is not None:
            self._bar.update(self._task, advance=1, told=told)

    def end(self) -> None:
        """Clear the count from the terminal."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


@contextmanager
def progress(items: Iterable[Value], what: str) -> Iterator[Iterator[Value]]:
    """Show a count of `items` on stderr while they are taken; on a terminal only."""
    counting = Counting(what)
    counting.begin()

    def counted() -> Iterator[Value]:
        for item in items:
            yield item
            counting.count()

    try:
        yield counted()
    finally:
        counting.end()


def write_pieces(pieces: Iterable[str]) -> None:
    """Write pieces of text to stdout, each as soon as it is made."""
    for piece in pieces:
        sys.stdout.write(piece)
    sys.stdout.flush()


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all: what stood there stays until the new words are safely down."""
    write_file(path, [text])


def write_file(path: Path, pieces: Iterable[str]) -> None:
    """Write a file whole or not at all from pieces, of which none but the last need be kept."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
