"""CAP 1.2: each message holds against its schema; a later message refers to those before."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.standards import check_cap
from watchfloor.disclosure import disclose_delivery
from watchfloor.errors import ConfigError
from watchfloor.model import AlertId, Audience, Delivery, SituationReport
from watchfloor.watch.channels import deliver, read_channels
from watchfloor.watch.channels.cap import CATEGORIES, NAMESPACE, Cap

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def row(alert: str, at: str, **more: Any) -> Delivery:
    evidence = [{"text_id": "t1", "words": "Eight died.", "outlet": "Wire", "url": "https://wire.example/1"}]
    data = {"summary": "Eight dead in Tarvel", "updated": at, "watch": "Unrest", "level": "high", **more}
    data |= {"evidence": evidence, "standing": "machine-read from 1 report, not verified"}
    own_id = f"{alert}{re.sub('[^0-9]', '', at)}"
    return Delivery(
        id=own_id, alert=AlertId(alert), channel="siren", payload=json.dumps({"id": own_id, "data": data})
    )


def send(folder: Path, delivery: Delivery) -> Path:
    channel = Cap(name="siren", folder=folder, sender="floor@example.org")
    disclosed = disclose_delivery(delivery, SituationReport(), Audience.public)
    assert deliver(disclosed, channel, clock=lambda: NOW).delivered
    return folder / f"{delivery.alert or delivery.id}-{delivery.id}.xml"


def read(path: Path) -> dict[str, str]:
    """Return the elements of a message, held against the standard."""
    check_cap(path.read_bytes())
    root = etree.fromstring(path.read_bytes())
    info = root.find(f"{{{NAMESPACE}}}info")
    assert info is not None
    return {etree.QName(it).localname: it.text or "" for parent in (root, info) for it in parent}


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


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("level", ["high", "medium", "low", "none that is known"])
def test_every_category_and_level_holds(tmp_path: Path, category: str, level: str) -> None:
    channel = Cap(name="siren", folder=tmp_path, sender="floor", category=category)
    told = disclose_delivery(
        row("a1", "2026-03-01T10:00:00Z", level=level), SituationReport(), Audience.public
    )
    assert deliver(told, channel, clock=lambda: NOW).delivered
    [path] = tmp_path.iterdir()
    check_cap(path.read_bytes())


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
