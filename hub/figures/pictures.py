"""The network's picture as charts: the desk reads them all, everybody those that are open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from hub.charts import Chart, Line, Mark, Table, bars, columns, france, lines
from hub.figures.network import UNTAGGED
from hub.figures.said import MENTORS_SAY, YOUNG_SAY, opinions
from hub.figures.tongue import HIDDEN, RECALLED, Tongue
from hub.geography import DEPARTMENTS, REGIONS
from hub.queries.promises import Fate
from hub.vocabulary import AgeBand, Channel, MentorAge
from hub.wording import (
    AGE_BANDS,
    MENTOR_AGES,
    MODES,
    N_,
    PRESCRIBER_KINDS,
    PUBLICS,
    SITUATIONS,
    THEMES,
)

Content = Mapping[str, Any]
YOUNG, MENTOR = "young_person", "mentor"
CAME_BY: Mapping[str, str] = MappingProxyType(
    {
        Channel.SELF.value: N_("De soi-même"),
        Channel.GUARDIAN.value: N_("Par un parent"),
        Channel.PRESCRIBER.value: N_("Par un professionnel"),
        **{kind.value: words for kind, words in PRESCRIBER_KINDS.items()},
    }
)
FATES: Mapping[str, str] = MappingProxyType(
    {
        Fate.FIRST.value: N_("Tenue à la première date"),
        Fate.LATER.value: N_("Tenue à une date repoussée"),
        Fate.MISSED.value: N_("Manquée"),
        Fate.TO_COME.value: N_("Pas encore échue"),
    }
)
MOVES: Mapping[str, str] = MappingProxyType(
    {"0": N_("Jamais"), "1": N_("Une fois"), "2": N_("Deux fois"), "3": N_("Trois fois ou plus")}
)
COLUMNS = ("offered", "accepted", "declined", "silent", "recalled", "open")
STAGES: Mapping[str, str] = MappingProxyType(
    {
        "registered": N_("Inscrits"),
        "offered": N_("Proposés à une association"),
        "accepted": N_("Acceptés"),
        "contacted": N_("Contactés"),
        "paired": N_("En binôme"),
    }
)
OPEN = (
    *("inscriptions", "futurs-mentors", "attente", "durees", "parcours", "jeunes-par-territoire"),
    *("mentors-par-territoire", "couverture", "publics", "ages", "besoins", "rencontres"),
    *(name for names in (YOUNG_SAY, MENTORS_SAY) for name, _ in names.values()),
)
"""Those that anybody may read."""


def charts(content: Content, tongue: Tongue) -> dict[str, Chart]:
    """By name, in the order of the page."""
    return {chart.name: chart for chart in _all(content, tongue)}


def _all(content: Content, tongue: Tongue) -> Iterator[Chart]:
    yield _months(content, tongue, YOUNG, "inscriptions", N_("Jeunes inscrits, par mois"))
    yield _months(content, tongue, MENTOR, "futurs-mentors", N_("Futurs mentors inscrits, par mois"))
    yield waits(content, tongue)
    yield _lengths(content, tongue)
    if promised := content.get("promises"):
        yield _fates(promised["fates"], tongue)
        yield _moves(promised["moves"], tongue)
    yield _funnel(content, tongue)
    yield _areas(content, tongue, YOUNG, "jeunes-par-territoire")
    yield _areas(content, tongue, MENTOR, "mentors-par-territoire")
    yield _cover(content, tongue)
    for name, title, column, trait, words in TRAITS:
        if cells := _cells(content, name, trait):
            yield _trait(cells, tongue, (name, title, column), trait, words)
    yield from opinions(content.get("opinions", {}).get(YOUNG, {}), tongue, YOUNG_SAY)
    yield from opinions(content.get("opinions", {}).get(MENTOR, {}), tongue, MENTORS_SAY, look="green")
    yield _sources(content, tongue)
    yield _houses(content, tongue)


def _months(content: Content, tongue: Tongue, kind: str, name: str, title: str) -> Chart:
    """A year, and in each column a stroke where the year before stood."""
    now, before = content["months"][kind], list(content["months"][f"{kind}_before"].values())
    known = any(before)
    marks = []
    for (month, many), earlier in zip(now.items(), before, strict=True):
        full, short = tongue.month(month)
        told = tongue.number(many)
        marks.append(Mark(full, many, told, earlier if known else None, tongue.number(earlier), short))
    head = (N_("Mois"), N_("Inscriptions"), *([N_("Un an plus tôt")] if known else []))
    note = tongue.say(N_("Le trait : un an plus tôt.")) if known else ""
    look = "green" if kind == MENTOR else "blue"
    return columns(tongue.heading(name, title, *head, note=note), marks, look=look)


def waits(content: Content, tongue: Tongue) -> Chart:
    months = content["waits"]["months"]
    soon, at_last = (_shares(months, each, tongue) for each in ("soon", "at_last"))
    heading = tongue.heading(
        "attente",
        N_("Jeunes qui ont eu une réponse à temps"),
        *(N_("Mois de l’inscription"), N_("En 5 jours ouvrés"), N_("En 15 jours ouvrés")),
        note=tongue.say(N_("En pointillé, la promesse. Un mois où moins de dix jeunes attendaient se tait.")),
    )
    promise = N_("promis : %(share)s")
    return lines(
        heading,
        [
            _promised(tongue, N_("En 5 jours ouvrés"), soon, "blue", 0.8, promise),
            _promised(tongue, N_("En 15 jours ouvrés"), at_last, "green", 1.0, promise),
        ],
    )


def _promised(
    tongue: Tongue, label: str, marks: tuple[Mark, ...], look: str, share: float, promise: str
) -> Line:
    said = tongue.say(promise, share=tongue.percent(share))
    return Line(tongue.say(label), marks, look, share, said)


def _shares(months: Mapping[str, Any], which: str, tongue: Tongue) -> tuple[Mark, ...]:
    told = ((*tongue.month(month), group[which]) for month, group in months.items())
    return tuple(Mark(full, share, tongue.percent(share), short=short) for full, short, share in told)


def _lengths(content: Content, tongue: Tongue) -> Chart:
    heading = tongue.heading(
        "durees", N_("Jours ouvrés jusqu’à la réponse"), N_("Jours ouvrés"), N_("Jeunes")
    )
    marks = [tongue.mark(_ends(name, tongue), many) for name, many in content["waits"]["lengths"].items()]
    return bars(heading, marks)


def _fates(fates: Content, tongue: Tongue) -> Chart:
    heading = tongue.heading(
        "promesses", N_("Ce que sont devenues les dates promises"), N_("La date promise"), N_("Jeunes")
    )
    return bars(heading, [tongue.mark(tongue.say(FATES[fate]), many) for fate, many in fates.items()])


def _moves(moves: Content, tongue: Tongue) -> Chart:
    heading = tongue.heading(
        "dates-repoussees",
        N_("Combien de fois la date promise a été repoussée"),
        *(N_("Repoussée"), N_("Jeunes")),
        note=tongue.say(N_("Chaque nouvelle date est dite avec des excuses, avant que l’ancienne ne passe.")),
    )
    return bars(heading, [tongue.mark(tongue.say(MOVES[times]), many) for times, many in moves.items()])


def _ends(name: str, tongue: Tongue) -> str:
    least, most = name.split("-")
    if most == "":
        return tongue.say(N_("plus de %(number)s"), number=int(least) - 1)
    return tongue.say(N_("%(least)s à %(most)s"), least=least, most=most)


def _funnel(content: Content, tongue: Tongue) -> Chart:
    funnel = content["funnel"]
    whole = funnel["registered"]
    heading = tongue.heading("parcours", N_("De l’inscription au binôme"), N_("Étape"), N_("Jeunes"))
    marks = []
    for stage, many in funnel.items():
        words = tongue.number(many)
        if whole and many is not None and stage != "registered":
            words = f"{words} · {tongue.percent(many / whole)}"
        marks.append(Mark(tongue.say(STAGES[stage]), many, words))
    return bars(heading, marks, full=whole)


def _areas(content: Content, tongue: Tongue, kind: str, name: str) -> Chart:
    """By région, every département wears its région's figure."""
    level, cells = content["areas"][kind]["level"], content["areas"][kind]["cells"]
    by_region = level == "region"
    title, note = _area_words(kind, by_region)
    column = N_("Région") if by_region else N_("Département")
    heading = tongue.heading(name, title, column, N_("Inscriptions"), note=tongue.say(note) if note else "")
    called = REGIONS if by_region else {code: _department(code) for code in DEPARTMENTS}
    marks = {code: tongue.mark(called[code], many) for code, many in cells.items()}
    drawn = {c: marks[d.region] for c, d in DEPARTMENTS.items() if d.region in marks} if by_region else marks
    hue = "green" if kind == MENTOR else "blue"
    return france(heading, drawn, rows=list(marks.values()), hidden=tongue.say(HIDDEN), hue=hue)


