"""Whom the journeys are about: what each of them types, and the rare words in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.forms.conftest import FORM, Typed
from tests.forms.prescriber import professional
from tests.parts.people import (
    CANARIES,
    EMAIL,
    EMPLOYER,
    FIRST_NAME,
    GUARDIAN,
    LAST_NAME,
    MENTOR_CANARIES,
    MENTOR_EMAIL,
    MENTOR_FIRST_NAME,
    MESSAGE,
)


@dataclass(frozen=True, slots=True)
class Someone:
    """What a person types, page by page, the rare words in it, and whose letters are theirs; on which form."""

    typed: Mapping[str, Typed]
    canaries: tuple[str, ...]
    addresses: frozenset[str]
    form: str = FORM
    registered_by: tuple[str, ...] = ()
    """The words of the professional who typed all this: kept on their own device for the next young person."""


GIRL = Someone(
    {
        "ou": {"postal_code": "59890", "commune": "59482", "situation": "lycee_gt"},
        "besoin": {"level": "premiere", "themes": ["orientation"], "mode": "either"},
        "en_plus": {"publics": [], "message": MESSAGE},
        "contact": {
            "first_name": FIRST_NAME,
            "last_name": LAST_NAME,
            "email": EMAIL,
            "guardian_first_name": GUARDIAN.first_name,
            "guardian_last_name": GUARDIAN.last_name,
            "guardian_email": GUARDIAN.email,
            "phone": "07 61 98 01 23",
        },
    },
    (*(canary for canary in CANARIES if not canary.isdecimal()), "61980123", "Quesnoy"),
    frozenset({EMAIL, GUARDIAN.email}),
)
"""Sixteen, from a small town."""
CHILD = Someone(
    {
        "first": {"birth_year": "2012"},
        "ou": {"postal_code": "59560", "commune": "59643", "situation": "college"},
        "besoin": {"level": "cinquieme", "themes": ["scolarite"], "mode": "either"},
        "en_plus": {"publics": [], "message": "Les ornithorynques\net rien d’autre."},
        "contact": {
            "first_name": "Philothée",
            "last_name": "Brisebarre-Ngô",
            "guardian_first_name": "Hildegonde",
            "guardian_last_name": "Tournemouche",
            "guardian_email": "h.tournemouche@foyer.example",
            "phone": "07 61 98 04 56",
        },
    },
    (
        *("Philothée", "Brisebarre", "ornithorynques", "Hildegonde", "Tournemouche", "61980456"),
        *("foyer.example", "Warneton"),
    ),
    frozenset({"h.tournemouche@foyer.example"}),
)
"""Thirteen: nothing is routed before a guardian's yes."""
ADULT = Someone(
    {
        "first": {"birth_year": "2003"},
        "ou": {"postal_code": "59118", "situation": "superieur"},
        "besoin": {"level": "bac3", "themes": ["insertion"], "mode": "either"},
        "en_plus": {"publics": ["handicap"], "health_consent": "y", "message": "Le théorbe & <la viole>"},
        "contact": {
            "first_name": "Aldéric",
            "last_name": "Mbengue-Ségurel",
            "email": "alderic@faculte.example",
            "phone": "07 61 98 07 89",
        },
    },
    ("Aldéric", "Mbengue", "Ségurel", "théorbe", "61980789", "faculte.example", "Wambrechies"),
    frozenset({"alderic@faculte.example"}),
)
MENTOR = Someone(
    {
        "": {"age": "50+", "status": "actif", "sector": "artisanat"},
        "ou": {"postal_code": "59890", "commune": "59482"},
        "proposition": {
            "audiences": ["lycee"],
            "themes": ["orientation", "insertion"],
            "mode": "either",
            "availability": "weekly",
            "commitment": "y",
        },
        "contact": {
            "first_name": MENTOR_FIRST_NAME,
            "last_name": "Barthélemy-Vauquelin",
            "email": MENTOR_EMAIL,
            "phone": "07 61 98 11 12",
            "contact_by": "phone",
            "employer": EMPLOYER,
        },
    },
    (*(canary for canary in MENTOR_CANARIES if not canary.isdecimal()), "61981112", "Quesnoy"),
    frozenset({MENTOR_EMAIL}),
    "/devenir-mentor",
)
"""From the same small town; a craftsman who would like to meet lycéens."""
PUPIL = Someone(
    {
        "": {
            **professional.PUPIL[""],
            "your_name": "Wilhelmine Taillebourg",
            "your_function": "Conseillère zoologue",
            "your_email": "w.taillebourg@lycee-baggio.example",
            "your_phone": "03 20 98 02 46",
        },
        "jeune": {**professional.PUPIL["/jeune"], "postal_code": "59960", "group": "Terminale Zibeline"},
        "besoin": {**professional.PUPIL["/besoin"], "message": "Les cormorans huppés."},
        "contact": {
            "first_name": "Nicéphore",
            "last_name": "Akwaboah",
            "phone": "07 61 98 05 43",
            "marker": "Zz-42 x",
            "contact_first": "prescriber",
        },
        "attestations": professional.PUPIL["/attestations"],
    },
    (
        *("Nicéphore", "Akwaboah", "cormorans", "61980543", "Zibeline", "Neuville-en-Ferrain", "Zz-42"),
        *("Wilhelmine", "Taillebourg", "zoologue", "20980246", "0590121L"),
    ),
    frozenset({"w.taillebourg@lycee-baggio.example"}),
    professional.FORM,
    ("Wilhelmine", "Taillebourg", "zoologue", "20980246", "0590121L"),
)
"""Sixteen, registered by a school: only the professional is written to."""
