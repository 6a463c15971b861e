"""People, keys and what is whose are kept, and what changes them stands in the log."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from watchfloor.model import AccessKey, Person, PrincipalRole
from watchfloor.store import People, Store, schema

AT = "2026-05-12T09:00:00Z"
MIRA = Person(name="mira", role=PrincipalRole.ADMINISTRATOR, added=AT, zone="Europe/Madrid")
BEN = Person(name="ben", role=PrincipalRole.ANALYST, added=AT)


def log_of(store: Store) -> list[str]:
    return [row.what for row in store.rows(sa.select(schema.admission.c.what))]


def test_people_are_kept_changed_and_named() -> None:
    with Store.memory(clock=lambda: AT) as store:
        people = People(store)
        people.put(MIRA, secret="$kept$", what="person mira added", at=AT)
        people.put(BEN, secret="$other$", what="person ben added", at=AT)
        assert people.all() == [BEN, MIRA]
        assert (people.named("mira"), people.named("nobody")) == (MIRA, None)
        assert (people.secret_of("ben"), people.secret_of("nobody")) == ("$other$", None)
        gone = replace(BEN, deactivated=AT, stamp=2)
        people.put(gone, what="person ben deactivated", at=AT)
        assert people.named("ben") == gone
        assert people.secret_of("ben") == "$other$"
        assert log_of(store) == ["person mira added", "person ben added", "person ben deactivated"]
        assert not any("$kept$" in line for line in store.dump())


def test_what_is_somebodys_passes_to_the_heir() -> None:
    with Store.memory(clock=lambda: AT) as store:
        people = People(store)
        people.put(BEN, secret="$other$", what="person ben added", at=AT)
        people.own("watch", "ferries", "ben")
        people.own("situation", "strait", "ben")
        people.own("situation", "strait", None)
        assert people.owned_by("ben") == [("watch", "ferries")]
        assert (people.owner_of("watch", "ferries"), people.owner_of("watch", "x")) == ("ben", None)
        people.put(replace(BEN, deactivated=AT), what="ben goes", at=AT, heir="mira")
        assert (people.owned_by("ben"), people.owned_by("mira")) == ([], [("watch", "ferries")])


def test_keys_are_kept_by_their_digest_and_go() -> None:
    key = AccessKey(name="wall", role=PrincipalRole.VIEWER, digest="d" * 64, added=AT, added_by="mira")
    with Store.memory(clock=lambda: AT) as store:
        people = People(store)
        people.add_key(key, at=AT)
        assert people.keys() == [key]
        people.remove_key("wall", by="mira", at=AT)
        assert people.keys() == []
        assert log_of(store) == ["key wall of viewer made by mira", "key wall removed by mira"]
