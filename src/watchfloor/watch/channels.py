"""Where alerts go: the channels of watchfloor.toml (`[channels.NAME]`), read strictly.

[channels.desk]                                 [channels.log]
kind = "webhook"                                kind = "file"
url = "https://desk.example.org/alerts"         path = "alerts.jsonl"
secret = "environment:DESK_SECRET"
allow_network = ["10.2.0.0/16"]

[channels.editor]
kind = "mail"
host = "mail.example.org"
port = 587
security = "starttls"
user = "floor"
password = "environment:MAIL_PASSWORD"
sender = "floor@example.org"
to = ["editor@example.org"]
"""

from __future__ import annotations

import base64
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, cast

from watchfloor.config import Table
from watchfloor.errors import ConfigError
from watchfloor.model import Audience
from watchfloor.network import Network, Security, read_networks

ChannelKind = Literal["webhook", "file", "mail"]

# For each kind: the keys it needs, and those it may have.
_KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "webhook": (("url", "secret"), ("old_secret", "allow_network", "audience")),
    "file": (("path",), ("audience",)),
    "mail": (
        ("host", "sender", "to"),
        ("port", "security", "user", "password", "allow_network", "audience"),
    ),
}
_OUTSIDE = (Audience.partner.value, Audience.public.value)
_PORTS = {"tls": 465, "starttls": 587, "none": 25}
_MAIL_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x20\x7f]+@[A-Za-z0-9.-]+")
_SECRETS = ("secret", "old_secret", "password")  # keys whose values no message shows
_ENCODED = "whsec_"  # before the base64 of a secret, as Standard Webhooks writes it
_SHORTEST_SECRET = 24  # bytes, and characters of one that is not encoded, as Standard Webhooks asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A place that alerts are delivered to; secrets never show.

    `audience` is what its receivers may see, `old_secret` one that they know until they have changed.
    """

    name: str
    kind: ChannelKind
    url: str = ""
    secret: str = field(default="", repr=False)
    old_secret: str = field(default="", repr=False)
    path: Path | None = None
    host: str = ""
    port: int = 0
    security: Security = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    sender: str = ""
    to: tuple[str, ...] = ()
    allow: tuple[Network, ...] = ()
    audience: Audience = Audience.public


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


def _channel(name: str, given: Mapping[str, Any], folder: Path, environment: Mapping[str, str]) -> Channel:
    where = _place(name, given)
    kind = given.get("kind")
    if kind not in _KEYS:
        where = _place(name, given, "kind")
        raise ConfigError(f"{where}: kind is {kind!r}; it must be one of {', '.join(sorted(_KEYS))}")
    needed, optional = _KEYS[kind]
    known = ("kind", *needed, *optional)
    for key in given:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(sorted(known))}"
            raise ConfigError(f"{_place(name, given, key)}: unknown key {key!r}; {hint}")
    for key in needed:
        if not given.get(key):
            raise ConfigError(f"{where}: {key} is missing; a {kind} needs {', '.join(needed)}")
    values = {key: _value(_place(name, given, key), key, value, environment) for key, value in given.items()}
    make = {"webhook": _webhook, "file": _file, "mail": _mail}[kind]
    return replace(make(name, where, values, folder), audience=_audience(where, values.get("audience")))


def _place(name: str, given: Mapping[str, Any], key: str | None = None) -> str:
    """Return which channel is meant, with file and line where the settings come from a file."""
    return f"{given.place(key)}: channels.{name}" if isinstance(given, Table) else f"channels.{name}"


def _audience(where: str, written: str | None) -> Audience:
    """Return whom a channel's receivers are: what is delivered leaves the floor, so never the desk."""
    if written is None:
        return Audience.public
    if written not in _OUTSIDE:
        raise ConfigError(f"{where}: audience is {written!r}; it must be one of {', '.join(_OUTSIDE)}")
    return Audience(written)


def _value(where: str, key: str, value: object, environment: Mapping[str, str]) -> Any:
    wanted = {"to": list, "allow_network": list, "port": int}.get(key, str)
    if not isinstance(value, wanted) or isinstance(value, bool):
        shown = "not shown" if key in _SECRETS else repr(value)
        raise ConfigError(f"{where}: {key} is {shown}; it must be of type {wanted.__name__}")
    if isinstance(value, str) and value.startswith("environment:"):
        variable = value.removeprefix("environment:")
        if not environment.get(variable):
            raise ConfigError(f"{where}: {key} is to come from {variable}, which is not set; set it")
        return environment[variable]
    return value


def _networks(where: str, values: Mapping[str, Any]) -> tuple[Network, ...]:
    try:
        return read_networks(values.get("allow_network", []))
    except (ValueError, AttributeError) as error:
        raise ConfigError(f"{where}: allow_network: {error}; write networks as 10.2.0.0/16") from error


def _webhook(name: str, where: str, values: Mapping[str, Any], folder: Path) -> Channel:
    allow = _networks(where, values)
    if not values["url"].startswith("https://") and not (allow and values["url"].startswith("http://")):
        raise ConfigError(f"{where}: url must begin with https:// (http:// only inside an allow_network)")
    for key in ("secret", "old_secret"):
        if key in values:
            _check_secret(where, key, values[key])
    return Channel(
        name=name,
        kind="webhook",
        url=values["url"],
        secret=values["secret"],
        old_secret=values.get("old_secret", ""),
        allow=allow,
    )


def _check_secret(where: str, key: str, secret: str) -> None:
    """Refuse a secret that no receiver could verify with: too short, or copied in part or with too much."""
    if len(secret) < _SHORTEST_SECRET:
        raise ConfigError(f"{where}: {key} has under {_SHORTEST_SECRET} characters; take a longer one")
    if secret != secret.strip() or _ENCODED in secret[1:]:
        raise ConfigError(f"{where}: {key} has more around it; copy what begins with {_ENCODED}, and no more")
    if not secret.startswith(_ENCODED):
        return
    try:
        held = base64.b64decode(secret.removeprefix(_ENCODED), validate=True)
    except ValueError as error:
        raise ConfigError(f"{where}: {key} is no base64 after {_ENCODED}; copy it again") from error
    if len(held) < _SHORTEST_SECRET:
        raise ConfigError(f"{where}: {key} holds under {_SHORTEST_SECRET} bytes; take a longer one")


def _file(name: str, where: str, values: Mapping[str, Any], folder: Path) -> Channel:
    if "\0" in values["path"]:
        raise ConfigError(f"{where}: path holds a NUL; write a path")
    return Channel(name=name, kind="file", path=folder / values["path"])


def _mail(name: str, where: str, values: Mapping[str, Any], folder: Path) -> Channel:
    for address in (values["sender"], *values["to"]):
        if not isinstance(address, str) or not _MAIL_ADDRESS.fullmatch(address):
            raise ConfigError(f"{where}: {address!r} is no mail address; write name@example.org")
    security = values.get("security", "starttls")
    if security not in _PORTS:
        raise ConfigError(f"{where}: security is {security!r}; it must be one of {', '.join(_PORTS)}")
    if security == "none" and values.get("password"):
        raise ConfigError(f"{where}: a password would travel in the clear; use starttls or tls")
    return Channel(
        name=name,
        kind="mail",
        host=values["host"],
        port=values.get("port", _PORTS[security]),
        security=cast("Security", security),
        user=values.get("user"),
        password=values.get("password"),
        sender=values["sender"],
        to=tuple(values["to"]),
        allow=_networks(where, values),
    )
