"""Exported chats: both styles of WhatsApp, Signal, Telegram as JSON and as pages; what is no message."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from watchfloor.errors import InputError, UsageError
from watchfloor.ingest.formats import chats, telegram
from watchfloor.ingest.formats.chats import ChatMessage, ChatRefusal, DateOrder, chat_kind, read_chat

VIENNA = ZoneInfo("Europe/Vienna")
PAGE = """<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class="page_wrap">
<div class="message service" id="message-1"><div class="body details">24 November 2026</div></div>
<div class="message default clearfix" id="message2"><div class="body">
<div class="pull_right date details" title="24.11.2026 13:05:09 UTC+01:00">13:05</div>
<div class="from_name">Ana Roe</div><div class="text">Bridge closed<br>two trucks</div></div></div>
<div class="message default clearfix joined" id="message3"><div class="body">
<div class="pull_right date details" title="24.11.2026 13:06:09 UTC+01:00">13:06</div>
<div class="text">and a tank</div></div></div></div></body></html>"""
TELEGRAM = {
    "name": "Field",
    "type": "private_group",
    "messages": [
        {"id": 1, "type": "service", "date": "2026-11-24T13:00:00", "actor_id": "user1", "action": "join"},
        {
            "id": 2,
            "type": "message",
            "date": "2026-11-24T13:05:00",
            "date_unixtime": "1795521900",
            "from": "Ana Roe",
            "text": ["See ", {"type": "bold", "text": 'the "messages": [ bridge'}, " closed"],
        },
        {"id": 3, "type": "message", "date": "2026-11-24T13:06:00", "from": "Ben", "text": "in our zone"},
        {"id": 4, "type": "message", "date": "soon", "from": "Ben", "text": "no time"},
        {"id": 5, "type": "message", "date": "2026-11-24T13:06:00", "from": "Ben", "text": "", "photo": "x"},
    ],
}


def read(folder: Path, words: str, order: DateOrder | None = None) -> list[tuple[str, str, str]]:
    """Return the messages of a chat: when, by whom, and the words; of others why not, "" for no message."""
    path = folder / "chat.txt"
    path.write_text(words, "utf-8")
    return [
        (f"{it.at:%Y-%m-%d %H:%M:%S}", it.sender, it.words)
        if isinstance(it, ChatMessage)
        else ("", "", it.why)
        for it in read_chat(path, VIENNA, order=order)
    ]


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("24/11/2026, 13:05 - Ana Roe: Bridge closed", "2026-11-24 12:05:00"),
        ("24.11.26, 13:05 - Ana Roe: Bridge closed", "2026-11-24 12:05:00"),
        ("24.11.2026 um 13:05 - Ana Roe: Bridge closed", "2026-11-24 12:05:00"),
        ("11/24/26, 1:05\u202fPM - Ana Roe: Bridge closed", "2026-11-24 12:05:00"),
        ("[24/11/2026, 13:05:09] Ana Roe: Bridge closed", "2026-11-24 12:05:09"),
        ("\u200e[11/24/26, 1:05:09\u202fPM] Ana Roe: Bridge closed", "2026-11-24 12:05:09"),
        ("[24.11.26, 13:05:09] Ana Roe: Bridge closed", "2026-11-24 12:05:09"),
        ("[2026-11-24 13:05:09] Ana Roe: Bridge closed", "2026-11-24 12:05:09"),
        ("2026-11-24, 13:05 - Ana Roe: Bridge closed", "2026-11-24 12:05:00"),
        ("24/07/2026, 13:05 - Ana Roe: Bridge closed", "2026-07-24 11:05:00"),
    ],
    ids=[
        "dash",
        "dots",
        "um",
        "months first",
        "brackets",
        "marks",
        "dots in brackets",
        "signal",
        "iso",
        "summer",
    ],
)
def test_each_style_of_date_is_read_in_the_zone_of_the_desk(tmp_path: Path, line: str, at: str) -> None:
    assert read(tmp_path, f"{line}\nand two trucks: waiting\n") == [
        (at, "Ana Roe", "Bridge closed\nand two trucks: waiting")
    ]


def test_a_date_above_twelve_later_on_tells_the_order_of_all(tmp_path: Path) -> None:
    one = "03/04/2026, 10:00 - Ana: one\n"
    assert read(tmp_path, one)[0][0] == "2026-04-03 08:00:00"
    assert read(tmp_path, one + "03/24/2026, 10:00 - Ana: two\n")[0][0] == "2026-03-04 09:00:00"
    assert read(tmp_path, one * 3_000 + "03/24/2026, 10:00 - Ana: two\n")[0][0] == "2026-03-04 09:00:00"
    assert read(tmp_path, one, "month")[0][0] == "2026-03-04 09:00:00"


@pytest.mark.parametrize(
    "said",
    [
        "Messages and calls are end-to-end encrypted. Only people in this chat can read them.",
        "Ana Roe created group “Field”",
        "Ben joined using this group's invite link",
        "Ben left",
        "Ben hat die Gruppe verlassen",
        "Ana Roe: <Media omitted>",
        "Ana Roe: \u200eimage omitted",
        "Ana Roe: \u200e<attached: 00000012-PHOTO.jpg>",
        "Ana Roe: IMG-20261124-WA0001.jpg (file attached)",
        "Ana Roe: This message was deleted",
        "Ana Roe: <Medien ausgeschlossen>",
        "Ana Roe: Bild weggelassen",
        "Ana Roe: <Médias omis>",
        "Ana Roe: 👍",
    ],
    ids=[*"abcdefghijklmn"],
)
def test_joins_leaves_and_what_was_left_out_are_no_reports(tmp_path: Path, said: str) -> None:
    found = read(tmp_path, f"24/11/2026, 13:04 - Ana Roe: Bridge closed\n24/11/2026, 13:05 - {said}\n")
    assert found[1:] == [("", "", "")]


@pytest.mark.parametrize(
    "said", ["Ben left the hospital on foot: he is safe", "they added a checkpoint at the bridge"]
)
def test_what_somebody_says_of_leaving_is_a_message(tmp_path: Path, said: str) -> None:
    assert read(tmp_path, f"24/11/2026, 13:04 - Ana Roe: {said}\n")[0][2] == said


def test_what_cannot_be_a_message_says_why_and_the_rest_is_read(tmp_path: Path) -> None:
    long = "x" * (chats.LONGEST_MESSAGE + 10)
    found = read(tmp_path, f"31/02/2026, 13:05 - Ana: no such day\n24/11/2026, 13:05 - Ana: {long}\n"
                           "24/11/2026, 13:06 - Ana: after it\n")  # fmt: skip
    assert "'31/02/2026, 13:05' is no time" in found[0][2]
    assert "more than 20,000 characters" in found[1][2]
    assert found[2][2] == "after it"


def test_telegram_as_json_is_read_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = json.dumps(TELEGRAM, indent=1)
    whole = read(tmp_path, words)
    assert whole == [
        ("", "", ""),
        ("2026-11-24 12:05:00", "Ana Roe", 'See the "messages": [ bridge closed'),
        ("2026-11-24 12:06:00", "Ben", "in our zone"),
        ("", "", "it has no time that can be read; give it a date as the others have"),
        ("", "", ""),
    ]
    monkeypatch.setattr(telegram, "_PIECE", 7)
    assert read(tmp_path, words) == whole, "wherever a piece ends"
    lines = [it.line for it in read_chat(tmp_path / "chat.txt", VIENNA)]
    assert [words.splitlines()[line - 1].strip()[:1] for line in lines] == ["{"] * len(lines)
    with pytest.raises(InputError, match="breaks off"):
        read(tmp_path, words[:-30])


def test_a_page_of_telegram_names_who_wrote_several_once(tmp_path: Path) -> None:
    assert read(tmp_path, PAGE) == [
        ("", "", ""),
        ("2026-11-24 12:05:09", "Ana Roe", "Bridge closed\ntwo trucks"),
        ("2026-11-24 12:06:09", "Ana Roe", "and a tank"),
    ]


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        ("[2026-11-24 13:05:09] Ana: a\n", "Signal"),
        ("24/11/2026, 13:05 - Ana: a\n", "WhatsApp"),
        (PAGE, "Telegram page"),
        (json.dumps(TELEGRAM), "Telegram"),
        ("Police said on Tuesday that a bridge was closed.\n", None),
        ("24/11/2026, 13:05 - Bridge closed\n", None),
        ('{"messages": [{"text": "no chat of Telegram"}]}', None),
        ("", None),
    ],
    ids=["signal", "whatsapp", "page", "telegram", "article", "nobody", "other json", "empty"],
)
def test_a_chat_is_known_by_its_beginning(start: str, kind: str | None) -> None:
    assert chat_kind(start.encode()) == kind


def test_what_is_no_chat_is_said_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="export it as text"):
        read(tmp_path, "Police said so.")


def test_lines_are_those_that_messages_begin_on(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text(
        "24/11/2026, 13:04 - Ana: a\nb\n24/11/2026, 13:05 - Ben left\n24/11/2026, 13:05 - Ana: c\n"
    )
    found = [(it.line, isinstance(it, ChatRefusal)) for it in read_chat(path, VIENNA)]
    assert found == [(1, False), (3, True), (4, False)]
