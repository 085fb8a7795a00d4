"""A short text follows its letter: once, by day, to whoever asked for it, and tells no log whose number it is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import worker
from emails.carrier import CarrierAway, NotNow, Refused
from emails.letterbox.pages import make_pages
from emails.letterbox.shelf import TELEPHONES, Shelf
from emails.texts import Text
from emails.texts.letterbox import on_the_trial_telephone
from emails.texts.round import make_round
from hub import offers
from hub.config import UnsafeSettings
from hub.models import Member, OutboxMessage, ShortText
from hub.vocabulary import ContactBy
from tests.emails.conftest import LETTERHEAD, PostRoom
from tests.parts.people import CANARIES, PHONE, identity, registration
from tests.parts.town import Town

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SAID_YES = "La Passerelle : une association a dit oui. Elle te contacte au plus tard le "


@dataclass
class Telephone:
    """What an adapter is: it keeps each text once, by its number; ``trouble`` is raised as long as it lasts."""

    kept: dict[str, Text] = field(default_factory=dict)
    handed: int = 0
    trouble: Exception | None = None

    def __call__(self, text: Text) -> None:
        self.handed += 1
        if self.trouble:
            raise self.trouble
        self.kept[text.number] = text

    @property
    def words(self) -> list[str]:
        return [text.words for text in self.kept.values()]


@pytest.fixture
def telephone() -> Telephone:
    return Telephone()


def accepted(room: PostRoom, *, contact_by: ContactBy = ContactBy.TEXT, **who: Any) -> None:
    """Somebody whom an association accepts at noon; their letters have left."""
    member = room.join()
    reference = room.register(registration(who=identity(contact_by=contact_by, **who)))
    with room.portal.begin() as work:
        by = work.session.get_one(Member, member.id)
        offers.accept(work, room.offer(work, reference), by)
    room.make_round()


def test_whoever_asked_for_a_text_gets_one_and_the_letter_too(room: PostRoom, telephone: Telephone) -> None:
    accepted(room)
    for _ in range(3):
        make_round(room.hub, telephone)
    [text] = telephone.kept.values()
    assert text.phone == PHONE and text.words.startswith(SAID_YES + "04/03")
    assert telephone.handed == 1 and not [word for word in CANARIES if word in text.words]
    assert PHONE not in repr(text)


@on_sqlite
@pytest.mark.parametrize("who", [{"contact_by": ContactBy.EMAIL}, {"phone": None}])
def test_others_get_none(room: PostRoom, telephone: Telephone, who: dict[str, Any]) -> None:
    accepted(room, **who)
    assert make_round(room.hub, telephone) == 0 and telephone.handed == 0


@on_sqlite
def test_a_strangers_telephone_never_rings(room: PostRoom, telephone: Telephone) -> None:
    accepted(room, email="unproven@maison.example")
    assert make_round(room.hub, telephone) == 0 and telephone.handed == 0


@on_sqlite
def test_it_waits_for_its_letter_and_for_the_morning(room: PostRoom, telephone: Telephone) -> None:
    room.clock.forward(hours=8, minutes=50)
    room.letterbox.shut()
    accepted(room)
    assert make_round(room.hub, telephone) == 0, "the letter has not left"
    room.letterbox.open()
    room.clock.forward(minutes=20)
    room.make_round()
    assert make_round(room.hub, telephone) == 0, "it is night"
    room.clock.forward(hours=11)
    assert make_round(room.hub, telephone) == 1


@on_sqlite
@pytest.mark.parametrize(
    ("trouble", "again"), [(Refused("no"), 0), (NotNow("later"), 1), (CarrierAway("gone"), 1)]
)
def test_what_an_adapter_answers_decides_what_follows(
    room: PostRoom, telephone: Telephone, trouble: Exception, again: int
) -> None:
    accepted(room)
    telephone.trouble = trouble
    assert make_round(room.hub, telephone) == 0
    telephone.trouble = None
    room.clock.forward(minutes=10)
    assert make_round(room.hub, telephone) == again and len(telephone.kept) == again


@on_sqlite
def test_a_day_later_it_is_no_news(room: PostRoom, telephone: Telephone) -> None:
    accepted(room)
    telephone.trouble = NotNow("later")
    for _ in range(3):
        make_round(room.hub, telephone)
        room.clock.forward(hours=23)
    telephone.trouble = None
    assert make_round(room.hub, telephone) == 0 and not telephone.kept


@on_sqlite
def test_an_adapter_that_tells_too_much_is_not_repeated(
    room: PostRoom, telephone: Telephone, caplog: pytest.LogCaptureFixture
) -> None:
    accepted(room)
    telephone.trouble = RuntimeError(f"cannot reach {PHONE}")
    with caplog.at_level(logging.DEBUG):
        make_round(room.hub, telephone)
    assert "RuntimeError" in caplog.text and PHONE[1:] not in caplog.text
    with room.hub.read() as work:
        rows = [vars(row) for row in work.session.scalars(select(ShortText))]
    assert PHONE[1:] not in repr(rows)


@on_sqlite
def test_killed_before_it_was_crossed_off_it_leaves_again_under_the_same_number(
    room: PostRoom, telephone: Telephone
) -> None:
    accepted(room)

    def killed(text: Text) -> None:
        telephone(text)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_round(room.hub, killed)
    assert make_round(room.hub, telephone) == 0, "claimed"
    room.clock.forward(minutes=11)
    assert make_round(room.hub, telephone) == 1
    assert telephone.handed == 2 and len(telephone.kept) == 1


def test_a_letter_that_is_dropped_takes_its_text_along(room: PostRoom, telephone: Telephone) -> None:
    accepted(room)
    telephone.trouble = NotNow("later")
    make_round(room.hub, telephone)
    with room.hub.begin() as work:
        for row in work.session.scalars(select(OutboxMessage)).all():
            work.session.delete(row)
    with room.hub.read() as work:
        assert not work.session.scalars(select(ShortText)).all()


def test_the_trial_telephone_shows_texts_and_the_letterbox_does_not(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    put: Callable[..., None] = lambda message: shelf.put(str(message["To"]), message.as_bytes())  # noqa: E731
    on_the_trial_telephone(put, LETTERHEAD.sender)(Text(PHONE, "La Passerelle : <oui>", "12ab"))
    assert [one.recipient for one in shelf.short_texts()] == [f"{PHONE[1:]}@{TELEPHONES}"]
    assert not shelf.letters()
    page = make_pages(shelf).test_client().get("/telephone").text
    assert PHONE in page and "La Passerelle : &lt;oui&gt;" in page


@on_sqlite
def test_by_default_nothing_leaves(town: Town) -> None:
    assert town.office.text is None


@on_sqlite
@pytest.mark.parametrize(
    "settings", [{"HUB_TEXTS": "pigeon"}, {"HUB_TEXTS": "letterbox", "MAIL_SERVER": "smtp.example.org"}]
)
def test_a_way_out_that_is_none_stops_the_worker(town: Town, settings: dict[str, str]) -> None:
    with pytest.raises(UnsafeSettings, match="HUB_TEXTS"):
        worker.office(town.environ | settings)


@on_sqlite
def test_with_the_setting_the_sweep_carries_them(town: Town) -> None:
    office = worker.office(town.environ | {"HUB_TEXTS": "letterbox"}, clock=town.clock)
    assert office.text is not None
    office.post()
    office.hub.sessions.kw["bind"].dispose()
