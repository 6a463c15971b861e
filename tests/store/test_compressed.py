"""Values stand compressed in their tables and read back as they were."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from zstandard import ZstdCompressor

from tests.store.floor import admit
from watchfloor.errors import StoreError
from watchfloor.store import Store, schema
from watchfloor.store.compressed import compressed, dictionary_file, expanded


@given(st.text())
def test_what_was_written_reads_back(written: str) -> None:
    assert expanded(compressed(written)) == written


def test_threads_at_once_read_what_they_wrote() -> None:
    # One packer in two threads gave "Data corruption detected", other bytes, or the end of the process.
    values = [f'{{"id": "{number}", "text": "{str(number) * (number % 700)}"}}' for number in range(2_000)]

    def mixed_up(part: int) -> list[str]:
        return [value for value in values[part::8] if expanded(compressed(value)) != value]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(mixed_up, range(8))) == [[]] * 8


def test_the_dictionary_that_floors_were_written_with_never_changes() -> None:
    held = files("watchfloor").joinpath("data", *dictionary_file(1).split("/")).read_bytes()
    assert hashlib.sha256(held).hexdigest() == (
        "be001a10c04f229eb1f0506080fab40793fda53a469fffc5422d0d449b7d88eb"
    )


def test_values_of_reports_take_a_part_of_their_json() -> None:
    with Store.memory() as store:
        for number in range(3):
            admit(store, number)
        table = schema.placement
        stored = sa.func.sum(sa.func.length(sa.type_coerce(table.c.value, sa.LargeBinary)))
        [[kept]] = store.rows(sa.select(stored))
        written = sum(len(row.value) for row in store.rows(sa.select(table.c.value)))
    assert kept < written / 2


@pytest.mark.parametrize(
    "stored",
    [b"", b"{}", b"\0" * 40, ZstdCompressor().compress(b'{"id": "a"}')[:-1], compressed('{"id": "a"}')[:-2]],
    ids=["nothing", "plain", "zeros", "without dictionary, cut", "cut"],
)
def test_what_cannot_be_read_is_told(stored: bytes) -> None:
    with pytest.raises(StoreError, match=r"a stored value cannot be read: .*; run `watchfloor doctor`"):
        expanded(stored)
