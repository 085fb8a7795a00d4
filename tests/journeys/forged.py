"""What somebody writes in the database, who holds no key: each attack is one line of a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, select, update

from hub import queries
from hub.lifecycle import OfferState, ReferralState
from hub.models import Association, Hindrance, Member, Offer, Referral, SealedBoxes
from hub.work import Work
from tests.parts.unanswered import Scene


def marked_accepted(scene: Scene, work: Work) -> None:
    offer = scene.offer(work)
    member = queries.members_of(work.session, offer.association_id)[0]
    said = {"state": OfferState.ACCEPTED, "answered_at": work.now, "answer_seal": bytes(32)}
    write_offer(work, offer, answered_by_id=member.id, **said)
    write_referral(work, offer, state=ReferralState.ACCEPTED)


def answer_of_another(scene: Scene, work: Work) -> None:
    """A genuine yes to one card, copied beside another, whose own association has a member too."""
    genuine, other = scene.offer(work), scene.offer(work, scene.second)
    kept = {name: getattr(genuine, name) for name in ("state", "answered_at", "answer_seal")}
    member = queries.members_of(work.session, other.association_id)[0]
    write_offer(work, other, answered_by_id=member.id, **kept)
    write_referral(work, other, state=ReferralState.ACCEPTED)
    work.session.execute(delete(SealedBoxes).where(SealedBoxes.referral_id == genuine.referral_id))


def another_time(scene: Scene, work: Work) -> None:
    offer = scene.offer(work)
    assert offer.answered_at
    write_offer(work, offer, answered_at=offer.answered_at - timedelta(minutes=1))


def expired_meanwhile(scene: Scene, work: Work) -> None:
    offer = scene.offer(work)
    write_offer(work, offer, expires_at=work.now - timedelta(days=1))


def another_key(scene: Scene, work: Work) -> None:
    public, wrapped = work.vault.new_association_keys("thief")
    slug = scene.offer(work).association.slug
    keys = {"public_key": public, "wrapped_key": wrapped}
    work.session.execute(update(Association).where(Association.slug == slug).values(**keys))


def key_of_another(scene: Scene, work: Work) -> None:
    """All that a genuine association has, its seal included, copied over another's."""
    names = ("public_key", "wrapped_key", "key_seal")
    here = scene.offer(work).association
    there = work.session.scalars(select(Association).where(Association.id != here.id)).first()
    copied = {name: getattr(there, name) for name in names}
    work.session.execute(update(Association).where(Association.id == here.id).values(**copied))


def another_card(scene: Scene, work: Work) -> None:
    offer = scene.offer(work)
    write_offer(work, offer, card=offer.card | {"age": "18-20"})


def another_association(scene: Scene, work: Work) -> None:
    """Of those who wait for a name, the other: it has members who may answer."""
    other = scene.offer(work, scene.second).association_id
    write_offer(work, scene.offer(work), association_id=other)


def member_removed(scene: Scene, work: Work) -> None:
    who = scene.offer(work).answered_by_id
    work.session.execute(update(Member).where(Member.id == who).values(removed_at=work.now))


def member_of_another(scene: Scene, work: Work) -> None:
    offer = scene.offer(work)
    other = select(Association.id).where(Association.id != offer.association_id).limit(1).scalar_subquery()
    changed = update(Member).where(Member.id == offer.answered_by_id)
    work.session.execute(changed.values(association_id=other))


def transplanted(scene: Scene, work: Work) -> None:
    """The boxes of another, under this acceptance."""
    here, there = (queries.referral_by_reference(work.session, each) for each in (scene.first, scene.second))
    boxes = work.session.get_one(SealedBoxes, there.id)
    moved = update(SealedBoxes).where(SealedBoxes.referral_id == here.id)
    work.session.execute(moved.values(identity=boxes.identity, need=boxes.need))


def damaged(scene: Scene, work: Work) -> None:
    boxes = work.session.get_one(SealedBoxes, scene.offer(work).referral_id)
    changed = bytearray(boxes.identity)
    changed[-1] ^= 1
    boxes.identity = bytes(changed)


Attack = Callable[[Scene, Work], None]
BEFORE: dict[Attack, str] = {
    another_key: "slug",
    key_of_another: "slug",
    another_card: "card_number",
    another_association: "card_number",
}
"""What is written before anybody accepts, and what the alarm is about: the acceptance itself is refused."""
AFTER: dict[Attack, Hindrance] = {
    another_key: Hindrance.KEY,
    key_of_another: Hindrance.KEY,
    another_card: Hindrance.OFFER,
    another_association: Hindrance.OFFER,
    another_time: Hindrance.ANSWER,
    answer_of_another: Hindrance.ANSWER,
    expired_meanwhile: Hindrance.TIME,
    member_removed: Hindrance.MEMBER,
    member_of_another: Hindrance.MEMBER,
    transplanted: Hindrance.BOX,
    damaged: Hindrance.BOX,
}
"""What is written between a genuine acceptance and the worker's round, and why the worker holds the name back."""


def write_offer(work: Work, offer: Offer, **values: object) -> None:
    work.session.execute(update(Offer).where(Offer.id == offer.id).values(**values))
    work.session.expire(offer)


def write_referral(work: Work, offer: Offer, **values: object) -> None:
    work.session.execute(update(Referral).where(Referral.id == offer.referral_id).values(**values))
