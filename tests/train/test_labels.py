"""What a verdict is worth after findings have changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from train.held import Held
from train.labels import Label, Labels

HELD = Held("COERCE", "arrest", "asserted", "actual", (frozenset({"a1"}),), (frozenset({"b2"}),), (), "-")
OTHER = (frozenset({"c3"}),)


def label(verdict: str = "right", fault: str = "-", id_: str = "set:1@10-18", held: Held = HELD) -> Label:
    """Return one reader's verdict."""
    return Label(id_, held, verdict, fault, "reader 1")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("verdict", "fault", "now", "since"),
    [
        ("right", "-", HELD, "right"),
        ("right", "-", replace(HELD, source=()), "defensible"),
        ("right", "-", replace(HELD, source=OTHER), None),
        ("right", "-", replace(HELD, place=OTHER), None),
        ("right", "-", replace(HELD, source=(frozenset({"a1", "a2"}),)), "right"),
        ("wrong", "whom", replace(HELD, source=OTHER), "wrong"),
        ("wrong", "whom", replace(HELD, target=OTHER), None),
        ("wrong", "whom", replace(HELD, type="ASSAULT"), None),
        ("wrong", "not", replace(HELD, target=()), "wrong"),
    ],
)
def test_a_verdict_outlives_what_it_does_not_rest_on(
    verdict: str, fault: str, now: Held, since: str | None
) -> None:
    assert label(verdict, fault).since(now) == since


def test_labels_are_found_by_their_words_or_by_words_that_overlap() -> None:
    labels = Labels([label(), label("wrong", "who", "set:1@30-40"), label("defensible", id_="set:2@10-18")])
    assert labels.of("set:1@10-18", HELD) == ("right",)
    assert labels.of("set:1@35-44", HELD) == ("wrong",)
    assert labels.of("set:1@35-44", replace(HELD, type="ASSAULT")) == ()
    assert labels.of("set:3@10-18", HELD) == ()
