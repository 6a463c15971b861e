"""Where a name in a text begins and ends, whatever a parser took in or left out beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from watchfloor.extract.actors.word_lists import actor_words
from watchfloor.extract.actors.words import (
    first_names,
    organisation_words,
    organisations,
    site_words,
    titles,
)
from watchfloor.gazetteer import country_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NameKind = Literal["person", "organisation", "country", "group", "place", "other"]

_LONGEST_HEADLINE = 60  # words
_EDGE = frozenset("\"'“”‘’«»`,.;:!?-–—()[]*#|/…@")
_CASE = frozenset(("'s", "’s", "'", "’"))
NAME_TAGS = frozenset(("NNP", "NNPS"))
_SPEAKABLE = re.compile(r"\w")
LOCATIVE = actor_words("locative")
OF_HEADS = frozenset(
    (
        *("University", "Ministry", "Department", "Church", "Bank", "Municipality", "Institute", "College"),
        *("Association", "Council", "Court", "Academy", "School", "House", "Board", "Bureau", "Office"),
        *("Republic", "Chamber", "Society", "Museum", "Federation", "League", "Union", "Order", "Party"),
    )
)


def is_office(doc: Doc, start: int, end: int) -> bool:
    """Tell whether an entity is an office in capitals ("MLA for the coast"), or one before its holder."""
    if end - start == 1:
        return bool(doc[start].text.isupper() and is_title(doc[start]))
    named = end < len(doc) and doc[end].tag_ == "NNP" and not doc[end].is_sent_start
    office = titles().get(doc[end - 1].lower_)
    return named and office is not None and office.rank in ("office", "rank") and not is_title(doc[end])


def _people_bounds(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the people of an entity, each without title and with a first name before it."""
    cuts = [token.i for token in doc[start:end] if token.lower_ in ("and", "&", ",", "/", "image", "photo")]
    for left, right in pairwise([start - 1, *cuts, end]):
        bounds = _after_title(doc, *_trim(doc, left + 1, right))
        if bounds[0] < bounds[1]:
            given = left < start and _given_name_before(doc, *bounds)
            yield _stretch(doc, bounds[0] - given, bounds[1])


