"""The words of a file in the language of its page: what a cell may say, and what was said, as the rules know it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from flask_babel import get_locale
from flask_babel import gettext as _

from forms.batch.columns import ATTESTED_FOR_ALL, COLUMNS, Column
from forms.prescriber import rules
from forms.prescriber.reading import Fault
from forms.typed import folded
from hub.vocabulary import ContactFirst, Level, Mode, Situation
from hub.wording import N_

MEANT: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "birth_month": {
            **{"janv": "janvier", "jan": "janvier", "fevr": "février", "fev": "février", "avr": "avril"},
            **{"juil": "juillet", "sept": "septembre", "sep": "septembre", "oct": "octobre"},
            **{"nov": "novembre", "dec": "décembre"},
        },
        "situation": {
            **dict.fromkeys(("ecole", "elementaire", "ecole elementaire"), Situation.PRIMAIRE),
            **dict.fromkeys(
                ("lycee general", "lycee technologique", "lycee techno", "lycee gt", "lgt"),
                Situation.LYCEE_GT,
            ),
            **dict.fromkeys(("lycee pro", "lp"), Situation.LYCEE_PRO),
            **dict.fromkeys(("apprenti", "apprentie", "cfa"), Situation.APPRENTISSAGE),
            **dict.fromkeys(("universite", "etudiant", "etudiante"), Situation.SUPERIEUR),
        },
        "level": {
            **dict.fromkeys(("6", "6eme", "sixieme"), Level.SIXIEME),
            **dict.fromkeys(("5", "5eme", "cinquieme"), Level.CINQUIEME),
            **dict.fromkeys(("4", "4eme", "quatrieme"), Level.QUATRIEME),
            **dict.fromkeys(("3", "3eme", "troisieme"), Level.TROISIEME),
            **dict.fromkeys(("2nde", "2de", "2nd", "2e", "2eme"), Level.SECONDE),
            **dict.fromkeys(("1re", "1ere"), Level.PREMIERE),
            **dict.fromkeys(("tle", "term", "t"), Level.TERMINALE),
            **dict.fromkeys(("1re annee de cap", "1ere annee de cap"), Level.CAP1),
            **dict.fromkeys(("2e annee de cap", "2eme annee de cap"), Level.CAP2),
        },
        "mode": {
            **dict.fromkeys(("presentiel", "en presentiel"), Mode.IN_PERSON),
            **dict.fromkeys(("distanciel", "en distanciel", "visio", "en visio"), Mode.REMOTE),
            **dict.fromkeys(("les deux", "peu importe", "indifferent"), Mode.EITHER),
        },
        "contact_first": {
            "jeune": ContactFirst.YOUNG_PERSON,
            **dict.fromkeys(
                ("parent", "parents", "le parent", "les parents", "son parent", "ses parents", "tuteur"),
                ContactFirst.GUARDIAN,
            ),
            **dict.fromkeys(
                ("professionnel", "le professionnel", "prescripteur", "moi"), ContactFirst.PRESCRIBER
            ),
        },
    }
)
"""By column, how schools write an answer, folded, and what they mean by it."""
IN_A_CELL: Mapping[str, str] = MappingProxyType(
    {rules.NO_MONTH: N_("Indiquez le mois de naissance : un nombre de 1 à 12, ou le mois en lettres.")}
)
NOTHING = frozenset(
    {
        *("n/a", "neant", "aucun", "aucune", "sans objet", "non concerne", "non concernee"),
        *("non renseigne", "non renseignee", "none", "not applicable"),
    }
)
MARKS = " -\u2010\u2011\u2012\u2013\u2014\u2212/."
"""Words, folded or as they are, and marks, that fill in a cell of which there is nothing to say."""
APART, BETWEEN_CHOICES = " ; ", " · "
CUT, ANSWER = re.compile(r"[;|\n]"), re.compile(r"[^;\s][^;]*[^;\s]|[^;\s]")


def answers(column: Column) -> list[str]:
    return [_(answer) for answer in column.answers]


def example(column: Column) -> str:
    return ANSWER.sub(lambda found: _(found[0]), column.example)


def says_nothing(name: str, cell: str) -> bool:
    """An empty cell, or a word for one where nothing is needed.  It attests nothing."""
    if COLUMNS[name].needed or name in ATTESTED_FOR_ALL:
        return not cell
    return not cell.strip(MARKS) or not NOTHING.isdisjoint((cell.casefold(), folded(cell)))


def as_the_rules_say(name: str, text: str) -> str:
    """French, where the answer was written in the language of the page, or as schools do; what is no answer stays."""
    if not (known := _known(name, str(get_locale()))):
        return text
    parts = CUT.split(text) if COLUMNS[name].more else [text]
    return APART.join(known.get(folded(part), part.strip()) for part in parts)


def as_the_page_says(faults: Iterable[Fault]) -> list[Fault]:
    """The choices that a refusal names are words of the vocabulary; a cell offers no list to choose a month from."""
    return [
        replace(fault, said=IN_A_CELL.get(fault.said, fault.said), values=_told(fault.values))
        for fault in faults
    ]


def _told(values: Mapping[str, object]) -> dict[str, object]:
    choices = str(values.get("choices", "")).split(BETWEEN_CHOICES)
    told = {"choices": BETWEEN_CHOICES.join(_(choice) for choice in choices)} if any(choices) else {}
    return {**values, **told}


@cache
def _known(name: str, language: str) -> Mapping[str, str]:
    """``language`` is what gettext speaks during this request."""
    translated = {folded(_(answer)): answer for answer in COLUMNS[name].answers if _(answer) != answer}
    return {**MEANT.get(name, {}), **translated}
