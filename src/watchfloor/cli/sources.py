"""Commands about sources: what is read again and again, how it is doing, and `poll`, which reads it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watchfloor.cli.floor import AsOf, FloorFolder, config_of
from watchfloor.cli.look import Json
from watchfloor.cli.output import (
    FAILED,
    now,
    say,
    table,
    write_document,
    write_json,
    write_line,
    write_row,
)
from watchfloor.cli.person import principal
from watchfloor.config import Config
from watchfloor.errors import ConfigError, InputError, UsageError

if TYPE_CHECKING:
    from watchfloor.engine.services import Desk
    from watchfloor.model import Source
    from watchfloor.network import Client
    from watchfloor.store import HeldSource, Sources

_SECONDS_OF_UNIT = {"m": 60, "h": 3_600, "d": 86_400}
_SHORTEST_EVERY, _LONGEST_EVERY = 300, 30 * 86_400  # seconds
_WORDS_SHOWN = 12

app = typer.Typer(
    name="sources",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Say what the floor reads again and again, and how that is doing.\n\n"
    "Example: watchfloor sources add https://example.org --floor floor",
)

Names = Annotated[list[str], typer.Argument(metavar="SOURCE…", help="Ids or addresses of sources.")]
Group = Annotated[
    str | None, typer.Option("--folder", metavar="NAME", help="File it under this folder; a/b nests.")
]
AllowNetwork = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-network",
        metavar="CIDR",
        envvar="WATCHFLOOR_ALLOW_NETWORK",
        help="Also visit addresses of this network (10.2.0.0/16); again for more.",
    ),
]


def client_of(config: Config, allow: list[str] | None, *, local: bool = False) -> Client:
    """Return the guarded client that visits sources and names whom their publishers can write to.

    Where all sources are `local`, folders and files, nobody need be named; such a client connects to nobody.
    """
    import ssl

    from watchfloor import __version__
    from watchfloor.network import Client, Guard, Limits, read_networks

    if not config.contact:
        nobody = (
            f"{config.folder / 'watchfloor.toml'} names no contact; publishers must be able to write to us: "
            'add a line contact = "you@example.org"'
        )
        if not local:
            raise ConfigError(nobody)
        return Client(guard=Guard(resolve=lambda host, port: _refuse(nobody)))
    try:
        networks = read_networks([*config.allow_network, *(allow or [])])
    except ValueError as error:
        raise UsageError(f"{error}; write networks as 10.2.0.0/16") from error
    return Client(
        guard=Guard(allow=networks),
        limits=Limits(bytes=16_000_000, seconds=30.0, step_seconds=10.0),
        user_agent=f"watchfloor/{__version__} (+{config.contact})",
        secure=ssl.create_default_context(),
    )


def _refuse(why: str) -> list[str]:
    from watchfloor.errors import RefusedAddressError

    raise RefusedAddressError(why)


def _filed(source: Source, group: str | None, title: str | None = None) -> Source:
    from dataclasses import replace

    if group:
        source = replace(source, group=tuple(part for part in group.split("/") if part))
    return replace(source, title=title) if title else source


@app.command()
def add(
    places: Annotated[
        list[str], typer.Argument(metavar="URL|PATH…", help="Feeds, sitemaps, sites, folders, files.")
    ],
    *,
    folder: FloorFolder = None,
    group: Group = None,
    title: Annotated[str | None, typer.Option(help="What to call it; its own title otherwise.")] = None,
    page: Annotated[bool, typer.Option("--page", help="Watch the page itself, not a feed it names.")] = False,
    every: Annotated[
        str | None,
        typer.Option(metavar="5m", help="Visit it so often (5m, 2h, 1d), new or not; at least 5m."),
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Add it even where it cannot be read now; it is tried again.")
    ] = False,
    allow_network: AllowNetwork = None,
    json: Json = False,
) -> None:
    """Add sources; of a site, the feed that its page names first.

    What does not answer, or answers that there is nothing, is not added.

    Example: watchfloor sources add https://example.org --folder Ports --floor floor
    """
    from watchfloor.engine.collect.discovery import discover, failing
    from watchfloor.store import Sources, Store

    seconds = _seconds_of(every) if every else None

    config = config_of(folder)
    client = client_of(config, allow_network, local=all(Path(place).exists() for place in places))
    failed = False
    fresh_ones = 0
    with Store.open(config.store, turns=True) as store:
        for place in places:
            try:
                found = discover(place, client, now=now(), page=page)
            except UsageError as error:
                say(f"watchfloor: {error}")
                failed = True
                continue
            if found.guessed:
                say(f"{place} is taken for {found.guessed}")
            if found.trouble and not anyway:
                why = f"cannot be read ({found.trouble})"
                say(f"watchfloor: {place} {why}; not added: mend it, or use --anyway")
                failed = True
                continue
            source = replace(_filed(found.source, group, title), every=seconds)
            with store.turn():
                fresh = Sources(store).add(source, due=now())
                if fresh and found.trouble:
                    Sources(store).postpone(failing(replace(found, source=source), now=now()))
            fresh_ones += fresh
            became = "added" if fresh else "there already"
            if json:
                write_json(source)
            else:
                write_row(became, source.id, source.kind, source.url)
            if found.trouble:
                say(f"{place} cannot be read now ({found.trouble}); it is kept and tried again")
            if found.beside:
                say(f"{place} offers more feeds: {' '.join(found.beside)}")
    if fresh_ones:
        say(f"read them with: watchfloor poll --once --floor {config.folder}")
    if failed:
        raise typer.Exit(FAILED)


def _seconds_of(every: str) -> int:
    """Return the seconds of "5m"; raise UsageError for what is no such span, or too short."""
    match = re.fullmatch(r"(\d{1,6})\s*([mhd])", every.strip().lower())
    seconds = int(match[1]) * _SECONDS_OF_UNIT[match[2]] if match else 0
    if not _SHORTEST_EVERY <= seconds <= _LONGEST_EVERY:
        raise UsageError(f"--every {every}: give minutes, hours or days from 5m to 30d, as in 15m or 2h")
    return seconds


@app.command()
def check(
    place: Annotated[str, typer.Argument(metavar="URL|PATH", help="A feed, sitemap, site, folder or file.")],
    *,
    folder: FloorFolder = None,
    page: Annotated[bool, typer.Option("--page", help="Watch the page itself, not a feed it names.")] = False,
    items: Annotated[int, typer.Option("--items", "-n", min=1, max=50, help="How many to read.")] = 3,
    allow_network: AllowNetwork = None,
    json: Json = False,
) -> None:
    """Show what a source would give, before it is added: titles, dates, first words, what is missing.

    Example: watchfloor sources check https://example.org --floor floor
    """
    from watchfloor.engine.collect.discovery import discover, preview
    from watchfloor.engine.collect.health import Success
    from watchfloor.model import Rendition

    client = client_of(config_of(folder), allow_network, local=Path(place).exists())
    found = discover(place, client, now=now(), page=page)
    source = found.source
    visit = preview(source, client, now=now(), most=items)
    read = [it.what for it in visit.brought if it.what is not None]
    trouble = None if isinstance(visit.outcome, Success) else f"{visit.outcome.error}; {visit.outcome.remedy}"
    if json:
        write_json(
            {"source": source, "found": visit.found, "items": read, "trouble": trouble, "note": visit.note}
        )
    else:
        write_row(source.kind, source.url, source.title or "(no title)")
        write_line(f"{visit.found} items" + (f"; {visit.note}" if visit.note else ""))
        for item in read:
            write_line("")
            if isinstance(item, Rendition):
                _show_preview(item)
            else:
                write_line(f"refused: {item.where}: {item.reason}")
        for other in found.beside:
            write_line(f"also offered: {other}")
    if trouble:
        say(f"watchfloor: {trouble}")
        raise typer.Exit(FAILED)


def _show_preview(rendition: Any) -> None:
    from watchfloor.exchange.wording import flag_words

    body = " ".join(span.of(rendition.text) for span in rendition.paragraphs).split()
    write_line(rendition.title or "(no title)")
    write_line(f"  {rendition.published or 'undated'}  {rendition.outlet or ''}  {rendition.url or ''}")
    write_line(
        f"  {' '.join(body[:_WORDS_SHOWN])}{' …' if len(body) > _WORDS_SHOWN else ''}  [{len(body)} words]"
    )
    missing = [name for name in ("title", "published", "byline", "url") if not getattr(rendition, name)]
    if missing:
        write_line(f"  missing: {', '.join(missing)}")
    for flag in rendition.flags:
        write_line(f"  note: {flag_words(flag)}")


@app.command(name="import")
def import_list(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="An OPML file, as feed readers export it.")],
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Add the feeds of an OPML file, folders kept; nothing is visited before the next poll.

    Example: watchfloor sources import feeds.opml --floor floor
    """
    from watchfloor.engine.collect.discovery import read_list
    from watchfloor.store import Sources, Store

    try:
        listed, unusable = read_list(path, now=now())
    except InputError as error:
        say(f"watchfloor: {error}; nothing was added")
        raise typer.Exit(FAILED) from None
    with Store.open(config_of(folder).store, write=True) as store:
        added = Sources(store).add_all(listed, due=now())
    if json:
        write_json(added)
    say(f"{len(added)} sources added, {len(listed) - len(added)} there already")
    for address in unusable:
        say(f"watchfloor: {path}: no web address: {address or '(empty)'}; it was left out")
    if unusable or not listed:
        raise typer.Exit(FAILED)


