"""Like happenings are told apart by the names in the middle of them."""

import numpy as np
import pytest

from watchfloor.engine.window.grouping import Grouping
from watchfloor.engine.window.streams import rendition_of
from watchfloor.merge.fingerprint import fingerprint
from watchfloor.model import EvidenceKind, EvidenceScore, ReasonCode, Rendition, RenditionId, TextId
from watchfloor.track.stories.subject import UNTOLD, StorySubject, names_of, replaced, subject_of
from watchfloor.words import hash_words


def hashes(words: str) -> "np.ndarray[tuple[int], np.dtype[np.uint32]]":
    return np.unique(hash_words(words.split()))


def subject(names: str, standing_out: str = "") -> StorySubject:
    return StorySubject(names=hashes(names), standing_out=hashes(standing_out))


def told(words: str) -> frozenset[int]:
    return frozenset(hashes(words).tolist())


def test_a_main_name_is_about_as_frequent_as_the_most_frequent_one() -> None:
    proper = hashes("veltran oskari monday pell")
    counts = {"veltran": 6.0, "oskari": 3.0, "monday": 9.0, "pell": 1.0}
    by_hash = {int(hash_words([word])[0]): count for word, count in counts.items()}
    found = subject_of(
        proper, hashes(""), np.array([by_hash[int(word)] for word in proper]), np.full(len(proper), 9.0)
    )
    assert set(found.names.tolist()) == set(hashes("veltran oskari").tolist())
    assert set(found.standing_out.tolist()) == set(hashes("veltran oskari").tolist())


def test_a_common_word_is_no_name_and_a_name_of_the_title_stands_out() -> None:
    proper = hashes("oskari")
    once = np.ones(1)
    assert subject_of(proper, hashes(""), once, np.array([2.0])) == UNTOLD
    assert len(subject_of(proper, hashes(""), once, np.array([9.0])).standing_out) == 0
    assert len(subject_of(proper, proper, once, np.array([9.0])).standing_out) == 1


def test_a_story_is_about_the_names_of_most_and_a_single_text_about_what_stands_out() -> None:
    alone = names_of([subject("veltran pell", "veltran")])
    assert [name for name, _ in alone] == hashes("veltran").tolist()
    most = names_of([subject("veltran pell"), subject("veltran"), subject("oskari veltran")])
    assert most == ((int(hash_words(["veltran"])[0]), 1.0),)


@pytest.mark.parametrize(
    ("text", "standing_out", "share"),
    [
        ("oskari wins the race", "oskari", 1.0),  # the name of the story is missing, another stands out
        ("veltran beats oskari", "oskari", 0.0),  # the story's name is there
        ("the race is over", "", 0.0),  # nobody else stands out
        ("pell on the race", "pell", 0.0),  # the story knows who stands out
    ],
)
def test_names_are_replaced_only_where_one_is_missing_and_another_stands_out(
    text: str, standing_out: str, share: float
) -> None:
    about = names_of([subject("veltran"), subject("veltran")])
    found = replaced(about, told(text), subject("", standing_out), hashes("veltran pell won the race"))
    assert found == share


def test_words_never_written_small_are_proper_in_opening_and_title() -> None:
    rendition = Rendition(
        id=RenditionId("r"),
        text_id=TextId("t"),
        text="Thieves robbed Veltran. The thieves fled. "
        + "They ran on and on. " * 20
        + "Oskari and Pell saw it.",
        title="Oskari saw the thieves",
        paragraphs=(),
    )
    proper = set(np.frombuffer(fingerprint(rendition).proper, dtype="<u4").tolist())
    assert proper >= set(hashes("veltran oskari").tolist())
    assert not proper & set(hashes("thieves pell").tolist())


DISMISSED = (
    "Castellane is out as head coach of the Halmet Harriers. The club dismissed Castellane on Sunday, after "
    "the fourth defeat in a row. General manager Tove Lindgaard said the players needed a new voice."
)
SIGNED = (
    "Moravek signed for six years with the Halmet Harriers. Agents of goalkeeper Moravek said that rivals "
    "abroad had offered less money. He will live near the harbour, train with the second team until summer "
    "and then replace the injured captain, a newspaper of Dorne reported on Thursday."
)
AGAIN = "Castellane thanked the Halmet Harriers. Lindgaard had dismissed Castellane as head coach on Sunday."


def test_two_matters_of_one_club_are_two_stories_and_the_reason_says_why() -> None:
    grouping = Grouping()
    placed = []
    for text in (DISMISSED, SIGNED, AGAIN):
        rendition = rendition_of({"text": text})
        placed.append(grouping.admit(rendition, fingerprint(rendition)))
    dismissed, signed, again = placed
    assert again.story == dismissed.story != signed.story
    [*_, decided] = signed.reasons
    assert (decided.code, decided.subject_id) == (ReasonCode.NEAREST_STORY, dismissed.story)
    assert [reason.code for reason in decided.further] == [ReasonCode.OTHER_MAIN_NAMES]
    assert EvidenceScore(EvidenceKind.OTHER_MAIN_NAMES, dismissed.story, 1.0) in signed.scores
