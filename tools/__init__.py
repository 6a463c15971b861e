"""Build-time scripts: what bakes the packaged tables and writes the generated docs."""
