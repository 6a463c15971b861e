"""Small files as office programs and press archives write them; all words are invented."""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict
from xml.sax.saxutils import escape

TITLE = "Ferry Alba sinks off Norrick"
WORDS = (
    "The ferry Alba sank off Norrick on Monday with 40 people aboard, the coast guard said.",
    "Eleven people were rescued, and the search will go on at first light on Tuesday, its spokesman said.",
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_STYLES = (
    f'<?xml version="1.0"?><w:styles {_W}>'
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>'
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            packing = (
                zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            )  # so it begins the file
            file.writestr(name, part, packing)
    return held.getvalue()


def word_paragraph(words: str, *, style: str = "") -> str:
    """Return a paragraph as Word writes it: runs, and a break for each line feed."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = "<w:r><w:br/></w:r>".join(
        f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in words.split("\n")
    )
    return f"<w:p>{named}{runs}</w:p>"


def docx(
    lines: Iterable[str],
    *,
    title: str | None = None,
    raw: str = "",
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Return a document of Word; `raw` is markup that stands behind its paragraphs."""
    body = "".join(map(word_paragraph, lines))
    head = word_paragraph(title, style="Titel") if title else ""
    inner = f"<w:body>{head}{body}{raw}</w:body>"
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}>{inner}</w:document>'
    return zipped(
        {
            "[Content_Types].xml": '<?xml version="1.0"?><Types/>',
            "word/document.xml": document,
            "word/styles.xml": _STYLES,
            **(more or {}),
        }
    )


def odt(lines: Iterable[str], *, title: str | None = None, raw: str = "") -> bytes:
    """Return a text of OpenDocument."""
    head = f'<text:h text:outline-level="1">{escape(title)}</text:h>' if title else ""
    body = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f"<office:body><office:text>{head}{body}{raw}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def rtf(lines: Iterable[str], *, head: str = "") -> bytes:
    """Return a file of RTF; letters beyond ASCII are written by their numbers, with a substitute behind."""

    def written(line: str) -> str:
        escaped = line.replace("\\", r"\\").replace("{", r"\{").replace("}", r"\}")
        units = (escaped[at] for at in range(len(escaped)))
        return "".join(letter if letter < "\x80" else _numbers(letter) for letter in units)

    body = "".join(f"\\pard\\plain\\f0\\fs22 {written(line)}\\par\r\n" for line in lines)
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Arial CYR;}}"
        r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}}{\*\generator Riched20 10.0;}"
        r"{\info{\author Somebody}{\title Untitled}}" + f"{head}\r\n{body}}}"
    ).encode("ascii")


def _numbers(letter: str) -> str:
    data = letter.encode("utf-16-le")
    units = (int.from_bytes(data[at : at + 2], "little", signed=True) for at in range(0, len(data), 2))
    return "".join(f"\\u{unit}?" for unit in units)


class Archived(TypedDict):
    """What an archive holds of one article."""

    title: str
    outlet: str
    day: str
    european: str
    byline: str
    words: Sequence[str]


ARTICLES: Sequence[Archived] = (
    {
        "title": "Ferry Alba sinks off Norrick",
        "outlet": "The Norrick Courier",
        "day": "March 16, 2026 Monday",
        "european": "16 March 2026",
        "byline": "Ida Malm",
        "words": WORDS,
    },
    {
        "title": "Tarvel bridge reopens after repairs",
        "outlet": "Tarvel Daily (Tarvel)",
        "day": "March 17, 2026 Tuesday",
        "european": "17 March 2026",
        "byline": "Jon Brekke and Ada Lund",
        "words": (
            "The bridge at Tarvel was opened again on Tuesday, eight weeks after a lorry had hit it.",
            "Document checks at the bridge go on until Friday, the police said, and there will be queues.",
        ),
    },
)


def nexis(articles: Sequence[Archived] = ARTICLES) -> list[str]:
    """Return the lines of a download of Nexis as it is today: a cover, then each up to "End of Document"."""
    lines = [
        "User Name: A Reader",
        "Date and Time: Wednesday, March 18, 2026 9:12:00 AM CET",
        "Job Number: 190",
    ]
    lines += [f"Documents ({len(articles)})"]
    lines += [f"{number}. {it['title']}" for number, it in enumerate(articles, 1)]
    lines += ["Client/Matter: -None-", "Search Terms: ferry or bridge", ""]
    for it in articles:
        lines += [it["title"], it["outlet"], it["day"]]
        lines += [
            f"Copyright 2026 {it['outlet']} All Rights Reserved",
            "",
            "Section: NEWS; Pg. 3",
            "Length: 310 words",
        ]
        lines += [
            f"Byline: {it['byline']}",
            "Body",
            "",
            *(line for word in it["words"] for line in (word, "")),
        ]
        lines += [
            "Classification",
            "Language: ENGLISH",
            "Load-Date: March 18, 2026",
            "",
            "End of Document",
            "",
        ]
    return lines


