"""Situations as they are written: a file of YAML each, in a folder beside the watches, which name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from watchfloor.errors import ConfigError
from watchfloor.watch.written import Value, mappings_in, text_of, values_of

SITUATIONS = "situations"  # the folder of them
ASKED_KEYS = (
    *("country", "place", "actor", "type", "context"),
    *("outlet", "label", "language", "story", "words"),
)
_KEYS = ("name", "title", "note", *ASKED_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSituation:
    """A situation as its file has it; `asks` are the values by key of what it asks for."""

    name: str
    title: str
    note: str
    asks: Mapping[str, Value]
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSituations:
    """The situations that can be read, by name, and what is wrong with each of the others."""

    held: Mapping[str, WrittenSituation]
    broken: tuple[ConfigError, ...] = ()


def situations_in(folder: Path) -> WrittenSituations:
    """Return the situations that are written in a folder; there need be no such folder."""
    held: dict[str, WrittenSituation] = {}
    broken: list[ConfigError] = []
    for file in _files(folder):
        try:
            found = situation_in(file)
            held[found.name] = found
        except ConfigError as error:
            broken.append(error)
    return WrittenSituations(held=held, broken=tuple(broken))


def _files(folder: Path) -> Iterable[Path]:
    return sorted(folder.glob("*.yaml")) if folder.is_dir() else ()


def situation_in(file: Path) -> WrittenSituation:
    """Return the situation of a file; raise ConfigError with file, line and remedy."""
    nodes = mappings_in(text_of(file), str(file))
    if len(nodes) != 1:
        raise ConfigError(f"{file} holds {len(nodes)} situations; write each into a file of its own")
    values = values_of(nodes[0], str(file), _KEYS, "a situation")
    name = values["name"].one.strip() if "name" in values else file.stem
    if name != file.stem:
        raise ConfigError(f"{values['name'].where}: the name {name!r} is not that of the file; rename one")
    asks = {key: values[key] for key in ASKED_KEYS if key in values}
    if not asks:
        raise ConfigError(f"{file}: asks for nothing; write a country, place, actor, type, outlet or words")
    return WrittenSituation(
        name=name,
        title=_one(values, "title") or name,
        note=_one(values, "note"),
        asks=asks,
        where=f"{file}:{nodes[0].start_mark.line + 1}",
    )


def _one(values: Mapping[str, Value], key: str) -> str:
    return values[key].one.strip() if key in values else ""
