"""What our own people saw, written down at the desk -> a Rendition of the source *own staff*."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from watchfloor.errors import InputError
from watchfloor.ingest.build import Draft, finish, split_lines
from watchfloor.model import OWN_STAFF, Handling, Moment, Place, Rendition, RenditionId, Span, digest

LONGEST_NOTE = 20_000  # characters; more is an article
_LONGEST_TITLE = 80  # characters
_LONGEST_NAME = 60  # characters of a role, a place or a chat


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNote:
    """What somebody of our own told: the words, by whom as a role, when it was seen, and where.

    `shown` is the moment in the zone of the desk, for people. `chat` is what a chat is called that it was
    written in; `nth` tells it from the same words of the same minute and role.
    """

    words: str
    role: str
    seen: Moment
    shown: str
    place: Place | None = None
    handling: Handling = "internal"
    chat: str | None = None
    nth: int = 0


def own_rendition(note: OwnNote, *, where: str, arrived: str) -> Rendition:
    """Return the rendition of a note; raise InputError where it has no words.

    When and where it was seen stands above the words, so that the same words of another day are a text of
    their own. Who told it is kept beside the text, and never leaves the desk.
    """
    words = note.words.strip()
    if not re.search(r"\w", words):
        raise InputError(where, "there are no words in it")
    where_seen = f" at {_line(note.place.name)}" if note.place else ""
    head = f"Own staff, seen {note.shown}{where_seen}\n\n"
    start = len(head)
    text = f"{head}{words}"
    draft = Draft(
        text=text,
        paragraphs=[Span(start + it.start, start + it.end) for it in split_lines(text[start:])],
        title=_title(words),
        title_from="input",
        byline=_line(note.role),
        byline_from="input",
        section=_line(note.chat) if note.chat else None,
        published=note.seen,
        published_from="input",
        outlet=OWN_STAFF,
        dates_given=True,
    )
    made = finish(draft, where=where, arrived=arrived)
    own_id = digest("rendition", OWN_STAFF, note.handling, note.role, made.text_id, str(note.nth))
    return replace(made, id=RenditionId(own_id), handling=note.handling, seen_at=note.place)


def _title(words: str) -> str:
    """Return the beginning of what was told, for lists."""
    line = " ".join(words.split())
    if len(line) <= _LONGEST_TITLE:
        return line
    return line[:_LONGEST_TITLE].rsplit(" ", 1)[0] + " …"


def _line(words: str | None) -> str:
    return " ".join((words or "").split())[:_LONGEST_NAME]
