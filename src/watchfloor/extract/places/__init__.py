"""Names that mean a place, and which place of that name is meant."""