@app.command()
def export(
    path: Annotated[Path | None, typer.Argument(metavar="FILE", help="Where to; stdout without it.")] = None,
    folder: FloorFolder = None,
) -> None:
    """Write the feeds as OPML, folders kept, for another floor or a feed reader.

    Example: watchfloor sources export feeds.opml --floor floor
    """
    from watchfloor.cli.output import write_whole
    from watchfloor.engine.collect.discovery import written_list
    from watchfloor.store import Sources, Store

    with Store.open(config_of(folder).store) as store:
        every = [held.source for held in Sources(store).all()]
    document = written_list(every)
    left = sum(source.kind != "feed" for source in every)
    if path is None:
        write_document(document.rstrip("\n"))
    else:
        write_whole(path, document)
    if left:
        say(f"{left} sources are no feeds; OPML has no place for them")


@app.command(name="list")
def list_all(folder: FloorFolder = None, json: Json = False) -> None:
    """List the sources.

    Example: watchfloor sources list --floor floor
    """
    held = _all(folder)
    if json:
        write_json([it.source for it in held])
        return
    rows = [
        (it.source.id, it.source.kind, "paused" if it.source.paused else it.health.status,
         "/".join(it.source.group), it.source.title or "", it.source.url)
        for it in held
    ]  # fmt: skip
    table(("id", "kind", "state", "folder", "title", "address"), rows)


