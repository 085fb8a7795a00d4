from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from hub import accompanying, calendar, offers, queries
from hub.lifecycle import ReferralState
from hub.models import Disclosure, Member, Offer, Pair
from hub.work import Work
from tests.associations.partner import Partner, card_of, registered
from tests.parts.people import CANARIES, LAST_NAME
from tests.parts.town import Town

ASSOCIATIONS = ("article-1", "jobirl")


@dataclass(frozen=True, slots=True)
class Held:
    """An association said yes to somebody, and may read who it is; another association did not."""

    town: Town
    reference: str
    card: str
    member: Member
    partner: Partner
    other: Partner

    @property
    def path(self) -> str:
        return f"/accompagnements/{self.card}"

    def offer(self, work: Work) -> Offer:
        return work.session.scalars(select(Offer).where(Offer.card_number == self.card)).one()

    def state(self) -> ReferralState:
        with self.town.hub.read() as work:
            return queries.referral_by_reference(work.session, self.reference).state

    def pair_up(self) -> None:
        with self.town.portal.begin() as work:
            member = work.session.get_one(Member, self.member.id)
            accompanying.pair(work, self.offer(work), member, since=calendar.civil(work.now))


@pytest.fixture
def held(town: Town) -> Held:
    members = town.join(*ASSOCIATIONS)
    reference = registered(town)
    card = card_of(town, reference)
    with town.portal.begin() as work:
        offer = work.session.scalars(select(Offer).where(Offer.card_number == card)).one()
        mine, theirs = sorted(members, key=lambda each: each.association_id != offer.association_id)
        offers.accept(work, offer, work.session.get_one(Member, mine.id))
    town.office.sweep()
    return Held(town, reference, card, mine, Partner.signed_in(town, mine), Partner.signed_in(town, theirs))


def names_on(page: str) -> list[str]:
    return [canary for canary in CANARIES if canary in page]


def traces(town: Town) -> int:
    with town.portal.read() as work:
        return work.session.scalar(select(func.count()).select_from(Disclosure)) or 0


def test_the_path_from_the_yes_to_the_end(held: Held) -> None:
    page = held.partner.open("/accompagnements/").text
    assert held.card in page and "Prendre contact" in page and "avant mercredi\u00a04\u00a0mars" in page
    tried = {"made_on": "2026-03-02", "channel": "phone"}
    held.partner.send(f"{held.path}/essai", seen_on=held.path, **tried, outcome="no_answer")
    assert "Essayer encore" in held.partner.open("/accompagnements/").text
    held.partner.send(f"{held.path}/essai", seen_on=held.path, **tried, outcome="reached")
    assert held.state() is ReferralState.CONTACTED
    held.partner.send(f"{held.path}/recherche", waits_for="agreement")
    assert "l’autorisation d’un parent est attendue" in held.partner.open("/accompagnements/").text
    held.partner.send(f"{held.path}/binome", since="2026-03-02")
    assert held.state() is ReferralState.PAIRED
    held.partner.send(f"{held.path}/fin-du-binome", ended_on="2026-03-02", because="goal_reached")
    held.partner.send(f"{held.path}/clore", outcome="reached", satisfaction="very_good")
    assert held.state() is ReferralState.CLOSED
    assert "L’objectif est atteint" in held.partner.open("/accompagnements/?etape=termines").text
    assert "Avis de la personne\u202f: très contente" in held.partner.open(held.path).text


