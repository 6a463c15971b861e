"""A story in fifteen lines: whole streams through the floor, read as a desk reads them."""

from __future__ import annotations

import pytest

from watchfloor.disclosure import Disclosed, disclose
from watchfloor.engine.answer.one_off import look
from watchfloor.exchange import situation_json, situation_page
from watchfloor.exchange.brief import NOTHING_DISPUTED, BriefLines, brief_lines
from watchfloor.exchange.brief_forms import (
    LONGEST_MESSAGE,
    LONGEST_SMS,
    WIDTH,
    brief_html,
    brief_mail,
    brief_message,
    brief_sms,
    brief_text,
)
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Audience, SituationReport

NOW = "2026-11-01T00:00:00Z"


def told(*lines: tuple[str, str, str, str]) -> Disclosed[SituationReport]:
    """Return what is known of texts, each an outlet, the moment of publication, a title and words."""
    renditions = [
        rendition_of_line(
            {"id": f"r{place}", "outlet": outlet, "published": at, "title": title, "text": text},
            where=f"line {place}",
            arrived=NOW,
        )
        for place, (outlet, at, title, text) in enumerate(lines)
    ]
    return disclose(look(renditions, now=NOW), Audience.desk)


def first(situation: Disclosed[SituationReport]) -> BriefLines:
    return brief_lines(situation.value.briefs[0], situation)


def texts(lines: BriefLines, part: str) -> list[str]:
    return [line.text for line in lines.parts[part]]


