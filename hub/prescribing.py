"""Whether a professional is trusted: the desk looks at an address that proves no profession; they confirm their own."""

from __future__ import annotations

from datetime import timedelta

from hub import intake, journal, journey, mailboxes, prescriber_letters, prescribers, queries, strangers
from hub.lifecycle import ReferralState
from hub.models import Domain, Member, Prescriber, PrescriberReading, Referral, Standing
from hub.queries import domains
from hub.vocabulary import Audience, Professional, Step
from hub.work import Work

REFUSED = "refused"


class FreeMail(Exception):
    """Anybody may write from there: the domain proves no organisation."""


def read(work: Work, prescriber: Prescriber, *, by: Member) -> Professional:
    """Who it is.  No trace, no page: both are one transaction."""
    place = prescribers.contact_place(prescriber.address_digest)
    content = work.vault.open_for_portal(prescriber.contact_for_desk, place=place)
    work.session.add(PrescriberReading(prescriber_id=prescriber.id, member_id=by.id, read_at=work.now))
    journal.note(work, journal.Act.CONTACT_READ, f"prescriber:{prescriber.id}", by=by)
    return prescribers.contact_of(content)


def verify(work: Work, prescriber: Prescriber, *, by: Member) -> int:
    """Whoever they registered goes on, and whoever they register next is not held; answers how many went on."""
    _judge(work, prescriber, Standing.VERIFIED, by)
    waiting = _waiting(work, prescriber, ReferralState.AWAITING_CHECK)
    for referral in waiting:
        intake.prescriber_is_trusted(work, referral)
    return len(waiting)


def refuse(work: Work, prescriber: Prescriber, *, by: Member) -> int:
    """Everybody who waited for it is closed, and only the professional is told: nobody else knew of them."""
    _judge(work, prescriber, Standing.REFUSED, by)
    waiting = _waiting(work, prescriber, ReferralState.AWAITING_CHECK)
    forgotten_at = work.now + timedelta(days=work.rule_book.delays.withdrawn_kept_days)
    for referral in waiting:
        referral.correspondent = Audience.PRESCRIBER
        referral.move(ReferralState.CLOSED, next_at=None, forget_at=forgotten_at)
        journey.record(work, referral, Step.CLOSED, by=by)
    once = f"{REFUSED}:{prescriber.id}:{work.now:%Y-%m-%d}"
    prescriber_letters.tell_once(work, prescriber, REFUSED, once=once, at=work.now)
    return len(waiting)


def judge_domain(work: Work, name: str, standing: Standing, *, by: Member) -> int:
    """What is thought of whoever is met there next; verified, those who wait there go on too: answers how many do.

    Raises :class:`FreeMail`.
    """
    if mailboxes.is_free_mail(name):
        raise FreeMail(name)
    known = work.session.get(Domain, name) or Domain(name=name)
    known.standing, known.judged_at, known.judged_by = standing, work.now, by
    work.session.add(known)
    waiting = domains.waiting_at(work.session, name) if standing is Standing.VERIFIED else ()
    return sum(verify(work, prescriber, by=by) for prescriber in waiting)


def let_go_on(work: Work, prescriber: Prescriber) -> int:
    """The professional has shown that the address is theirs: what waited only for that goes on; answers how many."""
    strangers.confirm(work, prescriber.address_digest)
    waiting = _waiting(work, prescriber, ReferralState.AWAITING_CONFIRMATION)
    for referral in waiting:
        intake.prescriber_is_trusted(work, referral)
    return len(waiting)


def _judge(work: Work, prescriber: Prescriber, standing: Standing, by: Member) -> None:
    """The row is held first: a file that is being registered waits, then reads the new standing."""
    work.session.refresh(prescriber, with_for_update=True)
    prescriber.standing, prescriber.checked_at, prescriber.checked_by = standing, work.now, by
    journal.desk_moved(work, f"prescriber:{prescriber.id}", by=by, move=standing.value)


def _waiting(work: Work, prescriber: Prescriber, state: ReferralState) -> list[Referral]:
    """Theirs that wait like this, each held until the work is done."""
    rows = [row for row in queries.referrals_of(work.session, prescriber.id) if row.state is state]
    held = [queries.referral_to_move(work.session, row.id) for row in rows]
    return [row for row in held if row.state is state]
