from __future__ import annotations

import pytest
from sqlalchemy import select

from hub import intake, offers, prescribing, queries
from hub.lifecycle import IllegalMove, ReferralState
from hub.models import Member, OutboxMessage, Prescriber, PrescriberReading, Referral, Standing
from hub.vault import CannotOpen, KeyNotHeld, open_marker
from hub.vocabulary import ContactFirst, Level, PrescriberKind, Situation, WrittenAgreement
from hub.work import Work
from tests.parts import people
from tests.parts.leaks import find_leaks
from tests.parts.prescribers import ADDRESS, FREE_ADDRESS, professional, register, registration
from tests.parts.town import Town, text_of
from tests.parts.witness import tables

CHILD = {
    "age": 13,
    "situation": Situation.COLLEGE,
    "level": Level.CINQUIEME,
    "who": {"email": None, "phone": None, "guardian": None, "birth_year": 2012},
    "contact_first": ContactFirst.PRESCRIBER,
    "kind": PrescriberKind.ASE,
}
"""Child welfare registers a child of thirteen."""


@pytest.fixture
def desk(town: Town) -> Member:
    return town.open_desk()


def the_prescriber(work: Work) -> Prescriber:
    return work.session.scalars(select(Prescriber)).one()


def states(town: Town) -> list[ReferralState]:
    with town.hub.read() as work:
        return list(work.session.scalars(select(Referral.state).order_by(Referral.id)))


def judge(town: Town, desk: Member, verb: object) -> int:
    with town.portal.begin() as work:
        member = work.session.get_one(Member, desk.id)
        return verb(work, the_prescriber(work), by=member)  # type: ignore[operator, no-any-return]


def some(town: Town, *markers: str, **changes: object) -> list[str]:
    with town.front.begin() as work:
        return [register(work, marker=marker, **changes) for marker in markers]


def test_an_address_that_proves_no_profession_holds_its_registrations(town: Town, desk: Member) -> None:
    some(town, "A", "B", email=FREE_ADDRESS)
    some(town, "C")
    assert states(town) == [ReferralState.AWAITING_CHECK] * 2 + [ReferralState.LOOKING]


@pytest.mark.parametrize(
    "address",
    [
        "a@gmail.com",
        "a@GMAIL.com",
        "a@yahoo.es",
        "a@hotmail.co.uk",
        "a@numericable.fr",
        "a@pm.me",
        "a@gmx.net",
        "a@classe.yopmail.com",
        "a@mailinator.com",
    ],
)
def test_free_mail_is_recognised_in_its_many_names(town: Town, desk: Member, address: str) -> None:
    some(town, "A", email=address)
    assert states(town) == [ReferralState.AWAITING_CHECK]


def test_once_verified_they_go_on_and_the_next_are_not_held(town: Town, desk: Member) -> None:
    some(town, "A", "B", email=FREE_ADDRESS)
    assert judge(town, desk, prescribing.verify) == 2
    some(town, "C", email=FREE_ADDRESS)
    assert states(town) == [ReferralState.LOOKING] * 3


def test_once_refused_they_are_closed_and_only_the_professional_hears(town: Town, desk: Member) -> None:
    some(town, "A", "B", email=FREE_ADDRESS)
    assert judge(town, desk, prescribing.refuse) == 2
    assert states(town) == [ReferralState.CLOSED] * 2
    town.settle()
    assert town.letters_to(people.EMAIL) == [], "the young person never knew, and need not"
    (letter,) = town.letters_to(FREE_ADDRESS)
    assert "n’a pas pu vérifier" in text_of(letter)


def test_whoever_was_refused_and_comes_again_is_looked_at_again(town: Town, desk: Member) -> None:
    some(town, "A", email=FREE_ADDRESS)
    judge(town, desk, prescribing.refuse)
    some(town, "B", email=FREE_ADDRESS)
    with town.portal.read() as work:
        ((row, count, _),) = queries.prescribers_to_check(work.session)
    assert (row.standing, count) == (Standing.REFUSED, 1)


@pytest.fixture
def refused(town: Town, desk: Member) -> Town:
    """A stranger's one letter of the day was the receipt: the refusal waits for the morning, and they come again."""
    some(town, "A", email=FREE_ADDRESS)
    town.clock.forward(minutes=1)
    town.settle()
    judge(town, desk, prescribing.refuse)
    some(town, "B", email=FREE_ADDRESS)
    town.settle()
    assert len(town.letters_to(FREE_ADDRESS)) == 1
    return town


def told_the_next_day(town: Town) -> str:
    town.clock.forward(days=1)
    town.settle()
    return " ".join(" ".join(map(text_of, town.letters_to(FREE_ADDRESS))).split())


