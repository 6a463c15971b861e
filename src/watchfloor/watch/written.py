"""YAML as analysts write it: a `key: value` mapping for each thing, each value with its file and line.

Scalars are read as text (`country: NO` is Norway), unknown keys are refused, aliases are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import yaml

from watchfloor.errors import ConfigError, nearest

_LARGEST = 64_000  # bytes of a file; ours have under one thousand
_DEEPEST = 20  # levels; ours have four, and reading takes the square of them


def text_of(path: Path) -> str:
    """Return the words of a file; raise ConfigError with the remedy."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}; check the name") from error
    if len(raw) > _LARGEST:
        raise ConfigError(f"{path} has {len(raw):,} bytes; such a file has at most {_LARGEST:,}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8: {error}; save it as UTF-8") from error


def mappings_in(text: str, where: str) -> list[yaml.Node]:
    """Return what stands for a thing each in the YAML of a file: a mapping, several, or a list of them."""
    try:
        _check(yaml.parse(text, Loader=yaml.BaseLoader), where)
        roots = [node for node in yaml.compose_all(text, Loader=yaml.BaseLoader) if node is not None]
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ConfigError(f"{where}{line}: {error.problem}; this is not YAML") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ConfigError(f"{where}: {str(error).splitlines()[0]}; this is not YAML") from error
    return [one for root in roots for one in (root.value if isinstance(root, yaml.SequenceNode) else [root])]


def _check(events: Iterable[yaml.Event], where: str) -> None:
    """Raise ConfigError where a file holds an alias, or is nested deeper than what people write."""
    depth = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            raise ConfigError(f"{where}: holds an alias (*); write the value out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise ConfigError(f"{where}: is nested deeper than {_DEEPEST} levels; write `key: value` lines")


@dataclass(frozen=True, slots=True)
class Value:
    """The values of one key with the place where they stand; `inner` are those of a mapping."""

    key: str
    values: tuple[str, ...]
    where: str
    inner: Mapping[str, Value] = field(default_factory=dict)

    @property
    def one(self) -> str:
        """The only value."""
        if len(self.values) != 1:
            raise ConfigError(f"{self.where}: {self.key} takes one value, not {len(self.values)}")
        return self.values[0]

    def among(self, known: Iterable[str], fold: Callable[[str], str] = str) -> list[str]:
        """Return the values, folded, each of which must be one of `known`."""
        known = tuple(known)
        for value in self.values:
            if fold(value) not in known:
                raise ConfigError(
                    f"{self.where}: {self.key} {value!r} is unknown; {nearest(fold(value), known)}"
                )
        return [fold(value) for value in self.values]


_NO_INNER: Mapping[str, Collection[str]] = MappingProxyType({})


def values_of(
    node: yaml.Node,
    where: str,
    keys: Collection[str],
    what: str,
    inner: Mapping[str, Collection[str]] = _NO_INNER,
) -> dict[str, Value]:
    """Return the values of `what` ("a watch") by key; refuse what is no mapping, unknown or said twice.

    `inner` names the keys whose value is a mapping itself, with the keys of that.
    """
    if not isinstance(node, yaml.MappingNode):
        raise ConfigError(f"{where}:{node.start_mark.line + 1}: {what} is written as `key: value` lines")
    found: dict[str, Value] = {}
    for key_node, value_node in node.value:
        place = f"{where}:{key_node.start_mark.line + 1}"
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
        if key not in keys:
            raise ConfigError(f"{place}: unknown key {key!r}; {nearest(key, keys)}")
        if key in found:
            raise ConfigError(f"{place}: {key} stands twice; put both values into one list")
        if key in inner:
            found[key] = Value(key, (), place, values_of(value_node, where, inner[key], f"{key} of {what}"))
        else:
            found[key] = Value(key, _scalars(value_node, key, place), place)
    return found


def _scalars(node: yaml.Node, key: str, place: str) -> tuple[str, ...]:
    parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if not parts or not all(isinstance(part, yaml.ScalarNode) and part.value.strip() for part in parts):
        raise ConfigError(
            f"{place}: {key} holds no value, or a nested one; write a value or a list of values"
        )
    return tuple(str(part.value) for part in parts)
