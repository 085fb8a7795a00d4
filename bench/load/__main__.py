"""``make load``: a peak hour a hundred times today's and a minute on television, at real doors on both databases."""

from __future__ import annotations

import time
from pathlib import Path
from socket import create_connection

import click
from sqlalchemy import func, select

from bench.crash.city import City, city_on
from bench.crash.crowd import crowd_at
from bench.load import document
from bench.load.figures import Played, cpu_of, lines
from bench.load.opened import send_all
from bench.load.scenes import PEAK, TELEVISION, Scene, first_looks, requests, shortened
from hub.embedded import NoRedis
from hub.models import Referral
from hub.supervisor import LOOPBACK
from tests.parts.absence import Absent
from tests.parts.patience import until

SYSTEMS = ("SQLite", "PostgreSQL")
A_THIRD_OF_AN_HOUR = 1200
KNOCKS, SOON, PATIENCE = 24, 2.0, 180.0


@click.command()
@click.option(
    "--on", "systems", type=click.Choice(SYSTEMS), multiple=True, default=SYSTEMS, show_default=True
)
@click.option(
    "--peak-seconds",
    default=A_THIRD_OF_AN_HOUR,
    show_default=True,
    help="The people of the hour come within so many seconds: they press harder, never less.",
)
@click.option("--peak-share", default=1.0, show_default=True, help="Of all who come, for a short look.")
@click.option("--television-share", default=1.0, show_default=True)
@click.option("--into", type=click.Path(path_type=Path), help="The folder of the documents to write into.")
def main(
    systems: tuple[str, ...],
    peak_seconds: int,
    peak_share: float,
    television_share: float,
    into: Path | None,
) -> None:
    """A fault is printed, and ends with 1."""
    scenes = (
        shortened(PEAK, peak_seconds, peak_share),
        shortened(TELEVISION, TELEVISION.seconds, television_share),
    )
    played: list[Played] = []
    for system in systems:
        try:
            with city_on(system) as city:
                for scene in scenes:
                    played.append(play(city, scene, system))
                    click.echo("\n".join(lines(played[-1])))
        except (Absent, NoRedis) as reason:
            click.echo(f"{system}: {reason}")
    if into:
        document.write(played, into)
    raise SystemExit(any(each.faults for each in played))


def play(city: City, scene: Scene, system: str) -> Played:
    crowd = crowd_at(city.public.port, city.town.environ, scene.registrations)
    asked = list(requests(scene, city, crowd))
    until(lambda: _is_warm(city.public.port) and _is_warm(city.partners.port), "the doors", seconds=PATIENCE)
    send_all(first_looks(city, crowd), told=lambda left: None)
    before, used, began = _kept(city), cpu_of(city), time.perf_counter()
    with click.progressbar(length=len(asked), label=f"{system}, {scene.name}") as bar:
        seen = send_all(asked, told=bar.update)
    seconds = time.perf_counter() - began
    spent = {who: after - used[who] for who, after in cpu_of(city).items()}
    return Played(scene, system, seen, spent, _kept(city) - before, seconds)


def _is_warm(port: int) -> bool:
    """A door answers as soon as one of its workers is there: those who knock at another wait for it."""
    knocks = [create_connection((LOOPBACK, port)) for _ in range(KNOCKS)]
    try:
        for knock in knocks:
            knock.settimeout(SOON)
            knock.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return all(knock.recv(1) for knock in knocks)
    except TimeoutError:
        return False
    finally:
        for knock in knocks:
            knock.close()


def _kept(city: City) -> int:
    with city.town.hub.read() as work:
        return work.session.scalar(select(func.count()).select_from(Referral)) or 0


if __name__ == "__main__":
    main()
