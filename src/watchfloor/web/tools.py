"""What a program of a language model may ask a floor: one table of tools, made of answers of the API.

A tool takes what its route of the API is asked with, and answers what that answers, so that filters, rights
and disclosure are those of the API. Nothing is written. Every answer carries the words that it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request

from watchfloor.errors import UsageError, nearest
from watchfloor.model import Principal, PrincipalRole
from watchfloor.permissions import require
from watchfloor.printable import printable_json
from watchfloor.web.api import ROUTES
from watchfloor.web.api_route import ApiRoute
from watchfloor.web.openapi import parameters_of
from watchfloor.web.served import ServedFloor
from watchfloor.web.sessions import Session

LARGEST_ANSWER = 400_000  # characters of one answer; more is no help to who must read it
_USUAL_ROWS = 10  # of an answer where no limit is given
_LONGEST_ID = 200
_ROUTES: Mapping[str, ApiRoute] = {it.path: it for it in ROUTES}
_SIDES = ("events", "quotes")  # what tells of an actor

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks which floor, through its API."""

    floor: ServedFloor
    principal: Principal

    def answer(self, path: str, given: Given) -> Any:
        """Return the answer of a route of the API, as a program reads it there."""
        route = _ROUTES[path]
        request = self._request(path, given)
        require(self.principal, route.action)
        return msgspec.json.decode(printable_json(route.answer(request)))

    def _request(self, path: str, given: Given) -> Request:
        app = Starlette()
        app.state.floor = self.floor
        of_path = {"id": _written_id(given)} if "{id}" in path else {}
        asked = {name: value for name, value in given.items() if name not in of_path and value is not None}
        pairs = [(name, _written(name, it)) for name, value in asked.items() for it in _each(value)]
        return Request(
            {
                "type": "http",
                "method": "GET",
                "path": path,
                "headers": [],
                "query_string": urlencode(pairs, errors="replace").encode(),
                "path_params": of_path,
                "app": app,
                "state": {"session": Session(principal=self.principal, begun=0.0, used=0.0, has_key=True)},
            }
        )


def _written_id(given: Given) -> str:
    """Return the id that is asked for; raise UsageError where none is given."""
    value = given.get("id")
    if not isinstance(value, str) or not 1 <= len(value) <= _LONGEST_ID:
        raise UsageError("give the id, as another answer told it")
    return value


