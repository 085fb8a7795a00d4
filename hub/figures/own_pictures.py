"""An association's figures as charts: its cards from offer to pair, its answers, and the median of all beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from hub.charts import Chart, Mark, bars, columns
from hub.figures.said import YOUNG_SAY, opinions
from hub.figures.tongue import RECALLED, Tongue
from hub.vocabulary import DeclineReason, Outcome
from hub.wording import DECLINE_REASONS, N_

Content = Mapping[str, Any]
STAGES: Mapping[str, str] = MappingProxyType(
    {
        "offered": N_("Proposées"),
        "seen": N_("Ouvertes"),
        "accepted": N_("Acceptées"),
        "contacted": N_("Jeunes contactés"),
        "paired": N_("Binômes formés"),
    }
)
ENDS: Mapping[str, str] = MappingProxyType(
    {
        "accepted": N_("Acceptées"),
        "declined": N_("Déclinées"),
        "silent": N_("Restées sans réponse"),
        "recalled": N_("Reprises"),
        "open": N_("En cours"),
    }
)
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        Outcome.REACHED.value: N_("Objectif atteint"),
        Outcome.PARTLY.value: N_("Objectif atteint en partie"),
        Outcome.STOPPED.value: N_("Arrêtés en chemin"),
        Outcome.NOT_WANTED.value: N_("N’en voulaient plus"),
        Outcome.FOUND_ELSEWHERE.value: N_("Ont trouvé une autre aide"),
        Outcome.UNREACHABLE.value: N_("Restés injoignables"),
    }
)
SHARES: Mapping[str, str] = MappingProxyType(
    {
        "accepts": N_("Fiches acceptées"),
        "in_time": N_("Réponses dans le délai"),
        "contacts": N_("Contactés, parmi les acceptés"),
        "pairs": N_("En binôme, parmi les acceptés"),
        "gives_back": N_("Rendus, parmi les acceptés"),
    }
)
REASONS: Mapping[str, str] = MappingProxyType(
    {
        **{reason.value: words for reason, words in DECLINE_REASONS.items()},
        DeclineReason.PASSED_ON.value: N_("Passée à une autre du consortium"),
    }
)


def charts(content: Content, tongue: Tongue) -> dict[str, Chart]:
    """By name, in the order of the page."""
    return {chart.name: chart for chart in _all(content, tongue)}


def _all(content: Content, tongue: Tongue) -> Iterator[Chart]:
    yield _funnel(content, tongue)
    yield beside(content, tongue)
    yield _delays(content, tongue)
    yield _ends(content, tongue)
    yield _reasons(content, tongue)
    yield _outcomes(content, tongue)
    yield from opinions(content.get("opinions", {}), tongue, YOUNG_SAY)


def _funnel(content: Content, tongue: Tongue) -> Chart:
    funnel, whole = content["funnel"], content["funnel"]["offered"]
    heading = tongue.heading(
        "parcours", N_("De la proposition au binôme"), N_("Étape"), N_("Fiches de jeunes")
    )
    marks = [
        Mark(tongue.say(STAGES[stage]), many, _part(many, whole, tongue, stage != "offered"))
        for stage, many in funnel.items()
    ]
    return bars(heading, marks, full=whole)


def _part(many: int, whole: int, tongue: Tongue, with_share: bool) -> str:
    words = tongue.number(many)
    return f"{words} · {tongue.percent(many / whole)}" if with_share and whole else words


def beside(content: Content, tongue: Tongue) -> Chart:
    """One's own shares, and a stroke where the median of all associations stands."""
    heading = tongue.heading(
        "comparaison",
        N_("Vous, et la médiane du réseau"),
        *("", N_("Vous"), N_("Médiane du réseau")),
        note=tongue.say(
            N_("Le trait : la médiane des associations. Une part se dit à partir de %(k)d fiches."),
            k=content["k"],
        ),
    )
    mine, peers = content["shares"], content["peers"]
    marks = [
        Mark(
            tongue.say(label),
            mine[name],
            _told(mine[name], tongue, N_("trop peu")),
            peers[name],
            _told(peers[name], tongue, N_("trop peu")),
        )
        for name, label in SHARES.items()
    ]
    return bars(heading, marks, full=1.0)


def _told(share: float | None, tongue: Tongue, why_not: str) -> str:
    return tongue.say(why_not) if share is None else tongue.percent(share)


def _delays(content: Content, tongue: Tongue) -> Chart:
    """In working days, from the offer to the answer."""
    days, peers = content["shares"]["days"], content["peers"]["days"]
    note = "" if days is None else tongue.say(N_("Médiane : %(days)s."), days=tongue.days(days))
    if days is not None and peers is not None:
        note = tongue.say(
            N_("Médiane : %(days)s ; celle du réseau : %(peers)s."),
            days=tongue.days(days),
            peers=tongue.days(peers),
        )
    heading = tongue.heading(
        "delais", N_("Jours ouvrés avant votre réponse"), N_("Jours ouvrés"), N_("Réponses"), note=note
    )
    marks = [tongue.mark(_days(name), many) for name, many in content["delays"].items()]
    return columns(heading, marks)


def _days(name: str) -> str:
    least, most = name.split("-")
    if most == "":
        return f"{least} +"
    return least if least == most else f"{least}–{most}"


def _ends(content: Content, tongue: Tongue) -> Chart:
    heading = tongue.heading(
        "reponses",
        N_("Ce que sont devenues les fiches"),
        *(N_("Issue"), N_("Fiches de jeunes")),
        note=tongue.say(RECALLED),
    )
    return bars(heading, [tongue.mark(tongue.say(ENDS[end]), many) for end, many in content["ends"].items()])


def _outcomes(content: Content, tongue: Tongue) -> Chart:
    heading = tongue.heading(
        "issues",
        N_("Comment les accompagnements ont fini"),
        *(N_("Issue"), N_("Jeunes")),
        note=tongue.say(
            N_("Rendus à une autre association : %(number)s."), number=tongue.number(content["returned"])
        ),
    )
    told = content["outcomes"]
    marks = [tongue.mark(tongue.say(words), told.get(outcome, 0)) for outcome, words in OUTCOMES.items()]
    return bars(heading, marks)


def _reasons(content: Content, tongue: Tongue) -> Chart:
    heading = tongue.heading("motifs", N_("Pourquoi vous avez décliné"), N_("Motif"), N_("Fiches de jeunes"))
    marks = [tongue.mark(tongue.say(REASONS[code]), many) for code, many in content["reasons"].items()]
    return bars(heading, marks, look="green")
