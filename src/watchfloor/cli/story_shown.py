"""`show story`: one story with its reports, events, quotes and changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from watchfloor.cli.asked_floor import AskedFloor
from watchfloor.cli.list_rows import rows_out, write_rows
from watchfloor.cli.output import console, say, write_document, write_json
from watchfloor.errors import UsageError
from watchfloor.model import Audience, StoryId

if TYPE_CHECKING:
    from watchfloor.engine.services.questions import Questions


def show_story(desk: AskedFloor, questions: Questions, id_: str | None, *, json: bool) -> None:
    """Show a story with its reports, events and changes."""
    from watchfloor.disclosure import disclose
    from watchfloor.exchange.brief import brief_lines, brief_out
    from watchfloor.exchange.brief_forms import brief_text
    from watchfloor.exchange.coverage import coverage_lines

    if id_ is None:
        raise UsageError("name the story by its id; list them with: watchfloor show stories")
    with questions.snapshot():
        story = questions.story(StoryId(id_), as_of=desk.meant.scope.as_of)
        scope = replace(desk.meant.scope, stories=(story.id,))
        pages = {
            what: questions.page(what, scope, limit=100)
            for what in ("reports", "events", "quotes", "changes")
        }
        rests = questions.rests(desk.meant.scope)
        shown = disclose(questions.situation(as_of=scope.as_of, story_id=story.id), Audience.desk)
    [told] = shown.value.briefs
    if json:
        import msgspec

        from watchfloor.exchange.schema import story_out

        whole = story_out(shown.value.stories[0])
        whole.brief = brief_out(told, shown)
        parts = {what: rows_out(questions, page.rows) for what, page in pages.items()}
        write_json({**msgspec.to_builtins(whole), "told": parts})
        return
    say(desk.head(rests), *coverage_lines(rests.coverage))
    days = f"{(story.first or 'undated')[:10]} to {(story.last or '')[:10]}".removesuffix(" to ")
    moved = f" (was {id_})" if id_ != story.id else ""
    write_document(brief_text(brief_lines(told, shown)))
    console().print()
    console().print(f"{story.id}{moved}, {days}, {len(story.reports)} reports, {story.origins} origins")
    for what, page in pages.items():
        if page.rows:
            write_rows(what, page, desk)
            if page.cursor:
                say(f"there is more; see it with: watchfloor show {what} --story {story.id}")
