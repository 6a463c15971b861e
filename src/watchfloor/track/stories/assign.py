"""Signature -> story: which earlier reports tell of the same happening, without the parse.

A report joins the story that it resembles most, where resemblance to the whole and to the closest member, the
words of its opening and the names in it suffice together; else it opens a story. A story whose members fall
into two groups that resemble each other far less than themselves is split, and its younger group goes on
under an id of its own. Two stories that a report tells of are merged where they turn out to be one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from watchfloor.model import EvidenceKind, EvidenceScore, Reason, ReasonCode, Signature, StoryId
from watchfloor.track.stories.bonds import BY_HAPPENING, Bonds
from watchfloor.track.stories.parting import LEAST, parted
from watchfloor.track.stories.rejoin import are_one, witnessed
from watchfloor.track.stories.resembling import ComparedReport, ComparedText, Floats, TermWindow
from watchfloor.track.stories.subject import NameShares, names_of, replaced
from watchfloor.words import Hashes

# One setting for all streams, chosen on streams of known stories (docs/decisions).
_JOIN = 0.465
_WORDS_TELL = 9  # texts of a story that one happening joined, from which words alone may part it again
_OPENING = 0.62  # what knowing all telling words of the opening is worth
_NAMED = 0.14  # what agreeing in all names is worth, each way
_CROWD = 0.15  # a story of e times the members has to be closer by this much
_STRANGERS = 0.6  # what it costs when hardly any name of the one is known to the other: nearly decisive
_REPLACED = 0.28  # what it costs when the main name of all texts is missing and another stands out instead
_STRANGE = 0.35
_FEW_NAMES = 4
_TWO_NAMES = 2
_NEAR = 0.2  # below, a story is not looked at
_MOST_STORIES = 4
_MOST_GUESSED = 8  # stories compared in all terms
_MOST_TEXTS = 150  # nearest texts whose stories are looked at: the cost does not grow with the window
_MOST_SHARING = 400  # texts that are looked through for other languages
_MEMBERS = 24  # latest members that a story is compared by
_CORE = 0.5  # share of the members whose openings have a name, for it to belong to the story's core
_UNKNOWN = 0.5
_DECIMALS = 5
_REJOIN_MEMBERS = 12  # latest members of each of two stories that may be one
_QUIET_DAYS = 2.0
_DAY = 0.02  # what each further day of quiet costs
_MOST_QUIET = 3.0
_WITNESSED = Reason(code=ReasonCode.WITNESSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryAct:
    """A story changed otherwise than by growth: `numbers` went from `story` to `into`."""

    kind: str
    story: StoryId
    into: StoryId
    numbers: tuple[int, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class StoryChoice:
    """The story chosen, None for a new one, and why; `scores` by story looked at and kind of evidence.

    `sharing` are the texts that share the most weight in rare words, best first.
    """

    story: StoryId | None
    reason: Reason
    scores: tuple[EvidenceScore, ...]
    terms: ComparedText
    sharing: NDArray[np.int64]


@dataclass(slots=True)
class _Story:
    """A story in the window: its members in order, the day of each that is dated, and what is kept of them.

    `joined` is what a new text is scored by, `matrix` the resemblances of the latest members; both are made
    when they are needed and dropped when the members change.
    """

    id: StoryId
    members: list[int] = field(default_factory=list)
    joined: _Joined | None = None
    matrix: Floats | None = None


class _Joined(NamedTuple):
    """The words of the members' openings, all their words, the names of half the openings, the last day.

    `about` are the main names of most.
    """

    lead: Hashes
    words: Hashes
    core: tuple[int, ...]
    day: float | None
    about: NameShares


class StoryWindow:
    """The stories of the window; `acts` are the splits and merges since they were last taken."""

    def __init__(self, size: int, generations: int, name_story: Callable[[int], StoryId]) -> None:
        self._window = TermWindow(size, generations)
        self._name = name_story
        self._stories: dict[StoryId, _Story] = {}
        self._story_of: dict[int, StoryId] = {}
        self._days: dict[int, float] = {}
        # By number in the window, around which the places go: the first member of the text's story, and of
        # first members how many follow them.
        self._places = size * generations
        self._first = 0
        self._first_member = np.zeros(self._places, dtype=np.int64)
        self._sizes = np.zeros(self._places, dtype=np.int64)
        self.acts: list[StoryAct] = []
        self.bonds = Bonds()
        self.language: Callable[[int], str] = lambda _: ""

    def holds(self, story_id: StoryId) -> bool:
        """Tell whether a story has members in the window."""
        return story_id in self._stories

    def members(self, story_id: StoryId) -> list[int]:
        """Return the texts of a story that the window holds, in order."""
        return list(self._stories[story_id].members)

    def terms(self, number: int) -> ComparedText:
        """Return the terms of a text of the window."""
        return self._window.terms(number)

    def story_of(self, number: int) -> StoryId | None:
        """Return the story that holds the text with this number now."""
        return self._story_of.get(number)

    def choose(
        self, number: int, words: Hashes, title: Hashes, signature: Signature, published: str | None
    ) -> StoryChoice:
        """Return the story of a text that is nobody's copy, without remembering it."""
        reading = self._window.read(words, title, signature)
        sharing, shared = self._window.nearest(reading.terms, _MOST_SHARING)
        near = self._near(reading.terms, sharing[:_MOST_TEXTS], shared[:_MOST_TEXTS])
        looked_at = sorted(near, key=lambda id_: (-near[id_], id_))
        known = frozenset(reading.terms.words.tolist()) if looked_at else frozenset()
        day = _day(published)
        scored = [
            self._score(self._stories[id_], near[id_], reading, known, day)
            for id_ in looked_at[:_MOST_STORIES]
        ]
        scores = tuple(
            EvidenceScore(kind, id_, value) for id_, _, kinds in scored for kind, value in kinds.items()
        )
        chosen = min(scored, key=lambda entry: (-entry[1], entry[0]), default=None)
        if chosen is None:
            nothing = Reason(code=ReasonCode.NO_STORY_NEAR)
            return StoryChoice(None, nothing, scores, reading.terms, sharing)
        total = chosen[2][EvidenceKind.TOTAL]
        if total < _JOIN:
            reason = Reason(code=ReasonCode.NEAREST_STORY, subject_id=chosen[0], value=total, needed=_JOIN)
            if chosen[1] >= _JOIN:
                reason = reason.with_further(Reason(code=ReasonCode.OTHER_MAIN_NAMES))
            return StoryChoice(None, reason, scores, reading.terms, sharing)
        reason = Reason(code=ReasonCode.JOINED_STORY, subject_id=chosen[0], value=total, needed=_JOIN)
        return StoryChoice(chosen[0], reason, scores, reading.terms, sharing)

    def _near(self, terms: ComparedText, numbers: NDArray[np.int64], shared: Floats) -> dict[StoryId, float]:
        """Return the stories of texts near enough, each with the mean of its average and its best member."""
        if not len(numbers):
            return {}
        firsts, best, story = np.unique(
            self._first_member[numbers % self._places], return_index=True, return_inverse=True
        )
        sizes = self._sizes[firsts % self._places]
        guess = np.round(np.bincount(story, weights=shared) / sizes + shared[best], _DECIMALS)
        chosen = np.argsort(-guess, kind="stable")[:_MOST_GUESSED]
        rank = np.full(len(firsts), len(chosen))
        rank[chosen] = np.arange(len(chosen))
        compared = np.flatnonzero(rank[story] < len(chosen))
        values = self._window.resemblances(terms, numbers[compared].tolist())
        values[values <= _NEAR / 2] = 0.0
        sums = np.bincount(rank[story[compared]], weights=values, minlength=len(chosen))
        highest = np.zeros(len(chosen))
        np.maximum.at(highest, rank[story[compared]], values)
        near = np.round((sums / sizes[chosen] + highest) / 2, _DECIMALS)
        ids = (self._story_of[number] for number in firsts[chosen].tolist())
        return {id_: value for id_, value in zip(ids, near.tolist(), strict=True) if value >= _NEAR}

    def _score(
        self, story: _Story, near: float, reading: ComparedReport, known: frozenset[int], day: float | None
    ) -> tuple[StoryId, float, dict[EvidenceKind, float]]:
        """Return a story's id, how near it is, and the kinds of evidence.

        Other main names count in the total only: they tell whether the nearest story is the text's, not which
        story is the nearest.
        """
        terms = reading.terms
        lead, words, core, last, about = story.joined or self._join(story)
        opening = _known(terms.lead, reading.lead_rarity, lead)
        named = _known(terms.names, reading.names_rarity, words) if len(terms.names) else _UNKNOWN
        core_known = sum(name in known for name in core) / len(core) if core else _UNKNOWN
        quiet = _quiet(last, day)
        kinds = {
            EvidenceKind.RESEMBLANCE: near,
            EvidenceKind.OPENING_KNOWN: opening,
            EvidenceKind.NAMES_KNOWN: named,
            EvidenceKind.ITS_NAMES: core_known,
            EvidenceKind.OTHER_MAIN_NAMES: replaced(about, known, terms.subject, words),
            EvidenceKind.QUIET: quiet,
        }
        score = (
            near
            + _OPENING * opening
            + _NAMED * named * core_known
            - _CROWD * math.log(len(story.members))
            - quiet
            - (_STRANGERS if _are_strangers(len(terms.names), named, core_known, kinds) else 0.0)
        )
        kinds[EvidenceKind.TOTAL] = score - _REPLACED * kinds[EvidenceKind.OTHER_MAIN_NAMES]
        return story.id, round(score, 4), {kind: round(value, 4) for kind, value in kinds.items()}

    def _join(self, story: _Story) -> _Joined:
        days = [self._days[number] for number in story.members if number in self._days]
        members = [self._window.terms(number) for number in story.members[-_MEMBERS:]]
        story.joined = _joined(members, max(days, default=None))
        return story.joined

    def add(self, number: int, choice: StoryChoice, published: str | None, story_id: StoryId) -> StoryId:
        """Remember a text in its story; return the story it is in after the split or merge it may cause."""
        self.recall(number, choice.terms, published, story_id)
        self._split(self._stories[story_id])
        self._rejoin(self._story_of[number], choice)
        return self._story_of[number]

    def read(self, words: Hashes, title: Hashes, signature: Signature) -> ComparedText:
        """Return a text's terms as the window weighs them now."""
        return self._window.read(words, title, signature).terms

    def recall(self, number: int, terms: ComparedText, published: str | None, story_id: StoryId) -> None:
        """Remember a text in the story that it was placed in before; nothing is decided anew."""
        self._window.add(number, terms)
        self.forget(self._window.first)
        story = self._stories.setdefault(story_id, _Story(story_id))
        if story.matrix is not None:
            earlier = story.members[-_MEMBERS:][-len(story.matrix) :]
            story.matrix = _grown(story.matrix, self._window.resemblances(terms, earlier))
        story.members.append(number)
        story.joined = None
        self._story_of[number] = story_id
        day = _day(published)
        if day is not None:
            self._days[number] = day
        first = story.members[0]
        self._first_member[number % self._places] = first
        self._sizes[first % self._places] = len(story.members)

    def forget(self, first: int) -> None:
        """Drop the texts before number `first`; stories without members end."""
        if first <= self._first:
            return
        self._first = first
        self._window.forget(first)
        left = [number for number in self._story_of if number < first]
        changed = {self._story_of.pop(number) for number in left}
        for number in left:
            self._days.pop(number, None)
        for id_ in sorted(changed):
            story = self._stories[id_]
            self._put(story, [number for number in story.members if number >= first])

    def _put(self, story: _Story, members: list[int]) -> None:
        """Give a story other members; one without any ends."""
        story.members, story.joined, story.matrix = members, None, None
        if not members:
            del self._stories[story.id]
            return
        self._first_member[np.array(members) % self._places] = members[0]
        self._sizes[members[0] % self._places] = len(members)

    def _split(self, story: _Story) -> None:
        members = story.members[-_MEMBERS:]
        if len(members) < self._least_to_split(story.id):
            return
        language = self.language(members[-1])
        comparable = [number for number in members if self.language(number) == language]
        if len(comparable) < len(members):  # words do not tell whether languages speak of the same
            members, matrix = comparable, self._matrix(comparable)
            if len(members) < LEAST:
                return
        else:
            matrix = story.matrix = self._matrix(members) if story.matrix is None else story.matrix
        parts = parted(matrix, [self._window.terms(number).subject for number in members])
        if parts is None:
            return
        going = [number for number, stays in zip(members, parts.stays, strict=True) if not stays]
        into = self._name(going[0])
        self._move(story, going, into)
        self.bonds.part(story.id, into)
        self.acts.append(
            StoryAct(
                kind="split",
                story=story.id,
                into=into,
                numbers=tuple(going),
                reason=Reason(code=parts.reason),
            )
        )

    def _least_to_split(self, story_id: StoryId) -> float:
        """Return the texts from which words may part a story: none part what a person put together."""
        if self.bonds.holds(story_id):
            return math.inf
        return _WORDS_TELL if self.bonds.tells_one(story_id) else LEAST

    def _rejoin(self, own: StoryId, choice: StoryChoice) -> None:
        """Merge the story of a new text with another that it tells of, where they turn out to be one."""
        for other in map(StoryId, witnessed(choice.scores, _JOIN)):
            if not self.may_merge(own, other):
                continue
            pair = [self._stories[id_].members[-_REJOIN_MEMBERS:] for id_ in (own, other)]
            members = sorted([*pair[0], *pair[1]])
            if not are_one(self._matrix(members), np.isin(members, pair[0])):
                continue
            self.merge(own, other, _WITNESSED)
            return

    def may_merge(self, one: StoryId, other: StoryId) -> bool:
        """Tell whether two stories are in the window and nothing parted them."""
        there = one in self._stories and other in self._stories
        return there and one != other and not self.bonds.parted(one, other)

    def merge(self, one: StoryId, other: StoryId, reason: Reason) -> None:
        """Make two stories one, under the id of the older."""
        into, story = sorted((one, other), key=lambda id_: self._stories[id_].members[0])
        going = tuple(self._stories[story].members)
        self._move(self._stories[story], going, into)
        self.bonds.join(story, into, act=holder(reason))
        self.acts.append(StoryAct(kind="merge", story=story, into=into, numbers=going, reason=reason))

    def move(self, numbers: Sequence[int], into: StoryId) -> None:
        """Put texts into a story, as was decided elsewhere: by an analyst, or before a restart."""
        leaving: dict[StoryId, list[int]] = {}
        for number in numbers:
            story = self._story_of.get(number)
            if story is not None and story != into:
                leaving.setdefault(story, []).append(number)
        for story, going in leaving.items():
            self._move(self._stories[story], going, into)

    def _move(self, story: _Story, numbers: Sequence[int], into: StoryId) -> None:
        target = self._stories.setdefault(into, _Story(into))
        going = set(numbers)
        for number in numbers:
            self._story_of[number] = into
        self._put(story, [number for number in story.members if number not in going])
        self._put(target, sorted({*target.members, *going}))

    def _matrix(self, members: Sequence[int]) -> Floats:
        matrix = np.zeros((len(members), len(members)))
        for row in range(1, len(members)):
            terms = self._window.terms(members[row])
            matrix[row, :row] = matrix[:row, row] = self._window.resemblances(terms, members[:row])
        return matrix


