"""Offices and callings as texts state them: before a name, or as a common noun beside one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.actors.words import Gender, Title, organisation_words, organisations, titles
from watchfloor.extract.quantities.numerals import SMALL, TENS
from watchfloor.gazetteer import country_of
from watchfloor.model import Role

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_LONGEST = 12  # tokens before a name in which its title is sought; longer ones are clauses
# What offices are for; such a word, or one like "deputy", tells one minister from another.
PORTFOLIOS = frozenset(
    (
        *("state", "defence", "defense", "interior", "justice", "finance", "treasury", "health", "education"),
        *("culture", "labor", "labour", "energy", "commerce", "trade", "transport", "transportation", "war"),
        *("agriculture", "affairs", "security", "staff", "parliament", "police", "government", "council"),
        *(
            "foreign",
            "press",
            "communications",
            "home",
            "homeland",
            "environment",
            "economy",
            "information",
            "house",
            "commons",
            "sports",
            "investment",
            "digital",
            "tourism",
            "immigration",
            "solicitor",
            "attorney",
            "lieutenant",
        ),
    )
)
_MODIFIERS = frozenset(("NNP", "NNPS", "JJ", "NN", "VBN", "JJR", "JJS", "HYPH", "RB"))
_NO_ROLE = frozenset(
    (
        *("the", "a", "an", "its", "his", "her", "their", "another", "first", "one", "two", "new", "other"),
        *("any", "some", "no", "this", "that", "our", "my", "your", "each", "every", "both", "all"),
    )
)
# Titles that are first names as well: an age before one tells that it is.
_ALSO_GIVEN = frozenset(
    (
        *("major", "prince", "princess", "king", "queen", "duke", "duchess", "baron", "judge", "justice"),
        *("marshal", "bishop", "dean", "pope", "earl", "sir", "lady", "chancellor", "general", "deacon"),
    )
)
_AGED = re.compile(r"\b(\d{1,3}|[a-z]+(?:[ -][a-z]+)?) ?- ?(year|month|week|day)s? ?- ?old$", re.IGNORECASE)
_TIMES = frozenset(("DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT"))
_CASE = frozenset(("'s", "’s", "'", "’"))
_PROPER = ("NNP", "NNPS")


@dataclass(frozen=True, slots=True)
class TitlePhrase:
    """Tokens `start` to `end` that are a title: what it is, of which country or organisation, of whom.

    `ranks` are the classes of its title words ("office", "style", ...), `nouns` those words in lower case.
    """

    start: int
    end: int
    role: Role | None
    ranks: frozenset[str]
    nouns: tuple[str, ...]
    gender: Gender | None


def title_before(doc: Doc, name: int) -> TitlePhrase | None:
    """Return the title that ends right before token `name`, or None."""
    start, known = _before_portfolio(doc, name), False
    while start > 0 and name - start < _LONGEST and not _begins(doc, start):
        token = doc[start - 1]
        if token.ent_type_ in _TIMES:
            break
        known_here = token.lower_ in titles() and token.tag_ not in ("VB", "VBD", "VBP", "VBZ")
        if known_here and token.lower_ in _ALSO_GIVEN and start == name and age_before(doc, start - 1):
            return None
        goes_on = known_here or (_modifies(doc, start - 1) if known else _is_portfolio(token, name - start))
        if not goes_on:
            break
        known = known or known_here
        start -= 1
    return _phrase(doc, _without_links(doc, start, name), name) if known else None


def _without_links(doc: Doc, start: int, name: int) -> int:
    """Return where a title begins without the words that only tie it to what stands before."""
    while start < name and (
        doc[start].text in ("-", "and", "&", "of", "for", *_CASE) or doc[start].tag_ == "RB"
    ):
        start += 1
    return start


def age_before(doc: Doc, index: int) -> int | None:
    """Return the age in years that stands right before a token ("[17-year-old] Tom Varr"), or None."""
    found = _AGED.search(doc[max(0, index - 7) : index].text)
    if found is None:
        return None
    if found[2].lower() != "year":
        return 0
    words = found[1].lower().replace("-", " ").split()
    if words[-1].isdecimal():
        return int(words[-1])
    known = [SMALL.get(word, TENS.get(word)) for word in words]
    return sum(number for number in known if number is not None) if known[-1] is not None else None


def _begins(doc: Doc, index: int) -> bool:
    """Tell whether a sentence begins at a token; the parser ends some at "Sens." and "Det."."""
    before = doc[index - 1]
    return bool(doc[index].is_sent_start) and not (before.text[-1:] == "." and before.lower_ in titles())


def _before_portfolio(doc: Doc, name: int) -> int:
    """Return where what an office is of begins, where that stands before the name; else the name itself.

    "Director [of] Public Works Eric Hale", "Secretary [of] State for Northern Ireland Ann Roe".
    """
    index = name - 1
    if index < 0 or doc[index].tag_ not in (*_PROPER, "NNS") or doc[index].lower_ in titles():
        return name  # "captain of the trawler Nova Marela" names the trawler
    while index > 0 and name - index < _LONGEST and not doc[index].is_sent_start:
        token = doc[index]
        if token.lower_ in ("of", "for"):
            title = titles().get(doc[index - 1].lower_)
            if title is not None and title.rank in ("office", "rank"):
                return index
        elif token.ent_type_ == "PERSON" or not (
            token.tag_ in (*_PROPER, "JJ", "NN", "NNS", "HYPH") or token.lower_ in ("and", "&", "the")
        ):
            return name
        index -= 1
    return name


def _modifies(doc: Doc, index: int) -> bool:
    token = doc[index]
    if token.text in _CASE:
        return index > 0 and doc[index - 1].tag_ in ("NNP", "NNPS")
    if token.text in ("and", "&"):
        return index > 0 and doc[index - 1].lower_ in PORTFOLIOS and doc[index + 1].lower_ not in titles()
    if token.lower_ in ("of", "for"):
        return index > 0 and doc[index - 1].lower_ in titles()
    return token.tag_ in _MODIFIERS and token.ent_type_ != "PERSON" and token.lower_ not in _NO_ROLE


def _is_portfolio(token: Token, distance: int) -> bool:
    if distance == 0:
        return token.lower_ in PORTFOLIOS or bool(token.text[:1].isupper() and country_of(token.text))
    return (
        token.lower_ in PORTFOLIOS
        or token.lower_ in ("of", "for", "the", "and")
        or token.tag_ in ("NNP", "NNPS")
    )


def _phrase(doc: Doc, start: int, end: int) -> TitlePhrase:
    words = doc[start:end]
    known = [titles()[token.lower_] for token in words if token.lower_ in titles()]
    genders = [title.gender for title in known if title.gender]
    return TitlePhrase(
        start=start,
        end=end,
        role=role_in(doc, start, end),
        ranks=frozenset(title.rank for title in known),
        nouns=tuple(title.full.lower() for title in known),
        gender=genders[-1] if genders else None,
    )


def role_in(doc: Doc, start: int, end: int) -> Role | None:
    """Return the role that tokens `start` to `end` state ("Russia's defence minister"), or None.

    Words for the country or organisation become `of`; styles such as Mr are no role.
    """
    of: str | None = None
    kept: list[str] = []
    index = start
    while index < end:
        body = _body_at(doc, index, end, whole=of is None)
        if body is not None:
            of, index = of or body[0], body[1]
            continue
        kept.extend(_kept(doc[index]))
        index += 1
    while kept and kept[-1].lower() in ("of", "for", "and", "-", "the"):
        kept.pop()
    while kept and kept[0].lower() in ("of", "for", "and", "-", ","):
        kept.pop(0)
    if not kept or not any(word.lower() in titles() for word in kept):
        return None
    return Role(title=" ".join(kept).replace(" - ", "-"), of=of)


def _kept(token: Token) -> tuple[str, ...]:
    """Return what of a role's title a token is, written out."""
    title = titles().get(token.lower_)
    if token.text in _CASE or token.lower_ in _NO_ROLE or (title is not None and title.rank == "style"):
        return ()
    return (token.text if title is None or title.full == title.noun else _written(title),)


