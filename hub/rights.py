"""What a person may ask for (GDPR, art. 15 to 19), asked on their own page or by a letter to the network."""

from __future__ import annotations

from hub import instructions, offers, queries, retention
from hub.lifecycle import ENDED
from hub.models import InstructionKind, Referral
from hub.work import Work


def erase(work: Work, referral: Referral) -> None:
    """Everything goes, now, and every association that said yes is told to erase what it noted.

    Withdrawn first where it still went on.  Of somebody who is forgotten, associations are told all the same.
    """
    queries.hold(work.session, referral)
    if referral.state not in ENDED:
        offers.withdraw(work, referral)
    else:
        instructions.give(work, referral, InstructionKind.ERASE)
    retention.forget(work, referral)
