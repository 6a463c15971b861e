"""One page to one article: its body, title, dates, authors, each with the place it was read in."""
