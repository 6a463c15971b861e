"""Train the dictionary that stored values are compressed with, on the values of a floor of invented reports.

    watchfloor init FLOOR; watchfloor add --floor FLOOR PATH…        # invented texts only
    python -m tools.value_dictionary FLOOR NUMBER

writes data/store/values-NUMBER.zstd-dictionary; the same floor gives the same bytes. A dictionary that values
were written with is never made anew: a better one gets the next number.
"""

from __future__ import annotations

import sys
from pathlib import Path

import sqlalchemy as sa
import zstandard

import watchfloor
from watchfloor.store import Store, schema
from watchfloor.store.compressed import CompressedJson, dictionary_file

_SIZE = 16_384  # bytes; 32 and 64 kB made the values of 491 wire reports no smaller
_MOST = 600  # values of a table, so that none outweighs the others


def values_of(store: Store) -> list[bytes | bytearray | memoryview]:
    """Return the first values of each table, in the order of their keys."""
    found: list[bytes | bytearray | memoryview] = []
    for table in schema.metadata.sorted_tables:
        for column in table.c:
            if isinstance(column.type, CompressedJson):
                asked = sa.select(column).where(column.is_not(None)).order_by(*table.primary_key)
                found += [row[0].encode() for row in store.rows(asked.limit(_MOST))]
    return found


def main(folder: str, number: str) -> None:
    """Write the dictionary."""
    with Store.open(Path(folder)) as store:
        trained = zstandard.train_dictionary(_SIZE, values_of(store))
    target = Path(watchfloor.__file__).parent / "data" / dictionary_file(int(number))
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(trained.as_bytes())
    print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
