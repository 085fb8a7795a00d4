"""A person's own page: behind a code typed from a letter, what the hub knows of them, to read, change or erase."""
