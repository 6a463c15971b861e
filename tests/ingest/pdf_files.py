"""PDF files for tests, written by hand: lines of letters at places, in two of the fonts that need no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Put(NamedTuple):
    """A line of letters: points from the lower left corner of an A4 page, and the size of its letters."""

    x: float
    y: float
    words: str
    size: float = 11
    bold: bool = False


def column(
    lines: Sequence[str], *, x: float = 70, top: float = 700, leading: float = 14, size: float = 11
) -> list[Put]:
    """Return lines below each other; an indented one begins with a blank, an empty one leaves a gap."""
    return [
        Put(x + 14 * line.startswith(" "), top - leading * number, line.strip(), size)
        for number, line in enumerate(lines)
        if line
    ]


def write_pdf(
    pages: Sequence[Sequence[Put]], *, info: Mapping[str, str] | None = None, locked: bool = False
) -> bytes:
    """Return a PDF file of `pages`; `locked` claims a password that nobody knows."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (6 + 2 * number) for number in range(len(pages))), len(pages)),
        *(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name
            for name in (b"Helvetica", b"Helvetica-Bold")
        ),
        b"<< %s >>"
        % b" ".join(b"/%s %s" % (key.encode(), _string(value)) for key, value in (info or {}).items()),
    ]
    for number, page in enumerate(pages):
        drawn = b"\n".join(
            b"BT /F%d %g Tf %g %g Td %s Tj ET" % (put.bold, put.size, put.x, put.y, _string(put.words))
            for put in page
        )
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F0 3 0 R /F1 4 0 R >> >> >>" % (7 + 2 * number),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        ]
    written = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    lock = b""
    if locked:
        nobody = b"<" + b"5a" * 32 + b">"
        lock = b" /Encrypt << /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >> /ID [<00> <00>]" % (
            nobody,
            nobody,
        )
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R%s >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(written + trailer % (len(objects) + 1, lock, table))


def _string(words: str) -> bytes:
    return b"<" + words.encode("cp1252").hex().encode() + b">"
