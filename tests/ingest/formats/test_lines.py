"""JSON Lines: each line is a rendition or a reason that names the file and the line."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from watchfloor.errors import InputError
from watchfloor.exchange import rendition_line
from watchfloor.ingest import rendition_of_line
from watchfloor.ingest.formats.lines import LONGEST_LINE, read_lines
from watchfloor.model import Quarantined, Rendition, Span

ARRIVED = "2026-11-22T04:00:00Z"
TEXT = "The ferry to Aldersund was cancelled on Monday.\n\nNobody was hurt."


def read(*lines: str | bytes) -> list[Rendition | Quarantined]:
    data = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return list(read_lines(io.BytesIO(data), name="in.jsonl", arrived=ARRIVED))


def test_a_record_keeps_its_text_and_fields() -> None:
    record = {
        "id": "7",
        "text": TEXT,
        "title": "No ferry",
        "byline": ["Jane Roe", "Jo Lund"],
        "published": "2026-03-01",
        "unknown": {"ignored": True},
    }
    (rendition,) = read(json.dumps(record))
    assert isinstance(rendition, Rendition)
    assert (rendition.given_id, rendition.text, rendition.title) == ("7", TEXT, "No ferry")
    assert (rendition.title_from, rendition.published_from) == ("input", "input")
    assert rendition.byline == "Jane Roe, Jo Lund"
    assert [span.of(TEXT) for span in rendition.paragraphs] == TEXT.split("\n\n")
    assert (rendition.path, rendition.flags) == ("in.jsonl:1", ())


def test_read_lines_are_valid_input_and_stay_the_same() -> None:
    record = {"text": TEXT, "title": "No ferry", "published": "2026-03-01T07:00:00Z", "language": "en"}
    first = rendition_line(rendition_of_line(record, where="a", path="a.txt"))
    second = rendition_line(rendition_of_line(json.loads(json.dumps(first)), where="b"))
    assert first == second
    order = (
        "id path url title standfirst byline published published_from modified modified_from section outlet "
        "language credit text paragraphs flags"
    )
    assert list(first) == order.split()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": ', "not a JSON record"),
        ("[1, 2]", "a JSON object was expected, this is a list"),
        ('{"title": "no text"}', "it has no text"),
        ('{"text": 7}', "its text is a int"),
        ('{"text": "  "}', "no words"),
        ('{"text": "' + "[" * 3 + '"}', "no words"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' * 100_000, "nested too deeply"),
        ('{"text": "one", "text": "two"}', "stand twice"),
        ('{"text": "one", "n": ' + "9" * 5000 + "}", "not a JSON record"),
    ],
)
def test_a_bad_line_is_quarantined_with_its_number_and_the_others_go_on(line: str, reason: str) -> None:
    good = json.dumps({"text": TEXT})
    first, bad, last = read(good, line, good)
    assert isinstance(first, Rendition)
    assert isinstance(last, Rendition)
    assert isinstance(bad, Quarantined)
    assert (bad.where, bad.arrived) == ("in.jsonl:2", ARRIVED)
    assert reason in bad.reason


def test_an_endless_line_is_skipped_without_being_held() -> None:
    endless = b'{"text": "' + b"a " * (LONGEST_LINE // 2) + b'"}'
    bad, good = read(endless, json.dumps({"text": TEXT}))
    assert isinstance(bad, Quarantined)
    assert "longer than" in bad.reason
    assert isinstance(good, Rendition)


def test_nothing_is_read_ahead() -> None:
    class Watched(io.BytesIO):
        lines_read = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            self.lines_read += 1
            return super().readline(size)

    stream = Watched(b'{"text": "one"}\n{"text": "two"}\n')
    found: Iterator[Rendition | Quarantined] = read_lines(stream, name="x", arrived=ARRIVED)
    next(found)
    assert stream.lines_read == 1


@pytest.mark.parametrize("raw", ["2026-02-31", "9999-12-31", "yesterday", "0000-01-01"])
def test_a_date_that_cannot_be_names_the_line(raw: str) -> None:
    (refused,) = read(json.dumps({"text": TEXT, "published": raw}))
    assert isinstance(refused, Quarantined)
    assert (refused.where, refused.reason.split(";")[0]) == ("in.jsonl:1", f"published is no date: {raw}")


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2031-01-01", "2031-01-01"),
        ("1987-02-26", "1987-02-26"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("20260203T130347Z", "2026-02-03T13:03:47Z"),
        ("20260203", "2026-02-03"),
        ("2026-W06-2", "2026-02-03"),
        ("2026-034", "2026-02-03"),
        ("2026-02-03T13:03:47.5+05:30", "2026-02-03T07:33:47Z"),
        ("2026-02-03 13:03:47 UTC", "2026-02-03T13:03:47Z"),
        ("2026-02-03T13:03:47", "2026-02-03"),
        ("Tue, 03 Feb 2026 13:03:47 GMT", "2026-02-03T13:03:47Z"),
        ("Tue, 3 Feb 2026 13:03:47 +0100 (CET)", "2026-02-03T12:03:47Z"),
        ("Tue Feb  3 13:03:47 2026", "2026-02-03"),
        ("Tuesday, 03-Feb-26 13:03:47 GMT", "2026-02-03T13:03:47Z"),
        ("Feb 3, 2026", "2026-02-03"),
        ("1770123827", "2026-02-03T13:03:47Z"),
        (1770123827, "2026-02-03T13:03:47Z"),
        (1770123827000, "2026-02-03T13:03:47Z"),
        (1770123827.25, "2026-02-03T13:03:47Z"),
    ],
)
def test_a_date_is_used_as_given_in_any_form_of_iso_mail_or_epoch(given: object, moment: str) -> None:
    rendition = rendition_of_line({"text": TEXT, "published": given}, arrived=ARRIVED)
    assert (rendition.published, rendition.published_from, rendition.flags) == (moment, "input", ())


@pytest.mark.parametrize("given", ["03/02/2026", "2026-02", "2026-02-03 or so", "soon", True, ["2026-02-03"]])
def test_a_date_that_could_be_another_or_is_none_is_an_error(given: object) -> None:
    with pytest.raises(InputError, match="published is no date"):
        rendition_of_line({"text": TEXT, "published": given})


def test_hostile_values_are_left_out_and_flagged() -> None:
    record: dict[str, Any] = {"text": "A\x00B \ud83d word", "title": {"a": 1}, "paragraphs": [[0, 999]]}
    rendition = rendition_of_line(record)
    assert rendition.text == "A\ufffdB \ufffd word"
    assert rendition.title is None
    assert len(rendition.flags) == 3


def test_given_paragraphs_are_honoured() -> None:
    rendition = rendition_of_line({"text": TEXT, "paragraphs": [[0, 10], [12, 20]]})
    assert rendition.paragraphs == (Span(0, 10), Span(12, 20))


def test_not_a_number_in_an_unknown_key_is_ignored() -> None:
    (rendition,) = read('{"text": "The ferry left.", "score": NaN}')
    assert isinstance(rendition, Rendition)


def test_a_line_without_text_raises_for_the_caller_of_one() -> None:
    with pytest.raises(InputError, match="here: it has no text"):
        rendition_of_line({}, where="here")
