"""The article's paragraphs in a page: trafilatura's choice, mended by where the paragraphs stand.

Its choice is right about the article as a whole. What it gets wrong stands at the edges: the headline again,
captions, lists of links, invitations (all left out here), and paragraphs beside those it took (put back).
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from configparser import ConfigParser
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from lxml.html import HtmlElement

from watchfloor.ingest.credits import credit_in
from watchfloor.ingest.page.frame import (
    KnownOfPage,
    is_boilerplate,
    letters_of,
    without_frame,
)
from watchfloor.ingest.page.standfirst import is_restated
from watchfloor.ingest.page.structured import plain
from watchfloor.telling import is_narrated, tells_something

_TEXT_BLOCKS = ("p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "dd", "dt", "pre")
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_WRAPPERS = ("div", "td", "section", "span")
_BLOCKS = (*_TEXT_BLOCKS, *_WRAPPERS)
_MAIN_SHARE = 0.8  # of the chosen words stand in the element that we call the article's
_SURE_SHARE = 0.93  # of them must stand there before what comes behind it is left out
_LIST_LINKED = 0.6  # of a list's words are links in a menu or a list of what else there is to read
_ENOUGH = 0.4  # of the characters of a page's longer paragraphs: fewer chosen ask for a second opinion
_LONGER = 80  # characters
_SHORTEST_BODY = 300
_SHORTEST_WEIGHED = 150  # characters of chosen lines: fewer do not tell which element is the article's
_SHORTEST_BRIEF = 60
_MOST_OF_BRIEF = 0.6  # of a page's words: then its paragraphs are worth more than all of its words
_CREDIT_LINES = 6  # at the end, among which a credit stands
_LAYOUT_CELL = 250  # characters: a cell with so much text holds no datum, the table lays out the page
_LONGEST_LEAD = 700  # characters
_LEAD = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|leadin|preamble|ingress|intro|standfirst|dek|deck|sub-?(?:title|line|head(?:line)?)"
    r"|summary|vorspann|chapo|chapeau|entradilla|bajada|copete|sommario|occhiello|perex|manchet|excerpt|abstract"
    r"|description|synopsis|spot|sapo)(?:$|[\s_-])",
    re.I,
)
_JOINERS = re.compile("[\u200c\u200d]")
_SHORTEST_SUMMARY = 24  # letters
_MOST_BOXED = 0.25  # of the chosen words may stand in boxes that are left out
_SHORTEST_ADDED = 60  # characters of a paragraph that is put back, unless it is a sentence that narrates
_MOST_LINKED = 0.5  # of a paragraph's characters may be links
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:caption|credit|related|promo|newsletter|share|social|comments?|author|bio|byline|teaser|recirc"
    r"|recommend\w*|paywall|subscri\w*|advert\w*|ad|ads|sidebar|footer|nav|menu|breadcrumbs?|tags?|cookie|modal|popup"
    r"|more|signup|sign-up|disclaimer|copyright)(?:$|[\s_-])",
    re.I,
)
_BOX = re.compile(
    r"(?:^|[\s_-])(?:info-?box|fact-?box|fakten-?box|expandable(?:-box)?|images?|caption|collections?|cta|newsletter|promo"
    r"|related|recommend\w*|author-?bio|biography|bio|teaser|more-on|read-?more|pull-?quote|excerpt|disclaimer|signup|sign-up)(?:$|[\s_-])",
    re.I,
)
_ASIDE_ELEMENTS = frozenset(("aside", "nav", "footer", "form", "figure", "figcaption", "button", "header"))
_PROMPT = re.compile(  # asks for money, an address or consent
    r"(?:^|[\s_-])(?:donat(?:e|ion)s?|paywall[_-]+(?:offer|prompt|message|box|modal|cta|banner)|regwall|subscribe"
    r"|subscription[_-](?:box|offer|prompt|cta)|newsletter|sponsor\w*|sponzor|abo-?(?:box|teaser|hinweis)|consent|didomi"
    r"|onetrust|cookies?|up-next|most-?read|jp-relatedposts|sharedaddy)(?:$|[\s_-])",
    re.I,
)
_PRUNED = "//figcaption | //button | //noscript | //script | //style | //svg"


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of an article in order; `standfirst` is the index of the one that is its summary.

    `credit` names the agencies that a line near the end credits.
    """

    paragraphs: tuple[str, ...]
    standfirst: int | None = None
    credit: str | None = None


