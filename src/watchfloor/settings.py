"""Settings that people write in TOML -> typed Structs; what is not known is named by file and line.

`read_settings` reads one table: its keys are the fields of a Struct, and a field's description says what its
value must be. `entries` tells where in the text each key and value stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import msgspec

from watchfloor.errors import ConfigError, nearest

__all__ = [
    "FROM_ENVIRONMENT",
    "Days",
    "RefusedValueError",
    "Secret",
    "String",
    "Strings",
    "Switch",
    "Table",
    "Tables",
    "TomlEntry",
    "entries",
    "lines_of",
    "read_settings",
]


class Secret(str):
    """A value that no message and no backup shows."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "(not shown)"


String = Annotated[str, msgspec.Meta(description="a text")]
Strings = Annotated[tuple[str, ...], msgspec.Meta(description="a list of texts")]
Switch = Annotated[bool, msgspec.Meta(description="true or false")]
Tables = Annotated[dict[str, Any], msgspec.Meta(description="a table")]
Days = Annotated[int, msgspec.Meta(ge=1, description="a number of days")]

S = TypeVar("S", bound=msgspec.Struct)
FROM_ENVIRONMENT = "environment:"  # before the name of the variable that holds a value
Keys = tuple[str, ...]  # the whole name of a table or key
Lines = Mapping[Keys, int]


class Table(Mapping[str, Any]):
    """A table of settings, which cannot be changed and knows where in which file its keys stand."""

    def __init__(
        self,
        settings: Mapping[str, Any],
        name: Keys = (),
        path: Path | None = None,
        lines: Lines | None = None,
    ) -> None:
        self._settings, self.name = dict(settings), name
        self._path, self._lines = path, lines or {}

    def __getitem__(self, key: str) -> Any:
        return self._settings[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._settings)

    def __len__(self) -> int:
        return len(self._settings)

    def error(self, told: str, *keys: str) -> ConfigError:
        """Return what is wrong with a key of the table, else with the table, with file, line and name."""
        table = f"{'.'.join(self.name)}: " if self.name else ""
        return ConfigError(f"{self._place((*self.name, *keys))}{table}{told}")

    def table(self, key: str) -> Table:
        """Return the table that stands under a key."""
        settings, name = self[key], (*self.name, key)
        inside = Table(settings if isinstance(settings, Mapping) else {}, name, self._path, self._lines)
        if not isinstance(settings, Mapping):
            raise inside.error(f"is {settings!r}; it must be a table, [{_header(*name)}]")
        return inside

    def but(self, settings: Mapping[str, Any]) -> Table:
        """Return a table of other settings that stand where this one stands."""
        return Table(settings, self.name, self._path, self._lines)

    def _place(self, keys: Keys) -> str:
        if self._path is None:
            return ""
        known = (
            self._lines[keys[:count]] for count in range(len(keys), 0, -1) if keys[:count] in self._lines
        )
        line = next(known, None)
        return f"{self._path}:{line}: " if line else f"{self._path}: "


def _header(*keys: str) -> str:
    return ".".join(key if re.fullmatch(r"[\w-]+", key, re.ASCII) else f'"{key}"' for key in keys)


class RefusedValueError(Exception):
    """A converter refuses a value; the words tell what is wrong with it, and the remedy."""


Converters = Mapping[type, Callable[[Any], Any]]


def read_settings(
    kind: type[S],
    given: Table,
    *,
    what: str,
    fixed: Mapping[str, Any] = MappingProxyType({}),
    converters: Converters = MappingProxyType({}),
    environment: Mapping[str, str] | None = None,
) -> S:
    """Return a Struct of the settings of a table; `what` it is, for messages: "a webhook".

    `fixed` are fields that are no settings, `converters` make values of types that TOML does not have; where
    there is an `environment`, `environment:NAME` is looked up there. Raise ConfigError with file, line, key
    and remedy.
    """
    fields = {it.encode_name: it for it in msgspec.structs.fields(kind) if it.name not in fixed}
    for key in given:
        if key not in fields:
            raise given.error(f"unknown key {key!r}; {nearest(key, fields)}", key)
    needed = [name for name, it in fields.items() if it.required]
    for name in needed:
        if not given.get(name):
            raise given.error(f"{name} is missing; {what} needs {', '.join(needed)}")
    values = {}
    for key in given:
        written = given[key] if environment is None else _looked_up(given, key, environment)
        values[fields[key].name] = _value(given, key, written, fields[key].type, converters)
    return kind(**fixed, **values)


def _looked_up(given: Table, key: str, environment: Mapping[str, str]) -> Any:
    value = given[key]
    if not isinstance(value, str) or not value.startswith(FROM_ENVIRONMENT):
        return value
    variable = value.removeprefix(FROM_ENVIRONMENT)
    if not environment.get(variable):
        raise given.error(f"{key} is to come from {variable}, which is not set; set it", key)
    return environment[variable]


