"""A year's advice: what helps young people most comes first, and a good year is thanked."""

from __future__ import annotations

from typing import Any

from hub.charts import Chart
from hub.figures import own_pictures
from hub.figures.advice import Leads, advice
from hub.figures.tongue import Tongue


def spoken(text: str, **places: Any) -> str:
    return text % places if places else text


FRENCH = Tongue(spoken, "fr")


def year(**changes: Any) -> dict[str, Any]:
    """An association that does as the others do, unless told otherwise."""
    usual = {"accepts": 0.7, "in_time": 0.9, "contacts": 0.9, "pairs": 0.6, "gives_back": 0.1, "days": 2}
    return {
        "k": 10,
        "funnel": {"offered": 40, "seen": 38, "accepted": 20, "contacted": 18, "paired": 12},
        "ends": {"accepted": 20, "declined": 10, "silent": 1, "recalled": 8, "open": 1},
        "reasons": {},
        "outcomes": {"reached": 5},
        "returned": 2,
        "delays": {"0-0": 2, "1-1": 28, "11-": 0},
        "shares": usual | changes.pop("shares", {}),
        "peers": usual,
        **changes,
    }


def leads(content: dict[str, Any]) -> list[Leads]:
    return [each.leads for each in advice(content, FRENCH) if not each.good]


def test_a_good_year_is_thanked_and_nothing_else() -> None:
    (only,) = advice(year(), FRENCH)
    assert only.good and "90" in only.said


def test_late_answers_come_first() -> None:
    content = year(shares={"in_time": 0.5, "pairs": 0.2}, reasons={"no_place": 4})
    assert leads(content) == [Leads.CARDS, Leads.PLACES, Leads.ACCOMPANYING]


def test_refusals_of_what_is_not_theirs_lead_to_their_criteria() -> None:
    assert leads(year(reasons={"not_our_public": 2, "outside_our_area": 1})) == [Leads.CRITERIA]
    assert leads(year(reasons={"not_our_public": 2})) == []


def test_silence_leads_to_a_pause() -> None:
    assert leads(year(ends={"accepted": 10, "declined": 2, "silent": 6, "recalled": 0, "open": 0})) == [
        Leads.PLACES
    ]


def test_a_few_cards_give_no_advice() -> None:
    few = dict.fromkeys(("accepts", "in_time", "contacts", "pairs", "gives_back", "days"))
    ends = {"accepted": 1, "declined": 1, "silent": 2, "recalled": 0, "open": 0}
    assert advice(year(shares=few, ends=ends), FRENCH) == []


def test_its_charts_stand_beside_the_median_of_all() -> None:
    drawn = own_pictures.charts(year(shares={"accepts": None}), FRENCH)
    rows = dict((row[0], row[1:]) for row in drawn["comparaison"].table.rows)
    assert rows["Fiches acceptées"] == ("trop peu", "70\u00a0%")
    assert all(isinstance(chart, Chart) and chart.svg.startswith("<svg") for chart in drawn.values())
