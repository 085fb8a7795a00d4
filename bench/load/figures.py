"""What a scene told: latencies by kind, the processor's time, and whether everything acknowledged is there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.crash.city import City, children
from bench.load.opened import Seen
from bench.load.scenes import PAGE, PORTAL, RECEIPT, REGISTRATION, Scene

SHARES = (0.50, 0.90, 0.95, 0.99, 1.0)
AIM = 0.2
"""Seconds, of the slowest but one in twenty, for every kind of page."""
KINDS = (PAGE, REGISTRATION, RECEIPT, PORTAL)
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Played:
    """``cpu``: seconds of the processor by who used it; ``kept``: registrations in the database afterwards."""

    scene: Scene
    system: str
    seen: Seen
    cpu: Mapping[str, float]
    kept: int
    seconds: float

    @property
    def acknowledged(self) -> int:
        return self.seen.statuses.get((RECEIPT, 200), 0)

    @property
    def faults(self) -> list[str]:
        """What must not be: an answer that was not the one expected, a receipt without a registration, a slow page."""
        return [*self._wrong(), *self._slow()]

    def _wrong(self) -> Iterator[str]:
        if self.seen.unexpected:
            others = {f"{kind} {status}": count for (kind, status), count in self.seen.statuses.items()}
            yield f"{self.seen.unexpected} answers were not those expected: {others}"
        if self.kept < self.acknowledged:
            yield f"{self.acknowledged} acknowledged, {self.kept} kept"

    def _slow(self) -> Iterator[str]:
        for kind, seconds in self.seen.seconds.items():
            late = share(seconds, 0.95)
            if late > AIM:
                yield f"{kind}: {1e3 * late:.0f} ms at p95, for {1e3 * AIM:.0f}"


def share(seconds: Sequence[float], part: float) -> float:
    """The time within which this part of the requests was answered."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def lines(played: Played) -> Iterator[str]:
    scene, seen = played.scene, played.seen
    yield (
        f"{scene.name} on {played.system}: {scene.pages} pages, {scene.registrations} registrations and "
        f"{scene.portal} pages of partners in {scene.seconds:.0f} s; the last answer after {played.seconds:.0f} s"
    )
    yield "  ms                  " + "".join(f"{_named(part):>8}" for part in SHARES)
    for kind in KINDS:
        if kind in seen.seconds:
            told = "".join(f"{1e3 * share(seen.seconds[kind], part):8.0f}" for part in SHARES)
            yield f"  {kind:14}{len(seen.seconds[kind]):6}{told}"
    used = ", ".join(f"{who} {seconds:.1f}" for who, seconds in played.cpu.items())
    yield f"  seconds of processor: {used}; the generator was {1e3 * seen.behind:.0f} ms late at the worst"
    yield f"  {played.acknowledged} acknowledged, {played.kept} kept, {seen.unexpected} answers not expected"
    yield from (f"  ✗ {fault}" for fault in played.faults)


def cpu_of(city: City) -> dict[str, float]:
    """Seconds that each has used since it was started, its children's with them."""
    return {
        "public door": _used(city.public.pid),
        "partners' door": _used(city.partners.pid),
        "client": sum(os.times()[:2]),
    }


def _used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / TICKS
    return own + sum(map(_used, children(pid)))


def _named(part: float) -> str:
    return "max" if part == 1 else f"p{100 * part:.0f}"
