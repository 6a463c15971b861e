"""The daemon's loop: it outlives full disks and broken watches, and sends beside its visits."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.postgresql import Server
from tests.watch.channels.test_sending import receiver
from tests.world import AGENT, LOOPBACK, Asked, Given, World, feed, page, words
from watchfloor.config import read_config, write_default_config
from watchfloor.engine.collect.rounds import Polled
from watchfloor.engine.daemon import AskedAgain, Daemon, RoundResult
from watchfloor.errors import FloorLockedError, StoreError
from watchfloor.ingest.sources import new_source
from watchfloor.journal import (
    DeliveryTried,
    FileJournal,
    RenditionAdmitted,
    SourceVisited,
    files_of,
    read_facts,
)
from watchfloor.network import Client, Guard, Limits
from watchfloor.store import Revisits, Sources, Store

PATIENT = Limits(seconds=40.0, step_seconds=30.0)
NOW = "2026-03-02T08:00:00Z"
ARREST = "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday."
WATCH = "name: Arrests\nlevel: high\ntype: COERCE\nchannels: [log]\n"


@dataclass
class Told:
    """What an observer was told."""

    visits: list[Polled] = field(default_factory=list)
    results: list[RoundResult] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def begin(self, due: int) -> None:
        pass

    def visited(self, visit: Polled) -> None:
        self.visits.append(visit)

    def asked_again(self, told: AskedAgain) -> None:
        pass

    def end(self, result: RoundResult) -> None:
        self.results.append(result)

    def trouble(self, words: str) -> None:
        self.troubles.append(words)


@pytest.fixture
def world() -> Iterator[World]:
    with World() as made:
        yield made


def daemon_of(folder: Path, told: Told, world: World | None = None, **more: Any) -> Daemon:
    if not folder.exists():
        write_default_config(folder)
        Store.create(folder).close()
    client = Client(
        guard=Guard(allow=LOOPBACK, resolve=lambda host, _port: ["127.0.0.1"]),
        limits=PATIENT,
        user_agent=AGENT,
    )
    return Daemon(
        config=read_config(folder),
        client=client,
        clock=lambda: NOW,
        observer=told,
        journal=FileJournal(folder),
        **more,
    )


def follow(folder: Path, *urls: str) -> None:
    with Store.open(folder, write=True) as store:
        for url in urls:
            Sources(store).add(new_source(url, "feed", added=NOW), due=NOW)


def settings(folder: Path, more: str) -> None:
    config = folder / "watchfloor.toml"
    config.write_text(config.read_text("utf-8") + more, "utf-8")


def watch(folder: Path) -> None:
    (folder / "watches").mkdir(exist_ok=True)
    (folder / "watches" / "arrests.yaml").write_text(WATCH, "utf-8")


def article(world: World, number: int, text: str = "") -> str:
    host = f"outlet{number}.example"
    link = world.put(
        host, "/1", page(f"Story {number}", text or words(number), words(number + 300), outlet=host)
    )
    return world.put(host, "/feed", feed((link, f"Story {number}", "What the harbour board said.")))


def test_a_round_visits_sends_and_tells(tmp_path: Path, world: World) -> None:
    folder, told = tmp_path / "floor", Told()
    daemon_of(folder, told)
    settings(folder, '\n[channels.log]\nkind = "file"\npath = "alerts.jsonl"\n')
    watch(folder)
    follow(
        folder,
        article(world, 1, ARREST + " " + words(9)),
        world.put("sick.example", "/feed", Given(b"", 503)),
    )
    result = daemon_of(folder, told).round(NOW)
    assert result.counts["visited"] == 2
    assert result.counts["not well"] == 1
    assert result.counts["added"] == 1
    assert result.counts["delivered"] == 1
    assert len((folder / "alerts.jsonl").read_text("utf-8").splitlines()) == 1
    assert result.due is not None
    assert told.results == [result]
    kinds = [type(fact) for fact in read_facts(files_of(folder))]
    assert kinds.count(RenditionAdmitted) == 1
    assert kinds.count(SourceVisited) == 2
    assert kinds.count(DeliveryTried) == 1


def test_whoever_was_alerted_is_told_of_a_silent_edit_and_the_next_look_is_waited_for(
    tmp_path: Path, world: World
) -> None:
    folder, told = tmp_path / "floor", Told()
    daemon_of(folder, told)
    settings(folder, '\n[channels.log]\nkind = "file"\npath = "alerts.jsonl"\n')
    watch(folder)

    def publish(lead: str) -> str:
        return world.put("gazette.example", "/1", page("Dockers", lead, words(1), words(2), published=NOW))

    entry = (publish(ARREST), "Dockers", "What the harbour board said.")
    follow(folder, world.put("gazette.example", "/feed", feed(entry)))
    daemon = daemon_of(folder, told)
    assert daemon.round(NOW).counts["delivered"] == 1
    publish("Chilean police denied that they had arrested the dockers' leader Ramiro Ulloa in Valparaíso.")
    later = "2026-03-02T12:00:00Z"
    result = replace(daemon, clock=lambda: later).round(later)
    assert (result.counts["asked again"], result.counts["edited"], result.counts["delivered"]) == (1, 1, 1)
    first, second = (json.loads(row) for row in (folder / "alerts.jsonl").read_text("utf-8").splitlines())
    assert first["data"]["alert"] == second["data"]["alert"]
    assert second["data"]["chase"] == "denied"
    assert second["data"]["summary"].startswith("DENIED BY Chilean police")
    with Store.open(folder) as store:
        page_due = Revisits(store).next_due()
    assert page_due is not None
    assert later < (result.due or "") <= page_due


def test_an_alert_is_sent_while_another_source_is_waited_for(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All sources but one hang until the alert of that one has arrived."""
    monkeypatch.setattr("watchfloor.engine.collect.under_way._PATIENCE", 0.2)
    folder, told = tmp_path / "floor", Told()
    arrived = threading.Event()

    def late(_: Asked) -> Given:
        return Given(feed(("", "Late", words(9))), 200 if arrived.wait(20.0) else 503)

    with receiver() as desk:
        daemon_of(folder, told)
        settings(
            folder,
            f'\n[channels.log]\nkind = "webhook"\nurl = "{desk.channel.url}"\n'
            f'secret = "{desk.channel.secret}"\nallow_network = ["127.0.0.0/8"]\n',
        )
        watch(folder)
        hanging = [world.put(f"slow{number}.example", "/feed", late) for number in range(3)]
        follow(folder, article(world, 1, ARREST + " " + words(9)), *hanging)
        round_ = threading.Thread(target=daemon_of(folder, told).round, args=(NOW,))
        round_.start()
        until = time.monotonic() + 60
        while not desk.accepted and time.monotonic() < until:
            time.sleep(0.02)
        arrived.set()
        round_.join()
    assert len(desk.accepted) == 1
    assert told.visits[0].admitted, "the quick one was not kept waiting by those before it"
    assert [visit.health.error for visit in told.visits] == [None] * 4


