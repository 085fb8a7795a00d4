"""What an association says of itself: whom it serves, where and how.  It changes, confirms and takes back its word.

Each word is a version of its entry, kept with who said it; the last is in force from the next decision on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub import journal, queries
from hub.entry_changes import NOT_CRITERIA, Path, changed, merged
from hub.journal import Act
from hub.models import Association, EntryDeed, EntryVersion, FiledEntry, Member, Offer
from hub.wording import N_
from hub.work import Work

Plain = Mapping[str, Any]

ASKED_TO_MEND_FROM = 3
"""So many cards declined as « not our public » or « outside our area » say that the criteria do not."""
DECLINES_SHOWN = 10


class NothingChanges(ValueError):
    """What is said is what stands."""

    def __init__(self) -> None:
        super().__init__(N_("Rien ne change : c’est ce que disent déjà vos critères."))


class SaidMeanwhile(ValueError):
    """Somebody else said something of the same since it was read."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Un collègue a changé ces mêmes critères pendant ce temps. Relisez, puis enregistrez à nouveau."
            )
        )


def begin(work: Work, association: Association, *, by: Member | None) -> None:
    """The first version of an entry: its file's, or what somebody of the desk wrote."""
    entry = association.profile
    first = EntryVersion(
        association=association, number=1, deed=EntryDeed.LOADED, said_at=work.now, by=by, entry=entry
    )
    work.session.add(first)
    if by is None:
        work.session.add(FiledEntry(association=association, entry=entry, read_at=work.now))


def change(work: Work, association: Association, said: Plain, by: Member, *, seen: Plain) -> EntryVersion:
    """From ``seen``, the entry as the member read it, to ``said``; what others changed elsewhere meanwhile stays.

    Raises :class:`NothingChanges`, or :class:`SaidMeanwhile` where both changed the same.
    """
    standing = queries.criteria.hold_association(work.session, association.id).profile
    if not changed(seen, said):
        raise NothingChanges
    mine = merged(base=seen, standing=standing, file=said)
    if mine.kept:
        raise SaidMeanwhile
    version = say(work, association, mine.entry, EntryDeed.CHANGED, by=by)
    note(work, Act.CRITERIA_CHANGED, version)
    return version


def confirm(work: Work, association: Association, by: Member) -> EntryVersion:
    """All of it is right, says the association: its page is no longer « to be confirmed »."""
    queries.criteria.hold_association(work.session, association.id)
    version = say(work, association, {**association.profile, "verified": True}, EntryDeed.CONFIRMED, by=by)
    note(work, Act.CRITERIA_CONFIRMED, version)
    return version


def return_to(work: Work, association: Association, former: EntryVersion, by: Member) -> EntryVersion:
    """Say again what a former version said, but for the places, which have a life of their own.

    Whether the entry is confirmed does not change.  Raises :class:`NothingChanges`.
    """
    queries.criteria.hold_association(work.session, association.id)
    again = as_it_would_be(association, former)
    if not changed(association.profile, again):
        raise NothingChanges
    version = say(work, association, again, EntryDeed.RETURNED, by=by, returned_to=former.number)
    note(work, Act.CRITERIA_CHANGED, version, returned_to=former.number)
    return version


def as_it_would_be(association: Association, former: EntryVersion) -> dict[str, Any]:
    """The entry, if the association returned to this version."""
    kept = {name for (name, *_) in NOT_CRITERIA} | {"verified"}
    return {**former.entry, **{name: association.profile[name] for name in kept}}


def load(work: Work, association: Association, file: Plain) -> tuple[bool, tuple[Path, ...]]:
    """Bring in what changed in the association's file since it was last loaded; what it never said itself.

    Whether anything changed, and which of the file's news were left aside, the association having said otherwise.
    """
    filed = queries.criteria.filed_entry(work.session, association.id)
    base = filed.entry if filed else association.profile
    found = merged(base=base, standing=association.profile, file=file)
    _keep_file(work, association, filed, file)
    if found.entry == association.profile:
        return False, found.kept
    say(work, association, found.entry, EntryDeed.LOADED)
    return True, found.kept


def say(
    work: Work,
    association: Association,
    entry: Plain,
    deed: EntryDeed,
    *,
    by: Member | None = None,
    returned_to: int | None = None,
) -> EntryVersion:
    """From now on this is the association's entry."""
    association.profile = dict(entry)
    association.name, association.verified = entry["name"], entry["verified"]
    work.session.flush()
    version = EntryVersion(
        association=association,
        number=queries.criteria.last_entry_number(work.session, association.id) + 1,
        deed=deed,
        said_at=work.now,
        by=by,
        entry=dict(entry),
        returned_to=returned_to,
    )
    work.session.add(version)
    return version


def note(work: Work, act: Act, version: EntryVersion, **codes: int) -> None:
    journal.note(work, act, version.association.slug, by=version.by, version=version.number, **codes)


def declined_for_our_criteria(work: Work, association: Association) -> list[Offer]:
    """Since the association last said its criteria, the cards that it declined because they are not its own."""
    return queries.criteria.declined_for_our_criteria(work.session, association.id, most=DECLINES_SHOWN)


def asks_to_mend(work: Work, association: Association) -> int:
    """How many such cards, once they are enough to ask the association to mend its criteria; else zero."""
    declined = queries.criteria.count_declined_for_our_criteria(
        work.session, association.id, most=DECLINES_SHOWN
    )
    return declined if declined >= ASKED_TO_MEND_FROM else 0


def _keep_file(work: Work, association: Association, filed: FiledEntry | None, file: Plain) -> None:
    if filed is None:
        filed = FiledEntry(association_id=association.id)
        work.session.add(filed)
    filed.entry, filed.read_at = dict(file), work.now
