"""Breaking the glass: the one way to a name before an acceptance.  One of the desk asks, another grants, with a reason.

Fifteen minutes, for the one who asked and nobody else; each reading is noted, and the data-protection officer is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from sqlalchemy.exc import IntegrityError

from hub import alarms, identities, journal, journey, queries, vouching
from hub.journal import Act
from hub.models import AlarmKind, GlassReason, GlassRequest, Member, Referral, Role
from hub.queries import glass_requests
from hub.vault import CannotOpen
from hub.vocabulary import Identity
from hub.wording import N_
from hub.work import Errand, Hub, Work

OPEN_FOR = timedelta(minutes=15)
ASKED_FOR = timedelta(hours=24)
"""Granted by nobody for so long, what was asked has lost its point."""

REASONS: Mapping[GlassReason, str] = MappingProxyType(
    {
        GlassReason.DANGER: N_("Quelqu’un est peut-être en danger"),
        GlassReason.RIGHTS: N_("La personne exerce ses droits et n’a plus son lien de suivi"),
        GlassReason.JUSTICE: N_("La justice ou une autorité le demande par écrit"),
        GlassReason.IMPOSTURE: N_("L’inscription a été faite au nom de quelqu’un d’autre"),
    }
)


class AskedAlready(Exception):
    """Somebody asked about this referral a moment ago: one answer at a time."""


class NotByTwo(Exception):
    """Whoever asks does not grant: it takes somebody else."""


class Over(Exception):
    """It was refused, taken back, or its time has passed."""


class NotYours(Exception):
    """Only the one who asked reads the name."""


class NotYetReleased(Exception):
    """The two words are being verified: the name comes in a moment."""


class ForgedGrant(Exception):
    """The row says granted, but two people of the desk never said so.  Nothing is released."""


def ask(work: Work, referral: Referral, member: Member, *, reason: GlassReason, note: str) -> GlassRequest:
    """``note``: for the one who grants, up to 300 characters.

    Raises :class:`AskedAlready`, or :class:`hub.identities.Forgotten` when there is no name left to read.
    """
    if not queries.is_kept(work.session, referral):
        raise identities.Forgotten("who it was has been erased")
    request = GlassRequest(
        referral=referral, reason=reason, note=note, asked_by_id=member.id, asked_at=work.now
    )
    request.ask_seal = work.vault.sign_answer(_asked(request))
    try:
        with work.session.begin_nested():
            work.session.add(request)
    except IntegrityError:
        raise AskedAlready("this glass is asked for already") from None
    journey.tell_desk_of_glass(work, but=member)
    journal.note(work, Act.GLASS_ASKED, referral.reference, by=member, reason=reason.value)
    return request


def grant(work: Work, request: GlassRequest, member: Member) -> None:
    """The second person's word.  Raises :class:`NotByTwo` or :class:`Over`."""
    _hold(work, request)
    if member.id == request.asked_by_id:
        raise NotByTwo("whoever asks does not grant")
    if request.granted_at is not None or work.now - request.asked_at >= ASKED_FOR:
        raise Over("this was granted, or asked too long ago")
    with work.session.no_autoflush:  # a grant is written whole, or the database refuses it
        request.granted_by_id, request.granted_at = member.id, work.now
        request.ends_at = work.now + OPEN_FOR
        request.grant_seal = work.vault.sign_answer(_granted(request))
    journey.tell_dpo(work, request)
    reference = request.referral.reference
    journal.note(work, Act.GLASS_GRANTED, reference, by=member, reason=request.reason.value)
    work.ring(Errand.GLASS, request)


def refuse(work: Work, request: GlassRequest, member: Member) -> None:
    """The second person says no, or the first takes it back, also once it was granted.  Raises :class:`Over`."""
    _hold(work, request)
    request.refused_by_id = member.id
    _close(work, request)
    journal.note(work, Act.GLASS_REFUSED, request.referral.reference, by=member)


def release(work: Work, request_id: int) -> None:
    """The worker's part: verify both words, then seal the identity again for the portal, for what is left of the time.

    What was cut short is closed.  Safe to call at any time and twice.  Raises :class:`ForgedGrant`.
    """
    request = work.session.get_one(GlassRequest, request_id, with_for_update=True)
    if request.closed_at is None and request.ends_at is not None and request.ends_at <= work.now:
        _close(work, request)
    if request.identity is not None or not _is_granted(work, request):
        return
    if not _is_genuine(work, request):
        raise ForgedGrant(f"request {request.id} does not carry the portal's seals of two of the desk")
    request.identity = identities.release_to_desk(work, request.referral, request.id)
    work.flush()


