"""The server itself: on loopback alone, patient with nobody, and gone when it is told to stop."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing, suppress
from http.client import HTTPConnection

import pytest

from tests.cli.commands import environment, watchfloor
from tests.faults.commands import command
from tests.web.floors import Desk, somebody
from watchfloor.config import read_config
from watchfloor.errors import UsageError
from watchfloor.web import server
from watchfloor.web.reach import ServerReach
from watchfloor.web.served import ServedFloor

LONGEST_START = 60.0  # seconds, on a machine with much else to do


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "desk.example.org", "", "127.0.0.1.example"])
def test_an_address_that_others_reach_takes_people_first(desk: Desk, host: str) -> None:
    said = command("serve", "--host", host, "--trusted-proxy", "10.0.0.0/8", "--floor", desk.folder)
    assert said.code == 2
    assert "watchfloor people add NAME --role administrator" in said.output
    assert "ssh -L" in said.output


def test_a_port_that_is_taken_is_said(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = command("serve", "--port", str(port), "--no-poll", "--floor", desk.folder)
    assert said.code == 2
    assert "--port" in said.output
    with pytest.raises(UsageError):
        server.bound("192.0.2.7", 0)


def test_no_floor_no_server(tmp_path_factory: pytest.TempPathFactory) -> None:
    said = watchfloor("serve", "--floor", tmp_path_factory.mktemp("none"))
    assert said.code == 2
    assert "watchfloor init" in said.err


def test_a_head_that_does_not_come_is_not_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_SLOWEST_HEAD", 0.3)
    told: list[str] = []
    said = threading.Event()

    def tell(words: str) -> None:
        told.append(words)
        said.set()

    floor = ServedFloor(config=read_config(desk.folder), clock=lambda: "2026-03-20T00:00:00Z")
    serving = server.Serving(floor=floor, principal=somebody(), reach=ServerReach(port=0), tell=tell)
    threading.Thread(target=server.serve, args=(serving,), daemon=True).start()
    assert said.wait(LONGEST_START)
    [found] = re.findall(r"http://127\.0\.0\.1:(\d+)/enter\?token=", told[0])
    port = int(found)
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST_START) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
        assert slow.recv(100) == b""
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST_START) as silent:
        assert silent.recv(100) == b""
    with closing(HTTPConnection("127.0.0.1", port, timeout=LONGEST_START)) as kept:
        for _ in range(3):
            kept.request("GET", "/healthz")
            assert kept.getresponse().read() == b"ok\n"


def test_it_polls_serves_and_stops_at_once(desk: Desk) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "watchfloor", "serve", "--port", "0", "--floor", str(desk.folder)],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=environment(),
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        [address] = re.findall(r"http://\S+", line)
        with urllib.request.urlopen(
            address.partition("/enter")[0] + "/healthz", timeout=LONGEST_START
        ) as answer:
            assert answer.read() == b"ok\n"
        begun = time.monotonic()
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=LONGEST_START)
        assert process.returncode == 0, said
        assert "stopped; nothing is lost" in said
        assert "Traceback" not in said
        assert time.monotonic() - begun < 20  # 5 s on a machine that does nothing else
    finally:
        process.kill()


def test_the_demo_serves_a_floor_of_the_examples_on_a_terminal_until_it_is_stopped() -> None:
    master, slave = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "watchfloor", "demo"],
        stdin=slave,
        stdout=slave,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    os.close(slave)
    drain = threading.Thread(target=_drained, args=(master,), daemon=True)
    drain.start()
    try:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if "http://" in line:
                break
        [folder] = re.findall(r"it is in (\S+) until", said)
        assert os.path.isdir(folder)  # noqa: PTH112 - a name as the command said it
        os.kill(process.pid, signal.SIGINT)
        process.communicate(timeout=LONGEST_START)
        assert process.returncode == 0
        assert not os.path.exists(folder)  # noqa: PTH110
    finally:
        process.kill()
        drain.join(1.0)


def _drained(terminal: int) -> None:
    """Read what is written to a terminal until it is closed."""
    with suppress(OSError):
        while os.read(terminal, 65_536):
            pass
    os.close(terminal)


def test_a_server_begins_without_what_reads_texts() -> None:
    """The first answer must not wait for models of language: they are loaded by what visits sources."""
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, watchfloor.web.server; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    ).stdout.split()
    assert "watchfloor.web.api" in loaded
    assert not {"spacy", "thinc", "mcp", "pydantic"} & set(loaded)
