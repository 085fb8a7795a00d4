"""The policies that a year may be played with: a rule book, and how closely it is followed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from hub.routing import RuleBook


@dataclass(frozen=True, slots=True)
class Policy:
    """``soft``: past its deadline an offer stays open while the next association is asked.

    ``by_points``: the best is asked first; otherwise the first of the directory.  ``in_need``: whoever waits is
    served as the rule book says; otherwise in the order of arrival.
    """

    key: str
    rule_book: RuleBook
    soft: bool = True
    by_points: bool = True
    in_need: bool = True


def followed(key: str, rule_book: RuleBook) -> Policy:
    """The rule book, as the hub follows it."""
    return Policy(key, rule_book)


def first_match(rule_book: RuleBook) -> Policy:
    """The first of the directory that fits; the same deadline for everybody, and the offer taken back then."""
    delays = replace(rule_book.delays, priority_answer_days=rule_book.delays.answer_days)
    plain = replace(without_reserve(rule_book), delays=delays)
    return Policy("first_match", plain, soft=False, by_points=False, in_need=False)


def greedy(rule_book: RuleBook) -> Policy:
    """The best for this one alone: no thought of load, of answers or of who comes next; no soft deadline."""
    alone = replace(rule_book.weights, load=0, answers=0)
    return Policy("greedy", replace(without_reserve(rule_book), weights=alone), soft=False, in_need=False)


def without_reserve(rule_book: RuleBook) -> RuleBook:
    """The same rule book, with no place kept for priority publics."""
    return replace(rule_book, priority=replace(rule_book.priority, reserved_percent=0))


OTHERS: Mapping[str, Callable[[RuleBook], Policy]] = MappingProxyType(
    {
        "first_match": first_match,
        "greedy": greedy,
        "without_reserve": lambda rule_book: Policy("without_reserve", without_reserve(rule_book)),
    }
)
"""What a rule book may be compared with."""
