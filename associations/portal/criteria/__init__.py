"""Our criteria: whom an association takes, where and how; what a change would do; what it said before."""
