"""What a route of the API is: its path, what it is asked with, and how its answer is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.engine.answer.queries import Page
from watchfloor.engine.services.questions import Questions
from watchfloor.exchange.coverage import coverage_lines
from watchfloor.model import Scope
from watchfloor.permissions import Action, require
from watchfloor.printable import printable_json
from watchfloor.web.asking import MOST_ROWS, principal_of
from watchfloor.web.problems import NotThereError

PREFIX = "/api/v1"
RouteKind = Literal["list", "item"]
Answering = Callable[[Request], Any]
# Of a list that no question narrows.
NO_FILTERS = (
    "since",
    "until",
    "happened_from",
    "happened_to",
    "countries",
    "places",
    "actors",
    "types",
    "outlets",
    "languages",
    "stories",
    "words",
    "weak",
    "situation",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRoute:
    """One operation: its path below the prefix, what it answers with, the filters it does not take."""

    path: str
    summary: str
    answer: Answering
    of: Any
    kind: RouteKind = "list"
    without: Sequence[str] = ()
    orders: Sequence[str] = ()
    takes_as_of: bool = True
    pages: bool = True
    most_rows: int = MOST_ROWS
    action: Action = Action.READ

    @property
    def name(self) -> str:
        """Return the name of the operation: `list_reports`, `get_report_by_id`."""
        words = self.path.strip("/").replace("/", "_").replace("{", "by_").replace("}", "")
        return f"{'list' if self.kind == 'list' else 'get'}_{words}"

    def answered(self, request: Request) -> Response:
        """Return the answer to a request, or that whoever asks has it already."""
        require(principal_of(request), self.action)
        return _written(request, self.answer(request))


def _written(request: Request, value: Any) -> Response:
    body = printable_json(value).encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag}
    asked = [it.strip().removeprefix("W/") for it in request.headers.get("if-none-match", "").split(",")]
    if tag in asked or asked == ["*"]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def one_of(questions: Questions, what: str, noun: str, id_: str, *, as_of: str | None) -> Page[Any]:
    """Return the page that holds one thing of a list alone; raise NotThereError where there is none."""
    page = questions.one(what, id_, as_of=as_of)
    if page is None:
        raise NotThereError(f"{id_} is no {noun} of the floor")
    return page


def page_of(
    questions: Questions, scope: Scope, rows: list[Any], *, cursor: str | None = None
) -> dict[str, Any]:
    """Return a page of a list, with what it rests on."""
    rests = questions.rests(scope)
    return {
        "items": rows,
        "next": cursor,
        "as_of": rests.moment,
        "admissions": rests.admissions,
        "rests_on": list(coverage_lines(rests.coverage)),
    }
