"""What a page is: an address, the methods that it answers, what answers, and what one must be allowed to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from watchfloor.permissions import Action, require
from watchfloor.web.asking import principal_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorPage:
    """A page, or an act that a form on one asks for; whoever may not do `action` is refused."""

    path: str
    name: str
    answer: Callable[[Request], Response]
    methods: Sequence[str] = ("GET",)
    action: Action = Action.READ

    def answered(self, request: Request) -> Response:
        """Return the answer to a request; a page that is open without a session decides by itself."""
        if request.state.session is not None:
            require(principal_of(request), self.action)
        return self.answer(request)
