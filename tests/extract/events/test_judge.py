"""The judge: a probability for each event, a grade, and the facts by which it judges."""

from __future__ import annotations

import pytest

from watchfloor.extract.events.judge import (
    OF_THE_JUDGE,
    JudgedEvent,
    judgements_heard,
    lacks_of,
    probability,
)
from watchfloor.extract.extractor import Extractor
from watchfloor.model import Doubt


def judged(extractor: Extractor, text: str) -> list[JudgedEvent]:
    with judgements_heard() as heard:
        extractor.read(text)
    return heard


def test_an_event_is_told_with_the_probability_of_its_facts(extractor: Extractor) -> None:
    text = "Police arrested Ana Ruiz in Lugo on Monday."
    (heard,) = judged(extractor, text)
    (event,) = extractor.read(text).events
    assert event.confidence == heard.judgement.confidence == probability(heard.judgement.facts)
    assert event.grade == heard.judgement.grade == "strong"


def test_the_facts_tell_who_takes_part_and_how_they_hang_on_the_deed(extractor: Extractor) -> None:
    (heard,) = judged(extractor, "Police arrested Ana Ruiz in Lugo on Monday.")
    assert {
        "type COERCE", "word verb", "source by own nsubj", "target by own dobj", "target is PROPN",
        "place relation in", "time relation on", "source 1 & target 1", "COERCE & target by own dobj",
    } <= heard.judgement.facts  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Police often arrest smugglers at the port of Vigo.", "doubt habit"),
        ("Two men were arrested in Lugo.", "source 0"),
        ("The arrest of two men in Lugo angered the mayor.", "word noun"),
        ("“Rebels attacked the barracks in Tibu”, the general said.", "marks"),
        ("France asked Rwanda to withdraw its troops from Goma.", "governor requested"),
    ],
)
def test_a_fact_holds_where_it_should(extractor: Extractor, text: str, fact: str) -> None:
    assert any(fact in heard.judgement.facts for heard in judged(extractor, text))


def test_nobody_listens_outside_the_block(extractor: Extractor) -> None:
    with judgements_heard() as heard:
        pass
    extractor.read("Police arrested Ana Ruiz in Lugo on Monday.")
    assert heard == []


def test_facts_without_weight_leave_the_bias() -> None:
    assert probability(["no such fact"]) == probability([])
    assert 0.0 < probability([]) < 1.0


def test_unnamed_doers_make_a_less_sure_grade_and_no_wrong_slot(extractor: Extractor) -> None:
    (named,) = judged(extractor, "Omani police arrested four smugglers.")
    (unnamed,) = judged(extractor, "Four smugglers were arrested.")
    assert unnamed.judgement.sureness < named.judgement.sureness
    assert named.judgement.grade == unnamed.judgement.grade == "strong"


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested Ana Ruiz in Lugo on Monday.",
        "The rebels often attack the base.",
        "It was not clear whether the company attacked by investors would be told to apologise.",
        "Since the attack on the palace in 1987 the town has changed.",
        "They accused it of striking a chord.",
    ],
)
def test_what_is_weak_says_why_and_what_is_strong_is_not_doubted(extractor: Extractor, text: str) -> None:
    for event in extractor.read(text).events:
        assert (event.grade == "weak") == bool(event.doubts)


def test_an_improbable_event_is_told_by_the_facts_that_say_least_for_it() -> None:
    lacks = lacks_of(["source by far nsubj", "no such fact"])
    assert set(lacks) <= OF_THE_JUDGE
    assert all(lacks[word] == lacks_of([])[word] for word in lacks if word != Doubt.UNSURE_DOER)
