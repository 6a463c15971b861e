"""What a floor is asked: one opened floor, and the answers that lists, briefs and exports are made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from watchfloor.config import Config
from watchfloor.disclosure import Disclosed
from watchfloor.errors import UsageError
from watchfloor.model import (
    Alert,
    AlertId,
    Asked,
    Delivery,
    Event,
    EventId,
    Judgement,
    Principal,
    Quarantined,
    Scope,
    SituationReport,
    SourceLabel,
    Story,
    StoryId,
    Subject,
)
from watchfloor.permissions import Action, require
from watchfloor.store import AsOf, Store
from watchfloor.store.newest import count_alerts, newest_acts, newest_alerts, open_by_watch
from watchfloor.store.own_tables import source_labels_of

if TYPE_CHECKING:
    from watchfloor.engine.answer.asking import Meant
    from watchfloor.engine.answer.exporting import ExportPart
    from watchfloor.engine.answer.morning import StoryNews
    from watchfloor.engine.answer.queries import FoundText, Page, Rests
    from watchfloor.engine.answer.times import Clock
    from watchfloor.engine.answer.unknown_places import UnknownPlace


@dataclass(frozen=True, slots=True)
class Questions:
    """A floor that is open to be asked; `clock` gives the present moment."""

    _store: Store
    _clock: Callable[[], str]

    def snapshot(self) -> AbstractContextManager[None]:
        """Answer of one state of the floor in all calls inside."""
        return self._store.snapshot()

    def last(self) -> tuple[int, str | None]:
        """Return the number of the last admission, and when it became known."""
        last = self._store.last_sequence()
        return last, self._store.moment_of(last)

    def moment_of(self, admission: int) -> str | None:
        """Return when an admission became known; None for one that is not there."""
        return self._store.moment_of(admission)

    def page(
        self, what: str, scope: Scope, *, limit: int = 50, cursor: str | None = None, first: str | None = None
    ) -> Page[Any]:
        """Return a page of any list: reports, stories, events, changes, what is ahead …

        With a label of sources as `first`, what such sources tell comes first.
        """
        from watchfloor.engine.answer.label_order import labelled_first
        from watchfloor.engine.answer.queries import ask

        if first is not None:
            return labelled_first(self._store, what, scope, first, limit=limit, cursor=cursor)
        if what == "numbers":
            from watchfloor.engine.answer.numbers import numbers

            return numbers(self._store, scope, limit=limit, cursor=cursor)
        if what == "ahead":
            from watchfloor.engine.answer.ahead import ahead

            moment = scope.as_of if isinstance(scope.as_of, str) else self._clock()
            return ahead(self._store, scope, today=moment[:10], limit=limit, cursor=cursor)
        return ask(self._store, what, scope, limit=limit, cursor=cursor)

    def source_labels(self, *, as_of: AsOf = None) -> tuple[SourceLabel, ...]:
        """Return the labels of the desk's own table that any source bears."""
        return source_labels_of(self._store, as_of=as_of).borne()

    def with_notes(self, page: Page[Any], scope: Scope) -> Page[Any]:
        """Return a page of happenings for the desk: what a note tells too, on the row of the articles."""
        from watchfloor.engine.answer.beside_notes import with_notes

        return with_notes(self._store, page, scope)

    def noted_beside(
        self, events: Iterable[Event], *, as_of: AsOf = None
    ) -> Mapping[EventId, tuple[Event, ...]]:
        """Return what our own people tell of some happenings too, by the id of each that they do."""
        from watchfloor.engine.answer.beside_notes import noted_beside

        return noted_beside(self._store, events, as_of=as_of)

    def one(self, what: str, any_id: str, *, as_of: AsOf = None) -> Page[Any] | None:
        """Return the page that holds one thing of a list alone; None where the floor has none by that id."""
        from watchfloor.engine.answer.queries import one

        return one(self._store, what, any_id, as_of=as_of)

    def stories(
        self,
        scope: Scope,
        *,
        limit: int,
        cursor: str | None,
        followed: Sequence[Scope] = (),
        first: str | None = None,
    ) -> Page[Story]:
        """Return a page of stories, those of most news value first; what is `followed` counts twice.

        With a label of sources as `first`, those that such sources tell come before the others.
        """
        from watchfloor.engine.answer.story_order import stories_by_value

        return stories_by_value(
            self._store,
            scope,
            now=self._clock(),
            limit=limit,
            cursor=cursor,
            followed=followed,
            first=first,
        )

    def search(
        self, scope: Scope, *, limit: int, cursor: str | None, order: Literal["newest", "best"]
    ) -> Page[FoundText]:
        """Return the texts that hold the words of `scope`."""
        from watchfloor.engine.answer.queries import search

        return search(self._store, scope, limit=limit, cursor=cursor, order=order)

    def unknown_places(self, scope: Scope, *, limit: int) -> list[UnknownPlace]:
        """Return the names that stand where places do and are not found, those that most texts have first."""
        from watchfloor.engine.answer.unknown_places import unknown_places

        return unknown_places(self._store, scope, limit=limit)

    def story_news(self, scope: Scope, *, now: str) -> list[StoryNews]:
        """Return what the changes in `scope` made new, stories of most news value first."""
        from watchfloor.engine.answer.morning import story_news

        return story_news(self._store, scope, now=now)

    def top_news(self, scope: Scope, *, now: str, most: int) -> tuple[list[StoryNews], int]:
        """Return the same of at most so many stories, and how many others changed."""
        from watchfloor.engine.answer.morning import top_news

        return top_news(self._store, scope, now=now, most=most)

    def rests(self, scope: Scope) -> Rests:
        """Return the sources, days and languages read that an answer within `scope` rests on."""
        from watchfloor.engine.answer.queries import rests_on

        return rests_on(self._store, scope, now=self._clock())

    def words_of(self, values: Iterable[Any]) -> Disclosed[SituationReport]:
        """Return what gives the words that the evidence of listed values points to."""
        from watchfloor.engine.answer.queries import words_of

        return words_of(self._store, values)

    def known_of(self, values: Iterable[Any], *, as_of: AsOf = None) -> SituationReport:
        """Return what is known of the reports that listed values rest on: what leaves the desk goes by it."""
        from watchfloor.engine.answer.queries import known_of

        return known_of(self._store, values, as_of=as_of)

    def export_parts(self, what: str, scope: Scope) -> Iterator[ExportPart]:
        """Yield everything of a list that is in scope, a page at a time, with what is known of it."""
        from watchfloor.engine.answer.exporting import export_parts

        return export_parts(self._store, what, scope)

    def story(self, story_id: StoryId, *, as_of: AsOf = None) -> Story:
        """Return a story, or the one that it was merged into; raise UsageError where there is none."""
        held = self._store.story(story_id, as_of=as_of)
        if held is None:
            raise UsageError(f"{story_id} is no story of the floor; list them with: watchfloor show stories")
        return held

    def situation(self, *, as_of: AsOf = None, story_id: StoryId | None = None) -> SituationReport:
        """Return everything that was known as of a moment, or what was of one story."""
        from watchfloor.engine.answer.situation_report import situation

        return situation(self._store, as_of=as_of, now=self._clock(), story=story_id)

    def alerts(self, *, as_of: AsOf = None) -> list[Alert]:
        """Return the alerts, oldest first."""
        return self._store.alerts(as_of=as_of)

    def alert(self, alert_id: AlertId, *, as_of: AsOf = None) -> Alert | None:
        """Return an alert; None where there is none by that id."""
        return self._store.alert(alert_id, as_of=as_of)

    def newest_alerts(
        self,
        *,
        limit: int,
        after: str | None = None,
        is_open: bool | None = None,
        about: Collection[Subject] | None = None,
        as_of: AsOf = None,
    ) -> list[Alert]:
        """Return a page of the alerts, the newest first, `after` the last of the page before."""
        return newest_alerts(self._store, limit=limit, after=after, is_open=is_open, about=about, as_of=as_of)

    def count_alerts(self, *, about: Collection[Subject] | None = None, as_of: AsOf = None) -> int:
        """Return how many alerts there are, or how many about some things."""
        return count_alerts(self._store, about=about, as_of=as_of)

    def open_alerts(self, *, as_of: AsOf = None) -> list[Alert]:
        """Return the alerts that are open, oldest first."""
        return self._store.alerts(state="open", as_of=as_of)

    def open_by_watch(self, *, as_of: AsOf = None) -> Mapping[str, int]:
        """Return how many alerts of each watch are open."""
        return open_by_watch(self._store, as_of=as_of)

    def alerts_since(self, admission: int) -> list[Alert]:
        """Return the alerts that became known, or became otherwise, after an admission, oldest first."""
        return self._store.alerts(since=admission + 1)

    def deliveries(self, *, alert: str | None = None, as_of: AsOf = None) -> list[Delivery]:
        """Return what was to be sent, or what was of one alert, oldest first."""
        return self._store.deliveries(alert=alert, as_of=as_of)

    def newest_acts(self, *, limit: int, as_of: AsOf = None) -> list[Judgement]:
        """Return so many of the acts of people, the newest first."""
        return newest_acts(self._store, limit=limit, as_of=as_of)

    def judged(self, kind: str, ids: Sequence[str], *, as_of: AsOf = None) -> list[Judgement]:
        """Return what was decided on some things of a kind, oldest first."""
        found = self._store.answers.judged(kind, ids, as_of=as_of)
        return sorted((act for acts in found.values() for act in acts), key=lambda it: (it.at, it.id))

    def quarantined(self, *, as_of: AsOf = None) -> list[Quarantined]:
        """Return what was refused, oldest first."""
        return self._store.quarantine(as_of=as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDesk:
    """A floor as people ask it; each has a mark of what was seen last."""

    config: Config
    clock: Callable[[], str]

    def ask(self, principal: Principal) -> AbstractContextManager[Questions]:
        """Open the floor for questions."""
        require(principal, Action.READ)
        return self._opened()

    def followed(self, principal: Principal) -> tuple[Scope, ...]:
        """Return what the situations of the floor hold; one that cannot be read holds nothing."""
        from watchfloor.engine.answer.situations import read_situations
        from watchfloor.engine.answer.times import Clock

        require(principal, Action.READ)
        clock = Clock(datetime.now(UTC), self.config.timezone)
        return tuple(one.scope(clock) for one in read_situations(self.config.folder).held.values())

    def meant(self, principal: Principal, asked: Asked) -> tuple[Meant, bool]:
        """Return what a question means now to who asks, and whether the mark of who asks cannot be read."""
        from watchfloor.engine.answer.asking import meant
        from watchfloor.engine.answer.marks import Marks
        from watchfloor.engine.answer.times import Clock

        require(principal, Action.READ)
        marks = Marks(self.config.folder)
        clock = Clock(datetime.now(UTC), self.config.timezone)
        found = meant(asked, clock=clock, mark=marks.of(principal.id), moment_of=self._moment_of)
        if asked.situation:
            found = replace(found, scope=self._within(asked.situation, found.scope, clock))
        return found, marks.is_broken(principal.id)

    def _moment_of(self, admission: int) -> str | None:
        with Store.open(self.config.store) as store:
            return store.moment_of(admission)

    def _within(self, name: str, scope: Scope, clock: Clock) -> Scope:
        # Situations bring the rules of watches with them, which most questions have no need to load.
        from watchfloor.engine.answer.situations import named, within

        return within(scope, named(self.config.folder, name), clock=clock)

    def move_mark(self, principal: Principal, admission: int, moment: str) -> None:
        """Keep up to where who asks has seen."""
        from watchfloor.engine.answer.marks import Mark, Marks

        require(principal, Action.KEEP_MARK)
        Marks(self.config.folder).move(principal.id, Mark(admission, moment))

    def exported(self, principal: Principal, *, as_of: str | None = None) -> SituationReport:
        """Return what the floor knows for an export, which may carry whole texts."""
        require(principal, Action.EXPORT_FULL_TEXT)
        with self._opened() as questions:
            return questions.situation(as_of=as_of)

    @contextmanager
    def _opened(self) -> Iterator[Questions]:
        with Store.open(self.config.store) as store:
            yield Questions(store, self.clock)
