"""One module a format: bytes of that format to renditions, or to the items and records in it."""
