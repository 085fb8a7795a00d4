"""The disclosure receipt: each person may read who saw a card, and who their name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from hub import accompanying, disclosure, glass, membership, offers, queries
from hub.lifecycle import OfferState
from hub.models import GlassReason, GlassRequest, Offer
from hub.vocabulary import DeclineReason, ReturnReason
from tests.associations.partner import registered
from tests.parts import people
from tests.parts.post import Letterbox
from tests.parts.town import Town, text_of, town_at

LINK = re.compile(r"/suivi/[0-9a-f]{32}")
TWO = ("article-1", "proxite")


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


def seen_by(town: Town, language: str = "") -> list[str]:
    """What the tracking page says of it, to whoever follows the link of the first letter."""
    found = LINK.search(text_of(town.letters_to(people.EMAIL)[0]))
    assert found
    client = town.visitor()
    client.get(language + found[0])
    page = client.get(f"{language}/suivi").text
    section = page[page.index("sightings-title") :].split("</section>")[0]
    said = re.findall(r"<(?:span|strong)>([^<]+)</", section)
    return [unescape(line).replace("\u00a0", " ") for line in said]


def answer(town: Town, reference: str, *, yes: bool) -> str:
    """The association that has the card opens it and answers; its name."""
    with town.portal.begin() as work:
        referral = queries.referral_by_reference(work.session, reference)
        offer = next(each for each in referral.offers if each.state is OfferState.OPEN)
        offer.seen_at = work.now
        member = queries.members_of(work.session, offer.association_id)[0]
        if yes:
            offers.accept(work, offer, member)
        else:
            offers.decline(work, offer, member, reason=DeclineReason.NO_MENTOR)
        name = offer.association.name
    town.settle()
    return name


def reveal(town: Town, reference: str) -> None:
    with town.portal.begin() as work:
        referral = queries.referral_by_reference(work.session, reference)
        offer = work.session.query(Offer).filter_by(referral_id=referral.id, state=OfferState.ACCEPTED).one()
        assert offer.answered_by
        disclosure.reveal(work, offer, offer.answered_by)


def test_a_card_without_a_name_then_a_yes_then_the_name(town: Town) -> None:
    town.join(*TWO)
    reference = registered(town)
    assert seen_by(town)[0] == "Personne n’a vu ton nom."
    first = answer(town, reference, yes=False)
    second = answer(town, reference, yes=True)
    assert seen_by(town) == [
        "Personne n’a vu ton nom.",
        f"{first} n’a vu qu’une fiche sans nom, le lundi 2 mars.",
        f"{second} a accepté le lundi 2 mars, et n’a pas encore ouvert ton nom.",
    ]
    reveal(town, reference)
    assert seen_by(town)[-1] == f"Le lundi 2 mars, {second} a accepté et a vu ton nom."
    assert seen_by(town, "/en") == [
        f"{first} saw only a card without a name, on Monday 2 March.",
        f"On Monday 2 March, {second} accepted and saw your name.",
    ]


def test_after_a_yes_was_taken_back_whoever_is_asked_next_is_named_no_sooner(town: Town) -> None:
    town.join(*TWO)
    reference = registered(town)
    first = answer(town, reference, yes=True)
    with town.portal.begin() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[0]
        assert offer.answered_by
        accompanying.give_back(work, offer, offer.answered_by, reason=ReturnReason.NO_MENTOR)
    town.settle()
    assert seen_by(town) == [
        "Personne n’a vu ton nom.",
        f"{first} n’a vu qu’une fiche sans nom, le lundi 2 mars.",
        "Une association a reçu une fiche sans nom, et ne l’a pas encore ouverte.",
    ]


def test_who_withdrew_reads_that_it_is_no_longer_readable(town: Town) -> None:
    town.join(*TWO)
    reference = registered(town)
    name = answer(town, reference, yes=True)
    town.clock.forward(days=1)
    reveal(town, reference)
    assert seen_by(town) == [f"{name} a accepté le lundi 2 mars et a vu ton nom le mardi 3 mars."]
    with town.front.begin() as work:
        offers.withdraw(work, queries.referral_by_reference(work.session, reference))
    assert seen_by(town) == [f"{name} a vu ton nom le mardi 3 mars, et ne peut plus le lire."]


def test_a_glass_that_was_broken_is_told(town: Town) -> None:
    ida = town.open_desk()
    with town.administration.begin() as work:
        otto = membership.invite(work, email="otto@reseau.example", association=None)
    reference = registered(town)
    with town.portal.begin() as work:
        referral = queries.referral_by_reference(work.session, reference)
        asked = glass.ask(work, referral, ida, reason=GlassReason.DANGER, note="")
        glass.grant(work, asked, otto)
    town.settle()
    with town.portal.begin() as work:
        glass.read(work, work.session.get_one(GlassRequest, asked.id), ida)
    assert seen_by(town) == [
        "Le lundi 2 mars, notre équipe a dû lire ton nom, à deux\u202f: quelqu’un était peut-être en danger."
    ]
