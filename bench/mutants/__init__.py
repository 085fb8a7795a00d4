"""Small mistakes put into the code that must not fail, one at a time: a test has to notice each of them."""
