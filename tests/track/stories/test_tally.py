"""A tally that is kept: counted one by one it is what it is counted at once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.model import OriginId, Part, RenditionId, Report, ReportId, StoryId, StoryTally, TextId
from watchfloor.track.stories import tally as tallies
from watchfloor.track.stories.tally import counts_alike, tally_of, with_report
from watchfloor.track.stories.titles import story_of, story_told_by

REPORTS = st.lists(
    st.builds(
        lambda origin, name, title, day: (origin, name, title, day),
        st.sampled_from("abcdefgh"),
        st.sampled_from([None, None, "Reuters", "AFP", "a wire"]),
        st.sampled_from([None, "One", "Two", "Three", "Four", "Five", "Six"]),
        st.sampled_from([None, "2026-03-01", "2026-03-02", "2026-03-02T08:00:00Z", "2026-03-03"]),
    ),
    max_size=24,
)


def report(id_: str, parts: tuple[str, str | None, str | None, str | None]) -> Report:
    origin, name, title, day = parts
    return Report(
        id=ReportId(id_),
        origin=OriginId(origin),
        origin_name=name,
        title=Part(value=title, rendition=RenditionId(id_), how="") if title else None,
        published=Part(value=day, rendition=RenditionId(id_), how="") if day else None,
        text_id=TextId(id_),
        language="en",
        outlet=None,
        renditions=(),
        versions=(),
    )


@settings(max_examples=400, deadline=None)
@given(REPORTS, st.integers(2, 6))
def test_one_by_one_it_is_what_it_is_at_once(
    drawn: list[tuple[str, str | None, str | None, str | None]], most: int
) -> None:
    kept = tallies.MOST_HEADLINES
    tallies.MOST_HEADLINES = most
    try:
        held: StoryTally = tally_of([])
        there: list[Report] = []
        for number, parts in enumerate(drawn):
            new = report(f"r{number}", parts)
            family = [it for it in there if it.origin == new.origin]
            following = with_report(held, new, family)
            there.append(new)
            whole = tally_of(there)
            if following is not None:
                assert (following.reports, following.origins) == (whole.reports, whole.origins)
                assert (following.first, following.last) == (whole.first, whole.last)
                assert following.headlines == whole.headlines
                assert following.complete == whole.complete
                assert len({label for _, label in following.authors}) == len(
                    {label for _, label in whole.authors}
                )
            held = following or whole
            assert story_told_by(StoryId("s"), held).title == story_of(StoryId("s"), there).title
    finally:
        tallies.MOST_HEADLINES = kept


@settings(max_examples=300, deadline=None)
@given(REPORTS.filter(lambda drawn: len(drawn) > 1), st.integers(0, 23))
def test_a_report_told_anew_leaves_it_where_that_is_said(
    drawn: list[tuple[str, str | None, str | None, str | None]], place: int
) -> None:
    there = [report(f"r{number}", parts) for number, parts in enumerate(drawn)]
    again = there[place % len(there)]
    others = [it for it in there if it is not again]
    family = [it for it in others if it.origin == again.origin]
    if counts_alike(tally_of(there), again, again, family):
        moved = tally_of([*others, again])
        whole = tally_of(there)
        assert (moved.headlines, moved.origins, moved.first, moved.last) == (
            whole.headlines, whole.origins, whole.first, whole.last,
        )  # fmt: skip
