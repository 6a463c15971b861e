from __future__ import annotations

from watchfloor.model import Derived, Findings, ReportId, Span, TextId, TimeMention
from watchfloor.track import timeline

TEXT = "Talks were held on Tuesday. They mark the 30th anniversary. It lasted two days."


def time(words: str, value: str, **rest: object) -> TimeMention:
    start = TEXT.index(words)
    return TimeMention(span=Span(start, start + len(words)), type="DATE", value=value, **rest)  # type: ignore[arg-type]


def entries(*times: TimeMention) -> list[tuple[str, str, str]]:
    findings = Findings(
        text_id=TextId("t"),
        language="en",
        extractor="1",
        sentences=(Span(0, 27), Span(28, 59), Span(60, len(TEXT))),
        times=times,
    )
    return [
        (entry.date, entry.precision, entry.text) for entry in timeline([(ReportId("r"), TEXT, findings)])
    ]


def test_entries_stand_in_order_of_date_with_their_precision() -> None:
    found = entries(
        time("Tuesday", "2026-01-27"),
        time("30th anniversary", "2026", derived=Derived(value="1996", how="30th anniversary")),
    )
    assert found == [
        ("1996", "year", "They mark the 30th anniversary."),
        ("2026", "year", "They mark the 30th anniversary."),
        ("2026-01-27", "day", "Talks were held on Tuesday."),
    ]


def test_what_has_no_known_date_makes_no_entry() -> None:
    duration = TimeMention(span=Span(70, 78), type="DURATION", value="P2D")
    assert entries(time("Tuesday", "XXXX-XX-XX"), duration, time("30th", "PRESENT_REF")) == []


def test_clock_times_months_weeks_and_seasons() -> None:
    found = entries(
        time("Tuesday", "2026-01-27T08:00"),
        time("Talks", "2026-W05"),
        time("held", "2026-01"),
        time("They", "2026-SP"),
    )
    assert [(date, precision) for date, precision, _ in found] == [
        ("2026-01", "month"),
        ("2026-01-27", "day"),
        ("2026-SP", "season"),
        ("2026-W05", "week"),
    ]


def test_a_sentence_that_several_reports_have_is_one_entry() -> None:
    def findings(text: str) -> Findings:
        return Findings(
            text_id=TextId(f"text {len(text)}"),
            language="en",
            extractor="1",
            sentences=(Span(0, len(text)),),
            times=(TimeMention(span=Span(0, 7), type="DATE", value="2026-01-27"),),
        )

    texts = {"b": "Tuesday's talks\nwere held.", "a": "Tuesday's talks were held.", "c": "Tuesday was dry."}
    found = timeline((ReportId(report), text, findings(text)) for report, text in texts.items())
    assert [(entry.text, [held.report for held in entry.evidence]) for entry in found] == [
        ("Tuesday's talks were held.", ["a", "b"]),
        ("Tuesday was dry.", ["c"]),
    ]
