"""Questions about the inbox of an association: its cards on their shelves, sorted and sifted by what cards tell."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Label,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.orm import Session, joinedload

from hub import calendar
from hub.cards import Area, AreaKind
from hub.cards.forms import FAMILY_OF
from hub.lifecycle import LIVE, OfferState, ReferralState
from hub.models import Accompaniment, Member, Offer, Referral, UndoneAnswer
from hub.models.base import UtcDateTime
from hub.vocabulary import AgeBand, DeclineReason, Kind, MentorAge, Mode, Theme

UNDONE_WITHIN = timedelta(hours=48)
"""How long an association may take back what it answered."""
WITHDRAWN_SHOWN = timedelta(days=30)
"""How long an association is reminded to erase what it noted of somebody who withdrew."""
PAGE = 40
"""Cards on a page of the inbox."""


class Shelf(StrEnum):
    """Where a card lies, the most pressing shelf first."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    NEW = "new"
    TO_ANSWER = "to_answer"
    TO_CONTACT = "to_contact"
    TO_PAIR = "to_pair"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


LIVE_SHELVES = (Shelf.OVERDUE, Shelf.DUE_TODAY, Shelf.NEW, Shelf.TO_ANSWER)
ASIDE = frozenset({Shelf.DECLINED})
"""Shelves that are looked into on purpose: nothing there waits for anybody."""


class Order(StrEnum):
    """Within each shelf."""

    URGENCY = "urgency"
    WEEK = "week"
    AGE = "age"
    AREA = "area"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """Which cards to show, by what a card tells and by nothing else.

    One that does not tell stays: the ladder may have taken its mode away, or left the family of its theme only.
    """

    shelf: Shelf | None = None
    kind: Kind | None = None
    age: AgeBand | MentorAge | None = None
    theme: Theme | None = None
    mode: Mode | None = None
    area: Area | None = None
    order: Order = Order.URGENCY


@dataclass(frozen=True, slots=True)
class Laid:
    """A card where it lies."""

    shelf: Shelf
    offer: Offer


def shelves(session: Session, member: Member, sieve: Sieve, now: datetime) -> dict[Shelf, int]:
    """How many cards of the member's association lie on each shelf; the empty ones are not there."""
    lying = union_all(*_lying(replace(sieve, shelf=None), [*_WHERE])).subquery()
    asked = select(lying.c.rank, func.count()).where(lying.c.rank.is_not(None)).group_by(lying.c.rank)
    counted = {_SHELVES[rank]: count for rank, count in session.execute(asked, _told(member, now))}
    return {each: counted[each] for each in Shelf if each in counted}


def page_of(session: Session, member: Member, sieve: Sieve, now: datetime, *, page: int = 1) -> list[Laid]:
    """The ``PAGE`` cards of that page, counted from 1: shelf by shelf, each in its order."""
    branches = _branches(sieve)
    lying = union_all(*_lying(sieve, branches, Offer.id, *_order(sieve.order))).subquery()
    rank, number, *keys, urgency = lying.c
    asked = select(number, rank).where(rank.is_not(None)).order_by(rank, *keys, urgency, number)
    if sieve.shelf:
        asked = asked.where(rank == _SHELVES.index(sieve.shelf))
    found = session.execute(asked.limit(PAGE).offset((page - 1) * PAGE), _told(member, now)).all()
    whole = select(Offer).options(joinedload(Offer.referral)).where(Offer.id.in_([row[0] for row in found]))
    rows = {row.id: row for row in session.scalars(whole)}
    return [Laid(_SHELVES[rank], rows[offer_id]) for offer_id, rank in found]


def areas_told(session: Session, member: Member, now: datetime) -> list[Area]:
    """The areas that the cards of the inbox tell, each once."""
    area = _CARD["area"].as_string()
    asked = union(*(_from(select(area), branch).where(*_WHERE[branch]) for branch in _branches(Sieve())))
    told = (json.loads(area) for area in session.scalars(asked, _told(member, now)) if area)
    areas = (Area(AreaKind(area["kind"]), area["code"]) for area in told)
    return sorted(areas, key=lambda area: (area.kind, area.code))


def offers_of(session: Session, member: Member, card_numbers: Iterable[str]) -> list[Offer]:
    """Those of the member's association among these cards, as asked for; the others do not exist."""
    wanted = list(dict.fromkeys(card_numbers))
    rows = session.scalars(
        select(Offer)
        .options(joinedload(Offer.referral))
        .where(Offer.association_id == member.association_id, Offer.card_number.in_(wanted))
    )
    return sorted(rows, key=lambda offer: wanted.index(offer.card_number))


def undone_since(session: Session, association_id: int | None, since: datetime) -> int:
    """How many answers the association took back since then."""
    counted = select(func.count()).where(
        UndoneAnswer.association_id == association_id, UndoneAnswer.undone_at > since
    )
    return session.scalar(counted) or 0


_CARD: Any = Offer.card
_MINE: Any = bindparam("mine", type_=Integer)
_NOW, _TONIGHT, _LATELY, _LAST_MONTH = (
    bindparam(name, type_=UtcDateTime) for name in ("now", "tonight", "lately", "last_month")
)
_OURS, _GAVE_UP = Accompaniment.association_id == _MINE, Referral.state == ReferralState.WITHDRAWN
_NO_PAIR_YET = (ReferralState.ACCEPTED, ReferralState.CONTACTED)
_SHELVES = tuple(Shelf)


class _Branch(StrEnum):
    """Where to look for a card, by an index that stays short however old the association is."""

    LIVE = "live"
    HELD = "held"
    LEFT = "left"
    DECLINED = "declined"


