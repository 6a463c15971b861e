"""Every rule of doubt proves itself: it doubts its one sentence and leaves the other alone."""

from __future__ import annotations

import pytest

from watchfloor.extract.events.doubts import RULES
from watchfloor.extract.events.judge import OF_THE_JUDGE
from watchfloor.extract.extractor import Extractor
from watchfloor.model import Doubt


def test_every_doubt_has_a_rule_but_for_those_that_decided_nothing() -> None:
    gone = {Doubt.TITLE_WITHOUT_NAME, Doubt.A_PLACE_ACTS, Doubt.TO_A_PRIVATE_PERSON}
    assert RULES.keys() == set(Doubt) - gone - OF_THE_JUDGE


@pytest.mark.parametrize("doubt", list(RULES))
def test_a_rule_doubts_its_one_sentence_and_not_the_other(extractor: Extractor, doubt: Doubt) -> None:
    rule = RULES[doubt]
    doubted = [event for event in extractor.read(rule.fires).events if doubt in event.doubts]
    assert doubted, f"{doubt} does not fire: {rule.fires}"
    alike = [event for event in extractor.read(rule.silent).events if event.type == doubted[0].type]
    assert alike, f"nothing of the kind is coded: {rule.silent}"
    assert not any(doubt in event.doubts for event in alike), f"{doubt} fires: {rule.silent}"
    assert doubted[0].grade == "weak"