def _area_words(kind: str, by_region: bool) -> tuple[str, str]:
    if not by_region:
        titles = {YOUNG: N_("Jeunes, par département"), MENTOR: N_("Futurs mentors, par département")}
        return titles[kind], ""
    titles = {YOUNG: N_("Jeunes, par région"), MENTOR: N_("Futurs mentors, par région")}
    return titles[kind], N_("Par région : trop peu d’inscriptions encore pour se dire par département.")


def _cover(content: Content, tongue: Tongue) -> Chart:
    cover = content["cover"]
    holes = sum(not many for many in cover.values())
    heading = tongue.heading(
        "couverture",
        N_("Associations qui viennent en personne"),
        *(N_("Département"), N_("Associations")),
        note=tongue.say(N_("Départements où personne ne vient : %(number)s."), number=tongue.number(holes)),
    )
    ranked = sorted(cover.items(), key=lambda item: (item[1], item[0]))
    marks = {code: tongue.mark(_department(code), many) for code, many in ranked}
    return france(heading, marks, hue="green")


def _cells(content: Content, name: str, trait: str) -> Mapping[str, int | None]:
    cells: Mapping[str, int | None] = content["traits"][MENTOR if _is_mentors(name) else YOUNG].get(trait, {})
    return cells


def _is_mentors(name: str) -> bool:
    return name.startswith("mentors-")


