"""What violence was done with, as the words of its own clause tell: shots, bombs, shells, blades."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from watchfloor.extract.events.arguments import objects, subjects
from watchfloor.extract.events.frames import EventFrame
from watchfloor.extract.events.phrases import core
from watchfloor.extract.events.word_lists import event_words
from watchfloor.model import EventType

if TYPE_CHECKING:
    from spacy.tokens import Token

_MODES = ("firearms", "explosives", "heavy-weapons", "primitive")
_OF_WORDS = {word: mode for mode in _MODES for word in event_words(f"means {mode}")}
_WITHIN = frozenset(
    {"prep", "pobj", "agent", "dobj", "nsubj", "nsubjpass", "compound", "nmod", "conj", "pcomp", "advcl"}
)
_ON_IT_GOES = frozenset({"conj", "advcl", "xcomp"})  # clauses that go on with the deed of another
_NOT_WITH = event_words("not with")
_BEFORE_OR_FOR = frozenset({"before", "because", "although", "though", "while", "if", "unless", "until"})
_UP = 3  # clauses up, whose words may tell what did the harm


def means_of(frame: EventFrame, merged: Iterable[EventFrame], rivals: frozenset[int]) -> str | None:
    """Return the mode of a deed: its trigger's, or for violence what it is told to have been done with.

    `rivals` are where other deeds of the sentence are told: what hangs on those is theirs. Where the clause
    tells of two means it is left open.
    """
    mode = frame.entry.mode
    if frame.entry.type is not EventType.ASSAULT:
        return mode
    if mode == "explosives" and any(t.lemma_.lower() in _SHOTS for t in subjects(frame.trigger)):
        return "firearms"  # "gunfire exploded in the market"
    if mode == "firearms":
        shot = {found for t in objects(frame.trigger) for found in _told_by(t)}
        return "heavy-weapons" if shot == {"heavy-weapons"} or _brings_down(frame) else mode
    return mode or _told_mode(frame, merged, rivals)


def _told_mode(frame: EventFrame, merged: Iterable[EventFrame], rivals: frozenset[int]) -> str | None:
    """Return the one means that the words around a deed tell, whose trigger tells none."""
    told = {it.entry.mode for it in merged if it.entry.mode is not None}
    told = told or {found for token in _own_words(frame, rivals) for found in _told_by(token)}
    return told.pop() if len(told) == 1 else None


def _brings_down(frame: EventFrame) -> bool:
    """Tell the shooting down of what flies, which no gun in a hand does."""
    trigger = frame.trigger
    after = trigger.doc[trigger.i + 1] if trigger.i + 1 < len(trigger.doc) else trigger
    down = after.lower_ == "down" or any(c.lower_ == "down" for c in trigger.children)
    return down and any(core(t).lemma_.lower() in _AIRCRAFT for t in frame.targets)


_AIRCRAFT = event_words("aircraft")
_SHOTS = event_words("means firearms")


def _told_by(token: Token) -> Iterator[str]:
    """Yield the means that a word tells: a weapon, a blow named by its weapon; "a gun law" is none."""
    lemma = token.lemma_.lower()
    if lemma not in _OF_WORDS or token.pos_ == "ADJ":
        return
    if token.dep_ in ("compound", "nmod") and token.head.lemma_.lower() not in _BLOWS | _OF_WORDS.keys():
        return
    launched = lemma == "grenade" and any(t.lower_ == "propelled" for t in token.subtree)
    yield "heavy-weapons" if launched else _OF_WORDS[lemma]


_BLOWS = event_words("blows")


def _own_words(frame: EventFrame, rivals: frozenset[int]) -> Iterator[Token]:
    """Yield the words of the clause of a deed, and of those that it goes on with."""
    anchor = frame.anchor
    yield from _below(anchor, frame, rivals)
    for _ in range(_UP):
        above = anchor.head
        own = any(child.dep_ in ("nsubj", "nsubjpass") for child in anchor.children)
        if anchor.dep_ not in _ON_IT_GOES or own or above == anchor or above.i in rivals:
            return
        yield above
        for child in above.children:
            if child.dep_ in ("nsubj", "nsubjpass", "dobj"):
                yield child
                yield from _below(child, frame, rivals)
        anchor = above


def _below(word: Token, frame: EventFrame, rivals: frozenset[int]) -> Iterator[Token]:
    """Yield the words below one that its clause is made of, without whom the deed met and other deeds."""
    queue = [word]
    while queue:
        for child in queue.pop().children:
            if child.dep_ in _WITHIN and not _is_anothers(child, frame, rivals):
                queue.append(child)
                if not _is_held(child):
                    yield child


def _is_anothers(word: Token, frame: EventFrame, rivals: frozenset[int]) -> bool:
    """Tell a word below which another deed, its sufferers, or what did not do the harm is told."""
    if word in frame.targets or word.i in rivals or (word.dep_ == "prep" and word.lower_ in _NOT_WITH):
        return True
    marks = {child.lower_ for child in word.children if child.dep_ in ("mark", "advmod")}
    return word.dep_ == "advcl" and bool(marks & _BEFORE_OR_FOR)


def _is_held(word: Token) -> bool:
    """Tell what somebody only has or takes in a clause beside the deed ("killed after he pulled a gun")."""
    return (
        word.dep_ == "dobj" and word.head.dep_ in ("advcl", "conj") and word.head.lemma_.lower() in _IN_HAND
    )


_IN_HAND = event_words("in hand")
