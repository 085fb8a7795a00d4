"""A whole life with three roles that log in to PostgreSQL; and what each is refused, however it asks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import URL, Connection, Engine, event, select
from sqlalchemy.exc import ProgrammingError

from hub import intake, offers, queries, signin
from hub.cli import main
from hub.intake import Receipt
from hub.lifecycle import OfferState
from hub.models import Base, Member, Offer, Proof
from hub.walls import MAY, Login, grant
from hub.work import Hub
from tests.associations.partner import Partner, card_of, registered
from tests.forms.conftest import Visitor
from tests.parts.databases import migrate
from tests.parts.people import EMAIL, FIRST_NAME, referred, registration
from tests.parts.postgres import new_database, tell
from tests.parts.town import CODE, DESK, Town, address_of, text_of
from tests.parts.walled import Walled

OWN = "/suivi/mes-donnees"

REFUSED = (
    # Whoever logs in, what they ask, and what the database answers
    (Login.PUBLIC, "SELECT identity FROM sealed_boxes"),
    (Login.PUBLIC, "SELECT need FROM sealed_boxes"),
    (Login.PUBLIC, "SELECT identity_for_recovery FROM sealed_boxes"),
    (Login.PUBLIC, "SELECT * FROM sealed_boxes"),
    (Login.PUBLIC, "UPDATE sealed_boxes SET identity = ''"),
    (Login.PUBLIC, "DELETE FROM sealed_boxes"),
    (Login.PUBLIC, "DELETE FROM releases"),
    (Login.PUBLIC, "DELETE FROM decisions"),
    (Login.PUBLIC, "DELETE FROM attempts"),
    (Login.PUBLIC, "DELETE FROM glass_requests"),
    (Login.PUBLIC, "DELETE FROM referrals"),
    (Login.PUBLIC, "DELETE FROM prescribers"),
    (Login.PUBLIC, "DELETE FROM companies"),
    (Login.PUBLIC, "UPDATE offers SET decline_note = NULL"),
    (Login.PUBLIC, "UPDATE offers SET passes_to = NULL"),
    (Login.PUBLIC, "UPDATE offers SET card = '{}'"),
    (Login.PUBLIC, "UPDATE releases SET identity = ''"),
    (Login.PUBLIC, "UPDATE glass_requests SET identity = NULL"),
    (Login.PUBLIC, "UPDATE glass_requests SET note = NULL"),
    (Login.PUBLIC, "UPDATE journey_events SET sentence = NULL"),
    (Login.PUBLIC, "UPDATE referrals SET marker = NULL"),
    (Login.PUBLIC, "UPDATE referrals SET card = NULL"),
    (Login.PUBLIC, "UPDATE referrals SET alike = NULL"),
    (Login.PUBLIC, "SELECT contact FROM companies"),
    (Login.PUBLIC, "SELECT contact_for_desk FROM prescribers"),
    (Login.PUBLIC, "UPDATE companies SET contact = NULL"),
    (Login.PUBLIC, "UPDATE prescribers SET contact = ''"),
    (Login.PUBLIC, "INSERT INTO erasures (kind, subject, erased_at) VALUES ('referral', 'x', now())"),
    (Login.PUBLIC, "SELECT identity FROM releases"),
    (Login.PUBLIC, "SELECT need FROM releases"),
    (Login.PUBLIC, "SELECT identity FROM glass_requests"),
    (Login.PUBLIC, "SELECT email FROM members"),
    (Login.PUBLIC, "INSERT INTO members (role, email, invited_at) VALUES ('desk', 'a@b.example', now())"),
    (Login.PUBLIC, "SELECT sealed FROM decisions"),
    (Login.PUBLIC, "SELECT token_digest FROM member_sessions"),
    (Login.PUBLIC, "SELECT number FROM journal_entries"),
    (Login.PUBLIC, "UPDATE associations SET public_key = ''"),
    (Login.PUBLIC, "UPDATE offers SET answer_seal = ''"),
    (Login.PUBLIC, "INSERT INTO offers SELECT * FROM offers"),
    (Login.PARTNERS, "SELECT identity FROM sealed_boxes"),
    (Login.PARTNERS, "SELECT need_for_recovery FROM sealed_boxes"),
    (Login.PARTNERS, "INSERT INTO sealed_boxes (referral_id) VALUES (1)"),
    (Login.PARTNERS, "INSERT INTO releases (offer_id) VALUES (1)"),
    (Login.PARTNERS, "UPDATE associations SET public_key = ''"),
    (Login.PARTNERS, "UPDATE associations SET wrapped_key = ''"),
    (Login.PARTNERS, "UPDATE journal_entries SET about = ''"),
    (Login.PARTNERS, "DELETE FROM journal_entries"),
    (Login.WORKER, "INSERT INTO members (role, email, invited_at) VALUES ('desk', 'a@b.example', now())"),
    (Login.WORKER, "UPDATE members SET role = 'desk'"),
    (Login.WORKER, "UPDATE associations SET public_key = ''"),
    (Login.WORKER, "UPDATE journal_entries SET about = ''"),
    *((login, "CREATE TABLE mine (n integer)") for login in Login),
    *((login, "ALTER TABLE offers DISABLE ROW LEVEL SECURITY") for login in Login),
    *((login, "UPDATE key_prints SET print = ''") for login in Login),
    *((login, "SET ROLE postgres") for login in Login),
)
UNLESS_THERE = "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;"


def test_every_table_is_in_the_matrix_and_no_other() -> None:
    assert set(MAY) == {*Base.metadata.tables, "alembic_version"}


def test_what_is_kept_to_columns_names_columns_that_are_there() -> None:
    for name, table in Base.metadata.tables.items():
        for login in Login:
            given = grant(login, name, tuple(table.columns.keys()))
            assert set(given.only) <= set(given.acts)
            for columns in given.only.values():
                assert columns and set(columns) <= set(table.columns.keys())


def test_a_life_goes_on_behind_the_wall_and_whatever_else_is_asked_is_refused(walled: Walled) -> None:
    town = walled.town
    town.join("jobirl", "article-1")
    town.open_desk()
    receipts = []
    for form in (registration(), referred()):
        with town.front.begin() as work:
            receipts.append(intake.register(work, form))
        town.settle()
    tokens = {who: _token(town.portal, who) for who in (address_of("jobirl"), address_of("article-1"), DESK)}
    mine, card = _asked(town, receipts[0].reference)
    other = next(who for who in tokens if who not in (mine, DESK))
    _accepts_and_reads(town, mine, card)
    _sees_its_own(walled, tokens[mine], tokens[other], tokens[DESK])
    _accepts_and_reads(town, *_asked(town, receipts[1].reference))
    _withdraws(town, receipts[1].reference)
    _says_no_to_all(walled)
    _pages_open(town)
    _stands_still_goes_on_and_erases(town, receipts[0])


def _token(portal: Hub, who: str) -> str:
    with portal.begin() as work:
        member = queries.member_by_email(work.session, who)
        assert member
        return signin.open_session(work, member, proof=Proof.PASSKEY)


def _asked(town: Town, reference: str) -> tuple[str, str]:
    """Who was asked about this young person, and the card's number."""
    with town.hub.read() as work:
        offer = queries.referral_by_reference(work.session, reference).offers[0]
        return address_of(offer.association.slug), offer.card_number


