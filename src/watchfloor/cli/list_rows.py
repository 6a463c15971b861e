"""The rows of every list: the cells that a person reads, and the values that programs are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from watchfloor.cli.asked_floor import AskedFloor
from watchfloor.cli.output import table
from watchfloor.model import INTERNAL, OPEN, UNTITLED

if TYPE_CHECKING:
    from watchfloor.engine.answer.queries import Listed, Page
    from watchfloor.engine.services.questions import Questions


def write_rows(what: str, page: Page[Any], floor: AskedFloor) -> None:
    """Write a page of a list as a table."""
    cells, columns = _COLUMNS[what]
    table(columns, [_marked(row, cells(row, page, floor)) for row in page.rows])


def rows_out(questions: Questions, rows: Iterable[Listed[Any]]) -> list[dict[str, Any]]:
    """Return listed values as the interchange has them, each with the moment it became known."""
    from watchfloor.exchange.schema import listed_out

    listed = list(rows)
    words = questions.words_of([row.value for row in listed])
    return [
        listed_out(row.value, words, known=row.known, weak=row.weak, beside=[it.id for it in row.beside])
        for row in listed
    ]


def _marked(row: Listed[Any], cells: tuple[str, ...]) -> tuple[str, ...]:
    marks = [" [weak]"] * row.weak + [" [internal]"] * (getattr(row.value, "handling", OPEN) == INTERNAL)
    return (*cells[:-1], "".join((cells[-1], *marks)).lstrip())


Cells = Callable[["Listed[Any]", "Page[Any]", AskedFloor], tuple[str, ...]]


def _judged(page: Page[Any], id_: str) -> str:
    """Return what people said of a thing, to stand behind its last cell."""
    from watchfloor.exchange.judgements import standing

    words = standing(page.judgements.get(id_, ()))
    return f" [{words}]" if words else ""


def _report(row: Listed[Any], page: Page[Any], desk: AskedFloor) -> tuple[str, ...]:
    report = row.value
    published = desk.shown(report.published.value) if report.published else "undated"
    title = report.title.value if report.title else UNTITLED
    extra = f" ({len(report.renditions)} renditions)" if len(report.renditions) > 1 else ""
    return report.id, desk.shown(row.known), published, report.outlet or "", title + extra


def _story(row: Listed[Any], page: Page[Any], desk: AskedFloor) -> tuple[str, ...]:
    from watchfloor.exchange.wording import labels_words

    story = row.value
    return (
        story.id,
        desk.shown(row.known),
        (story.first or "undated")[:10],
        (story.last or "")[:10],
        str(len(story.reports)),
        f"{story.origins}{labels_words(story.labels)}",
        story.title + _judged(page, story.id),
    )


def _event(row: Listed[Any], page: Page[Any], desk: AskedFloor) -> tuple[str, ...]:
    from watchfloor.exchange.view import beside_words, event_cells

    cells = event_cells(row.value, page.actors)
    told = ", ".join(filter(None, (cells[-1], beside_words(row.beside))))
    told = "; ".join(filter(None, (told, f"known {desk.shown(row.known)}")))
    return row.value.id, *cells[:-1], told + _judged(page, row.value.id)


def _quote(row: Listed[Any], page: Page[Any], desk: AskedFloor) -> tuple[str, ...]:
    quote = row.value
    speaker = quote.speaker_name or "?"
    return desk.shown(row.known), speaker, quote.act, quote.words, quote.outlet or "", quote.report


def _actor(row: Listed[Any], page: Page[Any], desk: AskedFloor) -> tuple[str, ...]:
    actor = row.value
    roles = "; ".join(role.title for role in actor.roles)
    return (
        actor.id,
        desk.shown(row.known),
        actor.kind,
        actor.country or "",
        actor.name,
        roles + _judged(page, actor.id),
    )


def _entry(row: Listed[Any], page: Page[Any], desk: AskedFloor) -> tuple[str, ...]:
    return desk.shown(row.known), row.value.date, row.value.precision, row.value.text


def _number(row: Listed[Any], page: Page[Any], desk: AskedFloor) -> tuple[str, ...]:
    from watchfloor.exchange.numbers import number_cells

    what, values, state, span, since = number_cells(row.value)
    state = f"{state}, {span}" if " to " in span else state
    return row.value.series.id, what, values, state, since, row.value.title


def _due(row: Listed[Any], page: Page[Any], desk: AskedFloor) -> tuple[str, ...]:
    from watchfloor.exchange.brief_words import DUE_NAMES, day_words

    due = row.value
    by = ", ".join(filter(None, (due.by, due.outlet)))
    kind = DUE_NAMES.get(due.kind, due.kind)
    return day_words(due.day), kind, due.text, by, due.story


def _change(row: Listed[Any], page: Page[Any], desk: AskedFloor) -> tuple[str, ...]:
    change = row.value
    values = " → ".join(filter(None, (change.before, change.after)))
    return desk.shown(row.known), change.type, f"{change.about.kind} {change.about.id}", values


_COLUMNS: dict[str, tuple[Cells, tuple[str, ...]]] = {
    "reports": (_report, ("id", "known", "published", "outlet", "title")),
    "stories": (_story, ("id", "known", "first", "last", "reports", "origins", "title")),
    "events": (_event, ("id", "when", "what", "who", "where", "told")),
    "quotes": (_quote, ("known", "speaker", "act", "words", "outlet", "report")),
    "actors": (_actor, ("id", "known", "kind", "country", "name", "roles")),
    "timeline": (_entry, ("known", "date", "precision", "words")),
    "numbers": (_number, ("id", "what", "values", "state", "since", "story")),
    "ahead": (_due, ("day", "what", "words", "told by", "story")),
    "changes": (_change, ("known", "change", "about", "values")),
}
