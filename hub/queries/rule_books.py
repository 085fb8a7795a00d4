"""Questions about the texts of the rule book.  In use is the one that was taken last."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from hub.models import Origin, RuleBookVersion

LAST_TAKEN = (RuleBookVersion.taken_at.desc(), RuleBookVersion.id.desc())


def rule_book_in_use(session: Session) -> RuleBookVersion | None:
    """None while none was ever taken: the file beside the code speaks then."""
    return session.scalars(_taken().limit(1)).one_or_none()


def hold_rule_book_in_use(session: Session) -> None:
    """Until the end of the work."""
    session.scalars(_taken().limit(1).with_for_update()).one_or_none()


def rule_books_taken(session: Session) -> list[RuleBookVersion]:
    """Every text that was ever in use, the latest first."""
    return list(session.scalars(_taken()))


def rule_book_called(session: Session, version: str) -> RuleBookVersion | None:
    """The text of this version: a row that was taken, if one ever was, rather than one that was only seen."""
    return session.scalars(
        select(RuleBookVersion)
        .where(RuleBookVersion.version == version)
        .order_by(RuleBookVersion.taken_at.is_(None), *LAST_TAKEN)
        .limit(1)
    ).one_or_none()


def rule_file_seen_last(session: Session) -> RuleBookVersion | None:
    """The file as it was when it last changed, whether right or wrong."""
    return _last_of(session, Origin.FILE)


def file_seen(version: ColumnElement[str]) -> Select[int]:
    """The file's last row, if it is of this version and right: there is nothing to notice then."""
    last = select(func.max(RuleBookVersion.id)).where(RuleBookVersion.origin == Origin.FILE).scalar_subquery()
    right = (RuleBookVersion.version == version, RuleBookVersion.problems.is_(None))
    return select(RuleBookVersion.id).where(RuleBookVersion.id == last, *right)


def broken_rule_file(session: Session) -> RuleBookVersion | None:
    """The file as it stands, if it is wrong: nothing of it is in use."""
    seen = rule_file_seen_last(session)
    return seen if seen and seen.problems else None


def proposed_rule_book(session: Session) -> RuleBookVersion | None:
    """The desk's last proposal, if it was not taken and nothing else was taken since."""
    proposal, in_use = _last_of(session, Origin.DESK), rule_book_in_use(session)
    if proposal is None or proposal.taken_at:
        return None
    return None if in_use and _since(in_use, proposal) else proposal


def open_proposals(session: Session) -> list[RuleBookVersion]:
    """Every text of the desk's that may still be taken, the latest first."""
    in_use = rule_book_in_use(session)
    waiting = select(RuleBookVersion).where(
        RuleBookVersion.origin == Origin.DESK, RuleBookVersion.taken_at.is_(None)
    )
    if in_use and in_use.taken_at:
        waiting = waiting.where(RuleBookVersion.seen_at >= in_use.taken_at)
    return list(session.scalars(waiting.order_by(RuleBookVersion.id.desc())))


def was_overtaken(session: Session, row: RuleBookVersion) -> bool:
    """Whether another text was taken after this one was seen."""
    in_use = rule_book_in_use(session)
    return in_use is not None and _since(in_use, row)


def next_rule_book_id(session: Session) -> int:
    return (session.scalar(select(func.max(RuleBookVersion.id))) or 0) + 1


def _taken() -> Select[RuleBookVersion]:
    return select(RuleBookVersion).where(RuleBookVersion.taken_at.is_not(None)).order_by(*LAST_TAKEN)


def _last_of(session: Session, origin: Origin) -> RuleBookVersion | None:
    return session.scalars(
        select(RuleBookVersion)
        .where(RuleBookVersion.origin == origin)
        .order_by(RuleBookVersion.id.desc())
        .limit(1)
    ).one_or_none()


def _since(in_use: RuleBookVersion, row: RuleBookVersion) -> bool:
    return in_use.taken_at is not None and in_use.taken_at > row.seen_at
