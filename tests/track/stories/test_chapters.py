"""A chain of happenings is cut where days pass or what is told shifts; one happening stays one chapter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from watchfloor.model import OriginId, Part, RenditionId, Report, ReportId, TextId
from watchfloor.track.stories.chapters import chapters_of

# An invented chain: a bridge fails, a minister resigns over it, a court hears the builder, it opens again.
CHAIN = [
    (
        "2026-03-02",
        "Rope bridge of Ostmere gives way",
        (
            "The rope bridge of Ostmere gave way under hikers on Monday. "
            "Six hikers fell into the gorge, the mountain rescue said."
        ),
    ),
    (
        "2026-03-02",
        "Six hikers fall as Ostmere bridge gives way",
        (
            "Six hikers fell into the Ostmere gorge when the rope bridge "
            "gave way under them, mountain rescue teams said."
        ),
    ),
    (
        "2026-03-03",
        "Rescuers search Ostmere gorge",
        (
            "Mountain rescue teams searched the Ostmere gorge for two "
            "hikers who fell when the rope bridge gave way on Monday."
        ),
    ),
    (
        "2026-03-06",
        "Minister Varga resigns over unread inspections",
        (
            "Roads minister Petra Varga resigned on Friday. Inspections of bridges "
            "had lain unread in her ministry since autumn, parliament heard."
        ),
    ),
    (
        "2026-03-06",
        "Varga steps down as roads minister",
        (
            "Petra Varga stepped down as roads minister after parliament "
            "heard that inspections had lain unread in her ministry."
        ),
    ),
    (
        "2026-05-11",
        "Builder of Ostmere bridge in court",
        (
            "The builder Anton Keil went on trial in Lund on Monday, charged "
            "with negligence. The prosecutor asked for four years."
        ),
    ),
]


def reports(rows: list[tuple[str, str, str]]) -> tuple[list[Report], dict[TextId, str]]:
    made = [
        Report(
            id=ReportId(f"r{number}"),
            text_id=TextId(f"t{number}"),
            versions=(),
            renditions=(),
            origin=OriginId(f"o{number}"),
            title=Part(value=title, rendition=RenditionId("x"), how="headline"),
            published=Part(value=day, rendition=RenditionId("x"), how="feed") if day else None,
        )
        for number, (day, title, _) in enumerate(rows)
    ]
    return made, {TextId(f"t{number}"): text for number, (_, _, text) in enumerate(rows)}


def test_a_chain_has_a_chapter_for_each_turn() -> None:
    chapters = chapters_of(*reports(CHAIN))
    assert [(chapter.first, chapter.last, chapter.reports) for chapter in chapters] == [
        ("2026-03-02", "2026-03-03", ("r0", "r1", "r2")),
        ("2026-03-06", "2026-03-06", ("r3", "r4")),
        ("2026-05-11", "2026-05-11", ("r5",)),
    ]
    assert chapters[1].title in (CHAIN[3][1], CHAIN[4][1])


def test_the_order_of_arrival_changes_nothing() -> None:
    made, texts = reports(CHAIN)
    assert [set(chapter.reports) for chapter in chapters_of(made[::-1], texts)] == [
        set(chapter.reports) for chapter in chapters_of(made, texts)
    ]


def test_one_happening_told_for_days_is_one_chapter() -> None:
    again = [(f"2026-03-0{day}", CHAIN[1][1], CHAIN[1][2]) for day in (2, 3, 4, 6)]
    assert len(chapters_of(*reports(again))) == 1


def test_an_undated_report_stays_with_the_one_before_it() -> None:
    rows = [*CHAIN[:3], ("", "Ostmere: what the inspectors wrote", CHAIN[2][2]), *CHAIN[3:]]
    first, *_ = chapters_of(*reports(rows))
    assert first.reports == ("r0", "r1", "r2", "r3")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "2026-03-02", "2026-03-09", "never"]),
            st.text(max_size=9),
            st.text(max_size=30),
        ),
        max_size=7,
    )
)
def test_every_report_is_in_one_chapter(rows: list[tuple[str, str, str]]) -> None:
    made, texts = reports(rows)
    told = [report for chapter in chapters_of(made, texts) for report in chapter.reports]
    assert sorted(told) == sorted(report.id for report in made)
