"""The revision of the tables: checked when a floor is opened, moved forward by `watchfloor upgrade`."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from watchfloor.errors import StoreError
from watchfloor.store.derive import derive_anew
from watchfloor.store.dump import backup

REVISION = "0021"  # the newest in migrations/versions; here too, so that readers need not import Alembic


def revision_of(connection: sa.Connection) -> str | None:
    """Return the revision of a floor's tables; None for a file without any."""
    with connection.begin():
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return found


def check(connection: sa.Connection) -> None:
    """Raise StoreError unless the tables are those that this version speaks."""
    found = revision_of(connection)
    if found is None:
        raise StoreError("the file holds no floor", "make one with `watchfloor init`")
    if found < REVISION:
        raise StoreError(
            f"the floor has tables of revision {found}, not {REVISION}", "run `watchfloor upgrade`"
        )
    if found > REVISION:
        raise StoreError(
            f"the floor has tables of revision {found}, this version knows {REVISION}",
            "install a newer Watchfloor",
        )


def begin(connection: sa.Connection) -> None:
    """Make the tables where there are none; otherwise check them."""
    if revision_of(connection) is None:
        upgrade(connection)
    check(connection)


def copy_of(path: Path, revision: str) -> Path:
    """Return where the floor at `path` is kept as it was at an older revision."""
    return path.with_name(f"{path.stem}.revision-{revision}{path.suffix}")


def copies_beside(path: Path) -> list[Path]:
    """Return the copies of the floor at `path` that upgrades kept, oldest revision first."""
    return sorted(path.parent.glob(copy_of(path, "*").name))


def keep_copy(connection: sa.Connection, path: Path) -> Path | None:
    """Keep a floor of an older revision beside itself, whole; return where, None where it is up to date."""
    found = revision_of(connection)
    if found is None or found >= REVISION:
        return None
    copy = copy_of(path, found)
    fresh = copy.with_name(f"{copy.name}.fresh")
    fresh.unlink(missing_ok=True)
    backup(connection, fresh)
    # What an upgrade that failed left there is older than what is there now.
    fresh.replace(copy)
    return copy


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
    connection.info["write"] = True
    try:
        with connection.begin():
            command.upgrade(config, to)
            if to == "head" and (begun or REVISION) < "0012":
                # Derived by today's code from today's tables, so not by a revision.
                derive_anew(connection)
    except CommandError as error:
        raise StoreError(
            f"the floor has tables that this version does not know ({error})", "install a newer Watchfloor"
        ) from error
    finally:
        connection.info["write"] = False
