"""Every step of the professional's form, with and without its errors, is valid HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.forms.conftest import Typed, Visitor
from tests.forms.prescriber.professional import FORM, IN_CARE, PUPIL, fill
from tests.parts.validator import faults


def steps(visitor: Visitor, typed: Mapping[str, Typed], name: str) -> Iterator[tuple[str, str]]:
    for page in typed:
        step = f"{name}_{page.strip('/') or 'vous'}"
        yield step, visitor.open(FORM + page).text
        yield f"{step}_erreur", visitor.send(FORM + page).text
        fill(visitor, typed, page)
    yield f"{name}_verifier", visitor.open(FORM + "/verifier").text
    visitor.send(FORM + "/verifier")
    yield f"{name}_recu", visitor.open(FORM + "/recu").text


def test_every_step_is_valid(visitor: Visitor, tmp_path: Path) -> None:
    pages = dict(steps(visitor, PUPIL, "ecole")) | dict(steps(visitor, IN_CARE, "protection"))
    pages["choix"] = visitor.send(FORM, {**PUPIL[""], "school": "voltaire"}).text
    pages["commune"] = visitor.send(FORM + "/jeune", {"postal_code": "01200"}).text
    assert faults(pages, tmp_path) == []
