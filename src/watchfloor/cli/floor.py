"""Commands that keep: init, add, show, changes, search, doctor. A floor is a folder with a store."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watchfloor.cli.look import Json, Paths, Processes
from watchfloor.cli.output import (
    FAILED,
    console,
    now,
    progress,
    say,
    say_passed,
    table,
    write_json,
    write_line,
    write_row,
    write_whole,
)
from watchfloor.config import FILE_NAME, Config, read_config, write_default_config
from watchfloor.errors import UsageError
from watchfloor.model import Judgement, Rendition

if TYPE_CHECKING:
    from watchfloor.engine.admit.admission import Admitted
    from watchfloor.store import Store
    from watchfloor.watch import Channel, Watch

FloorFolder = Annotated[
    Path | None,
    typer.Option(
        "--floor", metavar="DIR", envvar="WATCHFLOOR", help="The floor; default: this folder or one above."
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="T", help="As the floor stood at T, an ISO 8601 day or moment."),
]
Limit = Annotated[
    int, typer.Option("--limit", "-n", min=1, max=100_000, help="At most so many rows, newest last.")
]


class Shown(StrEnum):
    """What `show` can list."""

    reports = "reports"
    stories = "stories"
    events = "events"
    actors = "actors"
    timeline = "timeline"
    changes = "changes"
    alerts = "alerts"
    deliveries = "deliveries"
    quarantine = "quarantine"


class Arrived(StrEnum):
    """When added articles count as arrived."""

    now = "now"
    published = "published"


def folder_of(given: Path | None) -> Path:
    """Return the floor's folder: the one given, else this folder or the nearest one above with a config."""
    if given is not None:
        if not (given / FILE_NAME).is_file():
            raise UsageError(
                f"{given} is no floor (it holds no {FILE_NAME}); make one with: watchfloor init {given}"
            )
        return given
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise UsageError(
        "no floor here or above; make one with: watchfloor init DIR, then name it with --floor DIR"
    )


def config_of(given: Path | None) -> Config:
    """Return the settings of the floor that is meant."""
    return read_config(folder_of(given))


def watches_of(config: Config) -> tuple[Watch, ...]:
    """Return the floor's watches; one that cannot be read stops the command before it does anything."""
    from watchfloor.watch import read_watches

    return read_watches(config.watches, config.channels) if config.watches.is_dir() else ()


def channels_of(config: Config) -> dict[str, Channel]:
    """Return the floor's channels by name."""
    from watchfloor.watch import read_channels

    return read_channels(config.channels, folder=config.folder, environment=os.environ)


def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]) -> None:
    """Make a floor: a folder with watchfloor.toml and an empty store. A floor that is there is kept.

    Example: watchfloor init floor
    """
    from watchfloor.store import Store

    if (folder / FILE_NAME).exists():
        say(f"{folder} is a floor already; nothing was changed")
    else:
        write_default_config(folder)
    Store.create(read_config(folder).store).close()
    say(f"the floor is ready; add articles with: watchfloor add PATH… --floor {folder}")


def add(
    paths: Paths,
    folder: FloorFolder = None,
    json: Json = False,
    arrived: Annotated[
        Arrived, typer.Option(help="When they count as arrived: now, or when published (for archives).")
    ] = Arrived.now,
    processes: Processes = 0,
) -> None:
    """Admit articles into the floor; what it has already is only seen again.

    Each article is acknowledged on stdout once it is safely kept.

    Example: watchfloor add articles/ --floor floor
    """
    from watchfloor.engine.admit.admission import Floor
    from watchfloor.engine.collect.page_bytes import keep_file
    from watchfloor.exchange import rendered
    from watchfloor.ingest import read_guarded
    from watchfloor.journal import FileJournal
    from watchfloor.store import Store

    config = config_of(folder)
    watches = watches_of(config)
    moment = now()
    counts: Counter[str] = Counter()

    def arrival(rendition: Rendition) -> str:
        # What an archive holds undated had appeared when it was archived.
        return (arrived is Arrived.published and (rendition.published or rendition.arrived)) or moment

    with (
        Store.open(config.store, turns=True) as store,
        progress(read_guarded(paths, arrived=moment, tell=say_passed), "adding") as items,
    ):

        def keep_bytes(admitted: Admitted) -> None:
            if admitted.rendition:
                keep_file(store, admitted.rendition, at=moment)

        floor = Floor(store, watches, journal=FileJournal(config.folder))
        for admitted in floor.take(items, arrival=arrival, processes=processes, then=keep_bytes):
            became = "refused" if admitted.refused else "seen again" if admitted.seen_before else "added"
            counts[became] += 1
            counts["changes"] += len(admitted.changes)
            if admitted.refused:
                say(f"watchfloor: {admitted.what}: {admitted.refused}")
            if json:
                write_line(rendered(_acknowledged(admitted, became)))
            elif not admitted.refused:
                write_row(became, admitted.report or "", admitted.what)
    say(", ".join(f"{counts[name]} {name}" for name in ("added", "seen again", "refused", "changes")))
    if counts["refused"]:
        raise typer.Exit(FAILED)


