"""The interchange: what is written is of its types, and its schema and its page name their keys."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tools.json_schema import SCHEMA, schema, written
from watchfloor.disclosure import disclose
from watchfloor.engine.answer.one_off import look
from watchfloor.exchange import situation_json
from watchfloor.exchange.schema import FindingsOut, SituationOut
from watchfloor.ingest import read_paths
from watchfloor.model import Audience

EXAMPLES = Path(__file__).parents[3] / "examples"
PAGE = (Path(__file__).parents[3] / "docs" / "interchange.md").read_text("utf-8")
NOW = "2026-04-01T00:00:00Z"
DEFINED: dict[str, Any] = schema()["$defs"]
LISTS = {
    name: field["items"]["$ref"].rpartition("/")[2]
    for name, field in DEFINED["FindingsOut"]["properties"].items()
    if field.get("items", {}).get("$ref", "").endswith("Out")
}
# Where the page names the keys of a type: the first cell of the row.
ROWS = {
    "TextOut": "a text",
    "ReportOut": "a report",
    "InstrumentRecord": "what an instrument gave of it",
    "RenditionOut": "a rendition of it",
    "PartOut": "a part of it",
    "ConflictOut": "a conflict of parts",
    "StoryOut": "a story",
    "BriefOut": "a brief of it",
    "BriefLineOut": "a line of one",
    "Chapter": "a chapter of it",
    "ActorOut": "an actor",
    "Role": "a role of it",
    "EventOut": "an event",
    "EventLinkOut": "a link of an event",
    "OriginVoicesOut": "its origins",
    "PlaceToldOut": "its place",
    "DateOut": "its date",
    "ClaimOut": "a quantity of it",
    "EvidenceOut": "an evidence",
    "TimelineEntryOut": "an entry of the timeline",
    "DisagreementOut": "a disagreement",
    "VersionOut": "a version in it",
    "NumberSeriesOut": "a series of numbers",
    "NumberToldOut": "a series in a list",
    "NumberUsedOut": "the number of one that the desk uses",
    "SlotValue": "the machine's value of a slot",
    "NumberPointOut": "a point in it",
    "ChangeOut": "a change",
    "AlertOut": "an alert",
    "AcknowledgementOut": "who acknowledged it",
    "DeliveryOut": "a delivery of it",
    "QuoteToldOut": "a quote in a list",
    "DueOut": "something due",
    "RefusedOut": "a refused input",
    "ActOut": "an act or judgement",
    "SubjectOut": "what one is about",
    "StoryNewsOut": "a story in `changes`",
    "NewsOut": "one thing new in it",
    "StoryRecordOut": "the record of a story",
    "ReportKnownOut": "a report known then",
    "MessageToldOut": "a message told of it",
    "GivenOnceOut": "a row given of it",
    "RecordedActOut": "an act on it",
    "ShiftOut": "a shift",
    "AssignmentOut": "an assignment",
}


@pytest.fixture(scope="module")
def outputs() -> dict[Audience, dict[str, Any]]:
    situation = look(read_paths([EXAMPLES], arrived=NOW), now=NOW, watch_file=EXAMPLES / "watches.yaml")
    return {audience: situation_json(disclose(situation, audience)) for audience in Audience}


@pytest.mark.parametrize("audience", Audience)
def test_what_is_written_is_of_the_schema(
    audience: Audience, outputs: dict[Audience, dict[str, Any]]
) -> None:
    found = msgspec.convert(outputs[audience], SituationOut)
    assert json.loads(msgspec.json.encode(found)) == outputs[audience], "no key is beside the schema"


def test_the_schema_in_the_docs_is_made_from_the_types() -> None:
    assert SCHEMA.read_text("utf-8") == written(), "write it anew: python -m tools.json_schema"


def test_the_page_names_the_lists_and_the_keys_of_findings() -> None:
    graded = {"confidence", "grade"}
    for name, kind in LISTS.items():
        [row] = re.findall(rf"^\| `{name}` \| (.*) \|$", PAGE, re.M)
        nested = {key for inside in re.findall(r"\(([^)]*)\)", row) for key in re.findall(r"`(\w+)`", inside)}
        named = set(re.findall(r"`(\w+)`", row))
        keys = DEFINED[kind]["properties"].keys() - graded
        assert keys <= named <= keys | nested, name


def test_the_page_names_the_keys_of_a_situation() -> None:
    [line] = re.findall(r"^One object: (.*)\.", PAGE, re.M)
    assert re.findall(r"`(\w+)`", line) == list(DEFINED["SituationOut"]["properties"])
    assert set(LISTS) | {"sentences", "flags"} == {it.name for it in msgspec.structs.fields(FindingsOut)}


@pytest.mark.parametrize(("kind", "label"), ROWS.items())
def test_the_page_names_the_keys_of_each_type(kind: str, label: str) -> None:
    [row] = re.findall(rf"^\| {label} \| (.*) \|$", PAGE, re.M)
    assert re.findall(r"`(\w+)`", row) == list(DEFINED[kind]["properties"])


def test_the_page_leaves_no_type_out() -> None:
    told = {"SituationOut", "FindingsOut", "TitleOut", "DerivedOut", *LISTS.values(), *ROWS}
    assert {it for it in DEFINED if it.endswith("Out")} <= told
