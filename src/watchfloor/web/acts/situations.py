"""What somebody follows, and up to where it was seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import Meta, Struct
from starlette.requests import Request

from watchfloor.engine.answer.situations import Situation
from watchfloor.errors import UsageError
from watchfloor.exchange.schema import FollowedOut, followed_out
from watchfloor.model import FILE_NAME
from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row, id_of_path
from watchfloor.web.acts.bodies import ConditionsIn, GoneOut, WrittenWords
from watchfloor.web.asking import floor_of_request, principal_of
from watchfloor.web.problems import NotThereError


class MarkIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Up to which admission you have seen; without one, up to the last."""

    admission: Annotated[int, Meta(ge=1, le=2**53)] | None = None


class SeenOut(Struct, kw_only=True):
    """Up to where you have seen."""

    admission: int
    moment: str | None


class SituationIn(ConditionsIn, forbid_unknown_fields=True, kw_only=True):
    """A situation: what must hold of what falls into it; within a list, one is enough."""

    name: Annotated[str, Meta(pattern=f"^{FILE_NAME}$")]
    title: WrittenWords = ""
    note: WrittenWords = ""


def _mark(request: Request, body: MarkIn) -> Any:
    floor, who = floor_of_request(request), principal_of(request)
    with floor.questions.ask(who) as questions:
        last, moment = questions.last()
        if body.admission is not None:
            if body.admission > last:
                raise UsageError(f"there is no admission {body.admission} yet; the last is {last}")
            last, moment = body.admission, questions.moment_of(body.admission)
    if moment is not None:
        floor.questions.move_mark(who, last, moment)
    return SeenOut(admission=last, moment=moment)


def _add_situation(request: Request, body: SituationIn) -> Any:
    floor, who = floor_of_request(request), principal_of(request)
    floor.desk.add_situation(
        who, Situation(name=body.name, title=body.title, note=body.note, asked=body.asked())
    )
    return followed_out(floor.desk.situations(who).held[body.name])


def _remove_situation(request: Request, _: None) -> Any:
    name, floor, who = id_of_path(request), floor_of_request(request), principal_of(request)
    if name not in floor.desk.situations(who).held:
        raise NotThereError(f"{name} is no situation of the floor")
    floor.desk.remove_situation(who, name)
    return GoneOut(removed=name)


ACTS: Sequence[ApiAct] = (
    act_row(
        "POST", "/mark", "Move the mark of what you saw", _mark, Action.KEEP_MARK, body=MarkIn, of=SeenOut
    ),
    act_row(
        "POST",
        "/situations",
        "Follow a situation",
        _add_situation,
        Action.CHANGE_SITUATION,
        body=SituationIn,
        of=FollowedOut,
    ),
    act_row(
        "DELETE",
        "/situations/{id}",
        "Follow a situation no more; what was read stays",
        _remove_situation,
        Action.CHANGE_SITUATION,
        body=None,
        of=GoneOut,
    ),
)
