from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from hub import offers, queries
from hub.lifecycle import OfferState, ReferralState
from hub.models import Disclosure, Release
from hub.vocabulary import DeclineReason
from hub.wording import DECLINE_REASONS
from tests.associations.partner import Partner, card_of, offer_with, registered
from tests.parts.people import CANARIES, FIRST_NAME, GUARDIAN, LAST_NAME, MESSAGE, identity
from tests.parts.town import Town

ASSOCIATIONS = ("article-1", "jobirl")


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody registered; one association was asked, and another was not."""

    town: Town
    reference: str
    card: str
    partner: Partner
    other: Partner

    @property
    def path(self) -> str:
        return f"/fiches/{self.card}"


@pytest.fixture
def asked(town: Town) -> Asked:
    members = town.join(*ASSOCIATIONS)
    reference = registered(town)
    card = card_of(town, reference)
    asked_of = offer_with(town, card).association_id
    mine = next(member for member in members if member.association_id == asked_of)
    theirs = next(member for member in members if member.association_id != asked_of)
    return Asked(town, reference, card, Partner.signed_in(town, mine), Partner.signed_in(town, theirs))


def accepted(asked: Asked) -> Asked:
    assert asked.partner.send(f"{asked.path}/accepter", seen_on=asked.path).location == asked.path
    return asked


def released(asked: Asked) -> Asked:
    accepted(asked).town.settle()
    return asked


def traces(town: Town) -> int:
    with town.portal.read() as work:
        return len(list(work.session.scalars(select(Disclosure))))


def names_on(page: str) -> list[str]:
    return [canary for canary in CANARIES if canary in page]


def refreshed(town: Town, card: str) -> Partner:
    """A session of today for whoever was asked with this card."""
    with town.portal.read() as work:
        return Partner.signed_in(
            town, queries.members_of(work.session, offer_with(town, card).association_id)[0]
        )


def withdraw(asked: Asked) -> None:
    with asked.town.hub.begin() as work:
        offers.withdraw(work, queries.referral_by_reference(work.session, asked.reference))


def test_a_new_card_waits_in_the_inbox_and_moves_once_read(asked: Asked) -> None:
    assert "Nouvelles" in asked.partner.open("/fiches/").text
    assert asked.partner.open(asked.path).status_code == 200
    inbox = asked.partner.open("/fiches/").text
    assert "Nouvelles" not in inbox and "À répondre" in inbox and asked.card in inbox


def test_reading_a_card_does_not_defeat_an_answer(asked: Asked) -> None:
    before = offer_with(asked.town, asked.card).version
    asked.partner.open(asked.path)
    seen = offer_with(asked.town, asked.card)
    assert seen.seen_at is not None and seen.version == before


def test_a_card_says_what_it_may_and_by_when_to_answer(asked: Asked) -> None:
    page = asked.partner.open(asked.path).text
    assert "Nord" in page and "Répondre avant jeudi\u00a05\u00a0mars au soir" in page
    assert "Correspond à vos critères" in page


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(0), "Répondre aujourd’hui"),
        (timedelta(days=1), "Répondre avant demain soir"),
        (timedelta(days=2), "Répondre avant jeudi\u00a05\u00a0mars au soir"),
    ],
)
def test_the_days_left_are_said_in_words(asked: Asked, left: timedelta, words: str) -> None:
    asked.town.clock.now = offer_with(asked.town, asked.card).answer_by - left - timedelta(hours=6)
    assert words in refreshed(asked.town, asked.card).open(asked.path).text


def test_what_is_another_association_s_does_not_exist(asked: Asked) -> None:
    for path in (asked.path, f"{asked.path}/decliner", "/fiches/ZZZZZZZ"):
        assert asked.other.open(path).status_code == 404
    for move in ("accepter", "decliner", "devoiler"):
        assert asked.other.send(f"{asked.path}/{move}", seen_on="/fiches/").status_code == 404
    assert asked.card not in asked.other.open("/fiches/").text
    assert offer_with(asked.town, asked.card).state is OfferState.OPEN


def test_before_the_yes_no_page_knows_the_name(asked: Asked) -> None:
    for path in ("/fiches/", asked.path, f"{asked.path}/decliner"):
        assert names_on(asked.partner.open(path).text) == []
    assert asked.partner.send(f"{asked.path}/devoiler", seen_on="/fiches/").location == asked.path
    assert traces(asked.town) == 0


def test_after_the_yes_the_name_comes_once_the_worker_has_released_it(asked: Asked) -> None:
    waiting = accepted(asked).partner.open(asked.path).text
    assert "La remise est en cours" in waiting and "Dévoiler" not in waiting
    assert asked.partner.send(f"{asked.path}/devoiler", seen_on="/fiches/").location == asked.path
    asked.town.settle()
    arrived = asked.partner.open(asked.path).text
    assert "La remise est en cours" not in arrived and "Dévoiler les coordonnées" in arrived
    assert names_on(arrived) == []


def test_the_name_is_shown_with_a_trace_and_never_kept_by_the_browser(asked: Asked) -> None:
    shown = released(asked).partner.send(f"{asked.path}/devoiler", seen_on=asked.path)
    assert f"{FIRST_NAME} {LAST_NAME}" in shown.text
    assert GUARDIAN.email in shown.text and "+33 6 39 98 01 23" in shown.text
    assert MESSAGE.split("'")[1] in shown.text
    assert "16 ans" in shown.text and "59100 Roubaix" in shown.text and "Première" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    with asked.town.portal.read() as work:
        trace = work.session.scalars(select(Disclosure)).one()
        assert trace.offer_id == offer_with(asked.town, asked.card).id
        assert trace.disclosed_at == asked.town.clock.now


def test_each_reading_leaves_its_own_trace(asked: Asked) -> None:
    released(asked)
    for _ in range(2):
        asked.partner.send(f"{asked.path}/devoiler", seen_on=asked.path)
    assert traces(asked.town) == 2


def test_no_trace_no_page(asked: Asked) -> None:
    """A box that does not open fails the whole piece of work: neither a name nor a trace."""
    released(asked)
    with asked.town.hub.begin() as work:
        release = work.session.scalars(select(Release)).one()
        release.identity = release.identity[:-1] + bytes([release.identity[-1] ^ 1])
    shown = asked.partner.send(f"{asked.path}/devoiler", seen_on=asked.path)
    assert shown.status_code == 500
    assert names_on(shown.text) == [] and traces(asked.town) == 0


def test_somebody_without_a_guardian_or_telephone_is_shown_as_they_are(town: Town) -> None:
    member = town.join("article-1")[0]
    card = card_of(town, registered(town, age=18, who=identity(guardian=None, phone=None, birth_year=2007)))
    partner = Partner.signed_in(town, member)
    partner.send(f"/fiches/{card}/accepter", seen_on=f"/fiches/{card}")
    town.settle()
    shown = partner.send(f"/fiches/{card}/devoiler", seen_on=f"/fiches/{card}").text
    assert FIRST_NAME in shown and "Parent ou tuteur" not in shown and "tel:" not in shown


def test_a_double_click_accepts_once(asked: Asked) -> None:
    accepted(asked)
    again = asked.partner.send(f"{asked.path}/accepter", seen_on="/sessions")
    assert (again.status_code, again.location) == (303, asked.path)
    assert offer_with(asked.town, asked.card).state is OfferState.ACCEPTED


def test_who_comes_second_is_told_kindly(asked: Asked) -> None:
    asked.town.clock.forward(days=4)
    asked.town.settle()
    second = card_of(asked.town, asked.reference)
    late, quick = refreshed(asked.town, asked.card), refreshed(asked.town, second)
    assert "En retard" in late.open("/fiches/").text and "vous pouvez encore accepter" in late.open(
        asked.path
    ).text.lower().replace("\u202f", " ")
    assert quick.send(f"/fiches/{second}/accepter", seen_on=f"/fiches/{second}").status_code == 303
    beaten = late.send(f"{asked.path}/accepter", seen_on="/fiches/")
    assert beaten.status_code == 409
    assert "Cette fiche est déjà prise" in beaten.text and "Merci" in beaten.text
    assert offer_with(asked.town, asked.card).state is OfferState.RECALLED
    assert names_on(beaten.text) == []


def test_a_decline_needs_a_reason(asked: Asked) -> None:
    refused = asked.partner.send(f"{asked.path}/decliner")
    assert refused.status_code == 422 and "Choisissez la raison la plus proche." in refused.text
    assert offer_with(asked.town, asked.card).state is OfferState.OPEN


@pytest.mark.parametrize(
    ("note", "said"),
    [("", "Dites en quelques mots"), ("   \n ", "Dites en quelques mots"), ("x" * 301, "Raccourcissez de 1"),
     ("mot\u200bcaché", "caractère invisible"), ("a\x0bb", "caractère invisible")],
)  # fmt: skip
def test_another_reason_needs_words_short_and_plain(asked: Asked, note: str, said: str) -> None:
    refused = asked.partner.send(f"{asked.path}/decliner", reason="other", note=note)
    assert refused.status_code == 422 and said in refused.text
    assert 'value="other" checked' in refused.text


def test_a_decline_is_kept_with_its_reason_and_the_next_is_asked(asked: Asked) -> None:
    answered = asked.partner.send(f"{asked.path}/decliner", reason="other", note="Trop loin\r\nde nous ")
    assert answered.location == "/fiches/"
    declined = offer_with(asked.town, asked.card)
    assert declined.decline_reason is DeclineReason.OTHER
    assert declined.decline_note == "Trop loin\nde nous"
    assert f"la fiche {asked.card} est proposée ailleurs" in asked.partner.open("/fiches/").text
    asked.town.settle()
    assert "Nouvelles" in asked.other.open("/fiches/").text


@pytest.mark.parametrize(
    "reason", [reason for reason in DECLINE_REASONS if reason is not DeclineReason.OTHER]
)
def test_every_reason_of_the_list_is_enough_by_itself(asked: Asked, reason: DeclineReason) -> None:
    assert asked.partner.send(f"{asked.path}/decliner", reason=reason.value).status_code == 303
    assert offer_with(asked.town, asked.card).decline_reason is reason


def test_an_invented_reason_is_refused(asked: Asked) -> None:
    assert asked.partner.send(f"{asked.path}/decliner", reason="because").status_code == 422


def test_an_answered_card_is_answered_no_more(asked: Asked) -> None:
    accepted(asked)
    assert asked.partner.open(f"{asked.path}/decliner").location == asked.path
    too_late = asked.partner.send(f"{asked.path}/decliner", seen_on="/sessions", reason="no_place")
    assert too_late.status_code == 409
    assert offer_with(asked.town, asked.card).state is OfferState.ACCEPTED


def test_a_withdrawn_request_closes_the_card_of_who_was_asked(asked: Asked) -> None:
    withdraw(asked)
    page = asked.partner.open(asked.path).text
    assert "La personne a retiré sa demande" in page and "Accepter" not in page
    late = asked.partner.send(f"{asked.path}/accepter", seen_on="/sessions")
    assert late.status_code == 409 and "déjà prise" not in late.text


def test_a_withdrawal_after_the_yes_shuts_the_name_away(asked: Asked) -> None:
    released(asked)
    withdraw(asked)
    page = asked.partner.open(asked.path).text
    assert "Effacez ce que vous aviez noté" in page and "Dévoiler" not in page
    assert asked.partner.send(f"{asked.path}/devoiler", seen_on="/sessions").location == asked.path
    assert traces(asked.town) == 0


def test_an_expired_card_says_so(asked: Asked) -> None:
    asked.town.clock.forward(days=16)
    asked.town.settle()
    assert "restée sans réponse" in refreshed(asked.town, asked.card).open(asked.path).text


def test_an_unverified_association_is_told_so(asked: Asked) -> None:
    assert "À confirmer par l’association" in asked.partner.open("/fiches/").text


def test_a_removed_member_is_out_at_the_next_request(asked: Asked) -> None:
    asked.partner.open(asked.path)
    desk = Partner.signed_in(asked.town, asked.town.open_desk())
    with asked.town.portal.read() as work:
        asked_of = offer_with(asked.town, asked.card).association_id
        member = queries.members_of(work.session, asked_of)[0]
    desk.send(f"/coordination/membres/{member.id}/retirer", seen_on="/coordination/membres/")
    assert asked.partner.open(asked.path).location == "/connexion"


def test_the_referral_is_accepted_with_the_portal_s_word(asked: Asked) -> None:
    accepted(asked)
    with asked.town.portal.read() as work:
        found = queries.referral_by_reference(work.session, asked.reference)
        assert found.state is ReferralState.ACCEPTED
        assert found.offers[0].answer_seal
