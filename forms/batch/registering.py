"""Registers the ready lines of a file, a few at a time: what a dead machine leaves is whole, and comes first again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from time import monotonic

from forms.batch.lines import Line, registered_as, told_by
from forms.batch.preview import Preview
from forms.prescriber.told import Told, to_registration
from hub import intake, prescribers, queries
from hub.calendar import civil
from hub.vault import digest
from hub.vocabulary import Prescriber
from hub.work import Hub, Work

AT_A_TIME = 25
"""Lines in one transaction: nobody else waits long for the database."""
ENOUGH_SECONDS = 8.0
"""After this many the page answers, and the rest waits for one more click: no proxy gives up on us."""


class Fate(StrEnum):
    REGISTERED = "registered"
    KNOWN = "known"
    REFUSED = "refused"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of one line; it tells no name.  ``reference`` is empty for a line refused or not yet reached."""

    number: int
    marker: str
    fate: Fate
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    lines: Sequence[Registered]

    def of(self, fate: str) -> list[Registered]:
        return [line for line in self.lines if line.fate == fate]

    @property
    def finished(self) -> bool:
        return not self.of(Fate.LATER)


def register(hub: Hub, preview: Preview, *, source: str | None) -> Result:
    """Register what is ready, until enough seconds have passed; the lines to mend are refused."""
    until = monotonic() + ENOUGH_SECONDS
    done = [Registered(line.number, line.marker, Fate.REFUSED) for line in preview.to_mend]
    for some in _batches(preview.ready):
        if monotonic() < until:
            done += _register_some(hub, preview.told, some, source=source)
        else:
            done += [Registered(line.number, line.marker, Fate.LATER) for line in some]
    return Result(sorted(done, key=lambda line: line.number))


def _register_some(hub: Hub, told: Told, lines: Sequence[Line], *, source: str | None) -> list[Registered]:
    with hub.begin() as work:
        _hold(work, told)
        tokens = {line.number: registered_as(work.vault, told, line.cells) for line in lines}
        known = queries.references_by_form(work.session, map(digest, tokens.values()))
        return [_register_one(work, told, line, tokens[line.number], known, source=source) for line in lines]


def _register_one(
    work: Work, told: Told, line: Line, token: str, known: dict[bytes, str], *, source: str | None
) -> Registered:
    if reference := known.get(digest(token)):
        return Registered(line.number, line.marker, Fate.KNOWN, reference)
    young_person = told_by(told, line.cells, today=_today(work))
    if young_person is None:
        return Registered(line.number, line.marker, Fate.REFUSED)
    receipt = intake.register(work, to_registration(young_person, form_token=token, source=source))
    return Registered(line.number, line.marker, Fate.REGISTERED, receipt.reference)


def _hold(work: Work, told: Told) -> None:
    """The professional's row is held while some of their lines are registered: the same file sent twice at once
    waits here, and then finds every line known."""
    if told.professional and told.kind:
        prescriber = prescribers.known(
            work, told.professional, Prescriber(told.kind, told.department, told.uai)
        )
        work.session.refresh(prescriber, with_for_update=True)


def _batches(lines: Sequence[Line]) -> Iterator[list[Line]]:
    remaining = iter(lines)
    while some := [*islice(remaining, AT_A_TIME)]:
        yield some


def _today(work: Work) -> date:
    return civil(work.now)
