from __future__ import annotations

import pytest
from sqlalchemy import select

from hub.lifecycle import ReferralState
from hub.models import Member, PrescriberReading, Referral
from hub.queries import domains
from tests.associations.partner import Partner
from tests.parts.leaks import find_leaks
from tests.parts.people import CANARIES
from tests.parts.prescribers import CANARIES as PROFESSIONAL
from tests.parts.prescribers import FREE_ADDRESS, register
from tests.parts.town import Town, text_of

LIST = "/coordination/prescripteurs/"


@pytest.fixture
def desk_member(town: Town) -> Member:
    return town.open_desk()


@pytest.fixture
def desk(town: Town, desk_member: Member) -> Partner:
    """The desk, on a day when a professional registered two young people from a free mailbox."""
    with town.front.begin() as work:
        register(work, marker="A", email=FREE_ADDRESS)
        register(work, marker="B", email=FREE_ADDRESS)
    return Partner.signed_in(town, desk_member)


def readings(town: Town) -> int:
    with town.portal.read() as work:
        return len(work.session.scalars(select(PrescriberReading)).all())


def states(town: Town) -> set[ReferralState]:
    with town.portal.read() as work:
        return set(work.session.scalars(select(Referral.state)))


def test_the_list_tells_a_domain_and_a_number_and_no_name(town: Town, desk: Partner) -> None:
    page = desk.open(LIST).text
    assert "gmail.com" in page and 'data-label="Dossiers">2<' in page and "Mission locale" in page
    assert find_leaks(page, (*CANARIES, *PROFESSIONAL)) == [] and readings(town) == 0


def test_who_it_is_opens_with_a_trace_and_tells_nothing_of_the_young_people(
    town: Town, desk: Partner
) -> None:
    page = desk.open(f"{LIST}1").text
    assert all(word in page for word in ("Bertille Wauquaire", "Conseillère", "Chantereine", FREE_ADDRESS))
    assert find_leaks(page, CANARIES) == []
    assert readings(town) == 1
    desk.open(f"{LIST}1")
    assert readings(town) == 2


def test_verified_their_young_people_go_on(town: Town, desk: Partner) -> None:
    assert desk.send(f"{LIST}1/verifier", seen_on=f"{LIST}1").location == LIST
    assert "2 dossiers partent en orientation" in desk.open(LIST).text
    assert states(town) == {ReferralState.LOOKING}


def test_refused_they_are_closed_and_the_professional_is_told(town: Town, desk: Partner) -> None:
    assert desk.send(f"{LIST}1/refuser", seen_on=f"{LIST}1").location == LIST
    page = desk.open(LIST).text
    assert "2 dossiers sont clos" in page and "Personne à vérifier" in page
    assert states(town) == {ReferralState.CLOSED}
    town.settle()
    assert "n’a pas pu vérifier" in text_of(town.letters_to(FREE_ADDRESS)[0])


def test_whoever_does_not_wait_is_neither_read_nor_judged(town: Town, desk: Partner) -> None:
    desk.send(f"{LIST}1/verifier", seen_on=f"{LIST}1")
    assert desk.open(f"{LIST}1").status_code == desk.open(f"{LIST}99").status_code == 404
    assert desk.send(f"{LIST}1/refuser", seen_on="/sessions").status_code == 404
    assert states(town) == {ReferralState.LOOKING}


def test_the_letter_to_the_desk_names_nobody_and_leads_to_the_list(
    town: Town, desk: Partner, desk_member: Member
) -> None:
    town.settle()
    told = [text_of(letter) for letter in town.letters_to(desk_member.email)]
    (check,) = [letter for letter in told if "à vérifier" in letter]
    assert LIST in check and find_leaks(check, (*CANARIES, *PROFESSIONAL)) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Mission-Locale.FR", "mission-locale.fr"),
        ("prenom.nom@mission-locale.fr.", "mission-locale.fr"),
        ("https://www.mission-locale.fr/", "mission-locale.fr"),
        ("*.mission-locale.fr", "mission-locale.fr"),
        ("lycée-hugo.fr", "xn--lyce-hugo-d4a.fr"),
    ],
)
def test_a_domain_is_judged_as_addresses_are_kept(town: Town, desk: Partner, typed: str, kept: str) -> None:
    sent = desk.send(f"{LIST}organisations/", name=typed, standing="to_check")
    assert sent.status_code == 303
    with town.portal.read() as work:
        assert list(domains.all_judged(work.session)) == [kept]
