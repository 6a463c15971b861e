"""The situation report as one self-contained HTML page: no script, no link to anything but the sources."""

from __future__ import annotations

from importlib import resources

from watchfloor import __version__
from watchfloor.exchange.brief import brief_lines
from watchfloor.exchange.brief_forms import brief_parts
from watchfloor.exchange.schema import Situation
from watchfloor.exchange.view import view_of
from watchfloor.printable import printable


def _plain(value: object) -> object:
    """Return what an expression of the template gives, without marks that turn the writing about."""
    return printable(value, keep="\n\t") if type(value) is str else value


def situation_page(situation: Situation, *, title: str = "Situation report") -> str:
    """Return the page; every word of others is escaped and at most 300 characters long."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - wanted only for a page

    template = (resources.files("watchfloor.exchange") / "situation.html.j2").read_text("utf-8")
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_plain,
    )
    briefs = {it.story: brief_parts(brief_lines(it, situation)) for it in situation.value.briefs}
    return environment.from_string(template).render(
        view=view_of(situation), briefs=briefs, title=title, version=__version__
    )
