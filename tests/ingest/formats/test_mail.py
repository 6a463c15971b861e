"""Mails are read as the articles that they carry; what is defective or left out is flagged."""

from __future__ import annotations

import base64
import textwrap
import time
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.archive_files import WORDS, page
from watchfloor.errors import InputError
from watchfloor.exchange.wording import flags_words
from watchfloor.ingest import read_paths
from watchfloor.ingest.formats.mail import read_mail
from watchfloor.ingest.sandbox import GuardedReader
from watchfloor.model import Rendition, rendition_id

ARRIVED = "2026-11-22T04:00:00Z"
TEXT = "\n\n".join(WORDS)


def mail(text: str | None = TEXT, markup: bytes | None = None, **headers: str) -> EmailMessage:
    made = EmailMessage()
    given = {
        "From": "Karl Ekdal <press@aldersund.example>",
        "Subject": "Northern quay closed",
        "Date": "Fri, 13 Mar 2026 17:00:00 +0000",
    }
    for name, value in (given | {key.replace("_", "-"): value for key, value in headers.items()}).items():
        if value:
            made[name] = value
    if text is not None:
        made.set_content(text)
    if markup is not None:
        if text is None:
            made.set_content(markup.decode(), subtype="html")
        else:
            made.add_alternative(markup.decode(), subtype="html")
    return made


def read(data: bytes | EmailMessage) -> Rendition:
    data = data.as_bytes() if isinstance(data, EmailMessage) else data
    return read_mail(data, where="a.eml", path="a.eml", arrived=ARRIVED)


def paragraphs(found: Rendition) -> list[str]:
    return [span.of(found.text) for span in found.paragraphs]


def test_headers_and_words_of_a_plain_mail() -> None:
    found = read(mail())
    assert (found.title, found.title_from) == ("Northern quay closed", "subject")
    assert (found.byline, found.byline_from) == ("Karl Ekdal", "sender")
    assert (found.published, found.published_from) == ("2026-03-13T17:00:00Z", "mail date")
    assert found.outlet == "aldersund.example"
    assert paragraphs(found) == list(WORDS)
    assert found.flags == ()


def test_lines_that_a_mail_program_broke_are_joined_and_others_are_not() -> None:
    broken = "\n\n".join(textwrap.fill(line, 72) for line in WORDS)
    assert paragraphs(read(mail(broken))) == list(WORDS)
    listed = "Berths:\nFish market\nOld dock\n\n" + broken
    assert paragraphs(read(mail(listed)))[:3] == ["Berths:", "Fish market", "Old dock"]


def test_flowing_lines_are_joined() -> None:
    flowed = "\n\n".join(textwrap.fill(line, 60).replace("\n", " \r\n") for line in WORDS)
    data = (
        "From: a@b.example\r\nSubject: Quay\r\nContent-Type: text/plain; format=flowed\r\n\r\n" + flowed
    ).encode()
    assert paragraphs(read(data)) == list(WORDS)


def test_signature_and_quotations_are_no_words_of_the_mail() -> None:
    text = f"> Is the quay closed?\n> Asked a reader.\n\n{TEXT}\n\n-- \nKarl Ekdal\nHarbour office\n"
    assert paragraphs(read(mail(text))) == list(WORDS)


def test_of_two_parts_the_one_with_the_words_is_read() -> None:
    assert paragraphs(read(mail("View this mail in a browser.", page()))) == list(WORDS)
    assert paragraphs(read(mail(TEXT, page()))) == list(WORDS)
    assert paragraphs(read(mail(None, page()))) == list(WORDS)
    assert paragraphs(read(mail(TEXT, b"<html><body><img src='x.png'></body></html>"))) == list(WORDS)


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16", "koi8-r"])
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_encodings_are_undone(encoding: str, kind: str) -> None:
    words = {"koi8-r": "Причал закрыт до конца месяца, сообщила администрация порта. "}
    line = words.get(encoding, "Der Kai in Åldersünd bleibt für drei Wochen geschlossen. ") * 4
    text = line if kind == "plain" else f"<html><body><article><p>{line}</p></article></body></html>"
    body = base64.encodebytes(text.encode(encoding)).decode()
    subject = base64.b64encode("Kai geschlossen – für Wochen".encode()).decode()
    data = (
        f"From: a@b.example\nSubject: =?utf-8?b?{subject}?=\n"
        f"MIME-Version: 1.0\nContent-Type: text/{kind}; charset={encoding}\n"
        f"Content-Transfer-Encoding: base64\n\n{body}"
    )
    found = read(data.encode())
    assert found.title == "Kai geschlossen – für Wochen"
    assert paragraphs(found) == [line.strip()]


