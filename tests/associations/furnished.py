"""The whole house, with one of everything in it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from associations.who_may import Thing
from hub import companies, glass, intake, membership, offers, queries, restricting, signin
from hub.figures import nightly
from hub.models import HeldRelease, Hindrance, Member, MemberSession, Offer, Role
from hub.work import Work
from tests.associations.partner import Partner
from tests.associations.things import OURS, THEIRS, at_the_desk, glasses, of_ours
from tests.associations.whole_house import House, Visitor
from tests.parts import prescribers
from tests.parts.companies import company
from tests.parts.people import child, registration
from tests.parts.town import Town

FOR_THE_DESK = ("desk.offer", "desk.close", "desk.tell", "desk.try_again", "desk.glass.ask")
"""What the desk does with a referral that no association took."""


def build(town: Town) -> House:
    with town.administration.begin() as work:
        members = _members(work)
    *cards, held = _open_cards(town, 7)
    _accept(town, cards[:3], members[Role.MEMBER])
    one_too_many = _one_too_many(town, held, members[Role.MEMBER])
    town.clock.forward(hours=18)  # figures are counted at night
    town.settle()
    town.join(THEIRS)
    with town.portal.begin() as work:
        things = of_ours(work, cards, members)
    things |= _registered_since(town, members) | {"desk.releases.let_go": one_too_many}
    people: dict[Role | None, Visitor] = {None: Visitor.at(Partner.stranger(town), "/connexion")}
    people |= {role: Visitor.at(Partner.signed_in(town, member)) for role, member in members.items()}
    with town.administration.begin() as work:
        foreign = _members_of(work, THEIRS, "autre")
    nightly.count(town.hub)
    house = House(
        town,
        people,
        {role: member.id for role, member in members.items()},
        {role: Visitor.at(Partner.signed_in(town, member)) for role, member in foreign.items()},
        _removed(town),
        things,
        Path(town.environ["HUB_KEYS_DIR"]) / "copy.db",
    )
    _keep(house, members)
    return house


def _registered_since(town: Town, members: dict[Role, Member]) -> dict[str, dict[str, str]]:
    """Whoever came after the cards went out: nobody has them yet but the desk."""
    with town.front.begin() as work:
        checked = prescribers.register(work, email=prescribers.FREE_ADDRESS)
        known = companies.register(work, company()).reference
        lost, opened, queued, still = (intake.register(work, registration()).reference for _ in range(4))
        guarded = intake.register(work, child()).reference
        asked = prescribers.register(work, marker="A-13")
        restricting.restrict(work, queries.referral_by_reference(work.session, still))
    with town.portal.begin() as work:
        offers.hand_to_desk(work, queries.referral_by_reference(work.session, lost))
        offers.wait(work, queries.referral_by_reference(work.session, queued))
        things = at_the_desk(work, members, checked, known)
        things |= glasses(work, members[Role.DESK], checked, opened) | {
            name: {"reference": lost} for name in FOR_THE_DESK
        }
        things |= {"desk.take_in_hand": {"reference": queued}, "desk.remind": {"reference": guarded}}
        things |= {"desk.ask": {"reference": asked}, "desk.keep_still": {"reference": still}}
    with town.hub.begin() as work:
        glass.release(work, int(things["desk.glass.read"]["request_id"]))
    return things


def _one_too_many(town: Town, card: str, member: Member) -> dict[str, str]:
    """Somebody said yes to this card, and its name is held back."""
    _accept(town, [card], member)
    with town.hub.begin() as work:
        offer = work.session.query(Offer).filter_by(card_number=card).one()
        work.session.add(HeldRelease(offer_id=offer.id, because=Hindrance.TOO_MANY, held_at=work.now))
    return {"card_number": card}


def _keep(house: House, members: dict[Role, Member]) -> None:
    with house.town.portal.begin() as work:
        sessions = work.session.query(MemberSession).filter_by(member_id=members[Role.MEMBER].id).all()
        house.things[Thing.OWN_SESSION] = {"session_id": str(sessions[0].id)}
    raw = house.town.hub.sessions.kw["bind"].raw_connection()
    kept = sqlite3.connect(house.copy)
    raw.driver_connection.backup(kept)
    kept.close()
    raw.close()


def _members(work: Work) -> dict[Role, Member]:
    desk = {
        role: membership.invite(work, email=f"{role}@reseau.example", association=None, role=role)
        for role in (Role.DESK, Role.AUDITOR)
    }
    return _members_of(work, OURS, "notre") | desk


def _members_of(work: Work, slug: str, name: str) -> dict[Role, Member]:
    association = queries.association_of(work.session, slug)
    return {
        role: membership.invite(
            work, email=f"{name}.{role}@{slug}.example", association=association, role=role
        )
        for role in (Role.MANAGER, Role.MEMBER)
    }


def _open_cards(town: Town, count: int) -> list[str]:
    with town.front.begin() as work:
        for _ in range(count):
            intake.register(work, registration())
    town.settle()
    with town.hub.read() as work:
        return [offer.card_number for offer in work.session.query(Offer).order_by(Offer.id)]


def _accept(town: Town, cards: list[str], member: Member) -> None:
    with town.portal.begin() as work:
        for card in cards:
            offer = work.session.query(Offer).filter_by(card_number=card).one()
            offers.accept(work, offer, work.session.get_one(Member, member.id))


def _removed(town: Town) -> Visitor:
    """Somebody of ours who was removed a moment ago, with a page still open."""
    with town.administration.begin() as work:
        association = queries.association_of(work.session, OURS)
        gone = membership.invite(work, email="partie@article-1.example", association=association)
    visitor = Visitor.at(Partner.signed_in(town, gone))
    with town.portal.begin() as work:
        signin.remove(work, work.session.get_one(Member, gone.id))
    return visitor
