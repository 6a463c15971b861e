"""Deliveries against real receivers on loopback: an HTTP server, a mail server, a file."""

from __future__ import annotations

import base64
import contextlib
import email
import hashlib
import hmac
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import standardwebhooks
from aiosmtpd.controller import Controller
from msgspec.structs import replace as altered

from tests.ingest.test_fetch import drip
from watchfloor.disclosure import LONGEST_EXCERPT, Disclosed, disclose_delivery
from watchfloor.exchange.wording import alert_subject, alert_words
from watchfloor.model import (
    Alert,
    AlertId,
    Audience,
    ChangeId,
    Corrected,
    Delivery,
    Fired,
    Reason,
    ReasonCode,
    SituationReport,
    Subject,
    TextId,
)
from watchfloor.network import Client, Guard, Limits
from watchfloor.settings import Secret
from watchfloor.watch.channels import deliver
from watchfloor.watch.channels.file import File
from watchfloor.watch.channels.mail import Mail, message
from watchfloor.watch.channels.webhook import Webhook, signature
from watchfloor.watch.payload import AlertMessage, Quoted, deliveries
from watchfloor.watch.retries import settle

SECRET = Secret("whsec_" + base64.b64encode(b"twenty-four bytes or more").decode())
LOOPBACK = ("127.0.0.0/8",)
MOMENT = datetime(2024, 5, 15, 8, 0, 0, tzinfo=UTC)
CLIENT = Client(limits=Limits(seconds=2.0, step_seconds=1.0))
ALERT = Alert(
    id=AlertId("a1"),
    watch="Unrest",
    about=Subject("event", "e1"),
    state="open",
    level="high",
    opened="2024-05-15T07:00:00Z",
    updated="2024-05-15T08:00:00Z",
    changes=(ChangeId("c1"),),
    reasons=(Fired(change="new event", kind="event", event_type="PROTEST", origins=2, watch="Unrest"),),
)
QUOTE = Quoted(
    text_id=TextId("t1"),
    words="Shops closed.\n" * 60,
    outlet="The Harbour Post",
    url="https://post.example/1",
)


def clock() -> datetime:
    return MOMENT


def told(delivery: Delivery) -> Disclosed[Delivery]:
    """Return a delivery that is made of nothing that may not leave."""
    return disclose_delivery(delivery, SituationReport(), Audience.public)


def row(channel: str = "desk", alert: Alert = ALERT, title: str = "Shops close in protest") -> Delivery:
    told = AlertMessage(
        summary=alert_subject(alert, title, 2),
        reason=alert_words(alert),
        reports=3,
        published="2024-05-15T06:40:00Z",
    )
    (delivery,) = deliveries(alert, [channel], message=told, quotes=[QUOTE])
    return delivery


# -------------------------------------------------------------------------------------------------- payload


def test_the_payload_is_a_cloud_event_that_claims_no_fact() -> None:
    body = json.loads(row().payload)
    assert (body["specversion"], body["type"], body["subject"]) == (
        "1.0",
        "watchfloor.alert.opened",
        "event/e1",
    )
    assert body["id"] == row().id
    assert body["data"]["standing"] == "machine-read from 3 reports, not verified"
    assert body["data"]["summary"] == "Shops close in protest (2 separately written texts say so)"
    assert (body["data"]["published"], body["data"]["seen"]) == ("2024-05-15T06:40:00Z", ALERT.updated)
    assert len(body["data"]["evidence"][0]["words"]) <= LONGEST_EXCERPT
    assert body["data"]["evidence"][0]["url"] == "https://post.example/1"


def test_a_correction_says_so_first() -> None:
    why = Corrected(
        change="withdrawn", cause=Reason(code=ReasonCode.NOT_TOLD_ANY_MORE), by="The Harbour Post"
    )
    alert = replace(ALERT, changes=(ChangeId("c1"), ChangeId("c2")), correction=True, reasons=(why,))
    body = json.loads(row(alert=alert).payload)
    assert body["type"] == "watchfloor.alert.corrected"
    assert (body["data"]["correction"], body["data"]["chase"]) == (True, "withdrawn")
    assert body["data"]["summary"].startswith("WITHDRAWN BY The Harbour Post: Shops close")


def test_a_long_sentence_leaves_room_for_how_many_say_so() -> None:
    subject = message(
        row(title="Shops closed in protest. " * 30),
        Mail(name="m", host="mail.example.org", sender="a@b.example", to=("c@b.example",)),
        MOMENT,
    )["Subject"]
    assert subject.endswith("… (2 separately written texts say so)")


