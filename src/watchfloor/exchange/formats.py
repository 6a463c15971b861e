"""What a situation can be exported as: a row a format.

A writer takes disclosed values only, so that it cannot show what an audience may not see; the contract in
`tests/contracts` is run over every row. How to add one: docs/extending/format.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from watchfloor.exchange.page import situation_page
from watchfloor.exchange.schema import Situation
from watchfloor.exchange.situation import situation_json
from watchfloor.printable import printable_json


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A form in which a situation is written; `write` is given the situation and a title for it."""

    means: str
    write: Callable[[Situation, str], str]


EXPORT_FORMATS: Mapping[str, ExportFormat] = {
    "json": ExportFormat(
        "one object with the keys of docs/interchange.md",
        lambda situation, _title: printable_json(situation_json(situation), indent=2),
    ),
    "html": ExportFormat(
        "one self-contained page", lambda situation, title: situation_page(situation, title=title)
    ),
}