def test_a_refusal_that_leaves_late_tells_what_becomes_of_those_registered_since(refused: Town) -> None:
    told = told_the_next_day(refused)
    assert "n’a pas pu vérifier" in told and "Ce que vous avez inscrit depuis est regardé" in told


def test_a_refusal_that_was_taken_back_before_it_left_is_not_told(refused: Town, desk: Member) -> None:
    judge(refused, desk, prescribing.verify)
    assert "n’a pas pu vérifier" not in told_the_next_day(refused)


def test_the_desk_reads_who_it_is_and_each_reading_leaves_a_trace(town: Town, desk: Member) -> None:
    some(town, "A", email=FREE_ADDRESS)
    with town.portal.begin() as work:
        read = prescribing.read(work, the_prescriber(work), by=work.session.get_one(Member, desk.id))
    assert read == professional(email=FREE_ADDRESS)
    with town.portal.read() as work:
        assert [row.member_id for row in work.session.scalars(select(PrescriberReading))] == [desk.id]


def test_the_public_door_cannot_read_whom_it_sealed(town: Town, desk: Member) -> None:
    some(town, "A")
    with town.front.begin() as work, pytest.raises(KeyNotHeld):
        prescribing.read(work, the_prescriber(work), by=work.session.get_one(Member, desk.id))


def test_the_desk_hears_once_a_day_of_a_professional_whatever_the_number(town: Town, desk: Member) -> None:
    some(town, *"ABCDE", email=FREE_ADDRESS)
    with town.hub.read() as work:
        told = select(OutboxMessage.member_id).where(OutboxMessage.letter == "awaiting_check")
        assert work.session.scalars(told).all() == [desk.id]


def test_child_welfare_says_when_the_agreement_is_in_writing(town: Town) -> None:
    some(town, "A", written=WrittenAgreement.UNDER_WAY, evaluated=True, **CHILD)
    assert states(town) == [ReferralState.AWAITING_GUARDIAN]
    with town.front.begin() as work:
        intake.agreement_obtained(work, work.session.scalars(select(Referral)).one())
    assert states(town) == [ReferralState.LOOKING]
    with town.front.begin() as work, pytest.raises(IllegalMove):
        intake.agreement_obtained(work, work.session.scalars(select(Referral)).one())


def test_the_database_alone_tells_no_marker(town: Town) -> None:
    some(town, "Bleu-canari-7")
    with town.hub.read() as work:
        row = work.session.scalars(select(Referral)).one()
        marker = row.marker
        assert marker
        place = intake.marker_place(row.reference)
        right, other = (work.vault.marker_key(address) for address in (ADDRESS, "luc@mission.example"))
    assert find_leaks(tables(town.hub), ["canari-7"]) == []
    assert open_marker(marker, right, place=place) == "Bleu-canari-7"
    for key, where in ((other, place), (right, "marker:OTHER123")):
        with pytest.raises(CannotOpen):
            open_marker(marker, key, place=where)


def test_a_withdrawn_registration_is_only_its_own_prescriber_s_to_withdraw(town: Town) -> None:
    (mine,) = some(town, "A")
    some(town, "B", email="luc@mission.example")
    with town.front.begin() as work:
        luc = queries.prescriber_at(work.session, work.vault.address_digest("luc@mission.example"))
        assert luc
        with pytest.raises(queries.NotFound):
            queries.referral_of(work.session, luc.id, mine)
        offers.withdraw(work, queries.referral_by_reference(work.session, mine))


@pytest.mark.parametrize("age", [13, 16])
def test_a_stranger_s_registrations_wait_for_the_professional_and_nobody_else_hears(
    town: Town, desk: Member, age: int
) -> None:
    with town.front.begin() as work:
        intake.register(work, registration(age=age), proven=False)
    assert states(town) == [ReferralState.AWAITING_CONFIRMATION]
    town.clock.forward(minutes=1)
    town.settle()
    assert town.letters_to(people.EMAIL) == town.letters_to(people.GUARDIAN.email) == []
    (letter,) = town.letters_to(ADDRESS)
    assert "Il reste un geste" in text_of(letter)
    with town.front.begin() as work:
        assert prescribing.let_go_on(work, the_prescriber(work)) == 1
        assert prescribing.let_go_on(work, the_prescriber(work)) == 0
    assert states(town) == [ReferralState.AWAITING_GUARDIAN if age < 15 else ReferralState.LOOKING]


def test_without_the_professional_s_gesture_everything_is_forgotten(town: Town) -> None:
    with town.front.begin() as work:
        intake.register(work, registration(), proven=False)
    town.clock.forward(days=15)
    town.settle()
    assert states(town) == [ReferralState.FORGOTTEN]
    assert town.letters_to(people.EMAIL) == []
