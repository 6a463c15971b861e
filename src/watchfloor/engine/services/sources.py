"""What the floor reads again and again: found, added, listed, paused, forgotten; and how it is doing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchfloor.config import Config
from watchfloor.errors import ConfigError, RefusedAddressError, UsageError
from watchfloor.model import Coverage, Principal, RevisitRhythm, Source, SourceHealth
from watchfloor.permissions import Action, require
from watchfloor.store import HeldSource, PastVisit, RevisitCounts, Revisits, Sources, Store

if TYPE_CHECKING:
    from watchfloor.engine.collect.discovery import Discovered
    from watchfloor.engine.collect.visit_result import VisitResult
    from watchfloor.network import Client

__all__ = [
    "AddedSource",
    "HeldSource",
    "Imported",
    "SourceDesk",
    "SourcePreview",
    "SourceSeen",
    "SourceSettings",
    "Wanted",
]

_VISITS_SHOWN = 5
_ORDER = ("broken", "gone", "refused", "failing", "new", "healthy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How somebody wants sources to be kept: their folder, name and rhythms, and `anyway` where unread."""

    group: str | None = None
    title: str | None = None
    page: bool = False
    every: int | None = None
    revisit: RevisitRhythm = "usual"
    anyway: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedSource:
    """What became of one place: its source where one was found, or why there is none."""

    place: str
    source: Source | None = None
    is_kept: bool = False
    is_fresh: bool = False
    trouble: str | None = None
    guessed: str | None = None
    beside: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePreview:
    """What a source would give, the feeds offered beside it, and why it cannot be read, if so."""

    source: Source
    visit: VisitResult
    beside: Sequence[str]
    trouble: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSeen:
    """A source with how it is doing: its last visits, newest first, and its pages that are asked again."""

    source: Source
    health: SourceHealth
    visits: Sequence[PastVisit]
    pages: RevisitCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """What somebody wants to be otherwise with sources that are kept; None leaves it as it is."""

    every: int | None = None
    revisit: RevisitRhythm | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The sources of a list that are new, how many it names, and what is no web address in it."""

    added: Sequence[Source]
    listed: int
    unusable: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDesk:
    """The sources of a floor as people use them; `allow` names networks that may be visited besides."""

    config: Config
    clock: Callable[[], str]
    allow: Sequence[str] = ()

    def add(self, principal: Principal, places: Sequence[str], wanted: Wanted) -> Iterator[AddedSource]:
        """Find the source of each place and keep it; what cannot be read is kept only where asked to."""
        require(principal, Action.MANAGE_SOURCES)
        client = client_of(self.config, self.allow, local=all(Path(place).exists() for place in places))
        return self._add(places, wanted, client)

    def _add(self, places: Sequence[str], wanted: Wanted, client: Client) -> Iterator[AddedSource]:
        from watchfloor.engine.collect.discovery import discover

        with Store.open(self.config.store, turns=True) as store:
            for place in places:
                try:
                    found = discover(place, client, now=self.clock(), page=wanted.page)
                except UsageError as error:
                    yield AddedSource(place=place, trouble=str(error))
                    continue
                yield self._keep(store, place, found, wanted)

    def _keep(self, store: Store, place: str, found: Discovered, wanted: Wanted) -> AddedSource:
        from watchfloor.engine.collect.discovery import failing

        source = replace(_filed(found.source, wanted), every=wanted.every, revisit=wanted.revisit)
        kept = wanted.anyway or not found.trouble
        fresh = False
        if kept:
            with store.turn():
                fresh = Sources(store).add(source, due=self.clock())
                if fresh and found.trouble:
                    Sources(store).postpone(failing(replace(found, source=source), now=self.clock()))
        return AddedSource(
            place=place,
            source=source,
            is_kept=kept,
            is_fresh=fresh,
            trouble=found.trouble,
            guessed=found.guessed,
            beside=found.beside,
        )

    def preview(self, principal: Principal, place: str, *, page: bool, most: int) -> SourcePreview:
        """Return what a source would give, before it is added."""
        from watchfloor.engine.collect.discovery import discover, preview
        from watchfloor.engine.collect.health import Success

        require(principal, Action.MANAGE_SOURCES)
        client = client_of(self.config, self.allow, local=Path(place).exists())
        found = discover(place, client, now=self.clock(), page=page)
        visit = preview(found.source, client, now=self.clock(), most=most)
        outcome = visit.outcome
        trouble = None if isinstance(outcome, Success) else f"{outcome.error}; {outcome.remedy}"
        return SourcePreview(source=found.source, visit=visit, beside=found.beside, trouble=trouble)

    def import_list(self, principal: Principal, path: Path) -> Imported:
        """Add the feeds of an OPML file; nothing is visited before the next poll."""
        from watchfloor.engine.collect.discovery import read_list

        require(principal, Action.MANAGE_SOURCES)
        return self._keep_listed(*read_list(path, now=self.clock()))

    def import_written(self, principal: Principal, written: str) -> Imported:
        """Add the feeds of an OPML document; nothing is visited before the next poll."""
        from watchfloor.engine.collect.discovery import listed_in

        require(principal, Action.MANAGE_SOURCES)
        return self._keep_listed(*listed_in(written.encode(), where="the OPML", now=self.clock()))

    def _keep_listed(self, listed: Sequence[Source], unusable: Sequence[str]) -> Imported:
        with Store.open(self.config.store, write=True) as store:
            added = Sources(store).add_all(listed, due=self.clock())
        return Imported(added=added, listed=len(listed), unusable=unusable)

    def written_list(self, principal: Principal) -> tuple[str, int]:
        """Return the feeds as OPML, and how many sources are none."""
        from watchfloor.engine.collect.discovery import written_list

        every = [held.source for held in self.held(principal)]
        return written_list(every), sum(source.kind != "feed" for source in every)

    def held(self, principal: Principal) -> list[HeldSource]:
        """Return the sources, with how each is doing."""
        require(principal, Action.READ)
        with Store.open(self.config.store) as store:
            return Sources(store).all()

    def seen(self, principal: Principal, names: Sequence[str]) -> list[SourceSeen]:
        """Return sources with their last visits and what becomes of their pages."""
        require(principal, Action.READ)
        with Store.open(self.config.store) as store:
            sources, counts = Sources(store), Revisits(store).counts()
            return [
                SourceSeen(
                    source=held.source,
                    health=held.health,
                    visits=sources.visits(held.source.id, limit=_VISITS_SHOWN),
                    pages=counts.get(held.source.id, RevisitCounts()),
                )
                for held in _named(sources, names)
            ]

    def set_up(self, principal: Principal, names: Sequence[str], wanted: SourceSettings) -> list[Source]:
        """Change the settings of existing sources, from their next visit on."""
        require(principal, Action.MANAGE_SOURCES)
        given = {"every": wanted.every, "revisit": wanted.revisit, "title": wanted.title}
        fresh: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        with Store.open(self.config.store, write=True) as store:
            sources = Sources(store)
            held = _named(sources, names)
            for one in held:
                sources.change(replace(one.source, **fresh), one.health, at=self.clock())
            return [replace(one.source, **fresh) for one in held]

    def health(self, principal: Principal) -> tuple[list[HeldSource], Mapping[str, str]]:
        """Return the sources, the sick first, and since when each that is not well has not been."""
        require(principal, Action.READ)
        with Store.open(self.config.store) as store:
            sources = Sources(store)
            held = sorted(sources.all(), key=lambda it: (_ORDER.index(it.health.status), it.source.url))
            return held, _sick_since(sources)

    def coverage(self, principal: Principal, *, as_of: str | None = None) -> Coverage:
        """Return what answers rest on, now or as of a moment."""
        from watchfloor.engine.answer.coverage import coverage

        require(principal, Action.READ)
        with Store.open(self.config.store) as store:
            return coverage(store, as_of=as_of, now=self.clock())

    def pause_sources(self, principal: Principal, names: Sequence[str]) -> list[Source]:
        """Keep sources and do not read them until they are resumed."""
        require(principal, Action.MANAGE_SOURCES)
        return self._set_paused(names, paused=True)

    def resume_sources(self, principal: Principal, names: Sequence[str]) -> list[Source]:
        """Read sources again: paused ones, and those that had ended."""
        require(principal, Action.MANAGE_SOURCES)
        return self._set_paused(names, paused=False)

    def remove_sources(self, principal: Principal, names: Sequence[str]) -> list[Source]:
        """Forget sources; reports that came from them stay."""
        require(principal, Action.MANAGE_SOURCES)
        with Store.open(self.config.store, write=True) as store:
            sources = Sources(store)
            held = _named(sources, names)
            for one in held:
                sources.remove(one.source.id, at=self.clock())
        return [one.source for one in held]

    def make_due(self, principal: Principal) -> None:
        """Make all sources due now, except paused ones and those that have ended."""
        require(principal, Action.MANAGE_SOURCES)
        with Store.open(self.config.store, write=True) as store:
            Sources(store).make_due(self.clock())

    def _set_paused(self, names: Sequence[str], *, paused: bool) -> list[Source]:
        with Store.open(self.config.store, write=True) as store:
            sources = Sources(store)
            held = _named(sources, names)
            for one in held:
                health = one.health if paused else replace(one.health, due=self.clock())
                sources.change(replace(one.source, paused=paused), health, at=self.clock())
        return [one.source for one in held]


def client_of(config: Config, allow: Sequence[str] | None, *, local: bool = False) -> Client:
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
    raise RefusedAddressError(why)


def _filed(source: Source, wanted: Wanted) -> Source:
    if wanted.group:
        source = replace(source, group=tuple(part for part in wanted.group.split("/") if part))
    return replace(source, title=wanted.title) if wanted.title else source


def _sick_since(sources: Sources) -> dict[str, str]:
    """Return since when each source that is not well has not been."""
    since: dict[str, str] = {}
    for spell in sources.spells():
        if spell.status == "healthy":
            since.pop(spell.source, None)
        else:
            since.setdefault(spell.source, spell.begun)
    return since


def _named(sources: Sources, names: Sequence[str]) -> list[HeldSource]:
    """Return the sources that are meant; where one is unknown nothing is done to the others."""
    found = [(name, sources.named(name)) for name in names]
    for name, held in found:
        if held is None:
            raise UsageError(f"there is no source {name}; list them with: watchfloor sources list")
    return [held for _, held in found if held is not None]
