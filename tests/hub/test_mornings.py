"""One letter a working morning at most, of what waits at the association, to those who chose to read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub import calendar, membership, mornings, offers, places, queries
from hub.models import Member
from hub.mornings import LastReader
from hub.vocabulary import DeclineReason, Situation
from tests.associations.partner import card_of, registered
from tests.parts.people import CANARIES
from tests.parts.post import Letterbox
from tests.parts.town import Town, address_of, association, text_of, town_at

TUESDAY_AT_EIGHT = datetime(2026, 3, 3, 7, 5, tzinfo=UTC)
ME, COLLEAGUE = "article-1", "collegue@article-1.example"


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


@pytest.fixture
def member(town: Town) -> Member:
    return town.join(ME)[0]


@pytest.fixture
def colleague(town: Town, member: Member) -> Member:
    with town.administration.begin() as work:
        return membership.invite(work, email=COLLEAGUE, association=association(work.session, ME))


def digests(town: Town, address: str = address_of(ME)) -> list[str]:
    town.settle()
    letters = [each for each in town.letters_to(address) if each["Subject"] == "Vos fiches ce matin"]
    return [" ".join(text_of(each).split()) for each in letters]


def at(town: Town, day: int, hour: int) -> None:
    """In Paris, in March, before the clocks change."""
    town.clock.now = datetime(2026, 3, day, hour - 1, 5, tzinfo=UTC)


def hour_of(town: Town, member: Member, hour: int | None) -> None:
    with town.portal.begin() as work:
        mornings.set_hour(work, work.session.get_one(Member, member.id), hour)


def test_what_is_new_then_due_then_late_once_a_morning_and_never_a_name(town: Town, member: Member) -> None:
    reference = registered(town)
    card = card_of(town, reference)
    assert digests(town) == [], "a card that can wait is not announced in the afternoon"
    at(town, 3, 8)
    assert f"Nouvelles : 1 fiche ({card})." in digests(town)[-1]
    at(town, 3, 11)
    at(town, 4, 8)
    assert len(digests(town)) == 1, "nothing is new, nothing is due"
    at(town, 5, 8)
    assert f"À répondre aujourd’hui : 1 fiche ({card})." in digests(town)[-1]
    at(town, 6, 8)
    assert f"En retard : 1 fiche ({card})." in digests(town)[-1]
    at(town, 7, 8)
    said = digests(town)
    assert len(said) == 3, "Saturday"
    assert not [each for each in (*CANARIES, reference) if each in "".join(said)]


def test_what_was_answered_is_in_no_digest(town: Town, member: Member) -> None:
    card = card_of(town, registered(town))
    with town.portal.begin() as work:
        by = work.session.get_one(Member, member.id)
        offer = queries.offer_of(work.session, by, card)
        offers.decline(work, offer, by, reason=DeclineReason.NO_MENTOR)
    at(town, 3, 8)
    assert digests(town) == []


def test_what_was_accepted_is_there_until_it_is_contacted(town: Town, member: Member) -> None:
    card = card_of(town, registered(town))
    with town.portal.begin() as work:
        by = work.session.get_one(Member, member.id)
        offers.accept(work, queries.offer_of(work.session, by, card), by)
    at(town, 3, 8)
    assert digests(town) == []
    at(town, 4, 8)
    assert f"À contacter : 1 fiche ({card})." in digests(town)[-1]


def test_a_card_due_before_the_next_digest_says_enough_is_told_at_once(town: Town, member: Member) -> None:
    def told() -> int:
        town.settle()
        letters = town.letters_to(address_of(ME))
        return sum(each["Subject"] == "Une fiche attend votre réponse" for each in letters)

    registered(town, situation=Situation.LYCEE_PRO)
    assert told() == 1
    at(town, 4, 1)
    registered(town, situation=Situation.LYCEE_PRO)
    assert told() == 1, "this morning's digest comes in time"
    at(town, 4, 8)
    assert "Nouvelles" in digests(town)[-1]


def test_each_chooses_an_hour_and_the_last_reader_stays(
    town: Town, member: Member, colleague: Member
) -> None:
    registered(town)
    hour_of(town, member, 10)
    hour_of(town, colleague, None)
    with pytest.raises(LastReader):
        hour_of(town, member, None)
    at(town, 3, 8)
    assert digests(town) == []
    at(town, 3, 10)
    assert len(digests(town)) == 1 and digests(town, COLLEAGUE) == []


def test_where_the_last_reader_was_removed_the_others_read(
    town: Town, member: Member, colleague: Member
) -> None:
    registered(town)
    hour_of(town, colleague, None)
    with town.administration.begin() as work:
        work.session.get_one(Member, member.id).removed_at = work.now
    at(town, 3, 8)
    assert len(digests(town, COLLEAGUE)) == 1 and digests(town) == []


def test_on_a_day_of_closing_nobody_is_written_to(town: Town, member: Member) -> None:
    registered(town)
    with town.portal.begin() as work:
        tomorrow = calendar.civil(work.now) + timedelta(days=1)
        by = work.session.get_one(Member, member.id)
        places.close_between(work, association(work.session, ME), tomorrow, tomorrow, by=by)
    at(town, 3, 8)
    assert digests(town) == []
    at(town, 4, 8)
    assert "Nouvelles" in digests(town)[-1]


def test_what_does_not_press_waits_for_monday_with_the_question_whether_places_are_right(
    town: Town, member: Member
) -> None:
    at(town, 3, 8)
    assert digests(town) == []
    at(town, 9, 8)
    (asked,) = digests(town)
    assert "Rien ne presse" in asked and "toujours exactes" in asked and "/places/toujours-exact" in asked
    with town.portal.begin() as work:
        places.still_right(work, association(work.session, ME), by=work.session.get_one(Member, member.id))
    at(town, 16, 8)
    assert len(digests(town)) == 1
    at(town, 30, 8)
    town.clock.forward(days=14)
    assert len(digests(town)) == 2, "a month later it is asked again"
    town.clock.forward(days=35)
    assert "à partir du" in digests(town)[-1]
