"""The columns of a file of young people: what each is called, what to write in it, and an example."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flask_babel import gettext as _

from forms import offered
from forms.batch.bounded import CannotRead, Row
from forms.batch.caged import AT_THE_TOP, MOST_YOUNG_PEOPLE
from forms.prescriber import rules
from forms.prescriber.told import Told
from forms.typed import folded
from hub.calendar import MONTHS
from hub.vocabulary import Level, Public, WrittenAgreement
from hub.wording import CONTACT_FIRST, LEVELS, MODES, N_, PUBLICS, SITUATIONS, THEMES, WRITTEN_AGREEMENTS

YES_OR_NO = (N_("oui"), N_("non"))
ATTESTED_FOR_ALL = ("young_agrees", "guardian_agrees", "evaluated")
"""Said once, on the page, for the whole file; a column of that name may still say no for a line."""


@dataclass(frozen=True, slots=True)
class Column:
    """``answers`` are the words accepted, when there is a list of them; ``more``, whether several may stand there."""

    title: str
    help: str
    example: str
    needed: bool = False
    answers: tuple[str, ...] = ()
    more: bool = False


_PUBLICS = tuple(PUBLICS[public] for public in (*offered.PUBLIC_AGES, Public.REP))
_LEVELS = tuple(dict.fromkeys(LEVELS[level] for level in Level))
_WRITTEN = tuple(WRITTEN_AGREEMENTS[code] for code in WrittenAgreement)
_WHEN_ASKED = N_("Pour un mineur. Obligatoire avant 15 ans, sauf en protection de l’enfance.")

COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "marker": Column(
            N_("Repère"),
            N_(
                "Vos initiales ou un numéro à vous, 12 caractères au plus, jamais le nom : vous seul le lirez."
            ),
            "A-12",
        ),
        "first_name": Column(N_("Prénom"), N_("Le prénom du jeune."), "Lou", needed=True),
        "last_name": Column(N_("Nom"), N_("Le nom du jeune."), "Exemple", needed=True),
        "birth_month": Column(
            N_("Mois de naissance"), N_("De 1 à 12, ou en lettres."), "5", needed=True, answers=MONTHS
        ),
        "birth_year": Column(N_("Année de naissance"), N_("En quatre chiffres."), "2009", needed=True),
        "postal_code": Column(
            N_("Code postal"), N_("Celui de la commune où vit le jeune."), "59100", needed=True
        ),
        "commune": Column(
            N_("Commune"), N_("Utile seulement si plusieurs communes partagent le code postal."), "Roubaix"
        ),
        "situation": Column(
            N_("Situation"),
            N_("Une seule, telle qu’elle est proposée à cet âge."),
            "Lycée professionnel",
            needed=True,
            answers=tuple(SITUATIONS.values()),
        ),
        "level": Column(
            N_("Classe ou diplôme"),
            N_("La classe ; hors de l’école, le plus haut diplôme. « autre » si aucune ne convient."),
            "Première",
            needed=True,
            answers=(*_LEVELS, N_("autre")),
        ),
        "group": Column(N_("Groupe"), N_("La classe ou le groupe, comme vous l’appelez."), "1re MELEC 2"),
        "department": Column(
            N_("Département responsable"),
            N_("Le numéro ou le nom du département à qui le jeune est confié."),
            "59",
            needed=True,
        ),
        "themes": Column(
            N_("Besoins"),
            N_("Un ou deux, séparés par un point-virgule."),
            "Orientation ; Confiance en soi",
            needed=True,
            answers=tuple(THEMES.values()),
            more=True,
        ),
        "mode": Column(
            N_("Rencontres"),
            N_("En personne, à distance, ou les deux."),
            "En personne ou à distance",
            needed=True,
            answers=tuple(MODES.values()),
        ),
        "publics": Column(
            N_("Situations particulières"),
            N_("Facultatif. Plusieurs possibles, séparées par un point-virgule."),
            "Boursier",
            answers=_PUBLICS,
            more=True,
        ),
        "qpv": Column(N_("Quartier prioritaire"), N_("Facultatif : oui ou non."), "non", answers=YES_OR_NO),
        "health_consent": Column(
            N_("Accord pour le handicap"),
            N_("« oui » si le jeune accepte que cette donnée de santé serve ; sinon elle n’est pas gardée."),
            "",
            answers=YES_OR_NO,
        ),
        "message": Column(
            N_("Un mot pour le mentor"),
            N_("Facultatif. 300 caractères au plus, sans nom, adresse ni santé."),
            N_("Aimerait découvrir les métiers du son."),
        ),
        "email": Column(
            N_("E-mail du jeune"), N_("Jamais celui d’un autre. Vide avant 15 ans."), "lou@exemple.fr"
        ),
        "phone": Column(N_("Téléphone"), N_("Facultatif."), "06 12 34 56 78"),
        "guardian_first_name": Column(N_("Prénom du parent ou tuteur"), _WHEN_ASKED, "Ana"),
        "guardian_last_name": Column(N_("Nom du parent ou tuteur"), _WHEN_ASKED, "Exemple"),
        "guardian_email": Column(N_("E-mail du parent ou tuteur"), _WHEN_ASKED, "ana@exemple.fr"),
        "contact_first": Column(
            N_("Qui contacter d’abord"),
            N_("La personne à qui l’association écrira en premier."),
            "Le jeune",
            needed=True,
            answers=tuple(CONTACT_FIRST.values()),
        ),
        "young_agrees": Column(N_("Jeune d’accord"), N_("oui ou non."), "oui", answers=YES_OR_NO),
        "guardian_agrees": Column(N_("Parent informé"), N_("oui ou non."), "oui", answers=YES_OR_NO),
        "evaluated": Column(N_("Évaluation faite"), N_("oui ou non."), "oui", answers=YES_OR_NO),
        "written": Column(
            N_("Accord écrit"),
            N_("Celui des titulaires de l’autorité parentale."),
            "Obtenu",
            needed=True,
            answers=_WRITTEN,
        ),
    }
)


def of_file(told: Told) -> dict[str, Column]:
    """The columns of the template for this kind of organisation, in order."""
    return {name: COLUMNS[name] for name in rules.asked(told) if name not in ATTESTED_FOR_ALL}


def attested(told: Told) -> list[str]:
    """What this organisation attests once for the whole file."""
    return [name for name in rules.asked(told) if name in ATTESTED_FOR_ALL]


@dataclass(frozen=True, slots=True)
class Headings:
    """Which field each place of a row holds; ``unknown`` and ``twice`` are headings as they were written."""

    fields: Mapping[int, str]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]

    @property
    def wrong(self) -> bool:
        return bool(self.missing or self.twice)


def top_of(rows: Sequence[Row], told: Told) -> tuple[Headings, Sequence[Row]]:
    """The line of headings, which may stand under a title, and the rows below it.  Raises CannotRead."""
    seen = [place for place, row in enumerate(rows) if not row.hidden]
    found = {place: headings(rows[place].cells, told) for place in seen[:AT_THE_TOP]} or {
        0: headings((), told)
    }
    best = max(found, key=lambda place: len(found[place].fields))
    below = rows[best + 1 :]
    if sum(place > best for place in seen) > MOST_YOUNG_PEOPLE:
        raise CannotRead("too_many_rows")
    return found[best], below


def headings(cells: Sequence[str], told: Told) -> Headings:
    """Recognised by their title, in French or in the language of the page, or by the field's own name."""
    names = _names(rules.asked(told))
    fields, unknown, twice = dict[int, str](), list[str](), list[str]()
    for place, cell in enumerate(cells):
        name = names.get(folded(cell))
        if name is None:
            unknown += [cell] if cell else []
        elif name in fields.values():
            twice.append(cell)
        else:
            fields[place] = name
    missing = [
        name for name, column in of_file(told).items() if column.needed and name not in fields.values()
    ]
    return Headings(fields, tuple(missing), tuple(unknown), tuple(twice))


def words(told: Told) -> set[str]:
    """How its headings may be written, in small letters."""
    return {word.lower() for name in rules.asked(told) for word in _written(name)}


def _names(fields: Iterable[str]) -> dict[str, str]:
    return {folded(word): name for name in fields for word in _written(name)}


def _written(name: str) -> tuple[str, ...]:
    return name.replace("_", " "), name, COLUMNS[name].title, _(COLUMNS[name].title)
