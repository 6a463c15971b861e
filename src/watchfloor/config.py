"""watchfloor.toml -> one frozen Config; what it does not know, it refuses."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from watchfloor.errors import ConfigError

FILE_NAME = "watchfloor.toml"

_DEFAULT = """\
# What this floor is made of. Paths are relative to this file; every line may be left out.

# Where the floor keeps its memory: a file, or a database URL.
store = "floor.sqlite"

# Whom a source can write to about our visits: a mail address or a web page. Needed before polling the web.
# contact = "desk@example.org"

# Networks of your own whose addresses may be visited; all but the public internet is refused otherwise.
# allow_network = ["10.2.0.0/16"]

# The folder with the watches, one rule in each YAML file.
watches = "watches"

# Where alerts go; watches name these channels.
# [channels.desk]
# kind = "webhook"
# url = "https://desk.example.org/alerts"
# secret = "environment:DESK_SECRET"
"""


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


_TYPES: dict[str, tuple[type, str]] = {
    "store": (str, "a text"),
    "contact": (str, "a text"),
    "allow_network": (list, "a list of networks"),
    "watches": (str, "a text"),
    "channels": (dict, "a table of tables"),
}


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
    return _config(path, settings)


def write_default_config(folder: str | Path) -> Path:
    """Write the settings that a new floor starts with and return their file; an existing one is kept."""
    path = Path(folder) / FILE_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(_DEFAULT)
    except FileExistsError:
        if not path.is_file():
            raise ConfigError(f"{folder} is in the way of a new floor; choose another folder") from None
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}; choose another folder") from error
    return path


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the end of a message about an unknown `word`: which one was meant, or which there are."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else f"known are {', '.join(names)}"


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
        contact=settings.get("contact", "").strip() or None,
        allow_network=tuple(str(network) for network in settings.get("allow_network", ())),
        watches=folder / settings.get("watches", "watches"),
        channels=_channels(path, settings.get("channels", {})),
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
