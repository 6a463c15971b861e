"""The options that say what is asked: the same for every list, and put into one value in one place."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from typing import Annotated, Any

import typer

from watchfloor.cli.floor import AsOf
from watchfloor.model import Asked


def _one(flag: str, metavar: str, words: str) -> Any:
    return Annotated[str | None, typer.Option(flag, metavar=metavar, help=words)]


def _many(flag: str, words: str) -> Any:
    return Annotated[list[str] | None, typer.Option(flag, metavar="X", help=words)]


# The option of each field of a question, in the order of `--help`.
_OPTIONS: dict[str, Any] = {
    "since": _one(
        "--since",
        "T",
        "Known here since: a day, a moment, yesterday, monday, 24h, 7d, or last (your own mark).",
    ),
    "until": _one("--until", "T", "Known here until."),
    "happened_from": _one("--from", "T", "Happened (a report: published) from then on."),
    "happened_to": _one("--to", "T", "Happened (a report: published) until then."),
    "countries": _many("--country", "A country: IE or Ireland. May be repeated."),
    "places": _many("--place", "A place or region, by any of its names or its number of GeoNames."),
    "actors": _many("--actor", "An actor, by name or id."),
    "types": _many("--type", "A type of events: PROTEST, COERCE, …"),
    "outlets": _many("--outlet", "An outlet, by name."),
    "languages": _many("--language", "A language: en, de, …"),
    "stories": _many("--story", "A story, by id."),
    "words": _one("--words", "WORDS", "Told in texts with these words, as in search."),
    "weak": Annotated[bool, typer.Option("--weak", help="Also what rests on weak readings, marked.")],
    "situation": _one("--situation", "NAME", "Within a situation of the floor (watchfloor situation list)."),
    "as_of": AsOf,
}
TIMES = ("since", "until", "happened_from", "happened_to", "as_of")
_DEFAULTS = {field.name: field.default for field in fields(Asked)}
assert _OPTIONS.keys() == _DEFAULTS.keys()

Command = Callable[..., None]


def asks(*without: str) -> Callable[[Command], Command]:
    """Give a command the options of a question in place of its parameter `asked`, but those of `without`."""
    names = [name for name in _OPTIONS if name not in without]

    def decorate(command: Command) -> Command:
        @wraps(command)
        def asking(*args: Any, **kwargs: Any) -> None:
            given = {name: kwargs.pop(name) for name in names}
            command(*args, asked=_asked(given), **kwargs)

        parameters = list(_parameters(command, names))
        # Typer reads the options of a command from these two.
        asking.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # of any function
        asking.__annotations__ = {it.name: it.annotation for it in parameters}
        return asking

    return decorate


def _parameters(command: Command, names: list[str]) -> Any:
    for parameter in inspect.signature(command, eval_str=True).parameters.values():
        if parameter.annotation is not Asked:
            yield parameter
            continue
        for name in names:
            given = None if _DEFAULTS[name] == () else _DEFAULTS[name]
            yield parameter.replace(name=name, annotation=_OPTIONS[name], default=given)


def _asked(given: dict[str, Any]) -> Asked:
    """Return the question that was written; options that may be repeated come as a list, or not at all."""
    many = {name for name, default in _DEFAULTS.items() if default == ()}
    fields_of: dict[str, Any] = {
        name: tuple(value or ()) if name in many else value for name, value in given.items()
    }
    return Asked(**fields_of)
