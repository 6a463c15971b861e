"""The table of doubts: each rule stands with an invented sentence that it doubts and one that it does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from watchfloor.extract.events.reading import Coded
from watchfloor.extract.events.standing import Party
from watchfloor.model import Doubt


@dataclass(frozen=True, slots=True)
class Case:
    """A coded event with those who take part in it, and the loose field of its paragraph."""

    item: Coded
    sources: Sequence[Party]
    targets: Sequence[Party]
    field: str | None = None

    @property
    def parties(self) -> tuple[Party, ...]:
        """Return all who take part, the doers first."""
        return (*self.sources, *self.targets)


@dataclass(frozen=True, slots=True)
class DoubtRule:
    """When a doubt holds, and its proof: it doubts an event of `fires`, and none of that type in `silent`."""

    holds: Callable[[Case], bool]
    fires: str
    silent: str


RULES: dict[Doubt, DoubtRule] = {}
"""The rules by their doubts, each entered by `doubt` where it is written."""


def doubt(
    kind: Doubt, *, fires: str, silent: str
) -> Callable[[Callable[[Case], bool]], Callable[[Case], bool]]:
    """Enter a rule in the table, with its proof; a doubt has one rule."""

    def enter(holds: Callable[[Case], bool]) -> Callable[[Case], bool]:
        assert kind not in RULES, f"{kind} has a rule"
        RULES[kind] = DoubtRule(holds, fires, silent)
        return holds

    return enter