def _accepts_and_reads(town: Town, who: str, card: str) -> None:
    """Over HTTP: the inbox, the card, the yes, the name."""
    partner = Partner(town, town.partners.test_client())
    partner.client.set_cookie("hub_session", _token(town.portal, who))
    assert card in partner.open("/fiches/").text
    assert partner.send(f"/fiches/{card}/accepter", seen_on=f"/fiches/{card}").status_code == 303
    town.settle()
    assert FIRST_NAME in partner.send(f"/fiches/{card}/devoiler", seen_on=f"/fiches/{card}").text


def _sees_its_own(walled: Walled, mine: str, other: str, desk: str) -> None:
    """The same question, however hostile, from three browsers and from none."""
    everything = "SELECT association_id FROM offers"
    with walled.asking(Login.WORKER) as connection:
        all_offers = len(_rows(connection, everything))
    seen = {}
    for name, token in (
        ("mine", mine),
        ("other", other),
        ("desk", desk),
        ("nobody", ""),
        ("guess", "x" * 43),
    ):
        with walled.asking(Login.PARTNERS, token) as connection:
            seen[name] = len(_rows(connection, everything)), len(_rows(connection, "SELECT 1 FROM releases"))
            assert len({row[0] for row in _rows(connection, everything)}) <= (1 if name != "desk" else 9)
    assert seen["mine"][1] == seen["desk"][1] == 1
    assert seen["other"][1] == seen["nobody"][1] == seen["guess"][1] == 0
    assert seen["desk"][0] == all_offers and seen["nobody"][0] == seen["guess"][0] == 0
    assert seen["mine"][0] + seen["other"][0] == all_offers
    with walled.asking(Login.PARTNERS, other) as connection:
        for hostile in (
            "UPDATE offers SET decline_note = 'x' WHERE state = 'accepted' RETURNING 1",
            "UPDATE referrals SET card = '{}' WHERE state = 'accepted' RETURNING 1",
            "DELETE FROM releases RETURNING 1",
            "SELECT 1 FROM decisions",
            "SELECT 1 FROM glass_requests",
            "SELECT 1 FROM journey_events e JOIN offers o ON o.id = e.offer_id WHERE o.state = 'accepted'",
        ):
            assert not _rows(connection, hostile), hostile


