"""What people and the clock decide: judgements, takedown, erasure and expiry, as acts in the log."""
