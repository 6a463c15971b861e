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
    when: score > 0.5             # what the keys cannot say, in CEL
    channels: [desk]              # where it goes; without them it only shows

Every key that is given must hold; within a list, one is enough. A file holds one watch or a list of them.
Scalars are read as text (`country: NO` is Norway), unknown keys are refused, aliases are not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import cel
import yaml

from watchfloor.config import Config
from watchfloor.errors import ConfigError, nearest
from watchfloor.model import ChangeType, EventType, Modality
from watchfloor.watch.written import Value, mappings_in, text_of, values_of

LEVELS = ("low", "medium", "high")
_LONGEST_WHEN = 2_000  # characters
_DEFAULT_CHANGES = ("new event", "corroborated")

# What a rule may look at, with a value of its kind: the names of `ChangeContext.variables`.
VARIABLES: Mapping[str, Any] = {
    "change": "new event",
    "score": 0.0,
    "about": "event",
    "type": "PROTEST",
    "mode": "demo",
    "countries": ["IR"],
    "places": ["tehran"],
    "actors": ["police"],
    "sources": ["police"],
    "targets": ["students"],
    "origins": 1,
    "title": "a title",
    "text": " the words of title and sentence ",
    "polarity": "asserted",
    "modality": "actual",
    "grade": "strong",
}
_BOUND_NAMES = re.compile(r"\.(?:exists|exists_one|all|map|filter)\(\s*(\w+)\s*,")


