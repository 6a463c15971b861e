"""Which family a rendition's text belongs to, and what it is there: rendition, revision, copy or original."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from watchfloor.frequency import text_shares
from watchfloor.merge.notices import without_others_notices
from watchfloor.merge.resemblance import LOWEST_SHARE, Resemblance, Words, compare
from watchfloor.model import (
    Note,
    NoteKind,
    OriginId,
    Placement,
    Reason,
    ReasonCode,
    RenditionId,
    RenditionRelation,
    ReportId,
    StoryId,
)
from watchfloor.words import NUMERIC, Hashes

# Measured on copies with known history (docs/decisions): reworded copies share .45 of their words in runs of
# three (5 % quantile), articles written apart about one happening .36 (95 %), other articles .14. A short
# text has many words of a long one about the same matter by chance; a rewrite has a good part of its base.
_FAMILY_SHARE = 0.42
_FAMILY_BOTH = 0.58
_OTHER_WEIGHT = 0.4  # of the share of the other text
_FAMILY_SPREAD = 0.55
_SAME_SHARE = 0.97  # above: the same words, whatever else differs
_FEWEST_SHARED = 9  # words; below, a shared share says nothing
# (share of the shared words in one run, share of the openings below which that run is a passage both quote)
_STATEMENT = ((0.7, 0.3), (0.85, 0.5), (0.35, 0.4))
_STATEMENT_SHARE = 0.75
_FEWEST_WITH_NUMBERS = 6  # where all the numbers, three or more, are the same
_TEMPLATE_NUMBERS = 3
_TEMPLATE_SHARED_NUMBERS = 0.5
_TEMPLATE_DENSITY = 0.02  # of numbers that the other lacks in the words: forms have .026, versions up to .019
_FORM_FILLED = 3  # names or numbers that the other text lacks
_FORM_DENSITY = (
    0.04  # of them in the words of the shorter text; copies with every seventh word changed reach .034
)
_FORM_FILLED_PLACES = 0.5  # of them for each place that differs
_FORM_LEAD = 0.65  # of the opening in common, from which on a short copy with a few new words is likelier
_FORM_DENSITY_SAME_LEAD = 0.06
_FORM_SHARE = 0.6  # of the words, from which on two texts of an outlet may be one form
_TITLE_FRAME = 0.5  # of the words of the longer title
_NAME = 0.01  # share of texts below which a word of a title is a name, or as telling as one
_NAME_OF_TWO = 0.0025  # of two words together: names are made of common words too
_PERIODIC_DAYS = 2  # a correction without a note comes sooner, a weekly or monthly form later
_CERTAIN_DAYS = 4
_PERIODIC_SHARE = 0.95
_PERIODIC_DENSITY = 0.02  # changed places a word; a version has fewer
_WHOLE = 0.985  # of a text's words: the text stands in the other
_FILED_AGAIN_HOURS = 24
_UNEDITED = 0.97
_WITH_HEADING = 0.8  # of the words of a teaser, whose headline and standfirst the article may not repeat
_REWORDED = 2  # places; one may be a broken character
_SAME_LEAD = 0.67  # of the words of both openings; below, the article begins in other words
_GROWN = 8  # own words in one run that the other version lacks
_DAY = 10  # characters of an ISO 8601 day
_UNKNOWN_SHARE = 0.8  # texts of unknown outlets that share less are not taken for one page


_NOBODY: Mapping[str, str] = {}
_EDITED = Reason(code=ReasonCode.EDITED)
_TOGETHER_HOURS = (
    1  # between arrivals: what is added in one go is ordered by its dates, what comes in by arrival
)
_NO_REPORT, _NO_ORIGIN, _NO_STORY = ReportId(""), OriginId(""), StoryId("")  # of what is not placed yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What placing needs to know of a rendition, new or known; `number` is its place in the stream.

    `excerpt` tells that more of its article's words were not to be had.
    """

    number: int
    rendition: RenditionId
    text: Words
    title: Hashes
    outlet: str | None
    url: str | None
    published: str | None
    notes: tuple[Note, ...]
    report: ReportId = _NO_REPORT
    origin: OriginId = _NO_ORIGIN
    story: StoryId = _NO_STORY
    arrived: str | None = None
    modified: str | None = None
    excerpt: bool = False

    def placed(self, placement: Placement) -> Member:
        """Return the member with where it belongs (`replace` takes three times as long)."""
        return Member(
            number=self.number,
            rendition=self.rendition,
            text=self.text,
            title=self.title,
            outlet=self.outlet,
            url=self.url,
            published=self.published,
            notes=self.notes,
            report=placement.report,
            origin=placement.origin,
            story=placement.story,
            arrived=self.arrived,
            modified=self.modified,
            excerpt=self.excerpt,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMatch:
    """A known member beside the new one: `family` tells whether the two have one author, `reason` why.

    `other_names` tells that the two are one form of an outlet, filled in for other people or places.
    """

    member: Member
    resemblance: Resemblance
    family: bool
    reason: Reason
    other_names: bool = False


def matched(new: Member, known: Member, *, of_family: bool = False) -> TextMatch:
    """Return how far the words of a new text match those of a known one.

    What they share is looked at closely where it may make them one text, or where they are so `of_family`.
    """
    least = _FAMILY_SHARE / 2 if _same_address(new, known) else _FAMILY_SHARE
    one = without_others_notices(new.text, known.text)
    other = without_others_notices(known.text, new.text)
    return judge(new, known, compare(one, other, LOWEST_SHARE if of_family else least))


def judge(new: Member, known: Member, resemblance: Resemblance) -> TextMatch:
    """Return whether two texts go back to one authored text."""
    if resemblance.share >= _FORM_SHARE and _other_names(new, known):
        others = Reason(code=ReasonCode.TITLES_NAME_OTHERS)
        return TextMatch(member=known, resemblance=resemblance, family=False, reason=others, other_names=True)
    if is_notice_only(new) or is_notice_only(known):
        family, reason = _verdict_of_notices(new, known)
    else:
        family, reason = _verdict(new, known, resemblance)
    return TextMatch(member=known, resemblance=resemblance, family=family, reason=reason)


def is_notice_only(member: Member) -> bool:
    """Tell whether so little of a text is its own that its words cannot tell whose copy it is."""
    notice = member.text.notice
    left = len(member.text.words) - (0 if notice is None else int(np.count_nonzero(notice)))
    return left < min(_FEWEST_SHARED, len(member.text.words))


def _other_names(new: Member, known: Member) -> bool:
    """Tell whether two texts of one outlet are one form, filled in for others: their titles name them.

    A name counts that stands in the text as in its title and nowhere in the other text. What is of one
    address, or carries a correction, may name somebody anew.
    """
    if new.outlet is None or new.outlet != known.outlet or _same_address(new, known):
        return False
    if not (new.url and known.url) and not days_between(new.published, known.published):
        return False
    if _new_corrections(new, known) or not _one_frame(new.title, known.title):
        return False
    return _named_alone(new, known) and _named_alone(known, new)


def _one_frame(one: Hashes, other: Hashes) -> bool:
    """Tell whether two titles are the same words but for some: those that a form is filled in with."""
    same = int(np.count_nonzero(np.isin(one, other)))
    return same >= _TITLE_FRAME * max(len(one), len(other))


def _named_alone(one: Member, other: Member) -> bool:
    words = np.unique(one.title[one.title < NUMERIC])
    words = words[np.isin(words, one.text.words)]
    words = words[~np.isin(words, other.text.words) & ~np.isin(words, other.title)]
    shares = np.sort(text_shares(words))[:2]
    return bool(len(shares)) and bool(shares[0] < _NAME or (len(shares) > 1 and shares.prod() < _NAME_OF_TWO))


def _verdict_of_notices(new: Member, known: Member) -> tuple[bool, Reason]:
    """Return whether two texts of which nothing but a notice is left are one page: by title or address."""
    same_title = len(new.title) > 0 and np.array_equal(new.title, known.title)
    if _same_address(new, known) or same_title:
        return True, Reason(code=ReasonCode.SAME_BUT_NOTICE)
    return False, Reason(code=ReasonCode.NOTICE_ONLY)


def _verdict(new: Member, known: Member, resemblance: Resemblance) -> tuple[bool, Reason]:
    share, shared = resemblance.share, resemblance.shared
    same_numbers = resemblance.numbers_of >= _TEMPLATE_NUMBERS and resemblance.numbers == 1.0
    fewest = _FEWEST_WITH_NUMBERS if same_numbers else _FEWEST_SHARED
    if shared < min(fewest, resemblance.own_left, resemblance.own_right):
        return False, Reason(code=ReasonCode.FEW_SHARED_WORDS, value=shared)
    corrected = new.outlet is not None and new.outlet == known.outlet and _new_corrections(new, known)
    one_page = _one_page(new, known)
    form = None if corrected or one_page else _one_form(resemblance)
    if form:
        return False, form
    if (
        share < _STATEMENT_SHARE
        and not one_page
        and any(resemblance.block >= block and resemblance.lead < lead for block, lead in _STATEMENT)
    ):
        return False, Reason(code=ReasonCode.QUOTED_STATEMENT, value=shared)
    both = share + _OTHER_WEIGHT * min(resemblance.left, resemblance.right)
    if share >= _FAMILY_SHARE and both >= _FAMILY_BOTH and resemblance.spread >= _FAMILY_SPREAD:
        if _periodic(new, known, resemblance):
            return False, Reason(code=ReasonCode.FORM_OF_ANOTHER_DAY, value=share)
        return True, Reason(code=ReasonCode.SHARED_WORDS, value=share, second=resemblance.spread)
    if share >= _FAMILY_SHARE / 2 and _same_address(new, known):
        return True, Reason(code=ReasonCode.SAME_ADDRESS, value=share)
    return False, Reason(code=ReasonCode.TOO_FEW_SHARED_WORDS, value=share)


def _same_address(one: Member, other: Member) -> bool:
    return bool(one.url) and one.url == other.url


def _one_page(new: Member, known: Member) -> bool:
    """Tell whether two texts are what an outlet's article of one day said when it was asked twice."""
    return (
        _same_address(new, known)
        and new.outlet == known.outlet
        and days_between(new.published, known.published) == 0
        and _seen_later(new, known)
    )


def _one_form(resemblance: Resemblance) -> Reason | None:
    """Return why two texts are one form filled in twice, None where they are not."""
    if min(resemblance.left, resemblance.right) >= _SAME_SHARE:
        return None
    words = min(resemblance.own_left, resemblance.own_right)
    if (
        resemblance.numbers_of >= _TEMPLATE_NUMBERS
        and resemblance.places >= _REWORDED
        and resemblance.numbers <= _TEMPLATE_SHARED_NUMBERS
        and (1.0 - resemblance.numbers) * resemblance.numbers_of >= _TEMPLATE_DENSITY * words
        and not _stands_whole(resemblance)
    ):
        return Reason(
            code=ReasonCode.FORM_WITH_OTHER_NUMBERS, value=resemblance.share, second=resemblance.numbers
        )
    if resemblance.numbers_of >= _TEMPLATE_NUMBERS and resemblance.numbers == 1.0:
        return None
    density = _FORM_DENSITY if resemblance.lead < _FORM_LEAD else _FORM_DENSITY_SAME_LEAD
    if resemblance.filled >= max(_FORM_FILLED, density * words, _FORM_FILLED_PLACES * resemblance.places):
        return Reason(
            code=ReasonCode.FORM_WITH_OTHER_NAMES, value=resemblance.share, second=resemblance.filled
        )
    return None


def _stands_whole(resemblance: Resemblance) -> bool:
    """Tell whether one text stands in the other word for word."""
    return resemblance.share >= _WHOLE and resemblance.changed < _REWORDED and not resemblance.numbers_changed


def _periodic(new: Member, known: Member, resemblance: Resemblance) -> bool:
    """Tell whether one outlet filled in the same form again: days apart, with other words in between."""
    if new.outlet is None or new.outlet != known.outlet or _same_address(new, known):
        return False
    if any(note.kind is NoteKind.CORRECTION for note in new.notes) or is_teaser(new) or is_teaser(known):
        return False
    days = days_between(new.published, known.published)
    if days is None or days < _PERIODIC_DAYS or _stands_whole(resemblance):
        return False
    words = min(resemblance.own_left, resemblance.own_right)
    if days < _CERTAIN_DAYS:
        return resemblance.changed >= _PERIODIC_DENSITY * words and resemblance.changed > 0
    return (
        resemblance.numbers_changed > 0
        or resemblance.changed >= _REWORDED
        or min(resemblance.left, resemblance.right) < _PERIODIC_SHARE
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


def arrived_together(new: str | None, known: str | None) -> bool:
    """Tell whether two texts arrived so near to each other that their dates, not the arrivals, order them.

    A date in the past is easily claimed: of what came in apart, the first seen is first.
    """
    hours = hours_after(new, known)
    return hours is None or abs(hours) <= _TOGETHER_HOURS


def hours_after(later: str | None, earlier: str | None) -> float | None:
    """Return by how many hours a moment is after another, None where one is unknown; days count whole."""
    try:
        if not later or not earlier:
            return None
        if len(later) > _DAY and len(earlier) > _DAY:
            return (_moment(later) - _moment(earlier)).total_seconds() / 3600
        return 24.0 * (date.fromisoformat(later[:_DAY]) - date.fromisoformat(earlier[:_DAY])).days
    except ValueError:
        return None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyPlace:
    """Where a rendition goes within its family: `report` is None for a report of its own."""

    report: ReportId | None
    relation: RenditionRelation
    reason: Reason


def place(
    new: Member,
    matches: Sequence[TextMatch],
    own_report: Sequence[TextMatch],
    outlets: Mapping[str, str] = _NOBODY,
) -> FamilyPlace:
    """Return the report and the relation of a rendition whose family is known.

    `matches` are members of the family, best first; `own_report` those of the reports that the same outlet
    already has in the family, latest first. `outlets` tells whose each report is, where that is known.
    """
    if own_report:
        return _of_own_outlet(new, own_report)
    if new.outlet is None:
        found = _of_no_outlet(new, matches)
    else:
        found = next(
            (
                FamilyPlace(
                    report=match.member.report,
                    relation="rendition",
                    reason=Reason(code=ReasonCode.KEPT_WITHOUT_OUTLET),
                )
                for match in matches
                if match.member.report not in outlets
                and _unedited(match.resemblance)
                and min(match.resemblance.left, match.resemblance.right) >= _UNKNOWN_SHARE
            ),
            None,
        )
    if found:
        return found
    best = matches[0].member
    first = best.outlet or outlets.get(best.report)
    other = Reason(code=ReasonCode.ANOTHER_OUTLET, outlet=new.outlet or None, other_outlet=first or None)
    return FamilyPlace(report=None, relation="copy", reason=other)


def _of_own_outlet(new: Member, known: Sequence[TextMatch]) -> FamilyPlace:
    """Return the place beside what the outlet has already of the family, latest first."""
    whole = [match for match in known if not _is_part(match.member)] or known
    at_address = [match for match in whole if _same_address(new, match.member)]
    latest = (at_address or whole)[0]
    # What a page says now is told by what it said last: it may say again what it said before that.
    asked_again = bool(at_address) and _seen_later(new, latest.member)
    for match in at_address[:1] if asked_again else whole:
        if _difference(new, match) is None and not _filed_again(new, match):
            return FamilyPlace(
                report=match.member.report,
                relation="rendition",
                reason=Reason(code=ReasonCode.SAME_BUT_FURNITURE),
            )
    if _filed_again(new, latest):
        return FamilyPlace(
            report=None,
            relation="copy",
            reason=Reason(code=ReasonCode.FILED_AGAIN, needed=_FILED_AGAIN_HOURS),
        )
    return FamilyPlace(
        report=latest.member.report, relation="revision", reason=_difference(new, latest) or _EDITED
    )


def _filed_again(new: Member, match: TextMatch) -> bool:
    """Tell whether a text is edited and of another day, and nothing but its words ties it to the earlier."""
    known, resemblance = match.member, match.resemblance
    if _same_address(new, known) or is_teaser(new) or is_teaser(known):
        return False
    if _new_corrections(new, known):
        return False
    hours = hours_after(new.published, known.published)
    edited = resemblance.changed or resemblance.numbers_changed
    return (
        hours is not None
        and hours > _FILED_AGAIN_HOURS
        and (bool(edited) or min(resemblance.left, resemblance.right) < _UNEDITED)
    )


def _of_no_outlet(new: Member, matches: Sequence[TextMatch]) -> FamilyPlace | None:
    """Return the place of a text that names no outlet; None where somebody edited it, who may be anybody."""
    for match in matches:
        if _unedited(match.resemblance):
            if match.member.outlet is None and (difference := _difference(new, match)):
                return FamilyPlace(
                    report=match.member.report, relation="revision", reason=_unnamed(difference)
                )
            same = Reason(code=ReasonCode.SAME_WORDS)
            return FamilyPlace(report=match.member.report, relation="rendition", reason=_unnamed(same))
    best = matches[0]
    if best.member.outlet is None and (
        _same_address(new, best.member) or best.resemblance.share >= _UNKNOWN_SHARE
    ):
        difference = _difference(new, best) or _EDITED
        return FamilyPlace(report=best.member.report, relation="revision", reason=_unnamed(difference))
    return None


def _unnamed(difference: Reason) -> Reason:
    """Return why a text that names no outlet is where it is."""
    return Reason(code=ReasonCode.NO_OUTLET_NAMED, further=(difference,))


def is_teaser(member: Member) -> bool:
    """Tell whether a text points on to the whole and is not it."""
    return any(note.kind is NoteKind.TEASER for note in member.notes)


def _is_part(member: Member) -> bool:
    """Tell whether a text is known to be not the whole."""
    return member.excerpt or is_teaser(member)


def _unedited(resemblance: Resemblance) -> bool:
    """Tell whether one text is the other, whole or in part, with what else may stand before and after it."""
    return (
        resemblance.share >= _WITH_HEADING
        and resemblance.changed < _REWORDED
        and resemblance.places < _REWORDED
        and not resemblance.numbers_changed
    )


def _new_corrections(new: Member, known: Member) -> bool:
    """Tell whether `new` carries a note of correction that `known` has not."""
    corrections = [note.shingle for note in new.notes if note.kind is NoteKind.CORRECTION]
    return any(first not in known.text.shingles for first in corrections)


def _difference(new: Member, match: TextMatch) -> Reason | None:
    """Return what makes `new` another version than `match`, None where nothing does."""
    resemblance, known = match.resemblance, match.member
    if _new_corrections(new, known):
        return Reason(code=ReasonCode.CORRECTION_NOTE)
    if new.excerpt and not known.excerpt and _same_address(new, known):
        return None
    if resemblance.numbers_changed:
        return Reason(code=ReasonCode.NUMBERS_CHANGED, value=resemblance.numbers_changed)
    if resemblance.changed >= _REWORDED:
        return Reason(code=ReasonCode.REWORDED, value=resemblance.changed)
    if new.excerpt != known.excerpt or is_teaser(new) or is_teaser(known):
        return None
    return _moved(new, match)


def _moved(new: Member, match: TextMatch) -> Reason | None:
    """Return what of two whole texts was put in, taken out or begun anew, None where nothing was."""
    resemblance = match.resemblance
    if _same_address(new, match.member) and (when := _changed_since(new, match)):
        return when
    if resemblance.beyond_left >= _GROWN:
        return Reason(code=ReasonCode.WORDS_ADDED, value=resemblance.beyond_left)
    if resemblance.lead < _SAME_LEAD:
        return Reason(code=ReasonCode.OTHER_OPENING)
    return None


def _changed_since(new: Member, match: TextMatch) -> Reason | None:
    """Return how what stands at one address is known to be edited; None where it may be read twice."""
    known, resemblance = match.member, match.resemblance
    edited = resemblance.edited
    if edited and hours_after(new.modified, known.modified or known.published):
        return Reason(code=ReasonCode.EDITED_AND_DATED, value=edited, moment=new.modified)
    differs = min(resemblance.left, resemblance.right) < 1.0
    if differs and resemblance.one_end and hours_after(new.modified, known.modified):
        return Reason(code=ReasonCode.WORDS_MOVED_AND_DATED, moment=new.modified)
    if differs and _seen_later(new, known) and not _is_beginning(resemblance):
        return Reason(code=ReasonCode.EDITED_SEEN_LATER, value=max(edited, 1))
    return None


def _seen_later(new: Member, known: Member) -> bool:
    """Tell whether a text was seen after another, and is by its own dates no older."""
    older = hours_after(new.modified, known.modified)
    return (hours_after(new.arrived, known.arrived) or 0.0) > 0 and (older is None or older >= 0)


def _is_beginning(resemblance: Resemblance) -> bool:
    """Tell whether a text is but the beginning of the other: more is cut off than is left."""
    return (
        resemblance.left == 1.0
        and not resemblance.one_end
        and resemblance.own_left < resemblance.beyond_right
    )
