"""What a company is told, when, and once; and what nobody else is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from icalendar import Calendar, Component

from emails.postman import CLAIM_LASTS, Outcome
from emails.tongues import TEMPLATES
from hub import companies, queries, strangers, webinars
from hub.models import Company, Webinar
from hub.partnership import CompanyState
from hub.work import Work
from tests.emails.conftest import ASSOCIATION, DESK, MEMBER, PostRoom
from tests.parts.companies import CANARIES, CONTACT, company
from tests.parts.leaks import find_leaks
from tests.parts.town import text_of

EMAIL = CONTACT.email
INVITED = "Votre place au webinaire est réservée"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def company_room(room: PostRoom) -> Iterator[PostRoom]:
    """A post room with sessions to come, where the company's address is known to be its own."""
    webinars.keep_up(room.hub)
    with room.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(EMAIL))
    yield room


def register(room: PostRoom, session: int | None = 0) -> str:
    with room.front.begin() as work:
        chosen = None if session is None else webinars.offered(work)[session].id
        return companies.register(work, company(webinar=chosen)).reference


def found(work: Work, reference: str) -> Company:
    return queries.company_by_reference(work.session, reference)


def choose(room: PostRoom, reference: str, session: int) -> None:
    with room.front.begin() as work:
        webinars.choose(work, found(work, reference), webinars.offered(work)[session].id)


def give_back(room: PostRoom, reference: str) -> None:
    with room.front.begin() as work:
        webinars.give_back(work, found(work, reference))


def letters(room: PostRoom) -> list[EmailMessage]:
    room.make_round()
    return room.letters_to(EMAIL)


def subjects(room: PostRoom) -> list[str]:
    return [str(letter["Subject"]) for letter in letters(room)]


