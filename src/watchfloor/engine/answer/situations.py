"""Situations: named scopes that an analyst follows, kept as YAML in the floor's folder, and what is in them.

    name: sahel                       # the name of the file too
    title: Fighting in the Sahel
    country: [ML, BF, NE]
    type: [ASSAULT, COERCE]

Every key that is given must hold; within a list, one is enough.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from watchfloor.engine.answer.asking import meant
from watchfloor.engine.answer.queries import Listed, ask
from watchfloor.engine.answer.times import Clock
from watchfloor.errors import ConfigError, UsageError, nearest
from watchfloor.model import Asked, Event, Scope, is_file_name
from watchfloor.rights import make_file, make_folder
from watchfloor.store import Store
from watchfloor.watch.situations import SITUATIONS, WrittenSituation, situation_in, situations_in

# The keys of a file, and the field of a question that each fills.
_FIELDS: Mapping[str, str] = {
    "country": "countries",
    "place": "places",
    "actor": "actors",
    "type": "types",
    "context": "contexts",
    "outlet": "outlets",
    "label": "labels",
    "language": "languages",
    "story": "stories",
}
_MOST = 1_000  # events that are looked through
_ANY_CLOCK = Clock(datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("UTC"))  # names are checked, no times


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A named question: what an analyst follows; `where` names the file and line that it stands in."""

    name: str
    asked: Asked
    title: str = ""
    note: str = ""
    where: str = ""

    def scope(self, clock: Clock) -> Scope:
        """Return the scope that is meant; raise UsageError for a country or type that there is not."""
        return meant(self.asked, clock=clock).scope

    def conditions(self) -> Iterator[tuple[str, str]]:
        """Yield the fields of the question that narrow it, each with what it asks for."""
        for key, name in (*_FIELDS.items(), ("words", "words")):
            value = getattr(self.asked, name)
            if value:
                yield name, f"{key} {value if isinstance(value, str) else ', '.join(value)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationsRead:
    """The situations that can be read, by name, and what is wrong with each of the others."""

    held: Mapping[str, Situation]
    broken: tuple[ConfigError, ...] = ()


def read_situations(floor: Path) -> SituationsRead:
    """Return the situations of a floor."""
    written = situations_in(floor / SITUATIONS)
    held: dict[str, Situation] = {}
    broken = list(written.broken)
    for name, one in written.held.items():
        try:
            held[name] = _meant(one)
        except ConfigError as error:
            broken.append(error)
    return SituationsRead(held=held, broken=tuple(broken))


def read_situation(file: Path) -> Situation:
    """Return the situation of a file; raise ConfigError with file, line and remedy."""
    return _meant(situation_in(file))


def _meant(written: WrittenSituation) -> Situation:
    """Return the question that is written; refuse names that there are not, with their line."""
    asks = written.asks
    for key in ("country", "type", "context", "label"):
        if key in asks:
            only: dict[str, Any] = {_FIELDS[key]: asks[key].values}
            try:
                meant(Asked(**only), clock=_ANY_CLOCK)
            except UsageError as error:
                raise ConfigError(f"{asks[key].where}: {error}") from error
    asked: dict[str, Any] = {field: asks[key].values for key, field in _FIELDS.items() if key in asks}
    return Situation(
        name=written.name,
        title=written.title,
        note=written.note,
        asked=Asked(**asked, words=(asks["words"].one.strip() or None) if "words" in asks else None),
        where=written.where,
    )


def named(floor: Path, name: str) -> Situation:
    """Return a situation by its name; raise UsageError."""
    read = read_situations(floor)
    if name in read.held:
        return read.held[name]
    for error in read.broken:
        if f"/{name}.yaml" in str(error):
            raise error
    if not read.held:
        raise UsageError(
            f"there is no situation {name!r}; add one with: watchfloor situation add {name} --country …"
        )
    raise UsageError(f"there is no situation {name!r}; {nearest(name, read.held)}")


def within(scope: Scope, situation: Situation, *, clock: Clock) -> Scope:
    """Return the scope of what lies both in a given scope and in a situation.

    Raise UsageError where both ask for other values of one kind, so that nothing could hold.
    """
    outer = situation.scope(clock)
    both: dict[str, Any] = {}
    for key, name in _FIELDS.items():
        ours, theirs = getattr(scope, name), getattr(outer, name)
        shared = _shared(key, ours, theirs)
        if ours and theirs and not shared:
            raise UsageError(
                f"the situation {situation.name!r} asks for {key} {_written(theirs)}: nothing of it is in "
                f"{key} {_written(ours)}; leave --{key} out"
            )
        both[name] = shared or ours or theirs
    words = " ".join(filter(None, (scope.words, outer.words))) or None
    return replace(scope, **both, words=words)


