"""The journey of a referral: what happened, and who must be told.  One call writes both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Protocol

from hub import calendar, prescriber_letters, queries
from hub.models import (
    Association,
    GlassRequest,
    JourneyEvent,
    Member,
    Offer,
    OutboxMessage,
    PageChallenge,
    Referral,
    SignInChallenge,
)
from hub.queries.referrals import last_event, times
from hub.vocabulary import Audience, Step
from hub.work import Errand, Work

PERSON = (Audience.YOUNG_PERSON, Audience.GUARDIAN, Audience.MENTOR)

TOLD: Mapping[Step, tuple[Audience, ...]] = MappingProxyType(
    {
        Step.AWAITING_CONFIRMATION: PERSON,
        Step.AWAITING_CHECK: (Audience.DESK,),
        Step.AWAITING_GUARDIAN: (Audience.GUARDIAN,),
        Step.GUARDIAN_REMINDED: (Audience.GUARDIAN,),
        Step.RECEIVED: PERSON,
        Step.GUARDIAN_AGREED: (Audience.GUARDIAN,),
        Step.OFFERED: (Audience.ASSOCIATION,),
        Step.OVERDUE: (),
        Step.DECLINED: (),
        Step.EXPIRED: (),
        Step.RECALLED: (),
        Step.GOING_ON: PERSON,
        Step.ON_IT: PERSON,
        Step.NO_SOLUTION: PERSON,
        Step.KEEPS_WAITING: (),
        Step.NEED_CORRECTED: PERSON,
        Step.DETAILS_CHANGED: PERSON,
        Step.WAITING: (Audience.YOUNG_PERSON, Audience.GUARDIAN),
        Step.WITH_DESK: (*PERSON, Audience.DESK),
        Step.ACCEPTED: PERSON,
        Step.RETURNED: PERSON,
        Step.REOPENED: (),
        Step.NOT_CONTACTED: (),
        Step.ASKED_IF_CONTACTED: PERSON,
        Step.CONTACTED: (),
        Step.UNREACHABLE: PERSON,
        Step.PAIRED: (),
        Step.ASKED_IF_TOGETHER: PERSON,
        Step.PAIR_ENDED: (),
        Step.ACCOMPANIED: PERSON,
        Step.ASKED_HOW_IT_WAS: PERSON,
        Step.FORGOTTEN_SOON: PERSON,
        Step.RESTRICTED: PERSON,
        Step.RESUMED: PERSON,
        Step.TOLD_OF_BREACH: PERSON,
        Step.DESK_WROTE: PERSON,
        Step.PRESCRIBER_ASKED: (),
        Step.CLOSED: PERSON,
        Step.WITHDRAWN: (*PERSON, Audience.ASSOCIATION),
        Step.FORGOTTEN: (),
    }
)
"""Who is told of each step.  Of the person's audiences, only the referral's correspondent is written to.

A prescriber hears of some at once (:data:`hub.queries.AT_ONCE`), of all others in one digest a week.
"""


class Followed(Protocol):
    """A referral whose row is written, as far as its steps need it."""

    @property
    def id(self) -> int: ...
    @property
    def prescriber_id(self) -> int | None: ...
    @property
    def correspondent(self) -> Audience: ...
    @property
    def promised_by(self) -> date | None: ...


def record(
    work: Work,
    referral: Followed,
    step: Step,
    offer: Offer | None = None,
    *,
    by: Member | None = None,
    sentence: str | None = None,
) -> int:
    """Write what happened and who must be told, in the same transaction as the move itself; answers the event's row."""
    if offer:
        work.session.add(offer)
    work.flush()
    event_id: int = work.write(
        JourneyEvent,
        referral_id=referral.id,
        offer_id=offer and offer.id,
        step=step,
        happened_at=work.now,
        promised_by=referral.promised_by,
        by_id=by and by.id,
        sentence=sentence,
    )
    for audience in _audiences(step, referral):
        for member in _told(work, referral, step, audience, offer):
            _post(
                work,
                step.value,
                audience,
                event_id=event_id,
                member_id=member and member.id,
                once=_once(referral, step, member, work.now),
            )
    if referral.prescriber_id and _is_news(work, referral, step):
        prescriber_letters.tell_news(work, referral.prescriber_id, event_id)
    return event_id


def _is_news(work: Work, referral: Followed, step: Step) -> bool:
    """Whether a professional hears of it at once: of a guardian's silence, when it lasts."""
    if step is Step.GUARDIAN_REMINDED:
        in_writing = referral.correspondent is Audience.PRESCRIBER
        return in_writing or times(work.session, referral.id, step) > 1
    return step in queries.AT_ONCE


def say_again(work: Work, referral: Followed, step: Step) -> bool:
    """Post once more the letter that told the person of this step, once a day at most; whether it is posted now."""
    event = last_event(work.session, referral.id, step)
    if event is None:
        return False
    once = f"again:{event.id}:{calendar.civil(work.now)}"
    is_new = not queries.is_posted(work.session, once)
    if is_new:
        _post(work, step.value, referral.correspondent, event_id=event.id, once=once)
    return is_new


def tell_guardian(work: Work, message: OutboxMessage, letter: str) -> bool:
    """A letter to the guardian about what this one was to say to the young person, once; whether it is posted now."""
    once = f"{letter}:{message.event_id}"
    if queries.is_posted(work.session, once):
        return False
    _post(work, letter, Audience.GUARDIAN, once=once, event_id=message.event_id)
    return True


