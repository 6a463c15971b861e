"""Bytes of unknown encoding -> characters, with what had to be guessed or replaced."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from watchfloor.errors import InputError
from watchfloor.model import Flag, FlagCode

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BROWSERS = {  # the WHATWG encoding standard reads the declared ones as their supersets
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb-2312"), "gb18030"),
    **dict.fromkeys(("shift-jis", "sjis", "x-sjis", "shift_jis"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks-c-5601-1987"), "cp949"),
    "iso-8859-9": "cp1254",
    **dict.fromkeys(("big5", "big5-hkscs"), "big5hkscs"),
    **dict.fromkeys(("tis-620", "iso-8859-11"), "cp874"),
}
_SAMPLE = 65_536  # bytes looked at to guess an encoding or to tell binary from text
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, and flags that tell what was guessed or replaced to get them."""

    text: str
    flags: tuple[Flag, ...] = ()


def decode(data: bytes, *, where: str, declared: str | None = None) -> Decoded:
    """Return the characters of `data`: by its byte order mark, as UTF-8, as declared, or by a guess.

    Raises InputError for what is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _storable(*_replace(data[len(mark) :], encoding))
    sample = data[:_SAMPLE]
    wide = _wide_encoding(sample)
    if wide:
        return _storable(*_replace(data, wide), Flag(FlagCode.ENCODING_GUESSED, wide))
    if sample and len(_CONTROL.findall(sample)) > max(3, len(sample) // 20):
        raise InputError(where, "binary data, not text; convert it to a .txt, .html or .jsonl file first")
    try:
        return _storable(data.decode("utf-8"), 0)
    except UnicodeDecodeError:
        return _decode_other(data, sample, declared)


def _decode_other(data: bytes, sample: bytes, declared: str | None) -> Decoded:
    """Return the characters of what is not UTF-8 throughout: as declared, damaged UTF-8, or by a guess."""
    believed = _as_browsers_read(declared) if declared else None
    if believed and (b"\0" in sample or not believed.startswith(("utf-16", "utf-32"))):
        text, replaced = _replace(data, believed)
        if replaced * 50 <= sum(byte > 0x7F for byte in sample):
            return _storable(text, replaced)
    text, replaced = _replace(data, "utf-8")
    if replaced * 50 < sum(1 for c in text[:_SAMPLE] if c > "\x7f") or (replaced == 1 and len(data) > 1000):
        return _storable(text, replaced)  # UTF-8 with a few damaged characters
    encoding = _guess(data)
    return _storable(*_replace(data, encoding), Flag(FlagCode.ENCODING_GUESSED, encoding))


def clean(text: str) -> Decoded:
    """Return `text` with NUL and lone surrogates replaced by U+FFFD, of the same length."""
    return _storable(text, 0)


def _storable(text: str, undecodable: int, *flags: Flag) -> Decoded:
    replaced = 0
    if "\x00" in text or not _is_encodable(text):
        text, replaced = _UNSTORABLE.subn(_REPLACEMENT, text)
    if undecodable:
        flags += (Flag(FlagCode.BYTES_REPLACED, count=undecodable),)
    if replaced:
        flags += (Flag(FlagCode.CHARACTERS_REPLACED, count=replaced),)
    return Decoded(text, flags)


def _is_encodable(text: str) -> bool:
    """Tell whether a text holds no lone surrogate: encoding it is quicker than looking at each character."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _replace(data: bytes, encoding: str) -> tuple[str, int]:
    text = data.decode(encoding, "replace")
    return text, text.count(_REPLACEMENT)


def _wide_encoding(sample: bytes) -> str | None:
    """Return the UTF-16 flavour of mostly Latin text without a mark, by where its zero bytes stand."""
    half = len(sample) // 2
    if half < 8:
        return None
    low, high = sample[1::2].count(0), sample[0::2].count(0)
    if low > 0.7 * half and high < 0.05 * half:
        return "utf-16-le"
    if high > 0.7 * half and low < 0.05 * half:
        return "utf-16-be"
    return None


def _as_browsers_read(declared: str) -> str | None:
    """Return the encoding that browsers use for a declared one, None for one that cannot be."""
    name = declared.lower().replace("_", "-")
    try:
        codec = codecs.lookup(_BROWSERS.get(name, name))
    except (LookupError, ValueError):
        return None
    is_text = getattr(codec, "_is_text_encoding", True)
    return codec.name if is_text and codec.name not in ("utf-8", "utf-7", "idna", "punycode") else None


def _guess(data: bytes) -> str:
    """Return the likeliest encoding, by the lines that are not plain ASCII."""
    import charset_normalizer  # noqa: PLC0415 - only odd files need it

    telling = b"\n".join(line for line in data[: 16 * _SAMPLE].splitlines() if not line.isascii())
    best = charset_normalizer.from_bytes(telling[:_SAMPLE]).best()
    return best.encoding if best is not None else "cp1252"
