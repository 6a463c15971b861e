"""Two moments side by side: what changed from the one to the other, for any page that has an `as_of`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.requests import Request

from watchfloor.engine.services.questions import Questions
from watchfloor.errors import UsageError
from watchfloor.model import Asked
from watchfloor.web.asking import floor_of_request, moment_asked, principal_of
from watchfloor.web.frame import Frame
from watchfloor.web.pages.news import NewsFound, news_found

COMPARE = "compare"  # the parameter: a moment, or "now"
_MOST, _LINES = 40, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedMoments:
    """What changed between two moments."""

    earlier: str
    later: str
    news: NewsFound


def compared(request: Request, questions: Questions, frame: Frame, asked: Asked) -> ComparedMoments | None:
    """Return what changed between the moment looked at and that it is compared with; None without one."""
    written = request.query_params.get(COMPARE, "").strip()
    if not written:
        return None
    floor = floor_of_request(request)
    now = floor.clock()
    other = now if written.lower() == "now" else moment_asked(floor, written) or now
    earlier, later = sorted((other, frame.as_of or now))
    if earlier == later:
        raise UsageError("both moments are the same; give another to compare with")
    question = replace(asked, since=earlier, as_of=None if later == now else later)
    found = news_found(floor, principal_of(request), questions, question, frame, most=_MOST, lines=_LINES)
    return ComparedMoments(earlier=earlier, later=later, news=found)
