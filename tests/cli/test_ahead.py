"""What is due, by whole commands: listed soonest first, as a calendar, moved, called off, overdue."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.commands import add_lines, watchfloor

FIRST = (
    (
        "Ouvea Wire",
        "2031-03-03T11:00:00Z",
        "Ferry captain charged in Dabola",
        """DABOLA, Guinea (Ouvea Wire) - The ferry captain Ibrahima Sow was charged on Sunday over the sinking
near Dabola.

The trial of the captain will open in Conakry on Thursday, the prosecutor Aissata Bah said.""",
    ),
    (
        "Harbour Post",
        "2031-03-03T12:00:00Z",
        "Lirn under curfew after riots",
        """Rioters burnt three shops in Lirn on Sunday.

The curfew in Lirn will end on Friday, Lirn mayor Ada Novak said; shops; offices, and \\ parks stay shut.""",
    ),
    (
        "Delta Wire",
        "2031-03-03T13:00:00Z",
        "Teachers to strike in Quito",
        "Teachers in Quito plan a march to the ministry on Wednesday over unpaid wages, their union said.",
    ),
)
LATER = (
    (
        "Guinea Lamp",
        "2031-03-04T11:00:00Z",
        "Ferry trial put off in Dabola",
        """The trial of the ferry captain Ibrahima Sow in Conakry was postponed from Thursday to Monday, the
prosecutor Aissata Bah said. He was charged over the sinking near Dabola.""",
    ),
    (
        "Lirn Courier",
        "2031-03-04T12:00:00Z",
        "Lirn curfew lifted after riots",
        """The curfew in Lirn was called off on Tuesday, two days after rioters burnt three shops in Lirn,
Lirn mayor Ada Novak said.""",
    ),
)


def add(floor: Path, lines: tuple[tuple[str, str, str, str], ...], name: str) -> None:
    add_lines(floor, lines, name, "--arrived", "published")


def rows(floor: Path, *asked: str) -> list[dict[str, object]]:
    said = watchfloor("show", "ahead", "--json", "--floor", floor, *asked)
    assert said.code == 0, said.err
    found: list[dict[str, object]] = json.loads(said.out)
    return found


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "floor"
    assert watchfloor("init", folder).code == 0
    add(folder, FIRST, "first.jsonl")
    add(folder, LATER, "later.jsonl")
    return folder


AS_OF = ("--as-of", "2031-03-03T14:00:00Z")


def test_what_is_due_is_listed_soonest_first_with_its_kind_and_who_says_it(floor: Path) -> None:
    found = rows(floor, *AS_OF)
    assert [(it["day"], it["kind"]) for it in found] == [
        ("2031-03-05", "planned"),
        ("2031-03-06", "hearing"),
        ("2031-03-07", "curfew"),
    ]
    assert [it["by"] for it in found][1:] == ["Aissata Bah", "Ada Novak"]
    assert found[1]["outlet"] == "Ouvea Wire"
    said = watchfloor("show", "ahead", "--floor", floor, *AS_OF)
    assert "in court" in said.out
    assert "Thu 6 Mar 2031" in said.out


def test_it_takes_scope_days_and_pages(floor: Path) -> None:
    assert [it["kind"] for it in rows(floor, *AS_OF, "--outlet", "Ouvea Wire")] == ["hearing"]
    assert [it["kind"] for it in rows(floor, *AS_OF, "--words", "curfew")] == ["curfew"]
    assert [it["day"] for it in rows(floor, *AS_OF, "--to", "2031-03-05")] == ["2031-03-05"]
    assert [it["day"] for it in rows(floor, *AS_OF, "--from", "2031-03-07")] == ["2031-03-07"]
    said = watchfloor("show", "ahead", "--json", "--limit", "2", "--floor", floor, *AS_OF)
    [cursor] = re.findall(r"--after (\S+)", said.err)
    assert [it["day"] for it in rows(floor, *AS_OF, "--after", cursor)] == ["2031-03-07"]


def test_what_is_moved_or_called_off_is_told_and_stands_there_no_more(floor: Path) -> None:
    found = rows(floor, "--from", "2031-03-03")
    assert [(it["day"], it["kind"]) for it in found] == [("2031-03-05", "planned"), ("2031-03-10", "hearing")]
    said = watchfloor("changes", "--since", "2031-03-04", "--floor", floor)
    assert "MOVED from Thu 6 Mar to Mon 10 Mar: " in said.out
    assert "CALLED OFF (was due Fri 7 Mar): The curfew in Lirn was called off" in said.out
    stored = json.loads(watchfloor("show", "changes", "--json", "--floor", floor).out)
    fates = [
        (it["type"], it["before"], it["after"]) for it in stored if it["type"] in ("moved", "called off")
    ]
    assert sorted(fates) == [("called off", "2031-03-07", None), ("moved", "2031-03-06", "2031-03-10")]


def test_a_calendar_is_rfc_5545_and_the_same_every_time(floor: Path) -> None:
    said = watchfloor("show", "ahead", "--as", "ical", "--floor", floor, *AS_OF)
    assert said.code == 0, said.err
    again = watchfloor("show", "ahead", "--as", "ical", "--floor", floor, *AS_OF)
    assert said.out == again.out
    assert said.out.startswith("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:")  # the reader of the pipe folds CRLF
    lines = said.out.splitlines()
    assert max(len(line.encode()) for line in lines) <= 75
    unfolded = re.sub(r"\n ", "", said.out).splitlines()
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == 3
    assert "DTSTART;VALUE=DATE:20310307" in unfolded
    assert "DTEND;VALUE=DATE:20310308" in unfolded
    [curfew] = [line for line in unfolded if line.startswith("SUMMARY:") and "curfew" in line]
    assert "said\\; shops\\; offices\\, and \\\\ parks" in curfew
    uids = [line for line in unfolded if line.startswith("UID:")]
    assert len(set(uids)) == 3
    assert "Ibrahima" not in said.out, "a private person leaves the floor by no calendar"
    refused = watchfloor("show", "events", "--as", "ical", "--floor", floor)
    assert refused.code == 2
    assert "show ahead --as ical" in refused.err


def test_what_was_due_and_nothing_told_of_is_told_once_by_tick(floor: Path) -> None:
    said = watchfloor("tick", "--now", "2031-03-06T00:10:00Z", "--floor", floor)
    assert "1 things were due and nothing was told of them" in said.out
    again = watchfloor("tick", "--now", "2031-03-06T06:00:00Z", "--json", "--floor", floor)
    assert json.loads(again.out)["overdue"] == 0
    said = watchfloor("changes", "--since", "2031-03-06", "--floor", floor)
    assert "OVERDUE since Wed 5 Mar, nothing told of it in what was read: Teachers in Quito" in said.out
    listed = watchfloor("show", "changes", "--type", "PROTEST", "--json", "--floor", floor)
    kinds = [it["type"] for it in json.loads(listed.out)]
    assert kinds.count("overdue") <= 1
