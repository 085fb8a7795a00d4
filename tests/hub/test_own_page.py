"""A code typed from a letter opens a page for half an hour, in one browser; what is changed there is changed."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from hub import (
    codes,
    disclosure,
    key_changes,
    keyring,
    offers,
    own_page,
    resealing,
)
from hub.amending import WRONG_A_DAY, ForgedPage, attend
from hub.checkup import examine
from hub.identities import Changes, Told
from hub.models import Amendment, Member, Offer, OpenPage, PageChallenge
from hub.own_page import Key
from hub.queries.boxes import KINDS
from hub.vault import CannotOpen, KeyNotHeld, new_browser_keys
from hub.vault.watching import LOOK_EVERY_SECONDS
from hub.vocabulary import Mode
from hub.work import Hub, Work
from tests.parts.own_page import Person, asked, code_in
from tests.parts.people import CANARIES, EMAIL
from tests.parts.town import Town, text_of

NEW = "nouvelle@canari.example"


def subjects(town: Town, address: str) -> list[str]:
    return [letter["Subject"] for letter in town.letters_to(address)]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def email_of(told: Told | None) -> str | None:
    assert told
    return told.identity.email


def test_the_worker_seals_what_it_knows_for_the_browser_that_typed_the_code(lou: Person) -> None:
    assert email_of(lou.told(lou.opens())) == EMAIL


def test_another_browser_cannot_read_it(lou: Person) -> None:
    key = lou.opens()
    with pytest.raises(CannotOpen):
        lou.told(replace(key, private=new_browser_keys()[0]))


def test_a_wrong_code_opens_nothing_and_tries_end(lou: Person) -> None:
    nonce = lou.ask()
    right = code_in(lou.town, EMAIL)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _ in range(codes.TRIES):
        assert lou.told(lou.type(nonce, wrong)) is None
    assert lou.told(lou.type(nonce, right)) is None


def test_a_code_serves_once_and_not_for_long(lou: Person) -> None:
    nonce = lou.ask()
    code = code_in(lou.town, EMAIL)
    assert lou.told(lou.type(nonce, code))
    assert lou.told(lou.type(nonce, code)) is None
    late = lou.ask()
    lou.town.clock.forward(minutes=15)
    assert lou.told(lou.type(late, code_in(lou.town, EMAIL))) is None


def test_the_code_without_the_persons_own_link_opens_nothing(lou: Person) -> None:
    nonce = lou.ask()
    assert lou.told(lou.type(nonce, code_in(lou.town, EMAIL), link="0" * 32)) is None


def test_the_public_door_cannot_tell_a_code_nor_grant_a_page(lou: Person) -> None:
    vault = lou.town.front.vault
    for verb in (lambda: vault.page_code(1, b"nonce"), lambda: vault.grant_page("words")):
        with pytest.raises(KeyNotHeld):
            verb()


def test_a_door_that_was_taken_over_gets_no_more_guesses_by_writing_rows_again(lou: Person) -> None:
    """It resets the tries, writes challenges of its own, and finds itself stopped by the journal."""
    nonce = lou.ask()
    right = int(code_in(lou.town, EMAIL))
    for turn in range(1, WRONG_A_DAY + 1):
        lou.type(nonce, f"{(right + turn) % 10**6:06d}")
        with lou.town.front.begin() as work:
            work.session.execute(update(PageChallenge).values(tries=0, used_at=None))
    assert lou.told(lou.type(nonce, f"{right:06d}")) is None


def test_a_row_that_says_that_it_is_open_without_a_code_is_not_answered(lou: Person) -> None:
    nonce = lou.ask()
    key = lou.type(nonce, "not it")
    with lou.town.front.begin() as work:
        page = lou.page(work, key)
        page.grant_seal = work.vault.sign_page(page.granted_words)
        number = page.id
    with pytest.raises(ForgedPage), lou.town.hub.begin() as work:
        attend(work, number)
    assert lou.told(key) is None


def forge(work: Work, key: Key) -> int:
    """Whoever only writes in the database: a change without the door's seal."""
    page = work.session.scalars(select(OpenPage)).one()
    box = work.session.scalars(select(Amendment.box)).first() or b"?"
    work.session.add(Amendment(page=page, box=box, asked_at=work.now, seal=b"0" * 32))
    return page.id


