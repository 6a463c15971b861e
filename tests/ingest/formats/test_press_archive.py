"""Downloads of press archives are their articles, in each form in which desks have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.ingest.desk_files import ARTICLES, Archived, docx, factiva, nexis, odt, older_nexis, rtf
from watchfloor.ingest import read_guarded, read_paths
from watchfloor.model import Quarantined, Rendition

ARRIVED = "2026-03-20T00:00:00Z"
FORMS: dict[str, Callable[[Sequence[str]], bytes]] = {
    "txt": lambda lines: "\n".join(lines).encode(),
    "docx": docx,
    "rtf": rtf,
    "odt": odt,
}
DOWNLOADS: dict[str, Callable[[bool], list[str]]] = {
    "nexis": lambda _: nexis(),
    "older nexis": lambda broken: older_nexis(width=76 if broken else 1_000),
    "factiva": lambda _: factiva(),
    "labelled factiva": lambda _: factiva(labelled=True),
}


def read(path: Path) -> list[Rendition]:
    found = list(read_paths([path], arrived=ARRIVED))
    assert [it for it in found if isinstance(it, Quarantined)] == []
    return [it for it in found if isinstance(it, Rendition)]


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize("download", sorted(DOWNLOADS))
def test_each_article_of_a_download_stands_by_itself(tmp_path: Path, download: str, form: str) -> None:
    path = tmp_path / f"download.{form}"
    path.write_bytes(FORMS[form](DOWNLOADS[download](form == "txt")))
    found = read(path)
    assert [it.title for it in found] == [it["title"] for it in ARTICLES]
    assert [it.outlet for it in found] == [it["outlet"] for it in ARTICLES]
    assert [it.published for it in found] == ["2026-03-16", "2026-03-17"]
    assert [it.byline for it in found] == [it["byline"] for it in ARTICLES]
    assert [[span.of(it.text) for span in it.paragraphs] for it in found] == [
        list(it["words"]) for it in ARTICLES
    ]
    assert [it.path for it in found] == [f"{path}:1", f"{path}:2"]


def test_a_child_reads_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(nexis()))
    (tmp_path / "b.rtf").write_bytes(rtf(factiva()))
    (tmp_path / "c.docx").write_bytes(b"PK\x03\x04 broken")
    found = list(read_guarded([tmp_path], arrived=ARRIVED))
    assert found == list(read_paths([tmp_path], arrived=ARRIVED))
    assert len(found) == 5


def test_one_article_without_words_costs_itself_only(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    empty: Archived = {**ARTICLES[0], "words": ()}
    path.write_text("\n".join(nexis([ARTICLES[1], empty, ARTICLES[0]])), "utf-8")
    first, refused, last = read_paths([path], arrived=ARRIVED)
    assert isinstance(first, Rendition)
    assert isinstance(last, Rendition)
    assert isinstance(refused, Quarantined)
    assert (refused.where, last.path) == (f"{path}:2", f"{path}:3")
    assert "no article text" in refused.reason


def test_the_list_of_a_download_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "list.docx"
    path.write_bytes(docx([*nexis([])[:4], "1. Ferry Alba sinks off Norrick", "2. Tarvel bridge reopens"]))
    [refused] = read_paths([path], arrived=ARRIVED)
    assert isinstance(refused, Quarantined)
    assert "full documents" in refused.reason


@pytest.mark.parametrize(
    "words",
    [
        "Document LBA0000020260316em3g00001 was filed with the court on Monday, its clerk said.",
        "He stood at the End of Document Street.\nEnd of Document\nNobody knew why the sign stood there.",
        "It was 1 of 25 documents that the ministry released on Monday, the minister said in Norrick.",
        "Body\nA body was found in Norrick on Monday, the police said, near the old harbour of the town.",
    ],
)
def test_texts_that_hold_such_words_are_one_article(tmp_path: Path, words: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(words + "\n", "utf-8")
    [found] = read(path)
    assert found.path == str(path)
    assert "".join(words.split()) == "".join(found.text.split())


def test_what_the_archive_adds_below_is_no_word_of_the_article_and_a_like_sentence_is(tmp_path: Path) -> None:
    words = (
        "Country: that word alone stood on the banner over the harbour of Norrick on Monday, she said.",
        "Nobody was hurt, and the port of Norrick was opened again at noon on the same day, the mayor said.",
    )
    path = tmp_path / "a.txt"
    path.write_text("\n".join(nexis([{**ARTICLES[0], "words": words}])), "utf-8")
    [found] = read(path)
    assert [span.of(found.text) for span in found.paragraphs] == list(words)
