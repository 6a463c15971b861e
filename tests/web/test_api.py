"""The API answers as the command line does, and refuses what is no question."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from tests.faults.commands import command
from tests.web.floors import Desk
from watchfloor.model import FILTERS
from watchfloor.web.acts import ACTS
from watchfloor.web.api import ROUTES
from watchfloor.web.api_route import PREFIX, ApiRoute
from watchfloor.web.asking import parameter_name

LISTS = [it for it in ROUTES if it.kind == "list" and "{id}" not in it.path]
ITEMS = [it for it in ROUTES if it.kind == "item"]
LISTED = {"/explanations": "/reports"}  # where the ids are found
EMPTY = {  # tests/web/acts fills them
    *("/deliveries", "/channels", "/withheld", "/shares", "/people", "/keys", "/briefings")
}
ALONE = {"/coverage", "/shift", "/opml"}  # of the floor, with no id
SHOWN = (
    "reports",
    "stories",
    "events",
    "quotes",
    "changes",
    "actors",
    "timeline",
    "numbers",
    "ahead",
    "alerts",
)


def said(desk: Desk, *arguments: str) -> Any:
    ended = command(*arguments, "--json", "--floor", desk.folder)
    assert ended.code == 0, ended.output
    return json.loads(ended.out)


def asked_of(route: ApiRoute) -> dict[str, str]:
    return {"words": "quota"} if route.path == "/search" else {}


def id_of(item: dict[str, Any]) -> str:
    """Return what an item is found by."""
    found: str = (
        item["source"]["id"] if "source" in item and "health" in item else item.get("id") or item["name"]
    )
    return found


@pytest.mark.parametrize("route", LISTS, ids=lambda it: it.name)
def test_every_list_holds_rows_of_its_type(desk: Desk, route: ApiRoute) -> None:
    answer = desk.client().get(f"{PREFIX}{route.path}", params=asked_of(route))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert set(told) == {"items", "next", "as_of", "admissions", "rests_on"}
    assert told["items"] or route.path in EMPTY
    for item in told["items"]:
        assert isinstance(msgspec.convert(item, route.of), route.of)


@pytest.mark.parametrize("route", ITEMS, ids=lambda it: it.name)
def test_every_item_is_found_by_its_id_and_none_by_another(desk: Desk, route: ApiRoute) -> None:
    client = desk.client()
    base = route.path.partition("/{id}")[0]
    if base in ALONE:
        assert isinstance(msgspec.convert(client.get(f"{PREFIX}{base}").json(), route.of), route.of)
        return
    held = client.get(f"{PREFIX}{LISTED.get(base, base)}").json()["items"]
    for wrong in ("0a1b2c3d4e5f6071", "..", "%00", "🐟", "' OR 1=1 --", "x" * 300):
        answer = client.get(f"{PREFIX}{route.path.replace('{id}', wrong)}")
        assert answer.status_code == 404, answer.text
    for item in held[:3]:
        answer = client.get(f"{PREFIX}{route.path.replace('{id}', id_of(item))}")
        assert answer.status_code == 200, answer.text
        assert isinstance(msgspec.convert(answer.json(), route.of), route.of)


@pytest.mark.parametrize("what", SHOWN)
def test_rows_are_those_of_the_command_line(desk: Desk, what: str) -> None:
    rows = desk.client().get(f"{PREFIX}/{what}", params={"limit": "50"}).json()["items"]
    assert rows == said(desk, "show", what)


def test_search_and_news_are_those_of_the_command_line(desk: Desk) -> None:
    client = desk.client()
    found = client.get(f"{PREFIX}/search", params={"words": "quota", "limit": "20"}).json()["items"]
    assert found == said(desk, "search", "quota")
    assert all("quota" in it["text"].casefold() for it in found)
    assert client.get(f"{PREFIX}/news").json()["items"] == said(desk, "changes")


def test_a_story_and_its_brief_are_those_of_the_command_line(desk: Desk) -> None:
    client = desk.client()
    for row in client.get(f"{PREFIX}/stories").json()["items"][:3]:
        whole = client.get(f"{PREFIX}/stories/{row['id']}").json()
        assert whole == said(desk, "show", "story", row["id"])
        assert client.get(f"{PREFIX}/stories/{row['id']}/brief").json() == whole["brief"]


def test_briefs_are_those_of_the_stories_in_their_order(desk: Desk) -> None:
    client = desk.client()
    briefs = client.get(f"{PREFIX}/briefs", params={"limit": "3"}).json()
    stories = client.get(f"{PREFIX}/stories", params={"limit": "3"}).json()
    assert [it["id"] for it in briefs["items"]] == [it["id"] for it in stories["items"]]
    assert briefs["next"]
    for story in briefs["items"]:
        assert story["brief"] == client.get(f"{PREFIX}/stories/{story['id']}/brief").json()
    assert client.get(f"{PREFIX}/briefs", params={"limit": "101"}).status_code == 400


def test_explanations_coverage_and_texts_are_those_of_the_command_line(desk: Desk) -> None:
    client = desk.client()
    event = client.get(f"{PREFIX}/events").json()["items"][0]
    explained = command("explain", event["id"], "--json", "--floor", desk.folder)
    assert client.get(f"{PREFIX}/explanations/{event['id']}").json() == json.loads(explained.out)
    covered = command("sources", "coverage", "--json", "--floor", desk.folder)
    answer = client.get(f"{PREFIX}/coverage").json()
    assert {**answer, "at": ""} == {**json.loads(covered.out), "at": ""}
    [evidence, *_] = event["evidence"]
    text = client.get(f"{PREFIX}/reports/{evidence['report']}/text").json()
    start, end = evidence["span"]
    assert text["text"][start:end] == evidence["text"]


FILTERED = [
    ("events", {"country": "ES", "type": "PROTEST"}),
    ("reports", {"outlet": "Harbour Wire"}),
    ("events", {"weak": "true"}),
    ("changes", {"since": "yesterday"}),
    ("stories", {"situation": "fishing", "order": "newest"}),
    *((what, {"order": "local"}) for what in ("reports", "stories", "events", "quotes", "changes", "actors")),
    ("timeline", {"from": "2026-03-01", "to": "2026-03-05"}),
]


@pytest.mark.parametrize(("what", "asked"), FILTERED)
def test_filters_mean_what_they_mean_on_the_command_line(
    desk: Desk, what: str, asked: dict[str, str]
) -> None:
    options = [
        part
        for name, value in asked.items()
        for part in ([f"--{name}"] if value == "true" else [f"--{name}", value])
    ]
    rows = desk.client().get(f"{PREFIX}/{what}", params=asked).json()["items"]
    assert rows == said(desk, "show", what, *options)
    assert rows


def test_pages_follow_each_other_and_hold_every_row_once(desk: Desk) -> None:
    client = desk.client()
    for what in ("reports", "stories", "events", "changes", "alerts"):
        every = [it["id"] for it in client.get(f"{PREFIX}/{what}", params={"limit": "1000"}).json()["items"]]
        walked: list[str] = []
        after: str | None = None
        for _ in range(100):
            asked = {"limit": "7", **({"after": after} if after else {})}
            told = client.get(f"{PREFIX}/{what}", params=asked).json()
            walked += [it["id"] for it in told["items"]]
            after = told["next"]
            if after is None:
                break
        assert walked == every, what


def test_an_answer_that_one_has_is_not_sent_again(desk: Desk) -> None:
    client = desk.client()
    first = client.get(f"{PREFIX}/events")
    tag = first.headers["etag"]
    again = client.get(f"{PREFIX}/events", headers={"if-none-match": f'"other", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{PREFIX}/events", headers={"if-none-match": '"other"'}).status_code == 200


def test_a_past_moment_shows_what_was_known(desk: Desk) -> None:
    client = desk.client()
    told = client.get(f"{PREFIX}/reports", params={"as_of": "2020-01-01"}).json()
    assert (told["items"], told["admissions"]) == ([], 0)
    report = client.get(f"{PREFIX}/reports").json()["items"][0]["id"]
    path = f"{PREFIX}/reports/{report}"
    assert client.get(path, params={"as_of": "2020-01-01"}).status_code == 404
    assert client.get(path, params={"as_of": "2099-01-01"}).status_code == 400


REFUSED = [
    ("events", {"colour": "red"}),
    ("events", {"type": "DANCE"}),
    ("events", {"country": "Atlantis"}),
    ("events", {"since": "whenever"}),
    ("events", {"since": ["1d", "2d"]}),
    ("events", {"limit": "0"}),
    ("events", {"limit": "1001"}),
    ("events", {"limit": "٣"}),
    ("events", {"after": "not-a-cursor"}),
    ("events", {"after": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkgeA"}),
    ("events", {"as_of": "2099-01-01"}),
    ("events", {"as_of": "99999-01-01"}),
    ("events", {"weak": "perhaps"}),
    ("events", {"situation": "nowhere"}),
    ("events", {"words": "x" * 501}),
    ("stories", {"order": "best"}),
    ("numbers", {"order": "local"}),
    ("stories", {"after": "not-a-cursor"}),
    ("alerts", {"country": "ES"}),
    ("sources", {"limit": "1"}),
    ("reports/0a1b2c3d4e5f6071", {"limit": "1"}),
]


@pytest.mark.parametrize(("what", "asked"), REFUSED)
def test_what_is_no_question_is_refused_with_a_remedy(desk: Desk, what: str, asked: dict[str, Any]) -> None:
    answer = desk.client().get(f"{PREFIX}/{what}", params=asked)
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == 400
    assert len(told["detail"]) > 20


def test_a_cursor_of_another_list_or_floor_does_no_harm(desk: Desk) -> None:
    client = desk.client()
    after = client.get(f"{PREFIX}/reports", params={"limit": "3"}).json()["next"]
    for what in ("events", "stories", "changes", "numbers", "ahead", "actors"):
        assert client.get(f"{PREFIX}/{what}", params={"after": after}).status_code in (200, 400), what


def test_other_methods_are_refused(desk: Desk) -> None:
    client = desk.client()
    for method in ("PUT", "DELETE", "PATCH", "POST"):
        answer = client.request(method, f"{PREFIX}/reports")
        assert answer.status_code in (403, 405)
        assert answer.headers["content-type"] == "application/problem+json"
    assert client.get(f"{PREFIX}/nothing").status_code == 404


def test_the_document_tells_every_route_and_parameter(desk: Desk) -> None:
    told = desk.client().get(f"{PREFIX}/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    assert set(told["paths"]) == {*(it.path for it in ROUTES), *(it.path for it in ACTS)} | {
        "/stream",
        "/uploads",
    }
    operations = [one["operationId"] for it in told["paths"].values() for one in it.values()]
    assert len(set(operations)) == len(operations) == len(ROUTES) + len(ACTS) + 2
    names = {it["name"] for it in told["paths"]["/events"]["get"]["parameters"]}
    assert names == {parameter_name(it) for it in FILTERS.values()} | {"limit", "after", "order"}
    written = json.dumps(told)
    for reference in {part.partition('"')[0] for part in written.split('"$ref": "#/')[1:]}:
        found: Any = told
        for key in reference.split("/"):
            found = found[key]
