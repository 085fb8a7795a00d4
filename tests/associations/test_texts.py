"""The texts of the site at the desk, and the public door that reads them within seconds."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from forms.ready import NOTICED_IN
from hub import manuscripts, site_texts
from hub.journal import Act
from hub.models import JournalEntry
from tests.associations.partner import Partner
from tests.parts.town import Town

AT = "/coordination/textes/urgence/fr/"
ENGLISH = "/coordination/textes/urgence/en/"
TAKE = re.compile(r"/coordination/textes/versions/\d+")


@pytest.fixture
def desk(town: Town) -> Partner:
    return Partner.signed_in(town, town.open_desk())


def written(desk: Partner, text: str, at: str = AT) -> str:
    """The page where what was proposed is read again."""
    answer = desk.send(f"{at}ecrire", text=text)
    assert answer.status_code == 303 and answer.location, answer.text
    return answer.location


def taken(desk: Partner, text: str, at: str = AT) -> None:
    page = written(desk, text, at)
    assert desk.send(f"{page}/prendre", seen_on=page).location == at


def changed(sign: str) -> str:
    return site_texts.file_text("urgence").replace("Ces appels sont gratuits.", sign)


def test_what_is_taken_is_on_the_site_within_seconds_with_an_etag_of_its_own(
    town: Town, desk: Partner
) -> None:
    visitor = town.visitor()
    for _ in range(2):
        before = visitor.get("/urgence")
    taken(desk, changed("Appelle, c'est gratuit."))
    town.clock.forward(seconds=NOTICED_IN.total_seconds())
    after = visitor.get("/urgence", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200 and "Appelle, c’est gratuit." in after.text
    assert after.headers["ETag"] != before.headers["ETag"]
    assert "Ces appels sont gratuits" not in after.text
    again = visitor.get("/urgence", headers={"If-None-Match": after.headers["ETag"]})
    assert again.status_code == 304


def test_nothing_changes_before_it_is_taken(town: Town, desk: Partner) -> None:
    page = desk.open(written(desk, changed("Appelle sans attendre.")))
    assert "Appelle sans attendre." in page.text and "Mettre en service" in page.text
    assert '<ins><span class="sr">' in page.text
    assert "Appelle sans attendre." not in town.visitor().get("/urgence").text


def test_the_english_page_shows_a_new_french_sentence_until_it_is_written_in_english(
    town: Town, desk: Partner
) -> None:
    taken(desk, changed("Appelle sans attendre."))
    town.clock.forward(seconds=10)
    visitor = town.visitor()
    assert "Appelle sans attendre." in visitor.get("/en/urgence").text
    page = desk.open(ENGLISH).text
    assert "n’a pas sa traduction" in page and "119: a child in danger" in page
    begun = desk.open(f"{ENGLISH}ecrire").text
    assert "Appelle sans attendre." in begun and "119: a child in danger" in begun
    english = manuscripts.translated(site_texts.file_text("urgence"), str).replace(
        "Tu es en danger", "Call now"
    )
    taken(desk, english, ENGLISH)
    town.clock.forward(seconds=10)
    assert "Call now" in visitor.get("/en/urgence").text
    assert "Call now" not in visitor.get("/urgence").text


def test_the_desk_comes_back_to_a_former_text_and_to_the_file(town: Town, desk: Partner) -> None:
    taken(desk, changed("Le premier essai."))
    first = next(iter(TAKE.findall(desk.open(AT).text)))
    taken(desk, changed("Le deuxième essai."))
    visitor = town.visitor()
    desk.send(f"{first}/prendre", seen_on=first)
    town.clock.forward(seconds=10)
    assert "Le premier essai." in visitor.get("/urgence").text
    desk.send(f"{AT}fichier", seen_on=AT)
    town.clock.forward(seconds=10)
    assert "Ces appels sont gratuits." in visitor.get("/urgence").text
    assert len(TAKE.findall(desk.open(AT).text)) == 3
    with town.hub.read() as work:
        noted = work.session.scalars(select(JournalEntry).where(JournalEntry.act == Act.TEXT_CHANGED)).all()
    assert [row.codes["version"] for row in noted] == [1, 2, 1, "file"]
    assert {row.about for row in noted} == {"text:urgence"}


REFUSED = (
    ("Sans titre.\n", "Ligne 1"),
    (changed("\n\n# Un second titre"), "Ligne 8"),
    (changed("[Ici](/nulle-part)"), "/nulle-part"),
    (changed("[Ici](#nulle-part)"), "nulle-part"),
    (changed("Écris à %(inconnu)s."), "inconnu"),
    (changed("\n\n## Une partie {dessin}"), "repère inconnu"),
    (site_texts.file_text("urgence"), "déjà celui de la page"),
)
"""What is no page, and what the desk reads of it."""


def test_what_is_no_page_is_refused_with_its_line(desk: Partner) -> None:
    for text, said in REFUSED:
        refused = desk.send(f"{AT}ecrire", text=text)
        assert refused.status_code == 422 and said in refused.text, said


def test_html_stays_words(town: Town, desk: Partner) -> None:
    taken(desk, changed("Bonjour <script>alert(1)</script> [x](javascript:alert(1))"))
    town.clock.forward(seconds=10)
    for page in (town.visitor().get("/urgence").text, desk.open(AT).text):
        assert "<script>alert" not in page and 'href="javascript' not in page


def test_every_page_of_both_languages_can_be_read_and_begun_again(town: Town) -> None:
    for page in site_texts.pages():
        text = site_texts.file_text(page)
        assert site_texts.problems_of(page, text) == []
        again = manuscripts.translated(text, str)
        assert manuscripts.read_text(again, file=page).front == manuscripts.read_text(text, file=page).front
        assert (
            again.partition("---\n")[2].partition("---\n")[2]
            == text.partition("---\n")[2].partition("---\n")[2]
        )


def test_no_page_that_does_not_exist_is_written(desk: Partner) -> None:
    for place in ("nulle-part/fr", "urgence/de", "README/fr"):
        assert desk.open(f"/coordination/textes/{place}/").status_code == 404
    assert desk.open("/coordination/textes/versions/99").status_code == 404
