"""watchfloor.toml -> one frozen Config; what it does not know, it refuses."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import msgspec

from watchfloor.errors import ConfigError, UsageError, nearest
from watchfloor.hosts import host_of
from watchfloor.rights import make_folder, write_whole
from watchfloor.settings import (
    FROM_ENVIRONMENT,
    Days,
    String,
    Strings,
    Switch,
    Table,
    Tables,
    entries,
    lines_of,
    read_settings,
)

FILE_NAME = "watchfloor.toml"
_HEARTBEAT = re.compile(r"(?P<url>https?://[^\s,]+)\s*,\s*every\s+(?P<count>[1-9]\d{0,3})(?P<unit>[mh])")
_MINUTES = {"m": 1, "h": 60}

_DEFAULT = """\
# What this floor is made of. Paths are relative to this file; every line may be left out.

# Where the floor keeps its memory: a file, or a database (docs/postgresql.md), such as
# store = "environment:FLOOR_DATABASE"   for postgresql://desk:…@db.example.org/floor
store = "floor.sqlite"

# Whom a source can write to about our visits: a mail address or a web page. Needed before polling the web.
# contact = "desk@example.org"

# Networks of your own whose addresses may be visited; all but the public internet is refused otherwise.
# allow_network = ["10.2.0.0/16"]

# The zone in which days are meant and moments are shown; what is kept, and JSON, is in UTC.
# timezone = "Europe/Vienna"

# Where people reach the page of this floor; links in messages lead there.
# page_address = "https://floor.example.org"

# The folder with the watches, one rule in each YAML file.
watches = "watches"

# An address that another machine gives you to be asked at: it notices when this one is silent.
# heartbeat = "https://pulse.example.org/0a1b2c, every 5m"

# Whom to tell when nothing is read, sources fail or messages do not arrive: a channel.
# [operations]
# channel = "desk"

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

# The zone in which the days of an outlet's articles count, by its name or host.
# [zones]
# "example.org" = "Europe/Vienna"
"""


class Licence(msgspec.Struct, frozen=True, kw_only=True):
    """What an outlet's licence permits: to give its whole texts on, to keep them for so many days."""

    name: String = msgspec.field(name="licence")
    full_text: Switch = False
    keep_days: Days | None = None


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """How long what is kept stays: fetched bytes and texts, in days (None: for good).

    `licences` are those of outlets, by name or host in lower case; what has none is of unknown licence.
    """

    bytes_days: Days = 90
    text_days: Days | None = None
    licences: Mapping[str, Licence] = MappingProxyType({})

    def licence_of(self, outlet: str | None, url: str | None) -> Licence | None:
        """Return the licence of an outlet: by its name, else by the host of an address or a domain of it."""
        return _of_outlet(self.licences, outlet, url)


Held = TypeVar("Held")


def _of_outlet(table: Mapping[str, Held], outlet: str | None, url: str | None) -> Held | None:
    """Return what a table holds of an outlet: by its name, else by the host of an address or its domain."""
    if outlet and (found := table.get(outlet.strip().casefold())):
        return found
    labels = host_of(url).split(".")
    hosts = (".".join(labels[at:]) for at in range(len(labels)))
    return next((table[host] for host in hosts if host in table), None)


Hours = Annotated[float, msgspec.Meta(gt=0, le=720, description="a number of hours")]
Share = Annotated[float, msgspec.Meta(gt=0, le=1, description="a share, from 0 to 1")]


class Operations(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to tell how the floor itself is doing, and from when on that is worth telling.

    That is: nothing read for `unread_hours`, such a share of the sources failing, less than such a share of
    those that told of a situation read.
    """

    channel: String
    unread_hours: Hours = 6
    failing_share: Share = 0.25
    situation_share: Share = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """An address that is asked every so often as long as the floor is kept current."""

    url: str
    every: timedelta


class FloorSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What may stand in watchfloor.toml outside its tables, and which tables there are."""

    store: String = "floor.sqlite"
    contact: String = ""
    allow_network: Strings = ()
    timezone: String = "UTC"
    watches: String = "watches"
    page_address: String = ""
    heartbeat: String = ""
    operations: Tables = {}
    channels: Tables = {}
    retention: Tables = {}
    licences: Tables = {}
    zones: Mapping[str, String] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one floor.

    `store` is a URL; `watches` a folder that need not exist; `channels` holds the settings of each channel
    by name, as they were written: the watch stage knows what they mean. `page_address` is where people reach
    the floor's page, without a slash at its end.
    """

    folder: Path
    store: str
    contact: str | None = None
    allow_network: tuple[str, ...] = ()
    watches: Path
    channels: Mapping[str, Table] = field(default_factory=lambda: MappingProxyType({}))
    retention: Retention = field(default_factory=Retention)
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    zones: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    page_address: str | None = None
    heartbeat: Heartbeat | None = None
    operations: Operations | None = None

    def zone_of(self, outlet: str | None, url: str | None) -> str | None:
        """Return the zone in which the days of an outlet's articles count, where the settings name one."""
        return _of_outlet(self.zones, outlet, url)


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
    except ValueError as error:  # what is no TOML, and a number of thousands of digits
        raise ConfigError(f"{path}: {error}; mend the line, or begin again with `watchfloor init`") from error
    except RecursionError as error:
        raise ConfigError(f"{path} is nested too deeply; write the keys as `watchfloor init` does") from error
    return _config(path.parent, Table(settings, (), path, lines_of(written)))


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
            write_whole(path, _DEFAULT.encode())  # half of one would pass for a floor
    except FileExistsError:
        raise ConfigError(f"{folder} is in the way of a new floor; choose another folder") from None
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}; choose another folder") from error
    if not path.is_file():
        raise ConfigError(f"{path} is in the way of a new floor; choose another folder")
    return path


