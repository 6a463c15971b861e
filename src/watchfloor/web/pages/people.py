"""People: who may enter, with which role, and one's own password."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from watchfloor.engine.services.people import MadePerson, new_own_password
from watchfloor.errors import UsageError, nearest
from watchfloor.model import PrincipalRole
from watchfloor.permissions import Action, allowed
from watchfloor.web.asking import floor_of_request, form_of, principal_of, refuse_unknown, session_of
from watchfloor.web.login import entrance_of
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.problems import NotThereError
from watchfloor.web.rendering import page


def _people(request: Request) -> Response:
    refuse_unknown(request.query_params, ())
    return _shown(request, None)


def _shown(request: Request, made: MadePerson | None) -> Response:
    floor, who = floor_of_request(request), principal_of(request)
    people = floor.people
    values = {
        "people": people.people(who),
        "keys": people.keys(who),
        "roles": list(PrincipalRole),
        "made": made,
    }
    return page(request, "people.html.j2", values)


def _add(request: Request) -> Response:
    form, people = form_of(request), floor_of_request(request).people
    name, role = form.get("name", "").strip(), _role(form.get("role", ""))
    made = people.add_person(principal_of(request), name, role, zone=form.get("zone", "").strip() or None)
    entrance_of(request).book.forget()
    return _shown(request, made)


def _reset(request: Request) -> Response:
    made = floor_of_request(request).people.reset_person(principal_of(request), request.path_params["id"])
    entrance_of(request).book.forget()
    return _shown(request, made)


def _set(request: Request) -> Response:
    form, people = form_of(request), floor_of_request(request).people
    role, zone = form.get("role", ""), form.get("zone", "").strip() or None
    people.set_person(
        principal_of(request), request.path_params["id"], role=_role(role) if role else None, zone=zone
    )
    return _changed(request)


def _deactivate(request: Request) -> Response:
    floor_of_request(request).people.deactivate_person(principal_of(request), request.path_params["id"])
    return _changed(request)


def _changed(request: Request) -> Response:
    entrance_of(request).book.forget()
    return RedirectResponse("/people", status_code=303)


def _role(written: str) -> PrincipalRole:
    try:
        return PrincipalRole(written)
    except ValueError:
        raise UsageError(f"{written!r} is no role; {nearest(written, PrincipalRole)}") from None


def _account(request: Request) -> Response:
    refuse_unknown(request.query_params, ())
    session = session_of(request)
    manages = allowed(session.principal, Action.MANAGE_PEOPLE).allowed
    values = {"person": session.person, "roles": sorted(session.principal.roles), "manages": manages}
    return page(request, "account.html.j2", values)


def _choose(request: Request) -> Response:
    """Keep a new password of who asks; this session goes on, all others of theirs end."""
    form, session, entrance = form_of(request), session_of(request), entrance_of(request)
    if session.person is None:
        raise NotThereError("whoever came by the address of the terminal has no password to change")
    floor, new = floor_of_request(request), form.get("new", "")
    if new != form.get("again", ""):
        raise UsageError("the new password was not written twice alike; nothing was changed")
    entrance.password_tries(session.person.name)
    session.person = new_own_password(
        floor.config, session.person, form.get("old", ""), new, at=floor.clock()
    )
    entrance.book.forget()
    return RedirectResponse("/account", status_code=303)


_MANAGE = Action.MANAGE_PEOPLE
PAGES: Sequence[FloorPage] = (
    FloorPage(path="/account", name="account", answer=_account),
    FloorPage(path="/account/password", name="password", answer=_choose, methods=("POST",)),
    FloorPage(path="/people", name="people", answer=_people, action=_MANAGE),
    FloorPage(path="/people/add", name="add_person", answer=_add, methods=("POST",), action=_MANAGE),
    FloorPage(
        path="/people/{id}/reset", name="reset_person", answer=_reset, methods=("POST",), action=_MANAGE
    ),
    FloorPage(path="/people/{id}/set", name="set_person", answer=_set, methods=("POST",), action=_MANAGE),
    FloorPage(
        path="/people/{id}/deactivate",
        name="deactivate_person",
        answer=_deactivate,
        methods=("POST",),
        action=_MANAGE,
    ),
)
