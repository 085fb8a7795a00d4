"""What a person may ask for (GDPR, art. 15 to 19), asked on their own page or by a letter to the network."""

from __future__ import annotations

from hub import glass, instructions, offers, queries, retention
from hub.lifecycle import ENDED, ReferralState
from hub.models import InstructionKind, Referral
from hub.queries import own_pages
from hub.work import Errand, Work


def have_erased(work: Work, referral: Referral) -> None:
    """All stops and nothing is read any more, now; the worker erases everything, within seconds.

    At the public door, where people ask for it: taken over, that door destroys nothing that is sealed.
    """
    _stop(work, referral)
    if referral.state is not ReferralState.FORGOTTEN:
        referral.forget_at = work.now
    glass.cut_short(work, referral)
    own_pages.close_those_of(work.session, referral.id)
    work.ring(Errand.FORGET, referral)


def erase(work: Work, referral: Referral) -> None:
    """Everything goes, now, and every association that said yes is told to erase what it noted.

    Withdrawn first where it still went on.  Of somebody who is forgotten, associations are told all the same.
    """
    _stop(work, referral)
    retention.forget(work, referral)


def _stop(work: Work, referral: Referral) -> None:
    queries.hold(work.session, referral)
    if referral.state not in ENDED:
        offers.withdraw(work, referral)
    else:
        instructions.give(work, referral, InstructionKind.ERASE)
