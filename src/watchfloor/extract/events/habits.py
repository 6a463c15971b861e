"""What verbs tell of many times at once: habits, sums over a period, what came of several deeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.extract.events.arguments import objects
from watchfloor.extract.events.lexicon import lexicon
from watchfloor.extract.events.word_lists import event_words

if TYPE_CHECKING:
    from spacy.tokens import Token

_HABITS = event_words("habits")


def is_habit(verb: Token) -> bool:
    """Tell what a verb says to be done again and again ("is regularly struck by")."""
    return any(child.lower_ in _HABITS for child in verb.children)


_PERIODS = frozenset({"week", "month", "year", "decade", "season", "century"})
_LATELY = frozenset({"past", "last", "recent", "previous"})
_OVER = frozenset({"in", "over", "during", "within", "throughout", "for", "across"})


def is_over_a_period(verb: Token) -> bool:
    """Tell what is summed up of many times ("has killed 30 in the past ten years", "kills nine a year").

    "In the last week" may be one day of it, and so may "this year" unless more may come ("have been killed").
    """
    perfect = any(c.lower_ in ("has", "have", "'ve") and c.dep_ == "aux" for c in verb.children)
    spans = (
        (c.lower_, noun)
        for c in verb.children
        for noun in ((c,) if c.dep_ == "npadvmod" else c.children if c.dep_ == "prep" else ())
    )
    return any(_is_period(before, noun, perfect=perfect) for before, noun in spans)


def _is_period(before: str, noun: Token, *, perfect: bool) -> bool:
    words = {c.lower_ for c in noun.children}
    if before == "since":
        return perfect and (noun.shape_ == "dddd" or "last" in words)
    if noun.lemma_.lower() not in _PERIODS:
        return False
    if words & {"a", "each", "every"} and noun.dep_ == "npadvmod" and noun.lemma_ == "year":
        return True
    if "this" in words:
        return perfect and noun.lemma_ != "week"
    return before in _OVER and bool(words & _LATELY) and noun.tag_ == "NNS"


def is_of_several(verb: Token) -> bool:
    """Tell what came of several deeds that are counted ("14 shootings, in which 11 people were killed")."""
    relative = any(t.tag_ == "WDT" for c in verb.children for t in (c, *c.children))
    above: Token = verb.head
    return relative and any(
        deed.tag_ == "NNS"
        and deed.lemma_.lower() in lexicon().nouns
        and any(c.dep_ == "nummod" for c in deed.children)
        for deed in (above, *objects(above), *objects(above.head))
    )
