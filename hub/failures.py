"""What a log may tell of a failure: its kind always, its words never, save those of a connection that was not made."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError


def kind_of(error: Exception) -> str:
    """The name of its class.  Where no connection to the database could be made, the driver's words too.

    They name a host, an account or a file; there was no statement yet, hence nobody's row.
    """
    if isinstance(error, DBAPIError) and error.statement is None and not _is_of_the_server(error):
        return f"{type(error).__name__} ({' '.join(str(error.orig).split())})"
    return type(error).__name__


def _is_of_the_server(error: DBAPIError) -> bool:
    """It refused what was asked, a commit perhaps, and may quote a value."""
    return getattr(error.orig, "sqlstate", None) is not None