def _shared(key: str, ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Return what two questions both ask for: of a region and a place that lies in it, the place."""
    wanted = {one.casefold() for one in ours}
    same = tuple(one for one in theirs if one.casefold() in wanted)
    if key != "place" or not (ours and theirs):
        return same
    from watchfloor.gazetteer.places import lying_in  # noqa: PLC0415 - loads the table of places

    return tuple(dict.fromkeys((*same, *lying_in(ours, theirs), *lying_in(theirs, ours))))


def _written(values: tuple[str, ...]) -> str:
    """Return values as they were asked for: without the numbers that stand for regions beside their names."""
    return ", ".join([one for one in values if not one.isdecimal()] or values)


def add(floor: Path, situation: Situation) -> Path:
    """Write a situation into a new file; one that is there is kept, and refused with its remedy."""
    if not is_file_name(situation.name):
        raise UsageError(
            f"{situation.name!r} is no name of a situation; use small letters, digits and hyphens"
        )
    if not list(situation.conditions()):
        raise UsageError("a situation needs at least one of --country, --place, --actor, --type, --words …")
    given = (getattr(situation.asked, name) for name in _FIELDS.values())
    written = [it for values in given for it in values] + [situation.asked.words or "x"]
    if not all(it.strip() for it in (*written, situation.title or "x", situation.note or "x")):
        raise UsageError("what is given is blank; leave it out, or write what is meant")
    meant(situation.asked, clock=_ANY_CLOCK)
    file = floor / SITUATIONS / f"{situation.name}.yaml"
    if file.exists():
        raise UsageError(f"{file} is there already; change it, or remove it first")
    content: dict[str, Any] = {"name": situation.name}
    content |= {"title": situation.title} if situation.title else {}
    for key, name in _FIELDS.items():
        value = getattr(situation.asked, name)
        content |= {key: list(value) if len(value) > 1 else value[0]} if value else {}
    content |= {"words": situation.asked.words} if situation.asked.words else {}
    content |= {"note": situation.note} if situation.note else {}
    make_folder(file.parent)
    make_file(file)
    file.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), "utf-8")
    return file


def remove(floor: Path, name: str) -> Path:
    """Take a situation's file away; what was read stays."""
    file = floor / SITUATIONS / f"{name}.yaml"
    if not is_file_name(name) or not file.is_file():
        raise UsageError(f"there is no situation {name!r}; list them with: watchfloor situation list")
    file.unlink()
    return file


# ------------------------------------------------------------------------------------------- what is in one


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """What fails exactly one condition of a situation, which is named."""

    condition: str
    events: tuple[Listed[Event], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What falls into a situation, newest first, and what just misses."""

    events: tuple[Listed[Event], ...]
    more: bool
    near: tuple[NearMiss, ...]


def preview(store: Store, situation: Situation, *, clock: Clock, limit: int = 10) -> Preview:
    """Return the newest events in a situation, and for each of its conditions those that fail it alone."""
    scope = situation.scope(clock)
    with store.snapshot():
        inside = ask(store, "events", scope, limit=limit)
        known = {row.value.id for row in ask(store, "events", scope, limit=_MOST).rows}
        conditions = list(situation.conditions())
        near = tuple(
            NearMiss(condition=words, events=tuple(_outside(store, scope, name, known, limit)))
            for name, words in (conditions if len(conditions) > 1 else ())
        )
    return Preview(events=inside.rows, more=inside.cursor is not None, near=near)


def _outside(
    store: Store, scope: Scope, name: str, inside: Collection[str], limit: int
) -> Iterator[Listed[Event]]:
    """Yield the newest events that are in scope but for one condition; `inside` are those in scope."""
    without: dict[str, Any] = {name: None if name == "words" else ()}
    wider = replace(scope, **without)
    found = (row for row in ask(store, "events", wider, limit=_MOST).rows if row.value.id not in inside)
    for position, row in enumerate(found):
        if position >= limit:
            return
        yield row
