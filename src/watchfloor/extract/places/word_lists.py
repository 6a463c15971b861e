"""The word lists of `data/places/word_lists.tsv`, by their names."""

from watchfloor.tables import read_word_list


def place_words(name: str) -> frozenset[str]:
    """Return the words of a list; raise TableError where there is no such list."""
    return read_word_list("places/word_lists.tsv", name)
