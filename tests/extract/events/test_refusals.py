"""What rules refuse is told to whoever listens, and to nobody else."""

from __future__ import annotations

import pytest

from watchfloor.extract.events.refusals import DropReason, refusals_heard
from watchfloor.extract.extractor import Extractor


@pytest.mark.parametrize(
    ("text", "lemma", "rule"),
    [
        ("The queue moved on Friday.", "move", "need"),
        ("The minister took the train on Friday.", "take", "condition obj"),
        ("The minister did not meet the envoys of Ghana.", "meet", f"reason {DropReason.NOT_DONE}"),
        ("Ghana condemned the attack of rebels on Tibu.", "attack", f"reason {DropReason.SPELLED_OUT}"),
        ("Police may arrest two men in Lugo.", "arrest", f"reason {DropReason.NOT_SURE}"),
        ("The army lost a court battle with the rebels in Tibu.", "battle", "idiom court battle"),
    ],
)
def test_what_refuses_an_entry_is_heard(extractor: Extractor, text: str, lemma: str, rule: str) -> None:
    with refusals_heard() as refusals:
        extractor.read(text)
    told = {one for refusal in refusals if refusal.entry.lemma == lemma for one in refusal.rules}
    assert any(one.startswith(rule) for one in told), sorted(told)
    assert all(refusal.sentence == text for refusal in refusals)


def test_every_rule_of_a_step_that_refuses_is_named(extractor: Extractor) -> None:
    with refusals_heard() as refusals:
        extractor.read("The train moved.")
    assert any(len(refusal.rules) == 1 for refusal in refusals)
    assert all(refusal.rules for refusal in refusals)


def test_nobody_hears_what_is_read_outside_and_findings_stay_the_same(extractor: Extractor) -> None:
    text = "The minister did not meet the envoys of Ghana, and rebels attacked the barracks in Tibu."
    with refusals_heard() as outer:
        with refusals_heard() as inner:
            heard = extractor.read(text)
        assert inner
        assert not outer
    assert extractor.read(text) == heard
    assert not outer
