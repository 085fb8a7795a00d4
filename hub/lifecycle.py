"""What may follow what.  A move that is not in a table does not exist (docs/architecture.md draws them)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ReferralState(StrEnum):
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    AWAITING_CHECK = "awaiting_check"
    AWAITING_GUARDIAN = "awaiting_guardian"
    LOOKING = "looking"
    OFFERED = "offered"
    WAITING = "waiting"
    WITH_DESK = "with_desk"
    ACCEPTED = "accepted"
    CONTACTED = "contacted"
    PAIRED = "paired"
    UNREACHABLE = "unreachable"
    RESTRICTED = "restricted"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    FORGOTTEN = "forgotten"


class OfferState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    RECALLED = "recalled"
    RETURNED = "returned"


class Answer(StrEnum):
    """What may befall an offer."""

    ACCEPT = "accept"
    DECLINE = "decline"
    PASS_DEADLINE = "pass_deadline"  # noqa: S105 (no password: a deadline that passes)
    EXPIRE = "expire"
    RECALL = "recall"
    GIVE_BACK = "give_back"
    REOPEN = "reopen"
    REOPEN_LATE = "reopen_late"


class Owner(StrEnum):
    """Whose turn it is."""

    PERSON = "person"
    GUARDIAN = "guardian"
    HUB = "hub"
    ASSOCIATION = "association"
    DESK = "desk"


class IllegalMove(Exception):
    """The state reached is not one this move may leave from."""


LIVE = frozenset({OfferState.OPEN, OfferState.OVERDUE})
ENDED = frozenset({ReferralState.CLOSED, ReferralState.WITHDRAWN, ReferralState.FORGOTTEN})
ROUTABLE = frozenset({ReferralState.LOOKING, ReferralState.OFFERED, ReferralState.WAITING})
HELD = frozenset(
    {
        ReferralState.ACCEPTED,
        ReferralState.CONTACTED,
        ReferralState.PAIRED,
        ReferralState.UNREACHABLE,
    }
)
"""An association said yes, and may read who it is for as long as the hub keeps it."""

UNDATED = ENDED | HELD | {ReferralState.RESTRICTED}
"""No answer is promised: there was one, or nobody looks for any."""

RESTRICTABLE = frozenset(ReferralState) - {ReferralState.RESTRICTED, ReferralState.FORGOTTEN}
"""From anywhere somebody may ask that everything stands still; once it is lifted, it is there again."""

ANSWERS: Mapping[tuple[OfferState, Answer], OfferState] = MappingProxyType(
    {
        (OfferState.OPEN, Answer.ACCEPT): OfferState.ACCEPTED,
        (OfferState.OPEN, Answer.DECLINE): OfferState.DECLINED,
        (OfferState.OPEN, Answer.PASS_DEADLINE): OfferState.OVERDUE,
        (OfferState.OPEN, Answer.EXPIRE): OfferState.EXPIRED,
        (OfferState.OPEN, Answer.RECALL): OfferState.RECALLED,
        (OfferState.OVERDUE, Answer.ACCEPT): OfferState.ACCEPTED,
        (OfferState.OVERDUE, Answer.DECLINE): OfferState.DECLINED,
        (OfferState.OVERDUE, Answer.EXPIRE): OfferState.EXPIRED,
        (OfferState.OVERDUE, Answer.RECALL): OfferState.RECALLED,
        (OfferState.ACCEPTED, Answer.GIVE_BACK): OfferState.RETURNED,
        (OfferState.RECALLED, Answer.REOPEN): OfferState.OPEN,
        (OfferState.DECLINED, Answer.REOPEN): OfferState.OPEN,
        (OfferState.DECLINED, Answer.REOPEN_LATE): OfferState.OVERDUE,
    }
)

MOVES: Mapping[ReferralState, frozenset[ReferralState]] = MappingProxyType(
    {
        ReferralState.AWAITING_CONFIRMATION: frozenset(
            {
                ReferralState.AWAITING_GUARDIAN,
                ReferralState.LOOKING,
                ReferralState.RESTRICTED,
                ReferralState.WITHDRAWN,
                ReferralState.FORGOTTEN,
            }
        ),
        ReferralState.AWAITING_CHECK: frozenset(
            {
                ReferralState.AWAITING_GUARDIAN,
                ReferralState.LOOKING,
                ReferralState.CLOSED,
                ReferralState.RESTRICTED,
                ReferralState.WITHDRAWN,
            }
        ),
        ReferralState.AWAITING_GUARDIAN: frozenset(
            {
                ReferralState.LOOKING,
                ReferralState.RESTRICTED,
                ReferralState.WITHDRAWN,
                ReferralState.FORGOTTEN,
            }
        ),
        ReferralState.LOOKING: frozenset(
            {
                ReferralState.OFFERED,
                ReferralState.WAITING,
                ReferralState.WITH_DESK,
                ReferralState.RESTRICTED,
                ReferralState.WITHDRAWN,
            }
        ),
        ReferralState.OFFERED: frozenset(
            {
                ReferralState.LOOKING,
                ReferralState.WAITING,
                ReferralState.WITH_DESK,
                ReferralState.ACCEPTED,
                ReferralState.RESTRICTED,
                ReferralState.WITHDRAWN,
            }
        ),
        ReferralState.WAITING: frozenset(
            {
                ReferralState.OFFERED,
                ReferralState.WITH_DESK,
                ReferralState.RESTRICTED,
                ReferralState.WITHDRAWN,
            }
        ),
        ReferralState.WITH_DESK: frozenset(
            {
                ReferralState.OFFERED,
                ReferralState.LOOKING,
                ReferralState.CLOSED,
                ReferralState.RESTRICTED,
                ReferralState.WITHDRAWN,
            }
        ),
        ReferralState.ACCEPTED: frozenset(
            {
                ReferralState.CONTACTED,
                ReferralState.UNREACHABLE,
                ReferralState.LOOKING,
                ReferralState.CLOSED,
                ReferralState.RESTRICTED,
                ReferralState.WITHDRAWN,
                ReferralState.FORGOTTEN,
            }
        ),
        ReferralState.CONTACTED: frozenset(
            {
                ReferralState.PAIRED,
                ReferralState.UNREACHABLE,
                ReferralState.LOOKING,
                ReferralState.CLOSED,
                ReferralState.RESTRICTED,
                ReferralState.WITHDRAWN,
                ReferralState.FORGOTTEN,
            }
        ),
        ReferralState.PAIRED: frozenset(
            {
                ReferralState.CONTACTED,
                ReferralState.CLOSED,
                ReferralState.RESTRICTED,
                ReferralState.WITHDRAWN,
                ReferralState.FORGOTTEN,
            }
        ),
        ReferralState.UNREACHABLE: frozenset(
            {
                ReferralState.ACCEPTED,
                ReferralState.CONTACTED,
                ReferralState.CLOSED,
                ReferralState.RESTRICTED,
                ReferralState.WITHDRAWN,
                ReferralState.FORGOTTEN,
            }
        ),
        ReferralState.CLOSED: frozenset({ReferralState.RESTRICTED, ReferralState.FORGOTTEN}),
        ReferralState.WITHDRAWN: frozenset({ReferralState.RESTRICTED, ReferralState.FORGOTTEN}),
        ReferralState.RESTRICTED: frozenset({ReferralState.WITHDRAWN, ReferralState.FORGOTTEN}),
        ReferralState.FORGOTTEN: frozenset(),
    }
)

OWNERS: Mapping[ReferralState, Owner | None] = MappingProxyType(
    {
        ReferralState.AWAITING_CONFIRMATION: Owner.PERSON,
        ReferralState.AWAITING_CHECK: Owner.DESK,
        ReferralState.AWAITING_GUARDIAN: Owner.GUARDIAN,
        ReferralState.LOOKING: Owner.HUB,
        ReferralState.OFFERED: Owner.ASSOCIATION,
        ReferralState.WAITING: Owner.HUB,
        ReferralState.WITH_DESK: Owner.DESK,
        ReferralState.ACCEPTED: Owner.ASSOCIATION,
        ReferralState.CONTACTED: Owner.ASSOCIATION,
        ReferralState.PAIRED: Owner.ASSOCIATION,
        ReferralState.UNREACHABLE: Owner.PERSON,
        ReferralState.RESTRICTED: Owner.DESK,
        ReferralState.CLOSED: None,
        ReferralState.WITHDRAWN: None,
        ReferralState.FORGOTTEN: None,
    }
)


def answered(state: OfferState, answer: Answer) -> OfferState:
    try:
        return ANSWERS[state, answer]
    except KeyError:
        raise IllegalMove(f"an offer that is {state} cannot be answered with {answer}") from None


def moved(state: ReferralState, to: ReferralState) -> ReferralState:
    if to not in MOVES[state]:
        raise IllegalMove(f"a referral that is {state} cannot become {to}")
    return to
