"""Forgetting: what is no longer needed is erased for good; what stays is anonymous."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Engine, delete, or_, select, update

from hub import (
    company_contacts,
    company_journey,
    erased,
    glass,
    journal,
    journey,
    leftovers,
    prescriber_letters,
    queries,
)
from hub.lifecycle import ReferralState
from hub.models import (
    Address,
    Budget,
    Charge,
    Company,
    Disclosure,
    MemberSession,
    Offer,
    OutboxMessage,
    Prescriber,
    PrescriberChallenge,
    PrescriberReading,
    PrescriberSession,
    Referral,
    SignInChallenge,
    StoredDecision,
    Subject,
    Timer,
)
from hub.partnership import CompanyState, CompanyStep
from hub.queries import alarms, opinions, own_pages, rights
from hub.vocabulary import Step
from hub.work import Hub, Work

BUDGETS_KEPT = timedelta(days=2)
MOST_AN_HOUR = 500
"""No more in an hour: a door that says of everybody that their time has come is noticed before it is obeyed."""


def forget_due(hub: Hub) -> int:
    """Forget all that is past its date, now; answers how many referrals and companies."""
    forgotten = forget_people(hub)
    close_pages(hub)
    tidy(hub)
    erase_from_disk(hub)
    return forgotten


def forget_people(hub: Hub) -> int:
    """Forget each referral and company whose time has come; answers how many.  Delays: docs/personal-data.md."""
    with hub.read() as work:
        room = _room(work)
        due = queries.to_forget(work.session, work.now)[:room]
        in_vain = rights.to_take_back(work.session)
        companies = queries.companies_to_forget(work.session, work.now)[: room - len(due)]
    for referral_id in {*due, *in_vain}:
        with hub.begin() as work:
            attend(work, referral_id)
    for company_id in companies:
        with hub.begin() as work:
            forget_company(work, work.session.get_one(Company, company_id, with_for_update=True))
    return len(due) + len(companies)


def attend(work: Work, referral_id: int) -> None:
    """Past its time, a referral is forgotten; withdrawn, what was released of it goes.  Safe at any time and twice."""
    referral = queries.referral_to_move(work.session, referral_id)
    if referral.is_past_keeping(work.now) and _room(work):
        forget(work, referral)
    elif referral.state is ReferralState.WITHDRAWN:
        for offer in referral.offers:
            offer.release = None


def _room(work: Work) -> int:
    """How many more may be forgotten in this hour."""
    return max(0, MOST_AN_HOUR - rights.erased_since(work.session, work.now - timedelta(hours=1)))


def close_pages(hub: Hub) -> None:
    with hub.begin() as work:
        own_pages.close_late(work.session, work.now)


def tidy(hub: Hub) -> None:
    """What is kept for days or years, and belongs to nobody's referral."""
    with hub.begin() as work:
        _forget_prescribers(work)
        prescriber_letters.announce_forgetting(work)
        _forget_journals(work)
        journal.forget(work)


def forget(work: Work, referral: Referral) -> None:
    """Delete the sealed boxes, what was released of them, the card, its reasons and whatever was typed about it.

    A pair goes on after that without the hub knowing who they are: its association knows it by the card.
    """
    if referral.state is ReferralState.FORGOTTEN:
        return
    _forget_who_it_is(work, referral)
    erased.note(work, referral)
    if referral.state is ReferralState.PAIRED:
        referral.forget_at = None
        return
    referral.card = None
    work.session.execute(delete(Timer).where(Timer.referral_id == referral.id))
    for offer in referral.offers:
        offer.card = {}
        if offer.accompaniment:
            offer.accompaniment.attempts = []
            offer.accompaniment.end(offer.accompaniment.ended_at or work.now)
    opinions.forget_given(work.session, referral.id)
    rights.end_restriction(work.session, referral.id)
    _forget_charges(work, Subject.REFERRAL, [referral.id])
    unanswered = referral.state is ReferralState.AWAITING_GUARDIAN
    referral.move(ReferralState.FORGOTTEN, next_at=None)
    forgotten = journey.record(work, referral, Step.FORGOTTEN)
    if unanswered and referral.prescriber_id:
        prescriber_letters.tell_news(work, referral.prescriber_id, forgotten)


