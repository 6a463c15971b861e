"""watchfloor.toml -> one frozen Config; what it does not know, it refuses."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
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
    return _config(path, settings)


def write_default_config(folder: str | Path) -> Path:
    """Write the settings that a new floor starts with and return their file; an existing one is kept."""
    path = Path(folder) / FILE_NAME
    try:
        make_folder(path.parent)
        make_file(path, exist_ok=False)
        _write_or_remove(path)
    except FileExistsError:
        if not path.is_file():
            raise ConfigError(f"{folder} is in the way of a new floor; choose another folder") from None
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}; choose another folder") from error
    return path


def _write_or_remove(path: Path) -> None:
    """Write the settings into their new file; where that fails no file stays that would pass for a floor."""
    try:
        path.write_text(_DEFAULT, "utf-8")
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _config(path: Path, settings: dict[str, Any]) -> Config:
    for key, value in settings.items():
        if key not in _TYPES:
            raise ConfigError(f"{path}: unknown key {key!r}; {nearest(key, _TYPES)}")
        wanted, name = _TYPES[key]
        if not isinstance(value, wanted):
            raise ConfigError(f"{path}: {key} is {value!r}; it must be {name}")
    folder = path.parent
    return Config(
        folder=folder,
        store=_store(folder, settings.get("store", "floor.sqlite")),
        contact=_contact(path, settings.get("contact", "")),
        allow_network=tuple(str(network) for network in settings.get("allow_network", ())),
        watches=folder / settings.get("watches", "watches"),
        channels=_channels(path, settings.get("channels", {})),
        retention=_retention(path, settings.get("retention", {}), settings.get("licences", {})),
        timezone=_timezone(path, settings.get("timezone", "UTC")),
    )


def _timezone(path: Path, name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        known = nearest(name, available_timezones())
        raise ConfigError(f"{path}: timezone is {name!r}; {known}") from error


def _contact(path: Path, written: str) -> str | None:
    """Return whom publishers can write to; it goes with each request, where only ASCII may stand."""
    contact = written.strip()
    if not (contact.isascii() and contact.isprintable()):
        raise ConfigError(
            f"{path}: contact is {contact!r}; each visit names it, and only ASCII may stand there: "
            'write it as contact = "desk@example.org"'
        )
    return contact or None


def _retention(path: Path, settings: dict[str, Any], licences: dict[str, Any]) -> Retention:
    for key, value in settings.items():
        if key not in _RETENTION:
            raise ConfigError(f"{path}: unknown key retention.{key}; {nearest(key, _RETENTION)}")
        if type(value) is not int or value < 1:
            raise ConfigError(f"{path}: retention.{key} is {value!r}; it must be a number of days")
    return Retention(
        bytes_days=settings.get("bytes_days", 90),
        text_days=settings.get("text_days"),
        licences=MappingProxyType(
            {name.casefold(): _licence(path, name, it) for name, it in licences.items()}
        ),
    )


def _licence(path: Path, name: str, settings: object) -> Licence:
    where = f"{path}: licences.{name}"
    if not isinstance(settings, dict):
        raise ConfigError(f'{where} is {settings!r}; it must be a table, [licences."{name}"]')
    for key, value in settings.items():
        if key not in _LICENCE:
            raise ConfigError(f"{where}: unknown key {key!r}; {nearest(key, _LICENCE)}")
        if type(value) is not _LICENCE[key] or (isinstance(value, int) and key == "keep_days" and value < 1):
            raise ConfigError(f"{where}.{key} is {value!r}; write a {_LICENCE[key].__name__}")
    if not settings.get("licence", "").strip():
        raise ConfigError(f'{where} names no licence; write licence = "CC BY 4.0", or take the table away')
    return Licence(
        name=settings["licence"],
        full_text=settings.get("full_text", False),
        keep_days=settings.get("keep_days"),
    )


def _store(folder: Path, place: str) -> str:
    return place if "://" in place else f"sqlite:///{folder / place}"


def _channels(path: Path, channels: dict[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    for name, settings in channels.items():
        if not isinstance(settings, dict):
            raise ConfigError(
                f"{path}: channels.{name} is {settings!r}; it must be a table, [channels.{name}]"
            )
    return MappingProxyType({name: MappingProxyType(dict(it)) for name, it in channels.items()})
