"""A local post office for one machine: it keeps every letter and shows it as its recipient would see it.

Letters hold names, so it listens on the loopback only, and its folder is private.
"""
