"""Offices and callings as texts state them: before a name, or as a common noun beside one."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.actors.words import Gender, Title, organisation_words, organisations, titles
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
# Heads of what may be a shop: public only with the body that they lead.
_PROSECUTOR = re.compile(
    r"\b(?:district|state['’]?s?|commonwealth['’]?s?|prosecuting|county|city|circuit|U\.?S\.?) attorney",
    re.IGNORECASE,
)
_COUNTRY_CODE = 2  # letters; "a Danish founder" leads no body of that name
_LESSER = frozenset(("founder", "co-founder", "manager"))
_TIMES = frozenset(("DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT"))
_CASE = frozenset(("'s", "’s", "'", "’"))


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
    start, known = name, False
    while start > 0 and name - start < _LONGEST and not (start < name and doc[start].is_sent_start):
        token = doc[start - 1]
        if doc[name].is_sent_start or token.ent_type_ in _TIMES:
            break
        if token.lower_ in titles() and token.tag_ not in ("VB", "VBD", "VBP", "VBZ"):
            known = True
        elif known:
            if not _modifies(doc, start - 1):
                break
        elif not _is_portfolio(token, name - start):
            break
        start -= 1
    if not known:
        return None
    while start < name and (
        doc[start].text in ("-", "and", "&", "of", "for", *_CASE) or doc[start].tag_ == "RB"
    ):
        start += 1
    return _phrase(doc, start, name)


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
        token = doc[index]
        for last in (min(index + 3, end), min(index + 2, end), index + 1):
            text = doc[index:last].text
            if text[:1].isupper() and (code := country_of(text)):
                of, index = of or code, last
                break
            if text in organisations() and last < end:
                of, index = of or organisations()[text].name, last
                break
        else:
            if token.ent_type_ == "ORG" and token.tag_ in ("NNP", "NNPS") and token.lower_ not in titles():
                last = _organisation_end(doc, index, end)
                if last < end and (doc[last - 1].text in organisation_words() or doc[last].text in _CASE):
                    of, index = of or doc[index:last].text, last
                    continue
            based = index + 1 < len(doc) and doc[index + 1].text == "-"
            if token.ent_type_ == "GPE" and token.text[:1].isupper() and of is None and not based:
                of = _run_of(doc, index, end, "GPE")
                index += len(of.split())
                continue
            title = titles().get(token.lower_)
            if (
                token.text not in _CASE
                and token.lower_ not in _NO_ROLE
                and (title is None or title.rank != "style")
            ):
                kept.append(token.text if title is None or title.full == title.noun else _written(title))
            index += 1
    while kept and kept[-1].lower() in ("of", "for", "and", "-", "the"):
        kept.pop()
    while kept and kept[0].lower() in ("of", "for", "and", "-", ","):
        kept.pop(0)
    if not kept or not any(word.lower() in titles() for word in kept):
        return None
    return Role(title=" ".join(kept).replace(" - ", "-"), of=of)


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


def is_public(ranks: frozenset[str], nouns: Collection[str], role: Role | None, *, speaks: bool) -> bool:
    """Tell whether a title makes a person public: an office or a rank does, and who leads a named body.

    Who is known for a calling is public only where they speak: a shop's owner, a rapper or a lawyer that
    something happens to is a private person.
    """
    of_a_body = role is not None and role.of is not None and len(role.of) > _COUNTRY_CODE
    if ranks & {"office", "rank"} and not (ranks <= {"office"} and nouns and _LESSER.issuperset(nouns)):
        return True
    prosecutes = role is not None and bool(_PROSECUTOR.search(role.title))
    return prosecutes or (of_a_body and "office" in ranks) or (speaks and "expert" in ranks)
