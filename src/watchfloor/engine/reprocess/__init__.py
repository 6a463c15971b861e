"""Everything kept, read again by a newer version: known from then on, the past as it was."""
