"""The heartbeat: sent when due, whatever the clock does, and told in the journal without its address."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.world import Given, World
from watchfloor.config import Heartbeat, read_config
from watchfloor.engine.orders.heartbeat import Heart
from watchfloor.errors import ConfigError
from watchfloor.journal import Fact, HeartbeatSent, line_of
from watchfloor.network import Client


class Kept:
    def __init__(self) -> None:
        self.facts: list[HeartbeatSent] = []

    def write(self, fact: Fact) -> None:
        assert isinstance(fact, HeartbeatSent)
        self.facts.append(fact)


def test_it_beats_when_due_and_a_clock_that_is_set_back_stops_it_not() -> None:
    with World() as world:
        url = world.put("pulse.example", "/secret-word", b"ok")
        kept = Kept()
        heart, every = Heart(journal=kept), Heartbeat(url=url, every=timedelta(minutes=5))
        beats = [
            heart.beat(every, world.client(), now=f"2026-03-02T{at}Z")
            for at in ("09:00:00", "09:04:59", "09:05:00", "09:05:30", "08:00:00", "08:01:00", "08:05:00")
        ]
        assert beats == [True, False, True, False, True, False, True]
        assert len(world.paths("pulse.example")) == 4
    assert [fact.error for fact in kept.facts] == [None] * 4
    assert "secret" not in str(kept.facts)
    assert not Heart(journal=kept).beat(None, world.client(), now="2026-03-02T09:00:00Z")


def test_what_fails_is_told_without_the_address() -> None:
    kept = Kept()
    with World() as world:
        gone = Heartbeat(url=world.put("pulse.example", "/word", Given(b"", 500)), every=timedelta(minutes=5))
        assert not Heart(journal=kept).beat(gone, world.client(), now="2026-03-02T09:00:00Z")
    inside = Heartbeat(url="http://127.0.0.1:9/word", every=timedelta(minutes=5))
    assert not Heart(journal=kept).beat(inside, Client(), now="2026-03-02T09:00:00Z")
    assert [fact.error for fact in kept.facts] == ["status 500", "RefusedAddressError"]
    assert line_of(kept.facts[0]) == "watchfloor: the heartbeat was not taken: status 500"


@pytest.mark.parametrize(
    "written",
    [
        "https://a.example/x",
        "ftp://a.example, every 5m",
        "https://a.example, every 5s",
        "https://a.example, every 0m",
    ],
)
def test_a_heartbeat_that_is_none_is_refused(tmp_path: Path, written: str) -> None:
    settings = tmp_path / "watchfloor.toml"
    settings.write_text(f'heartbeat = "{written}"\n')
    with pytest.raises(ConfigError, match=r"watchfloor.toml:1: heartbeat is .*every 5m"):
        read_config(tmp_path)
    settings.write_text('heartbeat = "https://hc.example/x?y=1, every 2h"\n')
    beat = read_config(tmp_path).heartbeat
    assert beat == Heartbeat(url="https://hc.example/x?y=1", every=timedelta(hours=2))
