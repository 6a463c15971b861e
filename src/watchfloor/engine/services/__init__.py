"""What doors may call: each call says who asks, and is done or refused with the reason.

A door parses what it was asked, calls, and shows what comes back. What somebody may do is in `permissions`.
`looks` keeps nothing, so nobody is asked for a right to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

# Only what reads types: reading a file shall not wait for the import of the store.
if TYPE_CHECKING:
    from watchfloor.engine.decide.expiry import Expired
    from watchfloor.engine.decide.false_alarms import Fault
    from watchfloor.engine.decide.verdicts import Judged
    from watchfloor.engine.decide.withholding import Taken
    from watchfloor.engine.reprocess.run import ReprocessedText, ReprocessingRun
    from watchfloor.engine.tick import Ticked

__all__ = ["Expired", "Fault", "Judged", "ReprocessedText", "ReprocessingRun", "Taken", "Ticked"]
