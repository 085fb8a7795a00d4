"""The worker: it listens to nobody, opens, routes, releases, writes letters, and sweeps.

Every errand is safe to run at any time and twice: it reads its row again and does only what is due.  The bell (RQ)
brings errands at once; the sweep finds what no bell announced.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from pathlib import Path
from random import Random
from types import FrameType

import click
from redis import Redis
from redis.exceptions import RedisError
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from emails import postman, returning
from emails.carrier import Carrier
from emails.letterbox.shelf import Shelf
from emails.letters import Letterhead
from emails.returned import MOST_BYTES
from emails.texts import Texter
from emails.texts import round as short_texts
from emails.texts.adapters import adapter
from emails.ways_out import carrier_of, letterhead_of
from hub import calendar, keyring, logs, membership, memory, rule_books
from hub.bell import bell, queue_at
from hub.cli.invented import DEMO_DESK, demo_address
from hub.config import DEFAULTS, Settings, settings_for
from hub.demo import HalfYear, StoppedClock, colleagues, is_empty, moments_until, states
from hub.failures import kind_of
from hub.queries.due import Due
from hub.releasing import Pace, Paces
from hub.rounds import Rounds, Tidying, tried
from hub.vault import Process, Vault, keys
from hub.work import Errand, Hub, Ring, engine_for, sessions_of

SWEEP_SECONDS = 30.0
REDIS_PAUSE_SECONDS = 2.0

logger = logging.getLogger("hub.worker")


@dataclass(frozen=True, slots=True)
class Office:
    """What the worker works with: the hub, the way out for letters, the rule book's file, and what came back."""

    hub: Hub
    carry: Carrier
    letterhead: Letterhead
    rules: Path
    paces: Paces
    returned: Path | None = None
    text: Texter | None = None
    backups: Path | None = None
    tidying: Tidying = field(default_factory=Tidying)

    @property
    def rounds(self) -> Rounds:
        return Rounds(self.hub, self.rules, self.paces, self.tidying, self.backups)

    def run(self, errand: Errand, row_id: int) -> None:
        """Run one errand.  Never raises: what failed stays in the database for the next sweep."""
        if errand is not Errand.CARRY:
            self.rounds.run(errand, row_id)
            return
        with tried(f"{errand} {row_id}"):
            postman.deliver_with_others(self.hub, row_id, self.carry, self.letterhead)

    def sweep(self) -> None:
        """Everything that is due, whether a bell announced it or not."""
        self.move()
        self.take_back()
        found = self.rounds.what_is_due()
        if Due.LETTERS in found or self.text:
            self.post()
        if Due.COMPARISON in found:
            self.rounds.compare()
        if Due.FIGURES in found:
            self.count()

    def move(self) -> None:
        """All but the letters."""
        self.rounds.make()

    def post(self) -> None:
        postman.make_round(self.hub, self.carry, self.letterhead)
        if self.text:
            short_texts.make_round(self.hub, self.text)

    def take_back(self) -> None:
        """What servers and people answered to our letters, where it is delivered to a folder."""
        if self.returned:
            returning.empty(self.hub, self.returned)

    def count(self) -> None:
        self.rounds.count()


def utc_now() -> datetime:
    return datetime.now(UTC)


def office(
    environ: Mapping[str, str] = os.environ,
    *,
    clock: Callable[[], datetime] = utc_now,
    carry: Carrier | None = None,
    ring: Ring | None = None,
) -> Office:
    settings = settings_for(Process.WORKER, environ)
    sessions = sessions_of(engine_for(settings.database_url))
    hub = Hub(
        sessions=sessions,
        vault=Vault(settings.held, clock=clock),
        rules=rule_books.InUse(sessions, settings.rules),
        clock=clock,
        ring=ring or bell(settings.redis_url),
    )
    keyring.refuse_other_keys(hub, Process.WORKER, settings.keys)
    letterhead = letterhead_of(settings)
    carry = carry or carrier_of(settings)
    text = adapter(settings, carry, letterhead.sender)
    paces = Paces(association=Pace(*settings.releases_each), hub=Pace(*settings.releases))
    return Office(
        hub,
        carry,
        letterhead,
        settings.rules,
        paces,
        settings.mail_returns_folder,
        text=text,
        backups=settings.backups_folder,
    )


