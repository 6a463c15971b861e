"""Who is public: who holds an office, or speaks for or leads a body, not whom something happens to."""

from __future__ import annotations

import re
from collections.abc import Collection

from watchfloor.extract.actors.chains import Chain
from watchfloor.extract.actors.involvement import age_beside, is_involved
from watchfloor.extract.actors.mentions import Mention
from watchfloor.extract.actors.names import SPEECH_VERBS
from watchfloor.extract.actors.word_lists import actor_words
from watchfloor.extract.actors.words import organisation_words
from watchfloor.model import Role

# Callings that are offices where a state, a county or a court has them.
_CIVIL = re.compile(
    r"\b(?:(?:district|state['’]?s?|commonwealth['’]?s?|prosecuting|county|city|town|circuit) attorney"
    r"|U\.?S\.?(?: acting| assistant| deputy)* attorney|(?:campaign|general) manager"
    r"|(?:council|committee|commission|board|parliament|assembly|cabinet|congress|senate)(?: \w+)? member"
    r"|(?:city|county|town|township|village|borough|parish|court|circuit|district|state) "
    r"(?:clerk|auditor|assessor|manager)"
    r"|(?:special|federal|FBI|DEA|ATF|CIA|ICE) agent|surgeon general|medical examiner|chief examiner)\b",
    re.IGNORECASE,
)
# Words before a rank that take the force away: who guards a shop, or served once, holds no rank of a state.
_NO_RANK = re.compile(r"\b(?:former|ex|retired|one-time|onetime|security|loan)\b", re.IGNORECASE)
_HIGH = actor_words("high")  # public for good
# Heads of what may be a shop: public only with the body that they lead.
_LESSER = frozenset(("founder", "co-founder", "manager"))
_COUNTRY_CODE = 2  # letters; "a Danish founder" leads no body of that name
_OF_AGE = 18


def is_public_person(chain: Chain) -> bool:
    """Tell whether a person is public by an office told beside the name, or known to all.

    Who is known for a calling is public only where they speak and are no party to violence or a case: a
    shop's owner, a rapper or a lawyer that something happens to is a private person.
    """
    involved = any(is_involved(mention) for mention in chain.mentions)
    ages = [age for mention in chain.mentions if (age := age_beside(mention)) is not None]
    if chain.well_known and not (involved and ages):
        return True  # with both it is a namesake: "Tony Blair, 23, was charged"
    if any(age < _OF_AGE for age in ages):
        return False
    speaks = not involved and any(_speaks(mention) for mention in chain.mentions)
    return (speaks and any(_is_of_a_body(mention) for mention in chain.mentions)) or any(
        _is_public(mention.ranks, mention.nouns, mention.role, speaks=speaks)
        for mention in chain.mentions
        if mention.ranks and not _is_past(mention)
    )


def _is_public(ranks: frozenset[str], nouns: Collection[str], role: Role | None, *, speaks: bool) -> bool:
    """Tell whether a title makes a person public: an office or a rank does, and who leads a named body."""
    if ranks & {"office", "rank"} and not _in_name_only(ranks, nouns, role):
        return True
    civil = role is not None and bool(_CIVIL.search(f"{role.of or ''} {role.title}"))
    of_a_body = role is not None and role.of is not None and len(role.of) > _COUNTRY_CODE
    return civil or (of_a_body and "office" in ranks) or (speaks and "expert" in ranks)


def _in_name_only(ranks: frozenset[str], nouns: Collection[str], role: Role | None) -> bool:
    """Tell whether a title holds nothing: the head of what may be a shop, a rank held once, a guard."""
    if "office" in ranks:
        return ranks <= {"office"} and bool(nouns) and _LESSER.issuperset(nouns)
    return role is not None and bool(_NO_RANK.search(role.title)) and _HIGH.isdisjoint(nouns)


def _speaks(mention: Mention) -> bool:
    """Tell whether a mention is the subject of a verb of saying."""
    return mention.subject and mention.token is not None and mention.token.head.lemma_ in SPEECH_VERBS


def _is_past(mention: Mention) -> bool:
    """Tell whether a rank is one that somebody held: "Bo Venn was a police officer until May"."""
    token = mention.token
    past = token is not None and token.dep_ == "attr" and token.head.tag_ == "VBD"
    return past and mention.ranks <= {"rank"}


def _is_of_a_body(mention: Mention) -> bool:
    """Tell whether a name stands with the organ of a state: "Ann Roe with the Department of Roads"."""
    token = mention.token
    if token is None or mention.form != "name":
        return False
    doc = token.doc
    follows = doc[token.i + 1] if token.i + 1 < len(doc) else token
    if follows.dep_ != "prep" or follows.lower_ not in ("with", "of", "from"):
        return False
    heads = (thing for thing in follows.children if thing.dep_ == "pobj")
    return any(organisation_words().get(head.text) == "state" for head in heads)
