"""What hangs on a deed points at it and opens no second one; who did it is told with who says so."""

from __future__ import annotations

from watchfloor.engine.answer.one_off import look
from watchfloor.ingest import rendition_of_line
from watchfloor.model import EventLink, EventType, SituationReport

ACCUSED = (
    (
        "Norway on Monday accused Sweden of shelling the fishing village of Brenna. Mortar rounds killed "
        "four fishermen in Brenna on Sunday, Oslo said."
    ),
    (
        "Sweden accused Norway of shelling the village of Brenna itself. Four fishermen were killed when "
        "mortars fell on Brenna on Sunday."
    ),
    "Finland condemned the shelling of Brenna. Four fishermen were killed in Brenna by mortars on Sunday.",
)


def told(*texts: str, title: str) -> SituationReport:
    """Return what reports of one story tell, an hour and an outlet apart."""
    items = [
        rendition_of_line(
            {
                "text": text,
                "title": title,
                "published": f"2026-02-16T{10 + place}:00:00Z",
                "source": f"W{place}",
            },
            arrived="2026-02-18T00:00:00Z",
        )
        for place, text in enumerate(texts)
    ]
    return look(items, now="2026-02-18T00:00:00Z")


def links(situation: SituationReport) -> list[tuple[str, EventLink]]:
    """Return every link with the type of the event that it leads from."""
    return [(event.type, link) for event in situation.events for link in event.links]


def test_accusations_and_reactions_hang_on_the_deed() -> None:
    situation = told(*ACCUSED, title="Four killed at Brenna")
    deeds = {event.id for event in situation.events if event.type == EventType.ASSAULT}
    found = links(situation)
    assert {type_ for type_, _ in found} >= {EventType.ACCUSE}
    assert all(link.kind == "reacts_to" and link.to in deeds for _, link in found)


def test_two_that_blame_each_other_are_two_versions_of_who_did_it() -> None:
    situation = told(*ACCUSED, title="Four killed at Brenna")
    names: dict[str, str] = {actor.id: actor.name for actor in situation.actors}
    [who] = [item for item in situation.disagreements if item.about == "who did it"]
    assert [(it.value, [names[one] for one in it.says]) for it in who.versions] == [
        ("Norway", ["Sweden"]),
        ("Sweden", ["Norway"]),
    ]


def test_private_persons_are_nobodys_version() -> None:
    texts = (
        (
            "Four fishermen were killed by mortar fire in Brenna on Sunday. Nils Aker accused Ole Vang of "
            "the shelling of Brenna."
        ),
        (
            "Four fishermen were killed by mortar fire in Brenna on Sunday. Ole Vang accused Nils Aker of "
            "the shelling of Brenna."
        ),
    )
    situation = told(*texts, title="Four killed at Brenna")
    assert not [item for item in situation.disagreements if item.about.startswith("who")]


def test_what_is_claimed_in_a_name_and_denied_is_said() -> None:
    texts = (
        (
            "A bomb killed nine people at the market of Bouake on Tuesday. A message in the name of the "
            "Northern Dawn Front said its fighters had carried out the attack in Bouake."
        ),
        (
            "A bomb killed nine people at the market of Bouake on Tuesday. The Northern Dawn Front denied "
            "that it had carried out the bombing in Bouake."
        ),
    )
    situation = told(*texts, title="Nine killed by bomb at Bouake market")
    found = [item for item in situation.disagreements if item.about.startswith("whether")]
    assert [[it.value for it in item.versions] for item in found] == [["claimed in its name", "denied"]]
