"""The pages, each a module: what is asked, which services are called, which template shows it."""

from collections.abc import Sequence

from watchfloor.web.pages.alerts import PAGES as ALERTS
from watchfloor.web.pages.due import PAGES as DUE
from watchfloor.web.pages.now import PAGES as NOW
from watchfloor.web.pages.page import FloorPage

PAGES: Sequence[FloorPage] = (*NOW, *ALERTS, *DUE)

__all__ = ["PAGES", "FloorPage"]
