"""A professional hears at once of what cannot wait, once a day; of nobody's name, and of no association's reasons."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hub import calendar, intake, journey, offers, prescribing, queries, strangers
from hub.lifecycle import ReferralState
from hub.models import Member, Prescriber, Referral
from hub.vocabulary import DeclineReason, Level, Situation, Step
from hub.work import Work
from tests.parts.leaks import find_leaks
from tests.parts.people import CANARIES
from tests.parts.prescribers import ADDRESS, register, registration
from tests.parts.prescribers import CANARIES as PROFESSIONAL
from tests.parts.town import Town, text_of

NEWS = "Du nouveau pour les jeunes que vous avez inscrits"
UNDER_15 = {"email": None, "phone": None, "birth_year": 2012}
TUESDAY_MORNING = datetime(2026, 3, 3, 7, tzinfo=UTC)
"""Eight o'clock in Paris."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def references(town: Town) -> list[str]:
    """Three young people, offered to an association on Monday noon; their prescriber has the receipt."""
    town.join("article-1", "jobirl", "afev")
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(ADDRESS))
        found = [register(work) for _ in range(3)]
    town.clock.forward(minutes=2)
    town.settle()
    return found


def news(town: Town) -> list[str]:
    """What the letters told at once say, on one line each."""
    letters = [letter for letter in town.letters_to(ADDRESS) if letter["Subject"] == NEWS]
    return [" ".join(text_of(letter).split()) for letter in letters]


def row(work: Work, reference: str) -> Referral:
    return queries.referral_by_reference(work.session, reference)


def member_asked(work: Work, reference: str) -> Member:
    (offer,) = offers.live_offers(row(work, reference))
    return queries.members_of(work.session, offer.association_id)[0]


def accept(town: Town, reference: str) -> str:
    """The association's name."""
    with town.portal.begin() as work:
        (offer,) = offers.live_offers(row(work, reference))
        offers.accept(work, offer, member_asked(work, reference))
        name = offer.association.name
    town.settle()
    return name


def test_a_yes_is_told_at_once_with_the_association_and_the_day_and_no_name(
    town: Town, references: list[str]
) -> None:
    name = accept(town, references[0])
    (letter,) = news(town)
    assert f"{references[0]} : {name} a dit oui, et prend contact au plus tard le mercredi 4 mars." in letter
    assert references[1] not in letter
    assert "/mes-jeunes/lien/" in letter
    assert not find_leaks(letter, (*CANARIES, *PROFESSIONAL))


def test_what_comes_later_in_a_day_goes_together_the_next_morning(town: Town, references: list[str]) -> None:
    accept(town, references[0])
    accept(town, references[1])
    accept(town, references[2])
    assert len(news(town)) == 1
    town.clock.now = TUESDAY_MORNING
    town.settle()
    _first, second = news(town)
    assert references[0] not in second
    assert references[1] in second and references[2] in second


def test_what_is_no_longer_so_is_not_told(town: Town, references: list[str]) -> None:
    accept(town, references[0])
    accept(town, references[1])
    with town.front.begin() as work:
        offers.withdraw(work, row(work, references[1]))
    town.clock.now = TUESDAY_MORNING
    town.settle()
    assert len(news(town)) == 1


def test_each_thing_that_cannot_wait_has_its_line(town: Town, references: list[str]) -> None:
    unreachable, no_solution, closed = references
    accept(town, unreachable)
    with town.hub.begin() as work:
        lost = row(work, unreachable)
        offer = next(offer for offer in lost.offers if offer.state == "accepted")
        lost.move(ReferralState.UNREACHABLE, next_at=calendar.end_of_day(calendar.civil(work.now)))
        journey.record(work, lost, Step.UNREACHABLE, offer)
        journey.record(work, row(work, no_solution), Step.NO_SOLUTION)
        ended = row(work, closed)
        ended.move(ReferralState.WITH_DESK, next_at=work.now)
        ended.move(ReferralState.CLOSED, next_at=None)
        journey.record(work, ended, Step.CLOSED, sentence="Aucune place avant l’été, dit Canari.")
    town.clock.now = TUESDAY_MORNING
    town.settle()
    told = news(town)[-1]
    assert f"{unreachable} : " in told and "n’arrive pas à joindre ce jeune" in told
    assert f"{no_solution} : pas encore de solution." in told
    assert f"{closed} : nous n’avons pas trouvé d’association" in told
    assert "Canari" not in told


def test_a_refusal_is_not_told_at_once(town: Town, references: list[str]) -> None:
    with town.portal.begin() as work:
        (offer,) = offers.live_offers(row(work, references[0]))
        member = member_asked(work, references[0])
        offers.decline(work, offer, member, reason=DeclineReason.NO_PLACE, note="")
    town.settle()
    assert news(town) == []


def test_what_was_told_at_once_calls_for_no_weekly_letter(town: Town, references: list[str]) -> None:
    town.clock.now = TUESDAY_MORNING + timedelta(days=6)
    town.settle()
    town.clock.forward(hours=1)
    with town.hub.begin() as work:
        journey.record(work, row(work, references[0]), Step.NO_SOLUTION)
    with town.hub.read() as work:
        assert queries.prescribers_with_news(work.session, work.now) == []
    with town.hub.begin() as work:
        journey.record(work, row(work, references[0]), Step.WITHDRAWN)
    with town.hub.read() as work:
        assert queries.prescribers_with_news(work.session, work.now) != []


def test_a_guardian_s_silence_is_told_when_it_lasts_and_when_it_ends(town: Town) -> None:
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(ADDRESS))
        asked = intake.register(
            work, registration(who=UNDER_15, age=13, situation=Situation.COLLEGE, level=Level.CINQUIEME)
        )
    town.clock.forward(minutes=2)
    town.settle()
    with town.hub.read() as work:
        assert row(work, asked.reference).state is ReferralState.AWAITING_GUARDIAN
    for days, letters in ((3, 0), (4, 1), (8, 2)):
        town.clock.forward(days=days)
        town.settle()
        assert len(news(town)) == letters
    lasts, ends = news(town)
    assert "le parent n’a pas encore répondu" in lasts and "effacé le lundi 16 mars" in lasts
    assert "sans réponse du parent, l’inscription est effacée" in ends


def test_a_professional_who_was_refused_hears_of_nobody(town: Town, references: list[str]) -> None:
    accept(town, references[0])
    accept(town, references[1])
    desk = town.open_desk()
    with town.portal.begin() as work:
        (who,) = work.session.scalars(select(Prescriber))
        prescribing.refuse(work, who, by=work.session.get_one(Member, desk.id))
    town.clock.now = TUESDAY_MORNING
    town.settle()
    assert len(news(town)) == 1
