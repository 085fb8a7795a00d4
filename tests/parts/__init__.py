"""Real parts for the tests: databases, Redis, a post office, a browser; found, started and stopped here."""
