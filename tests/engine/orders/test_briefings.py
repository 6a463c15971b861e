"""Briefings: due by a schedule in a zone, told with their evidence, once, also when nothing is new."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from watchfloor.config import Config, Retention, read_config
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.orders.briefing_files import read_briefings
from watchfloor.engine.orders.briefings import briefer
from watchfloor.engine.orders.schedule import BriefingSchedule, read_schedule
from watchfloor.engine.tick import tick
from watchfloor.errors import ConfigError
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Delivery
from watchfloor.store import Store
from watchfloor.watch.written import Value

VIENNA = ZoneInfo("Europe/Vienna")
PLAN = "situation: chile\nchannel: desk\nschedule: weekdays 07:00\ntimezone: America/Santiago\n"
SETTINGS = '[channels.desk]\nkind = "file"\npath = "sent.jsonl"\n'
ARREST = "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday."


def schedule(written: str, zone: ZoneInfo = VIENNA) -> BriefingSchedule:
    return read_schedule(Value("schedule", (written,), "b.yaml:1"), zone)


def utc(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment", "last", "following"),
    [
        ("weekdays 07:00", "2026-03-09T05:59:59", "2026-03-06T06:00", "2026-03-09T06:00"),
        ("weekdays 07:00", "2026-03-09T06:00:00", "2026-03-09T06:00", "2026-03-10T06:00"),
        ("daily 0:30", "2026-03-09T00:00:00", "2026-03-08T23:30", "2026-03-09T23:30"),
        ("weekends 09:15", "2026-03-11T12:00:00", "2026-03-08T08:15", "2026-03-14T08:15"),
        ("Monday, thursday 18:30", "2026-03-11T12:00:00", "2026-03-09T17:30", "2026-03-12T17:30"),
        # The clocks of Vienna go from 02:00 to 03:00 on 29 March 2026, and from 03:00 to 02:00 on 25 October.
        ("daily 07:00", "2026-03-28T12:00:00", "2026-03-28T06:00", "2026-03-29T05:00"),
        ("daily 02:30", "2026-03-29T12:00:00", "2026-03-29T01:30", "2026-03-30T00:30"),
        ("daily 02:30", "2026-10-25T12:00:00", "2026-10-25T00:30", "2026-10-26T01:30"),
        ("daily 02:30", "2026-10-25T01:00:00", "2026-10-25T00:30", "2026-10-26T01:30"),
        ("daily 07:00", "2026-10-24T12:00:00", "2026-10-24T05:00", "2026-10-25T06:00"),
        ("sunday 02:30", "2026-04-02T12:00:00", "2026-03-29T01:30", "2026-04-05T00:30"),
    ],
)
def test_a_time_of_day_is_that_of_its_zone_whatever_the_clocks_do(
    written: str, moment: str, last: str, following: str
) -> None:
    found = schedule(written)
    assert found.last(utc(moment)) == utc(last)
    assert found.next(utc(moment)) == utc(following)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("at seven", "schedule 'at seven' is none; write weekdays 07:00"),
        ("daily 24:00", "is none"),
        ("weekday 07:00", "schedule has 'weekday'; did you mean 'weekdays'"),
    ],
)
def test_a_schedule_that_is_none_is_refused_with_its_line(written: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as refused:
        schedule(written)
    assert str(refused.value).startswith("b.yaml:1: ")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "watchfloor.toml").write_text(SETTINGS)
    for folder, name, text in (("situations", "chile", "country: CL\n"), ("briefings", "chile", PLAN)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.yaml").write_text(text)
    return read_config(tmp_path)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.memory(clock=lambda: "2026-04-01T15:00:00Z") as opened:
        yield opened


def add(store: Store, arrived: str) -> None:
    line = {
        "text": ARREST,
        "outlet": "Quay Times",
        "published": "2026-04-01",
        "url": "https://quay.example/1",
    }
    list(Floor(store).take([rendition_of_line(line, arrived=arrived)], arrival=lambda _: arrived))


def given(store: Store, config: Config, now: str) -> int:
    return tick(store, Retention(), now=now, briefings=briefer(config)).briefed


def text_of(row: Delivery) -> str:
    return str(json.loads(row.payload)["data"]["text"])


def test_it_comes_once_when_it_is_due_with_the_words_behind_each_sentence(
    store: Store, config: Config
) -> None:
    add(store, "2026-04-01T15:00:00Z")
    assert given(store, config, "2026-04-02T09:59:59Z") == 0, "07:00 in Santiago is 10:00 in UTC"
    assert given(store, config, "2026-04-02T10:00:00Z") == 1
    before = store.dump()
    assert given(store, config, "2026-04-02T10:00:30Z") == 0
    assert given(store, config, "2026-04-02T15:59:00Z") == 0
    assert store.dump() == before
    [row] = store.deliveries()
    text = text_of(row)
    assert row.channel == "desk"
    assert text.startswith("chile: 1 story with news; 0 of 0 sources read\n")
    assert "Wed 01 Apr 07:00 to Thu 02 Apr 07:00" in text
    assert f"[1] Quay Times, 2026-04-01, https://quay.example/1: “{ARREST}”" in " ".join(text.split())
    sentence = next(line for line in text.splitlines() if line.startswith(("Chilean", "Police", "*")))
    assert "[1]" in text.partition("[1] Quay")[0], sentence
    assert given(store, config, "2026-04-03T10:00:00Z") == 1
    assert text_of(store.deliveries()[-1]).startswith("chile: nothing new; 0 of 0 sources read\n")


def test_weekends_without_a_briefing_are_told_of_on_monday(store: Store, config: Config) -> None:
    add(store, "2026-04-04T12:00:00Z")
    assert given(store, config, "2026-04-05T10:00:00Z") == 0, "a Sunday"
    assert given(store, config, "2026-04-06T11:00:00Z") == 1, "the clocks of Santiago went back on Sunday"
    assert "1 story with news" in text_of(store.deliveries()[-1])


def test_a_floor_that_was_off_sends_it_late_but_not_for_long(store: Store, config: Config) -> None:
    assert given(store, config, "2026-04-02T16:00:01Z") == 0
    assert given(store, config, "2026-04-03T15:59:59Z") == 1


def test_what_is_withheld_before_it_is_sent_is_not_sent(store: Store, config: Config) -> None:
    add(store, "2026-04-01T15:00:00Z")
    given(store, config, "2026-04-02T10:00:00Z")
    [report] = store.reports()
    with store.admission(arrived="2026-04-02T10:00:10Z", kind="takedown", what="x") as admission:
        admission.withhold(report.text_id, "asked for")
    [row] = store.deliveries()
    assert (row.payload, row.state) == ("", "dead")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (PLAN.replace("chile", "chle"), ":1: situation 'chle' is unknown; did you mean 'chile'"),
        (PLAN.replace("desk", "dsk"), ":2: channel 'dsk' is unknown; did you mean 'desk'"),
        (PLAN.replace("weekdays", "weekly"), ":3: schedule has 'weekly'"),
        (PLAN.replace("Santiago", "Santigo"), ":4: timezone is 'America/Santigo'; did you mean"),
        (PLAN.replace("schedule", "shedule"), ":3: unknown key 'shedule'; did you mean 'schedule'"),
        ("situation: chile\nchannel: desk\n", ":1: a briefing needs a schedule; write `schedule: …`"),
    ],
)
def test_mistakes_are_named_with_file_line_and_nearest_word(config: Config, written: str, told: str) -> None:
    file = config.folder / "briefings" / "broken.yaml"
    file.write_text(written)
    read = read_briefings(config)
    assert [*read.held] == ["chile"], "it stops no other"
    [error] = read.broken
    assert f"{file}{told}" in str(error)
