"""What a message tells as a page for a mail: its words are others', and nothing of them is markup."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from watchfloor.printable import printable
from watchfloor.watch.payload import moments_told

if TYPE_CHECKING:
    from jinja2 import Template


def message_page(data: Mapping[str, Any], now: datetime) -> str:
    """Return what a message tells as HTML that asks for nothing from elsewhere; `now` is when it is told."""
    alerts = [_shown(one, now) for one in data.get("alerts", () if "text" in data else (data,))]
    title = str(data.get("summary", "Watchfloor"))
    return _template().render(title=title, alerts=alerts, briefing=str(data.get("text", "")))


def _shown(data: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    asked = data.get("acknowledge") or {}
    return {
        "summary": data.get("summary", ""),
        "standing": data.get("standing", ""),
        "moments": moments_told(data, now),
        "reason": data.get("reason", ""),
        "passed_on": data.get("passed_on", ""),
        "evidence": [_quoted(it) for it in data.get("evidence", ())],
        "page": _address(asked.get("url")),
        "command": asked.get("command", ""),
        "watch": ", ".join((data.get("watch", ""), *data.get("also", ()))),
    }


def _quoted(quoted: Mapping[str, Any]) -> dict[str, str]:
    outlet = str(quoted.get("outlet") or "unnamed outlet")
    return {"words": str(quoted.get("words", "")), "outlet": outlet, "url": _address(quoted.get("url"))}


def _address(written: object) -> str:
    """Return an address that may be followed from a mail; "" for a script and the like."""
    address = str(written or "")
    return address if address.startswith(("https://", "http://")) else ""


def _plain(value: object) -> object:
    """Return what an expression of the template gives, without marks that turn the writing about."""
    return printable(value, keep="\n") if type(value) is str else value


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - wanted only for a mail

    written = (resources.files("watchfloor.watch") / "message.html.j2").read_text("utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_plain
    )
    return environment.from_string(written)
