"""Before an association accepts, nobody can read who the young person is; afterwards, that association alone."""

from __future__ import annotations

import sqlite3
from typing import cast

import pytest
from sqlalchemy import event, select

from hub import queries
from hub.models import Release, SealedBoxes
from tests.associations.partner import Partner
from tests.forms.conftest import FORM
from tests.parts.leaks import find_leaks
from tests.parts.people import GUARDIAN
from tests.parts.someone import ADULT, CHILD, GIRL, Someone
from tests.parts.stage import Known, Stage
from tests.parts.town import DESK
from tests.parts.wire import Wire
from tests.parts.witness import on_disk, tables

PIECE = 64
"""Bytes of a sealed box looked for at once: a page of SQLite may end within a box, hardly within each piece."""


def all_of(who: Someone) -> set[str]:
    return set(who.canaries)


def found_in(page: bytes, who: Someone) -> set[object]:
    return {leak.canary for leak in find_leaks(page, who.canaries)}


def ask_to_reveal(partner: Partner, card: str) -> bytes:
    """The button on the accepted card, pressed by anybody."""
    answer: bytes = partner.send(f"/fiches/{card}/devoiler", seen_on="/sessions").data
    return answer


def accepted(stage: Stage) -> tuple[Known, str, Partner]:
    stage.sign_in()
    person = stage.register(GIRL)
    stage.work()
    card, partner = stage.asked(person)
    path = f"/fiches/{card}"
    assert partner.send(f"{path}/accepter", seen_on=path).location == path
    return person, card, partner


def pieces_of(stage: Stage, person: Known) -> list[bytes]:
    """What is sealed of this person, cut so that part of it is found even where it was torn."""
    with stage.town.hub.read() as work:
        referral = queries.referral_by_reference(work.session, person.reference)
        boxes = work.session.get_one(SealedBoxes, referral.id)
        releases = work.session.scalars(select(Release))
        sealed = [boxes.identity, boxes.need, boxes.identity_for_recovery, boxes.need_for_recovery]
        sealed += [box for release in releases for box in (release.identity, release.need)]
    return [box[start : start + PIECE] for box in sealed for start in range(0, len(box) - PIECE, PIECE)]


def on_the_disk(stage: Stage, pieces: list[bytes]) -> int:
    files = b"".join(on_disk(stage.folder).values())
    return sum(piece in files for piece in pieces)


def be_impatient(connection: sqlite3.Connection, *_: object) -> None:
    connection.execute("PRAGMA busy_timeout=50")


def test_an_unfinished_form_is_read_by_its_own_browser_only(sqlite_stage: Stage) -> None:
    """On SQLite alone: a draft stays in its browser's cookie, and no database is ever told of it."""
    stage = sqlite_stage
    stage.sign_in()
    visitor = stage.visitor()
    visitor.fill(**GIRL.typed)
    refused = visitor.send(FORM + "/contact", {**GIRL.typed["contact"], "phone": "0"})
    assert refused.status_code == 422
    wire = cast(Wire, visitor.client)
    assert found_in(visitor.open(FORM + "/verifier").data, GIRL) == all_of(GIRL)
    assert find_leaks("\n".join(wire.heads), GIRL.canaries) == []
    assert find_leaks("\n".join(visitor.hidden(FORM + "/verifier").values()), GIRL.canaries) == []
    assert find_leaks(stage.kept() | stage.shown() | stage.ear.news(), GIRL.canaries) == []


def test_before_an_acceptance_nobody_reads_a_name(sqlite_stage: Stage) -> None:
    """On SQLite, whose files are searched to their last free page.

    PostgreSQL holds the same rows, written by the same lines: its tables are searched in the test of an acceptance
    below, once there is a yes, and the whole line is walked on it by browsers.
    """
    stage = sqlite_stage
    stage.sign_in()
    girl, adult, child = map(stage.register, (GIRL, ADULT, CHILD))
    assert stage.leaks(shown=False) == [], "with everything still in the queue"
    stage.work()
    assert stage.leaks() == [], "two are offered, one waits for a guardian"
    stage.agree(child)
    stage.work()
    for person in (girl, adult):
        card, partner = stage.asked(person)
        assert partner.send(f"/fiches/{card}/decliner", reason="no_mentor").location == "/fiches/"
    waiting = f"/coordination/dossiers/{child.reference}"
    offered = stage.partners[DESK].send(f"{waiting}/proposer", seen_on=waiting, association="afev")
    assert offered.location == "/coordination/"
    stage.work()
    assert stage.leaks() == [], "two were declined, and the desk has chosen for the third"
    stage.work_after(days=9)
    stage.sign_in()
    assert stage.leaks(shown=False) == [], "offers are overdue, or back at the desk"
    assert stage.town.letters_to(GUARDIAN.email) == [], "nobody asked her guardian anything"


