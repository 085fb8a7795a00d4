"""Registering a young person whom one accompanies at work: what is asked, what is accepted, one page after another."""
