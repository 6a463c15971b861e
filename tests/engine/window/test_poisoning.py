"""Group I of the reliability list, through the floor: copies add no weight, dates and names are claims."""

from __future__ import annotations

from pathlib import Path

from tests.world import page
from watchfloor.disclosure import disclose
from watchfloor.engine.admit.admission import Admitted, Floor
from watchfloor.engine.answer.explanation import explained
from watchfloor.engine.answer.situation_report import situation
from watchfloor.engine.window.grouping import Grouping
from watchfloor.engine.window.streams import rendition_of
from watchfloor.exchange import explanation_lines
from watchfloor.ingest import rendition_of_line
from watchfloor.ingest.formats.page import read_page
from watchfloor.merge import fingerprint
from watchfloor.model import Audience, Flag, FlagCode, Rendition
from watchfloor.store import Store
from watchfloor.watch import read_watches

TEXT = (
    "Police in Arica arrested 14 dock workers on Monday after a crowd blocked the gates of the port.\n\n"
    "The workers had walked out over a plan to lease two piers to a foreign company. A union lawyer said "
    "that nobody had been told why they were held, and that three of them were hurt.\n\n"
    "The port has been closed since Sunday. Trucks with fruit stood in a line of nine kilometres."
)
REWORDED = (
    TEXT.replace("after a crowd blocked", "when a crowd had blocked")
    .replace("had walked out over", "left work over")
    .replace("nobody had been told", "no one was told")
    .replace("stood in a line of", "waited in a queue of")
)


def rendition(text: str = TEXT, arrived: str = "2026-05-11T18:00:00Z", **parts: str) -> Rendition:
    return rendition_of_line({"text": text, "published": "2026-05-11T17:00:00Z"} | parts, arrived=arrived)


def take(floor: Floor, *items: Rendition) -> list[Admitted]:
    return list(floor.take(items, arrival=lambda item: item.arrived or ""))


def test_95_a_wire_copy_on_forty_sites_is_one_origin_with_forty_carriers() -> None:
    with Store.memory() as store:
        take(Floor(store), *(rendition(outlet=f"Site {number}") for number in range(40)))
        seen = situation(store)
        assert len(seen.reports) == 40
        assert [story.origins for story in seen.stories] == [1]
        for event in seen.events:
            assert len({*event.origins.own_voice, *event.origins.attributed}) == 1
        [*told] = explanation_lines(disclose(explained(store, seen.reports[0].report.origin), Audience.desk))  # type: ignore[arg-type]
        assert any("40 reports of one text" in line for line in told)


def test_96_a_tenth_reworded_under_a_new_headline_is_the_same_origin() -> None:
    with Store.memory() as store:
        take(
            Floor(store),
            rendition(outlet="Arica Star", title="Fourteen arrested at port"),
            rendition(REWORDED, outlet="Coast24", title="Dockers in cells", published="2026-05-11T19:00:00Z"),
        )
        one, other = (reading.report for reading in situation(store).reports)
        assert one.origin == other.origin
        assert one.id != other.id


def test_97_four_hundred_new_sites_in_an_hour_add_no_weight_and_are_flagged() -> None:
    grouping = Grouping()
    placed = []
    for number in range(400):
        record = {"text": TEXT, "outlet": f"site{number}.example", "published": "2026-05-11T17:00:00Z"}
        item = rendition_of(record)
        placed.append(grouping.admit(item, fingerprint(item)))
    assert len({placement.origin for placement in placed}) == 1
    assert len({placement.report for placement in placed}) == 400

    with Store.memory() as store:
        take(Floor(store), *(rendition(outlet=f"site{number}.example") for number in range(60)))
        [story] = situation(store).stories
        assert story.origins == 1
        origin = situation(store).reports[0].report.origin
        [*told] = explanation_lines(disclose(explained(store, origin), Audience.desk))  # type: ignore[arg-type]
        assert any("60 outlets within an hour" in line for line in told)


