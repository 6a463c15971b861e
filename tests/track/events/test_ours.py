"""Where our own articles are behind: by whole texts, whose outlets the desk labels."""

from __future__ import annotations

import pytest

from watchfloor.engine.admit.admission import Floor
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Change, LabelledSource, OwnTable, SourceLabel
from watchfloor.store import Store

AT = "2026-03-02T12:00:00Z"
OURS = "Gunmen killed four traders at the market in Graz on Monday, police said."


def behind(*texts: tuple[str, str, str]) -> list[Change]:
    """Return the changes that ours is behind, of texts with their outlets and hours."""
    labels = (LabelledSource(source="Ours Daily", label=SourceLabel.OURS),)
    with Store.memory(clock=lambda: AT) as store:
        with store.admission(arrived=AT, kind="tables", what="labels.csv") as admission:
            admission.save_own_table(OwnTable(name="labels", digest="invented", labels=labels))
        floor = Floor(store)
        for outlet, hour, text in texts:
            line = {
                "outlet": outlet,
                "url": f"https://{outlet.split()[0].lower()}.example/{hour}",
                "published": f"2026-03-02T{hour}:00Z",
                "title": "Traders killed by gunmen at the market in Graz",
                "text": text,
            }
            list(floor.take([rendition_of_line(line, arrived=AT)], arrival=lambda _: AT))
        return [change for change in store.changes() if change.type == "ours is behind"]


def words(change: Change) -> tuple[str | None, str | None, str]:
    return change.before, change.after, " ".join(change.reason.details)


@pytest.mark.parametrize(
    ("newer", "told"),
    [
        (
            "Gunmen killed nine traders at the market in Graz on Monday, the hospital said.",
            [("4", "9", "killed")],
        ),
        ("Gunmen killed four traders at the market in Graz on Monday, the hospital said.", []),
        ("Gunmen killed at least three traders at the market in Graz on Monday, their guild said.", []),
    ],
)
def test_a_newer_number_that_ours_does_not_allow(newer: str, told: list[tuple[str, str, str]]) -> None:
    found = behind(("Ours Daily", "08:00", OURS), ("Valley Post", "10:00", newer))

    assert [words(change) for change in found] == told
    assert all(len({it.report for it in change.evidence}) == 2 for change in found)


def test_what_ours_says_by_now_is_not_behind_and_nor_is_what_was_told_before_it() -> None:
    nine = "Gunmen killed nine traders at the market in Graz on Monday, the hospital said."

    assert behind(("Valley Post", "07:00", nine), ("Ours Daily", "08:00", OURS)) == []
    assert (
        behind(("Ours Daily", "08:00", OURS), ("Ours Daily", "09:00", nine), ("Valley Post", "10:00", nine))
        == []
    )


def test_ours_that_comes_in_after_the_newer_text_is_behind_it() -> None:
    nine = "Gunmen killed nine traders at the market in Graz on Monday, the hospital said."
    twelve = "Gunmen killed twelve traders at the market in Graz on Monday, the minister said."

    [change] = behind(("Valley Post", "10:00", nine), ("Ours Daily", "08:00", OURS))
    assert words(change) == ("4", "9", "killed")
    assert len({it.report for it in change.evidence}) == 2
    both = behind(("Valley Post", "10:00", nine), ("Courant", "11:00", twelve), ("Ours Daily", "08:00", OURS))
    assert [words(it) for it in both] == [("4", "12", "killed")], "the newest number"
    late = (("Ours Daily", "12:00", nine), ("Ours Daily", "08:00", OURS))
    assert behind(("Valley Post", "10:00", nine), *late) == [], (
        "an older one of ours is not what we say by now"
    )


def test_without_an_outlet_of_ours_nothing_is_behind() -> None:
    nine = "Gunmen killed nine traders at the market in Graz on Monday, the hospital said."

    assert behind(("Courant", "08:00", OURS), ("Valley Post", "10:00", nine)) == []
