"""Three machines in one: each has a network of its own, its doors and its worker; one is killed, one is cut off."""