def _each(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _written(name: str, value: Any) -> str:
    """Return a value as an address carries it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    raise UsageError(f"{name} is {type(value).__name__}; give words, a whole number, true or false")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTool:
    """One tool: the route whose parameters it takes, and what makes its answer of what was given.

    Without such a maker it answers as the route does, a list with fewer rows where no limit is given.
    """

    name: str
    words: str
    path: str
    made: Callable[[Asking, Given], dict[str, Any]] | None = None

    def answer(self, asking: Asking, given: Given) -> dict[str, Any]:
        """Return what the tool answers to whoever asks."""
        if self.made is not None:
            return self.made(asking, given)
        route = _ROUTES[self.path]
        usual = {"limit": _USUAL_ROWS} if route.kind == "list" and route.pages else {}
        found: dict[str, Any] = asking.answer(self.path, {**usual, **given})
        return found

    @property
    def parameters(self) -> dict[str, Any]:
        """Return what it takes, as JSON Schema."""
        found = list(parameters_of(_ROUTES[self.path]))
        return {
            "type": "object",
            "properties": {
                it["name"]: {**it["schema"], "description": it.get("description", "The id of it.")}
                for it in found
            },
            "required": [it["name"] for it in found if it.get("required")],
            "additionalProperties": False,
        }


# ------------------------------------------------------------------------------------------ what they answer


def _stories(asking: Asking, given: Given) -> dict[str, Any]:
    """Answering with stories, each with the two first lines of its brief and the words of these."""
    found: dict[str, Any] = asking.answer("/briefs", given)
    for story in found["items"]:
        brief = story.pop("brief")
        story["told"] = [brief["title"], brief["lead"]]
    return found


def _story(asking: Asking, given: Given) -> dict[str, Any]:
    """Answering with a story told whole, of each list the first rows; more of them is had by its id."""
    found: dict[str, Any] = asking.answer("/stories/{id}", given)
    found["told"] = {what: rows[:_USUAL_ROWS] for what, rows in found["told"].items()}
    return found


def _report(asking: Asking, given: Given) -> dict[str, Any]:
    """Answering with a report and its text, into which all spans point."""
    return {
        **asking.answer("/reports/{id}", given),
        "text": asking.answer("/reports/{id}/text", given)["text"],
    }


def _situation(asking: Asking, given: Given) -> dict[str, Any]:
    """Answering with how a situation stands, and the briefs of its weightiest stories."""
    found = asking.answer("/situations/{id}", given)
    briefs = asking.answer("/briefs", {"situation": given["id"], "limit": 3})
    return {"situation": found, "briefs": briefs["items"], "rests_on": briefs["rests_on"]}


def _actors(asking: Asking, given: Given) -> dict[str, Any]:
    """Answering with actors, each with the last that is told of it."""
    found: dict[str, Any] = asking.answer("/actors", {"limit": _USUAL_ROWS, **given})
    as_of = given.get("as_of")
    for actor in found["items"]:
        asked = {"actor": [actor["id"]], "limit": 1, "as_of": as_of}
        actor["told"] = {what: asking.answer(f"/{what}", asked)["items"] for what in _SIDES}
    return found


_TOOLS = (
    ReadTool(
        name="situations",
        words="What is followed under a name; ask `situation` how one stands.",
        path="/situations",
    ),
    ReadTool(
        name="situation",
        words="How a situation stands: counts against what is usual, who against whom, what is due, what is "
        "not read, and the briefs of its weightiest stories. The id is its name.",
        path="/situations/{id}",
        made=_situation,
    ),
    ReadTool(
        name="briefs",
        words="Stories with their whole briefs: what happened, numbers, what is new, disputed, said and due.",
        path="/briefs",
    ),
    ReadTool(
        name="stories",
        words="Stories, those of most news value first, each with its title and first sentence.",
        path="/briefs",
        made=_stories,
    ),
    ReadTool(
        name="story",
        words="One story: its brief, and the first of its reports, events, quotes and changes; "
        "for more of these ask their tools with `story`.",
        path="/stories/{id}",
        made=_story,
    ),
    ReadTool(
        name="report",
        words="One report: its text as far as it may be shown, and what was read in it.",
        path="/reports/{id}",
        made=_report,
    ),
    ReadTool(
        name="events",
        words="Events, newest known first: who did what to whom, where and when, and who tells it.",
        path="/events",
    ),
    ReadTool(
        name="event",
        words="One event, with the words of everybody who tells it.",
        path="/events/{id}",
    ),
    ReadTool(
        name="quotes",
        words="Who said what, newest known first; narrow it by `actor` and `words`.",
        path="/quotes",
    ),
    ReadTool(
        name="numbers",
        words="Series of numbers: who says which, since when, and which still stand.",
        path="/numbers",
    ),
    ReadTool(
        name="changes",
        words="What changed in what is known, newest first; `since` takes a day or moment.",
        path="/changes",
    ),
    ReadTool(name="ahead", words="What is due, soonest first.", path="/ahead"),
    ReadTool(
        name="search",
        words="Texts that hold some `words`, with the place where they stand.",
        path="/search",
    ),
    ReadTool(
        name="explain",
        words="Why something is where it is: the decisions about an id, with all that was weighed.",
        path="/explanations/{id}",
    ),
    ReadTool(
        name="actors",
        words="Who acts in events, without private persons, each with the last event and quote told of it.",
        path="/actors",
        made=_actors,
    ),
    ReadTool(
        name="coverage",
        words="What answers rest on: the sources read, days on which nothing was, languages that are not.",
        path="/coverage",
    ),
)
TOOLS: Mapping[str, ReadTool] = {it.name: it for it in _TOOLS}


def answered(floor: ServedFloor, principal: Principal, name: str, given: Given) -> dict[str, Any]:
    """Return what a tool answers to whoever calls it, who reads as a viewer does."""
    tool = TOOLS.get(name)
    if tool is None:
        raise UsageError(f"there is no tool {name!r}; {nearest(name, TOOLS)}")
    found = tool.answer(Asking(floor=floor, principal=as_viewer(principal)), given)
    size = len(printable_json(found))
    if size > LARGEST_ANSWER:
        raise UsageError(f"the answer has {size:,} characters; ask for less: a smaller `limit`, or filters")
    return found


def as_viewer(principal: Principal) -> Principal:
    """Return the same somebody with no right but to read, and none where there was none."""
    roles = frozenset({PrincipalRole.VIEWER}) if principal.roles else frozenset[PrincipalRole]()
    return Principal(id=principal.id, name=principal.name, roles=roles)
