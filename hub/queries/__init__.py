"""Every question asked of the database."""
