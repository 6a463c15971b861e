"""Numbers of one event: which replace, which compete.

Only claims about the same matter compete: the same role, the same counted, the same unit and the same area. A
later claim of the same claimant (else outlet) supersedes the earlier one, by the time of the claim and not of
its arrival. `own` is the place of the event: a number of it and one that tells no area are of one area.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from watchfloor.model import Evidence, QuantityClaim, Span
from watchfloor.track.word_lists import track_words


class Matter(NamedTuple):
    """What a number counts, and in what area where that is another than the event's own."""

    role: str
    what: str
    unit: str
    area: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Return what is counted; the area only where it is told apart."""
        return (self.role, self.what, self.unit, *filter(None, (self.area,)))


class Revision(NamedTuple):
    """One claimant's number and the later one that replaced it."""

    matter: Matter
    before: QuantityClaim
    after: QuantityClaim


PEOPLE = frozenset(
    {
        "killed",
        "wounded",
        "injured",
        "missing",
        "arrested",
        "displaced",
        "attended",
        "protesting",
        "abducted",
        "captured",
        "casualties",
        "charged",
        "convicted",
        "evacuated",
        "expelled",
        "freed",
        "infected",
        "jailed",
        "rescued",
        "stranded",
        "trapped",
    }
)


_VICTIMS = {kind: track_words(kind) for kind in ("civilians", "soldiers", "attackers", "children")}


def matter_of(claim: QuantityClaim, own: str | None = None) -> Matter:
    """Return what a claim counts; victims of one role are one matter whatever they are called.

    But civilians, soldiers, attackers and children are each their own: who counts some says nothing of all.
    """
    role, what = claim.role or "", (claim.what or "").casefold()
    area = claim.scope if claim.scope and claim.scope != own else ""
    return Matter(role, victims_of(what) if role in PEOPLE else what, claim.unit or "", area)


def victims_of(what: str) -> str:
    """Return which kind of victims alone a noun counts, "" where it leaves that open."""
    words = what.split()
    return next((kind for kind, nouns in _VICTIMS.items() if not nouns.isdisjoint(words)), "")


def claimant_of(claim: QuantityClaim) -> str:
    """Return who answers for a claim: its named claimant, else its outlet, else its origin."""
    return claim.claimant or (f"outlet:{claim.outlet}" if claim.outlet else f"origin:{claim.origin}")


def show(claim: QuantityClaim) -> str:
    """Return a claim's number for people: "3", "about 220 billion USD", "at least 40"."""
    bound = "" if claim.bound == "exact" else f"{claim.bound} "
    number = _number(claim.value)
    if claim.low is not None and claim.high is not None:
        number = f"{_number(claim.low)} to {_number(claim.high)}"
    return f"{bound}{number}{f' {claim.unit}' if claim.unit else ''}"


def _number(value: float) -> str:
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size and round(value / size, 3) * size == value:
            return f"{value / size:g} {word}"
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


def age_of(claim: QuantityClaim) -> tuple[str, str, Span]:
    """Return what puts claims in order of time."""
    return claim.at or "", claim.evidence.report, claim.evidence.span


def histories(
    claims: Iterable[QuantityClaim], own: str | None = None
) -> dict[Matter, dict[str, list[QuantityClaim]]]:
    """Return the claims by matter and claimant, each list in order of the time of the claim."""
    found: dict[Matter, dict[str, list[QuantityClaim]]] = defaultdict(lambda: defaultdict(list))
    for claim in sorted(claims, key=age_of):
        found[matter_of(claim, own)][claimant_of(claim)].append(claim)
    return {matter: dict(found[matter]) for matter in sorted(found)}


def revisions(claims: Iterable[QuantityClaim], own: str | None = None) -> list[Revision]:
    """Return where a claimant's later number differs from the one before it.

    Two numbers of one text are a whole and its part ("one of four"), or are told as a history there.
    """
    return [
        Revision(matter, before, after)
        for matter, claimants in histories(claims, own).items()
        for claimant in sorted(claimants)
        for before, after in zip(claimants[claimant], claimants[claimant][1:], strict=False)
        if (before.value, before.low, before.high) != (after.value, after.low, after.high)
        and before.evidence.text_id != after.evidence.text_id
    ]


def corrected(before: Iterable[QuantityClaim], after: Iterable[QuantityClaim]) -> list[Revision]:
    """Return the numbers that a report gave, each with the one of the same matter that it gives instead.

    `before` and `after` are the claims of one event. Numbers of one claimant belong together, else their
    order decides.
    """
    was, now = list(before), list(after)
    lost = [it for it in was if not any(_same(it, other) for other in now)]
    gained = [it for it in now if not any(_same(it, other) for other in was)]
    found = []
    for alike in (_same_claimant, _same_matter):
        for claim in sorted(gained, key=age_of):
            replaced = min((it for it in lost if alike(it, claim)), key=age_of, default=None)
            if replaced is not None:
                lost.remove(replaced)
                gained.remove(claim)
                found.append(Revision(matter_of(claim), replaced, claim))
    return found


def _same_matter(one: QuantityClaim, other: QuantityClaim) -> bool:
    """Tell whether two claims are of one report and matter."""
    return one.evidence.report == other.evidence.report and matter_of(one) == matter_of(other)


def _same_claimant(one: QuantityClaim, other: QuantityClaim) -> bool:
    return _same_matter(one, other) and claimant_of(one) == claimant_of(other)


def _same(one: QuantityClaim, other: QuantityClaim) -> bool:
    """Tell whether two claims are the same report's same number."""
    return _same_matter(one, other) and show(one) == show(other)


def current(
    claims: Iterable[QuantityClaim], own: str | None = None
) -> dict[Matter, dict[str, QuantityClaim]]:
    """Return each claimant's latest number of each matter.

    A number that another claimant gave earlier and has since revised no longer speaks for those who only
    repeated it: a value that every later claim left behind is dropped.
    """
    found: dict[Matter, dict[str, QuantityClaim]] = {}
    revised = revisions(claims, own)
    for matter, claimants in histories(claims, own).items():
        replaced = {
            revision.before.value: revision.after.at or ""
            for revision in revised
            if revision.matter == matter
        }
        latest = {claimant: history[-1] for claimant, history in claimants.items()}
        found[matter] = {
            claimant: claim
            for claimant, claim in latest.items()
            if claim.value not in replaced or (claim.at or "") >= replaced[claim.value]
        } or latest
    return found


def compatible(one: QuantityClaim, other: QuantityClaim) -> bool:
    """Tell whether two numbers can both be right: equal, or one's range or bound allows the other."""
    if one.value == other.value:
        return True
    low_one, high_one = _reach(one)
    low_other, high_other = _reach(other)
    return low_one <= high_other and low_other <= high_one


def _reach(claim: QuantityClaim) -> tuple[float, float]:
    low = claim.low if claim.low is not None else claim.value
    high = claim.high if claim.high is not None else claim.value
    match claim.bound:
        case "about":
            return low * 0.9, high * 1.1
        case "at least":
            return low, float("inf")
        case "at most":
            return float("-inf"), high
    return low, high


def unique(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return evidence without repetition, in order of first appearance."""
    return list(dict.fromkeys(evidence))