def _acknowledged(admitted: Admitted, became: str) -> dict[str, Any]:
    return {
        "what": admitted.what,
        "became": became,
        "report": admitted.report,
        "relation": admitted.relation,
        "reason": admitted.refused,
        "changes": [{"id": change.id, "type": change.type} for change in admitted.changes],
    }


def show(
    what: Annotated[Shown, typer.Argument(help="What to list.")],
    folder: FloorFolder = None,
    as_of: AsOf = None,
    limit: Limit = 50,
    json: Json = False,
) -> None:
    """List what the floor holds, now or as of a moment.

    Example: watchfloor show events --as-of 2026-03-05T06:00 --floor floor
    """
    from watchfloor.store import Store

    with Store.open(config_of(folder).store) as store, store.snapshot():
        rows, columns = _LISTS[what](store, as_of)
        head, rests_on = _head(store, as_of), _rests_on(store, as_of)
    shown = rows[-limit:]
    if json:
        write_json([row for row, _ in shown])
        if not rows:
            say(*rests_on)
        return
    say(head, *rests_on)
    if not rows:
        say(f"no {what.value} in what was read")
        return
    table(columns, [cells for _, cells in shown])
    if len(rows) > len(shown):
        say(f"{len(rows) - len(shown)} more; see them with --limit {len(rows)}")


Row = tuple[Any, tuple[str, ...]]
Listing = tuple[list[Row], tuple[str, ...]]


def _head(store: Store, as_of: str | None) -> str:
    """Return what every answer begins with: the moment it speaks of, and how much was read by then."""
    sequence = store.sequence_at(as_of) if as_of else store.last_sequence()
    if not sequence:
        return f"the floor knew nothing{f' as of {as_of}' if as_of else ' yet'}"
    moment = as_of or store.moment_of(sequence)
    return f"as of {moment} (UTC), after {sequence} admissions; machine-read, not verified"


def _rests_on(store: Store, as_of: str | None, since: str | None = None) -> list[str]:
    """Return which sources, days (those since a moment) and languages an answer rests on."""
    from watchfloor.engine.answer.coverage import coverage
    from watchfloor.exchange.coverage import coverage_lines

    return coverage_lines(coverage(store, as_of=as_of, now=now(), since=since))


def _reports(store: Store, as_of: str | None) -> Listing:
    rows: list[Row] = []
    for report in store.reports(as_of=as_of):
        published = report.published.value[:16] if report.published else "undated"
        title = report.title.value if report.title else "(no headline)"
        extra = f"{len(report.renditions)} renditions" if len(report.renditions) > 1 else ""
        rows.append((report, (report.id, published, report.outlet or "", title, extra)))
    return rows, ("id", "published", "outlet", "title", "")


def _said(store: Store, as_of: str | None, kind: str) -> dict[str, str]:
    """Return what people said of the things of one kind, by id, to stand behind their last cell."""
    from watchfloor.exchange.judgements import standing

    acts: dict[str, list[Judgement]] = {}
    for act in store.judgements(as_of=as_of):
        if act.about.kind == kind:
            acts.setdefault(act.about.id, []).append(act)
    return {id_: f" [{words}]" for id_, said in acts.items() if (words := standing(said))}


def _stories(store: Store, as_of: str | None) -> Listing:
    said = _said(store, as_of, "story")
    rows: list[Row] = [
        (story, (story.id, (story.first or "undated")[:10], (story.last or "")[:10], str(len(story.reports)),
                 str(story.origins), story.title + said.get(story.id, "")))
        for story in store.stories(as_of=as_of)
    ]  # fmt: skip
    return rows, ("id", "first", "last", "reports", "origins", "title")


def _events(store: Store, as_of: str | None) -> Listing:
    from watchfloor.exchange.view import event_cells

    names = {actor.id: actor for actor in store.actors(as_of=as_of)}
    said = _said(store, as_of, "event")
    rows: list[Row] = [
        (event, (event.id, *cells[:-1], cells[-1] + said.get(event.id, "")))
        for event in store.events(as_of=as_of)
        if event.members
        for cells in [event_cells(event, names)]
    ]
    return rows, ("id", "when", "what", "who", "where", "told")


