"""What the association that accepted reads of the professional who registered the young person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub import intake, queries
from hub.models import Member
from hub.vocabulary import ContactFirst, PrescriberKind, Registration, Situation, WrittenAgreement
from tests.associations.partner import Partner, card_of
from tests.parts.people import identity, referred
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

IN_CARE: dict[str, Any] = {"kind": PrescriberKind.ASE, "department": "59", "evaluated": True}


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


@pytest.fixture
def member(town: Town) -> Member:
    (joined,) = town.join("les-ombres")
    return joined


def revealed(town: Town, member: Member, form: Registration, *, agreed: bool = False) -> str:
    """The page that the member reads, once the registration was routed to them and accepted."""
    with town.front.begin() as work:
        reference = intake.register(work, form).reference
        if agreed:
            intake.agreement_obtained(work, queries.referral_by_reference(work.session, reference))
    town.settle()
    partner, card = Partner.signed_in(town, member), card_of(town, reference)
    partner.send(f"/fiches/{card}/accepter", seen_on=f"/fiches/{card}")
    town.settle()
    return partner.send(f"/fiches/{card}/devoiler", seen_on=f"/fiches/{card}").text


def in_care(**changes: Any) -> Registration:
    return referred(**{**IN_CARE, "publics": frozenset({"ase"}), **changes})


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (ContactFirst.YOUNG_PERSON, "d’abord le jeune\u202f: Zéphyrine"),
        (ContactFirst.GUARDIAN, "d’abord son parent ou tuteur\u202f: Théodrade"),
        (ContactFirst.PRESCRIBER, "d’abord le professionnel qui l’accompagne\u202f: Ludivine"),
    ],
)
def test_whom_to_contact_first_stands_at_the_top(
    town: Town, member: Member, first: ContactFirst, said: str
) -> None:
    page = revealed(town, member, in_care(contact_first=first, written=WrittenAgreement.OBTAINED))
    assert said in page
    assert "La situation a été évaluée" in page and "parentale\u202f: obtenu." in page
    assert "Confié au département" in page and "l.oberkampf@lycee.example" in page


def test_an_agreement_under_way_is_to_be_waited_for(town: Town, member: Member) -> None:
    page = revealed(town, member, in_care(written=WrittenAgreement.UNDER_WAY))
    assert "en cours. Attendez-le avant la première rencontre" in page


def test_an_agreement_that_came_since_is_dated(town: Town, member: Member) -> None:
    child = in_care(
        who=identity(email=None),
        age=14,
        situation=Situation.COLLEGE,
        level=None,
        written=WrittenAgreement.UNDER_WAY,
        contact_first=ContactFirst.PRESCRIBER,
    )
    assert "obtenu, dit le lundi 2 mars" in revealed(town, member, child, agreed=True)
