from __future__ import annotations

from dataclasses import replace

import pytest

from watchfloor.model import (
    Event,
    EventId,
    EventType,
    Evidence,
    OriginId,
    Place,
    QuantityClaim,
    ReportId,
    Span,
    StoryId,
    TextId,
)
from watchfloor.track.events.disagreements import disagreements
from watchfloor.track.events.numbers import compatible, corrected, revisions, show


def claim(
    value: float,
    at: str = "2026-03-02",
    *,
    claimant: str | None = None,
    outlet: str | None = "Tide",
    bound: str = "exact",
    role: str | None = "killed",
    what: str | None = "fishermen",
    unit: str | None = None,
    report: str = "r1",
) -> QuantityClaim:
    return QuantityClaim(
        role=role,
        what=what,
        unit=unit,
        value=value,
        low=None,
        high=None,
        bound=bound,  # type: ignore[arg-type]
        at=at,
        origin=OriginId(f"origin-{outlet}"),
        outlet=outlet,
        claimant=claimant,
        evidence=Evidence(report=ReportId(report), text_id=TextId(f"of {at}"), span=Span(0, int(value) + 1)),
    )


def event(*claims: QuantityClaim) -> Event:
    return Event(id=EventId("e"), type=EventType.ASSAULT, mode=None, story=StoryId("s"), quantities=claims)


def test_a_later_number_of_the_same_claimant_is_a_revision_and_no_dispute() -> None:
    toll = [claim(2, claimant="guard"), claim(3, "2026-03-03", claimant="guard")]
    [revision] = revisions(toll)
    assert (revision.before.value, revision.after.value) == (2, 3)
    assert disagreements(event(*toll)) == ()


def test_revisions_follow_the_time_of_the_claim_not_of_its_arrival() -> None:
    toll = [claim(3, "2026-03-03", claimant="guard"), claim(2, claimant="guard")]
    [revision] = revisions(toll)
    assert (revision.before.value, revision.after.value) == (2, 3)


def test_two_claimants_with_different_numbers_disagree() -> None:
    [item] = disagreements(
        event(
            claim(4000, claimant="union", bound="about", role="attended", what="people"),
            claim(1500, claimant="police", role="attended", what="people"),
        )
    )
    assert item.about == "attended"
    assert [(version.value, version.says) for version in item.versions] == [
        ("1,500", ("police",)),
        ("about 4,000", ("union",)),
    ]


def test_a_number_that_its_source_revised_no_longer_speaks_through_those_who_repeated_it() -> None:
    claims = (
        claim(2, claimant="guard", outlet="Wire"),
        claim(2, outlet="Tide"),
        claim(3, "2026-03-03", claimant="guard", outlet="Wire"),
    )
    assert disagreements(event(*claims)) == ()


def test_only_the_same_matter_competes() -> None:
    claims = (
        claim(2, claimant="a"),
        claim(40, claimant="b", role="wounded"),
        claim(900, claimant="c", role=None, what="houses"),
    )
    assert disagreements(event(*claims)) == ()


@pytest.mark.parametrize(
    ("one", "other", "about"),
    [
        ((None, "people"), ("Norland", "people"), ()),
        (("Tarvel", "people"), ("Norland", "people"), ()),
        (("Ostra", "people"), ("the country", "people"), ()),
        ((None, "civilians"), (None, "soldiers"), ()),
        ((None, "rebels"), (None, "government troops"), ()),
        ((None, "children"), (None, "people"), ()),
        ((None, "people"), ("Tarvel", "people"), ("killed",)),  # the place of the event goes without saying
        (("Norland", "people"), ("Norland", "residents"), ("killed in Norland",)),
        ((None, "soldiers"), (None, "troops"), ("soldiers killed",)),
    ],
)
def test_only_numbers_of_one_area_and_of_one_kind_of_victims_compete(
    one: tuple[str | None, str], other: tuple[str | None, str], about: tuple[str, ...]
) -> None:
    claims = [
        replace(claim(value, claimant=who, what=what), scope=scope)
        for (scope, what), who, value in ((one, "a", 12), (other, "b", 40))
    ]
    tarvel = replace(event(*claims), place=Place(name="Tarvel", country="NO", precision="town"))
    assert tuple(item.about for item in disagreements(tarvel)) == about


def test_a_number_of_another_area_revises_nothing() -> None:
    town, country = claim(22, claimant="guard"), claim(31, "2026-03-03", claimant="guard")
    assert revisions([town, replace(country, scope="Norland")], "Tarvel") == []
    [revision] = revisions([town, replace(country, scope="Tarvel")], "Tarvel")
    assert revision.matter.words == ("killed", "", "")


def test_bounds_and_ranges_leave_room() -> None:
    assert compatible(claim(100, bound="at least"), claim(130))
    assert not compatible(claim(100, bound="at least"), claim(90))
    assert compatible(claim(220, bound="about"), claim(225))
    assert not compatible(claim(2), claim(3))


def test_numbers_are_shown_as_people_write_them() -> None:
    assert show(claim(2.2e11, unit="USD", bound="about")) == "about 220 billion USD"
    assert show(claim(1500)) == "1,500"
    assert show(claim(2.5)) == "2.5"


def test_a_report_that_gives_another_number_corrects_the_one_of_the_same_matter() -> None:
    before = [claim(12, claimant="police"), claim(30, role="wounded"), claim(5, role=None, what="houses")]
    after = [claim(14, claimant="police"), claim(30, role="wounded"), claim(7, role="missing")]
    [revision] = corrected(before, after)
    assert (revision.before.value, revision.after.value) == (12, 14)


def test_numbers_of_one_matter_are_corrected_by_claimant_then_in_order() -> None:
    before = [claim(12, claimant="police"), claim(15, claimant="clinic")]
    after = [claim(11, claimant="mayor"), claim(16, claimant="clinic"), claim(13, claimant="police")]
    found = {(it.before.value, it.after.value) for it in corrected(before, after)}
    assert found == {(12, 13), (15, 16)}
    assert corrected(after, after[::-1]) == []


def test_another_report_corrects_nothing() -> None:
    other = claim(14, report="another")
    assert corrected([claim(12)], [claim(12), other]) == []
    assert corrected([claim(12)], [other]) == []


def test_two_numbers_of_one_text_are_no_revision() -> None:
    assert revisions([claim(1), claim(4)]) == []
    assert len(revisions([claim(1), claim(4, "2026-03-03")])) == 1