def test_a_change_that_the_door_did_not_seal_is_refused(lou: Person) -> None:
    key = lou.opens()
    with lou.town.front.begin() as work:
        number = forge(work, key)
    with pytest.raises(ForgedPage), lou.town.hub.begin() as work:
        attend(work, number)


def test_a_change_without_the_browsers_own_token_is_refused(lou: Person) -> None:
    """A door that was taken over may seal a row for a page that is open elsewhere; it does not know its token."""
    key = lou.opens()
    with lou.town.front.begin() as work:
        page = lou.page(work, key)
        own_page.change(work, page, Key("guessed", key.private), Changes({"email": NEW}, {}))
        number = page.id
    with pytest.raises(ForgedPage), lou.town.hub.begin() as work:
        attend(work, number)
    assert email_of(lou.told(key)) == EMAIL


def test_what_is_changed_is_sealed_again_and_told(lou: Person) -> None:
    key = lou.opens()
    lou.changes(key, {"first_name": "Zoé"}, {"mode": Mode.REMOTE.value})
    told = lou.told(key)
    assert told and (told.identity.first_name, told.need.mode) == ("Zoé", Mode.REMOTE)
    assert subjects(lou.town, EMAIL)[-2:] == ["Ta demande est corrigée", "Tes coordonnées sont changées"]


@pytest.mark.parametrize("need", [{}, {"mode": Mode.REMOTE.value}], ids=["alone", "with a mode"])
def test_another_message_is_a_corrected_request_told_once(lou: Person, need: dict[str, object]) -> None:
    before = len(subjects(lou.town, EMAIL))
    key = lou.opens()
    lou.changes(key, {"message": "Je joue de la clarinette."}, need)
    told = lou.told(key)
    assert told and told.identity.message == "Je joue de la clarinette."
    assert subjects(lou.town, EMAIL)[before + 1 :] == ["Ta demande est corrigée"]


def test_a_new_address_is_proven_by_a_code_before_it_takes_the_place_of_the_other(lou: Person) -> None:
    key = lou.opens()
    lou.changes(key, {"email": NEW})
    assert email_of(lou.told(key)) == EMAIL
    code = code_in(lou.town, NEW)
    assert not [canary for canary in CANARIES if canary in text_of(lou.town.letters_to(NEW)[-1])]
    lou.proves(key, "000000" if code != "000000" else "111111")
    assert email_of(lou.told(key)) == EMAIL
    lou.proves(key, code)
    assert email_of(lou.told(key)) == NEW
    assert subjects(lou.town, EMAIL)[-1] == "Tu as changé d’adresse"
    assert subjects(lou.town, NEW)[-1] == "Tes coordonnées sont changées"


def with_another_key(town: Town) -> Hub:
    """The worker, once the key of intake was changed and all that waits for it was sealed again."""
    folder = Path(town.environ["HUB_KEYS_DIR"])
    with town.administration.begin() as work:
        keyring.note(work, folder)
    key_changes.rotate(town.administration, folder, ["intake"], after=timedelta())
    office = key_changes.opened_with(town.hub, folder)["intake"]
    for kind in (kind for kind in KINDS if kind.pair == "intake"):
        assert not any(each.unreadable for each in resealing.reseal(office, kind))
        with office.read() as work:
            assert resealing.to_do(work, kind) == 0
    return office


def test_a_change_that_is_on_its_way_follows_a_change_of_keys(lou: Person) -> None:
    """A new address, whose code was typed while the keys were changed: what was typed, and what is to change."""
    key = lou.opens()
    lou.changes(key, {"email": NEW})
    with lou.town.front.begin() as work:
        own_page.prove(work, lou.page(work, key), key, code=code_in(lou.town, NEW))
    with with_another_key(lou.town).begin() as work:
        attend(work, lou.page(work, key).id)
    assert email_of(lou.told(key)) == NEW


def test_the_address_that_was_left_is_told_although_the_keys_changed_meanwhile(lou: Person) -> None:
    key = lou.opens()
    lou.changes(key, {"email": NEW})
    with lou.town.front.begin() as work:
        own_page.prove(work, lou.page(work, key), key, code=code_in(lou.town, NEW))
    with lou.town.hub.begin() as work:
        attend(work, lou.page(work, key).id)
    with_another_key(lou.town)
    time.sleep(LOOK_EVERY_SECONDS)  # a running worker looks at its folder no more often
    lou.town.office.post()
    assert subjects(lou.town, EMAIL)[-1] == "Tu as changé d’adresse"


