from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from watchfloor.model import StoryId
from watchfloor.track.stories.bonds import BY_HAPPENING, Bonds

NAMES = tuple(map(StoryId, "abcdef"))
A, B, C, D, E, _ = NAMES


def test_what_was_parted_stays_apart_through_later_merges_and_splits() -> None:
    bonds = Bonds()
    bonds.part(A, B)
    bonds.part(B, C)
    assert bonds.parted(A, C)
    bonds.join(B, D)
    assert bonds.parted(A, D)
    assert not bonds.parted(A, B)
    bonds.join(D, A, act="1")
    assert not bonds.parted(A, D)
    assert bonds.parted(A, C)


def test_a_person_holds_a_story_together_until_the_act_is_undone() -> None:
    bonds = Bonds()
    bonds.join(B, A)
    assert not bonds.holds(A)
    bonds.join(C, A, act="1")
    bonds.join(A, E, act="2")
    assert bonds.holds(E)
    bonds.part(E, C, undoes="1")
    assert bonds.holds(E)
    bonds.part(E, A, undoes="2")
    assert not bonds.holds(E)


names = st.sampled_from(NAMES)


@given(st.lists(st.tuples(st.booleans(), names, names, st.sampled_from([None, "1", "2"])), max_size=20))
def test_being_apart_is_mutual_and_survives_being_written_down(
    acts: list[tuple[bool, StoryId, StoryId, str | None]],
) -> None:
    bonds = Bonds()
    for joined, one, other, act in acts:
        if one == other:
            continue
        if joined:
            bonds.join(one, other, act=act)
        else:
            bonds.part(one, other, undoes=act)
    for one in NAMES:
        assert not bonds.parted(one, one)
        for other in NAMES:
            assert bonds.parted(one, other) == bonds.parted(other, one)
    assert Bonds.of(bonds.rows()).rows() == bonds.rows()


@given(
    st.lists(st.tuples(st.booleans(), names, names, st.sampled_from([None, "1", "2"])), max_size=20),
    st.sets(names),
)
def test_what_the_window_holds_is_apart_as_before_and_no_more_is_kept(
    acts: list[tuple[bool, StoryId, StoryId, str | None]], window: set[str]
) -> None:
    bonds, whole = Bonds(), Bonds()
    for joined, one, other, act in acts:
        if one == other:
            continue
        for each in (bonds, whole):
            if joined:
                each.join(one, other, act=act)
            else:
                each.part(one, other, undoes=act)
    bonds.prune(window.__contains__)
    for one in NAMES:
        for other in NAMES:
            held = one in window or other in window
            assert bonds.parted(one, other) == (held and whole.parted(one, other))
    assert all(bonds.apart.values())
    assert bonds.held == whole.held


def test_a_happening_holds_a_story_apart_from_what_people_hold() -> None:
    bonds = Bonds()
    bonds.join(B, A, act=BY_HAPPENING)
    assert bonds.tells_one(A)
    assert not bonds.holds(A)
    bonds.join(A, C, act="1")
    assert bonds.tells_one(C)
    assert bonds.holds(C)
    bonds.part(C, A, undoes="1")
    assert not bonds.holds(C)
    assert Bonds.of(bonds.rows()).tells_one(C)