@dataclass(frozen=True, slots=True)
class WatchPart:
    """One key of a watch: what it asks for, as it was written, and the CEL expression that it makes."""

    key: str
    asks: str
    condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One rule: `condition` is the CEL expression that its keys and its `when` make.

    `changes` are the change types that may open an alert; `parts` are its keys one by one; `where` names file
    and line.
    """

    name: str
    level: str = "medium"
    changes: tuple[str, ...] = _DEFAULT_CHANGES
    channels: tuple[str, ...] = ()
    condition: str = "true"
    asks: str = ""
    parts: tuple[WatchPart, ...] = ()
    where: str = ""
    program: Any = field(default=None, compare=False, repr=False)

    def holds(self, variables: Mapping[str, Any]) -> bool:
        """Tell whether the condition holds for a change; one that cannot be reckoned does not hold."""
        try:
            program = self.program if self.program is not None else cel.compile(self.condition)
            return program.execute(dict(variables)) is True
        except Exception:  # noqa: BLE001 - a rule may do anything: it costs its own watch, never the admission
            return False


def read_watches(path: Path, channels: Iterable[str] | None = None) -> tuple[Watch, ...]:
    """Return the watches of a file, or of the `.yaml` and `.yml` files of a folder, in order of names.

    `channels` are the names that exist (None: not checked). Raise ConfigError with file, line and remedy.
    """
    read = read_watches_apart(path, channels)
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


def read_watches_apart(path: Path, channels: Iterable[str] | None = None) -> WatchesRead:
    """Return the watches of a file or folder, and the ConfigErrors of those that cannot be read."""
    files = sorted(p for p in path.iterdir() if p.suffix in (".yaml", ".yml")) if path.is_dir() else [path]
    known = None if channels is None else tuple(sorted(channels))
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
    return read_watches_apart(config.watches, config.channels) if config.watches.is_dir() else WatchesRead(())


def parse_watches(text: str, *, where: str, channels: Iterable[str] | None = None) -> list[Watch]:
    """Return the watches written in `text`; `where` names it in messages."""
    known = None if channels is None else tuple(sorted(channels))
    return [_watch(node, where, known) for node in mappings_in(text, where)]


# ---------------------------------------------------------------------------------------------------- keys


def _listed(name: str) -> Callable[[Value], str]:
    """Make a test that any of the values, folded, is in the list `name`."""

    def test(value: Value) -> str:
        wanted = json.dumps([one.casefold() for one in value.values], ensure_ascii=False)
        return f"{wanted}.exists(wanted, wanted in {name})"

    return test


def _country(value: Value) -> str:
    for code in value.values:
        if not re.fullmatch(r"[A-Za-z]{2}", code):
            raise ConfigError(f"{value.where}: country {code!r} is no ISO 3166 code of two letters (IR, US)")
    return f"{json.dumps([code.upper() for code in value.values])}.exists(wanted, wanted in countries)"


def _type(value: Value) -> str:
    return f"type in {json.dumps(value.among([str(one) for one in EventType], str.upper))}"


def _mode(value: Value) -> str:
    return f"mode in {json.dumps([one.casefold() for one in value.values], ensure_ascii=False)}"


def _modality(value: Value) -> str:
    return f"modality in {json.dumps(value.among(get_args(Modality), str.lower))}"


def _origins(value: Value) -> str:
    if not re.fullmatch(r"[1-9]\d{0,3}", value.one):
        raise ConfigError(f"{value.where}: origins {value.one!r} is no count; write a number from 1 up")
    return f"origins >= {value.one}"


def _words(value: Value) -> str:
    folded = [" ".join(re.findall(r"\w+", one.casefold())) for one in value.values]
    if not all(folded):
        raise ConfigError(f"{value.where}: words holds a value without a word; write the word")
    wanted = json.dumps([f" {one} " for one in folded], ensure_ascii=False)
    return f"{wanted}.exists(wanted, text.contains(wanted))"


def _when(value: Value) -> str:
    source = value.one
    if len(source) > _LONGEST_WHEN:
        raise ConfigError(f"{value.where}: when has {len(source)} characters; at most {_LONGEST_WHEN}")
    try:
        program = cel.compile(source)
        unknown = set(program.variables()) - VARIABLES.keys() - set(_BOUND_NAMES.findall(source))
        if unknown:
            raise ConfigError(
                f"{value.where}: when speaks of {min(unknown)!r}; {nearest(min(unknown), VARIABLES)}"
            )
        answer = program.execute(dict(VARIABLES))
    except ConfigError:
        raise
    except Exception as error:
        why = (str(error).splitlines() or [type(error).__name__])[0]
        raise ConfigError(f"{value.where}: when is not CEL: {why}") from error
    if not isinstance(answer, bool):
        raise ConfigError(f"{value.where}: when gives {answer!r}; it must give true or false")
    return f"({source})"


_TESTS: dict[str, Callable[[Value], str]] = {
    "type": _type,
    "mode": _mode,
    "modality": _modality,
    "country": _country,
    "place": _listed("places"),
    "actor": _listed("actors"),
    "source": _listed("sources"),
    "target": _listed("targets"),
    "origins": _origins,
    "words": _words,
    "when": _when,
}
_SETTINGS = ("name", "level", "change", "channels")
KEYS = (*_SETTINGS, *_TESTS)


def _watch(node: yaml.Node, where: str, known: tuple[str, ...] | None) -> Watch:
    values = values_of(node, where, KEYS, "a watch")
    start = f"{where}:{node.start_mark.line + 1}"
    if "name" not in values or not values["name"].one.strip():
        raise ConfigError(f"{start}: a watch needs a name; write `name: …`")
    level, change, to = (values.get(key) for key in ("level", "change", "channels"))
    parts = tuple(
        WatchPart(key, ", ".join(values[key].values), test(values[key]))
        for key, test in _TESTS.items()
        if key in values
    )
    if to and known is not None:
        to.among(known)
    condition = " && ".join(part.condition for part in parts) or "true"
    return Watch(
        name=values["name"].one.strip(),
        level=level.among(LEVELS, str.lower)[0] if level and level.one else "medium",
        changes=tuple(change.among(_openers(), str.lower)) if change else _DEFAULT_CHANGES,
        channels=to.values if to else (),
        condition=condition,
        asks="; ".join(f"{part.key} {part.asks}" for part in parts),
        parts=parts,
        where=start,
        program=cel.compile(condition),
    )


def _openers() -> list[str]:
    return [name for name in get_args(ChangeType) if name != "reread"]
