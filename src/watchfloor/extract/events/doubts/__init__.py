"""Doubts: why a coded event, though it reads like one, is not to be alerted on.

Each rule is entered in the table where it is written, by `doubt`, with its proof.
"""

from watchfloor.extract.events.doubts import parse, parties, senses, telling
from watchfloor.extract.events.doubts.table import RULES, Case
from watchfloor.model import Doubt

__all__ = ["RULES", "Case", "doubts", "parse", "parties", "senses", "telling"]


def doubts(case: Case) -> tuple[Doubt, ...]:
    """Return the doubts that hold against an event, in the order of the model."""
    return tuple(kind for kind in Doubt if kind in RULES and RULES[kind].holds(case))
