"""Watches as analysts write them: YAML files with friendly keys, compiled to one CEL expression each.

    name: Unrest in Iran          # required, one of a kind
    level: high                   # low, medium (the default) or high
    country: IR                   # where it happens, or of whom: ISO 3166 codes
    place: [Tehran, Isfahan]      # the name of a place or of a region
    actor: Revolutionary Guard    # who does it or suffers it; source and target tell which
    type: [PROTEST, ASSAULT]      # PLOVER types
    mode: riot                    # PLOVER modes
    modality: actual              # leave out planned, threatened or conditional ones
    change: [new event, denied]   # which changes may open the alert
    origins: 2                    # at least so many separately written texts
    words: [bread prices]         # any of these words stands in the title or in the sentence
    situation: sahel              # what the situation of that name asks for too
    number: {role: killed, over: 10}
    when: score > 0.5             # what the keys cannot say, in CEL
    channels: [desk]              # where it goes; without them it only shows
    quiet_hours: 22:00-07:00      # how it tells: when it waits, and how long it keeps still after telling
    cooldown: 2h
    rota: [desk, night-phone]     # who is told first, and who next while nobody acknowledges it
    acknowledge_within: 15m
    why: Iran is next door        # what is written for people: why, id, author, references, false_positives

Every key that is given must hold; within a list, one is enough. A file holds one watch or a list of them.
Scalars are read as text (`country: NO` is Norway), unknown keys are refused, aliases are not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import yaml

from watchfloor.config import Config
from watchfloor.errors import ConfigError, nearest
from watchfloor.model import LEVELS, ChangeType, Grade
from watchfloor.watch.expressions import KnownVariables, compiled
from watchfloor.watch.keys import CONDITIONS, HISTORY, INNER, UNNAMED_AREAS, days_of, hours_of
from watchfloor.watch.situations import SITUATIONS, situations_in
from watchfloor.watch.written import Value, mappings_in, text_of, values_of

_DEFAULT_CHANGES = ("new event", "corroborated")
_NUMBER_CHANGES = (*_DEFAULT_CHANGES, "number revised", "number disputed")
_UNUSUAL = ("unusual",)
_DISAGREEMENTS = ("number disputed", "denied", "contradicted")
_ACKNOWLEDGED_WITHIN = timedelta(minutes=15)
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class WatchPart:
    """One key of a watch: what it asks for, as it was written, and the CEL expression that it makes.

    `places` are the places that it names.
    """

    key: str
    asks: str
    condition: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchNotes:
    """What is written about a watch for people; nothing is decided by it."""

    id: str = ""
    why: str = ""
    author: str = ""
    references: tuple[str, ...] = ()
    false_positives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A time of each day in which a watch keeps what is not urgent until its end."""

    begin: time
    end: time
    zone: str

    def end_after(self, moment: datetime) -> datetime | None:
        """Return when the quiet hours end that a moment lies in; None where it lies in none."""
        local = moment.astimezone(ZoneInfo(self.zone))
        at = local.time()
        over_midnight = self.begin > self.end
        inside = (at >= self.begin or at < self.end) if over_midnight else self.begin <= at < self.end
        if not inside:
            return None
        day = local.date() + timedelta(days=1 if over_midnight and at >= self.begin else 0)
        return datetime.combine(day, self.end, tzinfo=local.tzinfo)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One rule: `condition` is the CEL expression that its keys and its `when` make.

    `changes` are the change types that may open an alert, `grades` those of the events; `parts` are its keys
    one by one; `where` names file and line. `follows` is the situation whose history it looks at,
    `quiet_days` how long a silence it waits for. Nothing but new facts is told within `cooldown` of the last
    message. The first channel of `rota` is told with the others, each next one when nobody acknowledged the
    alert `acknowledge_within` such a time.
    """

    name: str
    level: str = "medium"
    changes: tuple[str, ...] = _DEFAULT_CHANGES
    grades: tuple[Grade, ...] = ("strong",)
    cooldown: timedelta = timedelta(0)
    quiet_hours: QuietHours | None = None
    notes: WatchNotes = WatchNotes()
    channels: tuple[str, ...] = ()
    rota: tuple[str, ...] = ()
    acknowledge_within: timedelta = _ACKNOWLEDGED_WITHIN
    condition: str = "true"
    asks: str = ""
    parts: tuple[WatchPart, ...] = ()
    follows: str = ""
    quiet_days: int = 0
    where: str = ""

    @property
    def asks_of_actors(self) -> bool:
        """Whether it waits for what certain actors do: what they deny is asked for as well."""
        return any(part.key in ("actor", "pair") for part in self.parts)

    def holds(self, variables: Mapping[str, Any] | KnownVariables) -> bool:
        """Tell whether the condition holds for a change; one that cannot be reckoned does not hold."""
        try:
            known = variables if isinstance(variables, KnownVariables) else KnownVariables(variables)
            return compiled(self.condition).execute(known.context) is True
        except Exception:  # noqa: BLE001 - a rule may do anything: it costs its own watch, never the admission
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorNames:
    """What watches may name: channels (None: not checked) and situations; and the zone of their hours.

    `situations` are those whose conditions a watch can ask for too, `names` all whose history it may look at.
    """

    channels: tuple[str, ...] | None = None
    situations: Mapping[str, tuple[WatchPart, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    zone: str = "UTC"


def floor_names(config: Config) -> FloorNames:
    """Return what the watches of a floor may name."""
    return FloorNames(
        channels=tuple(sorted(config.channels)),
        situations=_situations(config.folder / SITUATIONS),
        names=tuple(situations_in(config.folder / SITUATIONS).held),
        zone=str(config.timezone),
    )


def read_watches(path: Path, names: FloorNames | None = None) -> tuple[Watch, ...]:
    """Return the watches of a file, or of the `.yaml` and `.yml` files of a folder, in order of names.

    Raise ConfigError with file, line and remedy.
    """
    read = read_watches_apart(path, names)
    if read.broken:
        raise read.broken[0]
    return read.watches


@dataclass(frozen=True, slots=True)
class WatchesRead:
    """The watches that can be read, and what is wrong with each of the others, which stops itself only."""

    watches: tuple[Watch, ...]
    broken: tuple[ConfigError, ...] = ()

    def beside(self, before: Iterable[Watch]) -> tuple[Watch, ...]:
        """Return the watches, and those of `before` whose files hold something that cannot be read now."""
        named = {watch.name for watch in self.watches}
        files = tuple(f"{_file_of(str(error))}:" for error in self.broken)
        kept = (it for it in before if it.name not in named and files and it.where.startswith(files))
        return (*self.watches, *kept)


def _file_of(message: str) -> str:
    """Return the file that a message about a watch begins with: "watches/iran.yaml:3: …"."""
    found = re.match(r"(.*?\.ya?ml)(?=[:\s])", message)
    return found[1] if found else message


def _refuse_twin(watch: Watch, seen: Mapping[str, Watch]) -> None:
    if watch.name in seen:
        raise ConfigError(f"{watch.where}: {watch.name!r} is also {seen[watch.name].where}; rename one")


def read_watches_apart(path: Path, names: FloorNames | None = None) -> WatchesRead:
    """Return the watches of a file or folder, and the ConfigErrors of those that cannot be read."""
    files = sorted(p for p in path.iterdir() if p.suffix in (".yaml", ".yml")) if path.is_dir() else [path]
    known = names or FloorNames()
    seen: dict[str, Watch] = {}
    broken: list[ConfigError] = []
    for file in files:
        try:
            nodes = mappings_in(text_of(file), str(file))
        except ConfigError as error:
            broken.append(error)
            continue
        for node in nodes:
            try:
                watch = _watch(node, str(file), known)
                _refuse_twin(watch, seen)
                seen[watch.name] = watch
            except ConfigError as error:
                broken.append(error)
    return WatchesRead(tuple(seen.values()), tuple(broken))


def floor_watches(config: Config) -> WatchesRead:
    """Return the watches of a floor; one that cannot be read stands apart and stops no other."""
    found = config.watches.is_dir()
    return read_watches_apart(config.watches, floor_names(config)) if found else WatchesRead(())


def parse_watches(text: str, *, where: str, names: FloorNames | None = None) -> list[Watch]:
    """Return the watches written in `text`; `where` names it in messages."""
    known = names or FloorNames()
    return [_watch(node, where, known) for node in mappings_in(text, where)]


# What a situation may ask for so that a watch can name it; the rest is of reports, which watches do not see.
# Each key of a situation, with that of a watch.
_SITUATION_KEYS = {
    **{key: key for key in ("country", "place", "actor", "type", "words")},
    "context": "contexts",
    "label": "labels",
}
_NOTES = ("id", "why", "author", "references", "false_positives")
_SETTINGS = (
    "level",
    "change",
    "channels",
    "grade",
    "disagreement",
    "cooldown",
    "quiet_hours",
    "rota",
    "acknowledge_within",
    "situation",
)
KEYS = ("name", *_NOTES, *_SETTINGS, *CONDITIONS)
CHANGES = tuple(name for name in get_args(ChangeType) if name != "reread")


def _situations(folder: Path) -> dict[str, tuple[WatchPart, ...]]:
    """Return what the situations of a folder ask for, by name, as far as a watch can ask for it too.

    One that cannot be read, or asks for more, is left out: a watch that names it is told so.
    """
    found = {}
    for name, written in situations_in(folder).held.items():
        with suppress(ConfigError):
            if written.asks.keys() <= _SITUATION_KEYS.keys():
                asks = {_SITUATION_KEYS[key]: value for key, value in written.asks.items()}
                found[name] = tuple(_parts(asks, _SITUATION_KEYS.values()))
    return found


def _parts(values: Mapping[str, Value], keys: Iterable[str]) -> Iterable[WatchPart]:
    """Yield what is asked for, key by key."""
    for key in keys:
        if key in values:
            value = values[key]
            yield WatchPart(key, _asks(value), CONDITIONS[key](value), _places(key, value))


def _places(key: str, value: Value) -> tuple[str, ...]:
    """Return the places that a key asks for: those of `place`, and the areas of numbers."""
    if key == "place":
        return value.values
    areas = value.inner["scope"].values if "scope" in value.inner else ()
    return tuple(area for area in areas if area.casefold() not in UNNAMED_AREAS)


def _asks(value: Value) -> str:
    inner = [f"{key} {', '.join(it.values)}" for key, it in value.inner.items()]
    return ", ".join((*value.values, *inner))


def _watch(node: yaml.Node, where: str, known: FloorNames) -> Watch:
    values = values_of(node, where, KEYS, "a watch", inner=INNER)
    start = f"{where}:{node.start_mark.line + 1}"
    if "name" not in values or not values["name"].one.strip():
        raise ConfigError(f"{start}: a watch needs a name; write `name: …`")
    level, grade, to, rota = (values.get(key) for key in ("level", "grade", "channels", "rota"))
    follows = _follows(values)
    parts = (*_parts(values, CONDITIONS), *_of_situation(values.get("situation"), known, follows))
    for named in filter(None, (to, rota)):
        if known.channels is not None:
            named.among(known.channels)
    condition = " && ".join(part.condition for part in parts) or "true"
    return Watch(
        name=values["name"].one.strip(),
        level=level.among(LEVELS, str.lower)[0] if level and level.one else "medium",
        changes=_changes(values),
        grades=tuple(it for it in get_args(Grade) if it in grade.among(get_args(Grade), str.lower))
        if grade
        else ("strong",),
        cooldown=timedelta(hours=hours_of(values["cooldown"])) if "cooldown" in values else timedelta(0),
        quiet_hours=_quiet_hours(values["quiet_hours"], known.zone) if "quiet_hours" in values else None,
        notes=_notes(values),
        channels=to.values if to else (),
        rota=tuple(dict.fromkeys(rota.values)) if rota else (),
        acknowledge_within=_acknowledged_within(values),
        condition=condition,
        asks="; ".join(f"{part.key} {part.asks}" for part in parts),
        parts=parts,
        follows=follows,
        quiet_days=days_of(values["quiet_for"]) if "quiet_for" in values else 0,
        where=start,
    )


def _follows(values: Mapping[str, Value]) -> str:
    """Return the situation whose history a watch looks at; "" where it looks at none.

    Such a watch asks for one mark of one situation: what else there is to ask stands in the situation.
    """
    asked = [key for key in HISTORY if key in values]
    if not asked:
        return ""
    where, first = values[asked[0]].where, asked[0]
    if "situation" not in values:
        raise ConfigError(f"{where}: {first} is of a situation; write situation: NAME too")
    others = [key for key in (*CONDITIONS, "change", "disagreement") if key in values and key != first]
    if others:
        raise ConfigError(
            f"{where}: {first} stands with situation alone, without {others[0]}; "
            "put the condition into the situation, or write a watch of its own"
        )
    return values["situation"].one


def _of_situation(value: Value | None, known: FloorNames, follows: str) -> tuple[WatchPart, ...]:
    """Return what the situation asks for that a watch names; of one that it follows, that it is the one."""
    if value is None:
        return ()
    if follows and follows in known.names:
        return (WatchPart("situation", follows, f"situation == {json.dumps(follows)}"),)
    if value.one not in known.situations:
        hint = nearest(value.one, known.situations) if known.situations else "there is none in situations/"
        raise ConfigError(
            f"{value.where}: situation {value.one!r} is unknown, or asks for more than "
            f"{', '.join(_SITUATION_KEYS)}; {hint}"
        )
    return known.situations[value.one]


def _changes(values: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the change types that may open an alert: those asked for, else those that its keys need."""
    if "change" in values:
        return tuple(values["change"].among(_openers(), str.lower))
    if "disagreement" in values and values["disagreement"].among(("true", "false"), str.lower) == ["true"]:
        return _DISAGREEMENTS
    if any(key in values for key in HISTORY):
        return _UNUSUAL
    return _NUMBER_CHANGES if "number" in values else _DEFAULT_CHANGES