def _actors(store: Store, as_of: str | None) -> Listing:
    rows: list[Row] = [
        (
            actor,
            (
                actor.id,
                actor.kind,
                actor.country or "",
                actor.name,
                "; ".join(role.title for role in actor.roles),
            ),
        )
        for actor in store.actors(as_of=as_of)
        if actor.public
    ]
    return rows, ("id", "kind", "country", "name", "roles")


def _timeline(store: Store, as_of: str | None) -> Listing:
    from watchfloor.engine.answer.situation_report import situation

    entries = situation(store, as_of=as_of).timeline
    return [(entry, (entry.date, entry.precision, entry.text)) for entry in entries], (
        "date",
        "precision",
        "words",
    )


def _changes(store: Store, as_of: str | None) -> Listing:
    rows: list[Row] = [
        (
            c,
            (
                c.known[:16],
                c.type,
                f"{c.about.kind} {c.about.id}",
                " → ".join(filter(None, (c.before, c.after))),
            ),
        )
        for c in store.changes(as_of=as_of)
    ]
    return rows, ("known", "change", "about", "values")


def _alerts(store: Store, as_of: str | None) -> Listing:
    rows: list[Row] = [
        (a, (a.id, a.updated[:16], a.level, a.watch, f"{a.about.kind} {a.about.id}", a.reason))
        for a in store.alerts(as_of=as_of)
    ]
    return rows, ("id", "updated", "level", "watch", "about", "reason")


def _deliveries(store: Store, as_of: str | None) -> Listing:
    rows: list[Row] = [
        (d, (d.id, d.alert, d.channel, d.state, str(d.attempts), d.error or ""))
        for d in store.deliveries(as_of=as_of)
    ]
    return rows, ("id", "alert", "channel", "state", "attempts", "error")


def _quarantine(store: Store, as_of: str | None) -> Listing:
    rows: list[Row] = [(q, (q.id, q.arrived[:16], q.where, q.reason)) for q in store.quarantine(as_of=as_of)]
    return rows, ("id", "arrived", "input", "reason")


_LISTS: dict[Shown, Callable[[Store, str | None], Listing]] = {
    Shown.reports: _reports,
    Shown.stories: _stories,
    Shown.events: _events,
    Shown.actors: _actors,
    Shown.timeline: _timeline,
    Shown.changes: _changes,
    Shown.alerts: _alerts,
    Shown.deliveries: _deliveries,
    Shown.quarantine: _quarantine,
}


