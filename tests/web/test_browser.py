"""A real server and a real browser: what a desk asks, by mouse and by keys, and nothing from elsewhere."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from http import HTTPStatus
from importlib import resources

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.cli.commands import environment
from tests.web.floors import Desk
from watchfloor.web.problems import Problem
from watchfloor.web.rendering import login_page, problem_page

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
SLOWEST = 60_000.0  # milliseconds, on a machine with much else to do
AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DARK = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
PATHS_OF_A_TELEPHONE = (
    *("", "changes", "search?words=quota", "sources", "situations/fishing", "numbers", "said", "watches"),
    *("record", "watches/examples", "actors", "decisions", "about", "shift"),
)
STORY = "Captain of Spanish trawler charged in Ireland"


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    """Serve the examples in a process of its own; return the address that opens a session."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "watchfloor",
            "serve",
            "--no-poll",
            "--port",
            "0",
            "--floor",
            str(desk.folder),
        ],
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert process.stderr is not None
    [found] = re.findall(r"http://\S+", process.stderr.readline())
    yield found
    process.terminate()
    process.communicate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Return a page that has entered; whatever it asks of elsewhere or complains of is a failure."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(SLOWEST)
    opened = context.new_page()
    base = address.partition("/enter")[0]
    troubles: list[str] = []

    def is_ours(url: str) -> bool:
        return url.removeprefix("blob:").startswith(base)  # what a page makes itself is a blob of its server

    opened.on("request", lambda it: None if is_ours(it.url) else troubles.append(it.url))
    # A stream ends with the page that listens to it, and so does an icon that was not fetched yet.
    opened.on(
        "requestfailed",
        lambda it: (
            None
            if "/stream" in it.url or (it.url.endswith("/icon.svg") and it.failure == "net::ERR_ABORTED")
            else troubles.append(f"failed: {it.url}")
        ),
    )
    opened.on("console", lambda it: troubles.append(it.text) if it.type == "error" else None)
    opened.on("pageerror", lambda it: troubles.append(str(it)))
    opened.goto(address)
    yield opened
    context.close()
    assert troubles == []


def press(page: Page, key: str) -> None:
    """Press a key on a page that has its script: what is pressed before it came is lost."""
    page.wait_for_load_state()
    page.keyboard.press(key)


@pytest.fixture
def now(page: Page, address: str) -> Page:
    page.goto(address.partition("/enter")[0] + "/")
    return page


def test_keys_are_shown_and_search_is_a_key_away(now: Page) -> None:
    press(now, "?")
    assert now.get_by_role("dialog", name="Keys").is_visible()
    press(now, "Escape")
    now.get_by_role("dialog", name="Keys").wait_for(state="hidden")
    press(now, "/")
    assert now.evaluate("document.activeElement.id") == "find"
    now.keyboard.type("quota")
    assert now.locator("#find").input_value() == "quota"
    press(now, "Enter")
    now.wait_for_url("**/search?words=quota")
    assert now.locator("main mark").count() > 3


def test_what_changed_since_yesterday_in_two_clicks(now: Page) -> None:
    now.get_by_role("link", name="Changes", exact=True).click()
    now.get_by_role("link", name="since yesterday").click()
    assert now.get_by_role("heading", level=1).inner_text().startswith("Changes since")
    assert now.get_by_text("DENIED BY Ireland").count() == 1


def test_what_changed_since_yesterday_by_keys(now: Page) -> None:
    press(now, "g")
    press(now, "c")
    now.wait_for_url("**/changes")
    press(now, "j")
    assert now.locator(".is-picked").count() == 1
    link = now.get_by_role("link", name="since yesterday")
    link.focus()
    press(now, "Enter")
    now.wait_for_url("**/changes?since=yesterday")


def test_how_many_were_killed_and_who_says_so_in_two_clicks(now: Page) -> None:
    now.get_by_role("link", name=STORY).first.click()
    table = now.get_by_role("table", name="dead: every number told")
    assert "Irish Coast Guard" in table.inner_text()
    table.get_by_role("link").first.click()
    assert now.locator("#here").inner_text().strip()


def test_how_many_were_killed_by_keys(now: Page) -> None:
    for _ in range(30):
        press(now, "j")
        if now.locator(".is-picked").inner_text().startswith(STORY):
            break
    press(now, "Enter")
    now.wait_for_url("**/stories/*")
    assert now.get_by_role("table", name="dead: every number told").is_visible()


def test_why_an_alert_fired_in_one_click_and_by_keys(now: Page) -> None:
    now.get_by_role("link", name="Why this alert fired").first.click()
    assert now.get_by_role("heading", name="Why it fired").is_visible()
    press(now, "g")
    press(now, "a")
    now.wait_for_url("**/alerts")
    press(now, "j")
    press(now, "Enter")
    now.wait_for_url("**/alerts/*")
    assert now.get_by_role("heading", name="Why it fired").is_visible()


