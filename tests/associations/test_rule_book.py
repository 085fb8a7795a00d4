"""The rule book at the desk: read, propose, see what would change, take; and two who do so at once."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest

from associations.desk.proposing import TEXT_LIMIT
from hub import directory, queries, rule_books, rules
from hub.models import Member, RuleBookVersion
from hub.rules import DEFAULT
from hub.simulation import Declared, World, compared, compared_year
from tests.associations.partner import TOKEN, Partner, registered
from tests.parts.town import Town
from tests.parts.validator import faults

PAGE = "/coordination/reglement/"
WRITE = f"{PAGE}proposer"
TEXT = DEFAULT.read_text()
MENDED = TEXT.replace("card_k: 10", "card_k: 12")
BROKEN = TEXT.replace("card_k: 10", "card_k: beaucoup")


@pytest.fixture
def member(town: Town) -> Member:
    """Of a desk whose worker has read the file."""
    rule_books.keep_up(town.hub, DEFAULT)
    return town.open_desk()


@pytest.fixture
def desk(town: Town, member: Member) -> Partner:
    return Partner.signed_in(town, member)


def proposed(desk: Partner, text: str = MENDED) -> str:
    """The page of a text that the desk has just proposed."""
    answer = desk.send(WRITE, text=text)
    assert answer.status_code == 303, answer.text
    return answer.location


def take(desk: Partner, page: str, **typed: str) -> int:
    return desk.send(f"{page}/prendre", seen_on=page, **typed or {"seen": "y"}).status_code


def in_use(town: Town) -> RuleBookVersion:
    with town.hub.read() as work:
        found = queries.rule_book_in_use(work.session)
        assert found
        return found


def test_the_text_in_use_is_read_line_by_line_with_where_it_comes_from(town: Town, desk: Partner) -> None:
    page = desk.open(PAGE).text
    assert page.count("<li") >= len(TEXT.splitlines())
    assert in_use(town).version in page and "lu dans le fichier" in page


def test_a_text_is_compared_then_taken_and_the_former_stays_readable(
    town: Town, desk: Partner, member: Member
) -> None:
    former = in_use(town)
    page = proposed(desk)
    shown = unescape(desk.open(page).text)
    assert "card_k: 10" in shown and "card_k: 12" in shown and "0 sur 4" in shown
    assert take(desk, page, seen="") == 422
    assert in_use(town).text == TEXT, "nothing is taken without the word that it was read"
    assert take(desk, page) == 303
    row = in_use(town)
    assert row.text == MENDED and row.taken_by_id == member.id and row.taken_at == town.clock.now
    assert member.email in desk.open(PAGE).text
    before = unescape(desk.open(f"{PAGE}versions/{former.version}").text)
    assert "Ce qui a changé depuis" in before and "card_k: 10" in before
    assert "card_k: 10" in desk.open(f"{WRITE}?version={former.version}").text
    assert "card_k: 12" in desk.open(WRITE).text


def test_what_would_change_is_shown_in_figures_when_the_years_are_played(town: Town, desk: Partner) -> None:
    page = proposed(desk)
    play(town, int(page.rpartition("/")[2]))
    shown = desk.open(page).text
    assert "effects.js" not in shown and "Ce qui est supposé" in shown
    assert shown.count('class="reckoned"') >= 5
    assert "Aucun de ces chiffres ne change" in shown and "differs" not in shown


def test_the_figures_that_a_proposal_changes_are_marked_and_counted(town: Town, desk: Partner) -> None:
    page = proposed(desk, TEXT.replace("answer_days: 3 ", "answer_days: 9 ", 1))
    play(town, int(page.rpartition("/")[2]))
    shown = unescape(desk.open(page).text)
    marked = shown.count('<tr class="differs">')
    assert marked > 1 and f"{marked} lignes changent" in shown and shown.count("– change</span>") == marked


def play(town: Town, row_id: int) -> None:
    with town.hub.begin() as work:
        row = work.session.get_one(RuleBookVersion, row_id)
        entries = [Declared(each.profile, each.places_a_year) for each in directory.read()]
        year = compared_year(work.rule_book, rules.parse(row.text), entries, seed=1, world=World(arrivals=60))
        row.comparison = {"years": [], "result": compared([year]), "tries": 0, "until": None}


def test_a_wrong_text_is_kept_to_be_mended_with_its_line_and_what_was_expected(
    town: Town, desk: Partner
) -> None:
    answer = desk.send(WRITE, text=BROKEN.replace("\n", "\r\n"))
    page = unescape(answer.text)
    number = BROKEN.splitlines().index("card_k: beaucoup") + 1
    assert answer.status_code == 422
    assert f"Ligne {number}" in page and page.count("card_k: beaucoup") == 2
    assert in_use(town).text == TEXT


def test_a_file_is_read_into_the_text_and_what_is_no_text_is_refused_in_a_sentence(desk: Partner) -> None:
    assert "card_k: beaucoup" in sent(desk, BROKEN.encode())
    assert "n’est pas un texte" in sent(desk, b"\xff\xfe")
    assert "trop long" in sent(desk, b"#" * (TEXT_LIMIT + 1))
    assert "Écrivez le texte" in sent(desk, b" ")
    assert "déjà le règlement en vigueur" in sent(desk, TEXT.encode())


def sent(desk: Partner, content: bytes) -> str:
    """The page that answers to a file which cannot be taken."""
    token = TOKEN.search(desk.open(WRITE).text)
    assert token
    typed = {"csrf_token": unescape(token[1]), "text": TEXT, "file": (BytesIO(content), "rules.yaml")}
    answer = desk.client.post(WRITE, data=typed)
    assert answer.status_code == 422
    return answer.text


def test_the_second_of_two_who_take_is_told_kindly_and_takes_nothing(
    town: Town, desk: Partner, member: Member
) -> None:
    first, second = proposed(desk), proposed(desk, MENDED.replace("card_k: 12", "card_k: 14"))
    listed = desk.open(PAGE).text
    assert first in listed and second in listed
    town.clock.forward(minutes=1)
    assert take(desk, first) == 303
    late = Partner.signed_in(town, member)
    assert take(late, second) == 303
    assert "Un autre règlement a été pris" in late.open(PAGE).text
    assert in_use(town).text == MENDED
    assert "proposez-le de nouveau" in late.open(second).text


def test_a_broken_file_is_said_on_the_first_page_and_line_by_line_on_the_rule_book(
    town: Town, desk: Partner, tmp_path: Path
) -> None:
    (tmp_path / "rules.yaml").write_text(BROKEN)
    rule_books.keep_up(town.hub, tmp_path / "rules.yaml")
    assert "Le fichier du règlement contient une erreur" in unescape(desk.open("/coordination/").text)
    page = desk.open(PAGE).text
    assert re.search(r"Ligne\s\d+", page) and "Rien n’a changé" in page


def test_a_decision_leads_to_the_text_that_it_followed(town: Town, desk: Partner) -> None:
    reference = registered(town)
    link = f"{PAGE}versions/{in_use(town).version}"
    assert link in desk.open(f"/coordination/dossiers/{reference}").text
    assert desk.open(link).status_code == 200


def test_each_page_is_valid_html(town: Town, desk: Partner, tmp_path: Path) -> None:
    reference, version = registered(town), in_use(town).version
    compared_page = proposed(desk)
    play(town, int(compared_page.rpartition("/")[2]))
    pages = {
        "compared": desk.open(compared_page).text,
        "decision": desk.open(f"/coordination/dossiers/{reference}").text,
        "wrong": desk.send(WRITE, text=BROKEN).text,
        "proposal": desk.open(proposed(desk, MENDED + "# Autrement.\n")).text,
        "former": desk.open(f"{PAGE}versions/{version}").text,
    }
    (tmp_path / "rules.yaml").write_text(BROKEN)
    rule_books.keep_up(town.hub, tmp_path / "rules.yaml")
    pages |= {"shown": desk.open(PAGE).text, "first": desk.open("/coordination/").text}
    (tmp_path / "pages").mkdir()
    assert faults(pages, tmp_path / "pages") == []


def test_what_was_never_there_is_not_found(desk: Partner) -> None:
    gone = [desk.open(f"{PAGE}{path}").status_code for path in ("versions/000000000000", "propositions/404")]
    assert gone == [404, 404]
