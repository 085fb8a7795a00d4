"""What a person's own page says: *tu* to a young person, *vous* to a guardian and to a mentor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from hub.vocabulary import Audience
from hub.wording import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """In the order of the pages: the code, the page, changing, erasing."""

    title: str
    confirm_first: str
    why_code: str
    send_code: str
    code_sent: str
    prove_address: str
    prepare: str
    download: str
    about_details: str
    about_correction: str
    about_correction_later: str
    erased: str
    no_letter: str


TO_YOUNG_PERSON = Words(
    title=N_("Mes données"),
    confirm_first=N_(
        "Confirme d’abord que ton adresse est bien la tienne\u202f: le lien est dans le premier e-mail que nous "
        "t’avons envoyé. Ensuite, nous pourrons t’y envoyer un code."
    ),
    why_code=N_(
        "Ici, tu peux voir ce que nous savons de toi, le changer, le télécharger ou l’effacer. Pour être sûrs que "
        "c’est toi, nous envoyons un code à six chiffres à ton adresse e-mail."
    ),
    send_code=N_("M’envoyer un code"),
    code_sent=N_(
        "Un code à six chiffres vient de partir vers ton adresse e-mail. Il sert une fois, dans ce navigateur, "
        "pendant quinze minutes, avec cinq essais au plus."
    ),
    prove_address=N_(
        "Un code est parti vers ta nouvelle adresse. Tape-le ici\u202f: elle remplacera alors l’ancienne. Sans lui, "
        "rien ne change."
    ),
    prepare=N_("Ce que tu peux préparer"),
    download=N_("Télécharger mes données (JSON)"),
    about_details=N_(
        "Si une association t’a dit oui, elle lira ces coordonnées et verra la date du changement. Pour une nouvelle "
        "adresse e-mail, un code y sera d’abord envoyé."
    ),
    about_correction=N_(
        "Nous cherchons ensuite avec ta demande corrigée. Une association qui ne te correspond plus ne la lit plus, "
        "et nous demandons à la suivante."
    ),
    about_correction_later=N_(
        "Ta demande corrigée remplace l’ancienne. Si une association t’a dit oui, elle la lira."
    ),
    erased=N_("Ta demande s’arrête aussitôt, et tout ce que tu nous as dit s’efface dans la minute."),
    no_letter=N_(
        "Nous n’aurons plus ton adresse\u202f: n’attends pas d’e-mail qui le confirme. La page suivante le dira."
    ),
)
TO_GUARDIAN = Words(
    title=N_("Vos données"),
    confirm_first=N_(
        "Confirmez d’abord que votre adresse est bien la vôtre\u202f: le lien est dans le premier e-mail que nous vous "
        "avons envoyé. Ensuite, nous pourrons vous y envoyer un code."
    ),
    why_code=N_(
        "Ici, vous pouvez voir ce que nous savons de vous et de votre enfant, le changer, le télécharger ou "
        "l’effacer. Pour être sûrs que c’est vous, nous envoyons un code à six chiffres à votre adresse e-mail."
    ),
    send_code=N_("M’envoyer un code"),
    code_sent=N_(
        "Un code à six chiffres vient de partir vers votre adresse e-mail. Il sert une fois, dans ce navigateur, "
        "pendant quinze minutes, avec cinq essais au plus."
    ),
    prove_address=N_(
        "Un code est parti vers votre nouvelle adresse. Tapez-le ici\u202f: elle remplacera alors l’ancienne. Sans "
        "lui, rien ne change."
    ),
    prepare=N_("Ce que vous pouvez préparer"),
    download=N_("Télécharger ces données (JSON)"),
    about_details=N_(
        "Si une association a dit oui, elle lira ces coordonnées et verra la date du changement. Pour une nouvelle "
        "adresse e-mail, la vôtre, un code y sera d’abord envoyé."
    ),
    about_correction=N_(
        "Nous cherchons ensuite avec la demande corrigée. Une association qui ne convient plus ne la lit plus, et "
        "nous demandons à la suivante."
    ),
    about_correction_later=N_(
        "La demande corrigée remplace l’ancienne. Si une association a dit oui, elle la lira."
    ),
    erased=N_("La demande s’arrête aussitôt, et tout ce que vous nous avez dit s’efface dans la minute."),
    no_letter=N_(
        "Nous n’aurons plus votre adresse\u202f: n’attendez pas d’e-mail qui le confirme. La page suivante le dira."
    ),
)
TO_MENTOR = replace(
    TO_GUARDIAN,
    why_code=N_(
        "Ici, vous pouvez voir ce que nous savons de vous, le changer, le télécharger ou l’effacer. Pour être sûrs "
        "que c’est vous, nous envoyons un code à six chiffres à votre adresse e-mail."
    ),
    about_details=N_(
        "Si une association vous a dit oui, elle lira ces coordonnées et verra la date du changement. Pour une "
        "nouvelle adresse e-mail, un code y sera d’abord envoyé."
    ),
    about_correction=N_(
        "Nous cherchons ensuite avec votre candidature corrigée. Une association qui ne vous correspond plus ne la "
        "lit plus, et nous demandons à la suivante."
    ),
    about_correction_later=N_(
        "Votre candidature corrigée remplace l’ancienne. Si une association vous a dit oui, elle la lira."
    ),
    erased=N_(
        "Votre candidature s’arrête aussitôt, et tout ce que vous nous avez dit s’efface dans la minute."
    ),
)
WORDS: Mapping[Audience, Words] = MappingProxyType(
    {
        Audience.YOUNG_PERSON: TO_YOUNG_PERSON,
        Audience.GUARDIAN: TO_GUARDIAN,
        Audience.MENTOR: TO_MENTOR,
    }
)
"""By the referral's correspondent."""
