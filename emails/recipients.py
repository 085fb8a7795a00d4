"""The person an outbox row is for, and what the letter may know; here an identity is opened to be written to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from emails import news
from emails.invitations import Invitation
from emails.letters import Letterhead
from emails.markup import Facts
from emails.tongues import FRENCH, Tongue, tongue
from hub import calendar, identities, queries, returns, strangers
from hub.lifecycle import HELD, LIVE, ROUTABLE, UNDATED, ReferralState
from hub.models import JourneyEvent, OutboxMessage, Referral
from hub.timers import NO_ANSWER_YET
from hub.vocabulary import Audience, ContactBy, ContactFirst, Identity, Step
from hub.work import Work

TRUE_WHILE: Mapping[Step, frozenset[ReferralState]] = MappingProxyType(
    {
        Step.AWAITING_CONFIRMATION: frozenset({ReferralState.AWAITING_CONFIRMATION}),
        Step.AWAITING_CHECK: frozenset({ReferralState.AWAITING_CHECK}),
        Step.AWAITING_GUARDIAN: frozenset({ReferralState.AWAITING_GUARDIAN}),
        Step.GUARDIAN_REMINDED: frozenset({ReferralState.AWAITING_GUARDIAN}),
        Step.ON_IT: NO_ANSWER_YET,
        Step.NO_SOLUTION: NO_ANSWER_YET,
        Step.GOING_ON: frozenset({ReferralState.LOOKING, ReferralState.OFFERED}),
        Step.WAITING: frozenset({ReferralState.WAITING}),
        Step.WITH_DESK: frozenset({ReferralState.WITH_DESK}),
        Step.NOT_CONTACTED: frozenset({ReferralState.ACCEPTED}),
        Step.ACCEPTED: HELD,
        Step.RETURNED: ROUTABLE | {ReferralState.WITH_DESK},
        Step.ASKED_IF_CONTACTED: frozenset({ReferralState.ACCEPTED}),
        Step.UNREACHABLE: frozenset({ReferralState.UNREACHABLE}),
        Step.ASKED_IF_TOGETHER: frozenset({ReferralState.PAIRED}),
        Step.ASKED_HOW_IT_WAS: frozenset({ReferralState.CLOSED}),
        Step.FORGOTTEN_SOON: HELD,
        Step.RESTRICTED: frozenset({ReferralState.RESTRICTED}),
    }
)
"""Letters that a later one overtakes: carried late, they would say what is no longer so."""

OTHER_WAYS_TOLD = frozenset({Step.NO_SOLUTION, Step.CLOSED})
SAID_WHENEVER = frozenset({Step.DETAILS_CHANGED, Step.NEED_CORRECTED, Step.RESUMED})
"""Steps of any moment, also after the answer.  The others' letters stay the same, however often one is carried."""
AROUND_AN_END = frozenset({Step.ASKED_HOW_IT_WAS, Step.FORGOTTEN_SOON})


class NothingToSay(Exception):
    """The letter has lost its point.  Says why, and no name."""


@dataclass(frozen=True, slots=True, repr=False)
class Recipient:
    """``address`` is as it was given, None when there is none: the envelope checks it."""

    address: str | None
    facts: Facts
    invitation: Invitation | None = None
    language: str = FRENCH

    def __repr__(self) -> str:
        return "Recipient(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Reached:
    """Whoever would rather be called or texted; ``day``: the one that this step promises."""

    phone: str
    language: str
    day: date | None

    def __repr__(self) -> str:
        return "Reached(…)"


def reached_by_text(work: Work, message: OutboxMessage) -> Reached:
    """Raises NothingToSay: also for a stranger, whose telephone may be somebody else's."""
    event = message.event
    if event is None or not strangers.knows(work, event.referral.address_digest):
        raise NothingToSay("nobody who is known asked for it")
    check_still_true(work, event)
    who = _opened(work, event.referral).identity
    if who.phone is None or who.contact_by is ContactBy.EMAIL:
        raise NothingToSay("they want letters only")
    day = _contacted_by(work, event) if event.step is Step.ACCEPTED else event.promised_by
    return Reached(who.phone, who.language, day)


def recipient_of(work: Work, message: OutboxMessage, letterhead: Letterhead) -> Recipient:
    """Raises NothingToSay."""
    event = message.event
    if event is None:
        raise NothingToSay("this row names nobody")
    if message.letter not in (returns.ANSWER, returns.NOT_REACHED):
        check_still_true(work, event)
    return _person(work, message.audience, event, letterhead)


