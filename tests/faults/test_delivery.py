"""Alerts reach their channels once, signed so that receivers can tell; what is set up wrongly is named."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.faults.commands import Ended, Line, command, files_of

KEY = b"twenty-four bytes or more"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
SIXTEEN = base64.b64encode(b"sixteen of bytes").decode()
WATCH = "name: Arrests\ntype: COERCE\nchannels: [desk, log]\n"


class Receiver:
    """A receiver of webhooks that notes what came and answers with the statuses given, then with 200."""

    def __init__(self, *answers: int) -> None:
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.paths: list[str] = []
        self._answers = list(answers)
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.paths.append(self.path)
                receiver.came.append(({key.lower(): value for key, value in self.headers.items()}, body))
                status = receiver._answers.pop(0) if receiver._answers else 200
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/other")
                if status == 429:
                    self.send_header("Retry-After", "7")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def verified(self, key: bytes = KEY) -> list[bool]:
        """Return whether each signature is that of id, moment and body under the key."""
        return [
            _signed(headers, body, key) in headers["webhook-signature"].split() for headers, body in self.came
        ]


def _signed(headers: dict[str, str], body: bytes, key: bytes) -> str:
    words = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, words, hashlib.sha256).digest()).decode()


@pytest.fixture
def receiver(request: pytest.FixtureRequest) -> Iterator[Receiver]:
    opened = Receiver(*getattr(request, "param", ()))
    yield opened
    opened.close()


def _settings(url: str, secret: str) -> str:
    return f"""
