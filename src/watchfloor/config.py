"""watchfloor.toml -> one frozen Config; what it does not know, it refuses."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from watchfloor.errors import ConfigError, nearest
from watchfloor.rights import make_file, make_folder

FILE_NAME = "watchfloor.toml"

_DEFAULT = """\
# What this floor is made of. Paths are relative to this file; every line may be left out.

# Where the floor keeps its memory: a file, or a database URL.
store = "floor.sqlite"

# Whom a source can write to about our visits: a mail address or a web page. Needed before polling the web.
# contact = "desk@example.org"

# Networks of your own whose addresses may be visited; all but the public internet is refused otherwise.
# allow_network = ["10.2.0.0/16"]

# The zone in which days are meant and moments are shown; what is kept, and JSON, is in UTC.
# timezone = "Europe/Vienna"

# The folder with the watches, one rule in each YAML file.
watches = "watches"

# Where alerts go; watches name these channels.
# [channels.desk]
# kind = "webhook"
# url = "https://desk.example.org/alerts"
# secret = "environment:DESK_SECRET"

# How long what is kept stays, in days: fetched bytes, and texts (without the line: for good).
# [retention]
# bytes_days = 90
# text_days = 730

# What the licence of an outlet, by its name or host, permits. Other texts leave the floor in excerpts only.
# [licences."example.org"]
# licence = "CC BY 4.0"
# full_text = true
# keep_days = 365
"""


Lines = Mapping[tuple[str, ...], int]  # of tables and keys, by their whole names
_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_NAME = re.compile(r"""["']([^"']*)["']|([\w-]+)""")


class Table(Mapping[str, Any]):
    """A table of the settings, which cannot be changed and knows where in the file its keys stand."""

    def __init__(self, settings: Mapping[str, Any], path: Path, name: tuple[str, ...], lines: Lines) -> None:
        self._settings, self._path, self._name, self._lines = dict(settings), path, name, lines

    def __getitem__(self, key: str) -> Any:
        return self._settings[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._settings)

    def __len__(self) -> int:
        return len(self._settings)

    def place(self, key: str | None = None) -> str:
        """Return file and line of a key, else of the table, as far as they are known."""
        wanted = (*self._name, key) if key else self._name
        line = self._lines.get(wanted) or self._lines.get(self._name)
        return f"{self._path}:{line}" if line else str(self._path)


class _AtKeyError(Exception):
    """What is wrong with a key or table of the settings; `keys` is its whole name."""

    def __init__(self, told: str, *keys: str) -> None:
        super().__init__(told)
        self.keys = keys


def _lines(written: str) -> Lines:
    """Return in which lines the tables and keys of a TOML file stand, for messages."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(written.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _names(header[1])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_names(key[1])), number)
    return found


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(quoted or bare for quoted, bare in _NAME.findall(dotted))


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """What an outlet's licence permits: to give its whole texts on, to keep them for so many days."""

    name: str
    full_text: bool = False
    keep_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long what is kept stays: fetched bytes and texts, in days (None: for good).

    `licences` are those of outlets, by name or host in lower case; what has none is of unknown licence.
    """

    bytes_days: int = 90
    text_days: int | None = None
    licences: Mapping[str, Licence] = field(default_factory=lambda: MappingProxyType({}))

    def licence_of(self, outlet: str | None, url: str | None) -> Licence | None:
        """Return the licence of an outlet: by its name, else by the host of an address or a domain of it."""
        if outlet and (found := self.licences.get(outlet.strip().casefold())):
            return found
        try:
            labels = (urlsplit(url or "").hostname or "").removeprefix("www.").split(".")
        except ValueError:
            return None
        hosts = (".".join(labels[at:]) for at in range(len(labels)))
        return next((self.licences[host] for host in hosts if host in self.licences), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one floor.

    `store` is a URL; `watches` a folder that need not exist; `channels` holds the settings of each channel
    by name, as they were written: the watch stage knows what they mean.
    """

    folder: Path
    store: str
    contact: str | None = None
    allow_network: tuple[str, ...] = ()
    watches: Path
    channels: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    retention: Retention = field(default_factory=Retention)
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


_TYPES: dict[str, tuple[type, str]] = {
    "store": (str, "a text"),
    "contact": (str, "a text"),
    "allow_network": (list, "a list of networks"),
    "timezone": (str, "a text"),
    "watches": (str, "a text"),
    "channels": (dict, "a table of tables"),
    "retention": (dict, "a table"),
    "licences": (dict, "a table of tables"),
}
_RETENTION = ("bytes_days", "text_days")
_LICENCE = {"licence": str, "full_text": bool, "keep_days": int}


def read_config(folder: str | Path) -> Config:
    """Return the settings of the floor in `folder`; raise ConfigError with the line or key at fault."""
    path = Path(folder) / FILE_NAME
    try:
        written = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(
            f"there is no floor in {folder}; make one with `watchfloor init {folder}`"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path} cannot be read: {error}; save it as UTF-8 text that you may read"
        ) from error
    try:
        settings = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}; mend the line, or begin again with `watchfloor init`") from error
    except RecursionError as error:
        raise ConfigError(f"{path} is nested too deeply; write the keys as `watchfloor init` does") from error
    lines = _lines(written)
    try:
        return _config(path, settings, lines)
    except _AtKeyError as error:
        raise ConfigError(f"{Table({}, path, error.keys, lines).place()}: {error}") from error


