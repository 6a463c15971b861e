"""What a desk writes into its own tables: read as it is meant, or refused with file, line and remedy."""

from __future__ import annotations

import time

import pytest

from watchfloor.errors import TableError
from watchfloor.model import LabelledSource, OwnActor, OwnPlace, SourceLabel
from watchfloor.own_tables import MOST_ROWS, ReadTable, SourceLabels, read_own_table

_HEAD = "name,aliases,code,parents,lat,lon\n"
_LEFT_OUT = "; the row is left out"


def places(text: str) -> ReadTable:
    return read_own_table("places", text.encode())


def test_a_row_holds_its_lists_its_code_and_where_it_lies() -> None:
    read = places(_HEAD + 'Tarvel,Tarvell | Tarvil,NL0101,NL01|Norland,14.11,"21,32"\n')

    assert read.faults == ()
    assert read.table.places == (
        OwnPlace(
            name="Tarvel",
            aliases=("Tarvell", "Tarvil"),
            code="NL0101",
            parents=("NL01", "Norland"),
            lat=14.11,
            lon=21.32,
            line=2,
        ),
    )


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfname,lat,lon\r\nTarvel,14.11,21.32\r\n",
        b"NAME;LAT;LON\nTarvel;14,11;21,32\n",
        b"name\tlat\tlon\nTarvel\t14.11\t21.32\n",
        "name\tlat\tlon\r\nTarvel\t14.11\t21.32\r\n".encode("utf-16"),
        b"\n\nlon,lat,name\n21.32,14.11,Tarvel\n,,\n",
    ],
    ids=["mark and carriage returns", "semicolons", "tabs", "utf-16", "empty lines, other order"],
)
def test_a_table_is_read_as_spreadsheets_save_it(data: bytes) -> None:
    read = read_own_table("places", data)

    assert read.faults == ()
    assert [(row.name, row.lat, row.lon) for row in read.table.places] == [("Tarvel", 14.11, 21.32)]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Lirn,,,,NaN,20", "lat is 'NaN': write degrees north from -90 to 90"),
        ("Lirn,,,,91,20", "lat is '91': write degrees north from -90 to 90"),
        ("Lirn,,,,14,-180.5", "lon is '-180.5': write degrees east from -180 to 180"),
        ("Lirn,,,,inf,20", "lat is 'inf': write degrees north from -90 to 90"),
        ("Lirn,,,,14,", "lon is empty; write one, or take the row away"),
        ("=HYPERLINK(1),,,,14,20", "begins like a formula of a spreadsheet; write the value itself"),
        ("Lirn,@SUM(A1),,,14,20", "begins like a formula of a spreadsheet; write the value itself"),
        ("Lirn,,,,14,20,25", "7 cells where the head has 6; put a cell with commas in quotes"),
        ('"Li\nrn",,,,14,20', "is a quotation mark missing?"),
    ],
)
def test_a_row_that_cannot_be_is_left_out_and_told_and_the_others_hold(row: str, told: str) -> None:
    read = places(f"{_HEAD}Tarvel,,,,14.11,21.32\n{row}\nKolvar,,,,14.19,21.41\n")

    assert [place.name for place in read.table.places] == ["Tarvel", "Kolvar"]
    assert read.left_out == 1
    [line] = read.lines()
    assert line.startswith("places.csv:3: ")
    assert told in line
    assert line.endswith("; the row is left out")


def test_of_two_codes_for_one_village_and_of_one_code_for_two_the_first_holds() -> None:
    read = places(
        f"{_HEAD}Tarvel,,NL1,,14.11,21.32\nTarvel,,NL2,,14.11,21.32\nKolvar,,NL1,,14.2,21.4\n"
        "Tarvel,,NL3,,10.5,21.32\n"
    )

    assert [(place.name, place.code) for place in read.table.places] == [("Tarvel", "NL1"), ("Tarvel", "NL3")]
    assert list(read.lines()) == [
        "places.csv:3: 'Tarvel' stands in line 2 with the code 'NL1'; keep one of the two" + _LEFT_OUT,
        "places.csv:4: the code 'NL1' is that of 'Tarvel' in line 2; give each its own" + _LEFT_OUT,
    ]


def test_places_that_lie_in_themselves_hold_without_parents() -> None:
    read = places(f"{_HEAD}Eastval,,E,W,1,1\nWestval,,W,E,2,2\nTarvel,,T,E,3,3\nLonemar,,L,Lonemar,4,4\n")

    assert [(place.name, place.parents) for place in read.table.places] == [
        ("Eastval", ()),
        ("Westval", ()),
        ("Tarvel", ("E",)),
        ("Lonemar", ()),
    ]
    assert read.left_out == 0
    assert [line.partition(";")[0] for line in read.lines()] == [
        "places.csv:2: 'Eastval' lies in itself by its parents (Eastval > Westval > Eastval)",
        "places.csv:3: 'Westval' lies in itself by its parents (Westval > Eastval > Westval)",
        "places.csv:5: 'Lonemar' lies in itself by its parents (Lonemar > Lonemar)",
    ]


