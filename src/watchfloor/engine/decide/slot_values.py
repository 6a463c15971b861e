"""What people write for a slot of an event: actors by name or id, a town, a day, a type with its mode."""

from __future__ import annotations

from datetime import date

from watchfloor.errors import UsageError, nearest
from watchfloor.gazetteer.own import own_gazetteer
from watchfloor.gazetteer.places import place_of
from watchfloor.model import ActorId, DateRange, EventSlot, EventType, OwnTable, Place, Scope, SlotValue
from watchfloor.store import Store
from watchfloor.store.own_tables import own_table_of

_NOBODY = ("nobody", "unknown", "none")


def read_slot(store: Store, slot: EventSlot, written: str) -> SlotValue:
    """Return what a person wrote for a slot of an event; raise UsageError where it is none."""
    if slot in ("doer", "target"):
        ids = () if written.lower() in _NOBODY else tuple(_actor(store, it) for it in written.split(";"))
        return SlotValue(source=ids) if slot == "doer" else SlotValue(target=ids)
    if slot == "place":
        return SlotValue(place=_place(store, written))
    if slot == "day":
        return SlotValue(date=_day(written))
    return _type(written)


def _actor(store: Store, written: str) -> ActorId:
    """Return the id of an actor given by id or by name."""
    name = written.strip()
    held = store.actor(ActorId(name))
    if held is not None:
        return held.id
    found = store.answers.page("actors", Scope(actors=(name,)), limit=2)
    if len(found) != 1:
        many = "several actors are called" if found else "there is no actor called"
        raise UsageError(f"{many} {name!r}; give an id of: watchfloor show actors (nobody: --value nobody)")
    return ActorId(found[0].id)


def _place(store: Store, written: str) -> Place | None:
    if written.lower() in _NOBODY:
        return None
    found = place_named(written, own_table_of(store, "places"))
    if found is None:
        raise UsageError(
            f"{written!r} is no place of the gazetteer or of the desk's own table; "
            "give a town's name or number of GeoNames"
        )
    return found


def place_named(written: str, own: OwnTable) -> Place | None:
    """Return the place that a person names, or numbers as GeoNames does; None where nobody knows it.

    The desk's own places come before those of the gazetteer, as they do where texts are read; by code too.
    """
    known = own_gazetteer(own)
    name = next((row.name for row in own.places if row.code == written), None)
    if name is not None:
        return next((place_of(it) for it in known.find(name) if it.own and it.own.code == written), None)
    found = known.by_geonames(int(written)) if written.isdigit() else next(iter(known.find(written)), None)
    return place_of(found) if found is not None else None


def _day(written: str) -> DateRange | None:
    if written.lower() in _NOBODY:
        return None
    try:
        day = date.fromisoformat(written).isoformat()
    except ValueError:
        raise UsageError(f"{written!r} is no day; write 2026-03-05") from None
    return DateRange(start=day, end=day, precision="day")


def _type(written: str) -> SlotValue:
    name, _, mode = written.partition("/")
    known = [one.value for one in EventType]
    if name.upper() not in known:
        raise UsageError(f"{name!r} is no type of events; {nearest(name.upper(), known)}")
    return SlotValue(type=EventType(name.upper()), mode=mode or None)
