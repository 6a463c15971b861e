"""Takedown of a text, an address or an outlet, and erasure of a person: one act each, whole or not at all.

Receivers that were sent the words are told in the same act. What is told, listed and logged names nobody
who was erased.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from watchfloor.engine.admit.unit import Unit
from watchfloor.errors import UsageError
from watchfloor.model import Delivery, EventId, StoryId, digest
from watchfloor.store import Admission, Shares, Store
from watchfloor.store.blocklist import AwayKind, outlet_key, spans_of, url_key, words_of_name
from watchfloor.store.rereadings import renditions_meant
from watchfloor.store.withholding import (
    Reach,
    actors_named,
    block,
    block_similar,
    bodies_naming,
    erase_names,
    purge_bodies,
    renditions_of_reports,
    reports_of_actors,
    scope_of,
    take_out,
    texts_at,
    texts_naming,
)

TakedownKind = Literal["text", "url", "outlet"]
_SENT = ("delivered", "uncertain", "trying")


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingOrder:
    """An act that takes something out: why, by whose decision, when."""

    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an act reaches, or reached: counts, and what a person should know before it is done.

    `told` are the channels that had the words and are told that they are withheld; `shares` those whose files
    hold words of it until they are written again.
    """

    texts: int
    reports: int
    stories: int
    bodies: int
    deliveries: int
    rows: int = 0
    actors: tuple[str, ...] = ()
    public: bool = False
    told: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    wiped: bool = True
    done: bool = False


# ------------------------------------------------------------------------------------------------ takedown


@dataclass(frozen=True, slots=True)
class Takedown:
    """What a word of a person means: what it reaches, and what is kept away from now on."""

    meant: TakedownKind
    scope: Reach
    key: str
    shown: str


def takedown_of(store: Store, what: str) -> Takedown:
    """Return what `what` means: an address, else the id of a text, rendition or report, else an outlet."""
    if "://" in what:
        key = url_key(what)
        return Takedown("url", texts_at(store, urls=[key]), key, what)
    if store.resolve("story", what) != what or store.story(StoryId(what)) or store.event(EventId(what)):
        raise UsageError(f"{what} is a story or an event; name its reports: watchfloor show reports")
    found = renditions_meant(store, what)
    if found:
        return Takedown("text", scope_of(store, renditions=found), "", what)
    key = outlet_key(what)
    scope = texts_at(store, outlets=[key])
    if not scope.renditions and ("." not in what or " " in what.strip()):
        raise UsageError(
            f"{what} is no text, report, address or outlet of this floor; list: watchfloor show reports"
        )
    return Takedown("outlet", scope, key, what)


def withhold(store: Store, takedown: Takedown, order: WithholdingOrder) -> Taken:
    """Remove what a takedown means and keep it away; one admission."""
    store.overwrite()
    scope = takedown.scope
    with store.admission(arrived=order.at, kind="act", what=_told("withheld", takedown, order)) as admission:
        admission.log()
        notices = _notices(store, scope, order)
        block_similar(admission, scope, reason=order.reason)
        take_out(admission, scope, reason=order.reason, labels=True)
        if takedown.meant != "text":
            kind: AwayKind = takedown.meant
            block(admission, kind, takedown.key, reason=order.reason, shown=takedown.shown)
        Unit(store, admission).withhold(scope.reports, scope.stories)
        for notice in notices:
            admission.save_delivery(notice)
        admission.settle_search()
    return replace(preview(store, scope), texts=len(scope.texts), done=True, wiped=store.wipe(whole=False),
                   shares=_shares_emptied(store, admission),
                   told=tuple(sorted({notice.channel for notice in notices})))  # fmt: skip


def _shares_emptied(store: Store, admission: Admission) -> tuple[str, ...]:
    return tuple(Shares(store).emptied_in(admission.sequence))


def preview(store: Store, scope: Reach) -> Taken:
    """Return what an act on a scope reaches."""
    return Taken(
        texts=len(scope.texts),
        reports=len(scope.reports),
        stories=len(scope.stories),
        bodies=scope.bodies,
        deliveries=len(scope.deliveries),
        told=tuple(sorted({row.channel for row in _sent(store, scope)})),
    )


def _told(verb: str, takedown: Takedown, order: WithholdingOrder) -> str:
    return f"{verb} {takedown.meant} {takedown.shown} by {order.by}: {order.reason}"


# ------------------------------------------------------------------------------------------------- erasure


@dataclass(frozen=True, slots=True)
class Erasure:
    """A person to be erased: the spellings of the name, and what they reach."""

    names: tuple[tuple[str, ...], ...]
    scope: Reach
    bodies: frozenset[str]
    actors: tuple[str, ...]
    public: bool
    sources: tuple[str, ...]


