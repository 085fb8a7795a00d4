"""How fast names leave, and what keeps one back: too many at once, or a yes that nobody said.

Every release is counted in the journal, where no row can be taken out.  What is held back is told to the desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hub import alarms, disclosure, journal, vouching
from hub.disclosure import ForgedAnswer
from hub.journal import Act
from hub.lifecycle import IllegalMove
from hub.models import AlarmKind, HeldRelease, Hindrance, Member, Offer, Role
from hub.queries import held_releases, journal_entries
from hub.vault import CannotOpen
from hub.work import Errand, Hub, Work

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HUB = "hub"
"""What an alarm is about when all associations together receive too many."""


@dataclass(frozen=True, slots=True)
class Pace:
    """So many names an hour and a day."""

    an_hour: int
    a_day: int


@dataclass(frozen=True, slots=True)
class Paces:
    """Of one association, and of the whole hub."""

    association: Pace
    hub: Pace


def attend(hub: Hub, offer_id: int, paces: Paces) -> None:
    """Release what this offer's acceptance gives, or hold it back.  Safe to call at any time and twice."""
    try:
        with hub.begin() as work:
            _release(work, offer_id, paces)
    except ForgedAnswer as error:
        _refuse(hub, offer_id, error.because)
    except CannotOpen:
        _refuse(hub, offer_id, Hindrance.BOX)


def let_go(work: Work, held: HeldRelease, member: Member) -> None:
    """The desk has it leave though there were too many.  Raises IllegalMove for what is forged, or no longer held."""
    work.session.refresh(held, with_for_update=True)
    if held.because is not Hindrance.TOO_MANY or held.let_go_at is not None:
        raise IllegalMove("this is not held back for being one too many")
    with work.session.no_autoflush:  # written whole, or the database refuses it
        held.let_go_by_id, held.let_go_at = member.id, work.now
        held.let_go_seal = work.vault.sign_answer(_let_go_words(held, member, work.now))
    journal.note(work, Act.RELEASE_LET_GO, held.offer.card_number, by=member)
    work.ring(Errand.RELEASE, held.offer)


def _release(work: Work, offer_id: int, paces: Paces) -> None:
    offer = disclosure.to_release(work, offer_id)
    if offer is None or _waits(work, offer):
        return
    journal_entries.hold(work.session)  # whoever counts is alone: of two workers, none is one too many
    about = None if _is_let_go(work, offer) else _too_many(work, offer, paces)
    if about:
        _hold_back(work, offer, Hindrance.TOO_MANY)
        alarms.raise_(work, AlarmKind.TOO_MANY_RELEASES, subject=about)
    else:
        disclosure.release(work, offer_id)


def _too_many(work: Work, offer: Offer, paces: Paces) -> str | None:
    """For whom this would be one too many: the association, the hub, nobody."""
    slug = offer.association.slug
    for about, only, pace in ((slug, slug, paces.association), (HUB, None, paces.hub)):
        for most, span in ((pace.an_hour, HOUR), (pace.a_day, DAY)):
            if journal_entries.released_since(work.session, work.now - span, only, most=most) >= most:
                return about
    return None


def _refuse(hub: Hub, offer_id: int, because: Hindrance) -> None:
    with hub.begin() as work:
        offer = disclosure.to_release(work, offer_id)
        if offer is not None and not _waits(work, offer):
            _hold_back(work, offer, because)
            alarms.raise_(work, AlarmKind.FORGED_ROW, subject=offer.card_number)


def _hold_back(work: Work, offer: Offer, because: Hindrance) -> None:
    work.session.merge(
        HeldRelease(
            offer_id=offer.id,
            because=because,
            held_at=max(work.now, offer.answered_at or work.now),
            let_go_at=None,
            let_go_by_id=None,
            let_go_seal=None,
        )
    )
    slug = offer.association.slug
    journal.note(work, Act.RELEASE_HELD, offer.card_number, why=because.value, association=slug)


def _waits(work: Work, offer: Offer) -> bool:
    """Held back already: it is told once."""
    held = held_releases.of(work.session, offer)
    return held is not None and held.let_go_at is None


def _is_let_go(work: Work, offer: Offer) -> bool:
    """By the portal's word for somebody who is still of the desk, given for this very holding back."""
    held = held_releases.of(work.session, offer)
    if held is None or held.let_go_by is None or held.let_go_at is None or held.let_go_seal is None:
        return False
    member = held.let_go_by
    if member.role is not Role.DESK or member.removed_at or not vouching.is_our_member(work, member):
        return False
    return work.vault.is_signed(_let_go_words(held, member, held.let_go_at), held.let_go_seal)


def _let_go_words(held: HeldRelease, member: Member, at: datetime) -> str:
    """What the portal seals.  No answer to a card begins like this."""
    said = ("let go", held.offer.card_number, _told(held.held_at), str(member.id), _told(at))
    return ":".join(said)


def _told(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