@app.command()
def health(
    folder: FloorFolder = None,
    json: Json = False,
    every: Annotated[bool, typer.Option("--all", help="Also those that are well.")] = False,
) -> None:
    """Say how the sources are doing, the sick first, with the last error and what to do about it.

    Silence of a source that is not well says nothing about the world. Exit code 1 where one is not well.

    Example: watchfloor sources health --floor floor
    """
    from watchfloor.store import Sources, Store

    with Store.open(config_of(folder).store) as store:
        sources = Sources(store)
        held = sorted(sources.all(), key=lambda it: (_ORDER.index(it.health.status), it.source.url))
        since = _sick_since(sources)
    counts = Counter("paused" if it.source.paused else it.health.status for it in held)
    sick = [it for it in held if it.health.error and not it.source.paused]
    if json:
        write_json([{"source": it.source, "health": it.health} for it in held])
    else:
        say(", ".join(f"{count} {status}" for status, count in counts.most_common()) or "no sources yet")
        if counts["new"]:
            say("new ones are read by: watchfloor poll")
        moment = now()
        rows = [
            (it.source.id, "paused" if it.source.paused else it.health.status,
             *(away(at, moment) for at in (it.health.read, it.health.fresh, it.health.due)), it.source.url)
            for it in (held if every else sick)
        ]  # fmt: skip
        if rows:
            table(("id", "state", "last read", "last news", "next visit", "address"), rows)
        for it in sick:
            for line in (it.source.url, *_trouble(it, since.get(it.source.id), moment)):
                write_line(line)
    if sick:
        raise typer.Exit(FAILED)


