"""Registered by a professional: nobody reads who either of them is before a yes; then one association does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from hub import queries
from hub.models import Offer
from tests.associations.partner import Partner
from tests.forms.conftest import Typed, Visitor
from tests.forms.prescriber import professional
from tests.forms.prescriber.professional import IN_CARE, LYCEE
from tests.parts.leaks import find_leaks
from tests.parts.post import Letterbox
from tests.parts.someone import PUPIL
from tests.parts.stage import Known, Stage
from tests.parts.town import Town, association, town_at

ON_THE_PAGE = {canary for canary in PUPIL.canaries if canary != "Zz-42"}
"""The marker is the professional's alone: no association reads it."""


def found_in(page: bytes) -> set[object]:
    return {leak.canary for leak in find_leaks(page, PUPIL.canaries)}


def revealed(partner: Partner, card: str) -> bytes:
    answer: bytes = partner.send(f"/fiches/{card}/devoiler", seen_on=f"/fiches/{card}").data
    return answer


def accepted(stage: Stage, person: Known) -> tuple[str, Partner]:
    card, partner = stage.asked(person)
    path = f"/fiches/{card}"
    assert partner.send(f"{path}/accepter", seen_on=path).location == path
    stage.work()
    return card, partner


def test_before_an_acceptance_nobody_reads_who_registered_whom(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    stage.sign_in()
    pupil = stage.register(PUPIL)
    assert stage.leaks(shown=False) == [], "with everything still in the queue"
    stage.work()
    card, partner = stage.asked(pupil)
    assert partner.send(f"/fiches/{card}/decliner", reason="no_mentor").location == "/fiches/"
    stage.work()
    assert stage.leaks() == [], "and declined"


def test_the_association_that_accepted_reads_whom_to_contact_first_and_what_is_attested(
    sqlite_stage: Stage,
) -> None:
    stage = sqlite_stage
    stage.sign_in()
    pupil = stage.register(PUPIL)
    stage.work()
    card, partner = accepted(stage, pupil)
    page = revealed(partner, card)
    assert found_in(page) == ON_THE_PAGE
    told = page.decode()
    assert "Contactez d’abord le professionnel qui l’accompagne" in told
    assert "Terminale Zibeline" in told and "0590121L" in told
    assert "sont informés et d’accord" in told
    for other in stage.partners.values():
        if other is not partner:
            assert found_in(other.send(f"/fiches/{card}/devoiler", seen_on="/sessions").data) == set()
    assert stage.leaks() == [], "and it was written down nowhere"


def test_a_professionals_letter_names_nobody_but_by_the_marker(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    stage.register(PUPIL)
    stage.work_after(minutes=5)
    (address,) = PUPIL.addresses
    letters = stage.town.letters_to(address)
    assert letters
    young = set(PUPIL.canaries) - set(PUPIL.registered_by)
    for letter in letters:
        assert found_in(letter.as_bytes()) & young == set()


def test_what_is_forgotten_of_a_pupil_leaves_the_professional_unread(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    stage.sign_in()
    pupil = stage.register(PUPIL)
    stage.work()
    card, partner = accepted(stage, pupil)
    visitor = stage.visitor()
    visitor.open(f"/suivi/{pupil.tracking}")
    assert visitor.send("/suivi/retirer").location == "/suivi"
    assert found_in(partner.send(f"/fiches/{card}/devoiler", seen_on="/sessions").data) == set()
    with stage.town.hub.read() as work:
        assert queries.referral_by_reference(work.session, pupil.reference).forget_at is not None


@pytest.fixture
def small_town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


def asked_for(town: Town, typed: Mapping[str, Typed], **young: str) -> list[str]:
    """The associations that are asked, once the worker has routed what was typed on the form."""
    changes = {"/jeune": {**typed["/jeune"], **young}}
    professional.register(Visitor(town.visitor()), typed, changes=changes)
    town.settle()
    with town.hub.read() as work:
        return [offer.association.slug for offer in work.session.query(Offer)]


def test_child_welfare_reaches_the_association_that_has_the_convention(small_town: Town) -> None:
    small_town.join("jobirl", "article-1", "les-ombres")
    assert asked_for(small_town, IN_CARE) == ["les-ombres"]


def test_the_departement_in_charge_counts_and_not_where_one_lives(small_town: Town) -> None:
    small_town.join("jobirl", "article-1", "les-ombres")
    assert asked_for(small_town, IN_CARE, department="75") == []


@pytest.mark.parametrize(("schools", "asked"), [([LYCEE], ["telemaque"]), (["0750675B"], [])])
def test_a_pupil_reaches_the_association_of_their_own_school(
    small_town: Town, schools: list[str], asked: list[str]
) -> None:
    small_town.join("telemaque")
    with small_town.hub.begin() as work:
        row = association(work.session, "telemaque")
        row.profile = {**row.profile, "criteria": {**row.profile["criteria"], "partner_schools": schools}}
    assert asked_for(small_town, professional.PUPIL, postal_code="75011") == asked
