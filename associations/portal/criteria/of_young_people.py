"""What the association says of the young people whom it accompanies: five chapters."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from associations.portal.criteria.chapter_form import NO_CONDITION, AtLeastOne, ChapterForm, Plain
from associations.portal.criteria.fields import (
    DEPARTMENT,
    NOT_OFFERED,
    Codes,
    HowFar,
    OneCode,
    Places,
    Schools,
    shown,
    territory_of,
)
from associations.portal.criteria.words import WAYS
from hub.routing.criteria import CLASSES, DIPLOMAS
from hub.wording import LEVELS, PUBLICS, SITUATIONS, THEMES

YOUNGEST, OLDEST = 5, 30


class Age(SelectField):  # type: ignore[misc]
    """One of the ages of whom the hub orients."""

    def __init__(self, label: str, validators: Any, **kwargs: Any) -> None:
        ages = [SelectChoice(str(age), _l("%(age)d ans", age=age)) for age in range(YOUNGEST, OLDEST + 1)]
        super().__init__(label, validators, choices=[SelectChoice("", _l("Choisir…")), *ages], **kwargs)


class WhomForm(ChapterForm):
    template = "portal/criteria_qui.html"

    youngest = Age(_l("À partir de"), [InputRequired(_l("Indiquez l’âge le plus jeune."))])
    oldest = Age(_l("Jusqu’à"), [InputRequired(_l("Indiquez l’âge le plus grand."))])
    situations = Codes(_l("Situations"), [AtLeastOne()], names=SITUATIONS)
    first_class = OneCode(
        _l("À partir de la classe de"),
        none=NO_CONDITION,
        names={level: LEVELS[level] for level in CLASSES},
        description=_l("Pour les élèves. Une classe qui n’est pas connue n’écarte personne."),
    )
    diploma = OneCode(
        _l("Niveau demandé au moins"),
        none=NO_CONDITION,
        names={level: LEVELS[level] for level in DIPLOMAS},
        description=_l("Écarte qui n’a pas ce niveau, ou ne l’a pas dit."),
    )

    @staticmethod
    def show(plain: Plain) -> dict[str, Any]:
        criteria = plain["criteria"]
        ages = criteria["ages"] or {"from": None, "to": None}
        return {**criteria, "youngest": _within(ages["from"]), "oldest": _within(ages["to"])}

    def fill(self, plain: dict[str, Any]) -> None:
        plain["criteria"] |= {
            "ages": {"from": int(self.youngest.data), "to": int(self.oldest.data)},
            "situations": self.situations.data,
            "first_class": self.first_class.data or None,
            "diploma": self.diploma.data or None,
        }

    def validate_oldest(self, field: Field) -> None:
        if field.errors or self.youngest.errors:
            return
        if int(field.data) < int(self.youngest.data):
            raise ValidationError(_("L’âge le plus grand vient après l’âge le plus jeune."))


class WishesForm(ChapterForm):
    template = "portal/criteria_quoi.html"

    themes = Codes(_l("Thèmes"), [AtLeastOne()], names=THEMES, description=_l("Un seul en commun suffit."))
    project = OneCode(
        _l("Le jeune doit avoir choisi"),
        none=NO_CONDITION,
        names=THEMES,
        description=_l("Si un thème est votre raison d’être\u202f: qui ne l’a pas choisi est écarté."),
    )

    @staticmethod
    def show(plain: Plain) -> dict[str, Any]:
        return dict(plain["criteria"])

    def fill(self, plain: dict[str, Any]) -> None:
        plain["criteria"] |= {"themes": self.themes.data, "project": self.project.data or None}

    def validate_project(self, field: Field) -> None:
        if field.data and field.data not in (self.themes.data or ()):
            raise ValidationError(_("Ce thème doit être aussi coché parmi vos thèmes."))


class WhereForm(ChapterForm):
    template = "portal/criteria_ou.html"

    in_person = HowFar(_l("Accompagnez-vous en personne\u202f?"), places="in_person_places")
    in_person_places = Places(_l("Lieux où vous venez"))
    remote = HowFar(_l("Accompagnez-vous à distance\u202f?"), places="remote_places")
    remote_places = Places(_l("Lieux d’où l’on peut vous joindre"))
    small_town = BooleanField(
        _l("Petites villes et communes rurales seulement"),
        description=_l("Moins de 20 000 habitants\u202f: les autres communes sont écartées."),
    )

    @staticmethod
    def show(plain: Plain) -> dict[str, Any]:
        criteria = plain["criteria"]
        return {
            **dict(shown(criteria["in_person"], "in_person")),
            **dict(shown(criteria["remote"], "remote")),
            "small_town": criteria["small_town"],
        }

    def fill(self, plain: dict[str, Any]) -> None:
        plain["criteria"] |= {
            "in_person": territory_of(self, "in_person"),
            "remote": territory_of(self, "remote"),
            "small_town": self.small_town.data,
        }

    def validate_remote(self, field: Field) -> None:
        if self.in_person.data == field.data == NOT_OFFERED:
            raise ValidationError(
                _(
                    "Dites au moins une façon d’accompagner\u202f: sans elle, aucune fiche ne vous est proposée."
                )
            )


class PublicsForm(ChapterForm):
    template = "portal/criteria_publics.html"

    required_publics = Codes(
        _l("Réservé à"),
        names=PUBLICS,
        description=_l("Si vous cochez plusieurs publics, il faut relever de tous. Sinon, ne cochez rien."),
    )
    favoured_publics = Codes(
        _l("En priorité"),
        names=PUBLICS,
        description=_l("Ces publics vous sont proposés d’abord. Personne n’est écarté."),
    )
    girls_only = BooleanField(
        _l("Réservé aux filles"), description=_l("À celles qui ont dit souhaiter un programme pour elles.")
    )
    volunteering_done = BooleanField(_l("Réservé à qui a fait un service civique ou du bénévolat"))

    @staticmethod
    def show(plain: Plain) -> dict[str, Any]:
        return dict(plain["criteria"])

    def fill(self, plain: dict[str, Any]) -> None:
        plain["criteria"] |= {
            "required_publics": self.required_publics.data,
            "favoured_publics": self.favoured_publics.data,
            "girls_only": self.girls_only.data,
            "volunteering_done": self.volunteering_done.data,
        }


class WaysForm(ChapterForm):
    template = "portal/criteria_voies.html"

    ways = Codes(
        _l("Par quelle voie un jeune peut-il venir à vous\u202f?"),
        [AtLeastOne()],
        names=WAYS,
        description=_l("Une seule suffit."),
    )
    partner_schools = Schools(
        _l("Établissements partenaires"),
        description=_l("Leur UAI (sept chiffres et une lettre), un par ligne."),
        render_kw={"rows": 4},
    )
    ase_conventions = Places(
        _l("Conventions signées avec un département"),
        description=_l(
            "Un jeune adressé par l’aide sociale à l’enfance ou un foyer ne vous est proposé que s’il est confié "
            "à l’un de ces départements."
        ),
    )

    @staticmethod
    def show(plain: Plain) -> dict[str, Any]:
        criteria = plain["criteria"]
        return {
            "ways": criteria["ways"],
            "partner_schools": "\n".join(criteria["partner_schools"]),
            "ase_conventions": [DEPARTMENT + code for code in criteria["ase_conventions"]],
        }

    def fill(self, plain: dict[str, Any]) -> None:
        plain["criteria"] |= {
            "ways": self.ways.data,
            "partner_schools": self.partner_schools.codes(),
            "ase_conventions": self.ase_conventions.of(DEPARTMENT),
        }


def _within(age: int | None) -> str:
    """An entry of public sources may say 35 or more: nobody older is oriented."""
    return "" if age is None else str(min(max(age, YOUNGEST), OLDEST))
