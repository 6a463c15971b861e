"""The revision of the tables: checked when a floor is opened, moved forward by `watchfloor upgrade`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import sqlalchemy as sa

from watchfloor.errors import StoreError
from watchfloor.store.backends import backend_of
from watchfloor.store.derive import derive_anew
from watchfloor.store.fresh_tables import REVISION, make_tables

MOVED = "moved"  # instead of a revision: the floor is elsewhere now, as the table of this name says


def revision_of(connection: sa.Connection) -> str | None:
    """Return the revision of a floor's tables; None for a file without any."""
    with connection.begin():
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return found


def moved_to(connection: sa.Connection) -> str | None:
    """Return where a floor was moved to; None for one that is still there."""
    if revision_of(connection) != MOVED:
        return None
    with connection.begin():
        return str(connection.scalar(sa.select(sa.column("place")).select_from(sa.table(MOVED))))


def check(connection: sa.Connection) -> None:
    """Raise StoreError unless the tables are those that this version speaks."""
    refuse_empty(connection)
    found = revision_of(connection) or ""
    if found == MOVED:
        raise StoreError(
            f"this floor was moved to {moved_to(connection)}", "name that as store in watchfloor.toml"
        )
    if found < REVISION:
        raise StoreError(
            f"the floor has tables of revision {found}, not {REVISION}", "run `watchfloor upgrade`"
        )
    if found > REVISION:
        raise StoreError(
            f"the floor has tables of revision {found}, this version knows {REVISION}",
            "install a newer Watchfloor",
        )


def check_again(connection: sa.Connection) -> None:
    """Raise StoreError where a floor that is open was moved or upgraded since it was opened."""
    with nullcontext() if connection.in_transaction() else connection.begin():
        found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    if found != REVISION:
        raise StoreError("the floor was moved or upgraded meanwhile", "start again")


def refuse_empty(connection: sa.Connection) -> None:
    """Raise StoreError for a file without tables: there was a floor in it once, or there never was."""
    if revision_of(connection) is None:
        raise StoreError(
            "the file holds no floor",
            "if there was one, put back your last backup; otherwise make one with `watchfloor init`",
        )


def begin(connection: sa.Connection) -> None:
    """Make the tables where there are none; otherwise check them."""
    if revision_of(connection) is None:
        _make(connection)
    check(connection)


def _make(connection: sa.Connection) -> None:
    """Make the tables of an empty floor, all of them or none."""
    with backend_of(connection).failures_named(), backend_of(connection).transaction(connection):
        make_tables(connection)
        backend_of(connection).complete(connection)


def keep_copy(connection: sa.Connection) -> None:
    """Keep a floor of an older revision beside itself, whole."""
    found = revision_of(connection)
    if found is not None and found < REVISION:
        backend_of(connection).keep_copy(connection, found)


def upgrade(connection: sa.Connection, to: str = "head") -> None:
    """Bring the tables to revision `to`, in one transaction: a killed upgrade leaves what was there."""
    # Late, because Alembic takes a while to import, and only a new or an old floor needs it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    begun = revision_of(connection)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        with backend_of(connection).transaction(connection):
            command.upgrade(config, to)
            if begun is None and to == "head":
                backend_of(connection).complete(connection)
            if to == "head" and (begun or REVISION) < "0012":
                # Derived by today's code from today's tables, so not by a revision.
                derive_anew(connection)
    except CommandError as error:
        raise StoreError(
            f"the floor has tables that this version does not know ({error})", "install a newer Watchfloor"
        ) from error
    except (StoreError, sa.exc.DBAPIError):
        raise
    except Exception as error:  # what a row does to a revision
        raise StoreError(
            f"the upgrade failed ({type(error).__name__}: {error}), and the floor is as it was",
            "go on with the version that you had, and report this",
        ) from error