def test_a_disk_that_is_full_for_a_while_does_not_end_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # 64
    rounds: list[str] = []
    stop = threading.Event()

    def round_(*_: object, **__: object) -> RoundResult:
        rounds.append("round")
        if len(rounds) == 2:
            raise StoreError("floor: the disk is full; free some space and start again")
        if len(rounds) == 4:
            stop.set()
        return RoundResult(counts={}, due=None)

    monkeypatch.setattr(Daemon, "_round", round_)
    monkeypatch.setattr("watchfloor.engine.daemon._BETWEEN", 0.0)
    monkeypatch.setattr("watchfloor.engine.daemon._LONGEST_SLEEP", 0.0)
    told = Told()
    daemon = daemon_of(tmp_path / "floor", told)
    daemon.run(stop)
    assert len(rounds) == 4
    assert len(told.results) == 3
    assert "the disk is full" in told.troubles[0]
    rounds[:] = ["round"]
    with pytest.raises(StoreError):  # one that never worked says so and ends
        daemon.run(threading.Event())


def test_a_watch_that_breaks_meanwhile_leaves_those_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, stop = Told(), threading.Event()
    folder = tmp_path / "floor"
    daemon = daemon_of(folder, told)
    daemon.config.watches.mkdir(exist_ok=True)
    (daemon.config.watches / "arrests.yaml").write_text(WATCH.replace("channels: [log]\n", ""), "utf-8")
    held: list[list[str]] = []

    def round_(self: Daemon, *_: object, **__: object) -> RoundResult:
        held.append([watch.name for watch in self.live.watches])
        typo = daemon.config.watches / "typo.yaml"
        if len(held) == 1:
            typo.write_text("name: [unfinished", "utf-8")
        else:
            typo.unlink(missing_ok=True)
        if len(held) == 3:
            stop.set()
        return RoundResult(counts={}, due=None)

    monkeypatch.setattr(Daemon, "_round", round_)
    monkeypatch.setattr("watchfloor.engine.daemon._BETWEEN", 0.0)
    monkeypatch.setattr("watchfloor.engine.daemon._LONGEST_SLEEP", 0.0)
    daemon.run(stop)
    assert held == [["Arrests"]] * 3
    assert len(told.troubles) == 1
    assert "the watches of before hold until it is mended" in told.troubles[0]


