"""Rich Text Format -> its paragraphs: the words that a printed page shows.

What is not known is passed over, as the specification asks (RTF 1.9.1). Nothing embedded is opened, no field
is worked out, no address is followed.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from watchfloor.errors import InputError
from watchfloor.ingest.decoding import clean
from watchfloor.ingest.formats.word import WordParagraph

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})?[ ]?"  # a word of control, and its number
    rb"|\\'([0-9A-Fa-f]{2})"  # a byte of the code page
    rb"|\\([^A-Za-z'])"  # a sign of control
    rb"|([{}])"
    rb"|[\r\n]+"
    rb"|([^\\{}\r\n]+)|.",
    re.S,
)
_DEEPEST = 5_000  # groups within groups
_UNSEEN = frozenset(  # groups of what is no running text
    (
        b"fonttbl colortbl stylesheet listtable listoverridetable revtbl rsidtbl info pict object objdata "
        b"fldinst header headerl headerr headerf footer footerl footerr footerf footnote annotation atnid "
        b"atnauthor themedata datastore colorschememapping latentstyles filetbl xe tc bkmkstart bkmkend "
        b"pntext pntxta pntxtb listtext nonesttables template generator shppict nonshppict shpinst sp "
        b"xmlnstbl formfield datafield private ftnsep aftnsep"
    ).split()
)
_ENDS = {
    b"par": "\n",
    b"sect": "\n",
    b"page": "\n",
    b"row": "\n",
    b"line": "\v",
    b"cell": "\n",
    b"nestcell": "\n",
}
_SIGNS = {
    b"tab": "\t", b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"emspace": " ", b"enspace": " ", b"qmspace": " ",
}  # fmt: skip
_SINGLE = {b"~": "\xa0", b"_": "‑", b"-": "", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}
_CHARSETS = {  # of fonts; what is not here is of the document's code page
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group.

    `apart` is what is no running text, `hidden` what the page does not show; `skipped` letters stand for one
    of Unicode in older programs.
    """

    apart: bool = False
    hidden: bool = False
    skipped: int = 1
    font: int | None = None
    in_fonts: bool = False

    @property
    def is_seen(self) -> bool:
        """Tell whether the words are words of the text."""
        return not (self.apart or self.hidden)


@dataclass(slots=True)
class _Reading:
    """A file under way: the words so far, and the bytes that wait to be decoded with others."""

    where: str
    state: _State = _State()
    outer: list[_State] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    waiting: bytearray = field(default_factory=bytearray)
    page: str = "cp1252"
    font: int | None = None
    fonts: dict[int, str] = field(default_factory=dict)
    to_skip: int = 0
    starred: bool = False
    at: int = 0
    ended: bool = False


def is_rtf(data: bytes) -> bool:
    """Tell whether a file says that it is RTF, whatever its name says."""
    return data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def read_rtf(data: bytes, *, where: str) -> list[WordParagraph]:
    """Return the paragraphs of a file, "" for an empty one; raise InputError for what is no RTF."""
    if not is_rtf(data):
        raise InputError(where, "it is no RTF: save it again as .rtf, .docx or .txt")
    reading = _Reading(where)
    while reading.at < len(data) and not reading.ended:
        token = _TOKEN.match(data, reading.at)
        assert token is not None  # its last branch takes any byte
        reading.at = token.end()
        _take(reading, token)
    _decode(reading)
    text = re.sub(r"\v[ \t]*(?=[a-zß-öø-ÿ])", " ", "".join(reading.words)).replace("\v", "\n")
    return [WordParagraph(" ".join(clean(line).text.split())) for line in text.split("\n")]


