"""Placement: forms, statements and versions told apart by what two texts share."""

import numpy as np
import pytest

from watchfloor.merge.fold import fold
from watchfloor.merge.lines import split
from watchfloor.merge.placement import FamilyPlace, Member, judge, place
from watchfloor.merge.resemblance import Resemblance, Words
from watchfloor.model import Reason, ReasonCode, RenditionId, ReportId

NOTHING = np.zeros(0, dtype=np.uint32)
TEXT = Words(NOTHING, NOTHING, np.zeros(0, dtype=np.bool_), NOTHING)


def member(number: int, *, outlet: str = "The Lantern", report: str = "") -> Member:
    return Member(
        number=number, rendition=RenditionId(f"r{number}"), text=TEXT, title=NOTHING, outlet=outlet, url=None,
        published=None, notes=(), report=ReportId(report),
    )  # fmt: skip


def alike(**given: float) -> Resemblance:
    """Two texts of 400 words that share all but a few, with what is given instead."""
    whole: dict[str, float] = {"left": 0.96, "right": 0.96, "shared": 384, "own_left": 400, "own_right": 400}
    more: dict[str, float] = {"spread": 1.0, "lead": 1.0, "block": 0.3, "places": 3, "changed": 3}
    return Resemblance(**{**whole, **more, **given})  # type: ignore[arg-type]


def joined(resemblance: Resemblance) -> bool:
    return judge(member(2), member(1), resemblance).family


def test_an_updated_toll_in_a_long_article_is_no_form() -> None:
    assert joined(alike(numbers=0.25, numbers_of=4, numbers_changed=3))


@pytest.mark.parametrize("numbers_of", [8, 12])
def test_a_short_text_with_most_numbers_changed_is_a_form(numbers_of: int) -> None:
    bulletin = alike(
        own_left=90, own_right=90, shared=70, left=0.78, right=0.78, numbers=0.2, numbers_of=numbers_of
    )
    assert not joined(bulletin)


def test_what_has_all_numbers_in_common_is_no_form() -> None:
    short = {"own_left": 75.0, "own_right": 90.0, "shared": 55.0, "left": 0.73, "right": 0.6, "lead": 0.5}
    assert joined(alike(**short, numbers=1.0, numbers_of=5, filled=4, places=5))
    assert not joined(alike(**short, numbers=1.0, numbers_of=1, filled=4, places=5))


def test_a_short_copy_that_begins_alike_may_have_a_few_new_words() -> None:
    short = {"own_left": 75.0, "own_right": 90.0, "shared": 55.0, "left": 0.73, "right": 0.6, "filled": 4.0}
    assert joined(alike(**short, lead=0.9, places=6))
    assert not joined(alike(**short, lead=0.4, places=6))


def test_long_quoted_passages_under_different_openings_are_a_statement() -> None:
    quoted = alike(left=0.55, right=0.5, shared=200, lead=0.3, block=0.4, spread=0.6)
    told = judge(member(2), member(1), quoted)
    assert not told.family
    assert told.reason == Reason(code=ReasonCode.QUOTED_STATEMENT, value=200)


def test_a_new_opening_over_the_same_words_is_a_version() -> None:
    known = member(1, report="first")
    rewritten = judge(member(2), known, alike(left=0.95, changed=0, places=0, lead=0.4))
    same = judge(member(2), known, alike(left=0.95, changed=0, places=0, lead=0.9))
    assert place(member(2), [rewritten], [rewritten]) == FamilyPlace(
        report=ReportId("first"), relation="revision", reason=Reason(code=ReasonCode.OTHER_OPENING)
    )
    assert place(member(2), [same], [same]).relation == "rendition"


@pytest.mark.parametrize(
    "line",
    [
        "Updated 6 hours ago",
        "Updated: March 4, 2026 10:11 AM",
        "UPDATED: 10:22 GMT, 3 March 2026",
        "Updated at 6:14 p.m.",
        "Updated: March 4, 2026, 6:03 PM ET The club told its members on Monday that it would move.",
    ],
)
def test_when_a_page_was_touched_is_no_correction(line: str) -> None:
    assert {part.kind for part in split(fold(line))} <= {"furniture", "body"}


@pytest.mark.parametrize(
    "line",
    [
        "Update: the toll has risen to nine",
        "UPDATE 2 - adds the ministry's answer",
        "Updated at 5pm to add a statement from the harbour office.",
        "[UPDATE: the road is open again]",
        "(Corrects the name in the second paragraph)",
        "(This version of the story corrects the sum in paragraph 3)",
        "We have amended this article to remove a wrong reference.",
        "An update has been made to this article: the sum was wrong.",
        "Note: a reference to the mayor's age was removed.",
        "Korrektur: In einer früheren Version stand eine falsche Zahl.",
        "Rectificatif : une version précédente indiquait un mauvais chiffre.",
        "Una versión anterior de este artículo daba otra cifra.",
        "Исправление: в предыдущей версии было указано другое число.",
        "更正：此前版本的数字有误。",
    ],
)
def test_notes_of_correction_in_several_languages(line: str) -> None:
    assert next(iter(split(fold(line)))).kind == "correction"