def read_body(
    tree: HtmlElement,
    *,
    title: str | None,
    summary: str | None,
    byline: str | None = None,
    outlet: str | None = None,
) -> Body:
    """Return the paragraphs of the page's article, without its headline; `tree` is used up."""
    headings = {letters_of(plain(h1.text_content())) for h1 in tree.iter("h1")} | {
        letters_of(title or ""),
        letters_of(outlet or ""),
    }
    names = tuple(name.strip() for name in (byline or "").split(",") if name.strip())
    known = KnownOfPage(headings=headings, names=names, language=(tree.get("lang") or "")[:2].lower())
    _prune(tree)
    lines = _extract(tree)
    blocks = _Blocks(tree, headings)
    lines = _mended(lines, blocks)
    kept = [blocks.exactly(line) for line in without_frame(lines, known)]
    around = [*reversed(lines[-_CREDIT_LINES:]), *lines[:2]]
    credit = next((found for line in around if (found := credit_in(line))), None)
    return replace(_with_standfirst(kept, blocks, summary), credit=credit)


def _extract(tree: HtmlElement) -> list[str]:
    """Return the lines that trafilatura chooses; its second opinion only where the first takes little.

    Measured on 207 pages: the first alone is as good as both but for two pages, and a third quicker.
    """
    lines = _choose(tree, fast=True)
    taken = sum(map(len, lines))
    offered = sum(length for p in tree.iter("p") if (length := _length(p)) > _LONGER)
    if taken > _ENOUGH * offered and taken > _SHORTEST_BODY:
        return lines
    lines = max(lines, _choose(tree, fast=False), key=lambda found: sum(map(len, found)))
    if len(lines) > 1 and sum(map(len, lines)) > _SHORTEST_BODY:
        return lines
    brief = _choose(tree, fast=True, shortest=_SHORTEST_BRIEF)
    return brief if sum(map(len, brief)) > _MOST_OF_BRIEF * sum(map(len, lines)) else lines


def _choose(tree: HtmlElement, *, fast: bool, shortest: int | None = None) -> list[str]:
    import trafilatura  # noqa: PLC0415 - it takes a second to load, only pages need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it finds empty, we tell ourselves
    document = trafilatura.bare_extraction(
        tree,
        fast=fast,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
        deduplicate=False,
        config=_settings(shortest),
    )
    text = getattr(document, "text", None) or ""
    return [line for row in text.split("\n") if (line := _without_bars(row.strip()))]


@cache
def _settings(shortest: int | None) -> ConfigParser:
    """Return trafilatura's settings; below `shortest` characters it takes all text of a page as one line."""
    from trafilatura.settings import use_config  # noqa: PLC0415

    settings = use_config()
    if shortest is not None:
        settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(shortest))
    return settings


def _without_bars(line: str) -> str:
    """Return a row of a table without the bars at its edges, nothing for the rule below its head."""
    if not line.startswith("|"):
        return line
    return "" if not line.strip("|-: ") else line.strip("| ")


def _prune(tree: HtmlElement) -> None:
    for element in tree.xpath(_PRUNED):
        element.drop_tree()
    for element in [*tree.iter("ruby", "rb", "rt", "rp")]:  # readings of signs, which break paragraphs up
        element.drop_tag()
    for table in [*tree.iter("table")]:
        if _lays_out(table):
            for element in [table, *table.iter("tbody", "tr", "td")]:
                element.tag = "div"
                if _is_link_column(element):
                    element.drop_tree()
    for items in [*tree.iter("ul"), *tree.iter("ol")]:
        if _is_link_list(items):
            items.drop_tree()


def _lays_out(table: HtmlElement) -> bool:
    """Tell whether a table lays out the page: a cell holds other tables, or running text in several lines."""
    if table.find(".//table") is not None:
        return True
    return any(
        (_length(td) > _LAYOUT_CELL and td.find(".//br") is not None) or len(td.findall("p")) > 1
        for td in table.iter("td")
    )