def test_a_change_whose_key_was_lost_is_let_go_and_may_be_asked_again(lou: Person) -> None:
    """No recovery key opens it: it was sealed to the intake key alone."""
    key, folder = lou.opens(), Path(lou.town.environ["HUB_KEYS_DIR"])
    with lou.town.administration.begin() as work:
        keyring.note(work, folder)
    with lou.town.front.begin() as work:
        own_page.change(work, lou.page(work, key), key, Changes({"last_name": "Zorn"}, {}))
    (folder / "worker" / "intake_private.key").unlink()
    key_changes.recover(lou.town.administration, folder, folder / "recovery")
    worker = key_changes.opened_with(lou.town.administration, folder)["intake"]
    assert [key_changes.let_go(worker) for _ in range(2)] == [[lou.receipt.reference], []]
    with lou.town.hub.read() as work:
        change = work.session.scalars(select(Amendment)).one()
        assert (change.box, change.done_at) == (None, lou.town.clock.now)


def test_a_change_of_keys_makes_no_forged_change_the_doors(lou: Person) -> None:
    key = lou.opens()
    lou.changes(key, {"email": NEW})
    with lou.town.front.begin() as work:
        number = forge(work, key)
    with pytest.raises(ForgedPage), with_another_key(lou.town).begin() as work:
        attend(work, number)


def test_the_association_that_accepted_reads_what_changed(lou: Person) -> None:
    offer_id, member_id = asked(lou)
    with lou.town.portal.begin() as work:
        offers.accept(work, work.session.get_one(Offer, offer_id), work.session.get_one(Member, member_id))
    lou.town.settle()
    key = lou.opens()
    lou.changes(key, {"first_name": "Zoé"}, {"mode": Mode.REMOTE.value})
    lou.changes(key, {"message": "Je joue de la clarinette."})
    with lou.town.portal.begin() as work:
        (offer,) = lou.referral(work).offers
        revealed = disclosure.reveal(work, offer, work.session.get_one(Member, member_id))
        assert (revealed.identity.first_name, revealed.need.mode) == ("Zoé", Mode.REMOTE)
        assert revealed.identity.message == "Je joue de la clarinette."
        assert offer.release and offer.release.changed_at == work.now


def test_the_nightly_check_sees_a_change_that_nobody_makes(lou: Person) -> None:
    key = lou.opens()
    with lou.town.front.begin() as work:
        own_page.change(work, lou.page(work, key), key, Changes({"last_name": "Zorn"}, {}))
    lou.town.clock.forward(minutes=20)
    with lou.town.hub.read() as work:
        found = {each.subject: each.references for each in examine(work)}
    assert found["own_page"] == (lou.receipt.reference,)


def test_after_half_an_hour_nothing_is_kept_for_the_browser(lou: Person) -> None:
    key = lou.opens()
    lou.town.clock.forward(minutes=31)
    lou.town.office.move()
    with lou.town.front.read() as work:
        assert own_page.page_of(work, key.token, lou.referral(work)) is None
        assert work.session.scalars(select(OpenPage.copy)).all() == [None]


def test_a_page_that_is_closed_reads_nothing_more(lou: Person) -> None:
    key = lou.opens()
    with lou.town.front.begin() as work:
        own_page.close(work, lou.page(work, key))
    lou.attend()
    with lou.town.front.read() as work:
        assert own_page.page_of(work, key.token, lou.referral(work)) is None


def test_nothing_of_all_this_stands_readable_in_the_database(lou: Person, town: Town) -> None:
    key = lou.opens()
    lou.changes(key, {"email": NEW, "last_name": "Quatremère-Vanuxem"})
    with town.hub.read() as work:
        rows = [
            str([getattr(row, column.name) for column in table.__table__.columns])
            for table in (OpenPage, Amendment, PageChallenge)
            for row in work.session.scalars(select(table))
        ]
    assert not [canary for canary in (*CANARIES, NEW, key.token) if canary in "".join(rows)]
