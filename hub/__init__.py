"""The floor of the house: what a referral is and what happens to it.  It imports none of the rooms above it."""
