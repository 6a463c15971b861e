"""Who is inside: one-time tokens that open a session, and sessions that end.

A token is long enough that nobody guesses it; tries are counted all the same, so that guessing is seen and
slow. What is kept of tokens and cookies are digests: a dump of the memory opens nothing.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from watchfloor.model import Principal

IDLE = 12 * 3600.0  # seconds without a request after which a session ends: a night
LONGEST = 7 * 24 * 3600.0  # seconds after which it ends in any case
_TRIES, _WITHIN = 10, 60.0  # wrong tokens within so many seconds, before tries are refused
_MOST_SESSIONS = 100


@dataclass(slots=True, kw_only=True)
class Session:
    """Somebody who entered; `csrf` stands in every form of theirs."""

    principal: Principal
    begun: float
    used: float
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def admits(self, given: str | None) -> bool:
        """Tell whether a form or call carries the token of this session."""
        return given is not None and hmac.compare_digest(given.encode(), self.csrf.encode())


class TooManyTriesError(Exception):
    """Too many wrong tokens were tried; `seconds` until the next try is looked at."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many wrong tokens; try again in {seconds:.0f} seconds")
        self.seconds = seconds


class Sessions:
    """The sessions of one server; calls may come from several threads."""

    def __init__(self, principal: Principal, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._principal = principal
        self._clock = clock
        self._guard = threading.Lock()
        self._open: str | None = None
        self._used: set[str] = set()
        self._held: dict[str, Session] = {}
        self._wrong: deque[float] = deque(maxlen=_TRIES)

    def new_token(self) -> str:
        """Return a token that opens one session; the one before, if it was not used, opens none any more."""
        token = secrets.token_urlsafe(32)
        with self._guard:
            self._open = _digest(token)
        return token

    def was_used(self, token: str) -> bool:
        """Tell whether a token is one that opened a session once."""
        with self._guard:
            return _digest(token) in self._used

    def enter(self, token: str) -> str | None:
        """Return the cookie of a new session for the right token, None for a wrong one.

        Raises TooManyTriesError; the right token is taken even then.
        """
        now = self._clock()
        with self._guard:
            if self._open is not None and hmac.compare_digest(_digest(token), self._open):
                self._used.add(self._open)
                self._open = None
                return self._begin(now)
            if len(self._wrong) == _TRIES and now - self._wrong[0] < _WITHIN:
                raise TooManyTriesError(_WITHIN - (now - self._wrong[0]))
            self._wrong.append(now)
            return None

    def _begin(self, now: float) -> str:
        self._forget_ended(now)
        if len(self._held) >= _MOST_SESSIONS:
            del self._held[min(self._held, key=lambda key: self._held[key].used)]
        cookie = secrets.token_urlsafe(32)
        self._held[_digest(cookie)] = Session(principal=self._principal, begun=now, used=now)
        return cookie

    def session(self, cookie: str | None) -> Session | None:
        """Return the session of a cookie, which is used by that; None where none is open."""
        now = self._clock()
        with self._guard:
            self._forget_ended(now)
            found = self._held.get(_digest(cookie)) if cookie else None
            if found is not None:
                found.used = now
            return found

    def is_open(self, cookie: str | None) -> bool:
        """Tell whether a session is open; asking does not use it, so that a forgotten stream ends it too."""
        with self._guard:
            self._forget_ended(self._clock())
            return bool(cookie) and _digest(cookie or "") in self._held

    def end(self, cookie: str) -> None:
        """End a session."""
        with self._guard:
            self._held.pop(_digest(cookie), None)

    def _forget_ended(self, now: float) -> None:
        ended = [key for key, it in self._held.items() if now - it.used > IDLE or now - it.begun > LONGEST]
        for key in ended:
            del self._held[key]


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
