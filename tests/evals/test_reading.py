"""The measure by reading: a draw can be repeated and takes no text twice, verdicts become figures."""

from __future__ import annotations

import pytest

from evals.reading.articles import Article
from evals.reading.outcome import Verdict, agreement, share, shares
from evals.reading.sheets import choose, rows
from watchfloor.extract import Extractor

POOL = [*(f"one:{number}" for number in range(9)), *(f"two:{number}" for number in range(9))]


def test_a_draw_follows_from_the_commit_and_takes_the_sets_in_turn() -> None:
    drawn = choose(POOL, frozenset(), commit="0123abcd", count=6)
    assert drawn == choose(POOL, frozenset(), commit="0123abcdef", count=6)
    assert drawn != choose(POOL, frozenset(), commit="1123abcd", count=6)
    assert [key.partition(":")[0] for key in drawn] == ["one", "two"] * 3


def test_nothing_is_drawn_twice() -> None:
    first = choose(POOL, frozenset(), commit="0123abcd", count=10)
    second = choose(POOL, frozenset(first), commit="0123abcd", count=100)
    assert sorted([*first, *second]) == sorted(POOL)


def test_findings_stand_beside_their_words() -> None:
    article = Article(
        "one:1",
        "2026-05-24",
        None,
        "TARVEL - Soldiers shelled the village of Tarvel on Saturday, killing four farmers.\n\n"
        "“We saw them,” said Mayor Ana Brel.",
    )
    found = list(rows(article, Extractor()))
    event = next(row for row in found if row.get("type") == "ASSAULT")
    assert event["in"].startswith("Soldiers shelled")
    assert event["date"][0] == "2026-05-23"
    assert "4 killed" in event["numbers"]
    quote = next(row for row in found if row["kind_of_finding"] == "quote")
    assert (quote["said"], quote["speaker"]) == ("“We saw them,”", "Ana Brel")


def test_shares_have_their_interval() -> None:
    assert share(0, 0) == (0.0, 0, 0.0, 1.0)
    value, n, low, high = share(75, 150)
    assert (value, n) == (0.5, 150)
    assert (round(low, 2), round(high, 2)) == (0.42, 0.58)
    read = shares({"a": "right", "b": "defensible", "c": "wrong", "d": "right"})
    assert (read["right"].value, read["right or defensible"].value) == (0.5, 0.75)


def test_two_readers_agree_as_far_as_chance_does_not_explain() -> None:
    one: dict[str, Verdict] = {"a": "right", "b": "wrong", "c": "right", "d": "wrong"}
    other: dict[str, Verdict] = {"a": "right", "b": "right", "c": "wrong", "d": "wrong"}
    assert agreement(one, dict(one)) == (4, 1.0, 1.0)
    both, same, kappa = agreement(one, other)
    assert (both, same) == (4, 0.5)
    assert kappa == pytest.approx(0.0)
    assert agreement(one, {})[0] == 0


def test_a_sheet_shows_the_words_of_each_clause() -> None:
    article = Article(
        "one:1",
        "2026-05-24",
        None,
        "Hamas killed 13 Norland soldiers near Tarvel on Saturday, the army said.\n\n"
        "Medics said Norland soldiers shot at least two farmers on Sunday. Governor Ana Brel met them. "
        "She urged Sarland to act, a day after 9 people had died.",
    )
    events = [row for row in rows(article, Extractor()) if row["kind_of_finding"] == "event"]
    shot = next(row for row in events if row["trigger"] == "shot")
    assert (shot["source"], shot["numbers"]) == (["Norland soldiers"], ["at least 2 casualties"])
    urged = next(row for row in events if row["trigger"] == "urged")
    assert (urged["source"], urged["target"], urged["numbers"]) == (["Ana Brel"], ["Sarland"], [])
