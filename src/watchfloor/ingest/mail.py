"""Mails -> renditions."""

from __future__ import annotations

from watchfloor.errors import InputError
from watchfloor.model import Rendition


def read_mail(data: bytes, *, where: str, path: str | None, arrived: str) -> Rendition:
    """Return the rendition of a mail; raise InputError where no article text is found."""
    raise InputError(where, "mail is not read")