def attend(hub: Hub, request_id: int) -> None:
    """Release what two people granted; what they never said is closed for good, noted and told."""
    try:
        with hub.begin() as work:
            release(work, request_id)
    except (ForgedGrant, CannotOpen):
        with hub.begin() as work:
            request = work.session.get_one(GlassRequest, request_id, with_for_update=True)
            _close(work, request)
            journal.note(work, Act.GLASS_REFUSED, request.referral.reference)
            alarms.raise_(work, AlarmKind.FORGED_ROW, subject=request.referral.reference)


def read(work: Work, request: GlassRequest, member: Member) -> Identity:
    """Who it is, for the one who asked.  No trace, no page: both are one transaction.

    Raises :class:`NotYours`, :class:`Over` or :class:`NotYetReleased`.
    """
    _hold(work, request)
    if member.id != request.asked_by_id:
        raise NotYours("only the one who asked reads the name")
    if not _is_granted(work, request):
        raise Over("its time has passed, or nobody granted it")
    if request.identity is None:
        raise NotYetReleased("both words are being verified")
    identity = identities.open_for_desk(work, request.identity, request.referral, request.id)
    request.opened_at = request.opened_at or work.now
    journal.note(work, Act.GLASS_OPENED, request.referral.reference, by=member, reason=request.reason.value)
    return identity


def close_due(hub: Hub) -> None:
    """Close what nobody granted in a day, and what was open for fifteen minutes: the sealed name is erased."""
    with hub.read() as work:
        due = glass_requests.to_close(work.session, asked_before=work.now - ASKED_FOR, now=work.now)
    for request_id in due:
        with hub.begin() as work:
            request = work.session.get_one(GlassRequest, request_id, with_for_update=True)
            if request.closed_at is None:
                _close(work, request)


def forget(work: Work, referral: Referral) -> None:
    """With the boxes go the copy that was read and what was written about it."""
    for request in _open_about(work, referral):
        _close(work, request)
    for request in glass_requests.about(work.session, referral.id):
        request.note = None


def cut_short(work: Work, referral: Referral) -> None:
    """Nobody reads it from now on.  The sealed name is erased by the worker: a door may not."""
    for request in _open_about(work, referral):
        if request.ends_at is None:
            request.closed_at = work.now
        else:
            request.ends_at = min(request.ends_at, work.now)
            work.ring(Errand.GLASS, request)


def _open_about(work: Work, referral: Referral) -> list[GlassRequest]:
    return [each for each in glass_requests.about(work.session, referral.id) if each.closed_at is None]


def _hold(work: Work, request: GlassRequest) -> None:
    work.session.refresh(request, with_for_update=True)
    if request.closed_at is not None:
        raise Over("this was refused, taken back, or its time has passed")


def _close(work: Work, request: GlassRequest) -> None:
    request.identity, request.closed_at = None, work.now


def _is_granted(work: Work, request: GlassRequest) -> bool:
    return request.closed_at is None and request.ends_at is not None and work.now < request.ends_at


def _is_genuine(work: Work, request: GlassRequest) -> bool:
    """Two seals of the portal, of two people who are still of the desk, over the same request."""
    two = (request.asked_by, request.granted_by)
    if request.grant_seal is None or request.asked_by_id == request.granted_by_id:
        return False
    if any(one is None or one.removed_at is not None or one.role is not Role.DESK for one in two):
        return False
    if not all(one and vouching.is_our_member(work, one) for one in two):
        return False
    asked = work.vault.is_signed(_asked(request), request.ask_seal)
    return asked and work.vault.is_signed(_granted(request), request.grant_seal)


def _asked(request: GlassRequest) -> str:
    """What the portal seals with its word.  No answer to a card begins like this."""
    said = ("glass", request.referral.reference, request.reason, request.asked_by_id, _told(request.asked_at))
    return ":".join(map(str, said))


def _granted(request: GlassRequest) -> str:
    if request.granted_at is None or request.ends_at is None:
        return ""
    said = (_asked(request), request.granted_by_id, _told(request.granted_at), _told(request.ends_at))
    return ":".join(map(str, said))


def _told(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
