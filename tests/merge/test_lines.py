"""Lines: what is a page's furniture, in many languages, and what is an article's own."""

from __future__ import annotations

import re
import time
from importlib.resources import files

import pytest

from watchfloor.merge.fold import fold
from watchfloor.merge.lines import is_body, split
from watchfloor.merge.openings import by_first_letter

OWN = (
    "The rest of the market waited for the bank.",
    "Share prices fell on Monday.",
    "Close to the pier a second boat was found.",
    "Menu prices rose by a tenth, the owner said.",
    "Werbung half der Partei nicht, sagte sie.",
    "Compartió la casa con tres amigos.",
    "Publicité et promesses ne suffisent pas, dit le maire.",
    "Реклама не помогла партии, сказал он.",
)
NARRATED = (
    "Watch: officers shot two guards at the port.",
    "Sources: five people were killed at the port.",
    "Sponsored by its neighbours, the militia killed 12 men.",
    "Promoted in May, the colonel was shot in June.",
    "Alerts were sounded, and 12 people were hurt.",
    "No part of the town was spared.",
)
FURNITURE = (
    "Zum Hauptinhalt springen",
    "Anzeige",
    "Lesezeit: 4 Minuten",
    "Alle Rechte vorbehalten",
    "Aller au contenu",
    "Publicité",
    "Sur le même sujet",
    "Tous droits réservés",
    "Ir al contenido",
    "Te puede interesar: el puerto",
    "Todos los derechos reservados",
    "Vai al contenuto",
    "Leggi anche",
    "Riproduzione riservata",
    "Leia também",
    "Advertentie",
    "Lees ook: de brug",
    "Hoppa till innehåll",
    "Alla rättigheter förbehållna",
    "Reklama",
    "Wszelkie prawa zastrzeżone",
    "Giriş yap",
    "Читайте также: мост",
    "Все права защищены",
    "جميع الحقوق محفوظة",
    "版权所有",
    "関連記事",
    "무단 전재 금지",
    "LIVE TV",
    "Gift this article",
    "2 of 12",
    "14/03/2026",
    "US Edition · UK Edition · Asia",
    "3 hours ago",
    "Watch: the ferry at sea",
    "Sources: Halm Post, Tarvel News",
    "Photo: Jo Lund",
    "Sponsored",
    "More from Tarvel News",
    "Related: ferry sinks off Norrick",
)


@pytest.mark.parametrize("line", [*OWN, *NARRATED])
def test_sentences_that_begin_like_furniture_are_kept(line: str) -> None:
    assert [part.kind for part in split(fold(line))] == ["body"]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_of_many_languages(line: str) -> None:
    assert {part.kind for part in split(fold(line))} == {"furniture"}


@pytest.mark.parametrize(
    "line",
    ["Read more", "Weiterlesen", "Lire la suite", "Seguir leyendo", "Читать далее", "阅读全文", "続きを読む"],
)
def test_where_a_cut_text_points_on(line: str) -> None:
    assert [part.kind for part in split(fold(line))] == ["teaser"]


def test_headlines_below_the_heading_of_a_list_are_furniture() -> None:
    text = "Meistgelesen\nFähre im Nebel gestrandet\nHafen bleibt zu\nDas Schiff lief auf Grund, hieß es."
    assert [part.kind for part in split(fold(text))] == ["furniture", "furniture", "furniture", "body"]


@pytest.mark.parametrize(
    "text",
    ["\n" * 100_000, "\n " * 50_000, ". " * 50_000, "a. " + " " * 100_000, "| " * 50_000, '."' * 50_000],
)
def test_long_runs_of_what_parts_lines_take_no_time(text: str) -> None:
    started = time.process_time()
    is_body(f"{text}word")
    assert time.process_time() - started < 1.0


def test_a_text_is_body_where_none_of_its_lines_is_anything_else() -> None:
    for line in OWN:
        assert is_body(f"{line}\n\n{line}")
    for line in FURNITURE:
        assert not is_body(f"{OWN[0]}\n \n {line}\n{OWN[1]}")


def test_one_regular_expression_matches_what_its_rows_do() -> None:
    folder = files("watchfloor") / "data" / "merge"
    rows = [
        row
        for name in ("furniture.txt", "furniture_openings.txt", "teasers.txt", "lists.txt")
        for row in (folder / name).read_text(encoding="utf-8").splitlines()
        if row and not row.startswith("#")
    ]
    plain, quick = re.compile("|".join(f"(?:{row})" for row in rows)), re.compile(by_first_letter(rows))
    lines = [fold(line).lower() for line in (*OWN, *FURNITURE)]
    assert [bool(plain.match(line)) for line in lines] == [bool(quick.match(line)) for line in lines]
    assert re.compile(by_first_letter([r"(?:a|b)c|[x|y]z|\(d\)|e?f|(?:gh )?i"])).match("f")
