"""Every public page, and every step of a form with and without its errors, is valid HTML."""

from __future__ import annotations

from pathlib import Path

from forms.views import CONTENT_PAGES
from tests.forms.conftest import FORM, Visitor
from tests.parts.validator import faults

STILL = [
    *("/", *CONTENT_PAGES.values(), FORM, "/devenir-mentor", "/inscrire-un-jeune/un-jeune"),
    *("/inscrire-un-jeune/plusieurs", "/entreprises/rejoindre", "/mes-jeunes/connexion"),
    *("/associations", "/associations?q=lille", "/associations/departements", "/chiffres", "/nulle-part"),
]


def name_of(path: str) -> str:
    return path.strip("/").translate(str.maketrans("/?", "__")) or "accueil"


FAULTY = (
    '<!doctype html><html lang="fr"><head><title>Essai</title></head>'
    "<body><p><div>Bloc</div></p><ul><p>Non</p></ul></body></html>"
)


def test_every_page_is_valid_and_a_fault_is_found(visitor: Visitor, tmp_path: Path) -> None:
    pages = {name_of(path): visitor.open(path).text for path in STILL}
    pages |= {name_of(f"/en{path}"): visitor.open(f"/en{path}").text for path in ("/", FORM, "/urgence")}
    pages |= {f"erreur_{name_of(path)}": visitor.send(path).text for path in STILL if is_form(path)}
    pages |= steps(visitor)
    found = faults(pages | {"essai": FAULTY}, tmp_path)
    assert [fault for fault in found if not fault.startswith("essai: ")] == []
    assert "essai: No “p” element in scope but a “p” end tag seen." in found
    assert any(fault.startswith("essai: Element “p” not allowed as child of element “ul”") for fault in found)


def is_form(path: str) -> bool:
    return path in (FORM, "/devenir-mentor", "/inscrire-un-jeune/un-jeune", "/entreprises/rejoindre")


def steps(visitor: Visitor) -> dict[str, str]:
    visitor.fill()
    paths = [f"{FORM}/{step}" for step in ("ou", "besoin", "en-plus", "contact", "verifier")]
    pages = {name_of(path): visitor.open(path).text for path in paths}
    pages["recu"] = visitor.register().text
    visitor.open(pages["recu"].split('value="http://localhost:8000')[1].split('"')[0])
    return pages | {
        name_of(path): visitor.open(path).text for path in ("/suivi", "/suivi/retirer", "/suivi/code")
    }
