"""Nothing that may not leave the desk leaves it: every writer and channel, every audience, every kind of it.

What is internal is held to more than being unseen: a floor with internal notes gives outside exactly what the
same floor gives without them. `KINDS` is the table of what may not leave; a new kind is a row in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.test_disclosure import EVERY
from tests.faults.commands import command
from watchfloor.config import Config, read_config, write_default_config
from watchfloor.disclosure import disclose
from watchfloor.engine.answer.morning import story_news
from watchfloor.engine.deliver.outgoing import outgoing
from watchfloor.engine.partners.left_out import LeftOut
from watchfloor.engine.partners.rows import rows_of
from watchfloor.engine.services.desk import Desk
from watchfloor.engine.services.floors import FloorDesk
from watchfloor.engine.services.notes import Noted, NotedChat, NoteDesk
from watchfloor.engine.services.pools import HERE
from watchfloor.engine.services.questions import QuestionDesk
from watchfloor.engine.services.shares import ShareDesk
from watchfloor.exchange.brief import brief_lines
from watchfloor.exchange.brief_forms import brief_html, brief_mail, brief_message, brief_sms, brief_text
from watchfloor.exchange.briefings import briefing_text
from watchfloor.exchange.calendar import calendar
from watchfloor.exchange.shares import SHARED_TABLES
from watchfloor.exchange.sums import SUMMED_TABLES
from watchfloor.exchange.table_formats import TABLE_FORMATS
from watchfloor.exchange.tables import EXPORT_TABLES
from watchfloor.ingest import rendition_of_line
from watchfloor.model import (
    Asked,
    Audience,
    Coverage,
    PartnerShare,
    PersonId,
    Principal,
    PrincipalRole,
    Scope,
    SituationReport,
    instant_of,
)
from watchfloor.settings import Secret
from watchfloor.store import Store
from watchfloor.watch import floor_watches
from watchfloor.watch.channels.cap import Cap
from watchfloor.watch.channels.contract import OUTSIDE, Channel
from watchfloor.watch.channels.kinds import CHANNEL_KINDS
from watchfloor.watch.channels.sending import deliver

AT = "2026-03-04T12:00:00Z"
WHO = Principal(id=PersonId("local:ana"), name="ana", roles={PrincipalRole.ADMINISTRATOR})
WATCH = "name: all of it\nchannels: [log]\n"
ARTICLES = (
    {
        "outlet": "Courant",
        "published": "2026-03-03T10:00:00Z",
        "title": "Eight killed at a market in Bouake",
        "text": "Gunmen killed eight people at a market in Bouake on Tuesday, police said. "
        "The governor will visit the town on 9 March.",
    },
    {
        "outlet": "Harbour Wire",
        "published": "2026-03-03T11:00:00Z",
        "title": "Market in Bouake attacked",
        "text": "Eight people were killed on Tuesday when gunmen attacked a market in Bouake. "
        "Shops stayed shut all day and soldiers went from house to house.",
    },
    {
        "outlet": "Harbour Wire",
        "published": "2026-03-03T12:00:00Z",
        "title": "Man held in Zadar",
        "text": "Police in Zadar arrested Mara Quill, 34, on Monday after a fire at the harbour. "
        "“I saw nothing,” Mara Quill told reporters.",
    },
    {
        "outlet": "Donegal Tide",
        "published": "2026-03-03T13:00:00Z",
        "title": "Blackthorn minister in Split",
        "text": "Prime Minister Ana Horvat visited Split on Tuesday. “Blackthorn words are here,” she said.",
    },
    {
        "outlet": "Sable Post",
        "published": "2026-03-03T14:00:00Z",
        "title": "Larkspur depot raided in Rovinj",
        "text": "Soldiers killed 1,919 smugglers at the Larkspur depot in Rovinj on Tuesday, General Tallow "
        "said. “Nobody fled,” Tallow told reporters. He will visit Rovinj on 12 March.",
    },
)
NOTES = (
    Noted(
        words="Gunmen killed 1,737 people at the Quonset market in Bouake on Tuesday, "
        "Colonel Idris Vane said.",
        role="driver Milan",
        seen="2026-03-03 09:00",
        place="Bouake",
    ),
    Noted(
        words="The Quonset bridge in Bouake is closed; soldiers will leave Bouake on 9 March.",
        role="driver Milan",
        seen="2026-03-03 09:30",
        place="Bouake",
    ),
)


CHAT = """03/03/2026, 10:02 - Ana Roe: Gunmen killed 1,737 people at the Quonset mill in Bouake on Tuesday
03/03/2026, 10:03 - Ben: The police chief of Bouake will speak on 9 March
03/03/2099, 10:03 - Ben: not yet
"""


def config_of(folder: Path) -> Config:
    write_default_config(folder)
    settings = folder / "watchfloor.toml"
    settings.write_text(
        settings.read_text("utf-8") + '\n[channels.log]\nkind = "file"\npath = "alerts.jsonl"\n', "utf-8"
    )
    (folder / "watches").mkdir(exist_ok=True)
    (folder / "watches" / "all.yaml").write_text(WATCH, "utf-8")
    return read_config(folder)


def made(folder: Path, *, notes: bool) -> Path:
    """Return a floor of the articles, of which one is withheld; with `notes`, ours come first and between."""
    folder.mkdir()
    config = config_of(folder)
    Store.create(config.store, clock=lambda: AT).close()
    desk, ours = FloorDesk(config=config, clock=lambda: AT), NoteDesk(config=config, clock=lambda: AT)
    watches = floor_watches(config).watches
    waiting = list(NOTES) if notes else []
    if notes:
        chat = folder.parent / "chat.txt"
        chat.write_text(CHAT, "utf-8")
        taken = ours.note_chat(WHO, NotedChat(path=chat, called="Kestrel"), tell=lambda words: None)
        assert [it.became for it in taken] == ["added", "added", "refused"]
    for article in ARTICLES:
        for noted in waiting[:1]:
            assert ours.note(WHO, noted).refused is None
        waiting = waiting[1:]
        items = [rendition_of_line(article, arrived=AT)]
        [*_] = desk.admit(WHO, items, watches=watches, as_published=False, pool=HERE)
    [*_] = Desk(config=config, clock=lambda: AT).withhold(WHO, ["Donegal Tide"], reason="asked for")
    with Store.open(config.store) as store:
        [kept_back] = [report.id for report in store.reports() if report.outlet == "Sable Post"]
    ShareDesk(config=config, clock=lambda: AT).unshare(WHO, kept_back, reason="Larkspur source")
    return folder


@pytest.fixture(scope="module")
def floors(tmp_path_factory: pytest.TempPathFactory) -> Mapping[bool, Path]:
    place = tmp_path_factory.mktemp("leaks")
    return {notes: made(place / f"notes-{notes}", notes=notes) for notes in (False, True)}


# ------------------------------------------------------------------------------------------- what is written

Written = Callable[[Path, Audience], str]


@cache
def known(folder: Path) -> SituationReport:
    return QuestionDesk(config=read_config(folder), clock=lambda: AT).exported(WHO, as_of=AT)


def situation(writer: str, folder: Path, audience: Audience) -> str:
    return str(EVERY[writer](disclose(known(folder), audience)))


def table(name: str, form: str, folder: Path, audience: Audience) -> str:
    asked = ("--format", form, "--audience", audience.value, "--floor", folder, "--as-of", AT)
    return str(command("export", name, *asked).out)


def brief(form: Callable[[Any], str], folder: Path, audience: Audience) -> str:
    shown = disclose(known(folder), audience)
    return "\n".join(form(brief_lines(it, shown)) for it in shown.value.briefs)


def due(folder: Path, audience: Audience) -> str:
    with QuestionDesk(config=read_config(folder), clock=lambda: AT).ask(WHO) as questions:
        rows = [row.value for row in questions.page("ahead", Scope(), limit=50, cursor=None).rows]
        shown = disclose(questions.known_of(rows), audience)
    return calendar(filter(shown.shows, rows), shown)


def briefing(folder: Path, audience: Audience) -> str:
    with Store.open(read_config(folder).store) as store:
        news = story_news(store, Scope(since="2026-03-01T00:00:00Z"), now=AT)
    every = [(disclose(it.known, audience), it.brief) for it in news]
    told = briefing_text(
        title="Morning",
        since=instant_of("2026-03-01T00:00:00Z"),
        until=instant_of(AT),
        stories=[(shown, lines) for shown, lines in every if shown.value.stories],
        more=0,
        coverage=Coverage(at=AT),
    )
    return f"{told.head}\n{told.text}\n{json.dumps(told.message)}"


def share(folder: Path, audience: Audience) -> str:
    """Return what a partner holds who is given every table that is shared."""
    given = PartnerShare(
        name="all",
        asked=Asked(),
        audience=audience,
        format="csv",
        tables=tuple(SHARED_TABLES),
        out="out",
        by="ana",
        at=AT,
    )
    config = read_config(folder)
    with Store.open(config.store) as store:
        rows = rows_of(store, config, given, LeftOut(store), now=AT)
    return json.dumps([(*key, row.cells) for key, row in rows.items()], ensure_ascii=False, default=str)


WRITERS: dict[str, Written] = {
    **{name: partial(situation, name) for name in EVERY},
    **{
        f"{name} as {form}": partial(table, name, form)
        for name in (*EXPORT_TABLES, *SUMMED_TABLES)
        for form in TABLE_FORMATS
        if not TABLE_FORMATS[form].needs_place or name in ("events", "places")
    },
    **{
        f"brief {it.__name__}": partial(brief, it)
        for it in (brief_text, brief_message, brief_sms, brief_mail, brief_html)
    },
    "calendar": due,
    "briefing": briefing,
    "share": share,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What may not leave, by the words that would show it."""

    words: tuple[str, ...]


