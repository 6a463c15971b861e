"""Files of other programs: what they are, and what to do with them instead; never one article each."""

from __future__ import annotations

import re

from watchfloor.ingest.formats.chats import chat_kind
from watchfloor.ingest.formats.delimited import is_table

_JSON = (
    'it is JSON, of which only JSON Lines are read: one object a line with the words under "text", '
    "in a file that ends in .jsonl"
)
_SHEET = "it is a spreadsheet in a form that is not read: save it as .xlsx, .ods or .csv"
_PICTURE = "it is a picture: read its words with OCR first and save them as .txt"
_SOUND = "it is sound or video: write down what is said, as .txt"
_FEED = "it is a feed or a list of feeds: `watchfloor sources add` or `watchfloor sources import` reads those"
_OWN = "it is what Watchfloor itself wrote: give it the articles, not the report about them"
_TABLE = (
    'it is a table: save it as .csv, with a header and a column "text" that holds the words of an article'
)
_PROGRAM = "it is code, settings or a log of a program, and no article"
_CARDS = "it is a calendar or an address book: no article is in it"
_REFERENCES = "it is a list of references: give the articles themselves"
_SUBTITLES = "it is subtitles: save the words without their times, as .txt"
_ENCODED = "it is data in letters (base64): decode it first"
BY_SUFFIX = {
    ".numbers": _SHEET,
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".heic", ".avif", ".svg"),
        _PICTURE,
    ),
    **dict.fromkeys((".mp3", ".mp4", ".wav", ".m4a", ".ogg", ".mov", ".avi", ".mkv", ".webm"), _SOUND),
    **dict.fromkeys((".rss", ".atom", ".opml"), _FEED),
    **dict.fromkeys((".ics", ".vcf"), _CARDS),
    **dict.fromkeys((".bib", ".ris"), _REFERENCES),
    **dict.fromkeys((".srt", ".vtt"), _SUBTITLES),
    **dict.fromkeys(
        (".yaml", ".yml", ".toml", ".ini", ".py", ".js", ".css", ".sql", ".sh", ".log"), _PROGRAM
    ),
}
_BY_START: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (
        re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP|II\*\0|MM\0\*|.{4}ftyp(?:heic|avif)", re.S),
        _PICTURE,
    ),
    (re.compile(rb"ID3|OggS|fLaC|RIFF.{4}(?:WAVE|AVI )|.{4}ftyp|\x1aE\xdf\xa3", re.S), _SOUND),
    (
        re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        "it is a document of an office program: save it as .pdf, .html or .txt",
    ),
    (
        re.compile(
            rb"(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:\w+:)?(?:rss|rdf|feed|opml)\b",
            re.I | re.S,
        ),
        _FEED,
    ),
    (re.compile(rb"BEGIN:V(?:CALENDAR|CARD)\b"), _CARDS),
    (re.compile(rb"TY {1,2}- [A-Z]{3,5}\s|@[a-z]{2,20}\s?\{\s{0,9}[\w:.-]{1,80}\s?,", re.I), _REFERENCES),
    (re.compile(rb"WEBVTT\b|\d{1,3}\r?\n\d\d:\d\d:\d\d[,.]\d{3} --> "), _SUBTITLES),
    (
        re.compile(rb"#!/|<\?php\b|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\S{0,9} \[?(?:INFO|DEBUG|WARN|ERROR)"),
        _PROGRAM,
    ),
    (re.compile(rb"(?:[A-Za-z0-9+/]{60,76}\r?\n){5}|[A-Za-z0-9+/]{1000}"), _ENCODED),
)
_ROW = re.compile(rb"[^\r\n]{1,2000}")
_FEWEST_ROWS = 3  # with as many cells: lines of a text have as many marks now and then, not one after another
_LONGEST_CELL = 40  # bytes of a cell of the header
_MARKS = (b";", b"\t", b"|")
_JSON_START = re.compile(rb"[\[{]\s*(?:[\"{\[]|[\]}])")
_RECORD = re.compile(rb"\{[^\r\n]*\"text\"\s*:[^\r\n]*\}[ \t]*(?:[\r\n]|$)")
_OWN_JSON = re.compile(
    rb"\{\s*\"(?:texts|stories|reports|events|judgements|admission|coverage)\"\s*:\s*[\[{]"
)
_OWN_PAGE = re.compile(rb"<meta name=\"?generator\"? content=\"?Watchfloor", re.I)
_CHAT = (
    "it is a chat: `watchfloor note --chat FILE` reads it, a message a report, "
    "with roles for the names of those who write"
)
_FEWEST = 2  # messages that a text begins with if it is a chat: an article may begin with a time and a colon
_SPACE = b"\xef\xbb\xbf \t\r\n"


def is_records(start: bytes) -> bool:
    """Tell whether a file begins with a whole record of JSON Lines."""
    begun = start.lstrip(_SPACE)
    return _RECORD.match(begun) is not None and _OWN_JSON.match(begun) is None


def why_foreign(start: bytes, suffix: str) -> str | None:
    """Return what a file is that begins so, and what to do with it; None where it may be an article."""
    if why := BY_SUFFIX.get(suffix):
        return why
    if chat_kind(start, fewest=_FEWEST) is not None:
        return _CHAT
    begun = start.lstrip(_SPACE)
    if _OWN_JSON.match(begun) or _OWN_PAGE.search(start):
        return _OWN
    if suffix == ".json" or _JSON_START.match(begun):
        return _JSON
    if not is_table(start) and _is_rows(begun):
        return _TABLE
    return next((why for form, why in _BY_START if form.match(begun)), None)


def _is_rows(begun: bytes) -> bool:
    """Tell whether the first lines are rows of short cells, as many in each."""
    rows = [match[0] for match, _ in zip(_ROW.finditer(begun), range(_FEWEST_ROWS), strict=False)]
    return len(rows) == _FEWEST_ROWS and any(
        rows[0].count(mark) > 1
        and len({row.count(mark) for row in rows}) == 1
        and all(len(cell) <= _LONGEST_CELL for cell in rows[0].split(mark))
        for mark in _MARKS
    )