_WHERE: Mapping[_Branch, tuple[ColumnElement[bool], ...]] = MappingProxyType(
    {
        _Branch.LIVE: (Offer.association_id == _MINE, Offer.state.in_(LIVE)),
        _Branch.HELD: (_OURS, Accompaniment.ended_at.is_(None), Referral.state.in_(_NO_PAIR_YET)),
        _Branch.LEFT: (_OURS, Accompaniment.ended_at > _LAST_MONTH, _GAVE_UP),
        _Branch.DECLINED: (Offer.association_id == _MINE, Offer.answered_at > _LATELY),
    }
)


def _on(state: ReferralState) -> ColumnElement[bool]:
    return and_(Offer.state == OfferState.ACCEPTED, Referral.state == state)


_LIES_ON: Mapping[_Branch, Mapping[Shelf, ColumnElement[bool]]] = MappingProxyType(
    {
        _Branch.LIVE: {
            Shelf.OVERDUE: Offer.answer_by <= _NOW,
            Shelf.DUE_TODAY: Offer.answer_by <= _TONIGHT,
            Shelf.NEW: Offer.seen_at.is_(None),
            Shelf.TO_ANSWER: true(),
        },
        _Branch.HELD: {
            Shelf.TO_CONTACT: _on(ReferralState.ACCEPTED),
            Shelf.TO_PAIR: _on(ReferralState.CONTACTED),
        },
        _Branch.LEFT: {Shelf.WITHDRAWN: _on(ReferralState.WITHDRAWN)},
        _Branch.DECLINED: {
            Shelf.DECLINED: and_(
                Offer.state == OfferState.DECLINED, Offer.decline_reason != DeclineReason.PASSED_ON
            )
        },
    }
)
"""A card lies on the first of these shelves; on none once it is nobody's turn here."""
_URGENCY: Mapping[_Branch, Label[Any]] = MappingProxyType(
    {
        _Branch.LIVE: Offer.answer_by.label("urgency"),
        _Branch.HELD: Accompaniment.began_at.label("urgency"),
        _Branch.LEFT: Offer.answered_at.label("urgency"),
        _Branch.DECLINED: Offer.answered_at.label("urgency"),
    }
)
_RANK: Mapping[_Branch, Label[int]] = MappingProxyType(
    {
        branch: case(
            *((condition, literal_column(str(_SHELVES.index(shelf)))) for shelf, condition in on.items())
        ).label("rank")
        for branch, on in _LIES_ON.items()
    }
)


def _branches(sieve: Sieve) -> list[_Branch]:
    if sieve.shelf is None:
        return [_Branch.LIVE, _Branch.HELD, _Branch.LEFT]
    return [branch for branch, on in _LIES_ON.items() if sieve.shelf in on]


def _lying(
    sieve: Sieve, branches: Iterable[_Branch], *columns: SQLColumnExpression[Any]
) -> list[Select[Any]]:
    """What lies on the shelves of these branches: its rank among them, these columns, and since or until when."""
    return [
        _from(select(_RANK[each], *columns, _URGENCY[each]), each).where(*_WHERE[each], *_sifted(sieve))
        for each in branches
    ]


def _from(question: Select[Any], branch: _Branch) -> Select[Any]:
    if branch in (_Branch.HELD, _Branch.LEFT):
        return question.select_from(Accompaniment).join(Accompaniment.offer).join(Offer.referral)
    return question


def _told(member: Member, now: datetime) -> dict[str, Any]:
    """What the conditions, which are made once, do not know."""
    return {
        "mine": member.association_id,
        "now": now,
        "tonight": calendar.end_of_day(calendar.civil(now)),
        "lately": now - UNDONE_WITHIN,
        "last_month": now - WITHDRAWN_SHOWN,
    }


def _sifted(sieve: Sieve) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if sieve.kind:
        asked.append(_is_mentor() if sieve.kind is Kind.MENTOR else ~_is_mentor())
    if sieve.age:
        asked.append(_lists("ages" if isinstance(sieve.age, MentorAge) else "bands", sieve.age))
    if sieve.theme:
        asked.append(or_(_lists("themes", sieve.theme), _lists("families", FAMILY_OF[sieve.theme])))
    if sieve.mode:
        mode = _CARD["mode"].as_string()
        asked.append(or_(mode.is_(None), mode.in_([sieve.mode.value, Mode.EITHER.value])))
    if sieve.area:
        asked.append(_CARD["area", "kind"].as_string() == sieve.area.kind.value)
        asked.append(_CARD["area", "code"].as_string() == sieve.area.code)
    return asked


def _lists(field: str, code: StrEnum) -> ColumnElement[bool]:
    told: ColumnElement[bool] = _CARD[field].as_string().contains(f'"{code.value}"')
    return told


def _is_mentor() -> ColumnElement[bool]:
    told: ColumnElement[bool] = func.coalesce(_CARD["kind"].as_string(), "") == Kind.MENTOR.value
    return told


def _order(order: Order) -> list[ColumnElement[Any]]:
    match order:
        case Order.WEEK:
            return [_CARD["week"].as_string().label("week")]
        case Order.AGE:
            return [_youngest().label("age")]
        case Order.AREA:
            kind, code = (_CARD["area", part].as_string().label(part) for part in ("kind", "code"))
            return [kind, code]
    return []


def _youngest() -> ColumnElement[int]:
    """Young people from the youngest, then mentors from the youngest."""
    ages = [*AgeBand, *(f"mentor {age}" for age in MentorAge)]
    mentor = "mentor " + _CARD["ages", 0].as_string()
    told = func.coalesce(_CARD["bands", 0].as_string(), mentor)
    return case({str(age): number for number, age in enumerate(ages)}, value=told, else_=len(ages))
