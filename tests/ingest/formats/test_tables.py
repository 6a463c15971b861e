"""Tables and spreadsheets: each row is an article by the names of the columns, or is refused."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.growth import growth
from tests.ingest.desk_files import WORDS, Cell, docx, ods, xlsx, zipped
from watchfloor.ingest import read_guarded, read_paths
from watchfloor.ingest.files import read_pieces
from watchfloor.ingest.formats import sheet
from watchfloor.model import FlagCode, Quarantined, Rendition

ARRIVED = "2026-03-20T00:00:00Z"
HEADER = ["Headline", "Body", "Publication Date", "Source", "Link", "Author", "Lang"]
ROWS = [
    [
        "Ferry Alba sinks off Norrick",
        "\n".join(WORDS),
        "2026-03-16",
        "Norrick Courier",
        "https://a.example/1",
        "Ida Malm",
        "en",
    ],
    [
        "Bridge opened; queues, police say",
        'The bridge at Tarvel, shut for weeks, is "open", the mayor said.',
        "2026-03-17",
        "Tarvel Daily",
        "",
        "",
        "",
    ],
]


def written(rows: Sequence[Sequence[str]], mark: str = ",", end: str = "\r\n") -> str:
    held = io.StringIO()
    csv.writer(held, delimiter=mark, lineterminator=end).writerows(rows)
    return held.getvalue()


def read(path: Path) -> list[Rendition]:
    found = list(read_paths([path], arrived=ARRIVED))
    assert [it for it in found if isinstance(it, Quarantined)] == []
    return [it for it in found if isinstance(it, Rendition)]


def mixed(path: Path) -> tuple[list[Rendition], list[Quarantined]]:
    found = list(read_paths([path], arrived=ARRIVED))
    return [it for it in found if isinstance(it, Rendition)], [
        it for it in found if isinstance(it, Quarantined)
    ]


def check_rows(found: list[Rendition], path: Path) -> None:
    first, second = found
    assert (first.title, first.outlet, first.byline) == (
        "Ferry Alba sinks off Norrick",
        "Norrick Courier",
        "Ida Malm",
    )
    assert [span.of(first.text) for span in first.paragraphs] == list(WORDS)
    assert (first.published, first.url, first.language) == ("2026-03-16", "https://a.example/1", "en")
    assert (second.title, second.text) == (ROWS[1][0], ROWS[1][1])
    assert (second.published, second.url, second.byline) == ("2026-03-17", None, None)
    assert [it.path for it in found] == [f"{path}:2", f"{path}:3"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_its_rows(tmp_path: Path, mark: str, encoding: str, end: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(written([HEADER, *ROWS], mark, end).encode(encoding))
    check_rows(read(path), path)


def test_line_ends_of_old_programs_and_the_line_of_excel_are_known(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(written([["title", "text"], ["One", WORDS[0]], ["Two", WORDS[1]]], end="\r").encode())
    assert [it.title for it in read(path)] == ["One", "Two"]
    path.write_text("sep=;\n" + written([HEADER, *ROWS], ";"), "utf-8")
    found = read(path)
    assert [it.path for it in found] == [f"{path}:3", f"{path}:4"]


@pytest.mark.parametrize(("name", "data"), [
    ("a.xlsx", xlsx([HEADER, *ROWS])),
    ("a.ods", ods([HEADER, *ROWS])),
    ("noname", ods([HEADER, *ROWS])),
    ("table.txt", written([HEADER[:6], *(row[:6] for row in ROWS)], ";").encode()),
    ("table.txt.gz", gzip.compress(written([HEADER[:6], *(row[:6] for row in ROWS)]).encode())),
        ("a.csv.gz", gzip.compress(written([HEADER, *ROWS]).encode())),
    ("a.csv.zst", zstandard.compress(written([HEADER, *ROWS]).encode())),
])  # fmt: skip
def test_a_table_in_any_file_is_its_rows(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    check_rows(read(path), path)


def test_a_child_reads_sheets_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx([HEADER, *ROWS]))
    (tmp_path / "b.csv").write_text(written([HEADER, *ROWS]), "utf-8")
    found = list(read_guarded([tmp_path], arrived=ARRIVED))
    assert found == list(read_paths([tmp_path], arrived=ARRIVED))
    assert len(found) == 4


@pytest.mark.parametrize("header", ["texto", "FULL_TEXT", "Article-Text", "content", " body "])
def test_columns_are_known_by_many_names(tmp_path: Path, header: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(written([["ID", header, "Other"], ["7", WORDS[0], "x"]]), "utf-8")
    [found] = read(path)
    assert (found.text, found.given_id) == (WORDS[0], "7")


@pytest.mark.parametrize(("name", "data", "named"), [
    ("a.csv", b"name,lat,lon\nNorrick,1,2\n", "name, lat, lon"),
    ("a.csv", b"title,url\nFerry,https://a.example\n", "title, url"),
    ("a.csv", b"just some words without any mark\nand more\n", "just some words"),
    ("a.xlsx", xlsx([["Place", "Code"], ["Norrick", 7]]), "Place, Code"),
    ("a.xlsx", xlsx([]), "nothing"),
    ("a.ods", ods([["Place", "Code"]]), "Place, Code"),
    ("table", b'"headline","url"\n"Ferry","https://a.example"\n', "headline, url"),
])  # fmt: skip
def test_a_table_of_something_else_is_refused_with_the_columns_it_needs(
    tmp_path: Path, name: str, data: bytes, named: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found, [refused] = mixed(path)
    assert found == []
    assert 'a column "text"' in refused.reason
    assert f"this one begins with: {named}" in refused.reason


def test_a_heading_above_the_header_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx([[None], ["Export of 18 March"], [None], HEADER, *ROWS]))
    assert [it.path for it in read(path)] == [f"{path}:5", f"{path}:6"]


def test_each_sheet_with_articles_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx([["Notes"]], [HEADER, ROWS[0]], [HEADER, ROWS[1]]))
    assert [it.path for it in read(path)] == [f"{path}:Sheet2!2", f"{path}:Sheet3!2"]


def test_formulas_are_their_values_and_dates_are_dates_and_numbers_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    header = ["id", "title", "text", "date"]
    row: list[Cell | tuple[str, Cell]] = [
        12.0,
        ('HYPERLINK("https://a.example","x")', "Shown"),
        ("A1&B1", WORDS[0]),
        ("d", 46097),
    ]
    path.write_bytes(xlsx([header, row], more={"xl/vbaProject.bin": b"\0" * 99}))
    [found] = read(path)
    assert (found.given_id, found.title, found.text, found.published) == (
        "12",
        "Shown",
        WORDS[0],
        "2026-03-16",
    )


@pytest.mark.parametrize(("dates", "read_as"), [
    (["3/4/2026", "16/3/2026"], ["2026-04-03", "2026-03-16"]),
    (["3/4/2026", "3/16/2026"], ["2026-03-04", "2026-03-16"]),
    (["2026-03-16T08:00:00Z", "Mon, 16 Mar 2026 08:00:00 GMT"], ["2026-03-16T08:00:00Z"] * 2),
    (["soon", "16. März 2026"], [None, "2026-03-16"]),
])  # fmt: skip
def test_dates_are_read_in_the_order_that_their_column_shows(
    tmp_path: Path, dates: list[str], read_as: list[str | None]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(written([["text", "date"], *([f"{WORDS[0]} {it}", it] for it in dates)]), "utf-8")
    found = read(path)
    assert [it.published for it in found] == read_as
    flags = [flag.detail for it in found for flag in it.flags if flag.code is FlagCode.NO_DATE]
    assert flags == [written for written, moment in zip(dates, read_as, strict=True) if moment is None]


def test_a_headline_without_words_is_flagged_and_an_empty_row_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [
        ["title", "text", "source"],
        ["Ferry Alba sinks off Norrick", "", ""],
        ["", "", ""],
        ["", "", "Courier"],
    ]
    path.write_text(written(rows), "utf-8")
    [found], [refused] = mixed(path)
    assert found.text == "Ferry Alba sinks off Norrick"
    assert FlagCode.TITLE_ONLY in {flag.code for flag in found.flags}
    assert (refused.where, "no text" in refused.reason) == (f"{path}:4", True)


# ------------------------------------------------------------------------------------------------- broken


@pytest.mark.parametrize(("body", "titles", "refused"), [
    ('One,"never closed\nTwo,Second text here.\nThree,Third text here.\n', ["Two", "Three"], ["2"]),
    ('One,"never closed\nTwo,"Second text."\nThree,"Third text."\n', ["Two", "Three"], ["2"]),
    ('One,"First text."\nTwo,"never closed', ["One"], ["3"]),
    ('One,A 5" pipe burst here.\nTwo,Second text here.\n', ["One", "Two"], []),
    ('One,A 5" pipe and a 6" pipe.\nTwo,"Second, text."\n', ["One", "Two"], []),
    ('One,"He said "no" to it."\nTwo,Second text here.\n', ["One", "Two"], []),
    ("One,A text, with a comma.\nTwo,Second text here.\n", ["Two"], ["2"]),
    ("One,First text here.\n\n\nTwo\nThree,Third text.\n", ["One", "Two", "Three"], []),
    ('One,"two\nlines"\nTwo,"three\r\nlines\nhere"\n', ["One", "Two"], []),
])  # fmt: skip
def test_a_broken_row_costs_itself(tmp_path: Path, body: str, titles: list[str], refused: list[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"title,text\n{body}".encode())
    found, broken = mixed(path)
    assert [it.title for it in found] == titles
    assert [it.where.removeprefix(f"{path}:") for it in broken] == refused
    assert all("Second" not in it.text for it in found if it.title != "Two")


def test_a_file_of_broken_rows_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,text\n" + 'One,"a" "b\n' * 400, "utf-8")
    broken = mixed(path)[1]
    assert len(broken) <= 60
    assert "the rest is left" in broken[-1].reason


@pytest.mark.parametrize(("data", "cause"), [
    (b"PK\x03\x04 broken", "broken"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "broken"),
    (b"no sheet at all", "broken"),
    (docx(WORDS), "broken"),
    (zipped({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'}), "broken"),
])  # fmt: skip
def test_what_is_no_spreadsheet_is_refused(tmp_path: Path, data: bytes, cause: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    found, [refused] = mixed(path)
    assert found == []
    assert cause in refused.reason


def test_a_sheet_has_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    monkeypatch.setattr(sheet, "MOST_ROWS", 2)
    path.write_bytes(xlsx([HEADER, *ROWS]))
    assert "save the sheet as .csv" in mixed(path)[1][0].reason
    monkeypatch.setattr(sheet, "LARGEST_UNPACKED", 2_000)
    path.write_bytes(xlsx([HEADER, ["Bomb", "a" * 100_000]]))
    assert len(path.read_bytes()) < 2_000
    assert "unpacks to more than" in mixed(path)[1][0].reason


def test_a_sheet_that_says_it_reaches_to_the_last_cell_costs_itself_only(tmp_path: Path) -> None:
    far = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    (tmp_path / "a.xlsx").write_bytes(xlsx([HEADER], more={"xl/worksheets/sheet1.xml": far}))
    (tmp_path / "b.xlsx").write_bytes(xlsx([HEADER, *ROWS]))
    found = list(read_guarded([tmp_path], arrived=ARRIVED))
    assert [type(it) for it in found] == [Quarantined, Rendition, Rendition]


def test_a_growing_table_is_read_on(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(written([HEADER, *ROWS], end="\n") + 'Half,"a ro', "utf-8")
    pieces = list(read_pieces(path, arrived=ARRIVED))
    assert [piece.cut for piece in pieces] == [False, False, True]
    with path.open("a", encoding="utf-8") as file:
        file.write('w that is whole now.",2026-03-18,,,,\nNext,Another row of the table.,,,,,\n')
    again = [piece.item for piece in read_pieces(path, arrived=ARRIVED, start=pieces[1].then)]
    assert [it.title for it in again if isinstance(it, Rendition)] == ["Half", "Next"]
    assert [it.path for it in again if isinstance(it, Rendition)] == [f"{path}:4", f"{path}:5"]


def test_rows_are_read_one_at_a_time(tmp_path: Path) -> None:
    def attempt(size: int) -> None:
        path = tmp_path / "a.csv"
        path.write_text("title,text\n" + '5",6" and "some" words, here\n' * size, "utf-8")
        list(read_paths([path], arrived=ARRIVED))

    assert growth(attempt, 1_000) < 3.5


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='ab",;\n\r\t é', max_size=120))
def test_any_rows_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(f"title,text\n{body}".encode())
    for piece in read_pieces(path, arrived=ARRIVED):
        assert piece.item is None or isinstance(piece.item, Rendition | Quarantined)
