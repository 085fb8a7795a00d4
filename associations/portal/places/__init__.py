"""Our places: how many, for whom, where, and when nobody is there."""
