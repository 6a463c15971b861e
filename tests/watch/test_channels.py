"""Channels: read strictly, secrets from the environment, never shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from watchfloor.errors import ConfigError
from watchfloor.watch.channels import Channel, read_channels

SECRET = "a secret of some length, for tests"
WEBHOOK = {"kind": "webhook", "url": "https://desk.example.org/in", "secret": "environment:DESK"}
MAIL = {"kind": "mail", "host": "mail.example.org", "sender": "floor@example.org", "to": ["desk@example.org"]}


def read(settings: dict[str, Any], **environment: str) -> Channel:
    return read_channels({"desk": settings}, folder=Path("/floor"), environment=environment)["desk"]


def test_the_three_kinds() -> None:
    webhook = read(WEBHOOK, DESK=SECRET)
    assert (webhook.kind, webhook.url, webhook.secret) == ("webhook", WEBHOOK["url"], SECRET)
    assert read({"kind": "file", "path": "alerts.jsonl"}).path == Path("/floor/alerts.jsonl")
    mail = read(MAIL)
    assert (mail.port, mail.security, mail.to) == (587, "starttls", ("desk@example.org",))


def test_secrets_are_not_shown() -> None:
    assert SECRET not in repr(read(WEBHOOK, DESK=SECRET))
    assert "pass" + "word1" not in repr(read({**MAIL, "user": "u", "password": "password1"}))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"kind": "pager"}, "kind is 'pager'"),
        ({**WEBHOOK, "sercet": "x"}, "did you mean 'secret'?"),
        ({"kind": "webhook", "url": "https://a.example"}, "secret is missing"),
        (WEBHOOK, "DESK, which is not set"),
        ({**WEBHOOK, "secret": "short"}, "characters"),
        ({**WEBHOOK, "secret": SECRET, "old_secret": "short"}, "old_secret has under 24 characters"),
        ({**WEBHOOK, "secret": SECRET, "old_secret": 123456789}, "old_secret is not shown"),
        ({**WEBHOOK, "secret": SECRET, "audience": "desk"}, "one of partner, public"),
        ({**WEBHOOK, "secret": SECRET, "audience": 7}, "audience is 7"),
        ({**WEBHOOK, "secret": SECRET, "url": "http://desk.example.org"}, "https://"),
        ({**WEBHOOK, "secret": SECRET, "allow_network": ["10.0.0.0/99"]}, "allow_network"),
        ({**WEBHOOK, "secret": SECRET, "allow_network": [7]}, "allow_network"),
        ({"kind": "file", "path": 7}, "must be of type str"),
        ({**MAIL, "to": ["desk@example.org\nBcc: all@example.org"]}, "no mail address"),
        ({**MAIL, "sender": "floor"}, "no mail address"),
        ({**MAIL, "security": "ssl"}, "security"),
        ({**MAIL, "port": "25"}, "must be of type int"),
        ({**MAIL, "security": "none", "password": "x"}, "in the clear"),
    ],
)
def test_mistakes_are_told(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(settings)
    assert message in str(caught.value)
    assert "channels.desk" in str(caught.value)
