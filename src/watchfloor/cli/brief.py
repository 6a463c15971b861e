"""Commands of briefs: one story told whole in the first fifteen lines of what a desk needs."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from watchfloor.cli.floor import AsOf, FloorFolder, config_of
from watchfloor.cli.look import AnAudience, Json
from watchfloor.cli.output import now, say, write_document, write_json
from watchfloor.cli.person import principal
from watchfloor.errors import UsageError
from watchfloor.model import Audience, StoryId

if TYPE_CHECKING:
    from watchfloor.exchange.brief import BriefLines


class BriefForm(StrEnum):
    """What a brief is written as."""

    text = "text"
    message = "message"
    sms = "sms"
    mail = "mail"
    html = "html"


def brief(
    story: Annotated[str, typer.Argument(help="The story, by its id (watchfloor show stories).")],
    *,
    form: Annotated[
        BriefForm,
        typer.Option("--as", help="Lines of 100 columns, 900 or 160 characters, a mail, or a page."),
    ] = BriefForm.text,
    as_of: AsOf = None,
    folder: FloorFolder = None,
    audience: AnAudience = None,
    json: Json = False,
) -> None:
    """Tell a story in short: what happened, its numbers, what is new, disputed, due and not told.

    Example: watchfloor brief 4fe3a1 --as message --floor floor
    """
    from watchfloor.disclosure import disclose
    from watchfloor.engine.services.questions import QuestionDesk
    from watchfloor.exchange.brief import brief_lines, brief_out

    config = config_of(folder)
    with QuestionDesk(config=config, clock=now).ask(principal()) as questions, questions.snapshot():
        held = questions.story(StoryId(story), as_of=as_of)
        known = questions.situation(as_of=as_of, story_id=held.id)
    leaves = form in (BriefForm.mail, BriefForm.html, BriefForm.message, BriefForm.sms)
    shown = disclose(known, audience or (Audience.public if leaves else Audience.desk), config.retention)
    if not shown.value.briefs:
        raise UsageError(
            f"story {held.id} is internal: our own people told it, and it leaves the desk in no form; "
            "read it here with: watchfloor brief STORY --audience desk"
        )
    [told] = shown.value.briefs
    if json:
        import msgspec

        write_json(msgspec.to_builtins(brief_out(told, shown)))
        return
    if held.id != story:
        say(f"{story} became part of {held.id}")
    write_document(_written(brief_lines(told, shown), form))


def _written(lines: BriefLines, form: BriefForm) -> str:
    from watchfloor.exchange import brief_forms

    forms = {
        BriefForm.text: brief_forms.brief_text,
        BriefForm.message: brief_forms.brief_message,
        BriefForm.sms: brief_forms.brief_sms,
        BriefForm.mail: brief_forms.brief_mail,
        BriefForm.html: brief_forms.brief_html,
    }
    return forms[form](lines)


COMMANDS = (brief,)