_offices: list[Office] = []
"""The office of this process, where jobs from the queue find it."""


def run_errand(errand: str, row_id: int) -> None:
    """What a job of the queue calls, in a process where :func:`main` has opened the office."""
    _offices[0].run(Errand(errand), row_id)


def main(*, sweep_seconds: float = SWEEP_SECONDS) -> None:
    settings = settings_for(Process.WORKER, os.environ)
    logs.set_up(Process.WORKER.value, settings.logs)
    _offices.append(office())
    memory.settle()
    stop = threading.Event()
    sweeping = threading.Thread(
        target=partial(_keep_sweeping, _offices[0], stop, sweep_seconds), name="sweep"
    )
    sweeping.start()
    _listen(settings, stop)
    sweeping.join()


def _keep_sweeping(at: Office, stop: threading.Event, every: float) -> None:
    while not stop.is_set():
        try:
            at.sweep()
        except Exception as error:  # the sweep goes on, whatever is away for a while
            logger.error("the sweep failed with %s", kind_of(error))
        stop.wait(every)


def play_demo(seed: int, environ: Mapping[str, str] = os.environ) -> None:
    """Live half a year in an empty database, with every key at once and a clock of its own."""
    moments = moments_until(calendar.civil(utc_now()))
    clock = StoppedClock(moments[0])
    shelf = Shelf(Path(environ.get("HUB_LETTERS_DIR", "var/letters")).absolute())
    kept = {"MAIL_SERVER": "localhost", "MAIL_SENDER": "hub@reseau.example"} | dict(environ)
    at = office(kept, clock=clock, carry=partial(_keep, shelf, clock), ring=lambda errands: None)
    if not is_empty(at.hub):
        sys.exit("Cette base contient déjà des inscriptions : l’histoire veut une base vide (make reset).")
    folder = Path(environ.get("HUB_KEYS_DIR") or DEFAULTS["HUB_KEYS_DIR"])
    hub = replace(at.hub, vault=Vault(keys.read_all(folder)))
    with hub.begin() as work:
        membership.invite_one_each(work, desk=DEMO_DESK, address_of=demo_address)
        colleagues.join(work)
    chance = Random(seed)  # noqa: S311 (a story, not a secret)
    story = HalfYear(hub, clock=clock, move=at.move, post=at.post, chance=chance)
    with click.progressbar(moments, label="Une demi-année") as bar:
        for moment in bar:
            story.live(moment)
    at.count()
    for state, count in states(hub):
        click.echo(f"{count:5}  {state}")


def take_back(to: str, environ: Mapping[str, str] = os.environ) -> None:
    """One message that came back, on the standard input: for a mail server's pipe."""
    content = sys.stdin.buffer.read(MOST_BYTES)
    returning.take(office(environ).hub, content, to=to)


def _keep(shelf: Shelf, clock: Callable[[], datetime], letter: EmailMessage) -> None:
    shelf.put(str(letter["To"]), letter.as_bytes(policy=SMTP), at=clock())


class Listener(SimpleWorker):
    """RQ's worker; the signal that stops it stops the sweep too."""

    def __init__(self, redis: Redis, stop: threading.Event) -> None:
        super().__init__([queue_at(redis)], connection=redis, serializer=JSONSerializer)
        self._stop = stop

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        self._stop.set()
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]


def _listen(settings: Settings, stop: threading.Event) -> None:
    """Answer the bell until told to stop; without Redis, only wait: the sweep does the work."""
    while not stop.is_set():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        if not settings.redis_url:
            stop.wait()
            return
        try:
            Listener(Redis.from_url(settings.redis_url), stop).work(logging_level="WARNING")
        except RedisError:
            logger.warning("Redis is away; the sweep does the work meanwhile")
        stop.wait(REDIS_PAUSE_SECONDS)
