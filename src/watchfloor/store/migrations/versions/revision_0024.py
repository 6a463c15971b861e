"""Pages are asked again for a week; those of the last week are, as of when they were admitted."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

_WEEK = timedelta(days=7)
_LOOKS = tuple(timedelta(hours=hours) for hours in (1, 3, 8, 24, 48, 96, 168))  # after it was seen first

_FRESH = """
SELECT fetched.url AS url, rendition.id AS rendition_id, rendition.text_id AS text_id,
    admission.known AS known
FROM fetched
JOIN read_in ON read_in.url = fetched.url AND read_in.body_id = fetched.body_id
JOIN rendition ON rendition.id = read_in.rendition_id
JOIN admission ON admission.sequence = rendition.known_from
JOIN text ON text.id = rendition.text_id AND text.removed IS NULL
WHERE fetched.kind = 'page' AND admission.known >= :since
ORDER BY admission.sequence
"""


def upgrade() -> None:
    """Make the table, and fill it."""
    table = op.create_table(
        "revisit",
        sa.Column("url", sa.Text),
        sa.Column(
            "source_id", sa.Text, sa.ForeignKey("source.id", name="revisit_source_id_fk"), nullable=False
        ),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("rendition_id", "text_id", "first_seen", "since")
        ),
        sa.Column("due", sa.Text),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("steady", "missed", "edits")),
        *(sa.Column(name, sa.Text) for name in ("gone", "etag", "modified")),
        sa.PrimaryKeyConstraint("url", name="revisit_pk"),
    )
    for column in ("due", "source_id", "text_id", "first_seen"):
        name = {"source_id": "source", "text_id": "text", "first_seen": "seen"}.get(column, column)
        op.create_index(f"revisit_{name}", "revisit", [column])
    connection = op.get_bind()
    last = connection.scalar(sa.text("SELECT max(known) FROM admission"))
    rows = list(_rows(connection, datetime.fromisoformat(last))) if last else []
    if rows:
        op.bulk_insert(table, rows)


def _rows(connection: sa.Connection, last: datetime) -> Iterator[dict[str, Any]]:
    fresh: dict[str, Any] = {}
    for row in connection.execute(sa.text(_FRESH), {"since": _written(last - _WEEK)}).all():
        first = fresh.get(row.url)
        # The first rendition says since when the page is known, the last one what it says.
        fresh[row.url] = (first[0] if first else row.known, row)
    items = {row.key: row.source_id for row in connection.execute(sa.text("SELECT key, source_id FROM item"))}
    listing, pages = _sources(connection)
    hosts = _sources_of_hosts(listing)
    for url, (first_seen, row) in fresh.items():
        source = items.get(_digest("item", url)) or hosts.get(urlsplit(url).netloc.lower())
        if source is None or url in pages:
            continue
        age = last - datetime.fromisoformat(first_seen)
        look = next((at for at in _LOOKS if at > age), _LOOKS[-1])
        due = _written(datetime.fromisoformat(first_seen) + look)
        counts = {"steady": 0, "missed": 0, "edits": 0, "gone": None, "etag": None, "modified": None}
        said = {"rendition_id": row.rendition_id, "text_id": row.text_id}
        seen = {"first_seen": first_seen, "since": first_seen, "due": due}
        yield {"url": url, "source_id": source, **said, **seen, **counts}


def _sources(connection: sa.Connection) -> tuple[dict[str, str], set[str]]:
    """Return the sources that list pages, by their ids, and the addresses of watched pages."""
    listing, pages = {}, set()
    for row in connection.execute(sa.text("SELECT id, url, value FROM source ORDER BY id")):
        kind = json.loads(row.value)["kind"]
        if kind in ("feed", "sitemap"):
            listing[row.id] = row.url
        elif kind == "page":
            pages.add(row.url)
    return listing, pages


def _sources_of_hosts(listing: dict[str, str]) -> dict[str, str]:
    """Return the source of each host that has one only."""
    found: dict[str, list[str]] = {}
    for source_id, url in listing.items():
        found.setdefault(urlsplit(url).netloc.lower(), []).append(source_id)
    return {host: ids[0] for host, ids in found.items() if len(ids) == 1}


def _written(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat("T", "microseconds") + "Z"


def _digest(*parts: str) -> str:
    """Return the id that the floor of this revision gave to an item."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
