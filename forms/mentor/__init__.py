"""The form of those who want to become mentors: who they are, where, what they offer, and how to reach them."""
