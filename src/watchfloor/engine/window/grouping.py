"""The stream of renditions, placed one by one: which report, which origin, which story.

Used by `watchfloor group` and by the engine alike. Everything decided here depends only on the renditions
admitted before, in their order, within the window: the last `WINDOW_SLICES` slices of `WINDOW_SLICE`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import replace
from typing import Any, TypeVar

from watchfloor.engine.window.matches import beside, stood_in_for, without_notices
from watchfloor.engine.window.moves import StoryMove, bind
from watchfloor.engine.window.snapshot import (
    Remembered,
    SnapshotEntry,
    decode,
    decode_state,
    encode,
    encode_state,
)
from watchfloor.language import UNKNOWN
from watchfloor.merge.fingerprint import (
    own_signature,
    text_shingles,
    title_of,
    words_of,
)
from watchfloor.merge.nearest import Shingles, as_words, worth_comparing
from watchfloor.merge.placement import (
    Member,
    TextMatch,
    arrived_together,
    is_notice_only,
    is_teaser,
    matched,
    place,
)
from watchfloor.model import (
    EvidenceKind,
    EvidenceScore,
    Judgement,
    OriginId,
    Placement,
    Reason,
    ReasonCode,
    Rendition,
    RenditionId,
    ReportId,
    Signature,
    StoryId,
    digest,
)
from watchfloor.track.stories.assign import StoryAct, StoryChoice, StoryWindow, holder
from watchfloor.track.stories.bonds import Bonds
from watchfloor.track.stories.languages import ENOUGH, LanguageWindow, language_of, opening_of
from watchfloor.track.stories.resembling import ComparedText

_Key = TypeVar("_Key")

WINDOW_SLICE = 5_000  # renditions; the oldest slice is dropped whole
WINDOW_SLICES = 5
_STUB = 40  # words: of so few there is no article
_MEANS_ANOTHER = Reason(code=ReasonCode.MEANS_ANOTHER)


class Grouping:
    """The window over the stream, and the decisions in it.

    Without `stories` only reports and origins are found, and each origin is a story of its own. The window
    holds the last `slices` slices of `size` renditions. What is kept leaves with its slice, so that a window
    made again from its renditions is the one that was there.
    """

    def __init__(
        self, *, stories: bool = True, size: int = WINDOW_SLICE, slices: int = WINDOW_SLICES
    ) -> None:
        self._with_stories = stories
        self._size = size
        self._slices = slices
        self._number = 0
        self._members: dict[int, Member] = {}
        self._by_rendition: dict[RenditionId, int] = {}
        self._first_published: dict[int, dict[str, str]] = {}  # by slice and origin
        self._originals: dict[OriginId, int] = {}
        self._stubs: dict[str, list[int]] = {}  # by address
        self._own_reports: dict[tuple[str, str], list[int]] = {}
        self._report_outlets: dict[str, str] = {}
        self._origin_of: dict[ReportId, OriginId] = {}
        self._shingles = Shingles(size, slices)
        self._stories = StoryWindow(size, slices, self._story_id)
        self._languages = LanguageWindow(self._opening)
        self._stories.language = self._languages.language
        self._openings: dict[int, str] = {}
        self.words_of_rendition: Callable[[RenditionId], str | None] = lambda _: None
        self._acts_of_old: Callable[[], Iterable[Judgement]] | None = None

    @property
    def first_number(self) -> int:
        """Return the lowest number of a rendition that the window may hold."""
        return max(0, self._number // self._size - self._slices + 1) * self._size

    def admit(self, rendition: Rendition, signature: Signature) -> Placement:
        """Return where `rendition` belongs, and remember it."""
        known = self._by_rendition.get(rendition.id)
        if known is not None:
            return self._seen(self._members[known])
        placement, member, apart = self._place(rendition, signature)
        if not self._with_stories or placement.origin != digest("origin", rendition.id):
            return self._remember(placement, member, signature, language=UNKNOWN, opening=None)
        opening = opening_of(rendition.title, rendition.text)
        language = language_of(rendition.language, member.text.words, opening)
        return self._remember(placement, member, signature, language=language, opening=opening, apart=apart)

    def recall(
        self,
        rendition: Rendition,
        signature: Signature,
        placement: Placement,
        kept: tuple[int, bytes] | None = None,
    ) -> None:
        """Remember a rendition admitted before, as it was placed then; `follow` tells what moved it.

        `kept` are its number and memory (see `kept`); without them both are made anew, as from the renditions
        recalled so far.
        """
        if rendition.id in self._by_rendition:
            return
        known = decode(kept[1], signature) if kept else None
        if kept:
            self._advance_to(kept[0])
        opening = opening_of(rendition.title, rendition.text) if rendition.text else None
        if known is None:
            member, _ = self._member(rendition, signature)
            words = opening or self.words_of_rendition(rendition.id) or ""
            language = language_of(rendition.language, member.text.words, words)
            self._remember(placement, member, signature, language=language, opening=opening)
        else:
            member, _ = self._member(rendition, signature, known)
            self._remember(
                placement, member, signature, language=known.language, opening=opening, terms=known.terms
            )

    def start_at(self, number: int) -> None:
        """Number renditions from `number` on; those before it are outside the window."""
        self._number = number

    def contains(self, rendition_id: RenditionId) -> bool:
        """Tell whether the window holds a rendition."""
        return rendition_id in self._by_rendition

    def snapshot_of(self, rendition_id: RenditionId) -> tuple[int, bytes]:
        """Return number and memory of a rendition of the window, to be recalled with."""
        number = self._by_rendition[rendition_id]
        return number, self._memory(number)

    def _memory(self, number: int) -> bytes:
        terms = self._stories.terms(number) if self._stories.story_of(number) is not None else None
        return encode(self._languages.language(number), self._members[number].text, terms)

    def _opening(self, number: int) -> str | None:
        return self._openings.get(number) or self.words_of_rendition(self._members[number].rendition)

    def apply_move(self, act: Judgement) -> None:
        """Let reports be where a merge or split put them, and respect it from now on."""
        assert act.value is not None, "a merge or split names the story it leads to"
        story, into = StoryId(act.about.id), StoryId(act.value)
        if not (self._stories.holds(story) and self._stories.holds(into)):
            self._bind_again()
        bind(self._stories.bonds, act)
        origins = {self._origin_of[report] for report in act.members if report in self._origin_of}
        self._put(origins, into)
        self._stories.move(self._told_first(origins), into)
        self._prune()

    def correct_stories(self, moved: Iterable[tuple[RenditionId, StoryId]]) -> None:
        """Let renditions be in the stories named beside them: floors of old kept no acts of the machine."""
        for rendition, story in moved:
            number = self._by_rendition.get(rendition)
            if number is not None and self._story(member := self._members[number]) != story:
                if not self._stories.holds(story):
                    self._bind_again()
                self._put({member.origin}, story)
                self._stories.move(self._told_first({member.origin}), story)
                self._prune()

    def remember_acts(self, acts: Callable[[], Iterable[Judgement]]) -> None:
        """Let the window be bound by all acts that `acts` gives, in order, now and when a story comes back.

        Of what was parted only that is kept of which the window holds a part.
        """
        self._acts_of_old = acts
        self._bind_again()
        self._prune()

    def _prune(self) -> None:
        if self._acts_of_old is not None:
            self._stories.bonds.prune(self._stories.holds)

    def _bind_again(self) -> None:
        """Bind what comes back into the window by what was decided when it was there before."""
        if self._acts_of_old is None:
            return
        self._stories.bonds = bonds = Bonds()
        for act in self._acts_of_old():
            bind(bonds, act)
        for done in self._stories.acts:  # since the last ones were kept
            if done.kind == "merge":
                bonds.join(done.story, done.into, act=holder(done.reason))
            else:
                bonds.part(done.story, done.into)

    def _told_first(self, origins: set[OriginId]) -> list[int]:
        """Return the first texts of families, as far as the window holds them, in order."""
        return sorted(self._originals[origin] for origin in origins if origin in self._originals)

    def story_of(self, rendition_id: RenditionId) -> StoryId | None:
        """Return the story that holds a rendition of the window now, after splits and merges."""
        number = self._by_rendition.get(rendition_id)
        return None if number is None else self._story(self._members[number])

    def merge(self, one: StoryId, other: StoryId, reason: Reason) -> bool:
        """Make two stories one where nothing parted them; `moves` tells it. Return whether it was done."""
        if not self._stories.may_merge(one, other):
            return False
        self._stories.merge(one, other, reason)
        return True

    def moves(self) -> tuple[StoryMove, ...]:
        """Return the splits and merges of stories since they were last asked for, in order."""
        acts, self._stories.acts = self._stories.acts, []
        return tuple(self._told(act) for act in acts)

    def _told(self, act: StoryAct) -> StoryMove:
        moved = {self._members[number].origin for number in act.numbers if number in self._members}
        return StoryMove(
            kind=act.kind,
            story=act.story,
            into=act.into,
            reports=tuple(dict.fromkeys(member.report for member in self._put(moved, act.into))),
            reason=act.reason,
        )

    def _put(self, origins: set[OriginId], story: StoryId) -> list[Member]:
        """Note the story that families are in now; return their members, in order."""
        if not origins:
            return []
        found = [number for number, member in self._members.items() if member.origin in origins]
        for number in found:
            self._members[number] = replace(self._members[number], story=story)
        return [self._members[number] for number in found]

    def _story_id(self, number: int) -> StoryId:
        id_ = StoryId(digest("story", self._members[number].rendition))
        while self._stories.holds(id_):
            id_ = StoryId(digest("story", "split", id_))
        return id_

    def _story(self, member: Member) -> StoryId:
        original = self._originals.get(member.origin)
        return (self._stories.story_of(original) if original is not None else None) or member.story

    def _seen(self, member: Member) -> Placement:
        return Placement(
            rendition=member.rendition,
            report=member.report,
            origin=member.origin,
            story=self._story(member),
            relation="rendition",
            reasons=(Reason(code=ReasonCode.SEEN_BEFORE),),
        )

    def _member(
        self, rendition: Rendition, signature: Signature, known: Remembered | None = None
    ) -> tuple[Member, dict[int, int]]:
        words, title = words_of(signature), title_of(signature)
        shingles, title_shingles = text_shingles(words, title)
        near: dict[int, int] = {}
        if known is None:
            near, own = self._shingles.near(shingles)
            notice = self._shingles.notice(shingles)
        else:
            own, notice = known.own, known.notice
        member = Member(
            number=self._number,
            rendition=rendition.id,
            text=as_words(words, shingles, own, title_shingles, notice),
            title=title,
            outlet=rendition.outlet,
            url=rendition.url,
            published=rendition.published,
            notes=signature.notes,
            arrived=rendition.arrived,
            modified=rendition.modified,
            excerpt=rendition.is_excerpt,
        )
        return member, near

    def _place(self, rendition: Rendition, signature: Signature) -> tuple[Placement, Member, frozenset[str]]:
        """Return where a rendition's text belongs, and the stories that tell of others on the same form."""
        new, near = self._member(rendition, signature)
        length = len(new.text.words)
        candidates = [
            known
            for number, shared in near.items()
            if (known := self._members.get(number)) and worth_comparing(shared, length, len(known.text.words))
        ]
        # A title alone shares no words with the text that comes later, but its address.
        candidates += [known for known in self._stubs_at(new.url) if known.number not in near]
        new = without_notices(new, candidates)
        matches = [matched(new, known) for known in candidates]
        family = sorted(
            (match for match in matches if match.family),
            key=lambda match: (-match.resemblance.share, match.member.number),
        )
        scores = tuple(
            EvidenceScore(EvidenceKind.WORDS_SHARED, match.member.rendition, match.resemblance.share)
            for match in matches
        )
        if family:
            return self._join(new, family, scores), new, frozenset()
        placement = Placement(
            rendition=rendition.id,
            report=ReportId(digest("report", rendition.id)),
            origin=OriginId(digest("origin", rendition.id)),
            story=StoryId("" if self._with_stories else digest("story", rendition.id)),
            relation="original",
            reasons=tuple(beside(match) for match in matches),
            scores=scores,
        )
        apart = frozenset(self._story(match.member) for match in matches if match.other_names)
        return placement, new, apart

    def _stubs_at(self, url: str | None) -> list[Member]:
        """Return the short texts at an address: a headline or a teaser, until the article was read."""
        numbers = self._stubs.get(url, ()) if url else ()
        return [self._members[number] for number in numbers if number in self._members]

    def _precedes(self, new: Member, origin: OriginId) -> bool:
        moments = [dates[origin] for dates in self._first_published.values() if origin in dates]
        first = self._members.get(self._originals.get(origin, -1))
        if not new.published or not moments or not _earlier(new.published, min(moments)):
            return False
        if first is not None and first.published is None:
            return False  # what came first may be older than any date that is known
        return first is None or arrived_together(new.arrived, first.arrived)

    def _join(self, new: Member, family: list[TextMatch], scores: tuple[EvidenceScore, ...]) -> Placement:
        best = family[0].member
        matches = [match for match in family if match.member.origin == best.origin]
        own_report = self._own_report(new, best.origin, matches)
        matches = matches if new.outlet else self._with_original(new, matches)
        decided = place(new, matches, own_report, self._report_outlets)
        if self._precedes(new, best.origin) and not is_teaser(new):
            decided = replace(decided, relation="original", reason=Reason(code=ReasonCode.PUBLISHED_FIRST))
        report = decided.report or ReportId(digest("report", new.rendition))
        return Placement(
            rendition=new.rendition,
            report=report,
            origin=best.origin,
            story=self._story(best),
            relation=decided.relation,
            reasons=(beside(family[0]), decided.reason),
            scores=scores,
        )

    def _with_original(self, new: Member, matches: list[TextMatch]) -> list[TextMatch]:
        """Return the matches and after them that with the family's first text.

        The index finds a text by what its family had not before, so that a rendition of the first is often
        found beside a copy only.
        """
        number = self._originals.get(matches[0].member.origin)
        first = None if number is None else self._members.get(number)
        if first is None or any(match.member.number == number for match in matches):
            return matches
        match = matched(new, first)
        return [*matches, match] if match.family else matches

    def _own_report(self, new: Member, origin: OriginId, matches: list[TextMatch]) -> list[TextMatch]:
        """Return the members of the outlet's report in this family, beside `new`, latest first.

        What stands in for a page is of the page's outlet, whatever that is called.
        """
        if stands_in := stood_in_for(new, matches):
            return stands_in
        if new.outlet is None:
            return []
        numbers = self._own_reports.get((origin, new.outlet), [])
        at_address = [
            n for n in numbers[:-4] if new.url and n in self._members and self._members[n].url == new.url
        ]
        compared = {match.member.number: match for match in matches}
        found = []
        for number in reversed(at_address[-1:] + numbers[-4:]):
            match = compared.get(number)
            if match is None:
                known = self._members.get(number)
                match = matched(new, known, of_family=True) if known else None
            if match is not None:
                found.append(match)
        return found

    def _remember(
        self,
        placement: Placement,
        member: Member,
        signature: Signature,
        *,
        language: str,
        opening: str | None,
        terms: ComparedText | None = None,
        apart: frozenset[str] = frozenset(),
    ) -> Placement:
        number = self._number
        first_of_family = placement.origin == digest("origin", member.rendition)
        self._origin_of[placement.report] = placement.origin
        if member.outlet:
            self._own_reports.setdefault((placement.origin, member.outlet), []).append(number)
            self._report_outlets.setdefault(placement.report, member.outlet)
        if member.published:
            dates = self._first_published.setdefault(number // self._size, {})
            dates[placement.origin] = min(dates.get(placement.origin, member.published), member.published)
        self._shingles.add(number, member.text.shingles, placement.origin, member.text.notice)
        self._members[number] = member.placed(placement)
        self._by_rendition[member.rendition] = number
        if member.url and len(member.text.words) < _STUB:
            self._stubs.setdefault(member.url, []).append(number)
        if first_of_family:
            self._originals[placement.origin] = number
            if opening:
                self._openings[number] = opening
            self._languages.add(number, language, member.published)
            if self._with_stories:
                placement = self._tell(placement, member, signature, terms, apart)
                self._members[number] = member.placed(placement)
        self._advance_to(number + 1)
        return placement

    def _tell(
        self,
        placement: Placement,
        member: Member,
        signature: Signature,
        terms: ComparedText | None,
        apart: frozenset[str],
    ) -> Placement:
        """Return `placement` with the story of a family's first text; a story recalled is kept.

        It is none of those `apart`, and none at all for a text that is nothing but a notice.
        """
        number = member.number
        notice, title = member.text.notice, member.title
        words = member.text.words if notice is None else member.text.words[~notice]
        signature = own_signature(signature, words)
        if placement.story:
            terms = terms or self._stories.read(words, title, signature)
            self._stories.recall(number, terms, member.published, placement.story)
            return placement
        choice = self._stories.choose(number, words, title, signature, member.published)
        if is_notice_only(member):
            choice = replace(choice, story=None, reason=Reason(code=ReasonCode.NOTICE_ONLY))
        elif choice.story in apart:
            others = choice.reason.with_further(Reason(code=ReasonCode.TITLES_NAME_OTHERS))
            choice = replace(choice, story=None, reason=others)
        else:
            choice = self._over_languages(member, choice)
        chosen = choice.story or digest("story", member.rendition)
        story = self._stories.add(number, choice, member.published, StoryId(chosen))
        merged = self._stories.acts and self._stories.acts[-1].kind == "merge"
        code = ReasonCode.STORY_MERGED if merged else ReasonCode.STORY_SPLIT
        moved = (Reason(code=code, subject_id=chosen, other_id=story),) if story != chosen else ()
        return replace(
            placement,
            story=story,
            reasons=(*placement.reasons, choice.reason, *moved),
            scores=(*placement.scores, *choice.scores),
        )

    def _over_languages(self, member: Member, choice: StoryChoice) -> StoryChoice:
        """Return the choice that stands where texts of other languages tell of the same, or only seem to."""
        languages, language = self._languages, self._languages.language(member.number)
        opening = self._openings.get(member.number)
        if not opening:
            return choice
        if choice.story is not None:
            others = self._stories.members(choice.story)
            if not languages.doubtful(language, others) or languages.confirmed(opening, others):
                return choice
            choice = replace(choice, story=None, reason=choice.reason.with_further(_MEANS_ANOTHER))
        if languages.alone(language):
            return choice
        found = languages.same(language, opening, member.published, choice.sharing.tolist())
        if found is None:
            return choice
        number, cosine = found
        same = Reason(
            code=ReasonCode.MEANS_THE_SAME,
            subject_id=self._members[number].rendition,
            language=languages.language(number),
            value=cosine,
            needed=ENOUGH,
        )
        reason = choice.reason.with_further(same)
        return replace(choice, story=self._stories.story_of(number), reason=reason)

    def _advance_to(self, number: int) -> None:
        """Let `number` be that of the next rendition; at the end of a slice the oldest one leaves."""
        before, self._number = self.first_number, number
        if self.first_number > before:
            self._forget(self.first_number)

    def _forget(self, first: int) -> None:
        """Drop what left the window."""
        self._forget_members(first)
        _retain(self._first_published, lambda slice_: slice_ * self._size >= first)
        stubs = {url: [n for n in numbers if n >= first] for url, numbers in self._stubs.items()}
        self._stubs = {url: numbers for url, numbers in stubs.items() if numbers}
        own = {(member.origin, member.outlet) for member in self._members.values()}
        _retain(self._own_reports, lambda key: key in own)
        reports = {member.report for member in self._members.values()}
        _retain(self._origin_of, lambda report: report in reports)
        named = {member.report for member in self._members.values() if member.outlet}
        _retain(self._report_outlets, lambda report: report in named)
        self._shingles.forget(first)
        self._stories.forget(first)
        self._stories.bonds.prune(self._stories.holds)
        self._languages.forget(first)
        _retain(self._openings, lambda number: number >= first)

    def _forget_members(self, first: int) -> None:
        for number in [number for number in self._members if number < first]:
            member = self._members.pop(number)
            if self._by_rendition.get(member.rendition) == number:
                del self._by_rendition[member.rendition]
            if self._originals.get(member.origin) == number:
                del self._originals[member.origin]

    def to_bytes(self) -> bytes:
        """Return the window for another process to go on with."""
        entries = [
            SnapshotEntry(
                number=number,
                rendition=member.rendition,
                outlet=member.outlet,
                url=member.url,
                published=member.published,
                arrived=member.arrived,
                language=self._languages.language(number),
                opening=self._openings.get(number),
                words=member.text.words.tobytes(),
                title=member.title.tobytes(),
                notes=member.notes,
                report=member.report,
                origin=member.origin,
                story=self._story(member),
                memory=self._memory(number),
                modified=member.modified,
            )
            for number, member in sorted(self._members.items())
        ]
        self._stories.bonds.prune(self._stories.holds)
        bonds = self._stories.bonds.rows()
        return encode_state(self._size, self._slices, self._number, entries, bonds)

    @classmethod
    def from_bytes(cls, state: bytes) -> Grouping:
        """Return the window that `to_bytes` kept; raise UsageError where it is none."""
        read = decode_state(state)
        grouping = cls(size=read.size, slices=read.slices)
        for entry in read.entries:
            rendition, signature, placement = entry.parts()
            grouping.recall(rendition, signature, placement, (entry.number, entry.memory))
            if entry.opening:
                grouping._openings[entry.number] = entry.opening
        grouping._advance_to(read.number)
        grouping._stories.bonds = Bonds.of(read.bonds)
        return grouping


def _retain(table: MutableMapping[_Key, Any], is_kept: Callable[[_Key], bool]) -> None:
    """Drop from a table all keys but those that are kept."""
    for key in [key for key in table if not is_kept(key)]:
        del table[key]


def _earlier(one: str, other: str) -> bool:
    """Tell whether a moment is earlier than another; a day alone is compared by days."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]
