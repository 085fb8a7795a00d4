"""Turns ``routing_rules.yaml`` into a rule book, or says each wrong line and what was expected there."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from datetime import time
from functools import cache
from pathlib import Path

from hub.partnership import WebinarPlan
from hub.routing import Delays, Priority, RuleBook, Weights
from hub.strict_yaml import Code, Flag, Many, Section, Text, Whole, read
from hub.vocabulary import Public, Situation

DEFAULT = Path(__file__).resolve().parents[1] / "routing_rules.yaml"
VERSION_LENGTH = 12

RULES = Section(
    {
        "weights": Section({field.name: Whole(0, 1000) for field in fields(Weights)}),
        "priority": Section(
            {"publics": Many(Code(Public)), "situations": Many(Code(Situation)), "overseas": Flag()}
        ),
        "delays": Section({field.name: Whole(1, 3660) for field in fields(Delays)}),
        "card_k": Whole(2, 1000),
        "undeclared_places": Whole(0, 10_000),
        "small_town_below": Whole(1, 1_000_000),
        "webinars": Section(
            {
                "weekday": Whole(1, 5),
                "at": Text(r"([01]\d|2[0-3]):[0-5]\d", "attendu une heure comme 12:30"),
                "minutes": Whole(5, 600),
                "seats": Whole(1, 10_000),
                "link": Text(r"https://\S{1,290}", "attendu une adresse qui commence par https://"),
            }
        ),
    }
)


def load(path: Path = DEFAULT) -> RuleBook:
    """Raises :class:`hub.strict_yaml.BadFile`, which says everything that is wrong at once."""
    return _read(path.read_text(encoding="utf-8"), path.name)


@cache
def _read(text: str, name: str) -> RuleBook:
    plain = read(text, RULES, file=name)
    priority = plain["priority"]
    return RuleBook(
        version=hashlib.sha256(text.encode()).hexdigest()[:VERSION_LENGTH],
        weights=Weights(**plain["weights"]),
        priority=Priority(
            publics=frozenset(map(Public, priority["publics"])),
            situations=frozenset(map(Situation, priority["situations"])),
            overseas=priority["overseas"],
        ),
        delays=Delays(**plain["delays"]),
        card_k=plain["card_k"],
        undeclared_places=plain["undeclared_places"],
        small_town_below=plain["small_town_below"],
        webinars=WebinarPlan(**plain["webinars"] | {"at": time.fromisoformat(plain["webinars"]["at"])}),
    )
