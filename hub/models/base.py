"""What every table shares: moments in UTC, words stored as words, constraints with names."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

from hub.lifecycle import OfferState, ReferralState
from hub.vocabulary import Audience, DeclineReason, Kind, Step

SEALED = "sealed"
"""Columns of boxes: a row is read without them, also by processes that may not; whoever opens asks for them."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware, always UTC, in every database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone is not a moment")
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


def words(enum: type[StrEnum]) -> Enum:
    """Store the word itself, checked by the database, so that a row can be read without the code."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=enum.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        Kind: words(Kind),
        ReferralState: words(ReferralState),
        OfferState: words(OfferState),
        DeclineReason: words(DeclineReason),
        Step: words(Step),
        Audience: words(Audience),
    }
