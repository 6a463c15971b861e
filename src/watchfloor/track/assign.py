"""Signature -> story: which earlier reports tell of the same happening, without the parse.

A report joins the story that it resembles most, where resemblance to the whole and to the closest member, the
words of its opening and the names in it suffice together; else it opens a story. A story whose members fall
into two groups that resemble each other far less than themselves is split, and its younger group goes on
under an id of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from watchfloor.frequency import Hashes
from watchfloor.model import Signature
from watchfloor.track.bonds import Bonds
from watchfloor.track.resembling import Floats, Terms, TermWindow, resemblance

# One setting for all streams, chosen on streams of known stories (docs/decisions).
_JOIN = 0.46
_OPENING = 0.6  # what knowing all telling words of the opening is worth
_NAMED = 0.1  # what agreeing in all names is worth, each way
_CROWD = 0.15  # a story of e times the members has to be closer by this much
_STRANGERS = 0.8  # what it costs when hardly any name of the one is known to the other: nearly decisive
_STRANGE = 0.3
_FEW_NAMES = 3
_NEAR = 0.2  # below, a story is not looked at
_MOST_STORIES = 4
_MOST_TEXTS = 150  # nearest texts whose stories are looked at: the cost does not grow with the window
_MEMBERS = 24  # latest members that a story is compared by
_CORE = 0.5  # share of the members whose openings have a name, for it to belong to the story's core
_UNKNOWN = 0.5
_SPLIT_FROM = 4  # members
_SPLIT_RATIO = 0.62  # resemblance across by resemblance within, below which two groups are two happenings
_SPLIT_WITHIN = 0.4
_QUIET_DAYS = 2.0
_DAY = 0.02  # what each further day of quiet costs
_MOST_QUIET = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryAct:
    """A story changed otherwise than by growth: `numbers` went from `story` to `into`."""

    kind: str
    story: str
    into: str
    numbers: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChoice:
    """The story chosen, None for a new one, and why; `scores` by story looked at and kind of evidence."""

    story: str | None
    reason: str
    scores: dict[str, float]
    terms: Terms
    resemblances: Floats


@dataclass(slots=True)
class _Story:
    """A story in the window: its members in order, and how much each resembled those before it."""

    id: str
    members: list[int] = field(default_factory=list)
    day: float | None = None


class StoryWindow:
    """The stories of the window; `acts` are the splits and merges since they were last taken."""

    def __init__(self, size: int, generations: int, name_story: Callable[[int], str]) -> None:
        self._window = TermWindow(size, generations)
        self._name = name_story
        self._stories: dict[str, _Story] = {}
        self._story_of: dict[int, str] = {}
        self._terms: dict[int, Terms] = {}
        self._rows: dict[int, dict[int, float]] = {}
        self._days: dict[int, float] = {}
        self._first = 0
        self.acts: list[StoryAct] = []
        self.bonds = Bonds()

    def holds(self, story_id: str) -> bool:
        """Tell whether a story has members in the window."""
        return story_id in self._stories

    def story_of(self, number: int) -> str | None:
        """Return the story that holds the text with this number now."""
        return self._story_of.get(number)

    def choose(
        self, number: int, words: Hashes, title: Hashes, signature: Signature, published: str | None
    ) -> StoryChoice:
        """Return the story of a text that is nobody's copy, without remembering it."""
        terms = self._window.read(words, title, signature)
        first = self._window.first
        resemblances = self._window.resemblances(terms, number - first + 1)
        near = self._near(resemblances, first)
        looked_at = sorted(near, key=lambda id_: (-near[id_], id_))
        scored = [
            self._score(self._stories[id_], near[id_], terms, published) for id_ in looked_at[:_MOST_STORIES]
        ]
        scores = {f"{name} {id_}": value for id_, _, kinds in scored for name, value in kinds.items()}
        chosen = min(scored, key=lambda entry: (-entry[1], entry[0]), default=None)
        if chosen is None or chosen[1] < _JOIN:
            reason = (
                "no story near"
                if chosen is None
                else f"nearest story {chosen[0]} at {chosen[1]:.2f}, needs {_JOIN}"
            )
            return StoryChoice(
                story=None, reason=reason, scores=scores, terms=terms, resemblances=resemblances
            )
        reason = f"tells of story {chosen[0]} ({chosen[1]:.2f}, needs {_JOIN})"
        return StoryChoice(
            story=chosen[0], reason=reason, scores=scores, terms=terms, resemblances=resemblances
        )

    def _near(self, resemblances: Floats, first: int) -> dict[str, float]:
        """Return the stories near enough, each with the mean of its average and its best member."""
        sums: dict[str, float] = {}
        best: dict[str, float] = {}
        places = np.flatnonzero(resemblances > _NEAR / 2)
        if len(places) > _MOST_TEXTS:
            places = np.sort(places[np.argsort(-resemblances[places], kind="stable")[:_MOST_TEXTS]])
        for place in places.tolist():
            story = self._story_of.get(place + first)
            if story is not None:
                value = float(resemblances[place])
                sums[story] = sums.get(story, 0.0) + value
                best[story] = max(best.get(story, 0.0), value)
        near = {id_: (sums[id_] / len(self._stories[id_].members) + best[id_]) / 2 for id_ in sums}
        return {id_: value for id_, value in near.items() if value >= _NEAR}

    def _score(
        self, story: _Story, near: float, terms: Terms, published: str | None
    ) -> tuple[str, float, dict[str, float]]:
        members = [self._terms[number] for number in story.members[-_MEMBERS:]]
        opening = _known(terms.lead, terms.lead_rarity, np.concatenate([member.lead for member in members]))
        named = _UNKNOWN
        if len(terms.names):
            named = _known(
                terms.names, terms.names_rarity, np.concatenate([member.words for member in members])
            )
        core = _core(members)
        core_known = float(_found(core, terms.words).mean()) if len(core) else _UNKNOWN
        quiet = _quiet(story.day, _day(published))
        kinds = {
            "resemblance": near,
            "opening known": opening,
            "names known": named,
            "its names": core_known,
            "quiet": quiet,
        }
        score = (
            near
            + _OPENING * opening
            + _NAMED * named * core_known
            - _CROWD * float(np.log(len(story.members)))
            - quiet
            - (_STRANGERS if len(terms.names) >= _FEW_NAMES and max(named, core_known) < _STRANGE else 0.0)
        )
        return story.id, round(score, 4), {kind: round(value, 4) for kind, value in kinds.items()}

    def add(self, number: int, choice: StoryChoice, published: str | None, story_id: str) -> str:
        """Remember a text in its story, and return the story it is in after a split that it may cause."""
        story = self._put(number, choice.terms, published, story_id)
        first = self._window.first
        self._rows[number] = {
            member: float(choice.resemblances[member - first])
            for member in story.members[-_MEMBERS - 1 : -1]
            if first <= member < first + len(choice.resemblances)
        }
        self._split(story)
        return self._story_of[number]

    def read(self, words: Hashes, title: Hashes, signature: Signature) -> Terms:
        """Return a text's terms as the window weighs them now."""
        return self._window.read(words, title, signature)

    def recall(self, number: int, terms: Terms, published: str | None, story_id: str) -> None:
        """Remember a text in the story that it was placed in before; nothing is decided anew."""
        self._put(number, terms, published, story_id)

    def _put(self, number: int, terms: Terms, published: str | None, story_id: str) -> _Story:
        self._window.add(number, terms)
        self._forget()
        story = self._stories.setdefault(story_id, _Story(story_id))
        story.members.append(number)
        self._terms[number] = terms
        self._rows[number] = {}
        self._story_of[number] = story_id
        day = _day(published)
        if day is not None:
            self._days[number] = day
            story.day = day if story.day is None else max(story.day, day)
        return story

    def _forget(self) -> None:
        """Drop what has left the window; stories without members end."""
        first = self._window.first
        if first == self._first:
            return
        self._first = first
        for number in [number for number in self._terms if number < first]:
            story = self._stories[self._story_of.pop(number)]
            story.members.remove(number)
            del self._terms[number], self._rows[number]
            self._days.pop(number, None)
            if not story.members:
                del self._stories[story.id]

    def _split(self, story: _Story) -> None:
        members = story.members[-_MEMBERS:]
        if len(members) < _SPLIT_FROM or self.bonds.holds(story.id):
            return
        groups = _two_groups(self._matrix(members))
        if groups is None:
            return
        going = [number for number, stays in zip(members, groups, strict=True) if not stays]
        into = self._name(going[0])
        self._move(story, going, into)
        self.bonds.part(story.id, into)
        reason = "its members fall into two groups that resemble each other little"
        self.acts.append(
            StoryAct(kind="split", story=story.id, into=into, numbers=tuple(going), reason=reason)
        )

    def move(self, numbers: Sequence[int], into: str) -> None:
        """Put texts into a story, as was decided elsewhere: by an analyst, or before a restart."""
        leaving: dict[str, list[int]] = {}
        for number in numbers:
            story = self._story_of.get(number)
            if story is not None and story != into:
                leaving.setdefault(story, []).append(number)
        for story, going in leaving.items():
            self._move(self._stories[story], going, into)

    def _move(self, story: _Story, numbers: Sequence[int], into: str) -> None:
        target = self._stories.setdefault(into, _Story(into))
        going = set(numbers)
        target.members = sorted({*target.members, *going})
        story.members = [number for number in story.members if number not in going]
        for number in numbers:
            self._story_of[number] = into
        for changed in (story, target):
            days = [self._days[number] for number in changed.members if number in self._days]
            changed.day = max(days, default=None)
        if not story.members:
            del self._stories[story.id]

    def _matrix(self, members: Sequence[int]) -> Floats:
        matrix = np.zeros((len(members), len(members)))
        for row, number in enumerate(members):
            known = self._rows[number]
            for column, member in enumerate(members[:row]):
                if member not in known:
                    known[member] = resemblance(self._terms[number], self._terms[member])
                matrix[row, column] = matrix[column, row] = known[member]
        return matrix


