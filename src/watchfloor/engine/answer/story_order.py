"""Stories in order of news value, reckoned at a moment that stands in the cursor of every page."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from watchfloor.brief import types_of_scoops, value_of
from watchfloor.engine.answer.label_order import order_label
from watchfloor.engine.answer.queries import Listed, Page
from watchfloor.engine.answer.told_by import with_labels
from watchfloor.errors import UsageError
from watchfloor.model import EventId, Scope, Story, StoryId, Subject
from watchfloor.store import Store

_MOST = 20_000  # stories that are weighed: the newest known of those in scope
_WORTHLESS_DAYS = 30  # after which the value of half a million texts is nothing to three digits


def stories_by_value(
    store: Store,
    scope: Scope,
    *,
    now: str,
    limit: int,
    cursor: str | None,
    followed: Sequence[Scope] = (),
    first: str | None = None,
) -> Page[Story]:
    """Return a page of stories, those of most news value first.

    What `followed` holds, or an alert is open about, counts twice. With a label of sources as `first`, what
    such sources tell comes before the rest. Every page is of one moment.
    """
    moment, skipped = _read(cursor) if cursor else (_moment(store, scope, now), 0)
    with store.snapshot():
        asked = scope if scope.as_of is not None else replace(scope, as_of=moment)
        found = store.answers.page("stories", asked, limit=_MOST)
        born = {it.id: it.born for it in found}
        # Whatever was told of it, what is older is worth nothing by now, and need not be read to be weighed.
        recent = store.answers.stories_told_since(_days_before(moment, _WORTHLESS_DAYS), as_of=asked.as_of)
        held = store.held_values("story", Story, [it for it in born if it in recent], asked.as_of)
        forceful = _ids(store, replace(asked, types=types_of_scoops()))
        fitting = {id_ for one in followed for id_ in _ids(store, replace(one, as_of=asked.as_of))}
        fitting |= set(_alerted(store, asked))
        labelled = _ids(store, replace(asked, labels_too=(order_label(first),))) if first else ()
        values = {
            id_: value_of(
                max(story.origins, min(story.noted, 1)),
                story.last or "",
                moment,
                is_forceful=id_ in forceful,
                fits=id_ in fitting,
            )
            for id_, story in held.items()
        }
        order = sorted(born, key=lambda id_: (id_ not in labelled, -values.get(id_, 0.0), -born[id_], id_))
        shown = order[skipped : skipped + limit]
        held_now = store.stories(ids=[*map(StoryId, shown)], as_of=asked.as_of)
        whole: dict[str, Story] = {it.id: it for it in with_labels(store, held_now, as_of=asked.as_of)}
        known = store.answers.known(born[id_] for id_ in shown)
        judgements = store.answers.judged("story", shown, as_of=asked.as_of)
    end = skipped + limit
    return Page(
        rows=tuple(Listed(value=whole[id_], known=known[born[id_]]) for id_ in shown if id_ in whole),
        cursor=_written(moment, end) if end < len(order) else None,
        actors={},
        judgements=judgements,
    )


def _moment(store: Store, scope: Scope, now: str) -> str:
    """Return the moment of a first page: that asked about, else now, or a last arrival that is later."""
    if isinstance(scope.as_of, str):
        return scope.as_of
    return max(now, store.moment_of(scope.as_of or store.last_sequence()) or "")


def _days_before(moment: str, days: int) -> str:
    return (date.fromisoformat(moment[:10]) - timedelta(days=days)).isoformat()


def _ids(store: Store, scope: Scope) -> set[str]:
    return {it.id for it in store.answers.page("stories", scope, limit=_MOST)}


def _alerted(store: Store, scope: Scope) -> Iterator[str]:
    """Yield the stories that open alerts are about, or about an event of which they are."""
    abouts: Iterable[Subject] = {it.about for it in store.alerts(state="open", as_of=scope.as_of)}
    yield from (about.id for about in abouts if about.kind == "story")
    events = sorted(EventId(about.id) for about in abouts if about.kind == "event")
    yield from (event.story for event in store.events(ids=events, as_of=scope.as_of) if events)


def _written(moment: str, skipped: int) -> str:
    return base64.urlsafe_b64encode(f"{skipped} {moment}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[str, int]:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        skipped, _, moment = raw.partition(" ")
        if not moment[:4].isdigit():
            raise ValueError(cursor)
        return moment, int(skipped)
    except (ValueError, binascii.Error) as error:
        raise UsageError(
            f"{cursor!r} is no cursor of this order; give the one below the last page"
        ) from error
