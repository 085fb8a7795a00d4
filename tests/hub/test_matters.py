from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hub import desk, queries
from hub.lifecycle import OfferState, ReferralState
from hub.models import Association, Member, Offer, OutboxMessage, Referral, Subject
from hub.queries.matter_kinds import MatterKind
from hub.vocabulary import DeclineReason, Situation
from hub.work import Work
from tests.associations.partner import registered
from tests.parts import prescribers
from tests.parts.matters import FAR_FROM_ALL, accepted_and_forgotten, waiting
from tests.parts.people import identity
from tests.parts.town import Town


@pytest.fixture
def me(town: Town) -> Member:
    town.join("article-1", "jobirl")
    return town.open_desk()


@pytest.fixture
def alone(town: Town, me: Member) -> str:
    return registered(town, who=identity(birth_year=1996, guardian=None), publics=frozenset(), **FAR_FROM_ALL)


def test_each_kind_of_matter_is_in_the_list_once(town: Town, me: Member, alone: str) -> None:
    with town.front.begin() as work:
        prescribers.register(work, email=prescribers.FREE_ADDRESS)
        prescribers.register(work, age=12, situation=Situation.COLLEGE, level=None)
    accepted_and_forgotten(town)
    with town.portal.begin() as work:
        letters = work.session.scalars(select(OutboxMessage).limit(2)).all()
        for message, bounced in zip(letters, (True, False), strict=True):
            message.sent_at, message.given_up_at, message.bounced = None, work.now, bounced
    assert sorted(kind.value for kind, _ in waiting(town, me)) == [
        *("bounced", "letter", "no_association", "not_contacted", "prescriber", "unconfirmed")
    ]


def test_a_matter_is_taken_given_and_put_off_and_leaves_with_its_owner(
    town: Town, me: Member, alone: str
) -> None:
    with town.administration.begin() as work:
        row = queries.referral_by_reference(work.session, alone)
        desk.look_after(work, Subject.REFERRAL, row.id, owner=work.session.get_one(Member, me.id))
    assert waiting(town, me) == waiting(town, me, mine=True) == [(MatterKind.NO_ASSOCIATION, me.id)]
    assert waiting(town, me, mine=False) == waiting(town, me, late=True) == []
    town.clock.forward(days=8)
    assert len(waiting(town, me, late=True)) == 1
    with town.administration.begin() as work:
        later = work.now + timedelta(days=2)
        desk.look_after(
            work, Subject.REFERRAL, row.id, owner=work.session.get_one(Member, me.id), next_at=later
        )
    assert waiting(town, me, late=True) == []
    with town.administration.begin() as work:
        work.session.get_one(Member, me.id).removed_at = work.now
    assert waiting(town, me, mine=False) == [(MatterKind.NO_ASSOCIATION, None)]


def test_an_association_that_answers_nothing_is_silent_until_it_answers(town: Town, me: Member) -> None:
    with town.administration.begin() as work:
        row = queries.association_called(work.session, "article-1")
        assert row
        for number in range(3):
            referral = _referral(work, number)
            work.session.add(_missed(work, row, referral, number))
    assert (MatterKind.SILENT, None) in waiting(town, me)
    with town.administration.begin() as work:
        answered = _missed(work, row, _referral(work, 9), 9)
        answered.state, answered.answered_at = OfferState.DECLINED, work.now
        answered.decline_reason = DeclineReason.NO_MENTOR
        answered.answered_by = queries.members_of(work.session, row.id)[0]
        work.session.add(answered)
    assert waiting(town, me) == []


def _referral(work: Work, number: int) -> Referral:
    soon = work.now + timedelta(days=1)
    return Referral(
        reference=f"REF{number}",
        kind="young_person",
        state=ReferralState.LOOKING,
        correspondent="young_person",
        received_at=work.now,
        next_at=soon,
        form_digest=b"f%d" % number,
        tracking_digest=b"t%d" % number,
        version=1,
    )


def _missed(work: Work, row: Association, referral: Referral, number: int) -> Offer:
    missed = work.now - timedelta(days=1)
    return Offer(
        card_number=f"CARD{number}",
        referral=referral,
        association_id=row.id,
        state=OfferState.OVERDUE,
        card={},
        because=[],
        made_at=missed,
        answer_by=missed,
        expires_at=work.now + timedelta(days=5),
        version=1,
    )
