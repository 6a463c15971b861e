"""Feeds whose items have fields: they are kept beside the words, and the words are read as all others are."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from watchfloor.disclosure import disclose
from watchfloor.engine.answer.one_off import look
from watchfloor.errors import InputError
from watchfloor.exchange.schema.reports import report_out
from watchfloor.exchange.view import view_of
from watchfloor.ingest.formats.feed import Feed, FeedItem, parse_feed
from watchfloor.ingest.formats.item import is_whole, item_of_feed, rendition_of_item
from watchfloor.ingest.formats.lines import rendition_of_line
from watchfloor.ingest.sources import recognise
from watchfloor.model import Audience, EventType, Flag, FlagCode, InstrumentRecord, Rendition

NOW = "2026-03-16T12:00:00Z"
URL = "https://quakes.example/all.geojson"


def feature(**changed: Any) -> dict[str, Any]:
    said = {
        "mag": 5.4,
        "place": "12 km SSW of Antofagasta, Chile",
        "time": 1773648720000,
        "updated": 1773650000000,
        "url": "https://quakes.example/event/us7000abcd",
        "status": "automatic",
        "alert": "green",
        "type": "earthquake",
        "title": "M 5.4 - 12 km SSW of Antofagasta, Chile",
    }
    at = {"type": "Point", "coordinates": [-70.45, -23.75, 35.2]}
    return {"type": "Feature", "id": "us7000abcd", "properties": said | changed, "geometry": at}


def geojson(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def read(item: FeedItem) -> Rendition:
    found = item_of_feed(item, language="en")
    assert found is not None
    return rendition_of_item(found, where="a", arrived=NOW, flag=Flag(FlagCode.WHOLE_TEXT_IN_FEED))


def only(feed: Feed) -> FeedItem:
    [item] = feed.items
    return item


def test_a_measured_earthquake_keeps_its_fields_and_is_an_event_of_its_time_and_place() -> None:
    data = geojson(feature())
    assert recognise(data) == "feed"
    item = only(parse_feed(data, where="a", url=URL))
    assert item.record == InstrumentRecord(
        instrument="USGS",
        key="us7000abcd",
        hazard="earthquake",
        magnitude=5.4,
        level="green",
        area="12 km SSW of Antofagasta, Chile",
        latitude=-23.75,
        longitude=-70.45,
        depth_km=35.2,
        begins="2026-03-16T08:12:00Z",
        status="automatic",
    )
    kept = item_of_feed(item, language="en")
    assert kept is not None
    assert is_whole(kept)
    rendition = read(item)
    assert rendition.record == item.record
    assert rendition.url == "https://quakes.example/event/us7000abcd"
    seen = look([rendition], now=NOW)
    [event] = [it for it in seen.events if it.type is EventType.DISASTER]
    assert event.date is not None
    assert (event.date.start or "")[:10] == "2026-03-16"
    assert event.place is not None
    assert event.place.country == "CL"
    [reading] = seen.reports
    assert reading.report.record == item.record
    assert report_out(reading.report).record == item.record
    shown = view_of(disclose(seen, Audience.desk))
    assert "Fields of USGS: earthquake; magnitude 5.4; level green" in repr(shown)


def test_what_the_news_tell_of_it_is_the_same_happening() -> None:
    measured = read(only(parse_feed(geojson(feature()), where="a", url=URL)))
    news = rendition_of_line(
        {
            "title": "Strong earthquake shakes Antofagasta",
            "text": "An earthquake of magnitude 5.4 struck near Antofagasta in Chile on Monday morning. "
            "Nobody was hurt, the mayor said.",
            "published": "2026-03-16T10:00:00Z",
            "outlet": "Norte Diario",
        },
        arrived=NOW,
    )
    seen = look([measured, news], now=NOW)
    [event] = [it for it in seen.events if it.type is EventType.DISASTER]
    assert len({member.report for member in event.members}) == 2
    assert len(seen.stories) == 1


def test_a_revision_of_a_measurement_is_another_version_of_the_same_item() -> None:
    first, second = (
        item_of_feed(only(parse_feed(geojson(it), where="a", url=URL)), language="en")
        for it in (feature(), feature(mag=5.6, status="reviewed"))
    )
    assert first is not None
    assert second is not None
    assert (first.key, first.url) == (second.key, second.url)
    assert first.version != second.version


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"mag": "strong"}, "magnitude"),
        ({"mag": 1e9}, "magnitude"),
        ({"mag": True}, "magnitude"),
        ({"time": "now"}, "begins"),
        ({"time": -5}, "begins"),
        ({"time": 1e300}, "begins"),
        ({"place": None}, "area"),
        ({"type": 7}, "hazard"),
    ],
)
def test_fields_that_cannot_be_are_left_out(changed: dict[str, Any], field: str) -> None:
    item = only(parse_feed(geojson(feature(**changed)), where="a", url=URL))
    assert item.record is not None
    assert getattr(item.record, field) is None
    assert read(item).text


@pytest.mark.parametrize(
    "geometry", [None, {}, {"coordinates": "here"}, {"coordinates": [500, 2, 1]}, {"coordinates": [None, 1]}]
)
def test_places_off_the_globe_are_left_out(geometry: Any) -> None:
    item = only(parse_feed(geojson({**feature(), "geometry": geometry}), where="a", url=URL))
    assert item.record is not None
    assert (item.record.latitude, item.record.longitude) == (None, None)


def test_features_that_are_none_are_passed_over_and_what_is_no_feed_is_refused() -> None:
    feed = parse_feed(geojson({"id": 7}, "x", None, {"type": "Feature"}, feature()), where="a", url=URL)
    assert [item.id for item in feed.items] == ["us7000abcd"]
    with pytest.raises(InputError):
        parse_feed(b'{"type": "FeatureCollection", "features": 3}', where="a", url=URL)


GDACS = """<?xml version="1.0"?><rss version="2.0" xmlns:gdacs="http://www.gdacs.org"
 xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#"><channel><title>Alerts</title><item>
 <title>Green earthquake (Magnitude 5.4M, Depth:35km) in Chile 16/03/2026 08:12 UTC</title>
 <description>On 16 March 2026 an earthquake struck Chile, affecting 90 thousand people.</description>
 <link>https://alerts.example/report?id=1400123</link><guid isPermaLink="false">EQ1400123</guid>
 <pubDate>Mon, 16 Mar 2026 08:40:00 GMT</pubDate>
 <geo:Point><geo:lat>-23.75</geo:lat><geo:long>-70.45</geo:long></geo:Point>
 <gdacs:eventtype>EQ</gdacs:eventtype><gdacs:eventid>1400123</gdacs:eventid>
 <gdacs:alertlevel>Green</gdacs:alertlevel><gdacs:country>Chile</gdacs:country>
 <gdacs:severity unit="M" value="5.4">Magnitude 5.4M, Depth:35km</gdacs:severity>
 <gdacs:fromdate>Mon, 16 Mar 2026 08:12:00 GMT</gdacs:fromdate>
 <gdacs:todate>Mon, 16 Mar 2026 08:12:00 GMT</gdacs:todate>
 <gdacs:glide>EQ-2026-000034-CHL</gdacs:glide></item></channel></rss>"""


def test_an_item_of_gdacs_keeps_its_fields() -> None:
    item = only(parse_feed(GDACS.encode(), where="a", url="https://alerts.example/rss.xml"))
    assert item.record == InstrumentRecord(
        instrument="GDACS",
        key="EQ1400123",
        hazard="earthquake",
        magnitude=5.4,
        level="Green",
        glide="EQ-2026-000034-CHL",
        area="Chile",
        latitude=-23.75,
        longitude=-70.45,
        begins="2026-03-16T08:12:00Z",
        ends="2026-03-16T08:12:00Z",
    )
    assert read(item).text.startswith("On 16 March 2026 an earthquake struck Chile")


def rss(title: str, summary: str = "", tags: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>R</title><item><title>{title}</title>'
        f"<link>https://relief.example/1</link><description>{summary}</description>{tags}</item></channel></rss>"
    ).encode()


@pytest.mark.parametrize(
    "data",
    [
        rss("Chile: Earthquake - EQ-2026-000034-CHL"),
        rss("Chile: Earthquake", "Glide number: EQ-2026-000034-CHL, reported today."),
        rss("Chile: Earthquake", tags="<category>EQ-2026-000034-CHL</category>"),
    ],
)
def test_a_number_of_a_disaster_is_kept_wherever_an_item_names_it(data: bytes) -> None:
    record = only(parse_feed(data, where="a", url="https://relief.example/rss")).record
    assert record is not None
    assert (record.instrument, record.glide, record.hazard) == ("GLIDE", "EQ-2026-000034-CHL", "earthquake")


@pytest.mark.parametrize("title", ["Flight EQ-2026 lands", "Case EQ-2026-34-CHL", "No number at all"])
def test_other_items_have_no_fields(title: str) -> None:
    item = only(parse_feed(rss(title), where="a", url="https://relief.example/rss"))
    assert item.record is None


def cap(kind: str = "Alert", references: str = "", identifier: str = "urn:oid:1") -> bytes:
    return f"""<?xml version="1.0"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
 <identifier>{identifier}</identifier><sender>met@tarvel.example</sender>
 <sent>2026-03-16T09:00:00+00:00</sent>
 <status>Actual</status><msgType>{kind}</msgType><scope>Public</scope>{references}
 <info><category>Met</category><event>Flood warning</event><severity>Severe</severity>
 <onset>2026-03-16T18:00:00+00:00</onset><expires>2026-03-17T06:00:00+00:00</expires>
 <senderName>Tarvel Weather Office</senderName><headline>Flood warning for the Norrick valley</headline>
 <description>The river will overflow its banks on Monday evening.</description>
 <instruction>Leave the cellars.</instruction><area><areaDesc>Norrick valley</areaDesc></area></info>
 </alert>""".encode()


def test_an_alert_of_cap_is_an_item_with_fields_and_an_update_is_its_next_version() -> None:
    assert recognise(cap()) == "feed"
    first = only(parse_feed(cap(), where="a", url="https://met.example/1.xml"))
    assert first.record == InstrumentRecord(
        instrument="CAP",
        key="urn:oid:1",
        hazard="Flood warning",
        level="Severe",
        area="Norrick valley",
        begins="2026-03-16T18:00:00Z",
        ends="2026-03-17T06:00:00Z",
        status="Alert",
    )
    assert (first.title, first.outlet) == ("Flood warning for the Norrick valley", "Tarvel Weather Office")
    assert "Leave the cellars." in read(first).text
    refers = "<references>met@tarvel.example,urn:oid:1,2026-03-16T09:00:00+00:00</references>"
    second = only(parse_feed(cap("Cancel", refers, "urn:oid:2"), where="a", url="https://met.example/1.xml"))
    assert second.id == first.id
    assert second.record is not None
    assert second.record.status == "Cancel"


def test_an_alert_with_entities_is_refused() -> None:
    bomb = cap().replace(b"<alert", b'<!DOCTYPE a [<!ENTITY b "c">]><alert', 1)
    with pytest.raises(InputError):
        parse_feed(bomb, where="a", url=None)


def test_numbers_that_two_outlets_repeat_of_one_instrument_have_one_claimant() -> None:
    record = InstrumentRecord(instrument="GDACS", key="EQ1", hazard="earthquake")
    told = [
        replace(
            rendition_of_line(
                {
                    "title": "Earthquake in Chile",
                    "text": f"An earthquake of magnitude 6 killed {killed} people in Antofagasta, Chile on "
                    f"Monday. {rest}",
                    "published": at,
                    "outlet": outlet,
                },
                arrived=NOW,
            ),
            record=record,
        )
        for killed, rest, at, outlet in (
            (12, "The port was closed.", "2026-03-16T10:00:00Z", "Norte Diario"),
            (40, "Trains were stopped.", "2026-03-16T11:00:00Z", "Harbour Wire"),
        )
    ]
    [series] = look(told, now=NOW).numbers
    assert [(it.claim.value, it.claim.outlet, it.superseded) for it in series.points] == [
        (12, "GDACS", True),
        (40, "GDACS", False),
    ]
    assert series.state != "disputed"
