"""What an association reads of a referral before it accepts, and the words that the rule book's sentences take in.

Each is the same whoever asks: no explanation may betray an age or a status.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import TypeVar

from hub import geography
from hub.routing.profile import Way
from hub.routing.territory import Scope, Territory
from hub.wording import N_

Code = TypeVar("Code", bound=StrEnum)

SEPARATOR = "\u202f; "

PUBLIC_FITS = N_("Correspond à vos critères d’âge, de situation et de public.")
ALL_THEMES = N_("Tous les thèmes demandés font partie de ceux que vous accompagnez.")
SOME_THEMES = N_("Une partie des thèmes demandés fait partie de ceux que vous accompagnez.")
PLACE_FITS = N_("Le lieu et le mode d’accompagnement souhaités entrent dans votre offre.")
MENTOR_FITS = N_("Correspond aux mentors que vous cherchez et aux jeunes que vous accompagnez.")
ALL_MENTOR_THEMES = N_("Tous les thèmes proposés font partie de ceux que vous accompagnez.")
SOME_MENTOR_THEMES = N_("Une partie des thèmes proposés fait partie de ceux que vous accompagnez.")

MAINLAND_IN_WORDS = N_("France continentale")
FRANCE_IN_WORDS = N_("France entière")
DEPARTMENTS = N_("départements {codes}")
DEPARTMENT = N_("département {codes}")

WAYS = {
    Way.OPEN: N_("inscription libre"),
    Way.SCHOOL: N_("établissement scolaire ou universitaire"),
    Way.PARTNER_SCHOOL: N_("établissement partenaire"),
    Way.PRESCRIBER: N_("prescripteur"),
    Way.CHILD_WELFARE: N_("service de l’aide sociale à l’enfance"),
    Way.FAMILY: N_("famille"),
    Way.OWN_SITE: N_("site de l’association que le jeune fréquente déjà"),
}


def words(codes: AbstractSet[Code], labels: Mapping[Code, str]) -> str:
    """Labels in the order of the vocabulary; some hold commas, so semicolons part them."""
    return SEPARATOR.join(label[0].lower() + label[1:] for code, label in labels.items() if code in codes)


def places(territory: Territory) -> str:
    wide = {Scope.FRANCE: [FRANCE_IN_WORDS], Scope.MAINLAND: [MAINLAND_IN_WORDS], Scope.LISTED: []}
    regions = [geography.region_name(code) for code in sorted(territory.regions)]
    codes = sorted(territory.departments)
    word = DEPARTMENTS if len(codes) > 1 else DEPARTMENT
    departments = [word.format(codes=", ".join(codes))] if codes else []
    return SEPARATOR.join(wide[territory.scope] + regions + departments)


def of_need(*, covered: bool) -> tuple[str, ...]:
    """Read by an association before it accepts: the same words whatever the age, commune or public."""
    return (PUBLIC_FITS, ALL_THEMES if covered else SOME_THEMES, PLACE_FITS)


def of_engagement(*, covered: bool) -> tuple[str, ...]:
    """Read by an association before it accepts: the same words whatever the age, status or commune."""
    return (MENTOR_FITS, ALL_MENTOR_THEMES if covered else SOME_MENTOR_THEMES, PLACE_FITS)
