"""The numbers of cards: each offer bears another, so that two associations cannot tell that it is one person."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sqlalchemy import select

from hub import intake, offers, queries, strangers
from hub.lifecycle import OfferState
from hub.models import Member, Offer
from hub.vocabulary import DeclineReason
from tests.parts.databases import migrate
from tests.parts.people import identity, registration
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

HOUSES = ("jobirl", "article-1", "afev", "proxite", "nqt")


def linked(people: int) -> int:
    """Of so many who are offered twice, the numbers that two offers share, in whole or by their first half."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/hub.db"
        migrate(url)
        letterbox = Letterbox()
        letterbox.open()
        with town_at(url, Path(folder), letterbox) as town:
            town.join(*HOUSES)
            _register(town, people)
            for _ in range(2):
                town.settle()
                _decline_all(town)
            town.settle()
            found = _alike(town)
        letterbox.shut()
    return found


def _register(town: Town, people: int) -> None:
    for number in range(people):
        address = f"personne{number}@lycee.example"
        with town.hub.begin() as work:
            strangers.confirm(work, work.vault.address_digest(address))
        with town.front.begin() as work:
            intake.register(work, registration(who=identity(email=address)))


def _decline_all(town: Town) -> None:
    with town.portal.begin() as work:
        for offer in work.session.scalars(select(Offer).where(Offer.state == OfferState.OPEN)):
            member: Member = queries.members_of(work.session, offer.association_id)[0]
            offers.decline(work, offer, member, reason=DeclineReason.NO_MENTOR)


def _alike(town: Town) -> int:
    """Pairs of offers of one person whose numbers begin alike, and numbers that came twice."""
    with town.hub.read() as work:
        rows = work.session.execute(select(Offer.referral_id, Offer.card_number)).all()
    numbers = [number for _, number in rows]
    begun = [(referral, number[: len(number) // 2 + 1]) for referral, number in rows]
    return len(numbers) - len(set(numbers)) + len(begun) - len(set(begun))
