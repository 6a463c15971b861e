from __future__ import annotations

from itertools import permutations

from watchfloor.merge import combine
from watchfloor.merge.origin import origin_name
from watchfloor.model import (
    OriginId,
    Placement,
    Rendition,
    RenditionRelation,
    Report,
    ReportId,
    Span,
    StoryId,
    digest,
)

BODY = (
    "Envoys of both sides left the lake town of Imbra on Friday without a word about the prisoners.\n"
    "A driver who took them to the station said they had not looked at each other."
)


def rendition(text: str, **parts: object) -> Rendition:
    spans = tuple(
        Span(text.index(line), text.index(line) + len(line)) for line in BODY.split("\n") if line in text
    )
    return Rendition(id=digest("r", text), text_id=digest(text), text=text, paragraphs=spans, **parts)  # type: ignore[arg-type]


def placement(member: Rendition, relation: RenditionRelation) -> Placement:
    return Placement(
        rendition=member.id,
        report=ReportId("report"),
        origin=OriginId("origin"),
        story=StoryId("story"),
        relation=relation,
    )


DATED = rendition("date 2026-04-10\n" + BODY, published="2026-04-10", published_from="header line")
HEADED = rendition(
    "Envoys leave Imbra in silence\n" + BODY,
    title="Envoys leave Imbra in silence",
    title_from="first line",
    title_span=Span(0, 29),
    standfirst="Nobody looks at anybody.",
    standfirst_from="input",
)
TIMED = rendition(
    BODY + "\nShare this", published="2026-04-10T16:20:00Z", published_from="json-ld", byline="Ada Quill"
)


def combined(*members: Rendition) -> Report:
    return combine(
        members, [placement(member, "rendition" if i else "original") for i, member in enumerate(members)]
    )


def test_the_best_parts_of_each_with_where_they_came_from() -> None:
    report = combined(DATED, HEADED, TIMED)
    assert report.title is not None
    assert (report.title.value, report.title.rendition) == ("Envoys leave Imbra in silence", HEADED.id)
    assert report.published is not None
    assert (report.published.value, report.published.how) == ("2026-04-10T16:20:00Z", "json-ld")
    assert report.conflicts == (), "a day and a moment of that day do not contradict each other"


def test_the_order_of_arrival_changes_no_part() -> None:
    seen = {
        (report.text_id, report.versions, report.title, report.published, report.byline)
        for order in permutations((DATED, HEADED, TIMED))
        for report in [combined(*order)]
    }
    assert len(seen) == 1


def test_each_rendition_says_what_it_adds_and_lacks() -> None:
    report = combined(DATED, HEADED)
    assert report.text_id == HEADED.text_id
    dated = report.renditions[0]
    assert [span.of(DATED.text) for span in dated.added] == ["date 2026-04-10"]
    assert [span.of(HEADED.text) for span in dated.missing] == ["Envoys leave Imbra in silence"]


def test_contradictions_are_kept() -> None:
    other = rendition(BODY + "\nPrint", published="2026-04-12", published_from="meta")
    report = combined(DATED, other)
    assert [(name, part.value) for name, part in report.conflicts] == [("published", "2026-04-10")]


def test_a_revision_is_the_text_of_the_report_and_both_stay() -> None:
    revised = rendition(BODY.replace("Friday", "Saturday"), published="2026-04-11", published_from="meta")
    report = combine([DATED, revised], [placement(DATED, "original"), placement(revised, "revision")])
    assert report.text_id == revised.text_id
    assert report.versions == (DATED.text_id, revised.text_id)
    assert report.modified is not None
    assert report.modified.value == "2026-04-11"


def test_who_wrote_it_by_its_own_account() -> None:
    assert origin_name([rendition("IMBRA (AP) - " + BODY)]) == "AP"
    assert origin_name([rendition(BODY + "\nReuters contributed to this report.")]) == "Reuters"
    assert origin_name([rendition("Nobody was hurt, the Ordan Interior Ministry said in a statement.")]) == (
        "Ordan Interior Ministry"
    )
    assert origin_name([rendition(BODY)]) is None