KINDS: dict[str, Kind] = {
    "internal": Kind(
        ("Quonset", "1,737", "1737", "Vane", "Milan", "driver", "own staff", "Own staff", "Kestrel")
    ),
    "private person": Kind(("Quill",)),
    "withheld": Kind(("Blackthorn",)),
    "not shared": Kind(("Larkspur", "1,919", "1919", "Tallow", "Rovinj")),
}


def shown(written: str) -> dict[str, list[str]]:
    """Return what stands in words that leave and may not, by its kind."""
    found = {kind: [it for it in held.words if it in written] for kind, held in KINDS.items()}
    return {kind: words for kind, words in found.items() if words}


@pytest.mark.parametrize("audience", OUTSIDE)
@pytest.mark.parametrize("writer", WRITERS)
def test_no_writer_shows_what_may_not_leave(
    writer: str, audience: Audience, floors: Mapping[bool, Path]
) -> None:
    written = WRITERS[writer](floors[True], audience)
    assert shown(written) == {}
    assert written == WRITERS[writer](floors[False], audience), "as if the notes did not exist"


@pytest.mark.parametrize("writer", ["print_situation", "situation_json", "events as csv", "brief brief_text"])
def test_the_desk_is_shown_what_is_internal(writer: str, floors: Mapping[bool, Path]) -> None:
    written = WRITERS[writer](floors[True], Audience.desk)
    assert "Quonset" in written


