"""Records are framed by what is there: lengths lie, files are cut, members break."""

from __future__ import annotations

import gzip
import io
import random
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from tests.ingest.archive_files import answer, in_members, in_one, record
from watchfloor.ingest.formats.warc import LARGEST_RECORD, Damage, Record, read_records

BODIES = [f"record number {n} ".encode() * (20 + n) for n in range(5)]
RECORDS = [record(body, kind="resource", media="text/plain") for body in BODIES]
Pack = Callable[[list[bytes]], bytes]
PACKS: list[Pack] = [b"".join, in_members, in_one]


def read(data: bytes, start: str = "0") -> list[Record | Damage]:
    return list(read_records(io.BytesIO(data), start=start))


def bodies(found: list[Record | Damage]) -> list[bytes]:
    return [item.body for item in found if isinstance(item, Record)]


def damages(found: list[Record | Damage]) -> list[Damage]:
    return [item for item in found if isinstance(item, Damage)]


@pytest.mark.parametrize("pack", PACKS)
def test_records_come_out_as_they_went_in_and_one_can_go_on_from_each_place(pack: Pack) -> None:
    data = pack(RECORDS)
    found = read(data)
    assert bodies(found) == BODIES
    assert damages(found) == []
    for number, item in enumerate(found):
        assert bodies(read(data, item.place)) == BODIES[number:]
        assert bodies(read(data, item.then)) == BODIES[number + 1 :]


def test_places_are_bytes_of_the_file() -> None:
    plain, packed = b"".join(RECORDS), in_members(RECORDS)
    for item in read(plain):
        assert plain[int(item.place) :].startswith(b"WARC/1.0")
    for item in read(packed):
        assert packed[int(item.place) :].startswith(b"\x1f\x8b")
    assert [item.place.partition("+")[0] for item in read(in_one(RECORDS))] == ["0"] * 5


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_warcio_writes_is_read_as_warcio_reads_it() -> None:
    for packed in (False, True):
        stream = io.BytesIO()
        writer = WARCWriter(stream, gzip=packed, warc_version="WARC/1.1")
        writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "a test"}))
        for number, body in enumerate(BODIES):
            writer.write_record(
                writer.create_warc_record(f"https://a.example/{number}", "resource", payload=io.BytesIO(body))
            )
        stream.seek(0)
        theirs = [(it.rec_type, it.rec_headers.get_header("WARC-Target-URI"), it.raw_stream.read())
                  for it in ArchiveIterator(stream)]  # fmt: skip
        ours = read(stream.getvalue())
        assert [
            (it.type, it.headers.get("warc-target-uri"), it.body) for it in ours if isinstance(it, Record)
        ] == theirs


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("off_by", [-200, -40, -3, 7, 40, 500, 100_000])
@pytest.mark.parametrize("which", [0, 2, 4])
def test_a_wrong_length_costs_its_record_only(pack: Pack, off_by: int, which: int) -> None:
    records = list(RECORDS)
    wrong = len(BODIES[which]) + off_by
    records[which] = record(BODIES[which], kind="resource", media="text/plain", length=wrong)
    found = read(pack(records))
    assert bodies(found) == [body for number, body in enumerate(BODIES) if number != which]
    (damage,) = damages(found)
    assert found.index(damage) == which
    assert re.search("Content-Length is wrong|the file ends", damage.reason)


@pytest.mark.parametrize("length", ["many", "-5", "", "9" * 40])
def test_a_length_that_is_no_number_costs_its_record_only(length: str) -> None:
    broken = RECORDS[1].replace(str(len(BODIES[1])).encode(), length.encode())
    found = read(RECORDS[0] + broken + RECORDS[2])
    assert bodies(found) == [BODIES[0], BODIES[2]]
    assert "Content-Length is no number" in damages(found)[0].reason


@pytest.mark.parametrize("pack", PACKS)
def test_a_cut_file_gives_what_stands_before_the_cut_and_says_where(pack: Pack) -> None:
    data = pack(RECORDS)
    whole = read(data)
    for cut in (*range(1, 40), *range(40, len(data), 97), *range(len(data) - 12, len(data))):
        found = read(data[:cut])
        assert bodies(found) == BODIES[: len(bodies(found))]
        lost = damages(found)
        if not lost:
            assert pack is PACKS[0] or cut in {int(item.then) for item in whole}
            continue
        assert [item.cut for item in lost] == [True]
        assert lost[0].place.partition("+")[0] in {item.place.partition("+")[0] for item in whole}
        assert bodies(found) + bodies(read(data, lost[0].place)) == BODIES, "as when the file has grown"


