"""The word lists of `data/actors/word_lists.tsv`, by their names."""

from watchfloor.tables import read_word_list


def actor_words(name: str) -> frozenset[str]:
    """Return the words of a list; raise TableError where there is no such list."""
    return read_word_list("actors/word_lists.tsv", name)
