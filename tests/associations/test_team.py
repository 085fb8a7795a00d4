"""The pages of a team, at an association and at the desk."""

from __future__ import annotations

import pytest

from hub import queries
from hub.models import Member, Role
from tests.associations.partner import Partner, code_for
from tests.parts.town import Town

OWN, DESK = "/equipe/", "/coordination/membres/"
OF_NQT = "/coordination/membres/de/nqt"


@pytest.fixture
def manager(town: Town) -> Partner:
    return Partner.signed_in(town, town.join("nqt", role=Role.MANAGER)[0])


@pytest.fixture
def desk(town: Town) -> Partner:
    return Partner.signed_in(town, town.open_desk())


def at(town: Town, email: str) -> Member:
    with town.hub.read() as work:
        found = queries.member_by_email(work.session, email)
        assert found
        return found


def test_a_manager_invites_and_the_person_comes_in(town: Town, manager: Partner) -> None:
    assert manager.send(OWN, email="Noor@nqt.example", role="member").location == OWN
    page = manager.open(OWN).text
    assert "L’invitation est partie." in page and "noor@nqt.example" in page
    newcomer, noor = Partner.stranger(town), at(town, "noor@nqt.example")
    newcomer.ask_code(noor.email)
    assert newcomer.type_code(code_for(town, noor)).location == "/"
    assert "Inviter" not in newcomer.open(OWN).text
    assert newcomer.client.post(OWN, data={"email": "x@nqt.example", "role": "manager"}).status_code in (
        400,
        404,
    )
    assert manager.send(f"{OWN}{noor.id}/role", seen_on=OWN, role="manager").location == OWN
    assert newcomer.open("/fiches/").location == "/connexion/verification"
    manager.send(f"{OWN}{noor.id}/retirer", seen_on=OWN)
    assert newcomer.open(OWN).location == "/connexion"
    assert "noor@nqt.example" not in manager.open(OWN).text


def test_the_last_manager_is_told_to_name_another(manager: Partner, town: Town) -> None:
    me = at(town, "mentorat@nqt.example")
    for path in (f"{OWN}{me.id}/retirer", f"{OWN}{me.id}/role"):
        assert manager.send(path, seen_on=OWN, role="member").location == OWN
        assert "nommez-en une autre d’abord" in manager.open(OWN).text


def test_another_association_s_people_are_not_found(manager: Partner, town: Town) -> None:
    (stranger,) = town.join("jobirl")
    for deed in ("role", "retirer", "second-facteur"):
        assert manager.send(f"{OWN}{stranger.id}/{deed}", seen_on=OWN, role="member").status_code == 404


@pytest.mark.parametrize(("email", "role"), [("a", "member"), ("a@b.example", ""), ("a@b.example", "desk")])
def test_an_invitation_needs_an_address_and_a_role_of_here(manager: Partner, email: str, role: str) -> None:
    assert manager.send(OWN, email=email, role=role).status_code == 422


def test_the_desk_grows_and_takes_in_somebody_who_only_reads(town: Town, desk: Partner) -> None:
    desk.send(DESK, email="lou@reseau.example", role="auditor")
    lou = at(town, "lou@reseau.example")
    assert lou.role is Role.AUDITOR and "Lecture seule" in desk.open(DESK).text
    auditor = Partner.signed_in(town, lou)
    assert "lou@reseau.example" in auditor.open(DESK).text and "Inviter" not in auditor.open(DESK).text
    refused = auditor.send(DESK, seen_on="/compte/acces/", email="x@reseau.example", role="desk")
    assert refused.status_code == 404


def test_the_desk_lends_a_hand_to_an_association(town: Town, desk: Partner, manager: Partner) -> None:
    desk.send(DESK, seen_on=OF_NQT, association="nqt", email="ana@nqt.example", role="manager")
    ana = at(town, "ana@nqt.example")
    assert ana.role is Role.MANAGER and "ana@nqt.example" in manager.open(OWN).text
    back = desk.send(f"{DESK}{ana.id}/second-facteur", seen_on=OF_NQT, association="nqt")
    assert back.location == OF_NQT
    desk.send(f"{DESK}{ana.id}/retirer", seen_on=OF_NQT, association="nqt")
    assert "ana@nqt.example" not in desk.open(OF_NQT).text
    assert desk.open("/coordination/membres/de/nowhere").status_code == 404


def test_who_is_a_member_is_not_invited_twice(manager: Partner) -> None:
    manager.send(OWN, email="mentorat@nqt.example", role="member")
    assert "déjà celle d’un membre" in manager.open(OWN).text
