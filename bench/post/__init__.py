"""How fast letters leave, and what is left of them when whoever carries them is killed."""
