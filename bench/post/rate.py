"""``make bench-mail``: one letter a job, as RQ would have it, and the outbox drained in batches on one connection.

Both sign in over TLS at the same mail server on the loopback (its own process), and write the same letters out of
the same database; Redis and RQ are real.
"""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import click
from redis import Redis
from rq import SimpleWorker
from rq.serializers import JSONSerializer

import worker
from bench.post.sink import CERTIFICATE, PASSWORD, PORT, USER
from emails import carrier, postman
from emails.line import MailServer
from hub import intake, strangers
from hub.bell import queue_at
from hub.embedded import embed_redis
from hub.supervisor import LOOPBACK, spawn
from tests.parts.bell import wait_for
from tests.parts.databases import migrate
from tests.parts.patience import until
from tests.parts.people import identity, registration
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

LETTERS, TURNS = 150, 5
AIM = 10
ONE_LETTER = f"{__name__}.carry_one"
_offices: list[worker.Office] = []


def carry_one(message_id: int) -> None:
    """What each job calls."""
    office = _offices[0]
    postman.deliver(office.hub, message_id, office.carry, office.letterhead)


@contextmanager
def mail_server(folder: Path) -> Iterator[MailServer]:
    """Trusted beside all that this machine trusts, so that a connection costs what it costs in earnest."""
    child = spawn([sys.executable, "-m", "bench.post.sink", str(folder)], dict(os.environ))
    try:
        until((folder / PORT).exists, "the mail server")
        trusted = folder / "trusted.pem"
        known = ssl.get_default_verify_paths().cafile
        usual = Path(known).read_text() if known and Path(known).exists() else ""
        trusted.write_text(usual + (folder / CERTIFICATE).read_text())
        os.environ["SSL_CERT_FILE"] = str(trusted)
        yield MailServer(LOOPBACK, int((folder / PORT).read_text()), USER, PASSWORD, tls=True)
    finally:
        os.environ.pop("SSL_CERT_FILE", None)
        _stop(child)


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()


@contextmanager
def redis_at(folder: Path) -> Iterator[Redis]:
    embedded = embed_redis(folder)
    child = spawn(embedded.command, {})
    try:
        wait_for(embedded)
        with Redis.from_url(embedded.url) as redis:
            yield redis
    finally:
        _stop(child)


def register(town: Town, turn: int, letters: int) -> list[int]:
    """So many people, each of whom is to be told that they are registered."""
    for number in range(letters):
        address = f"personne{turn}.{number}@lycee.example"
        with town.hub.begin() as work:
            strangers.confirm(work, work.vault.address_digest(address))
        with town.front.begin() as work:
            intake.register(work, registration(who=identity(email=address)))
    return postman.due(town.hub)


def one_letter_a_job(town: Town, redis: Redis, letters: list[int]) -> None:
    queue = queue_at(redis)
    for message_id in letters:
        queue.enqueue(ONE_LETTER, message_id, result_ttl=0, failure_ttl=0)
    SimpleWorker([queue], connection=redis, serializer=JSONSerializer).work(burst=True, logging_level="ERROR")


def in_batches(town: Town, redis: Redis, letters: list[int]) -> None:
    town.office.post()


WAYS: dict[str, Callable[[Town, Redis, list[int]], None]] = {
    "one letter a job": one_letter_a_job,
    "in batches": in_batches,
}


def measure(town: Town, redis: Redis, turns: int, letters: int) -> dict[str, tuple[float, float]]:
    """Milliseconds, and of them this processor's, for one letter each way: medians of the turns."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    for turn in range(turns):
        for place, (name, way) in enumerate(WAYS.items()):
            rows = register(town, 2 * turn + place, letters)
            wall, cpu = perf_counter(), process_time()
            way(town, redis, rows)
            found[name].append((perf_counter() - wall, process_time() - cpu))
            if left := postman.due(town.hub):
                raise SystemExit(f"{name}: {len(left)} letters did not leave")
    return {
        name: (
            median(wall for wall, _ in times) / letters * 1000,
            median(cpu for _, cpu in times) / letters * 1000,
        )
        for name, times in found.items()
    }


@click.command()
@click.option("--letters", type=click.IntRange(10), default=LETTERS, show_default=True)
@click.option("--turns", type=click.IntRange(1), default=TURNS, show_default=True)
def main(letters: int, turns: int) -> None:
    """Ends with 1 where batches are not ten times as fast."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder}/hub.db"
        migrate(url)
        server = stack.enter_context(mail_server(folder))
        redis = stack.enter_context(redis_at(folder / "redis"))
        town = stack.enter_context(town_at(url, folder, Letterbox()))
        town = replace(town, office=replace(town.office, carry=carrier.smtp(server)))
        _offices.append(town.office)
        found = measure(town, redis, turns, letters)
    for name, (wall, cpu) in found.items():
        click.echo(
            f"{name:<18} {wall:6.1f} ms a letter ({cpu:.1f} of this processor), {1000 / wall:6.0f} letters a second"
        )
    jobs, batches = (wall for wall, _ in found.values())
    click.echo(f"{jobs / batches:.1f} times as fast in batches; aimed at {AIM}")
    raise SystemExit(jobs < AIM * batches)


if __name__ == "__main__":
    main()
