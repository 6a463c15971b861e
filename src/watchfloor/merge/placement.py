"""Which family a rendition's text belongs to, and what it is there: rendition, revision, copy or original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from watchfloor.frequency import Hashes
from watchfloor.merge.resemblance import Resemblance, Words
from watchfloor.model import RenditionRelation

# Measured on copies with known history (docs/decisions): reworded copies share .45 of their words in runs of
# three (5 % quantile), articles written apart about one happening .36 (95 %), other articles .14.
_FAMILY_SHARE = 0.42
_FAMILY_SPREAD = 0.55
_SAME_SHARE = 0.97  # above: the same words, whatever else differs
_FEWEST_SHARED = 9  # words; below, a shared share says nothing
_STATEMENT_BLOCK = 0.7  # share of the shared words that lie in one run
_STATEMENT_LEAD = 0.3
_STATEMENT_SHARE = 0.75
_TEMPLATE_NUMBERS = 3
_TEMPLATE_SHARED_NUMBERS = 0.5
_PERIODIC_DAYS = 2  # a correction without a note comes sooner, a weekly or monthly form later
_PERIODIC_SHARE = 0.95
_UNEDITED = 0.985
_REWORDED = 2  # places; one may be a broken character
_GROWN = 8  # own words in one run that the other version lacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What placing needs to know of a rendition, new or known; `number` is its place in the stream."""

    number: int
    rendition: str
    text: Words
    title: Hashes
    outlet: str | None
    url: str | None
    published: str | None
    notes: tuple[str, ...]
    report: str = ""
    origin: str = ""
    story: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A known member beside the new one: `family` tells whether the two have one author, `reason` why."""

    member: Member
    resemblance: Resemblance
    family: bool
    reason: str


def judge(new: Member, known: Member, resemblance: Resemblance) -> Match:
    """Return whether two texts go back to one authored text."""
    family, reason = _verdict(new, known, resemblance)
    return Match(member=known, resemblance=resemblance, family=family, reason=reason)


def _verdict(new: Member, known: Member, resemblance: Resemblance) -> tuple[bool, str]:
    share, shared = resemblance.share, resemblance.shared
    if shared < min(_FEWEST_SHARED, resemblance.own_left, resemblance.own_right):
        return False, f"share only {shared} words of their own"
    if (
        resemblance.numbers_of >= _TEMPLATE_NUMBERS
        and resemblance.numbers <= _TEMPLATE_SHARED_NUMBERS
        and min(resemblance.left, resemblance.right) < _SAME_SHARE
    ):
        return (
            False,
            f"one template: {share:.2f} of the words shared, {resemblance.numbers:.2f} of the numbers",
        )
    if _periodic(new, known, resemblance):
        return (
            False,
            f"the outlet's text of another day with other words ({share:.2f} shared): a periodic text",
        )
    if (
        share < _STATEMENT_SHARE
        and resemblance.block >= _STATEMENT_BLOCK
        and resemblance.lead < _STATEMENT_LEAD
    ):
        return False, f"share one passage ({shared} words), openings differ: a statement both quote"
    if share >= _FAMILY_SHARE and resemblance.spread >= _FAMILY_SPREAD:
        return True, f"{share:.2f} of the words shared, spread over {resemblance.spread:.2f} of the text"
    if new.url and new.url == known.url and share >= _FAMILY_SHARE / 2:
        return True, f"same address, {share:.2f} of the words shared"
    return False, f"share {share:.2f} of their words"


def _periodic(new: Member, known: Member, resemblance: Resemblance) -> bool:
    """Tell whether one outlet filled in the same form again: days apart, with other words in between."""
    if new.outlet is None or new.outlet != known.outlet or (new.url and new.url == known.url):
        return False
    if any(note.startswith("correction") for note in new.notes) or "teaser" in (*new.notes, *known.notes):
        return False
    days = days_between(new.published, known.published)
    return (
        days is not None
        and days >= _PERIODIC_DAYS
        and (
            resemblance.numbers_changed > 0
            or resemblance.changed >= _REWORDED
            or min(resemblance.left, resemblance.right) < _PERIODIC_SHARE
        )
    )


def days_between(one: str | None, other: str | None) -> int | None:
    """Return the calendar days between two moments, None where one is not known."""
    try:
        return (
            abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)
            if one and other
            else None
        )
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a rendition goes within its family: `report` is None for a report of its own."""

    report: str | None
    relation: RenditionRelation
    reason: str


def place(new: Member, matches: Sequence[Match], own_report: Sequence[Match]) -> Place:
    """Return the report and the relation of a rendition whose family is known.

    `matches` are members of the family, best first; `own_report` those of the report that the same outlet
    already has in the family, latest first.
    """
    best = matches[0]
    if own_report:
        relation, reason = _version(new, own_report)
        return Place(report=own_report[0].member.report, relation=relation, reason=reason)
    resemblance = best.resemblance
    if new.outlet is None:
        # An edited text without an outlet may be anybody's; an unedited one is another copy of its page.
        plain = [match for match in matches if match.resemblance.changed < _REWORDED] or [best]
        if plain[0].member.outlet is None or plain[0].resemblance.changed < _REWORDED:
            relation, reason = _version(new, plain[:1])
            return Place(
                report=plain[0].member.report, relation=relation, reason=f"no outlet named; {reason}"
            )
    elif best.member.outlet is None and min(resemblance.left, resemblance.right) >= _UNEDITED:
        return Place(
            report=best.member.report, relation="rendition", reason="the same words, one without an outlet"
        )
    return Place(
        report=None, relation="copy", reason=f"another outlet than {best.member.outlet or 'unknown'}"
    )


def _version(new: Member, known: Sequence[Match]) -> tuple[RenditionRelation, str]:
    """Return whether the text of `new` is one of the known versions or a new one."""
    whole = [match for match in known if "teaser" not in match.member.notes] or known
    reasons = [_difference(new, match) for match in whole]
    if any(reason is None for reason in reasons):
        return "rendition", "the same words apart from page furniture"
    return "revision", reasons[0] or ""


def _difference(new: Member, match: Match) -> str | None:
    """Return what makes `new` another version than `match`, None where nothing does."""
    resemblance, known = match.resemblance, match.member
    corrections = [int(note.split()[1]) for note in new.notes if note.startswith("correction")]
    if any(first not in known.text.shingles for first in corrections):
        return "carries a note of correction"
    if resemblance.numbers_changed:
        return f"{resemblance.numbers_changed} number(s) changed"
    if resemblance.changed >= _REWORDED:
        return f"{resemblance.changed} places reworded"
    if "teaser" in new.notes or "teaser" in known.notes:
        return None
    if resemblance.beyond_left >= _GROWN:
        return f"{resemblance.beyond_left} words in a row added"
    return None
