"""Renditions made ready ahead of the writer, in worker processes without the store: signature, findings."""