def test_ids_are_stable_and_differ_by_channel_and_changes() -> None:
    assert row().id == row(title="Another title").id
    assert (
        len({row().id, row("log").id, row(alert=replace(ALERT, changes=(ChangeId("c1"), ChangeId("c2")))).id})
        == 3
    )


# -------------------------------------------------------------------------------------------------- webhook


class Receiver:
    """A webhook receiver that verifies signatures as Standard Webhooks says, and answers as it is told."""

    def __init__(self, *answers: tuple[int, dict[str, str]], secure: ssl.SSLContext | None = None) -> None:
        self.accepted: list[dict[str, Any]] = []
        self.rejected = 0
        self.ids: list[str] = []
        self._answers = list(answers)
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.ids.append(self.headers["webhook-id"])
                status, headers = receiver.take(self.headers, body)
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def handle(self) -> None:
                with contextlib.suppress(OSError):  # a client that does not trust us hangs up
                    super().handle()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if secure is not None:
            self._server.socket = secure.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.channel = Webhook(
            name="desk",
            url=f"http://127.0.0.1:{self._server.server_port}/in",
            secret=SECRET,
            allow_network=LOOPBACK,
        )

    def take(self, headers: Message, body: bytes) -> tuple[int, dict[str, str]]:
        key = base64.b64decode(SECRET.removeprefix("whsec_"))
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if f"v1,{wanted}" not in headers["webhook-signature"].split():
            self.rejected += 1
            return 401, {}
        status, extra = self._answers.pop(0) if self._answers else (204, {})
        if status < 300:
            self.accepted.append(json.loads(body))
        return status, extra

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def receiver(
    *answers: tuple[int, dict[str, str]], secure: ssl.SSLContext | None = None
) -> Iterator[Receiver]:
    opened = Receiver(*answers, secure=secure)
    try:
        yield opened
    finally:
        opened.close()


def test_a_signed_webhook_arrives() -> None:
    with receiver() as desk:
        outcome = deliver(told(row()), desk.channel, clock=clock, client=CLIENT)
        assert outcome.delivered
        assert desk.accepted[0]["data"]["watch"] == "Unrest"


def test_the_package_of_standard_webhooks_accepts_our_signatures() -> None:
    body, at = b'{"a": 1}', datetime.now(UTC)
    for secret in (SECRET, Secret("whsec_" + base64.b64encode(bytes(range(40))).decode())):
        headers = {
            "webhook-id": "d1",
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": signature(secret, "d1", int(at.timestamp()), body),
        }
        assert standardwebhooks.Webhook(secret).verify(body, headers) == {"a": 1}
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            standardwebhooks.Webhook(secret).verify(body + b" ", headers)


def test_a_wrong_secret_is_noticed_by_the_receiver() -> None:
    with receiver() as desk:
        outcome = deliver(
            told(row()), altered(desk.channel, secret=Secret("x" * 30)), clock=clock, client=CLIENT
        )
        assert (outcome.delivered, desk.rejected, desk.accepted) == (False, 1, [])
        assert (outcome.error or "").startswith("401")


def test_while_a_secret_is_changed_both_are_signed_with() -> None:
    with receiver() as desk:
        changing = altered(desk.channel, secret=Secret("n" * 30), old_secret=SECRET)
        assert deliver(told(row()), changing, clock=clock, client=CLIENT).delivered
        assert len(desk.accepted) == 1
        changed = altered(changing, secret=SECRET, old_secret=Secret("o" * 30))
        assert deliver(told(row()), changed, clock=clock, client=CLIENT).delivered
        assert desk.rejected == 0


def test_a_retry_has_the_same_id() -> None:
    with receiver((503, {})) as desk:
        first = deliver(told(row()), desk.channel, clock=clock, client=CLIENT)
        settled = settle(row(), first, "2024-05-15T08:00:00Z").delivery
        assert settled.state == "failed"
        assert deliver(told(settled), desk.channel, clock=clock, client=CLIENT).delivered
        assert desk.ids == [row().id, row().id]


@pytest.mark.parametrize(
    ("status", "headers", "gone", "wait"),
    [
        (500, {}, False, None),
        (404, {}, False, None),
        (410, {}, True, None),
        (302, {"Location": "http://127.0.0.1:1/"}, False, None),
        (429, {"Retry-After": "120"}, False, 120.0),
        (503, {"Retry-After": "Wed, 15 May 2024 08:01:00 GMT"}, False, 60.0),
        (429, {"Retry-After": "soon"}, False, None),
    ],
)
def test_answers_are_judged(status: int, headers: dict[str, str], gone: bool, wait: float | None) -> None:  # noqa: FBT001
    with receiver((status, headers)) as desk:
        outcome = deliver(told(row()), desk.channel, clock=clock, client=CLIENT)
        assert (outcome.delivered, outcome.gone, outcome.wait) == (False, gone, wait)
        assert (outcome.error or "").startswith(str(status))
        assert len(desk.ids) == 1