def test_who_said_what_about_something_in_two_clicks(now: Page) -> None:
    now.get_by_role("link", name="Said", exact=True).click()
    now.get_by_label("About (words of the text)").fill("ports")
    now.get_by_role("button", name="Show", exact=True).last.click()
    row = now.get_by_role("row").filter(has_text="Orla Brannigan").first
    assert "threat" in row.inner_text()
    row.get_by_title("Its words in").first.click()
    assert now.locator("#here").inner_text().strip()


def test_who_said_what_by_keys(now: Page) -> None:
    press(now, "g")
    press(now, "q")
    now.wait_for_url("**/said")
    now.get_by_label("About (words of the text)").focus()
    now.keyboard.type("ports")
    press(now, "Enter")
    now.wait_for_url("**/said?*words=ports*")
    assert now.get_by_role("row").filter(has_text="Orla Brannigan").count() >= 1


def test_what_was_known_on_a_day_and_whom_it_was_told_to(now: Page) -> None:
    now.get_by_role("link", name="Record", exact=True).click()
    assert now.get_by_role("heading", name="Whom it was told to").is_visible()
    now.locator("#record-as-of").fill("2020-01-01T06:00")
    now.locator("#record-as-of").press("Enter")
    now.wait_for_url("**/record?*as_of=2020*")
    assert now.get_by_text("Nobody: no alert had been raised.").is_visible()


def test_a_watch_is_written_tried_and_turned_on_in_three_clicks(now: Page, desk: Desk) -> None:
    now.get_by_role("link", name="Watches", exact=True).click()
    now.get_by_label("What it waits for").fill("name: Harbour blockades\ntype: PROTEST\ncountry: ES\n")
    now.get_by_role("button", name="Check and backtest").click()
    now.get_by_role("heading", name=re.compile("It would have opened [1-9]")).wait_for()
    now.get_by_role("button", name="Keep and turn on").click()
    now.get_by_role("button", name="Turn it off").wait_for()
    file = desk.folder / "watches" / "harbour-blockades.yaml"
    assert file.read_text("utf-8").startswith("name: Harbour blockades")
    file.unlink()


def test_a_watch_is_written_by_keys(now: Page, desk: Desk) -> None:
    press(now, "g")
    press(now, "w")
    now.wait_for_url("**/watches")
    now.get_by_label("What it waits for").focus()
    press(now, "Control+a")
    now.keyboard.type("name: Night\ntype: ASSAULT\n")
    press(now, "Tab")
    press(now, "Enter")
    now.get_by_role("heading", name=re.compile("It would have opened")).wait_for()
    now.get_by_role("button", name="Keep", exact=True).focus()
    press(now, "Enter")
    now.wait_for_url("**/watches/night")
    now.get_by_role("button", name="Turn it on").focus()
    press(now, "Enter")
    now.get_by_role("button", name="Turn it off").wait_for()
    (desk.folder / "watches" / "night.yaml").unlink()


def test_a_wrong_number_is_corrected_and_taken_back_in_three_clicks(now: Page) -> None:
    now.get_by_role("link", name=STORY).first.click()
    now.get_by_text("Use another number of dead").click()
    form = now.locator("form").filter(has=now.get_by_label("or another")).first
    form.get_by_label("or another").fill("5")
    form.get_by_label("Why").fill("the list of the hospital")
    form.get_by_role("button", name="Use it").click()
    now.get_by_text(re.compile(r"The desk uses 5 \(.*the list of the hospital")).first.wait_for()
    now.get_by_text("Take it back").first.focus()
    press(now, "Enter")
    press(now, "Tab")
    now.keyboard.type("a misprint")
    press(now, "Enter")
    now.get_by_text("taken back by").wait_for()
    assert now.get_by_text("The desk uses 5").count() == 0


def test_a_wrong_number_is_corrected_by_keys(now: Page) -> None:
    for _ in range(30):
        press(now, "j")
        if now.locator(".is-picked").inner_text().startswith(STORY):
            break
    press(now, "Enter")
    now.get_by_text("Use another number of dead").focus()
    for key in ("Enter", "Tab", "Tab"):
        press(now, key)
    now.keyboard.type("6")
    press(now, "Tab")
    now.keyboard.type("a second list")
    press(now, "Enter")
    now.get_by_text(re.compile(r"The desk uses 6 \(.*a second list")).first.wait_for()


def test_what_was_known_then_by_keys(now: Page) -> None:
    press(now, "g")
    press(now, "r")
    now.wait_for_url("**/record")
    now.locator("summary", has_text="As of now").focus()
    for key in ("Enter", "Tab"):
        press(now, key)
    assert now.evaluate("document.activeElement.id") == "as-of"
    now.keyboard.type("01012020")
    press(now, "ArrowRight")  # a year may have six digits
    now.keyboard.type("0600AM")
    press(now, "Enter")
    now.wait_for_url("**/record?as_of=2020*")
    assert now.get_by_text("Nobody: no alert had been raised.").is_visible()


def test_a_brief_is_copied_by_one_key(now: Page) -> None:
    now.get_by_role("link", name=STORY).first.click()
    now.wait_for_url("**/stories/*")
    now.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(now, "c")
    now.get_by_text("The brief is copied").wait_for()
    assert "Two fishermen were killed" in now.evaluate("navigator.clipboard.readText()")


