"""Changes against watches: which alerts open, which are updated, which are corrected. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from watchfloor.model import (
    Alert,
    AlertId,
    Change,
    ChangeId,
    ChangeScope,
    Corrected,
    Fired,
    Grade,
    Modality,
    Polarity,
    ReasonCode,
    Subject,
    digest,
    instant_of,
)
from watchfloor.watch.expressions import KnownVariables
from watchfloor.watch.rules import Watch

# What overturns or alters something that somebody was told: it is sent on whatever the watch asks for.
_CORRECTIONS = frozenset(
    ("denied", "number revised", "number disputed", "withdrawn", "merged", "split", "rejected", "decided")
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeWords:
    """The names and words that stand around a change; its scope knows them by their ids only."""

    title: str
    words: tuple[str, ...]
    places: tuple[str, ...] = ()
    claimants: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    reports: int = 1
    claimant: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeContext:
    """What a change is about, as it stood after the change: changes carry ids, rules ask for more.

    `place_names`, `actor_names`, `source_names` and `target_names` are all the names a rule may ask by;
    `origins` counts separately written texts; `words` are those of the title and of the evidence sentences.
    `labels` are those of the sources whose words the change rests on.
    `claimant` and `outlet` say whose words the change rests on; `own_voice` that an outlet says it itself,
    and `numbers` how high each number of people stands, by its role, and by role and area; `area` is where
    the event is.
    """

    type: str | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    place_names: tuple[str, ...] = ()
    actor_names: tuple[str, ...] = ()
    source_names: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    origins: int = 1
    reports: int = 1
    title: str = ""
    words: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    polarity: Polarity = "asserted"
    modality: Modality = "actual"
    grade: Grade = "strong"
    claimant: str | None = None
    outlet: str | None = None
    own_voice: bool = True
    numbers: Mapping[str, float] = field(default_factory=dict)
    area: str = ""

    def variables(self, change: Change) -> dict[str, Any]:
        """Return what the condition of a watch may look at (the names of `rules.VARIABLES`)."""
        words = [word for text in (self.title, *self.words) for word in _WORD.findall(text.casefold())]
        return {
            "change": change.type,
            "score": float(change.score),
            "about": change.about.kind,
            "type": self.type or "",
            "mode": (self.mode or "").casefold(),
            "contexts": list(self.contexts),
            "countries": list(self.countries),
            "places": _folded(self.place_names),
            "actors": _folded((*self.actor_names, *self.source_names, *self.target_names)),
            "sources": _folded(self.source_names),
            "targets": _folded(self.target_names),
            "origins": self.origins,
            "title": self.title,
            "labels": _folded(self.labels),
            "text": f" {' '.join(words)} ",
            "polarity": self.polarity,
            "modality": self.modality,
            "grade": self.grade,
            "own_voice": self.own_voice,
            "numbers": dict(self.numbers),
            "number": " ".join(change.reason.details).casefold(),
            "rise": _rise(change),
            "area": _area(change, self.area).casefold(),
            "age": _age(change),
            **_unusual(change),
        }


def context_of(scope: ChangeScope, around: ChangeWords) -> ChangeContext:
    """Return the context by which watches judge a change, from its scope and its words."""
    return ChangeContext(
        type=scope.type,
        mode=scope.mode,
        contexts=scope.contexts,
        countries=scope.countries,
        place_names=around.places,
        actor_names=around.claimants,
        source_names=around.sources,
        target_names=around.targets,
        origins=scope.origins,
        reports=around.reports,
        title=around.title,
        words=around.words,
        labels=around.labels,
        polarity=scope.polarity or "asserted",
        modality=scope.modality or "actual",
        grade=scope.grade or "strong",
        claimant=around.claimant,
        outlet=around.outlet,
        own_voice=scope.own_voice,
        numbers=scope.numbers,
        area=scope.area,
    )


def _unusual(change: Change) -> dict[str, Any]:
    """Return what a change tells of a situation against its own past; nothing where it tells of none."""
    is_unusual = change.type == "unusual" and bool(change.reason.details)
    return {
        "unusual": change.reason.details[0] if is_unusual else "",
        "situation": change.reason.details[-1] if is_unusual else "",
        "silent_days": float(change.reason.value or 0) if is_unusual else 0.0,
    }


def _rise(change: Change) -> float:
    """Return by how much a number rose; 0 where a change is of no number."""
    try:
        return float(change.after or "") - float(change.before or "")
    except ValueError:
        return 0.0


def _area(change: Change, own: str) -> str:
    """Return the area that a number of a change is of: the one that is told with it, else the event's own."""
    told = (
        next(iter(change.reason.details[:1]), "") if _tells_both(change) else " ".join(change.reason.details)
    )
    return told.partition(" in ")[2] or own


def _tells_both(change: Change) -> bool:
    """Tell whether a change gives the number before beside the number now."""
    return change.reason.code is ReasonCode.NUMBER_CORRECTED


def _age(change: Change) -> float:
    """Return the hours between a happening and when it became known; below 0 where no day of it is told."""
    try:
        happened, known = (instant_of(at or "") for at in (change.at, change.known))
    except ValueError:
        return -1.0
    return max(0.0, (known - happened).total_seconds() / 3600)


