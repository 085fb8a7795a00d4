"""Invented people: from a seed, always the same ones, of every age, situation and place.

Nobody here exists; addresses end in ``.example``, which can belong to nobody (RFC 2606).
"""

from __future__ import annotations

import unicodedata
from random import Random

from hub import geography
from hub.demo.professionals import registered_by_one
from hub.vocabulary import (
    Availability,
    Channel,
    ContactBy,
    Engagement,
    Guardian,
    Identity,
    Kind,
    Level,
    MentorAge,
    MentorAudience,
    MentorStatus,
    Mode,
    Need,
    Place,
    Public,
    Registration,
    Sector,
    Situation,
    Theme,
)

FIRST_NAMES = (
    *("Inès", "Malik", "Jade", "Youssef", "Léa", "Noham", "Aïssata", "Théo", "Sirine", "Enzo", "Maëlys"),
    *("Ousmane", "Chloé", "Rayan", "Lina", "Gabin", "Fatou", "Ilyes", "Manon", "Kenza", "Hugo", "Naomi"),
    *("Samuel", "Yasmine", "Tom", "Anaïs", "Adam", "Moana", "Louise", "Teiki", "Camille", "Imrane"),
)
LAST_NAMES = (
    *("Marchand", "Diallo", "Benali", "Lefort", "Traoré", "Nguyen", "Payet", "Garnier", "Hoarau", "Costa"),
    *("Roussel", "Kaci", "Mercier", "Sylla", "Bonnet", "Haddad", "Faivre", "Ndiaye", "Texier", "Petit"),
)
TOWNS = (
    *(("59100", "59512"), ("59000", "59350"), ("93200", "93066"), ("93100", "93048"), ("75019", "75056")),
    *(("69200", "69259"), ("69003", "69123"), ("13015", "13055"), ("31100", "31555"), ("38100", "38185")),
    *(("44000", "44109"), ("33000", "33063"), ("67200", "67482"), ("63000", "63113"), ("92000", "92050")),
    *(("35200", "35238"), ("80000", "80021"), ("62300", "62498"), ("89000", "89024"), ("72000", "72181")),
    *(("97400", "97411"), ("97200", "97209"), ("97300", "97302"), ("20000", "2A004"), ("23000", "23096")),
    *(("48000", "48095"), ("15000", "15014"), ("76600", "76351"), ("57070", "57463"), ("54000", "54395")),
)
AGES = (
    *range(6, 11),
    *range(11, 15),
    *range(11, 15),
    *range(14, 19),
    *range(14, 19),
    *range(15, 26),
    *range(18, 31),
)
CLASSES = tuple(Level)[: tuple(Level).index(Level.TERMINALE) + 1]
LYCEE = CLASSES[-3:]
AFTER_BAC = (Level.BAC_PLUS_1, Level.BAC_PLUS_2, Level.BAC_PLUS_3, Level.BAC_PLUS_4, Level.BAC_PLUS_5)
DIPLOMAS = (Level.SANS_DIPLOME, Level.CAP, Level.BAC, Level.BAC_PLUS_2, Level.BAC_PLUS_3)
PUBLIC_SHARES = {
    Public.QPV: 0.33,
    Public.BOURSIER: 0.3,
    Public.ASE: 0.05,
    Public.HANDICAP: 0.06,
    Public.REFUGIE: 0.04,
    Public.ENGAGE: 0.08,
    Public.FILLES: 0.05,
}
"""QPV: docs/rules-of-the-field.md.  The other shares are invented."""
SOURCES = (None, None, "onisep", "missions-locales", None, "onisep", "radio")
"""The tags of the links by which they came."""
MENTOR_AGES = (
    MentorAge.FROM_15_TO_17,
    *(MentorAge.FROM_18_TO_25,) * 5,
    *(MentorAge.FROM_26_TO_49,) * 11,
    *(MentorAge.FROM_50,) * 5,
)
MENTOR_STATUSES = {
    MentorAge.FROM_15_TO_17: (MentorStatus.LYCEEN,),
    MentorAge.FROM_18_TO_25: (MentorStatus.ETUDIANT, MentorStatus.ETUDIANT, MentorStatus.ACTIF),
    MentorAge.FROM_26_TO_49: (MentorStatus.ACTIF, MentorStatus.ACTIF, MentorStatus.RECHERCHE_EMPLOI),
    MentorAge.FROM_50: (MentorStatus.ACTIF, MentorStatus.RETRAITE),
}
EMPLOYERS = ("Atelier des Deux Rives", "Coopérative du Phare", "Mairie de Sainte-Aurore")
FIRST_CLASS_AGE = 6
LYCEE_AGE, ADULT, OUT_OF_SCHOOL_AGE = 15, 18, 16
CHILD = 11
CONSENT = 15
ENGLISH_EVERY = 20
"""One form in so many is filled in in English."""


