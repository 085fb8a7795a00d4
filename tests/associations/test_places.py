"""The pages of an association's places, and of the hour of its digest."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from hub import calendar, places, queries
from hub.models import Association, Ceiling, Member
from tests.associations.partner import Partner, registered
from tests.parts.town import Town, association

OWN, CONFIRM, DIGEST = "/places/", "/places/toujours-exact", "/courriel-du-matin/"
NEW_CEILING = "/places/plafonds/nouveau"


@pytest.fixture
def member(town: Town) -> Member:
    return town.join("nqt")[0]


@pytest.fixture
def partner(town: Town, member: Member) -> Partner:
    return Partner.signed_in(town, member)


def here(town: Town, slug: str = "nqt") -> Association:
    with town.hub.read() as work:
        return association(work.session, slug)


def ceilings(town: Town) -> list[Ceiling]:
    with town.hub.read() as work:
        return queries.places.ceilings(work.session, [here(town).id])


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_number_is_declared_and_a_wrong_one_is_said_beside_its_field(town: Town, partner: Partner) -> None:
    assert "Ce nombre est supposé" in partner.open(OWN).text
    assert partner.send("/places/annee", seen_on=OWN, a_year="33").location == OWN
    page = partner.open(OWN).text
    assert "33 places par an" in page and "supposé" not in page
    assert (here(town).places_left, here(town).profile["places_a_year"]) == (33, 33)
    for number in ("-1", "9" * 400):
        wrong = partner.send("/places/annee", seen_on=OWN, a_year=number)
        assert (wrong.status_code, "de 0 à 100 000" in wrong.text) == (422, True)
    assert partner.send("/places/nouvelle-annee", seen_on=OWN, next_year="40").location == OWN
    assert here(town).places_left == 40


def test_one_button_says_that_all_is_still_right_and_a_link_says_nothing(
    town: Town, partner: Partner
) -> None:
    assert "Oui, toujours exact" in partner.open(CONFIRM).text
    assert here(town).places_declared_on is None
    assert partner.send(CONFIRM).location == OWN
    assert here(town).places_declared_on == calendar.civil(town.clock())


def test_a_pause_begins_and_ends_and_one_in_the_past_is_refused(town: Town, partner: Partner) -> None:
    today = calendar.civil(town.clock())
    wrong = partner.send("/places/pause", seen_on=OWN, until=str(today - timedelta(days=1)))
    assert (wrong.status_code, "Cette date est passée" in wrong.text) == (422, True)
    partner.send("/places/pause", seen_on=OWN, until=str(today + timedelta(days=9)))
    assert "En pause jusqu’au mercredi 11 mars" in words(partner.open(OWN).text)
    partner.send("/places/reprendre", seen_on=OWN)
    assert here(town).paused_until is None


def test_days_of_closing_are_noted_and_taken_away(town: Town, partner: Partner) -> None:
    today = calendar.civil(town.clock())
    days = {"first_day": str(today), "last_day": str(today + timedelta(days=2))}
    assert partner.send("/places/fermetures", seen_on=OWN, **days).location == OWN
    page = words(partner.open(OWN).text)
    assert "Fermée jusqu’au mercredi 4 mars" in page
    found = re.search(r"/places/fermetures/(\d+)/retirer", partner.open(OWN).text)
    assert found
    partner.send(found[0], seen_on=OWN)
    assert "Fermée" not in words(partner.open(OWN).text)
    backwards = {"first_day": days["last_day"], "last_day": days["first_day"]}
    wrong = partner.send("/places/fermetures", seen_on=OWN, **backwards)
    assert (wrong.status_code, "avant le premier" in wrong.text) == (422, True)
    for far in ("0001-01-01", "9999-12-31"):
        wrong = partner.send("/places/fermetures", seen_on=OWN, **{**days, "last_day": far})
        assert (wrong.status_code, "entre 2000 et 2099" in wrong.text) == (422, True)


def test_a_ceiling_is_written_changed_and_lifted_by_its_own_association_only(
    town: Town, partner: Partner
) -> None:
    wrong = partner.send(NEW_CEILING, bands="15-17")
    assert (wrong.status_code, "un nombre par an, par mois" in wrong.text) == (422, True)
    assert (
        partner.send(NEW_CEILING, bands="15-17", situations="lycee_gt", where="r32", a_month="3").location
        == OWN
    )
    (kept,) = ceilings(town)
    assert (kept.bands, kept.departments, kept.a_month) == (["15-17"], ["02", "59", "60", "62", "80"], 3)
    assert "15 à 17 ans · Lycée général ou technologique" in words(partner.open(OWN).text)
    page = f"/places/plafonds/{kept.id}"
    stranger = Partner.signed_in(town, town.join("jobirl")[0])
    assert stranger.open(page).status_code == 404
    assert stranger.send(f"{page}/retirer", seen_on=OWN).status_code == 404
    assert partner.send(page, bands="15-17", where="d59", a_year="8", a_month="").location == OWN
    assert [(each.departments, each.a_year, each.a_month) for each in ceilings(town)] == [(["59"], 8, None)]
    partner.send(f"{page}/retirer", seen_on=OWN)
    assert ceilings(town) == []


def test_a_card_that_waits_holds_a_place_that_no_ceiling_tells(town: Town) -> None:
    partner = Partner.signed_in(town, town.join("article-1")[0])
    partner.send(NEW_CEILING, bands="15-17", a_year="8")
    registered(town)
    page = words(partner.open(OWN).text)
    assert "19 places libres sur 20" in page and "une tenue par une fiche" in page
    assert "0 sur 8" in page


def test_whoever_is_asked_no_more_reads_why_and_comes_back(town: Town, member: Member) -> None:
    town.clock.forward(days=90)
    assert places.stop_unconfirmed(town.hub) == 1
    partner = Partner.signed_in(town, member)
    assert "Plus aucune nouvelle fiche ne vous est proposée" in words(partner.open(OWN).text)
    partner.send(CONFIRM)
    assert here(town).stopped_for is None


def test_the_hour_of_the_digest_is_one_s_own_and_the_last_reader_keeps_it(
    town: Town, partner: Partner
) -> None:
    assert partner.send(DIGEST, hour="10").location == DIGEST
    assert "10 h" in words(partner.open(DIGEST).text)
    refused = partner.send(DIGEST, hour="never")
    assert (refused.status_code, "dernière personne" in refused.text) == (422, True)
