"""Pages: each field from the best place, the body whole and alone, and nothing that a hostile page wants."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from watchfloor.errors import InputError
from watchfloor.exchange.wording import flags_words
from watchfloor.ingest.formats.page import read_page
from watchfloor.model import Rendition

ARRIVED = "2026-11-22T04:00:00Z"
BODY = (
    "The port authority closed the northern quay on Thursday after inspectors found cracks in two pillars.",
    "Director Mirela Osk said ships would be sent south “for as long as it takes to be certain”.",
    "The dockers' union asked for assurances that nobody would lose wages while the quay is repaired.",
)
PIECES = (
    *("<p>", "</p>", "<div>", "<ul><li>", "<script>", "<!--", "]]>", "&#0;", "\ud800", "<a href='", "word "),
    *("\x00", "<meta content=", "\u202e", BODY[0]),
)
PARAGRAPHS = "".join(f"<p>{words}</p>" for words in BODY)


def page(head: str = "", body: str = f"<article>{PARAGRAPHS}</article>") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


def read(html: str | bytes, url: str | None = None) -> Rendition:
    data = html if isinstance(html, bytes) else html.encode("utf-8", "surrogatepass")
    return read_page(data, where="page.html", path="page.html", url=url, arrived=ARRIVED)


def linked_data(**values: object) -> str:
    node = {"@type": "NewsArticle", **values}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_paragraphs_stay_apart_and_the_headline_out() -> None:
    rendition = read(page(body=f"<article><h1>Cracks close the northern quay</h1>{PARAGRAPHS}</article>"))
    assert rendition.text == "\n\n".join(BODY)
    assert tuple(span.of(rendition.text) for span in rendition.paragraphs) == BODY
    assert (rendition.title, rendition.title_from) == ("Cracks close the northern quay", "h1")


def test_statements_for_machines_come_first() -> None:
    head = linked_data(
        headline="Cracks close the northern quay",
        datePublished="2026-03-12T07:40:00+01:00",
        dateModified="2026-03-12T09:00:00+01:00",
        author=[
            {"@type": "Person", "name": "Tove Lindqvar"},
            {"@type": "Person", "name": "By Jo Lund | Editor"},
        ],
        publisher={"@type": "Organization", "name": "Kelvaan Courier"},
        articleSection="Harbour",
    )
    rendition = read(
        page(head + '<meta name="date" content="2020-01-01"><meta name="author" content="Admin">')
    )
    assert (rendition.published, rendition.published_from) == ("2026-03-12T06:40:00Z", "json-ld")
    assert rendition.modified == "2026-03-12T08:00:00Z"
    assert (rendition.byline, rendition.byline_from) == ("Tove Lindqvar, Jo Lund", "json-ld")
    assert (rendition.outlet, rendition.section) == ("Kelvaan Courier", "Harbour")


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<meta property="article:published_time" content="2026-03-12">', "", ("2026-03-12", "meta")),
        ("", '<span itemprop="datePublished" content="2026-03-12">', ("2026-03-12", "microdata")),
        ("", '<time datetime="2026-03-12T09:00">today</time>', ("2026-03-12", "time element")),
        ('<link rel="canonical" href="https://k.example/2026/03/12/quay">', "", ("2026-03-12", "url")),
        ("", "<div class='article-date'>12 March 2026</div>", ("2026-03-12", "visible text")),
        (
            "",
            "<script>var a = {'publishedAt': '2026-03-12T09:00:00Z'}</script>",
            ("2026-03-12T09:00:00Z", "page data"),
        ),
        ("", "", (None, None)),
    ],
)
def test_the_date_tells_where_it_came_from(
    head: str, body: str, expected: tuple[str | None, str | None]
) -> None:
    rendition = read(page(head, f"{body}<article>{PARAGRAPHS}</article>"))
    assert (rendition.published, rendition.published_from) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Cracks close quay | Kelvaan Courier", "Cracks close quay"),
        ("Cracks close quay - Kelvaan Courier", "Cracks close quay"),
        ("Cracks close quay - what we were told", "Cracks close quay - what we were told"),
    ],
)
def test_the_outlet_is_no_part_of_the_title(title: str, expected: str) -> None:
    site = '<meta property="og:site_name" content="Kelvaan Courier">'
    head = f'{site}<meta property="og:title" content="{title}">'
    assert read(page(head)).title == expected


def test_authors_by_reference_and_the_outlet_only_if_nobody_else() -> None:
    graph = {
        "@graph": [
            {"@type": "Article", "author": {"@id": "#p"}, "publisher": {"name": "Courier"}},
            {"@type": "Person", "@id": "#p", "givenName": "Tove", "familyName": "Lindqvar"},
        ]
    }
    head = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    assert read(page(head)).byline == "Tove Lindqvar"
    by_outlet = linked_data(
        author={"@type": "Organization", "name": "Courier"}, publisher={"name": "Courier"}
    )
    assert read(page(by_outlet)).byline == "Courier"
    assert (
        read(page(by_outlet, f"<article><p class=byline>By Jo Lund</p>{PARAGRAPHS}</article>")).byline
        == "Jo Lund"
    )


def test_a_shown_standfirst_is_in_the_text_but_no_paragraph() -> None:
    standfirst = "Ships are sent south while two cracked pillars of the northern quay are repaired."
    head = f'<meta name="description" content="{standfirst}">'
    rendition = read(page(head, f"<header><p>{standfirst}</p></header><article>{PARAGRAPHS}</article>"))
    assert rendition.standfirst_span is not None
    assert rendition.standfirst_span.of(rendition.text) == standfirst
    assert tuple(span.of(rendition.text) for span in rendition.paragraphs) == BODY


@pytest.mark.parametrize(
    "frame",
    [
        "<ul><li><a href='/a'>Ferries cut</a></li><li><a href='/b'>Mayor promises bridge</a></li></ul>",
        "<figure><figcaption>A crane on the quay. Photo: L. Winkler</figcaption></figure>",
        "<p>Read more: Ten years of delays at the port</p>",
        "<p><a href='/x'>Why the port has been late for ten years in a row</a></p>",
        "<div class='fact-box'><p>The quay was built in 1961 and has forty berths in three rows.</p></div>",
        "<aside><p>Sign up for our newsletter to get the news of the port every morning at six.</p></aside>",
        "<p>Lesen Sie auch: Zehn Jahre Verspätung im Hafen</p>",
        "<script>document.write('<p>written</p>')</script>",
    ],
)
def test_what_frames_an_article_is_left_out(frame: str) -> None:
    body = f"<article>{PARAGRAPHS}{frame}<p>Repairs will last until autumn, the authority said.</p></article>"
    assert read(page(body=body)).text == "\n\n".join(
        (*BODY, "Repairs will last until autumn, the authority said.")
    )


def test_an_article_that_is_only_data_is_read_and_flagged() -> None:
    state = json.dumps({"story": {"body": PARAGRAPHS * 2}, "rest": "x" * 3000}).replace("<", "\\u003c")
    rendition = read(page(body=f"<div id=app></div><script>window.state = {state}</script>"))
    assert rendition.text.startswith(BODY[0])
    assert flags_words(rendition.flags) == ["body read from the page's data, not from its text"]


def test_a_wire_credit_is_read() -> None:
    wired = PARAGRAPHS.replace("<p>The port", "<p>KELVAAN (Reuters) - The port")
    rendition = read(page(body=f"<article>{wired}</article>"))
    assert rendition.credit == "Reuters"
    assert rendition.paragraphs[0].of(rendition.text) == "KELVAAN (Reuters) -"


def test_the_declared_encoding_is_used() -> None:
    html = page().replace("utf-8", "windows-1252").encode("cp1252")
    assert "“for as long" in read(html).text


def test_the_canonical_address_loses_trackers() -> None:
    head = '<link rel="canonical" href="https://k.example/news/quay?utm_source=mail">'
    assert read(page(head)).url == "https://k.example/news/quay"


def test_scripts_never_reach_a_field() -> None:
    head = (
        '<meta property="og:title" content="Quay &lt;script&gt;alert(1)&lt;/script&gt; closes tonight">'
        '<link rel="canonical" href="javascript:alert(1)">'
        '<meta name="author" content="<img src=x onerror=alert(1)>Jo Lund">'
    )
    rendition = read(page(head))
    assert rendition.title == "Quay closes tonight"
    assert rendition.url is None
    assert rendition.byline == "Jo Lund"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<html><body><nav>Home</nav></body></html>", "no running text"),
        (
            page(body="<p>Please enable JavaScript to continue and complete the captcha below.</p>"),
            "proof of a human",
        ),
        (page(body="<p>" + "word " * 2_000_000 + "</p>"), "millions of words"),
        (page(body="<p>x" * 100_000), "more than 50,000 elements"),
    ],
)
def test_no_article_is_a_reason(html: str, reason: str) -> None:
    with pytest.raises(InputError, match=f"page.html: .*{reason}"):
        read(html)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 300 + PARAGRAPHS + "</div>" * 300,
        "<div>" * 50_000 + PARAGRAPHS + "</div>" * 50_000,
        "<b>" * 100_000 + PARAGRAPHS,
        "<table><tr><td>" * 2_000 + PARAGRAPHS,
        f"<p data-x='{'a' * 5_000_000}'>x</p>{PARAGRAPHS}",
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + f">x</p>{PARAGRAPHS}",
        "<script>" + '"\\' * 200_000 + f"</script>{PARAGRAPHS}",
    ],
    ids=["300 deep", "50,000 deep", "unclosed", "tables", "attribute", "attributes", "script"],
)
def test_hostile_markup_costs_seconds_and_no_text(html: str) -> None:
    started = time.process_time()
    rendition = read(f"<html><body>{html}</body></html>")
    assert time.process_time() - started < 5
    assert all(words in " ".join(rendition.text.split()) for words in BODY)


REFUSED = (
    "\x01",
    "\x08",
    "\x0b",
    "\x0c",
    "\x0e",
    "\x1b",
    "\x1f",
    "\ufffe",
    "\uffff",
    "&#11;",
    "&#x1B;",
    "&#00012;",
)


@pytest.mark.parametrize(
    "place", ["<h1>Quay{}closed</h1>", "<p>Port,{}news.</p>", "<footer>Imprint{}of us</footer>"]
)
@pytest.mark.parametrize("character", REFUSED)
def test_a_character_that_xml_refuses_is_a_space_and_costs_no_text(character: str, place: str) -> None:
    short = f"<p>{BODY[0]}</p><p>{BODY[1].replace(' would ', f'{character}would ')}</p>"
    rendition = read(page(body=f"{place.format(character)}<article>{short}</article>"))
    assert " ".join(rendition.text.split()).endswith(f"{BODY[0]} {BODY[1]}")


def test_flattening_is_flagged() -> None:
    rendition = read(f"<html><body>{'<div>' * 300}{PARAGRAPHS}</body></html>")
    assert flags_words(rendition.flags) == ["nested deeper than 200 elements: flattened"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_markup_gives_a_rendition_or_a_reason(parts: list[str]) -> None:
    try:
        rendition = read("<html><body>" + "".join(parts))
    except InputError:
        return
    assert all(0 <= span.start < span.end <= len(rendition.text) for span in rendition.paragraphs)
    rendition.text.encode("utf-8")
