"""At any hour the page says what comes next, and on which day."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forms.ahead import TO_ADULT, TO_YOUNG_PERSON, Coming, coming
from forms.preparing import BY_SITUATION, to_prepare
from hub import intake, offers
from hub.lifecycle import ReferralState
from hub.models import Member, Referral
from hub.vocabulary import Audience, Registration, Situation, TimerKind
from tests.parts.people import child, mentor, registration
from tests.parts.town import Town


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def register(town: Town, who: Registration) -> None:
    with town.front.begin() as work:
        intake.register(work, who)
    town.settle()


def ahead(town: Town) -> list[str]:
    """What one person's page says is to come, day by day."""
    with town.public.test_request_context(), town.front.read() as work:
        found: list[Coming] = coming(work, work.session.scalars(select(Referral)).one())
        assert found == sorted(found)
        return [f"{each.day}: {each.sentence}" for each in found]


def test_while_somebody_looks_the_days_of_news_and_of_the_promise_are_told(town: Town) -> None:
    register(town, registration())
    on_it, promised, no_solution = ahead(town)
    assert on_it.startswith("2026-03-11: Si personne n’a encore dit oui, nous t’écrivons")
    assert promised.startswith("2026-03-23: Dernier jour pour te répondre")
    assert no_solution.startswith("2026-04-01: Si personne n’a encore dit oui, nous te le disons franchement")


def test_a_guardian_reads_when_they_are_asked_again_and_when_all_is_erased(town: Town) -> None:
    register(town, child())
    told = ahead(town)
    assert [each[:10] for each in told] == ["2026-03-05", "2026-03-09", "2026-03-16"]
    assert told[0].endswith("Sans réponse du parent ou tuteur, nous lui écrivons à nouveau."), (
        "the child reads it too"
    )
    assert told[-1].endswith("Sans réponse d’ici là, tout est effacé.")


def test_after_a_yes_the_day_of_the_first_contact_is_told(town: Town) -> None:
    (member,) = town.join("article-1")
    register(town, registration())
    with town.portal.begin() as work:
        (offer,) = work.session.scalars(select(Referral)).one().offers
        offers.accept(work, offer, work.session.get_one(Member, member.id))
    assert ahead(town)[0] == "2026-03-04: Dernier jour pour que l’association te contacte."


def test_of_a_day_in_another_year_the_year_is_said(town: Town) -> None:
    register(town, mentor())
    with town.public.test_request_context(), town.front.read() as work:
        found = coming(work, work.session.scalars(select(Referral)).one())
        assert not found[0].said.endswith("2026")
        town.clock.forward(days=-90)
    with town.public.test_request_context(), town.front.read() as work:
        found = coming(work, work.session.scalars(select(Referral)).one())
        assert found[0].said.endswith("\N{NO-BREAK SPACE}2026")


def test_what_is_past_is_left_out(town: Town) -> None:
    register(town, mentor())
    before = ahead(town)
    town.clock.forward(days=10)
    assert ahead(town) == before[1:]


def test_each_deed_that_speaks_to_somebody_is_told_before() -> None:
    professionals = {TimerKind.WRITTEN_AGREEMENT}
    assert set(TO_YOUNG_PERSON) | {TimerKind.REMIND_GUARDIAN} | professionals == set(TimerKind)
    assert set(TO_ADULT) | professionals == set(TimerKind)


def test_whoever_waits_or_begins_may_prepare_something() -> None:
    ended = {ReferralState.CLOSED, ReferralState.WITHDRAWN, ReferralState.FORGOTTEN}
    asked = {ReferralState.AWAITING_CONFIRMATION, ReferralState.AWAITING_GUARDIAN}
    for reader in (Audience.YOUNG_PERSON, Audience.GUARDIAN, Audience.MENTOR):
        idle = {state for state in ReferralState if not to_prepare(reader, state)}
        assert idle == ended | asked
    assert set(BY_SITUATION) == set(Situation)
