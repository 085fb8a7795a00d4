"""The professionals of the story: invented, each registering those of their own public."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from hub.vocabulary import (
    Channel,
    ContactFirst,
    Need,
    Prescriber,
    PrescriberKind,
    Professional,
    Public,
    ReferredBy,
    Registration,
    Situation,
    WrittenAgreement,
)

ADULT = 18
CHILD_WELFARE_AGES = range(11, 21)
SCHOOLS = frozenset({Situation.COLLEGE, Situation.LYCEE_GT, Situation.LYCEE_PRO})
SEEKERS = frozenset({Situation.RECHERCHE_EMPLOI, Situation.SANS_ACTIVITE})
WRITTEN = (WrittenAgreement.OBTAINED, WrittenAgreement.OBTAINED, WrittenAgreement.UNDER_WAY)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A professional, what routing may know of them, and whom they accompany."""

    who: Professional
    known_as: Prescriber
    accompanies: Callable[[Need], bool]


COLLEAGUES = (
    Colleague(
        Professional(
            "Solange Verdier", "CPE", "Lycée des Deux Rives", "s.verdier@lycee-deux-rives.example", None
        ),
        Prescriber(PrescriberKind.SCHOOL, None, None),
        lambda need: need.situation in SCHOOLS,
    ),
    Colleague(
        Professional(
            "Idriss Le Bihan", "Conseiller", "Mission locale du Phare", "i.lebihan@ml-phare.example", None
        ),
        Prescriber(PrescriberKind.MISSION_LOCALE, None, None),
        lambda need: need.situation in SEEKERS,
    ),
    Colleague(
        Professional(
            "Maud Castaing", "Éducatrice référente", "Département du Nord", "m.castaing@nord.example", None
        ),
        Prescriber(PrescriberKind.ASE, "59", None),
        lambda need: need.age in CHILD_WELFARE_AGES,
    ),
    Colleague(
        Professional("Théo Marchandeau", "Animateur", "Les Voisins du 12", "theo.m@libre.example", None),
        Prescriber(PrescriberKind.ASSOCIATION, None, None),
        lambda need: True,
    ),
)
"""The last one writes from an address that proves no profession: the desk looks first."""


def registered_by_one(young: Registration, chance: Random, *, number: int) -> Registration:
    """The same young person, whom a professional registers instead."""
    need = young.need
    if not isinstance(need, Need):
        return young
    colleague = chance.choice([each for each in COLLEAGUES if each.accompanies(need)])
    in_care = colleague.known_as.kind is PrescriberKind.ASE
    referred_by = ReferredBy(
        professional=colleague.who,
        contact_first=ContactFirst.YOUNG_PERSON if young.identity.email else ContactFirst.PRESCRIBER,
        informed=True,
        evaluated=True if in_care else None,
        written=_written(need, chance) if in_care else None,
        group="",
    )
    publics = need.publics | {Public.ASE} if in_care else need.publics
    return replace(
        young,
        need=replace(need, channel=Channel.PRESCRIBER, prescriber=colleague.known_as, publics=publics),
        identity=replace(young.identity, referred_by=referred_by),
        marker=f"{young.identity.first_name[0]}{young.identity.last_name[0]} {number}",
    )


def _written(need: Need, chance: Random) -> WrittenAgreement:
    return WrittenAgreement.ADULT if need.age >= ADULT else chance.choice(WRITTEN)
