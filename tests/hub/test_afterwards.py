"""Once it is over somebody is asked how it was, once; and nobody's name is erased without their having been told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hub import (
    accompanying,
    afterwards,
    calendar,
    intake,
    mornings,
    offers,
    opinions,
    queries,
    retention,
    strangers,
)
from hub.lifecycle import ReferralState
from hub.models import Association, JourneyEvent, Member, Opinion, OpinionGiven, Prescriber, Referral
from hub.vocabulary import Ending, Grade, NotYetPaired, Outcome, PairEnd, Satisfaction, Step, Task, Topic
from hub.work import Work
from tests.parts.people import CANARIES, EMAIL, MENTOR_CANARIES, MENTOR_EMAIL, mentor, registration
from tests.parts.post import Letterbox
from tests.parts.prescribers import ADDRESS, register
from tests.parts.town import Town, address_of, text_of, town_at

SAID = {Topic.HELPED: Grade.RATHER, Topic.INFORMED: Grade.YES}
GOODBYE = "Nous effacerons bientôt vos coordonnées"


@pytest.fixture
def here(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


def row(work: Work, reference: str) -> Referral:
    return queries.referral_by_reference(work.session, reference)


def accepted(town: Town, form: object = None) -> str:
    """Registered and accepted at noon; answers the reference."""
    town.join("article-1", "jobirl", "afev")
    with town.front.begin() as work:
        reference = intake.register(work, form or registration()).reference  # type: ignore[arg-type]
    town.settle()
    with town.portal.begin() as work:
        (offer,) = offers.live_offers(row(work, reference))
        offers.accept(work, offer, queries.members_of(work.session, offer.association_id)[0])
    town.settle()
    return reference


def paired(town: Town, reference: str) -> None:
    with town.portal.begin() as work:
        offer = next(offer for offer in row(work, reference).offers if offer.accompaniment)
        member = queries.members_of(work.session, offer.association_id)[0]
        accompanying.pair(work, offer, member, since=calendar.civil(work.now))


def finished(town: Town, reference: str, outcome: Outcome = Outcome.REACHED) -> None:
    with town.portal.begin() as work:
        offer = next(offer for offer in row(work, reference).offers if offer.accompaniment)
        member = queries.members_of(work.session, offer.association_id)[0]
        today = calendar.civil(work.now)
        if offer.accompaniment and offer.accompaniment.pair:
            accompanying.end_pair(work, offer, member, ended_on=today, because=PairEnd.GOAL_REACHED)
        accompanying.finish(work, offer, member, outcome=outcome, satisfaction=Satisfaction.NOT_ASKED)


def pass_days(town: Town, days: int, *, step: int = 1) -> None:
    for _ in range(0, days, step):
        town.clock.forward(days=step)
        town.settle()


def subjects(town: Town, address: str) -> list[str]:
    return [str(letter["Subject"]) for letter in town.letters_to(address)]


def steps(town: Town, reference: str) -> list[Step]:
    with town.hub.read() as work:
        return [event.step for event in queries.events_of(work.session, row(work, reference))]


def test_a_week_after_the_end_two_questions_are_asked_once(town: Town) -> None:
    reference = accepted(town)
    paired(town, reference)
    finished(town, reference)
    pass_days(town, 6, step=6)
    assert "Deux questions, si tu veux bien" not in subjects(town, EMAIL)
    pass_days(town, 4, step=2)
    assert subjects(town, EMAIL).count("Deux questions, si tu veux bien") == 1
    letter = text_of(town.letters_to(EMAIL)[-1])
    assert "/avis/" in letter


def test_what_is_said_is_counted_once_and_never_kept_with_who_said_it(town: Town) -> None:
    reference = accepted(town)
    paired(town, reference)
    finished(town, reference)
    for _ in range(2):
        with town.front.begin() as work:
            opinions.say(work, row(work, reference), SAID)
    with town.hub.read() as work:
        counted = {(each.topic, each.grade): each.people for each in work.session.scalars(select(Opinion))}
        assert counted == {(topic, grade): 1 for topic, grade in SAID.items()}
        (one, _other) = work.session.scalars(select(Opinion))
        association = work.session.scalars(select(Association).where(Association.slug == one.house)).one()
        assert (one.ending, one.month.day) == (Ending.PAIRED, 1)
        assert association.id in {offer.association_id for offer in row(work, reference).offers}
        assert "referral" not in " ".join(Opinion.__table__.columns.keys())
    pass_days(town, 8, step=8)
    assert Step.ASKED_HOW_IT_WAS not in steps(town, reference)


def test_nothing_is_asked_while_it_goes_on_nor_of_whoever_withdrew(here: Town) -> None:
    reference = accepted(here)
    with here.front.begin() as work:
        opinions.say(work, row(work, reference), SAID)
        offers.withdraw(work, row(work, reference))
        opinions.say(work, row(work, reference), SAID)
        assert not opinions.may_say(work, row(work, reference))
    pass_days(here, 8, step=8)
    assert Step.ASKED_HOW_IT_WAS not in steps(here, reference)
    with here.hub.read() as work:
        assert work.session.scalars(select(Opinion)).all() == []


def test_an_honest_end_without_any_yes_is_asked_about_too(here: Town) -> None:
    desk = here.open_desk()
    with here.front.begin() as work:
        reference = intake.register(work, registration()).reference
    here.settle()
    with here.portal.begin() as work:
        offers.close(work, row(work, reference), sentence="…", by=work.session.get_one(Member, desk.id))
    with here.front.begin() as work:
        assert opinions.ending_of(work, row(work, reference)) is Ending.NO_YES
        opinions.say(work, row(work, reference), SAID)
    with here.hub.begin() as work:
        assert {each.house for each in work.session.scalars(select(Opinion))} == {""}
        retention.forget(work, row(work, reference))
        assert work.session.scalars(select(OpinionGiven)).all() == []


def test_whoever_could_not_be_reached_is_asked_nothing(here: Town) -> None:
    reference = accepted(here)
    finished(here, reference, Outcome.UNREACHABLE)
    pass_days(here, 8, step=8)
    assert Step.ASKED_HOW_IT_WAS not in steps(here, reference)


def test_a_week_before_their_copy_is_erased_an_accepted_person_is_told_once(here: Town) -> None:
    reference = accepted(here)
    paired(here, reference)
    here.clock.forward(days=175)
    pass_days(here, 9, step=3)
    goodbye = "Nous effacerons bientôt tes coordonnées"
    assert subjects(here, EMAIL).count(goodbye) == 1
    assert "Deux questions t’attendent aussi sur ta page" in " ".join(
        text_of(here.letters_to(EMAIL)[-1]).split()
    )
    with here.hub.read() as work:
        assert row(work, reference).boxes is None
        assert opinions.ending_of(work, row(work, reference)) is Ending.PAIRED


def test_a_mentor_is_told_a_month_and_a_week_before_and_then_forgotten(here: Town) -> None:
    reference = accepted(here, mentor())
    for days in (334, 2, 20, 3, 7):
        here.clock.forward(days=days)
        here.settle()
    assert subjects(here, MENTOR_EMAIL).count(GOODBYE) == 2
    letter = next(each for each in here.letters_to(MENTOR_EMAIL) if each["Subject"] == GOODBYE)
    assert "/garder/" in text_of(letter) and "mardi 2 mars" in " ".join(text_of(letter).split())
    with here.hub.read() as work:
        assert row(work, reference).state is ReferralState.FORGOTTEN


def test_a_mentor_who_says_so_is_kept_another_year_and_told_again(here: Town) -> None:
    reference = accepted(here, mentor())
    here.clock.forward(days=336)
    here.settle()
    with here.front.begin() as work:
        afterwards.keep(work, row(work, reference))
        kept_until = row(work, reference).forget_at
        assert kept_until == work.now + timedelta(days=365)
    here.clock.forward(days=30)
    here.settle()
    assert subjects(here, MENTOR_EMAIL).count(GOODBYE) == 1
    here.clock.forward(days=306)
    here.settle()
    assert subjects(here, MENTOR_EMAIL).count(GOODBYE) == 2


def test_a_mentor_who_says_so_is_forgotten_within_the_hour_and_the_association_told(here: Town) -> None:
    reference = accepted(here, mentor())
    with here.front.begin() as work:
        afterwards.forget_now(work, row(work, reference))
        afterwards.forget_now(work, row(work, reference))
    here.settle()
    told = [address for slug in ("article-1", "jobirl", "afev") for address in (address_of(slug),)]
    assert any(
        "Une personne" in subject or "retir" in subject for each in told for subject in subjects(here, each)
    )
    here.clock.forward(hours=1)
    here.settle()
    with here.hub.read() as work:
        assert row(work, reference).boxes is None


def test_a_young_person_has_nothing_to_keep(here: Town) -> None:
    reference = accepted(here)
    with here.front.begin() as work, pytest.raises(afterwards.NothingToKeep):
        afterwards.keep(work, row(work, reference))


def test_a_professional_is_told_a_month_before_once_and_stays_if_they_say_so(town: Town) -> None:
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(ADDRESS))
        register(work)
    town.clock.forward(days=334)
    town.settle()
    assert GOODBYE not in subjects(town, ADDRESS)
    pass_days(town, 6, step=3)
    assert subjects(town, ADDRESS).count(GOODBYE) == 1
    with town.front.begin() as work:
        (who,) = work.session.scalars(select(Prescriber))
        who.kept_at = work.now
    town.clock.forward(days=40)
    town.settle()
    with town.hub.read() as work:
        assert work.session.scalars(select(Prescriber)).all() != []
    assert subjects(town, ADDRESS).count(GOODBYE) == 1


def test_two_weeks_after_a_pair_ended_the_digest_asks_for_the_closing_interview_until_one_says_otherwise(
    here: Town,
) -> None:
    reference = accepted(here)
    paired(here, reference)
    with here.portal.begin() as work:
        offer = next(offer for offer in row(work, reference).offers if offer.accompaniment)
        member, card = queries.members_of(work.session, offer.association_id)[0], offer.card_number
        accompanying.end_pair(work, offer, member, ended_on=calendar.civil(work.now), because=PairEnd.TERM)
    told = []
    for days in (7, 9, 5):
        here.clock.forward(days=days)
        with here.hub.read() as work:
            morning = mornings.of(work, work.session.get_one(Association, member.association_id))
            told.append((morning.to_close, morning.to_pair))
            held = row(work, reference).offers[0].accompaniment
            assert held and held.task is Task.CLOSE
    assert told == [((), ()), ((card,), ()), ((card,), ())]
    with here.portal.begin() as work:
        offer, by = row(work, reference).offers[0], work.session.get_one(Member, member.id)
        accompanying.still_looking(work, offer, by, waits_for=NotYetPaired.NO_MENTOR_YET)
        assert offer.accompaniment and offer.accompaniment.task is Task.FIND_MENTOR


def test_no_association_and_no_desk_hears_who_is_forgotten_or_what_was_said(here: Town) -> None:
    reference = accepted(here, mentor())
    here.clock.forward(days=336)
    here.settle()
    with here.hub.read() as work:
        events = select(JourneyEvent).where(JourneyEvent.step == Step.FORGOTTEN_SOON)
        assert [event.referral.reference for event in work.session.scalars(events)] == [reference]
    for slug in ("article-1", "jobirl", "afev"):
        for letter in here.letters_to(address_of(slug)):
            assert not [word for word in (*CANARIES, *MENTOR_CANARIES) if word in text_of(letter)]
            assert "/avis/" not in text_of(letter) and "/garder/" not in text_of(letter)
