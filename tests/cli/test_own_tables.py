"""The desk's own tables by whole commands: read first, dated in the log, and what they touch read again."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Said, watchfloor

HEAD = "name,aliases,code,parents,lat,lon\n"
DISTRICT = "Tarvel district,,NL01,Norland,14.10,21.30\n"
TARVEL = "Tarvel,Tarvil,NL0101,NL01,14.11,21.32\n"
STRUCK = "Gunmen killed four traders in Tarvel on Monday, the army said. Two shops were burnt."
ELSEWHERE = "Police arrested two men in Graz on Tuesday after a march."


def floor(folder: Path, table: str = "") -> Path:
    home = folder / "floor"
    assert watchfloor("init", home).code == 0
    if table:
        (home / "places.csv").write_text(table)
    return home


def add(home: Path, *texts: str) -> Said:
    for number, text in enumerate(texts):
        body = f"# Report {text[:12]} {number}\n\n{text}\n"
        (home.parent / f"{text[:6]}{number}.txt").write_text(body)
    said = watchfloor("add", *sorted(home.parent.glob("*.txt")), "--floor", home)
    assert said.code == 0, said.err
    return said


def places(home: Path, *more: str) -> list[dict[str, Any]]:
    said = watchfloor("show", "events", "--json", "--floor", home, *more)
    assert said.code == 0, said.err
    return [place for line in json.loads(said.out) if (place := line["place"])]


def unknown(home: Path) -> dict[str, int]:
    said = watchfloor("show", "unknown-places", "--json", "--floor", home)
    assert said.code == 0, said.err
    return {row["name"]: row["texts"] for row in json.loads(said.out)}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A floor whose table was there before its articles."""
    home = floor(tmp_path_factory.mktemp("told"), HEAD + DISTRICT + TARVEL)
    add(home, STRUCK, ELSEWHERE)
    return home


def test_a_place_of_the_own_table_is_located_with_its_code(told: Path) -> None:
    found = {place["name"]: (place["code"], place["lat"], place["lon"]) for place in places(told)}

    assert found["Tarvel"] == ("NL0101", 14.11, 21.32)
    assert found["Graz"][0] is None


@pytest.mark.parametrize("asked", ["NL0101", "NL01", "Tarvel district", "tarvel", "Norland"])
def test_it_is_asked_for_by_its_code_and_by_what_holds_it(told: Path, asked: str) -> None:
    assert {place["name"] for place in places(told, "--place", asked)} == {"Tarvel"}


def test_an_event_is_corrected_to_a_place_of_the_own_table(tmp_path: Path) -> None:
    home = floor(tmp_path, HEAD + DISTRICT + TARVEL)
    add(home, ELSEWHERE)
    [held] = json.loads(watchfloor("show", "events", "--json", "--floor", home).out)
    unknown_town = watchfloor(
        "judge", held["id"], "--slot", "place", "--value", "Tarvelby", "--note", "seen", "--floor", home
    )
    assert unknown_town.code == 2
    assert "no place of the gazetteer or of the desk's own table" in unknown_town.err

    said = watchfloor(
        "judge", held["id"], "--slot", "place", "--value", "Tarvil", "--note", "seen", "--floor", home
    )

    assert said.code == 0, said.err
    [place] = places(home)
    assert (place["name"], place["code"], place["lat"]) == ("Tarvel", "NL0101", 14.11)
    assert [it["name"] for it in places(home, "--place", "Norland")] == ["Tarvel"]


def test_the_code_is_a_column_of_every_export(told: Path) -> None:
    for table in ("events", "places"):
        said = watchfloor("export", table, "--format", "csv", "--floor", told)
        assert said.code == 0, said.err
        codes = {row["place"]: row["place_code"] for row in csv.DictReader(io.StringIO(said.out))}
        assert codes == {"Tarvel": "NL0101", "Graz": ""}, table


def test_a_table_that_comes_later_has_what_it_names_read_again_and_nothing_else(tmp_path: Path) -> None:
    home = floor(tmp_path)
    add(home, STRUCK, ELSEWHERE)
    before = watchfloor("show", "events", "--json", "--floor", home).out
    assert unknown(home) == {"Tarvel": 1}
    (home / "places.csv").write_text(HEAD + DISTRICT + TARVEL)

    said = watchfloor("tables", "--floor", home)

    assert said.code == 0, said.err
    assert said.out.startswith("places.csv: 2 rows held since 20")
    assert "1 texts name what changed: read again, 1 read otherwise now" in said.err
    assert {place["code"] for place in places(home, "--place", "Tarvel")} == {"NL0101"}
    assert unknown(home) == {}
    assert json.loads(before) != json.loads(watchfloor("show", "events", "--json", "--floor", home).out)
    again = watchfloor("reread", "--json", "--floor", home)
    assert [json.loads(line)["became"] for line in again.out.splitlines()] == ["same", "same"]
    assert "the finders of today have read it" in again.out


