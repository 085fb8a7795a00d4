"""The second factor, without a script: who owes one, six digits that serve once, codes on paper."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from hub import signin, vouching
from hub.journal import Act
from hub.models import Authenticator, JournalEntry, Member, MemberSession, RecoveryCode, Role
from hub.queries import proofs
from hub.vault import one_time
from tests.associations.partner import APPLICATION, PAPER, Partner, card_of, code_for, digits, registered
from tests.parts.town import Town, text_of

PROOF = "/connexion/verification"


def by_letter(town: Town, member: Member) -> Partner:
    """Somebody who has shown a code by letter a moment ago, and nothing else."""
    with town.portal.begin() as work:
        token = signin.open_session(work, work.session.get_one(Member, member.id))
    partner = Partner.stranger(town)
    partner.client.set_cookie("hub_session", token)
    return partner


def later(town: Town, secret: bytes) -> str:
    """What the application shows half a minute later: a code serves once."""
    town.clock.forward(seconds=one_time.STEP_SECONDS)
    return digits(town, secret)


@pytest.fixture
def manager(town: Town) -> Member:
    return town.join("article-1", role=Role.MANAGER)[0]


@pytest.fixture
def member(town: Town) -> Member:
    return town.join("article-1")[0]


def acts_about(town: Town, member: Member) -> list[tuple[str, str | None]]:
    with town.hub.read() as work:
        about = JournalEntry.about == signin.number_of(member)
        rows = work.session.scalars(select(JournalEntry).where(about).order_by(JournalEntry.number))
        return [(row.act, row.codes.get("how")) for row in rows]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.DESK, Role.AUDITOR])
def test_a_code_by_letter_alone_opens_no_page_to_them(town: Town, role: Role) -> None:
    who = town.open_desk() if role in (Role.DESK, Role.AUDITOR) else town.join("article-1", role=role)[0]
    with town.hub.begin() as work:
        member = work.session.get_one(Member, who.id)
        member.role = role
        vouching.for_member(work, member)
    partner = by_letter(town, who)
    for path in ("/", "/fiches/", "/coordination/", "/sessions", "/compte/connexions/"):
        assert partner.open(path).location in (PROOF, None), path
        assert partner.open(path).status_code in (303, 404), path
    assert partner.open(PROOF).location == "/compte/acces/"
    assert "Protégez votre accès" in partner.open("/compte/acces/").text


def test_a_first_second_factor_opens_the_door_and_comes_with_ten_codes_for_paper(
    town: Town, manager: Member
) -> None:
    partner = by_letter(town, manager)
    _, paper = partner.add_application()
    assert len(set(paper)) == 10
    assert partner.open("/").location == "/fiches/"
    assert partner.open("/fiches/").status_code == 200


def test_the_next_sign_in_asks_for_six_digits_that_serve_once(town: Town, manager: Member) -> None:
    secret, _ = by_letter(town, manager).add_application()
    here, over_the_shoulder = by_letter(town, manager), by_letter(town, manager)
    assert here.open("/fiches/").location == PROOF
    code = later(town, secret)
    assert here.send(PROOF, code=f"{code[:3]} {code[3:]}").location == "/fiches/"
    refused = over_the_shoulder.send(PROOF, code=code)
    assert refused.status_code == 422 and 'aria-invalid="true"' in refused.text
    assert over_the_shoulder.open("/fiches/").location == PROOF


def test_a_code_of_paper_opens_once_and_its_owner_is_told(town: Town, manager: Member) -> None:
    _, paper = by_letter(town, manager).add_application()
    lost = by_letter(town, manager)
    assert lost.send(PROOF, code=paper[3].lower().replace("-", " ")).status_code == 303
    assert lost.open("/fiches/").status_code == 200
    assert by_letter(town, manager).send(PROOF, code=paper[3]).status_code == 422
    town.settle()
    assert "Un code de secours vient de servir" in [
        str(one["Subject"]) for one in town.letters_to(manager.email)
    ]


def test_five_wrong_codes_end_the_session(town: Town, manager: Member) -> None:
    by_letter(town, manager).add_application()
    guesser = by_letter(town, manager)
    for guess in range(signin.TRIES):
        assert guesser.send(PROOF, code=f"{guess:06d}").status_code == 422
    assert guesser.send(PROOF, code="999999").location == "/connexion"
    assert guesser.open(PROOF).location == "/connexion"


def test_another_member_s_code_of_paper_is_worth_nothing(town: Town, manager: Member) -> None:
    _, paper = by_letter(town, manager).add_application()
    (other,) = town.join("jobirl", role=Role.MANAGER)
    by_letter(town, other).add_application()
    assert by_letter(town, other).send(PROOF, code=paper[0]).status_code == 422


def test_whoever_has_a_second_factor_adds_no_other_before_showing_it(town: Town, manager: Member) -> None:
    by_letter(town, manager).add_application()
    thief = by_letter(town, manager)
    for path in ("/compte/acces/", APPLICATION):
        assert thief.open(path).location == PROOF
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', thief.open(PROOF).text)
    assert token
    for path in ("codes", "cles", "cles/question", "application", "application/retirer"):
        answer = thief.client.post(f"/compte/acces/{path}", data={"csrf_token": token[1], "code": "000000"})
        assert answer.location == PROOF, path


def test_a_member_answers_by_a_code_by_letter_and_shows_more_before_a_name(
    town: Town, member: Member
) -> None:
    card = card_of(town, registered(town))
    partner = by_letter(town, member)
    assert partner.send(f"/fiches/{card}/accepter", seen_on=f"/fiches/{card}").location == f"/fiches/{card}"
    town.settle()
    assert partner.send(f"/fiches/{card}/devoiler", seen_on=f"/fiches/{card}").location == PROOF
    partner.add_application()
    assert partner.open("/").location == f"/fiches/{card}"
    assert partner.send(f"/fiches/{card}/devoiler", seen_on=f"/fiches/{card}").status_code == 200


def test_after_a_first_acceptance_the_next_sign_in_asks_for_more(town: Town, member: Member) -> None:
    assert by_letter(town, member).open("/fiches/").status_code == 200
    card = card_of(town, registered(town))
    partner = by_letter(town, member)
    partner.send(f"/fiches/{card}/accepter", seen_on=f"/fiches/{card}")
    assert partner.open("/fiches/").status_code == 200
    assert by_letter(town, member).open("/fiches/").location == PROOF


def test_other_sessions_owe_it_from_the_moment_it_is_added(town: Town, member: Member) -> None:
    elsewhere, here = by_letter(town, member), by_letter(town, member)
    assert elsewhere.open("/fiches/").status_code == 200
    here.add_application()
    assert elsewhere.open("/fiches/").location == PROOF
    assert here.open("/fiches/").status_code == 200


def test_the_last_second_factor_stays_and_new_codes_of_paper_take_the_place_of_the_old(
    town: Town, manager: Member
) -> None:
    partner = by_letter(town, manager)
    _, old = partner.add_application()
    partner.send("/compte/acces/application/retirer", seen_on="/compte/acces/")
    with town.hub.read() as work:
        assert work.session.get(Authenticator, manager.id)
    assert "ajoutez-en un autre" in partner.open("/compte/acces/").text
    new = PAPER.findall(partner.send("/compte/acces/codes", seen_on="/compte/acces/").text)
    assert len(set(new) - set(old)) == 10
    assert by_letter(town, manager).send(PROOF, code=old[0]).status_code == 422
    assert by_letter(town, manager).send(PROOF, code=new[0]).status_code == 303


def test_neither_secret_nor_paper_can_be_read_in_the_database(town: Town, manager: Member) -> None:
    secret, paper = by_letter(town, manager).add_application()
    with town.hub.read() as work:
        kept = work.session.get_one(Authenticator, manager.id).secret
        digests = list(work.session.scalars(select(RecoveryCode.digest)))
        assert secret not in kept and len(digests) == 10
        assert not any(one_time.in_letters(secret).encode() in kept for _ in paper)
        assert not {
            work.vault.recovery_digest(manager.id + 1, code.replace("-", "")) for code in paper
        } & set(digests)


def test_the_account_shows_who_came_in_and_the_journal_says_how(town: Town, manager: Member) -> None:
    secret, _ = by_letter(town, manager).add_application()
    partner = by_letter(town, manager)
    partner.send(PROOF, code="000000")
    partner.send(PROOF, code=later(town, secret))
    noted = acts_about(town, manager)
    assert (Act.SIGN_IN_FAILED, "totp") in noted and noted[-1] == (Act.SIGNED_IN, "totp")
    page = partner.open("/compte/connexions/").text
    assert "Essai refusé" in page and "application à codes" in page and "Second facteur changé" in page


def test_a_new_device_is_told_by_letter_the_first_one_is_not(town: Town, member: Member) -> None:
    firefox = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"}
    iphone = {
        "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1"
    }
    told = []
    for agent in (firefox, firefox, iphone):
        partner = Partner.stranger(town)
        partner.client.environ_base["HTTP_USER_AGENT"] = agent["User-Agent"]
        partner.ask_code(member.email)
        partner.type_code(code_for(town, member))
        town.settle()
        letters = [one for one in town.letters_to(member.email) if "appareil nouveau" in str(one["Subject"])]
        told.append(len(letters))
    assert told == [0, 0, 1]
    assert "/sessions" in text_of(letters[0])
    shown = partner.open("/sessions").text
    assert "Safari sur iPhone" in shown and "Firefox sur Windows" in shown


def test_a_session_says_nothing_of_the_machine_but_two_words(town: Town, member: Member) -> None:
    partner = Partner.stranger(town)
    partner.client.environ_base["HTTP_USER_AGENT"] = "<script>Windows</script>" * 9 + "Firefox/1"
    partner.ask_code(member.email)
    partner.type_code(code_for(town, member))
    with town.hub.read() as work:
        assert work.session.scalars(select(MemberSession.device)).all() == ["firefox.windows"]
        assert proofs.has_second_factor(work.session, member) is False


def test_whoever_lost_everything_is_let_in_again_by_another(town: Town, manager: Member) -> None:
    here = by_letter(town, manager)
    here.add_application()
    desk = Partner.signed_in(town, town.open_desk())
    page = "/coordination/membres/de/article-1"
    path = f"/coordination/membres/{manager.id}/second-facteur"
    assert desk.send(path, seen_on=page, association="article-1").location == page
    assert here.open("/fiches/").location == "/connexion"
    again = by_letter(town, manager)
    assert again.open(PROOF).location == "/compte/acces/"
    assert len(again.add_application()[1]) == 10