def answer_by_letter(work: Work, message: OutboxMessage, letter: str) -> bool:
    """A letter to whoever this one was written to, once; whether it is posted now.  About nothing, there is none."""
    once = f"{letter}:{message.id}"
    to = {
        "event_id": message.event_id,
        "member_id": message.member_id,
        "prescriber_id": message.prescriber_id,
        "company_event_id": message.company_event_id,
    }
    if not any(to.values()) or queries.is_posted(work.session, once):
        return False
    _post(work, letter, message.audience, once=once, **to)
    return True


def tell_association(work: Work, offer: Offer, letter: str, step: Step) -> bool:
    """A letter to the members of an association about the last such step of its card, once a day; whether it leaves."""
    event = last_event(work.session, offer.referral_id, step)
    if event is None:
        return False
    once = f"{letter}:{event.id}:{calendar.civil(work.now)}"
    members = queries.told_of(work.session, offer.association_id)
    told = [each for each in members if not queries.is_posted(work.session, f"{once}:{each.id}")]
    for each in told:
        about = {"event_id": event.id, "member_id": each.id, "once": f"{once}:{each.id}"}
        _post(work, letter, Audience.ASSOCIATION, **about)
    return bool(told)


def send_code(work: Work, challenge: SignInChallenge) -> None:
    work.session.add(challenge)
    work.session.flush()
    member = challenge.member
    _post(work, "sign_in_code", _side(member), member_id=member.id, challenge_id=challenge.id)


def invite(work: Work, member: Member) -> None:
    work.session.add(member)
    work.session.flush()
    _post(work, "invitation", _side(member), member_id=member.id)


def tell_member(work: Work, member: Member, letter: str, *, once: str | None = None) -> None:
    """A letter to this member about their own access, or what their association has to do; never twice under a name."""
    _post(work, letter, _side(member), member_id=member.id, **({"once": once} if once else {}))


def tell_about(work: Work, member: Member, letter: str, association: Association, *, once: str) -> None:
    """A letter to this member about an association, their own or, for the desk, another; never twice under a name."""
    _post(work, letter, _side(member), member_id=member.id, association_id=association.id, once=once)


def tell_desk_of_glass(work: Work, *, but: Member) -> None:
    """Somebody of the desk waits for a second person's word: the others hear of it."""
    for member in queries.told_of(work.session, None):
        if member.id != but.id:
            _post(work, "glass_asked", Audience.DESK, member_id=member.id)


def tell_dpo(work: Work, request: GlassRequest) -> None:
    """Two people of the desk open a name: the data-protection officer hears of each."""
    work.session.flush()
    _post(work, "glass_granted", Audience.DPO, glass_id=request.id)


def send_page_code(
    work: Work, referral: Referral, challenge: PageChallenge, letter: str = "page_code"
) -> None:
    """A code to the person's own address, or to the one that is to take its place."""
    work.session.add(challenge)
    work.session.flush()
    _post(work, letter, referral.correspondent, page_code_id=challenge.id)


def tell_former_address(work: Work, referral: Referral, event: JourneyEvent) -> None:
    """Where we no longer write: in case somebody else did it."""
    _post(work, "address_changed", referral.correspondent, event_id=event.id)


def _post(work: Work, letter: str, audience: Audience, **about: Any) -> None:
    told = {"letter": letter, "audience": audience, "posted_at": work.now, "due_at": work.now, **about}
    write = work.write_once if about.get("once") else work.write
    if number := write(OutboxMessage, **told):
        work.ring(Errand.CARRY, number)


def _once(referral: Followed, step: Step, member: Member | None, now: datetime) -> str | None:
    """The desk hears once a day that a prescriber is to check, and the person once that they wait for a place."""
    if step is Step.AWAITING_CHECK and member:
        return f"check:{referral.prescriber_id}:{member.id}:{calendar.civil(now)}"
    return f"waiting:{referral.id}" if step is Step.WAITING else None


def _audiences(step: Step, referral: Followed) -> tuple[Audience, ...]:
    """Where a professional registered, the address to confirm is theirs: nobody else hears of it before."""
    return () if step is Step.AWAITING_CONFIRMATION and referral.prescriber_id else TOLD[step]


def _told(
    work: Work, referral: Followed, step: Step, audience: Audience, offer: Offer | None
) -> Iterable[Member | None]:
    """The members of that audience; for the person, None once, as their address is sealed."""
    if audience is Audience.ASSOCIATION and step is Step.OFFERED:
        return _told_at_once(work, offer) if offer else ()
    if audience is Audience.ASSOCIATION:
        return queries.told_of(work.session, offer.association.id) if offer else ()
    if audience is Audience.DESK:
        return queries.told_of(work.session, None)
    return (None,) if audience is referral.correspondent else ()


def _told_at_once(work: Work, offer: Offer) -> Iterable[Member]:
    """The morning's digest tells of a card, save where it would come on the very day of the answer, or later."""
    if calendar.civil(offer.answer_by) > calendar.civil(calendar.coming_morning(work.now)):
        return ()
    return queries.digest_readers(work.session, offer.association.id)


def _side(member: Member) -> Audience:
    return Audience.ASSOCIATION if member.association_id else Audience.DESK
