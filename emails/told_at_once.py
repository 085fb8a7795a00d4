"""What a professional hears at once of those they registered: one line each, by reference, if it is still so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from emails.tongues import Tongue
from hub import calendar
from hub.lifecycle import ENDED, HELD, ROUTABLE, ReferralState
from hub.models import JourneyEvent
from hub.vocabulary import Audience, Step
from hub.wording import N_
from hub.work import Work

STILL_SOUGHT = ROUTABLE | {ReferralState.WITH_DESK}
TRUE_WHILE: Mapping[Step, frozenset[ReferralState]] = MappingProxyType(
    {
        Step.ACCEPTED: HELD,
        Step.RETURNED: STILL_SOUGHT,
        Step.UNREACHABLE: frozenset({ReferralState.UNREACHABLE}),
        Step.NO_SOLUTION: STILL_SOUGHT,
        Step.CLOSED: ENDED,
        Step.GUARDIAN_REMINDED: frozenset({ReferralState.AWAITING_GUARDIAN}),
        Step.FORGOTTEN: frozenset({ReferralState.FORGOTTEN}),
    }
)
SAID: Mapping[Step, str] = MappingProxyType(
    {
        Step.ACCEPTED: N_(
            "%(reference)s\u202f: %(association)s a dit oui, et prend contact au plus tard le %(day)s."
        ),
        Step.RETURNED: N_(
            "%(reference)s\u202f: l’association qui avait dit oui ne peut finalement pas. "
            "Nous cherchons à nouveau, réponse au plus tard le %(day)s."
        ),
        Step.UNREACHABLE: N_(
            "%(reference)s\u202f: %(association)s n’arrive pas à joindre ce jeune. Pouvez-vous l’aider à reprendre "
            "contact\u202f? Sans nouvelles, son dossier est clos le %(day)s."
        ),
        Step.NO_SOLUTION: N_("%(reference)s\u202f: pas encore de solution. Nous continuons à chercher."),
        Step.CLOSED: N_(
            "%(reference)s\u202f: nous n’avons pas trouvé d’association, et arrêtons la recherche. "
            "Vous pouvez inscrire ce jeune à nouveau quand vous voulez."
        ),
        Step.GUARDIAN_REMINDED: N_(
            "%(reference)s\u202f: le parent n’a pas encore répondu, malgré deux rappels. "
            "Pouvez-vous lui en parler\u202f? Sans son accord, tout est effacé le %(day)s."
        ),
        Step.FORGOTTEN: N_(
            "%(reference)s\u202f: sans réponse du parent, l’inscription est effacée. "
            "Vous pouvez inscrire ce jeune à nouveau."
        ),
    }
)
IN_WRITING: Mapping[Step, str] = MappingProxyType(
    {
        Step.GUARDIAN_REMINDED: N_(
            "%(reference)s\u202f: l’accord écrit est toujours attendu. Dites sur votre page qu’il est obtenu\u202f; "
            "sans lui, tout est effacé le %(day)s."
        ),
        Step.FORGOTTEN: N_(
            "%(reference)s\u202f: sans accord écrit, l’inscription est effacée. "
            "Vous pouvez inscrire ce jeune à nouveau."
        ),
    }
)
"""The same, where the professional gathers the agreement themselves."""
"""Never why an association said no, nor anything that the young person said."""


def lines_of(work: Work, events: Iterable[JourneyEvent], said_in: Tongue) -> list[str]:
    """One for each that is still so."""
    still = (event for event in events if event.referral.state in TRUE_WHILE[event.step])
    return [_line(work, event, said_in) for event in still]


def _line(work: Work, event: JourneyEvent, said_in: Tongue) -> str:
    association = event.offer.association.name if event.offer else ""
    told = {
        "reference": event.referral.reference,
        "association": association,
        "day": said_in.day(_day(work, event)),
    }
    in_writing = event.referral.correspondent is Audience.PRESCRIBER
    return said_in.say((in_writing and IN_WRITING.get(event.step)) or SAID[event.step], **told)


def _day(work: Work, event: JourneyEvent) -> date | None:
    if event.step is Step.ACCEPTED:
        since = calendar.civil(event.happened_at)
        return calendar.add_working_days(since, work.rule_book.delays.contact_days)
    if event.step is Step.RETURNED:
        return event.referral.promised_by
    return calendar.civil(event.referral.next_at) if event.referral.next_at else None
