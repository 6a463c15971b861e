"""A story is two where its texts are two groups, by their words alone or with the names in the middle."""

import numpy as np
import pytest

from watchfloor.model import ReasonCode
from watchfloor.track.stories.parting import parted
from watchfloor.track.stories.subject import StorySubject, told_apart
from watchfloor.words import hash_words


def matrix(across: float, within: float = 0.9) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    found = np.full((6, 6), across)
    found[:3, :3] = found[3:, 3:] = within
    np.fill_diagonal(found, 0.0)
    return found


def subjects(*names: str) -> list[StorySubject]:
    hashed = [np.unique(hash_words(words.split())) for words in names]
    return [StorySubject(names=each, standing_out=each) for each in hashed]


TWO_CHAMPIONS = ["veltran oskari"] * 3 + ["veltran pell"] * 3
ONE_CHAMPION = ["veltran oskari"] * 6
ONE_NAMED_LATER = ["veltran"] * 3 + ["veltran pell"] * 3


@pytest.mark.parametrize(
    ("across", "names", "reason"),
    [
        (0.2, ONE_CHAMPION, ReasonCode.TWO_GROUPS),
        (0.6, TWO_CHAMPIONS, ReasonCode.TWO_GROUPS_BY_NAMES),
        (0.6, ONE_CHAMPION, None),
        (0.6, ONE_NAMED_LATER, None),  # the one group has no name of its own
        (0.8, TWO_CHAMPIONS, None),  # nearly as alike across as within
    ],
)
def test_two_groups_are_two_happenings_by_words_or_by_less_words_and_names(
    across: float, names: list[str], reason: ReasonCode | None
) -> None:
    parts = parted(matrix(across), subjects(*names))
    assert (parts is None) is (reason is None)
    if parts is not None and reason is not None:
        assert parts.stays.tolist() == [True, True, True, False, False, False]
        assert parts.reason is reason


def test_groups_that_hardly_resemble_themselves_are_not_told_apart() -> None:
    assert parted(matrix(0.1, within=0.3), subjects(*TWO_CHAMPIONS)) is None


def test_a_name_is_a_group_s_own_where_most_have_it_and_hardly_any_of_the_others() -> None:
    ones = np.array([True, True, True, False, False, False])
    assert told_apart(subjects("oskari", "oskari kerr", "kerr", "pell", "pell", "pell"), ones)
    assert not told_apart(subjects("oskari", "kerr", "moll", "pell", "pell", "pell"), ones)
    assert not told_apart(subjects("oskari", "oskari", "oskari", "pell oskari", "pell", "pell"), ones)
    assert not told_apart(subjects("", "", "", "pell", "pell", "pell"), ones)
