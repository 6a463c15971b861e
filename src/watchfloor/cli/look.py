"""Commands that look once and keep nothing: run, demo, read, annotate, group, eval."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watchfloor.cli.output import (
    FAILED,
    console,
    now,
    progress,
    say_passed,
    say_refused,
    write_json,
    write_json_line,
    write_whole,
)
from watchfloor.errors import UsageError
from watchfloor.model import Audience, Quarantined, Rendition

if TYPE_CHECKING:
    from watchfloor.engine.services.pools import PoolChoice
    from watchfloor.model import SituationReport

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH…", help="Files (.txt .html .pdf .docx .rtf .eml .jsonl .warc …), folders, - for stdin"
    ),
]
Lines = Annotated[
    list[str],
    typer.Argument(metavar="FILE…", help="JSON Lines of articles, or - for stdin; any PATH of `read` too"),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON (docs/interchange.md).")]
Html = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Also write one self-contained page.")
]
WatchFile = Annotated[
    Path | None, typer.Option("--watch", metavar="FILE", help="Rules in YAML (docs/watches.md) to alert by.")
]
AnAudience = Annotated[
    Audience | None,
    typer.Option(
        "--audience",
        help="Whom it is for (docs/wording.md); without it pages are for the public, all else for the desk.",
    ),
]
Processes = Annotated[
    int, typer.Option("--processes", "-p", min=0, max=64, help="Worker processes; 0 reads in this one.")
]

Pool = Annotated[
    str | None,
    typer.Option(
        "--pool",
        metavar="WHERE",
        help="Where to read: here, processes[:N] or ray[:ADDRESS] (docs/scale.md).",
    ),
]


def chosen_pool(pool: str | None, processes: int) -> PoolChoice:
    """Return where to read, as the options say."""
    from watchfloor.engine.services.pools import pool_asked

    return pool_asked(pool, processes)


def run(
    paths: Paths,
    json: Json = False,
    html: Html = None,
    watch: WatchFile = None,
    processes: Processes = 0,
    *,
    audience: AnAudience = None,
) -> None:
    """Read articles once and print the situation report.

    Private persons stand in no list of actors but with `--audience desk`, and on no page.

    Example: watchfloor run articles/ --watch watches.yaml --html report.html
    """
    situation = _looked(paths, watch, processes)
    _show(situation, json=json, html=html, title="Situation report", audience=audience)
    if situation.quarantined:
        raise typer.Exit(FAILED)


def demo(
    json: Json = False,
    html: Html = None,
    audience: AnAudience = None,
    *,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="End with the report, and serve no floor of the examples.")
    ] = False,
) -> None:
    """Show the situation report of the examples: an invented dispute, told by invented outlets.

    On a terminal a floor of the examples is served then, until Ctrl-C; it is gone afterwards.

    Example: watchfloor demo --html demo.html
    """
    with resources.as_file(_examples()) as folder:
        situation = _looked([str(folder)], folder / "watches.yaml", 0, quiet=True)
    _show(situation, json=json, html=html, title="The examples (invented)", audience=audience)
    if html and not json:
        console().print(f"Written: {html}", style="dim")
    if not (no_serve or json) and sys.stdin.isatty() and sys.stdout.isatty():
        from watchfloor.cli.serve import serve_examples

        with resources.as_file(_examples()) as folder:
            serve_examples(folder)


def _examples() -> resources.abc.Traversable:
    packaged = resources.files("watchfloor") / "examples"
    if packaged.is_dir():
        return packaged
    return Path(__file__).parents[3] / "examples"


def _looked(paths: list[str], watch: Path | None, processes: int, *, quiet: bool = False) -> SituationReport:
    from watchfloor.engine.services.looks import looked_at

    with progress(_read(paths, quiet=quiet), "reading") as items:
        situation = looked_at(items, watch_file=watch, processes=processes, now=now())
    for item in situation.quarantined:
        say_refused(item)
    return situation


def _show(
    situation: SituationReport, *, json: bool, html: Path | None, title: str, audience: Audience | None
) -> None:
    from watchfloor.disclosure import disclose
    from watchfloor.exchange import print_situation, situation_json, situation_page

    if html:
        write_whole(html, situation_page(disclose(situation, audience or Audience.public), title=title))
    shown = disclose(situation, audience or Audience.desk, list_private=audience is Audience.desk)
    if json:
        write_json(situation_json(shown))
    else:
        print_situation(shown, console())


def _read(paths: list[str], *, quiet: bool = False) -> Iterator[Rendition | Quarantined]:
    from watchfloor.engine.services.looks import read_articles

    return read_articles(paths, arrived=now(), tell=None if quiet else say_passed)


def _renditions(paths: list[str], failed: list[Quarantined]) -> Iterator[Rendition]:
    """Yield the readable items of `paths`; the others are said on stderr and put into `failed`."""
    for item in _read(paths):
        if isinstance(item, Quarantined):
            say_refused(item)
            failed.append(item)
        else:
            yield item


def read(paths: Paths) -> None:
    """Print one line of JSON per article found, itself valid input of annotate and group.

    Example: watchfloor read pages/*.html | watchfloor annotate -
    """
    from watchfloor.exchange import rendition_line

    failed: list[Quarantined] = []
    for rendition in _renditions(paths, failed):
        write_json_line(rendition_line(rendition))
    if failed:
        raise typer.Exit(FAILED)


def annotate(paths: Lines, processes: Processes = 0) -> None:
    """Print one line of JSON per article: actors, quotes, times, places, quantities, events with spans.

    Example: watchfloor annotate articles.jsonl --processes 2 > findings.jsonl
    """
    from watchfloor.engine.services.looks import annotated
    from watchfloor.exchange import annotate_line

    failed: list[Quarantined] = []
    for item in annotated(_renditions(paths, failed), processes=processes):
        if isinstance(item, Quarantined):
            say_refused(item)
            failed.append(item)
        else:
            write_json_line(annotate_line(item.rendition.given_id or item.rendition.id, item.findings))
    if failed:
        raise typer.Exit(FAILED)


def group(
    paths: Lines,
    final: Annotated[
        bool, typer.Option("--final", help="Write at the end, after merges and splits.")
    ] = False,
    state: Annotated[
        Path | None,
        typer.Option("--state", metavar="FILE", help="Continue a stream, and keep its end for the next."),
    ] = None,
) -> None:
    """Print one line of JSON per article: which report, story and origin it belongs to, and how.

    Example: watchfloor group articles.jsonl > groups.jsonl
    """
    from watchfloor.engine.services.looks import grouped

    failed: list[Quarantined] = []
    are_files = all(Path(path).is_file() for path in paths)
    for line in grouped(_renditions(paths, failed), final=final, state=state, are_files=are_files):
        write_json_line(line)
    if failed:
        raise typer.Exit(FAILED)


def evaluate(json: Json = False) -> None:
    """Print the accuracy card: figures measured on named public data, with the best open peer.

    Measure anew in a clone with `make eval`. Example: watchfloor eval --json
    """
    import msgspec

    path = resources.files("watchfloor") / "data" / "accuracy.json"
    if not path.is_file():
        raise UsageError("this package carries no accuracy card; measure one with `make eval` in a clone")
    card = msgspec.json.decode(path.read_bytes())
    if json:
        write_json(card)
        return
    from watchfloor.exchange import print_accuracy

    print_accuracy(card, console())


evaluate.__name__ = "eval"
COMMANDS = (run, demo, read, annotate, group, evaluate)
