"""How far each person has looked: a mark of one's own, beside the floor, so that looking needs no writer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from watchfloor.errors import StoreError
from watchfloor.model import digest
from watchfloor.rights import write_whole


@dataclass(frozen=True, slots=True)
class Mark:
    """The last admission that a person has seen, and when that became known."""

    admission: int
    moment: str


class Marks:
    """The marks of a floor, one small file for each person; a file that cannot be read is no mark."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, person: str) -> Mark | None:
        """Return how far a person has looked; None where no mark is, or none that can be read."""
        try:
            held = json.loads(self._path(person).read_text("utf-8"))
            return Mark(int(held["admission"]), str(held["moment"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def is_broken(self, person: str) -> bool:
        """Tell whether there is a file that should hold a mark and does not."""
        return self._path(person).exists() and self.of(person) is None

    def move(self, person: str, mark: Mark) -> None:
        """Write a person's mark, the last admission seen, to its file in one step."""
        held = {"person": person, "admission": mark.admission, "moment": mark.moment}
        try:
            write_whole(self._path(person), json.dumps(held).encode())
        except OSError as error:
            raise StoreError(
                f"the mark cannot be kept in {self._folder}: {error.strerror}",
                "give this user the right to it",
            ) from error

    def _path(self, person: str) -> Path:
        return self._folder / f".mark-{digest('mark', person)}.json"
