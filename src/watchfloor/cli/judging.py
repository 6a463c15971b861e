"""Commands by which analysts decide: merge, split, undo, judge. Each act is kept, dated, with its reason."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from watchfloor.cli.floor import FloorFolder, desk_of
from watchfloor.cli.look import Json
from watchfloor.cli.output import say, write_json_line, write_line
from watchfloor.cli.person import SignedBy, principal
from watchfloor.errors import UsageError
from watchfloor.model import UNDOABLE_KINDS, EventId, ReportId, StoryId

if TYPE_CHECKING:
    from watchfloor.engine.services import Judged
    from watchfloor.engine.services.desk import Desk

WithReason = Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why; it is kept with the act.")]
StoryArgument = Annotated[
    str, typer.Argument(metavar="STORY", help="The id of a story; see: watchfloor show stories.")
]


class Slot(StrEnum):
    """What of an event a person can decide."""

    doer = "doer"
    target = "target"
    place = "place"
    day = "day"
    type = "type"


class Status(StrEnum):
    """How far a person has looked into a finding."""

    unchecked = "unchecked"
    checked = "checked"
    disputed = "disputed"


def merge(
    story: StoryArgument,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The id of the story that it is part of.")],
    *,
    reason: WithReason,
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Put two stories together, because they are one; the older id stays, the other leads to it.

    The machine does not split them again. To take it back: watchfloor undo last.

    Example: watchfloor merge 0a1b2c3d4e5f6071 8899aabbccddeeff --reason "one strike" --floor floor
    """
    tell([desk_of(folder).merge(principal(by), StoryId(story), StoryId(into), reason=reason)], json=json)


def split(
    story: StoryArgument,
    reports: Annotated[
        list[str], typer.Argument(metavar="REPORT…", help="The ids of the reports that are another story.")
    ],
    *,
    reason: WithReason,
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Take reports out of a story into one of their own; copies of their texts go with them.

    The machine does not put them together again. To take it back: watchfloor undo last.

    Example: watchfloor split 0a1b2c3d4e5f6071 8899aabbccddeeff --reason "another court" --floor floor
    """
    others = [ReportId(report) for report in reports]
    tell([desk_of(folder).split(principal(by), StoryId(story), others, reason=reason)], json=json)


def undo(
    act: Annotated[
        str,
        typer.Argument(
            metavar="ACT|last",
            help="The id of a merge, split, choice, note of our own or acknowledgement, or your last.",
        ),
    ],
    *,
    reason: WithReason,
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Take back a merge, split, choice or own note; reports that came since a move go where they fit.

    Example: watchfloor undo last --reason "two strikes after all" --floor floor
    """
    tell([desk_of(folder).undo(principal(by), act, reason=reason)], json=json)


def judge(
    any_id: Annotated[
        str,
        typer.Argument(metavar="ID", help="The id of a story, event, actor, report or series of numbers."),
    ],
    number: Annotated[
        str | None, typer.Argument(metavar="[VALUE]", help="After --use: the number; else the latest.")
    ] = None,
    *,
    status: Annotated[
        Status | None, typer.Option("--status", help="How far a person has looked into it.")
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="WORDS", help="What there is to say of it.")] = "",
    reject: Annotated[
        bool, typer.Option("--reject", help="It is wrong; what was alerted of it is corrected.")
    ] = False,
    slot: Annotated[Slot | None, typer.Option("--slot", help="What of an event --value decides.")] = None,
    value: Annotated[
        str | None,
        typer.Option(
            "--value", metavar="X", help="An actor (several: a;b), town, day, TYPE/mode, or nobody."
        ),
    ] = None,
    use: Annotated[
        bool, typer.Option("--use", help="Of a series of numbers: the desk uses this one.")
    ] = False,
    join: Annotated[
        str | None, typer.Option("--join", metavar="EVENT", help="It is one happening with this event.")
    ] = None,
    part: Annotated[
        list[str] | None,
        typer.Option("--part", metavar="REPORT", help="What this report tells is another one; repeatable."),
    ] = None,
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Say of an event, story, actor or report what a person found; what is machine-read stays beside it.

    What is decided with --slot or --use stands in lists, briefs, exports and alerts from then on, marked as
    the desk's. To take it back: watchfloor undo last.

    Example: watchfloor judge 8899aabbccddeeff --slot place --value Lirn --note "rang the mayor" --floor floor
    With --join two events of a story are one, with --part some of what tells of an event is another one; the
    machine leaves them so.

    Example: watchfloor judge 8899aabbccddeeff --join 0a1b2c3d4e5f6071 --note "one strike" --floor floor
    Example: watchfloor judge 1122334455667788 --use 11 --note "hospital list seen" --floor floor
    Example: watchfloor judge 0a1b2c3d4e5f6071 --status checked --note "seen by our stringer" --floor floor
    """
    if join is not None or part:
        tell([_moved(desk_of(folder), by, any_id, join, part or [], note=note)], json=json)
        return
    if slot is not None or use:
        tell([_chosen(desk_of(folder), by, any_id, slot, value or number, use=use, note=note)], json=json)
        return
    if value is not None or number is not None:
        raise UsageError("a value is for a slot or a number; say which with --slot, or --use")
    chosen = status.value if status else None
    tell(desk_of(folder).judge(principal(by), any_id, status=chosen, note=note, reject=reject), json=json)


def _moved(desk: Desk, by: str, event: str, join: str | None, part: list[str], *, note: str) -> Judged:
    if join is not None and part:
        raise UsageError("give --join or --part, not both")
    if join is not None:
        return desk.join_events(principal(by), event, join, reason=note)
    return desk.part_event(principal(by), event, part, reason=note)


def _chosen(
    desk: Desk, by: str, any_id: str, slot: Slot | None, value: str | None, *, use: bool, note: str
) -> Judged:
    if slot is None:
        return desk.use_number(principal(by), any_id, value, reason=note)
    if use or value is None:
        raise UsageError("give what stands in the slot with --value; --use is for a series of numbers")
    return desk.choose(principal(by), EventId(any_id), slot.value, value, reason=note)


def tell(judged: list[Judged], *, json: bool) -> None:
    """Say what became of acts, each with how to take it back."""
    for one in judged:
        if json:
            _write_act(one)
        else:
            _tell_act(one)


def _write_act(judged: Judged) -> None:
    from watchfloor.exchange.judgements import act_json

    changes = [{"id": change.id, "type": change.type} for change in judged.changes]
    act = act_json(judged.act) if judged.act else None
    write_json_line({"act": act, "said": list(judged.said), "changes": changes})


def _tell_act(judged: Judged) -> None:
    for words in judged.said:
        write_line(words)
    if judged.act is None:
        say("nothing was changed")
    elif judged.act.kind in UNDOABLE_KINDS and not (judged.act.kind == "told" and judged.act.undoes):
        write_line(f"act {judged.act.id}; to take it back: watchfloor undo {judged.act.id} --reason …")
    if any(change.type in ("merged", "split", "rejected", "decided") for change in judged.changes):
        say("what was alerted of this is corrected wherever it was sent")


COMMANDS = (merge, split, undo, judge)
