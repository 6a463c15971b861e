"""Event mentions to events, and what the tellings of one event say against each other."""
