"""What an association's year suggests: a few sentences, each with the figure that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hub.figures.tongue import Tongue
from hub.vocabulary import DeclineReason
from hub.wording import N_

Content = Mapping[str, Any]
FEW = 3
"""So many refusals for one cause are no chance (docs/rules-of-the-field.md)."""
WELL, POORLY = 1.0, 0.8
"""Beside the median of the network: as well, and clearly below."""
SILENT = 0.15
NOT_THEIRS = (DeclineReason.NOT_OUR_PUBLIC, DeclineReason.OUTSIDE_OUR_AREA, DeclineReason.OUTSIDE_PROGRAMME)
FULL = (DeclineReason.NO_PLACE, DeclineReason.NO_MENTOR)


class Leads(StrEnum):
    """The page where something can be done about it."""

    CARDS = "cards"
    CRITERIA = "criteria"
    PLACES = "places"
    ACCOMPANYING = "accompanying"


@dataclass(frozen=True, slots=True)
class Advice:
    """``said``: what the figures say; ``then``: what may be done; ``good``: nothing needs to be."""

    said: str
    then: str
    leads: Leads
    good: bool = False


def advice(content: Content, tongue: Tongue) -> list[Advice]:
    """What matters most to young people first: being answered, being accepted, being met."""
    return [found for reads in READINGS for found in reads(content, tongue)]


def _answers(content: Content, tongue: Tongue) -> Iterator[Advice]:
    mine, peers = content["shares"]["in_time"], content["peers"]["in_time"]
    if mine is None:
        return
    if mine >= 0.9 or (peers is not None and mine >= WELL * peers):  # noqa: PLR2004 (nine in ten)
        said = N_("Vous répondez dans le délai à %(mine)s des fiches.")
        then = N_("C’est ce qui compte le plus pour un jeune qui attend. Merci.")
        yield Advice(tongue.say(said, mine=tongue.percent(mine)), tongue.say(then), Leads.CARDS, good=True)
        return
    said = N_("%(mine)s de vos réponses arrivent dans le délai.")
    then = N_("Un quart d’heure chaque matin suffit le plus souvent : le courriel du jour dit ce qui attend.")
    yield Advice(tongue.say(said, mine=tongue.percent(mine)), tongue.say(then), Leads.CARDS)


def _silence(content: Content, tongue: Tongue) -> Iterator[Advice]:
    ends = content["ends"]
    ended = ends["accepted"] + ends["declined"] + ends["silent"]
    if ended >= content["k"] and ends["silent"] / ended >= SILENT:
        said = N_("%(number)s fiches sont restées sans réponse.")
        then = N_("Si vous ne pouvez plus recevoir, une pause avec une date épargne l’attente à ces jeunes.")
        yield Advice(tongue.say(said, number=tongue.number(ends["silent"])), tongue.say(then), Leads.PLACES)


def _refusals(content: Content, tongue: Tongue) -> Iterator[Advice]:
    reasons = content["reasons"]
    elsewhere = sum(reasons.get(reason.value, 0) for reason in NOT_THEIRS)
    if elsewhere >= FEW:
        said = N_("%(number)s fiches n’étaient pas pour vous : public, territoire ou programme.")
        then = N_("Vos critères le disent peut-être mal : les préciser vous en proposera de plus justes.")
        yield Advice(tongue.say(said, number=tongue.number(elsewhere)), tongue.say(then), Leads.CRITERIA)
    full = sum(reasons.get(reason.value, 0) for reason in FULL)
    if full >= FEW:
        said = N_("%(number)s fiches ont été déclinées faute de place ou de mentor.")
        then = N_(
            "Déclarer vos places au plus juste évite de vous proposer ce que vous ne pouvez pas prendre."
        )
        yield Advice(tongue.say(said, number=tongue.number(full)), tongue.say(then), Leads.PLACES)


def _meeting(content: Content, tongue: Tongue) -> Iterator[Advice]:
    for name, said, then in MET:
        mine, peers = content["shares"][name], content["peers"][name]
        if mine is not None and peers and mine < POORLY * peers:
            told = {"mine": tongue.percent(mine), "peers": tongue.percent(peers)}
            yield Advice(tongue.say(said, **told), tongue.say(then), Leads.ACCOMPANYING)


MET = (
    (
        "contacts",
        N_("%(mine)s des jeunes acceptés ont été contactés, contre %(peers)s en médiane."),
        N_(
            "Noter le premier contact dans « Accompagnements » suffit : le jeune sait alors qu’il n’est pas oublié."
        ),
    ),
    (
        "pairs",
        N_("%(mine)s des jeunes acceptés ont rencontré un mentor, contre %(peers)s en médiane."),
        N_(
            "Au-delà de soixante jours sans mentor, rendre la fiche laisse sa chance à une autre association."
        ),
    ),
)
READINGS: tuple[Callable[[Content, Tongue], Iterator[Advice]], ...] = (
    _answers,
    _silence,
    _refusals,
    _meeting,
)
