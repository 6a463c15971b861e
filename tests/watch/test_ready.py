"""The rules that come with the package, each on texts that it must tell of and on texts that it must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from watchfloor.engine.admit.admission import Floor
from watchfloor.errors import UsageError
from watchfloor.ingest import rendition_of_line
from watchfloor.store import Store
from watchfloor.watch.ready import copy_rule, ready_rule, ready_rules
from watchfloor.watch.rules import read_watches

BLAST = "A blast at a market in Aleppo, Syria, killed 8 people on Monday, the Interior Ministry said."
ARREST = (
    "Police arrested the mayor of Split, Ante Kovac, on Monday. They said that 12 people were injured in the "
    "clashes that followed. His party called for a march on Saturday, and ships waited outside the harbour."
)
# Each rule with texts that fire it, and texts that do not; all are invented. A "|" parts two reports.
CASES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "violence-against-civilians": (
        (
            "Gunmen killed nine villagers in Ostra on Monday, the governor said.",
            "Soldiers shot three civilians at a checkpoint near Tarvel on Monday.",
        ),
        (
            "Soldiers killed nine rebels in Ostra on Monday, the army said.",
            "The minister said that civilians must not be attacked.",
        ),
    ),
    "mass-protest": (
        ("Some 40,000 people marched through Lisbon on Monday against the new tax.",),
        ("Some 400 people marched through Lisbon on Monday against the new tax.",),
    ),
    "diplomatic-break": (
        (
            "Norway expelled three Russian diplomats on Monday.",
            "Colombia broke off diplomatic relations with Nicaragua on Monday.",
        ),
        ("Norway banned imports of Russian fish on Monday.",),
    ),
    "sanctions": (
        ("The European Union imposed sanctions on Belarus on Monday.",),
        ("Norway expelled three Russian diplomats on Monday.",),
    ),
    "mobilisation": (
        ("Poland deployed 4,000 soldiers to its border with Belarus on Monday.",),
        ("Poland withdrew 4,000 soldiers from its border with Belarus on Monday.",),
    ),
    "hostage-taking": (
        ("Gunmen kidnapped two engineers in Niger on Monday.",),
        ("Police arrested two engineers in Niger on Monday.",),
    ),
    "ceasefire": (
        ("The rebels declared a ceasefire with the government on Monday.",),
        (
            "France called on the rebels to declare a ceasefire on Monday.",
            "France signed a trade agreement with Japan on Monday.",
        ),
    ),
    "disaster-toll": (
        ("An earthquake killed 41 people in Izmir, Turkey, on Monday.",),
        ("An earthquake killed four people in Izmir, Turkey, on Monday.",),
    ),
    "epidemic-spread": (
        ("A cholera outbreak killed twelve people in Malawi on Monday.",),
        ("A flood killed twelve people in Malawi on Monday.",),
    ),
    "access-closed": (
        ("The airport in Wick was closed on Monday because of snow.",),
        ("The airport in Wick reopened on Monday.",),
    ),
    "disputed-numbers": (
        (f"{BLAST}|{BLAST.replace('8', '11').replace('Interior Ministry', 'hospital')}",),
        (BLAST,),
    ),
    "source-correction": (
        (f"{ARREST}|{ARREST.replace('arrested', 'spoke with')}",),
        (ARREST,),
    ),
}
SAME_OUTLET = frozenset({"source-correction"})  # its second text is a later version of the first


def alerts(rule: str, text: str) -> int:
    """Return how many alerts a rule opens on the reports of a text, published on a Tuesday."""
    same = rule in SAME_OUTLET
    with Store.memory() as store:
        floor = Floor(store, [ready_rule(rule).watch])
        for number, part in enumerate(text.split("|")):
            at = f"2026-03-10T{8 + number * (6 if same else 1):02}:00:00Z"
            line = {
                "text": f"{part}\nIt was told to reporters in the town hall in the afternoon.",
                "outlet": "Quay Times" if same else f"Paper {number}",
                "url": "https://quay.example.org/1" if same else f"https://paper{number}.example.org/1",
                "published": at,
            }
            _take(floor, line, at)
        return len(store.alerts())


def _take(floor: Floor, line: dict[str, str], at: str) -> None:
    list(floor.take([rendition_of_line(line, arrived=at)], arrival=lambda _: at))


def test_every_ready_rule_is_tried() -> None:
    assert {it.name for it in ready_rules()} == CASES.keys()


@pytest.mark.parametrize(
    ("rule", "text"), [(name, text) for name, (fires, _) in CASES.items() for text in fires]
)
def test_a_ready_rule_tells_of_what_it_is_for(rule: str, text: str) -> None:
    assert alerts(rule, text) == 1


@pytest.mark.parametrize(
    ("rule", "text"), [(name, text) for name, (_, silent) in CASES.items() for text in silent]
)
def test_a_ready_rule_is_silent_on_what_it_is_not_for(rule: str, text: str) -> None:
    assert alerts(rule, text) == 0


def test_every_ready_rule_says_what_it_is_for() -> None:
    for rule in ready_rules():
        assert rule.watch.notes.id == f"ready/{rule.name}"
        assert rule.watch.notes.why
        assert rule.text.isascii(), "it is shown on any terminal"


def test_a_ready_rule_is_copied_once(tmp_path: Path) -> None:
    path = copy_rule("ready/mass-protest", tmp_path / "watches")
    assert read_watches(path)[0].notes.id == "ready/mass-protest"
    with pytest.raises(UsageError, match="is there already"):
        copy_rule("mass-protest", tmp_path / "watches")
    with pytest.raises(UsageError, match="did you mean 'mass-protest'"):
        copy_rule("mas-protest", tmp_path / "watches")
