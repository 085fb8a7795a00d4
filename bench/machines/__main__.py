"""``make machines``: people register at three machines; one loses its power, one its wire, and nobody is lost."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

import click

from bench.crash.crowd import Crowd, at_the_door, crowd_at
from bench.crash.reckoning import doctor, is_at_rest, lost_and_doubled, post_in, twice, untold
from bench.machines.cluster import Cluster, cluster
from bench.machines.net import NoMachines, build_centre, need
from emails.postman import CLAIM_LASTS
from hub.embedded import NoRedis
from tests.parts.absence import Absent
from tests.parts.patience import until

OWN_NETWORK = "--in-a-network-of-its-own"
TOGETHER = 6
REST = 900.0
"""A machine that was killed had claimed letters: others carry them once the claim has run out, ten minutes later."""


@click.command()
@click.option("--machines", "many", type=click.IntRange(3), default=3, show_default=True)
@click.option("--registrations", type=click.IntRange(30), default=1500, show_default=True)
@click.option("--sweep-seconds", default=5.0, show_default=True)
@click.option("--cut-seconds", default=30.0, show_default=True, help="How long the second is cut off.")
@click.option(OWN_NETWORK, "is_inside", is_flag=True, hidden=True)
def main(many: int, registrations: int, sweep_seconds: float, cut_seconds: float, is_inside: bool) -> None:
    """A fault is printed, and ends with 1."""
    try:
        need()
        if not is_inside:
            again = [sys.executable, "-m", "bench.machines", *sys.argv[1:], OWN_NETWORK]
            os.execvp("unshare", ["unshare", "--net", *again])  # noqa: S606, S607 (ours)
        build_centre()
        with cluster(many, sweep_seconds=sweep_seconds) as those:
            faults = play(those, registrations, cut_seconds)
    except (NoMachines, Absent, NoRedis) as reason:
        raise click.ClickException(str(reason)) from None
    for fault in faults:
        click.echo(f"  ✗ {fault}")
    raise SystemExit(bool(faults))


def play(those: Cluster, registrations: int, cut_seconds: float) -> list[str]:
    began = time.perf_counter()
    crowd = crowd_at(those.port, those.town.environ, registrations)
    with click.progressbar(length=registrations, label="Inscriptions") as bar, at_the_door(crowd, TOGETHER):
        shown = 0
        for _ in _moments(those, crowd, registrations, cut_seconds):
            bar.update(len(crowd.acknowledged) - shown)
            shown = len(crowd.acknowledged)
    until(lambda: is_at_rest(those.town, within=CLAIM_LASTS), "everything that is due", seconds=REST)
    faults = [
        *lost_and_doubled(those.town, crowd),
        *untold(crowd, post_in(those.post)),
        *twice(those.town),
        *doctor(those.town),
    ]
    click.echo(_table(those, crowd, faults, time.perf_counter() - began))
    return faults


def _moments(those: Cluster, crowd: Crowd, registrations: int, cut_seconds: float) -> Iterator[None]:
    """At a third the power of one goes, at two thirds the wire of another, for a while."""
    killed, cut = those.machines[1], those.machines[2]
    yield from _until(crowd, registrations // 3)
    killed.kill()
    yield from _until(crowd, registrations * 2 // 3)
    cut.cut()
    mended_at = time.perf_counter() + cut_seconds
    while len(crowd.acknowledged) < registrations or time.perf_counter() < mended_at:
        time.sleep(0.5)
        if time.perf_counter() >= mended_at:
            cut.mend()
        yield


def _until(crowd: Crowd, many: int) -> Iterator[None]:
    while len(crowd.acknowledged) < many:
        time.sleep(0.5)
        yield


def _table(those: Cluster, crowd: Crowd, faults: list[str], seconds: float) -> str:
    again = sum(crowd.sent.values()) - len(crowd.sent)
    post = post_in(those.post)
    return (
        f"{len(those.machines)} machines, {len(crowd.acknowledged)} registrations acknowledged in {seconds:.0f} s; "
        f"one machine killed, one cut off\n"
        f"  {again} forms sent again ({crowd.refused}); {post.arrived} letters, {post.copies} came again\n"
        f"  {len(faults)} faults: lost, doubled, untold, or said by the doctor"
    )


if __name__ == "__main__":
    main()