_ORDER = ("broken", "gone", "refused", "failing", "new", "healthy")
_SPANS = ((86_400 * 2, 86_400, "days"), (3_600 * 2, 3_600, "hours"), (60, 60, "min"))


def away(moment: str | None, present: str) -> str:
    """Return how far a moment is from the present one, as people say it."""
    if moment is None:
        return "never"
    seconds = (datetime.fromisoformat(moment) - datetime.fromisoformat(present)).total_seconds()
    for least, unit, name in _SPANS:
        if abs(seconds) >= least:
            words = f"{abs(seconds) / unit:.0f} {name}"
            return f"in {words}" if seconds > 0 else f"{words} ago"
    return "now" if seconds > 0 else "just now"


def _sick_since(sources: Sources) -> dict[str, str]:
    """Return since when each source that is not well has not been."""
    since: dict[str, str] = {}
    for spell in sources.spells():
        if spell.status == "healthy":
            since.pop(spell.source, None)
        else:
            since.setdefault(spell.source, spell.begun)
    return since


def _trouble(held: HeldSource, since: str | None, present: str) -> tuple[str, str]:
    health = held.health
    times = f", {health.failures} times in a row" if health.failures > 1 else ""
    began = f" (first {away(since, present)}{times})" if since else ""
    return f"  {health.error}{began}", f"  what to do: {health.remedy}"


@app.command(name="coverage")
def covered(folder: FloorFolder = None, as_of: AsOf = None, json: Json = False) -> None:
    """Say what answers rest on: sources followed and read, days without, languages; now or as of a moment.

    Example: watchfloor sources coverage --as-of 2026-03-05 --floor floor
    """
    from watchfloor.engine.answer.coverage import coverage
    from watchfloor.exchange.coverage import coverage_lines
    from watchfloor.store import Store

    with Store.open(config_of(folder).store) as store:
        found = coverage(store, as_of=as_of, now=now())
    if json:
        write_json(found)
        return
    for line in coverage_lines(found):
        write_line(line)


@app.command()
def pause(names: Names, folder: FloorFolder = None) -> None:
    """Keep sources and do not read them until they are resumed.

    Example: watchfloor sources pause https://example.org/feed --floor floor
    """
    for source in _desk(folder).pause_sources(principal(), names):
        write_row("paused", source.id, source.url)


@app.command()
def resume(names: Names, folder: FloorFolder = None) -> None:
    """Read sources again, at the next poll: paused ones, and those that had ended.

    Example: watchfloor sources resume https://example.org/feed --floor floor
    """
    for source in _desk(folder).resume_sources(principal(), names):
        write_row("resumed", source.id, source.url)


def _desk(folder: Path | None) -> Desk:
    from watchfloor.engine.services import Desk

    return Desk(config=config_of(folder), clock=now)


@app.command()
def remove(names: Names, folder: FloorFolder = None) -> None:
    """Forget sources; reports that came from them stay.

    Example: watchfloor sources remove https://example.org/feed --floor floor
    """
    for source in _desk(folder).remove_sources(principal(), names):
        write_row("removed", source.id, source.url)


def _all(folder: Path | None) -> list[HeldSource]:
    from watchfloor.store import Sources, Store

    with Store.open(config_of(folder).store) as store:
        return Sources(store).all()
