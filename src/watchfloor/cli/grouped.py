"""How the commands are listed and read: groups in `--help`, and words to look for that begin with a dash."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

GROUPS = {
    "Look once, keep nothing": ("run", "demo", "read", "annotate", "group", "eval"),
    "Fill a floor": ("init", "add", "backfill", "note", "sources", "tables", "poll", "serve"),
    "Ask": ("show", "brief", "changes", "search", "explain", "situation", "mcp"),
    "Be told": ("watch", "alert", "ack", "briefing", "label", "channels", "outbox", "deliver"),
    "Decide": ("judge", "merge", "split", "events", "undo", "comment", "assign", "done", "shift"),
    "Keep and let go": (
        "export",
        "share",
        "diff",
        "agree",
        "compare",
        "reread",
        "expire",
        "withhold",
        "withheld",
        "readmit",
        "erase",
    ),
    "Operate": ("people", "key", "kit", "doctor", "backup", "restore", "move", "tick", "upgrade"),
}
_OTHERS = "More"
_DASHED_WORD = re.compile(r"-\w[\w'’-]{2,}")  # longer than an option of one letter and its number
_MARGINS = 6  # around the two columns, as everywhere in help


class GroupedCommands(TyperGroup):
    """A group of commands whose help lists them under headings."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands, each under the heading of its group."""
        names = self.list_commands(ctx)
        width = formatter.width - _MARGINS - max(map(len, names))
        for heading, members in _grouped(names):
            rows = [(name, self.commands[name].get_short_help_str(width)) for name in members]
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(max(map(len, self.commands))), told) for name, told in rows])


def _grouped(names: list[str]) -> list[tuple[str, list[str]]]:
    """Return headings with the commands under them; a command that no group names is told all the same."""
    found = [(heading, [name for name in members if name in names]) for heading, members in GROUPS.items()]
    placed = {name for _, members in found for name in members}
    found.append((_OTHERS, [name for name in names if name not in placed]))
    return [(heading, members) for heading, members in found if members]


class WordsCommand(TyperCommand):
    """A command that is given words to look for: one that begins with a dash leaves a word out."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; what looks like "-word" is a word, as no option is written so."""
        dashed = [one for one in args if _DASHED_WORD.fullmatch(one)] if "--" not in args else []
        if dashed:
            args = [*(one for one in args if one not in dashed), "--", *dashed]
        return super().parse_args(ctx, args)
