"""One's own account: what one proves who one is with, the sessions that are open, who signed in."""
