"""What a proposed rule book would change: some years are played under it and under the one in use, one at a time.

Each year is an errand of its own, so that a worker never stays away from the bell for long, and one that is killed
loses a year at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hub import directory, queries, rules
from hub.models import RuleBookVersion
from hub.routing import RuleBook
from hub.simulation import Declared, World, compared, compared_year
from hub.work import Errand, Hub, Work

YEARS = 4
"""Each with chances of its own: what is left of luck in their mean is shown beside it."""
LEASE = timedelta(minutes=5)
"""After this long, whoever was playing a year is taken for dead."""
TRIES = 3
ORDINARY = World()


@dataclass(frozen=True, slots=True)
class Progress:
    """``result`` is what :mod:`hub.simulation` draws, None before the last year was played."""

    played: int
    years: int
    result: dict[str, Any] | None
    has_failed: bool

    @property
    def is_under_way(self) -> bool:
        return self.result is None and not self.has_failed


@dataclass(frozen=True, slots=True)
class _Year:
    seed: int
    in_use: RuleBook
    proposed: RuleBook
    declared: tuple[Declared, ...]


def ask(work: Work, row: RuleBookVersion) -> None:
    """From the start again, whatever was reckoned before."""
    row.comparison = {"years": [], "result": None, "tries": 0, "until": None}
    work.ring(Errand.COMPARE, row)


def progress(work: Work, row: RuleBookVersion) -> Progress:
    kept = row.comparison or {"years": [], "result": None, "tries": TRIES, "until": None}
    result = kept["result"]
    return Progress(
        played=YEARS if result else len(kept["years"]),
        years=YEARS,
        result=result,
        has_failed=result is None and kept["tries"] >= TRIES and _is_free(kept, work.now),
    )


def go_on(hub: Hub, row_id: int, *, world: World = ORDINARY) -> None:
    """Play the next year of a comparison, if it is due: safe at any time and twice.

    No transaction is open meanwhile.
    """
    with hub.begin() as work:
        year = _claimed(work, row_id)
    if year is None:
        return
    played = compared_year(year.in_use, year.proposed, year.declared, seed=year.seed, world=world)
    with hub.begin() as work:
        _keep(work, row_id, year.seed, played)


def due(work: Work) -> list[int]:
    """Proposals whose comparison waits for somebody to go on."""
    return [row.id for row in queries.open_proposals(work.session) if _is_due(row.comparison, work.now)]


def _claimed(work: Work, row_id: int) -> _Year | None:
    row = work.session.get_one(RuleBookVersion, row_id, with_for_update=True)
    kept = row.comparison
    if kept is None or row_id not in due(work):
        return None
    row.comparison = kept | {"tries": kept["tries"] + 1, "until": (work.now + LEASE).isoformat()}
    return _Year(
        seed=len(kept["years"]) + 1,
        in_use=work.rule_book,
        proposed=rules.parse(row.text),
        declared=tuple(_declared(work)),
    )


def _keep(work: Work, row_id: int, seed: int, played: dict[str, Any]) -> None:
    row = work.session.get_one(RuleBookVersion, row_id, with_for_update=True)
    kept = row.comparison
    if kept is None or kept["result"] or len(kept["years"]) != seed - 1:
        return
    years = [*kept["years"], played]
    is_last = len(years) == YEARS
    row.comparison = {
        "years": [] if is_last else years,
        "result": compared(years) if is_last else None,
        "tries": 0,
        "until": None,
    }
    if not is_last:
        work.ring(Errand.COMPARE, row)


def _is_due(kept: dict[str, Any] | None, now: datetime) -> bool:
    return kept is not None and not kept["result"] and kept["tries"] < TRIES and _is_free(kept, now)


def _is_free(kept: dict[str, Any], now: datetime) -> bool:
    """Nobody is at it, or whoever was is taken for dead."""
    return kept["until"] is None or datetime.fromisoformat(kept["until"]) <= now


def _declared(work: Work) -> list[Declared]:
    """The associations that answer on the platform; while none does, those of the directory."""
    rows = queries.joined_associations(work.session) or queries.associations(work.session)
    return [Declared(directory.profile_of(row.profile), row.profile["places_a_year"]) for row in rows]
