"""The compose file holds together, and what its services start works on loopback as one floor."""

from __future__ import annotations

import json
import re
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.commands import WATCHFLOOR, Said, environment
from tests.postgresql import running

ROOT = Path(__file__).parent.parent
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name in SERVICES if name != "database"]
READERS = [name for name in OURS if name.startswith("reading-") and name != "reading-head"]
_PATIENCE = 120  # seconds; a busy machine needs some thirty


def test_the_services_are_a_database_a_daemon_two_screens_and_a_cluster_of_a_head_and_two_workers() -> None:
    commands = {name: SERVICES[name]["command"][0] for name in OURS}
    assert sorted(commands.values()) == ["poll", "serve", "serve", "start", "start", "start"]
    assert len(READERS) == 2
    assert "--head" in SERVICES["reading-head"]["command"]


def test_what_is_named_is_there_and_nothing_is_published() -> None:
    for name, service in SERVICES.items():
        assert set(service.get("depends_on", ())) <= SERVICES.keys()
        assert set(service["networks"]) <= COMPOSE["networks"].keys(), name
        assert "ports" not in service, "a proxy that speaks TLS publishes the screens"
        volumes = [volume.split(":")[0] for volume in service["volumes"]]
        assert {it for it in volumes if "$" not in it} <= COMPOSE["volumes"].keys()
    for name in OURS:
        build = SERVICES[name]["build"]
        assert (ROOT / "deploy" / build["context"] / build["dockerfile"]).is_file()
        assert (ROOT / build["args"]["LOCK"]).is_file()


def test_no_secret_stands_in_the_file_and_workers_know_nothing_of_the_floor() -> None:
    for name, service in SERVICES.items():
        for key, value in service["environment"].items():
            if re.search("PASSWORD|TOKEN$|DATABASE", key):
                assert re.search(r"\$\{\w+:\?\}", value), f"{name}: {key}"
    for name in READERS:
        assert not SERVICES[name]["volumes"]
        assert not {"FLOOR_DATABASE", "WATCHFLOOR"} & SERVICES[name]["environment"].keys()


def test_the_lock_of_the_image_has_what_the_other_has_and_the_two_extras() -> None:
    def locked(name: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text("utf-8"), re.M))

    more = locked("requirements-scale.lock") - locked("requirements.lock")
    assert locked("requirements.lock") < locked("requirements-scale.lock") <= locked("requirements-dev.lock")
    assert {it.split("==")[0] for it in more} >= {"psycopg", "psycopg-binary", "ray"}