def _is_link_column(cell: HtmlElement) -> bool:
    """Tell whether a cell of a page laid out by tables holds a menu."""
    links = [a for a in cell.iter("a") if a.text_content().strip()]
    return (
        len(links) > 1
        and cell.getparent() is not None
        and sum(map(_length, links)) > _LIST_LINKED * _length(cell)
    )


def _is_link_list(items: HtmlElement) -> bool:
    """Tell whether a list holds nothing but links: a menu or what else there is to read."""
    if items.getparent() is None:
        return False
    entries = [item for item in items if item.tag == "li"]
    texts = [_length(item) for item in entries]
    linked = [sum(_length(a) for a in item.iter("a")) for item in entries]
    return len(entries) > 1 and sum(texts) > 0 and sum(linked) > _LIST_LINKED * sum(texts)


def _is_part_or_wrapper(element: HtmlElement) -> bool:
    """Tell whether an element is only a part of a line, or only holds the blocks that are the text."""
    if element.tag in _WRAPPERS and any(child.tag in _TEXT_BLOCKS for child in element):
        return True
    parent = element.getparent()
    return element.tag == "span" and parent is not None and parent.tag in _TEXT_BLOCKS


class _Blocks:
    """The elements of a page that hold running text, by their letters, in document order."""

    def __init__(self, tree: HtmlElement, headings: Collection[str]) -> None:
        self.tree = tree
        self.order: dict[HtmlElement, int] = {}
        self.by_letters: dict[str, HtmlElement] = {}
        self.elements: list[HtmlElement] = []
        self.joined = False
        self.heading: int | None = None
        for number, element in enumerate(tree.iter(*_BLOCKS, "h1")):
            self.order[element] = number
            if element.tag == "h1":
                self.heading = number if letters_of(element.text_content()) in headings else self.heading
                continue
            if not _is_part_or_wrapper(element):
                self._take(element)

    def _take(self, element: HtmlElement) -> None:
        text = element.text_content()
        letters = letters_of(text)
        self.joined = self.joined or (not text.isascii() and _JOINERS.search(text) is not None)
        if letters:
            self.by_letters.setdefault(letters, element)
        if element.tag == "p" and letters:
            self.elements.append(element)

    def exactly(self, line: str) -> str:
        """Return `line` with the joiners of Persian and Indic words, which the extractor drops."""
        element = self.find(line) if self.joined else None
        if element is None:
            return line
        text = element.text_content()
        return plain(text) if _JOINERS.search(text) else line

    def find(self, line: str) -> HtmlElement | None:
        """Return the element whose text `line` is."""
        return self.by_letters.get(letters_of(line.removeprefix("- ")))


def _mended(lines: Sequence[str], blocks: _Blocks) -> list[str]:
    """Return `lines` without those behind the article's element, with the paragraphs beside them."""
    found = [blocks.find(line) for line in lines]
    main = _main_element(lines, found)
    if main is None:
        return list(lines)
    inside = set(main.iter())
    kept = _without_strays(lines, found, blocks, main, inside)
    have = {letters_of(line.removeprefix("- ")) for line in lines}
    everything = "".join(letters_of(line.removeprefix("- ")) for line in lines)
    kin = _kin(element for element in found if element in inside)
    above = {main, *main.iterancestors(), *_holders(found)}
    added = [
        (float(blocks.order[element]), text)
        for element in blocks.elements
        if (element in inside or _kind(element) in kin)
        and (text := _missing(element, above, have, everything))
    ]
    added += _headings_beside(found, blocks, inside, have)
    ordered = [line for _, line in sorted([*kept, *added], key=lambda item: item[0])]
    lead = _lead(found, blocks, above, have, everything)
    return [lead, *ordered] if lead and not is_restated(lead, " ".join(ordered[:5])) else ordered


