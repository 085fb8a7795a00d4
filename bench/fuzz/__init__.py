"""Anything thrown at both doors, by everybody who can knock: nothing breaks, nothing is told back as it came."""
