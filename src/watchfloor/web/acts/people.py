"""Who may enter, and keys of programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import Meta, Struct
from starlette.requests import Request

from watchfloor.engine.services.people import MadePerson
from watchfloor.model import PrincipalRole
from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row, id_of_path
from watchfloor.web.acts.bodies import GoneOut, Name
from watchfloor.web.api_desk import PersonOut, person_out
from watchfloor.web.asking import floor_of_request, principal_of
from watchfloor.web.login import entrance_of
from watchfloor.web.problems import NotThereError

Zone = Annotated[str, Meta(min_length=1, max_length=60)]


class PersonIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """Somebody who may enter from now on; without a zone, moments are read in that of the floor."""

    name: Name
    role: PrincipalRole
    zone: Zone | None = None


class PersonSettingsIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be otherwise with somebody."""

    role: PrincipalRole | None = None
    zone: Zone | None = None


class HeirIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """To which administrator passes what is theirs; to any, where none is named."""

    to: Name | None = None


class MadePersonOut(Struct, kw_only=True):
    """Somebody with a new password, which is told here once and kept nowhere."""

    person: PersonOut
    password: str


class KeyIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A key for a program, and what it may do."""

    name: Name
    role: PrincipalRole


class MadeKeyOut(Struct, kw_only=True):
    """A new key, which is told here once and kept nowhere."""

    name: str
    key: str


def _add_person(request: Request, body: PersonIn) -> Any:
    people = floor_of_request(request).people
    return _made(request, people.add_person(principal_of(request), body.name, body.role, zone=body.zone))


def _reset_person(request: Request, _: None) -> Any:
    people = floor_of_request(request).people
    return _made(request, people.reset_person(principal_of(request), _named(request)))


def _set_person(request: Request, body: PersonSettingsIn) -> Any:
    people, name = floor_of_request(request).people, _named(request)
    fresh = people.set_person(principal_of(request), name, role=body.role, zone=body.zone)
    entrance_of(request).book.forget()
    return person_out(fresh)


def _deactivate_person(request: Request, body: HeirIn) -> Any:
    people, name = floor_of_request(request).people, _named(request)
    heir = people.deactivate_person(principal_of(request), name, to=body.to)
    entrance_of(request).book.forget()
    return person_out(heir)


def _made(request: Request, made: MadePerson) -> MadePersonOut:
    entrance_of(request).book.forget()
    return MadePersonOut(person=person_out(made.person), password=made.password or "")


def _named(request: Request) -> str:
    """Return the name of somebody who is there."""
    name = id_of_path(request)
    if name not in {it.name for it in floor_of_request(request).people.people(principal_of(request))}:
        raise NotThereError(f"{name} is nobody here")
    return name


def _add_key(request: Request, body: KeyIn) -> Any:
    key = floor_of_request(request).people.add_key(principal_of(request), body.name, body.role)
    entrance_of(request).book.forget()
    return MadeKeyOut(name=body.name, key=key)


def _remove_key(request: Request, _: None) -> Any:
    people, who, name = floor_of_request(request).people, principal_of(request), id_of_path(request)
    if name not in {it.name for it in people.keys(who)}:
        raise NotThereError(f"{name} is no key of the floor")
    people.remove_key(who, name)
    entrance_of(request).book.forget()
    return GoneOut(removed=name)


_MANAGE = Action.MANAGE_PEOPLE
ACTS: Sequence[ApiAct] = (
    act_row(
        "POST",
        "/people",
        "Let somebody enter from now on",
        _add_person,
        _MANAGE,
        body=PersonIn,
        of=MadePersonOut,
        tells_once=True,
    ),
    act_row(
        "PATCH",
        "/people/{id}",
        "Give somebody another role or zone",
        _set_person,
        _MANAGE,
        body=PersonSettingsIn,
        of=PersonOut,
    ),
    act_row(
        "POST",
        "/people/{id}/reset",
        "Give somebody a new password",
        _reset_person,
        _MANAGE,
        body=None,
        of=MadePersonOut,
        tells_once=True,
    ),
    act_row(
        "POST",
        "/people/{id}/deactivate",
        "Let somebody enter no more; answered is to whom passes what is theirs",
        _deactivate_person,
        _MANAGE,
        body=HeirIn,
        of=PersonOut,
    ),
    act_row(
        "POST",
        "/keys",
        "Make a key for a program",
        _add_key,
        _MANAGE,
        body=KeyIn,
        of=MadeKeyOut,
        tells_once=True,
    ),
    act_row(
        "DELETE", "/keys/{id}", "Let a key open nothing any more", _remove_key, _MANAGE, body=None, of=GoneOut
    ),
)
