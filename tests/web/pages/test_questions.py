"""What is asked of pages: situations drawn, numbers, who said what, actors, the record, two moments."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.floors import Desk, examples_floor
from tests.web.pages.test_pages import one, shown

STORY = "Captain of Spanish trawler charged in Ireland"


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    return desk.client()


def plain(words: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())


def part(words: str, begin: str, end: str = "</section>") -> str:
    assert begin in words, begin
    return words.partition(begin)[2].partition(end)[0]


def test_a_situation_is_drawn_in_time_and_on_a_map_with_tables_that_say_the_same(client: TestClient) -> None:
    words = shown(client, "/situations/fishing")
    when = part(words, 'id="when"')
    assert when.count('<rect class="tone-hostile"') >= 4
    assert "Tue 3 Mar 2026" not in plain(when), "nothing happened on that day"
    assert "Mon 2 Mar 2026 4 1 3 0" in plain(when)
    where = part(words, 'id="where"')
    assert "Killybegs, Ireland town 2 force, accident" in plain(where)
    assert 'aria-label="2 happenings at Killybegs"' in where
    assert '<path class="land' in where
    assert "without" not in part(words, 'id="blind"')


def test_a_situation_is_narrowed_by_day_place_and_kind_and_says_so(client: TestClient) -> None:
    whole, told = shown(client, "/situations/fishing"), re.compile(r"<tr data-item><td class=\"when\">")
    by_day = shown(client, "/situations/fishing?from=2026-03-02&to=2026-03-02")
    assert 0 < len(told.findall(by_day)) < len(told.findall(whole))
    assert "Narrowed to Mon 2 Mar 2026 to Mon 2 Mar 2026" in plain(by_day)
    by_place = shown(client, "/situations/fishing?place=Killybegs&scale=hours")
    assert {*re.findall(r"<td>(Lisbon|Vigo|Killybegs)</td>", by_place)} == {"Killybegs"}
    assert "by hours" in by_place
    by_kind = shown(client, "/situations/fishing?type=PROTEST")
    assert {*re.findall(r'<a class="badge type" title="(\w+)', by_kind)} == {"PROTEST"}
    assert "Nothing that was read falls into it" in shown(client, "/situations/fishing?place=Oslo")
    for wrong in ("scale=minutes", "type=DANCE", "from=never", "story=x", "limit=0"):
        assert client.get(f"/situations/fishing?{wrong}").status_code == 400, wrong


def test_a_situation_sets_numbers_and_disagreements_side_by_side(client: TestClient) -> None:
    words = shown(client, "/situations/fishing")
    numbers = plain(part(words, 'id="numbers"'))
    assert "about 4,000 Atlantic Fleet Union" in numbers
    assert "1,500 Police" in numbers
    disputed = plain(part(words, 'id="disputed"'))
    assert "reported Spain" in disputed
    assert "denied Ireland" in disputed


def test_a_situation_of_the_past_knows_no_later_things(client: TestClient) -> None:
    words = shown(client, "/situations/fishing?as_of=2020-01-01")
    assert "what this floor knew at" in words
    assert "Nothing that was read falls into it" in words
    assert "No alert is open in it" in words


def test_numbers_tell_who_says_which_since_when(client: TestClient) -> None:
    words = shown(client, "/numbers?words=Killybegs")
    assert STORY in words
    assert "2 Irish Coast Guard Mon 2 Mar 09:10 Harbour Wire replaced since" in plain(words)
    assert words.count('href="/reports/') > 4
    assert "No number was read" in shown(client, "/numbers?words=zeppelin")
    first = shown(client, "/numbers?limit=1")
    following = re.findall(r'<a href="([^"]*after=[^"]*)">More</a>', first)
    assert following
    assert shown(client, unescape(following[0])) != first


def test_who_said_what_is_narrowed_by_speaker_topic_and_day(client: TestClient) -> None:
    words = shown(client, "/said")
    speakers = {*re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+)', words)}
    assert {"Orla Brannigan", "Irish Coast Guard"} <= speakers
    mine = shown(client, "/said?actor=Orla+Brannigan")
    assert {*re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+)', mine)} == {"Orla Brannigan"}
    assert mine.count('title="Its words in') >= 1
    assert "<tbody>" in shown(client, "/said?words=quota")
    assert "Nothing of the kind was read" in shown(client, "/said?words=zeppelin")
    assert "Looked through the 1000 newest" in shown(client, "/said?to_whom=Spain")
    assert client.get(f"/said?to_whom={'x' * 300}").status_code == 400


def test_an_actor_has_roles_deeds_words_and_others(client: TestClient) -> None:
    minister = one(client, "actors", name="Orla Brannigan")
    words = shown(client, f"/actors/{minister['id']}")
    assert "Marine Minister" in plain(part(words, 'id="roles"'))
    assert "threat" in part(words, 'id="did"')
    assert "Tomás Iglesias Rey" in plain(part(words, 'id="whom"'))
    assert 'title="Its words in' in part(words, 'id="said"')
    assert str(minister["name"]) in shown(client, "/actors?country=IE")
    assert client.get("/actors/0a1b2c3d4e5f6071").status_code == 404
    assert client.get(f"/actors/{minister['id']}?as_of=2020-01-01").status_code == 404


def test_an_event_leads_to_its_actors(client: TestClient) -> None:
    event = one(client, "events", type="THREATEN")
    words = shown(client, f"/events/{event['id']}")
    slots = part(words, 'id="slots"')
    assert re.search(r'href="/actors/\w+">Orla Brannigan</a>', slots)


def test_the_record_tells_what_was_known_and_whom_it_was_told_to(tmp_path: Path) -> None:
    client = Desk(examples_floor(tmp_path / "floor")).client()  # on which nobody has decided anything
    words = shown(client, "/record")
    assert STORY in part(words, 'id="known"')
    told = plain(part(words, 'id="told"'))
    assert "whoever looked at the screen" in told
    assert "Nobody decided anything" in words
    story = one(client, "stories", title=STORY)["id"]
    alone = shown(client, f"/record?story={story}")
    assert alone.count('<article class="story') == 1
    assert "IN BRIEF" not in alone
    before = shown(client, "/record?as_of=2020-01-01")
    assert "Nobody: no alert had been raised" in before
    assert client.get("/record?story=0a1b2c3d4e5f6071").status_code == 404
    assert client.get(f"/record?story={story}&as_of=2020-01-01").status_code == 404


def test_two_moments_are_compared(client: TestClient) -> None:
    story = one(client, "stories", title=STORY)["id"]
    for path in ("/", "/situations/fishing", f"/stories/{story}"):
        words = shown(client, f"{path}?compare=2020-01-01")
        assert STORY in part(words, 'id="compared"'), path
        back = shown(client, f"{path}?as_of=2020-01-01&compare=now") if "stories" not in path else words
        assert 'id="compared"' in back, path
    assert 'id="compared"' not in shown(client, "/")
    assert client.get("/?compare=soon").status_code == 400
    assert client.get("/?as_of=2020-01-01&compare=2020-01-01").status_code == 400
    assert "What changed from then to now" in shown(client, "/?as_of=2020-01-01")