contact = "desk@example.org"
allow_network = ["127.0.0.0/8"]
watches = "watches"
[channels.desk]
kind = "webhook"
url = "{url}"
secret = "{secret}"
allow_network = ["127.0.0.0/8"]
[channels.log]
kind = "file"
path = "alerts.jsonl"
"""


def _floor(tmp_path: Path, url: str, secret: str = SECRET, watch: str = WATCH) -> Path:
    folder = tmp_path / "floor"
    assert command("init", folder).code == 0
    (folder / "watchfloor.toml").write_text(_settings(url, secret), "utf-8")
    for sample in (folder / "watches").glob("*.yaml"):
        sample.unlink()
    (folder / "watches" / "arrests.yaml").write_text(watch, "utf-8")
    return folder


def _add(folder: Path, *paths: Path) -> None:
    for path in paths:
        said = command("add", path, "--floor", folder)
        assert said.code == 0, said.output


def _deliver(folder: Path) -> Ended:
    return command("deliver", "--floor", folder)


def _logged(folder: Path) -> list[Line]:
    path = folder / "alerts.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def _outcomes(said: Ended) -> Counter[tuple[str, ...]]:
    return Counter(tuple(line.split("\t")[:2]) for line in said.out.splitlines())


def test_120_the_same_input_in_a_new_process_is_told_once(tmp_path: Path, receiver: Receiver) -> None:
    folder = _floor(tmp_path, receiver.url)
    for _ in range(2):
        _add(folder, *files_of("120"))
        assert _deliver(folder).code == 0
    assert len(receiver.came) == 1
    assert len(_logged(folder)) == 1


def test_121_a_watch_added_later_is_quiet_over_what_is_there(tmp_path: Path, receiver: Receiver) -> None:
    first, second = files_of("121")
    folder = _floor(tmp_path, receiver.url)
    rule = folder / "watches" / "arrests.yaml"
    held = rule.read_text("utf-8")
    rule.unlink()
    _add(folder, first)
    rule.write_text(held, "utf-8")
    assert _deliver(folder).code == 0
    _add(folder, first)  # nothing new in it
    assert _deliver(folder).code == 0
    assert receiver.came == []
    _add(folder, second)
    assert _deliver(folder).code == 0
    told = [json.loads(body)["data"] for _, body in receiver.came]
    assert len(told) == 1
    assert "2 separately written" in json.dumps(told)


def test_122_the_signature_is_over_id_moment_and_body(tmp_path: Path, receiver: Receiver) -> None:
    folder = _floor(tmp_path, receiver.url)
    _add(folder, *files_of("120"))
    assert _deliver(folder).code == 0
    assert receiver.verified() == [True]
    assert receiver.verified(SECRET.encode()) == [False]  # the key is what the secret decodes to


def _refused(folder: Path, receiver: Receiver) -> str:
    """Return what is said of a channel that cannot be used, by doctor and by deliver alike."""
    _add(folder, *files_of("120"))
    doctor, delivered = command("doctor", "--floor", folder), _deliver(folder)
    assert (doctor.code, delivered.code) == (1, 1), doctor.output + delivered.output
    assert receiver.came == []
    assert len(_logged(folder)) == 1
    for said in (doctor.output, delivered.output):
        assert "desk" in said
        assert "Traceback" not in said
    assert _outcomes(delivered) == {("delivered", "log"): 1, ("failed", "desk"): 1}
    return doctor.output + delivered.output


@pytest.mark.parametrize(
    "secret",
    [f"v1,{SECRET}", f"v1a,{SECRET}", f"whsec_{SECRET}", f" {SECRET}", f"Bearer {SECRET}", f"'{SECRET}'"],
)
def test_123_a_secret_with_more_around_it_is_refused(tmp_path: Path, receiver: Receiver, secret: str) -> None:
    said = _refused(_floor(tmp_path, receiver.url, secret), receiver)
    assert "secret" in said
    assert SECRET.removeprefix("whsec_") not in said


@pytest.mark.parametrize(
    "secret", ["whsec_", "whsec_abc", "whsec_%%%%", "whsec_é", "short", f"whsec_{SIXTEEN}"]
)
def test_124_a_short_or_broken_secret_is_refused(tmp_path: Path, receiver: Receiver, secret: str) -> None:
    assert "secret" in _refused(_floor(tmp_path, receiver.url, secret), receiver)


def test_125_a_channel_without_its_secret_costs_no_other(tmp_path: Path, receiver: Receiver) -> None:
    assert "SURELY_NOT_SET" in _refused(
        _floor(tmp_path, receiver.url, "environment:SURELY_NOT_SET"), receiver
    )


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("watchfloor.toml", SECRET, ""), "secret"),
        (("watchfloor.toml", SECRET, "environment:SURELY_NOT_SET"), "SURELY_NOT_SET"),
        (("watchfloor.toml", '"webhook"', '"webhok"'), "webhok"),
        (("watches/arrests.yaml", "type:", "contry: NG\ntype:"), "contry"),
        (("watches/arrests.yaml", "desk", "nochannel"), "nochannel"),
        (("watchfloor.toml", "url =", "ulr ="), "ulr"),
        (("watchfloor.toml", '"file"\npath = "alerts.jsonl"', '"file"'), "path"),
        (("watches/arrests.yaml", "COERCE", "COERSE"), "COERSE"),
        (("watchfloor.toml", "http://127.0.0.1", "ftp://127.0.0.1"), "url"),
        (("watches/arrests.yaml", "name: Arrests", "nam: Arrests"), "nam"),
    ],
)
def test_126_doctor_names_what_is_set_up_wrongly(
    tmp_path: Path, receiver: Receiver, change: tuple[str, str, str], named: str
) -> None:
    folder = _floor(tmp_path, receiver.url)
    assert command("doctor", "--floor", folder).code == 0
    name, before, after = change
    path = folder / name
    assert before in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    said = command("doctor", "--floor", folder)
    assert said.code == 1, said.output
    assert named in said.output


@pytest.mark.parametrize(
    ("receiver", "outcome", "kept"),
    [
        ((500,), "failed", ["failed"]),
        ((429,), "failed", ["failed"]),
        ((302,), "failed", ["failed"]),
        ((404,), "failed", ["failed"]),
        ((410,), "failed", ["failed"]),
        ((200,), "delivered", []),
    ],
    indirect=["receiver"],
)
def test_127_answers_are_judged_and_cost_no_other_channel(
    tmp_path: Path, receiver: Receiver, outcome: str, kept: list[str]
) -> None:
    folder = _floor(tmp_path, receiver.url)
    _add(folder, *files_of("120"))
    assert _outcomes(_deliver(folder)) == {("delivered", "log"): 1, (outcome, "desk"): 1}
    rows = json.loads(command("outbox", "list", "--json", "--floor", folder).out)
    assert [row["state"] for row in rows] == kept
    assert receiver.paths == ["/hook"]  # a redirection is not followed
    _deliver(folder)
    assert len(_logged(folder)) == 1


@pytest.mark.parametrize("receiver", [(410,)], indirect=True)
def test_a_receiver_that_is_gone_is_asked_no_more_and_loses_nothing(
    tmp_path: Path, receiver: Receiver
) -> None:
    folder = _floor(tmp_path, receiver.url)
    _add(folder, *files_of("120"))
    _deliver(folder)
    assert "channels on desk" in _deliver(folder).output
    assert len(receiver.came) == 1
    assert command("channels", "on", "desk", "--floor", folder).code == 0
    assert _outcomes(_deliver(folder)) == {("delivered", "desk"): 1}
    assert receiver.verified() == [True, True]