def test_attachments_are_left_out_and_flagged() -> None:
    made = mail()
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="statement.pdf")
    inner = mail("Words of another mail, which is attached to this one and is not read.")
    made.add_attachment(inner)
    found = read(made)
    assert paragraphs(found) == list(WORDS)
    assert flags_words(found.flags) == ["2 attachments left out"]


def test_defects_are_flagged() -> None:
    data = (
        b"From: a@b.example\nSubject: Quay\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
        b"Content-Type: text/plain\n\n" + TEXT.encode()
    )
    found = read(data)
    assert paragraphs(found) == list(WORDS)
    assert "defective mail: Close Boundary Not Found Defect" in flags_words(found.flags)


def test_marks_of_replies_are_no_part_of_the_title() -> None:
    assert read(mail(Subject="Fwd: AW: Northern quay closed")).title == "Northern quay closed"


@pytest.mark.parametrize(
    ("sender", "outlet", "byline"),
    [
        ("Aldersund Harbour Office <newsletter@mail.aldersund.example>", "aldersund.example", None),
        ("alerts@example", "example", None),
        ('"Ekdal, Karl" <k.ekdal@news.aldersund.example>', "aldersund.example", "Ekdal, Karl"),
        ("", None, None),
    ],
)
def test_senders(sender: str, outlet: str | None, byline: str | None) -> None:
    found = read(mail(From=sender))
    assert (found.outlet, found.byline) == (outlet, byline)


def test_the_address_is_where_the_mail_says_it_is_kept() -> None:
    found = read(mail(Archived_At="<https://lists.example/m/17>"))
    assert found.url == "https://lists.example/m/17"
    assert found.id == rendition_id(url=found.url, outlet=found.outlet, text_id=found.text_id)
    assert read(mail(Archived_At="<javascript:alert(1)>")).url is None


def test_the_date_of_a_mail_is_used_as_given_and_flagged_where_it_is_none() -> None:
    found = read(mail(Date="Fri, 13 Mar 2099 17:00:00 +0000"))
    assert (found.published, found.published_from) == ("2099-03-13T17:00:00Z", "mail date")
    written = bytes(mail(Date="Fri, 13 Mar 2026 17:00:00 +0000"))
    odd = written.replace(b"Fri, 13 Mar 2026 17:00:00 +0000", b"on the morrow")
    undated = read_mail(odd, where="m.eml", path=None, arrived=ARRIVED)
    assert undated.published is None
    assert "published is no date: on the morrow" in flags_words(undated.flags)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"just some words\n", "it is no mail"),
        (b"From: a@b.example\nSubject: Quay\n\n\n", "holds attachments or pictures only"),
        (b"From: a@b.example\nContent-Type: image/png\n\n\x89PNG\n", "holds attachments or pictures only"),
    ],
)
def test_what_holds_no_words_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read(data)


def test_nested_parts_end() -> None:
    data = b"From: a@b.example\nSubject: x\n"
    for level in range(600):
        data += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
    with suppress(InputError):
        read(data + b"Content-Type: text/plain\n\n" + TEXT.encode())


@pytest.mark.parametrize(
    "field", ["Content-Type: text/plain; ", "Content-Disposition: inline; ", "To: ", "X-Seen: "]
)
@pytest.mark.parametrize("piece", ["a*0=b; ", "a@b.example, ", '"', "(", "=?utf-8?q?a?= "])
def test_a_field_of_any_length_is_read_in_time(field: str, piece: str) -> None:
    begun = time.process_time()
    head = f"From: a@b.example\nSubject: Quay closed\n{field}{piece * 20_000}\n\n"
    with suppress(InputError):
        assert WORDS[0] in read(f"{head}{TEXT}".encode()).text
    assert time.process_time() - begun < 10  # minutes, where each parameter is looked up among all


def test_files_are_read_in_the_child(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail().as_bytes())
    with GuardedReader() as reader:
        (found,) = read_paths([tmp_path], arrived=ARRIVED, reader=reader.read_document)
    assert isinstance(found, Rendition)
    assert found.path == str(tmp_path / "a.eml")


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_damaged_mails_are_read_or_refused(data: st.DataObject) -> None:
    written = bytearray(mail(TEXT, page()).as_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(written) - 1))
        written[at : at + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=12))
    with suppress(InputError):
        found = read(bytes(written))
        assert all(0 <= span.start < span.end <= len(found.text) for span in found.paragraphs)
