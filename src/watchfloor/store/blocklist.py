"""What is not taken in any more: addresses, outlets, the like of a text, texts that name an erased person.

The list holds digests: what was erased must not stand in the list of what was erased.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Literal
from urllib.parse import urlsplit

import sqlalchemy as sa

from watchfloor import model
from watchfloor.model import Span, digest
from watchfloor.store import schema

AwayKind = Literal["url", "outlet", "like", "name"]

_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SHINGLE = 5  # words: fewer are phrases that anybody uses
_ONE_IN = 4  # shingles that are kept; a sample tells how much two texts share, and nobody reads it back
_LIKE = 0.5  # of the smaller sample: a beginning of a text is like it, another article about it is not
_LEAST = 3  # shingles of a sample that say anything


# ------------------------------------------------------------------------------------------------ folding


def _dropped() -> dict[int, None]:
    """Return the characters that are not read: accents that stand alone, and what has no width."""
    unseen = [code for code in range(0x3000) if unicodedata.category(chr(code)) == "Cf"]
    return dict.fromkeys([*range(0x300, 0x370), *range(0x1AB0, 0x1B00), *unseen, 0xFEFF])


_DROPPED = _dropped()


def folded(text: str) -> str:
    """Return `text` for comparison of names: no case, no accents, nothing without width."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text.casefold()).translate(_DROPPED)