def test_a_cut_gzip_that_others_pass_over_is_reported_with_its_place() -> None:
    members = [gzip.compress(one, mtime=0) for one in RECORDS]
    data = b"".join(members)[:-30]
    found = read(data)
    assert len(list(ArchiveIterator(io.BytesIO(data)))) == 5, "warcio says nothing of it"
    assert bodies(found) == BODIES[:4]
    (damage,) = damages(found)
    assert damage.place == str(sum(map(len, members[:4])))
    assert "the file is cut" in damage.reason


def test_a_broken_member_costs_itself_only() -> None:
    members = [gzip.compress(one, mtime=0) for one in RECORDS]
    begins = str(len(members[0]))
    for at in range(10, len(members[1]) - 4, 5):
        broken = bytearray(members[1])
        broken[at] ^= 0xFF
        found = read(members[0] + bytes(broken) + b"".join(members[2:]))
        assert bodies(found)[0] == BODIES[0]
        assert bodies(found)[-3:] == BODIES[2:]
        assert len(found) == 5
        assert found[1].place == begins
        assert isinstance(found[1], Damage), at


def test_what_is_no_record_between_records_is_said_once() -> None:
    found = read(RECORDS[0] + b"some notes of the crawler\n" * 50 + RECORDS[1])
    # The length of the first cannot be trusted any more: what follows it is no record.
    assert bodies(found) == [BODIES[1]]
    assert len(damages(found)) == 1
    found = read(b"some notes of the crawler\n" * 50 + RECORDS[1])
    assert bodies(found) == [BODIES[1]]
    assert damages(found)[0].reason == "no WARC record begins here"


def test_a_file_of_lies_ends() -> None:
    lies = [record(b"x" * 50, length=90_000) for _ in range(2_500)]
    for pack in PACKS:
        found = read(pack(lies))
        assert bodies(found) == []
        assert 0 < len(found) <= 2_500


def test_a_file_of_false_members_ends_and_says_so() -> None:
    false = b"\x1f\x8b\x08\x00" * 20_000
    found = read(gzip.compress(RECORDS[0]) + false + gzip.compress(RECORDS[1]))
    assert bodies(found)[:1] == BODIES[:1]
    assert "the rest of the file is left out" in damages(found)[-1].reason


def test_a_record_within_a_record_is_its_words() -> None:
    inner = record(b"inner", kind="resource")
    found = read(record(inner, kind="resource") + RECORDS[0])
    assert bodies(found) == [inner, BODIES[0]]


def test_a_bomb_is_left_out_and_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watchfloor.ingest.formats.warc._BOMB_BYTES", 4_000_000)
    bomb = record(b"\0" * 20_000_000)
    found = read(in_members([RECORDS[0], bomb, RECORDS[1]]))
    assert bodies(found) == BODIES[:2]
    assert "times its size" in damages(found)[0].reason


MEASURE = """
import resource, sys
from watchfloor.ingest.formats.warc import Record, read_records
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open(sys.argv[1], "rb") as raw:
    found = [(it.length, len(it.body)) for it in read_records(raw) if isinstance(it, Record)]
print(found, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_record_of_half_a_gigabyte_streams_in_bounded_memory(tmp_path: Path) -> None:
    size = 500_000_000
    path = tmp_path / "large.warc.gz"
    head, tail = record(b"", length=size).removesuffix(b"\r\n\r\n"), b"\r\n\r\n"
    with path.open("wb") as file:
        file.write(gzip.compress(RECORDS[0]))
        packer = zlib.compressobj(1, wbits=31)
        file.write(packer.compress(head))
        block = bytes(1_000_000)
        for _ in range(size // len(block)):
            file.write(packer.compress(block))
        file.write(packer.compress(tail) + packer.flush() + gzip.compress(RECORDS[1]))
    said = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True
    ).stdout
    expected = [(len(BODIES[0]),) * 2, (size, LARGEST_RECORD), (len(BODIES[1]),) * 2]
    assert said.startswith(str(expected)), said
    assert int(said.split()[-1]) < 60, f"{said} MB more memory than before"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([0, 1, 2]), st.integers(1, 12))
def test_whatever_breaks_reading_ends_and_invents_nothing(seed: int, packed: int, hits: int) -> None:
    chance = random.Random(seed)
    data = bytearray(PACKS[packed](RECORDS))
    for _ in range(hits):
        match chance.randrange(3):
            case 0:
                data[chance.randrange(len(data))] = chance.randrange(256)
            case 1:
                at = chance.randrange(len(data))
                del data[at : at + chance.randrange(1, 60)]
            case _:
                at = chance.randrange(len(data))
                data[at:at] = chance.randbytes(chance.randrange(1, 30))
        data = data or bytearray(b"x")
    found = read(bytes(data))
    assert len(found) <= 12
    assert all(item.then for item in found)


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(data: bytes) -> None:
    for start in (b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08\0", gzip.compress(answer(b""))):
        read(start + data)
