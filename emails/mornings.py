"""What an association's digest says this morning, and the letter when it is asked no more: numbers, and no name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from emails import leaving
from emails.letters import Letterhead
from emails.markup import Facts
from emails.recipients import NothingToSay, Recipient
from emails.tongues import FRENCH, tongue
from hub import mornings
from hub.models import Association, Member, OutboxMessage, Stop
from hub.mornings import Morning
from hub.wording import N_
from hub.work import Work

SAID_IN = tongue(FRENCH)
MOST_NUMBERS = 6
"""Cards named on one line; the page has them all."""

LATE = N_("En retard\u202f: {cards}. Une autre association y pense aussi\u202f; vous pouvez encore accepter.")
DUE_TODAY = N_("À répondre aujourd’hui\u202f: {cards}.")
NEW = N_("Nouvelles\u202f: {cards}.")
TO_CONTACT = N_("À contacter\u202f: {cards}. Ces personnes attendent votre premier appel.")
TO_PAIR = N_("Sans binôme\u202f: {cards}. Chercher encore, ou rendre la fiche\u202f?")
TO_CLOSE = N_("Entretiens de fin\u202f: {cards}. Le binôme s’est arrêté\u202f: que dire de la suite\u202f?")
TO_FOLLOW = N_("Suivis du mois\u202f: {cards}, sur une seule page.")
TO_MEND = N_(
    "Vos critères\u202f: {count} déclinées, ni pour votre public ni pour votre territoire. Corrigez-les."
)
OTHERS = N_("Ouvertes, sans urgence\u202f: {count}.")


def recipient_of(
    work: Work, message: OutboxMessage, member: Member, association: Association, letterhead: Letterhead
) -> Recipient:
    """Raises NothingToSay."""
    if member.removed_at:
        raise NothingToSay("the member was removed")
    facts = {"association": association.name, "partners_link": f"{letterhead.partners_url}/"}
    if message.letter == mornings.LETTER:
        facts |= _digest(work, association, letterhead)
        facts["leave_link"] = leaving.link(work, member, letterhead.partners_url)
    else:
        facts |= _stopped(work, association, letterhead)
    return Recipient(member.email, facts)


def _digest(work: Work, association: Association, letterhead: Letterhead) -> Facts:
    morning = mornings.of(work, association)
    if not morning.says_anything:
        raise NothingToSay("everything was answered meanwhile")
    asks = morning.to_confirm or morning.stopped_for
    return {
        "presses": "oui" if morning.presses else "",
        "lines": "\n".join(_lines(morning)),
        "cards_link": f"{letterhead.partners_url}/fiches/",
        "confirm_link": _confirm_link(letterhead) if asks else "",
        "stops_date": SAID_IN.day(morning.stops_on),
        "stopped": "oui" if morning.stopped_for else "",
        "stopped_date": SAID_IN.day(association.stopped_on),
    }


def _stopped(work: Work, association: Association, letterhead: Letterhead) -> Facts:
    if association.stopped_for is None:
        raise NothingToSay("the association is asked again")
    return {
        "unanswered": "oui" if association.stopped_for is Stop.UNANSWERED else "",
        "stale_days": str(work.rule_book.load.stale_days),
        "confirm_link": _confirm_link(letterhead),
    }


def _confirm_link(letterhead: Letterhead) -> str:
    return f"{letterhead.partners_url}/places/toujours-exact"


def _lines(morning: Morning) -> Iterator[str]:
    """The most pressing first."""
    for numbers, line in (
        (morning.overdue, LATE),
        (morning.due_today, DUE_TODAY),
        (morning.new, NEW),
        (morning.to_contact, TO_CONTACT),
        (morning.to_pair, TO_PAIR),
        (morning.to_close, TO_CLOSE),
        (morning.to_follow, TO_FOLLOW),
    ):
        if numbers:
            yield line.format(cards=_cards(numbers, morning.mentors))
    if morning.to_mend:
        yield TO_MEND.format(count=_counted(morning.to_mend))
    if morning.others:
        yield OTHERS.format(count=_counted(morning.others))


def _cards(numbers: Sequence[str], mentors: frozenset[str]) -> str:
    named = (f"{number}\u00a0mentor" if number in mentors else number for number in numbers[:MOST_NUMBERS])
    shown = ", ".join(named)
    more = ", …" if len(numbers) > MOST_NUMBERS else ""
    return f"{_counted(len(numbers))} ({shown}{more})"


def _counted(count: int) -> str:
    return f"{count}\u00a0fiche{'s' if count > 1 else ''}"
