"""Questions about the inbox of an association: its cards on their shelves, sorted and sifted by what cards tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, and_, case, func, or_, select, union_all
from sqlalchemy.orm import Session, contains_eager

from hub import calendar
from hub.cards import Area, AreaKind
from hub.cards.forms import FAMILY_OF
from hub.lifecycle import LIVE, OfferState, ReferralState
from hub.models import Accompaniment, Member, Offer, Referral, UndoneAnswer
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
    shelf = _shelf(now)
    everywhere = replace(sieve, shelf=None)
    asked = _cards(select(shelf, func.count()), member, everywhere, now, aside=True)
    rows = session.execute(asked.group_by(shelf))
    counted = {Shelf(name): count for name, count in rows}
    return {each: counted[each] for each in Shelf if each in counted}


def inbox_page(session: Session, member: Member, sieve: Sieve, now: datetime, *, page: int = 1) -> list[Laid]:
    """The ``PAGE`` cards of that page, counted from 1: shelf by shelf, each in its order."""
    shelf = _shelf(now)
    asked = _cards(select(Offer, shelf), member, sieve, now).options(contains_eager(Offer.referral))
    rank = case({each.value: number for number, each in enumerate(Shelf)}, value=shelf)
    rows = session.execute(asked.order_by(rank, *_order(sieve.order)).limit(PAGE).offset((page - 1) * PAGE))
    return [Laid(Shelf(name), offer) for offer, name in rows]


def areas_told(session: Session, member: Member, now: datetime) -> list[Area]:
    """The areas that the cards of the inbox tell, each once."""
    kind, code = _TOLD["area", "kind"].as_string(), _TOLD["area", "code"].as_string()
    rows = session.execute(_cards(select(kind, code), member, Sieve(), now).distinct())
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


_TOLD: Any = Offer.card
_HELD: Mapping[Shelf, ReferralState] = MappingProxyType(
    {
        Shelf.TO_CONTACT: ReferralState.ACCEPTED,
        Shelf.TO_PAIR: ReferralState.CONTACTED,
        Shelf.WITHDRAWN: ReferralState.WITHDRAWN,
    }
)


def _cards(
    question: Select[Any], member: Member, sieve: Sieve, now: datetime, *, aside: bool = False
) -> Select[Any]:
    """Of what lies on that shelf, or on all: each is found by an index of its own, however old the association is."""
    found = _found(member.association_id, now)
    wanted = [each for each in Shelf if aside or each not in ASIDE] if sieve.shelf is None else [sieve.shelf]
    lying = union_all(*dict.fromkeys(found[shelf] for shelf in wanted))
    on_it = [_shelf(now) == sieve.shelf.value] if sieve.shelf else [_shelf(now).is_not(None)]
    return question.select_from(Offer).join(Referral).where(Offer.id.in_(lying), *on_it, *_sifted(sieve))


def _found(association_id: int | None, now: datetime) -> dict[Shelf, Select[tuple[int]]]:
    """The offers that may lie on each shelf."""
    mine = select(Offer.id).where(Offer.association_id == association_id)
    accepted = select(Accompaniment.offer_id.label("id")).where(
        Accompaniment.association_id == association_id
    )
    live = mine.where(Offer.state.in_(LIVE))
    held = accepted.where(Accompaniment.ended_at.is_(None))
    return {
        **dict.fromkeys(LIVE_SHELVES, live),
        Shelf.TO_CONTACT: held,
        Shelf.TO_PAIR: held,
        Shelf.WITHDRAWN: accepted.where(Accompaniment.ended_at > now - WITHDRAWN_SHOWN),
        Shelf.DECLINED: mine.where(Offer.answered_at > now - UNDONE_WITHIN),
    }


def _shelf(now: datetime) -> Label[str]:
    """The first shelf of those on which it may lie; none for what is nobody's turn here any more."""
    return case(*((_lies_on(shelf, now), shelf.value) for shelf in Shelf)).label("shelf")


def _lies_on(shelf: Shelf, now: datetime) -> ColumnElement[bool]:
    live = Offer.state.in_(LIVE)
    match shelf:
        case Shelf.OVERDUE:
            return and_(live, Offer.answer_by <= now)
        case Shelf.DUE_TODAY:
            return and_(live, Offer.answer_by <= calendar.end_of_day(calendar.civil(now)))
        case Shelf.NEW:
            return and_(live, Offer.seen_at.is_(None))
        case Shelf.TO_ANSWER:
            return live
        case Shelf.DECLINED:
            return and_(
                Offer.state == OfferState.DECLINED, Offer.decline_reason != DeclineReason.PASSED_ON
            )
    return and_(Offer.state == OfferState.ACCEPTED, Referral.state == _HELD[shelf])


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
        mode = _TOLD["mode"].as_string()
        asked.append(or_(mode.is_(None), mode.in_([sieve.mode.value, Mode.EITHER.value])))
    if sieve.area:
        asked.append(_TOLD["area", "kind"].as_string() == sieve.area.kind.value)
        asked.append(_TOLD["area", "code"].as_string() == sieve.area.code)
    return asked


def _lists(field: str, code: StrEnum) -> ColumnElement[bool]:
    told: ColumnElement[bool] = _TOLD[field].as_string().contains(f'"{code.value}"')
    return told


def _order(order: Order) -> list[ColumnElement[Any]]:
    urgency = func.coalesce(Offer.answered_at, Offer.answer_by)
    match order:
        case Order.WEEK:
            return [_TOLD["week"].as_string(), urgency, Offer.id]
        case Order.AGE:
            return [_youngest(), urgency, Offer.id]
        case Order.AREA:
            area = [_TOLD["area", "kind"].as_string(), _TOLD["area", "code"].as_string()]
            return [*area, urgency, Offer.id]
    return [urgency, Offer.id]


def _youngest() -> ColumnElement[int]:
    """Young people from the youngest, then mentors from the youngest."""
    told = func.coalesce(_TOLD["bands", 0].as_string(), _TOLD["ages", 0].as_string())
    mentors = case({age.value: number for number, age in enumerate(MentorAge)}, value=told, else_=0)
    people = case({band.value: number for number, band in enumerate(AgeBand)}, value=told, else_=0)
    return case((Referral.kind == Kind.MENTOR, 100 + mentors), else_=people)


def undone_since(session: Session, association_id: int | None, since: datetime) -> int:
    """How many answers the association took back since then."""
    counted = select(func.count()).where(
        UndoneAnswer.association_id == association_id, UndoneAnswer.undone_at > since
    )
    return session.scalar(counted) or 0
