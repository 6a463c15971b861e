"""Writes docs/reasons.md, the codes of reasons and flags with their words: `python -m tools.reason_codes`."""

from __future__ import annotations

from pathlib import Path

from watchfloor.exchange.wording import sentences
from watchfloor.model import Doubt

REFERENCE = Path(__file__).parent.parent / "docs" / "reasons.md"
_HEAD = """# Reasons, flags and doubts

What was decided is kept as a code with what was measured, and worded when it is shown. `because` of
`watchfloor explain ID --json` has the codes: `code`, and where it has them `subject_id` `other_id` `value`
`second` `needed` `moment` `language` `outlet` `other_outlet` `words` `by` `teller` `details` `further` (what
goes with it). A code never changes its meaning; its words may be worded anew.

Written by `python -m tools.reason_codes` from the tables of `exchange/wording.py`; a test compares. What
stands in braces is filled in.
"""


def reference() -> str:
    """Return the page."""
    parts = [_HEAD]
    for title, table in sentences().items():
        parts.append(f"\n## {title}\n\n| code | words |\n|---|---|\n")
        parts += [f"| {code} | {words.replace('|', chr(92) + '|')} |\n" for code, words in table.items()]
    parts.append(
        "\n## Doubts\n\nWhy a coded event is not to be alerted on; told behind `doubted:` in its `rule`.\n\n"
    )
    parts.append(", ".join(doubt.value for doubt in Doubt) + ".\n")
    return "".join(parts)


if __name__ == "__main__":
    REFERENCE.write_text(reference(), "utf-8")
