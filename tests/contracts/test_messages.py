"""What goes out on channels names no private person, and no analyst to the public; the floor keeps all."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.decide.judgements import Judging
from watchfloor.engine.deliver.outbox import Courier
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Audience
from watchfloor.store import Store
from watchfloor.watch.channels.file import File
from watchfloor.watch.rules import parse_watches

ARTICLE = {
    "id": "1",
    "title": "Mara Quill held after fire at Split harbour",
    "outlet": "Harbour Wire",
    "published": "2026-03-02T10:00:00Z",
    "text": "Police in Split arrested Mara Quill, 34, on Monday after a fire at the harbour, the interior "
    "ministry said.",
}
WATCHES = "name: Arrests\ntype: COERCE\nchannels: [partner, public]\n"
AT = "2026-03-02T12:00:00Z"
Sent = list[dict[str, Any]]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[Audience, Sent]:
    """Return what is sent to each audience: an alert, and its correction when an analyst rejected it."""
    folder = tmp_path_factory.mktemp("messages")
    channels = {
        it.value: File(name=it.value, path=folder / f"{it}.jsonl", audience=it)
        for it in (Audience.partner, Audience.public)
    }
    watches = tuple(parse_watches(WATCHES, where="test"))
    Store.create(folder / "floor").close()
    with Store.open(folder / "floor", write=True) as store:
        for _ in Floor(store, watches).take([rendition_of_line(ARTICLE, arrived=AT)], arrival=lambda _: AT):
            pass
        [event] = [it for it in store.events() if it.type == "COERCE"]
        Judging(store, watches).judge(
            event.id, status=None, note="Mara Quill was let go", reject=True, by="d.fallon", at=AT
        )
        assert any("Mara Quill" in it.payload for it in store.deliveries()), "the floor keeps the words"
    with Store.open(folder / "floor", turns=True) as store:
        clock = datetime(2026, 3, 2, 13, tzinfo=UTC)
        for _, outcome in Courier(store=store, channels=channels, clock=lambda: clock).work():
            assert outcome.delivered
    return {it: _lines(folder / f"{it}.jsonl") for it in (Audience.partner, Audience.public)}


def _lines(path: Path) -> Sent:
    return [json.loads(line)["data"] for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("audience", [Audience.partner, Audience.public])
def test_a_private_person_is_named_to_nobody(audience: Audience, sent: dict[Audience, Sent]) -> None:
    alert, correction = sent[audience]
    assert alert["summary"].startswith("Police in Split arrested ████ █████, 34, on Monday")
    assert alert["summary"].endswith("(one text says so)")
    assert alert["evidence"][0]["words"].startswith("Police in Split arrested ████ █████, 34, on Monday")
    assert "Quill" not in json.dumps([alert, correction], ensure_ascii=False)


def test_the_public_is_told_of_no_analyst(sent: dict[Audience, Sent]) -> None:
    assert "rejected by d.fallon" in sent[Audience.partner][1]["reason"]
    assert "rejected by an analyst" in sent[Audience.public][1]["reason"]
    assert "d.fallon" not in json.dumps(sent[Audience.public])
