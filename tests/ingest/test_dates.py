"""Written dates become moments; days that do not exist become nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.ingest.dates import find_moment, is_future, iso_moment, month_number, parse_moment


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("2026-01-27", "2026-01-27"),
        ("2026-01-27T08:00:00Z", "2026-01-27T08:00:00Z"),
        ("2026-01-27T08:00:00.123+0100", "2026-01-27T07:00:00Z"),
        ("20260127T080000Z", "2026-01-27"),
        ("2026-01-27T00:30:00+02:00", "2026-01-27"),  # the UTC day is another: the printed day counts
        ("2026-01-27 08:00", "2026-01-27"),  # no zone: no time
        ("Tue, 27 Jan 2026 08:00:00 GMT", "2026-01-27T08:00:00Z"),
        ("Tue Jan 27 19:20:36 CET 2026", "2026-01-27T18:20:36Z"),
        ("January 27, 2026 3:15 PM EST", "2026-01-27T20:15:00Z"),
        ("27th of January 2026", "2026-01-27"),
        ("27. Jänner 2026, 20:59 Uhr", "2026-01-27"),
        ("27 de enero de 2026", "2026-01-27"),
        ("1er août 2025", "2025-08-01"),
        ("14 июля 2025, 12:30", "2025-07-14"),
        ("15 Mayıs 2025", "2025-05-15"),
        ("2026年1月27日", "2026-01-27"),
        ("2026년 1월 27일", "2026-01-27"),
        ("2026. január 27., kedd", "2026-01-27"),
        ("2026. gada 27. janvāris", "2026-01-27"),
        ("2026 m. sausio 27 d.", "2026-01-27"),
        ("27 tháng 1 năm 2026", "2026-01-27"),
        ("27 ม.ค. 2569", "2026-01-27"),  # the Buddhist year
        ("२७ जनवरी २०२६", "2026-01-27"),
        ("২৭ জানুয়ারি ২০২৬", "2026-01-27"),
        ("令和8年1月27日", "2026-01-27"),
        ("12. listopada 2025.", "2025-10-12"),  # Croatian
        ("12 listopada 2025", "2025-11-12"),  # Polish
        ("27.01.26 14:05", "2026-01-27"),
        ("27-Jan-26", "2026-01-27"),
        ("10.15.24.1", None),  # a version
        ("27.01.2026", "2026-01-27"),
        ("03/04/2026", "2026-04-03"),
        ("01/27/2026", "2026-01-27"),
        ("1769500800", "2026-01-27T08:00:00Z"),
        ("9999-01-01", None),
        ("0000-00-00", None),
        ("2026-02-31", None),
        ("31. Februar 2026", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_parse_moment(raw: str, moment: str | None) -> None:
    assert parse_moment(raw) == moment


@pytest.mark.parametrize("raw", ["27 January 2026", "2026-13-01", "2026", "2026-01-27 and more"])
def test_iso_moment_takes_nothing_else(raw: str) -> None:
    assert iso_moment(raw) is None


def test_the_month_may_be_written_first() -> None:
    assert parse_moment("03/04/2026", month_first=True) == "2026-03-04"
    assert parse_moment("13/04/2026", month_first=True) == "2026-04-13"
    assert parse_moment("03.04.2026", month_first=True) == "2026-04-03"


def test_find_moment_tells_where() -> None:
    found = find_moment("Stand: 22.06.2025, 18:05 Uhr")
    assert found is not None
    assert (found.moment, found.start) == ("2025-06-22", 7)


@pytest.mark.parametrize(
    ("moment", "future"),
    [
        ("2026-11-22", False),
        ("2026-11-23", False),  # it has begun in the far east
        ("2026-11-24", True),
        ("2026-11-22T11:59:00Z", False),
        ("2026-11-22T12:01:00Z", True),
    ],
)
def test_is_future(moment: str, future: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_future(moment, "2026-11-22T12:00:00Z") is future


def test_months_are_told_without_accents_and_case() -> None:
    assert [month_number(name) for name in ("MÄRZ", "fév.", "сентября", "listopada", "nomonth")] == [
        3,
        2,
        9,
        11,
        None,
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_survived(text: str) -> None:
    moment = parse_moment(text)
    assert moment is None or iso_moment(moment) == moment
