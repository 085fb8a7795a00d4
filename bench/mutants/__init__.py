"""Small mistakes put into the code that must not fail, one at a time: a test has to notice each of them."""

TABLES = "HUB_TESTS_TABLES"
"""The variable that tells a thousand runs of tests where an empty database lies, with its tables."""
