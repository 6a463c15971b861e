"""How a situation stands, on the terminal and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.cli.floor import desk_of
from watchfloor.cli.output import console, say, table, write_json
from watchfloor.cli.person import principal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from watchfloor.engine.answer.queries import Rests
    from watchfloor.engine.answer.situation_now import Intensity, SituationNow, Tally, Toll
    from watchfloor.engine.answer.situations import Situation
    from watchfloor.engine.services.desk import Desk

_SPANS = ("day", "week", "month")


def show_situation(name: str, folder: Path | None, *, json: bool) -> None:
    """Show how a situation stands."""
    from watchfloor.exchange.schema import followed_now_out

    desk = desk_of(folder)
    situation, found, rests = desk.situation_now(principal(), name)
    if json:
        write_json(followed_now_out(situation, found))
    else:
        _show(desk, situation, found, rests)


def _show(desk: Desk, situation: Situation, found: SituationNow, rests: Rests) -> None:
    from watchfloor.engine.answer.times import moment_shown
    from watchfloor.exchange.coverage import coverage_lines
    from watchfloor.exchange.history import state_lines

    say(f"as of {moment_shown(rests.moment, desk.config.timezone)}; machine-read, not verified")
    say(*coverage_lines(rests.coverage), *_unread(found))
    console().print(situation.title, style="bold", highlight=False)
    stories = [
        (row.value.id, (row.value.last or "")[:10], str(row.value.origins), row.value.title)
        for row in found.stories
    ]
    _table(("story", "last", "texts", "title"), stories)
    _table(("happening", "day", "what", "where"), _happenings(found))
    _tallies("happened", [(it.type, it) for it in found.tallies])
    _tallies("toll", [(it.role, it) for it in found.tolls])
    say(*state_lines(found.history.state))
    for head, told in ((("who", "to whom"), found.pairs), (("place",), found.places)):
        rows = [(*it.of, *_figures(it)) for it in told]
        _table((*head, "in a month", "intensity of a week", "of a month", "usual"), rows)
    if found.pairs or found.places:
        say("intensity goes from -10, hostile, to 10, cooperative (docs/situations.md)")
    _table(("due", "what", "words"), [(it.day, it.kind, it.text) for it in found.due])
    _table(("alert", "watch", "level"), [(it.id, it.watch, it.level) for it in found.alerts])
    if not found.full:
        say("there is more than could be counted: figures are of the newest")


def _unread(found: SituationNow) -> list[str]:
    if not found.unread:
        return []
    return [f"Of reports in {', '.join(found.unread)} no happening is read, but names, places and dates."]


def _happenings(found: SituationNow) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for row in found.happenings:
        event = row.value
        day = event.date.start if event.date and event.date.start else "undated"
        what = f"{event.type.value}{f' ({event.mode})' if event.mode else ''}"
        rows.append((event.id, day, what, event.place.name if event.place else ""))
    return rows


def _tallies(what: str, told: Sequence[tuple[str, Tally | Toll]]) -> None:
    usual = any(it.usual_a_day is not None for _, it in told)
    rows = [
        (
            name,
            *(f"{getattr(it, span):g}" for span in _SPANS),
            *([f"{it.usual_a_day or 0:g}"] if usual else []),
        )
        for name, it in told
    ]
    _table((what, *_SPANS, *(["usual a day"] if usual else [])), rows)


def _figures(it: Intensity) -> tuple[str, ...]:
    shown = ("" if value is None else f"{value:+g}" for value in (it.week, it.month, it.usual))
    return (str(len(it.events)), *shown)


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    if rows:
        table(columns, rows)
