"""What the doors show: the situation as of a moment, why something is so, what an answer rests on."""
