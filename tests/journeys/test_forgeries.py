"""Somebody writes in the database as they please, and holds no key: nothing is released, the journal and the desk know.

Each attack is one line of a table: when it strikes, what it writes, and why the hub holds the name back.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from hub import codes, glass, membership, offers, queries, signin, vouching
from hub.checkup import examine
from hub.journal import Act
from hub.lifecycle import IllegalMove, ReferralState
from hub.models import AlarmKind, Association, GlassReason, GlassRequest, Hindrance, Member, Offer, Role
from hub.vouching import NotOurs
from hub.work import Errand
from tests.journeys.forged import AFTER, BEFORE, Attack, damaged, marked_accepted, write_offer, write_referral
from tests.parts.people import CANARIES
from tests.parts.town import DESK
from tests.parts.unanswered import Scene

THIEF = "thief@elsewhere.example"


def _name(attack: Attack) -> str:
    return attack.__name__


def _is_refused(scene: Scene, because: Hindrance) -> None:
    assert scene.released() == 0
    assert scene.held() == [because]
    assert [row.codes["why"] for row in scene.noted(Act.RELEASE_HELD)] == [because.value]
    assert scene.alarms() == [AlarmKind.FORGED_ROW]


@pytest.mark.parametrize("attack", AFTER, ids=_name)
def test_what_is_forged_after_a_yes_is_held_back_noted_and_told(scene: Scene, attack: Attack) -> None:
    scene.accept()
    with scene.intruder() as work:
        attack(scene, work)
    scene.round()
    _is_refused(scene, AFTER[attack])


@pytest.mark.parametrize("attack", BEFORE, ids=_name)
def test_what_is_forged_before_a_yes_lets_nobody_say_yes(scene: Scene, attack: Attack) -> None:
    with scene.intruder() as work:
        attack(scene, work)
    with scene.town.portal.read() as work:
        offer = scene.offer(work)
        about = offer.card_number if BEFORE[attack] == "card_number" else offer.association.slug
    with pytest.raises(NotOurs) as refused:
        scene.accept()
    assert refused.value.number == about
    scene.round()
    assert scene.released() == 0
    assert about in _findings(scene)


def test_an_offer_that_was_marked_accepted_by_hand_releases_nothing(scene: Scene) -> None:
    with scene.intruder() as work:
        marked_accepted(scene, work)
    scene.round()
    _is_refused(scene, Hindrance.ANSWER)


def test_an_answer_that_was_taken_back_is_not_replayed(scene: Scene) -> None:
    scene.accept()
    with scene.town.hub.read() as work:
        offer = scene.offer(work)
        kept = {name: getattr(offer, name) for name in ("state", "answered_at", "answer_seal")}
    scene.round()
    with scene.town.front.begin() as work:
        offers.withdraw(work, queries.referral_by_reference(work.session, scene.first))
    scene.town.office.move()
    with scene.intruder() as work:
        offer = scene.offer(work)
        write_offer(work, offer, **kept)
        write_referral(work, offer, state=ReferralState.ACCEPTED, next_at=work.now + timedelta(days=1))
    scene.round()
    _is_refused(scene, Hindrance.REPLAYED)


def test_an_offer_that_expired_is_accepted_no_more(scene: Scene) -> None:
    scene.town.clock.forward(days=20)
    with pytest.raises(IllegalMove, match="expired"):
        scene.accept()
    assert scene.released() == 0


@pytest.mark.parametrize("how", ["added", "promoted", "copied"])
def test_a_member_whom_nobody_invited_gets_no_code_and_no_page(scene: Scene, how: str) -> None:
    with scene.intruder() as work:
        mine = queries.members_of(work.session, scene.offer(work).association_id)[0]
        number, address = mine.id, mine.email
        if how == "promoted":
            desk = {"role": Role.DESK, "association_id": None}
            work.session.execute(update(Member).where(Member.id == number).values(**desk))
        else:
            seal = mine.seal if how == "copied" else bytes(32)
            row = Member(email=THIEF, role=mine.role, invited_at=work.now, seal=seal)
            row.association_id = mine.association_id
            work.session.add(row)
            address = THIEF
    with scene.town.portal.begin() as work:
        nonce = codes.new_nonce()
        signin.ask_code(work, email=address, nonce=nonce)
    scene.town.office.post()
    assert not [letter for letter in scene.town.letters_to(address) if "code" in str(letter["Subject"])]
    assert scene.alarms() == [AlarmKind.FORGED_ROW]
    assert [each for each in _findings(scene) if each.startswith("member:")]


def test_a_session_ends_with_the_row_of_its_member(scene: Scene) -> None:
    with scene.town.portal.begin() as work:
        member = queries.members_of(work.session, scene.offer(work).association_id)[0]
        token = signin.open_session(work, member)
    with scene.town.portal.read() as work:
        assert signin.recognised(work, token)
    with scene.intruder() as work:
        changed = update(Member).where(Member.id == member.id)
        work.session.execute(changed.values(role=Role.MANAGER if member.role is Role.MEMBER else Role.MEMBER))
    with scene.town.portal.read() as work:
        assert signin.recognised(work, token) is None


def test_what_was_there_before_is_vouched_for_once(scene: Scene) -> None:
    for column in (Association.key_seal, Member.seal, Offer.made_seal):
        with scene.intruder() as work:
            work.session.execute(update(column.class_).values({column: None}))
    with scene.town.administration.begin() as work:
        assert vouching.unvouched(work)
        assert vouching.for_those_before(work) > 0
        assert not vouching.unvouched(work)
    with scene.intruder() as work:
        work.session.add(Member(email=THIEF, role=Role.DESK, invited_at=work.now))
    with scene.town.administration.begin() as work:
        assert vouching.for_those_before(work) == 0
        assert len(vouching.unvouched(work)) == 1


def test_nothing_of_all_this_says_a_name(scene: Scene) -> None:
    scene.accept()
    with scene.intruder() as work:
        damaged(scene, work)
    scene.round()
    told = [f"{row.about} {row.codes}" for row in scene.noted(Act.RELEASE_HELD)]
    assert told and not [canary for canary in CANARIES if canary in "".join(told)]


def _findings(scene: Scene) -> list[str]:
    with scene.town.administration.read() as work:
        return [each for finding in examine(work) for each in finding.references]


def test_a_grant_that_nobody_gave_opens_no_name_is_noted_and_told(scene: Scene) -> None:
    with scene.town.administration.begin() as work:
        colleague = membership.invite(work, email="lou@reseau.example", association=None).id
    with scene.town.portal.begin() as work:
        referral = queries.referral_by_reference(work.session, scene.first)
        asker = queries.member_by_email(work.session, DESK)
        assert asker
        number = glass.ask(work, referral, asker, reason=GlassReason.DANGER, note="Un appel.").id
    with scene.intruder() as work:
        forged = {"granted_by_id": colleague, "granted_at": work.now, "grant_seal": bytes(32)}
        ends_at = work.now + timedelta(minutes=15)
        work.session.execute(update(GlassRequest).values(**forged, ends_at=ends_at))
    scene.town.office.run(Errand.GLASS, number)
    with scene.town.hub.read() as work:
        request = work.session.get_one(GlassRequest, number)
        assert request.identity is None and request.closed_at
    assert [row.about for row in scene.noted(Act.GLASS_REFUSED)] == [scene.first]
    assert scene.alarms() == [AlarmKind.FORGED_ROW]
