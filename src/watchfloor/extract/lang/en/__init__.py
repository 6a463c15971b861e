"""English: how its parse becomes the clauses that the coders read."""