# ------------------------------------------------------------------------------------------ what is sent


def channel(kind: str, folder: Path, audience: Audience) -> Channel:
    """Return a channel of a kind for an audience; what it needs to be made, and no more."""
    given: dict[str, dict[str, Any]] = {
        "webhook": {"url": "https://desk.example/in", "secret": Secret("whsec_" + "a" * 32)},
        "file": {"path": folder / "told.jsonl"},
        "mail": {"host": "mail.example", "sender": "a@desk.example", "to": ("b@desk.example",)},
        "feed": {"path": folder / "told.json"},
        "cap": {"folder": folder / "cap", "sender": "floor@desk.example"},
        "notify": {"address": Secret("ntfy://desk.example/floor")},
        "command": {"program": folder / "commands" / "tell"},
    }
    return CHANNEL_KINDS[kind](name="log", audience=audience, **given[kind])


def test_every_kind_of_channel_is_in_the_matrix(tmp_path: Path) -> None:
    assert {channel(kind, tmp_path, Audience.public).kind for kind in CHANNEL_KINDS} == CHANNEL_KINDS.keys()


@pytest.mark.parametrize("audience", OUTSIDE)
@pytest.mark.parametrize("kind", CHANNEL_KINDS)
def test_no_channel_is_told_what_may_not_leave(
    kind: str, audience: Audience, floors: Mapping[bool, Path], tmp_path: Path
) -> None:
    told: dict[bool, list[str]] = {}
    for notes, folder in floors.items():
        place = tmp_path / str(notes)
        place.mkdir()
        to = channel(kind, place, audience)
        with Store.open(read_config(folder).store) as store:
            rows = [row for row in store.deliveries() if row.payload]
            sent = [outgoing(store, row, to) for row in rows]
        told[notes] = [it.value.payload for it in sent]
        if isinstance(to, Cap) or kind in ("file", "feed"):
            for it in (one for one in sent if one.value.payload):  # the others tell what is not shared
                assert deliver(it, to, clock=lambda: instant_of(AT)).delivered
            told[notes] += [it.read_text("utf-8") for it in sorted(place.rglob("*")) if it.is_file()]
    assert told[False], "the articles are told"
    assert shown("\n".join(told[True])) == {}
    assert told[True] == told[False], "as if the notes did not exist"


def test_the_desk_has_the_alerts_of_notes_marked_and_no_channel_has_them(
    floors: Mapping[bool, Path],
) -> None:
    with Store.open(read_config(floors[True]).store) as store:
        internal = {alert.id for alert in store.alerts() if alert.handling == "internal"}
        sent = {row.alert for row in store.deliveries()}
    assert internal
    assert not internal & sent
