"""Query parameters -> a question: the filters of the command line, read from the same table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from starlette.datastructures import QueryParams
from starlette.requests import Request

from watchfloor.errors import UsageError, nearest
from watchfloor.model import FILTERS, Asked, Filter, Principal, SourceLabel, asked_of
from watchfloor.web.served import ServedFloor
from watchfloor.web.sessions import Session

MOST_ROWS = 1000
LABEL_ORDERS: Sequence[str] = tuple(SourceLabel)  # what such sources tell comes first
_LONGEST = 500  # characters of one value


def parameter_name(narrowed: Filter) -> str:
    """Return the name of a filter as a query parameter: `as_of`, where the command line says `--as-of`."""
    return narrowed.name.replace("-", "_")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAsked:
    """A question to a list: what it is narrowed by, how many rows, after which, and in which order."""

    asked: Asked
    limit: int
    after: str | None = None
    order: str = ""

    @property
    def first(self) -> str | None:
        """Return the label of sources whose tellings come first; None for an order that is no label."""
        return self.order if self.order in LABEL_ORDERS else None


def floor_of_request(request: Request) -> ServedFloor:
    """Return the floor that a request is to, in the zone of the person who asks, if that is another."""
    found = request.app.state.floor
    assert isinstance(found, ServedFloor)
    session = request.scope.get("state", {}).get("session")
    person = session.person if isinstance(session, Session) else None
    return found.in_zone(person.zone) if person is not None and person.zone else found


def session_of(request: Request) -> Session:
    """Return the session that a request is of; defence lets none pass without one."""
    found = request.state.session
    assert isinstance(found, Session)
    return found


def principal_of(request: Request) -> Principal:
    """Return who asks."""
    return session_of(request).principal


def form_of(request: Request) -> dict[str, str]:
    """Return the fields of the form that was sent."""
    found = request.state.form
    assert isinstance(found, dict)
    return found


def list_asked(
    request: Request,
    *,
    without: Sequence[str] = (),
    limit: int = 50,
    most: int = MOST_ROWS,
    orders: Sequence[str] = (),
    pages: bool = True,
    beside: Iterable[str] = (),
) -> ListAsked:
    """Return the question of a request's parameters; raise UsageError for what is none.

    `without` are fields of a question that this list does not take, `beside` parameters that are read by
    whoever asks.
    """
    given = request.query_params
    wanted = {parameter_name(it): field for field, it in FILTERS.items() if field not in without}
    known = {*wanted, *(["limit", "after"] if pages else []), *(["order"] if orders else []), *beside}
    refuse_unknown(given, known)
    asked = {field: _value(given, name, FILTERS[field]) for name, field in wanted.items() if name in given}
    order = (_one(given, "order") if "order" in given else "") or orders[0] if orders else ""
    if orders and order not in orders:
        raise UsageError(f"{order!r} is no order; known are {', '.join(orders)}")
    question = asked_of({it: value for it, value in asked.items() if value is not None})
    return ListAsked(
        asked=replace(question, as_of=moment_asked(floor_of_request(request), question.as_of)),
        limit=_limit(given, limit, most),
        after=_one(given, "after") or None if "after" in given else None,
        order=order,
    )


def label_asked(request: Request) -> str | None:
    """Return the label of sources whose tellings are asked to come first; None where none is."""
    order = request.query_params.get("order") or None
    if order is not None and order not in LABEL_ORDERS:
        raise UsageError(f"{order!r} is no label of sources; {nearest(order, LABEL_ORDERS)}")
    return order


def parameters_given(request: Request) -> list[tuple[str, str]]:
    """Return what a page was asked with, for links to its next rows and to itself otherwise narrowed.

    The moment as of which it is shown is kept by the frame, and each page has its own rows to go on after.
    """
    return [(name, it) for name, it in request.query_params.multi_items() if name not in ("after", "as_of")]


def refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    """Raise UsageError for a parameter that nobody would read."""
    names = set(known)
    for name in given:
        if name not in names:
            raise UsageError(f"there is no parameter {name!r}; {nearest(name, names)}")


def item_asked(request: Request) -> str | None:
    """Return the moment that one thing is asked of; nothing else may be asked of it."""
    refuse_unknown(request.query_params, ("as_of",))
    return as_of_asked(request)


def moment_asked(floor: ServedFloor, written: str | None) -> str | None:
    """Return the moment of `as_of`, which people write in the zone of the floor; nothing is known ahead."""
    if not written:
        return None
    clock = floor.now()
    found = clock.bound(written, "end").instant
    today = written.strip() == clock.now.astimezone(clock.zone).date().isoformat()
    if found > floor.clock() and not today:
        raise UsageError(f"as_of is {written}, which is still to come; give a moment that is past")
    return None if today else found


def as_of_asked(request: Request) -> str | None:
    """Return the moment that a page is asked of."""
    given = request.query_params
    return moment_asked(floor_of_request(request), _one(given, "as_of")) if "as_of" in given else None


def _value(given: QueryParams, name: str, narrowed: Filter) -> object:
    if narrowed.is_many:
        return [_short(name, value) for value in given.getlist(name) if value.strip()]
    value = _one(given, name)
    if narrowed.is_switch:
        if value.lower() not in ("", "1", "true", "0", "false"):
            raise UsageError(f"{name} is {value!r}; write true or false")
        return value.lower() in ("", "1", "true")
    return value.strip() or None


def _one(given: QueryParams, name: str) -> str:
    values = given.getlist(name)
    if len(values) > 1:
        raise UsageError(f"{name} stands {len(values)} times; give it once")
    return _short(name, values[0])


def _short(name: str, value: str) -> str:
    if len(value) > _LONGEST:
        raise UsageError(f"{name} has {len(value)} characters; ask with at most {_LONGEST}")
    return value


def _limit(given: QueryParams, default: int, most: int) -> int:
    if "limit" not in given:
        return default
    written = _one(given, "limit")
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= most):
        raise UsageError(f"limit is {written!r}; give a number from 1 to {most}")
    return int(written)
