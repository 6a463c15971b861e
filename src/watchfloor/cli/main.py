"""The commands, and what becomes of errors."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from copy import copy
from functools import cache
from typing import Annotated, Any

import typer
from typer.main import get_command, get_command_name
from typer.models import CommandInfo

from watchfloor import __version__
from watchfloor.cli import (
    alerts,
    backfill,
    backups,
    brief,
    briefings,
    desk_work,
    exports,
    floor,
    happenings,
    judging,
    keeping,
    kits,
    lists,
    look,
    mcp,
    notes,
    outbox,
    people,
    poll,
    serve,
    shares,
    situations,
    sources,
    tables,
    watches,
)
from watchfloor.cli.grouped import GroupedCommands, WordsCommand
from watchfloor.cli.output import say
from watchfloor.errors import UsageError, WatchfloorError

_FULL = "free some space and run the command again"
_FORBIDDEN = "give this user the right to it, or choose another place"
_REMEDIES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: _FORBIDDEN,
    errno.ENOENT: "check the name",
    errno.ENAMETOOLONG: "take a shorter name",
    errno.EMFILE: "let this user open more files (ulimit -n)",
}

app = typer.Typer(
    name="watchfloor",
    cls=GroupedCommands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Keep constant watch on a situation from open news, and act when it changes.\n\n"
    "Look once with `run`, keep with `add`. Every statement shows its words; nothing is verified.\n\n"
    "Examples:\n\n"
    "  watchfloor demo\n\n"
    "  watchfloor run articles/ --html report.html\n\n"
    "  watchfloor init floor && watchfloor add articles/ --floor floor\n\n"
    "Exit codes: 0 done, 1 an input failed and the others were done, 2 wrong usage, 130 interrupted.",
)


def _version(shown: bool) -> None:  # noqa: FBT001 - Typer calls it with the option's value
    if shown:
        typer.echo(f"watchfloor {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


for command in (
    *look.COMMANDS,
    *floor.COMMANDS,
    *backfill.COMMANDS,
    *notes.COMMANDS,
    *lists.COMMANDS,
    *brief.COMMANDS,
    *judging.COMMANDS,
    *desk_work.COMMANDS,
    *poll.COMMANDS,
    *serve.COMMANDS,
    *mcp.COMMANDS,
    *keeping.COMMANDS,
    *tables.COMMANDS,
    *exports.COMMANDS,
    *backups.COMMANDS,
    *outbox.COMMANDS,
    *watches.COMMANDS,
    *alerts.COMMANDS,
):
    cls = WordsCommand if command is lists.search else None
    app.command(help=(command.__doc__ or "").replace("\n    ", "\n"), cls=cls)(command)
app.add_typer(sources.app)
app.add_typer(outbox.app)
app.add_typer(outbox.channels_app)
app.add_typer(watches.app)
app.add_typer(situations.app)
app.add_typer(shares.app)
app.add_typer(kits.app)
app.add_typer(desk_work.shift_app)
app.add_typer(briefings.app)
app.add_typer(alerts.app)
app.add_typer(happenings.app)
app.add_typer(people.app)
app.add_typer(people.keys_app)


@cache
def program(name: str = "") -> Callable[..., Any]:
    """Return the commands, ready to be run, or that of a name alone, where there is one.

    Putting all of them together takes longer than most of them.
    """
    commands = [it for it in app.registered_commands if _name_of(it) == name]
    groups = [it for it in app.registered_groups if it.typer_instance and it.typer_instance.info.name == name]
    if not commands and not groups:
        return get_command(app)
    alone = copy(app)
    alone.registered_commands, alone.registered_groups = commands, groups
    return get_command(alone)


def _name_of(command: CommandInfo) -> str:
    return command.name or get_command_name(command.callback.__name__ if command.callback else "")


def main() -> None:
    """Run the command line; foreseen errors are one line on stderr."""
    try:
        program(sys.argv[1] if sys.argv[1:] else "")()
    except UsageError as error:
        _fail(str(error), 2)
    except WatchfloorError as error:
        _fail(str(error), 1)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); nothing is left to say.
        _forget_output()
        sys.exit(0)
    except OSError as error:
        _forget_output()
        _fail(_sentence(error), 1)


def _forget_output() -> None:
    """Let what is left in the buffer of stdout go nowhere: at its end Python would try it once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence(error: OSError) -> str:
    """Return cause and remedy of a failure of the system, such as a full disk."""
    where = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "the output"
    remedy = _REMEDIES.get(error.errno or 0, "look into it, then run the command again")
    return f"{where}: {error.strerror or error}; {remedy}"


def _fail(cause: str, code: int) -> None:
    say(*f"watchfloor: {cause}".splitlines())
    sys.exit(code)