def older_nexis(articles: Sequence[Archived] = ARTICLES, *, width: int = 76) -> list[str]:
    """Return the lines of a download of Nexis as it was for years, those of paragraphs broken at `width`."""
    lines: list[str] = []
    for number, it in enumerate(articles, 1):
        for head in (f"{number} of {len(articles)} DOCUMENTS", it["outlet"], it["day"]):
            lines += [head.center(80).rstrip(), "", ""]
        lines[-2:] = ["Final Edition".center(80).rstrip(), ""]
        lines += [
            it["title"],
            "",
            f"BYLINE: {it['byline']}",
            "",
            "SECTION: NEWS; Pg. 3",
            "",
            "LENGTH: 310 words",
            "",
        ]
        for word in it["words"]:
            lines += [*textwrap.wrap(word, width), ""]
        lines += ["LOAD-DATE: March 18, 2026", "", "LANGUAGE: ENGLISH", "", "PUBLICATION-TYPE: Newspaper", ""]
        lines += [
            f"Copyright 2026 {it['outlet']}".center(80).rstrip(),
            "All Rights Reserved".center(80).rstrip(),
            "",
        ]
    return lines


def factiva(articles: Sequence[Archived] = ARTICLES, *, labelled: bool = False) -> list[str]:
    """Return the lines of a download of Factiva, with the labels of its fields or without."""
    lines: list[str] = []
    for number, it in enumerate(articles, 1):
        key = f"NORCOU002026031{number + 5}em3g0000{number}"
        if labelled:
            lines += [
                "SE  News",
                f"HD  {it['title']}",
                f"BY  By {it['byline']}",
                "WC  310 words",
                f"PD  {it['european']}",
            ]
            lines += [
                "ET  09:15",
                f"SN  {it['outlet']}",
                "SC  NORCOU",
                "LA  English",
                "CY  (c) 2026",
                "",
                "LP  ",
            ]
            first, *rest = it["words"]
            lines += [
                first,
                "",
                "TD  ",
                *(line for word in rest for line in (word, "")),
                "CO  norfer : Norrick Ferries",
            ]
            lines += ["NS  gdis : Disasters", f"AN  Document {key}", "", ""]
        else:
            lines += [
                "News",
                it["title"],
                "",
                f"By {it['byline']}",
                "310 words",
                it["european"],
                "09:15",
            ]
            lines += [it["outlet"], "NORCOU", "3", "English", "(c) 2026. All rights reserved.", ""]
            lines += [*(line for word in it["words"] for line in (word, "")), f"Document {key}", "", ""]
    return [*lines, "Search Summary", "Text", "ferry or bridge", "© 2026 Factiva, Inc. All rights reserved."]


# -------------------------------------------------------------------------------------------------- tables

Cell = str | int | float | None
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(
    *sheets: Sequence[Sequence[Cell | tuple[str, Cell]]], more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """Return a workbook; ("d", 46097) is shown as a date, ("A1&B1", "value") is a formula and its value."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types/>',
        "xl/styles.xml": (
            f'<styleSheet xmlns="{_SHEET}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/>'
            "</cellXfs></styleSheet>"
        ),
    }
    named, related = "", ""
    for number, rows in enumerate(sheets, 1):
        named += f'<sheet name="Sheet{number}" sheetId="{number}" r:id="rId{number}"/>'
        kind = f"{_RELATIONS}/worksheet"
        related += f'<Relationship Id="rId{number}" Type="{kind}" Target="worksheets/sheet{number}.xml"/>'
        body = "".join(
            f'<row r="{at}">{"".join(_cell(cell, f"{chr(65 + n)}{at}") for n, cell in enumerate(row))}</row>'
            for at, row in enumerate(rows, 1)
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{_SHEET}"><sheetData>{body}</sheetData></worksheet>'
        )
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATIONS}"><sheets>{named}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{relations}">{related}</Relationships>'
    return zipped({**parts, **(more or {})})


def _cell(cell: Cell | tuple[str, Cell], place: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        kind, value = cell
        if kind == "d":
            return f'<c r="{place}" s="1"><v>{value}</v></c>'
        return f'<c r="{place}" t="str"><f>{escape(kind)}</f><v>{escape(str(value))}</v></c>'
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


def ods(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a sheet of OpenDocument."""
    body = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            + "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
            + "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet1">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})