def test_what_is_not_said_well_is_asked_again_and_what_is_another_s_does_not_exist(held: Held) -> None:
    told = {"channel": "phone", "outcome": "reached"}
    assert held.partner.send(f"{held.path}/essai", seen_on=held.path).status_code == 422
    for day in ("2026-03-03", "2026-02-20"):
        answer = held.partner.send(f"{held.path}/essai", seen_on=held.path, made_on=day, **told)
        assert answer.status_code == 422 and "Choisissez un jour entre le lundi 2 mars" in answer.text
    assert held.state() is ReferralState.ACCEPTED
    assert held.partner.open(f"{held.path}/danser").status_code == 404
    assert held.card not in held.other.open("/accompagnements/").text
    for path in (held.path, f"{held.path}/essai", f"{held.path}/rendre"):
        assert held.other.open(path).status_code == 404
    sheet = held.other.send(f"{held.path}/fiche-d-appel", seen_on="/accompagnements/agenda")
    assert sheet.status_code == 404 and traces(held.town) == 0


def test_the_call_sheet_alone_shows_the_name_with_its_trace_until_the_card_is_given_back(held: Held) -> None:
    for path in ("/accompagnements/", held.path, f"{held.path}/rendre", "/accompagnements/suivi"):
        assert names_on(held.partner.open(path).text) == []
    sheet = held.partner.send(f"{held.path}/fiche-d-appel", seen_on=held.path)
    assert LAST_NAME in sheet.text and "Essais" in sheet.text
    assert traces(held.town) == 1
    assert held.partner.send(f"{held.path}/rendre", reason="no_mentor").status_code == 303
    again = held.partner.send(f"{held.path}/fiche-d-appel", seen_on="/accompagnements/agenda")
    assert again.location == held.path and traces(held.town) == 1
    assert "Rendue" in held.partner.open("/accompagnements/?etape=termines").text


def test_every_pair_is_followed_on_one_page(held: Held) -> None:
    held.pair_up()
    assert "Aucun binôme n’attend de réponse" in held.partner.open("/accompagnements/suivi").text
    held.town.clock.forward(days=30)
    held = replace(held, partner=Partner.signed_in(held.town, held.member))
    with held.town.hub.read() as work:
        pair = work.session.scalars(select(Pair.id)).one()
    page = held.partner.open("/accompagnements/suivi").text
    assert held.card in page and "Un binôme attend votre réponse." in page
    followed = {f"pair-{pair}": "", "all": "1"}
    held.partner.send("/accompagnements/suivi", **followed)
    assert "est confirmé pour avril" in held.partner.open("/accompagnements/suivi").text
    with held.town.hub.read() as work:
        next_at = queries.referral_by_reference(work.session, held.reference).next_at
        assert next_at and calendar.civil(next_at) == date(2026, 5, 4)
        assert work.session.scalars(select(Pair.followed_in)).one() == date(2026, 4, 1)


def test_an_export_of_names_leaves_a_trace_for_each_and_starts_no_formula(held: Held) -> None:
    page = "/accompagnements/export"
    plain = held.partner.send(page, what="cards", kind="csv")
    assert names_on(plain.text) == [] and held.card in plain.text
    assert traces(held.town) == 0
    told = held.partner.send(page, what="names", kind="csv").text
    assert LAST_NAME in told and "'+33" in told
    book = load_workbook(io.BytesIO(held.partner.send(page, what="names", kind="xlsx").data))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value]
    assert LAST_NAME in {cell.value for cell in cells} and {cell.data_type for cell in cells} == {"s"}
    assert traces(held.town) == 2


def test_a_calendar_reads_numbers_at_an_address_of_its_own_until_it_is_ended(held: Held) -> None:
    page = "/accompagnements/agenda"
    held.partner.send(f"{page}/adresse", seen_on=page)
    shown = held.partner.open(page).text
    (address,) = re.findall(r"/accompagnements/agenda/[0-9a-f]{32}\.ics", shown)
    assert address not in held.partner.open(page).text, "told once"
    calendar_file = Partner.stranger(held.town).open(address).text
    assert f"Fiche {held.card}\\, prendre contact" in calendar_file and "20260304" in calendar_file
    assert names_on(calendar_file) == [] and held.reference not in calendar_file
    held.partner.send(f"{page}/adresse/fin", seen_on=page)
    assert Partner.stranger(held.town).open(address).status_code == 404
