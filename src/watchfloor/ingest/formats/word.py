"""Documents of word processors (.docx, .odt) -> their paragraphs, as a reader of the printed page sees them.

Only the part with the words is read: no macro, picture, comment, header, footer or address is looked at. What
was deleted with changes being tracked, or is hidden, is no word of it; fields are the words they last showed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from watchfloor.errors import InputError
from watchfloor.ingest.decoding import clean
from watchfloor.ingest.formats.zipped import ZippedDocument, opened

LARGEST_PART = 64 * 2**20  # bytes, unpacked: five hundred articles with all their formatting have 20
_LARGEST_STYLES = 8 * 2**20
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_UNSEEN = frozenset(  # what a printed page does not show, or shows outside the running text
    ("del", "moveFrom", "instrText", "Fallback", "pPr", "sectPr", "tblPr", "trPr", "tcPr", "drawing", "pict",
     "object", "tracked-changes", "annotation", "note", "sequence-decls", "forms", "frame",
     "bibliography-configuration", "variable-decls", "user-field-decls")
)  # fmt: skip
_TITLES = frozenset(("title", "heading 1"))
_LOWER = re.compile(r"\s*[^\W\d_A-ZÀ-ÞΑ-ΩА-Я]")


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph of a document, "" for an empty one; `is_title` where its style makes it a headline."""

    text: str
    is_title: bool = False


def read_word(data: bytes, *, where: str) -> list[WordParagraph]:
    """Return the paragraphs of a document; raise InputError where it is broken, locked or no document."""
    with opened(data, where=where) as parts:
        if "word/document.xml" in parts.names:
            return list(_of_word(parts, where))
        if "content.xml" in parts.names:
            return list(_of_open_document(parts, where))
    cause = (
        "it is no document of a word processor: give spreadsheets as .xlsx or .ods, unpack archives yourself"
    )
    raise InputError(where, cause)


# ------------------------------------------------------------------------------------------ Office Open XML


def _of_word(parts: ZippedDocument, where: str) -> Iterator[WordParagraph]:
    titles = _title_styles(parts, where)
    for element in _elements(parts, "word/document.xml", where, (f"{_W}p", f"{_W_STRICT}p")):
        if any(_name(it) == "Fallback" for it in element.iterancestors()):
            continue  # a text box a second time, for older programs
        style = next((it for it in element.iter() if _name(it) == "pStyle"), None)
        named = _attribute(style, "val") if style is not None else ""
        for line in _lines(_words_of_runs(element)):
            yield WordParagraph(line, named in titles)


def _title_styles(parts: ZippedDocument, where: str) -> frozenset[str]:
    """Return the ids of the styles that mark a headline: they are named in the language of the program."""
    if "word/styles.xml" not in parts.names:
        return frozenset(("Title", "Heading1"))
    root = _tree(parts.part("word/styles.xml", most=_LARGEST_STYLES), where)
    found = set()
    for style in root.iter():
        if _name(style) == "style":
            name = next((_attribute(it, "val") for it in style if _name(it) == "name"), "")
            if name.lower() in _TITLES:
                found.add(_attribute(style, "styleId"))
    return frozenset(found)


def _words_of_runs(element: Any) -> str:
    """Return the words of a paragraph; a break inside it is a line feed."""
    found: list[str] = []
    waiting = [iter(element)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
            continue
        name = _name(child)
        if name == "t":
            found.append(child.text or "")
        elif name in _SIGNS:
            found.append(_SIGNS[name])
        elif name and name not in _UNSEEN and not (name == "p" or _is_hidden(child)):
            waiting.append(iter(child))
    return "".join(found)


_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "‑", "softHyphen": ""}


def _is_hidden(run: Any) -> bool:
    properties = next((it for it in run if _name(it) == "rPr"), None)
    hidden = [it for it in properties if _name(it) == "vanish"] if properties is not None else []
    return any(_attribute(it, "val") not in ("0", "false", "off") for it in hidden)


# -------------------------------------------------------------------------------------------- OpenDocument


def _of_open_document(parts: ZippedDocument, where: str) -> Iterator[WordParagraph]:
    kind = parts.part("mimetype", most=200).strip() if "mimetype" in parts.names else b""
    if kind and b"opendocument.text" not in kind:
        raise InputError(where, "it is no text but another document: save its words as .txt")
    for element in _elements(parts, "content.xml", where, (f"{_TEXT}p", f"{_TEXT}h")):
        if any(_name(it) in _UNSEEN for it in element.iterancestors()):
            continue
        level, style = _attribute(element, "outline-level"), _attribute(element, "style-name").lower()
        is_title = (_name(element) == "h" and level in ("", "1")) or style == "title"
        for line in _lines("".join(_words_of_text(element))):
            yield WordParagraph(line, is_title)


def _words_of_text(element: Any) -> Iterator[str]:
    waiting: list[Any] = [element]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item.replace("\n", " ")
        elif (name := _name(item)) not in _UNSEEN:
            times = _attribute(item, "c") if name == "s" else ""
            yield _TEXT_SIGNS.get(name, "") * (int(times) if times.isdecimal() and len(times) < 4 else 1)
            for child in reversed(item):
                waiting += (child.tail or "", child)
            waiting.append(item.text or "")


_TEXT_SIGNS = {"s": " ", "tab": "\t", "line-break": "\n"}


# ------------------------------------------------------------------------------------------------ the parts


def _elements(parts: ZippedDocument, name: str, where: str, tags: tuple[str, ...]) -> Iterator[Any]:
    """Yield the elements of `tags` of a part as they end, and forget them behind."""
    parser = etree.XMLPullParser(
        ("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    before = b""
    try:
        for chunk in parts.chunks(name, most=LARGEST_PART):
            if _DECLARED.search((before + chunk).replace(b"\0", b"")):
                raise InputError(where, "it declares a document type or entities: no document needs them")
            before = chunk[-16:]
            parser.feed(chunk)
            for _, element in parser.read_events():
                yield element
                _forget(element)
        parser.close()
    except etree.XMLSyntaxError as error:
        cause = f"it is broken: {error.msg}; open it in its program and save it anew"
        raise InputError(where, cause) from None
    for _, element in parser.read_events():
        yield element


def _forget(element: Any) -> None:
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _tree(data: bytes, where: str) -> Any:
    if _DECLARED.search(data.replace(b"\0", b"")):
        raise InputError(where, "it declares a document type or entities: no document needs them")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        cause = f"it is broken: {error}; open it in its program and save it anew"
        raise InputError(where, cause) from None


def _lines(words: str) -> list[str]:
    """Return a paragraph's lines; a break inside a sentence, before a small letter, is none."""
    lines: list[str] = []
    for line in words.split("\n"):
        if lines and lines[-1] and _LOWER.match(line):
            lines[-1] = f"{lines[-1].rstrip()} {line.lstrip()}"
        else:
            lines.append(line)
    return [" ".join(clean(line).text.split()) for line in lines]


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: Any, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
