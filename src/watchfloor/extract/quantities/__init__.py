"""Numbers with their units, what they count, and what became of the counted."""
