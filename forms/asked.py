"""What the tracking page asks of the person after a yes: were they contacted, are they there, does it go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask_babel import gettext as _

from hub import saying
from hub.lifecycle import ReferralState
from hub.models import Referral
from hub.vocabulary import Audience
from hub.wording import N_
from hub.work import Work

CONTACT, HERE, TOGETHER = "contact", "presence", "rencontres"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Question:
    """``yes`` and ``no`` are what the buttons say; ``hint`` is what a no brings."""

    word: str
    title: str
    hint: str
    yes: str
    no: str


TO_YOUNG_PERSON = (
    Question(
        CONTACT,
        N_("L’association t’a-t-elle contacté\u202f?"),
        N_(
            "Si c’est non, elle et notre équipe le voient aussitôt, et elle doit te joindre le prochain jour ouvré."
        ),
        N_("Oui, c’est fait"),
        N_("Non, pas encore"),
    ),
    Question(
        HERE,
        N_("Tu es toujours là\u202f?"),
        N_("L’association te recontacte dès le prochain jour ouvré. Pense à regarder tes messages."),
        N_("Nous nous sommes déjà parlé"),
        N_("Oui, je suis là"),
    ),
    Question(
        TOGETHER,
        N_("Le contact continue avec ton mentor\u202f?"),
        N_("Si c’est non, l’association le voit et cherche avec toi ce qui convient."),
        N_("Oui, ça continue"),
        N_("Non, plus de contact"),
    ),
)
TO_ADULT = (
    Question(
        CONTACT,
        N_("L’association vous a-t-elle contacté\u202f?"),
        N_(
            "Si c’est non, elle et notre équipe le voient aussitôt, et elle doit vous joindre le prochain jour ouvré."
        ),
        N_("Oui, c’est fait"),
        N_("Non, pas encore"),
    ),
    Question(
        HERE,
        N_("Vous êtes toujours là\u202f?"),
        N_("L’association vous recontacte dès le prochain jour ouvré. Pensez à regarder vos messages."),
        N_("Nous nous sommes déjà parlé"),
        N_("Oui, je suis là"),
    ),
    Question(
        TOGETHER,
        N_("Les rencontres continuent-elles\u202f?"),
        N_("Si c’est non, l’association le voit et cherche avec vous ce qui convient."),
        N_("Oui, elles continuent"),
        N_("Non, plus de contact"),
    ),
)
ANSWERS: Mapping[tuple[str, str], Callable[[Work, Referral], None]] = MappingProxyType(
    {
        (CONTACT, YES): saying.contacted,
        (CONTACT, NO): saying.not_contacted,
        (HERE, YES): saying.contacted,
        (HERE, NO): saying.not_contacted,
        (TOGETHER, YES): saying.together,
        (TOGETHER, NO): saying.apart,
    }
)
"""By the question and the button.  Whatever a page says that is out of date, the verbs change nothing."""


def asked(work: Work, referral: Referral) -> Question | None:
    """The one question that is open now."""
    word = _word(work, referral)
    questions = TO_YOUNG_PERSON if referral.correspondent is Audience.YOUNG_PERSON else TO_ADULT
    return next((each for each in questions if each.word == word), None)


def thanks(word: str, answer: str) -> str:
    """What is said once the button was pressed."""
    if answer == YES:
        return str(_("Merci, c’est noté."))
    if word == TOGETHER:
        return str(_("Merci de l’avoir dit. L’association le voit."))
    return str(_("Merci de l’avoir dit. L’association et notre équipe le voient."))


def _word(work: Work, referral: Referral) -> str | None:
    if saying.may_say_contact(work, referral):
        return HERE if referral.state is ReferralState.UNREACHABLE else CONTACT
    return TOGETHER if saying.may_say_together(work, referral) else None