def test_what_is_wrong_is_named_by_file_and_line_and_the_rest_holds(tmp_path: Path) -> None:
    home = floor(tmp_path, HEAD + TARVEL + "Lirn,,,,NaN,20\n")

    said = add(home, STRUCK)
    assert "places.csv: 1 rows hold from now on, 1 are left out (watchfloor tables says why)" in said.err
    assert {place["code"] for place in places(home)} == {"NL0101"}

    said = watchfloor("tables", "--check", "--floor", home)
    assert said.code == 1
    wanted = "places.csv:3: lat is 'NaN': write degrees north from -90 to 90; the row is left out"
    assert wanted in said.out


def test_a_file_that_is_no_table_leaves_what_was_held(tmp_path: Path) -> None:
    home = floor(tmp_path, HEAD + TARVEL)
    add(home, STRUCK)
    (home / "places.csv").write_bytes(b"name,lat,lon\nSk\xe5ne,55,13\n")

    said = watchfloor("tables", "--floor", home)

    assert said.code == 1
    assert "places.csv: 1 rows held since" in said.out
    assert "places.csv:2: is not UTF-8 text; save it as CSV UTF-8; the table of before holds" in said.out
    assert {place["code"] for place in places(home)} == {"NL0101"}


def test_workers_read_with_the_tables_too(tmp_path: Path) -> None:
    home = floor(tmp_path, HEAD + DISTRICT + TARVEL)
    (tmp_path / "one.txt").write_text(f"# Report\n\n{STRUCK}\n")

    said = watchfloor("add", tmp_path / "one.txt", "--processes", "1", "--floor", home)

    assert said.code == 0, said.err
    assert {place["code"] for place in places(home)} == {"NL0101"}


def test_a_table_that_is_lost_holds_on_until_its_header_alone_stands_there(tmp_path: Path) -> None:
    home = floor(tmp_path, HEAD + DISTRICT + TARVEL)
    add(home, STRUCK)
    (home / "places.csv").unlink()
    lost = watchfloor("tables", "--floor", home)
    assert lost.code == 1
    assert "write its header alone into it, to hold nothing; the table of before holds" in lost.out
    assert [place["code"] for place in places(home)] == ["NL0101"]
    (home / "places.csv").write_text(HEAD)
    assert watchfloor("tables", "--floor", home).code == 0
    assert [place.get("code") for place in places(home)] in ([], [None])


def test_people_name_places_of_the_own_table_wherever_they_name_places(tmp_path: Path) -> None:
    home = floor(tmp_path, HEAD + DISTRICT + TARVEL + "Oum Darfa,,NL0107,NL01,13.97,21.38\n")
    add(home, STRUCK)
    [event] = json.loads(watchfloor("show", "events", "--type", "ASSAULT", "--json", "--floor", home).out)
    for written in ("Oum Darfa", "NL0107"):
        judged = ("judge", event["id"], "--slot", "place", "--value", written, "--note", "a photograph")
        said = watchfloor(*judged, "--floor", home)
        assert said.code == 0, said.err
        [place] = [it for it in places(home, "--type", "ASSAULT") if it["name"] == "Oum Darfa"]
        assert (place["code"], place["lat"]) == ("NL0107", 13.97)
        assert watchfloor("undo", "last", "--reason", "again", "--floor", home).code == 0

    (home / "watches").mkdir(exist_ok=True)
    rule = home / "watches/own.yaml"
    rule.write_text("name: own\nplace: [Oum Darfa, NL0107, Xyzzyville]\n")
    said = watchfloor("watch", "check", rule, "--floor", home)
    assert said.code == 0, said.err
    assert "no place of the gazetteer or of places.csv is called 'Xyzzyville'" in said.out + said.err
    assert "called 'Oum Darfa'" not in said.out + said.err
    assert "called 'NL0107'" not in said.out + said.err
    assert "called 'Oum Darfa'" not in watchfloor("doctor", "--floor", home).out

    noted = watchfloor("note", "Bridge closed", "--from", "our driver", "--place", "NL0107", "--floor", home)
    assert noted.code == 0, noted.err
    kept = watchfloor("share", "withdraw", "NL0107", "--reason", "our people are there", "--floor", home)
    assert kept.code == 0, kept.err