def _body_at(doc: Doc, index: int, end: int, *, whole: bool) -> tuple[str, int] | None:
    """Return the country or body that a role is of, where one begins at `index`, and where it ends.

    `whole`: a town may be what it is of as well; else one was named before.
    """
    for last in (min(index + 3, end), min(index + 2, end), index + 1):
        text = doc[index:last].text
        if text[:1].isupper() and (code := country_of(text)):
            return code, last
        if text in organisations() and last < end:
            return organisations()[text].name, last
    token = doc[index]
    body = _named_body_end(doc, index, end)
    if body is not None:
        return doc[index:body].text, body
    based = index + 1 < len(doc) and doc[index + 1].text == "-"
    if token.ent_type_ == "GPE" and token.text[:1].isupper() and whole and not based:
        place = _run_of(doc, index, end, "GPE")
        return place, index + len(place.split())
    return None


def _named_body_end(doc: Doc, index: int, end: int) -> int | None:
    """Return where the name of a body, or of whoever owns what follows, ends, or None.

    "[Norvale Police] captain", "[Saturn]'s general manager".
    """
    token = doc[index]
    if token.ent_type_ == "ORG" and token.tag_ in _PROPER and token.lower_ not in titles():
        last = _organisation_end(doc, index, end)
        if last < end and (doc[last - 1].text in organisation_words() or doc[last].text in _CASE):
            return last
    if token.ent_type_ == "GPE":
        return None
    last = index
    while last < end and doc[last].tag_ in _PROPER:
        last += 1
    return last if index < last < end and doc[last].text in _CASE else None


def _run_of(doc: Doc, start: int, end: int, label: str) -> str:
    last = start + 1
    while last < end and doc[last].ent_type_ == label and doc[last].ent_iob_ == "I":
        last += 1
    return " ".join(token.text for token in doc[start:last])


def _written(title: Title) -> str:
    return title.full if title.full.isupper() else title.full.capitalize()


def _organisation_end(doc: Doc, start: int, end: int) -> int:
    while start < end and doc[start].ent_type_ == "ORG" and doc[start].lower_ not in titles():
        start += 1
    return start


def is_portfolio(token: Token) -> bool:
    """Tell whether a word says what an office is for ("Press" Secretary), so that it ends no other name."""
    return token.lower_ in PORTFOLIOS
