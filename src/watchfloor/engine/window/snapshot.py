"""What a window over the stream keeps of a text beyond its signature, so that a restart changes nothing.

Which words were nobody's own, and how much each word weighed, depended on the window at the text's arrival,
which is gone when the text is recalled. They are kept as bytes; another version's bytes are not read.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec
import numpy as np
import zstandard

from watchfloor.errors import UsageError
from watchfloor.merge.fingerprint import SIGNATURE_VERSION
from watchfloor.merge.resemblance import Words
from watchfloor.model import (
    Note,
    OriginId,
    Placement,
    Rendition,
    RenditionId,
    ReportId,
    Signature,
    StoryId,
    TextId,
)
from watchfloor.track.stories.resembling import ComparedText
from watchfloor.track.stories.subject import StorySubject
from watchfloor.words import Mask

_FORMAT = 5
_STATE = "watchfloor grouping 5"
_LEVEL = 3  # of zstd


class SnapshotEntry(msgspec.Struct, frozen=True, array_like=True):
    """One rendition of the window as a state file keeps it, as it is placed now."""

    number: int
    rendition: RenditionId
    outlet: str | None
    url: str | None
    published: str | None
    arrived: str | None
    language: str
    opening: str | None
    words: bytes
    title: bytes
    notes: tuple[Note, ...]
    report: ReportId
    origin: OriginId
    story: StoryId
    memory: bytes
    modified: str | None = None

    def parts(self) -> tuple[Rendition, Signature, Placement]:
        """Return the rendition without its words, its signature and where it is placed."""
        rendition = Rendition(
            id=self.rendition,
            text_id=TextId(""),
            text="",
            paragraphs=(),
            outlet=self.outlet,
            url=self.url,
            published=self.published,
            arrived=self.arrived,
            modified=self.modified,
        )
        signature = Signature(version=SIGNATURE_VERSION, words=self.words, title=self.title, notes=self.notes)
        placement = Placement(
            rendition=self.rendition,
            report=self.report,
            origin=self.origin,
            story=self.story,
            relation="rendition",
        )
        return rendition, signature, placement


class State(msgspec.Struct, frozen=True):
    """The window as a state file keeps it; `number` is the next rendition's, `bonds` are rows of `Bonds`."""

    format: str
    size: int
    slices: int
    number: int
    entries: list[SnapshotEntry]
    bonds: list[tuple[StoryId, list[str], list[StoryId]]]


def encode_state(
    size: int,
    slices: int,
    number: int,
    entries: list[SnapshotEntry],
    bonds: list[tuple[StoryId, list[str], list[StoryId]]],
) -> bytes:
    """Return the window as bytes of a state file."""
    state = State(_STATE, size, slices, number, entries, bonds)
    return zstandard.ZstdCompressor(level=_LEVEL).compress(msgspec.msgpack.encode(state))


def decode_state(state: bytes) -> State:
    """Return what `encode_state` was given; raise UsageError where it is none, or another version's."""
    try:
        read = msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(state), type=State)
    except (msgspec.DecodeError, msgspec.ValidationError, zstandard.ZstdError) as error:
        raise UsageError(f"not a state of `watchfloor group` ({error}); begin a new one") from None
    if read.format != _STATE:
        raise UsageError("the state was kept by another version; begin a new one")
    return read


class _Memory(msgspec.Struct, frozen=True, array_like=True):
    """`own` and `notice` are the bits of masks, empty where all is own; `terms` are the arrays of Terms."""

    format: int
    language: str
    own: bytes
    notice: bytes
    terms: tuple[bytes, bytes, bytes, bytes, bytes, bytes] | None


class Remembered(NamedTuple):
    """What is kept of a text: its language, its own words, those of a notice, its terms in a story."""

    language: str
    own: Mask
    notice: Mask
    terms: ComparedText | None


def encode(language: str, text: Words, terms: ComparedText | None) -> bytes:
    """Return what is kept of a text, `terms` where it was placed in a story."""
    arrays = None
    if terms is not None:
        arrays = (
            terms.pairs.astype("<u8").tobytes(),
            terms.indexed.astype("<u2").tobytes(),
            terms.lead.astype("<u4").tobytes(),
            terms.names.astype("<u4").tobytes(),
            terms.subject.names.astype("<u4").tobytes(),
            terms.subject.standing_out.astype("<u4").tobytes(),
        )
    own = b"" if text.own.all() else np.packbits(text.own).tobytes()
    notice = b"" if text.notice is None or not text.notice.any() else np.packbits(text.notice).tobytes()
    return msgspec.msgpack.encode(_Memory(_FORMAT, language, own, notice, arrays))


def decode(kept: bytes, signature: Signature) -> Remembered | None:
    """Return what `encode` was given; None where another version kept it."""
    try:
        read = msgspec.msgpack.decode(kept, type=_Memory)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None
    if read.format != _FORMAT:
        return None
    words = np.frombuffer(signature.words, dtype="<u4")
    own = _mask(read.own, len(words)) if read.own else np.ones(len(words), dtype=np.bool_)
    notice = _mask(read.notice, len(words)) if read.notice else np.zeros(len(words), dtype=np.bool_)
    if read.terms is None:
        return Remembered(read.language, own, notice, None)
    pairs, indexed, lead, names, main_names, standing_out = read.terms
    title = np.frombuffer(signature.title, dtype="<u4")
    return Remembered(
        read.language,
        own,
        notice,
        ComparedText(
            pairs=np.frombuffer(pairs, dtype="<u8"),
            indexed=np.frombuffer(indexed, dtype="<u2"),
            words=np.unique(np.concatenate((title, words[~notice]))),
            lead=np.frombuffer(lead, dtype="<u4"),
            names=np.frombuffer(names, dtype="<u4"),
            subject=StorySubject(
                names=np.frombuffer(main_names, dtype="<u4"),
                standing_out=np.frombuffer(standing_out, dtype="<u4"),
            ),
        ),
    )


def _mask(bits: bytes, count: int) -> Mask:
    return np.unpackbits(np.frombuffer(bits, dtype=np.uint8), count=count).astype(np.bool_)
