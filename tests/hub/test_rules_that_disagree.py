"""Parts of a rule book that cannot both hold: refused with both named and the remedy, whichever comes first."""

from __future__ import annotations

import re

import pytest

from hub import directory, rules
from hub.strict_yaml import BadFile
from tests.hub.rule_books.test_broken import plain

TEXT = rules.DEFAULT.read_text(encoding="utf-8")
KNOWN = {entry.profile.slug: entry.profile for entry in directory.read()}
LE_NORD = '  - {name: Le Nord, departments: ["59"], never: [jobirl]}\n'
HAUTS_DE_FRANCE = '  - {name: Hauts-de-France, regions: ["32"], first: [jobirl]}\n'
CORSE = '  - {name: Corse, regions: ["94"], first: [jobirl]}\n'
DANS_LE_NORD = (
    '  - {name: Dans le Nord, departments: ["59"], members: [jobirl, proxite], referente: jobirl}\n'
)
PARTLY = "qui valent toutes deux dans ce département : Nord ; enlevez-la de never ou de first, ou séparez leurs lieux"


LESS_AND_MORE = [
    ("try_again_days", "try_last_days"),
    ("try_last_days", "unreachable_days"),
    ("ask_if_contacted_days", "accepted_kept_days"),
    ("unreachable_days", "accepted_kept_days"),
    ("no_pair_days", "accepted_kept_days"),
    ("ask_if_together_days", "accepted_kept_days"),
    ("forgotten_last_days", "written_agreement_days"),
]
"""What would happen, or be asked, after what ends it."""


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


@pytest.mark.parametrize(("less", "more"), LESS_AND_MORE, ids=" after ".join)
def test_nothing_is_to_happen_after_what_ends_it(less: str, more: str) -> None:
    most = getattr(rules.load().delays, more)
    assert said(with_delay(less, most)) == []
    assert f"attendu au plus {most}, comme {more}, ou changez {more}" in said(with_delay(less, most + 1))


def test_an_identity_is_kept_until_all_that_is_asked_of_it_was_asked() -> None:
    assert (
        said(with_delay("accepted_kept_days", 30))
        == ["attendu au plus 30, comme accepted_kept_days, ou changez accepted_kept_days"] * 2
    ), "no_pair_days and ask_if_together_days"


@pytest.mark.parametrize(
    ("days", "sentences"),
    [
        (10, []),
        (11, ["attendu au plus 10, comme expires_after_days, ou changez expires_after_days"]),
    ],
)
def test_an_exception_gives_no_longer_to_answer_than_an_offer_lasts(days: int, sentences: list[str]) -> None:
    assert said(with_exceptions(answered_in(days))) == sentences


def test_an_exception_gives_no_longer_to_answer_than_was_promised() -> None:
    lasting = with_exceptions(answered_in(16)).replace("expires_after_days: 10 ", "expires_after_days: 60 ")
    assert said(lasting) == ["attendu au plus 15, comme promise_days, ou changez promise_days"]


def test_where_an_exception_holds_a_priority_public_waits_no_longer_than_others() -> None:
    hurried = with_delay("priority_answer_days", 2)
    assert said(hurried.replace("overrides: []\n", "overrides:\n" + answered_in(1))) == [
        "attendu au moins 2, comme priority_answer_days : un public prioritaire passe d’abord"
    ]


def answered_in(days: int) -> str:
    return f'  - {{name: Le Nord, departments: ["59"], answer_days: {days}}}\n'


def with_delay(name: str, days: int) -> str:
    changed, times = re.subn(rf"^  {name}: \d+", f"  {name}: {days}", TEXT, flags=re.MULTILINE)
    assert times == 1
    return changed
