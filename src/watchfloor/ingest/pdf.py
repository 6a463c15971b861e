"""PDF files -> renditions."""

from __future__ import annotations

from watchfloor.errors import InputError
from watchfloor.model import Rendition


def read_pdf(data: bytes, *, where: str, path: str | None, url: str | None, arrived: str) -> Rendition:
    """Return the rendition of a PDF; raise InputError where no article text is found."""
    raise InputError(where, "reading PDF needs an extra: pip install 'watchfloor[pdf]'")
