"""Data out, by whole commands: tables in every format, of what is asked for, safe and described."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import EXAMPLES, Said, watchfloor
from watchfloor.exchange.sums import SUMMED_TABLES
from watchfloor.exchange.tables import EXPORT_TABLES

HOSTILE = {
    "outlet": "=HYPERLINK(evil)",
    "published": "2026-03-09T10:00:00Z",
    "title": "+49 people held in Calama",
    "text": "Police arrested 12 miners in Calama, Chile, on Monday after a blockade of the copper mine. "
    "Mara Quill, 34, a cook, was arrested in Calama on Monday too, police said.",
}


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "floor"
    assert watchfloor("init", folder).code == 0
    more = folder.parent / "more.jsonl"
    more.write_text(json.dumps(HOSTILE), "utf-8")
    said = watchfloor("add", EXAMPLES, more, "--floor", folder, "--arrived", "published")
    assert said.code == 0, said.err
    return folder


def export(floor: Path, *asked: str | Path) -> Said:
    said = watchfloor("export", *asked, "--floor", floor)
    assert said.code == 0, said.err
    return said


def rows(floor: Path, *asked: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export(floor, *asked, "--format", "jsonl").out.splitlines()]


def test_every_table_has_its_columns_in_every_format(floor: Path) -> None:
    tables = {name: table.columns for name, table in EXPORT_TABLES.items()}
    tables |= {name: table.columns for name, table in SUMMED_TABLES.items()}
    for name, held in tables.items():
        columns = [column.name for column in held]
        cells = list(csv.reader(io.StringIO(export(floor, name).out)))
        assert cells[0] == columns, name
        assert len(cells) > 1, name
        assert all(len(row) == len(columns) for row in cells), name
    lines = rows(floor, "events")
    assert list(lines[0]) == [column.name for column in EXPORT_TABLES["events"].columns]
    assert json.loads(export(floor, "events", "--format", "json").out) == lines
    features = json.loads(export(floor, "events", "--format", "geojson").out)["features"]
    assert [feature["properties"] for feature in features] == lines
    placed = next(feature for feature in features if feature["geometry"])
    assert placed["geometry"]["coordinates"] == [placed["properties"]["lon"], placed["properties"]["lat"]]


def test_events_carry_sides_places_days_maps_and_evidence(floor: Path) -> None:
    listed = json.loads(watchfloor("show", "events", "--json", "--limit", "500", "--floor", floor).out)
    found = rows(floor, "events")
    assert [row["id"] for row in found] == [event["id"] for event in listed]
    [held] = [
        row for row in found if row["place"] == "Calama" and row["origins"] and row["mode"] == "arrest"
    ][:1]
    assert (held["type"], held["cameo"], held["country"]) == ("COERCE", "173", "CL")
    assert held["admin1"] == "Antofagasta"
    assert (held["day"], held["day_from"]) == ("2026-03-09", "stated")
    assert held["evidence"].startswith("Police arrested 12 miners")
    assert any(row["fatalities_rule"] == "latest claim" or row["fatalities_low"] is None for row in found)


def test_filters_and_weak_readings_are_those_of_every_list(floor: Path) -> None:
    for asked in (["--country", "IE"], ["--type", "COERCE"], ["--from", "2026-03-05", "--to", "2026-03-09"]):
        listed = json.loads(
            watchfloor("show", "events", *asked, "--json", "--limit", "500", "--floor", floor).out
        )
        assert [row["id"] for row in rows(floor, "events", *asked)] == [event["id"] for event in listed]
    assert len(rows(floor, "events", "--weak")) >= len(rows(floor, "events"))
    early = rows(floor, "events", "--as-of", "2026-03-05")
    assert 0 < len(early) < len(rows(floor, "events"))


def test_no_cell_is_a_formula_and_nobody_private_is_named(floor: Path) -> None:
    for name in (*EXPORT_TABLES, *SUMMED_TABLES):
        written = export(floor, name, "--weak").out
        assert "Mara Quill" not in written
        for cells in csv.DictReader(io.StringIO(written)):
            for key, cell in cells.items():
                number = cell.lstrip("-").replace(".", "", 1).isdigit()
                assert number or not cell.startswith(("=", "+", "-", "@", "\t")), (name, key, cell)
    reports = export(floor, "reports").out
    assert "'=HYPERLINK(evil)" in reports
    assert "'+49 people held" in reports


def test_pairs_and_places_are_counted_by_period(floor: Path) -> None:
    by_month = rows(floor, "dyads", "--by", "month")
    assert {"period", "doer", "target", "type", "events", "origins"} <= by_month[0].keys()
    assert {row["period"] for row in by_month if row["first"]} <= {"2026-03", "2026-02", "2026-01"}
    assert sum(row["events"] for row in by_month) == sum(row["events"] for row in rows(floor, "dyads"))
    by_week = rows(floor, "places", "--by", "week")
    assert {row["place"] for row in by_week} >= {"Calama"}
    [calama] = [row for row in by_week if row["place"] == "Calama" and row["period"]]
    assert calama["period"] == "2026-03-09"
    said = watchfloor("export", "quotes", "--by", "day", "--floor", floor)
    assert said.code == 2
    assert "dyads and places" in said.err


def test_a_file_is_described_beside_it_and_is_the_same_byte_for_byte(floor: Path, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    export(floor, "events", "--country", "IE", "--out", file)
    export(floor, "quotes", tmp_path / "quotes.jsonl")
    first, beside = file.read_bytes(), (tmp_path / "datapackage.json").read_bytes()
    package = json.loads(beside)
    assert [it["path"] for it in package["resources"]] == ["events.csv", "quotes.jsonl"]
    events = package["resources"][0]
    assert events["hash"] == f"sha256:{hashlib.sha256(first).hexdigest()}"
    assert events["bytes"] == len(first)
    assert events["rows"] == len(list(csv.DictReader(io.StringIO(first.decode()))))
    assert events["scope"]["countries"] == ["IE"]
    assert [it["name"] for it in events["schema"]["fields"]] == list(
        first.decode().splitlines()[0].split(",")
    )
    assert any(row["glide"] == "FL" for row in package["codebook"]["elsewhere"])
    export(floor, "events", "--country", "IE", "--out", file)
    assert file.read_bytes() == first
    assert (tmp_path / "datapackage.json").read_bytes() == beside


def test_what_disagrees_is_refused_with_its_remedy_and_todays_forms_stay(floor: Path, tmp_path: Path) -> None:
    for asked, remedy in (
        (("events", "--format", "csv", "--out", tmp_path / "x.json"), "another file"),
        (("events", tmp_path / "x.html"), "csv"),
        ((tmp_path / "x.html", "--format", "json"), "another file"),
        (("quotes", "--format", "geojson"), "events and places do"),
        (("event",), "events"),
        (("report", "--country", "IE"), "watchfloor export events"),
        (("events", "--format", "xml"), "csv"),
    ):
        said = watchfloor("export", *asked, "--floor", floor)
        assert said.code == 2, asked
        assert remedy in said.err, (asked, said.err)
    assert not list(tmp_path.iterdir())
    assert json.loads(export(floor).out)["reports"]
    export(floor, tmp_path / "situation.json")
    assert json.loads((tmp_path / "situation.json").read_text("utf-8"))["events"]
    export(floor, tmp_path / "page.html")
    assert "<html" in (tmp_path / "page.html").read_text("utf-8")


def test_the_snippet_of_the_docs_reads_what_is_written(floor: Path, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")
    [snippet] = re.findall(r"```python\n(.*?)```", page, re.S)
    export(floor, "events", tmp_path / "events.csv")
    done = subprocess.run(
        [sys.executable, "-c", snippet], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    counted = dict(line.split() for line in done.stdout.splitlines())
    found = rows(floor, "events")
    assert int(counted["COERCE"]) == sum(row["type"] == "COERCE" for row in found)


def test_the_page_names_every_column_of_events() -> None:
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")
    for name, table in EXPORT_TABLES.items():
        [row] = re.findall(rf"^\| `{name}` \| (.*) \|$", page, re.M)
        assert re.findall(r"`(\w+)`", row) == [column.name for column in table.columns], name


def test_a_release_is_repeated_byte_for_byte_and_compared_with_another(tmp_path: Path) -> None:
    folder = tmp_path / "floor"
    assert watchfloor("init", folder).code == 0
    first = tmp_path / "first.jsonl"
    first.write_text(json.dumps(HOSTILE), "utf-8")
    assert watchfloor("add", first, "--floor", folder).code == 0
    export(folder, "--release", "one")
    one = {file.name: file.read_bytes() for file in (folder / "releases" / "one").iterdir()}
    assert one.keys() == {"datapackage.json", *(f"{name}.csv" for name in (*EXPORT_TABLES, *SUMMED_TABLES))}
    time.sleep(1.1)  # moments are told in seconds
    other = {
        **HOSTILE,
        "outlet": "Quay Times",
        "title": "Fire in Porto",
        "text": "A fire killed two men in Porto.",
    }
    first.write_text(json.dumps(other), "utf-8")
    assert watchfloor("add", first, "--floor", folder).code == 0
    [event] = [row["id"] for row in rows(folder, "events") if row["place"] == "Calama"][:1]
    judged = (
        "judge",
        event,
        "--slot",
        "place",
        "--value",
        "Antofagasta",
        "--note",
        "rang",
        "--floor",
        folder,
    )
    assert watchfloor(*judged).code == 0
    export(folder, "--release", "one")
    assert {file.name: file.read_bytes() for file in (folder / "releases" / "one").iterdir()} == one
    export(folder, "--release", "two")
    said = watchfloor("diff", "one", "two", "--json", "--floor", folder)
    assert said.code == 0, said.err
    found = json.loads(said.out)
    [changed] = [row for row in found if row["table"] == "events" and row["became"] == "changed"]
    assert (changed["id"], changed["why"]) == (event, "person")
    assert changed["columns"]["place"] == ["Calama", "Antofagasta"]
    assert any(row["table"] == "reports" and row["became"] == "new" for row in found)
    assert "0 rows differ" in watchfloor("diff", "two", "two", "--floor", folder).err
    assert watchfloor("diff", "one", "three", "--floor", folder).code == 2


def test_a_blind_sample_is_coded_by_two_who_are_compared(floor: Path, tmp_path: Path) -> None:
    file = tmp_path / "sample.csv"
    export(floor, "events", "--sample", "5", "--blind", "--audience", "desk", "--out", file)
    first = file.read_bytes()
    export(floor, "events", "--sample", "5", "--blind", "--audience", "desk", "--out", file)
    assert file.read_bytes() == first
    drawn = list(csv.DictReader(io.StringIO(first.decode())))
    assert len(drawn) == 5
    assert all(row["evidence"] and not row["type"] and not row["doer"] for row in drawn)
    machine = {row["id"]: row for row in rows(floor, "events")}
    for name, wrong in (("ana", 0), ("ben", 1)):
        coded = [{**row, "type": machine[row["id"]]["type"].lower()} for row in drawn]
        coded[0]["type"] = "AID" if wrong else coded[0]["type"]
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, drawn[0])
            writer.writeheader()
            writer.writerows(coded)
    [types] = json.loads(watchfloor("agree", tmp_path / "ana.csv", tmp_path / "ben.csv", "--json").out)
    assert (types["column"], types["n"], types["alike"]) == ("type", 5, 0.8)
    assert -1 <= types["kappa"] < 1
    export(floor, "events", tmp_path / "events.csv")
    with_machine = json.loads(
        watchfloor("agree", tmp_path / "ana.csv", tmp_path / "events.csv", "--json").out
    )
    assert with_machine[0]["alike"] == 1.0
    assert watchfloor("agree", tmp_path / "ana.csv", tmp_path / "datapackage.json").code == 2
    assert watchfloor("export", "quotes", "--sample", "5", "--floor", floor).code == 2


THEIRS = """event_id_cnty,event_date,event_type,location,latitude,longitude,fatalities
CHL1,2026-03-09,Strategic developments,Calama,-22.46,-68.93,0
CHL2,2026-03-01,Strategic developments,Calama,-22.46,-68.93,0
XXX3,2026-03-09,Battles,Nowhere,60.0,60.0,12
"""


def test_another_list_is_set_beside_ours(floor: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(THEIRS, "utf-8")
    said = watchfloor("compare", file, "--map", "acled", "--json", "--floor", floor)
    assert said.code == 0, said.err
    found = json.loads(said.out)
    both, other_day, nowhere = found[:3]
    calama = {row["id"] for row in rows(floor, "events") if row["place"] == "Calama"}
    assert (both["verdict"], both["theirs"]) == ("both", "CHL1")
    assert both["ours"] in calama
    assert (other_day["verdict"], other_day["kept_out"]) == ("only theirs", ["day"])
    assert other_day["ours"] in calama
    assert nowhere["verdict"] == "only theirs"
    assert {"place"} <= set(nowhere["kept_out"])
    assert len(found) == 2 + len(rows(floor, "events"))
    refused = watchfloor("compare", file, "--map", "ucdp", "--floor", floor)
    assert refused.code == 2
    assert "--map" in refused.err
