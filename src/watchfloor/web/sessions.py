"""Who is inside: one-time tokens and passwords that open a session, and sessions that end.

A token is long enough that nobody guesses it; tries are counted all the same, so that guessing is seen and
slow. What is kept of tokens and cookies are digests: a dump of the memory opens nothing.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from watchfloor.model import Person, Principal
from watchfloor.web.tries import Tries

IDLE = 12 * 3600.0  # seconds without a request after which a session ends: a night
LONGEST = 7 * 24 * 3600.0  # seconds after which it ends in any case
_TRIES, _WITHIN = 10, 60.0  # wrong tokens within so many seconds, before tries are refused
_MOST_SESSIONS = 100


@dataclass(slots=True, kw_only=True)
class Session:
    """Somebody who entered; `csrf` stands in every form of theirs, `person` is who has a password."""

    principal: Principal
    person: Person | None = None
    begun: float
    used: float
    has_key: bool = False  # a program's, for one call: no browser sends a key by itself
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def admits(self, given: str | None) -> bool:
        """Tell whether a form or call carries the token of this session."""
        return given is not None and hmac.compare_digest(given.encode(), self.csrf.encode())


class TooManyTriesError(Exception):
    """Too many wrong tries were made; `seconds` until the next one is looked at."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many wrong tries; try again in {max(1.0, seconds):.0f} seconds")
        self.seconds = seconds


class Sessions:
    """The sessions of one server; calls may come from several threads.

    Tokens open sessions of `principal`. `person_now` tells who somebody is now, None once they may not enter;
    a session of an older password has ended.
    """

    def __init__(
        self,
        principal: Principal,
        *,
        clock: Callable[[], float] = time.monotonic,
        person_now: Callable[[str], Person | None] = lambda name: None,
    ) -> None:
        self._principal = principal
        self._person_now = person_now
        self._clock = clock
        self._guard = threading.Lock()
        self._open: str | None = None
        self._used: set[str] = set()
        self._held: dict[str, Session] = {}
        self._wrong = Tries(_TRIES, _WITHIN, clock=clock)

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
                return self._begin(Session(principal=self._principal, begun=now, used=now))
            if seconds := self._wrong.wait(""):
                raise TooManyTriesError(seconds)
            self._wrong.count("")
            return None

    def begin(self, person: Person) -> str:
        """Return the cookie of a new session of somebody whose password was right."""
        now = self._clock()
        with self._guard:
            return self._begin(Session(principal=person.principal, person=person, begun=now, used=now))

    def _begin(self, session: Session) -> str:
        self._forget_ended(session.begun)
        if len(self._held) >= _MOST_SESSIONS:
            del self._held[min(self._held, key=lambda key: self._held[key].used)]
        cookie = secrets.token_urlsafe(32)
        self._held[_digest(cookie)] = session
        return cookie

    def session(self, cookie: str | None) -> Session | None:
        """Return the session of a cookie, which is used by that; None where none is open."""
        now = self._clock()
        with self._guard:
            self._forget_ended(now)
            found = self._still(cookie)
            if found is not None:
                found.used = now
            return found

    def is_open(self, cookie: str | None) -> bool:
        """Tell whether a session is open; asking does not use it, so that a forgotten stream ends it too."""
        with self._guard:
            self._forget_ended(self._clock())
            return self._still(cookie) is not None

    def _still(self, cookie: str | None) -> Session | None:
        """Return the session of a cookie, of whom it is as they are now."""
        key = _digest(cookie or "")
        found = self._held.get(key)
        if found is None or found.person is None:
            return found
        now = self._person_now(found.person.name)
        if now is None or now.stamp != found.person.stamp:
            del self._held[key]
            return None
        found.person, found.principal = now, now.principal
        return found

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