def _acknowledged_within(values: Mapping[str, Value]) -> timedelta:
    """Return how long the next of the rota waits; refuse it where there is no rota."""
    written = values.get("acknowledge_within")
    if written is None:
        return _ACKNOWLEDGED_WITHIN
    if "rota" not in values:
        raise ConfigError(
            f"{written.where}: acknowledge_within needs a rota; write rota: [desk, night-phone]"
        )
    within = timedelta(hours=hours_of(written))
    if not within:
        raise ConfigError(f"{written.where}: acknowledge_within is {written.one}; write 1m or more")
    return within


def _quiet_hours(value: Value, zone: str) -> QuietHours:
    found = _HOURS.fullmatch(value.one.replace(" ", ""))
    if not found:
        raise ConfigError(f"{value.where}: quiet_hours {value.one!r} are no hours; write 22:00-07:00")
    first, second, third, fourth = map(int, found.groups())
    return QuietHours(time(first, second), time(third, fourth), zone)


def _notes(values: Mapping[str, Value]) -> WatchNotes:
    nothing = Value("", ("",), "")
    return WatchNotes(
        id=values.get("id", nothing).one,
        why=values.get("why", nothing).one,
        author=values.get("author", nothing).one,
        references=values["references"].values if "references" in values else (),
        false_positives=values["false_positives"].values if "false_positives" in values else (),
    )


def _openers() -> list[str]:
    return list(CHANGES)
