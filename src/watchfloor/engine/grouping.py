"""The stream of renditions, placed one by one: which report, which origin, which story.

Used by `watchfloor group` and by the engine alike. Everything decided here depends only on the renditions
admitted before, in their order, within the window.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from watchfloor.merge.fingerprint import fingerprint, shingles_of, title_of, words_of
from watchfloor.merge.nearest import Shingles, as_words
from watchfloor.merge.placement import Match, Member, judge, place
from watchfloor.merge.resemblance import compare
from watchfloor.model import Placement, Rendition, Signature, digest, rendition_id
from watchfloor.track.assign import StoryWindow

WINDOW_SLICE = 5_000  # renditions; the oldest slice is dropped whole
WINDOW_SLICES = 5


class Grouping:
    """The window over the stream, and the decisions in it."""

    def __init__(self) -> None:
        self._number = 0
        self._members: dict[int, Member] = {}
        self._by_rendition: dict[str, int] = {}
        self._first_published: dict[str, str] = {}
        self._families: dict[str, NDArray[np.uint32]] = {}
        self._own_reports: dict[tuple[str, str], list[int]] = {}
        self._shingles = Shingles(WINDOW_SLICE, WINDOW_SLICES)
        self._stories = StoryWindow(WINDOW_SLICE, WINDOW_SLICES)
        self._log: list[tuple[Rendition, Signature, Placement]] = []

    def admit(self, rendition: Rendition, signature: Signature) -> Placement:
        """Return where `rendition` belongs, and remember it."""
        known = self._by_rendition.get(rendition.id)
        if known is not None:
            member = self._members[known]
            return Placement(
                rendition=rendition.id,
                report=member.report,
                origin=member.origin,
                story=member.story,
                relation="rendition",
                reasons=("seen before: the same words at the same address",),
            )
        placement, member = self._place(rendition, signature)
        self._remember(member, signature, placement)
        return placement

    def recall(self, rendition: Rendition, signature: Signature, placement: Placement) -> None:
        """Remember a rendition that was admitted before, as it was placed then."""
        member, _ = self._member(rendition, signature)
        self._remember(member, signature, placement)

    def _member(self, rendition: Rendition, signature: Signature) -> tuple[Member, list[int]]:
        words = words_of(signature)
        shingles = shingles_of(words)
        near, own = self._shingles.near(shingles)
        member = Member(
            number=self._number,
            rendition=rendition.id,
            text=as_words(words, shingles, own, shingles_of(title_of(signature))),
            title=title_of(signature),
            outlet=rendition.outlet,
            url=rendition.url,
            published=rendition.published,
            notes=signature.notes,
        )
        return member, near

    def _place(self, rendition: Rendition, signature: Signature) -> tuple[Placement, Member]:
        new, near = self._member(rendition, signature)
        candidates = [self._members[number] for number in near if number in self._members]
        matches = [judge(new, known, compare(new.text, known.text)) for known in candidates]
        family = sorted(
            (match for match in matches if match.family),
            key=lambda match: (-match.resemblance.share, match.member.number),
        )
        scores = {f"words shared with {match.member.rendition}": match.resemblance.share for match in matches}
        if family:
            return self._join(new, family, scores), new
        story = self._stories.assign(signature, rendition.published)
        reasons = [f"{match.member.rendition}: {match.reason}" for match in matches]
        story_id = story.story or digest("story", rendition.id)
        placement = Placement(
            rendition=rendition.id,
            report=digest("report", rendition.id),
            origin=digest("origin", rendition.id),
            story=story_id,
            relation="original",
            reasons=(*reasons, story.reason),
            scores={**scores, **story.scores},
        )
        return placement, new

    def _precedes(self, new: Member, origin: str) -> bool:
        first = self._first_published.get(origin)
        return bool(new.published and first and _earlier(new.published, first))

    def _join(self, new: Member, family: list[Match], scores: dict[str, float]) -> Placement:
        best = family[0].member
        matches = [match for match in family if match.member.origin == best.origin]
        own_report = self._own_report(new, best.origin, matches)
        decided = place(new, matches, own_report)
        if self._precedes(new, best.origin) and "teaser" not in new.notes:
            decided = replace(
                decided, relation="original", reason="published before all others of its family"
            )
        report = decided.report or digest("report", new.rendition)
        return Placement(
            rendition=new.rendition,
            report=report,
            origin=best.origin,
            story=best.story,
            relation=decided.relation,
            reasons=(f"{best.rendition}: {family[0].reason}", decided.reason),
            scores=scores,
        )

    def _own_report(self, new: Member, origin: str, matches: list[Match]) -> list[Match]:
        """Return the members of the outlet's report in this family, beside `new`, latest first."""
        if new.outlet is None:
            return []
        numbers = self._own_reports.get((origin, new.outlet), [])
        compared = {match.member.number: match for match in matches}
        found = []
        for number in reversed(numbers[-4:]):
            match = compared.get(number)
            if match is None:
                known = self._members.get(number)
                match = judge(new, known, compare(new.text, known.text)) if known else None
            if match is not None:
                found.append(match)
        return found

    def _remember(self, member: Member, signature: Signature, placement: Placement) -> None:
        number = self._number
        member = replace(member, report=placement.report, origin=placement.origin, story=placement.story)
        self._members[number] = member
        self._by_rendition[member.rendition] = number
        if member.outlet:
            self._own_reports.setdefault((member.origin, member.outlet), []).append(number)
        if member.published:
            first = self._first_published.get(member.origin, member.published)
            self._first_published[member.origin] = min(first, member.published)
        family = self._families.get(member.origin)
        self._shingles.add(number, member.text.shingles, family)
        kept = member.text.shingles[(member.text.shingles & np.uint32(3)) == 0]
        self._families[member.origin] = np.unique(kept if family is None else np.concatenate((family, kept)))
        if placement.relation == "original":
            self._stories.add(number, signature, member.published, placement.story)
        self._number += 1


def _earlier(one: str, other: str) -> bool:
    """Tell whether a moment is earlier than another; a day alone is compared by days."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def rendition_of(record: Mapping[str, Any]) -> Rendition:
    """Return the rendition of an input line; only what grouping looks at is filled."""
    text = record["text"]
    text_id = digest(text)
    return Rendition(
        id=rendition_id(url=record.get("url"), outlet=record.get("outlet"), text_id=text_id),
        text_id=text_id,
        text=text,
        paragraphs=(),
        title=record.get("title"),
        published=record.get("published"),
        outlet=record.get("outlet"),
        url=record.get("url"),
        given_id=record.get("id"),
    )


def group_lines(
    records: Iterable[Mapping[str, Any]], grouping: Grouping | None = None
) -> Iterator[dict[str, str]]:
    """Yield for each input line, as soon as it is read, where it belongs."""
    grouping = grouping or Grouping()
    for record in records:
        rendition = rendition_of(record)
        placement = grouping.admit(rendition, fingerprint(rendition))
        yield {
            "id": str(record["id"]),
            "report": placement.report,
            "story": placement.story,
            "origin": placement.origin,
            "relation": placement.relation,
        }
