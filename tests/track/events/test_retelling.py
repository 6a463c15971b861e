from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.track.events.test_events import DUBLIN, VIGO, member
from tests.track.events.test_numbers import claim
from watchfloor.merge.difference import aligned
from watchfloor.model import ActorId, EventMember, EventType, QuantityClaim, Span
from watchfloor.track.events.retelling import Retelling, dated_claims, retellings

FIRST = "Fishermen blocked the harbour of Vigo with forty boats on Friday."
SECOND = "Nurses walked out of three hospitals in Dublin over their pay on Friday."
NUMBER = FIRST.replace("forty", "sixty")
NOON = "2026-03-06T12:00:00Z"
LONG = "The strike is the third of its kind since the quota was cut, and no end is in sight."


def claimed(*claims: QuantityClaim) -> EventMember:
    return member(quantities=claims)


def told(text: str, *sentences: str, **parts: object) -> list[EventMember]:
    """Return members that stand in `text`, with ids of their words."""
    found = []
    for sentence in sentences:
        start = text.index(sentence)
        one = member(f"id of {sentence}", span=Span(start, start + len(sentence)))
        if sentence == SECOND:
            one = replace(one, source=(ActorId("nurses"),), place=DUBLIN)
        found.append(replace(one, **parts))  # type: ignore[arg-type]
    return found


def matched(before: str, after: str, old: list[EventMember], new: list[EventMember]) -> tuple[Retelling, ...]:
    return retellings(old, new, texts=(before, after), aligned=tuple(aligned(before, after)))


def pairs(before: str, after: str, old: list[EventMember], new: list[EventMember]) -> list[tuple[str, str]]:
    found = matched(before, after, old, new)
    return [(it.before.span.of(before), it.after.span.of(after)) for it in found]


def test_an_edited_number_is_the_same_sentence_told_otherwise() -> None:
    before, after = f"{SECOND}\n{FIRST}\n{LONG}", f"{SECOND}\n{NUMBER}\n{LONG}"
    [found] = matched(before, after, told(before, SECOND, FIRST), told(after, SECOND, NUMBER))
    assert (found.before.span.of(before), found.after.span.of(after)) == (FIRST, NUMBER)
    assert found.reworded


def test_marks_and_breaks_are_no_other_words() -> None:
    broken = FIRST.replace("harbour of Vigo", "harbour  of\u00a0Vigo").replace(".", " .")
    [found] = matched(FIRST, broken, told(FIRST, FIRST), told(broken, broken))
    assert not found.reworded


def test_what_is_gone_or_new_or_of_another_type_is_matched_with_none() -> None:
    before, after = f"{FIRST}\n{LONG}", f"{LONG}\n{SECOND}"
    assert pairs(before, after, told(before, FIRST), told(after, SECOND)) == []
    other = told(NUMBER, NUMBER, type=EventType.ASSAULT)
    assert pairs(FIRST, NUMBER, told(FIRST, FIRST), other) == []


def test_one_thing_may_be_said_otherwise_and_not_everything() -> None:
    dublin = FIRST.replace("Vigo", "Dublin").replace("forty", "some")
    new = told(dublin, dublin, place=DUBLIN, source=("fishermen",))
    assert len(pairs(FIRST, dublin, told(FIRST, FIRST), new)) == 1
    others = dublin.replace("Fishermen", "Dockers")
    other = told(others, others, place=DUBLIN, source=("dockers",))
    assert pairs(FIRST, others, told(FIRST, FIRST), other) == []


def test_a_sentence_that_moved_with_an_edit_is_found_again() -> None:
    before, after = f"{FIRST}\n{LONG}\n{LONG} {LONG}", f"{LONG}\n{LONG} {LONG}\n{NUMBER}"
    assert pairs(before, after, told(before, FIRST), told(after, NUMBER)) == [(FIRST, NUMBER)]


def test_each_mention_is_matched_once_and_with_the_one_of_its_place() -> None:
    one, two = FIRST, FIRST.replace("forty", "thirty")
    edited = [sentence.replace("Friday", "Thursday") for sentence in (one, two)]
    before, after = f"{one}\n{LONG}\n{two}", f"{edited[0]}\n{LONG}\n{edited[1]}"
    assert pairs(before, after, told(before, one, two), told(after, *edited)) == [
        (one, edited[0]),
        (two, edited[1]),
    ]
    assert pairs(before, edited[1], told(before, one, two), told(edited[1], edited[1])) == [(two, edited[1])]


def test_two_mentions_of_one_sentence_keep_their_order() -> None:
    old = [replace(it, id=f"old {place}", place=VIGO) for place, it in enumerate(told(FIRST, FIRST, FIRST))]
    edited = told(NUMBER, NUMBER, NUMBER)
    new = [replace(it, id=f"new {place}", place=VIGO) for place, it in enumerate(edited)]
    found = matched(FIRST, NUMBER, old, new)
    assert [(it.before.id, it.after.id) for it in found] == [("old 0", "new 0"), ("old 1", "new 1")]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([FIRST, SECOND, NUMBER, LONG, "\x00 \ud800", "—"]), max_size=5),
    st.lists(st.sampled_from([FIRST, SECOND, NUMBER, LONG, "\x00 \ud800", "—"]), max_size=5),
)
def test_no_mention_is_matched_twice_and_none_that_did_not_change(left: list[str], right: list[str]) -> None:
    before, after = "\n".join(left), "\n".join(right)
    old, new = told(before, *dict.fromkeys(left)), told(after, *dict.fromkeys(right))
    found = matched(before, after, old, new)
    same = {it.id for it in old} & {it.id for it in new}
    for side in ([it.before.id for it in found], [it.after.id for it in found]):
        assert len(set(side)) == len(side)
        assert not same & set(side)


def test_a_number_is_of_the_version_that_gave_it_first() -> None:
    first = claimed(claim(12, "2026-03-06"))
    [second] = dated_claims(
        [claimed(claim(12, "2026-03-06"), claim(14, "2026-03-06"))], [first], changed=NOON
    )
    assert [it.at for it in second.quantities] == ["2026-03-06", NOON]
    for changed in (None, "2026-03-06T18:00:00Z"):
        [third] = dated_claims([claimed(claim(14, "2026-03-06"))], [second], changed=changed)
        assert [it.at for it in third.quantities] == [NOON]
    dated = replace(claimed(claim(12, "2026-03-07")), published="2026-03-07")
    [again] = dated_claims([dated], [first], changed=None)
    assert [it.at for it in again.quantities] == ["2026-03-07"], "a date that is learned later"