def test_loopback_is_refused_unless_it_is_allowed() -> None:
    with receiver() as desk:
        outcome = deliver(told(row()), altered(desk.channel, allow_network=()), clock=clock, client=CLIENT)
        assert (outcome.delivered, outcome.retry) == (False, False)
        assert desk.ids == []


def test_nobody_listening_is_tried_again() -> None:
    channel = Webhook(name="desk", url="http://127.0.0.1:9/", secret=SECRET, allow_network=LOOPBACK)
    outcome = deliver(told(row()), channel, clock=clock, client=CLIENT)
    assert (outcome.delivered, outcome.retry, outcome.uncertain) == (False, True, False)


@pytest.mark.parametrize(
    "beginning",
    [b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Long: ", b""],
    ids=["body", "head", "nothing"],
)
def test_a_receiver_that_answers_a_byte_now_and_then_holds_nothing_up(beginning: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=drip, args=(server, beginning), daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        channel = Webhook(name="desk", url=url, secret=SECRET, allow_network=LOOPBACK)
        hurried = replace(CLIENT, limits=Limits(seconds=0.6, step_seconds=0.5))
        began = time.monotonic()
        outcome = deliver(told(row()), channel, clock=clock, client=hurried)
        assert time.monotonic() - began < 3  # it drips for five seconds
    assert (outcome.delivered, outcome.retry) == (False, True)


# ----------------------------------------------------------------------------------------------------- file


def test_a_file_gets_one_line_for_each_delivery(tmp_path: Path) -> None:
    channel = File(name="log", path=tmp_path / "out" / "alerts.jsonl")
    assert deliver(told(row("log")), channel, clock=clock).delivered
    channel.path.write_bytes(channel.path.read_bytes() + b'{"broken')
    assert deliver(told(row("log", title="Line\nbreaks")), channel, clock=clock).delivered
    lines = channel.path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in (lines[0], lines[2])] == [row("log").id] * 2


def test_a_file_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    outcome = deliver(told(row("log")), File(name="log", path=tmp_path), clock=clock)
    assert (outcome.delivered, outcome.retry) == (False, True)


# ----------------------------------------------------------------------------------------------------- mail


class Mailbox:
    """What a real mail server was handed."""

    def __init__(self, answer: str = "250 taken") -> None:
        self.answer = answer
        self.mails: list[Message] = []

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append(email.message_from_bytes(envelope.content))
        return self.answer


@contextmanager
def mail_server(mailbox: Mailbox, **settings: Any) -> Iterator[Mail]:
    controller = Controller(mailbox, hostname="127.0.0.1", port=0, **settings)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        controller.port = free.getsockname()[1]
    controller.start()
    try:
        yield mail_channel(controller.port)
    finally:
        controller.stop()


def mail_channel(port: int) -> Mail:
    return Mail(
        name="editor",
        host="127.0.0.1",
        port=port,
        security="none",
        sender="floor@example.org",
        to=("editor@example.org",),
        allow_network=LOOPBACK,
    )


def part_of(mail: Message, kind: str) -> str:
    """Return the part of a mail that is of a kind, as a reader sees it."""
    [part] = [it for it in mail.walk() if it.get_content_type() == kind]
    body = part.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body.decode().replace("\r", "")


def test_a_mail_has_a_page_in_which_the_words_of_others_are_words() -> None:
    hostile = "</p><script>x()</script><img src=https://spy.example/1> \u202edeath"
    quote = replace(QUOTE, words=hostile, url="javascript:x()")
    message_of = AlertMessage(summary=hostile, reason="a new event", reports=1, published=None)
    (delivery,) = deliveries(ALERT, ["m"], message=message_of, quotes=[quote, QUOTE])
    channel = Mail(name="m", host="mail.example.org", sender="a@b.example", to=("c@b.example",))
    page = part_of(message(delivery, channel, MOMENT), "text/html")
    assert "&lt;script&gt;" in page
    for part in ("<script", "<img", "javascript:", "\u202e"):
        assert part not in page
    assert '<a href="https://post.example/1" rel="noreferrer">The Harbour Post</a>' in page
    assert "Watch: Unrest" in page
    assert message(delivery, channel, MOMENT).as_bytes() == message(delivery, channel, MOMENT).as_bytes()


def test_a_mail_arrives() -> None:
    mailbox = Mailbox()
    with mail_server(mailbox) as channel:
        assert deliver(told(row()), channel, clock=clock, client=CLIENT).delivered
    (mail,) = mailbox.mails
    assert (mail["From"], mail["To"]) == ("floor@example.org", "editor@example.org")
    assert mail["Message-ID"] == f"<{row().id}@example.org>"
    text = part_of(mail, "text/plain")
    assert "machine-read from 3 reports, not verified" in text
    assert "https://post.example/1" in text
    assert "published 2024-05-15 06:40, seen 2024-05-15 08:00, told 2024-05-15 08:00" in text


@pytest.mark.parametrize(("answer", "retry"), [("451 try later", True), ("554 refused", False)])
def test_a_refused_mail_is_judged_by_its_code(answer: str, retry: bool) -> None:  # noqa: FBT001
    with mail_server(Mailbox(answer)) as channel:
        outcome = deliver(told(row()), channel, clock=clock, client=CLIENT)
        assert (outcome.delivered, outcome.retry, outcome.uncertain) == (False, retry, False)


def _scripted(lines: list[bytes]) -> Callable[[socket.socket], None]:
    def talk(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"220 test\r\n")
            for line in lines:
                connection.recv(4096)
                connection.sendall(line)
            connection.recv(4096)

    return talk


@pytest.mark.parametrize(
    ("lines", "uncertain"),
    [
        ([b"250 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"], True),
        ([b"250 hello\r\n", b"250 ok\r\n"], False),
    ],
)
def test_a_drop_inside_the_message_is_in_doubt(lines: list[bytes], uncertain: bool) -> None:  # noqa: FBT001
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_scripted(lines), args=(listener,), daemon=True)
        thread.start()
        outcome = deliver(told(row()), mail_channel(listener.getsockname()[1]), clock=clock, client=CLIENT)
        thread.join(timeout=5)
    assert (outcome.delivered, outcome.uncertain) == (False, uncertain)


