"""Documents of word processors: their words as the printed page shows them, and nothing else in the file."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.growth import growth
from tests.ingest.desk_files import TITLE, WORDS, docx, odt, rtf, word_paragraph, zipped
from watchfloor.errors import InputError
from watchfloor.ingest import read_paths
from watchfloor.ingest.formats import word
from watchfloor.ingest.formats.collection import read_collection
from watchfloor.ingest.formats.rtf import read_rtf
from watchfloor.model import Quarantined, Rendition

ARRIVED = "2026-03-20T00:00:00Z"


def read(data: bytes) -> Rendition:
    [found] = read_collection(data, kind="word", where="a", arrived=ARRIVED)
    assert found.rendition is not None
    return found.rendition


def paragraphs(data: bytes) -> list[str]:
    found = read(data)
    return [span.of(found.text) for span in found.paragraphs]


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_collection(data, kind="word", where="a", arrived=ARRIVED)
    return caught.value.cause


@pytest.mark.parametrize("written", [docx, odt])
def test_a_document_is_its_headline_and_its_paragraphs(written: Callable[..., bytes]) -> None:
    found = read(written(WORDS, title=TITLE))
    assert (found.title, found.title_from) == (TITLE, "style")
    assert [span.of(found.text) for span in found.paragraphs] == list(WORDS)
    assert (found.published, found.language, found.flags) == (None, "en", ())


@pytest.mark.parametrize("written", [docx, odt, rtf])
def test_header_lines_of_a_document_are_read_as_those_of_a_text_are(written: Callable[..., bytes]) -> None:
    found = read(written([TITLE, "By Ida Malm", "16 March 2026", *WORDS]))
    assert (found.title, found.byline, found.published) == (TITLE, "Ida Malm", "2026-03-16")
    assert [span.of(found.text) for span in found.paragraphs] == list(WORDS)


def _word(raw: str) -> bytes:
    return docx([WORDS[0]], raw=raw)


def _run(inner: str) -> str:
    return f"<w:p><w:r>{inner}</w:r></w:p>"


_BOX = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
_BOXES = (
    f'<w:p><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:drawing>{_BOX}</w:drawing></mc:Choice>'
    f"<mc:Fallback><w:pict>{_BOX}</w:pict></mc:Fallback></mc:AlternateContent>"
    "<w:r><w:t>Beside it.</w:t></w:r></w:p>"
)
_NOTE = "<text:note><text:note-body><text:p>Not here.</text:p></text:note-body></text:note>"


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ('<w:p><w:del w:id="1"><w:r><w:delText>It did not sink.</w:delText></w:r></w:del></w:p>', ""),
        ('<w:p><w:ins w:id="1"><w:r><w:t>It sank at dawn.</w:t></w:r></w:ins></w:p>', "It sank at dawn."),
        ('<w:p><w:moveFrom w:id="1"><w:r><w:t>It sank at dawn.</w:t></w:r></w:moveFrom></w:p>', ""),
        (_run("<w:rPr><w:vanish/></w:rPr><w:t>Nobody sees this.</w:t>"), ""),
        (_run('<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>All see this.</w:t>'), "All see this."),
        (_run("<w:instrText>HYPERLINK &quot;https://a.example&quot;</w:instrText>"), ""),
        (_run("<w:t>Ferry</w:t><w:tab/><w:t>Alba is lost</w:t>"), "Ferry Alba is lost"),
        (_run("<w:t>The ferry</w:t><w:br/><w:t>is lost.</w:t>"), "The ferry is lost."),
        (_run("<w:t>Norrick</w:t><w:br/><w:t>Harbour office</w:t>"), "Norrick|Harbour office"),
        ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Dead: 12</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", "Dead: 12"),
        (
            _BOXES,
            "In a box.|Beside it.",
        ),
    ],
)
def test_what_word_shows_is_read_and_nothing_else(raw: str, seen: str) -> None:
    assert paragraphs(_word(raw)) == [WORDS[0], *(seen.split("|") if seen else ())]


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("<text:p>Two<text:s text:c='3'/>words<text:tab/>here</text:p>", "Two words here"),
        (f"<text:p>The sea{_NOTE} rose</text:p>", "The sea rose"),
        ("<text:tracked-changes><text:p>Was deleted.</text:p></text:tracked-changes>", ""),
        ("<text:p>Seen <text:span>by <text:a>all</text:a></text:span>.</text:p>", "Seen by all."),
        (
            "<text:list><text:list-item><text:p>First of it</text:p></text:list-item></text:list>",
            "First of it",
        ),
    ],
)
def test_what_an_open_document_shows_is_read_and_nothing_else(raw: str, seen: str) -> None:
    assert paragraphs(odt([WORDS[0]], raw=raw)) == [WORDS[0], *([seen] if seen else ())]


@pytest.mark.parametrize(
    ("head", "seen"),
    [
        (r"Caf\'e9 Zo\u233?\par", "Café Zoé"),
        (r"\f1 \'cf\'f0\'e8\'f7\'e0\'eb\f0  closed\par", "Причал closed"),
        (r"Ten \u8211\'96 twelve \ldblquote dead\rdblquote\par", "Ten – twelve “dead”"),
        (r"\u-10179?\u-8704? seen\par", "😀 seen"),
        (
            r'{\field{\*\fldinst HYPERLINK "https://a.example/x"}{\fldrslt The port}} is shut\par',
            "The port is shut",
        ),
        (r"{\v hidden }seen {\deleted not }here\par", "seen here"),
        (r"{\pict\wmetafile8 0102abff}After it\par", "After it"),
        ("{\\pict\\bin4 }{\\x}Behind bytes\\par", "Behind bytes"),
        (r"{\header Page 3}{\footer Foot}{\*\unknown words}Text\par", "Text"),
        (r"{\uc0\u269}ok\par", "čok"),
        (r"Brace \{a\} and \\ here\par", r"Brace {a} and \ here"),
        (r"One\line two\line Three\par", "One two|Three"),
        (r"\trowd Dead\cell 12\cell\row", "Dead|12"),
    ],
)
def test_words_of_rtf_are_those_that_a_page_shows(head: str, seen: str) -> None:
    assert [line.text for line in read_rtf(rtf(WORDS, head=head), where="a") if line.text] == [
        *seen.split("|"),
        *WORDS,
    ]


@pytest.mark.parametrize("name", ["a.docx", "a.doc", "a.rtf", "a.odt", "noname", "a.docx.gz"])
def test_what_it_is_its_bytes_say(tmp_path: Path, name: str) -> None:
    for data in (docx(WORDS), rtf(WORDS), odt(WORDS)):
        path = tmp_path / name
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        [found] = read_paths([path], arrived=ARRIVED)
        assert isinstance(found, Rendition), found
        assert [span.of(found.text) for span in found.paragraphs] == list(WORDS)
        assert found.path == str(path)


def test_a_page_or_a_text_that_is_called_doc_is_read_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "page.doc").write_text(f"<html><body><article><p>{WORDS[0] * 4}</p></article></body></html>")
    (tmp_path / "text.doc").write_text("\n".join(WORDS))
    page, text = read_paths([tmp_path], arrived=ARRIVED)
    assert isinstance(page, Rendition)
    assert isinstance(text, Rendition)
    assert "<p>" not in page.text + text.text


# ------------------------------------------------------------------------------------------------- hostile


_LAUGHS = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"PK\x03\x04 broken", "broken"),
        (docx(WORDS)[:-40], "broken"),
        (zipped({"other.xml": "<a/>"}), "no document of a word processor"),
        (zipped({"xl/workbook.xml": "<a/>"}), "spreadsheets"),
        (zipped({"word/document.xml": f"{_LAUGHS}<w>&b;</w>"}), "declares"),
        (zipped({"word/document.xml": "<w><p>"}), "broken"),
        (zipped({"word/document.xml": f"<w>{'<a>' * 3000}{'</a>' * 3000}</w>"}), "broken"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.presentation", "content.xml": "<a/>"}),
            "no text",
        ),
        (docx([]), "no words"),
        (rtf([]), "no words"),
        (b"{\\rtf1" + b"{" * 10_000, "nested"),
    ],
)
def test_what_is_broken_or_hostile_is_refused_with_its_cause(data: bytes, cause: str) -> None:
    assert cause in refusal(data)


def test_what_a_document_names_outside_is_never_asked_for(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sentinel words")
    entity = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file://{secret}">]>'
    assert "declares" in refusal(zipped({"word/document.xml": f"{entity}<w>&x;</w>"}))
    related = f'<Relationships><Relationship Target="file://{secret}" TargetMode="External"/></Relationships>'
    linked = docx(WORDS, more={"word/_rels/document.xml.rels": related, "word/vbaProject.bin": b"\0" * 100})
    assert paragraphs(linked) == list(WORDS)


def test_a_bomb_is_counted_while_it_is_unpacked_whatever_it_says_of_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(word, "LARGEST_PART", 2_000_000)
    bomb = bytearray(docx(WORDS, raw=word_paragraph("a" * 500_000) * 5))
    assert len(bomb) < 20_000
    assert "unpacks to more than" in refusal(bytes(bomb))
    with zipfile.ZipFile(io.BytesIO(bytes(bomb))) as file:
        place = bytes(bomb).index(b"PK\x01\x02")
        names = [it.filename for it in file.infolist()]
    for name in names:  # it lies of its size in the directory at its end
        if name == "word/document.xml":
            struct.pack_into("<I", bomb, place + 24, 100)
        place = bytes(bomb).find(b"PK\x01\x02", place + 1)
    refused = refusal(bytes(bomb))
    assert "broken" in refused or "unpacks to more than" in refused or "no words" in refused


def test_a_document_with_a_password_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    [refused] = read_paths([path], arrived=ARRIVED)
    assert isinstance(refused, Quarantined)
    assert "save it as .docx" in refused.reason
    locked = bytearray(docx(WORDS))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = bytes(locked).find(mark)
        while place >= 0:
            locked[place + at] |= 1
            place = bytes(locked).find(mark, place + 1)
    assert "password" in refusal(bytes(locked))


def test_other_archives_stay_refused(tmp_path: Path) -> None:
    (tmp_path / "noname").write_bytes(zipped({"inner.zip": docx(WORDS), "a.txt": "words"}))
    [refused] = read_paths([tmp_path / "noname"], arrived=ARRIVED)
    assert isinstance(refused, Quarantined)
    assert "unpacks no archives" in refused.reason


@pytest.mark.parametrize(
    "crafted",
    [
        lambda size: rtf([], head="{" * min(size, 4_000) + "a" + "}" * min(size, 4_000)),
        lambda size: rtf([], head=r"\u55357?" * size),
        lambda size: rtf([], head=r"\'83" * size),
        lambda size: rtf([], head="\\" * size),
        lambda size: docx([], raw=_run("<w:t>a</w:t>") * (size // 4)),
        lambda size: docx([], raw=f"<w:p>{'<w:r><w:t>a</w:t><w:br/></w:r>' * (size // 4)}</w:p>"),
        lambda size: docx(["\n" * (size // 4) + "a"]),
        lambda size: odt([], raw=f"<text:p>{'<text:span>a</text:span>' * (size // 4)}</text:p>"),
    ],
)  # fmt: skip
def test_reading_takes_time_that_grows_as_the_file_does(crafted: Callable[[int], bytes]) -> None:
    def attempt(size: int) -> None:
        try:
            read_collection(crafted(size), kind="word", where="a", arrived=ARRIVED)
        except InputError:
            return

    assert growth(attempt, 4_000) < 3.5


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 2_000))
def test_any_bytes_are_refused_or_read(noise: bytes, at: int) -> None:
    for data in (docx(WORDS), rtf(WORDS)):
        for torn in (noise, data[:at] + noise + data[at + len(noise) :], data[:at]):
            try:
                found: Iterable[object] = read_collection(torn, kind="word", where="a", arrived=ARRIVED)
            except InputError:
                continue
            assert list(found)
