"""The forecasts as the desk reads them: whether they came true, month by month, and what is told today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hub.charts import Chart, Line, Mark, Table, lines
from hub.figures.survival import HALF, NINE
from hub.figures.tongue import Tongue
from hub.forecasts import EVERYBODY
from hub.models import Expected
from hub.vocabulary import AgeBand, Kind, MentorAge
from hub.wording import AGE_BANDS, MENTOR_AGES, N_

NAMES: Mapping[Kind, tuple[str, str]] = {
    Kind.YOUNG_PERSON: ("jeunes", N_("Jeunes : la prévision s’est-elle vérifiée ?")),
    Kind.MENTOR: ("mentors", N_("Futurs mentors : la prévision s’est-elle vérifiée ?")),
}
AGES: Mapping[Kind, Mapping[Any, str]] = {
    Kind.YOUNG_PERSON: {band.value: AGE_BANDS[band] for band in AgeBand},
    Kind.MENTOR: {age.value: MENTOR_AGES[age] for age in MentorAge},
}
TITLES: Mapping[Kind, str] = {Kind.YOUNG_PERSON: N_("Jeunes"), Kind.MENTOR: N_("Futurs mentors")}


def checked(content: Mapping[str, Any], tongue: Tongue) -> dict[str, Chart]:
    """By name: of each month, how many were answered within what was told."""
    return {NAMES[kind][0]: _checked(content[kind.value]["months"], kind, tongue) for kind in Kind}


def _checked(months: Mapping[str, Mapping[str, Any]], kind: Kind, tongue: Tongue) -> Chart:
    name, title = NAMES[kind]
    note = N_("En pointillé, ce qui était annoncé. Un mois où trop peu de personnes sont concernées se tait.")
    head = (N_("Mois de l’inscription"), N_("La moitié"), N_("Neuf sur dix"), N_("Prévisions"))
    half, nine = (_marks(months, each, tongue) for each in ("half", "nine"))
    expected = N_("annoncé : %(share)s")
    chart = lines(
        tongue.heading(name, title, *head, note=tongue.say(note)),
        [
            Line(tongue.say(label), marks, look, share, tongue.say(expected, share=tongue.percent(share)))
            for label, marks, look, share in (
                (N_("Dans le délai « la moitié »"), half, "blue", HALF),
                (N_("Dans le délai « neuf sur dix »"), nine, "green", NINE),
            )
        ],
    )
    rows = tuple(
        (*row, tongue.number(month["told"]))
        for row, month in zip(chart.table.rows, months.values(), strict=True)
    )
    return Chart(chart.heading, chart.svg, Table(chart.table.caption, chart.table.head, rows))


def _marks(months: Mapping[str, Mapping[str, Any]], which: str, tongue: Tongue) -> tuple[Mark, ...]:
    told = ((*tongue.month(month), shares[which]) for month, shares in months.items())
    return tuple(Mark(full, share, tongue.percent(share), short=short) for full, short, share in told)


def told_today(rows: Iterable[Expected], tongue: Tongue) -> list[Table]:
    """By kind, what is told of all and of each age; départements and régions would make a long list."""
    known = {row.alike: row for row in rows}
    head = tuple(map(tongue.say, (N_("Âge"), N_("La moitié en"), N_("Neuf sur dix en"))))
    tables = [
        Table(
            tongue.say(TITLES[kind]),
            head,
            tuple(_row(words, known[alike], tongue) for alike, words in _groups(kind) if alike in known),
        )
        for kind in Kind
    ]
    return [table for table in tables if table.rows]


def _groups(kind: Kind) -> Iterator[tuple[str, str]]:
    yield f"{kind}:{EVERYBODY}", N_("Tous")
    yield from ((f"{kind}:{age}", words) for age, words in AGES[kind].items())


def _row(words: str, expected: Expected, tongue: Tongue) -> tuple[str, ...]:
    nine = N_("pas encore connu") if expected.nine is None else None
    return (
        tongue.say(words),
        tongue.days(expected.half),
        tongue.say(nine) if nine else tongue.days(expected.nine),
    )


def groups_of_ages() -> list[str]:
    """The groups that :func:`told_today` reads."""
    return [alike for kind in Kind for alike, _ in _groups(kind)]
