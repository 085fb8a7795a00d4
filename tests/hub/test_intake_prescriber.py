"""Registered by a professional: who is written to, what must come first, and who may say that it has come."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from hub import gates, intake, queries
from hub.lifecycle import IllegalMove, ReferralState
from hub.mailboxes import FREE_MAIL
from hub.models import Prescriber, Referral, Standing
from hub.vault import open_marker
from hub.vocabulary import (
    Audience,
    ContactFirst,
    PrescriberKind,
    Registration,
    Situation,
    Step,
    WrittenAgreement,
)
from tests.parts.leaks import find_leaks
from tests.parts.people import (
    CANARIES,
    GUARDIAN,
    PROFESSIONAL,
    PROFESSIONAL_CANARIES,
    identity,
    referred,
)
from tests.parts.town import Town
from tests.parts.witness import tables

FREE = "ludivine.oberkampf@gmail.com"
NO_ADDRESS = identity(email=None)
CHILD: dict[str, Any] = {"age": 13, "situation": Situation.COLLEGE, "level": None}
OBTAINED, UNDER_WAY = WrittenAgreement.OBTAINED, WrittenAgreement.UNDER_WAY
IN_CARE: dict[str, Any] = {"kind": PrescriberKind.ASE, "department": "59", "evaluated": True}


def register(town: Town, form: Registration) -> Referral:
    with town.front.begin() as work:
        receipt = intake.register(work, form)
    return again(town, receipt.reference)


def again(town: Town, reference: str) -> Referral:
    with town.hub.read() as work:
        return queries.referral_by_reference(work.session, reference)


def steps(town: Town, referral: Referral) -> list[Step]:
    with town.hub.read() as work:
        return [event.step for event in queries.events_of(work.session, referral)]


def prescribers(town: Town) -> list[Prescriber]:
    with town.hub.read() as work:
        return list(work.session.query(Prescriber))


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (referred(), Audience.YOUNG_PERSON),
        (referred(contact_first=ContactFirst.PRESCRIBER), Audience.YOUNG_PERSON),
        (referred(contact_first=ContactFirst.GUARDIAN), Audience.GUARDIAN),
        (referred(who=NO_ADDRESS, contact_first=ContactFirst.PRESCRIBER), Audience.PRESCRIBER),
        (referred(who=NO_ADDRESS), Audience.PRESCRIBER),
        (referred(who=NO_ADDRESS, **CHILD, contact_first=ContactFirst.PRESCRIBER), Audience.GUARDIAN),
        (
            referred(
                who=NO_ADDRESS, **CHILD, **IN_CARE, written=OBTAINED, contact_first=ContactFirst.PRESCRIBER
            ),
            Audience.PRESCRIBER,
        ),
        (
            referred(
                who=NO_ADDRESS, **CHILD, **IN_CARE, written=OBTAINED, contact_first=ContactFirst.GUARDIAN
            ),
            Audience.GUARDIAN,
        ),
        (
            referred(
                who=NO_ADDRESS, **CHILD, **IN_CARE, written=UNDER_WAY, contact_first=ContactFirst.GUARDIAN
            ),
            Audience.PRESCRIBER,
        ),
    ],
    ids=[
        *("has an address", "has one though the professional comes first", "the guardian was chosen"),
        *("no address", "a telephone only", "a child", "in care", "in care, the guardian was chosen"),
        "in care, agreement under way: parents are not written to",
    ],
)
def test_one_person_is_written_to(form: Registration, told: Audience) -> None:
    assert gates.correspondent(form) is told


@pytest.mark.parametrize(
    ("form", "state"),
    [
        (referred(who=NO_ADDRESS, **CHILD, **IN_CARE, written=OBTAINED), ReferralState.LOOKING),
        (referred(who=NO_ADDRESS, **CHILD, **IN_CARE, written=UNDER_WAY), ReferralState.AWAITING_GUARDIAN),
        (referred(**IN_CARE, age=15, written=UNDER_WAY), ReferralState.LOOKING),
        (referred(age=14), ReferralState.AWAITING_GUARDIAN),
        (referred(age=15), ReferralState.LOOKING),
    ],
    ids=["agreement in writing", "under way, a child", "under way, fifteen", "fourteen", "fifteen"],
)
def test_a_child_waits_for_a_yes_unless_it_is_in_writing(form: Registration, state: ReferralState) -> None:
    assert gates.first_state(form, None, proven=True) is state


@pytest.mark.parametrize(
    ("form", "state"),
    [
        (referred(), ReferralState.AWAITING_CONFIRMATION),
        (referred(who=NO_ADDRESS), ReferralState.AWAITING_CONFIRMATION),
        (referred(age=14), ReferralState.AWAITING_CONFIRMATION),
    ],
    ids=["the professional confirms", "whoever would be written to", "before a guardian hears of it"],
)
def test_whoever_cannot_prove_to_be_no_machine_goes_another_way(
    form: Registration, state: ReferralState
) -> None:
    assert gates.first_state(form, None, proven=False) is state


def test_a_child_of_a_school_waits_for_the_guardians_yes(town: Town) -> None:
    register(town, referred(who=NO_ADDRESS, **CHILD))
    town.settle()
    assert len(town.letters_to(GUARDIAN.email)) == 1


def test_the_agreement_is_marked_once_it_is_there(town: Town) -> None:
    referral = register(town, referred(who=NO_ADDRESS, **CHILD, **IN_CARE, written=UNDER_WAY))
    with town.front.begin() as work:
        intake.agreement_obtained(work, queries.referral_by_reference(work.session, referral.reference))
    referral = again(town, referral.reference)
    assert referral.state is ReferralState.LOOKING and referral.promised_by and referral.forget_at is None
    assert steps(town, referral)[:2] == [Step.AWAITING_GUARDIAN, Step.GUARDIAN_AGREED]
    with town.front.begin() as work, pytest.raises(IllegalMove):
        intake.agreement_obtained(work, queries.referral_by_reference(work.session, referral.reference))


def test_a_professional_does_not_say_yes_in_the_place_of_a_guardian(town: Town) -> None:
    referral = register(town, referred(who=NO_ADDRESS, **CHILD))
    with town.front.begin() as work, pytest.raises(IllegalMove):
        intake.agreement_obtained(work, queries.referral_by_reference(work.session, referral.reference))
    assert again(town, referral.reference).state is ReferralState.AWAITING_GUARDIAN


def test_an_agreement_that_never_comes_means_forgetting(town: Town) -> None:
    referral = register(town, referred(who=NO_ADDRESS, **CHILD, **IN_CARE, written=UNDER_WAY))
    town.clock.forward(days=29)
    town.settle()
    assert again(town, referral.reference).state is ReferralState.AWAITING_GUARDIAN
    town.clock.forward(days=1, minutes=1)
    town.settle()
    assert again(town, referral.reference).state is ReferralState.FORGOTTEN


def test_a_free_address_is_looked_at_before_anybody_is_written_to(town: Town) -> None:
    child = register(town, referred(who=NO_ADDRESS, **CHILD, professional_email=FREE))
    girl = register(town, referred(professional_email=FREE))
    town.settle()
    assert {child.state, girl.state} == {ReferralState.AWAITING_CHECK}
    assert town.letters_to(GUARDIAN.email) == [] and town.letters_to(identity().email or "") == []
    (prescriber,) = prescribers(town)
    assert (prescriber.standing, prescriber.domain) == (Standing.TO_CHECK, "gmail.com")


def test_once_checked_each_goes_where_it_would_have_gone(town: Town) -> None:
    child = register(town, referred(who=NO_ADDRESS, **CHILD, professional_email=FREE))
    girl = register(town, referred(professional_email=FREE))
    for each in (child, girl):
        with town.administration.begin() as work:
            intake.prescriber_is_trusted(work, queries.referral_by_reference(work.session, each.reference))
    assert again(town, child.reference).state is ReferralState.AWAITING_GUARDIAN
    assert again(town, girl.reference).state is ReferralState.LOOKING


@pytest.mark.parametrize(
    "domain", ["gmail.com", "orange.fr", "wanadoo.fr", "laposte.net", "hotmail.fr", "free.fr"]
)
def test_the_usual_free_addresses_are_known(domain: str) -> None:
    assert domain in FREE_MAIL


def test_each_line_of_the_list_is_a_domain_in_small_letters() -> None:
    assert (
        FREE_MAIL
        and [line for line in FREE_MAIL if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", line)] == []
    )


@pytest.mark.parametrize("domain", ["ac-lille.fr", "lenord.fr", "mission-locale.example"])
def test_an_organisation_of_its_own_is_no_free_address(domain: str) -> None:
    assert domain not in FREE_MAIL


def test_the_same_professional_is_met_once_whatever_the_capitals(town: Town) -> None:
    first = register(town, referred())
    second = register(town, referred(professional_email=PROFESSIONAL.email.upper()))
    assert first.prescriber_id == second.prescriber_id and len(prescribers(town)) == 1


def test_the_marker_opens_with_the_professionals_own_key(town: Town) -> None:
    referral = register(town, referred(marker="3B no 7"))
    key = town.front.vault.marker_key(PROFESSIONAL.email)
    assert referral.marker is not None
    assert open_marker(referral.marker, key, place=intake.marker_place(referral.reference)) == "3B no 7"


def test_the_tables_hold_no_word_of_anybody(town: Town) -> None:
    register(town, replace(referred(group="Terminale Zibeline", uai="0590121L"), marker="Bécassine"))
    register(town, referred(professional_email=FREE))
    town.settle()
    words = {*CANARIES, *PROFESSIONAL_CANARIES, "Zibeline", "Bécassine", "0590121L"}
    assert find_leaks(tables(town.hub), words) == []
