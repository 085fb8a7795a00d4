"""What somebody says once it is over: two questions, four words each, counted and never kept with who said them."""

from __future__ import annotations

from collections.abc import Mapping

from hub import calendar, queries
from hub.lifecycle import OfferState, ReferralState
from hub.models import Opinion, OpinionGiven, Referral
from hub.queries import opinions
from hub.vocabulary import Ending, Grade, Step, Topic
from hub.work import Work


def may_say(work: Work, referral: Referral) -> bool:
    """Once it is over, or their name is about to be erased; once each."""
    return ending_of(work, referral) is not None and not is_given(work, referral)


def is_given(work: Work, referral: Referral) -> bool:
    return opinions.is_given(work.session, referral.id)


def ending_of(work: Work, referral: Referral) -> Ending | None:
    """None while it goes on, and for whoever withdrew or was forgotten: they are asked nothing more."""
    if referral.state is ReferralState.PAIRED:
        told = queries.referrals.last_event(work.session, referral.id, Step.FORGOTTEN_SOON)
        return Ending.PAIRED if told else None
    if referral.state is not ReferralState.CLOSED:
        return None
    last = opinions.last_accompaniment(work.session, referral.id)
    if last is None or last.offer.state is not OfferState.ACCEPTED:
        return Ending.NO_YES
    return Ending.PAIRED if last.pairs else Ending.NOT_PAIRED


def say(work: Work, referral: Referral, answers: Mapping[Topic, Grade]) -> None:
    """Count the answers, if they may be said and were not: safe to call twice, by two hands at once."""
    ending = ending_of(work, referral)
    if ending is None or work.write_once(OpinionGiven, referral_id=referral.id) is None:
        return
    house = "" if ending is Ending.NO_YES else _house(work, referral)
    for topic, grade in answers.items():
        key = {
            "house": house,
            "kind": referral.kind,
            "month": calendar.civil(work.now).replace(day=1),
            "ending": ending,
            "topic": topic,
            "grade": grade,
        }
        work.write_once(Opinion, people=0, **key)
        work.session.execute(opinions.one_more(Opinion(**key)))


def _house(work: Work, referral: Referral) -> str:
    last = opinions.last_accompaniment(work.session, referral.id)
    return last.offer.association.slug if last else ""
