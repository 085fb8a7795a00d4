"""Parts of a rule book that cannot both hold: refused with both named and the remedy, whichever comes first."""

from __future__ import annotations

import pytest

from hub import directory, rules
from hub.strict_yaml import BadFile
from tests.hub.test_broken_rule_books import plain

TEXT = rules.DEFAULT.read_text(encoding="utf-8")
KNOWN = {entry.profile.slug: entry.profile for entry in directory.read()}
LE_NORD = '  - {name: Le Nord, departments: ["59"], never: [jobirl]}\n'
HAUTS_DE_FRANCE = '  - {name: Hauts-de-France, regions: ["32"], first: [jobirl]}\n'
CORSE = '  - {name: Corse, regions: ["94"], first: [jobirl]}\n'
DANS_LE_NORD = (
    '  - {name: Dans le Nord, departments: ["59"], members: [jobirl, proxite], referente: jobirl}\n'
)
PARTLY = "qui valent toutes deux dans ce département : Nord ; enlevez-la de never ou de first, ou séparez leurs lieux"


def said(text: str) -> list[str]:
    """Everything that is wrong with it; nothing, when it is right."""
    try:
        rules.parse(text, known=KNOWN)
    except BadFile as refusal:
        return [plain(problem.expected) for problem in refusal.problems]
    return []


def with_exceptions(*exceptions: str, consortium: str = "") -> str:
    text = TEXT.replace("overrides: []\n", "overrides:\n" + "".join(exceptions))
    return text.replace("consortia: []\n", "consortia:\n" + consortium) if consortium else text


@pytest.mark.parametrize(
    "exceptions", [(LE_NORD, HAUTS_DE_FRANCE), (HAUTS_DE_FRANCE, LE_NORD)], ids=["never", "first"]
)
def test_whom_one_exception_puts_first_no_other_rules_out_in_the_same_place(
    exceptions: tuple[str, str],
) -> None:
    assert said(with_exceptions(*exceptions)) == [
        f"« jobirl » est écartée par « Le Nord » et mise la première par « Hauts-de-France », {PARTLY}"
    ]


def test_a_region_rules_out_nobody_who_is_first_in_one_of_its_departements() -> None:
    region, department = HAUTS_DE_FRANCE.replace("first", "never"), LE_NORD.replace("never", "first")
    assert said(with_exceptions(region, department)) == [
        f"« jobirl » est écartée par « Hauts-de-France » et mise la première par « Le Nord », {PARTLY}"
    ]


def test_exceptions_of_other_places_do_not_disagree() -> None:
    assert said(with_exceptions(LE_NORD, CORSE)) == []


def test_a_referente_is_not_ruled_out_where_her_consortium_serves() -> None:
    assert said(with_exceptions(LE_NORD, consortium=DANS_LE_NORD)) == [
        "« jobirl » est écartée par « Le Nord » et référente du consortium « Dans le Nord », qui sert aussi ce "
        "département : Nord ; enlevez-la de never, ou choisissez une autre référente"
    ]
    assert said(with_exceptions(LE_NORD, consortium=DANS_LE_NORD.replace("59", "62"))) == []
