"""The floor's memory, the only SQL: open it, admit into it, ask it.

`with Store.open(folder, write=True) as store, store.admission(…) as admission:` writes all of one input or
nothing. Every reader takes `as_of`. One writer, any number of readers; what was known is never rewritten.
"""

from watchfloor.store.admission import Admission
from watchfloor.store.backends import Backend, Diagnosis, Lock, backend_at
from watchfloor.store.bodies import PageBytes, ReadIn, pack
from watchfloor.store.doctor import diagnose
from watchfloor.store.held_values import AsOf
from watchfloor.store.moving import MovedTable, move
from watchfloor.store.outbox import Outbox, SwitchedOff
from watchfloor.store.page_bytes import bytes_of, keep_bytes, weights
from watchfloor.store.people import People
from watchfloor.store.revisits import Revisit, RevisitCounts, Revisits, update_revisit
from watchfloor.store.shares import Shares
from watchfloor.store.sources import HeldSource, ItemState, PastVisit, Sources, Spell, VisitRecord
from watchfloor.store.store import Store
from watchfloor.store.unshared import Unshared, unshared
from watchfloor.store.values import Dated, Explanation, Hit, Placed, Redirect, Tombstone

__all__ = [
    "Admission",
    "AsOf",
    "Backend",
    "Dated",
    "Diagnosis",
    "Explanation",
    "HeldSource",
    "Hit",
    "ItemState",
    "Lock",
    "MovedTable",
    "Outbox",
    "PageBytes",
    "PastVisit",
    "People",
    "Placed",
    "ReadIn",
    "Redirect",
    "Revisit",
    "RevisitCounts",
    "Revisits",
    "Shares",
    "Sources",
    "Spell",
    "Store",
    "SwitchedOff",
    "Tombstone",
    "Unshared",
    "VisitRecord",
    "backend_at",
    "bytes_of",
    "diagnose",
    "keep_bytes",
    "move",
    "pack",
    "unshared",
    "update_revisit",
    "weights",
]