# ------------------------------------------------------------------------------------------------------ TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for desk.example, key and all in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    command = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=desk.example"
    files = [
        "-addext",
        "subjectAltName=DNS:desk.example",
        "-keyout",
        str(folder / "key"),
        "-out",
        str(folder / "pem"),
    ]
    subprocess.run([openssl, *command.split(), *files], check=True, capture_output=True)
    (folder / "both").write_bytes((folder / "key").read_bytes() + (folder / "pem").read_bytes())
    return folder / "both"


def trusting(certificate: Path) -> Client:
    """Return a client that trusts the certificate and finds every name on loopback."""
    guard = Guard(resolve=lambda host, port: ["127.0.0.1"])
    return replace(CLIENT, guard=guard, secure=ssl.create_default_context(cafile=certificate))


def served(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.parametrize(("host", "arrives"), [("desk.example", True), ("other.example", False)])
def test_a_webhook_checks_the_name_in_the_certificate(certificate: Path, host: str, arrives: bool) -> None:  # noqa: FBT001
    with receiver(secure=served(certificate)) as desk:
        channel = altered(desk.channel, url=desk.channel.url.replace("http://127.0.0.1", f"https://{host}"))
        outcome = deliver(told(row()), channel, clock=clock, client=trusting(certificate))
        assert (outcome.delivered, len(desk.accepted)) == (arrives, int(arrives))


@pytest.mark.parametrize(("host", "arrives"), [("desk.example", True), ("other.example", False)])
def test_a_mail_goes_through_starttls(certificate: Path, host: str, arrives: bool) -> None:  # noqa: FBT001
    mailbox = Mailbox()
    with mail_server(mailbox, tls_context=served(certificate), require_starttls=True) as channel:
        secured = altered(channel, host=host, security="starttls")
        assert deliver(told(row()), secured, clock=clock, client=trusting(certificate)).delivered == arrives
    assert len(mailbox.mails) == int(arrives)


def test_no_header_can_be_smuggled_in() -> None:
    evil = row(title="Calm\r\nBcc: all@example.org\u2028X-Evil: 1")
    mail = message(evil, mail_channel(25), MOMENT)
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert "\n" not in mail["Subject"]


def test_a_withheld_payload_is_not_sent() -> None:
    outcome = deliver(told(replace(row(), payload="")), mail_channel(9), clock=clock, client=CLIENT)
    assert (outcome.delivered, outcome.retry) == (False, False)
