"""A need that its owner corrects while it is on its way: another card, and nobody is asked for whom it is not."""

from __future__ import annotations

from hub import desk, forecasts, journey, offers, showing, standings, vouching
from hub.lifecycle import ROUTABLE, ReferralState
from hub.models import Offer, Referral
from hub.routing import Roster
from hub.routing.criteria import Criterion
from hub.vocabulary import Engagement, Need, Step
from hub.work import Errand, Work

AS_IT_STANDS = frozenset(
    {
        *(Criterion.JOINED, Criterion.ASKED, Criterion.AWAY, Criterion.PAUSED),
        *(Criterion.FULL, Criterion.KEPT_FOR_PRIORITY, Criterion.FULL_FOR_THEM),
    }
)
"""What rules an association out for the moment, whomever it is asked about."""


def correct(
    work: Work,
    referral: Referral,
    before: Need | Engagement,
    after: Need | Engagement,
    *,
    tracking_token: str,
) -> None:
    """Whoever was asked and no longer fits is asked no more, and the next one is; who accepted reads what changed."""
    referral.alike = forecasts.sealed_group(
        after, reference=referral.reference, tracking_token=tracking_token
    )
    showing.make_again(work, referral, before, after)
    roster = standings.roster(work, after if isinstance(after, Engagement) else None)
    for offer in offers.live_offers(referral):
        if _ceased_to_fit(roster, offer, before, after):
            offers.recall(work, offer)
        else:
            offer.card = referral.card or {}
            vouching.for_offer(work, offer)
    _look_again(work, referral)
    journey.record(work, referral, Step.NEED_CORRECTED)


def _ceased_to_fit(roster: Roster, offer: Offer, before: Need | Engagement, after: Need | Engagement) -> bool:
    """One whom the desk chose against its criteria is left to answer."""
    slug = offer.association.slug
    return not _is_ruled_out(roster, slug, before) and _is_ruled_out(roster, slug, after)


def _is_ruled_out(roster: Roster, slug: str, need: Need | Engagement) -> bool:
    ruled_out = roster.decide(need).explained().ruled_out
    return any(each.association == slug and each.criterion not in AS_IT_STANDS for each in ruled_out)


def _look_again(work: Work, referral: Referral) -> None:
    """Others may fit now: those who wait and those at the desk try again too."""
    if referral.state is ReferralState.WITH_DESK:
        desk.try_again(work, referral)
    elif referral.state is ReferralState.WAITING:
        work.ring(Errand.ROUTE, referral)
    elif referral.state in ROUTABLE and not offers.live_offers(referral):
        offers.look_again(work, referral)
