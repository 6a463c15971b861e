"""What is only reported or called for, what is stuff and not somebody, who did it; all invented."""

from __future__ import annotations

import pytest

from tests.extract.events.test_slots_of_news import of_type, told


@pytest.mark.parametrize(
    "text",
    [
        "Officials spoke amid rumours that the army had shelled Goma.",
        "The talks are overshadowed by reports that troops have attacked villagers.",
        "There were claims that militants killed nine farmers.",
        "There are allegations that soldiers have beaten students.",
        "Reports that rebels attacked nine farmers spread quickly.",
    ],
)
def test_what_reports_and_rumours_hold_is_alleged(text: str) -> None:
    assert [event.modality for event in told(text) if event.type == "ASSAULT"] == ["alleged"]


@pytest.mark.parametrize(
    "text",
    [
        "The new programme drops a call for sending arms to Chad.",
        "Delegates voted down a motion for providing weapons to Peru.",
        "They ignored an appeal for sending food to Kenya.",
        "The firm said it had neutralised the waste.",
        "Four officers were seen gathered around a man on the pavement.",
        "The minister opened fire on his critics on Monday.",
        "The army rehearsed an attack on the island of Varn on Monday.",
    ],
)
def test_what_is_called_for_played_or_an_everyday_sense_is_no_deed(text: str) -> None:
    assert [event for event in told(text) if event.modality == "actual" and event.grade == "strong"] == []


@pytest.mark.parametrize(
    "stuff",
    [
        "900 tons of chemical agents",
        "two tonnes of blister agents",
        "400 kg of nerve agents",
        "70 tonnes of cleaning agents",
        "12 tons of riot agents",
    ],
)
def test_what_is_weighed_is_nobody_whom_something_is_promised_to(stuff: str) -> None:
    assert of_type(f"The Kenyan government agreed to destroy {stuff} by May.", "AGREE").target == ()


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("Three people shot and killed by police were unarmed.", "police", "Three people"),
        (
            "Ana Brel is one of 12 women stabbed and wounded by gang members this year.",
            "gang members",
            "12 women",
        ),
        ("He is the fourth man beaten and killed by soldiers.", "soldiers", "fourth man"),
        ("Two farmers shot and wounded by rebels came home.", "rebels", "Two farmers"),
        ("Six students attacked and injured by a mob are in hospital.", "mob", "Six students"),
    ],
)
def test_two_participles_before_by_have_their_doer_behind_it(text: str, source: str, target: str) -> None:
    event = next(event for event in told(text) if event.type == "ASSAULT")
    assert source in event.source[0]
    assert target in event.target[0]


@pytest.mark.parametrize(
    "text",
    [
        "Detectives charged Ivo Lund, 22, in connection to the shooting at a market.",
        "Police have charged a man in connection with a stabbing at a school.",
        "Officers charged two brothers in the killing of a nurse.",
        "Prosecutors charged a guard in the death of an inmate at Lirn.",
        "The police have charged Tom Varr in connection with the robbery Friday at a bank.",
    ],
)
def test_who_is_charged_in_a_case_is_accused_and_not_rushed_at(text: str) -> None:
    assert of_type(text, "ACCUSE").target != ()
    assert all(event.source == () for event in told(text) if event.type == "ASSAULT")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Peru made incursions into Chilean waters and mocked an attack on the island of Varn.", ()),
        ("The council imposed tight restrictions during the drought.", ()),
        ("The army imposed a blockade on Goma.", ("Goma",)),
        ("NATO ordered the deployment of four battalions to Chad.", ("Chad",)),
        ("The ministry placed new restrictions on foreign aid groups.", ("foreign aid groups",)),
    ],
)
def test_what_makes_the_deed_and_what_another_verb_meets_is_no_target(
    text: str, target: tuple[str, ...]
) -> None:
    assert [event.target for event in told(text) if event.type in ("ASSAULT", "COERCE", "MOBILIZE")] == [
        target
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A deputy chased Tom Varr for an hour, Ian Marsh said. He surrendered on Monday.",
        "Tom Varr fled when officers came, Ian Marsh said. He surrendered near the bridge.",
        "Officers followed Tom Varr. He surrendered without a fight, Ian Marsh said.",
        "Tom Varr would not pull over, Ian Marsh said. He surrendered peacefully, Marsh said.",
        "Tom Varr hid in a barn, Sheriff Ian Marsh said. He surrendered to a deputy.",
    ],
)
def test_who_only_tells_is_not_whom_a_pronoun_of_the_deed_means(text: str) -> None:
    assert of_type(text, "RETREAT").source == ("Tom Varr",)


@pytest.mark.parametrize(
    "verb", ["was shot in the back", "was shot on Sunday night", "was stabbed to death", "was shot dead"]
)
def test_a_person_of_the_article_whose_name_looks_like_a_plural_is_hurt(verb: str) -> None:
    text = f"Jamel Rollins, 17, was standing outside a shop.\n\nRollins {verb}, police said."
    assert of_type(text, "ASSAULT").target == ("Jamel Rollins",)
