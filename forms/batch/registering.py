"""Registers the ready lines of a file, a few at a time: what a dead machine leaves is whole, and comes first again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice
from time import monotonic

from forms.batch.known import Known, known_lines
from forms.batch.lines import Line, told_by
from forms.batch.preview import Preview
from forms.intake_form import Sent
from forms.prescriber.told import Told, to_registration
from hub import intake, prescribers, strangers
from hub.calendar import civil
from hub.intake import Receipt
from hub.lifecycle import ENDED, ReferralState
from hub.models import Referral
from hub.vocabulary import Prescriber
from hub.work import Hub, Work

AT_A_TIME = 25
"""Lines in one transaction: nobody else waits long for the database."""
ENOUGH_SECONDS = 8.0
"""After this many the page answers, and the rest waits for one more click: no proxy gives up on us."""


class Fate(StrEnum):
    REGISTERED = "registered"
    KNOWN = "known"
    ENDED = "ended"
    ASIDE = "aside"
    REFUSED = "refused"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of one line; it tells no name.  ``reference`` is empty for a line refused or not yet reached, and
    of one set aside it is that of whom it looks like;
    ``waits_until``, when it is erased unless the professional has confirmed their own address: nothing happens before;
    ``to_check``, whether the team looks first at who they are.
    """

    number: int
    marker: str
    fate: Fate
    reference: str = ""
    waits_until: date | None = None
    to_check: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    lines: Sequence[Registered]

    def of(self, fate: str) -> list[Registered]:
        return [line for line in self.lines if line.fate == fate]

    @property
    def to_confirm(self) -> date | None:
        """The day when what waits for the professional is erased."""
        return min((line.waits_until for line in self.lines if line.waits_until), default=None)

    @property
    def to_check(self) -> bool:
        return any(line.to_check for line in self.lines)

    @property
    def finished(self) -> bool:
        return not self.of(Fate.LATER)


def register(hub: Hub, preview: Preview, *, alike_too: bool, source: str | None, language: str) -> Result:
    """Register what is ready, until enough seconds have passed; the lines to mend are refused.

    ``alike_too``: whether a line that looks like somebody already registered is somebody else, and not set aside.
    """
    until = monotonic() + ENOUGH_SECONDS
    done = [Registered(line.number, line.marker, Fate.REFUSED) for line in preview.to_mend]
    aside = {} if alike_too else preview.alike
    done += [
        Registered(line.number, line.marker, Fate.ASIDE, aside[line.number])
        for line in preview.ready
        if line.number in aside
    ]
    for some in _batches([line for line in preview.ready if line.number not in aside]):
        if monotonic() < until:
            done += _register_some(hub, preview.told, some, source=source, language=language)
        else:
            done += [Registered(line.number, line.marker, Fate.LATER) for line in some]
    return Result(sorted(done, key=lambda line: line.number))


def _register_some(
    hub: Hub, told: Told, lines: Sequence[Line], *, source: str | None, language: str
) -> list[Registered]:
    with hub.begin() as work:
        proven = _hold(work, told, language)
        known = known_lines(work, told, lines)
        sent = {number: Sent(each.form_token, source, proven, language) for number, each in known.items()}
        return [_register_one(work, told, line, sent[line.number], known[line.number]) for line in lines]


def _register_one(work: Work, told: Told, line: Line, sent: Sent, known: Known) -> Registered:
    if before := known.before:
        return _told(line, Fate.ENDED if before.state in ENDED else Fate.KNOWN, before)
    young_person = told_by(told, line.cells, today=_today(work))
    if young_person is None:
        return Registered(line.number, line.marker, Fate.REFUSED)
    registration = to_registration(
        young_person, form_token=sent.form_token, source=sent.source, language=sent.language
    )
    receipt = intake.register(work, registration, proven=sent.proven)
    return _told(line, Fate.REGISTERED, receipt)


def _told(line: Line, fate: Fate, kept: Referral | Receipt) -> Registered:
    to_check = kept.state is ReferralState.AWAITING_CHECK
    return Registered(line.number, line.marker, fate, kept.reference, _waits_until(kept), to_check)


def _waits_until(kept: Referral | Receipt) -> date | None:
    if kept.state is not ReferralState.AWAITING_CONFIRMATION or kept.forget_at is None:
        return None
    return civil(kept.forget_at)


def _hold(work: Work, told: Told, language: str) -> bool:
    """Whether the professional has shown that their address is theirs: a stranger's file waits for it.

    Their row is held while some of their lines are registered: the same file sent twice at once waits here, and then
    finds every line known.
    """
    if told.professional is None or told.kind is None:
        return False
    professional = replace(told.professional, language=language)
    who = prescribers.known(work, professional, Prescriber(told.kind, told.department, told.uai))
    work.session.refresh(who, with_for_update=True)
    return strangers.knows(work, who.address_digest)


def _batches(lines: Sequence[Line]) -> Iterator[list[Line]]:
    remaining = iter(lines)
    while some := [*islice(remaining, AT_A_TIME)]:
        yield some


def _today(work: Work) -> date:
    return civil(work.now)
