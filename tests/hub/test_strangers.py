from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from hub import checkup, intake, queries, strangers
from hub.lifecycle import ReferralState
from hub.mailboxes import mailbox_of
from hub.models import OutboxMessage, Referral
from hub.vocabulary import Registration
from tests.forms.conftest import Visitor
from tests.parts.people import child, identity, registration
from tests.parts.town import Town, text_of

STRANGER = "quelqu-un@ailleurs.example"


def from_a_stranger() -> Registration:
    return registration(who=identity(email=STRANGER))


def register(town: Town, *, proven: bool = True) -> Referral:
    with town.front.begin() as work:
        receipt = intake.register(work, from_a_stranger(), proven=proven)
        return queries.referral_by_reference(work.session, receipt.reference)


def letters(town: Town) -> list[EmailMessage]:
    return town.letters_to(STRANGER)


def confirm_from(letter: EmailMessage, town: Town) -> int:
    """Open the link that only the letter carries, and press the button."""
    token = text_of(letter).split("/confirmer/")[1].split()[0]
    visitor = Visitor(town.visitor())
    visitor.open(f"/confirmer/{token}")
    return visitor.send("/confirmer").status_code


def test_an_address_that_anybody_may_have_typed_gets_one_letter_a_day_and_three_in_all(town: Town) -> None:
    for _ in range(12):
        register(town)
    seen = []
    for _ in range(8):
        town.settle()
        seen.append(len(letters(town)))
        town.clock.forward(days=1)
    assert seen == [1, 2, 3, 3, 3, 3, 3, 3]


def test_the_ways_of_writing_one_mailbox_get_no_more_letters_than_one(town: Town) -> None:
    written = "v.ictime@gmail.com", "VICTIME@gmail.com", "victime+1@googlemail.com", "victime+2@gmail.com"
    for address in written:
        with town.front.begin() as work:
            intake.register(work, registration(who=identity(email=address)))
    town.settle()
    assert sum(len(town.letters_to(address)) for address in written) == 1


def test_elsewhere_a_plus_may_be_somebody_else() -> None:
    written = ["lea+un@college.example", "lea@college.example", "l.ea@college.example"]
    assert len({*map(mailbox_of, written)}) == len(written)
    assert mailbox_of("Lea+Un@Orange.fr") == mailbox_of("lea@orange.fr")


def test_a_confirmed_address_gets_what_was_kept_back_at_once(town: Town) -> None:
    for _ in range(3):
        register(town)
    town.settle()
    assert len(letters(town)) == 1
    assert confirm_from(letters(town)[0], town) == 303
    town.settle()
    assert len(letters(town)) >= 3


def test_a_letter_that_failed_to_leave_is_counted_once(town: Town) -> None:
    register(town)
    with town.hub.begin() as work:
        for _ in range(5):
            strangers.count_letter(work, work.vault.address_digest(STRANGER), letter_id=7, asked_for=True)
        with pytest.raises(strangers.TooSoon):
            strangers.count_letter(work, work.vault.address_digest(STRANGER), letter_id=8, asked_for=True)


def turns(town: Town, *letters: int) -> list[bool]:
    """Which of these letters, that nobody asked for, may leave for one known address now."""
    with town.hub.begin() as work:
        strangers.confirm(work, work.vault.address_digest(STRANGER))
    left = []
    for letter_id in letters:
        with suppress(strangers.TooSoon), town.hub.begin() as work:
            strangers.count_letter(work, work.vault.address_digest(STRANGER), letter_id, asked_for=False)
            left.append(letter_id)
    return [letter_id in left for letter_id in letters]


def test_of_letters_that_nobody_asked_for_an_address_gets_one_a_day(town: Town) -> None:
    assert turns(town, 1, 2, 3) == [True, False, False]
    town.clock.forward(days=1)
    assert turns(town, 2, 3) == [True, False]


