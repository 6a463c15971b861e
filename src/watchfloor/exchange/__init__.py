"""The floor <-> other people's formats: the interchange lines, and the situation report in its three forms.

Pure functions from values of the model to JSON-ready dictionaries, to terminal pages and to one HTML page.
Spans that leave a report name their text; words of others are shown at most 300 characters long.
"""

from watchfloor.exchange.accuracy import print_accuracy
from watchfloor.exchange.explained import (
    Compared,
    ConsideredText,
    Explained,
    RecordedDecision,
    ToldSentence,
    explanation_json,
    explanation_lines,
)
from watchfloor.exchange.lines import annotate_line, rendition_line
from watchfloor.exchange.marked import print_marked
from watchfloor.exchange.page import situation_page
from watchfloor.exchange.renditions import ChangedQuote, CopyRead, PartSource, ReportHistory, VersionStep
from watchfloor.exchange.situation import situation_json
from watchfloor.exchange.terminal import print_situation

__all__ = [
    "ChangedQuote",
    "Compared",
    "ConsideredText",
    "CopyRead",
    "Explained",
    "PartSource",
    "RecordedDecision",
    "ReportHistory",
    "ToldSentence",
    "VersionStep",
    "annotate_line",
    "explanation_json",
    "explanation_lines",
    "print_accuracy",
    "print_marked",
    "print_situation",
    "rendition_line",
    "situation_json",
    "situation_page",
]
