"""CAP 1.2: elements, order and values as its schema has them; a later message refers to those before."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from watchfloor.disclosure import disclose_delivery
from watchfloor.errors import ConfigError
from watchfloor.model import Audience, Delivery, SituationReport
from watchfloor.watch.channels import deliver, read_channels
from watchfloor.watch.channels.cap import CATEGORIES, NAMESPACE, Cap

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
# The sequences of CAP 1.2 (OASIS Standard, July 2010, section 3.4), each with whether it must be there; what
# we never write is left out. Their order is that of the schema.
ALERT = {
    "identifier": True, "sender": True, "sent": True, "status": True, "msgType": True, "source": False,
    "scope": True, "restriction": False, "note": False, "references": False, "incidents": False,
    "info": False,
}  # fmt: skip
INFO = {
    "language": False, "category": True, "event": True, "urgency": True, "severity": True, "certainty": True,
    "senderName": False, "headline": False, "description": False, "web": False,
}  # fmt: skip
VALUES: Mapping[str, Sequence[str]] = {
    "status": ("Actual", "Exercise", "System", "Test", "Draft"),
    "msgType": ("Alert", "Update", "Cancel", "Ack", "Error"),
    "scope": ("Public", "Restricted", "Private"),
    "category": CATEGORIES,
    "urgency": ("Immediate", "Expected", "Future", "Past", "Unknown"),
    "severity": ("Extreme", "Severe", "Moderate", "Minor", "Unknown"),
    "certainty": ("Observed", "Likely", "Possible", "Unlikely", "Unknown"),
}
SENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")  # the schema's pattern: no Z


def row(alert: str, at: str, **more: Any) -> Delivery:
    evidence = [{"text_id": "t1", "words": "Eight died.", "outlet": "Wire", "url": "https://wire.example/1"}]
    data = {"summary": "Eight dead in Tarvel", "updated": at, "watch": "Unrest", "level": "high", **more}
    data |= {"evidence": evidence, "standing": "machine-read from 1 report, not verified"}
    own_id = f"{alert}{re.sub('[^0-9]', '', at)}"
    return Delivery(id=own_id, alert=alert, channel="siren", payload=json.dumps({"id": own_id, "data": data}))


def send(folder: Path, delivery: Delivery) -> Path:
    channel = Cap(name="siren", folder=folder, sender="floor@example.org")
    disclosed = disclose_delivery(delivery, SituationReport(), Audience.public)
    assert deliver(disclosed, channel, clock=lambda: NOW).delivered
    return folder / f"{delivery.alert or delivery.id}-{delivery.id}.xml"


def read(path: Path) -> dict[str, str]:
    """Return the elements of a message, held against the standard."""
    root = etree.fromstring(path.read_bytes())
    assert root.tag == f"{{{NAMESPACE}}}alert"
    info = root.find(f"{{{NAMESPACE}}}info")
    assert info is not None
    found: dict[str, str] = {}
    for parent, sequence in ((root, ALERT), (info, INFO)):
        names = [etree.QName(it).localname for it in parent]
        assert names == [name for name in sequence if name in names], "the order of the schema, each once"
        assert {name for name, needed in sequence.items() if needed} <= set(names)
        found |= {etree.QName(it).localname: it.text or "" for it in parent}
    for name, values in VALUES.items():
        assert found[name] in values
    assert SENT.fullmatch(found["sent"])
    assert not re.search(r"[\s,<&]", found["identifier"] + found["sender"])
    assert found["scope"] != "Restricted" or found["restriction"], "a restricted scope says to whom"
    return found


def test_a_message_is_an_alert_and_later_ones_update_and_cancel_it(tmp_path: Path) -> None:
    first = read(send(tmp_path, row("a1", "2026-03-01T10:00:00Z")))
    assert (first["msgType"], first["status"], first["severity"]) == ("Alert", "Actual", "Severe")
    assert (first["urgency"], first["certainty"]) == ("Unknown", "Unknown"), "a machine read it"
    assert first["headline"] == "Eight dead in Tarvel"
    assert first["note"] == "machine-read from 1 report, not verified"
    assert (first["web"], first["sent"]) == ("https://wire.example/1", "2026-03-01T10:00:00-00:00")
    send(tmp_path, row("a2", "2026-03-01T10:10:00Z"))
    later = read(send(tmp_path, row("a1", "2026-03-01T11:00:00Z", chase="updated")))
    assert later["msgType"] == "Update"
    assert later["references"] == f"floor@example.org,{first['identifier']},{first['sent']}"
    gone = read(send(tmp_path, row("a1", "2026-03-01T12:00:00Z", chase="misread")))
    assert gone["msgType"] == "Cancel"
    assert gone["references"].split()[-1] == f"floor@example.org,{later['identifier']},{later['sent']}"


def test_to_send_again_changes_nothing(tmp_path: Path) -> None:
    path = send(tmp_path, row("a1", "2026-03-01T10:00:00Z"))
    before = path.read_bytes()
    send(tmp_path, row("a1", "2026-03-01T10:00:00Z"))
    assert path.read_bytes() == before
    assert [it.name for it in tmp_path.iterdir()] == [path.name]


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    told = row("a1", "2026-03-01T10:00:00Z", summary="<b>\x00]]>&lt;\ud800 " + "x" * 400)
    found = read(send(tmp_path, told))
    assert found["headline"].startswith("<b> ]]>&lt;? xx")
    assert len(found["headline"]) <= 160


def test_a_test_is_one(tmp_path: Path) -> None:
    channel = Cap(name="siren", folder=tmp_path, sender="floor")
    assert read(send(tmp_path, channel.test_message("2026-03-01T10:00:00Z")))["status"] == "Test"


@pytest.mark.parametrize(
    ("more", "told"),
    [({"sender": "a, b"}, "without blanks, commas"), ({"category": "War"}, "it must be one of Geo, Met")],
)
def test_what_the_standard_refuses_is_named(more: dict[str, str], told: str) -> None:
    settings = {"kind": "cap", "folder": "cap", "sender": "floor", **more}
    with pytest.raises(ConfigError, match=told):
        read_channels({"siren": settings}, folder=Path("/floor"), environment={})
