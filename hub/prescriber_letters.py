"""What is posted to a professional: a code, what cannot wait for the weekly letter, what is erased soon; each once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from hub import calendar, codes, queries
from hub.models import OutboxMessage, Prescriber, PrescriberChallenge, Standing
from hub.vocabulary import Audience
from hub.work import Errand, Work

NEWS, FORGOTTEN_SOON = "news", "forgotten_soon"


def send_code(work: Work, challenge: PrescriberChallenge) -> None:
    work.session.add(challenge)
    work.session.flush()
    message = OutboxMessage(
        letter="sign_in_code",
        audience=Audience.PRESCRIBER,
        prescriber=challenge.prescriber,
        code_asked=challenge,
        posted_at=work.now,
        due_at=work.now,
    )
    work.session.add(message)
    work.ring(Errand.CARRY, message)


def tell_news(work: Work, prescriber_id: int, event_id: int) -> None:
    """Tell of this event at once: the first in a day; what comes later that day goes together the next morning.

    A letter tells of the events from its own on, up to the one that the next letter begins with.
    """
    prescriber = work.session.get_one(Prescriber, prescriber_id)
    today = calendar.civil(work.now)
    tomorrow = today + calendar.ONE_DAY
    for day, at in ((today, work.now), (tomorrow, calendar.morning_of(tomorrow))):
        if tell_once(work, prescriber, NEWS, once=f"{NEWS}:{prescriber_id}:{day}", at=at, event_id=event_id):
            return


def forgotten_at(work: Work, prescriber: Prescriber) -> datetime:
    """When they are forgotten, unless they register somebody or ask to be remembered before."""
    days = work.rule_book.delays.prescriber_kept_days
    return queries.active_at(work.session, prescriber) + timedelta(days=days)


def announce_forgetting(work: Work) -> int:
    """Tell those who registered nobody for almost a year, the next working morning and once; answers how many."""
    delays = work.rule_book.delays
    since = work.now - timedelta(days=delays.prescriber_kept_days - delays.forgotten_soon_days)
    return sum(_announce(work, row) for row in queries.prescribers_to_forget(work.session, since))


def _announce(work: Work, prescriber_id: int) -> bool:
    prescriber = work.session.get_one(Prescriber, prescriber_id)
    if prescriber.standing is Standing.REFUSED:
        return False
    once = f"{FORGOTTEN_SOON}:{prescriber_id}:{calendar.civil(forgotten_at(work, prescriber))}"
    return tell_once(work, prescriber, FORGOTTEN_SOON, once=once, at=calendar.coming_morning(work.now))


def tell_once(
    work: Work, prescriber: Prescriber, letter: str, *, once: str, at: datetime, event_id: int | None = None
) -> bool:
    """Whether this letter is posted now: never twice under the same name, whoever else is posting it.

    It carries a link of its own to the prescriber's page, so that no second letter is needed to open it.
    """
    if queries.is_posted(work.session, once):
        return False
    link = PrescriberChallenge(prescriber=prescriber, nonce=codes.new_nonce(), asked_at=work.now)
    message = OutboxMessage(
        letter=letter,
        audience=Audience.PRESCRIBER,
        prescriber=prescriber,
        code_asked=link,
        event_id=event_id,
        once=once,
        posted_at=at,
        due_at=at,
    )
    return _is_first(work, message)


def _is_first(work: Work, message: OutboxMessage) -> bool:
    """Add the row unless another of its name is there, or comes at the same moment."""
    try:
        with work.session.begin_nested():
            work.session.add(message)
    except IntegrityError:
        return False
    return True
