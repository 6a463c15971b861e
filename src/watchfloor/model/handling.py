"""How what we know ourselves is handled: whether it may leave the desk."""

from __future__ import annotations

from typing import Literal

Handling = Literal["open", "internal"]  # "internal": it is shown at the desk, and to nobody else
OPEN: Handling = "open"
INTERNAL: Handling = "internal"

OWN_STAFF = (
    "own staff"  # the source of what our own people saw or heard, which no other input may claim to be
)


def is_own(outlet: str | None) -> bool:
    """Tell whether something was told by our own people: it is no separately written text."""
    return outlet == OWN_STAFF


def claims_to_be_own(outlet: str | None) -> bool:
    """Tell whether somebody calls an outlet as our own people are called, however it is spelt."""
    return " ".join((outlet or "").split()).casefold() == OWN_STAFF
