"""What happens while we look: everybody registers, cards go round unaccepted, then some are accepted by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from bench.leak.cast import File, Share, companies, files, one_by_one
from bench.leak.house import House
from hub import strangers
from hub.lifecycle import LIVE
from hub.models import Offer
from tests.associations.partner import Partner
from tests.forms.batch.professional import Professional
from tests.forms.conftest import Typed
from tests.parts.someone import Someone
from tests.parts.stage import Known
from tests.parts.town import text_of

MINUTES = 2.5
"""Between two registrations: as many as come from one place without being asked for more."""
A_BATCH = 50
COMPANY = "/entreprises/rejoindre"
PROFESSIONAL_LINK = re.compile(r"/mes-jeunes/lien/\S+")
DECLINES = 3
KNOWN = "already_known"
"""A reason that any card may be declined for."""


class Stopped(Exception):
    """The story cannot go on: what it tells would prove nothing."""


def taken(answer: TestResponse, location: str = "") -> None:
    """Raises :class:`Stopped` unless the form was taken, and led there."""
    if not answer.location or location not in answer.location:
        raise Stopped(f"a form was not taken: {answer.status_code} at {answer.location or 'the same page'}")


def register_everybody(house: House, share: Share, came: Callable[[int], None]) -> Iterator[None]:
    """Stops after each batch, with everything still in the queue."""
    people = one_by_one(share)
    for start in range(0, len(people), A_BATCH):
        for someone in people[start : start + A_BATCH]:
            _come(house, someone)
            came(1)
        yield
        house.stage.work()
    for file in files(share):
        send(house, file)
        came(len(file.lines))
        yield
        house.stage.work()
    for typed in companies(share):
        _enlist(house, typed)
        came(1)
    yield
    house.stage.work()


def _come(house: House, someone: Someone) -> Known:
    stage = house.stage
    stage.town.clock.forward(minutes=MINUTES)
    with stage.town.hub.begin() as work:
        for address in someone.addresses:
            strangers.confirm(work, work.vault.address_digest(address))
    return stage.register(someone)


def send(house: House, file: File) -> None:
    """The file, its preview, the button; then the button of the first letter, by which the address is confirmed."""
    stage = house.stage
    stage.town.clock.forward(hours=1)
    hand = Professional(stage.visitor(), **file.you)
    hand.confirm(hand.send(file.lines))
    stage.work_after(minutes=1)
    address = file.you["your_email"]
    (letter,) = stage.town.letters_to(address)
    link = PROFESSIONAL_LINK.search(text_of(letter))
    visitor = stage.visitor()
    visitor.open(link[0] if link else "")
    taken(visitor.send("/mes-jeunes/lien", {"email": address}), "/mes-jeunes")


def _enlist(house: House, typed: dict[str, Typed]) -> None:
    house.stage.town.clock.forward(minutes=MINUTES)
    visitor = house.stage.visitor()
    for page, answers in typed.items():
        taken(visitor.send(COMPANY + page, answers))
    taken(visitor.send(COMPANY + "/verifier"), COMPANY + "/recu")


def decline_some(house: House) -> None:
    """One card in so many is declined, and goes on to the next association; half of the guardians agree."""
    for card, email in _open_cards(house)[::DECLINES]:
        path = f"/fiches/{card}"
        taken(house.stage.partners[email].send(f"{path}/decliner", seen_on=path, reason=KNOWN))
    for person in [one for one in house.stage.people if _is_a_childs(one)][::2]:
        house.stage.agree(person)
    house.stage.work()


def accept_some(house: House, wanted: int) -> list[tuple[str, str]]:
    """Cards that one association accepts, verified and released; and the member who did."""
    cards = _open_cards(house)
    accepted = cards[:: max(1, len(cards) // wanted)][:wanted]
    for card, email in accepted:
        path = f"/fiches/{card}"
        taken(house.stage.partners[email].send(f"{path}/accepter", seen_on=path), path)
    house.stage.work()
    return accepted


def press_reveal(partner: Partner, card: str) -> bytes:
    answer: bytes = partner.send(f"/fiches/{card}/devoiler", seen_on="/sessions").data
    return answer


def _open_cards(house: House) -> list[tuple[str, str]]:
    """One of each referral, with a member who may answer it."""
    answers = {member.association_id: member.email for member in house.stage.members if member.association_id}
    with house.stage.town.hub.read() as work:
        last = select(func.max(Offer.id)).where(Offer.state.in_(LIVE)).group_by(Offer.referral_id)
        asked = select(Offer.card_number, Offer.association_id).where(Offer.id.in_(last))
        rows = work.session.execute(asked.order_by(Offer.id)).all()
    return [(card, answers[owner]) for card, owner in rows if owner in answers]


def _is_a_childs(person: Known) -> bool:
    return person.who.typed.get("first", {}).get("birth_year") == "2012"
