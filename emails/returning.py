"""Taking back what comes back: read, done about what is to be done, and thrown away."""

from __future__ import annotations

import logging
from itertools import islice
from pathlib import Path

from emails import returned
from emails.returned import Back, Returned
from hub import returns
from hub.models import OutboxMessage
from hub.work import Hub, Work

MOST_AT_ONCE = 200
"""Messages of a folder in one sweep: somebody who floods it delays nothing else."""
NEW = ("new", "cur")
"""Where a Maildir holds what was delivered; what is being written is elsewhere."""

logger = logging.getLogger(__name__)


def take(hub: Hub, content: bytes, *, to: str = "") -> Back | None:
    """What it was, None when it answers no letter of ours.  Nothing of it is kept, whatever it was."""
    read = returned.read(content, to=to)
    with hub.begin() as work:
        message = _answered(work, read)
        if message is None:
            logger.info("something came back that answers no letter of ours")
            return None
        _do(work, message, read)
    logger.info("letter %d came back: %s %s", message.id, read.back, read.code)
    return read.back


def empty(hub: Hub, folder: Path) -> int:
    """Take all that was delivered to this Maildir, and delete it; answers how many there were.

    Never raises: whatever strangers send us, and whatever befell the folder, our own letters leave.
    """
    try:
        delivered = [path for name in NEW for path in sorted((folder / name).iterdir())]
    except OSError as error:
        logger.error("the folder of what comes back cannot be read: %s", type(error).__name__)
        return 0
    there = (path for path in delivered if path.is_file() and not path.is_symlink())
    return sum(_is_taken(hub, path) for path in islice(there, MOST_AT_ONCE))


def _is_taken(hub: Hub, path: Path) -> bool:
    """What could not be taken stays, for the next sweep."""
    try:
        with path.open("rb") as file:
            take(hub, file.read(returned.MOST_BYTES))
        path.unlink(missing_ok=True)
    except Exception as error:  # its message may hold what must not be logged
        logger.error("what came back stays: %s", type(error).__name__)
        return False
    return True


def _answered(work: Work, read: Returned) -> OutboxMessage | None:
    numbers = (work.vault.returned_message(word) for word in read.words)
    known = (work.session.get(OutboxMessage, number, with_for_update=True) for number in numbers if number)
    return next((message for message in known if message), None)


def _do(work: Work, message: OutboxMessage, read: Returned) -> None:
    match read.back:
        case Back.NOBODY_THERE:
            returns.nobody_there(work, message, read.code)
        case Back.NOT_NOW:
            returns.not_now(work, message, read.code)
        case Back.ROBOT:
            returns.by_robot(work, message)
        case Back.PERSON:
            returns.by_a_person(work, message)
        case Back.STILL_TRYING:
            pass  # its server goes on by itself
