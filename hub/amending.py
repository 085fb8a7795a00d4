"""What the worker does for a person's own page: it alone knows the code, and says whether the page is open.

It then carries out what the person changes there, and seals them a copy.  What no code opened is not answered, whatever
a row says and whoever wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hub import (
    codes,
    correcting,
    disclosure,
    gates,
    identities,
    journal,
    journey,
    queries,
    strangers,
)
from hub.identities import Changes, Sealed, Told
from hub.journal import Act
from hub.lifecycle import ENDED, OfferState
from hub.models import Amendment, OpenPage, PageChallenge, Referral
from hub.queries import own_pages
from hub.queries.referrals import last_event
from hub.vocabulary import Step
from hub.work import Work

CODE_LIVES = timedelta(minutes=15)
WRONG_A_DAY = 20


class ForgedPage(Exception):
    """A row that the public door never sealed, or a page that no code opened.  Nothing is done."""


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
    """Safe to call at any time and twice; nothing is done for whoever is about to be forgotten.

    Raises :class:`ForgedPage`.
    """
    page = work.session.get(OpenPage, page_id)
    if page is None:
        return
    referral = queries.referral_to_move(work.session, page.referral_id)
    if referral.is_past_keeping(work.now):
        return
    work.session.refresh(page)
    if not work.vault.is_signed_page(page.words, page.seal):
        raise ForgedPage(f"page {page.id} does not carry the public door's seal")
    if page.typed:
        _answer(work, referral, page, page.typed)
    if page.grant_seal is None:
        return
    if not work.vault.is_granted_page(page.granted_words, page.grant_seal):
        raise ForgedPage(f"page {page.id} was never opened by a code")
    for amendment in own_pages.to_do(work.session, page.id):
        _attend(work, referral, amendment)
    _show(work, referral, page)


def correct_for(work: Work, referral: Referral, changes: Changes) -> bool:
    """What the network corrects for somebody who wrote to it; whether anything changed.

    A new address is believed, and confirmed by whoever reads its first letter.  Raises
    :class:`hub.identities.Forgotten`, KeyError for what nobody may change, :class:`hub.needs.BadNeed` for no need.
    """
    sealed = identities.open_identity(work, referral)
    before = Told(sealed.identity, identities.open_need(work, referral))
    change = _Change(referral, sealed, before, identities.changed(before, changes))
    if change.before == change.after:
        return False
    _write(work, change)
    if change.moves:
        referral.address_digest = work.vault.address_digest(change.address or "")
    return True


def _show(work: Work, referral: Referral, page: OpenPage) -> None:
    """Seal what is known to the browser of an open page, unless it has it."""
    if referral.boxes and page.copy is None and page.is_open(work.now):
        page.copy = identities.copy_for_browser(_told(work, referral), page.public_key, referral.reference)


def _answer(work: Work, referral: Referral, page: OpenPage, box: bytes) -> None:
    """The page is open if the code is the letter's, and the link the person's own."""
    typed = identities.open_typed(work, referral.reference, box)
    page.typed, page.answered_at = None, work.now
    challenge = page.challenge
    if not (typed.was_in(referral.tracking_digest) and challenge.referral_id == referral.id):
        return
    if is_right(work, referral, challenge, typed.code, typed_at=page.asked_at):
        page.grant_seal = work.vault.grant_page(page.granted_words)
        journal.note(work, Act.PAGE_OPENED, referral.reference)


def is_right(
    work: Work, referral: Referral, challenge: PageChallenge, code: str, *, typed_at: datetime
) -> bool:
    """Whether this is the code of the letter, used once and in time.

    Wrong ones are counted in the journal, which nobody can shorten: whoever has taken over the public door may make as
    many rows as they like, and gets no more tries for it.
    """
    in_time = challenge.asked_at <= typed_at < challenge.asked_at + CODE_LIVES
    since = work.now - timedelta(days=1)
    wrong = own_pages.wrong_codes(work.session, referral.reference, since)
    if challenge.used_at or challenge.tries >= codes.TRIES or not in_time or wrong >= WRONG_A_DAY:
        return False
    challenge.tries += 1
    if not codes.are_equal(work.vault.page_code(challenge.id, challenge.nonce), code):
        journal.note(work, Act.PAGE_REFUSED, referral.reference)
        return False
    challenge.used_at = work.now
    return True


def _attend(work: Work, referral: Referral, amendment: Amendment) -> None:
    if not work.vault.is_signed_page(amendment.words, amendment.seal):
        raise ForgedPage(f"change {amendment.id} does not carry the public door's seal")
    change = _change(work, referral, amendment)
    if change is None or change.before == change.after:
        _done(work, amendment)
    elif change.moves and amendment.challenge is None:
        _have_it_proven(work, referral, amendment)
    elif not change.moves or _is_proven(work, referral, amendment):
        _carry_out(work, change, amendment)


def _is_proven(work: Work, referral: Referral, amendment: Amendment) -> bool:
    """Whether what was typed is the code that went to the new address."""
    challenge, box = amendment.challenge, amendment.typed
    if challenge is None or box is None:
        return False
    typed = identities.open_typed(work, referral.reference, box)
    amendment.typed = None
    if typed.was_in(amendment.page.token_digest) and is_right(
        work, referral, challenge, typed.code, typed_at=work.now
    ):
        return True
    amendment.wrong_at = work.now
    return False


def _change(work: Work, referral: Referral, amendment: Amendment) -> _Change | None:
    """None where there is nothing left to change."""
    if amendment.box is None or referral.boxes is None or referral.state in ENDED:
        return None
    changes = identities.open_changes(work, referral.reference, amendment.box)
    if not changes.were_in(amendment.page.token_digest):
        raise ForgedPage(f"change {amendment.id} was not made in the browser of its page")
    sealed = identities.open_identity(work, referral)
    before = Told(sealed.identity, identities.open_need(work, referral))
    return _Change(referral, sealed, before, identities.changed(before, changes))


def _carry_out(work: Work, change: _Change, amendment: Amendment) -> None:
    _write(work, change)
    if change.moves:
        _move_letters(work, change, amendment)
    _done(work, amendment)
    amendment.page.copy = None


def _write(work: Work, change: _Change) -> None:
    """Sealed again for intake and recovery, and for the association that accepted; then told.

    A message is part of what is asked for: alone, it changes nobody's contact details, and moves no card.
    """
    referral, before, after = change.referral, change.before, change.after
    identities.seal_again(work, referral, replace(change.sealed, identity=after.identity), after.need)
    for offer in referral.offers:
        if offer.state is OfferState.ACCEPTED:
            disclosure.release_again(work, offer)
    reworded = replace(before.identity, message=after.identity.message)
    if before.need != after.need:
        token = change.sealed.tracking_token
        correcting.correct(work, referral, before.need, after.need, tracking_token=token)
    elif reworded == after.identity:
        journey.record(work, referral, Step.NEED_CORRECTED)
    if reworded != after.identity:
        journey.record(work, referral, Step.DETAILS_CHANGED)


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
