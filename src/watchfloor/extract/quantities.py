"""Quantities: how many, how much, of what, and what became of the counted.

A number stands when it counts something: it has a unit, a currency, a noun beside it or a role ("12 were
killed"). Dates, ages, scores, phone numbers and the numbers inside names are left to others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from watchfloor.extract.article import Article, Paragraph
from watchfloor.extract.numerals import FIGURES, NUMBER_WORDS, SCALES, number_of
from watchfloor.model import Bound, Grade, Quantity, Span, TimeMention

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

# A vague number stands for what a reader takes it to mean: two or more of its unit, below the next unit.
_VAGUE: dict[str, tuple[float, float]] = {
    "tens of millions": (2e7, 9.9e7),
    "hundreds of millions": (2e8, 9.9e8),
    "hundreds of thousands": (2e5, 9.9e5),
    "tens of thousands": (2e4, 9.9e4),
    "millions": (2e6, 9.9e6),
    "billions": (2e9, 9.9e9),
    "thousands": (2e3, 9.9e3),
    "hundreds": (200, 990),
    "scores": (40, 99),
    "dozens": (24, 99),
    "several dozen": (36, 99),
    "a few dozen": (36, 99),
    "several hundred": (300, 990),
    "a few hundred": (300, 990),
    "several thousand": (3e3, 9.9e3),
    "a few thousand": (3e3, 9.9e3),
    "several": (3, 9),
}
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
_VAGUE_WORDS = "|".join(sorted(_VAGUE, key=len, reverse=True))
_WORDS = (
    rf"(?:(?:half a|a|two|three|four|five|six) dozen|half an?(?= (?:million|billion|trillion))|"
    rf"{NUMBER_WORDS}|"
    r"an?(?= (?:million|billion|trillion|thousand|hundred)))"
)
_CALENDAR_AFTER = re.compile(
    r"[- ]?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur\w+)\b", re.IGNORECASE
)
_NAME_KINDS = frozenset(
    ("PERSON", "ORG", "PRODUCT", "FAC", "LAW", "WORK_OF_ART", "EVENT", "GPE", "NORP", "LOC")
)
_NUMBERED = re.compile(
    r"\b(?:nos?|number|page|pages|chapter|article|section|flight|route|highway|room|grade|level|phase|type|"
    r"covid|channel|act|volume|issue|aged?|rule|resolution|unit|block|gate|zone|line|class|day|week|"
    r"year|group of|g|under|u|top|world war|formula|windows|version|apollo|boeing|airbus|mig|su|f|m|ak)"
    r"[ .-]{1,2}$",
    re.IGNORECASE,
)
_OUTDATED = re.compile(r"\s*(?:\w+ )?to\b")  # the first number of "rose from 58 to 62"
_CLAUSE = 300  # characters: no clause of the press is longer
_PHONE = re.compile(r"(?<!\w)\+?\(?\d{2,4}\)?(?:[ .-]\d{2,4}){2,}(?!\w)")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A number as it stands in a paragraph: its extent with unit, its values, its unit."""

    start: int
    end: int
    core: int  # where the digits or number words begin
    core_end: int
    low: float
    high: float
    vague: bool
    unit: str | None


@cache
def _units(kind: str) -> tuple[tuple[str, str], ...]:
    rows = _rows("units.tsv")
    return tuple((words, unit) for row_kind, words, unit in rows if row_kind == kind)


@cache
def _roles(how: str) -> dict[str, str]:
    """Return the roles that words of one kind tell (object, subject, state, noun, toll)."""
    return {lemma: role for role, row_how, lemma in _rows("roles.tsv") if row_how == how}


