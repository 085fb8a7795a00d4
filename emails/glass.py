"""The letter to the data-protection officer: a name is being opened, by whom, why.  It names nobody."""

from __future__ import annotations

from emails.letters import Letterhead
from emails.recipients import Recipient
from emails.tongues import FRENCH, tongue
from hub.glass import OPEN_FOR, REASONS
from hub.models import GlassRequest


def recipient_of(request: GlassRequest, letterhead: Letterhead) -> Recipient:
    """Members are told by their numbers: the officer finds them in the desk's journal."""
    facts = {
        "reference": request.referral.reference,
        "reason": REASONS[request.reason],
        "asked_by": str(request.asked_by_id),
        "asked": tongue(FRENCH).day_and_hour(request.asked_at),
        "granted_by": str(request.granted_by_id),
        "granted": tongue(FRENCH).day_and_hour(request.granted_at or request.asked_at),
        "minutes": str(int(OPEN_FOR.total_seconds()) // 60),
        "glass_link": f"{letterhead.partners_url}/coordination/bris-de-glace/{request.id}",
    }
    return Recipient(letterhead.dpo, facts)
