"""Faults of whole kinds, as public bug reports of readers and coders tell them, tried on invented inputs."""
