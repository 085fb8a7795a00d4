"""Rows that are over, copied by the database itself, each time some days later: the bulk of five years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from typing import cast as cast_to

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Integer,
    LargeBinary,
    String,
    Table,
    cast,
    func,
    insert,
    literal,
    select,
)

from hub.models import Accompaniment, Base, JourneyEvent, Offer, Pair, Referral

REFERRALS, OFFERS = "referrals", "offers"
NUMBERED: Mapping[type[Base], Mapping[str, str]] = MappingProxyType(
    {
        Referral: {"id": REFERRALS},
        Offer: {"id": OFFERS, "referral_id": REFERRALS},
        Accompaniment: {"offer_id": OFFERS},
        Pair: {"offer_id": OFFERS},
        JourneyEvent: {"referral_id": REFERRALS, "offer_id": OFFERS},
    }
)
"""The numbers that a copy moves on, by what they count; a number that nothing refers to is given anew."""
NAMED: Mapping[str, tuple[str, int]] = MappingProxyType(
    {"reference": ("R", 7), "card_number": ("C", 7), "form_digest": ("f", 31), "tracking_digest": ("t", 31)}
)
"""What must be unique, made from the row's number: a letter, and so many digits."""


def copy(connection: Connection, moved: Mapping[str, int], later: timedelta) -> None:
    """Copy the first so many referrals and offers, ``moved``'s numbers on each turn, ``later`` than they were."""
    for kind, numbered in NUMBERED.items():
        table = cast_to(Table, kind.__table__)
        given_anew = {"id"} if "id" not in numbered else set()
        columns = [column for column in table.columns if column.name not in given_anew]
        told = [_moved(connection, column, numbered, moved, later) for column in columns]
        first = next(iter(numbered))
        within = table.c[first] <= moved[f"first {numbered[first]}"]
        connection.execute(
            insert(table).from_select([column.name for column in columns], select(*told).where(within))
        )


def _moved(
    connection: Connection,
    column: Column[Any],
    numbered: Mapping[str, str],
    moved: Mapping[str, int],
    later: timedelta,
) -> Any:
    if column.name in numbered:
        return column + moved[numbered[column.name]]
    if column.name in NAMED:
        return _named(column, moved[REFERRALS if column.table.name == REFERRALS else OFFERS])
    if isinstance(column.type, DateTime) or getattr(column.type, "impl", None).__class__ is DateTime:
        return _later(connection, column, later)
    return column


def _named(column: Column[Any], further: int) -> Any:
    letter, digits = NAMED[column.name]
    number = cast(column.table.c.id + further + 10**7, String)
    text = literal(letter + "0" * (digits - 7)) + func.substr(number, 2)
    return cast(text, LargeBinary) if isinstance(column.type, LargeBinary) else text


def _later(connection: Connection, column: Column[Any], later: timedelta) -> Any:
    if connection.dialect.name == "sqlite":
        return func.datetime(column, f"+{int(later.total_seconds())} seconds")
    return column + func.make_interval(0, 0, 0, 0, 0, 0, cast(literal(int(later.total_seconds())), Integer))
