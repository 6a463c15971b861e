"""Refusals and failures, as problem+json for programs (RFC 9457) and as a page for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.responses import Response

from watchfloor.errors import FloorLockedError, NotAllowedError, StoreError, UsageError, WatchfloorError
from watchfloor.printable import printable_json

PROBLEM = "application/problem+json"


class NotThereError(UsageError):
    """What was asked for by its id or address is not there."""


class ConflictError(UsageError):
    """What was asked for cannot be, as things stand now."""


class TooManyStreamsError(UsageError):
    """Whoever asks holds as many streams as one may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a request was not answered: the status, and a sentence with the remedy.

    `goes_to` is the page that was asked for, where logging in leads to it.
    """

    status: HTTPStatus
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)
    goes_to: str | None = None

    @property
    def title(self) -> str:
        """Return the name of the status."""
        return self.status.phrase

    def as_json(self) -> Response:
        """Return the answer for programs."""
        body = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        return Response(
            printable_json(body), status_code=self.status, media_type=PROBLEM, headers=dict(self.headers)
        )


# The first kind that an error is of says its status.
_STATUSES: tuple[tuple[type[WatchfloorError], HTTPStatus], ...] = (
    (NotThereError, HTTPStatus.NOT_FOUND),
    (NotAllowedError, HTTPStatus.FORBIDDEN),
    (ConflictError, HTTPStatus.CONFLICT),
    (TooManyStreamsError, HTTPStatus.TOO_MANY_REQUESTS),
    (UsageError, HTTPStatus.BAD_REQUEST),
    (FloorLockedError, HTTPStatus.SERVICE_UNAVAILABLE),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
    (WatchfloorError, HTTPStatus.BAD_REQUEST),
)


def problem_of(error: WatchfloorError) -> Problem:
    """Return what an error that was foreseen is to whoever asked."""
    status = next(status for kind, status in _STATUSES if isinstance(error, kind))
    waits = {"Retry-After": "5"} if status is HTTPStatus.SERVICE_UNAVAILABLE else {}
    return Problem(status=status, detail=str(error), headers=waits)