class Crowd:
    """People as they come, each made from the seed and their turn."""

    def __init__(self, chance: Random, *, today_year: int) -> None:
        self._chance = chance
        self._year = today_year
        self._turn = 0

    def next(self) -> Registration:
        self._turn += 1
        age = self._chance.choice(AGES)
        need = self._need(age)
        form_token = self._chance.randbytes(16).hex()
        return Registration(need, self._identity(age, need), form_token, SOURCES[self._turn % len(SOURCES)])

    def next_referred(self) -> Registration:
        """Registered by a professional."""
        return registered_by_one(self.next(), self._chance, number=self._turn)

    def next_mentor(self) -> Registration:
        self._turn += 1
        age = self._chance.choice(MENTOR_AGES)
        engagement = Engagement(
            age=age,
            status=self._chance.choice(MENTOR_STATUSES[age]),
            sector=self._chance.choice([None, *Sector]),
            place=self._place(),
            audiences=frozenset(self._chance.sample([*MentorAudience], self._chance.choice((1, 2, 3)))),
            themes=frozenset(self._chance.sample([*Theme], self._chance.choice((1, 2, 2)))),
            mode=self._chance.choice((Mode.EITHER, Mode.EITHER, Mode.REMOTE, Mode.IN_PERSON)),
            availability=self._chance.choice([*Availability]),
        )
        form_token = self._chance.randbytes(16).hex()
        return Registration(engagement, self._mentor(), form_token, None)

    def _mentor(self) -> Identity:
        first, last = self._chance.choice(FIRST_NAMES), self._chance.choice(LAST_NAMES)
        return Identity(
            first_name=first,
            last_name=last,
            birth_year=None,
            birth_month=None,
            email=f"{_plain(first)}.{_plain(last)}.{self._turn}@mentors.example",
            phone=None,
            contact_by=ContactBy.EMAIL,
            guardian=None,
            message="",
            health_consent=False,
            employer=self._chance.choice([None, None, *EMPLOYERS]),
            language=self._language(),
        )

    def _need(self, age: int) -> Need:
        situation, level = self._studies(age)
        themes = [theme for theme in Theme if age >= ADULT or theme not in (Theme.CREATION, Theme.CONCOURS)]
        return Need(
            kind=Kind.YOUNG_PERSON,
            age=age,
            place=self._place(),
            situation=situation,
            level=level,
            themes=frozenset(self._chance.sample(themes, self._chance.choice((1, 1, 2)))),
            publics=frozenset(p for p, share in PUBLIC_SHARES.items() if self._chance.random() < share),
            mode=self._chance.choice((Mode.EITHER, Mode.EITHER, Mode.REMOTE, Mode.IN_PERSON)),
            channel=Channel.SELF if age >= CONSENT else Channel.GUARDIAN,
            prescriber=None,
        )

    def _studies(self, age: int) -> tuple[Situation, Level | None]:
        if age < LYCEE_AGE:
            school_class = CLASSES[max(0, min(age - FIRST_CLASS_AGE, len(CLASSES) - 4))]
            return (Situation.PRIMAIRE if age < CHILD else Situation.COLLEGE), school_class
        if age < ADULT:
            lycee = self._chance.choice((Situation.LYCEE_GT, Situation.LYCEE_GT, Situation.LYCEE_PRO))
            return lycee, LYCEE[age - LYCEE_AGE]
        situation = self._chance.choice(
            (Situation.SUPERIEUR, Situation.SUPERIEUR, Situation.RECHERCHE_EMPLOI, Situation.SANS_ACTIVITE)
        )
        levels = AFTER_BAC if situation is Situation.SUPERIEUR else DIPLOMAS
        return situation, levels[min(age - ADULT, len(levels) - 1)]

    def _place(self) -> Place:
        return geography.place(*self._chance.choice(TOWNS))

    def _identity(self, age: int, need: Need) -> Identity:
        first, last = self._chance.choice(FIRST_NAMES), self._chance.choice(LAST_NAMES)
        alone = age >= CONSENT
        return Identity(
            first_name=first,
            last_name=last,
            birth_year=self._year - age,
            birth_month=self._chance.randint(1, 12),
            email=f"{_plain(first)}.{_plain(last)}.{self._turn}@jeunes.example" if alone else None,
            phone=None,
            contact_by=ContactBy.EMAIL,
            guardian=self._guardian(last) if age < ADULT else None,
            message="",
            health_consent=Public.HANDICAP in need.publics,
            language=self._language(),
        )

    def _language(self) -> str:
        return "en" if self._turn % ENGLISH_EVERY == 0 else "fr"

    def _guardian(self, last: str) -> Guardian:
        first = self._chance.choice(FIRST_NAMES)
        return Guardian(first, last, f"{_plain(first)}.{_plain(last)}.{self._turn}@familles.example")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().lower()
