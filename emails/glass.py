"""The letter to the data-protection officer: a name is being opened, by whom, why.  It names nobody."""

from __future__ import annotations

from datetime import datetime

from emails.letters import Letterhead
from emails.recipients import Recipient, day_in_words
from hub import calendar
from hub.glass import OPEN_FOR, REASONS
from hub.models import GlassRequest


def recipient_of(request: GlassRequest, letterhead: Letterhead) -> Recipient:
    """Members are told by their numbers: the officer finds them in the desk's journal."""
    facts = {
        "reference": request.referral.reference,
        "reason": REASONS[request.reason],
        "asked_by": str(request.asked_by_id),
        "asked": _moment(request.asked_at),
        "granted_by": str(request.granted_by_id),
        "granted": _moment(request.granted_at or request.asked_at),
        "minutes": str(int(OPEN_FOR.total_seconds()) // 60),
        "glass_link": f"{letterhead.partners_url}/coordination/bris-de-glace/{request.id}",
    }
    return Recipient(letterhead.dpo, facts)


def _moment(moment: datetime) -> str:
    clock = f"{moment.astimezone(calendar.PARIS):%H\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}%M}"
    return f"{day_in_words(calendar.civil(moment))} à {clock}"