def check_still_true(work: Work, event: JourneyEvent) -> None:
    """Raises NothingToSay."""
    true_while = TRUE_WHILE.get(event.step)
    if true_while and event.referral.state not in true_while:
        raise NothingToSay("the referral has moved on")
    if true_while and queries.is_said_again(work.session, event):
        raise NothingToSay("a later letter says it anew")
    if event.step is Step.OFFERED and event.offer and event.offer.state not in LIVE:
        raise NothingToSay("the card was answered")


def _person(work: Work, audience: Audience, event: JourneyEvent, letterhead: Letterhead) -> Recipient:
    referral = event.referral
    sealed = _opened(work, referral)
    who = sealed.identity
    said_in = tongue(who.language)
    public_url = said_in.under(letterhead.public_url)
    facts = {
        "first_name": who.first_name,
        "reference": referral.reference,
        "tracking_link": f"{public_url}/suivi/{sealed.tracking_token}",
        "form_link": f"{public_url}/trouver-un-mentor",
        "promised_date": "" if _is_undated(event) else said_in.day(event.promised_by),
        "looking": "1" if referral.state in NO_ANSWER_YET else "",
        "forget_date": said_in.day_of(referral.forget_at),
        **_registered_by(who),
        **_association(work, event, said_in),
        **news.facts(work, event, said_in),
        **news.forecast(work, event, sealed.tracking_token),
    }
    if event.sentence:
        facts["sentence"] = event.sentence
    if event.step in OTHER_WAYS_TOLD:
        facts["ways"] = news.ways_in_words(identities.open_need(work, referral), said_in)
    if event.step is Step.NO_SOLUTION:
        facts["wait_link"] = f"{public_url}/attendre/{sealed.tracking_token}"
    if event.step in AROUND_AN_END:
        facts |= news.around_an_end(work, event, f"{public_url}/%s/{sealed.tracking_token}")
        if event.step is Step.ASKED_HOW_IT_WAS and not facts["opinion_link"]:
            raise NothingToSay("the questions were answered")
    if sealed.agreement_token:
        facts["agreement_link"] = f"{public_url}/accord/{sealed.agreement_token}"
    guardian = who.guardian.email if who.guardian else None
    address = guardian if audience is Audience.GUARDIAN else who.email
    facts["confirm_link"] = ""
    waits = event.step is Step.AWAITING_CONFIRMATION
    if sealed.letters_token and (waits or not (address and strangers.is_confirmed(work, address))):
        facts["confirm_link"] = f"{public_url}/confirmer/{sealed.letters_token}"
    return Recipient(address, facts, language=said_in.code)


def _opened(work: Work, referral: Referral) -> identities.Sealed:
    """Whoever had everything erased is told on the page, and hears no more: nor of what was to be said before."""
    if referral.is_past_keeping(work.now):
        raise NothingToSay("the person is being forgotten")
    try:
        return identities.open_identity(work, referral)
    except identities.Forgotten:
        raise NothingToSay("the person was forgotten") from None


def _is_undated(event: JourneyEvent) -> bool:
    """No answer is promised any more: there was one, or nobody looks for any."""
    return event.step in SAID_WHENEVER and event.referral.state in UNDATED


def _contacted_by(work: Work, event: JourneyEvent) -> date | None:
    """The last day on which the association that said yes gets in touch."""
    if event.offer is None:
        return None
    accepted_on = calendar.civil(event.offer.answered_at or event.happened_at)
    return calendar.add_working_days(accepted_on, work.rule_book.delays.contact_days)


def _registered_by(who: Identity) -> Facts:
    """Whether a professional did it, and whether they are contacted first; never who they are."""
    by = who.referred_by
    first = by is not None and by.contact_first is ContactFirst.PRESCRIBER
    return {"by_professional": "1" if by else "", "professional_first": "1" if first else ""}


def _association(work: Work, event: JourneyEvent, said_in: Tongue) -> Facts:
    """Who accepted, and whether a mentor was met there; empty words when nobody has."""
    if event.offer is None:
        return {"association": "", "website": "", "met": ""}
    association, accompaniment = event.offer.association, event.offer.accompaniment
    return {
        "association": association.name,
        "website": association.profile.get("website") or "",
        "contact_date": said_in.day(_contacted_by(work, event)),
        "closes_date": said_in.day_of(event.referral.next_at),
        "met": "1" if accompaniment and accompaniment.pairs else "",
    }
