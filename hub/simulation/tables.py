"""What a simulated year showed, in French, in rows and columns: the words behind the pictures, and of the command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from types import MappingProxyType
from typing import Any

from hub.geography import DEPARTMENTS
from hub.simulation.assumptions import ASSUMPTIONS, INVENTED
from hub.vocabulary import AgeBand
from hub.wording import AGE_BANDS

POLICIES: Mapping[str, str] = MappingProxyType(
    {
        "in_use": "Règlement en vigueur",
        "proposed": "Règlement proposé",
        "without_reserve": "Sans places gardées",
        "first_match": "Premier venu",
        "greedy": "Le mieux pour chacun",
    }
)
PUBLICS: Mapping[str, str] = MappingProxyType({"priority": "Publics prioritaires", "others": "Les autres"})


@dataclass(frozen=True, slots=True)
class Table:
    """Ready to be read: the first cell of each row is its title."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def percent(share: float) -> str:
    return f"{100 * share:.1f}\u00a0%".replace(".", ",")


def number(count: float) -> str:
    return f"{count:.2f}".replace(".", ",")


def in_days(count: int | None) -> str:
    if count is None:
        return "—"
    return f"{count}\u00a0jour" if count < 2 else f"{count}\u00a0jours"  # noqa: PLR2004 (the French plural)


MEASURES: tuple[tuple[str, Callable[[Mapping[str, Any]], str]], ...] = (
    ("Jeunes placés", lambda told: percent(told["placed"])),
    ("… par rapport au mieux possible", lambda told: percent(told["ratio"])),
    ("… la moins bonne année", lambda told: percent(told["least_ratio"])),
    ("Placés en 7\u00a0jours au plus", lambda told: percent(told["within_7_days"])),
    ("Attente médiane jusqu’au oui", lambda told: in_days(told["median_days"])),
    ("… en comptant ceux qui n’ont personne", lambda told: in_days(told["median_of_all_days"])),
    ("Attente que neuf placés sur dix ne dépassent pas", lambda told: in_days(told["p90_days"])),
    ("Propositions par placement", lambda told: number(told["offers_per_placement"])),
    ("Oui rappelés, une autre ayant répondu avant", lambda told: f"{told['recalled']:.0f}"),
    ("Publics prioritaires placés", lambda told: _placed(told, "priority")),
    ("Les autres placés", lambda told: _placed(told, "others")),
)


def _placed(told: Mapping[str, Any], public: str) -> str:
    group = told["by"]["public"].get(public)
    return percent(group["placed"]) if group else "—"


def summary(result: Mapping[str, Any]) -> Table:
    """One row a measure, one column a policy."""
    policies = result["policies"]
    rows = tuple((title, *(told(each) for each in policies)) for title, told in MEASURES)
    return Table(_caption(result), ("", *map(label, policies)), rows)


def by_age(result: Mapping[str, Any]) -> Table:
    bands = {band.value: str(AGE_BANDS[band]) for band in AgeBand}
    return _groups(result, "age", "Part des jeunes placés, par âge", bands)


def by_public(result: Mapping[str, Any]) -> Table:
    return _groups(result, "public", "Part des jeunes placés, publics prioritaires et autres", PUBLICS)


def by_department(result: Mapping[str, Any], *, most: int | None = None) -> Table:
    """``most``: only so many, from which most young people came."""
    names = {code: f"{each.name} ({code})" for code, each in DEPARTMENTS.items()}
    came = result["policies"][0]["by"]["department"]
    caption, largest = "Part des jeunes placés, par département", tuple(came)
    if most and most < len(came):
        caption += f"\u202f: les {most} d’où viennent le plus de jeunes"
        largest = tuple(nlargest(most, came, key=lambda code: came[code]["came"]))
    return _groups(result, "department", caption, {code: names[code] for code in largest})


def assumptions(result: Mapping[str, Any]) -> Table:
    """What is known, what is invented, and why; then what these members had not said."""
    said = tuple((what, value, why) for what, value, why in ASSUMPTIONS)
    members = result["associations"]
    unsaid = tuple(
        (INVENTED[name][0], f"{count} associations sur {members}", INVENTED[name][1])
        for name, count in result["invented"].items()
    )
    return Table("Ce que la simulation suppose", ("Hypothèse", "Valeur", "Pourquoi"), said + unsaid)


def label(told: Mapping[str, Any]) -> str:
    return POLICIES[told["policy"]]


def _caption(result: Mapping[str, Any]) -> str:
    years = len(result["seeds"])
    played = "une année simulée" if years == 1 else f"{years} années simulées"
    registered, reachable, places = (
        f"{result[each]:,}".replace(",", "\u202f") for each in ("registered", "reachable", "places")
    )
    return (
        f"Sur {played}, {registered} inscriptions par an, dont {reachable} qu’au moins une association peut "
        f"prendre\u202f; {places} places, et qui saurait tout d’avance en placerait {percent(result['optimum'])}"
    )


def _groups(result: Mapping[str, Any], kind: str, caption: str, names: Mapping[str, str]) -> Table:
    policies = result["policies"]
    came = policies[0]["by"][kind]
    rows = tuple(
        (name, str(came[group]["came"]), *(percent(each["by"][kind][group]["placed"]) for each in policies))
        for group, name in names.items()
        if group in came
    )
    return Table(caption, ("", "Jeunes par an", *map(label, policies)), rows)