def _headings_beside(
    found: Sequence[HtmlElement | None], blocks: _Blocks, inside: set[HtmlElement], have: set[str]
) -> list[tuple[float, str]]:
    """Return headings with their places that were passed over, though others of their kind were chosen."""
    chosen = {element for element in found if element is not None}
    kinds = {(e.tag, _kind(e)) for e in chosen if e.tag in _HEADINGS and e in inside}
    added = []
    for letters, element in blocks.by_letters.items():
        if element in chosen or element not in inside or (element.tag, _kind(element)) not in kinds:
            continue
        following = element.getnext()
        words = plain(element.text_content())
        if (
            following is not None
            and following in chosen
            and letters not in have
            and not is_boilerplate(words)
        ):
            added.append((float(blocks.order[element]), words))
    return added


def _left_out(weights: Mapping[HtmlElement, int], main: HtmlElement, *, most: float) -> set[HtmlElement]:
    """Return the boxes, unless they hold more characters than `most`, and the prompts, unless all are."""
    boxed = {element for element in weights if _is_boxed(element, main)}
    prompts = {element for element in weights if _is_prompt(element)}
    return (boxed if sum(weights[it] for it in boxed) <= most else set()) | (
        prompts if len(prompts) < len(weights) else set()
    )


def _weights(lines: Sequence[str], found: Sequence[HtmlElement | None]) -> Counter[HtmlElement]:
    """Return how many characters of the lines each element holds."""
    weights = Counter[HtmlElement]()
    for line, element in zip(lines, found, strict=True):
        if element is not None:
            weights[element] += len(line)
    return weights


def _without_strays(
    lines: Sequence[str],
    found: Sequence[HtmlElement | None],
    blocks: _Blocks,
    main: HtmlElement,
    inside: set[HtmlElement],
) -> list[tuple[float, str]]:
    """Return the lines with their places, without boxes, prompts, links and what follows the article."""
    weights = _weights(lines, found)
    certain = sum(n for e, n in weights.items() if e in inside) > _SURE_SHARE * weights.total()
    last = max((blocks.order[e] for e in inside if e in blocks.order), default=0)
    left_out = _left_out(weights, main, most=_MOST_BOXED * sum(map(len, lines)))
    kept: list[tuple[float, str]] = []
    position = -1.0
    for line, element in zip(lines, found, strict=True):
        if element is not None:
            behind = certain and element not in inside and blocks.order[element] > last
            if behind or element in left_out or _is_link(element):
                continue
            own = float(blocks.order[element])
            position = own if element in inside else max(position, own)
        kept.append((position, line))
    return kept


def _holders(found: Iterable[HtmlElement | None]) -> set[HtmlElement]:
    """Return the elements around several chosen blocks: whatever they are called, they hold the text."""
    parents = Counter(element.getparent() for element in found if element is not None)
    return {a for e, n in parents.items() if n > 2 and e is not None for a in (e, *e.iterancestors())}


def _lead(
    found: Sequence[HtmlElement | None],
    blocks: _Blocks,
    above: set[HtmlElement],
    have: set[str],
    everything: str,
) -> str | None:
    """Return the lead between the headline and the chosen text: extractors take it for the frame's."""
    first = min((blocks.order[e] for e in found if e is not None), default=0)
    if blocks.heading is None or first <= blocks.heading:
        return None
    between = (e for e in blocks.by_letters.values() if blocks.heading < blocks.order[e] < first)
    for element in sorted(between, key=blocks.order.__getitem__):
        around = (element, *islice(element.iterancestors(), 2))
        if any(_LEAD.search(f"{e.get('class') or ''} {e.get('itemprop') or ''}") for e in around):
            text = _missing(element, above, have, everything)
            if text and len(text) < _LONGEST_LEAD:
                return text
    return None


def _is_boxed(element: HtmlElement, main: HtmlElement) -> bool:
    """Tell whether a block stands in a box within the article: a fact box, a caption, a teaser."""
    for ancestor in element.iterancestors():
        if ancestor is main:
            return False
        if ancestor.tag == "aside" or _BOX.search(ancestor.get("class") or ""):
            return True
    return False


def _is_prompt(element: HtmlElement) -> bool:
    """Tell whether a block stands in what asks the reader for money, an address or consent."""
    return any(
        _PROMPT.search(words)
        for ancestor in element.iterancestors("div", "section", "aside", "form")
        if len(words := f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}") > 1
    )


