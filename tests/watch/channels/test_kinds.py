"""Channels: read strictly, secrets from the environment, never shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import fields

from watchfloor.errors import ConfigError
from watchfloor.model import Audience
from watchfloor.settings import Secret
from watchfloor.watch.channels import CHANNEL_KINDS, Channel, read_channels
from watchfloor.watch.channels.feed import FeedFile
from watchfloor.watch.channels.file import File
from watchfloor.watch.channels.mail import Mail
from watchfloor.watch.channels.webhook import Webhook

SECRET = "a secret of some length, for tests"
WEBHOOK = {"kind": "webhook", "url": "https://desk.example.org/in", "secret": "environment:DESK"}
MAIL = {"kind": "mail", "host": "mail.example.org", "sender": "floor@example.org", "to": ["desk@example.org"]}


def read(settings: dict[str, Any], **environment: str) -> Channel:
    return read_channels({"desk": settings}, folder=Path("/floor"), environment=environment)["desk"]


def test_the_kinds() -> None:
    assert read(WEBHOOK, DESK=SECRET) == Webhook(name="desk", url=WEBHOOK["url"], secret=Secret(SECRET))
    assert read({"kind": "file", "path": "alerts.jsonl"}) == File(
        name="desk", path=Path("/floor/alerts.jsonl")
    )
    feed = read({"kind": "feed", "path": "alerts.xml"})
    assert feed == FeedFile(name="desk", path=Path("/floor/alerts.xml"), title="Watchfloor: alerts", most=100)
    mail = read(MAIL)
    assert isinstance(mail, Mail)
    assert (mail.port, mail.security, mail.to) == (None, "starttls", ("desk@example.org",))


@pytest.mark.parametrize("kind", CHANNEL_KINDS.values())
def test_every_kind_sends_in_its_own_way_and_is_for_the_public(kind: type[Channel]) -> None:
    assert kind.send is not Channel.send
    [audience] = [it for it in fields(kind) if it.name == "audience"]
    assert audience.default is Audience.public


def test_secrets_are_not_shown() -> None:
    assert SECRET not in repr(read(WEBHOOK, DESK=SECRET))
    assert "pass" + "word1" not in repr(read({**MAIL, "user": "u", "password": "password1"}))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"kind": "pager"}, "kind is 'pager'; known are cap, command, feed, file, mail, notify, webhook"),
        ({"kind": "web-hook"}, "kind is 'web-hook'; did you mean 'webhook'?"),
        ({"kind": "notify", "address": "a word"}, "address is no address of apprise"),
        ({"path": "x"}, "kind is None; one of webhook, file, mail, feed, cap, command, notify"),
        ({"kind": "feed", "path": "alerts.txt"}, "end it with .xml for Atom or .json for JSON Feed"),
        ({"kind": "feed", "path": "alerts.xml", "most": 0}, "most is 0; it must be a number from 1 to 1000"),
        ({**WEBHOOK, "sercet": "x"}, "did you mean 'secret'?"),
        ({"kind": "webhook", "url": "https://a.example"}, "secret is missing"),
        (WEBHOOK, "DESK, which is not set"),
        ({**WEBHOOK, "secret": "short"}, "characters"),
        ({**WEBHOOK, "secret": SECRET, "old_secret": "short"}, "old_secret has under 24 characters"),
        ({**WEBHOOK, "secret": SECRET, "old_secret": 123456789}, "old_secret is not shown"),
        ({**WEBHOOK, "secret": SECRET, "audience": "desk"}, "one of partner, public"),
        ({**WEBHOOK, "secret": SECRET, "audience": 7}, "audience is 7; it must be one of partner, public"),
        ({**WEBHOOK, "secret": SECRET, "url": "http://desk.example.org"}, "https://"),
        ({**WEBHOOK, "secret": SECRET, "allow_network": ["10.0.0.0/99"]}, "allow_network"),
        ({**WEBHOOK, "secret": SECRET, "allow_network": [7]}, "allow_network"),
        ({"kind": "file", "path": 7}, "path: 7 is no path; write a text"),
        ({**MAIL, "to": ["desk@example.org\nBcc: all@example.org"]}, "no mail address"),
        ({**MAIL, "sender": "floor"}, "no mail address"),
        ({**MAIL, "security": "ssl"}, "security is 'ssl'; it must be one of tls, starttls, none"),
        ({**MAIL, "port": "25"}, "port is '25'; it must be a port, from 1 to 65535"),
        ({**MAIL, "port": 70_000}, "port is 70000; it must be a port"),
        ({**MAIL, "user": "u", "password": 12345}, "password is not shown; it must be a text"),
        ({**MAIL, "security": "none", "password": "x"}, "in the clear"),
    ],
)
def test_mistakes_are_told(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(settings)
    assert message in str(caught.value)
    assert "channels.desk" in str(caught.value)
