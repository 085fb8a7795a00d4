"""The partners' door: the directory of members, their portal, and the network's desk."""