def words_of_name(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded: what it is looked for by."""
    return tuple(_WORD.findall(folded(name)))


def may_hold(text: str, names: Iterable[Sequence[str]]) -> bool:
    """Tell at once whether `text` may hold a name; `spans_of` tells whether it does."""
    plain = folded(text)
    return any(all(word in plain for word in name) for name in names)


def spans_of(text: str, names: Sequence[Sequence[str]]) -> list[Span]:
    """Return where the names stand in `text`, whatever stands between their words, first things first."""
    plain, places = _with_places(text)
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(plain)]
    found: list[Span] = []
    for at, (_, start, _) in enumerate(words):
        for name in names:
            if name and tuple(word for word, _, _ in words[at : at + len(name)]) == tuple(name):
                end = words[at + len(name) - 1][2]
                span = Span(places[start], places[end - 1] + 1)
                if not found or span.start >= found[-1].end:
                    found.append(span)
                elif span.end > found[-1].end:
                    found[-1] = Span(found[-1].start, span.end)
    return found


def _with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return `text` folded, and where each of its characters stood."""
    if text.isascii():
        return text.lower(), range(len(text))
    letters: list[str] = []
    places = array("l")
    for at, letter in enumerate(text):
        plain = folded(letter)
        letters.append(plain)
        places.extend([at] * len(plain))
    return "".join(letters), places


# ---------------------------------------------------------------------------------------------- addresses


def plain_url(url: str) -> str:
    """Return an address without what does not change where it leads: scheme, www., fragment, last slash."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url.strip()
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}" if host else url.strip()


def hosts_of(url: str) -> Iterator[str]:
    """Yield the host of an address and every domain that it belongs to."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return
    labels = host.split(".")
    for at in range(len(labels)):
        yield ".".join(labels[at:])


def url_key(url: str) -> str:
    """Return the digest that an address is kept away by."""
    return digest("url", plain_url(url))


def outlet_key(outlet: str) -> str:
    """Return the digest that an outlet, by its name or its host, is kept away by."""
    return digest("outlet", outlet.strip().casefold().removeprefix("www."))


def name_key(words: Sequence[str]) -> str:
    """Return the digest that a name is kept away by."""
    return digest("name", " ".join(words))


# ----------------------------------------------------------------------------------------- what is alike


def sample_of(text: str) -> frozenset[int]:
    """Return some of the shingles of a text, as 64-bit numbers: the same ones of the same words."""
    words = _WORD.findall(folded(text))
    found = set()
    for at in range(len(words) - _SHINGLE + 1):
        run = " ".join(words[at : at + _SHINGLE]).encode("utf-8", "replace")
        number = int.from_bytes(blake2b(run, digest_size=8).digest(), "little")
        if number % _ONE_IN == 0:
            found.add(number)
    return frozenset(found)


def written_sample(sample: frozenset[int]) -> str:
    """Return a sample as it is kept."""
    return b64encode(array("Q", sorted(sample)).tobytes()).decode()


def _read_sample(written: str) -> frozenset[int]:
    numbers = array("Q")
    numbers.frombytes(b64decode(written))
    return frozenset(numbers)


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    least = min(len(one), len(other))
    return least >= _LEAST and len(one & other) >= _LIKE * least


# ------------------------------------------------------------------------------------------ the questions

_HELD = schema.kept_away.c.known_until.is_(None)


def refusal(connection: sa.Connection, rendition: model.Rendition) -> str | None:
    """Return the words with which a rendition, or its like, was withheld; None where it is taken in."""
    texts, table = schema.text, schema.kept_away
    gone = connection.scalar(
        sa.select(texts.c.reason).where(texts.c.id == rendition.text_id, texts.c.removed.is_not(None))
    )
    if gone is not None:
        return str(gone)
    if not connection.scalar(sa.select(sa.literal(1)).where(_HELD).limit(1)):
        return None
    url = rendition.url or rendition.path or ""
    whole = _reason(connection, "url", [url_key(url)])
    outlets = [outlet_key(name) for name in (rendition.outlet or "", *hosts_of(url)) if name]
    whole = whole or _reason(connection, "outlet", outlets)
    if whole:
        return whole
    likes = connection.execute(
        sa.select(table.c.sample, table.c.reason).where(
            _HELD, table.c.kind == "like", table.c.key == url_key(url)
        )
    ).all()
    if likes:
        sample = sample_of(rendition.text)
        for like in likes:
            if _alike(sample, _read_sample(like.sample or "")):
                return str(like.reason)
    labels = (rendition.title, rendition.standfirst, rendition.byline, rendition.text, url)
    return _named(connection, lambda: "\n".join(filter(None, labels)))


def keeps_url(connection: sa.Connection, own: Sequence[str], mentioned: Sequence[str] = ()) -> bool:
    """Tell whether an address, or one that its bytes mention, is on the blocklist."""
    if not connection.scalar(sa.select(sa.literal(1)).where(_HELD).limit(1)):
        return False
    whole = [url_key(url) for url in (*own, *mentioned) if url]
    outlets = [outlet_key(host) for url in (*own, *mentioned) for host in hosts_of(url)]
    return bool(
        _reason(connection, "url", whole)
        or _reason(connection, "outlet", outlets)
        or _reason(connection, "like", whole)
    )


def holds_name(connection: sa.Connection, data: Callable[[], bytes]) -> bool:
    """Tell whether bytes hold the name of an erased person."""
    return _named(connection, lambda: words_of_bytes(data())) is not None


def words_of_bytes(data: bytes) -> str:
    """Return the words of a page or feed, roughly: enough to find a name in them."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return html.unescape(_TAG.sub(" ", html.unescape(text)))


def _reason(connection: sa.Connection, kind: AwayKind, keys: Sequence[str]) -> str | None:
    table = schema.kept_away
    for start in range(0, len(keys), 500):
        some = list(dict.fromkeys(keys[start : start + 500]))
        found: str | None = connection.scalar(
            sa.select(table.c.reason).where(_HELD, table.c.kind == kind, table.c.key.in_(some)).limit(1)
        )
        if found is not None:
            return found
    return None


def _named(connection: sa.Connection, words: Callable[[], str]) -> str | None:
    """Return why words that name an erased person are kept away."""
    table = schema.kept_away
    names = connection.execute(
        sa.select(table.c.key, table.c.words, table.c.reason).where(_HELD, table.c.kind == "name")
    ).all()
    if not names:
        return None
    reasons = {row.key: row.reason for row in names}
    every = _WORD.findall(folded(words()))
    for length in sorted({row.words for row in names}):
        for at in range(len(every) - length + 1):
            if (key := name_key(every[at : at + length])) in reasons:
                found: str = reasons[key]
                return found
    return None
