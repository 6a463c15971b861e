"""Pairs of invented reports with numbers: which of them disagree, and which only revise, round or differ.

Each kind of pair is told of five happenings. Disagreements shown are right in nine of ten, and of those that
there are at most one in seven is left out.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from watchfloor.engine.answer.one_off import look
from watchfloor.ingest import rendition_of_line


class Scene(NamedTuple):
    """A happening that pairs are told of: its town, what happened, and who counts."""

    town: str
    what: str
    one: str
    other: str


class Kind(NamedTuple):
    """A kind of pair: the role that is in dispute (None: nothing is), and how the two reports tell it."""

    name: str
    disputed: str | None
    first: str
    second: str


SCENES = (
    Scene("Lima", "bomb", "the police", "the hospital"),
    Scene("Quito", "earthquake", "the interior ministry", "the Red Cross"),
    Scene("Dakar", "flood", "the mayor", "the fire service"),
    Scene("Hanoi", "fire", "the army", "the health ministry"),
    Scene("Lyon", "storm", "the prefecture", "the rescue service"),
)

KINDS = (
    Kind("competing", "killed", "killed 12 people, {one} said", "killed 19 people, {other} said"),
    Kind(
        "competing hurt",
        "wounded",
        "wounded 40 people, {one} said",
        "wounded 75 people, {other} said",
    ),
    Kind("far apart", "killed", "killed 5 people, {one} said", "killed 50 people, {other} said"),
    Kind(
        "a floor",
        "killed",
        "killed 4 people, {one} said",
        "killed at least 9 people, {other} said",
    ),
    Kind(
        "ranges",
        "killed",
        "killed 10 to 12 people, {one} said",
        "killed 20 people, {other} said",
    ),
    Kind("revised", None, "killed 12 people, {one} said", "killed 19 people, {one} said"),
    Kind("the same", None, "killed 12 people, {one} said", "killed 12 people, {other} said"),
    Kind("rounding", None, "killed 198 people, {one} said", "killed about 200 people, {other} said"),
    Kind("at least", None, "killed 12 people, {one} said", "killed at least 10 people, {other} said"),
    Kind("a range", None, "killed 12 people, {one} said", "killed 10 to 15 people, {other} said"),
    Kind("killed or hurt", None, "killed 12 people, {one} said", "wounded 30 people, {other} said"),
    Kind(
        "missing",
        None,
        "killed 12 people, {one} said",
        "left 30 people missing, {other} said",
    ),
    Kind("things", None, "destroyed 12 houses, {one} said", "killed 19 people, {other} said"),
    Kind("money", None, "killed 12 people, {one} said", "cost 3 million euros, {other} said"),
    Kind("no number", None, "killed 12 people, {one} said", "killed several people, {other} said"),
    Kind(
        "an area", None, "killed 12 people, {one} said", "killed 19 people across the country, {other} said"
    ),
    Kind("who died", None, "killed 12 civilians, {one} said", "killed 19 soldiers, {other} said"),
    Kind("in words", None, "killed twelve people, {one} said", "killed 12 people, {other} said"),
)

TWICE_A_DAY = ("2026-05-12T08:00:00Z", "2026-05-12T09:00:00Z")


def disputed_in(kind: Kind, scene: Scene) -> set[str]:
    """Return the roles over which the pair is said to disagree."""
    told = [words.format(one=scene.one, other=scene.other) for words in (kind.first, kind.second)]
    shops = "Shops along the river stayed shut, and a priest opened his church. Trams stood still until noon."
    students = "Students carried water through the old quarter, where the lights had failed at dawn."
    texts = (
        f"A {scene.what} in {scene.town} on Tuesday {told[0]}. {shops}",
        f"{scene.town} counted its losses. The {scene.what} in {scene.town} on Tuesday {told[1]}. {students}",
    )
    items = [
        rendition_of_line(
            {
                "title": f"{scene.what.capitalize()} in {scene.town}",
                "text": text,
                "published": moment,
                "source": source,
            },
            arrived="2026-05-13T00:00:00Z",
        )
        for text, moment, source in zip(texts, TWICE_A_DAY, ("Morning Wire", "Evening Post"), strict=True)
    ]
    return {item.about for item in look(items, now="2026-05-13T00:00:00Z").disagreements}


def test_pairs_disagree_where_they_do() -> None:
    right = wrong = left_out = 0
    slips = []
    for kind, scene in product(KINDS, SCENES):
        said = disputed_in(kind, scene)
        expected = {kind.disputed} - {None}
        right += len(said & expected)
        wrong += len(said - expected)
        left_out += len(expected - said)
        if said != expected:
            slips.append((kind.name, scene.what, said))
    assert len(KINDS) * len(SCENES) >= 80
    assert right / (right + wrong) >= 0.9, slips
    assert right / (right + left_out) >= 0.85, slips
