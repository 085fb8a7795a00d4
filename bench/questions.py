"""What our form asks, as the peers ask it: on one plain page.  Each question, its kind, and one answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.client import Typed
from hub.calendar import MONTHS
from hub.wording import CONTACT_BY, LEVELS, MODES, PUBLICS, SITUATIONS, THEMES


@dataclass(frozen=True, slots=True)
class Question:
    """``choices`` are (code, words); ``kind`` is text, email, long, tick, one or many."""

    name: str
    label: str
    kind: str
    answer: tuple[str, ...]
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True


def _offered(words: Mapping[Any, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), text) for code, text in words.items())


QUESTIONS = (
    Question(
        "channel",
        "Le mentor serait…",
        "one",
        ("self",),
        (("self", "Pour moi"), ("guardian", "Pour mon enfant")),
    ),
    Question(
        "birth_month", "Mois de naissance", "one", ("5",), tuple((str(n), m) for n, m in enumerate(MONTHS, 1))
    ),
    Question("birth_year", "Année de naissance", "text", ("2009",)),
    Question("postal_code", "Code postal", "text", ("59100",)),
    Question("situation", "Situation", "one", ("lycee_pro",), _offered(SITUATIONS)),
    Question("level", "Classe", "one", ("premiere",), _offered(LEVELS)),
    Question("themes", "Un mentor pour quoi ?", "many", ("orientation", "confiance"), _offered(THEMES)),
    Question("mode", "Comment échanger ?", "one", ("either",), _offered(MODES)),
    Question("publics", "Particularités", "many", ("boursier",), _offered(PUBLICS), required=False),
    Question("health_consent", "J’accepte", "tick", (), required=False),
    Question("qpv", "Quartier prioritaire", "one", ("yes",), (("yes", "Oui"), ("no", "Non")), required=False),
    Question("rural", "À la campagne", "tick", (), required=False),
    Question(
        "message", "Quelque chose à ajouter ?", "long", ("Découvrir les métiers du son.",), required=False
    ),
    Question("first_name", "Prénom", "text", ("Lou",)),
    Question("last_name", "Nom", "text", ("Canari-Dupré",)),
    Question("email", "Adresse e-mail", "email", ("lou@canari.example.org",)),
    Question("guardian_first_name", "Prénom de ton parent", "text", ("Ana",)),
    Question("guardian_last_name", "Nom de ton parent", "text", ("Canari",)),
    Question("guardian_email", "Adresse de ton parent", "email", ("ana@canari.example.org",)),
    Question("phone", "Téléphone", "text", ("06 12 34 56 78",), required=False),
    Question("contact_by", "Contact préféré", "one", ("text",), _offered(CONTACT_BY)),
)
TYPED: Typed = [(question.name, answer) for question in QUESTIONS for answer in question.answer]
