"""The one table of kinds of channels, and the reading of channels from watchfloor.toml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from watchfloor.errors import ConfigError, nearest
from watchfloor.settings import RefusedValueError, Table, is_secret, read_settings
from watchfloor.watch.channels.cap import Cap
from watchfloor.watch.channels.command import LocalCommand
from watchfloor.watch.channels.contract import OUTSIDE, Channel
from watchfloor.watch.channels.feed import FeedFile
from watchfloor.watch.channels.file import File
from watchfloor.watch.channels.mail import Mail
from watchfloor.watch.channels.notify import Notify
from watchfloor.watch.channels.webhook import Webhook


def _table(kinds: Iterable[type[Channel]]) -> dict[str, type[Channel]]:
    return {it.kind: it for it in kinds}


CHANNEL_KINDS: Mapping[str, type[Channel]] = _table(
    (Webhook, File, Mail, FeedFile, Cap, LocalCommand, Notify)
)


# The settings whose values anybody may see, whatever kind has them; all others stay out of backups.
_FIELDS = [it for kind in CHANNEL_KINDS.values() for it in msgspec.structs.fields(kind)]
SHOWN_SETTINGS = frozenset({"kind"} | {it.encode_name for it in _FIELDS}) - {
    it.encode_name for it in _FIELDS if is_secret(it.type)
}


def read_channels(
    settings: Mapping[str, Mapping[str, Any]], *, folder: Path, environment: Mapping[str, str]
) -> dict[str, Channel]:
    """Return the channels by name; paths are relative to `folder`, `environment:NAME` is looked up.

    Raise ConfigError naming channel, key and remedy.
    """
    return {name: _channel(name, given, folder, environment) for name, given in settings.items()}


def read_channels_apart(
    settings: Mapping[str, Mapping[str, Any]], *, folder: Path, environment: Mapping[str, str]
) -> dict[str, Channel | ConfigError]:
    """Return the channels by name; one that cannot be read stands with its error and stops no other."""
    found: dict[str, Channel | ConfigError] = {}
    for name, given in settings.items():
        try:
            found[name] = _channel(name, given, folder, environment)
        except ConfigError as error:
            found[name] = error
    return found


def _channel(name: str, written: Mapping[str, Any], folder: Path, environment: Mapping[str, str]) -> Channel:
    given = written if isinstance(written, Table) else Table(written, ("channels", name))
    word = given.get("kind")
    if not isinstance(word, str) or word not in CHANNEL_KINDS:
        known = nearest(word, CHANNEL_KINDS) if isinstance(word, str) else _one_of(CHANNEL_KINDS)
        raise given.error(f"kind is {word!r}; {known}", "kind")
    kind = CHANNEL_KINDS[word]
    channel = read_settings(
        kind,
        given.but({key: value for key, value in given.items() if key != "kind"}),
        what=f"a {word}",
        fixed={"name": name},
        converters={Path: lambda value: _path(folder, value)},
        environment=environment,
    )
    for key, told in channel.wrong():
        raise given.error(told, key)
    if channel.audience not in OUTSIDE:
        told = f"audience is {channel.audience.value!r}; it must be {_one_of(OUTSIDE)}"
        raise given.error(f"{told}: what is delivered leaves the floor", "audience")
    return channel


def _one_of(words: Iterable[str]) -> str:
    return f"one of {', '.join(words)}"


def _path(folder: Path, value: object) -> Path:
    if not isinstance(value, str):
        raise RefusedValueError(f"{value!r} is no path; write a text")
    return folder / value
