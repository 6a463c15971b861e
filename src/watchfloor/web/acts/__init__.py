"""What the API does: one table of acts, of which the answers, the document and the tests are made.

Each act is a call of a service with the body that was sent, so that what may be done, and how it is signed,
is decided where the command line has it decided. `Idempotency-Key` makes a call that is sent again one act.
"""

from __future__ import annotations

from collections.abc import Sequence

from watchfloor.web.acts import (
    alerts,
    briefings,
    events,
    keeping,
    notes,
    outbox,
    people,
    shares,
    situations,
    source_lists,
    sources,
    stories,
    takedown,
    watches,
    work,
)
from watchfloor.web.acts.act import ApiAct

ACTS: Sequence[ApiAct] = (
    *stories.ACTS,
    *events.ACTS,
    *alerts.ACTS,
    *work.ACTS,
    *situations.ACTS,
    *watches.ACTS,
    *sources.ACTS,
    *source_lists.ACTS,
    *briefings.ACTS,
    *takedown.ACTS,
    *keeping.ACTS,
    *notes.ACTS,
    *outbox.ACTS,
    *shares.ACTS,
    *people.ACTS,
)

__all__ = ["ACTS", "ApiAct"]