def _value(given: Table, key: str, written: Any, wanted: Any, converters: Converters) -> Any:
    try:
        return msgspec.convert(written, wanted, dec_hook=_hook(converters))
    except RefusedValueError as error:
        raise given.error(f"{key}: {error}", key) from error
    except msgspec.ValidationError as error:
        shown = "not shown" if is_secret(wanted) else repr(written)
        raise given.error(f"{key} is {shown}; it must be {meaning(wanted)}", key) from error


def _hook(converters: Converters) -> Callable[[type, Any], Any]:
    def convert(wanted: type, value: Any) -> Any:
        if wanted is Secret and isinstance(value, str):
            return Secret(value)
        if wanted not in converters:
            raise TypeError(f"no value of {wanted.__name__}")
        return converters[wanted](value)

    return convert


def is_secret(wanted: Any) -> bool:
    """Tell whether values of a type are kept from messages."""
    return wanted is Secret or any(it is Secret or is_secret(it) for it in get_args(wanted))


def meaning(wanted: Any) -> str:
    """Return what a value of a type must be, in words: its description, or the words that it may be."""
    if get_origin(wanted) is Annotated:
        told = [
            it.description for it in wanted.__metadata__ if isinstance(it, msgspec.Meta) and it.description
        ]
        return told[-1] if told else meaning(get_args(wanted)[0])
    if get_origin(wanted) is Literal:
        return f"one of {', '.join(map(str, get_args(wanted)))}"
    some = [it for it in get_args(wanted) if it is not type(None)]
    return meaning(some[0]) if some else _MEANT.get(wanted, "a text")


_MEANT: Mapping[Any, str] = {int: "a whole number", bool: "true or false", float: "a number"}


# ------------------------------------------------------------------------------ where things stand in a text


@dataclass(frozen=True, slots=True)
class TomlEntry:
    """A key, with its whole name and line, and where its value begins and ends; a header has no value.

    A comment is an entry without a name.
    """

    keys: Keys
    line: int
    start: int
    end: int


_SKIPPED = re.compile(r"[\s,]*")
_COMMENT = re.compile(r"#[^\n]*")
_STRING = re.compile(
    r"""
    \"{3} (?: [^\\] | \\. )*? \"{3,5}
    | \'{3} .*? \'{3,5}
    | " (?: [^"\\\n] | \\. )* "
    | ' [^'\n]* '
    """,
    re.DOTALL | re.VERBOSE,
)
_PART = re.compile(r""""(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+""")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_BARE = re.compile(r"[^,\]}\n#]*")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_OPENING = re.compile(r"\[+[ \t]*")
_CLOSING = re.compile(r"[ \t]*\]+")


def entries(text: str) -> Iterator[TomlEntry]:
    """Yield the headers, keys and comments of a TOML text that `tomllib` can read, those in values too."""
    yield from _Scan(text).entries()


def lines_of(text: str) -> Lines:
    """Return in which lines tables and keys stand; where one stands several times, the first."""
    found: dict[Keys, int] = {}
    for entry in entries(text):
        for count in range(1, len(entry.keys) + 1):
            found.setdefault(entry.keys[:count], entry.line)
    return found


class _Scan:
    """A walk through a TOML text, from value to value."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text.replace("\r\n", " \n"), 0

    def entries(self) -> Iterator[TomlEntry]:
        table: Keys = ()
        while self._at < len(self._text):
            yield from self._comments()
            if self._at >= len(self._text):
                return
            begin = self._at
            if self._take(_OPENING):
                table = self._key()
                self._take(_CLOSING)
                yield TomlEntry(table, self._line(begin), begin, begin)
            else:
                yield from self._pair(table)

    def _comments(self) -> Iterator[TomlEntry]:
        """Pass over blanks, line ends and commas, and yield the comments between them."""
        while True:
            self._take(_SKIPPED)
            begin = self._at
            if not self._take(_COMMENT):
                return
            yield TomlEntry((), self._line(begin), begin, self._at)

    def _pair(self, table: Keys) -> Iterator[TomlEntry]:
        begin = self._at
        keys = (*table, *self._key())
        self._take(_EQUALS)
        start = self._at
        inner = list(self._value(keys))
        yield TomlEntry(keys, self._line(begin), start, self._at)
        yield from inner

    def _value(self, keys: Keys) -> Iterator[TomlEntry]:
        if self._take(_STRING):
            return
        opening = self._text[self._at : self._at + 1]
        if opening not in ("[", "{"):
            self._take(_BARE)
            return
        self._at += 1
        yield from self._comments()
        while self._at < len(self._text) and self._text[self._at] not in "]}":
            yield from self._pair(keys) if opening == "{" else self._value(keys)
            yield from self._comments()
        self._at += 1

    def _key(self) -> Keys:
        parts = []
        while part := self._take(_PART):
            parts.append(tomllib.loads(f"key = {part}")["key"] if part[0] in "\"'" else part)
            if not self._take(_DOT):
                break
        return tuple(parts)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        taken = found[0] if found else ""
        self._at += len(taken)
        return taken

    def _line(self, at: int) -> int:
        return self._text.count("\n", 0, at) + 1
