"""The schemas of CAP, Atom and JSON Feed refuse what breaks their rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from tests.standards import check_atom, check_cap, check_json_feed

CAP = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>one</identifier><sender>floor@desk.example</sender><sent>2026-03-01T10:00:00+01:00</sent>
<status>Actual</status><msgType>Update</msgType><scope>Public</scope>
<references>floor@desk.example,zero,2026-03-01T09:00:00-00:00</references>
<info><language>en</language><category>Safety</category><category>Met</category><event>Flood</event>
<responseType>Avoid</responseType><urgency>Expected</urgency><severity>Severe</severity>
<certainty>Likely</certainty><expires>2026-03-02T10:00:00+01:00</expires><headline>High water</headline>
<area><areaDesc>Tarvel</areaDesc><circle>14.1,21.3 5</circle></area></info></alert>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">
<id>urn:x:feed</id><title>Alerts</title><updated>2026-03-01T10:00:00Z</updated><author><name>A</name></author>
<entry><id>urn:x:1</id><title>One</title><updated>2026-03-01T10:00:00.5+01:00</updated>
<link rel="related" href="https://wire.example/1"/><content type="text">Words.</content></entry>
<at:deleted-entry ref="urn:x:2" when="2026-03-01T10:00:00Z">
<at:comment>rejected</at:comment></at:deleted-entry>
</feed>"""
FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Alerts",
    "items": [{"id": "1", "content_text": "Words.", "date_modified": "2026-03-01T10:00:00Z"}],
}


def test_what_keeps_the_rules_holds() -> None:
    check_cap(CAP.encode())
    check_atom(ATOM.encode())
    check_json_feed(json.dumps(FEED).encode())


BROKEN_XML = [
    (check_cap, CAP, "+01:00</sent>", "Z</sent>"),
    (check_cap, CAP, "<status>Actual</status><msgType>Update</msgType>",
     "<msgType>Update</msgType><status>Actual</status>"),
    (check_cap, CAP, "<scope>Public</scope>", ""),
    (check_cap, CAP, "<scope>Public</scope>", "<scope>Restricted</scope>"),
    (check_cap, CAP, "<category>Safety</category><category>Met</category>", ""),
    (check_cap, CAP, "<severity>Severe</severity>", "<severity>severe</severity>"),
    (check_cap, CAP, "<urgency>Expected</urgency>", ""),
    (check_cap, CAP, "floor@desk.example</sender>", "the floor</sender>"),
    (check_cap, CAP, ",zero,", ","),
    (check_cap, CAP, "<references>floor@desk.example,zero,2026-03-01T09:00:00-00:00</references>", ""),
    (check_cap, CAP, "<event>Flood</event>", "<event>Flood</event><loudness>9</loudness>"),
    (check_cap, CAP, "<areaDesc>Tarvel</areaDesc>", ""),
    (check_cap, CAP, "cap:1.2", "cap:1.1"),
    (check_atom, ATOM, "<id>urn:x:1</id>", ""),
    (check_atom, ATOM, "<id>urn:x:1</id>", "<id>1</id>"),
    (check_atom, ATOM, "<author><name>A</name></author>", ""),
    (check_atom, ATOM, "2026-03-01T10:00:00.5+01:00", "2026-03-01 10:00"),
    (check_atom, ATOM, '<content type="text">Words.</content>', ""),
    (check_atom, ATOM, 'type="text"', 'type="loud"'),
    (check_atom, ATOM, "https://wire.example/1", "a page"),
    (check_atom, ATOM, "<title>One</title>", "<title>One</title><title>Two</title>"),
    (check_atom, ATOM, "</feed>", ATOM[ATOM.index("<entry>") : ATOM.index("<at:")] + "</feed>"),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(BROKEN_XML)))
def test_what_breaks_a_rule_of_a_format_in_xml_is_refused(number: int) -> None:
    check, whole, here, instead = BROKEN_XML[number]
    assert here in whole
    broken = whole.replace(here, instead, 1).encode()
    etree.fromstring(broken)  # it is XML all the same
    with pytest.raises(AssertionError):
        check(broken)


@pytest.mark.parametrize(
    "alter",
    [
        lambda feed: feed.pop("title"),
        lambda feed: feed.update(version="2"),
        lambda feed: feed["items"][0].pop("id"),
        lambda feed: feed["items"][0].update(id=1),
        lambda feed: feed["items"][0].pop("content_text"),
        lambda feed: feed["items"][0].update(date_modified="yesterday"),
        lambda feed: feed["items"][0].update(external_url="a page"),
        lambda feed: feed["items"].append(feed["items"][0]),
        lambda feed: feed.update(entries=[]),
    ],
    ids=["title", "version", "no id", "id", "content", "moment", "address", "twice", "key"],
)
def test_what_breaks_a_rule_of_json_feed_is_refused(alter: Callable[[dict[str, Any]], Any]) -> None:
    feed = json.loads(json.dumps(FEED))
    alter(feed)
    with pytest.raises(AssertionError):
        check_json_feed(json.dumps(feed).encode())
