"""Companies at the desk and in the portal: who may see whom, what each button does, what is traced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub import companies, queries, webinars
from hub.models import Company, Member
from hub.partnership import CompanyState, CompanyStep
from tests.associations.partner import Partner
from tests.parts.companies import CANARIES, CONTACT, company
from tests.parts.leaks import find_leaks
from tests.parts.post import Letterbox
from tests.parts.town import Town, association, town_at

LIST = "/coordination/entreprises/"


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        webinars.keep_up(opened.hub)
        yield opened


@pytest.fixture
def desk(town: Town) -> Partner:
    return Partner.signed_in(town, town.open_desk())


@pytest.fixture
def reference(town: Town) -> str:
    with town.front.begin() as work:
        return companies.register(work, company()).reference


def found(town: Town, reference: str) -> Company:
    with town.portal.read() as work:
        return queries.company_by_reference(work.session, reference)


def steps(town: Town, reference: str) -> list[CompanyStep]:
    with town.portal.read() as work:
        row = queries.company_by_reference(work.session, reference)
        return [event.step for event in queries.company_events(work.session, row)]


def go_on(desk: Partner, reference: str, to: str, **typed: str) -> int:
    page = LIST + reference
    typed = {"to": to, "next_on": "2026-03-09", **typed}
    return desk.send(f"{page}/avancer", seen_on=page, **typed).status_code


def introduce(desk: Partner, reference: str, slug: str) -> int:
    page = LIST + reference
    token = {"introduce-csrf_token": csrf(desk, page)}
    typed = {"introduce-association": slug, "introduce-next_on": "2026-03-09", **token}
    return desk.send(f"{page}/presenter", seen_on=page, **typed).status_code


def csrf(desk: Partner, page: str) -> str:
    return desk.open(page).text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


def test_the_desk_sees_who_is_to_be_called_and_by_when(town: Town, desk: Partner, reference: str) -> None:
    page = desk.open(LIST).text
    assert "Filature des Trois-Ponts" in page
    assert "Nord, Pas-de-Calais" in page
    assert "jeudi\u00a05\u00a0mars" in page
    town.clock.forward(days=4)
    assert "en retard" in Partner.signed_in(town, desk_member(town)).open(LIST).text


def test_whom_to_call_is_on_no_page_that_opens_by_itself(desk: Partner, reference: str) -> None:
    shown = {path: desk.open(path).data for path in (LIST, LIST + reference, "/coordination/webinaires/")}
    assert find_leaks(shown, CANARIES) == []


def test_the_desk_reads_whom_to_call_and_it_is_written_down(
    town: Town, desk: Partner, reference: str
) -> None:
    page = LIST + reference
    shown = desk.send(f"{page}/contact", seen_on=page)
    assert CONTACT.name in shown.text
    assert f'href="tel:{CONTACT.phone}"' in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert steps(town, reference)[-1] is CompanyStep.CONTACT_READ


def test_a_company_is_led_to_a_partnership(town: Town, desk: Partner, reference: str) -> None:
    member = town.join("nqt")[0]
    assert go_on(desk, reference, "needs_defined", note="Dix mentors, le midi.") == 303
    assert introduce(desk, reference, "nqt") == 303
    assert go_on(desk, reference, "under_way") == 303
    page = desk.open(LIST + reference).text
    assert "Dix mentors, le midi." in page
    assert "Présentée à une association – NQT" in page
    assert found(town, reference).state is CompanyState.UNDER_WAY
    town.settle()
    assert any("entreprise" in str(letter["Subject"]) for letter in town.letters_to(member.email))


def test_a_date_has_no_effect_on_closing_alone(town: Town, desk: Partner, reference: str) -> None:
    town.join("nqt")
    go_on(desk, reference, "needs_defined")
    page = desk.open(LIST + reference).text
    assert "Présenter à une association" in page
    assert page.count("Le jour où la coordination y revient.") == 2
    assert page.count("Sans effet pour clore.") == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"to": ""}, "Choisissez une suite."),
        ({"to": "later", "next_on": ""}, "Indiquez quand la coordination y revient."),
        ({"to": "later", "next_on": "2026-03-01"}, "Choisissez un jour à venir"),
        ({"to": "later", "next_on": "2027-06-01"}, "Choisissez un jour à venir"),
        ({"to": "later", "note": "a" * 301}, "Raccourcissez de 1"),
    ],
)
def test_a_move_without_a_good_date_is_refused(
    town: Town, desk: Partner, reference: str, typed: dict[str, str], said: str
) -> None:
    page = LIST + reference
    usual = {"to": "later", "next_on": "2026-03-09"}
    refused = desk.send(f"{page}/avancer", seen_on=page, **usual | typed)
    assert refused.status_code == 422
    assert said in refused.text
    assert steps(town, reference) == [CompanyStep.REGISTERED]


def test_closing_needs_no_date_and_ends_it(town: Town, desk: Partner, reference: str) -> None:
    assert go_on(desk, reference, "closed", next_on="") == 303
    page = desk.open(LIST + reference).text
    assert "Faire avancer" not in page
    assert "Lire les coordonnées" not in page
    assert found(town, reference).next_on is None


def test_a_state_that_may_not_follow_is_not_offered_and_not_taken(
    town: Town, desk: Partner, reference: str
) -> None:
    assert 'value="under_way"' not in desk.open(LIST + reference).text
    assert go_on(desk, reference, "under_way") == 422
    assert found(town, reference).state is CompanyState.TO_CALL


def test_whoever_comes_second_at_the_desk_is_told_and_keeps_their_note(
    town: Town, desk: Partner, reference: str
) -> None:
    assert go_on(desk, reference, "needs_defined") == 303
    page = LIST + reference
    typed = {"to": "needs_defined", "next_on": "2026-03-10", "note": "Dix mentors avant juin"}
    second = desk.send(f"{page}/avancer", seen_on=page, **typed)
    assert second.status_code == 422
    assert "Quelqu’un vient de faire avancer cette entreprise" in second.text
    assert "Dix mentors avant juin" in second.text
    assert steps(town, reference).count(CompanyStep.NEEDS_DEFINED) == 1


def test_nobody_is_introduced_before_the_first_call(town: Town, desk: Partner, reference: str) -> None:
    town.join("nqt")
    assert "Présenter à une association" not in desk.open(LIST + reference).text
    assert introduce(desk, reference, "nqt") == 409


def test_an_association_is_introduced_once(town: Town, desk: Partner, reference: str) -> None:
    town.join("nqt")
    go_on(desk, reference, "needs_defined")
    introduce(desk, reference, "nqt")
    page = LIST + reference
    typed = {
        "introduce-association": "nqt",
        "introduce-next_on": "2026-03-09",
        "introduce-note": "Avant juin",
    }
    token = {"introduce-csrf_token": csrf(desk, page)}
    again = desk.send(f"{page}/presenter", seen_on=page, **typed, **token)
    assert again.status_code == 422, "it is no longer among the choices"
    assert "Cette association connaît déjà l’entreprise" in again.text
    assert "Avant juin" in again.text
    assert steps(town, reference).count(CompanyStep.INTRODUCED) == 1


def test_an_association_reads_whom_to_call_once_introduced_and_another_finds_nothing(
    town: Town, desk: Partner, reference: str
) -> None:
    introduced, other = (Partner.signed_in(town, member) for member in town.join("nqt", "proxite"))
    assert introduced.open(f"/entreprises/{reference}").status_code == 404, "not yet"
    go_on(desk, reference, "needs_defined", note="Le mot de la coordination.")
    introduce(desk, reference, "nqt")
    page = introduced.open(f"/entreprises/{reference}")
    assert "Filature des Trois-Ponts" in introduced.open("/entreprises/").text
    assert "Le mot de la coordination." not in page.text
    assert "Contact promis au plus tard le</dt><dd>jeudi\u00a05\u00a0mars" in page.text
    assert find_leaks(page.data, CANARIES) == []
    path = f"/entreprises/{reference}"
    assert CONTACT.name in introduced.send(f"{path}/contact", seen_on=path).text
    assert steps(town, reference)[-1] is CompanyStep.CONTACT_READ
    assert other.open(path).status_code == 404
    assert other.send(f"{path}/contact", seen_on="/sessions").status_code == 404
    assert "Trois-Ponts" not in other.open("/entreprises/").text


def test_a_session_is_cancelled_and_whoever_had_a_seat_hears_of_it(town: Town, desk: Partner) -> None:
    with town.front.begin() as work:
        session = webinars.offered(work)[0]
        reference = companies.register(work, company(webinar=session.id)).reference
    page = "/coordination/webinaires/"
    assert "Filature des Trois-Ponts" in desk.open(page).text
    assert desk.send(f"{page}{session.id}/annuler", seen_on=page).location == page
    assert "annulée" in desk.open(page).text
    town.settle()
    assert steps(town, reference)[-1] is CompanyStep.SESSION_CANCELLED


def test_a_session_that_is_not_or_has_begun_is_not_cancelled(town: Town, desk: Partner) -> None:
    page = "/coordination/webinaires/"
    assert desk.send(f"{page}999/annuler", seen_on=page).status_code == 404


def test_a_forgotten_company_is_found_by_nobody(town: Town, desk: Partner, reference: str) -> None:
    town.clock.forward(days=366)
    town.settle()
    desk = Partner.signed_in(town, desk_member(town))
    assert desk.open(LIST + reference).status_code == 404
    assert "Trois-Ponts" not in desk.open(LIST).text


def desk_member(town: Town) -> Member:
    with town.portal.read() as work:
        return queries.desk_members(work.session)[0]


def test_who_takes_company_partnerships_comes_first_and_who_takes_none_is_left_out(
    town: Town, desk: Partner, reference: str
) -> None:
    town.join("nqt", "proxite", "afev")
    with town.portal.begin() as work:
        for slug, takes in (("nqt", False), ("proxite", True)):
            row = association(work.session, slug)
            row.profile = {**row.profile, "companies": takes}
    go_on(desk, reference, "needs_defined")
    page = desk.open(LIST + reference).text
    assert 'value="nqt"' not in page
    assert (
        page.index("Prennent des partenariats") < page.index('value="proxite"') < page.index('value="afev"')
    )