SHELLING = (
    (
        "Ouvea Wire", "2026-02-16T11:00:00Z", "Shells kill four in Dabola village",
        ("DABOLA, Guinea (Ouvea Wire) - Mortar shells killed four farm workers in a village near Dabola on "
        "Sunday, the governor of Dabola said.\n\nThe governor of Dabola said soldiers had fired the shells."),
    ),
    (
        "Monrovia Lamp", "2026-02-16T15:00:00Z", "Three dead in Dabola, says hospital",
        ("Three farm workers were killed by mortar shells in a village near Dabola on Sunday, the director "
        "of the Dabola hospital, Dr Moussa Bah, told the Lamp. He had counted every body himself.\n\n"
        "A hearing is to open in Conakry on Thursday."),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def shelling() -> Disclosed[SituationReport]:
    return told(*SHELLING)


def test_what_happened_stands_first_in_the_words_of_a_report(shelling: Disclosed[SituationReport]) -> None:
    lines = first(shelling)
    assert lines.title.text.startswith("ATTACK  Shells kill four in Dabola village")
    assert "Sun 15 Feb 2026" in lines.title.text
    assert "killed" in lines.lead.text
    assert lines.lead.evidence


def test_numbers_stand_side_by_side_with_who_says_so_and_are_never_summed(
    shelling: Disclosed[SituationReport],
) -> None:
    lines = first(shelling)
    [dead] = [line for line in texts(lines, "numbers") if line.startswith("dead")]
    assert " | " in dead
    assert "4 (" in dead
    assert "3 (" in dead
    assert "7" not in dead.replace("17", "")
    assert "NUMBERS DISPUTED" in lines.status.text
    assert any(line.startswith("dead: ") for line in texts(lines, "disputed"))


def test_what_is_due_stands_ahead_with_its_kind_and_outlet(shelling: Disclosed[SituationReport]) -> None:
    assert texts(first(shelling), "ahead") == [
        "Thu 19 Feb - in court: A hearing is to open in Conakry on Thursday. (Monrovia Lamp)"
    ]


def test_no_line_is_wider_than_the_terminal_and_none_is_empty(shelling: Disclosed[SituationReport]) -> None:
    rows = brief_text(first(shelling)).splitlines()
    assert max(map(len, rows)) <= WIDTH
    assert all(row.strip() for row in rows)
    assert {"DISPUTED", "NOT", "RESTS"} <= {row.split()[0] for row in rows if row[:1].isupper()}


def test_messages_keep_to_their_length_and_keep_what_is_disputed(
    shelling: Disclosed[SituationReport],
) -> None:
    lines = first(shelling)
    message, sms = brief_message(lines), brief_sms(lines)
    assert len(message) <= LONGEST_MESSAGE
    assert len(sms) <= LONGEST_SMS
    assert "DISPUTED dead: " in message
    assert "DISPUTED dead" in sms
    assert sms.isascii()
    assert "not verified" in message


def test_a_long_dispute_is_told_without_its_tellers_rather_than_left_out(
    shelling: Disclosed[SituationReport],
) -> None:
    lines = first(shelling)
    for longest in (90, 100, 120, LONGEST_SMS):
        sms = brief_sms(lines, longest)
        assert len(sms) <= longest
        assert "DISPUTED dead" in sms


def test_mail_and_page_carry_the_same_lines(shelling: Disclosed[SituationReport]) -> None:
    lines = first(shelling)
    mail, page = brief_mail(lines), brief_html(lines)
    assert mail.startswith("Subject: ATTACK Shells kill four")
    assert max(map(len, mail.splitlines()[1:])) <= 78
    assert "<dt>DISPUTED</dt>" in page
    assert "<dt>DISPUTED</dt>" in situation_page(shelling)


def test_json_has_every_part_with_its_evidence(shelling: Disclosed[SituationReport]) -> None:
    [story] = situation_json(shelling)["stories"]
    brief = story["brief"]
    assert list(brief) == [
        "title", "status", "lead", "new", "numbers", "disputed", "took_back", "said", "access", "terms",
        "sides", "ahead", "background", "not_told", "rests_on",
    ]  # fmt: skip
    assert all(line["evidence"] for line in (*brief["numbers"], *brief["disputed"], *brief["ahead"]))
    assert brief["lead"]["text"] == " ".join(brief["lead"]["evidence"][0]["text"].split())


def test_a_rising_toll_is_told_as_rising_with_what_stood_before() -> None:
    lines = first(
        told(
            (
                "Delta Wire", "2026-07-18T09:00:00Z", "Flood kills 22 in Hinthada",
                ("HINTHADA, Myanmar (Delta Wire) - A flood killed 22 people in Hinthada on Friday, the "
                "relief department said on Saturday."),
            ),
            (
                "Rangoon Post", "2026-07-19T08:00:00Z", "Hinthada flood toll at 31",
                ("The flood in Hinthada on Friday killed 31 people, the relief department said on Sunday. "
                "Boats brought in the bodies overnight."),
            ),
        )
    )  # fmt: skip
    assert lines.title.text.startswith("FLOOD  ")
    assert "TOLL RISING" in lines.status.text
    assert any(
        line.startswith("dead rising: 31 ") and "before: 22" in line for line in texts(lines, "numbers")
    )
    assert any(line.startswith("Dead 22 → 31 ") for line in texts(lines, "new"))
    assert texts(lines, "disputed") == [NOTHING_DISPUTED]
    assert "how many are missing" in texts(lines, "not_told")[0]


def test_stories_stand_in_order_of_news_value() -> None:
    situation = told(
        (
            "Coast Tribune", "2026-03-12T09:00:00Z", "Gas bottle bursts in Korhogo",
            "Three fish sellers were wounded when a gas cylinder exploded at a stall in Korhogo on Thursday.",
        ),
        *(
            (outlet, "2026-03-10T09:00:00Z", title, text)
            for outlet, title, text in (
                (
                    "Peru Hoy", "Quake hits Arequipa",
                    "An earthquake killed 11 people in Arequipa, Peru, on Monday, the mayor said.",
                ),
                (
                    "Andes Wire", "Eleven die in Arequipa earthquake",
                    "Eleven people died when an earthquake shook Arequipa in Peru on Monday, rescuers said.",
                ),
            )
        ),
    )  # fmt: skip
    values = [brief.value for brief in situation.value.briefs]
    assert values == sorted(values, reverse=True)
    assert situation.value.stories[0].title == "Gas bottle bursts in Korhogo"
    assert [story.id for story in situation.value.stories] == [it.story for it in situation.value.briefs]


def test_what_nobody_told_is_denied_by_nobody() -> None:
    known = told(
        (
            "Ouvea Wire", "2026-02-16T11:00:00Z", "Two hurt as shots are fired in Dabola",
            "A gunman wounded two farm workers in Dabola on Sunday, the governor of Dabola said.",
        ),
        (
            "Monrovia Lamp", "2026-02-17T15:00:00Z", "Shots in Dabola: governor asks for calm",
            ("A gunman wounded two farm workers in Dabola on Sunday. No arrests have been made.\n\n"
            "The governor of Dabola asked for calm after the shooting."),
        ),
    )  # fmt: skip
    assert not [line for line in texts(first(known), "new") if "DENIED" in line]
