"""What the network decided and may decide otherwise tomorrow: weights, delays, who comes first."""

from __future__ import annotations

from dataclasses import dataclass

from hub.geography import is_overseas
from hub.partnership import WebinarPlan
from hub.vocabulary import Engagement, Need, Public, Situation


@dataclass(frozen=True, slots=True)
class Weights:
    """Points, whole numbers: a sum of them can be checked by hand."""

    theme: int
    reserved: int
    favoured_public: int
    department: int
    region: int
    national: int
    remote: int
    place_left: int
    places_counted: int


@dataclass(frozen=True, slots=True)
class Priority:
    """Whose offers are answered sooner."""

    publics: frozenset[Public]
    situations: frozenset[Situation]
    overseas: bool


@dataclass(frozen=True, slots=True)
class Delays:
    """``*_days`` of answering, promising and the desk are working days; days of keeping are calendar days."""

    answer_days: int
    priority_answer_days: int
    expires_after_days: int
    promise_days: int
    desk_days: int
    associations_before_desk: int
    mentor_turn_days: int
    contact_days: int
    guardian_silence_days: int
    written_agreement_days: int
    confirmation_silence_days: int
    withdrawn_kept_days: int
    accepted_kept_days: int
    mentor_kept_days: int
    prescriber_kept_days: int
    company_call_days: int
    company_kept_days: int
    journal_kept_days: int


@dataclass(frozen=True, slots=True)
class RuleBook:
    """``version`` is the first twelve hexadecimal digits of the SHA-256 of the text it was read from."""

    version: str
    weights: Weights
    priority: Priority
    delays: Delays
    card_k: int
    undeclared_places: int
    small_town_below: int
    webinars: WebinarPlan


def is_priority(need: Need | Engagement, rule_book: RuleBook) -> bool:
    """Young people may be; a mentor never is."""
    priority = rule_book.priority
    if isinstance(need, Engagement):
        return False
    return (
        not need.publics.isdisjoint(priority.publics)
        or need.situation in priority.situations
        or (priority.overseas and is_overseas(need.place))
    )
