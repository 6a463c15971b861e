"""Templates -> pages: what all pages share; every word of others is escaped and steers nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import BaseLoader, Environment, FunctionLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from watchfloor import __version__
from watchfloor.printable import printable
from watchfloor.web.problems import Problem

_TEMPLATES = resources.files("watchfloor.web") / "templates"


def _plain(value: object) -> object:
    """Return what an expression of a template gives, without marks that turn the writing about."""
    return printable(value, keep="\n\t") if type(value) is str else value


def _loader() -> BaseLoader:
    return FunctionLoader(lambda name: (_TEMPLATES / name).read_text("utf-8"))


@cache
def environment() -> Environment:
    """Return what renders templates; a name that a template does not know is an error."""
    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_plain,
        loader=_loader(),
    )
    made.globals["version"] = __version__
    return made


def page(request: Request, template: str, values: Mapping[str, Any], *, status: int = 200) -> HTMLResponse:
    """Return a page; `frame` gives the template what stands around all of them."""
    from watchfloor.web.frame import frame_of  # noqa: PLC0415 - frames are made of what pages know

    words = environment().get_template(template).render(frame=frame_of(request), **values)
    return HTMLResponse(words, status_code=status)


def login_page(*, goes_to: str, wrong: str = "", status: int = 200) -> HTMLResponse:
    """Return the page on which people enter, and which leads on to where they wanted to go."""
    words = environment().get_template("login.html.j2").render(goes_to=goes_to, wrong=wrong)
    return HTMLResponse(words, status_code=status)


def problem_page(problem: Problem) -> HTMLResponse:
    """Return the page of a refusal, which tells nothing of the floor."""
    if problem.goes_to is not None:
        return login_page(goes_to=problem.goes_to, status=problem.status)
    words = environment().get_template("problem.html.j2").render(problem=problem)
    return HTMLResponse(words, status_code=problem.status, headers=dict(problem.headers))
