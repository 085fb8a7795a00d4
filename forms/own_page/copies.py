"""The copy that a person takes with them: all that the hub holds of them, by name, as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from forms.sightings import receipt
from forms.story import tell
from hub import queries
from hub.calendar import civil
from hub.models import Referral
from hub.needs import to_json
from hub.own_page import Told
from hub.work import Work


def copy_of(work: Work, referral: Referral, told: Told) -> Mapping[str, Any]:
    """The steps and the readings are told as the tracking page tells them: no association is named before its yes."""
    story = tell(referral, queries.events_of(work.session, referral), today=civil(work.now))
    seen = receipt(work, referral)
    return {
        "reference": referral.reference,
        "received_at": referral.received_at.isoformat(),
        "state": referral.state.value,
        "promised_by": referral.promised_by and referral.promised_by.isoformat(),
        "forgotten_at": referral.forget_at and referral.forget_at.isoformat(),
        "identity": _identity(told),
        "need": to_json(told.need),
        "steps": [
            {"when": each.when, "what": each.title, "more": each.text}
            for each in story.moments
            if each.when and each.tense in ("done", "met")
        ],
        "seen_by": [each.sentence for each in seen.seen],
    }


def _identity(told: Told) -> Mapping[str, Any]:
    """Of a professional who registered them, the organisation alone: the rest is about somebody else."""
    who = asdict(told.identity)
    by = told.identity.referred_by
    return who | {"referred_by": by and {"organisation": by.professional.organisation}}
