"""Delivering: what the outbox holds is claimed, sent while nobody waits for the floor, and recorded."""