def test_a_figure_is_taken_along(now: Page) -> None:
    now.goto(f"{now.url}situations/fishing")
    with now.expect_download() as told:
        now.get_by_role("button", name="Save the table: map").click()
    assert told.value.suggested_filename == "map.csv"
    assert '"Killybegs, Ireland","town","2"' in told.value.path().read_text("utf-8")
    with now.expect_download() as drawn:
        now.get_by_role("button", name="Save the drawing: map").click()
    assert 'fill="rgb(' in drawn.value.path().read_text("utf-8")
    with now.expect_download() as painted:
        now.get_by_role("button", name="Save the picture: map").click()
    assert painted.value.suggested_filename == "map.png"
    width, height = struct.unpack(">II", painted.value.path().read_bytes()[16:24])
    assert width > height / 3 > 100


def test_a_circle_on_the_map_opens_its_list(now: Page) -> None:
    now.goto(f"{now.url}situations/fishing")
    now.get_by_role("link", name="2 happenings at Killybegs").click()
    assert now.locator("tr:target").inner_text().startswith("Killybegs, Ireland")
    now.locator("tr:target a").click()
    assert now.get_by_text("Narrowed to").is_visible()


def test_it_is_used_without_a_script(browser: Browser, page: Page, address: str) -> None:
    context = browser.new_context(storage_state=page.context.storage_state(), java_script_enabled=False)
    context.set_default_timeout(SLOWEST)
    plain = context.new_page()
    plain.goto(address.partition("/enter")[0] + "/")
    plain.get_by_role("link", name=STORY).first.click()
    assert plain.get_by_role("heading", level=1).inner_text() == STORY
    context.close()


def test_the_wall_does_not_scroll_and_a_telephone_only_downward(now: Page) -> None:
    size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    base = now.url
    now.set_viewport_size({"width": 1920, "height": 1080})
    now.goto(f"{base}?wall=1")
    width, height = now.evaluate(size)
    assert (width, height) <= (1920, 1080)
    now.set_viewport_size({"width": 360, "height": 740})
    for path in PATHS_OF_A_TELEPHONE:
        now.goto(f"{base}{path}")
        assert now.evaluate(size)[0] <= 360, path
    now.set_viewport_size({"width": 1440, "height": 900})


def assert_open_to_all(page: Page, path: str) -> None:
    page.evaluate(AXE)
    for scheme, only in (("light", {"type": "tag", "values": RULES}), ("dark", DARK)):
        page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        found = page.evaluate("only => axe.run(document, {runOnly: only})", only)["violations"]
        told = [f"{it['id']}: {it['nodes'][0]['html'][:200]}" for it in found]
        assert told == [], f"{path} {scheme}"


def answering(words: str) -> Callable[[Route], None]:
    """Return what answers with a page instead of the server, which shows it to nobody who is inside."""

    def answer(route: Route) -> None:
        route.fulfill(body=words, content_type="text/html")

    return answer


def test_the_doors_keep_nobody_out(now: Page) -> None:
    base = now.url.rstrip("/")
    refused = problem_page(Problem(status=HTTPStatus.TOO_MANY_REQUESTS, detail="wait for a minute"))
    shown = {
        "/login": login_page(goes_to="/"),
        "/login?next=/": login_page(goes_to="/", wrong="There is no such name with such a password."),
        "/enter": refused,
    }
    for path, answer in shown.items():
        now.route(base + path, answering(bytes(answer.body).decode()))
        now.goto(base + path)
        assert_open_to_all(now, path)
        now.unroute(base + path)


def test_no_page_keeps_anybody_out(now: Page) -> None:
    base = now.url
    story = now.locator(".story h3 a").first.get_attribute("href") or ""
    alert = now.get_by_role("link", name="Why this alert fired").first.get_attribute("href") or ""
    report = now.locator('a[href^="/reports/"]').first.get_attribute("href") or ""
    now.goto(base.rstrip("/") + story)
    event = now.locator('a[href^="/events/"]').first.get_attribute("href") or ""
    minister = now.request.get(f"{base}api/v1/actors?actor=Orla+Brannigan").json()["items"][0]["id"]
    paths = [
        "/",
        "/?compare=2026-01-01",
        "/numbers",
        "/said",
        "/actors",
        f"/actors/{minister}",
        "/watches",
        "/watches/examples",
        "/decisions",
        "/record",
        "/about",
        "/shares",
        "/shift",
        "/notes",
        "/changes",
        "/alerts",
        "/ahead",
        "/situations",
        "/situations/fishing",
        "/search?words=quota",
    ]
    token = now.locator('input[name="csrf"]').first.get_attribute("value") or ""
    share = {"name": "partner", "country": ["IE"]}
    headers = {"x-csrf-token": token}
    assert now.request.post(f"{base}api/v1/shares", data=share, headers=headers).ok
    more = ("/shares/partner", "/people", "/account", f"{story}?compare=2026-01-01")
    for path in (*paths, *more, "/sources", story, report, event, alert):
        now.goto(base.rstrip("/") + path)
        assert_open_to_all(now, path)
    assert now.request.delete(f"{base}api/v1/shares/partner", headers=headers).ok
