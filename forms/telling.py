"""All that the tracking page tells: the way so far, what comes and when, who said yes, what to answer or prepare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms import forecast
from forms.ahead import coming
from forms.asked import asked
from forms.directory.leaves import leaf
from forms.preparing import to_prepare
from forms.sightings import receipt
from forms.story import tell
from hub import opinions, own_page, queries, saying
from hub.calendar import civil
from hub.lifecycle import ReferralState
from hub.models import Referral
from hub.path import PATH
from hub.work import Work


def page_of(work: Work, referral: Referral, token: str) -> Mapping[str, Any]:
    """What the template shows to whoever opened the link of ``token``: no name, no address, nothing of the need."""
    told = tell(referral, queries.events_of(work.session, referral), today=civil(work.now))
    is_known = referral.state is not ReferralState.FORGOTTEN
    return {
        "story": told,
        "leaving": referral.is_past_keeping(work.now),
        "path": PATH,
        "leaf": told.association and leaf(told.association),
        "receipt": receipt(work, referral) if is_known else None,
        "question": asked(work, referral),
        "forecast": forecast.still(work, referral, token),
        "coming": coming(work, referral),
        "prepare": to_prepare(referral.correspondent, referral.state),
        "may_keep_waiting": saying.may_keep_waiting(work, referral),
        "own_page": own_page.has_page(referral, work.now),
        "asks": opinions.may_say(work, referral),
    }
