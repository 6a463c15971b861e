"""The OpenAPI 3.1 document of the API, made of its table of routes and the types of the interchange."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from watchfloor import __version__
from watchfloor.model import FILTERS
from watchfloor.web.acts import ACTS, ApiAct
from watchfloor.web.api import ROUTES
from watchfloor.web.api_route import PREFIX, ApiRoute
from watchfloor.web.asking import LABEL_ORDERS, parameter_name
from watchfloor.web.defence import LARGEST_UPLOAD
from watchfloor.web.problems import PROBLEM
from watchfloor.web.uploads import ARRIVALS, UploadedOut

_REFUSALS = {
    "400": "What was asked is no question; the detail says what would be",
    "401": "Neither a session nor a key: log in, or send `Authorization: Bearer KEY`",
    "403": "Whoever asks may not do this",
    "404": "There is no such thing, or none as of that moment",
    "408": "The body came too slowly; send it again",
    "409": "It cannot be as things stand now, or its Idempotency-Key was of another call",
    "413": "The body is too large",
    "414": "The question is too long",
    "415": "The body is of another kind; send application/json, or a file as application/octet-stream",
    "421": "The host is not that of this server",
    "429": "Too many wrong keys came from there, or too many streams are open; wait",
    "503": "The floor cannot be read now; try again",
}

_OF_ACTS = frozenset(["408", "409", "413", "415"])
_LABEL_ORDER = "A label of sources: what those that bear it tell comes first."


def document() -> dict[str, Any]:
    """Return the document."""
    answers = [*(it.of for it in ROUTES), *(it.of for it in ACTS)]
    types = list(dict.fromkeys([UploadedOut, *answers, *(it.body for it in ACTS if it.body)]))
    _, schemas = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Watchfloor",
            "version": __version__,
            "description": "What a floor knows, each statement with the words it rests on. "
            "Machine-read, not verified. Times are ISO 8601; a day is a day of the floor's zone.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": PREFIX}],
        "security": [{"session": []}, {"key": []}],
        "paths": {
            **_paths(),
            "/stream": {"get": _STREAM},
            "/uploads": {"post": _UPLOAD},
        },
        "components": {
            "schemas": {**schemas, "Problem": _PROBLEM_SCHEMA},
            "responses": {code: _refusal(words) for code, words in _REFUSALS.items()},
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "watchfloor"},
                "key": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _paths() -> dict[str, dict[str, Any]]:
    paths: dict[str, dict[str, Any]] = {}
    for path, operation in _operations(ROUTES):
        paths.setdefault(path, {})["get"] = operation
    for act in ACTS:
        paths.setdefault(act.path, {})[act.method.lower()] = _act(act)
    return paths


_STREAM = {
    "operationId": "stream",
    "summary": "What becomes known from now on, as server-sent events",
    "description": "Events `changes` and `alerts`, each with a list of rows of the interchange as its data. "
    "An event's id is the last admission that it tells of.",
    "parameters": [
        {
            "name": "Last-Event-ID",
            "in": "header",
            "description": "Go on behind this event.",
            "schema": {"type": "string"},
        }
    ],
    "responses": {
        "200": {"description": "A stream", "content": {"text/event-stream": {"schema": {"type": "string"}}}},
        **{
            code: {"$ref": f"#/components/responses/{code}"}
            for code in ("400", "401", "403", "421", "429", "503")
        },
    },
}
_UPLOAD = {
    "operationId": "upload",
    "summary": "Take in the articles of a file, as `watchfloor add` does",
    "description": f"At most {LARGEST_UPLOAD:,} bytes. What is known already is only seen again.",
    "parameters": [
        {
            "name": "name",
            "in": "query",
            "required": True,
            "description": "The file's name, without a folder; by its ending it is read.",
            "schema": {"type": "string"},
        },
        {
            "name": "arrived",
            "in": "query",
            "description": "When the articles count as arrived: now, or when they were published.",
            "schema": {"type": "string", "enum": list(ARRIVALS)},
        },
    ],
    "requestBody": {"required": True, "content": {"application/octet-stream": {}}},
    "responses": {
        "200": {
            "description": "What became of the articles",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/UploadedOut"}}},
        },
        **{
            code: {"$ref": f"#/components/responses/{code}"}
            for code in ("400", "401", "403", "408", "413", "415", "421", "429", "503")
        },
    },
}
_PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


def _refusal(words: str) -> dict[str, Any]:
    return {"description": words, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _operations(routes: Iterable[ApiRoute]) -> Iterator[tuple[str, dict[str, Any]]]:
    for route in routes:
        item = {"$ref": f"#/components/schemas/{route.of.__name__}"}
        refused = [code for code in _REFUSALS if code not in _OF_ACTS]
        refused = [code for code in refused if code != "404" or "{id}" in route.path]
        yield (
            route.path,
            {
                "operationId": route.name,
                "summary": route.summary,
                "parameters": list(parameters_of(route)),
                "responses": {
                    "200": {
                        "description": route.summary,
                        "headers": {"ETag": {"schema": {"type": "string"}}},
                        "content": {"application/json": {"schema": _answer(route, item)}},
                    },
                    "304": {"description": "Unchanged since the answer with that ETag"},
                    **{code: {"$ref": f"#/components/responses/{code}"} for code in refused},
                },
            },
        )


def _act(act: ApiAct) -> dict[str, Any]:
    of_path = [_ID] if "{id}" in act.path else []
    told = {"content": {"application/json": {"schema": _of_type(act.of)}}, "description": act.summary}
    operation: dict[str, Any] = {
        "operationId": act.name,
        "summary": act.summary,
        "parameters": [*of_path, _REPEATED],
        "responses": {
            "200": told,
            **{code: {"$ref": f"#/components/responses/{code}"} for code in _REFUSALS},
        },
    }
    if act.body is not None:
        body = {"application/json": {"schema": _of_type(act.body)}}
        operation["requestBody"] = {"required": True, "content": body}
    return operation


def _of_type(of: type[Any]) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{of.__name__}"}


_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_REPEATED = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Of your choice: a call that is sent again with it is done once, and answered alike.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}


def _answer(route: ApiRoute, item: dict[str, Any]) -> dict[str, Any]:
    if route.kind == "item":
        return item
    return {
        "type": "object",
        "required": ["items", "next", "as_of", "admissions", "rests_on"],
        "properties": {
            "items": {"type": "array", "items": item},
            "next": {"type": ["string", "null"], "description": "What to give as `after` for the next page."},
            "as_of": {"type": ["string", "null"], "description": "The moment that the answer speaks of."},
            "admissions": {"type": "integer"},
            "rests_on": {"type": "array", "items": {"type": "string"}},
        },
    }


def parameters_of(route: ApiRoute) -> Iterator[dict[str, Any]]:
    """Yield what a route is asked with, as OpenAPI describes it."""
    if "{id}" in route.path:
        yield _ID
    for field, narrowed in FILTERS.items():
        if field in route.without or (field == "as_of" and not route.takes_as_of):
            continue
        if field == "as_of" or route.kind == "list":
            schema: dict[str, Any] = {"type": "boolean"} if narrowed.is_switch else {"type": "string"}
            many = {"type": "array", "items": schema}
            yield {
                "name": parameter_name(narrowed),
                "in": "query",
                "description": narrowed.words,
                "schema": many if narrowed.is_many else schema,
            }
    if route.kind == "list" and route.pages:
        limits = {"type": "integer", "minimum": 1, "maximum": route.most_rows}
        yield {"name": "limit", "in": "query", "description": "At most so many rows.", "schema": limits}
        yield {
            "name": "after",
            "in": "query",
            "description": "Go on where the page before ended.",
            "schema": {"type": "string"},
        }
    yield from _order(route)


def _order(route: ApiRoute) -> Iterator[dict[str, Any]]:
    if route.orders:
        told = {"description": _LABEL_ORDER} if set(route.orders) & set(LABEL_ORDERS) else {}
        schema = {"type": "string", "enum": list(route.orders)}
        yield {"name": "order", "in": "query", **told, "schema": schema}
