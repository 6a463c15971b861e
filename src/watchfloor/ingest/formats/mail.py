"""Mails (.eml) -> renditions: newsletters, press releases, alerts of other services (RFC 5322, 2045)."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.errors import MessageDefect
from email.headerregistry import BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.utils import parseaddr
from itertools import pairwise

from watchfloor.errors import InputError
from watchfloor.ingest.build import Draft, joined
from watchfloor.ingest.dates import parse_moment
from watchfloor.ingest.decoding import clean, decode
from watchfloor.ingest.formats.page import read_page
from watchfloor.ingest.formats.text import rendition_of_draft
from watchfloor.ingest.page.structured import safe_url
from watchfloor.model import Flag, FlagCode, Rendition, rendition_id

_MOST_PARTS = 200
_LONGEST_DATE = 80  # characters of one that is none
_LONGEST_HEADER = 1_000  # characters of a subject or an address
_LONGEST_FIELD = 8_192  # characters of a header that are read: parameters cost the square of their number
_ENOUGH = 300  # characters: a plain part as long as this is the text; a shorter one only announces the other
_LEAST_SHARE = 0.4  # of the page's words that a plain part has if it is not an announcement
_WRAPPED = range(50, 81)  # characters of lines that were broken by a mail program
_SIGNATURE = re.compile(r"^-- ?$", re.M)
_QUOTED = re.compile(r"^>.*(?:\n>.*)*\n?", re.M)
_REPLY = re.compile(r"^(?:re|aw|sv|vs|antw|fwd?|wg|tr|rv)(?:\[\d+\])?:\s*", re.I)
_ADDRESS = re.compile(r"<(https?://[^<>\s]{4,2000})>")
_TRACKED = re.compile(r"(?<![ \t])[ \t]*(?:<https?://[^<>\s]{60,}>|\(\s?https?://[^()\s]{80,}\s?\))")
_MAIL_HOST = re.compile(r"^(?:www|mail|news|newsletters?|email|e|info|press)\.(?=[^.]+\.)")
_ORGANISATION = re.compile(
    r"[@|:/\d]|\b(?:news|press|media|alerts?|newsletter|office|team|desk|reply)\b", re.I
)


class _ShortHeaders(HeaderRegistry):
    """Makes header fields of what they begin with."""

    def __call__(self, name: str, value: str) -> BaseHeader:
        """Return a field, cut where it is longer than any field of a mail; an empty one where it is none."""
        try:
            return super().__call__(name, value[:_LONGEST_FIELD])
        except Exception:  # noqa: BLE001 - the library fails in many ways at what is no field: brackets, odd bytes
            return super().__call__(name, "")


_POLICY = email.policy.default.clone(header_factory=_ShortHeaders())


def read_mail(data: bytes, *, where: str, path: str | None, arrived: str) -> Rendition:
    """Return the rendition of a mail: its subject, sender, date and the words of its plain or HTML part.

    The outlet is the host of the sender's address, which anyone can write. Attachments are left out and
    flagged, and so is what breaks the rules of mails. Raises InputError for what is no mail or has no text.
    """
    mail = email.message_from_bytes(data, policy=_POLICY)
    if not isinstance(mail, EmailMessage) or not any(mail.get(name) for name in ("From", "Date", "Subject")):
        raise InputError(where, "it is no mail: it has neither a sender, a date nor a subject")
    plain, page, flags = _parts(mail)
    subject = _subject(mail)
    found = None
    if page and not _suffices(plain, page):
        found = _of_page(page, where, path, arrived)
    if found is None:
        found = _of_plain(plain or "", subject, where, path, arrived)
    return _headed(found, mail, subject, flags)


# --------------------------------------------------------------------------------------------------- parts


def _parts(mail: EmailMessage) -> tuple[str | None, bytes | None, list[Flag]]:
    """Return the first plain part, the first HTML part, and flags of what was left out or is defective."""
    plain: str | None = None
    page: bytes | None = None
    attached = 0
    flags = _defects(mail.defects)
    for number, part in enumerate(_leaves(mail)):
        if number == _MOST_PARTS:
            flags.append(Flag(FlagCode.PARTS_LEFT_OUT, count=_MOST_PARTS))
            break
        flags += _defects(part.defects)
        kind, is_attached = part.get_content_type(), part.get_content_disposition() == "attachment"
        if kind == "text/plain" and plain is None and not is_attached:
            plain = _words(part, flags)
        elif kind == "text/html" and page is None and not is_attached:
            page = _page(part)
        elif not kind.startswith("multipart/") and (is_attached or part.get_filename()):
            attached += 1
    if attached:
        flags.append(Flag(FlagCode.ATTACHMENTS_LEFT_OUT, count=attached))
    return plain, page, list(dict.fromkeys(flags))


def _page(part: EmailMessage) -> bytes | None:
    """Return the bytes of an HTML part, which tell their charset; None where it is empty."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return None
    return _told_charset(payload, part.get_content_charset())


