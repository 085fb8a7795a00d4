"""Who belongs to the network: the directory becomes associations with keys; people are invited to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from hub import calendar, criteria, directory, journal, journey, queries, vouching
from hub.directory import Entry
from hub.entry_changes import Path
from hub.models import Association, Member, Role
from hub.queries import partners
from hub.work import Work


class AlreadyMember(Exception):
    """Nobody is invited twice."""


class Loaded(NamedTuple):
    """How many associations came in, and how many heard news of their file.

    ``kept``: by slug, what a file says anew and the association had changed itself, so that its word stays.
    """

    added: int
    updated: int
    kept: dict[str, tuple[Path, ...]]


def load_directory(work: Work, entries: Iterable[Entry]) -> Loaded:
    """Bring every entry into the database, which is the truth from then on.

    Of a file that was loaded before, only what changed in it since is news, and never over an association's own
    word.  What the directory does not know is kept: keys, places taken, pauses, members.
    """
    added = updated = 0
    kept = {}
    known = {row.slug: row for row in queries.associations(work.session)}
    for entry in entries:
        row = known.get(entry.profile.slug)
        if row is None:
            take_in(work, entry)
            added += 1
            continue
        changed, left = _bring_up_to_date(work, row, entry)
        updated += changed
        if left:
            kept[row.slug] = left
    return Loaded(added, updated, kept)


def take_in(work: Work, entry: Entry, *, by: Member | None = None) -> Association:
    """A new member of the network, with keys, places and the first version of its entry.

    ``by``: who adds it at the desk; nobody does for a file.
    """
    association = _new_association(work, entry)
    work.session.add(association)
    criteria.begin(work, association, by=by)
    return association


def invite(
    work: Work,
    *,
    email: str,
    association: Association | None,
    role: Role | None = None,
    by: Member | None = None,
) -> Member:
    """Let a person answer for an association, or for the desk when it is None; a letter tells them.

    Without a ``role``: the first of an association is its manager, the others are members; at the desk, the desk's.
    Raises :class:`AlreadyMember`.  Somebody who was removed may be invited again.
    """
    address = email.strip().lower()
    member = queries.anybody_at(work.session, address)
    if member is None:
        member = Member(email=address)
        work.session.add(member)
    elif member.removed_at is None:
        raise AlreadyMember("this address is a member's already")
    member.association = association
    member.role = role or _usual_role(work, association)
    member.invited_at, member.removed_at = work.now, None
    vouching.for_member(work, member)
    journey.invite(work, member)
    of = association.slug if association else "desk"
    journal.note(work, journal.Act.INVITED, f"member:{member.id}", by=by, role=member.role.value, of=of)
    return member


def invite_one_each(work: Work, *, desk: str, address_of: Callable[[str], str]) -> None:
    """Where nobody was invited yet: one person to the desk, and one to each association by its slug."""
    if queries.desk_members(work.session):
        return
    invite(work, email=desk, association=None)
    for association in queries.associations(work.session):
        invite(work, email=address_of(association.slug), association=association)


def _usual_role(work: Work, association: Association | None) -> Role:
    if association is None:
        return Role.DESK
    with work.session.no_autoflush:
        return Role.MEMBER if partners.managers_of(work.session, association.id) else Role.MANAGER


def _new_association(work: Work, entry: Entry) -> Association:
    public_key, wrapped_key = work.vault.new_association_keys(entry.profile.slug)
    association = Association(
        slug=entry.profile.slug,
        name=entry.name,
        verified=entry.verified,
        profile=directory.to_plain(entry),
        places_left=_places(work, entry.places_a_year),
        places_declared_on=None if entry.places_a_year is None else calendar.civil(work.now),
        public_key=public_key,
        wrapped_key=wrapped_key,
    )
    vouching.for_key(work, association)
    return association


def _bring_up_to_date(work: Work, row: Association, entry: Entry) -> tuple[bool, tuple[Path, ...]]:
    """Another number of places a year is a declaration of today's; what was taken stays taken."""
    before = row.profile["places_a_year"]
    found = criteria.load(work, row, directory.to_plain(entry))
    after = row.profile["places_a_year"]
    if after != before:
        queries.open_places(work.session, row.id, _places(work, after) - _places(work, before))
        row.places_declared_on = None if after is None else calendar.civil(work.now)
    return found


def _places(work: Work, places_a_year: int | None) -> int:
    """What the association declared, or what the rule book assumes of one that declared nothing."""
    return work.rule_book.load.undeclared_places if places_a_year is None else places_a_year


def export(work: Work) -> list[Entry]:
    """Every association as a directory entry, as the database knows it now."""
    return [directory.from_plain(row.profile) for row in queries.associations(work.session)]
