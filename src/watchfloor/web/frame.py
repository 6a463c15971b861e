"""What stands around every page: where one is, as of when, and the links that keep that moment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.requests import Request

from watchfloor.exchange.brief_words import day_words, moment_words
from watchfloor.model import Evidence
from watchfloor.permissions import Action, allowed
from watchfloor.web.asking import as_of_asked, floor_of_request, session_of
from watchfloor.web.served import ServedFloor

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_COMPARABLE = re.compile(r"/(?:stories|situations)/")
_SET_UP = re.compile(r"/situations|/sources|/(watches|shares)(/[^/]*)?")
# What the bar at the top leads to: address, name, and the key that goes there after `g`.
PLACES: Sequence[tuple[str, str, str]] = (
    ("/", "Now", "n"),
    ("/changes", "Changes", "c"),
    ("/alerts", "Alerts", "a"),
    ("/ahead", "Ahead", "h"),
    ("/situations", "Situations", "i"),
    ("/numbers", "Numbers", "m"),
    ("/said", "Said", "q"),
    ("/search", "Search", "s"),
    ("/watches", "Watches", "w"),
    ("/notes", "Notes", "t"),
    ("/record", "Record", "r"),
    ("/shift", "Shift", "f"),
    ("/sources", "Sources", "o"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a template knows of the page that it is part of; of the present, people may `may_judge`."""

    floor: ServedFloor
    path: str
    as_of: str | None
    csrf: str
    who: str
    is_wall: bool
    may_judge: bool = False
    last: int = 0

    @property
    def places(self) -> Sequence[tuple[str, str, str]]:
        """Return what the bar leads to."""
        return PLACES

    @property
    def name(self) -> str:
        """Return the name of the floor: its folder's."""
        return self.floor.config.folder.resolve().name

    @property
    def zone(self) -> str:
        """Return the zone in which moments are told."""
        return self.floor.config.timezone.key

    @property
    def is_set_up(self) -> bool:
        """Return whether the page shows what people have set up, of which no past is kept."""
        return bool(_SET_UP.fullmatch(self.path))

    @property
    def is_comparable(self) -> bool:
        """Return whether the page can be compared with another moment."""
        return self.path == "/" or bool(_COMPARABLE.match(self.path))

    def is_here(self, path: str) -> bool:
        """Tell whether the page is in that place of the bar."""
        return self.path == path or (path != "/" and self.path.startswith(f"{path}/"))

    def to(self, path: str, **parameters: str) -> str:
        """Return a link that stays in the moment that is looked at."""
        given = {**({"as_of": self.as_of} if self.as_of else {}), **parameters}
        return f"{path}?{urlencode(given)}" if given else path

    def kept(self, given: Sequence[tuple[str, str]], **parameters: object) -> str:
        """Return a link to this page that keeps what was asked for, but for what is asked otherwise."""
        kept = [(name, value) for name, value in given if name not in parameters]
        asked = [*kept, *((name, str(value)) for name, value in parameters.items())]
        return f"{self.path}?{urlencode([*([('as_of', self.as_of)] if self.as_of else []), *asked])}"

    def words_of(self, evidence: Evidence) -> str:
        """Return the link to the words that something rests on."""
        span = f"{evidence.span.start}-{evidence.span.end}"
        link = self.to(f"/reports/{quote(evidence.report, safe='')}", text=evidence.text_id, span=span)
        return f"{link}#here"

    def moment(self, moment: str | None) -> str:
        """Return a moment to the minute, as people of the floor read it; a bare day stays one."""
        if not moment:
            return ""
        if len(moment) <= len("2026-01-01"):
            return moment_words(moment)
        local = self.floor.shown(moment)
        return moment_words(f"{local[:10]}T{local[11:16]}")

    def days(self, words: str) -> str:
        """Return words in which days are written as people read them."""
        return _DAY.sub(lambda found: day_words(found[0]), words)

    def local(self, moment: str) -> str:
        """Return a moment as a field for moments holds it."""
        shown = self.floor.shown(moment)
        return f"{shown[:10]}T{shown[11:16]}"

    def whole(self, moment: str | None) -> str:
        """Return a moment with year and zone."""
        return self.floor.shown(moment)


def frame_of(request: Request) -> Frame:
    """Return the frame of a request."""
    session, floor = session_of(request), floor_of_request(request)
    return Frame(
        floor=floor,
        path=request.url.path,
        as_of=as_of_asked(request),
        csrf=session.csrf,
        who=session.principal.name,
        may_judge=as_of_asked(request) is None and allowed(session.principal, Action.JUDGE).allowed,
        is_wall=request.query_params.get("wall") == "1",
        last=request.app.state.last_admission.get(session.principal),
    )
