"""The counts of one report as they are meant: "three children and two adults were found dead" tells of five.

"Four people were shot" in a text that knows of no death tells of four wounded; where another text of the
happening tells of a death it leaves open how many of them live.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from watchfloor.model import Findings, Quantity, QuantityClaim, Span

_HIT = re.compile(
    r"\b(?:shot|stabbed|shootings?|stabbings?|gunshots?|gunfire|bullets?|knifed|slashed)\b", re.I
)
_HURT = re.compile(
    r"\b(?:wound(?:s|ed|ing)?|injur\w+|hurt\w*|hospital\w*|condition|surgery|treated|others?)\b", re.I
)
_AND = re.compile(r"\s+(?:[\w’'-]+\s+){1,3}and\s+(?:another\s+)?")
_PERSON = (
    r"(?:\d+-year-old(?: [\w’'-]+)?|(?:\w+ )?(?:man|woman|boy|girl|child|baby|toddler|infant|teen|teenager"
    r"|juvenile|youth|adult|person|student|pupil|officer|deputy|soldier|civilian|driver|passenger|pedestrian"
    r"|bystander|worker|victim|mother|father|son|daughter|brother|sister|husband|wife|girlfriend|boyfriend|friend"
    r"|relative|neighbou?r|cousin|nephew|niece|uncle|aunt|grandmother|grandfather|suspect|gunman|guard|teacher"
    r"|nurse|farmer))"
)
_ONE_BEFORE = re.compile(
    rf"\b(?:[Aa]n?|[Aa]nother|[Hh]is|[Hh]er|their) {_PERSON} and (?:another )?$|\b\d+-year-old and $"
    r"|\b[A-Z][\w’'-]+,?(?: \d+,)? and (?:his|her|their) (?:\w+ )?$"
)  # "a woman and [two] boys", "Lee and her [three] children"
_TWO_BEFORE = re.compile(
    rf"\b(?:[Aa]n?|[Tt]he)(?: \w+)? {_PERSON}, (?:his|her) {_PERSON},? and (?:his|her|their) (?:\w+ )?$"
)  # "a man, his wife and their [two] daughters"
_ONE_BEHIND = re.compile(
    r"^ (?:(?!(?:including|dead|killed|shot|wounded|injured|hurt)\b)[\w’'-]+ ){1,5}and (?:an?|another) "
    rf"{_PERSON}\b(?! (?:was|is|has|had|who|fled|escaped|ran|later|remain(?:s|ed)|suffered|survived|died)\b)"
)  # "[four] members of their family and a friend"
_ONE_DIED_BEFORE = re.compile(
    r"(?:^|[.!?”\"]\s+|\n)(?:An?|Another)\s[^.!?\n]{3,200}"
    r"(?:\b(?:that|which|who)\s(?:had\s|has\s)?(?:also\s)?(?:killed|claimed the lives of|left)|\bwhere)\s+$"
)
_ONE_DIED_BEHIND = re.compile(
    r"^[^.!?,;\n]{0,60}(?:,\s+|\s+)(?:has |had |have )?(?:also )?(?:died|dies|succumbed)\b(?! at the scene)"
)  # "A fourth victim of the shooting that killed [three] others has died"
_HARMED = frozenset({"killed", "wounded", "casualties"})
_HELD = frozenset({"arrested", "charged", "convicted", "jailed", "abducted", "missing", "rescued", "freed"})
_PART = re.compile(r"\b(?:including|among them|of them|of whom|incl\.)\b", re.I)
_DEADLY = re.compile(
    r"\b(?:kill(?:s|ed|ing)?|d(?:ies|ied|ead|eath|eaths|eadly)|fatal(?:ly|ity|ities)?|slain|homicides?"
    r"|murder(?:s|ed)?|body|bodies|deceased|lost (?:his|her|their) li(?:fe|ves))\b",
    re.I,
)
_NOT_DEADLY = re.compile(
    r"\b(?:attempted|attempting|attempt to|not|no one|nobody|non|try(?:ing)? to)\W*(?:\w+\W+){0,2}$", re.I
)
_PART_OF = re.compile(
    r"^\s*of (?:the|them|those|whom)\b"
    r"|\b(?:in|is|are|listed as) (?:\w+ )?(?:stable|critical|serious|fair|good|grave)\b"
    r"|\b(?:critically|seriously|gravely) (?:injured|wounded|hurt)\b"
    r"|\bnon-life-threatening\b|\bminor\b|\bgrazed\b"
    r"|\bbefore (?:firing|shooting|killing|turning|fleeing|going|opening|driving|moving)\b"
    r"|\b(?:treated|released|transported|airlifted|flown|rushed|taken|driven)\b",
    re.I,
)
_OTHERS = re.compile(r"^\s*(?:\w+ )?others?\b")
_EARLIER = re.compile(r"\b(?:initial(?:ly)?|preliminary|at first|(?:first|early|earlier) reports?)\b", re.I)
_PREVIOUS = re.compile(
    r"\b(?:PREVIOUS(?:LY)?|EARLIER|ORIGINAL)(?: (?:STORY|REPORT|REPORTING|COVERAGE|POST|VERSION))?\s?:"
    r"|\b(?:Previous|Earlier|Original) (?:story|report|reporting|coverage|post|version)\s?:"
)  # what a page keeps of its own older text
_CLAUSE = 60  # characters behind a number that still tell of those it counts
_NEAR = 40  # characters before a word of death in which it is denied or only tried


class Count(NamedTuple):
    """A number of a report with the claim that it is."""

    quantity: Quantity
    claim: QuantityClaim


def counts_of(findings: Findings, text: str, claims: Sequence[QuantityClaim | None]) -> Iterator[Count]:
    """Yield the numbers of a report that are claims, in order, each as what it is meant to count."""
    last: Count | None = None
    for quantity, claim in zip(findings.quantities, claims, strict=True):
        if claim is None or quantity.role is None:
            continue
        one = _with_the_one_beside(Count(quantity, claim), text)
        if last is not None and _are_parts(last.quantity, one.quantity, text):
            last = _together(last, one)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def is_part(claim: QuantityClaim, before: str, behind: str) -> bool:
    """Tell by the words around a number whether it counts some of the hurt: "two others are stable".

    "One was killed and 11 others were hurt" counts them all: the others are those who live.
    """
    others = _OTHERS.search(behind) is not None and not tells_of_death(before)
    return claim.value == 1 or others or _PART_OF.search(behind[:_CLAUSE]) is not None


def is_earlier(sentence: str) -> bool:
    """Tell whether a number is told as what was said at first."""
    return _EARLIER.search(sentence) is not None


def own_past(text: str) -> int:
    """Return where a text goes on with what it told before ("PREVIOUS STORY:"); its end where it does not."""
    heading = _PREVIOUS.search(text)
    return heading.end() if heading else len(text)


def may_be_dead(sentence: str) -> bool:
    """Tell whether those whom a sentence counts were hit, and it does not say that they live."""
    return _HIT.search(sentence) is not None and _HURT.search(sentence) is None


def tells_of_death(text: str) -> bool:
    """Tell whether a text speaks of a death that is not only tried or denied."""
    return any(
        not _NOT_DEADLY.search(text[max(0, word.start() - _NEAR) : word.start()])
        for word in _DEADLY.finditer(text)
    )


def _with_the_one_beside(count: Count, text: str) -> Count:
    """Return a count of the harmed or held with those whom its words add: "four adults and a child"."""
    quantity, claim = count
    if quantity.role not in _HARMED | _HELD or quantity.unit is not None or quantity.bound != "exact":
        return count
    start, end = quantity.span
    before = text[max(0, start - _CLAUSE) : start]
    more = 2 if _TWO_BEFORE.search(before) else int(_ONE_BEFORE.search(before) is not None)
    more_behind = bool(_ONE_BEHIND.match(text[end : end + 2 * _CLAUSE])) or _one_died_since(quantity, text)
    if not (more or more_behind) or claim.low is not None:
        return count
    value = quantity.value + more + more_behind
    return Count(replace(quantity, value=value), replace(claim, value=value))


def _one_died_since(quantity: Quantity, text: str) -> bool:
    """Tell whether a sentence tells of the death of one more than those whom it counts as dead."""
    start, end = quantity.span
    return (
        quantity.role == "killed"
        and _ONE_DIED_BEFORE.search(text[max(0, start - 4 * _CLAUSE) : start]) is not None
        and _ONE_DIED_BEHIND.match(text[end : end + 2 * _CLAUSE]) is not None
    )


def _are_parts(one: Quantity, other: Quantity, text: str) -> bool:
    """Tell whether two counts stand side by side in one clause as one subject or object."""
    between = text[one.span.end : other.span.start]
    alike = one.role == other.role and one.unit == other.unit and one.bound == other.bound == "exact"
    return alike and _AND.fullmatch(between) is not None and not _PART.search(between)


def _together(one: Count, other: Count) -> Count:
    span = Span(one.quantity.span.start, other.quantity.span.end)
    value = one.claim.value + other.claim.value
    claim = replace(
        one.claim, value=value, low=None, high=None, evidence=replace(one.claim.evidence, span=span)
    )
    return Count(replace(one.quantity, span=span, value=value, low=None, high=None), claim)
