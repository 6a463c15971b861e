"""A floor that is asked on the command line, and the question as it is meant now."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from watchfloor.cli.floor import config_of
from watchfloor.cli.output import now
from watchfloor.cli.person import principal
from watchfloor.model import Asked

if TYPE_CHECKING:
    from watchfloor.engine.answer.asking import Meant
    from watchfloor.engine.answer.queries import Rests
    from watchfloor.engine.services.questions import QuestionDesk, Questions


@dataclass(frozen=True, slots=True)
class AskedFloor:
    """A floor that is asked, and the question as it is meant now."""

    asking: QuestionDesk
    meant: Meant
    without_mark: str = ""

    @classmethod
    def of(cls, folder: Path | None, asked: Asked) -> AskedFloor:
        """Return the floor in a folder, asked by whoever is at the terminal."""
        from watchfloor.engine.services.questions import QuestionDesk

        asking = QuestionDesk(config=config_of(folder), clock=now)
        found, is_broken = asking.meant(principal(), asked)
        why = "your mark cannot be read" if is_broken else "you have no mark yet"
        without = f" ({why}: the last 24 hours; --seen makes one)" if found.without_mark else ""
        return cls(asking, found, without)

    def open(self) -> AbstractContextManager[Questions]:
        """Open the floor for questions."""
        return self.asking.ask(principal())

    def shown(self, moment: str | None) -> str:
        """Return a moment as it is shown, in the zone of the floor."""
        from watchfloor.engine.answer.times import moment_shown

        return moment_shown(moment, self.asking.config.timezone)

    def head(self, rests: Rests) -> str:
        """Return what every answer begins with: the moment it speaks of, and how much was read by then."""
        as_of = self.meant.scope.as_of
        if not rests.admissions:
            return f"the floor knew nothing{f' as of {as_of}' if as_of else ' yet'}"
        moment = self.shown(rests.moment)
        return f"as of {moment}, after {rests.admissions} admissions; machine-read, not verified"

    def since(self) -> list[str]:
        """Return from when on something is shown, where that was asked."""
        if self.meant.since is None:
            return []
        return [f"since {self.shown(self.meant.since)}{self.without_mark}"]