def _forget_who_it_is(work: Work, referral: Referral) -> None:
    referral.boxes = referral.marker = referral.alike = None
    referral.address_digest = referral.letters_digest = None
    for offer in referral.offers:
        offer.release, offer.decline_note, offer.passes_to = None, None, None
    work.session.execute(delete(StoredDecision).where(StoredDecision.referral_id == referral.id))
    for event in queries.events_of(work.session, referral):
        event.sentence = None
    glass.forget(work, referral)
    own_pages.close_those_of(work.session, referral.id)


def forget_company(work: Work, company: Company) -> None:
    """Delete whom to call there, and what may name somebody: the name (a trader's is their own), the desk's notes."""
    if company.state is CompanyState.FORGOTTEN:
        return
    company_contacts.forget(company)
    erased.note(work, company)
    company.name, company.siren = "", None
    for event in queries.company_events(work.session, company):
        event.note = None
    company.move(CompanyState.FORGOTTEN, next_on=None)
    company_journey.record(work, company, CompanyStep.FORGOTTEN)
    company.forget_at = None


def _forget_prescribers(work: Work) -> None:
    """A professional who registers nobody any more: whom they registered stays, without them."""
    since = work.now - timedelta(days=work.rule_book.delays.prescriber_kept_days)
    for prescriber_id in queries.prescribers_to_forget(work.session, since):
        forget_prescriber(work, prescriber_id)


def forget_prescriber(work: Work, prescriber_id: int) -> None:
    """Whom they registered stays, without them."""
    erased.note(work, work.session.get_one(Prescriber, prescriber_id))
    registered = update(Referral).where(Referral.prescriber_id == prescriber_id)
    work.session.execute(registered.values(prescriber_id=None, marker=None))
    for theirs in (OutboxMessage, PrescriberSession, PrescriberChallenge, PrescriberReading):
        work.session.execute(delete(theirs).where(theirs.prescriber_id == prescriber_id))
    _forget_charges(work, Subject.PRESCRIBER, [prescriber_id])
    work.session.execute(delete(Prescriber).where(Prescriber.id == prescriber_id))


def _forget_charges(work: Work, subject: Subject, row_ids: Sequence[int]) -> None:
    """Who looked after rows that are gone: their numbers may serve again."""
    theirs = select(Charge.row_id).where(Charge.subject == subject)
    gone = set(row_ids) & set(work.session.scalars(theirs))
    work.session.execute(delete(Charge).where(Charge.subject == subject, Charge.row_id.in_(gone)))


def _forget_journals(work: Work) -> None:
    """Who signed in, which letters left and who read a name, once older than the journals are kept.

    Who read the name of somebody whom the hub still knows stays: they may ask.
    """
    since = work.now - timedelta(days=work.rule_book.delays.journal_kept_days)
    ended = or_(OutboxMessage.sent_at < since, OutboxMessage.given_up_at < since)
    _forget_charges(work, Subject.LETTER, work.session.scalars(select(OutboxMessage.id).where(ended)).all())
    work.session.execute(delete(OutboxMessage).where(ended))
    gone = select(Offer.id).join(Offer.referral).where(Referral.state == ReferralState.FORGOTTEN)
    read = delete(Disclosure).where(Disclosure.disclosed_at < since, Disclosure.offer_id.in_(gone))
    work.session.execute(read)
    work.session.execute(delete(MemberSession).where(MemberSession.seen_at < since))
    work.session.execute(delete(Address).where(Address.met_at < since))
    work.session.execute(delete(Budget).where(Budget.since < work.now - BUDGETS_KEPT))
    own_pages.forget_challenges(work.session, since)
    alarms.erase(work.session, since)
    leftovers.forget(work, since)
    posted = select(OutboxMessage.challenge_id).where(OutboxMessage.challenge_id.is_not(None))
    old = SignInChallenge.asked_at < since
    work.session.execute(delete(SignInChallenge).where(old, SignInChallenge.id.not_in(posted)))


def erase_from_disk(hub: Hub) -> None:
    """On SQLite the write-ahead log would keep what was deleted until it is folded into the database.

    Each time, whether or not something was forgotten: a reader in the way puts the folding off until the next sweep.
    """
    engine: Engine = hub.sessions.kw["bind"]
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
