"""The page on time zones: each row of its table and each rule below it, by whole commands on one floor."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.faults.commands import command

PAGE = (Path(__file__).parents[1] / "docs" / "timezones.md").read_text("utf-8")
MORNING = "2026-03-05T05:30:00Z"  # half past six in Vienna
NIGHT = "2026-03-04T23:30:00Z"  # half past midnight in Vienna, the day after
ARTICLES = (
    ("Morning", MORNING, "Police in Split arrested two men on Thursday morning, the ministry said."),
    ("Night", NIGHT, "A ferry left the port of Rijeka late in the night with forty people, the port said."),
)


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a floor with the line of the page, which took two articles when they were published."""
    folder = tmp_path_factory.mktemp("zones") / "floor"
    assert command("init", folder).code == 0
    [line] = re.findall(r"^```toml\n(.+?)\n```$", PAGE, re.M)
    settings = folder / "watchfloor.toml"
    settings.write_text(f"{line}\n{settings.read_text('utf-8')}", "utf-8")
    lines = [
        json.dumps({"title": title, "outlet": "Harbour Wire", "published": at, "text": text})
        for title, at, text in ARTICLES
    ]
    news = folder.parent / "news.jsonl"
    news.write_text("\n".join(lines), "utf-8")
    assert command("add", news, "--arrived", "published", "--floor", folder).code == 0
    return folder


def titles(floor: Path, *asked: str) -> list[str]:
    listed = command("show", "reports", *asked, "--json", "--floor", floor)
    assert listed.code == 0, listed.output
    return sorted(row["title"] for row in json.loads(listed.out))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("--since", "2026-03-05"), ["Morning", "Night"]),  # a day begins at the floor's midnight
        (("--from", "2026-03-05", "--to", "2026-03-05"), ["Morning", "Night"]),
        (("--to", "2026-03-04"), []),
        (("--from", "2026-03-05T06:00"), ["Morning"]),  # a moment without an offset is the floor's
        (("--from", "2026-03-05T07:00"), []),
        (("--from", "2026-03-05T06:00Z"), []),  # one with an offset is its own
        (("--from", "2026-03-05T05:00Z"), ["Morning"]),
        (("--from", "2026-03-05T00:00-06:00"), []),
        (("--until", "2026-03-05T01:00"), ["Night"]),
    ],
)
def test_what_is_asked_for_is_meant_in_the_floors_zone(
    floor: Path, asked: tuple[str, ...], found: list[str]
) -> None:
    assert titles(floor, *asked) == found


def test_as_of_of_other_commands_is_utc(floor: Path) -> None:
    def exported(as_of: str) -> list[str]:
        done = command("export", "--audience", "desk", "--as-of", as_of, "--floor", floor)
        return sorted(row["title"] for row in json.loads(done.out)["reports"])

    assert exported("2026-03-05T05:00") == exported("2026-03-05T06:00+01:00") == ["Night"]
    assert exported("2026-03-05T06:00") == ["Morning", "Night"]


def test_lists_show_the_floors_zone_by_name_and_json_is_utc(
    floor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for machine in ("UTC", "Asia/Tokyo"):  # the machine's own zone means nothing
        monkeypatch.setenv("TZ", machine)
        shown = command("show", "reports", "--floor", floor).out
        assert shown.count("2026-03-05 06:30 CET") == shown.count("2026-03-05 00:30 CET") == 2
    told = command("show", "reports", "--json", "--floor", floor).out
    assert (MORNING in told, "CET" in told) == (True, False)
    assert MORNING in command("export", "--audience", "desk", "--floor", floor).out
    for line in (floor / "journal.jsonl").read_text("utf-8").splitlines():
        assert json.loads(line)["at"].endswith("Z")


def test_sentences_of_news_tell_hours_in_utc(floor: Path) -> None:
    assert "Thu 5 Mar 05:30" in command("changes", "--since", "2026-03-01", "--floor", floor).out


def test_a_change_of_the_line_changes_what_is_shown_never_what_is_kept(floor: Path) -> None:
    def exported() -> list[object]:
        whole = json.loads(command("export", "--audience", "desk", "--floor", floor).out)
        return [whole[name] for name in ("reports", "stories", "events", "changes")]

    before = exported()
    settings = floor / "watchfloor.toml"
    held = settings.read_text("utf-8")
    try:
        settings.write_text(held.split("\n", 1)[1], "utf-8")  # without the line: UTC
        assert titles(floor, "--from", "2026-03-05", "--to", "2026-03-05") == ["Morning"]
        assert "2026-03-05 05:30 UTC" in command("show", "reports", "--floor", floor).out
        assert exported() == before
    finally:
        settings.write_text(held, "utf-8")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ('"Harbour Wire" = "Europe/Vienna"', "2026-03-05"),
        ('"harbour wire" = "America/New_York"', "2026-03-04"),
        ('"example.org" = "Europe/Vienna"', "2026-03-05"),
        ('"other.example" = "Europe/Vienna"', "2026-03-04"),
    ],
)
def test_a_zone_set_for_an_outlet_moves_its_days(tmp_path: Path, line: str, day: str) -> None:
    folder = tmp_path / "floor"
    assert command("init", folder).code == 0
    with (folder / "watchfloor.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n[zones]\n{line}\n")
    news = tmp_path / "news.jsonl"
    article = {
        "outlet": "Harbour Wire",
        "url": "https://news.example.org/1",
        "published": NIGHT,
        "text": "Police shot a man in Linz today.",
    }
    news.write_text(json.dumps(article), "utf-8")
    assert command("add", news, "--arrived", "published", "--floor", folder).code == 0
    listed = command("show", "events", "--json", "--floor", folder)
    [event] = json.loads(listed.out)
    assert event["date"]["start"] == day


def test_a_zone_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "floor"
    assert command("init", folder).code == 0
    with (folder / "watchfloor.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[zones]\n"example.org" = "Europe/Wien"\n')
    refused = command("show", "events", "--floor", folder)
    assert refused.code != 0
    assert "Europe/Wien" in refused.output
    assert "watchfloor.toml" in refused.output
