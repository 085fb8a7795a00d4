"""After a yes, the tracking page asks what only the person can tell."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from hub import accompanying, calendar, intake, offers, queries
from hub.accompanying import Tried
from hub.lifecycle import ReferralState
from hub.models import Accompaniment, Member, Offer, Pair
from hub.vocabulary import AttemptChannel, AttemptOutcome
from tests.forms.conftest import Visitor
from tests.parts.people import CANARIES, registration
from tests.parts.town import Town

CONTACT = "L’association t’a-t-elle contacté\u202f?"
HERE = "Tu es toujours là\u202f?"
TOGETHER = "Le contact continue avec ton mentor\u202f?"


@dataclass(frozen=True, slots=True)
class Accepted:
    """An association said yes to somebody, whose browser is on the tracking page."""

    town: Town
    reference: str
    member: Member
    visitor: Visitor

    def page(self) -> str:
        return self.visitor.open("/suivi").text

    def say(self, answer: str, word: str = "contact") -> str:
        self.visitor.send("/suivi", {"answer": answer}, to=f"/suivi/{word}")
        return self.page()

    def later(self, days: int) -> str:
        self.town.clock.forward(days=days)
        self.town.office.sweep()
        return self.page()

    def state(self) -> ReferralState:
        with self.town.hub.read() as work:
            return queries.referral_by_reference(work.session, self.reference).state


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What the two databases do is tried in tests/hub."""
    return sqlite_url


@pytest.fixture
def accepted(town: Town) -> Accepted:
    (member,) = town.join("article-1")
    with town.front.begin() as work:
        receipt = intake.register(work, registration())
    town.office.sweep()
    with town.portal.begin() as work:
        offer = work.session.scalars(select(Offer)).one()
        offers.accept(work, offer, work.session.get_one(Member, member.id))
    visitor = Visitor(town.visitor())
    visitor.open(f"/suivi/{receipt.tracking_token}")
    return Accepted(town, receipt.reference, member, visitor)


def test_whoever_was_not_contacted_says_so_once_and_it_stands_there(accepted: Accepted) -> None:
    assert CONTACT not in accepted.page(), "it is not late yet"
    assert CONTACT in accepted.later(3)
    after = accepted.say("no")
    assert "L’association et notre équipe le voient." in after and CONTACT not in after
    assert "Premier contact toujours attendu\u202f: Article 1 (DEMA1N.org) et notre équipe le savent" in after
    with accepted.town.hub.read() as work:
        assert work.session.scalars(select(Accompaniment.said_not_contacted_at)).one()
    assert not [canary for canary in CANARIES if canary in after]
    hidden = accepted.visitor.hidden("/suivi/retirer")
    accepted.visitor.client.post("/suivi/contact", data={**hidden, "answer": "yes"})
    assert accepted.state() is ReferralState.ACCEPTED, "an old page changes nothing"


def test_whoever_could_not_be_reached_is_there_is_contacted_and_loses_touch(accepted: Accepted) -> None:
    with accepted.town.portal.begin() as work:
        offer = work.session.scalars(select(Offer)).one()
        tried = Tried(calendar.civil(work.now), AttemptChannel.PHONE, AttemptOutcome.NO_ANSWER)
        accompanying.note_attempt(work, offer, work.session.get_one(Member, accepted.member.id), tried)
    assert HERE in accepted.later(22)
    assert accepted.say("perhaps", "presence") and accepted.state() is ReferralState.UNREACHABLE
    accepted.say("no", "presence")
    assert accepted.state() is ReferralState.ACCEPTED
    accompanied(accepted, contact_only=True)
    assert "L’association cherche le mentor qui te convient." in accepted.page()
    accompanied(accepted)
    assert "Tu as un mentor" in accepted.page() and TOGETHER not in accepted.page()
    assert TOGETHER in accepted.later(90)
    assert "L’association le voit." in accepted.say("no", "rencontres")
    with accepted.town.hub.read() as work:
        assert work.session.scalars(select(Pair.said_apart_at)).one()
    assert TOGETHER not in accepted.page()


def accompanied(accepted: Accepted, *, contact_only: bool = False) -> None:
    """The association tells that they spoke, or that a mentor was met."""
    with accepted.town.portal.begin() as work:
        offer = work.session.scalars(select(Offer)).one()
        member, today = work.session.get_one(Member, accepted.member.id), calendar.civil(work.now)
        if contact_only:
            tried = Tried(today, AttemptChannel.PHONE, AttemptOutcome.REACHED)
            accompanying.note_attempt(work, offer, member, tried)
        else:
            accompanying.pair(work, offer, member, since=today)
