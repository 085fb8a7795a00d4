"""A year with a still clock: who comes, what they do, what the hub writes to them, and whether it was all true."""
