"""Why a watch told of something, or did not: each of its conditions against each change, as it stood then."""

from __future__ import annotations

from dataclasses import dataclass, replace

from watchfloor.engine.answer.backtest import context_then
from watchfloor.engine.answer.told_by import labels_told
from watchfloor.errors import UsageError
from watchfloor.model import AlertId, Change, Subject
from watchfloor.store import Store
from watchfloor.store.replay import Replay, ReplayedChange
from watchfloor.watch import ChangeContext, Watch, WatchPart, admits, corrects
from watchfloor.watch.keys import VARIABLES

_KINDS = ("event", "story", "report")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionSeen:
    """A condition of a watch, what it asks for, what the change had of it, and whether it held."""

    key: str
    asks: str
    had: str
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSeen:
    """One change as a watch saw it; it fired where every condition held."""

    change: Change
    known: str
    conditions: tuple[ConditionSeen, ...]

    @property
    def fired(self) -> bool:
        """Whether an alert was opened or updated by it."""
        return all(one.held for one in self.conditions)

    @property
    def kept(self) -> tuple[ConditionSeen, ...]:
        """The conditions that kept it from firing."""
        return tuple(one for one in self.conditions if not one.held)


def seen_by(store: Store, watch: Watch, any_id: str) -> list[ChangeSeen]:
    """Return the changes of an event, story, report or alert as a watch saw them, oldest first.

    Raises UsageError where nothing of that id became known.
    """
    with store.snapshot():
        alert = store.alert(AlertId(any_id))
        abouts = [alert.about] if alert else [Subject(kind, any_id) for kind in _KINDS]
        replay = Replay(store, VARIABLES)
        found = [one for about in abouts for one in replay.changes(about=about)]
    if not found:
        raise UsageError(f"nothing changed about {any_id}; list ids with: watchfloor show events")
    labels = labels_told(store)
    return [_seen(watch, one, labels(one)) for one in sorted(found, key=lambda one: one.known)]


def _seen(watch: Watch, one: ReplayedChange, labels: tuple[str, ...]) -> ChangeSeen:
    around = context_then(one, labels)
    conditions = [
        ConditionSeen(
            key="change",
            asks=", ".join(watch.changes),
            had=one.change.type,
            held=one.change.type in watch.changes or corrects(one.change),
        ),
        ConditionSeen(
            key="grade", asks=" or ".join(watch.grades), had=around.grade, held=around.grade in watch.grades
        ),
        ConditionSeen(
            key="polarity",
            asks="asserted",
            had=around.polarity,
            held=admits(watch, one.change, replace(around, grade=watch.grades[0])),
        ),
        *(_condition(watch, part, one, around) for part in watch.parts),
    ]
    if one.rejected:
        conditions.append(
            ConditionSeen(key="judgement", asks="not rejected", had="rejected by a person", held=False)
        )
    return ChangeSeen(change=one.change, known=one.known, conditions=tuple(conditions))


# What of a change each key looks at, by the names of the variables of a rule.
_LOOKS_AT = {
    "country": "countries",
    "place": "places",
    "actor": "actors",
    "source": "sources",
    "target": "targets",
    "words": "text",
    "modes": "mode",
    "pair": "actors",
    "number": "numbers",
    "within": "age",
    "burst": "unusual",
    "escalation": "unusual",
    "quiet_for": "unusual",
}


def _condition(watch: Watch, part: WatchPart, one: ReplayedChange, around: ChangeContext) -> ConditionSeen:
    variables = around.variables(one.change)
    had = variables.get(_LOOKS_AT.get(part.key, part.key), "")
    shown = ", ".join(map(str, had)) if isinstance(had, list) else str(had or "").strip()
    held = replace(watch, condition=part.condition).holds(variables)
    return ConditionSeen(key=part.key, asks=part.asks, had=shown or "nothing", held=held)