def event_of(letter: EmailMessage) -> tuple[str, Component]:
    (part,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
    return str(part["Content-Type"].params["method"]), event


def live_until(room: PostRoom, moment: datetime) -> None:
    room.clock.now = moment


def test_the_first_letter_is_the_invitation_and_the_only_one(company_room: PostRoom) -> None:
    register(company_room)
    (letter,) = letters(company_room)
    assert letter["Subject"] == INVITED
    method, event = event_of(letter)
    assert (method, event["sequence"]) == ("REQUEST", 0)
    assert "jeudi 5 mars" in text_of(letter).replace("\u00a0", " ")


def test_without_a_seat_the_first_letter_is_a_receipt_without_event(company_room: PostRoom) -> None:
    register(company_room, None)
    (letter,) = letters(company_room)
    assert letter["Subject"] == "Votre demande est bien arrivée"
    assert "text/calendar" not in [part.get_content_type() for part in letter.walk()]


def test_no_letter_promises_a_call_to_a_company_that_may_have_no_number() -> None:
    for source in TEMPLATES.glob("*.company.txt"):
        assert "vous appelons" not in source.read_text(encoding="utf-8"), source.name


def test_each_word_about_a_seat_replaces_the_one_before(company_room: PostRoom) -> None:
    reference = register(company_room)
    company_room.make_round()
    choose(company_room, reference, 1)
    company_room.make_round()
    give_back(company_room, reference)
    told = [event_of(letter) for letter in letters(company_room)]
    assert [(method, event["sequence"]) for method, event in told] == [
        ("REQUEST", 0),
        ("REQUEST", 1),
        ("CANCEL", 2),
    ]
    assert len({event["uid"] for _, event in told}) == 1
    assert [event.decoded("dtstart").day for _, event in told] == [5, 12, 12]


def test_whoever_withdraws_is_neither_thanked_for_the_seat_nor_invited_to_choose_again(
    company_room: PostRoom,
) -> None:
    reference = register(company_room)
    company_room.make_round()
    with company_room.front.begin() as work:
        companies.withdraw(work, found(work, reference))
    left, withdrawn = letters(company_room)[1:]
    method, event = event_of(left)
    assert (method, event["sequence"]) == ("CANCEL", 1)
    for letter in (left, withdrawn):
        words = text_of(letter)
        assert "Merci de nous avoir" not in words
        assert "Choisir une autre séance" not in words
    assert "Votre demande est close" in text_of(left)


def test_whoever_comes_back_before_the_farewell_has_left_has_one_event(company_room: PostRoom) -> None:
    reference = register(company_room)
    company_room.make_round()
    give_back(company_room, reference)
    choose(company_room, reference, 1)
    first, last = map(event_of, letters(company_room))
    assert first[1]["uid"] == last[1]["uid"]
    assert [(method, event["sequence"]) for method, event in (first, last)] == [
        ("REQUEST", 0),
        ("REQUEST", 2),
    ]


def test_whoever_comes_back_after_the_farewell_has_another_event(company_room: PostRoom) -> None:
    reference = register(company_room)
    company_room.make_round()
    give_back(company_room, reference)
    company_room.make_round()
    choose(company_room, reference, 1)
    told = [event_of(letter) for letter in letters(company_room)]
    assert [method for method, _ in told] == ["REQUEST", "CANCEL", "REQUEST"]
    assert told[0][1]["uid"] == told[1][1]["uid"] != told[2][1]["uid"]


def test_whoever_moves_away_and_back_is_reminded_once(company_room: PostRoom) -> None:
    reference = register(company_room)
    for session in (1, 0):
        choose(company_room, reference, session)
        company_room.make_round()
    before = len(subjects(company_room))
    live_until(company_room, datetime(2026, 3, 4, 8, 1, tzinfo=UTC))
    assert len(subjects(company_room)) == before + 1
    assert len(subjects(company_room)) == before + 1


def test_of_several_words_that_waited_only_the_last_is_said(company_room: PostRoom) -> None:
    reference = register(company_room)
    choose(company_room, reference, 1)
    choose(company_room, reference, 2)
    assert subjects(company_room) == ["Votre nouvelle date de webinaire"]


def test_a_cancelled_session_leaves_the_calendar(company_room: PostRoom) -> None:
    register(company_room)
    company_room.make_round()
    with company_room.portal.begin() as work:
        webinars.cancel(work, work.session.get_one(Webinar, webinars.offered(work)[0].id))
    webinars.keep_up(company_room.hub)
    method, event = event_of(letters(company_room)[-1])
    assert (method, event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)


def test_the_day_before_then_thanks_then_what_comes_next(company_room: PostRoom) -> None:
    register(company_room)
    for moment, expected in (
        (datetime(2026, 3, 4, 7, 59, tzinfo=UTC), 1),
        (datetime(2026, 3, 4, 8, tzinfo=UTC), 2),
        (datetime(2026, 3, 5, 13, 30, tzinfo=UTC), 3),
        (datetime(2026, 3, 10, 8, tzinfo=UTC), 4),
        (datetime(2026, 4, 10, 8, tzinfo=UTC), 4),
    ):
        live_until(company_room, moment)
        assert len(letters(company_room)) == expected
    assert subjects(company_room)[1:] == [
        "Le webinaire des entreprises, c’est demain",
        "Merci d’être venus au webinaire",
        "Après le webinaire, la suite avec vous",
    ]


def test_who_gave_the_seat_back_is_neither_reminded_nor_thanked(company_room: PostRoom) -> None:
    reference = register(company_room)
    give_back(company_room, reference)
    live_until(company_room, datetime(2026, 3, 20, tzinfo=UTC))
    assert subjects(company_room) == [], "and a session of long ago is announced no more"


def test_who_went_to_another_session_and_back_is_reminded_once(company_room: PostRoom) -> None:
    reference = register(company_room)
    choose(company_room, reference, 1)
    choose(company_room, reference, 0)
    live_until(company_room, datetime(2026, 3, 4, 9, tzinfo=UTC))
    assert subjects(company_room).count("Le webinaire des entreprises, c’est demain") == 1


def test_who_was_called_meanwhile_hears_nothing_more_of_the_webinar(company_room: PostRoom) -> None:
    reference = register(company_room)
    member = company_room.open_desk()
    with company_room.portal.begin() as work:
        by = work.session.merge(member)
        to, on = CompanyState.NEEDS_DEFINED, datetime(2026, 3, 9, tzinfo=UTC).date()
        companies.move(work, found(work, reference), to, next_on=on, note="", by=by)
    live_until(company_room, datetime(2026, 3, 11, tzinfo=UTC))
    assert subjects(company_room) == ["Merci d’être venus au webinaire"]


def test_a_worker_killed_before_crossing_off_repeats_the_reminder_under_one_number(
    company_room: PostRoom,
) -> None:
    register(company_room)
    company_room.make_round()
    live_until(company_room, datetime(2026, 3, 4, 8, tzinfo=UTC))
    (reminder,) = company_room.due()

    def carried_then_killed(letter: EmailMessage) -> None:
        company_room.carry(letter)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        company_room.deliver(reminder, carried_then_killed)
    assert company_room.deliver(reminder) is Outcome.NOT_OURS
    company_room.clock.now += CLAIM_LASTS
    assert company_room.deliver(reminder) is Outcome.CARRIED
    company_room.clock.now += CLAIM_LASTS
    assert company_room.deliver(reminder) is Outcome.NOT_OURS
    first, second = letters(company_room)[1:]
    assert first["Message-ID"] == second["Message-ID"]


def test_neither_desk_nor_association_is_told_whom_to_call(company_room: PostRoom) -> None:
    desk, member = company_room.open_desk(), company_room.join()
    reference = register(company_room)
    on = datetime(2026, 3, 9, tzinfo=UTC).date()
    with company_room.portal.begin() as work:
        row, by = found(work, reference), work.session.merge(desk)
        companies.move(work, row, CompanyState.NEEDS_DEFINED, next_on=on, note="", by=by)
        chosen = queries.association_called(work.session, ASSOCIATION)
        assert chosen
        companies.introduce(work, row, chosen, next_on=on, note="", by=by)
    company_room.make_round()
    to_partners = {f"{n}": each.as_bytes() for n, each in enumerate(to_others(company_room))}
    assert len(to_partners) >= 2
    assert find_leaks(to_partners, CANARIES) == []
    assert reference in text_of(company_room.letters_to(member.email)[-1])


def to_others(room: PostRoom) -> list[EmailMessage]:
    return [*room.letters_to(DESK), *room.letters_to(MEMBER)]


def test_who_was_forgotten_is_written_to_no_more(company_room: PostRoom) -> None:
    reference = register(company_room)
    with company_room.hub.begin() as work:
        row = found(work, reference)
        row.contact = row.contact_for_desk = row.contact_for_recovery = None
    assert letters(company_room) == []
    assert company_room.due() == []


def test_a_stranger_s_address_gets_the_invitation_and_waits_for_the_rest(room: PostRoom) -> None:
    webinars.keep_up(room.hub)
    reference = register(room)
    room.make_round()
    choose(room, reference, 1)
    assert subjects(room) == [INVITED], "one letter a day"
    with room.front.begin() as work:
        companies.confirm(work, found(work, reference))
    assert subjects(room) == [INVITED, "Votre nouvelle date de webinaire"]
    with room.hub.read() as work:
        assert len(room.due()) == 0, "what is planned for later was not hurried"