def _listed_bounds(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the bodies that an entity lists."""
    cuts = [i for i in range(start, end) if doc[i].text in (",", "and", "&", "or")]
    for left, right in pairwise([start - 1, *cuts, end]):
        bounds = _trim(doc, left + 1, right)
        if bounds[0] < bounds[1]:
            yield bounds


def bounds_of(doc: Doc, start: int, end: int, kind: NameKind) -> Iterator[tuple[int, int]]:
    """Trim an entity, split coordinated people, and take in the rest of an organisation's name."""
    if kind == "person":
        yield from _people_bounds(doc, start, end)
    elif _is_surname(doc, start, end, kind):
        yield start - 1, end
    elif kind == "organisation" and _is_list(doc, start, end):
        yield from _listed_bounds(doc, start, end)
    else:
        start, end = _trim(doc, start, end)
        if start < end:
            yield _whole(doc, start, end, kind)


def _is_surname(doc: Doc, start: int, end: int, kind: NameKind) -> bool:
    """Tell whether what was taken for a place or a body goes on from a first name."""
    if kind == "place" and first_name_before(doc, start, end):
        return True
    return kind in ("organisation", "place") and _given_name_before(doc, start, end)


def _whole(doc: Doc, start: int, end: int, kind: NameKind) -> tuple[int, int]:
    """Return the bounds of a name with the words that complete it, or of the person behind a title in it."""
    inner = next((i for i in range(end - 2, start, -1) if is_title(doc[i]) and doc[i].text.istitle()), None)
    if kind == "organisation" and inner is not None and doc[inner + 1].lower_ in first_names():
        return inner + 1, end
    while end < len(doc) and doc[end].text in organisation_words() and doc[end].tag_ in NAME_TAGS:
        end += 1
    if doc[end - 1].text in OF_HEADS and end + 1 < len(doc) and doc[end].lower_ == "of":
        end = _end_behind_of(doc, end)
    return start, end


def _end_behind_of(doc: Doc, end: int) -> int:
    """Return where a body's name ends that goes on with "of" at `end` ("Ministry of the Interior")."""
    after = end + 1 + (doc[end + 1].lower_ == "the")
    while after < len(doc) and doc[after].tag_ in NAME_TAGS:
        after += 1
        end = after
    return end


def _after_title(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Leave out an office that stands in a person's entity: "Tarvel Fire Chief [Ann Roe]"."""
    for index in range(end - 3, start - 1, -1):
        title = titles().get(doc[index].lower_)
        if title is not None and title.rank in ("office", "rank") and doc[index + 1].text.istitle():
            return index + 1, end
    return start, end


_PLACE_STARTS = frozenset(
    (
        *("New", "North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western", "Central"),
        *(
            "Upper",
            "Lower",
            "Greater",
            "Inner",
            "Outer",
            "Downtown",
            "Fort",
            "Port",
            "Lake",
            "Mount",
            "Saint",
        ),
        *("St.", "San", "Santa", "Los", "Las", "El", "La", "Le", "Cape", "Great", "Old", "Little", "Team"),
    )
)


def first_name_before(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a place name is rather a surname: a lone proper noun that spaCy left out precedes it."""
    if start == 0 or end - start > 1 or doc[start].is_sent_start:
        return False
    before = doc[start - 1]
    alone = before.tag_ == "NNP" and before.text.istitle() and len(before) > 2
    lead = doc[start - 2].lower_ if start > 1 else ""
    if lead in ("the", "a", "an", *LOCATIVE, "from", "of") or doc[start].text in _PLACE_STARTS:
        return False
    follows_name = start > 1 and doc[start - 2].tag_ == "NNP" and not doc[start - 1].is_sent_start
    return (
        alone
        and before.dep_ == "compound"
        and before.head.i == start
        and not follows_name
        and before.text not in _PLACE_STARTS
        and before.text not in organisation_words()
        and before.lower_ not in titles()
        and country_of(doc[start].text) is None
    )


def _given_name_before(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a known first name that spaCy left out stands before one word: "Ana" + "Weiss"."""
    if start == 0 or end - start > 1 or doc[start].text in (*organisation_words(), *site_words()):
        return False
    before = doc[start - 1]
    alone = not before.ent_type_ and before.tag_ == "NNP" and before.text.istitle()
    given = alone and before.head.i == start and before.lower_ in first_names()
    return given and doc[start].tag_ == "NNP" and not _is_shouted(doc)


def _is_shouted(doc: Doc) -> bool:
    plain_verb = any(t.pos_ == "VERB" and t.text.islower() for t in doc[:_LONGEST_HEADLINE])
    return in_title_case(doc) and not plain_verb


def _is_list(doc: Doc, start: int, end: int) -> bool:
    """Tell whether an entity is several names: "X, Y and Z", or "X and Y" with a known one."""
    inner = [i for i in range(start + 1, end - 1) if doc[i].text in (",", "and", "&", "or")]
    if any(doc[i].text == "," for i in inner):
        return doc[end - 1].lower_ not in ("inc.", "inc", "ltd", "ltd.", "llc")
    return any(
        doc[start:i].text in organisations() or doc[i + 1 : end].text in organisations() for i in inner
    )


def _stretch(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Take in the hyphenated or unseen rest of a person's name ("Wong Kwok" + "-hing", "James" + "To")."""
    while (
        end + 1 < len(doc)
        and doc[end].text == "-"
        and not doc[end].whitespace_
        and not doc[end - 1].whitespace_
    ):
        end += 2
    while (
        start > 1
        and doc[start - 1].text == "-"
        and not doc[start - 1].whitespace_
        and doc[start - 2].text.istitle()
    ):
        start -= 2
    while (
        end < len(doc)
        and doc[end].tag_ == "NNP"
        and doc[end].text.istitle()
        and not doc[end].ent_type_
        and not doc[end].is_sent_start
        and doc[end].text not in organisation_words()
        and doc[end].lower_ not in titles()
        and doc[end - 1].text[-1:] != "."
    ):
        end += 1
    return start, end


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and (
        doc[start].text in _EDGE
        or doc[start].tag_ in ("DT", "PRP$", "POS", "IN", "CC")
        or not _SPEAKABLE.search(doc[start].text)
    ):
        start += 1
    while end > start and (
        doc[end - 1].text in _EDGE
        or doc[end - 1].text in _CASE
        or (doc[end - 1].is_lower and doc[end - 1].tag_ in ("DT", "IN", "TO", "CC"))
    ):
        end -= 1
    while end - start > 1 and is_title(doc[start]) and doc[start + 1].text[:1].isupper():
        if doc[start + 1].lower_ == "of" or doc[end - 1].text in organisation_words():
            break
        start += 1
    return start, end


def is_title(token: Token) -> bool:
    """Tell whether a word is a title of people."""
    return token.lower_ in titles()


def in_title_case(doc: Doc) -> bool:
    """Tell whether a paragraph is written like a headline, each longer word with a capital."""
    words = [token for token in doc[:_LONGEST_HEADLINE] if token.is_alpha and len(token) > 3]
    return len(words) > 3 and sum(token.text[0].isupper() for token in words) > 0.75 * len(words)
