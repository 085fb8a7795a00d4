"""Turns ``routing_rules.yaml`` into a rule book, or says each wrong line and what was expected there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from datetime import time
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hub.geography import DEPARTMENTS, REGIONS
from hub.partnership import WebinarPlan
from hub.routing import Profile
from hub.routing.rulebook import (
    PLACEHOLDERS,
    Consortium,
    Delays,
    Load,
    Override,
    Priority,
    RuleBook,
    Weights,
)
from hub.strict_yaml import Code, Flag, Many, Section, Text, Whole, read
from hub.vocabulary import AgeBand, Public, Situation

DEFAULT = Path(__file__).resolve().parents[1] / "routing_rules.yaml"
VERSION_LENGTH = 12

DAYS = Whole(1, 3660)
POINTS = Whole(0, 1000)
PERCENT = Whole(0, 100)
NAME = Text(r"\S.{0,79}", "attendu un nom d’une ligne, de 80 signes au plus")
SLUG = Text(r"[a-z0-9]+(-[a-z0-9]+)*", "attendu des minuscules, des chiffres et des tirets")
DEPARTMENT = Text("|".join(DEPARTMENTS), "attendu un code de département entre guillemets")
REGION = Text("|".join(REGIONS), "attendu un code de région entre guillemets")
UAI = Text(r"[0-9]{7}[A-Z]", "attendu un UAI\u202f: sept chiffres et une lettre")
SENTENCE = Text(r".*\S.*", "attendu une phrase entre guillemets")

OVERRIDE = Section(
    {"name": NAME},
    optional={
        "departments": Many(DEPARTMENT),
        "regions": Many(REGION),
        "weights": Section({}, optional={field.name: POINTS for field in fields(Weights)}),
        "first": Many(SLUG),
        "never": Many(SLUG),
        "answer_days": DAYS,
    },
)
CONSORTIUM = Section(
    {"name": NAME, "members": Many(SLUG), "referente": SLUG},
    optional={"schools": Many(UAI), "departments": Many(DEPARTMENT)},
)
LOAD = Section(
    {
        "fresh_days": DAYS,
        "stale_days": DAYS,
        "undeclared_percent": PERCENT,
        "undeclared_places": Whole(0, 10_000),
        "answers_days": DAYS,
    }
)
PRIORITY = Section(
    {
        "publics": Many(Code(Public)),
        "situations": Many(Code(Situation)),
        "overseas": Flag(),
        "reserved_percent": PERCENT,
    }
)
WEBINARS = Section(
    {
        "weekday": Whole(1, 5),
        "at": Text(r"([01]\d|2[0-3]):[0-5]\d", "attendu une heure comme 12:30"),
        "minutes": Whole(5, 600),
        "seats": Whole(1, 10_000),
        "link": Text(r"https://\S{1,290}", "attendu une adresse qui commence par https://"),
    }
)
RULES = Section(
    {
        "sentences": Section(dict.fromkeys(PLACEHOLDERS, SENTENCE)),
        "small_town_below": Whole(1, 1_000_000),
        "weights": Section({field.name: POINTS for field in fields(Weights)}),
        "load": LOAD,
        "priority": PRIORITY,
        "overrides": Many(OVERRIDE),
        "consortia": Many(CONSORTIUM),
        "fallback": Section({band.value: Many(SLUG) for band in AgeBand}),
        "delays": Section({field.name: DAYS for field in fields(Delays)}),
        "card_k": Whole(2, 1000),
        "webinars": WEBINARS,
    }
)


def load(path: Path = DEFAULT) -> RuleBook:
    """Raises :class:`hub.strict_yaml.BadFile`, which says everything that is wrong at once."""
    return _read(readable(path.read_bytes()), path.name)


def parse(
    content: str | bytes, *, file: str = DEFAULT.name, known: Mapping[str, Profile] | None = None
) -> RuleBook:
    return _read(readable(content), file)


def version_of(content: str | bytes) -> str:
    """The same for a text whatever ends its lines: a web page and an editor do not agree on it."""
    raw = content.encode(errors="replace") if isinstance(content, str) else content
    return hashlib.sha256(raw.replace(b"\r\n", b"\n")).hexdigest()[:VERSION_LENGTH]


def readable(content: str | bytes) -> str:
    text = content if isinstance(content, str) else content.decode(errors="replace")
    return text.replace("\r\n", "\n").replace("\0", "\N{REPLACEMENT CHARACTER}")


@cache
def _read(text: str, name: str) -> RuleBook:
    plain = read(text, RULES, file=name)
    return RuleBook(
        version=version_of(text),
        sentences=MappingProxyType(plain["sentences"]),
        weights=Weights(**plain["weights"]),
        load=Load(**plain["load"]),
        priority=_priority(plain["priority"]),
        overrides=tuple(map(_override, plain["overrides"])),
        consortia=tuple(map(_consortium, plain["consortia"])),
        fallback=MappingProxyType(
            {AgeBand(band): frozenset(last) for band, last in plain["fallback"].items()}
        ),
        delays=Delays(**plain["delays"]),
        card_k=plain["card_k"],
        small_town_below=plain["small_town_below"],
        webinars=WebinarPlan(**plain["webinars"] | {"at": time.fromisoformat(plain["webinars"]["at"])}),
    )


def _priority(plain: Mapping[str, Any]) -> Priority:
    return Priority(
        publics=frozenset(map(Public, plain["publics"])),
        situations=frozenset(map(Situation, plain["situations"])),
        overseas=plain["overseas"],
        reserved_percent=plain["reserved_percent"],
    )


def _override(plain: Mapping[str, Any]) -> Override:
    return Override(
        name=plain["name"],
        departments=frozenset(plain.get("departments", ())),
        regions=frozenset(plain.get("regions", ())),
        weights=MappingProxyType(plain.get("weights", {})),
        first=frozenset(plain.get("first", ())),
        never=frozenset(plain.get("never", ())),
        answer_days=plain.get("answer_days"),
    )


def _consortium(plain: Mapping[str, Any]) -> Consortium:
    return Consortium(
        name=plain["name"],
        schools=frozenset(plain.get("schools", ())),
        departments=frozenset(plain.get("departments", ())),
        members=frozenset(plain["members"]),
        referente=plain["referente"],
    )
