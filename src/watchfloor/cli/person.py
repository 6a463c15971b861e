"""Who asks at the command line: the user of this machine, who is its administrator."""

from __future__ import annotations

import getpass
import os
from typing import Annotated

import typer

from watchfloor.model import PersonId, Principal, PrincipalRole

SignedBy = Annotated[
    str,
    typer.Option(
        "--by", metavar="NAME", envvar="WATCHFLOOR_ANALYST", help="Who decides; default: local:LOGIN."
    ),
]


def principal(by: str = "") -> Principal:
    """Return who asks: whom `by` or WATCHFLOOR_ANALYST names, else `local:` and the login."""
    named = by.strip() or os.environ.get("WATCHFLOOR_ANALYST", "").strip()
    login = _login()
    return Principal(
        id=PersonId(named or f"local:{login}"),
        name=named or login,
        roles=frozenset({PrincipalRole.ADMINISTRATOR}),
    )


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a process without an account, as in some containers
        return str(os.getuid())
