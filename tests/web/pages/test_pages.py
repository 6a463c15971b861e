"""Every page of the examples: there, whole, leading on, and telling what it is asked for."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.web.floors import Desk
from watchfloor.model import PrincipalRole

LINK = re.compile(r'href="(/[^"#]*)')
MOST = 6  # pages of a kind
STORY = "Captain of Spanish trawler charged in Ireland"


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    return desk.client()


def one(client: TestClient, what: str, **wanted: str) -> dict[str, object]:
    """Return the first row of a list whose fields begin with what is wanted."""
    rows = client.get(f"/api/v1/{what}", params={"limit": "200"}).json()["items"]
    found: dict[str, object] = next(
        it for it in rows if all(str(it[key]).startswith(value) for key, value in wanted.items())
    )
    return found


def shown(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.text}"
    return answer.text


def test_every_link_of_every_page_leads_somewhere(client: TestClient) -> None:
    found, left, walked = {"/"}, ["/"], Counter[str]()
    while left:
        path = left.pop()
        words = shown(client, path)
        if path.startswith(("/assets/", "/api/")):
            continue
        for fresh in sorted({unescape(it) for it in LINK.findall(words)} - found):
            kind = fresh.split("/")[1].partition("?")[0]
            walked[kind] += 1
            found.add(fresh)
            if walked[kind] <= MOST:
                left.append(fresh)
    assert walked.keys() >= {
        "stories",
        "reports",
        "events",
        "alerts",
        "changes",
        "ahead",
        "situations",
        "sources",
    }


def test_a_story_tells_numbers_with_who_says_them(client: TestClient) -> None:
    words = shown(client, f"/stories/{one(client, 'stories', title=STORY)['id']}")
    numbers = words.partition('id="numbers"')[2].partition('id="happened"')[0]
    assert "<strong>dead</strong>" in numbers
    assert "Irish Coast Guard" in numbers
    assert "replaced since" in numbers
    assert "<svg" in numbers
    assert numbers.count('title="Its words in') >= 3
    assert "1 copy of it" in words


def test_a_report_marks_what_was_read_and_leads_to_it(client: TestClient) -> None:
    event = one(client, "events", type="COERCE", mode="arrest")
    evidence = event["evidence"][0]  # type: ignore[index]  # as JSON has it
    span = f"{evidence['span'][0]}-{evidence['span'][1]}"
    words = shown(client, f"/reports/{evidence['report']}?text={evidence['text_id']}&span={span}")
    here = words.partition('<mark id="here">')[2].partition("</mark>")[0]
    assert " ".join(re.sub(r"<[^>]+>", "", here).split()) == " ".join(evidence["text"].split())
    assert f'href="/events/{event["id"]}"' in here
    for kind in ("actor", "place", "time", "quantity", "event"):
        assert f"m-{kind}" in words
    text = words.partition('<div class="text"')[2].partition("</div>")[0].partition(">")[2]
    assert unescape(re.sub(r"<[^>]+>", "", text)).startswith("KILLYBEGS") or len(text) > 400


@pytest.mark.parametrize("asked", ["span=1", "span=a-b", "span=-4-9", "span=1-99999999999999"])
def test_a_span_that_is_none_is_refused(client: TestClient, asked: str) -> None:
    report = one(client, "reports")["id"]
    assert client.get(f"/reports/{report}?{asked}").status_code == 400
    assert client.get(f"/reports/{report}?span=999999-9999999").status_code == 200
    assert client.get(f"/reports/{report}?text=0a1b2c3d4e5f6071").status_code == 404


def test_an_event_shows_its_slots_everybody_who_tells_it_and_why(client: TestClient) -> None:
    words = shown(client, f"/events/{one(client, 'events', type='ASSAULT', mode='firearms')['id']}")
    for told in (
        "Who tells it, in their words",
        "according to Spain",
        "denies it",
        "Vigo Ledger",
        "Donegal Tide",
    ):
        assert told in words, told
    assert 'title="ASSAULT (firearms)"' in words


def test_an_alert_tells_why_it_fired(client: TestClient) -> None:
    words = shown(client, f"/alerts/{one(client, 'alerts', watch='Agreement told')['id']}")
    assert "Why it fired" in words
    assert "origins 2" in words
    assert "examples.yaml:" in words
    assert "Nobody: the watch names no channel" in words


def test_search_marks_the_words_and_is_narrowed(client: TestClient) -> None:
    words = shown(client, "/search?words=quota&outlet=Harbour+Wire&order=best")
    assert "<mark>quota</mark>" in words
    assert set(re.findall(r'<p class="meta">([^·<]+) ·', words)) == {"Harbour Wire"}
    assert "That says nothing of what was not read" in shown(client, "/search?words=zeppelin")
    assert shown(client, "/search?words=quota&country=&type=&from=&to=")
    assert client.get("/search?words=quota&type=DANCE").status_code == 400


def test_a_situation_shows_who_against_whom(client: TestClient) -> None:
    words = shown(client, "/situations/fishing")
    for told in (
        "Who did something to whom",
        "How much happened",
        "What we do not see",
        "The fishing quarrel",
    ):
        assert told in words
    assert client.get("/situations/nowhere").status_code == 404


def test_every_page_of_the_past_says_so(client: TestClient) -> None:
    for path in ("/", "/changes", "/alerts", "/ahead", "/search?words=quota", "/situations", "/sources"):
        joint = "&" if "?" in path else "?"
        assert "what this floor knew at" in shown(client, f"{path}{joint}as_of=2020-01-01"), path
    for what in ("stories", "reports", "events", "alerts"):
        assert client.get(f"/{what}/{one(client, what)['id']}?as_of=2020-01-01").status_code == 404


def test_viewers_are_offered_no_acts(desk: Desk, client: TestClient) -> None:
    viewer = desk.client(PrincipalRole.VIEWER)
    event, alert = one(client, "events")["id"], one(client, "alerts")["id"]
    for path in (f"/events/{event}", f"/alerts/{alert}"):
        assert 'method="post"' not in shown(viewer, path).partition("<main")[2]
        assert 'method="post"' in shown(client, path).partition("<main")[2]


def test_the_texts_that_tell_an_event_are_counted_with_their_noun(client: TestClient) -> None:
    about = one(client, "changes", type="corroborated")["about"]
    assert isinstance(about, dict)
    assert "1 → 2 texts" in shown(client, f"/events/{about['id']}")