def _known(words: Hashes, rarity: Floats, known: Hashes) -> float:
    """Return the share of `words`, weighed by rarity, that are known."""
    total = float(rarity.sum())
    return float(rarity[_found(words, known)].sum()) / total if total else 0.0


def _found(words: Hashes, known: Hashes) -> NDArray[np.bool_]:
    """Return which of a few sorted `words` stand among many `known` ones."""
    found = np.zeros(len(words), dtype=np.bool_)
    if len(words):
        places = np.minimum(np.searchsorted(words, known), len(words) - 1)
        found[places[words[places] == known]] = True
    return found


def _core(members: Sequence[Terms]) -> Hashes:
    """Return the names that stand in the openings of half the members or more."""
    names, counts = np.unique(np.concatenate([member.names for member in members]), return_counts=True)
    return names[counts >= max(1.0, _CORE * len(members))]


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


def _two_groups(matrix: Floats) -> NDArray[np.bool_] | None:
    """Return who stays with the first member where the members are two groups, else None."""
    size = len(matrix)
    apart = matrix + np.eye(size) * 9.0
    one, other = np.unravel_index(int(np.argmin(apart)), apart.shape)
    second = apart[other] > apart[one]
    second[one], second[other] = False, True
    for _ in range(4):
        counts = np.array([(~second).sum(), second.sum()], dtype=np.float64)
        if counts.min() < 2:
            return None
        sums = np.stack((matrix[:, ~second].sum(axis=1), matrix[:, second].sum(axis=1)))
        counts = np.stack((counts[0] - ~second, counts[1] - second))
        closer = np.diff(sums / np.maximum(counts, 1.0), axis=0)[0] > 0
        if (closer == second).all():
            break
        second = closer
    first = ~second
    if min(first.sum(), second.sum()) < 2:
        return None
    within = min(_mean(matrix, first), _mean(matrix, second))
    across = float(matrix[np.ix_(first, second)].mean())
    if within < _SPLIT_WITHIN or across > _SPLIT_RATIO * within:
        return None
    stays: NDArray[np.bool_] = first if first[0] else second
    return stays


def _mean(matrix: Floats, group: NDArray[np.bool_]) -> float:
    inner = matrix[np.ix_(group, group)]
    return float(inner.sum()) / (len(inner) * (len(inner) - 1))