def test_98_invisible_and_lookalike_letters_hide_no_copy() -> None:
    hidden = "\u200b".join(TEXT[place : place + 4] for place in range(0, len(TEXT), 4))
    alike = TEXT.translate(str.maketrans("aeocp", "аеоср"))
    with Store.memory() as store:
        take(
            Floor(store),
            rendition(outlet="Arica Star"),
            rendition(hidden, outlet="Hidden News"),
            rendition(alike, outlet="Alike News"),
        )
        assert len({reading.report.origin for reading in situation(store).reports}) == 1


def test_99_a_date_in_the_future_that_a_page_states_is_not_used_and_is_flagged() -> None:
    markup = page("Dockers arrested", *TEXT.split("\n\n"), published="2031-01-01T00:00:00Z")
    ahead = read_page(markup, where="page", arrived="2026-05-11T18:00:00Z")
    assert ahead.published is None
    assert Flag(FlagCode.UNUSED_FUTURE_DATE, "2031-01-01T00:00:00Z") in ahead.flags


def test_100_a_date_in_the_past_takes_no_priority_from_the_first_seen() -> None:
    with Store.memory() as store:
        floor = Floor(store)
        [first] = take(floor, rendition(outlet="Arica Star"))
        late = rendition(outlet="Old News", published="2026-05-01T08:00:00Z", arrived="2026-05-12T09:00:00Z")
        [backdated] = take(floor, late)
        assert (first.relation, backdated.relation) == ("original", "copy")
        # Of what is added in one go, as from an archive, the dates tell which was first.
        old = rendition(outlet="Archive", published="2026-04-30T08:00:00Z")
        assert [admitted.relation for admitted in take(Floor(store), old)] == ["original"]


def test_101_a_silent_edit_after_an_alert_is_sent_as_a_correction(tmp_path: Path) -> None:
    watches = tmp_path / "watches.yaml"
    watches.write_text("- name: arrests\n  type: COERCE\n")
    text = (
        "Police arrested 14 dock workers in Arica on Monday.\n\nThe port is closed, the harbour office said."
    )
    url = "https://aricastar.example/port"
    with Store.memory() as store:
        floor = Floor(store, read_watches(watches))
        take(floor, rendition(text, outlet="Arica Star", url=url))
        [alert] = store.alerts()
        assert not alert.correction
        edited = rendition(
            text.replace("14", "41"), outlet="Arica Star", url=url, arrived="2026-05-11T20:00:00Z"
        )
        [admitted] = take(floor, edited)
        assert admitted.relation == "revision"
        [report] = (reading.report for reading in situation(store).reports)
        assert len(report.versions) == 2
        [revised] = [change for change in admitted.changes if change.type == "revised"]
        assert [evidence.span.of(edited.text) for evidence in revised.evidence] == ["41"]
        [told] = [sent for sent in store.alerts() if sent.id == alert.id]
        assert told.correction


def test_102_a_lookalike_outlet_is_another_outlet_whatever_name_signs_the_text() -> None:
    with Store.memory() as store:
        take(
            Floor(store),
            rendition(outlet="Arica Star", url="https://aricastar.example/a", byline="Lucía Arrieta"),
            rendition(outlet="Arica Stаr", url="https://aricastаr.example/a", byline="Lucía Arrieta"),
        )
        reports = [reading.report for reading in situation(store).reports]
        assert len({report.id for report in reports}) == 2
        assert len({report.origin for report in reports}) == 1


def test_103_outlets_that_quote_each_other_are_not_independent() -> None:
    with Store.memory() as store:
        take(
            Floor(store),
            rendition(outlet="Arica Star"),
            rendition(
                f"As Arica Star reports:\n\n{TEXT}", outlet="Coast24", published="2026-05-11T18:00:00Z"
            ),
            rendition(
                f"Coast24 has learnt of arrests.\n\n{TEXT}\n\nArica Star had more.",
                outlet="Third News",
                published="2026-05-11T19:00:00Z",
            ),
        )
        assert [story.origins for story in situation(store).stories] == [1]
