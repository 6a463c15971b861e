"""Actors of the floor's own table are found by the names it gives them, and are what it says."""

from __future__ import annotations

import pytest

from watchfloor.extract import Extractor
from watchfloor.extract.article import Context
from watchfloor.model import ActorChain, OwnActor, OwnTable, OwnTables

ACTORS = OwnTables(
    actors=OwnTable(
        name="actors",
        digest="invented",
        actors=(
            OwnActor(
                name="Sable Guard", aliases=("Sablemen", "SG"), party="Northern Pact", country="Austria"
            ),
            OwnActor(name="Kolvar Brigade", kind="group", country="DE"),
            OwnActor(name="Edran Toll", aliases=("Toll",), kind="person", party="Sable Guard", since="2026"),
        ),
    )
)
TEXT = (
    "The Sablemen attacked a convoy near Graz on Monday. Sable Guard fighters took two trucks, "
    "and Kolvar Brigade seized a bridge. Toll said that the road was theirs."
)


def actors(extractor: Extractor, text: str, published: str, own: OwnTables = ACTORS) -> dict[str, ActorChain]:
    read = extractor.read(text, context=Context(published=published, own=own))
    return {chain.name: chain for chain in read.actors}


def test_an_actor_is_one_under_all_its_names_with_party_and_country(extractor: Extractor) -> None:
    found = actors(extractor, TEXT, "2026-03-02")

    guard = found["Sable Guard"]
    assert any("Sablemen" in span.of(TEXT) for span in guard.mentions)
    assert any("Sable Guard" in span.of(TEXT) for span in guard.mentions)
    assert (guard.kind, guard.country, guard.public) == ("organisation", "AT", True)
    assert [(role.title, role.of) for role in guard.roles] == [("member", "Northern Pact")]
    assert (found["Kolvar Brigade"].kind, found["Kolvar Brigade"].country) == ("group", "DE")
    toll = found["Edran Toll"]
    assert (toll.kind, toll.public, toll.grade) == ("person", True, "strong")
    assert [(role.title, role.of) for role in toll.roles] == [("member", "Sable Guard")]


@pytest.mark.parametrize(("day", "of"), [("2025-12-31", []), ("2026-01-01", ["Sable Guard"])])
def test_a_row_holds_from_its_day_on(extractor: Extractor, day: str, of: list[str]) -> None:
    found = actors(extractor, TEXT, day)

    assert [role.of for role in found["Edran Toll"].roles] == of


def test_without_the_table_nobody_knows_them(extractor: Extractor) -> None:
    found = actors(extractor, TEXT, "2026-03-02", OwnTables())

    assert "Edran Toll" not in found
    assert all(not chain.roles for chain in found.values())
