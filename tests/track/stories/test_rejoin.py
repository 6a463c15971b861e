from __future__ import annotations

import numpy as np

from tests.track.stories.test_assign import put, window
from watchfloor.model import EvidenceKind, EvidenceScore, StoryId
from watchfloor.track.stories.rejoin import are_one, witnessed

# Invented accounts of one night, so alike that they belong together.
CREW = "The lightship crew rowed ashore before midnight, said the mate Ines Solberg, who counted nine men."
AGAIN = "Nine men of the lightship crew rowed ashore before midnight, the mate Ines Solberg said."
LOOSE = "The lightship crew had been at sea for a week when the harbour of Brekkvik lost the radio link."
LATER = "The mate Ines Solberg said that nine men, the whole lightship crew, rowed ashore before midnight."


def test_a_report_witnesses_the_stories_that_it_is_near_enough_to() -> None:
    totals = [
        EvidenceScore(EvidenceKind.TOTAL, id_, value)
        for id_, value in zip("abc", (0.5, 0.9, 0.2), strict=True)
    ]
    near = EvidenceScore(EvidenceKind.RESEMBLANCE, "c", 0.9)
    assert witnessed((*totals, near), 0.46) == ["b", "a"]


def test_two_stories_are_one_where_they_resemble_each_other_as_much_as_themselves() -> None:
    ones = np.array([True, True, False, False])
    alike = np.full((4, 4), 0.7)
    alike[:2, :2] = alike[2:, 2:] = 0.6
    np.fill_diagonal(alike, 0.0)
    assert are_one(alike, ones)
    apart = np.full((4, 4), 0.4)
    apart[:2, :2] = apart[2:, 2:] = 0.6
    np.fill_diagonal(apart, 0.0)
    assert not are_one(apart, ones)
    assert not are_one(np.array([[0.0, 0.9], [0.9, 0.0]]), np.array([True, False]))


def test_stories_that_turn_out_to_be_one_are_merged_under_the_older_id_unless_they_were_parted() -> None:
    for parted in (False, True):
        stories = window()
        put(stories, 0, "Crew rowed ashore", CREW)
        put(stories, 1, "Radio link lost", LOOSE)
        put(stories, 2, "Crew rowed ashore", AGAIN)
        stories.move([1], StoryId("s0"))
        stories.move([2], StoryId("s2"))
        if parted:
            stories.bonds.part(StoryId("s0"), StoryId("s2"))
        put(stories, 3, "Crew rowed ashore", LATER)
        assert [act.kind for act in stories.acts] == ([] if parted else ["merge"])
        assert stories.story_of(2) == ("s2" if parted else "s0")
        assert stories.holds(StoryId("s2")) is parted