def _is_link(element: HtmlElement) -> bool:
    """Tell whether a block is nothing but a link to something else."""
    length = _length(element)
    if length > 250 or _is_sentence(element):
        return False
    if any(ancestor.tag == "a" for ancestor in element.iterancestors()):
        return True
    return sum(_length(a) for a in element.iter("a")) > 0.9 * length


def _is_sentence(element: HtmlElement) -> bool:
    """Tell whether a paragraph is a sentence that tells something, though all of it is one link."""
    words = plain(element.text_content())
    tells = tells_something if len(words) > _SHORTEST_ADDED else is_narrated
    return element.tag == "p" and tells(words) and not is_boilerplate(words)


def _length(element: HtmlElement) -> int:
    return len(element.text_content().strip())


def _main_element(lines: Sequence[str], found: Sequence[HtmlElement | None]) -> HtmlElement | None:
    """Return the deepest element that holds most of the chosen words."""
    weights: Counter[HtmlElement] = Counter()
    total = 0
    for line, element in zip(lines, found, strict=True):
        if element is None:
            continue
        total += len(line)
        for ancestor in element.iterancestors():
            weights[ancestor] += len(line)
    wide = [element for element, weight in weights.items() if weight >= _MAIN_SHARE * total]
    return (
        max(wide, key=lambda e: sum(1 for _ in e.iterancestors()), default=None)
        if total > _SHORTEST_WEIGHED
        else None
    )


def _kind(element: HtmlElement) -> tuple[str, str, str]:
    """Return how a block is marked: its class, and its parent's tag and first class."""
    parent = element.getparent()
    if parent is None:
        return (element.get("class") or "", "", "")
    return (element.get("class") or "", parent.tag, (parent.get("class") or "").split(" ")[0])


def _kin(elements: Iterable[HtmlElement | None]) -> set[tuple[str, str, str]]:
    """Return the markings that several of the chosen paragraphs share: they tell others in split bodies."""
    kinds = Counter(_kind(element) for element in elements if element is not None and element.tag == "p")
    return {kind for kind, count in kinds.items() if count > 2 and kind[2]}


def _missing(element: HtmlElement, above: set[HtmlElement], have: set[str], everything: str) -> str | None:
    """Return the text of a paragraph inside the article's element that was not chosen but belongs there."""
    text = plain(element.text_content())
    letters = letters_of(text)
    too_short = len(text) < _SHORTEST_ADDED and not is_narrated(text)
    if too_short or letters in have or letters[:80] in everything or is_boilerplate(text):
        return None
    linked = sum(_length(a) for a in element.iter("a"))
    if linked > _MOST_LINKED * len(text) and not _is_sentence(element):
        return None
    for ancestor in element.iterancestors():
        if ancestor in above:
            return text
        words = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"
        if ancestor.tag in _ASIDE_ELEMENTS or _ASIDE.search(words):
            return None
    return None


def _with_standfirst(lines: list[str], blocks: _Blocks, summary: str | None) -> Body:
    """Return the body with its standfirst first, if the page shows the summary that it states.

    A summary that the body does not tell again, or that is the sibling of its paragraphs, is their first.
    """
    letters = letters_of(summary or "")
    if len(letters) <= _SHORTEST_SUMMARY:
        return Body(tuple(lines))
    index = next((i for i, line in enumerate(lines[:2]) if letters_of(line) == letters), None)
    if index is None:
        shown = blocks.by_letters.get(letters)
        if shown is None or any(letters[:80] in letters_of(line) for line in lines):
            return Body(tuple(lines))
        index, lines = 0, [plain(shown.text_content()), *lines]
    following = lines[index + 1 : index + 6]
    is_lead = _stands_among(blocks.find(lines[index]), [blocks.find(line) for line in following])
    if is_lead or not is_restated(lines[index], " ".join(following)):
        return Body(tuple(lines))
    return Body(tuple(lines), index)


def _stands_among(element: HtmlElement | None, others: Sequence[HtmlElement | None]) -> bool:
    """Tell whether a paragraph is a sibling of others: then it opens the body, and the summary repeats it."""
    if element is None:
        return True
    return any(
        other is not None
        and other is not element
        and other.getparent() is element.getparent()
        and (other.tag, other.get("class")) == (element.tag, element.get("class"))
        for other in others
    )
