"""Messages of a chat as reports of our own: by roles, without names; whatever its times, none is lost."""

from __future__ import annotations

import random
import tracemalloc
from pathlib import Path
from zoneinfo import ZoneInfo

from watchfloor.ingest.chat_notes import ChatPlan, NamesOfSenders, Senders, chat_reports
from watchfloor.model import Quarantined, Rendition

AT = "2026-11-30T19:00:00Z"
PLAN = ChatPlan(called="field", zone=ZoneInfo("UTC"), roles={"+225 0708091011": "our driver"})
CHAT = """24/11/2026, 13:02 - Ana Roe: Bridge at Bouake closed, call +49 170 1234567
24/11/2026, 13:03 - +225 07 08 09 10 11: Ana Roe and Ana say 12 000 fled
24/11/2026, 13:03 - +225 07 08 09 10 11: ok
24/11/2026, 13:03 - +225 07 08 09 10 11: ok
24/11/2026, 13:03 - Ben: ok @4917012345678
24/11/2099, 13:05 - Ben: from the future
24/11/1970, 13:05 - Ben: from the past
23/11/2026, 13:05 - Ben: from the day before
24/11/2026, 13:05 - Ben left
"""


def read(path: Path, words: str) -> tuple[list[Rendition], list[Quarantined], list[str]]:
    path.write_text(words, "utf-8")
    told: list[str] = []
    items = list(chat_reports(path, PLAN, arrived=AT, shown=lambda seen: seen, tell=told.append))
    made = [it for it in items if isinstance(it, Rendition)]
    return made, [it for it in items if isinstance(it, Quarantined)], told


def test_each_message_is_a_report_by_a_role_and_no_name_is_left(tmp_path: Path) -> None:
    made, refused, told = read(tmp_path / "Chat with Ana Roe.txt", CHAT)
    assert [(it.byline, it.text.partition("\n\n")[2]) for it in made] == [
        ("sender 1", "Bridge at Bouake closed, call [number]"),
        ("our driver", "sender 1 and sender 1 say 12 000 fled"),
        ("our driver", "ok"),
        ("our driver", "ok"),
        ("sender 2", "ok [number]"),
        ("sender 2", "from the day before"),
    ]
    assert len({it.id for it in made}) == len(made), "the same words of one minute are two messages"
    assert {it.handling for it in made} == {it.handling for it in refused} == {"internal"}
    kept = repr((made, refused))
    assert not [name for name in ("Ana", "Ben", "Roe", "170", "0708") if name in kept]
    assert told == ["1 line is no message in words (joins, calls, pictures left out): passed over"]


def test_forged_times_are_refused_by_their_line_with_the_remedy(tmp_path: Path) -> None:
    _, refused, _ = read(tmp_path / "chat.txt", CHAT)
    assert [(it.where, it.reason.partition(";")[0]) for it in refused] == [
        ("field, line 6", "its time, 2099-11-24 13:05 UTC, has not come yet"),
        ("field, line 7", "its time, 1970-11-24 13:05 UTC, is before 1990"),
    ]
    assert all("mend the time in that line" in it.reason for it in refused)


def test_a_longer_export_of_the_same_chat_gives_the_same_reports_and_the_new_ones(tmp_path: Path) -> None:
    first, _, _ = read(tmp_path / "one.txt", CHAT)
    later, _, _ = read(tmp_path / "two.txt", CHAT + "25/11/2026, 08:00 - Ana Roe: and open again\n")
    assert [it.id for it in later[:-1]] == [it.id for it in first]


def test_a_large_town_is_no_part_of_a_name_and_a_common_name_is(tmp_path: Path) -> None:
    names = NamesOfSenders({"Paris Keller": "sender 1", "~ Anna Roe": "sender 2"})
    assert names.taken_out("Paris is calm, Keller and Anna say") == "Paris is calm, sender 1 and sender 2 say"


def test_senders_are_known_by_name_or_number_however_it_is_spelt() -> None:
    senders = Senders({"ana roe": "stringer", "00225-0708091011": "driver", "+2250708091011": "driver"})
    for name in ("Ana  Roe", "+225 07 08 09 10 11", "Ben", "Cem"):
        senders.add(name)
    assert [senders.role(it) for it in ("Ana  Roe", "+225 07 08 09 10 11", "Ben", "Cem")] == [
        "stringer", "driver", "sender 1", "sender 2"
    ]  # fmt: skip


def test_many_messages_of_forged_times_in_no_order_are_all_told_of_in_little_memory(tmp_path: Path) -> None:
    draw = random.Random(7)
    path = tmp_path / "chat.txt"
    count = 20_000
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            year = draw.choice((2026, 2026, 2026, 2099, 1970))
            day, month = draw.randint(1, 28), draw.randint(1, 11)
            file.write(f"{day:02}/{month:02}/{year}, 13:05 - Ana Roe{number % 37}: message {number}\n")
    reports = chat_reports(path, PLAN, arrived=AT, shown=lambda seen: seen, tell=lambda words: None)
    tracemalloc.start()
    made = refused = 0
    for it in reports:
        made, refused = made + isinstance(it, Rendition), refused + isinstance(it, Quarantined)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert made + refused == count
    assert refused > count // 4
    assert peak < 16 * 2**20, "however long the chat is"
