"""How long an answer may take, told from people of the same age who live in the same place, and nothing else of them.

A group widens until it is large enough: age band and département, age band and région, age band, everybody.  A
registration keeps its own group under a key that only its tracking link gives: the database cannot tell it.
"""

from __future__ import annotations

from dataclasses import dataclass

from hub.cards import age_band
from hub.models import Expected, Referral
from hub.queries import forecasts
from hub.vault import derived_token, digest, open_marker, seal_marker
from hub.vocabulary import Engagement, Kind, Need
from hub.work import Work

EVERYBODY = "*"
LEAST_DAYS = 2
"""A forecast counts days, not hours: what takes less is told as two days, which stays true."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Within ``half`` days half of the group are answered, within ``nine`` nine in ten; None: too few of them are."""

    half: int
    nine: int | None


def likes(need: Need | Engagement) -> tuple[str, ...]:
    """The groups of somebody, the narrowest first: ``young_person:15-17:59``, ``…:15-17:R32``, ``…:15-17``, ``…``."""
    kind, band = _who(need)
    place = need.place
    return wider(f"{kind}:{band}:{place.department}", place.region)


def wider(like: str, region: str) -> tuple[str, ...]:
    """A narrowest group, and those that it is part of."""
    kind, band, _ = like.split(":")
    return (like, f"{kind}:{band}:R{region}", f"{kind}:{band}", f"{kind}:{EVERYBODY}")


def forecast_for(work: Work, need: Need | Engagement) -> Forecast | None:
    """None while too few people were answered in any group."""
    return _narrowest(work, likes(need))


def sealed_group(need: Need | Engagement, *, reference: str, tracking_token: str) -> bytes:
    """The group of a registration, for whoever holds its tracking link."""
    place = need.place
    word = f"{likes(need)[0]}:{place.region}"
    return seal_marker(word, _key(tracking_token), place=_place(reference))


def forecast_of(work: Work, referral: Referral, tracking_token: str) -> Forecast | None:
    """As it stands today for a registration that is known; None where nothing is told."""
    if referral.alike is None:
        return None
    word = open_marker(referral.alike, _key(tracking_token), place=_place(referral.reference))
    like, _, region = word.rpartition(":")
    return _narrowest(work, wider(like, region))


def _narrowest(work: Work, groups: tuple[str, ...]) -> Forecast | None:
    known = {row.alike: row for row in forecasts.expected(work.session, groups)}
    row: Expected | None = next((known[group] for group in groups if group in known), None)
    return Forecast(row.half, row.nine) if row else None


def _who(need: Need | Engagement) -> tuple[str, str]:
    if isinstance(need, Engagement):
        return Kind.MENTOR, need.age.value
    return Kind.YOUNG_PERSON, age_band(need.age).value


def _key(tracking_token: str) -> bytes:
    return digest(derived_token(tracking_token, use="forecast"))


def _place(reference: str) -> str:
    return f"forecast:{reference}"