def search(
    query: Annotated[str, typer.Argument(help='Words; "a phrase", prefix*, OR and -not are understood.')],
    folder: FloorFolder = None,
    as_of: AsOf = None,
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """Find texts by their words, best first, with the words found marked.

    Example: watchfloor search 'quota "warning shots"' --floor floor
    """
    from watchfloor.store import Store

    with Store.open(config_of(folder).store) as store, store.snapshot():
        hits = store.search(query, limit=limit, as_of=as_of)
        texts = {hit.text_id: text.text for hit in hits if (text := store.text(hit.text_id))}
    if json:
        write_json(hits)
        return
    from watchfloor.exchange.terminal_text import TerminalText

    page = console()
    for hit in hits:
        title = TerminalText(hit.title or "(no headline)", style="bold")
        for mark in hit.title_marks:
            title.stylize("reverse", mark.start, mark.end)
        page.print(title)
        words = TerminalText(hit.snippet.of(texts[hit.text_id]).replace("\n", " "))
        for mark in hit.marks:
            if hit.snippet.contains(mark):
                words.stylize("bold yellow", mark.start - hit.snippet.start, mark.end - hit.snippet.start)
        page.print(words)
        page.print(TerminalText(hit.rendition, style="dim"))
    if not hits:
        say("nothing found")


def doctor(
    folder: FloorFolder = None,
    json: Json = False,
    mend: Annotated[bool, typer.Option("--mend", help="Build the search index anew from the texts.")] = False,
    metrics: Annotated[
        bool, typer.Option("--metrics", help="Counters and what waits, in the text format of Prometheus.")
    ] = False,
) -> None:
    """Say what is wrong with the floor and how to mend it; exit code 1 where something is.

    With --metrics, print what its journal (journal.jsonl) counted instead.

    Example: watchfloor doctor --floor floor
    """
    from watchfloor.store import Store
    from watchfloor.store.doctor import diagnose

    config = config_of(folder)
    place = config.store
    if metrics:
        from watchfloor.engine.answer.metrics import metrics as measured

        with Store.open(place) as store:
            for line in measured(store, config.folder, now=now()).splitlines():
                write_line(line)
        return
    if mend:
        with Store.open(place, write=True) as store:
            store.rebuild_search()
        say("the search index was built anew")
    found = diagnose(place)
    if json:
        write_json(found)
    else:
        for item in found:
            write_line(f"{item.level}: {item.what}")
            if item.remedy:
                write_line(f"    {item.remedy}")
        if not found:
            write_line("all is well")
    if any(item.level == "error" for item in found):
        raise typer.Exit(FAILED)


def upgrade(folder: FloorFolder = None) -> None:
    """Bring the store of an older version up to this one; it is changed whole or not at all.

    The store as it was stays beside it; remove it when you are content: what is withheld later stays in it.

    Example: watchfloor upgrade --floor floor
    """
    from watchfloor.store import Store

    Store.upgrade(config_of(folder).store).close()
    say("the store is up to date")


def changes(
    since: Annotated[
        str, typer.Option("--since", metavar="T", help="A day or moment, or 'last': since the last call.")
    ],
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Answer the morning's question: what changed since T?

    Example: watchfloor changes --since last --floor floor
    """
    from watchfloor.store import Store

    config = config_of(folder)
    mark = config.folder / ".last-looked"
    with Store.open(config.store) as store, store.snapshot():
        after: str | int = since
        unread = False
        if since == "last":
            after, unread = _last_looked(mark, store.last_sequence())
        found = store.changes(after)
        last = store.last_sequence()
        begun = store.moment_of(after) if isinstance(after, int) else after
        rests_on = _rests_on(store, None, begun)
    if json:
        write_json(found)
    else:
        say(f"{len(found)} changes since {since}; machine-read, not verified")
    if unread:
        say(f"watchfloor: {mark} cannot be read; these are all changes since the floor began")
    if not json or not found:
        say(*rests_on)
    if not json and found:
        table(
            ("known", "change", "about", "values"),
            [
                (
                    c.known[:16],
                    c.type,
                    f"{c.about.kind} {c.about.id}",
                    " → ".join(filter(None, (c.before, c.after))),
                )
                for c in found
            ],
        )
    if since == "last" and os.access(config.folder, os.W_OK):
        try:
            write_whole(mark, str(last))
        except OSError as error:
            say(f"watchfloor: {mark} cannot be written: {error.strerror}; the next call shows these again")


def _last_looked(mark: Path, newest: int) -> tuple[int, bool]:
    """Return the admission that the last look ended with, and whether its mark is there but of no use."""
    try:
        looked = int(mark.read_text("utf-8"))
        return (looked, False) if 0 <= looked <= newest else (0, True)
    except FileNotFoundError:
        return 0, False
    except (OSError, ValueError):
        return 0, True


def explain(
    what: Annotated[str, typer.Argument(metavar="ID|FILE", help="An id of the floor, or a file to read.")],
    folder: FloorFolder = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Say why: the recorded decisions about an id, or the findings of a file marked in its text.

    Ids are those of stories, events, reports, renditions, origins, and acts of merging and splitting.

    Example: watchfloor explain article.txt
    """
    if Path(what).is_file():
        _explain_file(what)
        return
    from watchfloor.engine.answer.explanation import explained
    from watchfloor.exchange import explanation_json, explanation_lines, rendered
    from watchfloor.store import Store
    from watchfloor.store.rereadings import reading_lines, readings_of

    with Store.open(config_of(folder).store) as store:
        found = explained(store, what, as_of=as_of)
        readings = readings_of(store, what, as_of=as_of) if found and found.kind in _READ else []
    if found is None:
        raise UsageError(
            f"{what} is neither a file nor an id of the floor; list ids with: watchfloor show reports"
        )
    if json:
        write_line(rendered({**explanation_json(found), "readings": readings}))
        return
    for line in (*explanation_lines(found, as_of=as_of), *reading_lines(readings)):
        write_line(line)


_READ = ("rendition", "report")  # kinds of ids that stand for a text


def _explain_file(path: str) -> None:
    from watchfloor.engine.prepare.pool import Prepared, prepare_all, reasons_of
    from watchfloor.exchange import print_marked
    from watchfloor.ingest import read_guarded

    failed = False
    for item in prepare_all(read_guarded([path], arrived=now()), signed=False):
        if isinstance(item, Prepared):
            print_marked(item.findings, item.rendition.text, console(), reasons_of(item))
        else:
            say(f"watchfloor: {item.where}: {item.reason}")
            failed = True
    if failed:
        raise typer.Exit(FAILED)


COMMANDS = (init, add, show, changes, search, explain, doctor, upgrade)
