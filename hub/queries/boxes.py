"""Questions about what is sealed to a key of the hub: which rows, to which key, and another box in its place.

A box begins with a print of its key (:mod:`hub.vault.boxes`), so that nothing is opened to be counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Row,
    Select,
    and_,
    func,
    inspect,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from hub.lifecycle import OfferState
from hub.models import (
    Amendment,
    Association,
    Authenticator,
    Base,
    Company,
    GlassRequest,
    Offer,
    OpenPage,
    Prescriber,
    Referral,
    SealedBoxes,
    StoredDecision,
)
from hub.vault.boxes import KEY_ID_BYTES, LIDDED
from hub.vault.signing import DIGEST_BYTES, NUMBER_BYTES

INTAKE, PORTAL, RECOVERY = "intake", "portal", "recovery"


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """Boxes of one table for one key.  ``cells``: each column, and that of the same box for recovery, if there is one.

    ``owner``: what a box's place is told by; ``through``: the tables that lead to it.
    """

    name: str
    pair: str
    table: type[Base]
    cells: Mapping[str, str | None]
    owner: InstrumentedAttribute[Any]
    through: tuple[Any, ...] = field(default=())

    @property
    def key(self) -> ColumnElement[int]:
        return cast(ColumnElement[int], inspect(self.table).primary_key[0])

    @property
    def columns(self) -> list[str]:
        return [*self.cells, *(copy for copy in self.cells.values() if copy)]


KINDS = (
    Kind(
        "sealed_boxes",
        INTAKE,
        SealedBoxes,
        {"identity": "identity_for_recovery", "need": "need_for_recovery"},
        Referral.reference,
        (SealedBoxes.referral,),
    ),
    Kind("prescribers", INTAKE, Prescriber, {"contact": "contact_for_recovery"}, Prescriber.address_digest),
    Kind("companies", INTAKE, Company, {"contact": "contact_for_recovery"}, Company.reference),
    Kind("open_pages", INTAKE, OpenPage, {"typed": None}, Referral.reference, (OpenPage.referral,)),
    Kind(
        "amendments",
        INTAKE,
        Amendment,
        {"box": None, "typed": None, "former": None},
        Referral.reference,
        (Amendment.page, OpenPage.referral),
    ),
    Kind("prescribers_for_desk", PORTAL, Prescriber, {"contact_for_desk": None}, Prescriber.address_digest),
    Kind("companies_for_desk", PORTAL, Company, {"contact_for_desk": None}, Company.reference),
    Kind("associations", PORTAL, Association, {"wrapped_key": None}, Association.slug),
    Kind("authenticators", PORTAL, Authenticator, {"secret": None}, Authenticator.member_id),
    Kind(
        "decisions", PORTAL, StoredDecision, {"sealed": None}, Referral.reference, (StoredDecision.referral,)
    ),
    Kind(
        "glass_requests",
        PORTAL,
        GlassRequest,
        {"identity": None},
        Referral.reference,
        (GlassRequest.referral,),
    ),
)


def outdated(
    session: Session, kind: Kind, current: Mapping[str, bytes], *, after: int = 0, most: int = 200
) -> Sequence[Row[Any]]:
    """The next rows where something is sealed to another key than these: ``key``, ``owner``, and each column."""
    told = (kind.key.label("key"), kind.owner.label("owner"), *(_column(kind, name) for name in kind.columns))
    asked = _reached(select(*told), kind).where(kind.key > after, _is_outdated(kind, current))
    return session.execute(asked.order_by(kind.key).limit(most)).all()


def how_many_outdated(session: Session, kind: Kind, current: Mapping[str, bytes]) -> int:
    asked = select(func.count()).select_from(kind.table).where(_is_outdated(kind, current))
    return session.scalar(asked) or 0


def how_many_sealed_by(session: Session, kind: Kind, pair: str, prints: Iterable[bytes]) -> int:
    """The rows of this table that still need one of these keys of the pair."""
    columns = [_column(kind, name) for name in columns_for(kind, pair)]
    found = [_begins(column, one) for one in prints for column in columns]
    if not found:
        return 0
    return session.scalar(select(func.count()).select_from(kind.table).where(or_(*found))) or 0


def some(session: Session, kind: Kind, *, after: int = 0, most: int = 200) -> Sequence[Row[Any]]:
    """The next rows that hold a box, whatever its key."""
    told = (kind.key.label("key"), kind.owner.label("owner"), *(_column(kind, name) for name in kind.columns))
    held = or_(*(_column(kind, name).is_not(None) for name in kind.cells))
    return session.execute(
        _reached(select(*told), kind).where(kind.key > after, held).order_by(kind.key).limit(most)
    ).all()


def highest(session: Session, kind: Kind) -> int:
    return session.scalar(select(func.max(kind.key))) or 0


def replace(session: Session, kind: Kind, row: Row[Any], values: Mapping[str, Any]) -> bool:
    """Put these in the place of what was read, unless somebody wrote there meanwhile."""
    unchanged = [_column(kind, name).is_not_distinct_from(getattr(row, name)) for name in kind.columns]
    asked = update(kind.table).where(kind.key == row.key, *unchanged).values(dict(values))
    done = session.execute(asked.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], done).rowcount == 1


def columns_for(kind: Kind, pair: str) -> list[str]:
    """The columns of this table that the pair's keys open."""
    copies = [copy for copy in kind.cells.values() if copy]
    return [*(kind.cells if kind.pair == pair else ()), *(copies if pair == RECOVERY else ())]


