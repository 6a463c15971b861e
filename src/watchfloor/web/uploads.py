"""Files of articles that a program or browser sends: kept aside while they are read, then forgotten.

They are read as `add` reads files: documents in a process of its own that may do nothing but read them.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from watchfloor.errors import UsageError
from watchfloor.permissions import Action, require
from watchfloor.printable import printable_json
from watchfloor.web.acts.notes import AdmittedOut, admitted_out
from watchfloor.web.asking import floor_of_request, principal_of, refuse_unknown
from watchfloor.web.defence import LARGEST_UPLOAD

ARRIVALS = ("now", "published")
_SLOWEST = 120.0  # seconds in which the whole file must have come
_MOST_TOLD = 1_000  # articles of an answer; all are counted
_NAME = re.compile(r"[^\W_][\w .()+-]{0,119}")  # a name of a file, and of no folder


class UploadedOut(Struct, kw_only=True):
    """What became of the articles of a file: how many, and of each, at most the first thousand."""

    added: int
    seen_again: int
    refused: int
    changes: int
    items: list[AdmittedOut]


async def upload(request: Request) -> Response:
    """Take the articles of a file in."""
    require(principal_of(request), Action.ADMIT)
    refuse_unknown(request.query_params, ("name", "arrived"))
    name, arrived = _name(request), request.query_params.get("arrived", "now")
    if arrived not in ARRIVALS:
        raise UsageError(f"arrived is {arrived!r}; write now or published")
    with TemporaryDirectory(prefix="watchfloor-upload-") as folder:
        file = Path(folder) / name
        try:
            await asyncio.wait_for(_kept(request, file), _SLOWEST)
        except TimeoutError:
            raise HTTPException(
                HTTPStatus.REQUEST_TIMEOUT, "the file came too slowly; send it again"
            ) from None
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)  # nobody reads it
        found = await run_in_threadpool(_taken_in, request, file, as_published=arrived == "published")
    return Response(printable_json(found), media_type="application/json")


def _name(request: Request) -> str:
    """Return the name of the file; its ending says how it is read, else its first bytes do."""
    name = request.query_params.get("name", "")
    if not _NAME.fullmatch(name):
        raise UsageError("give the file's name without a folder: ?name=articles.jsonl")
    return name


async def _kept(request: Request, file: Path) -> None:
    size = 0
    with file.open("wb") as opened:
        async for chunk in request.stream():
            size += len(chunk)
            if size > LARGEST_UPLOAD:
                raise HTTPException(
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"send at most {LARGEST_UPLOAD:,} bytes at once"
                )
            opened.write(chunk)


def _taken_in(request: Request, file: Path, *, as_published: bool) -> Any:
    floor, who = floor_of_request(request), principal_of(request)
    counts: Counter[str] = Counter()
    items: list[AdmittedOut] = []
    watches = floor.desk.watches(who).watches
    for admitted in floor.floor.admit_upload(who, file, watches=watches, as_published=as_published):
        counts[admitted.became] += 1
        counts["changes"] += len(admitted.changes)
        if len(items) < _MOST_TOLD:
            items.append(admitted_out(admitted))
    return UploadedOut(
        added=counts["added"],
        seen_again=counts["seen again"],
        refused=counts["refused"],
        changes=counts["changes"],
        items=items,
    )