def test_a_name_that_is_a_common_word_holds_and_is_told() -> None:
    read = places(f"{_HEAD}Reading,,,,14,20\nOf,,,,15,21\n")

    assert [place.name for place in read.table.places] == ["Reading", "Of"]
    assert list(read.lines()) == [
        "places.csv:2: 'Reading' is also a common word: a place only where the words around it say so",
        "places.csv:3: 'Of' is too short to be told from other words; it is not looked for",
    ]


def test_a_column_that_is_not_known_is_told_and_costs_no_row() -> None:
    read = places("name,alias,lat,lon\nTarvel,Tarvil,14,21\n")

    assert [place.name for place in read.table.places] == ["Tarvel"]
    assert list(read.lines()) == ["places.csv:1: column 'alias' is not read; did you mean 'aliases'?"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (
            b"name,lat,lon\nTarvel,14,21\nSk\xe5ne,55,13\n",
            "places.csv:3: is not UTF-8 text; save it as CSV UTF-8",
        ),
        (b"Tarvel,14,21\n", "places.csv:1: has no column 'name'; the head names the columns"),
        (
            b"name,lat,lat,lon\nTarvel,14,14,21\n",
            "places.csv:1: has 'lat' twice; keep one of the two columns",
        ),
    ],
    ids=["another encoding", "no head", "a column twice"],
)
def test_what_is_no_table_is_refused_with_the_remedy(data: bytes, told: str) -> None:
    with pytest.raises(TableError) as refused:
        read_own_table("places", data)
    assert told in str(refused.value)


def test_a_table_of_a_million_rows_is_refused_before_it_is_read_through() -> None:
    rows = "".join(f"V{number},14,21\n" for number in range(1_000_000)).encode()

    began = time.process_time()
    with pytest.raises(TableError, match=rf"has more than {MOST_ROWS:,} rows; keep those of your region"):
        read_own_table("places", b"name,lat,lon\n" + rows)
    assert time.process_time() - began < 10


def test_an_empty_file_is_an_empty_table_and_the_order_of_writing_is_no_change() -> None:
    assert read_own_table("places", b" \n").table.count == 0
    assert places(_HEAD).table.digest == ""
    one, other = (places(f"{_HEAD}{gap}Tarvel,,,,14,21\n") for gap in ("", "\n"))
    assert one.table.digest == other.table.digest != ""


def test_actors_hold_with_their_kind_their_side_and_their_time() -> None:
    read = read_own_table(
        "actors",
        b"name,aliases,kind,party,country,from,until\n"
        b"Sable Guard,Sablemen|SG,,Northern Pact,Norland,2024-05,\n"
        b"Edran Toll,,person,Sable Guard,,2026,2025\n"
        b"Lirn,,wizard,,,,\nTarn,,,,,yesterday,\nMay,,person,,,,\n",
    )

    assert read.table.actors == (
        OwnActor(
            name="Sable Guard",
            aliases=("Sablemen", "SG"),
            party="Northern Pact",
            country="Norland",
            since="2024-05",
            line=2,
        ),
        OwnActor(name="May", kind="person", line=6),
    )
    assert list(read.lines()) == [
        "actors.csv:3: until 2025 lies before from 2026; exchange the two" + _LEFT_OUT,
        "actors.csv:4: kind is 'wizard': known are country, group, organisation, person" + _LEFT_OUT,
        "actors.csv:5: from is 'yesterday': write a year, month or day: 2026, 2026-03, 2026-03-05"
        + _LEFT_OUT,
        "actors.csv:6: 'May' is also a common word: an actor wherever it stands so",
    ]


def test_a_label_that_is_none_is_told_with_those_that_are() -> None:
    read = read_own_table(
        "labels",
        b"source,label,of\nnews.example,State-run by,Norland\nnews.example,state-run,\nx.example,staterun,\n",
    )

    assert [(row.source, row.label, row.of) for row in read.table.labels] == [
        ("news.example", SourceLabel.STATE_RUN, "Norland")
    ]
    assert list(read.lines()) == [
        "labels.csv:3: 'news.example' is state-run in line 2 as well; keep one of the two" + _LEFT_OUT,
        "labels.csv:4: label is 'staterun': did you mean 'state-run'?" + _LEFT_OUT,
    ]


def test_a_source_bears_the_labels_of_its_name_or_of_its_host_and_the_domain_above() -> None:
    labels = SourceLabels(
        (
            LabelledSource(source="https://www.News.example/", label=SourceLabel.LOCAL),
            LabelledSource(source="Valley Post", label=SourceLabel.OURS),
            LabelledSource(source="valley post", label=SourceLabel.LOCAL),
        )
    )

    assert labels.of("News", url="https://sport.news.example/1") == (SourceLabel.LOCAL,)
    assert labels.of("VALLEY POST", url="https://other.example") == (SourceLabel.LOCAL, SourceLabel.OURS)
    assert labels.of("News", url="https://badnews.example/1") == ()
