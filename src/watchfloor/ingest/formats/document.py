"""A whole document's bytes -> its rendition, by kind: what a file, or a record of an archive, may hold."""

from __future__ import annotations

from typing import Literal, Protocol

from watchfloor.ingest.formats.page import read_page
from watchfloor.model import Rendition

DocumentKind = Literal["page", "pdf", "mail"]

LARGEST_DOCUMENT: dict[DocumentKind, int] = {  # bytes: pictures and attachments make the others large
    "page": 16 * 2**20,  # the cap that the fetcher has too
    "pdf": 64 * 2**20,
    "mail": 64 * 2**20,
}


class DocumentReader(Protocol):
    """Reads one document: `read_document`, or a reader that does so in a child process."""

    def __call__(
        self,
        data: bytes,
        *,
        kind: DocumentKind,
        where: str,
        path: str | None = None,
        url: str | None = None,
        arrived: str,
    ) -> Rendition:
        """Return the rendition of a document; raise InputError where no article text is found."""
        ...


def read_document(
    data: bytes,
    *,
    kind: DocumentKind,
    where: str,
    path: str | None = None,
    url: str | None = None,
    arrived: str,
) -> Rendition:
    """Return the rendition of a document; raise InputError where no article text is found."""
    if kind == "pdf":
        from watchfloor.ingest.formats.pdf import read_pdf  # noqa: PLC0415 - it loads what only PDF needs

        return read_pdf(data, where=where, path=path, url=url, arrived=arrived)
    if kind == "mail":
        from watchfloor.ingest.formats.mail import read_mail  # noqa: PLC0415 - it loads what only mail needs

        return read_mail(data, where=where, path=path, arrived=arrived)
    return read_page(data, where=where, path=path, url=url, arrived=arrived)