def _rows(name: str) -> list[list[str]]:
    text = (resources.files("watchfloor") / "data" / "quantities" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _pattern() -> re.Pattern[str]:
    before = "|".join(words for words, _ in sorted(_units("before"), key=lambda row: -len(row[0])))
    after = "|".join(words for words, _ in sorted(_units("after"), key=lambda row: -len(row[0])))
    scales = "hundred|thousand|million|billion|trillion|lakh|crore|mn|mln|bn|bln|tn|trn"
    scale = rf"(?: ?(?P<scale>{scales})\b|(?P<short>[mbk])\b)"
    return re.compile(
        rf"(?<![\w.,/:-])(?P<before>{before})?(?P<one>(?:{_VAGUE_WORDS}|{_WORDS})(?![A-Za-z])|{FIGURES})"
        r"(?P<scale1> ?(?:million|billion|trillion|thousand|bn|mn|tn|m|k)\b)?"
        rf"(?:(?P<range> ?[-–—] ?| to | and | or )(?:{before})?(?P<two>{_WORDS}|{FIGURES}))?{scale}?"
        rf"(?:(?:[- ]?| of )(?P<after>{after})(?!\w))?(?![\d/:]|[.,]\d)",
        re.IGNORECASE,
    )


def find_quantities(article: Article, times: Sequence[TimeMention] = ()) -> tuple[Quantity, ...]:
    """Return the quantities of an article, in order of their spans.

    `times` are the article's times: what they cover is no quantity, and the one that dates the clause of a
    quantity becomes its `time`.
    """
    found: list[Quantity] = []
    for paragraph in article.paragraphs:
        for reading in _readings(paragraph, times):
            quantity = _quantity(paragraph, reading, times)
            if quantity is not None:
                found.append(quantity)
    return tuple(found)


def _readings(paragraph: Paragraph, times: Sequence[TimeMention]) -> Iterator[_Reading]:
    text = paragraph.text
    end = paragraph.start + len(text)
    barred = [
        (t.span.start - paragraph.start, t.span.end - paragraph.start)
        for t in times
        if paragraph.start <= t.span.start < end
    ]
    barred += [match.span() for match in _PHONE.finditer(text)]
    for match in _matches(text):
        reading = _read(match)
        if reading is None or any(s < reading.core_end and reading.core < e for s, e in barred):
            continue
        if reading.unit is None and _barred_by_words(text, reading):
            continue
        yield reading


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield the numbers of `text`; where two that stood together are no range, the second one again alone."""
    place = 0
    while match := _pattern().search(text, place):
        yield match
        reading = _read(match)
        place = match.end() if reading is None else max(reading.end, match.end("one"))


def _barred_by_words(text: str, reading: _Reading) -> bool:
    before, after = text[max(0, reading.start - 16) : reading.start], text[reading.end : reading.end + 12]
    return bool(
        _NUMBERED.search(before)
        or _CALENDAR_AFTER.match(after)
        or re.match(r"(?:st|nd|rd|th)\b|[-–]\d", after)
    )


def _read(match: re.Match[str]) -> _Reading | None:
    words = match["one"].lower()
    vague = _VAGUE.get(words)
    dozen = re.fullmatch(r"(half a|a|two|three|four|five|six) dozen", words)
    if vague:
        low, high = vague
    elif dozen:
        low = high = 12.0 * (0.5 if dozen[1] == "half a" else number_of(dozen[1]) or 1)
    else:
        number = {"a": 1.0, "an": 1.0, "half a": 0.5}.get(words, number_of(words))
        if number is None:
            return None
        low = high = number
    last = (match["scale"] or match["short"] or "").lower()
    first = (match["scale1"] or "").strip().lower()
    unit, end = _unit_of(match), match.end()
    if match["short"] and unit is None:
        return None  # "5 m" without a currency is no million
    if match["two"]:
        two = number_of(match["two"])
        if two is None or not _is_range(match, low, two, last or first):
            return _single(match, low, first, vague is not None)
        high = two * SCALES.get(last or first, 1)
        inner = match["two"].lower().split()[-1]  # "two to three million" is said of both
        low *= SCALES.get(first or last or inner, 1)
        if high <= low:
            return _single(match, low, "", vague is not None)
    else:
        low, high = low * SCALES.get(first or last, 1), high * SCALES.get(first or last, 1)
    return _Reading(match.start(), end, match.start("one"), end, low, high, vague is not None, unit)


def _single(match: re.Match[str], low: float, scale: str, vague: bool) -> _Reading | None:  # noqa: FBT001
    """Read only the first of two numbers that are no range ("one or two" is, "5 and 3 others" is none)."""
    if match["range"].strip() in ("-", "–", "—"):
        return None  # a score, a part number
    end = match.end("scale1") if match["scale1"] else match.end("one")
    unit = _before_unit(match)
    value = low * SCALES.get(scale, 1)
    return _Reading(match.start(), end, match.start("one"), end, value, value, vague, unit)


def _is_range(match: re.Match[str], low: float, high: float, scale: str) -> bool:
    link = match["range"].strip()
    if link == "and":
        return bool(
            re.search(
                r"\bbetween (?:\S{1,3} ?)?$",
                match.string[max(0, match.start() - 12) : match.start()],
                re.IGNORECASE,
            )
        )
    if link in ("-", "–", "—"):
        after = match.string[match.end() : match.end() + 20]
        return low < high and (
            bool(match["after"] or scale or match["before"])
            or bool(re.match(r" [a-z]+s\b| people| men| women", after))
        )
    before = match.string[max(0, match.start() - 6) : match.start()]
    return low < high and not before.lower().endswith("from ")


def _before_unit(match: re.Match[str]) -> str | None:
    words = (match["before"] or "").lower()
    return next((unit for pattern, unit in _units("before") if words and re.fullmatch(pattern, words)), None)


def _unit_of(match: re.Match[str]) -> str | None:
    unit = _before_unit(match)
    words = (match["after"] or "").lower()
    return unit or next(
        (unit for pattern, unit in _units("after") if words and re.fullmatch(pattern, words)), None
    )


def _quantity(paragraph: Paragraph, reading: _Reading, times: Sequence[TimeMention]) -> Quantity | None:
    text = paragraph.text
    tokens = paragraph.tokens(Span(paragraph.start + reading.core, paragraph.start + reading.core_end))
    if tokens is None:
        return None
    number = tokens.root
    if reading.unit is None and any(t.ent_type_ in _NAME_KINDS for t in tokens) and not reading.vague:
        return None
    if (
        re.match(r" of (?:them|whom|those|us|the|his|her|its|their)\b", text[reading.end :])
        and not reading.unit
    ):
        return None  # a part of what was counted before
    left = _BOUND.search(text, max(0, reading.start - 24), reading.start)
    counted = _counted(tokens, number)
    role = _role(counted if counted is not None else number, number) if reading.unit is None else None
    what = _what(counted, number, reading)
    if not _counts(reading, number, counted, role, text):
        return None
    start = left.start() if left is not None else reading.start
    bound: Bound = _BOUNDS[next(i for i in range(len(_BOUNDS)) if left[f"b{i}"])][0] if left else "exact"
    ranged = reading.low != reading.high
    if reading.vague:
        bound = "about" if bound == "exact" else bound
    outdated = _OUTDATED.match(text[reading.end :]) and text[: reading.start].lower().endswith("from ")
    weak = reading.vague or bool(outdated) or (role is None and reading.unit is None)
    grade: Grade = "weak" if weak else "strong"
    return Quantity(
        span=Span(paragraph.start + start, paragraph.start + reading.end),
        value=reading.low if reading.vague or not ranged else (reading.low + reading.high) / 2,
        low=reading.low if ranged else None,
        high=reading.high if ranged else None,
        bound=bound,
        unit=reading.unit,
        what=what,
        role=role,
        time=_time_of(paragraph, number, times),
        confidence=0.9 if grade == "strong" else 0.6,
        grade=grade,
    )


_DEFINITE = frozenset(["the", "both", "these", "those", "our", "their", "his", "her", "its", "your", "my"])
_NO_COUNT = frozenset(["time", "way", "other", "fold", "thing", "day", "side", "least", "most", "front"])


def _counts(reading: _Reading, number: Token, counted: Token | None, role: str | None, text: str) -> bool:
    """Tell whether the number counts: "12 were killed", "$5", "300 soldiers", but not "the two sides"."""
    if reading.unit is not None or role is not None:
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


_COLLECTIVE = frozenset(
    ["people", "police", "personnel", "staff", "crew", "aircraft", "troop", "cattle", "percent"]
)


def _counted(tokens: TokenSpan, number: Token) -> Token | None:
    """Return the noun that a number counts, None where it stands alone."""
    if (
        number.dep_ in ("nummod", "quantmod", "compound", "amod", "nmod")
        and number.head.pos_ in ("NOUN", "PROPN")
        and number.head.i > number.i
    ):
        return number.head
    inside = {t.i for t in tokens}
    for child in number.children:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i > number.i:
            return next((t for t in child.children if t.dep_ == "pobj"), None)
    for token in number.doc[tokens.end : tokens.end + 3]:
        if token.pos_ == "NOUN" and token.i not in inside:
            return token
        if token.pos_ not in ("ADJ", "NOUN", "PROPN") or token.lower_ in _roles("state"):
            break
    return None


def _what(counted: Token | None, number: Token, reading: _Reading) -> str | None:
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
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "in", "for") and child.i > number.i:
                noun = next((t for t in child.children if t.dep_ == "pobj"), None)
                if noun is not None and noun.ent_type_ not in ("DATE", "GPE", "TIME", "ORG", "PERSON"):
                    return noun
        if head.head is head:
            break
        above = head.head
        if (
            above.pos_ in ("NOUN", "PROPN")
            and above.i > number.i
            and head.dep_ in ("nmod", "compound", "nummod", "amod")
        ) and not _is_unit_word(above):
            return above
        if above.pos_ in ("VERB", "AUX"):
            if head.dep_ == "dobj" and above.lemma_ in _SPENDING:
                return None
            return next(
                (t for t in above.children if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ == "NOUN"), None
            )
        head = above
    return counted if counted is not None and not _is_unit_word(counted) else None


def _content(noun: Token) -> Token | None:
    """Return the goods of "worth of goods", the noun itself otherwise, None for a bare unit."""
    if noun.lower_ == "worth":
        return next(
            (t for p in noun.children if p.dep_ == "prep" for t in p.children if t.dep_ == "pobj"), None
        )
    return None if _is_unit_word(noun) else noun


_SPENDING = frozenset(
    [
        "pay",
        "spend",
        "invest",
        "give",
        "donate",
        "earn",
        "lose",
        "owe",
        "pledge",
        "raise",
        "make",
        "offer",
        "provide",
        "contribute",
        "win",
    ]
)


def _is_unit_word(token: Token) -> bool:
    return (
        any(re.fullmatch(pattern, token.lower_) for pattern, _ in _units("after")) or token.lower_ in SCALES
    )


# --------------------------------------------------------------------------------------------------- roles

_OBJECTS = frozenset(("dobj", "nsubjpass", "obj"))
_LINKS = frozenset(
    [
        "were",
        "was",
        "are",
        "is",
        "be",
        "been",
        "being",
        "have",
        "has",
        "had",
        "others",
        "other",
        "more",
        "people",
        "left",
        "and",
        "of",
        "them",
        "reported",
        "feared",
        "also",
        "still",
        "confirmed",
    ]
)


def _role(noun: Token, number: Token) -> str | None:
    """Return what became of the counted: from the noun itself, its participles, its verb, or a toll."""
    near = (
        _role_of_happening(noun)
        or _role_beside(noun)
        or _role_after(number, noun)
        or _role_of_verb(noun, number)
    )
    return near or _roles("noun").get(noun.lemma_.lower()) or _role_of_toll(number)


def _role_of_happening(noun: Token) -> str | None:
    """Read "the death of four men and two women", "the arrest of 12 people"."""
    token = noun
    while token.dep_ == "conj" and token.head.pos_ in ("NOUN", "NUM", "PROPN"):
        token = token.head
    named = token.dep_ == "pobj" and token.head.lower_ == "of"
    return _roles("noun").get(token.head.head.lemma_.lower()) if named else None


def _role_beside(noun: Token) -> str | None:
    for child in noun.children:
        lemma, word = child.lemma_.lower(), child.lower_
        if (
            child.dep_ in ("acl", "amod")
            and child.tag_ in ("VBN", "VBD", "JJ")
            and (role := _roles("object").get(lemma) or _roles("state").get(word))
        ):
            return role
        if (
            child.dep_ == "relcl"
            and any(t.dep_ in ("nsubjpass",) for t in child.children)
            and lemma in _roles("object")
        ):
            return _roles("object")[lemma]
        if child.dep_ == "relcl" and lemma in _roles("subject"):
            return _roles("subject")[lemma]
    return None


def _role_after(number: Token, noun: Token) -> str | None:
    """Read "12 dead", "12 people were injured", "30 others wounded": the word right after, links skipped."""
    doc, start = number.doc, max(number.i, noun.i) + 1
    for token in doc[start : start + 4]:
        word = token.lower_
        if word in _roles("state") or (token.tag_ == "VBN" and token.lemma_ in _roles("object")):
            return _roles("state").get(word) or _roles("object")[token.lemma_]
        if token.tag_ in ("VBN", "VBD") and token.lemma_ in _roles("subject"):
            return _roles("subject")[token.lemma_]
        if word not in _LINKS:
            return None
    return None


def _role_of_verb(noun: Token, number: Token) -> str | None:
    token = noun
    if token.dep_ == "pobj" and token.head.head == number:  # "hundreds of people"
        token = number
    while token.dep_ in ("conj", "appos") and token.head.pos_ in ("NOUN", "NUM", "PROPN"):
        token = token.head
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lemma_ in ("number", "total"):
        token = token.head.head
    verb = token.head
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    lemma = verb.lemma_.lower()
    if token.dep_ in _OBJECTS:
        dead = any(child.lower_ == "dead" for child in verb.children)  # "shot dead four men"
        return "killed" if dead else _roles("object").get(lemma)
    if token.dep_ == "nsubj":
        if (
            verb.tag_ == "VBN"
            and not any(t.dep_ == "dobj" for t in verb.children)
            and lemma in _roles("object")
        ):
            return _roles("object")[lemma]
        state = next((t.lower_ for t in verb.children if t.dep_ in ("acomp", "attr", "oprd")), "")
        return _roles("subject").get(lemma) or _roles("state").get(state)
    return None


def _role_of_toll(number: Token) -> str | None:
    """Read "the death toll rose to 45", "a toll of 45"."""
    token = number
    for _ in range(4):
        if token.lemma_.lower() == "toll":
            return "killed"
        subjects = (
            [t for t in token.children if t.dep_ in ("nsubj", "nsubjpass", "dobj")]
            if token.pos_ in ("VERB", "AUX")
            else []
        )
        if any(t.lemma_.lower() == "toll" for t in subjects):
            return "killed"
        for subject in subjects:
            words = {t.lower_ for t in subject.subtree}
            if subject.lemma_ == "number" and (found := words & _roles("state").keys()):
                return _roles("state")[min(found)]
        if token.head is token or token.pos_ == "VERB":
            return None
        token = token.head
    return None


# ---------------------------------------------------------------------------------------------------- time


def _time_of(paragraph: Paragraph, number: Token, times: Sequence[TimeMention]) -> int | None:
    """Return the index of the time that dates the clause of a number, None where there is none."""
    place, clause = paragraph.span(number).start, _verb_of(number)
    best: tuple[int, int] | None = None
    for index, time in enumerate(times):
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
