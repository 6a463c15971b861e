"""Values as they stand in the tables: JSON, compressed with a dictionary of what such values mostly say.

The dictionary is trained on invented reports (`tools/value_dictionary.py`) and stays with the package for
ever: floors cannot be read without the one that wrote them, which each value names.
"""

from __future__ import annotations

import threading
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from watchfloor.errors import StoreError

if TYPE_CHECKING:
    from zstandard import ZstdCompressionDict, ZstdCompressor, ZstdDecompressor

DICTIONARY = 1  # of those in data/store, what is written today; older ones stay there to be read with
_LEVEL = 3  # of zstd: 9 microseconds for the findings of a short report, twice what level 1 takes
_LARGEST = 2**28  # bytes that a value may have


class CompressedJson(sa.types.TypeDecorator[str]):
    """A column of JSON, compressed where it stands; SQLite declares it as the text that it was before."""

    impl = sa.LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """Return the type by which the column is declared."""
        # SQLite keeps bytes as they are in a column of text, so that tables of before need not be made anew.
        declared: sa.types.TypeEngine[Any] = sa.Text() if dialect.name == "sqlite" else sa.LargeBinary()
        return dialect.type_descriptor(declared)

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> bytes | None:
        """Return what is written for some JSON."""
        return None if value is None else compressed(value)

    def process_result_value(self, value: bytes | None, dialect: sa.Dialect) -> str | None:
        """Return the JSON that was written."""
        return None if value is None else expanded(value)


def compressed(written: str) -> bytes:
    """Return some JSON as it stands in the tables."""
    return _PACKERS.compressor.compress(written.encode())


def expanded(stored: bytes) -> str:
    """Return the JSON that stands in the tables so; raises StoreError for what is none."""
    from zstandard import ZstdError, get_frame_parameters  # noqa: PLC0415

    try:
        number = get_frame_parameters(stored).dict_id
        return _PACKERS.expander(number).decompress(stored, max_output_size=_LARGEST).decode()
    except (TypeError, ValueError, ZstdError) as error:
        raise StoreError(f"a stored value cannot be read: {error}", "run `watchfloor doctor`") from error


def dictionary_file(number: int) -> str:
    """Return the name of a dictionary within the package's data."""
    return f"store/values-{number}.zstd-dictionary"


class _Packers(threading.local):
    """What packs and unpacks, one of each a thread: two threads in one of them mix their values up."""

    def __init__(self) -> None:
        self.expanders: dict[int, ZstdDecompressor] = {}

    @cached_property
    def compressor(self) -> ZstdCompressor:
        """What writes values with today's dictionary."""
        # Late, because what only asks for help needs no packer.
        from zstandard import ZstdCompressor  # noqa: PLC0415

        return ZstdCompressor(level=_LEVEL, dict_data=_dictionary(DICTIONARY), write_checksum=False)

    def expander(self, number: int) -> ZstdDecompressor:
        """Return what reads values of one dictionary, by the number that zstd gave it."""
        if number not in self.expanders:
            self.expanders[number] = _expander(number)
        return self.expanders[number]


_PACKERS = _Packers()


def _expander(number: int) -> ZstdDecompressor:
    from zstandard import ZstdDecompressor  # noqa: PLC0415

    known = {dictionary.dict_id(): dictionary for dictionary in map(_dictionary, range(1, DICTIONARY + 1))}
    if number not in known:
        raise ValueError(f"it was written with dictionary {number}, which this version does not have")
    return ZstdDecompressor(dict_data=known[number])


@cache
def _dictionary(number: int) -> ZstdCompressionDict:
    from zstandard import ZstdCompressionDict  # noqa: PLC0415

    name = dictionary_file(number)
    dictionary = ZstdCompressionDict(files("watchfloor").joinpath("data", *name.split("/")).read_bytes())
    dictionary.precompute_compress(level=_LEVEL)
    return dictionary