def _config(folder: Path, given: Table) -> Config:
    settings = read_settings(FloorSettings, given, what="a floor")
    return Config(
        folder=folder,
        store=_store(given, settings.store, folder),
        contact=_contact(given, settings.contact),
        allow_network=settings.allow_network,
        watches=folder / settings.watches,
        channels=MappingProxyType(_tables(given, "channels")),
        retention=_retention(given),
        timezone=_timezone(given, settings.timezone),
        zones=MappingProxyType(_zones(given)),
        page_address=_page_address(given, settings.page_address),
        heartbeat=_heartbeat(given, settings.heartbeat),
        operations=_operations(given),
    )


def _tables(given: Table, key: str) -> dict[str, Table]:
    """Return the tables that stand in a table by their names."""
    if key not in given:
        return {}
    inside = given.table(key)
    return {name: inside.table(name) for name in inside}


def _timezone(given: Table, name: str, key: str = "timezone") -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        known = nearest(name, available_timezones())
        raise given.error(f"{key} is {name!r}; {known}", key) from error


def _zones(given: Table) -> dict[str, str]:
    """Return the zones of outlets by their names and hosts in small letters."""
    if "zones" not in given:
        return {}
    inside = given.table("zones")
    return {name.strip().casefold(): _timezone(inside, str(inside[name]), name).key for name in inside}


def _page_address(given: Table, written: str) -> str | None:
    address = written.strip().rstrip("/")
    if address and not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", address):
        raise given.error(
            f'page_address is {written!r}; write it as page_address = "https://floor.example.org"',
            "page_address",
        )
    return address or None


def _heartbeat(given: Table, written: str) -> Heartbeat | None:
    if not written.strip():
        return None
    found = _HEARTBEAT.fullmatch(written.strip())
    if not found:
        raise given.error(
            f'heartbeat is {written!r}; write it as heartbeat = "https://example.org/id, every 5m"',
            "heartbeat",
        )
    return Heartbeat(url=found["url"], every=timedelta(minutes=int(found["count"]) * _MINUTES[found["unit"]]))


def _operations(given: Table) -> Operations | None:
    if "operations" not in given:
        return None
    table = given.table("operations")
    found = read_settings(Operations, table, what="operations")
    channels = _tables(given, "channels")
    if found.channel not in channels:
        known = nearest(found.channel, channels) if channels else "there is none in [channels]"
        raise table.error(f"channel is {found.channel!r}; {known}", "channel")
    return found


def _contact(given: Table, written: str) -> str | None:
    """Return whom publishers can write to; it goes with each request, where only ASCII may stand."""
    contact = written.strip()
    if not (contact.isascii() and contact.isprintable()):
        raise given.error(
            f"contact is {contact!r}; each visit names it, and only ASCII may stand there: "
            'write it as contact = "desk@example.org"',
            "contact",
        )
    return contact or None


def _retention(given: Table) -> Retention:
    licences = {name.casefold(): _licence(table) for name, table in _tables(given, "licences").items()}
    table = given.table("retention") if "retention" in given else Table({})
    fixed = {"licences": MappingProxyType(licences)}
    return read_settings(Retention, table, what="retention", fixed=fixed)


def _licence(given: Table) -> Licence:
    if not str(given.get("licence", "")).strip():
        raise given.error('names no licence; write licence = "CC BY 4.0", or take the table away')
    return read_settings(Licence, given, what="a licence")


def _store(given: Table, written: str, folder: Path) -> str:
    try:
        return place_of_store(written, folder)
    except UsageError as error:
        raise given.error(str(error), "store") from error


def place_of_store(written: str, folder: Path) -> str:
    """Return the address of a store as settings name it; raise UsageError where a variable is not set."""
    if written.startswith(FROM_ENVIRONMENT):
        variable = written.removeprefix(FROM_ENVIRONMENT)
        if not os.environ.get(variable):
            raise UsageError(f"store is to come from {variable}, which is not set; set it")
        written = os.environ[variable]
    return written if "://" in written else f"sqlite:///{folder / written}"


def set_store(folder: Path, written: str) -> None:
    """Let the settings of a floor name another place as its store; all else stays as people wrote it."""
    path = folder / FILE_NAME
    text = path.read_bytes().decode("utf-8-sig")
    value = json.dumps(written, ensure_ascii=False)
    for entry in entries(text):
        if entry.keys == ("store",):
            text = f"{text[: entry.start]}{value}{text[entry.end :]}"
            break
    else:
        text = f"store = {value}\n{text}"
    write_whole(path, text.encode())
