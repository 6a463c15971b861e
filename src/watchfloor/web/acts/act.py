"""One act of the API: a row of its table, and how it is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from watchfloor.errors import UsageError
from watchfloor.exchange.schema import act_out
from watchfloor.permissions import Action, require
from watchfloor.printable import printable_json
from watchfloor.web.acts.bodies import AlteredOut, JudgedOut
from watchfloor.web.asking import principal_of, refuse_unknown
from watchfloor.web.problems import ConflictError
from watchfloor.web.repeats import Repeats

if TYPE_CHECKING:
    from watchfloor.engine.services import Judged


_TOLD_ONCE = b"told once"  # stands for an answer that is a secret and must not stay in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAct:
    """One act: what is sent, what is done with it, and what is answered.

    What `tells_once` answers with a secret, and not again to a call that is sent again.
    """

    method: Literal["POST", "PATCH", "DELETE"]
    path: str
    name: str
    summary: str
    body: type[Struct] | None
    act: Callable[[Request, Any], Any]
    of: type[Any]
    action: Action
    tells_once: bool = False

    def answered(self, request: Request) -> Response:
        """Return the answer to a request; one that was answered under its key already is not done again."""
        who = principal_of(request)
        require(who, self.action)
        refuse_unknown(request.query_params, ())
        raw: bytes = request.state.body
        body = _read(raw, self.body)
        repeats: Repeats = request.app.state.repeats
        called = sha256(b"\0".join((self.name.encode(), request.url.path.encode(), raw))).hexdigest()
        with repeats.of(who.id, request.headers.get("idempotency-key"), called) as repeat:
            if repeat.answer is None:
                answer = printable_json(self.act(request, body)).encode()
                repeat.answer = _TOLD_ONCE if self.tells_once else answer
            elif repeat.answer is _TOLD_ONCE:
                raise ConflictError(
                    "this was done under that key, and what it told is kept nowhere; reset it"
                )
            else:
                answer = repeat.answer
            return Response(answer, media_type="application/json")


def _read(raw: bytes, wanted: type[Struct] | None) -> Any:
    """Return the body as it is wanted; raise UsageError with the place of what is wrong."""
    if wanted is None:
        if raw.strip():
            raise UsageError("this takes no body; send none")
        return None
    try:
        return msgspec.json.decode(raw or b"{}", type=wanted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"the body is not what is taken here: {error}; see /api/v1/openapi.json") from error


def id_of_path(request: Request) -> str:
    """Return the id that the address of a call names."""
    found: str = request.path_params["id"]
    return found


def judged_out(judged: Judged) -> JudgedOut:
    """Return what became of an act, as it is answered."""
    return JudgedOut(
        act=act_out(judged.act) if judged.act else None,
        said=judged.said,
        changes=[AlteredOut(id=it.id, type=it.type) for it in judged.changes],
    )


def act_row(
    method: Literal["POST", "PATCH", "DELETE"],
    path: str,
    summary: str,
    act: Callable[[Request, Any], Any],
    action: Action,
    *,
    body: type[Struct] | None,
    of: type[Any] = JudgedOut,
    tells_once: bool = False,
) -> ApiAct:
    """Return a row of the table; it is named as its function is."""
    name = act.__name__.strip("_")
    return ApiAct(
        method=method,
        path=path,
        name=name,
        summary=summary,
        body=body,
        act=act,
        of=of,
        action=action,
        tells_once=tells_once,
    )
