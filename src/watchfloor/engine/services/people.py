"""Who may enter a floor that is served, and which programs have keys to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from watchfloor.config import Config
from watchfloor.errors import UsageError, nearest
from watchfloor.model import AccessKey, Person, Principal, PrincipalRole
from watchfloor.permissions import Action, require
from watchfloor.store import People, Store

__all__ = ["KnownPeople", "MadePerson", "PeopleDesk", "known_people", "new_own_password", "person_entering"]

_NAME = re.compile(r"[a-z][a-z0-9._-]{0,39}")
_NAMED = "small letters, digits, dots and hyphens, at most 40, a letter first"
_ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePerson:
    """A person with a new password; `password` is told where it was made here, and nowhere kept."""

    person: Person
    password: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPeople:
    """Everybody who may enter, and the keys, as a server knows them for a moment."""

    people: Sequence[Person] = ()
    keys: Sequence[AccessKey] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleDesk:
    """The people and keys of a floor; `clock` gives the moment of an act."""

    config: Config
    clock: Callable[[], str]

    def people(self, principal: Principal) -> list[Person]:
        """Return everybody, those who were deactivated too."""
        require(principal, Action.MANAGE_PEOPLE)
        with Store.open(self.config.store) as store:
            return People(store).all()

    def add_person(
        self,
        principal: Principal,
        name: str,
        role: PrincipalRole,
        *,
        password: str | None = None,
        zone: str | None = None,
    ) -> MadePerson:
        """Let somebody enter from now on; who was deactivated comes back under the same name."""
        require(principal, Action.MANAGE_PEOPLE)
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} is no name of a person; use {_NAMED}")
        zone, at = _zone(zone), self.clock()
        with self._open() as people:
            known = people.named(name)
            if known is not None and known.is_active:
                raise UsageError(
                    f"{name} is there already, as {known.role}; "
                    f"give a new password with: watchfloor people reset {name}"
                )
            stamp = known.stamp + 1 if known else 1
            person = Person(name=name, role=role, zone=zone, added=at, stamp=stamp)
            return self._with_password(people, person, password, f"added as {role}", principal)

    def reset_person(self, principal: Principal, name: str, *, password: str | None = None) -> MadePerson:
        """Give somebody a new password; sessions of theirs end."""
        require(principal, Action.MANAGE_PEOPLE)
        with self._open() as people:
            person = _active(people, name)
            fresh = replace(person, stamp=person.stamp + 1)
            return self._with_password(people, fresh, password, "given a new password", principal)

    def set_person(
        self,
        principal: Principal,
        name: str,
        *,
        role: PrincipalRole | None = None,
        zone: str | None = None,
    ) -> Person:
        """Give somebody another role or zone, from their next page on."""
        require(principal, Action.MANAGE_PEOPLE)
        with self._open() as people:
            person = _active(people, name)
            if role is not None and role is not PrincipalRole.ADMINISTRATOR:
                _another_administrator(people, person)
            fresh = replace(person, role=role or person.role, zone=_zone(zone) or person.zone)
            said = f"is now {fresh.role}, in {fresh.zone or 'the zone of the floor'}"
            people.put(fresh, what=f"person {name} {said}, by {principal.id}", at=self.clock())
            return fresh

    def deactivate_person(self, principal: Principal, name: str, *, to: str | None = None) -> Person:
        """Let somebody enter no more; what is theirs passes to an administrator, who is returned."""
        require(principal, Action.MANAGE_PEOPLE)
        with self._open() as people:
            person, at = _active(people, name), self.clock()
            heir = _active(people, to) if to else _another_administrator(people, person)
            if heir is None or heir.name == name:
                raise UsageError(
                    "what is theirs passes to an administrator; add one first: "
                    "watchfloor people add NAME --role administrator"
                )
            if heir.role is not PrincipalRole.ADMINISTRATOR:
                raise UsageError(f"{heir.name} is {heir.role}; what is theirs passes to an administrator")
            gone = replace(person, deactivated=at, stamp=person.stamp + 1)
            what = f"person {name} deactivated by {principal.id}; what was theirs is {heir.name}'s"
            people.put(gone, what=what, at=at, heir=heir.name)
            return heir

    def keys(self, principal: Principal) -> list[AccessKey]:
        """Return the keys of programs."""
        require(principal, Action.MANAGE_PEOPLE)
        with Store.open(self.config.store) as store:
            return People(store).keys()

    def add_key(self, principal: Principal, name: str, role: PrincipalRole) -> str:
        """Return a new key, which is kept nowhere."""
        from watchfloor.passwords import digest_of_key, new_key

        require(principal, Action.MANAGE_PEOPLE)
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} is no name of a key; use {_NAMED}")
        with self._open() as people:
            known = people.keys()
            if any(it.name == name for it in known):
                raise UsageError(
                    f"there is a key {name} already; take it away with: watchfloor key remove {name}"
                )
            key, at = new_key(), self.clock()
            made = AccessKey(name=name, role=role, digest=digest_of_key(key), added=at, added_by=principal.id)
            people.add_key(made, at=at)
        return key

    def remove_key(self, principal: Principal, name: str) -> None:
        """Let a key open nothing any more."""
        require(principal, Action.MANAGE_PEOPLE)
        with self._open() as people:
            held = people.keys()
            known = [it.name for it in held]
            if name not in known:
                raise UsageError(f"there is no key {name!r}; {nearest(name, known)}")
            people.remove_key(name, by=principal.id, at=self.clock())

    @contextmanager
    def _open(self) -> Iterator[People]:
        with Store.open(self.config.store, write=True) as store:
            yield People(store)

    def _with_password(
        self, people: People, person: Person, password: str | None, became: str, principal: Principal
    ) -> MadePerson:
        from watchfloor.passwords import kept_password, new_password

        made = new_password() if password is None else None
        people.put(
            person,
            secret=kept_password(made or password or ""),
            what=f"person {person.name} {became} by {principal.id}",
            at=self.clock(),
        )
        return MadePerson(person=person, password=made)


def known_people(config: Config) -> KnownPeople:
    """Return who may enter now: what a server asks before it knows who asks."""
    with Store.open(config.store) as store:
        people = People(store)
        return KnownPeople(people=tuple(it for it in people.all() if it.is_active), keys=tuple(people.keys()))


def person_entering(config: Config, name: str, password: str) -> Person | None:
    """Return who has this name and password; that nobody has takes as long to tell."""
    from watchfloor.passwords import is_right

    with Store.open(config.store) as store:
        people = People(store)
        person, kept = people.named(name), people.secret_of(name)
    is_theirs = is_right(password, kept)
    return person if is_theirs and person is not None and person.is_active else None


def new_own_password(config: Config, person: Person, old: str, new: str, *, at: str) -> Person:
    """Give a person who knows the old password a new one; sessions that were begun with the old one end."""
    from watchfloor.passwords import kept_password

    if person_entering(config, person.name, old) is None:
        raise UsageError("that is not your password; nothing was changed")
    secret = kept_password(new)
    with Store.open(config.store, write=True) as store:
        people = People(store)
        held = _active(people, person.name)
        fresh = replace(held, stamp=held.stamp + 1)
        people.put(fresh, secret=secret, what=f"person {held.name} chose a new password", at=at)
    return fresh


def _active(people: People, name: str) -> Person:
    everybody = {it.name: it for it in people.all() if it.is_active}
    if name not in everybody:
        raise UsageError(f"there is nobody of the name {name!r}; {nearest(name, everybody)}")
    return everybody[name]


def _another_administrator(people: People, person: Person) -> Person | None:
    """Return an administrator beside a person; raise UsageError where that person is the only one."""
    others = [
        it
        for it in people.all()
        if it.is_active and it.role is PrincipalRole.ADMINISTRATOR and it.name != person.name
    ]
    if not others and person.role is PrincipalRole.ADMINISTRATOR:
        raise UsageError(
            f"{person.name} is the only administrator; add another first: "
            "watchfloor people add NAME --role administrator"
        )
    return others[0] if others else None


def _zone(written: str | None) -> str | None:
    if not written:
        return None
    try:
        if not _ZONE.fullmatch(written):
            raise ValueError
        return ZoneInfo(written).key
    except (ValueError, OSError, KeyError) as error:
        raise UsageError(f"{written!r} is no time zone; write it as Europe/Madrid") from error