def _trait(
    cells: Mapping[str, int | None],
    tongue: Tongue,
    titled: tuple[str, str, str],
    trait: str,
    words: Mapping[Any, str],
) -> Chart:
    """The most first; ages, in their own order."""
    name, title, column = titled
    order = list(words)
    ranked = sorted(
        cells.items(), key=lambda item: order.index(item[0]) if trait == "age" else -(item[1] or 0)
    )
    heading = tongue.heading(name, title, column, N_("Inscriptions"))
    marks = [tongue.mark(tongue.say(words[word]), many) for word, many in ranked]
    return bars(heading, marks, look="green" if _is_mentors(name) else "blue")


def _sources(content: Content, tongue: Tongue) -> Chart:
    heading = tongue.heading("sources", N_("Liens par lesquels ils viennent"), N_("Étiquette"), N_("Jeunes"))
    ranked = sorted(content["sources"].items(), key=lambda item: (-(item[1] or 0), item[0]))
    untagged = tongue.say(N_("Sans étiquette"))
    return bars(heading, [tongue.mark(untagged if tag == UNTAGGED else tag, many) for tag, many in ranked])


def _houses(content: Content, tongue: Tongue) -> Chart:
    heading = tongue.heading(
        "associations",
        N_("Fiches de jeunes, par association"),
        *(N_("Association"), N_("Proposées"), N_("Acceptées"), N_("Déclinées"), N_("Sans réponse")),
        *(N_("Reprises"), N_("En cours")),
        note=tongue.say(RECALLED),
    )
    ranked = sorted(content["houses"], key=lambda house: (-(house["offered"] or 0), house["name"]))
    told = [tongue.mark(house["name"], house["offered"]) for house in ranked if house["offered"] is not None]
    hidden = [house["name"] for house in ranked if house["offered"] is None]
    if hidden:
        others = hidden[0] if len(hidden) == 1 else tongue.say(N_("%(number)s autres"), number=len(hidden))
        told.append(tongue.mark(others, None))
    chart = bars(heading, told)
    rows = tuple((house["name"], *(tongue.number(house[end]) for end in COLUMNS)) for house in ranked)
    return replace(chart, table=Table(heading.title, heading.head, rows))


def _department(code: str) -> str:
    return f"{DEPARTMENTS[code].name} ({code})"


TRAITS: tuple[tuple[str, str, str, str, Mapping[Any, str]], ...] = (
    ("publics", N_("Publics"), N_("Public"), "public", PUBLICS),
    ("ages", N_("Âge des jeunes"), N_("Âge"), "age", {band.value: AGE_BANDS[band] for band in AgeBand}),
    ("situations", N_("Situation des jeunes"), N_("Situation"), "situation", SITUATIONS),
    ("besoins", N_("Ce qu’ils cherchent"), N_("Besoin"), "theme", THEMES),
    ("rencontres", N_("Comment se rencontrer"), N_("Manière"), "mode", MODES),
    ("venus-par", N_("Qui les inscrit"), N_("Qui"), "came_by", CAME_BY),
    (
        *("mentors-ages", N_("Âge des futurs mentors"), N_("Âge"), "age"),
        {age.value: MENTOR_AGES[age] for age in MentorAge},
    ),
    ("mentors-besoins", N_("Ce que les mentors proposent"), N_("Besoin"), "theme", THEMES),
)
"""Name, title, first column, trait, and the words of its codes."""
