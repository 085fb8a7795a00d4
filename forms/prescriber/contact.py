"""Who the young person is, who answers for them, and whom the association contacts first."""

from __future__ import annotations

from dataclasses import replace

from forms.prescriber.reading import Reading
from forms.prescriber.told import Told
from forms.typed import folded
from hub.vocabulary import ContactFirst, Guardian
from hub.wording import CONTACT_FIRST, N_

MARKER_LENGTH = 12
TELLING_NAME = 3
"""From this many letters on, a part of a name found within a marker tells whose it is."""

GUARDIAN = ("guardian_first_name", "guardian_last_name", "guardian_email")

NO_FIRST_NAME = N_("Indiquez le prénom du jeune.")
NO_LAST_NAME = N_("Indiquez le nom du jeune.")
NO_GUARDIAN = N_("Indiquez le prénom du parent ou tuteur.")
NO_GUARDIAN_NAME = N_("Indiquez le nom du parent ou tuteur.")
NO_GUARDIAN_ADDRESS = N_("Indiquez l’adresse e-mail du parent ou tuteur : son accord lui sera demandé.")
WHOLE_GUARDIAN = N_("Indiquez prénom, nom et adresse e-mail du parent ou tuteur, ou laissez les trois vides.")
SAME_ADDRESS = N_("Chacun son adresse : celle-ci est déjà indiquée pour quelqu’un d’autre.")
NAME_IN_MARKER = N_(
    "Ce repère contient son nom : choisissez des initiales ou un numéro que vous êtes seul à comprendre."
)
YOUNG_UNREACHABLE = N_("Pour contacter d’abord le jeune, indiquez son adresse e-mail ou son téléphone.")
GUARDIAN_UNREACHABLE = N_(
    "Pour contacter d’abord son parent ou tuteur, indiquez son nom et son adresse e-mail."
)
CHILD_NOT_FIRST = N_("Avant 15 ans, le premier contact passe par un adulte : choisissez quelqu’un d’autre.")
NO_GUARDIAN_OF_AN_ADULT = N_("Ce jeune est majeur : choisissez une autre personne à contacter.")


def contact(reading: Reading) -> Told:
    """A child under the age of consent has no address of their own asked; a guardian is needed for them."""
    told = reading.told
    first_name = reading.name("first_name", needed=NO_FIRST_NAME)
    last_name = reading.name("last_name", needed=NO_LAST_NAME)
    marker = _marker(reading, f"{first_name} {last_name}")
    email = None if told.consent_needed else reading.address("email")
    phone = reading.telephone("phone")
    guardian = _guardian(reading) if told.minor else None
    first = reading.code("contact_first", CONTACT_FIRST)
    _check_reachable(reading, first)
    _check_addresses(reading, email, guardian)
    if reading.faults:
        return told
    return replace(
        told,
        first_name=first_name,
        last_name=last_name,
        marker=marker,
        email=email,
        phone=phone,
        guardian=guardian,
        contact_first=first,
    )


def guardian_needed(told: Told) -> bool:
    """Their yes is awaited; child welfare has the agreement in writing instead, or will."""
    return told.consent_needed and not told.child_welfare


def may_be_first(told: Told) -> set[ContactFirst]:
    """A child is not contacted alone, and nobody answers for an adult."""
    nobody = {ContactFirst.YOUNG_PERSON} if told.consent_needed else set()
    return set(ContactFirst) - nobody - (set() if told.minor else {ContactFirst.GUARDIAN})


def _marker(reading: Reading, name: str) -> str:
    """Read back on the prescriber's page: whoever looks over a shoulder must learn no name."""
    marker = reading.text("marker", longest=MARKER_LENGTH)
    words, within = folded(marker).split(), folded(marker).replace(" ", "")
    for part in folded(name).split():
        if (part in words and len(part) > 1) or (len(part) >= TELLING_NAME and part in within):
            reading.wrong("marker", NAME_IN_MARKER)
    return marker


def _guardian(reading: Reading) -> Guardian | None:
    needed = guardian_needed(reading.told)
    if not needed and not _told(reading, *GUARDIAN):
        return None
    said = (
        (NO_GUARDIAN, NO_GUARDIAN_NAME, NO_GUARDIAN_ADDRESS) if needed else (WHOLE_GUARDIAN,) * len(GUARDIAN)
    )
    first_name = reading.name(GUARDIAN[0], needed=said[0])
    last_name = reading.name(GUARDIAN[1], needed=said[1])
    email = reading.address(GUARDIAN[2], needed=said[2])
    return Guardian(first_name, last_name, email) if email else None


def _told(reading: Reading, *names: str) -> bool:
    """Something was typed there, be it wrong: that is said where it is."""
    return any(reading.raw(name) for name in names)


def _check_reachable(reading: Reading, first: ContactFirst | None) -> None:
    told = reading.told
    if first is ContactFirst.YOUNG_PERSON and told.consent_needed:
        reading.wrong("contact_first", CHILD_NOT_FIRST)
    elif first is ContactFirst.YOUNG_PERSON and not _told(reading, "email", "phone"):
        reading.wrong("contact_first", YOUNG_UNREACHABLE)
    elif first is ContactFirst.GUARDIAN and not told.minor:
        reading.wrong("contact_first", NO_GUARDIAN_OF_AN_ADULT)
    elif first is ContactFirst.GUARDIAN and not _told(reading, *GUARDIAN):
        reading.wrong("contact_first", GUARDIAN_UNREACHABLE)


def _check_addresses(reading: Reading, email: str | None, guardian: Guardian | None) -> None:
    """Three people, three addresses: a professional who gave their own would agree in the guardian's place."""
    professional = reading.told.professional
    taken = {professional.email.casefold()} if professional else set()
    if email:
        if email.casefold() in taken:
            reading.wrong("email", SAME_ADDRESS)
        taken.add(email.casefold())
    if guardian and guardian.email.casefold() in taken:
        reading.wrong("guardian_email", SAME_ADDRESS)