def let_go(session: Session, current: bytes, now: datetime) -> list[str]:
    """Empty what has no other box, where it is sealed to another key; whose change was asked in vain."""
    lost = and_(Amendment.box.is_not(None), not_(_begins(Amendment.box, current)))
    asked = select(Referral.reference).join(OpenPage).join(Amendment).where(lost)
    references = list(session.scalars(asked.distinct().order_by(Referral.reference)))
    for table, column, values in (
        (Amendment, Amendment.typed, {"typed": None}),
        (Amendment, Amendment.former, {"former": None}),
        (Amendment, Amendment.box, {"box": None, "done_at": now}),
        (OpenPage, OpenPage.typed, {"typed": None, "answered_at": now}),
    ):
        unread = and_(column.is_not(None), not_(_begins(column, current)))
        session.execute(
            update(table).where(unread).values(values).execution_options(synchronize_session=False)
        )
    return references


def answers_signed_by_others(session: Session, number: int, *, after: int, most: int) -> Sequence[Offer]:
    """The next acceptances that are sealed by another generation than this one."""
    asked = select(Offer).where(Offer.id > after, _is_signed_by_another(number))
    return session.scalars(asked.order_by(Offer.id).limit(most)).all()


def how_many_signed_by_others(session: Session, number: int) -> int:
    return session.scalar(select(func.count()).select_from(Offer).where(_is_signed_by_another(number))) or 0


def sign_again(session: Session, offer: Offer, former: bytes, seal: bytes) -> bool:
    """Unless somebody wrote there meanwhile."""
    asked = update(Offer).where(Offer.id == offer.id, Offer.answer_seal == former).values(answer_seal=seal)
    done = session.execute(asked.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], done).rowcount == 1


def _is_signed_by_another(number: int) -> ColumnElement[bool]:
    head = number.to_bytes(NUMBER_BYTES, "big")
    bare = func.length(Offer.answer_seal) == DIGEST_BYTES
    own = bare if number == 0 else and_(not_(bare), func.substr(Offer.answer_seal, 1, NUMBER_BYTES) == head)
    return and_(Offer.state == OfferState.ACCEPTED, Offer.answer_seal.is_not(None), not_(own))


def _is_outdated(kind: Kind, current: Mapping[str, bytes]) -> ColumnElement[bool]:
    pairs = {**dict.fromkeys(kind.cells, kind.pair), **dict.fromkeys(columns_for(kind, RECOVERY), RECOVERY)}
    return or_(
        *(
            and_(_column(kind, name).is_not(None), not_(_begins(_column(kind, name), current[pair])))
            for name, pair in pairs.items()
            if pair in current
        )
    )


def _begins(column: ColumnElement[Any] | InstrumentedAttribute[Any], print_: bytes) -> ColumnElement[bool]:
    """Whether a box names this key, first or behind the sign of a lid."""
    first = func.substr(column, 1, KEY_ID_BYTES) == print_
    return or_(first, func.substr(column, 1, len(LIDDED) + KEY_ID_BYTES) == LIDDED + print_)


def _reached(asked: Select[Any], kind: Kind) -> Select[Any]:
    asked = asked.select_from(kind.table)
    for step in kind.through:
        asked = asked.join(step)
    return asked


def _column(kind: Kind, name: str) -> ColumnElement[Any]:
    return cast(ColumnElement[Any], getattr(kind.table, name))