def _leaves(mail: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts of a mail that hold something, without those of mails attached to it."""
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting += reversed([it for it in inner if isinstance(it, EmailMessage)])
        else:
            yield part


def _words(part: EmailMessage, flags: list[Flag]) -> str | None:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return None
    decoded = decode(payload, where="", declared=part.get_content_charset())
    flags += decoded.flags
    flowed = part.get_param("format") == "flowed"
    return _unwrapped(decoded.text, flowed=flowed, deleted=part.get_param("delsp") == "yes")


def _told_charset(page: bytes, charset: str | None) -> bytes:
    """Return a page that says in itself which encoding the mail names for it."""
    if not charset or b"charset" in page[:2_000].lower() or not re.fullmatch(r"[\w.:-]{1,40}", charset):
        return page
    return f'<meta charset="{charset}">'.encode() + page


def _defects(defects: list[MessageDefect]) -> list[Flag]:
    names = (re.sub("(?<=[a-z])(?=[A-Z])", " ", type(it).__name__) for it in defects)
    return [Flag(FlagCode.DEFECTIVE_MAIL, name) for name in names]


# --------------------------------------------------------------------------------------------------- words


def _unwrapped(text: str, *, flowed: bool, deleted: bool) -> str:
    """Return a plain part without quotations, signature and the line breaks that mail programs put in."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if signature := _SIGNATURE.search(text):
        text = text[: signature.start()]
    text = _TRACKED.sub("", _QUOTED.sub("\n", text))
    if flowed:
        text = re.sub(r"(?<=[^\n]) \n(?=[^\n])", "" if deleted else " ", text)
    blocks = []
    for block in re.split(r"\n[ \t]*\n+", text):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if lines and _is_wrapped(lines):
            lines = [" ".join(lines)]
        blocks += lines
    return "\n\n".join(blocks)


def _is_wrapped(lines: list[str]) -> bool:
    """Tell whether a block is one paragraph: in each line the first word of the next had no room."""
    if len(lines) < 2:
        return False
    longest = max(map(len, lines))
    fitted = [len(line) + 1 + len(after.split(maxsplit=1)[0]) for line, after in pairwise(lines)]
    return (
        longest in _WRAPPED
        and min(fitted) > longest - 2
        and all(len(it) > 0.6 * longest for it in lines[:-1])
    )


def _suffices(plain: str | None, page: bytes) -> bool:
    """Tell whether the plain part is the text, rather than a note that there is a page."""
    if plain is None or len(plain) < _ENOUGH:
        return False
    shown = re.sub(rb"(?s)<(style|script|head)\b(?:(?!<\1\b|</\1>).)*+</\1>|<[^<>]*+>|&\w+;", b"", page)
    return len(plain) >= _LEAST_SHARE * len(b" ".join(shown.split()))


def _of_page(page: bytes, where: str, path: str | None, arrived: str) -> Rendition | None:
    try:
        return read_page(page, where=where, path=path, arrived=arrived)
    except InputError:
        return None


def _of_plain(plain: str, subject: str, where: str, path: str | None, arrived: str) -> Rendition:
    if not plain.strip():
        raise InputError(where, "no article text found: the mail holds attachments or pictures only")
    _, spans = joined(plain.split("\n\n"))
    spans = [span for span in spans if re.search(r"\w", span.of(plain))]
    return rendition_of_draft(
        Draft(text=plain, path=path, title=subject or None), spans, where=where, arrived=arrived
    )


# -------------------------------------------------------------------------------------------------- headers


def _headed(found: Rendition, mail: EmailMessage, subject: str, flags: list[Flag]) -> Rendition:
    """Return a rendition with what the headers of its mail say."""
    name, address = parseaddr(_header(mail, "From"))
    host = address.rpartition("@")[2].lower().strip(". ") if "@" in address else ""
    outlet = _MAIL_HOST.sub("", host) or None
    written = _header(mail, "Date")
    published = parse_moment(written)
    if written and published is None:
        flags = [*flags, Flag(FlagCode.NO_DATE, written[:_LONGEST_DATE], part="published")]
    is_person = 2 <= len(name.split()) <= 3 and not _ORGANISATION.search(name)
    url = _archived_at(mail)
    return replace(
        found,
        id=rendition_id(url=url, outlet=outlet, text_id=found.text_id),
        url=url,
        outlet=outlet,
        title=subject or found.title,
        title_from="subject" if subject else found.title_from,
        byline=name if is_person else found.byline,
        byline_from="sender" if is_person else found.byline_from,
        published=published or found.published,
        published_from="mail date" if published else found.published_from,
        flags=tuple(dict.fromkeys((*found.flags, *flags))),
    )


def _subject(mail: EmailMessage) -> str:
    """Return what a mail is about, without the marks of replies."""
    subject = _header(mail, "Subject")
    while (shorter := _REPLY.sub("", subject)) != subject:
        subject = shorter
    return subject


def _header(mail: EmailMessage, name: str) -> str:
    value = clean(str(mail.get(name, ""))).text
    return " ".join(value.split())[:_LONGEST_HEADER]


def _archived_at(mail: EmailMessage) -> str | None:
    """Return where a mail says that it can be read on the web."""
    match = _ADDRESS.search(_header(mail, "Archived-At"))
    return safe_url(match[1]) if match else None
