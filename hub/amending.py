"""What the worker does for a page that is open: it carries out what the person changed, and seals them a copy.

A row that the public door never sealed is not answered, whatever it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hub import codes, correcting, disclosure, gates, identities, journey, queries, strangers
from hub.identities import Sealed, Told
from hub.lifecycle import ENDED, OfferState
from hub.models import Amendment, OpenPage, PageChallenge, Referral
from hub.queries import own_pages
from hub.queries.referrals import last_event
from hub.vocabulary import Step
from hub.work import Hub, Work


class ForgedPage(Exception):
    """The row says that somebody typed the code, but the public door never sealed it.  Nothing is done."""


@dataclass(frozen=True, slots=True, repr=False)
class _Change:
    """What a referral's boxes hold, before and after; ``former`` and ``address``: where its letters go."""

    referral: Referral
    sealed: Sealed
    before: Told
    after: Told

    @property
    def former(self) -> str | None:
        return gates.address_for(self.before.identity, self.referral.correspondent)

    @property
    def address(self) -> str | None:
        return gates.address_for(self.after.identity, self.referral.correspondent)

    @property
    def moves(self) -> bool:
        """Letters are to go elsewhere."""
        return self.address is not None and self.address != self.former


def attend(work: Work, page_id: int) -> None:
    """Safe to call at any time and twice.  Raises :class:`ForgedPage`."""
    page = work.session.get(OpenPage, page_id)
    if page is None:
        return
    referral = queries.referral_to_move(work.session, page.referral_id)
    work.session.refresh(page)
    if not work.vault.is_signed_page(page.words, page.seal):
        raise ForgedPage(f"page {page.id} does not carry the public door's seal")
    for amendment in own_pages.to_do(work.session, page.id):
        _attend(work, referral, amendment)
    if referral.boxes and page.copy is None and page.is_open(work.now):
        page.copy = identities.copy_for_browser(_told(work, referral), page.public_key, referral.reference)


def _attend(work: Work, referral: Referral, amendment: Amendment) -> None:
    if not work.vault.is_signed_page(amendment.words, amendment.seal):
        raise ForgedPage(f"change {amendment.id} does not carry the public door's seal")
    change = _change(work, referral, amendment)
    if change is None or change.before == change.after:
        _done(work, amendment)
    elif change.moves and amendment.proven_at is None:
        _have_it_proven(work, referral, amendment)
    else:
        _carry_out(work, change, amendment)


def _change(work: Work, referral: Referral, amendment: Amendment) -> _Change | None:
    """None where there is nothing left to change."""
    if amendment.box is None or referral.boxes is None or referral.state in ENDED:
        return None
    sealed = identities.open_identity(work, referral)
    before = Told(sealed.identity, identities.open_need(work, referral))
    changes = identities.open_changes(work, referral.reference, amendment.box)
    return _Change(referral, sealed, before, identities.changed(before, changes))


def _carry_out(work: Work, change: _Change, amendment: Amendment) -> None:
    """Sealed again for intake and recovery, and for the association that accepted; then told."""
    referral, before, after = change.referral, change.before, change.after
    identities.seal_again(work, referral, replace(change.sealed, identity=after.identity), after.need)
    for offer in referral.offers:
        if offer.state is OfferState.ACCEPTED:
            disclosure.release_again(work, offer)
    if before.need != after.need:
        correcting.correct(work, referral, before.need, after.need)
    if before.identity != after.identity:
        journey.record(work, referral, Step.DETAILS_CHANGED)
    if change.moves:
        _move_letters(work, change, amendment)
    _done(work, amendment)
    amendment.page.copy = None


def _move_letters(work: Work, change: _Change, amendment: Amendment) -> None:
    """Whoever reads the new address typed its code; the former one hears of it, in case somebody else did."""
    referral = change.referral
    referral.address_digest = work.vault.address_digest(change.address or "")
    strangers.confirm(work, referral.address_digest)
    event = last_event(work.session, referral.id, Step.DETAILS_CHANGED)
    if event and change.former:
        amendment.event_id = event.id
        amendment.former = identities.seal_address(work, referral.reference, change.former)
        journey.tell_former_address(work, referral, event)


def _have_it_proven(work: Work, referral: Referral, amendment: Amendment) -> None:
    challenge = PageChallenge(referral_id=referral.id, nonce=codes.new_nonce(), asked_at=work.now)
    journey.send_page_code(work, referral, challenge, "address_code")
    amendment.challenge = challenge


def _done(work: Work, amendment: Amendment) -> None:
    amendment.box, amendment.done_at = None, work.now


def _told(work: Work, referral: Referral) -> Told:
    return Told(identities.open_identity(work, referral).identity, identities.open_need(work, referral))


def close_due(hub: Hub) -> None:
    """Pages that were open long enough keep nothing more."""
    with hub.begin() as work:
        own_pages.close_late(work.session, work.now)
