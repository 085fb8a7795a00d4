"""Programs killed while people register: what was acknowledged is there afterwards, once, and everybody is told."""
