"""The pages of figures: each association reads its own, the desk the network's, and nobody a name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from hub import intake, offers
from hub.figures import nightly
from hub.lifecycle import OfferState
from hub.models import Member, Offer
from tests.associations.partner import Partner
from tests.parts.people import CANARIES, registration
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

NETWORK = "/coordination/reseau"


@dataclass(frozen=True, slots=True)
class Visitors:
    town: Town
    ours: Partner
    theirs: Partner
    desk: Partner


@pytest.fixture(scope="module")
def visitors(sqlite_with_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitors]:
    """Eleven young people came in March; one association was asked, and accepted; it is April."""
    folder, box = tmp_path_factory.mktemp("figures"), Letterbox()
    shutil.copy(sqlite_with_tables, folder / "hub.db")
    box.open()
    with town_at(f"sqlite:///{folder / 'hub.db'}", folder, box) as town:
        member, *_ = town.join("article-1")
        with town.front.begin() as work:
            for _ in range(11):
                intake.register(work, registration())
        town.office.move()
        with town.portal.begin() as work:
            by = work.session.get_one(Member, member.id)
            for offer in work.session.scalars(select(Offer).where(Offer.state == OfferState.OPEN)).all():
                offers.accept(work, offer, by)
        town.clock.forward(days=35)
        nightly.count(town.hub)
        other, *_ = town.join("proxite")
        yield Visitors(
            town,
            Partner.signed_in(town, member),
            Partner.signed_in(town, other),
            Partner.signed_in(town, town.open_desk()),
        )
    box.shut()


def test_an_association_reads_its_own_figures_and_another_reads_none_of_them(visitors: Visitors) -> None:
    ours, theirs = visitors.ours.open("/chiffres").text, visitors.theirs.open("/chiffres").text
    assert "De la proposition au binôme" in ours and "<svg" in ours and "Bilan 2026" in ours
    assert "Article 1" not in theirs and 'class="chart"' not in theirs
    assert visitors.theirs.open("/chiffres/parcours.csv").status_code == 404
    assert visitors.theirs.open("/chiffres/bilan/2026").status_code == 404
    assert visitors.theirs.open("/chiffres/bilan/2026.pdf").status_code == 404


def test_the_review_is_a_page_and_a_file(visitors: Visitors) -> None:
    page = visitors.ours.open("/chiffres/bilan/2026")
    assert "Ce que nous en retenons" in page.text and "100\u00a0%" in page.text
    paper = visitors.ours.open("/chiffres/bilan/2026.pdf")
    assert paper.mimetype == "application/pdf" and paper.data.startswith(b"%PDF")
    assert b"/Lang" in paper.data or b"StructTreeRoot" in paper.data
    assert visitors.ours.open("/chiffres/bilan/2025").status_code == 404


def test_each_chart_is_a_file_too(visitors: Visitors) -> None:
    found = visitors.ours.open("/chiffres/parcours.csv")
    assert (
        found.mimetype == "text/csv" and "nos-chiffres-parcours.csv" in found.headers["Content-Disposition"]
    )
    assert found.text.splitlines()[1].startswith("Proposées;")
    assert visitors.desk.open(f"{NETWORK}/inscriptions.csv").text.splitlines()[1] == "mars 2026;11"
    assert visitors.desk.open(f"{NETWORK}/rien.csv").status_code == 404


def test_the_desk_reads_the_network_and_everything_has_its_table(visitors: Visitors) -> None:
    page = visitors.desk.open(NETWORK).text
    charts = page.count('class="chart"')
    assert charts >= 15 and page.count("<details><summary>En tableau") == charts == page.count(".csv")
    assert "masqué" in page and "promis" in page


def test_no_page_of_figures_names_anybody(visitors: Visitors) -> None:
    pages = [
        visitors.ours.open("/chiffres"),
        visitors.ours.open("/chiffres/bilan/2026"),
        visitors.desk.open(NETWORK),
    ]
    assert not [word for page in pages for word in CANARIES if word in page.text]


def test_the_open_figures_keep_associations_and_links_to_the_desk(visitors: Visitors) -> None:
    visitor = visitors.town.visitor()
    page = visitor.get("/chiffres")
    assert page.status_code == 200 and "Jeunes inscrits, par mois" in page.text
    assert "Article 1" not in page.text and not [word for word in CANARIES if word in page.text]
    assert visitor.get("/chiffres/associations.csv").status_code == 404
    assert visitor.get("/chiffres/sources.csv").status_code == 404
    french, english = (visitor.get(f"{root}/chiffres/inscriptions.csv").text for root in ("", "/en"))
    assert "mars 2026;11" in french and "March 2026,11" in english


def test_the_desk_reads_what_is_announced_and_whether_it_came_true(visitors: Visitors) -> None:
    page = visitors.desk.open(f"{NETWORK}/previsions").text
    assert "Les prévisions d’attente" in page and page.count('class="chart"') == 2
    assert "15 à 17 ans" in page and "La moitié en" in page
    table = visitors.desk.open(f"{NETWORK}/previsions/jeunes.csv").text.splitlines()
    assert table[0].endswith("Mois de l’inscription;La moitié;Neuf sur dix;Prévisions") and len(table) == 13
    assert visitors.desk.open(f"{NETWORK}/previsions/personne.csv").status_code == 404
    assert visitors.ours.open(f"{NETWORK}/previsions").status_code == 404
    assert f"{NETWORK}/previsions" in visitors.desk.open(NETWORK).text
    assert not [word for word in CANARIES if word in page]
