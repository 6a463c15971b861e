"""Lines in other languages through the command: detected where not said, flagged, and never nonsense."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.commands import watchfloor

LINES = (
    {"id": "de", "text": "Die Fischereiministerin traf am 27. Januar 2026 in Teheran Gäste aus der Türkei."},
    {"id": "en", "text": "Police arrested two men in Oslo on Tuesday, the mayor said."},
    {"id": "ru", "text": "Министр рыбного хозяйства заявил в Москве, что порт закрыт.", "language": "en"},
)


def test_annotate_tells_languages_and_reads_english_alone() -> None:
    said = watchfloor("annotate", "-", stdin="".join(json.dumps(line) + "\n" for line in LINES))
    assert said.code == 0, said.err
    german, english, russian = (json.loads(line) for line in said.out.splitlines())
    assert (german["language"], german["flags"]) == ("de", ["language not read: de"])
    assert {place["name"] for place in german["places"]} == {"Tehran", "Turkey"}
    assert [time["value"] for time in german["times"]] == ["2026-01-27"]
    assert (russian["language"], russian["flags"]) == ("ru", ["language not read: ru"])
    assert not any(line[kind] for line in (german, russian) for kind in ("quotes", "events", "quantities"))
    assert english["events"]
    assert "flags" not in english


def test_explain_says_what_was_not_read_and_why_nothing_was_coded(tmp_path: Path) -> None:
    (tmp_path / "de.txt").write_text(LINES[0]["text"], "utf-8")
    (tmp_path / "en.txt").write_text("Officials did not meet the union.", "utf-8")
    german = watchfloor("explain", tmp_path / "de.txt")
    assert german.code == 0, german.err
    assert "language not read: de" in german.out
    english = watchfloor("explain", tmp_path / "en.txt")
    assert "no event of “meet”: CONSULT, but told as not done" in english.out