def _folded(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name.casefold() for name in names))


def corrects(change: Change) -> bool:
    """Tell whether a change overturns or alters what somebody may have been told."""
    return change.type in _CORRECTIONS or (change.type == "revised" and change.about.kind == "event")


def alert_id(watch: str, about: Subject) -> AlertId:
    """Return the id of the one alert that a watch can have for a subject."""
    return AlertId(digest("alert", watch, about.kind, about.id))


def evaluate(
    changes: Sequence[Change],
    contexts: Mapping[ChangeId, ChangeContext],
    watches: Sequence[Watch],
    live_alerts: Iterable[Alert],
    now: str,
) -> tuple[Alert, ...]:
    """Return the alerts that `changes` open or alter, each once, as they stand after the last of them.

    `contexts` holds the context of each change by its id; a change without one opens nothing. An alert opens
    on a strong, asserted change that its watch asks for, and never on a re-reading. What corrects an open
    alert alters it whatever its watch asks, even where that watch was taken away. Changes that an alert
    already holds alter nothing: to evaluate again is harmless.
    """
    held = {alert.id: alert for alert in live_alerts if alert.is_live}
    # An alert about what was merged goes on under its own id, about what it was merged into.
    followed = {(alert.watch, alert.about): alert.id for alert in held.values()}
    altered: dict[str, Alert] = {}
    for change in changes:
        context = contexts.get(change.id)
        corrected = _corrected(change, context, (held | altered).values(), now, altered)
        altered |= {alert.id: alert for alert in corrected}
        if context is None or change.type == "reread":  # watches do not see a re-reading
            continue
        variables = KnownVariables(context.variables(change))
        for watch in watches:
            key = followed.get((watch.name, change.about), alert_id(watch.name, change.about))
            alert = altered.get(key, held.get(key))
            if _is_asked(watch, change, context, alert) and watch.holds(variables):
                altered[key] = _fired(watch, change, context, alert, now, again=key in altered)
    return tuple(altered.values())


def _takes_back(change: Change) -> bool:
    """Tell whether whoever was told is told of a change: of a re-reading, where it leaves nothing."""
    return change.after is None if change.type == "reread" else corrects(change)


def admits(watch: Watch, change: Change, context: ChangeContext) -> bool:
    """Tell whether a watch looks at an event of this grade, told as so.

    A watch on actors looks at what they deny as well.
    """
    denial = change.type == "denied" and watch.asks_of_actors
    return context.grade in watch.grades and (context.polarity == "asserted" or denial)


def _is_asked(watch: Watch, change: Change, context: ChangeContext, alert: Alert | None) -> bool:
    """Tell whether a watch asks for a change; what an edit made of an event nobody was told of is news."""
    if (alert is not None and change.id in alert.changes) or not admits(watch, change, context):
        return False
    if change.type == "denied" and watch.asks_of_actors:
        return True
    asked = change.type in watch.changes
    late = alert is None and change.type == "revised" and change.about.kind == "event"
    return asked or (late and "new event" in watch.changes)


def _corrected(
    change: Change,
    context: ChangeContext | None,
    alerts: Iterable[Alert],
    now: str,
    altered: Mapping[str, Alert],
) -> list[Alert]:
    """Return the alerts that a change corrects; corrections of one evaluation are told together."""
    if not _takes_back(change):
        return []
    told = _told(change, context)
    return [
        replace(
            alert,
            state="open",
            dismissed=None,
            updated=now,
            changes=(*alert.changes, change.id),
            reasons=(*alert.reasons, told) if alert.id in altered and alert.correction else (told,),
            correction=True,
        )
        for alert in alerts
        if alert.about == change.about and change.id not in alert.changes
    ]


def _fired(
    watch: Watch, change: Change, context: ChangeContext, alert: Alert | None, now: str, *, again: bool
) -> Alert:
    """Return the alert that a wanted change opens, or updates in place.

    A correction of the same evaluation (`again`) stays one: it must not drown in the news that follows it.
    """
    reason = _reason(watch, change, context)
    if alert is None:
        return Alert(
            id=alert_id(watch.name, change.about),
            watch=watch.name,
            about=change.about,
            state="open",
            level=watch.level,
            opened=now,
            updated=now,
            changes=(change.id,),
            reasons=(reason,),
        )
    correction = again and alert.correction
    return replace(
        alert,
        state="open",
        dismissed=None,
        updated=now,
        changes=(*alert.changes, change.id),
        reasons=(*alert.reasons, reason) if correction else (reason,),
        correction=correction,
    )


def _told(change: Change, context: ChangeContext | None) -> Corrected:
    """Return what a change alters, by whom: a denial by its claimant, anything else by its outlet."""
    by = None
    if context is not None:
        by = (context.claimant or context.outlet) if change.type == "denied" else context.outlet
    return Corrected(change=change.type, before=change.before, after=change.after, cause=change.reason, by=by)


def _reason(watch: Watch, change: Change, context: ChangeContext) -> Fired:
    """Return what fired, and by which watch."""
    return Fired(
        change=change.type,
        kind=change.about.kind,
        event_type=context.type,
        origins=context.origins,
        watch=watch.name,
        asks=watch.asks,
    )
