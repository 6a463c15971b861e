"""Searches, control and wins outside of force, numbers nobody knows; all invented."""

from __future__ import annotations

import pytest

from tests.extract.events.test_slots_of_news import told


@pytest.mark.parametrize(
    "text",
    [
        "Officers searched nearby grassy areas on Monday.",
        "Deputies continue to search the scene.",
        "Soldiers searched the river and its banks for the boy.",
        "An attacker gained remote control of a Windows machine.",
        "The hacker took control of the network.",
        "Firefighters gained control of the blaze on Monday.",
        "It is unknown exactly how many victims were shot.",
        "He was unsure how many people sustained gunshot wounds.",
        "Police did not say how many rebels were killed in Goma.",
        "In 1965, Rogers voted to annex to Logan.",
        "The road was widened in addition to providing residents with another exit.",
        "The Welsh fighter, 29, was beaten in the semi-final 4-1, 0-4, 3-8 by Peru's Zuo Ling.",
    ],
)
def test_everyday_senses_and_numbers_nobody_knows_are_no_force(text: str) -> None:
    forceful = ("ASSAULT", "COERCE", "AID")
    assert [event for event in told(text) if event.type in forceful and event.grade == "strong"] == []


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("Police searched the home of the minister on Monday.", "COERCE", "home of the minister"),
        ("Troops searched houses in Goma on Monday.", "COERCE", "houses"),
        ("Rebels captured the port on Monday.", "ASSAULT", "port"),
        ("The army occupied the port on Monday.", "COERCE", "port"),
        ("The UN provided the villagers with food on Monday.", "AID", "villagers"),
    ],
)
def test_force_and_help_are_still_told(text: str, kind: str, target: str) -> None:
    assert any(
        target in side for event in told(text) if event.type == kind for side in (event.target or ("",))
    )
