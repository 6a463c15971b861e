"""One report, from bytes to alert: every stage by name, each value passed on as it is."""

from __future__ import annotations

from pathlib import Path

from tests.checks import check_references, check_spans_match_text
from watchfloor.disclosure import disclose
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.answer.situation_report import situation
from watchfloor.engine.prepare.pool import prepare_all
from watchfloor.engine.prepare.reading import Prepared
from watchfloor.exchange import situation_json, situation_page
from watchfloor.ingest import read_paths
from watchfloor.model import Audience, EventType, Rendition
from watchfloor.store import Store

PAGE = """<html lang="en"><head>
<title>Police arrest dock leader | Quay Times</title>
<meta property="article:published_time" content="2026-04-02T07:00:00Z">
<meta property="og:site_name" content="Quay Times"></head><body><article><h1>Police arrest dock leader</h1>
<p>Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday,
a day after a strike of 1,200 workers closed the port.</p>
<p>“He did nothing but speak,” union lawyer Pilar Aranda said. She said that the union would appeal.</p>
<p>The port has been closed since Tuesday, and ships are waiting outside the bay for its end.</p>
</article></body></html>"""


def test_one_report_from_bytes_to_alert(tmp_path: Path) -> None:
    page = tmp_path / "arrest.html"
    page.write_text(PAGE, "utf-8")

    [rendition] = read_paths([page], arrived="2026-04-02T08:00:00Z")
    assert isinstance(rendition, Rendition)
    assert rendition.title == "Police arrest dock leader"
    assert rendition.published == "2026-04-02T07:00:00Z"

    [prepared] = prepare_all([rendition])
    assert isinstance(prepared, Prepared)
    check_spans_match_text(prepared.findings, rendition.text)
    check_references(prepared.findings)
    assert {event.type for event in prepared.findings.events} >= {EventType.COERCE}

    with Store.memory() as store:
        admitted = Floor(store).admit(prepared, arrived="2026-04-02T08:00:00Z")
        assert {change.type for change in admitted.changes} >= {"new story", "new event"}
        seen = situation(store)

    [arrest] = [event for event in seen.events if event.type is EventType.COERCE]
    names = {actor.id: actor.name for actor in seen.actors}
    assert "Ulloa" in names[arrest.target[0]]
    assert arrest.date
    assert arrest.date.start == "2026-04-01"
    assert arrest.place
    assert arrest.place.country == "CL"

    written = situation_json(disclose(seen, Audience.desk))
    texts = {text["id"]: text["text"] for text in written["texts"]}
    for event in written["events"]:
        for evidence in event["evidence"]:
            start, end = evidence["span"]
            assert evidence["text"] == texts[evidence["text_id"]][start:end]
    assert "Quay Times" in situation_page(disclose(seen, Audience.public))
