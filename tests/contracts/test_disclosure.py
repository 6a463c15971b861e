"""Every writer, over an invented private person and a withheld text, for every audience."""

from __future__ import annotations

import inspect
import io
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from rich.console import Console

from watchfloor import exchange
from watchfloor.config import Licence, Retention
from watchfloor.disclosure import (
    ANALYST,
    LONGEST_EXCERPT,
    MOST_EXCERPTS,
    PRIVATE_PERSON,
    UNSHOWN,
    Disclosed,
    disclose,
    excerpt,
    is_private,
    name_of,
)
from watchfloor.engine.answer.one_off import look
from watchfloor.exchange import print_situation, situation_json, situation_page
from watchfloor.exchange.formats import EXPORT_FORMATS
from watchfloor.ingest import rendition_of_line
from watchfloor.model import (
    MACHINE,
    WITHHELD,
    Actor,
    ActorChain,
    ActorId,
    Alert,
    AlertId,
    Audience,
    Corrected,
    Judgement,
    Reason,
    ReasonCode,
    Recorded,
    SituationReport,
    Span,
    Subject,
    Text,
)

NOW = "2026-04-01T00:00:00Z"
PRIVATE = "Mara Quill"
SURNAME = "Quill"
ARTICLE = {
    "id": "1",
    "title": "Mara Quill held after fire at Split harbour",
    "outlet": "Harbour Wire",
    "url": "https://harbourwire.example/fire",
    "published": "2026-03-02T10:00:00Z",
    "text": "Police in Split arrested Mara Quill, 34, on Monday after a fire at the harbour, the interior "
    "ministry said. "
    "Quill was questioned for six hours.\n\n"
    "“Three boats were burnt,” Interior Minister Ivo Matic said on Monday.\n\n"
    "“I saw nothing,” Mara Quill told reporters.\n\n"
    "Matic will visit Rome on Friday.",
}
OTHER = {
    "id": "2",
    "title": "Minister visits Zadar",
    "outlet": "Donegal Tide",
    "published": "2026-03-03T10:00:00Z",
    "text": "Prime Minister Ana Horvat visited Zadar on Tuesday. “Secretly worded things stand here,” Horvat "
    "told reporters.",
}
SECRET = "Secretly worded"


@pytest.fixture(scope="module")
def situation() -> SituationReport:
    """Return what is known of two texts, of which the second was withheld; with an analyst's note."""
    seen = look([rendition_of_line(line, arrived=NOW) for line in (ARTICLE, OTHER)], now=NOW)
    assert [it.name for it in seen.actors if is_private(it)] == [PRIVATE]
    withheld = seen.reports[1].report.text_id
    note = Judgement(
        id="0" * 16,
        kind="note",
        about=Subject("story", seen.stories[0].id),
        value=None,
        by="d.fallon",
        at=NOW,
        reason="Mara Quill called the desk",
    )
    return replace(
        seen,
        texts=tuple(Text(id=it.id, text=WITHHELD) if it.id == withheld else it for it in seen.texts),
        timeline=tuple(it for it in seen.timeline if it.evidence[0].text_id != withheld),
        judgements=(*seen.judgements, note),
    )


def _terminal(shown: Disclosed[SituationReport]) -> str:
    out = io.StringIO()
    print_situation(shown, Console(file=out, width=100, no_color=True))
    return out.getvalue()


def _json(shown: Disclosed[SituationReport]) -> str:
    return json.dumps(situation_json(shown), ensure_ascii=False)


WRITERS: dict[str, Callable[[Disclosed[SituationReport]], str]] = {
    "print_situation": _terminal,
    "situation_json": _json,
    "situation_page": situation_page,
}
# The forms that a situation is exported in are held to the same, whoever added them.
EVERY = WRITERS | {
    f"export as {name}": partial(lambda form, shown: form.write(shown, "Exported"), form)
    for name, form in EXPORT_FORMATS.items()
}
OUTSIDE = (Audience.partner, Audience.public)


def test_every_writer_of_disclosed_values_is_held_to_this_contract() -> None:
    takes = {
        name
        for name in exchange.__all__
        if inspect.isfunction(function := getattr(exchange, name))
        and any("Situation" in str(it.annotation) for it in inspect.signature(function).parameters.values())
    }
    assert takes == WRITERS.keys()


@pytest.mark.parametrize("audience", OUTSIDE)
@pytest.mark.parametrize("writer", EVERY)
def test_nobody_outside_the_desk_reads_a_private_name(
    writer: str, audience: Audience, situation: SituationReport
) -> None:
    written = EVERY[writer](disclose(situation, audience))
    assert SURNAME not in written
    assert PRIVATE_PERSON in written
    assert "████ █████ held after fire" in written, "the headline stays, without the name"
    assert "Ivo Matic" in written, "an office is no secret"


@pytest.mark.parametrize("audience", OUTSIDE)
@pytest.mark.parametrize("writer", EVERY)
def test_a_licence_for_whole_texts_names_nobody(
    writer: str, audience: Audience, situation: SituationReport
) -> None:
    licence = Licence(name="CC BY 4.0", full_text=True)
    shown = disclose(situation, audience, Retention(licences={"harbour wire": licence}))
    assert SURNAME not in EVERY[writer](shown)
    [text] = [it for it in situation_json(shown)["texts"] if it.get("licence") == "CC BY 4.0"]
    assert len(text["text"]) == len(ARTICLE["text"]), "offsets stay true"


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("writer", EVERY)
def test_withheld_words_are_said_to_be_withheld(
    writer: str, audience: Audience, situation: SituationReport
) -> None:
    written = EVERY[writer](disclose(situation, audience))
    assert SECRET not in written
    assert WITHHELD in written


