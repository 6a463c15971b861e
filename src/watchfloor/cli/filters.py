"""The options that say what is asked: the same for every list, and put into one value in one place."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from watchfloor.cli.floor import AsOf
from watchfloor.model import FILTERS, Asked, Filter, asked_of

_METAVARS = {"words": "WORDS", "situation": "NAME"}


def _option(field: str, narrowed: Filter) -> Any:
    if field == "as_of":
        return AsOf
    flag = f"--{narrowed.name}"
    if narrowed.is_switch:
        return Annotated[bool, typer.Option(flag, help=narrowed.words)]
    metavar = "X" if narrowed.is_many else _METAVARS.get(narrowed.name, "T")
    kind = list[str] if narrowed.is_many else str
    return Annotated[kind | None, typer.Option(flag, metavar=metavar, help=narrowed.words)]


# The option of each field of a question, in the order of `--help`.
_OPTIONS: dict[str, Any] = {field: _option(field, narrowed) for field, narrowed in FILTERS.items()}
TIMES = ("since", "until", "happened_from", "happened_to", "as_of")

Command = Callable[..., None]


def asks(*without: str) -> Callable[[Command], Command]:
    """Give a command the options of a question in place of its parameter `asked`, but those of `without`."""
    names = [name for name in _OPTIONS if name not in without]

    def decorate(command: Command) -> Command:
        @wraps(command)
        def asking(*args: Any, **kwargs: Any) -> None:
            given = {name: kwargs.pop(name) for name in names}
            command(*args, asked=asked_of(given), **kwargs)

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
            default = False if FILTERS[name].is_switch else None
            yield parameter.replace(name=name, annotation=_OPTIONS[name], default=default)
