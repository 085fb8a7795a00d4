"""What a proposed rule book would change: some years are played under it and under the one in use, one at a time.

Each year is an errand of its own, so that a worker never stays away from the bell for long, and one that is killed
loses a year at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hub.models import RuleBookVersion
from hub.work import Work

YEARS = 4
"""Each with chances of its own: what is left of luck in their mean is shown beside it."""
LEASE = timedelta(minutes=5)
"""After this long, whoever was playing a year is taken for dead."""
TRIES = 3


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


def ask(work: Work, row: RuleBookVersion) -> None:
    """From the start again, whatever was reckoned before."""
    row.comparison = {"years": [], "result": None, "tries": 0, "until": None}


def progress(row: RuleBookVersion) -> Progress:
    kept = row.comparison or {"years": [], "result": None, "tries": TRIES}
    result = kept["result"]
    return Progress(
        played=YEARS if result else len(kept["years"]),
        years=YEARS,
        result=result,
        has_failed=result is None and kept["tries"] > TRIES,
    )
