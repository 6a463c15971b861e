"""Commands about who may enter a floor that is served, and about keys of programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.look import Json
from watchfloor.cli.output import now, say, table, write_json, write_line
from watchfloor.cli.person import SignedBy, principal
from watchfloor.errors import UsageError
from watchfloor.model import PrincipalRole

if TYPE_CHECKING:
    from watchfloor.engine.services.people import MadePerson, PeopleDesk

app = typer.Typer(
    name="people",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Who may enter the floor when it is served, each with a password, a role and a zone.\n\n"
    "Example: watchfloor people add mira --role administrator --floor floor",
)
keys_app = typer.Typer(
    name="key",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Keys by which programs call the API of a floor that is served.\n\n"
    "Example: watchfloor key add dashboard --role viewer --floor floor",
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits, dots and hyphens.")]
RoleOption = Annotated[PrincipalRole, typer.Option("--role", help="What they may do: docs/permissions.md.")]
Zone = Annotated[
    str | None,
    typer.Option("--zone", metavar="ZONE", help="In which they read moments: Europe/Madrid."),
]
SecretFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        metavar="FILE",
        help="Holds the password in its first line; default: one is made, and printed once.",
    ),
]
_LARGEST = 4_096  # bytes of a file with a password


@app.command("add")
def add(
    name: Name,
    *,
    role: RoleOption,
    zone: Zone = None,
    password_file: SecretFile = None,
    by: SignedBy = "",
    folder: FloorFolder = None,
) -> None:
    """Let somebody enter the floor by name and password.

    Example: watchfloor people add mira --role administrator --floor floor
    """
    password = _password_in(password_file)
    made = _desk(folder).add_person(principal(by), name, role, password=password, zone=zone)
    say(f"{name} may enter as {role}")
    _tell(made)


@app.command("list")
def list_people(folder: FloorFolder = None, json: Json = False) -> None:
    """List who may enter, and who was deactivated.

    Example: watchfloor people list --floor floor
    """
    rows = _desk(folder).people(principal())
    if json:
        write_json(
            [
                {
                    "name": it.name,
                    "role": it.role.value,
                    "zone": it.zone,
                    "added": it.added,
                    "deactivated": it.deactivated,
                }
                for it in rows
            ]
        )
    elif rows:
        told = [(it.name, it.role, it.zone or "", it.added, it.deactivated or "") for it in rows]
        table(("name", "role", "zone", "added", "deactivated"), told)
    else:
        say("nobody yet; add somebody with: watchfloor people add NAME --role administrator")


@app.command("reset")
def reset(
    name: Name, *, password_file: SecretFile = None, by: SignedBy = "", folder: FloorFolder = None
) -> None:
    """Give somebody a new password; their sessions end.

    Example: watchfloor people reset mira --floor floor
    """
    made = _desk(folder).reset_person(principal(by), name, password=_password_in(password_file))
    say(f"{name} has a new password; sessions with the old one end")
    _tell(made)


@app.command("set")
def set_(
    name: Name,
    *,
    role: Annotated[PrincipalRole | None, typer.Option("--role", help="Another role.")] = None,
    zone: Zone = None,
    by: SignedBy = "",
    folder: FloorFolder = None,
) -> None:
    """Give somebody another role or zone, at once.

    Example: watchfloor people set mira --role editor --floor floor
    """
    if role is None and zone is None:
        raise UsageError("give a --role or a --zone; nothing was changed")
    person = _desk(folder).set_person(principal(by), name, role=role, zone=zone)
    say(f"{name} is now {person.role}, and reads moments in {person.zone or 'the zone of the floor'}")


@app.command("deactivate")
def deactivate(
    name: Name,
    *,
    to: Annotated[
        str | None, typer.Option("--to", metavar="NAME", help="The administrator who gets what is theirs.")
    ] = None,
    by: SignedBy = "",
    folder: FloorFolder = None,
) -> None:
    """Let somebody enter no more; what is theirs passes to an administrator, what they decided stays.

    Example: watchfloor people deactivate ben --to mira --floor floor
    """
    heir = _desk(folder).deactivate_person(principal(by), name, to=to)
    say(f"{name} enters no more; what was theirs is {heir.name}'s, and their sessions end")


@keys_app.command("add")
def add_key(name: Name, *, role: RoleOption, by: SignedBy = "", folder: FloorFolder = None) -> None:
    """Make a key for a program, and print it once: it is sent as `Authorization: Bearer KEY`.

    Example: watchfloor key add dashboard --role viewer --floor floor
    """
    key = _desk(folder).add_key(principal(by), name, role)
    say(f"the key {name}, of a {role}; it is shown this once:")
    write_line(key)


@keys_app.command("list")
def list_keys(folder: FloorFolder = None, json: Json = False) -> None:
    """List the keys; what they are is kept nowhere.

    Example: watchfloor key list --floor floor
    """
    rows = _desk(folder).keys(principal())
    if json:
        write_json(
            [
                {"name": it.name, "role": it.role.value, "added": it.added, "added_by": it.added_by}
                for it in rows
            ]
        )
    elif rows:
        table(("name", "role", "added", "by"), [(it.name, it.role, it.added, it.added_by) for it in rows])
    else:
        say("no key; make one with: watchfloor key add NAME --role viewer")


@keys_app.command("remove")
def remove_key(name: Name, *, by: SignedBy = "", folder: FloorFolder = None) -> None:
    """Let a key open nothing any more, at once.

    Example: watchfloor key remove dashboard --floor floor
    """
    _desk(folder).remove_key(principal(by), name)
    say(f"the key {name} opens nothing any more")


def _desk(folder: Path | None) -> PeopleDesk:
    from watchfloor.engine.services.people import PeopleDesk

    return PeopleDesk(config=config_of(folder), clock=now)


def _tell(made: MadePerson) -> None:
    if made.password is not None:
        say("the password, which is shown this once:")
        write_line(made.password)


def _password_in(file: Path | None) -> str | None:
    """Return the password that a file holds; nobody gives one on the command line, where others see it."""
    if file is None:
        return None
    try:
        held = file.read_bytes()[:_LARGEST].decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{file} cannot be read: {error}; name a text file that holds the password"
        ) from error
    lines = held.splitlines()
    return lines[0].strip() if lines else ""
