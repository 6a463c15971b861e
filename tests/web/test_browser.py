"""A real server and a real browser: what a desk asks, by mouse and by keys, and nothing from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import resources

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.cli.commands import environment
from tests.web.floors import Desk

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.xdist_group("screen"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
]
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
SLOWEST = 60_000.0  # milliseconds, on a machine with much else to do
AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DARK = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
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
    opened.on("request", lambda it: None if it.url.startswith(base) else troubles.append(it.url))
    # A stream ends with the page that listens to it.
    opened.on(
        "requestfailed", lambda it: None if "/stream" in it.url else troubles.append(f"failed: {it.url}")
    )
    opened.on("console", lambda it: troubles.append(it.text) if it.type == "error" else None)
    opened.on("pageerror", lambda it: troubles.append(str(it)))
    opened.goto(address)
    yield opened
    context.close()
    assert troubles == []


@pytest.fixture
def now(page: Page, address: str) -> Page:
    page.goto(address.partition("/enter")[0] + "/")
    return page


def test_what_changed_since_yesterday_in_two_clicks(now: Page) -> None:
    now.get_by_role("link", name="Changes", exact=True).click()
    now.get_by_role("link", name="since yesterday").click()
    assert now.get_by_role("heading", level=1).inner_text().startswith("Changes since")
    assert now.get_by_text("DENIED BY Ireland").count() == 1


def test_what_changed_since_yesterday_by_keys(now: Page) -> None:
    now.keyboard.press("g")
    now.keyboard.press("c")
    now.wait_for_url("**/changes")
    now.keyboard.press("j")
    assert now.locator(".is-picked").count() == 1
    link = now.get_by_role("link", name="since yesterday")
    link.focus()
    now.keyboard.press("Enter")
    now.wait_for_url("**/changes?since=yesterday")


def test_how_many_were_killed_and_who_says_so_in_two_clicks(now: Page) -> None:
    now.get_by_role("link", name=STORY).first.click()
    table = now.get_by_role("table", name="dead: every number told")
    assert "Irish Coast Guard" in table.inner_text()
    table.get_by_role("link").first.click()
    assert now.locator("#here").inner_text().strip()


def test_how_many_were_killed_by_keys(now: Page) -> None:
    for _ in range(30):
        now.keyboard.press("j")
        if now.locator(".is-picked").inner_text().startswith(STORY):
            break
    now.keyboard.press("Enter")
    now.wait_for_url("**/stories/*")
    assert now.get_by_role("table", name="dead: every number told").is_visible()


def test_why_an_alert_fired_in_one_click_and_by_keys(now: Page) -> None:
    now.get_by_role("link", name="Why this alert fired").first.click()
    assert now.get_by_role("heading", name="Why it fired").is_visible()
    now.keyboard.press("g")
    now.keyboard.press("a")
    now.wait_for_url("**/alerts")
    now.keyboard.press("j")
    now.keyboard.press("Enter")
    now.wait_for_url("**/alerts/*")
    assert now.get_by_role("heading", name="Why it fired").is_visible()


def test_keys_are_shown_and_search_is_a_key_away(now: Page) -> None:
    now.keyboard.press("?")
    assert now.get_by_role("dialog", name="Keys").is_visible()
    now.keyboard.press("Escape")
    now.keyboard.press("/")
    now.keyboard.type("quota")
    now.keyboard.press("Enter")
    now.wait_for_url("**/search?words=quota")
    assert now.locator("main mark").count() > 3


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
    for path in ("", "changes", "search?words=quota", "sources", "situations/fishing"):
        now.goto(f"{base}{path}")
        assert now.evaluate(size)[0] <= 360, path
    now.set_viewport_size({"width": 1440, "height": 900})


def test_no_page_keeps_anybody_out(now: Page) -> None:
    base = now.url
    story = now.locator(".story h3 a").first.get_attribute("href") or ""
    alert = now.get_by_role("link", name="Why this alert fired").first.get_attribute("href") or ""
    report = now.locator('a[href^="/reports/"]').first.get_attribute("href") or ""
    now.goto(base.rstrip("/") + story)
    event = now.locator('a[href^="/events/"]').first.get_attribute("href") or ""
    paths = [
        "/",
        "/changes",
        "/alerts",
        "/ahead",
        "/situations",
        "/situations/fishing",
        "/search?words=quota",
    ]
    for path in (*paths, "/sources", story, report, event, alert):
        now.goto(base.rstrip("/") + path)
        now.evaluate(AXE)
        for scheme, only in (("light", {"type": "tag", "values": RULES}), ("dark", DARK)):
            now.emulate_media(color_scheme="light" if scheme == "light" else "dark")
            found = now.evaluate("only => axe.run(document, {runOnly: only})", only)["violations"]
            told = [f"{it['id']}: {it['nodes'][0]['html'][:200]}" for it in found]
            assert told == [], f"{path} {scheme}"
