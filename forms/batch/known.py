"""What the lines of a file registered before: the same line again is the same registration, and registers nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from forms.batch.lines import Line, registered_as
from forms.prescriber.told import Told
from hub import queries
from hub.lifecycle import ReferralState
from hub.models import Referral
from hub.vault import derived_token, digest
from hub.vocabulary import Step
from hub.work import Work


class Known(NamedTuple):
    form_token: str
    before: Referral | None


def known_lines(work: Work, told: Told, lines: Sequence[Line]) -> dict[int, Known]:
    """By the number of each line.  One that nobody confirmed in time, and that was erased, may be registered anew."""
    tokens = {line.number: registered_as(work.vault, told, line.cells) for line in lines}
    while True:
        found = queries.referrals_by_form(work.session, [*map(digest, tokens.values())])
        known = {number: Known(token, found.get(digest(token))) for number, token in tokens.items()}
        erased = {
            number: each.form_token for number, each in known.items() if _came_to_nothing(work, each.before)
        }
        if not erased:
            return known
        tokens |= {number: derived_token(token, use="again") for number, token in erased.items()}


def _came_to_nothing(work: Work, before: Referral | None) -> bool:
    """Forgotten before anybody was looked for, and not because its owner took it back."""
    if before is None or before.state is not ReferralState.FORGOTTEN or before.promised_by:
        return False
    return all(event.step is not Step.WITHDRAWN for event in queries.events_of(work.session, before))
