"""Folders of mail: each mail is an article, whichever way a program keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.growth import growth
from tests.ingest.desk_files import WORDS
from watchfloor.ingest import read_guarded, read_paths
from watchfloor.ingest.files import read_pieces
from watchfloor.model import Quarantined, Rendition

ARRIVED = "2026-03-20T00:00:00Z"
BEGINS = b"From press@aldersund.example Mon Mar 16 17:00:00 2026\n"


def mail(subject: str, *lines: str, day: int = 16) -> bytes:
    head = f"From: Harbour Office <press@aldersund.example>\nSubject: {subject}\n"
    head += f"Date: Mon, {day} Mar 2026 17:00:00 +0000\n"
    return (head + "\n" + "\n\n".join(lines) + "\n\n").encode()


MAILS = (
    mail("Quay closed", *WORDS),
    mail("Quay open", WORDS[1], "From Tuesday on ships may land again.", day=17),
)


def read(path: Path) -> list[Rendition]:
    found = list(read_paths([path], arrived=ARRIVED))
    assert [it for it in found if isinstance(it, Quarantined)] == []
    return [it for it in found if isinstance(it, Rendition)]


@pytest.mark.parametrize("name", ["Inbox", "a.mbox"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_mailbox_is_its_mails(tmp_path: Path, name: str, end: bytes) -> None:
    path = tmp_path / name
    escaped = MAILS[1].replace(b"\nFrom Tuesday", b"\n>From Tuesday")
    path.write_bytes((BEGINS + MAILS[0] + BEGINS + escaped).replace(b"\n", end))
    first, second = read(path)
    assert (first.title, second.title) == ("Quay closed", "Quay open")
    assert [span.of(first.text) for span in first.paragraphs] == list(WORDS)
    assert "From Tuesday on ships may land again." in second.text
    assert (first.published, second.published) == ("2026-03-16T17:00:00Z", "2026-03-17T17:00:00Z")
    assert [it.path for it in (first, second)] == [f"{path}:1", f"{path}:2"]


def test_a_line_that_begins_with_from_divides_no_mail(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(
        BEGINS
        + mail("Quay", WORDS[0], "From 12 to 14 April 2026 it is closed.", WORDS[1])
        + BEGINS
        + MAILS[1]
    )
    assert [len(it.paragraphs) for it in read(path)] == [3, 2]


def test_a_mail_without_words_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(BEGINS + mail("Nothing") + BEGINS + MAILS[1])
    refused, found = read_paths([path], arrived=ARRIVED)
    assert isinstance(refused, Quarantined)
    assert (refused.where, "no article text" in refused.reason) == (f"{path}:1", True)
    assert isinstance(found, Rendition)


def test_a_mailbox_that_grows_is_read_on(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(BEGINS + MAILS[0])
    [piece] = read_pieces(path, arrived=ARRIVED)
    assert piece.cut
    with path.open("ab") as file:
        file.write(BEGINS + MAILS[1] + BEGINS + MAILS[0])
    first, second, _ = read_pieces(path, arrived=ARRIVED)
    assert not second.cut
    again = list(read_pieces(path, arrived=ARRIVED, start=first.then))
    assert [it.item.title for it in again if isinstance(it.item, Rendition)] == ["Quay open", "Quay closed"]
    assert [it.item.path for it in again if isinstance(it.item, Rendition)] == [f"{path}:2", f"{path}:3"]


def test_a_maildir_is_its_mails(tmp_path: Path) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / "Mail" / name).mkdir(parents=True)
    (tmp_path / "Mail" / "cur" / "1773680400.M1P7.host,S=512:2,S").write_bytes(MAILS[0])
    (tmp_path / "Mail" / "new" / "1773766800.M2P7.host").write_bytes(MAILS[1])
    (tmp_path / "Mail" / "tmp" / "1773766801.M3P7.host").write_bytes(MAILS[1][:40])
    assert [it.title for it in read(tmp_path / "Mail")] == ["Quay closed", "Quay open"]
    assert list(read_guarded([tmp_path], arrived=ARRIVED)) == list(read_paths([tmp_path], arrived=ARRIVED))


def test_other_folders_of_such_a_name_are_not_mail(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1773766800.M2P7.host").write_bytes(MAILS[1])
    [refused] = read_paths([tmp_path], arrived=ARRIVED)
    assert isinstance(refused, Quarantined)


def test_mails_take_time_that_grows_as_they_do(tmp_path: Path) -> None:
    def attempt(size: int) -> None:
        path = tmp_path / "a.mbox"
        path.write_bytes(BEGINS + b"Subject: a\n\n" + b">From a\nFrom \n\n" * size)
        list(read_paths([path], arrived=ARRIVED))

    assert growth(attempt, 4_000) < 3.5
