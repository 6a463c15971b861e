"""Who may enter a served floor, as its store says: looked up for all requests together, once a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress

from watchfloor.config import Config
from watchfloor.engine.services.people import KnownPeople, known_people
from watchfloor.errors import StoreError
from watchfloor.model import Person, Principal
from watchfloor.passwords import digest_of_key

_EVERY = 1.0  # seconds: whoever is deactivated is out after that at the latest


class PeopleBook:
    """The people and keys of one floor; what was changed elsewhere is known after a second."""

    def __init__(self, config: Config, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._config = config
        self._seconds = seconds
        self._guard = threading.Lock()
        self._looked = float("-inf")
        self._known = KnownPeople()

    def person(self, name: str) -> Person | None:
        """Return somebody who may enter."""
        return next((it for it in self._now().people if it.name == name), None)

    def of_key(self, key: str) -> Principal | None:
        """Return who asks with a key."""
        digest = digest_of_key(key)
        return next((it.principal for it in self._now().keys if it.digest == digest), None)

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody may enter by name."""
        return not self._now().people

    def forget(self) -> None:
        """Look again at the next question: somebody was changed here."""
        with self._guard:
            self._looked = float("-inf")

    def _now(self) -> KnownPeople:
        with self._guard:
            if self._seconds() - self._looked >= _EVERY:
                with suppress(StoreError):  # it cannot be read now; who was known a second ago still is
                    self._known = known_people(self._config)
                self._looked = self._seconds()
            return self._known
