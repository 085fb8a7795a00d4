"""Questions about the inbox of an association: its cards on their shelves, sorted and sifted by what cards tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, or_, select, union_all
from sqlalchemy.orm import Session, contains_eager

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
    asked = _cards(select(_SHELF, func.count()), replace(sieve, shelf=None), tuple(Shelf)).group_by(_SHELF)
    counted = {Shelf(name): count for name, count in session.execute(asked, _told(member, now))}
    return {each: counted[each] for each in Shelf if each in counted}


def page_of(session: Session, member: Member, sieve: Sieve, now: datetime, *, page: int = 1) -> list[Laid]:
    """The ``PAGE`` cards of that page, counted from 1: shelf by shelf, each in its order."""
    asked = (
        _cards(select(Offer, _SHELF), sieve)
        .options(contains_eager(Offer.referral))
        .order_by(_RANK, *_order(sieve.order))
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [Laid(Shelf(name), offer) for offer, name in session.execute(asked, _told(member, now))]


def areas_told(session: Session, member: Member, now: datetime) -> list[Area]:
    """The areas that the cards of the inbox tell, each once."""
    asked = _cards(select(_CARD["area", "kind"].as_string(), _CARD["area", "code"].as_string()), Sieve())
    rows = session.execute(asked.distinct(), _told(member, now))
    return sorted((Area(AreaKind(row[0]), row[1]) for row in rows), key=lambda area: (area.kind, area.code))


def offers_of(session: Session, member: Member, card_numbers: Iterable[str]) -> list[Offer]:
    """Those of the member's association among these cards, as asked for; the others do not exist."""
    wanted = list(dict.fromkeys(card_numbers))
    rows = session.scalars(
        select(Offer)
        .join(Referral)
        .options(contains_eager(Offer.referral))
        .where(Offer.association_id == member.association_id, Offer.card_number.in_(wanted))
    )
    return sorted(rows, key=lambda offer: wanted.index(offer.card_number))


_CARD: Any = Offer.card
_MINE: Any = bindparam("mine", type_=Integer)
_NOW, _TONIGHT, _LATELY, _LAST_MONTH = (
    bindparam(name, type_=UtcDateTime) for name in ("now", "tonight", "lately", "last_month")
)
_LIVE = Offer.state.in_(LIVE)


def _accepted(state: ReferralState) -> ColumnElement[bool]:
    return and_(Offer.state == OfferState.ACCEPTED, Referral.state == state)


_LIES_ON: Mapping[Shelf, ColumnElement[bool]] = MappingProxyType(
    {
        Shelf.OVERDUE: and_(_LIVE, Offer.answer_by <= _NOW),
        Shelf.DUE_TODAY: and_(_LIVE, Offer.answer_by <= _TONIGHT),
        Shelf.NEW: and_(_LIVE, Offer.seen_at.is_(None)),
        Shelf.TO_ANSWER: _LIVE,
        Shelf.TO_CONTACT: _accepted(ReferralState.ACCEPTED),
        Shelf.TO_PAIR: _accepted(ReferralState.CONTACTED),
        Shelf.WITHDRAWN: _accepted(ReferralState.WITHDRAWN),
        Shelf.DECLINED: and_(
            Offer.state == OfferState.DECLINED, Offer.decline_reason != DeclineReason.PASSED_ON
        ),
    }
)
"""A card lies on the first of these; on none once it is nobody's turn here."""

_SHELF = case(*((condition, shelf.value) for shelf, condition in _LIES_ON.items())).label("shelf")
_RANK = case(*((condition, number) for number, condition in enumerate(_LIES_ON.values())))

_OFFERS = select(Offer.id).where(Offer.association_id == _MINE)
_HELD = select(Accompaniment.offer_id.label("id")).where(Accompaniment.association_id == _MINE)
_FOUND: Mapping[Shelf, Select[tuple[int]]] = MappingProxyType(
    {
        **dict.fromkeys(LIVE_SHELVES, _OFFERS.where(_LIVE)),
        **dict.fromkeys((Shelf.TO_CONTACT, Shelf.TO_PAIR), _HELD.where(Accompaniment.ended_at.is_(None))),
        Shelf.WITHDRAWN: _HELD.where(Accompaniment.ended_at > _LAST_MONTH),
        Shelf.DECLINED: _OFFERS.where(Offer.answered_at > _LATELY),
    }
)
"""Where to look for each, by an index that stays short however old the association is."""
_WAITING = tuple(shelf for shelf in Shelf if shelf not in ASIDE)


def _told(member: Member, now: datetime) -> dict[str, Any]:
    """What the statements, which are made once, do not know."""
    return {
        "mine": member.association_id,
        "now": now,
        "tonight": calendar.end_of_day(calendar.civil(now)),
        "lately": now - UNDONE_WITHIN,
        "last_month": now - WITHDRAWN_SHOWN,
    }


def _cards(question: Select[Any], sieve: Sieve, wanted: tuple[Shelf, ...] = _WAITING) -> Select[Any]:
    """Of what lies on that shelf, or on all of those."""
    found = dict.fromkeys(_FOUND[shelf] for shelf in ([sieve.shelf] if sieve.shelf else wanted))
    on_it = sieve.shelf.value == _SHELF if sieve.shelf else _SHELF.is_not(None)
    lying = Offer.id.in_(union_all(*found))
    return question.select_from(Offer).join(Referral).where(lying, on_it, *_sifted(sieve))


def _sifted(sieve: Sieve) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if sieve.kind:
        asked.append(Referral.kind == sieve.kind)
    if sieve.age:
        ages = "ages" if isinstance(sieve.age, MentorAge) else "bands"
        kind = Kind.MENTOR if isinstance(sieve.age, MentorAge) else Kind.YOUNG_PERSON
        asked += [Referral.kind == kind, _lists(ages, sieve.age)]
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


def _order(order: Order) -> list[ColumnElement[Any]]:
    urgency = func.coalesce(Offer.answered_at, Offer.answer_by)
    match order:
        case Order.WEEK:
            return [_CARD["week"].as_string(), urgency, Offer.id]
        case Order.AGE:
            return [_youngest(), urgency, Offer.id]
        case Order.AREA:
            area = [_CARD["area", "kind"].as_string(), _CARD["area", "code"].as_string()]
            return [*area, urgency, Offer.id]
    return [urgency, Offer.id]


def _youngest() -> ColumnElement[int]:
    """Young people from the youngest, then mentors from the youngest."""
    told = func.coalesce(_CARD["bands", 0].as_string(), _CARD["ages", 0].as_string())
    mentors = case({age.value: number for number, age in enumerate(MentorAge)}, value=told, else_=0)
    people = case({band.value: number for number, band in enumerate(AgeBand)}, value=told, else_=0)
    return case((Referral.kind == Kind.MENTOR, 100 + mentors), else_=people)


def undone_since(session: Session, association_id: int | None, since: datetime) -> int:
    """How many answers the association took back since then."""
    counted = select(func.count()).where(
        UndoneAnswer.association_id == association_id, UndoneAnswer.undone_at > since
    )
    return session.scalar(counted) or 0
