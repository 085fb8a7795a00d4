"""What a professional said beside the need, read after the acceptance: whom to contact first, what is attested."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from flask_babel import gettext as _

from associations.portal.released import readable_phone
from hub import queries
from hub.calendar import civil, in_words
from hub.disclosure import Revealed
from hub.geography import department_name
from hub.models import Offer, Referral
from hub.vocabulary import ContactFirst, Identity, Need, ReferredBy, Step, WrittenAgreement
from hub.wording import CONTACT_FIRST, N_, PRESCRIBER_KINDS
from hub.work import Work

Lines = list[tuple[str, str]]

CONTACTS: Mapping[ContactFirst, str] = MappingProxyType(
    {
        ContactFirst.YOUNG_PERSON: N_("Contactez d’abord le jeune : %(name)s."),
        ContactFirst.GUARDIAN: N_("Contactez d’abord son parent ou tuteur : %(name)s."),
        ContactFirst.PRESCRIBER: N_("Contactez d’abord le professionnel qui l’accompagne : %(name)s."),
    }
)
INFORMED = N_("Le jeune, et son parent ou tuteur s’il est mineur, sont informés et d’accord.")
OBTAINED_SINCE = N_("Accord écrit des titulaires de l’autorité parentale : obtenu, dit le %(day)s.")
UNDER_WAY = N_(
    "Accord écrit des titulaires de l’autorité parentale : en cours. Attendez-le avant la première rencontre."
)


def referred(work: Work, offer: Offer, revealed: Revealed) -> dict[str, object]:
    """What the page shows of the professional who registered this young person, if one did."""
    person, need = revealed.identity, revealed.need
    if person.referred_by is None or not isinstance(need, Need):
        return {}
    return {
        "first": _first_contact(person, person.referred_by),
        "workplace": _workplace(person.referred_by, need),
        "attested": _attested(person.referred_by, _agreed_on(work, offer.referral)),
        "phone": readable_phone(person.referred_by.professional.phone),
    }


def _agreed_on(work: Work, referral: Referral) -> date | None:
    """When somebody told, after the registration, that the agreement is there."""
    events = queries.events_of(work.session, referral)
    return next((civil(event.happened_at) for event in events if event.step is Step.GUARDIAN_AGREED), None)


def _first_contact(person: Identity, referred_by: ReferredBy) -> str:
    """The sentence that the reader should not miss."""
    guardian = person.guardian
    names = {
        ContactFirst.YOUNG_PERSON: f"{person.first_name} {person.last_name}",
        ContactFirst.GUARDIAN: f"{guardian.first_name} {guardian.last_name}" if guardian else "",
        ContactFirst.PRESCRIBER: referred_by.professional.name,
    }
    first = referred_by.contact_first
    return str(_(CONTACTS[first], name=names[first] or _(CONTACT_FIRST[first])))


def _workplace(referred_by: ReferredBy, need: Need) -> Lines:
    """Where the professional works, and what ties the young person to it."""
    of = need.prescriber
    return [
        (_("Structure"), referred_by.professional.organisation),
        *([(_("Nature"), _(PRESCRIBER_KINDS[of.kind]))] if of else []),
        *([(_("UAI"), of.uai)] if of and of.uai else []),
        *([(_("Classe ou groupe"), referred_by.group)] if referred_by.group else []),
        *([(_("Confié au département"), department_name(of.department))] if of and of.department else []),
    ]


def _attested(referred_by: ReferredBy, agreed_on: date | None) -> list[str]:
    in_care = referred_by.written is not None
    lines = [_("Le jeune est informé et d’accord.") if in_care else _(INFORMED)]
    if referred_by.evaluated:
        lines.append(_("La situation a été évaluée."))
    if referred_by.written is WrittenAgreement.UNDER_WAY and agreed_on:
        lines.append(_(OBTAINED_SINCE, day=in_words(agreed_on)))
    elif referred_by.written is WrittenAgreement.UNDER_WAY:
        lines.append(_(UNDER_WAY))
    elif referred_by.written is WrittenAgreement.OBTAINED:
        lines.append(_("Accord écrit des titulaires de l’autorité parentale : obtenu."))
    return [str(line) for line in lines]