def holder(reason: Reason | None) -> str | None:
    """Return what holds a story that the machine merged for `reason`; None where words may part it."""
    return BY_HAPPENING if reason is not None and reason.code is ReasonCode.SAME_HAPPENING else None


def _are_strangers(names: int, named: float, core_known: float, kinds: Mapping[EvidenceKind, float]) -> bool:
    """Tell whether hardly any name of a text and of a story is known to the other.

    Of a text with few names none may be, and the story's main name has to have given way to another:
    two raids on two villages are told in the same words.
    """
    if names >= _FEW_NAMES:
        return max(named, core_known) < _STRANGE
    return (
        names >= _TWO_NAMES and max(named, core_known) == 0.0 and kinds[EvidenceKind.OTHER_MAIN_NAMES] == 1.0
    )


def _known(words: Hashes, rarity: Floats, known: Hashes) -> float:
    """Return the share of `words`, weighed by rarity, that stand among the sorted `known` ones."""
    total = float(rarity.sum())
    if not total or not len(known):
        return 0.0
    places = np.minimum(np.searchsorted(known, words), len(known) - 1)
    return float(rarity[known[places] == words].sum()) / total


def _joined(members: Sequence[ComparedText], day: float | None) -> _Joined:
    about = names_of([member.subject for member in members])
    if len(members) == 1:
        [only] = members
        return _Joined(only.lead, only.words, tuple(only.names.tolist()), day, about)
    names, counts = np.unique(np.concatenate([member.names for member in members]), return_counts=True)
    core = tuple(names[counts >= max(1.0, _CORE * len(members))].tolist())
    lead = np.unique(np.concatenate([member.lead for member in members]))
    words = np.unique(np.concatenate([member.words for member in members]))
    return _Joined(lead, words, core, day, about)


def _grown(matrix: Floats, row: Floats) -> Floats:
    """Return the resemblances of the latest members with those of one more."""
    size = min(len(matrix), _MEMBERS - 1)
    grown = np.zeros((size + 1, size + 1))
    grown[:size, :size] = matrix[len(matrix) - size :, len(matrix) - size :]
    grown[size, :size] = grown[:size, size] = row[len(row) - size :]
    return grown


def _day(published: str | None) -> float | None:
    if not published:
        return None
    try:
        day = float(date.fromisoformat(published[:10]).toordinal())
    except ValueError:
        return None
    hours = published[11:13]
    return day + (int(hours) / 24 if hours.isdigit() else 0.0)


def _quiet(last: float | None, now: float | None) -> float:
    """Return what the days between a story's latest member and a text take from its score."""
    if last is None or now is None:
        return 0.0
    return min(_MOST_QUIET, _DAY * max(0.0, abs(now - last) - _QUIET_DAYS))