def _withdraws(town: Town, reference: str) -> None:
    with town.front.begin() as work:
        offers.withdraw(work, queries.referral_by_reference(work.session, reference))
    assert _released(town, reference)
    town.settle()
    assert not _released(town, reference)


def _pages_open(town: Town) -> None:
    """Pages that read rows of which the public door may read only a part."""
    for path in ("/trouver-un-mentor", "/inscrire-un-jeune/un-jeune", "/associations", "/le-mentorat"):
        assert town.public.test_client().get(path).status_code == 200, path


def _stands_still_goes_on_and_erases(town: Town, receipt: Receipt) -> None:
    """Over HTTP, from their own page, somebody whose name was read: the door asks, the worker erases."""
    visitor = Visitor(town.public.test_client())
    visitor.open(f"/suivi/{receipt.tracking_token}")
    visitor.send("/suivi/code", to="/suivi/code/envoi")
    town.office.post()
    code = CODE.search(text_of(town.letters_to(EMAIL)[-1]))
    visitor.send("/suivi/code", {"code": code[0] if code else ""})
    town.settle()
    assert EMAIL in visitor.open(OWN).text
    for gesture in ("pause", "reprise", "effacer"):
        page = f"{OWN}/{gesture}".replace("reprise", "pause")
        assert visitor.send(page, to=f"{OWN}/{gesture}").status_code == 303
        assert _is_kept(town, receipt.reference)
    assert "Tout s’efface" in visitor.open("/suivi").text
    town.settle()
    assert not _is_kept(town, receipt.reference)
    assert "est effacé" in visitor.open("/suivi").text


def _is_kept(town: Town, reference: str) -> bool:
    """Both boxes, and what was released of them: both, or neither."""
    with town.hub.read() as work:
        boxes = queries.referral_by_reference(work.session, reference).boxes
    assert bool(boxes) is _released(town, reference)
    return bool(boxes)


def _released(town: Town, reference: str) -> bool:
    with town.hub.read() as work:
        referral = queries.referral_by_reference(work.session, reference)
        return any(offer.release for offer in referral.offers)


def _says_no_to_all(walled: Walled) -> None:
    for login, order in REFUSED:
        with walled.asking(login) as connection, pytest.raises(ProgrammingError) as refused:
            connection.exec_driver_sql(order)
        said = str(refused.value.orig)
        assert "permission denied" in said or "must be owner" in said, (login, order, said)


def _rows(connection: Connection, order: str) -> Sequence[Any]:
    return connection.exec_driver_sql(order).fetchall()


def test_whoever_is_removed_between_two_lines_of_their_yes_is_shown_out(walled: Walled) -> None:
    town = walled.town
    (member,) = town.join("jobirl")
    card = card_of(town, registered(town))
    partner = Partner.signed_in(town, member)
    page = f"/fiches/{card}"
    partner.open(page)
    portal: Engine = town.portal.sessions.kw["bind"]

    @event.listens_for(portal, "before_cursor_execute")
    def remove(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("INSERT") and not removed:
            removed.append(statement)
            with town.administration.begin() as work:
                signin.remove(work, work.session.get_one(Member, member.id))

    removed: list[str] = []
    assert partner.send(f"{page}/accepter", seen_on=page).location == "/connexion"
    assert removed
    with town.hub.read() as work:
        assert work.session.scalars(select(Offer.state)).one() is OfferState.OPEN


def test_an_owner_that_may_make_no_role_says_what_each_may(
    postgresql: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the guide installs it: the four accounts are there, made by whoever administers the server."""
    for role in Login:
        tell(postgresql, f"DO $$ BEGIN CREATE ROLE {role} LOGIN NOINHERIT; {UNLESS_THERE} END $$")
    tell(postgresql, f"DO $$ BEGIN CREATE ROLE hub_owner LOGIN; {UNLESS_THERE} END $$")
    with new_database(postgresql) as database:
        tell(postgresql, f'ALTER DATABASE "{database.database}" OWNER TO hub_owner')
        url = database.set(username="hub_owner").render_as_string(hide_password=False)
        migrate(url)
        monkeypatch.setenv("DATABASE_URL", url)
        done = CliRunner().invoke(main, ["database", "roles", "--apply"])
        assert done.exit_code == 0 and "3 rôles" in done.output


def test_the_command_prints_the_wall_and_refuses_to_build_it_on_sqlite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'hub.db'}")
    printed = CliRunner().invoke(main, ["database", "roles"])
    assert printed.exit_code == 0 and "GRANT" in printed.output
    refused = CliRunner().invoke(main, ["database", "roles", "--apply"])
    assert refused.exit_code == 1 and "PostgreSQL" in refused.output
