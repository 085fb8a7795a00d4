"""Somebody waits and hears nothing: they are told where it stands, on which day comes the next word, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from hub import accompanying, calendar, intake, offers, queries, saying
from hub.lifecycle import ReferralState
from hub.models import Member, Offer
from hub.queries import timers
from hub.vocabulary import (
    PrescriberKind,
    ReturnReason,
    Situation,
    Step,
    WrittenAgreement,
)
from hub.work import Work
from tests.parts.people import EMAIL, GUARDIAN, child, identity, referred, registration
from tests.parts.post import Letterbox
from tests.parts.town import Town, text_of, town_at


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        opened.open_desk()
        yield opened


def live(town: Town, *steps: int) -> None:
    """So many days at a time, until noon."""
    for days in steps:
        town.clock.forward(days=days)
        town.office.sweep()


def said(letter: EmailMessage) -> str:
    return " ".join(text_of(letter).split())


def letters(town: Town, address: str, subject: str) -> list[str]:
    return [said(each) for each in town.letters_to(address) if each["Subject"] == subject]


def come(town: Town, **changes: object) -> str:
    """Somebody for whom no association has joined: they are with the desk."""
    with town.front.begin() as work:
        reference = intake.register(work, registration(**changes)).reference  # type: ignore[arg-type]
    town.settle()
    return reference


def test_a_guardian_is_reminded_twice_and_told_when_it_is_the_last_time(town: Town) -> None:
    with town.front.begin() as work:
        reference = intake.register(work, child()).reference
    town.settle()
    live(town, 2, 1, 3, 1, 6)
    first, last = letters(town, GUARDIAN.email, "Votre accord est toujours attendu")
    assert "une dernière fois le lundi 9 mars" in first.replace("\u00a0", " ")
    assert "C’est notre dernier rappel" in last and "/accord/" in last
    for reminder in (first, last):
        assert "nous effaçons la demande" in reminder and "lundi 16 mars" in reminder.replace("\u00a0", " ")
    assert town.letters_to(EMAIL) == []
    live(town, 1)
    with town.hub.read() as work:
        assert queries.referral_by_reference(work.session, reference).state is ReferralState.FORGOTTEN


def test_a_guardian_who_said_yes_is_not_reminded(town: Town) -> None:
    with town.front.begin() as work:
        reference = intake.register(work, child()).reference
    town.settle()
    with town.front.begin() as work:
        intake.guardian_agrees(work, queries.referral_by_reference(work.session, reference))
    live(town, 3, 4)
    assert letters(town, GUARDIAN.email, "Votre accord est toujours attendu") == []


def test_nine_days_without_a_yes_bring_a_word_and_thirty_an_honest_one_each_month(town: Town) -> None:
    come(town)
    live(town, 8, 1, 20, 1, 29, 1)
    (on_it,) = letters(town, EMAIL, "Nous cherchons toujours pour toi")
    assert "il y a 9 jours" in on_it and "mercredi 1er avril" in on_it.replace("\u00a0", " ")
    assert "Une personne de notre équipe cherche elle-même" in on_it
    month, two = letters(town, EMAIL, "Pas encore de solution\u202f: où nous en sommes")
    assert "il y a 30 jours" in month and "il y a 60 jours" in two
    assert "nous n’avons pas tenu cette date" in month, "the promise of fifteen working days"
    assert "vendredi 1er mai" in month.replace("\u00a0", " ")
    assert "Le centre d’information et d’orientation (CIO)" in month and "/attendre/" in month


def test_a_yes_ends_the_news_and_a_card_given_back_begins_it_anew(town: Town) -> None:
    (member,) = town.join("article-1")
    looks_again = [timedelta(days=9), timedelta(days=30)]
    reference = come(town)
    with town.portal.begin() as work:
        offers.accept(work, *asked(work, reference, member))
        row = queries.referral_by_reference(work.session, reference)
        coming = timers.to_come(work.session, row.id)[0]
        assert calendar.in_words(calendar.civil(coming.due_at)) == "mercredi 11 mars"
    live(town, 2)
    with town.portal.begin() as work:
        accompanying.give_back(work, *asked(work, reference, member), reason=ReturnReason.NO_MENTOR)
    town.office.sweep()
    with town.hub.read() as work:
        row = queries.referral_by_reference(work.session, reference)
        days = [each.due_at.date() - work.now.date() for each in timers.to_come(work.session, row.id)]
        assert days == looks_again


def asked(work: Work, reference: str, member: Member) -> tuple[Offer, Member]:
    (offer,) = queries.referral_by_reference(work.session, reference).offers
    return offer, work.session.get_one(Member, member.id)


def test_whoever_keeps_waiting_says_it_once_for_each_time_they_are_told(town: Town) -> None:
    reference = come(town)
    press(town, reference)
    live(town, 30)
    press(town, reference)
    press(town, reference)
    assert how_often(town, reference, Step.KEEPS_WAITING) == 1, "not before they were told, nor twice"
    live(town, 30)
    press(town, reference)
    assert how_often(town, reference, Step.KEEPS_WAITING) == 2


def press(town: Town, reference: str) -> None:
    with town.front.begin() as work:
        saying.keep_waiting(work, queries.referral_by_reference(work.session, reference))


def how_often(town: Town, reference: str, step: Step) -> int:
    with town.hub.read() as work:
        events = queries.events_of(work.session, queries.referral_by_reference(work.session, reference))
        return [event.step for event in events].count(step)


def test_a_professional_hears_once_before_what_waits_for_a_written_agreement_is_erased(town: Town) -> None:
    beside: dict[str, Any] = {"department": "59", "evaluated": True, "written": WrittenAgreement.UNDER_WAY}
    young: dict[str, Any] = {"age": 13, "situation": Situation.COLLEGE, "level": None}
    with town.front.begin() as work:
        welfare = referred(kind=PrescriberKind.ASE, who=identity(email=None), **young, **beside)
        reference = intake.register(work, welfare).reference
        work.flush()
        row = queries.referral_by_reference(work.session, reference)
        row.state, row.forget_at = ReferralState.AWAITING_GUARDIAN, row.received_at + timedelta(days=30)
    town.office.sweep()
    town.office.sweep()
    with town.hub.read() as work:
        (coming,) = timers.to_come(work.session, row.id)
        assert calendar.civil(coming.due_at) == date(2026, 3, 25), "a week before"
    live(town, 23, 1)
    assert how_often(town, reference, Step.GUARDIAN_REMINDED) == 1
