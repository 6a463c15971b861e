"""Lists of the work rather than the world: alerts, deliveries, what was refused. They take no question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from watchfloor.cli.asked_floor import AskedFloor
from watchfloor.cli.output import say, table, write_json
from watchfloor.model import Audience, SituationReport

if TYPE_CHECKING:
    from watchfloor.engine.services.questions import Questions


def _alerts(questions: Questions, desk: AskedFloor) -> Iterator[tuple[Any, tuple[str, ...]]]:
    from watchfloor.exchange.wording import alert_words

    for it in questions.alerts(as_of=desk.meant.scope.as_of):
        about = f"{it.about.kind} {it.about.id}"
        yield it, (it.id, desk.shown(it.updated), it.level, it.watch, about, alert_words(it))


def _deliveries(questions: Questions, desk: AskedFloor) -> Iterator[tuple[Any, tuple[str, ...]]]:
    for it in questions.deliveries(as_of=desk.meant.scope.as_of):
        yield it, (it.id, it.alert, it.channel, it.state, str(it.attempts), it.error or "")


def _quarantine(questions: Questions, desk: AskedFloor) -> Iterator[tuple[Any, tuple[str, ...]]]:
    for it in questions.quarantined(as_of=desk.meant.scope.as_of):
        yield it, (it.id, desk.shown(it.arrived), it.where, it.reason)


UNASKED: dict[
    str, tuple[Callable[[Questions, AskedFloor], Iterator[tuple[Any, tuple[str, ...]]]], tuple[str, ...]]
] = {
    "alerts": (_alerts, ("id", "updated", "level", "watch", "about", "reason")),
    "deliveries": (_deliveries, ("id", "alert", "channel", "state", "attempts", "error")),
    "quarantine": (_quarantine, ("id", "arrived", "input", "reason")),
}


def show_unasked(desk: AskedFloor, questions: Questions, what: str, *, limit: int, json: bool) -> None:
    """List alerts, deliveries or quarantine, newest first: they take no question."""
    from watchfloor.disclosure import disclose
    from watchfloor.exchange.coverage import coverage_lines
    from watchfloor.exchange.schema import out

    listed, columns = UNASKED[what]
    with questions.snapshot():
        rows = list(listed(questions, desk))[::-1]
        rests = questions.rests(desk.meant.scope)
    if json:
        write_json([out(value, disclose(SituationReport(), Audience.desk)) for value, _ in rows[:limit]])
        if not rows:
            say(*coverage_lines(rests.coverage))
    else:
        say(desk.head(rests), *coverage_lines(rests.coverage))
        if rows:
            table(columns, [cells for _, cells in rows[:limit]])
        else:
            say(f"no {what} in what was read")
    if len(rows) > limit:
        say(f"{len(rows) - limit} more; see them with --limit {len(rows)}")
