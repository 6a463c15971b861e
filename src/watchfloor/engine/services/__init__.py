"""What doors may call: each call says who asks, and is done or refused with the reason.

A door parses what it was asked, calls, and shows what comes back. What somebody may do is in `permissions`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.engine.services.desk import Desk

if TYPE_CHECKING:  # what they return; its import costs a second of a core
    from watchfloor.engine.decide.expiry import Expired
    from watchfloor.engine.decide.verdicts import Judged
    from watchfloor.engine.decide.withholding import Taken
    from watchfloor.engine.reprocess.run import Reread, Rereading
    from watchfloor.engine.tick import Ticked

__all__ = ["Desk", "Expired", "Judged", "Reread", "Rereading", "Taken", "Ticked"]
