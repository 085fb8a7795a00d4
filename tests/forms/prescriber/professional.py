"""What a professional types, page by page, for a pupil of a lycée and for a child in care."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.test import TestResponse

from tests.forms.conftest import Typed, Visitor

FORM = "/inscrire-un-jeune/un-jeune"
LYCEE = "0590121L"

PUPIL: Mapping[str, Typed] = {
    "": {
        "kind": "school",
        "school": LYCEE,
        "your_name": "Ana Roy",
        "your_function": "CPE",
        "your_email": "ana.roy@lycee-baggio.example",
        "your_phone": "03 20 98 01 23",
    },
    "/jeune": {
        "birth_month": "5",
        "birth_year": "2009",
        "postal_code": "59100",
        "situation": "lycee_pro",
        "group": "1re B",
    },
    "/besoin": {
        "level": "premiere",
        "themes": ["orientation"],
        "mode": "either",
        "qpv": "yes",
        "message": "",
    },
    "/contact": {
        "first_name": "Lou",
        "last_name": "Canari-Dupré",
        "email": "lou@canari.example.org",
        "marker": "3B no 7",
        "contact_first": "young_person",
    },
    "/attestations": {"young_agrees": "y", "guardian_agrees": "y"},
}
IN_CARE: Mapping[str, Typed] = {
    "": {
        "kind": "ase",
        "your_organisation": "Département du Nord, territoire de Roubaix",
        "your_name": "Ana Roy",
        "your_function": "Éducatrice référente",
        "your_email": "ana.roy@lenord.example",
    },
    "/jeune": {
        "birth_month": "5",
        "birth_year": "2009",
        "postal_code": "75011",
        "situation": "lycee_gt",
        "department": "59",
    },
    "/besoin": {
        "level": "premiere",
        "themes": ["orientation"],
        "mode": "either",
        "qpv": "unsure",
        "message": "",
    },
    "/contact": {"first_name": "Lou", "last_name": "Canari", "marker": "LC", "contact_first": "prescriber"},
    "/attestations": {"young_agrees": "y", "evaluated": "y", "written": "obtained"},
}
CHILD: Mapping[str, Typed] = {
    "/jeune": {"birth_year": "2013", "situation": "college"},
    "/besoin": {"level": "cinquieme"},
}
"""Changes that make either of them a child of twelve."""


def fill(
    visitor: Visitor, typed: Mapping[str, Typed], *pages: str, changes: Mapping[str, Typed] | None = None
) -> TestResponse | None:
    """Fill in these pages, or all of them; each is accepted."""
    last = None
    for page in pages or typed:
        last = visitor.send(FORM + page, {**typed[page], **(changes or {}).get(page, {})})
        assert last.status_code == 303, f"{page} was not accepted: {last.text}"
    return last


def register(
    visitor: Visitor, typed: Mapping[str, Typed], *, changes: Mapping[str, Typed] | None = None
) -> TestResponse:
    fill(visitor, typed, changes=changes)
    sent = visitor.send(FORM + "/verifier")
    assert sent.location == FORM + "/recu", sent.text
    return visitor.open(FORM + "/recu")
