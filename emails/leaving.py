"""How a letter that comes by itself is stopped: by its own link, in its last line and in its header."""

from __future__ import annotations

from emails.recipients import NothingToSay
from hub import subscriptions
from hub.models import Member
from hub.work import Work


def link(work: Work, reader: subscriptions.Reader, door: str) -> str:
    """To a page with a button, at this door.  Raises NothingToSay to whoever pressed it meanwhile.

    To a member it is said nonetheless: where nobody reads an association's digest any more, everybody does.
    """
    if not (subscriptions.comes(reader) or isinstance(reader, Member)):
        raise NothingToSay("this letter is no longer wanted")
    return f"{door}/courriels/{subscriptions.token_of(work, reader)}"
