"""The public door: the pages, the intake forms, and the page where a person follows their referral."""