def test_settings_channels_and_watches_are_read_again_while_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each round sees what was written before it; what is broken leaves what held, and is said once."""
    folder, told, stop = tmp_path / "floor", Told(), threading.Event()
    daemon_of(folder, told)
    file, log = folder / "watchfloor.toml", '[channels.log]\nkind = "file"\npath = "{}.jsonl"\n'
    written = [
        'contact = "one@example.org"\n' + log.format("a"),
        'contact = "two@example.org"\n[retention]\nbytes_days = 3\n' + log.format("b"),
        'contakt = "x"\n' + log.format("c"),  # the whole file cannot be read
        'contakt = "x"\n' + log.format("c"),
        '[channels.log]\nkind = "file"\n\n[channels.desk]\nkind = "file"\npath = "d.jsonl"\n',
        'store = "other.sqlite"\nwatches = "rules"\n',
    ]
    (folder / "watches").mkdir(exist_ok=True)
    (folder / "rules").mkdir()
    (folder / "rules" / "r.yaml").write_text("name: Strikes\n", "utf-8")
    (folder / "watches" / "w.yaml").write_text("name: Arrests\n", "utf-8")
    file.write_text(written.pop(0), "utf-8")
    seen: list[tuple[Any, ...]] = []

    def round_(self: Daemon, *_: object, **__: object) -> RoundResult:
        paths = {name: getattr(it, "path", None) for name, it in self.live.channels.items()}
        shown = {name: path.name if path else None for name, path in paths.items()}
        days = self.config.retention.bytes_days
        seen.append((self.client.user_agent, days, shown, [it.name for it in self.live.watches]))
        if not written:
            stop.set()
        else:
            file.write_text(written.pop(0), "utf-8")
        return RoundResult(counts={}, due=None)

    monkeypatch.setattr(Daemon, "_round", round_)
    monkeypatch.setattr("watchfloor.engine.daemon._BETWEEN", 0.0)
    monkeypatch.setattr("watchfloor.engine.daemon._LONGEST_SLEEP", 0.0)
    daemon = daemon_of(folder, told, client_for=lambda config: Client(user_agent=config.contact or "nobody"))
    daemon.run(stop)
    assert seen == [
        (AGENT, 90, {"log": "a.jsonl"}, ["Arrests"]),
        ("two@example.org", 3, {"log": "b.jsonl"}, ["Arrests"]),
        ("two@example.org", 3, {"log": "b.jsonl"}, ["Arrests"]),
        ("two@example.org", 3, {"log": "b.jsonl"}, ["Arrests"]),
        ("nobody", 90, {"log": "b.jsonl", "desk": "d.jsonl"}, ["Arrests"]),
        ("nobody", 90, {}, ["Strikes"]),
    ]
    broken, channel, store = (it.removeprefix(f"{folder}/") for it in told.troubles)
    assert broken == (
        "watchfloor.toml:1: unknown key 'contakt'; did you mean 'contact'?; "
        "the settings of before hold until it is mended"
    )
    assert channel.startswith(
        "watchfloor.toml:1: channels.log: path is missing; a file needs path; the settings"
    )
    assert store.endswith("other.sqlite now; start `watchfloor poll` again to write to it")
    assert daemon.config.store.endswith("floor.sqlite")


def test_there_is_one_daemon_of_a_floor(tmp_path: Path) -> None:
    daemon = daemon_of(tmp_path / "floor", Told())
    with daemon.alone(), pytest.raises(FloorLockedError, match="another `watchfloor poll` \\(process"):
        daemon.alone().__enter__()
    with daemon.alone():
        pass


def test_one_that_stands_by_takes_over_when_the_other_ends(tmp_path: Path) -> None:
    folder, told, stop, took_over = tmp_path / "floor", Told(), threading.Event(), threading.Event()
    first, second = daemon_of(folder, Told()), daemon_of(folder, told)

    def stand_by() -> None:
        with second.alone_in_turn(stop) as is_alone:
            assert is_alone
            took_over.set()
            stop.wait()

    with first.alone():
        standing = threading.Thread(target=stand_by)
        standing.start()
        assert not took_over.wait(0.2)
    assert took_over.wait(60.0)
    stop.set()
    standing.join()
    [words] = told.troubles
    assert "this one takes over when that one ends" in words


def test_one_that_stands_by_can_be_stopped(tmp_path: Path) -> None:
    folder, stop = tmp_path / "floor", threading.Event()
    first, second = daemon_of(folder, Told()), daemon_of(folder, Told())
    stop.set()
    with first.alone(), second.alone_in_turn(stop) as is_alone:
        assert not is_alone


def test_a_daemon_of_a_server_that_ended_its_session_reads_no_more(
    tmp_path: Path, postgresql: Server
) -> None:
    folder, told = tmp_path / "floor", Told()
    folder.mkdir()
    (folder / "watchfloor.toml").write_text(f'store = "{postgresql.address("daemons")}"\n', "utf-8")
    Store.create(read_config(folder).store).close()
    daemon, other, stop = daemon_of(folder, told), daemon_of(folder, told), threading.Event()
    with daemon.alone():
        postgresql.end_sessions("daemons")
        with other.alone(), pytest.raises(FloorLockedError, match="was lost"):
            daemon.run(stop)


def test_it_stops_between_two_visits(tmp_path: Path, world: World) -> None:
    class Stopping(Told):
        def visited(self, visit: Polled) -> None:
            super().visited(visit)
            stop.set()

    folder, stop, told = tmp_path / "floor", threading.Event(), Stopping()
    daemon = daemon_of(folder, told)
    follow(folder, *(article(world, number) for number in range(4)))
    daemon.run(stop)
    assert len(told.visits) == 1
    with Store.open(folder) as store:
        assert len(Sources(store).due(NOW)) == 3
