"""What a prescriber hears: a code, what was received, once a week where everybody stands.  References, and no name."""

from __future__ import annotations

from emails import leaving, told_at_once, young_people
from emails.letters import Letterhead
from emails.markup import Facts
from emails.recipients import NothingToSay, Recipient
from emails.tongues import Tongue, tongue
from hub import codes, digests, prescriber_letters, prescriber_signin, prescribers, prescribing, queries
from hub.calendar import civil
from hub.lifecycle import ReferralState
from hub.models import OutboxMessage, Prescriber, PrescriberChallenge, Standing
from hub.queries import questions
from hub.vocabulary import Step
from hub.work import Work

CODE = "sign_in_code"


def recipient_of(
    work: Work, message: OutboxMessage, prescriber: Prescriber, letterhead: Letterhead
) -> Recipient:
    """Raises NothingToSay."""
    who = prescribers.open_to_write(work, prescriber)
    said_in = tongue(who.language)
    facts = {"page_link": _link(work, message.code_asked, said_in.under(letterhead.public_url))}
    if message.letter == CODE and message.code_asked:
        facts |= _code(work, message.code_asked)
    if message.letter == Step.RECEIVED:
        facts |= _received(work, message, prescriber, said_in)
    if message.letter == prescribing.REFUSED:
        facts |= _refused(work, prescriber)
    if message.letter == prescribers.ASKED:
        facts |= _asked(work, prescriber)
    if message.letter == prescriber_letters.FORGOTTEN_SOON:
        facts["forget_date"] = _forget_date(work, message, prescriber, said_in)
    if message.letter == prescriber_letters.NEWS:
        facts |= _news(work, message, prescriber, said_in)
    if message.letter == digests.LETTER:
        facts |= _digest(work, prescriber, said_in)
        facts["leave_link"] = leaving.link(work, prescriber, said_in.under(letterhead.public_url))
    return Recipient(who.email, facts, language=said_in.code)


def _link(work: Work, link: PrescriberChallenge | None, public_url: str) -> str:
    page = f"{public_url}/mes-jeunes"
    return f"{page}/lien/{prescriber_signin.link_of(work, link)}" if link else page


def _code(work: Work, challenge: PrescriberChallenge) -> Facts:
    if challenge.asked_at <= work.now - codes.CODE_LIVES:
        raise NothingToSay("this code no longer serves")
    return {
        "code": work.vault.prescriber_code(challenge.id, challenge.nonce),
        "minutes": str(int(codes.CODE_LIVES.total_seconds()) // 60),
    }


def _received(work: Work, message: OutboxMessage, prescriber: Prescriber, said_in: Tongue) -> Facts:
    """Everybody registered that day, read again when the letter leaves."""
    day = civil(message.posted_at)
    rows = [row for row in queries.referrals_of(work.session, prescriber.id) if civil(row.received_at) == day]
    to_check = prescriber.standing is Standing.TO_CHECK
    to_confirm = any(row.state is ReferralState.AWAITING_CONFIRMATION for row in rows)
    return {
        **young_people.told_of(work, rows, said_in),
        "to_check": "oui" if to_check else "",
        "to_confirm": "oui" if to_confirm else "",
    }


def _refused(work: Work, prescriber: Prescriber) -> Facts:
    """Whoever registered somebody since is looked at again, and trusted perhaps before the letter leaves."""
    if prescriber.standing is not Standing.REFUSED:
        raise NothingToSay("the professional is trusted now")
    return {
        "kept_days": str(work.rule_book.delays.withdrawn_kept_days),
        "since": "oui" if queries.references_to_check(work.session, prescriber.id) else "",
    }


def _forget_date(work: Work, message: OutboxMessage, prescriber: Prescriber, said_in: Tongue) -> str:
    """Whoever registered somebody meanwhile, or asked to be remembered, is forgotten another day."""
    day = civil(prescriber_letters.forgotten_at(work, prescriber))
    if message.once and not message.once.endswith(day.isoformat()):
        raise NothingToSay("the professional is remembered")
    return said_in.day(day)


def _news(work: Work, message: OutboxMessage, prescriber: Prescriber, said_in: Tongue) -> Facts:
    lines = told_at_once.lines_of(work, queries.news_told_by(work.session, message), said_in)
    if not lines or prescriber.standing is Standing.REFUSED:
        raise NothingToSay("none of it is so any more")
    return young_people.listed("news", lines, said_in)


def _asked(work: Work, prescriber: Prescriber) -> Facts:
    """What they have still to answer when the letter leaves."""
    waiting = questions.put_to(work.session, prescriber.id)
    if not waiting:
        raise NothingToSay("every question was answered")
    return {"people": "\n".join(dict.fromkeys(question.referral.reference for question in waiting))}


def _digest(work: Work, prescriber: Prescriber, said_in: Tongue) -> Facts:
    """Those who are still on their way, and those for whom it ended lately."""
    lately = work.now - queries.NEWS_AGE
    told_at = queries.last_news_of(work.session, prescriber.id)
    rows = [
        row
        for row in queries.referrals_of(work.session, prescriber.id)
        if row.next_at is not None or told_at[row.id] > lately
    ]
    return young_people.told_of(work, rows, said_in)
