"""The company's form, the page it follows its request on, and the guide it may download."""