def erasure_of(
    store: Store, names: Sequence[str], *, progress: Callable[[int], None] | None = None
) -> Erasure:
    """Return what the erasure of a person reaches: texts that name them or resolve a mention to them."""
    words = tuple(dict.fromkeys(words_of_name(name) for name in names))
    for name, found in zip(names, words, strict=False):
        if len(found) < 2:
            raise UsageError(f"{name!r} is one word, which many people bear; give the whole name")
    actors = actors_named(store, words)
    texts = texts_naming(store, words, progress=progress)
    renditions = renditions_of_reports(store, reports_of_actors(store, actors))
    scope = replace(scope_of(store, texts=texts, renditions=renditions), actors=tuple(sorted(actors)))
    kept = bodies_naming(store, words, progress=progress)
    return Erasure(
        names=words,
        scope=replace(scope, bodies=max(scope.bodies, len(kept))),
        bodies=frozenset(kept),
        actors=tuple(sorted({name for name, _ in actors.values()})),
        public=any(public for _, public in actors.values()),
        sources=_sources_naming(store, words),
    )


def _sources_naming(store: Store, names: Sequence[Sequence[str]]) -> tuple[str, ...]:
    from watchfloor.store import Sources  # noqa: PLC0415

    return tuple(
        held.source.id
        for held in Sources(store).all()
        if spans_of(f"{held.source.url} {held.source.title or ''}", names)
    )


def erase(store: Store, erasure: Erasure, order: WithholdingOrder, *, away: bool = True) -> Taken:
    """Take a person out of everything, in one admission; with `away`, what names them stays out."""
    if spans_of(order.reason, erasure.names) or spans_of(order.by, erasure.names):
        raise UsageError("the reason is kept: do not name the person in it")
    store.overwrite()
    scope = erasure.scope
    what = f"erased a person by {order.by}: {order.reason}"
    with store.admission(arrived=order.at, kind="act", what=what) as admission:
        admission.log()
        notices = _notices(store, scope, order)
        block_similar(admission, scope, reason=order.reason)
        take_out(admission, scope, reason=order.reason, labels=True)
        purge_bodies(admission, set(erasure.bodies))
        Unit(store, admission).withhold(scope.reports, scope.stories)
        rows = erase_names(admission, scope, erasure.names, reason=order.reason, away=away)
        for notice in notices:
            admission.save_delivery(notice)
        admission.settle_search()
    done = preview(store, scope)
    return replace(done, rows=rows, actors=erasure.actors, done=True, wiped=store.wipe(whole=True),
                   shares=_shares_emptied(store, admission),
                   sources=erasure.sources, told=tuple(sorted({it.channel for it in notices})))  # fmt: skip


def preview_of_erasure(store: Store, erasure: Erasure) -> Taken:
    """Return the texts, reports and names that an erasure would reach, without changing anything."""
    return replace(
        preview(store, erasure.scope),
        actors=erasure.actors,
        public=erasure.public,
        sources=erasure.sources,
    )


# ----------------------------------------------------------------------------------------- who was sent it


def _sent(store: Store, scope: Reach) -> list[Delivery]:
    quoting = set(scope.deliveries)
    return [row for row in store.deliveries() if row.id in quoting and row.state in _SENT]


def _notices(store: Store, scope: Reach, order: WithholdingOrder) -> list[Delivery]:
    """Return one message for each channel that had words of the scope: which must not be used any more."""
    by_channel: dict[str, list[Delivery]] = {}
    for row in _sent(store, scope):
        by_channel.setdefault(row.channel, []).append(row)
    return [_notice(channel, rows, scope.texts, order) for channel, rows in sorted(by_channel.items())]


def _notice(
    channel: str, rows: Sequence[Delivery], texts: Iterable[str], order: WithholdingOrder
) -> Delivery:
    earlier = [row.id for row in rows]
    id_ = digest("withheld", channel, order.at, *earlier)
    body = {
        "specversion": "1.0",
        "id": id_,
        "source": "urn:watchfloor:floor",
        "type": "watchfloor.text.withheld",
        "subject": f"channel/{channel}",
        "time": order.at,
        "datacontenttype": "application/json",
        "data": {
            "summary": "WITHHELD: words that you were sent must not be used any more; delete them",
            "reason": order.reason,
            "standing": f"{len(earlier)} earlier messages quote them: {', '.join(earlier)}",
            "level": "withheld",
            "watch": "",
            "deliveries": earlier,
            "texts": list(texts),
            "evidence": [],
        },
    }
    payload = json.dumps(body, ensure_ascii=True, sort_keys=True)
    return Delivery(id=id_, alert=rows[0].alert, channel=channel, payload=payload, due=order.at)
