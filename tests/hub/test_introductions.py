"""A company and the associations that it is introduced to: who hears of it, and who hears that it is over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub import companies
from hub.models import Member
from hub.partnership import CompanyState
from tests.hub import test_companies
from tests.hub.test_companies import SOON, found, introduced, moved
from tests.parts.companies import CANARIES, CONTACT, company
from tests.parts.leaks import find_leaks
from tests.parts.post import Letterbox
from tests.parts.town import Town, association, text_of, town_at
from tests.parts.walled import Walled

reference, desk = test_companies.reference, test_companies.desk


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


def subjects(town: Town, address: str) -> list[str]:
    town.settle()
    return [str(letter["Subject"]) for letter in town.letters_to(address)]


def test_whoever_is_introduced_to_two_associations_hears_of_both_on_that_day(
    town: Town, reference: str, desk: Member
) -> None:
    moved(town, reference, CompanyState.NEEDS_DEFINED, desk)
    for slug in ("nqt", "proxite"):
        introduced(town, reference, slug, desk)
    assert subjects(town, CONTACT.email).count("Nous vous présentons une association") == 2


@pytest.mark.parametrize("withdraws", [True, False])
def test_whoever_was_introduced_hears_that_nobody_waits_for_a_call_any_more(
    town: Town, reference: str, desk: Member, withdraws: bool
) -> None:
    told, also, never = town.join("nqt", "proxite", "article-1")
    moved(town, reference, CompanyState.NEEDS_DEFINED, desk)
    for slug in ("nqt", "proxite"):
        introduced(town, reference, slug, desk)
    town.settle()
    if withdraws:
        with town.front.begin() as work:
            companies.withdraw(work, found(work, reference))
    else:
        moved(town, reference, CompanyState.CLOSED, desk)
    over = "Une entreprise n’attend plus votre appel"
    assert [over in subjects(town, each.email) for each in (told, also, never)] == [True, True, False]
    letter = town.letters_to(told.email)[-1]
    assert f"/entreprises/{reference}" in text_of(letter)
    assert find_leaks({"letter": letter.as_bytes()}, CANARIES) == []
    to_company = " ".join(text_of(town.letters_to(CONTACT.email)[-1]).split())
    assert ("lui demandons d’effacer" in to_company) is withdraws


def test_whoever_was_introduced_to_nobody_is_told_of_no_association(town: Town, reference: str) -> None:
    with town.front.begin() as work:
        companies.withdraw(work, found(work, reference))
    assert subjects(town, CONTACT.email)[-1:] == ["Votre demande est bien arrivée"]
    town.clock.forward(days=1)
    assert subjects(town, CONTACT.email)[-1] == "Votre demande est retirée"
    assert "association" not in text_of(town.letters_to(CONTACT.email)[-1]).split("--")[0]


def test_a_company_withdraws_behind_the_second_wall_and_associations_hear_of_it(walled: Walled) -> None:
    town = walled.town
    desk, told = town.open_desk(), town.join("nqt")[0]
    with town.front.begin() as work:
        reference = companies.register(work, company()).reference
    with town.hub.begin() as work:
        row, by = found(work, reference), work.session.get_one(Member, desk.id)
        companies.move(work, row, CompanyState.NEEDS_DEFINED, next_on=SOON, note="", by=by)
        companies.introduce(work, row, association(work.session, "nqt"), next_on=SOON, note="", by=by)
    with town.front.begin() as work:
        companies.withdraw(work, found(work, reference))
    assert "Une entreprise n’attend plus votre appel" in subjects(town, told.email)
