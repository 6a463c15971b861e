"""Commands of the desk among itself: comments, who sees to what, the shift; and the record of a story."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.judging import tell
from watchfloor.cli.look import Json
from watchfloor.cli.output import now, write_json, write_line
from watchfloor.cli.person import SignedBy, principal
from watchfloor.errors import UsageError
from watchfloor.model import Audience, SituationReport, StoryId

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from watchfloor.disclosure import Disclosed
    from watchfloor.engine.services.records import RecordDesk
    from watchfloor.exchange.records import MomentShown

shift_app = typer.Typer(
    name="shift",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="See what a shift leaves, hand it over, sign for it.\n\n"
    'Example: watchfloor shift over --to Ben --note "call the hospital at 7" --floor floor',
)
Work = Annotated[str, typer.Argument(metavar="ID", help="The id of a story or alert.")]
WithNote = Annotated[str, typer.Option("--note", metavar="WORDS", help="What there is to say of it.")]


def _desk(folder: Path | None) -> RecordDesk:
    from watchfloor.engine.services.records import RecordDesk

    return RecordDesk(config=config_of(folder), clock=now)


def comment(
    any_id: Work,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What there is to say of it.")],
    *,
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Say something of a story or alert to the others at the desk; it leaves the desk in no form.

    Example: watchfloor comment 8899aabbccddeeff "who rings the port?" --floor floor
    """
    tell([_desk(folder).comment(principal(by), any_id, words)], json=json)


def assign(
    any_id: Work,
    to: Annotated[str, typer.Argument(metavar="PERSON", help="Who sees to it.")],
    *,
    note: WithNote = "",
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Let somebody see to a story or alert; whoever did so before need not any more.

    Example: watchfloor assign 8899aabbccddeeff Ben --note "the toll" --floor floor
    """
    tell([_desk(folder).assign(principal(by), any_id, to, note=note)], json=json)


def done(
    any_id: Work, *, note: WithNote = "", by: SignedBy = "", folder: FloorFolder = None, json: Json = False
) -> None:
    """Say that what was assigned is done.

    Example: watchfloor done 8899aabbccddeeff --note "eleven, says the hospital" --floor floor
    """
    tell([_desk(folder).done(principal(by), any_id, note=note)], json=json)


@shift_app.command("show")
def show_shift(by: SignedBy = "", folder: FloorFolder = None, json: Json = False) -> None:
    """Show what your shift leaves: your decisions, open alerts, what is assigned and asked, what is due.

    A shift begins when you signed for it, at most twelve hours ago.

    Example: watchfloor shift show --floor floor
    """
    from watchfloor.exchange.records import shift_lines
    from watchfloor.exchange.schema import shift_out

    state = _desk(folder).shift(principal(by))
    if json:
        write_json(shift_out(state, _words(folder, state.due)))
        return
    for line in shift_lines(state, _shown(folder)):
        write_line(line)


@shift_app.command("over")
def hand_over(
    *,
    to: Annotated[str, typer.Option("--to", metavar="PERSON", help="Who takes over.")],
    note: WithNote = "",
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Hand your shift over; the next person signs for it.

    Example: watchfloor shift over --to Ben --note "the toll is open" --floor floor
    """
    tell([_desk(folder).hand_over(principal(by), to, note=note)], json=json)


@shift_app.command("sign")
def sign(*, note: WithNote = "", by: SignedBy = "", folder: FloorFolder = None, json: Json = False) -> None:
    """Sign for the shift that was handed over last.

    Example: watchfloor shift sign --by Ben --floor floor
    """
    tell([_desk(folder).sign(principal(by), note=note)], json=json)


def show_record(story: str | None, folder: Path | None, as_of: str | None, *, json: bool) -> None:
    """Show what was known of a story at a moment, whom it had been told to, and what was decided."""
    from watchfloor.exchange.records import record_lines
    from watchfloor.exchange.schema import story_record_out

    if story is None:
        raise UsageError(
            "of which story? name it: watchfloor show record STORY; see: watchfloor show stories"
        )
    record = _desk(folder).story_record(principal(), StoryId(story), as_of=as_of)
    if json:
        write_json(story_record_out(record, _words(folder, [*record.events, *_claims(record.numbers)])))
        return
    for line in record_lines(record, _shown(folder)):
        write_line(line)


def _claims(numbers: Iterable[Any]) -> list[Any]:
    return [point.claim.evidence for series in numbers for point in series.points]


def _words(folder: Path | None, values: Iterable[Any]) -> Disclosed[SituationReport]:
    """Return what gives the words of evidence, at the desk."""
    from watchfloor.engine.services.questions import QuestionDesk

    with QuestionDesk(config=config_of(folder), clock=now).ask(principal()) as questions:
        shown = questions.words_of(values)
    assert shown.audience is Audience.desk
    return shown


def _shown(folder: Path | None) -> MomentShown:
    from watchfloor.engine.answer.times import moment_shown

    zone = config_of(folder).timezone
    return lambda moment: moment_shown(moment, zone)


COMMANDS = (comment, assign, done)