class Loopback:
    """The services on this machine: their commands, with the names of machines put right."""

    def __init__(self, folder: Path, database: str) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.head = f"127.0.0.1:{free.getsockname()[1]}"
        self._values = {"RAY_TOKEN": secrets.token_hex(32), "PUBLIC_ADDRESS": "https://desk.example.org"}
        self._ours = {"FLOOR_DATABASE": database, "WATCHFLOOR": str(folder / "floor")}

    def environment(self, name: str) -> dict[str, str]:
        given = SERVICES[name]["environment"]
        ours = {key: self._ours.get(key) or self._filled(value) for key, value in given.items()}
        return {**environment(), **ours}

    def _filled(self, words: str) -> str:
        return re.sub(r"\$\{(\w+):\?\}", lambda found: self._values[found[1]], words)

    def command(self, name: str) -> list[str]:
        words = [self._filled(word) for word in SERVICES[name]["command"]]
        if words[0] == "serve":
            return [WATCHFLOOR, *words, "--port", "0"]
        if words[0] != "start":
            return [WATCHFLOOR, *words]
        assert "--port=6379" in words or "--address=reading-head:6379" in words
        port = f"--port={self.head.partition(':')[2]}"
        put = {"--port=6379": port, "--address=reading-head:6379": f"--address={self.head}"}
        # What each machine has for itself elsewhere, all share here.
        room = ["--node-ip-address=127.0.0.1", "--object-store-memory=80000000"]
        cores = [] if "--head" in words else ["--num-cpus=1"]
        program = [str(Path(WATCHFLOOR).with_name("ray"))]
        return [*program, *(put.get(word, word) for word in words), *room, *cores]

    @contextmanager
    def up(self, name: str) -> Iterator[subprocess.Popen[str]]:
        with (self._folder / f"{name}.log").open("w+", encoding="utf-8") as log:
            process = subprocess.Popen(
                self.command(name),
                env=self.environment(name),
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
            )
            try:
                yield process
            finally:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(timeout=30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def said(self, name: str) -> str:
        return (self._folder / f"{name}.log").read_text("utf-8")

    def run(self, name: str, *arguments: str) -> Said:
        """Run a command in the container of a service, as the docs do it."""
        done = subprocess.run(
            [WATCHFLOOR, *arguments],
            env=self.environment(name),
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def told_of(self, words: str) -> bool:
        """Wait until an article with these words is in the floor."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if self.run("daemon", "search", words, "--json").out.strip() not in ("", "[]"):
                return True
            time.sleep(1)
        return False


def _article(folder: Path, name: str, town: str) -> None:
    words = f"Ferry to {town} stops\n\nThe ferry to {town} stopped on Tuesday, its owner said.\n"
    (folder / f".{name}").write_text(words, "utf-8")
    (folder / f".{name}").rename(folder / f"{name}.txt")


@pytest.mark.slow
def test_the_services_work_as_one_floor_and_a_screen_takes_over_from_the_daemon(tmp_path: Path) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()
    _article(watched, "first", "Orlasund")
    (tmp_path / "floor").mkdir()
    (tmp_path / "floor" / "watchfloor.toml").write_text('store = "environment:FLOOR_DATABASE"\n', "utf-8")
    with running() as server, ExitStack() as held:
        here = Loopback(tmp_path, server.address("floor"))
        for command in (["init", "floor"], ["sources", "add", str(watched)]):
            made = here.run("daemon", *command)
            assert made.code == 0, made.err
        added = subprocess.run(
            [WATCHFLOOR, "people", "add", "mira", "--role", "administrator"],
            env=here.environment("daemon"), input="a long word of nobody else\n" * 2, text=True,
            capture_output=True, check=False, timeout=_PATIENCE,
        )  # fmt: skip
        assert added.returncode == 0, added.stderr
        with here.up("daemon") as daemon:
            assert here.told_of("Orlasund"), here.said("daemon")
            screens = [held.enter_context(here.up(name)) for name in ("screen-1", "screen-2")]
            daemon.kill()
        # A folder is looked at each five minutes, a new one at once.
        other = tmp_path / "other"
        other.mkdir()
        _article(other, "second", "Vestermoy")
        assert here.run("screen-1", "sources", "add", str(other)).code == 0
        assert here.told_of("Vestermoy"), here.said("screen-1") + here.said("screen-2")
        assert [it.poll() for it in screens] == [None, None], here.said("screen-1") + here.said("screen-2")


@pytest.mark.slow
def test_the_cluster_reads_an_archive_as_the_head_does_alone(tmp_path: Path) -> None:
    archive = tmp_path / "archive.jsonl"
    record = {"outlet": "Gazette", "published": "2026-03-02T08:00:00Z"}
    lines = [{**record, "text": f"The ferry to Orlasund stopped on day {n}."} for n in range(6)]
    archive.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    (tmp_path / "floor").mkdir()
    (tmp_path / "floor" / "watchfloor.toml").write_text('store = "environment:FLOOR_DATABASE"\n', "utf-8")
    with running() as server, ExitStack() as held:
        here = Loopback(tmp_path, server.address("floor"))
        assert here.run("reading-head", "init", "floor").code == 0
        for name in ("reading-head", *READERS):
            held.enter_context(here.up(name))
            _wait_for(here, name)
        said = here.run("reading-head", "backfill", str(archive), "--pool", f"ray:{here.head}")
        assert said.code == 0, said.err + "".join(map(here.said, ("reading-head", *READERS)))
        assert [line.split("\t")[2] for line in said.out.splitlines()] == [
            f"{archive}:{number}" for number in range(1, 7)
        ]


def _wait_for(here: Loopback, name: str) -> None:
    until = time.monotonic() + _PATIENCE
    while "Ray runtime started" not in here.said(name):
        assert time.monotonic() < until, here.said(name)
        time.sleep(0.5)
