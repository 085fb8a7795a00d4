"""Several young people at once: a table to fill in, read in a cage, checked line by line, registered line by line."""
