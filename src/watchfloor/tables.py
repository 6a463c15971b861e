"""The tables of `data`: one reader for all of them, which refuses what it does not know.

A table is a text file with a header of lines that begin with "# ". Below it stands one row a line, its cells
parted by tabs. What a row holds is told by a frozen dataclass, a field a column:

    str, int, float             one value
    Literal["a", "b"], StrEnum  one of these words
    bool                        the column's own name where it holds, "-" where it does not
    X | None                    "-" or nothing where there is none
    Annotated[tuple[X, ...], Parted("|")]  values with a mark between them; "-" or nothing: none
    Pattern                     a regular expression, tried when the table is read
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from enum import EnumType, StrEnum
from functools import cache
from importlib.resources import files
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from watchfloor.errors import TableError, nearest

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Row = TypeVar("Row", bound=DataclassInstance)
else:
    Row = TypeVar("Row")

_NOTHING = ("", "-")


@dataclass(frozen=True, slots=True)
class Parted:
    """The mark that parts the values of one cell; `values` are the only ones allowed, if any are named.

    With `within`, a value is itself several of them with that mark between. With `after`, only the words
    behind that mark are looked at, and with `head` of each what stands before it: `lemma +kind=words +kind`.
    """

    mark: str
    values: frozenset[str] | None = None
    within: str | None = None
    after: str | None = None
    head: str | None = None

    def parts(self, value: str) -> Iterator[str]:
        """Yield the words of a value that must be known."""
        pieces = [value]
        if self.after is not None:
            pieces = value.split(self.after)[1:]
        for piece in pieces:
            for part in piece.split(self.within) if self.within is not None else (piece,):
                yield part.partition(self.head)[0].strip() if self.head is not None else part


@dataclass(frozen=True, slots=True)
class Expression:
    """A cell that holds a regular expression."""


Pattern = Annotated[str, Expression()]


def read_table(name: str, row: type[Row]) -> tuple[Row, ...]:
    """Return the rows of `data/<name>`.

    Raises TableError, with file, line and remedy, where a line is not such a row.
    """
    columns = _columns(row)
    return tuple(_row(f"data/{name}:{at}", line.split("\t"), row, columns) for at, line in _lines(name))


def read_words(name: str) -> frozenset[str]:
    """Return the words of `data/<name>`, one or more a line, parted by blanks."""
    return frozenset(word for _, line in _lines(name) for word in line.split())


@dataclass(frozen=True, slots=True)
class _WordList:
    name: str
    words: Annotated[tuple[str, ...], Parted(";")]


@cache
def _word_lists(table: str) -> dict[str, frozenset[str]]:
    return {row.name: frozenset(row.words) for row in read_table(table, _WordList)}


def read_word_list(table: str, name: str) -> frozenset[str]:
    """Return the words of one list of `data/<table>`, whose rows are the name of a list and its words.

    Raises TableError where the table has no list of that name.
    """
    lists = _word_lists(table)
    if name not in lists:
        raise TableError(f"data/{table}", f"there is no list {name!r}; {nearest(name, lists)}")
    return lists[name]


def read_lines(name: str) -> tuple[str, ...]:
    """Return the lines of `data/<name>` below its header."""
    return tuple(line for _, line in _lines(name))


def read_patterns(name: str) -> tuple[str, ...]:
    """Return the lines of `data/<name>`, each a regular expression by itself.

    Raises TableError, with file and line, where one is none.
    """
    for at, line in _lines(name):
        try:
            _expression(line)
        except _UnknownValueError as error:
            raise TableError(f"data/{name}:{at}", f"the pattern is {line!r}; {error.wanted}") from None
    return read_lines(name)


def _lines(name: str) -> Iterator[tuple[int, str]]:
    text = files("watchfloor").joinpath("data", *name.split("/")).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and line != "#" and not line.startswith("# "):
            yield number, line


_Reader = Callable[[str], Any]


def _columns(row: type[Row]) -> tuple[tuple[str, _Reader], ...]:
    hints = get_type_hints(row, include_extras=True)
    return tuple((field.name, _reader(hints[field.name], field.name)) for field in fields(row))


def _row(where: str, cells: list[str], row: type[Row], columns: tuple[tuple[str, _Reader], ...]) -> Row:
    if len(cells) != len(columns):
        wanted = ", ".join(column for column, _ in columns)
        raise TableError(where, f"{len(cells)} cells where {len(columns)} are wanted, with tabs: {wanted}")
    values: dict[str, Any] = {}
    for (column, read), cell in zip(columns, cells, strict=True):
        try:
            values[column] = read(cell)
        except _UnknownValueError as error:
            raise TableError(where, f"{column} is {error.cell!r}; {error.wanted}") from None
    return row(**values)


class _UnknownValueError(Exception):
    """A cell that its column cannot hold."""

    def __init__(self, cell: str, wanted: str) -> None:
        super().__init__(cell, wanted)
        self.cell = cell
        self.wanted = wanted


def _reader(hint: Any, column: str) -> _Reader:
    """Return what reads the cells of a column whose field has the type `hint`."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _SCALARS:
        return _SCALARS[hint]
    if (words := _words(hint, column)) is not None:
        return _one_of(words)
    if origin in (Union, types.UnionType) and type(None) in arguments:
        return _optional(_reader(next(part for part in arguments if part is not type(None)), column))
    if origin is Annotated:
        return _annotated(arguments[0], arguments[1], column)
    raise TypeError(f"no column can be a {hint}; see watchfloor/tables.py for those that can")


def _words(hint: Any, column: str) -> dict[str, Any] | None:
    """Return the words that a closed column may hold, with what each stands for; None where it is open."""
    if hint is bool:
        return {column: True, "-": False}
    if get_origin(hint) is Literal:
        return {str(value): value for value in get_args(hint)}
    if isinstance(hint, EnumType) and issubclass(hint, StrEnum):
        return {str(value): value for value in hint}
    return None


def _annotated(hint: Any, mark: Parted | Expression, column: str) -> _Reader:
    if isinstance(mark, Expression):
        return _expression
    kind = _reader(get_args(hint)[0], column)
    return _many(kind if mark.values is None else _parts_of(mark, mark.values), mark.mark)


def _parts_of(mark: Parted, values: frozenset[str]) -> _Reader:
    """Return what reads a value whose words must be known."""
    known = _one_of({value: value for value in values})

    def read(value: str) -> str:
        for part in mark.parts(value):
            known(part)
        return value

    return read


def _whole(cell: str) -> int:
    try:
        return int(cell)
    except ValueError:
        raise _UnknownValueError(cell, "write a whole number") from None


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise _UnknownValueError(cell, "write a number") from None


def _expression(cell: str) -> str:
    try:
        re.compile(cell)
    except re.error as error:
        raise _UnknownValueError(cell, f"mend the regular expression: {error}") from None
    return cell


_SCALARS: dict[Any, _Reader] = {str: str, int: _whole, float: _number}


def _one_of(values: dict[str, Any]) -> _Reader:
    def read(cell: str) -> Any:
        if cell not in values:
            raise _UnknownValueError(cell, nearest(cell, values))
        return values[cell]

    return read


def _optional(read: _Reader) -> _Reader:
    return lambda cell: None if cell in _NOTHING else read(cell)


def _many(read: _Reader, mark: str) -> _Reader:
    def read_all(cell: str) -> tuple[Any, ...]:
        parts = cell.split() if mark == " " else [part.strip() for part in cell.split(mark)]
        return tuple(read(part) for part in parts if part not in _NOTHING)

    return read_all
