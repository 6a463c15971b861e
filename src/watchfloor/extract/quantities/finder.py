"""Quantities: how many, how much, of what, and what became of the counted.

A number stands when it counts something: it has a unit, a currency, a noun beside it or a role ("12 were
killed"). Dates, ages, scores, phone numbers and the numbers inside names are left to others.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from watchfloor.extract.article import Article, Paragraph
from watchfloor.extract.quantities.denied import is_denied, is_possible
from watchfloor.extract.quantities.figures import Figure, readings, units
from watchfloor.extract.quantities.harm import settle_struck
from watchfloor.extract.quantities.numerals import NUMBER_WORDS, SCALES
from watchfloor.extract.quantities.ordinals import counted_last
from watchfloor.extract.quantities.parts import is_told_first, is_whole
from watchfloor.extract.quantities.persons import told_singly
from watchfloor.extract.quantities.roles import (
    OF_THINGS,
    inherited,
    is_other_count,
    is_thing,
    role_beside,
    role_of,
    role_of_verb,
    roles,
)
from watchfloor.extract.quantities.word_lists import quantity_words
from watchfloor.model import Bound, Grade, Quantity, Span, TimeMention

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_BOUNDS: tuple[tuple[Bound, str], ...] = (
    (
        "at least",
        "more than|at least|over|above|upwards of|no fewer than|no less than|a minimum of",
    ),
    (
        "at most",
        "fewer than|less than|under|below|up to|at most|no more than|a maximum of",
    ),
    (
        "about",
        (
            "about|around|some|roughly|nearly|almost|approximately|approx\\.?|close to|an estimated|"
            "estimated|an average of|as many as|as much as|just over|just under|well over|circa|~"
        ),
    ),
)
_BOUND = re.compile(
    r"(?:^|(?<=\W))(?:"
    + "|".join(f"(?P<b{i}>{words})" for i, (_, words) in enumerate(_BOUNDS))
    + r")(?: the| a total of)? ?$",
    re.IGNORECASE,
)
_NAME_KINDS = frozenset(
    ("PERSON", "ORG", "PRODUCT", "FAC", "LAW", "WORK_OF_ART", "EVENT", "GPE", "NORP", "LOC")
)
_OF_THEM = re.compile(r" of (?:them|whom|those|us|the|his|her|its|their)\b")
_OF_A_WHOLE = re.compile(
    rf" of (?:the |those |these |its |their )?(?:\d|(?:{NUMBER_WORDS})\b)", re.IGNORECASE
)
_STRONG = re.compile(r"-strong\b")  # "a 500-strong crowd"
_CROWDS = {"crowd": "protesting", "rally": "protesting", "march": "protesting", "protest": "protesting"}
_OUTDATED = re.compile(r"\s*(?:\w+ )?to\b")  # the first number of "rose from 58 to 62"
_RATE = re.compile(r"(?: [\w-]+){0,3} (?:per|for every) ")  # "19.3 deaths per 100,000"
_CLAUSE = 300  # characters: no clause of the press is longer


def find_quantities(article: Article, times: Sequence[TimeMention] = ()) -> tuple[Quantity, ...]:
    """Return the quantities of an article, in order of their spans.

    `times` are the article's times: what they cover is no quantity, and the one that dates the clause of a
    quantity becomes its `time`.
    """
    found: list[Quantity] = []
    indexed = sorted(enumerate(times), key=lambda pair: pair[1].span)
    for paragraph in article.paragraphs:
        start, end = paragraph.start, paragraph.start + len(paragraph.text)
        first = bisect_left(indexed, start, key=_time_start)
        here = indexed[first : bisect_left(indexed, end, key=_time_start)]
        taken = [(t.span.start - start, t.span.end - start) for _, t in here]
        said = None
        for reading in readings(paragraph.text, taken):
            quantity = _quantity(paragraph, reading, here, said=said)
            if quantity is not None:
                found.append(quantity)
                said = quantity.role or said
    found = [*found, *counted_last(article, found), *told_singly(article, found)]
    return settle_struck(sorted(found, key=lambda quantity: quantity.span), article.text)


def _time_start(indexed: tuple[int, TimeMention]) -> int:
    return indexed[1].span.start


def _quantity(
    paragraph: Paragraph, reading: Figure, times: Sequence[tuple[int, TimeMention]], *, said: str | None
) -> Quantity | None:
    """Return what a figure counts; `said` is the role of the last count of its paragraph."""
    text = paragraph.text
    tokens = paragraph.tokens(Span(paragraph.start + reading.core, paragraph.start + reading.core_end))
    if tokens is None:
        return None
    number = tokens.root
    if reading.unit is None and any(t.ent_type_ in _NAME_KINDS for t in tokens) and not reading.vague:
        return None
    counted = _counted(tokens, number)
    if counted is not None and counted.lower_ == "times":
        return None  # "came under fire four times"
    role = _role(text, reading, counted, number) if reading.unit is None else None
    if role is None and said is not None and reading.unit is None and is_other_count(number):
        role = said
    part = _OF_THEM.match(text, reading.end) and not reading.unit and role is None  # of those told before
    if part or not _counts(reading, number, counted, role, text):
        return None
    start, bound = _bounded(text, reading)
    ranged = reading.low != reading.high
    grade = _grade(text, reading, number, role)
    return Quantity(
        span=Span(paragraph.start + start, paragraph.start + reading.end),
        value=reading.low if reading.vague or not ranged else (reading.low + reading.high) / 2,
        low=reading.low if ranged else None,
        high=reading.high if ranged else None,
        bound=bound,
        unit=reading.unit,
        what=_what(counted, number, reading),
        role=role,
        time=_time_of(paragraph, number, times),
        confidence=0.9 if grade == "strong" else 0.6,
        grade=grade,
    )


def _bounded(text: str, reading: Figure) -> tuple[int, Bound]:
    """Return where a number begins with the words that bound it ("at least"), and how they do."""
    left = _BOUND.search(text, max(0, reading.start - 24), reading.start)
    start = left.start() if left is not None else reading.start
    bound: Bound = _BOUNDS[next(i for i in range(len(_BOUNDS)) if left[f"b{i}"])][0] if left else "exact"
    return start, "about" if reading.vague and bound == "exact" else bound


def _grade(text: str, reading: Figure, number: Token, role: str | None) -> Grade:
    """Return how sure a count is: vague, possible and outdated ones are weak, and those without a role."""
    outdated = _OUTDATED.match(text[reading.end :]) and text[: reading.start].lower().endswith("from ")
    uncertain = is_possible(number) if role is not None else reading.unit is None
    return "weak" if reading.vague or uncertain or outdated else "strong"


_DEFINITE = quantity_words("definite of finder")
_NO_COUNT = quantity_words("no count")


def _role(text: str, reading: Figure, counted: Token | None, number: Token) -> str | None:
    """Return what became of the counted, None where a clause denies it or only a part of them is meant."""
    if is_whole(text, reading.core):
        return role_beside(counted) if counted is not None and is_told_first(text, reading.core) else None
    if is_denied(number) or reading.low % 1 or _RATE.match(text, reading.end):
        return None
    if _STRONG.match(text, reading.end):
        return _CROWDS.get(counted.lemma_.lower()) if counted is not None else None
    if _OF_A_WHOLE.match(text, reading.end):
        return role_of_verb(number, number)  # "3 of the 10 wounded died"
    role = role_of(counted if counted is not None else number, number)
    if role in OF_THINGS:
        return role
    thing = counted if counted is not None else inherited(number)
    return None if thing is not None and is_thing(thing) else role


def _counts(reading: Figure, number: Token, counted: Token | None, role: str | None, text: str) -> bool:
    """Tell whether the number counts: "12 were killed", "$5", "300 soldiers", but not "the two sides"."""
    if reading.unit is not None or role is not None:
        return True
    if _STRONG.match(text, reading.end) and counted is not None:
        return True
    if (
        counted is None
        or counted.lemma_.lower() in _NO_COUNT
        or text[reading.core : reading.core_end].lower() == "several"
    ):
        return False
    if reading.low == reading.high and reading.low <= 3:
        previous = text[: reading.start].rstrip().rpartition(" ")[2].lower()
        return reading.low > 1 and previous not in _DEFINITE and counted.tag_ == "NNS"
    return counted.tag_ in ("NNS", "NN", "NNPS") and not (
        counted.tag_ == "NN" and reading.low == reading.high and counted.lemma_ not in _COLLECTIVE
    )


_BEFORE_NOUNS = frozenset(["nummod", "quantmod", "compound", "amod", "nmod"])
_COLLECTIVE = quantity_words("collective")


def _counted(tokens: TokenSpan, number: Token) -> Token | None:
    """Return the noun that a number counts, None where it stands alone."""
    head = number.head
    if head.lower_ == "strong" and head.dep_ == "amod" and head.head.pos_ == "NOUN":
        return head.head  # "a 500-strong crowd"
    if number.dep_ in _BEFORE_NOUNS and head.pos_ in ("NOUN", "PROPN") and head.i > number.i:
        return head
    of = (child for child in number.children if child.dep_ == "prep" and child.lower_ == "of")
    behind = next((child for child in of if child.i > number.i), None)
    if behind is not None:
        return next((word for word in behind.children if word.dep_ == "pobj"), None)
    return _noun_after(tokens)


def _noun_after(tokens: TokenSpan) -> Token | None:
    """Return the noun that follows a number closely, whatever the parser hangs it on."""
    for token in tokens.doc[tokens.end : tokens.end + 3]:
        if token.pos_ == "NOUN":
            return token
        if token.pos_ not in ("ADJ", "NOUN", "PROPN") or token.lower_ in roles("state"):
            break
    return None


def _what(counted: Token | None, number: Token, reading: Figure) -> str | None:
    """Return the noun of what is counted or measured, with its compounds, in lower case."""
    noun = counted
    if reading.unit is not None:
        measured = _measured(number, counted)
        noun = _content(measured) if measured is not None else None
    if noun is None or noun.pos_ not in ("NOUN", "PROPN") or noun.lower_ in ("other", "others", "more"):
        return None
    words = [
        t.text if t.pos_ == "PROPN" else t.lower_
        for t in noun.lefts
        if t.dep_ == "compound" and t.i not in (number.i,) and t.pos_ != "NUM" and not t.is_currency
    ]
    return " ".join([*words, noun.text if noun.pos_ == "PROPN" else noun.lower_])


def _measured(number: Token, counted: Token | None) -> Token | None:
    """Return what a measure is of: "$3 billion in aid", "a $5 million contract", "trade reached $220"."""
    head = number
    for _ in range(4):
        goods = _goods(head, number)
        if goods is not None:
            return goods
        above = head.head
        if above is head:
            break
        if _heads_measure(above, head, number):
            return above
        if above.pos_ in ("VERB", "AUX"):
            return _subject_measured(above, head)
        head = above
    return counted if counted is not None and not _is_unit_word(counted) else None


def _goods(head: Token, number: Token) -> Token | None:
    """Return the goods behind "of", "in" or "for" a measure."""
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "in", "for") and child.i > number.i:
            noun = next((t for t in child.children if t.dep_ == "pobj"), None)
            if noun is not None and noun.ent_type_ not in ("DATE", "GPE", "TIME", "ORG", "PERSON"):
                return noun
    return None


def _heads_measure(above: Token, head: Token, number: Token) -> bool:
    nominal = above.pos_ in ("NOUN", "PROPN") and above.i > number.i
    return nominal and head.dep_ in ("nmod", "compound", "nummod", "amod") and not _is_unit_word(above)


def _subject_measured(verb: Token, head: Token) -> Token | None:
    """Return the subject of a verb that tells its measure, None for who spends it."""
    if head.dep_ == "dobj" and verb.lemma_ in _SPENDING:
        return None
    return next((t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ == "NOUN"), None)


def _content(noun: Token) -> Token | None:
    """Return the goods of "worth of goods", the noun itself otherwise, None for a bare unit."""
    if noun.lower_ == "worth":
        return next(
            (t for p in noun.children if p.dep_ == "prep" for t in p.children if t.dep_ == "pobj"), None
        )
    return None if _is_unit_word(noun) else noun


_SPENDING = quantity_words("spending")


def _is_unit_word(token: Token) -> bool:
    return any(re.fullmatch(pattern, token.lower_) for pattern, _ in units("after")) or token.lower_ in SCALES


# ---------------------------------------------------------------------------------------------------- time


def _time_of(paragraph: Paragraph, number: Token, times: Sequence[tuple[int, TimeMention]]) -> int | None:
    """Return the index of the time that dates the clause of a number, None where there is none."""
    place, clause = paragraph.span(number).start, _verb_of(number)
    best: tuple[int, int] | None = None
    for index, time in times:
        dates = time.type in ("DATE", "TIME") and not time.value.endswith("_REF")
        if not dates or abs(time.span.start - place) > _CLAUSE:
            continue
        tokens = paragraph.tokens(time.span)
        if tokens is not None and _verb_of(tokens.root) == clause:
            distance = abs(tokens.root.i - number.i)
            best = min(best, (distance, index)) if best else (distance, index)
    return best[1] if best else None


def _verb_of(token: Token) -> int:
    for _ in range(20):
        if token.pos_ in ("VERB", "AUX") or token.head is token:
            break
        token = token.head
    return int(token.i)
