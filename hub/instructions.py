"""What an association that knows who it is must do with what it noted itself: told, reminded of, acknowledged."""

from __future__ import annotations

from datetime import timedelta

from hub import calendar, journal, journey, queries
from hub.journal import Act
from hub.models import Association, Instruction, InstructionKind, Member, Offer, Referral
from hub.queries import rights
from hub.queries.matter_kinds import OBEYED_WITHIN
from hub.work import Hub, Work

LETTER = "instructions"
REMINDED_AFTER = timedelta(days=3)
"""So long after an instruction, and each week after that, the association's members are written to again."""
DUE_AFTER = OBEYED_WITHIN


def give(work: Work, referral: Referral, kind: InstructionKind) -> None:
    """Tell every association that said yes to this person.  A later word replaces one not acknowledged yet."""
    for offer in rights.knowing(work.session, referral.id):
        if not rights.was_told_to_erase(work.session, offer.id):
            _give(work, offer, kind)


def acknowledge(work: Work, instruction: Instruction, member: Member) -> None:
    """It is done there.  Said twice, it was said once."""
    if instruction.acknowledged_at is None:
        instruction.acknowledged_at, instruction.acknowledged_by = work.now, member
        number, to = instruction.offer.card_number, instruction.kind.value
        journal.note(work, Act.INSTRUCTED, number, by=member, to=to)


def remind_due(hub: Hub) -> None:
    """Write to the members of each association that has not said that it did, once a week."""
    with hub.read() as work:
        late = rights.unacknowledged(work.session, work.now - REMINDED_AFTER)
    for association_id in late:
        with hub.begin() as work:
            _tell(work, work.session.get_one(Association, association_id))


def _give(work: Work, offer: Offer, kind: InstructionKind) -> None:
    known = rights.open_instruction(work.session, offer.id)
    if known:
        known.kind, known.given_at = kind, work.now
    else:
        about = {"offer_id": offer.id, "association_id": offer.association_id}
        work.session.add(Instruction(**about, kind=kind, given_at=work.now))
    if kind is not InstructionKind.ERASE:  # a withdrawal has a letter of its own
        _tell(work, offer.association, about=offer)


def _tell(work: Work, association: Association, *, about: Offer | None = None) -> None:
    """Of one card at once, of all that waits once a week."""
    year, week, _ = calendar.civil(work.now).isocalendar()
    turn = f"{about.card_number}:{calendar.civil(work.now)}" if about else f"{year}-{week}"
    for member in queries.told_of(work.session, association.id):
        once = f"{LETTER}:{member.id}:{turn}"
        if not queries.is_posted(work.session, once):
            journey.tell_member(work, member, LETTER, once=once)
