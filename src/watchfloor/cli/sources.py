"""Commands about sources: what is read again and again, how it is doing, and `poll`, which reads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
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
from watchfloor.errors import InputError, UsageError
from watchfloor.model import RevisitRhythm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from watchfloor.engine.services.sources import AddedSource, HeldSource, SourceDesk, SourceSeen

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

SourceNames = Annotated[list[str], typer.Argument(metavar="SOURCE…", help="Ids or addresses of sources.")]
Every = Annotated[
    str | None,
    typer.Option("--every", metavar="5m", help="Visit it so often (5m, 2h, 1d), new or not; at least 5m."),
]
Rhythm = Annotated[
    RevisitRhythm | None,
    typer.Option(
        "--revisit", help="How often its pages are asked again in their first week: usual where not given."
    ),
]
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
    every: Every = None,
    revisit: Rhythm = None,
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
    from watchfloor.engine.services.sources import Wanted

    wanted = Wanted(
        group=group,
        title=title,
        page=page,
        every=_seconds_of(every) if every else None,
        revisit=revisit or "usual",
        anyway=anyway,
    )
    desk = _desk(folder, allow_network)
    failed, fresh = False, 0
    for one in desk.add(principal(), places, wanted):
        _say_added(one, json=json)
        failed |= not one.is_kept
        fresh += one.is_fresh
    if fresh:
        say(f"read them with: watchfloor poll --once --floor {desk.config.folder}")
    if failed:
        raise typer.Exit(FAILED)


def _say_added(one: AddedSource, *, json: bool) -> None:
    place, source = one.place, one.source
    if one.guessed:
        say(f"{place} is taken for {one.guessed}")
    if source is None:
        say(f"watchfloor: {one.trouble}")
        return
    if not one.is_kept:
        why = f"cannot be read ({one.trouble})"
        say(f"watchfloor: {place} {why}; not added: mend it, or use --anyway")
        return
    if json:
        write_json(source)
    else:
        write_row("added" if one.is_fresh else "there already", source.id, source.kind, source.url)
    if one.trouble:
        say(f"{place} cannot be read now ({one.trouble}); it is kept and tried again")
    if one.beside:
        say(f"{place} offers more feeds: {' '.join(one.beside)}")


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
    from watchfloor.model import Rendition

    seen = _desk(folder, allow_network).preview(principal(), place, page=page, most=items)
    source, visit, trouble = seen.source, seen.visit, seen.trouble
    read = [it.what for it in visit.brought if it.what is not None]
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
        for other in seen.beside:
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
    try:
        found = _desk(folder).import_list(principal(), path)
    except InputError as error:
        say(f"watchfloor: {error}; nothing was added")
        raise typer.Exit(FAILED) from None
    if json:
        write_json(found.added)
    say(f"{len(found.added)} sources added, {found.listed - len(found.added)} there already")
    for address in found.unusable:
        say(f"watchfloor: {path}: no web address: {address or '(empty)'}; it was left out")
    if found.unusable or not found.listed:
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

    document, left = _desk(folder).written_list(principal())
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
    held = _desk(folder).held(principal())
    if json:
        write_json([it.source for it in held])
        return
    rows = [
        (it.source.id, it.source.kind, "paused" if it.source.paused else it.health.status,
         it.source.revisit, "/".join(it.source.group), it.source.title or "", it.source.url)
        for it in held
    ]  # fmt: skip
    table(("id", "kind", "state", "revisit", "folder", "title", "address"), rows)


@app.command()
def show(names: SourceNames, folder: FloorFolder = None, json: Json = False) -> None:
    """Show sources: how each is set and doing, its last visits, and its pages that are asked again.

    Example: watchfloor sources show https://example.org/feed --floor floor
    """
    seen = _desk(folder).seen(principal(), names)
    if json:
        write_json(seen)
        return
    moment = now()
    for one in seen:
        for line in _shown(one, moment):
            write_line(line)


def _shown(one: SourceSeen, moment: str) -> Iterator[str]:
    source, health, pages = one.source, one.health, one.pages
    yield f"{source.id}  {source.kind}  {source.url}"
    yield f"  title: {source.title or '(no title)'}; folder: {'/'.join(source.group) or '(none)'}"
    rhythm = f"every {source.every // 60} min" if source.every else "as often as it changes"
    state = "paused" if source.paused else health.status
    yield f"  {state}; visited {rhythm}; next visit {away(health.due, moment)}"
    if health.error:
        yield f"  {health.error}; what to do: {health.remedy}"
    again = f"; the next {away(pages.due, moment)}" if pages.due else ""
    counts = (
        f"{pages.waiting} wait{again}; {pages.edited} found edited, {pages.gone} gone in the last fortnight"
    )
    yield f"  pages asked again ({source.revisit}): {counts}"
    for visit in one.visits:
        note = f"  {visit.note}" if visit.note else ""
        yield f"  {visit.at[:16]}  {visit.status}  {visit.found} found, {visit.fresh} new{note}"


@app.command(name="set")
def set_up(
    names: SourceNames,
    *,
    folder: FloorFolder = None,
    every: Every = None,
    revisit: Rhythm = None,
    title: Annotated[str | None, typer.Option(help="What to call it.")] = None,
) -> None:
    """Set sources that are there otherwise: how often they, and their pages, are asked again.

    Example: watchfloor sources set https://example.org/feed --revisit never --floor floor
    """
    from watchfloor.engine.services.sources import SourceSettings

    if not (every or revisit or title):
        raise UsageError("nothing to set; give --every, --revisit or --title")
    wanted = SourceSettings(every=_seconds_of(every) if every else None, revisit=revisit, title=title)
    for source in _desk(folder).set_up(principal(), names, wanted):
        write_row("set", source.id, source.url)


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
    held, since = _desk(folder).health(principal())
    counts = Counter(map(_state, held))
    sick = [it for it in held if it.health.error and not it.source.paused]
    if json:
        write_json([{"source": it.source, "health": it.health} for it in held])
    else:
        say(", ".join(f"{count} {status}" for status, count in counts.most_common()) or "no sources yet")
        if counts["new"]:
            say("new ones are read by: watchfloor poll")
        _write_health(held if every else sick, sick, since, now())
    if sick:
        raise typer.Exit(FAILED)


def _state(held: HeldSource) -> str:
    return "paused" if held.source.paused else held.health.status


def _write_health(
    shown: Sequence[HeldSource], sick: Sequence[HeldSource], since: Mapping[str, str], moment: str
) -> None:
    """Write a row a source, then what ails each sick one."""
    rows = [
        (it.source.id, _state(it),
         *(away(at, moment) for at in (it.health.read, it.health.fresh, it.health.due)), it.source.url)
        for it in shown
    ]  # fmt: skip
    if rows:
        table(("id", "state", "last read", "last news", "next visit", "address"), rows)
    for it in sick:
        for line in (it.source.url, *_trouble(it, since.get(it.source.id), moment)):
            write_line(line)


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
    from watchfloor.exchange.coverage import coverage_lines

    found = _desk(folder).coverage(principal(), as_of=as_of)
    if json:
        write_json(found)
        return
    for line in coverage_lines(found):
        write_line(line)


@app.command()
def pause(names: SourceNames, folder: FloorFolder = None) -> None:
    """Keep sources and do not read them until they are resumed.

    Example: watchfloor sources pause https://example.org/feed --floor floor
    """
    for source in _desk(folder).pause_sources(principal(), names):
        write_row("paused", source.id, source.url)


@app.command()
def resume(names: SourceNames, folder: FloorFolder = None) -> None:
    """Read sources again, at the next poll: paused ones, and those that had ended.

    Example: watchfloor sources resume https://example.org/feed --floor floor
    """
    for source in _desk(folder).resume_sources(principal(), names):
        write_row("resumed", source.id, source.url)


def _desk(folder: Path | None, allow: list[str] | None = None) -> SourceDesk:
    from watchfloor.engine.services.sources import SourceDesk

    return SourceDesk(config=config_of(folder), clock=now, allow=tuple(allow or ()))


@app.command()
def remove(names: SourceNames, folder: FloorFolder = None) -> None:
    """Forget sources; reports that came from them stay.

    Example: watchfloor sources remove https://example.org/feed --floor floor
    """
    for source in _desk(folder).remove_sources(principal(), names):
        write_row("removed", source.id, source.url)