def _take(reading: _Reading, token: re.Match[bytes]) -> None:
    word, number, byte, sign, brace, words = token.groups()
    if byte is not None:
        _bytes(reading, bytes.fromhex(byte.decode("ascii")))
    elif words is not None:
        _bytes(reading, words)
    elif word is not None:
        _control(reading, word, int(number) if number else None)
    elif sign == b"*":
        reading.starred = True
    elif sign is not None:
        _show(reading, _SINGLE.get(sign, ""))
    elif brace == b"{":
        _decode(reading)
        if len(reading.outer) >= _DEEPEST:
            raise InputError(reading.where, f"it is nested deeper than {_DEEPEST:,} groups: no text is")
        reading.outer.append(reading.state)
        reading.to_skip, reading.starred = 0, False
    elif brace == b"}":
        _decode(reading)
        if reading.outer:
            reading.state = reading.outer.pop()
        reading.to_skip, reading.starred = 0, False
        reading.ended = not reading.outer


def _bytes(reading: _Reading, words: bytes) -> None:
    """Take bytes of the code page; after a letter of Unicode some stand for it in older programs."""
    if reading.to_skip:
        skipped = min(reading.to_skip, len(words))
        reading.to_skip -= skipped
        words = words[skipped:]
    if reading.state.is_seen:
        reading.waiting += words


def _show(reading: _Reading, words: str) -> None:
    _decode(reading)
    if reading.to_skip:
        reading.to_skip -= 1
    elif reading.state.is_seen:
        reading.words.append(words)


def _decode(reading: _Reading) -> None:
    if reading.waiting:
        font = reading.font if reading.state.font is None else reading.state.font
        encoding = reading.page if font is None else reading.fonts.get(font, reading.page)
        reading.words.append(reading.waiting.decode(encoding, "replace"))
        reading.waiting.clear()


def _control(reading: _Reading, word: bytes, number: int | None) -> None:
    _decode(reading)
    starred, reading.starred = reading.starred, False
    state, reading.to_skip = reading.state, 0
    if word == b"u":
        _unicode(reading, number or 0)
    elif word == b"bin":
        reading.at += max(0, number or 0)
    elif word in _UNSEEN or starred:
        reading.state = replace(state, apart=True, in_fonts=state.in_fonts or word == b"fonttbl")
    elif word in _ENDS or word in _SIGNS:
        _show(reading, _ENDS.get(word) or _SIGNS[word])
    elif word in _SETTINGS:
        _set(reading, word, number)


_SETTINGS = frozenset(
    (b"uc", b"f", b"ansicpg", b"mac", b"pc", b"pca", b"fcharset", b"v", b"deleted", b"deff", b"plain")
)


def _set(reading: _Reading, word: bytes, number: int | None) -> None:
    """Take what a word of control says of the words behind it."""
    state = reading.state
    if word == b"uc":
        reading.state = replace(state, skipped=max(0, min(number or 0, 100)))
    elif word == b"deff":
        reading.font = number
    elif word == b"plain":
        reading.state = replace(state, font=None, hidden=False)
    elif word == b"f":
        reading.state = replace(state, font=number)
    elif word == b"fcharset":
        if state.in_fonts and state.font is not None and (charset := _CHARSETS.get(number or 0)):
            reading.fonts[state.font] = charset
    elif word in (b"v", b"deleted"):  # hidden words, and those deleted while changes were tracked
        reading.state = replace(state, hidden=number != 0)
    else:
        named = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}.get(word, f"cp{number}")
        reading.page = _known(named) or reading.page


def _known(encoding: str) -> str | None:
    try:
        return codecs.lookup("utf-8" if encoding == "cp65001" else encoding).name
    except LookupError:
        return None


def _unicode(reading: _Reading, number: int) -> None:
    """Show a letter by its number; halves of one stand one after the other and are joined later."""
    if reading.state.is_seen:
        reading.words.append(chr(number % 0x10000) if -0x8000 <= number <= 0xFFFF else "�")
        _join_halves(reading.words)
    reading.to_skip = reading.state.skipped


def _join_halves(words: list[str]) -> None:
    if len(words) > 1 and "\udc00" <= words[-1] <= "\udfff" and "\ud800" <= words[-2][-1:] <= "\udbff":
        high, low = words[-2][-1:], words.pop()
        both = 0x10000 + ((ord(high) - 0xD800) << 10) + (ord(low) - 0xDC00)
        words[-1] = words[-1][:-1] + chr(both)
