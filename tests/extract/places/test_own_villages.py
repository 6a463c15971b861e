"""Forty invented texts of villages that no packaged table knows: found where the own table has them."""

from __future__ import annotations

import pytest

from watchfloor.engine.prepare.reading import prepare
from watchfloor.ingest import rendition_of_line
from watchfloor.model import NO_OWN_TABLES, OwnPlace, OwnTable, OwnTables, digest

AT = "2026-03-03T00:00:00Z"
VILLAGES = (
    "Tarvel", "Oum Darfa", "Brenholm", "Kessarine", "Upper Mirvale", "Dolnet", "Ain Serrat",
    "Puerto Calvena",
    "Varnogorsk", "Khor Abeshal", "Sankt Ilgen am See", "Tel Harouf", "Nyamburo", "Lesnitza", "Ouadi Telem",
    "Santa Brigia", "Gorno Vedrin", "Mwanakele", "Zhurivka Nova", "Bir Qassem", "Fjellsund", "Dar es Hadid",
    "Tomaszyn", "Kafr Nadim", "Villa Orenza", "Abu Sidrah", "Kirovets-2", "El Mahret", "Saint-Orven",
    "Ndolobe",
    "Qal'at Rimeh", "Pont-Merlin", "Yarmolin", "Beit Zarqa", "Otjirunda", "Llanfedwyn", "Hadramut Junction",
    "Novo Serpa", "Shahr-e Tazeh", "Wadi Lumeir",
)  # fmt: skip
FRAMES = (
    ("Gunmen killed four traders in {} on Monday, the army said. Two shops were burnt.", ()),
    ("A flood destroyed the only bridge near {} on Sunday, farmers told reporters in Nairobi.", ("Nairobi",)),
    ("Shelling hit the village of {} overnight, wounding three people, a nurse said.", ()),
    ("Hundreds of people fled {} after the attack and walked towards the river, aid workers said.", ()),
    ("Police arrested two men in Graz. They had come from {}, a spokeswoman said on Friday.", ("Graz",)),
    ("Protesters blocked the road between {} and the mine for a third day, the mayor said.", ()),
    ("Soldiers entered {}, residents said by telephone. Nobody was hurt.", ()),
    ("The ministry reported nine cases of cholera, most of them in {} and the camp beside it.", ()),
)


def own() -> OwnTables:
    rows = tuple(
        OwnPlace(name=name, code=f"XX{number:03}", parents=("Norland",), lat=14 + number / 40, lon=21.0)
        for number, name in enumerate(VILLAGES)
    )
    return OwnTables(places=OwnTable(name="places", digest=digest(*map(repr, rows)), places=rows))


def located(tables: OwnTables) -> tuple[int, int, int]:
    """Return how many places are found where they lie, how many are given, and how many are asked for."""
    right = given = asked = 0
    for number, village in enumerate(VILLAGES):
        text, others = FRAMES[number % len(FRAMES)]
        line = {"text": text.format(village), "outlet": "Valley Post", "published": "2026-03-02"}
        findings = prepare(rendition_of_line(line, arrived=AT), signed=False, own=tables).findings
        found = {it.code or it.name for it in findings.places if it.lat is not None}
        wanted = {f"XX{number:03}", *others}
        right, given, asked = right + len(found & wanted), given + len(found), asked + len(wanted)
    return right, given, asked


def f1(counted: tuple[int, int, int]) -> float:
    right, given, asked = counted
    return 2 * right / (given + asked)


@pytest.mark.parametrize(("tables", "least", "most"), [(own(), 0.95, 1.0), (NO_OWN_TABLES, 0.0, 0.5)])
def test_unknown_villages_are_located_with_the_table(tables: OwnTables, least: float, most: float) -> None:
    assert least <= f1(located(tables)) <= most
