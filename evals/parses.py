"""Parses kept between scoring runs, so that work on the finders does not wait for the parser."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from spacy.tokens import DocBin

from watchfloor.extract.article import Article, Context, Paragraph, Parser, grouped, readable
from watchfloor.extract.lang.en.mending import mend
from watchfloor.model import Span

CACHE = Path(__file__).parent.parent / ".cache" / "parses"


class CachedParser(Parser):
    """A parser that keeps its Docs on disk, by the digest of the paragraphs.

    For measuring only: no memory zone, so the vocabulary grows. Delete `.cache/parses` after a change of
    model or of paragraph splitting.
    """

    @contextmanager
    def parse(
        self, text: str, paragraphs: Sequence[Span] | None = None, *, context: Context | None = None
    ) -> Iterator[Article]:
        """Return the parse of `text`, from the disk where it was parsed before."""
        spans = readable(text, paragraphs)
        key = hashlib.sha256(repr((text, spans)).encode("utf-8", "surrogatepass")).hexdigest()[:24]
        path = CACHE / f"{key}.spacy"
        if path.exists():
            docs = list(DocBin().from_disk(path).get_docs(self.nlp.vocab))
        else:
            docs = list(self.nlp.pipe([grouped(span.of(text)) for span in spans], batch_size=16))
            CACHE.mkdir(parents=True, exist_ok=True)
            DocBin(docs=docs, store_user_data=False).to_disk(path)
        parsed = tuple(
            Paragraph(mend(doc), span.start, span.of(text)) for doc, span in zip(docs, spans, strict=True)
        )
        yield Article(text, parsed, context or Context())
