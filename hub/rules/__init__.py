"""Turns ``routing_rules.yaml`` into a rule book, or says each wrong line and what was expected there."""

from __future__ import annotations

import hashlib
from codecs import BOM_UTF8
from collections.abc import Mapping
from datetime import time
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hub import strict_yaml
from hub.partnership import WebinarPlan
from hub.routing import Profile
from hub.routing.rulebook import (
    SAID_SINCE,
    Consortium,
    Delays,
    Load,
    Override,
    Priority,
    RuleBook,
    Weights,
)
from hub.rules.agreement import disagreements
from hub.rules.schema import schema
from hub.vocabulary import AgeBand, Public, Situation

DEFAULT = Path(__file__).resolve().parents[2] / "routing_rules.yaml"
VERSION_LENGTH = 12
KEPT = 16
"""How many rule books a process keeps read: every transaction asks for one."""


def load(path: Path = DEFAULT) -> RuleBook:
    """Raises :class:`hub.strict_yaml.BadFile`, which says everything that is wrong at once."""
    return parse(path.read_bytes(), file=path.name)


def parse(
    content: str | bytes, *, file: str = DEFAULT.name, known: Mapping[str, Profile] | None = None
) -> RuleBook:
    """The rule book that a text says.  Raises :class:`hub.strict_yaml.BadFile`.

    ``known``: the associations that may be named, by slug; without them, any slug may.
    """
    text = _without_blanks(content)
    if known is None:
        return _parse(text, file)
    shape = schema(tuple(sorted(known)))
    plain = strict_yaml.read(text, shape, file=file, check=partial(disagreements, known=known))
    return _book(version_of(text), plain)


def read_again(content: str, version: str) -> RuleBook:
    """One that was taken once, under that name: it stays readable whatever its parts must be to each other since.

    Raises :class:`hub.strict_yaml.BadFile`.
    """
    return _book(version, strict_yaml.read(_without_blanks(content), schema(), file=DEFAULT.name))


def version_of(content: str | bytes) -> str:
    """The same for a text whatever an editor or a web page puts where nobody sees it."""
    return hashlib.sha256(_without_blanks(content)).hexdigest()[:VERSION_LENGTH]


def readable(content: str | bytes) -> str:
    """The text as it is kept and shown, even if it is wrong: a database holds no zero byte, nor a whole disk."""
    text = _without_blanks(content)[: strict_yaml.MOST_BYTES].decode(errors="replace")
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _without_blanks(content: str | bytes) -> bytes:
    """No mark at the beginning, no blank at the end of a line, and one end of line, plain, at the end of all."""
    raw = content.encode(errors="replace") if isinstance(content, str) else content
    lines = raw.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n").split(b"\n")
    text = b"\n".join(line.rstrip(b" \t") for line in lines).rstrip(b"\n")
    return text + b"\n" if text else text


@lru_cache(maxsize=KEPT)
def _parse(text: bytes, file: str) -> RuleBook:
    return _book(version_of(text), strict_yaml.read(text, schema(), file=file, check=disagreements))


def _book(version: str, plain: Mapping[str, Any]) -> RuleBook:
    return RuleBook(
        version=version,
        sentences=MappingProxyType({**SAID_SINCE, **plain["sentences"]}),
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
