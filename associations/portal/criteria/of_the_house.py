"""What the association says of the mentors whom it looks for, and of itself: two chapters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from associations.portal.criteria.chapter_form import ChapterForm, Plain
from associations.portal.criteria.fields import (
    NOT_OFFERED,
    Codes,
    HowFar,
    Places,
    on_one_line,
    shown,
    territory_of,
    web_address,
)
from associations.words_typed import Note
from hub.geography import DEPARTMENTS
from hub.school_holidays import ZONES, Zone
from hub.wording import MENTOR_AGES, MENTOR_AUDIENCES, MENTOR_STATUSES, THEMES

RHYTHM_LIMIT, ADDRESS_LIMIT = 120, 200
SAME, OWN = "same", "own"
YES, NO, UNSAID = "yes", "no", ""
COMPANIES: Mapping[str, bool | None] = MappingProxyType({YES: True, NO: False, UNSAID: None})


ALL_YEAR = ""


def _school_years() -> dict[str, list[SelectChoice]]:
    """Every département whose holidays are known, under its zone."""
    by_zone = {_("Toute l’année"): [SelectChoice(ALL_YEAR, _("Non"))]}
    for zone in Zone:
        theirs = [code for code in DEPARTMENTS if ZONES.get(code) is zone]
        by_zone[_("Zone %(zone)s", zone=zone.value)] = [
            SelectChoice(code, f"{code} · {DEPARTMENTS[code].name}") for code in theirs
        ]
    return by_zone


class MentorsForm(ChapterForm):
    template = "portal/criteria_mentors.html"

    wanted = BooleanField(_l("Nous cherchons des mentors en ce moment"))
    ages = Codes(_l("Leur âge"), names=MENTOR_AGES)
    statuses = Codes(
        _l("Leur situation"), names=MENTOR_STATUSES, description=_l("Ne cochez rien si toutes conviennent.")
    )
    audiences = Codes(
        _l("Pour accompagner"),
        names=MENTOR_AUDIENCES,
        description=_l("Ne cochez rien si ce sont les mêmes jeunes que vous accompagnez."),
    )
    themes = Codes(
        _l("Sur quels thèmes"),
        names=THEMES,
        description=_l("Ne cochez rien si ce sont les mêmes que pour les jeunes."),
    )
    reach = RadioField(
        _l("Où cherchez-vous des mentors\u202f?"),
        choices=[
            SelectChoice(SAME, _l("Là où vous accompagnez des jeunes")),
            SelectChoice(OWN, _l("Ailleurs aussi, ou à d’autres endroits")),
        ],
    )
    in_person = HowFar(_l("Pour accompagner en personne"), places="in_person_places")
    in_person_places = Places(_l("Lieux où les mentors viennent"))
    remote = HowFar(_l("Pour accompagner à distance"), places="remote_places")
    remote_places = Places(_l("Lieux d’où les mentors appellent"))

    @staticmethod
    def show(plain: Plain) -> dict[str, Any]:
        side = plain.get("mentors") or {"wanted": False, "reach": None}
        there = side["reach"] or plain["criteria"]
        return {
            **side,
            **dict(shown(there["in_person"], "in_person")),
            **dict(shown(there["remote"], "remote")),
            "reach": OWN if side["reach"] else SAME,
        }

    def fill(self, plain: dict[str, Any]) -> None:
        there = {mode: territory_of(self, mode) for mode in ("in_person", "remote")}
        plain["mentors"] = {
            "wanted": self.wanted.data,
            "ages": self.ages.data,
            "statuses": self.statuses.data,
            "audiences": self.audiences.data or None,
            "themes": self.themes.data or None,
            "reach": there if self.reach.data == OWN else None,
        }

    def validate_reach(self, field: Field) -> None:
        if field.data == OWN and self.in_person.data == self.remote.data == NOT_OFFERED:
            raise ValidationError(_("Dites au moins une façon d’accompagner, en personne ou à distance."))

    def validate_ages(self, field: Field) -> None:
        if self.wanted.data and not field.data:
            raise ValidationError(
                _("Cochez au moins un âge\u202f: sans lui, aucun mentor ne vous est proposé.")
            )


class PageForm(ChapterForm):
    template = "portal/criteria_presentation.html"

    website = StringField(
        _l("Votre site"),
        [Optional(), Length(max=ADDRESS_LIMIT), web_address],
        filters=[on_one_line],
        render_kw={"type": "url", "autocomplete": "url", "placeholder": "https://"},
    )
    rhythm = StringField(
        _l("Rythme des rencontres"),
        [Note(RHYTHM_LIMIT)],
        filters=[on_one_line],
        description=_l(
            "En quelques mots, par exemple «\u00a0une heure par semaine, deux fois par mois au moins\u00a0»."
        ),
        render_kw={"maxlength": RHYTHM_LIMIT},
    )
    companies = RadioField(
        _l("Prenez-vous des partenariats avec des entreprises\u202f?"),
        choices=[
            SelectChoice(YES, _l("Oui")),
            SelectChoice(NO, _l("Non")),
            SelectChoice(UNSAID, _l("À voir avec la coordination, à chaque fois")),
        ],
    )

    school_year = SelectField(
        _l("Suivez-vous les vacances scolaires\u202f?"),
        choices=_school_years,
        description=_l(
            "Pendant ces vacances, rien de nouveau ne vous est proposé, vos échéances s’arrêtent et le courriel "
            "du matin ne vient pas. La Corse et l’outre-mer ont leurs propres calendriers, que nous n’avons pas "
            "encore\u202f: indiquez alors vos jours de fermeture dans «\u00a0Nos places\u00a0»."
        ),
    )

    @staticmethod
    def show(plain: Plain) -> dict[str, Any]:
        said = {answer: code for code, answer in COMPANIES.items()}
        return {
            **plain,
            "companies": said[plain.get("companies")],
            "school_year": plain.get("school_year") or ALL_YEAR,
        }

    def fill(self, plain: dict[str, Any]) -> None:
        plain |= {
            "website": self.website.data or None,
            "rhythm": self.rhythm.data or None,
            "companies": COMPANIES[self.companies.data],
            "school_year": self.school_year.data or None,
        }
