"""Watches: what waits for what; one is written with check and backtest beside, and turned on or off."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watchfloor.errors import ConfigError, NotAllowedError, UsageError
from watchfloor.permissions import Action, allowed
from watchfloor.web.asking import floor_of_request, form_of, principal_of, refuse_unknown
from watchfloor.web.frame import frame_of
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.problems import NotThereError
from watchfloor.web.rendering import page

if TYPE_CHECKING:
    from watchfloor.engine.services.watches import RuleFile

_SHOWN = 20  # alerts that a watch would have opened
# What a new watch begins with: it can be read as it stands.
_BLANK = "name: \nauthor: {author}\nlevel: medium\ncountry: \ntype: \n"


def _watches(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of", "ready"))
    floor, who = floor_of_request(request), principal_of(request)
    asked = request.query_params.get("ready", "")
    ready = floor.desk.ready_rules(who)
    text = next((it.text for it in ready if it.name == asked), "")
    return _list(request, {"name": asked if text else "", "text": text or _BLANK.format(author=who.name)})


def _list(request: Request, draft: Mapping[str, Any], *, status: int = 200) -> Response:
    """Return the list of watches, with the place to write a new one."""
    floor, who = floor_of_request(request), principal_of(request)
    values = {
        "files": floor.watches.watch_files(who),
        "ready": floor.desk.ready_rules(who),
        "may_change": _may_change(request),
        "editor": {"before": "", "tried": (), "trouble": "", "is_new": True, **draft},
        "shown": _SHOWN,
        "open_alerts": _open_alerts(request),
    }
    return page(request, "watches.html.j2", values, status=status)


def _open_alerts(request: Request) -> Mapping[str, int]:
    """Return how many alerts of each watch are open."""
    floor, who = floor_of_request(request), principal_of(request)
    with floor.questions.ask(who) as questions:
        return questions.open_by_watch(as_of=frame_of(request).as_of)


def _may_change(request: Request) -> bool:
    return frame_of(request).as_of is None and allowed(principal_of(request), Action.CHANGE_WATCH).allowed


def _watch(request: Request) -> Response:
    refuse_unknown(request.query_params, ("as_of",))
    floor, who = floor_of_request(request), principal_of(request)
    id_ = request.path_params["id"]
    if id_ not in {it.name for it in floor.watches.watch_files(who)}:
        raise NotThereError(f"{id_} is no file of watches of the floor")
    file = floor.watches.watch_file(who, id_)
    draft = {"name": file.name, "text": file.text, "before": file.digest, "trouble": file.trouble}
    return _one(request, draft)


def _one(request: Request, draft: Mapping[str, Any], *, status: int = 200) -> Response:
    floor, who = floor_of_request(request), principal_of(request)
    file = floor.watches.watch_file(who, request.path_params["id"])
    editor = {"tried": (), "is_new": False, **draft}
    values = {"file": file, "editor": editor, "may_change": _may_change(request), "shown": _SHOWN}
    return page(request, "watch.html.j2", values, status=status)


def _written(request: Request) -> Response:
    """Try what is written, keep it, or turn it on too; what cannot be read comes back with its line."""
    form, floor, who = form_of(request), floor_of_request(request), principal_of(request)
    is_new = "id" not in request.path_params
    name = form.get("name", "").strip() if is_new else request.path_params["id"]
    text = form.get("text", "").replace("\r\n", "\n")  # browsers send lines so
    draft = {"name": name, "text": text, "before": form.get("before", "")}
    show = _list if is_new else _one
    kept: RuleFile | None = None
    try:
        if form.get("act") not in ("keep", "on"):
            return show(request, {**draft, "tried": floor.watches.try_watch(who, draft["text"])})
        name = name or _name_of(draft["text"])
        kept = floor.watches.write_watch(who, name, draft["text"], before=draft["before"])
        if form["act"] == "on":
            floor.watches.switch_watch(who, kept.name, on=True)
    except NotAllowedError:
        raise
    except (ConfigError, UsageError) as error:
        if kept is not None:  # it is written, but cannot be turned on
            draft |= {"name": kept.name, "before": kept.digest}
        return show(request, {**draft, "trouble": str(error)}, status=400)
    return RedirectResponse(f"/watches/{kept.name}", status_code=303)


def _name_of(text: str) -> str:
    """Return a name for the file of a watch, made of the watch's own."""
    found = re.search(r"^[ \t]*+-?[ \t]*+name:[ \t]*(.+)$", text, re.MULTILINE)
    written = re.sub(r"[^a-z0-9]+", "-", found[1].lower() if found else "").strip("-")[:40]
    return written or "watch"


def _switched(request: Request) -> Response:
    floor, who, name = floor_of_request(request), principal_of(request), request.path_params["id"]
    floor.watches.switch_watch(who, name, on=form_of(request).get("on") == "1")
    return RedirectResponse(f"/watches/{name}", status_code=303)


_CHANGE = Action.CHANGE_WATCH
PAGES: Sequence[FloorPage] = (
    FloorPage(path="/watches", name="watches", answer=_watches),
    FloorPage(path="/watches", name="write_watch", answer=_written, methods=("POST",), action=_CHANGE),
    FloorPage(path="/watches/{id}", name="watch", answer=_watch),
    FloorPage(path="/watches/{id}", name="edit_watch", answer=_written, methods=("POST",), action=_CHANGE),
    FloorPage(
        path="/watches/{id}/switch", name="switch_watch", answer=_switched, methods=("POST",), action=_CHANGE
    ),
)
