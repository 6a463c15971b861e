"""The accuracy card in the terminal: what is measured on which data, beside the best open peer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.table import Table

from watchfloor.exchange.terminal_text import TerminalText

if TYPE_CHECKING:
    from rich.console import Console


def print_accuracy(card: Mapping[str, Any], console: Console) -> None:
    """Print the card's headline figures by task, then precision and recall of strong and of all findings."""
    console.print(TerminalText(card["note"], style="dim"))
    for task in card["tasks"]:
        console.print()
        console.print(TerminalText(task["name"], "bold").append(f": {task['measures']}"))
        console.print(TerminalText(f"data: {task['data']}; licence: {task['licence']}", style="dim"))
        console.print(_headlines(task))
    console.print()
    console.print(_grades(card))


def _headlines(task: Mapping[str, Any]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
    table.add_column(width=32)
    table.add_column(justify="right")
    table.add_column()
    for line in task["headlines"]:
        peer = f"best peer {line['peer']:.3f}, {line['by']}" if line["peer"] is not None else ""
        table.add_row(*map(TerminalText, (line["figure"], f"{line['value']:.3f}", peer)))
    return table


def _grades(card: Mapping[str, Any]) -> Table:
    table = Table(title="Strong findings alone, and all", title_justify="left", box=None, pad_edge=False)
    for column in ("task", "what"):
        table.add_column(column)
    for column in ("strong: precision", "recall", "all: precision", "recall"):
        table.add_column(column, justify="right")
    for task in card["tasks"]:
        for row in task["grades"]:
            values = [row[grade][side] for grade in ("strong", "all") for side in ("precision", "recall")]
            table.add_row(
                *map(TerminalText, (task["name"], row["what"], *(f"{value:.3f}" for value in values)))
            )
    return table