def test_a_card_is_not_revealed_by_asking(stage: Stage) -> None:
    stage.sign_in()
    girl = stage.register(GIRL)
    stage.work()
    card, _ = stage.asked(girl)
    for partner in stage.partners.values():
        assert found_in(ask_to_reveal(partner, card), GIRL) == set()


def test_after_an_acceptance_one_page_of_one_association_shows_it(postgresql_stage: Stage) -> None:
    """On PostgreSQL, as in production.

    Who may reveal is decided by the doors, which ask both databases the same.
    """
    stage = postgresql_stage
    _, card, accepting = accepted(stage)
    assert found_in(ask_to_reveal(accepting, card), GIRL) == set(), "not before it is verified"
    stage.work()
    assert stage.leaks() == [], "nor on any page that opens by itself"
    assert found_in(ask_to_reveal(accepting, card), GIRL) == all_of(GIRL)
    for other in stage.partners.values():
        if other is not accepting:
            assert found_in(ask_to_reveal(other, card), GIRL) == set()
    assert stage.leaks(shown=False) == [], "and it was written down nowhere"


@pytest.mark.parametrize("who", [GIRL, CHILD, ADULT], ids=["girl", "child", "adult"])
def test_their_own_letters_hold_a_first_name_and_nothing_else(sqlite_stage: Stage, who: Someone) -> None:
    person = sqlite_stage.register(who)
    sqlite_stage.work()
    if who is CHILD:
        sqlite_stage.agree(person)
    sqlite_stage.work_after(days=9)
    letters = [letter for address in who.addresses for letter in sqlite_stage.town.letters_to(address)]
    assert letters
    first_name = str(who.typed["contact"]["first_name"])
    for letter in letters:
        its_own = found_in(str(letter["To"]).encode(), who) | {first_name}
        assert found_in(letter.as_bytes(), who) == its_own


def test_what_is_forgotten_is_no_longer_in_the_tables_nor_on_the_disk(stage: Stage) -> None:
    girl, card, partner = accepted(stage)
    stage.work()
    pieces = pieces_of(stage, girl)
    is_file = "sqlite" in stage.town.environ["DATABASE_URL"]
    assert on_the_disk(stage, pieces) > len(pieces) // 2 or not is_file
    visitor = stage.visitor()
    visitor.open(f"/suivi/{girl.tracking}")
    assert visitor.send("/suivi/retirer").location == "/suivi"
    assert found_in(ask_to_reveal(partner, card), GIRL) == set()
    stage.work_after(days=31)
    assert on_the_disk(stage, pieces) == 0
    assert find_leaks(tables(stage.town.hub), pieces) == []


def test_a_reader_in_the_way_of_forgetting_only_puts_it_off(sqlite_stage: Stage) -> None:
    girl = sqlite_stage.register(GIRL)
    sqlite_stage.work()
    pieces = pieces_of(sqlite_stage, girl)
    visitor = sqlite_stage.visitor()
    visitor.open(f"/suivi/{girl.tracking}")
    visitor.send("/suivi/retirer")
    sqlite_stage.town.clock.forward(days=31)
    event.listen(sqlite_stage.town.hub.sessions.kw["bind"], "checkout", be_impatient)
    with sqlite_stage.town.hub.sessions() as reader:
        reader.execute(select(SealedBoxes)).all()
        sqlite_stage.work()
        assert on_the_disk(sqlite_stage, pieces) > 0
    sqlite_stage.work()
    assert on_the_disk(sqlite_stage, pieces) == 0


def test_a_browser_that_sent_a_form_holds_nothing_of_it(sqlite_stage: Stage) -> None:
    girl = sqlite_stage.register(GIRL)
    assert "draft" not in girl.wire.cookies
    assert find_leaks("\n".join(girl.wire.cookies.values()), GIRL.canaries) == []
