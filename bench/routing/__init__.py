"""How long a decision takes, ours and other ways of deciding the same, from 33 associations to 33,000."""
