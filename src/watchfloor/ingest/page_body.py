"""The article's paragraphs in a page: trafilatura's, checked line by line."""

from __future__ import annotations

from lxml.html import HtmlElement


def read_paragraphs(tree: HtmlElement) -> list[str]:
    """Return the paragraphs of the page's article in order, without its headline."""
    import trafilatura  # noqa: PLC0415 - it takes a second to load, only pages need it

    document = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=False, with_metadata=False, deduplicate=False
    )
    text = getattr(document, "text", None) or ""
    return [line.strip() for line in text.split("\n") if line.strip()]
