"""What happened in a season, a quarter or a decade: read, merged and kept like what happened on a day."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import watchfloor
from watchfloor.store import Store

# Trial 132: an event dated by a winter ended `run`, `add` and `poll`.
WINTER = [
    {
        "id": "1",
        "outlet": "Sena Wire",
        "published": "2016-03-04",
        "title": "Gunman who shot three in Tarvel charged",
        "text": "Police arrested a gunman in Kisumu in winter 2015. The man shot three people in Kisumu in "
        "the winter of 2015, police said. He was charged with murder on Friday.",
    },
    {
        "id": "2",
        "outlet": "Lake Post",
        "published": "2016-03-05",
        "title": "Gunman charged over Tarvel shooting",
        "text": "A gunman shot three people in Kisumu in winter 2015, police said on Saturday. Police "
        "arrested the gunman in winter 2015 and he was charged with murder on Friday.",
    },
]
OTHERS = ["summer 2015", "the spring of 2015", "autumn 2015", "the third quarter of 2015", "the 1990s",
          "the first half of 2015", "December 2015", "2015", "the winter of 2014"]  # fmt: skip


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    def dated(record: dict[str, str], when: str, number: int) -> dict[str, str]:
        text = record["text"].replace("the winter of 2015", when).replace("winter 2015", when)
        return record | {"id": f"{record['id']}-{number}", "text": f"{text} That was case {number}."}

    path = tmp_path / "articles" / "seasons.jsonl"
    path.parent.mkdir()
    records = [*WINTER, *(dated(record, when, n) for n, when in enumerate(OTHERS) for record in WINTER)]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def test_what_is_dated_by_a_winter_is_one_happening_of_that_winter(tmp_path: Path) -> None:
    path = tmp_path / "winter.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in WINTER), "utf-8")
    said = watchfloor("run", path, "--json")
    assert said.code == 0, said.err
    events = json.loads(said.out)["events"]
    of_winter = [event for event in events if event["date"]["start"] == "2015-WI"]
    assert sorted((event["type"], event["mode"]) for event in of_winter) == [
        ("ASSAULT", "firearms"),
        ("COERCE", "arrest"),
    ]
    assert all(len(event["evidence"]) == 2 for event in of_winter)


def test_add_and_poll_take_in_whatever_date_an_event_has(lines: Path, tmp_path: Path) -> None:
    floor = tmp_path / "floor"
    assert watchfloor("init", floor).code == 0
    said = watchfloor("add", lines, "--floor", floor)
    assert said.code == 0, said.err
    assert "20 added" in said.err
    polled = tmp_path / "polled"
    assert watchfloor("init", polled).code == 0
    config = polled / "watchfloor.toml"
    config.write_text(
        config.read_text("utf-8").replace('contact = ""', 'contact = "desk@example.org"'), "utf-8"
    )
    assert watchfloor("sources", "add", lines.parent, "--floor", polled).code == 0
    said = watchfloor("poll", "--once", "--floor", polled)
    assert said.code == 0, said.err
    with Store.open(floor) as one, Store.open(polled) as other:
        assert len(one.reports()) == len(other.reports())
        assert not other.quarantine()
