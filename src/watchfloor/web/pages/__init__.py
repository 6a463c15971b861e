"""The pages, each a module: what is asked, which services are called, which template shows it."""

from collections.abc import Sequence

from watchfloor.web.pages.about import PAGES as ABOUT
from watchfloor.web.pages.actors import PAGES as ACTORS
from watchfloor.web.pages.alerts import PAGES as ALERTS
from watchfloor.web.pages.changed import PAGES as CHANGED
from watchfloor.web.pages.decisions import PAGES as DECISIONS
from watchfloor.web.pages.due import PAGES as DUE
from watchfloor.web.pages.event import PAGES as EVENT
from watchfloor.web.pages.linked import PAGES as LINKED
from watchfloor.web.pages.notes import PAGES as NOTES
from watchfloor.web.pages.now import PAGES as NOW
from watchfloor.web.pages.numbers import PAGES as NUMBERS
from watchfloor.web.pages.page import FloorPage
from watchfloor.web.pages.people import PAGES as PEOPLE
from watchfloor.web.pages.record import PAGES as RECORD
from watchfloor.web.pages.report import PAGES as REPORT
from watchfloor.web.pages.said import PAGES as SAID
from watchfloor.web.pages.search import PAGES as SEARCH
from watchfloor.web.pages.shares import PAGES as SHARES
from watchfloor.web.pages.shift import PAGES as SHIFT
from watchfloor.web.pages.situations import PAGES as SITUATIONS
from watchfloor.web.pages.sources import PAGES as SOURCES
from watchfloor.web.pages.story import PAGES as STORY
from watchfloor.web.pages.watches import PAGES as WATCHES

PAGES: Sequence[FloorPage] = (
    *NOW,
    *STORY,
    *REPORT,
    *EVENT,
    *SEARCH,
    *CHANGED,
    *ALERTS,
    *DUE,
    *SITUATIONS,
    *NUMBERS,
    *SAID,
    *ACTORS,
    *WATCHES,
    *DECISIONS,
    *RECORD,
    *SHIFT,
    *NOTES,
    *SHARES,
    *ABOUT,
    *SOURCES,
    *LINKED,
    *PEOPLE,
)

__all__ = ["PAGES", "FloorPage"]
