"""People who are told one by one: "a man and a woman were killed" counts two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from watchfloor.extract.article import Article
from watchfloor.extract.quantities.harm import STRUCK
from watchfloor.extract.quantities.word_lists import quantity_words
from watchfloor.model import Quantity, Span

_NOUN = rf"(?:{'|'.join(sorted(quantity_words('one person')))})"
_AGE = r"\d{1,3}-year-old"
_WHO = rf"(?:(?:{_AGE} )?(?:[a-z-]+ )?{_NOUN}|{_AGE})"
_ONE = rf"(?:[Aa]n?|[Aa]nother|[Tt]he|[Hh]is|[Hh]er|[Tt]heir) {_WHO}(?:, \d{{1,3}},?)?"
_BARE = rf"(?:[Aa]n? |[Hh]is |[Hh]er )?(?:{_AGE} )?(?i:{_NOUN})"
_SEVERAL = rf"{_ONE}(?:, {_ONE})*,? and (?:{_ONE}|{_NOUN})"
_DONE = {
    "killed": r"(?:fatally shot|(?:found |shot )(?:shot )?dead|shot and killed|shot to death|stabbed to death"
    r"|killed|slain|dead)",
    "wounded": r"(?:wounded|injured|hurt|hospitali[sz]ed|shot and (?:wounded|injured))",
    STRUCK: r"(?:shot|stabbed)",
}
_BEFORE = {
    "killed": r"(?:(?:kill|slay|murder)(?:s|ed|ing)|claim(?:s|ed|ing) the lives of)",
    "wounded": r"(?:wound|injur)(?:s|es|ed|ing)",
}
_ADVERB = r"(?:(?:also|both|all|critically|seriously|badly|slightly|later|each) )*"
_BEHIND = r"(?! (?:at|dead|and|by the same)\b)"
_MET = [
    (role, re.compile(rf"\b(?P<who>{_SEVERAL}),? (?:were|are|have been|had been) {_ADVERB}{done}\b{_BEHIND}"))
    for role, done in _DONE.items()
]
_HIT = [
    (role, re.compile(rf"\b{done} (?P<who>{_SEVERAL})(?! (?:was|were|is|are|who|has|had)\b)"))
    for role, done in _BEFORE.items()
]
_LEFT = [
    (
        role,
        re.compile(
            rf"\b(?:leav(?:es|ing)|left) (?P<who>{_SEVERAL}|{_BARE}(?:,| and) {_BARE}) {_ADVERB}{done}\b"
        ),
    )
    for role, done in _DONE.items()
]
_HEADLINE = [
    (role, re.compile(rf"^(?P<who>{_BARE}(?:, {_BARE})*(?:,| and) {_BARE}) {done}\b{_BEHIND}", re.M))
    for role, done in _DONE.items()
]  # "4-year-old boy, woman shot in Lirn"
_NEAR = 40  # characters behind a number in which those whom it counts are told one by one
_JOINT = re.compile(r", \d{1,3}|, and |, | and ")


def told_singly(article: Article, told: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield how many are told of one by one, and what became of them; `told` are the other quantities."""
    taken = [it.span for it in told if it.role is not None]
    for role, pattern in (*_MET, *_HIT, *_LEFT, *_HEADLINE):
        for match in pattern.finditer(article.text):
            span = Span(*match.span("who"))
            if not any(_counts_them(other, span) for other in taken):
                taken.append(span)
                yield Quantity(span=span, value=_members(match["who"]), role=role)


def _counts_them(number: Span, people: Span) -> bool:
    """Tell whether a number counts people already: "two people, a man and a woman, were killed"."""
    return number.overlaps(people) or 0 <= people.start - number.end <= _NEAR


def _members(words: str) -> float:
    """Return how many a list names, by its joints; an age behind one of them ("a man, 30,") is none."""
    return 1.0 + sum(1 for joint in _JOINT.finditer(words) if not joint[0].strip(", ").isdigit())
