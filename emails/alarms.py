"""The letter about an alarm, to the data-protection officer and to each of the desk.  It names nobody."""

from __future__ import annotations

from emails.letters import Letterhead
from emails.recipients import NothingToSay, Recipient
from emails.tongues import FRENCH, tongue
from hub.alarms import WORDS
from hub.models import Alarm, Member


def recipient_of(alarm: Alarm, member: Member | None, letterhead: Letterhead) -> Recipient:
    """``member``: of the desk; the officer when None.  Raises NothingToSay."""
    if member and member.removed_at:
        raise NothingToSay("the member was removed")
    said = WORDS[alarm.kind]
    facts = {
        "alarm": said.title,
        "meaning": said.meaning,
        "remedy": said.remedy,
        "about": alarm.subject,
        "alarm_at": tongue(FRENCH).day_and_hour(alarm.last_at),
        "alarm_link": f"{letterhead.partners_url}/coordination/a-faire/alarm/{alarm.id}",
    }
    return Recipient(member.email if member else letterhead.dpo, facts)