@pytest.mark.parametrize("writer", EVERY)
def test_analysts_are_named_to_all_but_the_public(writer: str, situation: SituationReport) -> None:
    named = {it: "d.fallon" in EVERY[writer](disclose(situation, it)) for it in Audience}
    assert named == {Audience.desk: True, Audience.partner: True, Audience.public: False}
    assert ANALYST in EVERY[writer](disclose(situation, Audience.public))


def test_reasons_name_no_analyst_to_the_public_and_the_machine_keeps_its_name(
    situation: SituationReport,
) -> None:
    why = Reason(code=ReasonCode.REJECTED_BY_PERSON, by="d.fallon", words="Mara Quill says otherwise")
    rejected = replace(situation.changes[0], reason=why)
    alerted = Alert(
        id=AlertId("a"), watch="w", about=rejected.about, state="open", level="high", opened="2026-03-01",
        updated="2026-03-02", changes=(rejected.id,), correction=True,
        reasons=(Corrected(change="rejected", cause=why), Recorded(words="rejected by d.fallon, long ago")),
    )  # fmt: skip
    merge = replace(situation.judgements[-1], kind="merge", by=MACHINE)
    told = replace(
        situation, changes=(rejected,), alerts=(alerted,), judgements=(*situation.judgements, merge)
    )
    reasons = {it: situation_json(disclose(told, it))["changes"][0]["reason"] for it in Audience}
    assert reasons == {
        Audience.desk: "rejected by d.fallon: Mara Quill says otherwise",
        Audience.partner: "rejected by d.fallon: ████ █████ says otherwise",
        Audience.public: "rejected by an analyst: ████ █████ says otherwise",
    }
    alerts = {it: situation_json(disclose(told, it))["alerts"][0]["reason"] for it in Audience}
    assert alerts[Audience.desk].endswith("Mara Quill says otherwise; rejected by d.fallon, long ago")
    assert "d.fallon" not in alerts[Audience.public]
    by = [it["by"] for it in situation_json(disclose(told, Audience.public))["judgements"]]
    assert by[-2:] == [ANALYST, MACHINE]


def test_at_the_desk_a_private_person_is_named_in_the_report_and_in_no_list(
    situation: SituationReport,
) -> None:
    written = situation_json(disclose(situation, Audience.desk))
    assert PRIVATE in {it["name"] for it in written["reports"][0]["findings"]["actors"]}
    [person] = [it for it in written["actors"] if not it["public"] and it["kind"] == "person"]
    assert (person["name"], person["roles"]) == (PRIVATE_PERSON, [])
    assert person["id"] in {id_ for event in written["events"] for id_ in event["target"]}
    asked_for = situation_json(disclose(situation, Audience.desk, list_private=True))
    assert PRIVATE in {it["name"] for it in asked_for["actors"]}
    outside = situation_json(disclose(situation, Audience.partner, list_private=True))
    assert PRIVATE not in {it["name"] for it in outside["actors"]}


def test_words_leave_in_excerpts_so_many_of_each_report(situation: SituationReport) -> None:
    desk, public = disclose(situation, Audience.desk), disclose(situation, Audience.public)
    report = situation.reports[0].report
    spans = [Span(at, at + 5) for at in range(2 * MOST_EXCERPTS)]
    words = [public.words(report.text_id, span, report=report.id) for span in spans]
    assert words.count(UNSHOWN) == MOST_EXCERPTS
    assert public.words(report.text_id, spans[0], report=report.id) == words[0] != UNSHOWN
    assert UNSHOWN not in [desk.words(report.text_id, span, report=report.id) for span in spans]
    shown = public.text(report.text_id)
    assert (len(shown.text) <= LONGEST_EXCERPT, shown.length) == (True, len(ARTICLE["text"]))


def test_an_excerpt_has_at_most_300_characters() -> None:
    assert excerpt("a" * 300) == "a" * 300
    assert excerpt("a" * 301) == "a" * 299 + "…"


@pytest.mark.parametrize(
    ("kind", "public", "private"),
    [("person", False, True), ("person", True, False), ("group", False, False), ("country", True, False)],
)
def test_one_predicate_tells_who_is_private(kind: str, public: bool, private: bool) -> None:  # noqa: FBT001
    given = {"id": "a1", "name": "X", "kind": kind, "public": public}
    assert is_private(Actor(**given)) is private  # type: ignore[arg-type]  # kinds are given as words
    assert is_private(ActorChain(**given, mentions=())) is private  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Mara Quill", PRIVATE_PERSON),
        ("captain of the trawler Nova Marela", PRIVATE_PERSON),
        ("محمد علي", PRIVATE_PERSON),
        ("王伟", PRIVATE_PERSON),
        ("61-year-old man", "61-year-old man"),
        ("second man", "second man"),
    ],
)
def test_a_description_names_nobody(name: str, shown: str) -> None:
    assert name_of(Actor(id=ActorId("1"), name=name, kind="person", public=False)) == shown
    assert name_of(Actor(id=ActorId("1"), name=name, kind="person", public=True)) == name


def test_only_a_situation_leaves_the_desk(situation: SituationReport) -> None:
    assert disclose(situation.actors[0], Audience.desk).value == situation.actors[0]
    with pytest.raises(AssertionError):
        disclose(situation.actors[0], Audience.public)
