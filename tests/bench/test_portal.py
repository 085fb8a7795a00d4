"""The rows to measure with are rows that the database takes, copies included, and figures can be counted of them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, func, select

from bench.portal.__main__ import growing
from bench.portal.copies import copy
from bench.portal.filled import insert_all
from bench.portal.timing import Timed
from bench.portal.years import Years
from hub.figures import nightly
from hub.models import JourneyEvent, Offer, Referral
from tests.parts.town import Town


def test_copies_are_rows_of_their_own(town: Town) -> None:
    members = {row.association_id: row.id for row in town.join("article-1", "proxite", "nqt")}
    years = Years(town.clock(), many=400, members={house: row for house, row in members.items() if house})
    engine: Engine = town.hub.sessions.kw["bind"]
    insert_all(engine, years.rows(1, 20))
    moved = {"first referrals": 20, "first offers": years.offers, "referrals": 20, "offers": years.offers}
    with engine.begin() as connection:
        copy(connection, moved, timedelta(days=90))
    with town.hub.read() as work:
        for kind in (Referral, Offer):
            assert work.session.scalar(select(func.count()).select_from(kind)) in (40, 2 * years.offers)
        early, late = work.session.get_one(Referral, 1), work.session.get_one(Referral, 21)
        assert (late.received_at - early.received_at).days in (89, 90)
        assert late.reference == "R0000021" and late.form_digest != early.form_digest
        first, copied = (
            work.session.scalar(select(func.count()).where(JourneyEvent.referral_id == number))
            for number in (1, 21)
        )
        assert first == copied and first
    nightly.count(town.hub)


def test_a_page_that_asks_more_of_a_fuller_database_is_said() -> None:
    few, many = {"inbox": Timed(1, 1, 1, 9)}, {"inbox": Timed(1, 1, 1, 12)}
    assert list(growing({10: few, 1000: many})) == ["inbox takes 9 statements, then 12"]
    assert list(growing({10: few, 1000: few})) == [] == list(growing({10: few}))
