"""Letters that come by themselves, week after week: whoever gets one stops it with its own link, and takes it back.

The link is in the letter and in its header, where a mail program presses for its reader (RFC 8058).  It opens nothing
else, tells nothing, and serves for as long as the letter is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from hub import codes, mornings
from hub.models import DIGEST_HOUR, Company, Member, Prescriber
from hub.queries import NotFound
from hub.work import Work

Reader = Prescriber | Company | Member
"""A professional and their week, a company after its webinar, a member and the morning's digest."""

INITIALS: Mapping[type[Reader], str] = MappingProxyType({Prescriber: "p", Company: "e", Member: "m"})


def token_of(work: Work, reader: Reader) -> str:
    """What stands for this reader in the link of their letters."""
    name = f"{INITIALS[type(reader)]}{reader.id}"
    return f"{name}-{work.vault.letters_link(name, of_member=isinstance(reader, Member))}"


def reader_with(work: Work, token: str, *kinds: type[Reader]) -> Reader:
    """Whose link this is.  Raises NotFound for a link that we did not write, or whose reader was forgotten."""
    found = next((row for kind in kinds if (row := _row(work, kind, token))), None)
    if found is None or not codes.are_equal(token_of(work, found), token):
        raise NotFound("nobody's letters are stopped by this link")
    return found


def comes(reader: Reader) -> bool:
    """Whether the letter comes by itself."""
    if isinstance(reader, Member):
        return reader.digest_hour is not None
    return reader.letters_stopped_at is None


def stop(work: Work, reader: Reader) -> None:
    """Safe to call twice.  Raises LastReader where nobody else of the association would read its digest."""
    if not isinstance(reader, Member):
        reader.letters_stopped_at = reader.letters_stopped_at or work.now
    elif reader.digest_hour is not None:
        mornings.set_hour(work, reader, None)


def resume(work: Work, reader: Reader) -> None:
    """Safe to call twice."""
    if not isinstance(reader, Member):
        reader.letters_stopped_at = None
    elif reader.digest_hour is None:
        mornings.set_hour(work, reader, DIGEST_HOUR)


def _row(work: Work, kind: type[Reader], token: str) -> Reader | None:
    number = token.partition("-")[0].removeprefix(INITIALS[kind])
    if not (token.startswith(INITIALS[kind]) and number.isascii() and number.isdecimal()):
        return None
    row = cast("Reader | None", work.session.get(kind, int(number[:9])))
    return None if isinstance(row, Member) and (row.removed_at or row.association_id is None) else row
