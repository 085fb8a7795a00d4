"""What an answer must never be, and what was seen of all of them: counts, the slowest, the heaviest."""

from __future__ import annotations

import re
import resource
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from associations.desk.letters import FRAME_POLICY, PAGE_POLICY
from bench.fuzz.values import MARK
from hub.shield import HEADERS

TOO_SLOW = 2.0
"""Seconds of the processor for one answer."""
COOKIE_HOLDS = 4096
UNREAD = frozenset({400, 414, 431})
"""What the server itself refuses, with an empty answer, before it can be read as a request of any door."""
POLICY = "Content-Security-Policy"
SHEET = r"'sha256-[\w+/]{43}='"
FRAMED = re.compile(re.escape(FRAME_POLICY).replace(re.escape("{sheets}"), f"{SHEET}(?: {SHEET})*"))
MOST_SHOWN = 20
P99 = 0.99
MANNERS = ("httponly", "samesite")
TRACE = re.compile(
    rb'Traceback \(most recent call last\)|File "/[^"]+", line \d+|sqlalchemy\.exc|psycopg\.errors'
)
RAW = re.compile(rb"<zqz|<!--zqz|[\"'] ?zqz=")
"""A tag, a comment or an attribute of our values, as it was typed."""
SCRIPTED = re.compile(
    rb"""(?:href|src|action|formaction)=["']?\s*(?:javascript|data|vbscript):""", re.IGNORECASE
)
FORMULA = re.compile(rb'(?:^|[\r\n;,])"?[=+@\t\r-][^;,\r\n]{0,3}%b' % MARK.encode())


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer; ``asked`` says what for, so that the same seed finds it again."""

    asked: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        return next((value for known, value in self.headers if known.lower() == name.lower()), "")


def faults(seen: Seen, *, host: str, patience: float = TOO_SLOW) -> Iterator[str]:
    """Everything that is wrong with this answer."""
    if seen.status >= 500:  # noqa: PLR2004
        yield f"answers {seen.status}"
    if TRACE.search(seen.body):
        yield "shows what happened inside"
    if seen.seconds > patience:
        yield f"takes {seen.seconds:.1f} s"
    yield from _told_back(seen)
    if seen.body or seen.status not in UNREAD:
        yield from _undressed(seen, host)


def _told_back(seen: Seen) -> Iterator[str]:
    kind = seen.header("Content-Type")
    if kind.startswith("text/html") and (found := RAW.search(seen.body)):
        yield f"tells back raw: {found[0]!r}"
    if kind.startswith("text/html") and SCRIPTED.search(seen.body):
        yield "holds a link that is a script"
    if kind.startswith("text/csv") and (found := FORMULA.search(seen.body)):
        yield f"holds a formula: {found[0]!r}"
    if any("\r" in value or "\n" in value for _, value in seen.headers):
        yield "breaks a header in two"


def _undressed(seen: Seen, host: str) -> Iterator[str]:
    missing = [name for name, value in _worn(seen).items() if seen.header(name) != value]
    if missing:
        yield f"comes without {', '.join(missing)}"
    if seen.body and not seen.header("Content-Type"):
        yield "does not say what it is"
    kind = seen.header("Content-Type")
    if kind.startswith("text/") and "charset=utf-8" not in kind.lower():
        yield f"does not say its alphabet: {kind}"
    to = urlsplit(seen.header("Location"))
    if seen.header("Location").startswith(("//", "/\\")) or to.netloc not in ("", host):
        yield f"leads away: {to.netloc or seen.header('Location')[:40]}"
    for name, cookie in seen.headers:
        if name.lower() == "set-cookie" and len(cookie) > COOKIE_HOLDS:
            yield "gives a cookie that a browser drops"
        if name.lower() == "set-cookie" and not all(manner in cookie.lower() for manner in MANNERS):
            yield f"gives a cookie without its manners: {cookie.partition('=')[0]}"


def _worn(seen: Seen) -> dict[str, str]:
    """What every answer wears; the gallery of letters shows samples in a sandbox of its own, and frames it."""
    own = seen.header(POLICY)
    framed = {POLICY: own, "X-Frame-Options": "SAMEORIGIN"} if FRAMED.fullmatch(own) else {}
    return {**HEADERS, **({POLICY: own} if own == PAGE_POLICY else {}), **framed}


@dataclass
class Judge:
    """Keeps the figures of one part of the run."""

    host: str
    patience: float = TOO_SLOW
    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    """By fault and address, the first that was asked so."""

    def see(self, seen: Seen) -> None:
        self.asked += 1
        self.statuses[seen.status] += 1
        self.seconds.append(seen.seconds)
        where = _place(seen.asked)
        for fault in faults(seen, host=self.host, patience=self.patience):
            self.found.setdefault(f"{fault} at {where}"[:200], seen.asked)

    def broke(self, asked: str, error: BaseException) -> None:
        """An exception that came out of a door instead of an answer."""
        self.asked += 1
        self.found.setdefault(f"{type(error).__name__} at {_place(asked)}"[:200], asked)

    def report(self) -> Iterator[str]:
        ordered = sorted(self.seconds) or [0.0]
        answers = ", ".join(f"{count} × {status}" for status, count in sorted(self.statuses.items()))
        yield f"  {self.asked:,} inputs: {answers}"
        slow = ordered[int(len(ordered) * P99)] * 1000
        middle, most = ordered[len(ordered) // 2] * 1000, ordered[-1] * 1000
        yield f"  p50 {middle:.1f} ms, p99 {slow:.0f} ms, max {most:.0f} ms"
        yield f"  {len(self.found)} faults"
        yield from (f"    {fault}: {asked[:300]!r}" for fault, asked in [*self.found.items()][:MOST_SHOWN])


def heaviest() -> int:
    """MiB that this program held at most, so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _place(asked: str) -> str:
    """Without the question nor the body: one fault is told once a place."""
    return " ".join(asked.partition("?")[0].split(" ")[:2])