def has_settings(folder: str | Path) -> bool:
    """Tell whether a folder has settings; an empty file is what a full disk left of them."""
    path = Path(folder) / FILE_NAME
    return path.exists() and not (path.is_file() and path.stat().st_size == 0)


def write_default_config(folder: str | Path) -> Path:
    """Write the settings that a new floor starts with and return their file; an existing one is kept."""
    path = Path(folder) / FILE_NAME
    try:
        make_folder(path.parent)
        if not has_settings(folder):
            _write_whole(path, _DEFAULT)
    except FileExistsError:
        raise ConfigError(f"{folder} is in the way of a new floor; choose another folder") from None
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}; choose another folder") from error
    if not path.is_file():
        raise ConfigError(f"{path} is in the way of a new floor; choose another folder")
    return path


def _write_whole(path: Path, words: str) -> None:
    """Write a file that is there whole or not at all: half of one would pass for a floor."""
    part = path.with_name(f".{path.name}.part")
    try:
        make_file(part)
        part.write_text(words, "utf-8")
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _config(path: Path, settings: dict[str, Any], lines: Lines) -> Config:
    for key, value in settings.items():
        if key not in _TYPES:
            raise _AtKeyError(f"unknown key {key!r}; {nearest(key, _TYPES)}", key)
        wanted, name = _TYPES[key]
        if not isinstance(value, wanted):
            raise _AtKeyError(f"{key} is {value!r}; it must be {name}", key)
    folder = path.parent
    return Config(
        folder=folder,
        store=_store(folder, settings.get("store", "floor.sqlite")),
        contact=_contact(settings.get("contact", "")),
        allow_network=tuple(str(network) for network in settings.get("allow_network", ())),
        watches=folder / settings.get("watches", "watches"),
        channels=_channels(path, settings.get("channels", {}), lines),
        retention=_retention(settings.get("retention", {}), settings.get("licences", {})),
        timezone=_timezone(settings.get("timezone", "UTC")),
    )


def _timezone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        known = nearest(name, available_timezones())
        raise _AtKeyError(f"timezone is {name!r}; {known}", "timezone") from error


def _contact(written: str) -> str | None:
    """Return whom publishers can write to; it goes with each request, where only ASCII may stand."""
    contact = written.strip()
    if not (contact.isascii() and contact.isprintable()):
        raise _AtKeyError(
            f"contact is {contact!r}; each visit names it, and only ASCII may stand there: "
            'write it as contact = "desk@example.org"',
            "contact",
        )
    return contact or None


def _retention(settings: dict[str, Any], licences: dict[str, Any]) -> Retention:
    for key, value in settings.items():
        if key not in _RETENTION:
            raise _AtKeyError(f"unknown key retention.{key}; {nearest(key, _RETENTION)}", "retention", key)
        if type(value) is not int or value < 1:
            told = f"retention.{key} is {value!r}; it must be a number of days"
            raise _AtKeyError(told, "retention", key)
    return Retention(
        bytes_days=settings.get("bytes_days", 90),
        text_days=settings.get("text_days"),
        licences=MappingProxyType({name.casefold(): _licence(name, it) for name, it in licences.items()}),
    )


def _licence(name: str, settings: object) -> Licence:
    where, table = f"licences.{name}", ("licences", name)
    if not isinstance(settings, dict):
        raise _AtKeyError(f'{where} is {settings!r}; it must be a table, [licences."{name}"]', *table)
    for key, value in settings.items():
        if key not in _LICENCE:
            raise _AtKeyError(f"{where}: unknown key {key!r}; {nearest(key, _LICENCE)}", *table, key)
        if type(value) is not _LICENCE[key] or (isinstance(value, int) and key == "keep_days" and value < 1):
            raise _AtKeyError(f"{where}.{key} is {value!r}; write a {_LICENCE[key].__name__}", *table, key)
    if not settings.get("licence", "").strip():
        told = f'{where} names no licence; write licence = "CC BY 4.0", or take the table away'
        raise _AtKeyError(told, *table)
    return Licence(
        name=settings["licence"],
        full_text=settings.get("full_text", False),
        keep_days=settings.get("keep_days"),
    )


def _store(folder: Path, place: str) -> str:
    return place if "://" in place else f"sqlite:///{folder / place}"


def _channels(path: Path, channels: dict[str, Any], lines: Lines) -> Mapping[str, Table]:
    for name, settings in channels.items():
        if not isinstance(settings, dict):
            told = f"channels.{name} is {settings!r}; it must be a table, [channels.{name}]"
            raise _AtKeyError(told, "channels", name)
    return MappingProxyType(
        {name: Table(it, path, ("channels", name), lines) for name, it in channels.items()}
    )