def test_what_was_asked_for_takes_nobodys_turn(town: Town) -> None:
    assert turns(town, 1) == [True]
    with town.hub.begin() as work:
        strangers.count_letter(work, work.vault.address_digest(STRANGER), 2, asked_for=True)
        strangers.count_letter(work, work.vault.address_digest(STRANGER), 3, asked_for=True)
    town.clock.forward(days=1)
    assert turns(town, 4) == [True]


def test_a_letter_that_failed_to_leave_takes_the_turn_of_the_day_on_which_it_does(town: Town) -> None:
    assert turns(town, 1, 1, 2) == [True, True, False]
    town.clock.forward(days=1)
    assert turns(town, 1, 2) == [True, False]


def test_whoever_has_had_their_letter_waits_until_eight_in_the_morning(town: Town) -> None:
    town.clock.now = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)  # the night when the clocks go forward
    turns(town, 1)
    with pytest.raises(strangers.TooSoon) as soon, town.hub.begin() as work:
        strangers.count_letter(work, work.vault.address_digest(STRANGER), 2, asked_for=False)
    assert soon.value.until == datetime(2026, 3, 29, 6, tzinfo=UTC)


def test_a_letter_that_waits_its_day_is_not_late(town: Town) -> None:
    for _ in range(2):
        register(town)
    town.settle()
    town.clock.forward(hours=2)
    with town.hub.read() as work:
        letters = next(finding for finding in checkup.examine(work) if finding.subject == "letters")
    assert letters.is_fine
    town.clock.forward(days=1)
    with town.hub.read() as work:
        letters = next(finding for finding in checkup.examine(work) if finding.subject == "letters")
    assert not letters.is_fine, "its day has come, and nobody carried it"


def test_members_are_never_kept_waiting(town: Town) -> None:
    town.join("afev", "article-1")
    with town.hub.read() as work:
        posted = work.session.query(OutboxMessage).count()
    town.settle()
    assert posted == len(town.letterbox.letters)


def test_what_nobody_proved_is_not_routed_before_the_address_is_confirmed(town: Town) -> None:
    town.join("article-1")
    referral = register(town, proven=False)
    town.settle()
    assert referral.state is ReferralState.AWAITING_CONFIRMATION
    assert referral.promised_by is None
    (letter,) = letters(town)
    assert confirm_from(letter, town) == 303
    with town.hub.read() as work:
        found = queries.referral_by_reference(work.session, referral.reference)
        assert found.state is ReferralState.LOOKING
        assert found.promised_by is not None


def test_what_nobody_confirms_is_forgotten(town: Town) -> None:
    referral = register(town, proven=False)
    town.clock.forward(days=8)
    town.settle()
    with town.hub.read() as work:
        found = queries.referral_by_reference(work.session, referral.reference)
        assert found.state is ReferralState.FORGOTTEN
        assert found.boxes is None
        assert found.address_digest is None


def test_opening_the_link_confirms_nothing(town: Town) -> None:
    register(town, proven=False)
    town.settle()
    token = text_of(letters(town)[0]).split("/confirmer/")[1].split()[0]
    assert town.visitor().get(f"/confirmer/{token}", follow_redirects=True).status_code == 200
    with town.hub.read() as work:
        assert not strangers.is_confirmed(work, STRANGER)


def test_a_guardian_who_answers_has_confirmed_their_address(town: Town) -> None:
    guardian = "parent@ailleurs.example"
    form = child()
    who = identity(email=None, phone=None, birth_year=2012, guardian=form.identity.guardian)
    with town.front.begin() as work:
        receipt = intake.register(work, registration(who=who, age=13))
        referral = queries.referral_by_reference(work.session, receipt.reference)
        referral.address_digest = work.vault.address_digest(guardian)
        intake.guardian_agrees(work, referral)
        assert strangers.is_confirmed(work, guardian)


def test_no_address_is_kept_to_be_read(town: Town) -> None:
    register(town)
    town.settle()
    with town.hub.read() as work:
        written = str(work.session.connection().exec_driver_sql("SELECT * FROM addresses").all())
    assert "ailleurs" not in written
